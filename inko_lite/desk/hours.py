"""Opening hours: a weekly table in a time zone.

Place: asked by `desk/opening.py`. A line is "mon-fri 09:00-17:00" or "sat 22:00-02:00" (over midnight); no line means always.
"""

import datetime
import re
import zoneinfo

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LINE = re.compile(rf"({'|'.join(DAYS)})(?:-({'|'.join(DAYS)}))? (\d\d):(\d\d)-(\d\d):(\d\d)")
WEEK = 7 * 24 * 60


class HoursError(Exception):
    """A line of the table, or the time zone, cannot be read; the text says which."""


class Hours:
    """The table, as spans of minutes of the week."""

    def __init__(self, lines: list[str], timezone: str) -> None:
        """Raises HoursError for a line that is none, or an unknown time zone."""
        try:
            self._zone = zoneinfo.ZoneInfo(timezone)
        except (zoneinfo.ZoneInfoNotFoundError, ValueError):
            raise HoursError(f"{timezone} is no time zone; name one such as Europe/Berlin") from None
        self._spans = [span for line in lines for span in self._read(line)]
        self.text = "; ".join(lines) + (f" ({timezone})" if lines else "")

    @staticmethod
    def _read(line: str) -> list[tuple[int, int]]:
        found = LINE.fullmatch(line.strip().lower())
        if not found:
            raise HoursError(f'"{line}" is no line of opening hours; write "mon-fri 09:00-17:00"')
        first, last, *times = found.groups()
        hour, minute, to_hour, to_minute = map(int, times)
        start, end = hour * 60 + minute, to_hour * 60 + to_minute
        if hour > 24 or to_hour > 24 or minute > 59 or to_minute > 59 or start == end:
            raise HoursError(f'"{line}" has a time that is none')
        if end < start:
            end += 24 * 60
        begin, stop = DAYS.index(first), DAYS.index(last or first)
        days = [(begin + n) % 7 for n in range((stop - begin) % 7 + 1)]
        return [(day * 24 * 60 + start, day * 24 * 60 + end) for day in days]

    def _minute(self, when: datetime.datetime) -> int:
        local = when.astimezone(self._zone)
        return local.weekday() * 24 * 60 + local.hour * 60 + local.minute

    def opens_after(self, when: datetime.datetime) -> datetime.datetime | None:
        """When the hours begin next (UTC), seen from a moment outside of them; None within."""
        if self.open_at(when):
            return None
        ahead = min((start - self._minute(when)) % WEEK for start, _ in self._spans)
        # On the wall's clock, whatever it is set to in between.
        begin = when.astimezone(self._zone).replace(second=0, microsecond=0) + datetime.timedelta(minutes=ahead)
        return begin.astimezone(datetime.UTC)

    def open_at(self, when: datetime.datetime) -> bool:
        """Is this moment (aware, any time zone) within the hours?"""
        if not self._spans:
            return True
        minute = self._minute(when)
        return any(start <= minute < end or start <= minute + WEEK < end for start, end in self._spans)
