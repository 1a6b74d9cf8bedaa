"""The dispatcher: applies the rules of `matching.py` whenever something may have changed for somebody who waits.

Place: above queue and offers. Every worker runs it, on each event that can free or add capacity and once a second; whoever
holds the change lock decides on what is true then, so two at once do no harm and no leader is needed. Invariant: after a run,
nobody waits whom the rules would give to an agent.
"""

import logging

import gevent
import gevent.event

from ..config import Config
from ..errors import Refusal
from ..stream.events import Change, Event, EventLog
from .floor import Floors
from .offers import Offers
from .queue import Queue
from .rooms import Rooms

log = logging.getLogger(__name__)

SWEEP_SECONDS = 1.0
# Kinds of events after which somebody may be served who was not before.
FREEING = frozenset(
    {
        "queued", "dequeued", "status", "limit", "skills", "ended", "left", "kicked", "transferred", "taken_over",
        "offer_expired", "session_ended", "queue_opened",
    }
)  # fmt: skip
UNOFFERED = (
    "SELECT 1 FROM queue_entries q WHERE q.state = 'waiting'"
    " AND NOT EXISTS (SELECT FROM offers o WHERE o.entry_id = q.id AND o.state = 'open') LIMIT 1"
)


class Dispatch:
    """Gives guests to agents, as the configured mode says."""

    def __init__(
        self, config: Config, log_: EventLog, floors: Floors, rooms: Rooms, queue: Queue, offers: Offers
    ) -> None:
        self._mode = config.dispatch.mode
        self._log = log_
        self._floors = floors
        self._rooms = rooms
        self._queue = queue
        self._offers = offers
        self._wanted = gevent.event.Event()
        self._greenlet: gevent.Greenlet | None = None

    def start(self) -> None:
        self._greenlet = gevent.spawn(self._run)

    def stop(self) -> None:
        if self._greenlet is not None:
            self._greenlet.kill()

    def follow(self, event: Event) -> None:
        """An event of the log, from whichever worker. Does not block."""
        if event.kind in FREEING:
            self._wanted.set()

    def wake(self) -> None:
        """Something changed that no event tells of. Does not block."""
        self._wanted.set()

    def _run(self) -> None:
        while True:
            self._wanted.wait(SWEEP_SECONDS)
            self._wanted.clear()
            try:
                self.run()
            except Refusal:
                gevent.sleep(SWEEP_SECONDS)
            except Exception:
                log.exception("dispatch: failed")
                gevent.sleep(SWEEP_SECONDS)

    def run(self) -> int:
        """Ends the offers that are over, then gives out whoever can be; returns how many guests it gave or offered."""
        self._offers.sweep()
        if self._mode == "pick" or not self._log.database.rows(UNOFFERED):
            return 0
        with self._log.snapshot() as (view, _):
            # Most looks find nothing; they need not stop the world.
            if not self._floors.look(view).choose():
                return 0
        with self._log.change() as change:
            return self._give(change)

    def _give(self, change: Change) -> int:
        pairs = self._floors.look(change).choose()
        self._rooms.hold(change, [guest.id for guest, _ in pairs])
        given = 0
        for guest, agent in pairs:
            try:
                if self._mode == "auto":
                    self._queue.claim(change, self._rooms.person(change, agent.id), guest.id)
                else:
                    self._offers.put(change, guest, agent)
                given += 1
            except Refusal as refusal:
                # `claim` refuses before it writes: what else was given stands.
                log.warning("dispatch: a guest could not be given: %s", refusal.code)
        return given
