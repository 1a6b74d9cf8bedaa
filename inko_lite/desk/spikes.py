"""Common tags today, and those that come up more often than they should.

Place: reads chats, entries and their tags; the owner of `spikes`. The formula: a day begins at 00:00 UTC; `count` is the guests
who came today with the tag. `expected` is the larger of two means over the same time of day: of the last 7 days, and of this
weekday in the last 4 weeks (so a Monday is not news). It is a spike when `count` is at least `tags.spike_count` and at least
`tags.spike_factor` times `expected`. Invariant: monitors hear of a tag once a day, whichever worker saw it.
"""

from ..config import Config
from ..stream.events import Change, Draft, EventLog, iso

MOST = 50
SAME_WEEKDAY = (7, 14, 21, 28)
# Who came with which tag and when: each chat once, however many rooms it went through, and those who never came to a chat.
CAME = """
SELECT t.tag, c.queued_at FROM chats c JOIN tags t ON t.room_id = c.room_id JOIN rooms r ON r.id = c.room_id
 WHERE r.continued_from IS NULL AND c.queued_at >= %(since)s AND (%(tags)s IS NULL OR t.tag = ANY(%(tags)s))
UNION ALL
SELECT t.tag, q.queued_at FROM queue_entries q CROSS JOIN jsonb_array_elements_text(q.tags) t(tag)
 WHERE q.room_id IS NULL AND q.queued_at >= %(since)s AND (%(tags)s IS NULL OR t.tag = ANY(%(tags)s))
"""


class Spikes:
    """The tags of today."""

    def __init__(self, config: Config, log: EventLog) -> None:
        self._config = config.tags
        self._log = log

    def today(self) -> dict:
        """`{day, at, tags: [{tag, count, expected, spike}]}`, the most frequent first."""
        with self._log.snapshot() as (view, _):
            day, at = view.row(f"SELECT current_date::text, {iso('now()')}")
            tags = self._tags(view, 1)
            expected = self._expected(view, [tag for tag, _ in tags])
        return {
            "day": day,
            "at": at,
            "tags": [
                {
                    "tag": tag, "count": count, "expected": round(expected[tag], 2),
                    "spike": self._is_spike(count, expected[tag]),
                }
                for tag, count in tags
            ],
        }  # fmt: skip

    @staticmethod
    def _tags(view: Change, least: int) -> list[tuple[str, int]]:
        return view.rows(
            f"SELECT tag, count(*) FROM ({CAME.replace('%(since)s', 'current_date')}) came GROUP BY tag"
            f" HAVING count(*) >= %(least)s ORDER BY count(*) DESC, tag LIMIT {MOST}",
            {"tags": None, "least": least},
        )

    @staticmethod
    def _expected(view: Change, tags: list[str]) -> dict[str, float]:
        """How often each of these tags should have come up by this time of day."""
        expected = dict.fromkeys(tags, 0.0)
        since = f"current_date - {max(SAME_WEEKDAY)}"
        for tag, week, weekday in view.rows(
            f"SELECT tag, count(*) FILTER (WHERE ago <= 7) / 7.0, count(*) FILTER (WHERE ago = ANY(%(same)s)) / %(weeks)s"
            f" FROM (SELECT tag, current_date - queued_at::date AS ago, queued_at FROM ({CAME.replace('%(since)s', since)}) came)"
            " days WHERE ago > 0 AND queued_at::time <= now()::time GROUP BY tag",
            {"tags": tags, "same": list(SAME_WEEKDAY), "weeks": float(len(SAME_WEEKDAY))},
        ):
            expected[tag] = max(float(week), float(weekday))
        return expected

    def _is_spike(self, count: int, expected: float) -> bool:
        return count >= self._config.spike_count and count >= self._config.spike_factor * expected

    def look(self) -> None:
        """Tells the monitors of each spike that they do not know of."""
        with self._log.snapshot() as (view, _):
            known = {tag for (tag,) in view.rows("SELECT tag FROM spikes WHERE day = current_date")}
            counts = {tag: count for tag, count in self._tags(view, self._config.spike_count) if tag not in known}
            if not counts:
                return
            expected = self._expected(view, list(counts))
        found = [(tag, count) for tag, count in counts.items() if self._is_spike(count, expected[tag])]
        if not found:
            return
        with self._log.change() as change:
            new = [
                {"tag": tag, "count": count, "expected": round(expected[tag], 2)}
                for tag, count in found
                if change.row(
                    "INSERT INTO spikes (day, tag, count, expected) VALUES (current_date, %s, %s, %s)"
                    " ON CONFLICT DO NOTHING RETURNING 1",
                    (tag, count, expected[tag]),
                )
            ]
            if new:
                change.append([Draft("monitors", "spike", data) for data in new])
