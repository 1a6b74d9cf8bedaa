"""What is done now and then, by every worker: each task decides in the database whether there is anything to do.

Place: beside the server's other greenlets. The first time of each task is a random part of its interval after the start, so
that workers that start together do not work together.
"""

import logging
import random
import time
from collections.abc import Callable

import gevent

from ..errors import Refusal

log = logging.getLogger(__name__)

RETRY_SECONDS = 5


class Upkeep:
    """Runs `(seconds, task)` each at its interval, one after the other."""

    def __init__(self, tasks: list[tuple[float, Callable[[], None]]]) -> None:
        self._due = [[time.monotonic() + seconds * random.random(), seconds, task] for seconds, task in tasks]
        self._greenlet: gevent.Greenlet | None = None

    def start(self) -> None:
        self._greenlet = gevent.spawn(self._run)

    def stop(self) -> None:
        if self._greenlet is not None:
            self._greenlet.kill()

    def _run(self) -> None:
        while True:
            place = min(self._due, key=lambda due: due[0])
            gevent.sleep(max(0.0, place[0] - time.monotonic()))
            place[0] = time.monotonic() + place[1]
            try:
                place[2]()
            except Refusal:
                place[0] = time.monotonic() + RETRY_SECONDS
            except Exception:
                log.exception("upkeep: %s failed", place[2].__qualname__)
