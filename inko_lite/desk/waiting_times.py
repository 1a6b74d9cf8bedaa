"""How long it will take: the wait that guests are shown.

Place: asked wherever a position is shown. The formula is that of Mozilla's requirement page, the longer of (seconds a place x
place ÷ helpers) and the longest wait now; the seconds a place begin as the configured guess and are corrected by how long the
guests of the last hours really waited. docs/queue.md has the formula and its measured error.
"""

from ..stream.events import Change

# The configured guess counts like so many guests; the newest guests served count one each.
GUESS_WEIGHT = 3
NEWEST = 20
HOURS = 4
# The range that is shown around the estimate.
LOW, HIGH = 0.5, 1.6


def seconds_a_place(guess: float, served: int, total: float) -> float:
    """The mean of the guess and of what `served` guests took, `total` being the sum of (wait x helpers ÷ place)."""
    return (GUESS_WEIGHT * guess + total) / (GUESS_WEIGHT + served)


class WaitingTimes:
    """The estimate for one site."""

    def __init__(self, static_wait_seconds: float) -> None:
        self._guess = static_wait_seconds

    def pace(self, view: Change) -> float:
        """Seconds a place and helper, as measured lately."""
        served, total = view.row(
            "SELECT count(*), coalesce(sum(waited * greatest(staff, 1) / position), 0)::float8 FROM ("
            " SELECT extract(epoch FROM ended_at - queued_at) AS waited, entered_staff AS staff, entered_position AS position"
            " FROM queue_entries WHERE state = 'assigned' AND entered_position IS NOT NULL"
            " AND ended_at > clock_timestamp() - %s * interval '1 h' ORDER BY ended_at DESC LIMIT %s) AS newest",
            (HOURS, NEWEST),
        )
        return seconds_a_place(self._guess, served, total)

    @staticmethod
    def estimate(pace: float, position: int, staff: int, longest_wait: float) -> dict[str, int]:
        """`wait_seconds` and the range around it, for somebody at this position."""
        wait = max(pace * position / max(staff, 1), longest_wait)
        return {
            "wait_seconds": round(wait),
            "wait_low_seconds": round(wait * LOW),
            "wait_high_seconds": round(wait * HIGH),
        }
