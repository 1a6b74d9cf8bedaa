"""Tells waiting guests where they stand, when that changes.

Place: beside the queue; ephemeral, so each worker tells only those who listen on it. At most once a second, and only when
somebody came or went: one query a worker, however many wait.
"""

import logging

import gevent
import gevent.event
import msgspec

from ..errors import Refusal
from ..stream.hub import Hub
from .entering import Entering

log = logging.getLogger(__name__)

THROTTLE_SECONDS = 1.0


class Positions:
    """Pushes `position` to this worker's listeners."""

    def __init__(self, entering: Entering, hub: Hub) -> None:
        self._entering = entering
        self._hub = hub
        self._moved = gevent.event.Event()
        self._told: dict[str, dict] = {}
        self._greenlet: gevent.Greenlet | None = None

    def start(self) -> None:
        self._greenlet = gevent.spawn(self._run)

    def stop(self) -> None:
        if self._greenlet is not None:
            self._greenlet.kill()

    def moved(self) -> None:
        """The queue or its staff changed."""
        self._moved.set()

    def _run(self) -> None:
        while True:
            self._moved.wait()
            self._moved.clear()
            try:
                self._tell()
            except Refusal:
                self._moved.set()
            except Exception:
                log.exception("positions: telling failed")
            gevent.sleep(THROTTLE_SECONDS)

    def _tell(self) -> None:
        told = {}
        for session_id, status in self._entering.positions(list(self._hub.listening())):
            told[session_id] = status
            if self._told.get(session_id) != status:
                self._hub.tell("session:" + session_id, msgspec.json.encode({"kind": "position", **status}))
        self._told = told
