"""Direct messages: the room of two people, made when the first of them has something to say to the other.

Place: before `desk/messages.py`, through which the message itself goes. Invariants: a pair has one open room; the same
client_id leads to the same room and the same message, also when that room was closed meanwhile.
"""

from ..errors import ClientIdReused, PermissionMissing, PersonUnknown, RequestInvalid
from ..stream.events import Change, Draft, Event, EventLog
from . import standing
from .identity import Session
from .messages import Messages
from .rooms import Rooms


class Direct:
    """Private messages between two people of one site."""

    def __init__(self, log: EventLog, rooms: Rooms, messages: Messages) -> None:
        self._log = log
        self._rooms = rooms
        self._messages = messages

    def send(self, session: Session, other_id: str, body: str, client_id: str) -> tuple[str, Event, bool]:
        """`(room, the message's event, repeated)`; raises what keeps the two apart, and what `Messages.post` raises."""
        self._messages.measure(body)
        if other_id == session.id:
            raise RequestInvalid.at("$.session", "is your own")
        pair = " ".join(sorted((session.id, other_id)))
        room_id = self._earlier(pair, session, client_id) or self._room(pair, session, other_id, client_id)
        event, repeated = self._messages.post(session, room_id, body, client_id)
        return room_id, event, repeated

    def _earlier(self, pair: str, session: Session, client_id: str) -> str | None:
        """The room in which this very message was said already."""
        rows = self._log.database.rows(
            "SELECT r.id FROM events e JOIN rooms r ON r.id = e.room_id"
            " WHERE e.actor_id = %s AND e.client_id = %s AND r.pair = %s",
            (session.id, client_id, pair),
        )
        return rows[0][0] if rows else None

    def _room(self, pair: str, session: Session, other_id: str, client_id: str) -> str:
        """The open room of the pair, made if need be. What keeps the two apart is looked at each time."""
        with self._log.change() as change:
            row = change.row(
                "SELECT name, kind, permissions && ARRAY['agent', 'monitor'] FROM sessions WHERE id = %s AND ended_at IS NULL",
                (other_id,),
            )
            if row is None:
                raise PersonUnknown
            name, kind, staff = row
            if not (staff and "agents" in session.streams):
                self._require_shared(change, session, other_id)
            open_room = change.row("SELECT id FROM rooms WHERE pair = %s AND closed_at IS NULL", (pair,))
            if open_room is not None:
                return open_room[0]
            if change.row("SELECT 1 FROM events WHERE actor_id = %s AND client_id = %s", (session.id, client_id)):
                # The writer would refuse the message; no room is opened for it.
                raise ClientIdReused
            self._rooms.admit(change, [session.id, other_id], rooms=0)
            room_id = self._rooms.open(change, "direct", f"{session.name}, {name}", None, pair=pair)
            other = {"id": other_id, "name": name, "kind": kind}
            told = Draft("session:" + other_id, "direct", {"from": session.person}, room_id, session.id)
            self._rooms.enter(change, room_id, [(other, "member"), (session.person, "member")], then=[told])
            return room_id

    @staticmethod
    def _require_shared(change: Change, session: Session, other_id: str) -> None:
        """Raises unless both are in a room that allows this person to write to others there by themselves."""
        shared = change.rows(
            "SELECT o.room_id FROM members o JOIN members m ON m.room_id = o.room_id AND m.session_id = %s"
            " AND m.left_event IS NULL WHERE o.session_id = %s AND o.left_event IS NULL AND o.role <> 'watcher'",
            (session.id, other_id),
        )
        if not shared:
            raise PersonUnknown
        places = [standing.look(change, room_id, session, lock=False) for (room_id,) in shared]
        if not any(place.may("direct") for place in places):
            raise PermissionMissing("speak" if all(place.role == "watcher" for place in places) else "direct")
