"""The live figures: how far each of the six limits is used, over all workers.

Place: beside the rules, read by `/state` for monitors and by `/metrics`; decides nothing. One query by indexes, whose answer
is kept for a second, so that nobody can make it costly by asking often.
"""

import time

from ..config import Config
from ..errors import StoreUnavailable
from ..stream.events import EventLog

FRESH_SECONDS = 1.0
# The messages of the last minute are those after the newest that is older: a walk back along the index, no further.
FIGURES = """
SELECT (SELECT count(DISTINCT session_id) FROM members WHERE left_event IS NULL AND role <> 'watcher') AS users,
       r.rooms,
       h.messages - coalesce((SELECT message_number FROM events WHERE message_number <= h.messages
                                 AND at < clock_timestamp() - interval '60 s' ORDER BY message_number DESC LIMIT 1), 0)
         AS messages_per_minute,
       r.largest AS message_bytes,
       r.fullest AS session_bytes,
       (SELECT count(*) FROM queue_entries WHERE state = 'waiting')
         + (SELECT count(*) FROM reservations WHERE expires_at > clock_timestamp()) AS waiting
  FROM log_head h CROSS JOIN (
    SELECT count(*) FILTER (WHERE kind <> 'direct' AND NOT permanent) AS rooms,
           coalesce(max(largest_message), 0) AS largest, coalesce(max(bytes), 0) AS fullest
      FROM rooms WHERE closed_at IS NULL
  ) r
"""
# What is called after its limit in the configuration goes by a name of its own here.
NAMES = {
    "users": "users",
    "rooms": "rooms",
    "messages_per_minute": "messages_per_minute",
    "largest_message": "message_bytes",
    "fullest_session": "session_bytes",
    "waiting": "waiting",
}


class Figures:
    """How much there is of what is limited."""

    def __init__(self, config: Config, log: EventLog) -> None:
        self._limits = config.limits
        self._database = log.database
        self._values: tuple[int, ...] = ()
        self._read_at = -FRESH_SECONDS

    def now(self) -> dict[str, int]:
        """The value of each figure: of open rooms, the largest message and the fullest conversation, in bytes. At most a
        second old. Raises StoreUnavailable."""
        if time.monotonic() - self._read_at >= FRESH_SECONDS:
            (self._values,) = self._database.rows(FIGURES)
            self._read_at = time.monotonic()
        return dict(zip(NAMES, self._values, strict=True))

    def known(self) -> dict[str, int]:
        """The same, or nothing while the database cannot be reached."""
        try:
            return self.now()
        except StoreUnavailable:
            return {}

    def with_limits(self) -> dict[str, dict[str, int]]:
        """Each figure with its limit: `{users: {value, limit}, …}`."""
        return {name: {"value": value, "limit": getattr(self._limits, NAMES[name])} for name, value in self.now().items()}
