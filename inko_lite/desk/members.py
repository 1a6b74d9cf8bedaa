"""Members: joining a room, being invited to it, and watching it.

Place: beside `desk/rooms.py`, which lets people in and out; the owner of the table `invitations`. Invariants: a guest is in one
room at a time; a room that somebody may not know of answers as one that does not exist; coming again changes nothing.
"""

from ..config import Config
from ..errors import PermissionMissing, PersonUnknown, RoomAlready, RoomElsewhere, RoomUnknown
from ..stream.events import Change, Draft, EventLog, iso
from . import audit, standing
from .identity import Session
from .rooms import Rooms
from .standing import Standing


class Members:
    """Ways into the rooms of one site."""

    def __init__(self, config: Config, log: EventLog, rooms: Rooms) -> None:
        self._config = config
        self._log = log
        self._rooms = rooms

    # ── joining ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def join(self, session: Session, room_id: str) -> dict:
        """Into the room as a member; the room as `/state` gives it. A watcher who joins stops watching."""
        with self._log.change() as change:
            place = standing.look(change, room_id, session)
            if place.role in (None, "watcher"):
                self._admit(change, place)
                if place.role == "watcher":
                    self._rooms.go(change, room_id, session.person, "joined")
                self._rooms.admit(change, [session.id], rooms=0)
                self._rooms.enter(change, room_id, [(session.person, standing.arriving_role(session))])
            place.require_open()
        return self._rooms.view(session, room_id)

    def _admit(self, change: Change, place: Standing) -> None:
        """Raises unless the person may join: as a monitor, by an invitation, or because the room is open to such people."""
        session = place.session
        invited = self._invited(change, place.room_id, session)
        # An open group is known to all who might join it.
        public = place.kind == "group" and not place.private and "join" in session.permissions
        if not (place.known or invited or public or place.overrides.get("join")):
            raise RoomUnknown
        place._replace(was_there=True).require_open()
        if not place.supervises:
            if place.overrides.get("join") is False or not (invited or public or place.overrides.get("join")):
                raise PermissionMissing("join")
            if session.kind == "guest" and change.row(
                "SELECT 1 FROM members WHERE session_id = %(id)s AND left_event IS NULL AND role = 'guest' UNION ALL"
                " SELECT 1 FROM queue_entries WHERE session_id = %(id)s AND state = 'waiting'",
                {"id": session.id},
            ):
                raise RoomElsewhere
        else:
            audit.record(change, session, "join", place.room_id)
        change.rows(
            "UPDATE invitations SET used_at = clock_timestamp() WHERE room_id = %s AND session_id = %s AND used_at IS NULL",
            (place.room_id, session.id),
        )

    def watch(self, session: Session, room_id: str) -> dict:
        """Sees and hears all of the room from here on, and says nothing; the room as `/state` gives it."""
        with self._log.change() as change:
            place = standing.look(change, room_id, session)
            if place.role is None:
                may = place.supervises or ("agents" in session.streams and place.overrides.get("watch", False))
                if not (may or place.known):
                    raise RoomUnknown
                place._replace(was_there=True).require_open()
                if not may:
                    raise PermissionMissing("watch")
                audit.record(change, session, "watch", room_id)
                self._rooms.enter(change, room_id, [(session.person, "watcher")])
            place.require_open()
        return self._rooms.view(session, room_id)

    # ── invitations ─────────────────────────────────────────────────────────────────────────────────────────────────

    def invite(self, session: Session, room_id: str, session_id: str) -> None:
        """Lets somebody join once, and tells that person. Into a support room, only somebody who helps can be invited."""
        with self._log.change() as change:
            place = self._rooms.require(change, room_id, session, "invite")
            row = change.row(
                "SELECT name, permissions && ARRAY['agent', 'monitor'] FROM sessions WHERE id = %s AND ended_at IS NULL",
                (session_id,),
            )
            if row is None or (not row[1] and place.kind != "group"):
                raise PersonUnknown
            if self._rooms.role_of(change, room_id, session_id) is not None:
                raise RoomAlready(name=row[0])
            # Who was invited already is not called twice.
            if change.row(
                "INSERT INTO invitations (room_id, session_id, by_id) VALUES (%s, %s, %s)"
                " ON CONFLICT (room_id, session_id) DO UPDATE"
                " SET by_id = excluded.by_id, invited_at = excluded.invited_at, used_at = NULL"
                " WHERE invitations.used_at IS NOT NULL RETURNING 1",
                (room_id, session_id, session.id),
            ):
                data = {"from": session.person, "name": place.name, "room_kind": place.kind}
                change.append([Draft("session:" + session_id, "invited", data, room_id, session.id)])

    @staticmethod
    def _invited(change: Change, room_id: str, session: Session) -> bool:
        return bool(
            change.row(
                "SELECT 1 FROM invitations WHERE room_id = %s AND session_id = %s AND used_at IS NULL",
                (room_id, session.id),
            )
        )

    @staticmethod
    def invitations(view: Change, session: Session) -> list[dict]:
        """The invitations that this person has not used, for `/state`."""
        return [
            {"room": room, "name": name, "room_kind": kind, "at": at, "from": {"id": by, "name": by_name, "kind": by_kind}}
            for room, name, kind, at, by, by_name, by_kind in view.rows(
                f"SELECT r.id, r.name, r.kind, {iso('i.invited_at')}, s.id, s.name, s.kind FROM invitations i"
                " JOIN rooms r ON r.id = i.room_id JOIN sessions s ON s.id = i.by_id"
                " WHERE i.session_id = %s AND i.used_at IS NULL AND r.closed_at IS NULL ORDER BY i.invited_at",
                (session.id,),
            )
        ]

    @staticmethod
    def move_invitations(change: Change, old_id: str, new_id: str) -> None:
        """The invitations that nobody used yet lead into the room in which the conversation goes on."""
        change.rows("UPDATE invitations SET room_id = %s WHERE room_id = %s AND used_at IS NULL", (new_id, old_id))
