"""Who is typing: told at once, stored never.

Place: beside messages; travels by NOTIFY alone. It ends by a message, by leaving, when the typist's lease lapses, and at
the listener by itself after EXPIRES_SECONDS, so a lost `off` does no harm.
"""

import logging
import time

import gevent

from ..errors import Refusal, RequestInvalid
from ..stream.events import Event, EventLog
from ..stream.wakeups import Wakeups
from . import standing
from .identity import Session
from .presence import Presence

log = logging.getLogger(__name__)

STATES = ("on", "off", "wait")
EXPIRES_SECONDS = 6
# The same state again sooner than this is not worth telling.
REPEAT_SECONDS = 2
# What was told so long ago is over for everybody, whatever became of the typist.
FORGOTTEN_SECONDS = 60


class Typing:
    """Tells the others in a room, and remembers what this worker told."""

    def __init__(self, log_: EventLog, wakeups: Wakeups, presence: Presence) -> None:
        self._log = log_
        self._wakeups = wakeups
        self._presence = presence
        # (room, session) -> state, when, the person
        self._told: dict[tuple[str, str], tuple[str, float, dict]] = {}

    def set(self, session: Session, room_id: str, state: str) -> None:
        """`on`, `off` or `wait`; for those who may speak in the room."""
        if state not in STATES:
            raise RequestInvalid.at("$.state", "must be one of " + ", ".join(STATES))
        now = time.monotonic()
        before, at, _ = self._told.get((room_id, session.id), ("", 0.0, None))
        if before == state and now - at < REPEAT_SECONDS:
            return
        standing.look(self._log.database, room_id, session, lock=False).require("speak")
        self._told[room_id, session.id] = (state, now, session.person)
        self._tell(room_id, session.person, state)

    def _tell(self, room_id: str, person: dict, state: str) -> None:
        event = {"kind": "typing", "room": room_id, "from": person, "state": state, "expires_seconds": EXPIRES_SECONDS}
        self._wakeups.tell("room:" + room_id, event, but=person["id"])

    def spoke(self, session: Session, room_id: str) -> None:
        """A message ends the typing for whoever hears it; there is nothing more to tell."""
        self._told.pop((room_id, session.id), None)

    def follow(self, event: Event) -> None:
        """Who leaves types no more. Called in the order of the log, where nothing may wait."""
        if event.kind in ("left", "kicked"):
            state, _, person = self._told.pop((event.room_id, event.subject_id), ("off", 0.0, None))
            if state != "off":
                gevent.spawn(self._stop, event.room_id, person)
        elif event.kind == "ended":
            for key in [key for key in self._told if key[0] == event.room_id]:
                del self._told[key]

    def _stop(self, room_id: str, person: dict) -> None:
        try:
            self._tell(room_id, person, "off")
        except Refusal:
            log.info("typing: an `off` was lost; it ends by itself")

    def sweep(self) -> None:
        """Tells `off` for those who typed and of whom there is no sign of life any more."""
        now = time.monotonic()
        for key in [key for key, told in self._told.items() if now - told[1] > FORGOTTEN_SECONDS]:
            del self._told[key]
        typing = [key for key, told in self._told.items() if told[0] != "off" and now - told[1] > REPEAT_SECONDS]
        if typing:
            lapsed = set(self._presence.lapsed([session_id for _, session_id in typing]))
            for room_id, session_id in typing:
                if session_id in lapsed:
                    _, _, person = self._told.pop((room_id, session_id))
                    self._tell(room_id, person, "off")
