"""Conversations that outgrow a room: those inside are told when it nears its limit, and it goes on in a new one.

Place: beside `desk/rooms.py`; asked by the writer's rules when a room is nearly full. Invariants: the warning comes once a
room; a room has one continuation, in which the same people are, and neither the room nor their chats count twice.
"""

import logging

import gevent

from ..config import Config
from ..errors import Refusal, RoomContinuesLater
from ..stream.events import Change, Draft, EventLog
from . import limits, standing
from .identity import Session
from .repeats import Repeats
from .rooms import Rooms

log = logging.getLogger(__name__)


class Conversations:
    """The long conversations of one site."""

    def __init__(self, config: Config, log_: EventLog, rooms: Rooms, repeats: Repeats) -> None:
        self._limits = config.limits
        self._log = log_
        self._rooms = rooms
        self._repeats = repeats
        self._warning: set[str] = set()
        # What else goes with a conversation into its new room, before the old one ends and once people are in the new one:
        # `(change, old, new)` each; the server adds to them.
        self.on_continue: list = []
        self.on_continued: list = []

    # ── the warning ─────────────────────────────────────────────────────────────────────────────────────────────────

    def warn_soon(self, room_id: str) -> None:
        """Sees to the warning in a greenlet of its own, so that no message waits for it; the next message tries again."""
        if room_id not in self._warning:
            self._warning.add(room_id)
            gevent.spawn(self._warn, room_id)

    def _warn(self, room_id: str) -> None:
        try:
            self.warn(room_id)
        except Refusal:
            log.info("conversations: the warning about a nearly full room has to wait")
        except Exception:
            log.exception("conversations: the warning about a nearly full room failed")
        finally:
            self._warning.discard(room_id)

    def warn(self, room_id: str) -> None:
        """Tells those inside, once, that the room is nearly full; the agents' permanent room goes on at once."""
        with self._log.change() as change:
            # Waits for the message that is being written; if that comes to nothing, so does this.
            size, permanent, over = change.row(
                "SELECT bytes, permanent, nearly_full OR closed_at IS NOT NULL FROM rooms WHERE id = %s FOR NO KEY UPDATE",
                (room_id,),
            )
            if over or size < limits.nearly_full(self._limits):
                return
            change.rows("UPDATE rooms SET nearly_full = true WHERE id = %s", (room_id,))
            if permanent:
                self._continue(change, room_id, None)
                return
            data = {"what": "session_bytes", "size": size, "limit": self._limits.session_bytes}
            change.append([Draft("room:" + room_id, "limit", data, room_id)])

    # ── going on ────────────────────────────────────────────────────────────────────────────────────────────────────

    def go_on(self, session: Session, room_id: str, client_id: str | None) -> tuple[str, bool]:
        """Opens the room in which a nearly full conversation goes on and ends this one: `(new room, repeated)`.

        Whoever asks when it has gone on already is told where.
        """
        asked = ["continue", room_id]
        with self._log.change() as change:
            earlier = self._repeats.earlier(change, session.id, client_id, asked)
            if earlier is not None:
                return earlier["room"], True
            place = standing.look(change, room_id, session)
            if place.closed and place.was_there:
                row = change.row("SELECT id FROM rooms WHERE continued_from = %s", (room_id,))
                if row is not None:
                    return row[0], True
            place.require("speak")
            needed = limits.nearly_full(self._limits)
            if place.size < needed:
                raise RoomContinuesLater(size=place.size, limit=self._limits.session_bytes, needed=round(needed))
            new_id = self._continue(change, room_id, session.person)
            self._repeats.remember(change, session.id, client_id, asked, {"room": new_id})
        return new_id, False

    def _continue(self, change: Change, old_id: str, person: dict | None) -> str:
        people = [
            ({"id": id_, "name": its_name, "kind": its_kind}, role)
            for id_, its_name, its_kind, role in change.rows(
                "SELECT s.id, s.name, s.kind, m.role FROM members m JOIN sessions s ON s.id = m.session_id"
                " WHERE m.room_id = %s AND m.left_event IS NULL ORDER BY m.joined_event",
                (old_id,),
            )
        ]
        new_id = self._rooms.succeed(change, old_id)
        for follow in self.on_continue:
            follow(change, old_id, new_id)
        self._rooms.close(change, old_id, person, "continued", next=new_id)
        then = self._rooms.listed(change, "room_opened", new_id)
        self._rooms.enter(change, new_id, people, then=then, reason="continued")
        for follow in self.on_continued:
            follow(change, old_id, new_id)
        return new_id
