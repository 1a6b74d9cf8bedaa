"""Feeds: the state of the queue for the main site's pages, and for those who polled Openfire's Fastpath before.

Place: beside the queue; anybody may ask, and often. Invariant: each worker asks the database at most once in `FRESH_SECONDS`,
however many ask it, and all of them get what was true then.
"""

import time
from collections.abc import Callable
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

import gevent.lock

from ..stream.events import Change, EventLog

FRESH_SECONDS = 1.0
# The words of Fastpath, and FULL, which was Mozilla's own: READY is "switched on, and nobody is there".
FASTPATH = {"open": "OPEN", "full": "FULL", "closed": "CLOSED", "unstaffed": "READY"}


class Standing(NamedTuple):
    """What was true at `at` (of the monotonic clock)."""

    at: float
    status: dict
    longest_wait: int
    opens_at: str | None


class Feeds:
    """The feeds of one site; `status(view)` is what `/waittime` says to a stranger, `opens_at(view)` when the hours begin."""

    def __init__(
        self, log: EventLog, status: Callable[[Change], dict], opens_at: Callable[[Change], str | None]
    ) -> None:
        self._log = log
        self._status = status
        self._opens_at = opens_at
        self._one = gevent.lock.RLock()
        self._last: Standing | None = None

    def _now(self) -> Standing:
        with self._one:
            if self._last is None or time.monotonic() - self._last.at >= FRESH_SECONDS:
                with self._log.snapshot() as (view, _):
                    (longest,) = view.row(
                        "SELECT coalesce(max(extract(epoch FROM clock_timestamp() - queued_at)), 0)::bigint"
                        " FROM queue_entries WHERE state = 'waiting'"
                    )
                    self._last = Standing(time.monotonic(), self._status(view), longest, self._opens_at(view))
            return self._last

    def status(self) -> dict:
        """`{status, waiting, agents_online, wait_seconds, reason}`, and `opens_at` outside of the hours."""
        now = self._now()
        status, opens_at = now.status, {} if now.opens_at is None else {"opens_at": now.opens_at}
        shown = {name: status[name] for name in ("status", "waiting", "agents_online", "wait_seconds")}
        return shown | {"reason": status.get("reason", "")} | opens_at

    def fastpath(self, workgroup: str) -> str:
        """The XML of `/plugins/fastpath/workgroup-stats`, as SUMO's chat page read it; minutes do not stop at 59."""
        _, status, longest, _ = self._now()
        stats = {
            "status": FASTPATH[status["status"]],
            "active-agents": status["agents_online"],
            "requests-waiting": status["waiting"],
            "longest-wait": f"{longest // 60:02}:{longest % 60:02}",
        }
        lines = "".join(
            f"  <stat name={quoteattr(name)}>{escape(str(value))}</stat>\n" for name, value in stats.items()
        )
        return (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            f"<workgroup-stats workgroup={quoteattr(workgroup)}>\n{lines}</workgroup-stats>\n"
        )
