"""How late the event loop is: what everybody who is connected waits for when one greenlet computes for too long."""

import time

WINDOW_SECONDS = 15


class Lateness:
    """The worst lateness of the last 15 to 30 seconds, from a clock that asks to be woken at given times."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self._now = self._before = 0.0

    def add(self, seconds: float) -> None:
        """A wake-up was so late."""
        now = time.monotonic()
        if now - self._began > WINDOW_SECONDS:
            self._began, self._before, self._now = now, self._now, 0.0
        self._now = max(self._now, seconds)

    def worst(self) -> float:
        return max(self._now, self._before)
