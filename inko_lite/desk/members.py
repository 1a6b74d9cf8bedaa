"""Members: joining a room, being invited to it, and watching it.

Place: beside `desk/rooms.py`, which lets people in and out; the owner of the table `invitations`. Invariants: a guest is in one
room at a time; a room that somebody may not know of answers as one that does not exist; coming again changes nothing.
"""

from ..errors import (
    Kicked,
    PermissionMissing,
    PersonUnknown,
    RequestInvalid,
    RoomAlready,
    RoomElsewhere,
    RoomEnded,
    RoomUnknown,
)
from ..stream.events import Change, Draft, EventLog, iso
from . import audit, standing
from .bans import was_kicked
from .identity import Session
from .offers import Offers
from .rooms import Rooms
from .standing import Standing


class Members:
    """Ways into the rooms of one site."""

    def __init__(self, log: EventLog, rooms: Rooms, offers: Offers) -> None:
        self._log = log
        self._rooms = rooms
        self._offers = offers

    # ── joining ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def join(self, session: Session, room_id: str) -> dict:
        """Into the room as a member; the room as `/state` gives it. A watcher who joins stops watching."""
        with self._log.change() as change:
            place = standing.look(change, room_id, session)
            if place.role in (None, "watcher"):
                self._let_in(change, place)
                self._rooms.admit(change, [session.id], rooms=0)
                if place.role == "watcher":
                    self._rooms.go(change, room_id, session.person, "joined")
                self._rooms.enter(change, room_id, [(session.person, standing.arriving_role(session))])
                self._offers.invited_came(change, room_id, session.id)
        return self._rooms.view(session, room_id)

    def _let_in(self, change: Change, place: Standing) -> None:
        """Raises unless the person may join: by an invitation, because the room is open to such people, or as a monitor."""
        session = place.session
        invited = change.row(
            "UPDATE invitations SET used_at = clock_timestamp() WHERE room_id = %s AND session_id = %s AND used_at IS NULL"
            " RETURNING 1",
            (place.room_id, session.id),
        )
        welcome = place.overrides.get("join", bool(invited or place.public))
        if not (invited or welcome):
            place.require_open()
        if place.kind != "group" and "agents" not in session.streams:
            # A support room is one guest's own.
            raise RoomUnknown
        if place.closed:
            raise RoomEnded
        if not invited:
            self._require_not_kicked(change, place)
        if not welcome:
            if not place.supervises:
                raise PermissionMissing("join")
            audit.record(change, session, "join", place.room_id)
        if session.kind == "guest" and change.row(
            "SELECT 1 FROM members WHERE session_id = %(id)s AND left_event IS NULL AND role = 'guest' UNION ALL"
            " SELECT 1 FROM queue_entries WHERE session_id = %(id)s AND state = 'waiting'",
            {"id": session.id},
        ):
            raise RoomElsewhere

    @staticmethod
    def _require_not_kicked(change: Change, place: Standing) -> None:
        if not place.supervises and was_kicked(change, place.room_id, place.session.id):
            raise Kicked

    def watch(self, session: Session, room_id: str) -> dict:
        """Sees and hears all of the room from here on, and says nothing; the room as `/state` gives it."""
        with self._log.change() as change:
            place = standing.look(change, room_id, session)
            if place.role is None:
                # Only staff: a watcher may be there unseen.
                may = place.supervises or ("agents" in session.streams and place.overrides.get("watch", False))
                if not may:
                    place.require_open()
                    raise PermissionMissing("watch")
                if place.closed:
                    raise RoomEnded
                self._require_not_kicked(change, place)
                audit.record(change, session, "watch", room_id)
                self._rooms.enter(change, room_id, [(session.person, "watcher")])
        return self._rooms.view(session, room_id)

    # ── invitations ─────────────────────────────────────────────────────────────────────────────────────────────────

    def invite(self, session: Session, room_id: str, session_id: str, note: str, force: bool) -> str | None:
        """Lets somebody join once, and tells that person. Into a support room, only somebody who helps can be invited.

        A colleague is offered the seat, with the note and a countdown, and hears nothing twice while the offer stands; when
        it runs out the door stays open. Returns the offer's id. `force` is for monitors: the colleague is in at once.
        """
        with self._log.change() as change:
            place = self._rooms.require(change, room_id, session, "invite")
            if force and not place.supervises:
                raise PermissionMissing("monitor")
            row = change.row(
                "SELECT id, name, kind, permissions && ARRAY['agent', 'monitor'] FROM sessions"
                " WHERE id = %s AND ended_at IS NULL",
                (session_id,),
            )
            if row is None or (not row[3] and place.kind != "group"):
                raise PersonUnknown
            person, helps = dict(zip(("id", "name", "kind"), row, strict=False)), row[3]
            if self._rooms.role_of(change, room_id, session_id) is not None:
                raise RoomAlready(name=person["name"])
            if force:
                if not helps:
                    raise RequestInvalid.at("$.force", "is for those who help; others come by themselves")
                audit.record(change, session, "invite", room_id, session_id, {"forced": True})
                self._offers.let_in(change, room_id, person, "invited")
                return None
            # Who was invited already is not called twice.
            if change.row(
                "INSERT INTO invitations (room_id, session_id, by_id) VALUES (%s, %s, %s)"
                " ON CONFLICT (room_id, session_id) DO UPDATE"
                " SET by_id = excluded.by_id, invited_at = excluded.invited_at, used_at = NULL"
                " WHERE invitations.used_at IS NOT NULL RETURNING 1",
                (room_id, session_id, session.id),
            ):
                data = {"from": session.person, "name": place.name, "room_kind": place.kind, "note": note}
                change.append([Draft("session:" + session_id, "invited", data, room_id, session.id)])
            if not helps:
                return None
            about = {"name": place.name, "room_kind": place.kind}
            if chat := change.row("SELECT guest_name, question FROM chats WHERE room_id = %s", (room_id,)):
                about |= {"name": chat[0], "question": chat[1]}
            return self._offers.invite(change, person, session.person, room_id, note, **about)

    def answered(self, change: Change, room_id: str, session_id: str, accepted: bool) -> None:
        """An invitation was answered: it is used, or withdrawn."""
        if accepted:
            change.rows(
                "UPDATE invitations SET used_at = clock_timestamp()"
                " WHERE room_id = %s AND session_id = %s AND used_at IS NULL",
                (room_id, session_id),
            )
        else:
            self.uninvite(change, room_id, session_id)

    @staticmethod
    def uninvite(change: Change, room_id: str, session_id: str) -> None:
        """An invitation that was not used leads nowhere any more."""
        change.rows(
            "DELETE FROM invitations WHERE room_id = %s AND session_id = %s AND used_at IS NULL", (room_id, session_id)
        )

    @staticmethod
    def invitations(view: Change, session: Session) -> list[dict]:
        """The invitations that this person has not used, for `/state`."""
        return [
            {
                "room": room,
                "name": name,
                "room_kind": kind,
                "at": at,
                "from": {"id": by, "name": by_name, "kind": by_kind},
            }
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
