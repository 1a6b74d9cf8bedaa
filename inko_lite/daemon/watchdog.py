"""systemd's watchdog and the line that `systemctl status` shows.

Place: beside the server, which it asks. Invariant: the watchdog is fed for as long as ending this process would mend nothing.
So it goes hungry when the event loop hangs, or when the database answers and yet a canary is not heard or messages are not
written; while the database itself is away, it is fed: the worker keeps its listeners and waits.
"""

import logging
import os
import time
from collections.abc import Callable

from ..errors import StoreUnavailable
from .systemd import notify

log = logging.getLogger(__name__)

# Without a watchdog, how often to look.
EVERY_SECONDS = 5.0
# Shares of the watchdog's time: between two canaries, for one to come back, for the database to answer. A canary that was
# on its way when the database restarted is lost, so there is a second; all four together are under 1.
EVERY, PATIENCE, ANSWER = 0.2, 0.25, 0.15


class Watchdog:
    """Looks after one worker."""

    def __init__(
        self,
        sing: Callable[[float], str],
        database_answers: Callable[[float], bool],
        stalled_seconds: Callable[[], float],
        status: Callable[[], str],
    ) -> None:
        """`sing` says what was missing, or raises StoreUnavailable; `stalled_seconds` is for how long messages wait and
        none is written; `status` is a line for the operator."""
        self._sing = sing
        self._database_answers = database_answers
        self._stalled_seconds = stalled_seconds
        self._status = status
        whole = int(os.environ.get("WATCHDOG_USEC") or 0) / 1e6 or EVERY_SECONDS / EVERY
        self._every, self._patience, self._answer = whole * EVERY, whole * PATIENCE, whole * ANSWER
        self._away_since = ""
        self._greenlet = None

    def start(self) -> None:
        import gevent

        self._greenlet = gevent.spawn(self._run)

    def stop(self) -> None:
        """Called when the worker begins to drain; systemd's watchdog has ended by then."""
        if self._greenlet is not None:
            self._greenlet.kill()
        notify("STATUS=draining: answers everybody who is here, then ends")

    def _run(self) -> None:
        import gevent

        while True:
            try:
                if self._well():
                    notify("WATCHDOG=1")
                notify(f"STATUS={self._line()}")
            except Exception:
                log.exception("watchdog: looking failed")
            gevent.sleep(self._every)

    def _well(self) -> bool:
        """Whether nothing is wrong that a restart of this process would mend."""
        try:
            trouble = self._sing(self._patience) and self._sing(self._patience)
        except StoreUnavailable:
            trouble = "it refused this worker"
        if not trouble and self._stalled_seconds() > self._patience:
            trouble = f"messages have waited for {self._stalled_seconds():.0f} s to be written"
        if not trouble:
            if self._away_since:
                log.info("watchdog: the database is back")
            self._away_since = ""
            return True
        if self._database_answers(self._answer):
            log.error("watchdog: the database answers, but %s", trouble)
            return False
        self._away_since = self._away_since or time.strftime("%H:%M:%S")
        return True

    def _line(self) -> str:
        return f"the database is away since {self._away_since}" if self._away_since else self._status()
