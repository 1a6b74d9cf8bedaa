"""The last hour of the live figures, for the lines of the monitor page.

Place: after `figures.py`, whose reading it keeps; the owner of `gauge_minutes`. Every worker samples now and then, and a
minute's row is the highest of all samples in it, so it does not matter who did. Invariant: the table holds the last hour and
nothing older, however many workers sample.
"""

from ..config import Config
from ..stream.events import EventLog, iso
from .figures import NAMES, Figures

SAMPLE_SECONDS = 20
MINUTES = 60
KEEP = f"""
WITH old AS (DELETE FROM gauge_minutes WHERE minute <= date_trunc('minute', clock_timestamp()) - interval '{MINUTES} min')
INSERT INTO gauge_minutes AS g (minute, {", ".join(NAMES)})
VALUES (date_trunc('minute', clock_timestamp()), {", ".join(f"%({name})s" for name in NAMES)})
ON CONFLICT (minute) DO UPDATE SET {", ".join(f"{name} = greatest(g.{name}, excluded.{name})" for name in NAMES)}
WHERE (g.{", g.".join(NAMES)}) IS DISTINCT FROM (excluded.{", excluded.".join(NAMES)})
"""
# A row for each minute of the hour that ends now, empty where nobody looked: the service was away.
HOUR = f"""
SELECT {iso("m")}, g.{", g.".join(NAMES)} FROM generate_series(
    date_trunc('minute', clock_timestamp()) - interval '{MINUTES - 1} min', date_trunc('minute', clock_timestamp()), '1 min'
  ) AS m LEFT JOIN gauge_minutes g ON g.minute = m ORDER BY m
"""


class Gauges:
    """How far the limits are used, now and in the last hour."""

    def __init__(self, config: Config, log: EventLog, figures: Figures, certificate: dict | None) -> None:
        """`certificate` is what a load test has shown this version to carry: `{commit, date, limits}`."""
        self._database = log.database
        self._figures = figures
        self._certificate = certificate

    def sample(self) -> None:
        """Keeps the figures of this minute."""
        self._database.rows(KEEP, self._figures.now())

    def show(self) -> dict:
        """`{figures, hour: {from, seconds, values: {name: [highest of each minute, or null]}}, certificate}`, oldest first."""
        rows = self._database.rows(HOUR)
        values = dict(zip(NAMES, map(list, zip(*(row[1:] for row in rows), strict=True)), strict=True))
        return {
            "figures": self._figures.with_limits(),
            "hour": {"from": rows[0][0], "seconds": 60, "values": values},
            "certificate": self._certificate,
        }
