"""Rooms: opening and ending them, coming and going, and what a member sees of them.

Place: between the web layer and the event log; the owner of the tables `rooms`, `members` and `chats`. Invariant: a row of
`members` says from which event to which its session hears the room, and is written in the transaction of those events.
"""

from ..config import Config
from ..errors import PermissionMissing, RoomEnded, RoomUnknown
from ..stream.events import Change, Draft, EventLog, iso
from . import limits
from .identity import Session, new_id

SCROLLBACK = 50
HISTORY = 200


class Rooms:
    """The rooms of one site."""

    def __init__(self, config: Config, log: EventLog) -> None:
        self._config = config
        self._log = log
        # Set by the server: what the queue does about a guest whose helper is gone, and about a room that closes.
        self.on_abandoned = lambda change, room_id, person, reason: self.close(change, room_id, None, reason)
        self.on_close = lambda change, room_id: None

    # ── inside a change ─────────────────────────────────────────────────────────────────────────────────────────────

    def open(self, change: Change, kind: str, name: str, owner_id: str | None, topic: str = "") -> str:
        """A new room without members; returns its id. The caller has admitted it."""
        room_id = new_id()
        change.rows(
            "INSERT INTO rooms (id, kind, name, topic, owner_id) VALUES (%s, %s, %s, %s, %s)",
            (room_id, kind, name, topic, owner_id),
        )
        return room_id

    def enter(self, change: Change, room_id: str, people: list[tuple[dict, str]], then: list[Draft] = (), reason: str = "") -> None:
        """Lets `(person, role)` each into the room, and appends what follows from it."""
        why = {"reason": reason} if reason else {}
        drafts = [
            Draft("room:" + room_id, "joined", {"from": person, "role": role, **why}, room_id, person["id"], person["id"])
            for person, role in people
        ]
        ids = change.append([*drafts, *then])
        for (person, role), event_id in zip(people, ids, strict=False):
            change.rows(
                "INSERT INTO members (room_id, session_id, role, joined_event) VALUES (%s, %s, %s, %s)",
                (room_id, person["id"], role, event_id),
            )

    def go(self, change: Change, room_id: str, person: dict, reason: str | None = None) -> None:
        """Lets somebody out of the room; the one who goes hears it as the last thing."""
        data = {"from": person} | ({"reason": reason} if reason else {})
        (event_id,) = change.append([Draft("room:" + room_id, "left", data, room_id, person["id"], person["id"])])
        change.rows(
            "UPDATE members SET left_event = %s WHERE room_id = %s AND session_id = %s AND left_event IS NULL",
            (event_id, room_id, person["id"]),
        )

    def close(self, change: Change, room_id: str, person: dict | None, reason: str) -> None:
        """Ends the conversation for everyone in it."""
        change.rows(
            "UPDATE rooms SET closed_at = clock_timestamp(), close_reason = %s WHERE id = %s AND closed_at IS NULL",
            (reason, room_id),
        )
        data = {"reason": reason} | ({"from": person} if person else {})
        (event_id,) = change.append([Draft("room:" + room_id, "ended", data, room_id, person and person["id"])])
        change.rows("UPDATE members SET left_event = %s WHERE room_id = %s AND left_event IS NULL", (event_id, room_id))
        self.on_close(change, room_id)

    def person(self, change: Change, session_id: str) -> dict:
        """Somebody as events show people."""
        id_, name, kind = change.row("SELECT id, name, kind FROM sessions WHERE id = %s", (session_id,))
        return {"id": id_, "name": name, "kind": kind}

    def role_of(self, change: Change, room_id: str, session_id: str) -> str | None:
        """The role of somebody who is in the room now."""
        row = change.row(
            "SELECT role FROM members WHERE room_id = %s AND session_id = %s AND left_event IS NULL", (room_id, session_id)
        )
        return row and row[0]

    def membership(
        self, change: Change, room_id: str, session: Session, lock: bool = True
    ) -> tuple[str, str, str | None]:
        """`(kind of the room, role, owner)`; raises RoomUnknown, or RoomEnded for somebody who was in it to the end."""
        row = change.row(
            "SELECT kind, closed_at IS NOT NULL, owner_id FROM rooms WHERE id = %s"
            + (" FOR NO KEY UPDATE" if lock else ""),
            (room_id,),
        )
        role = row and change.row(
            "SELECT role FROM members WHERE room_id = %s AND session_id = %s AND left_event IS NOT DISTINCT FROM"
            " CASE WHEN %s THEN (SELECT max(left_event) FROM members WHERE room_id = %s) END",
            (room_id, session.id, row[1], room_id),
        )
        if not role:
            raise RoomUnknown
        if row[1]:
            raise RoomEnded
        return row[0], role[0], row[2]

    # ── what people do ──────────────────────────────────────────────────────────────────────────────────────────────

    def leave(self, session: Session, room_id: str) -> None:
        """Leaves the room. A support room without its guest, or without anybody who helps, ends."""
        with self._log.change() as change:
            kind, role, _ = self.membership(change, room_id, session)
            self.depart(change, session, room_id, kind, role)

    def depart(self, change: Change, session: Session, room_id: str, kind: str, role: str) -> None:
        """`leave`, inside a change."""
        self.go(change, room_id, session.person)
        if kind != "support":
            return
        if role == "guest":
            self.close(change, room_id, None, "guest_left")
            return
        heir = change.row(
            "SELECT session_id FROM members WHERE room_id = %s AND left_event IS NULL AND role = 'agent'"
            " ORDER BY joined_event LIMIT 1",
            (room_id,),
        )
        if heir:
            change.rows(
                "UPDATE rooms SET owner_id = %s WHERE id = %s AND owner_id = %s", (heir[0], room_id, session.id)
            )
        elif role == "agent":
            self.on_abandoned(change, room_id, session.person, "agent_left")

    def leave_all(self, change: Change, session: Session, reason: str) -> None:
        """Out of every room, when the session ends."""
        for room_id, kind, role in change.rows(
            "SELECT r.id, r.kind, m.role FROM members m JOIN rooms r ON r.id = m.room_id"
            " WHERE m.session_id = %s AND m.left_event IS NULL ORDER BY r.id FOR NO KEY UPDATE OF r",
            (session.id,),
        ):
            self.depart(change, session, room_id, kind, role)

    def end(self, session: Session, room_id: str, reason: str | None) -> None:
        """Ends the conversation: its owner, its guest, or a monitor who is in it."""
        with self._log.change() as change:
            kind, role, owner_id = self.membership(change, room_id, session)
            if session.id != owner_id and not (kind == "support" and role == "guest"):
                if "monitor" not in session.permissions:
                    raise PermissionMissing("end")
            self.close(change, room_id, session.person, reason or "ended")

    # ── what people see ─────────────────────────────────────────────────────────────────────────────────────────────

    def history(self, session: Session, room_id: str, before: int | None, limit: int) -> tuple[list[bytes], bool]:
        """Events older than `before` as JSON, oldest first, and whether there are older ones still."""
        with self._log.snapshot() as (view, _):
            if not self._may_read(view, session, room_id):
                raise RoomUnknown
            return self.events(view, room_id, before, limit)

    def _may_read(self, view: Change, session: Session, room_id: str) -> bool:
        """A member may, somebody who stayed to the end may, and a monitor may."""
        return bool(
            view.row(
                "SELECT 1 FROM rooms r WHERE r.id = %s AND (%s OR EXISTS (SELECT FROM members m WHERE m.room_id = r.id"
                " AND m.session_id = %s AND (m.left_event IS NULL OR m.left_event = (SELECT max(left_event) FROM members l"
                " WHERE l.room_id = r.id AND r.closed_at IS NOT NULL))))",
                (room_id, "monitor" in session.permissions, session.id),
            )
        )

    def events(self, view: Change, room_id: str, before: int | None, limit: int) -> tuple[list[bytes], bool]:
        """The newest `limit` events of a room before a position, oldest first, and whether there are older ones."""
        events = self._log.page_of(view, "room:" + room_id, before, limit + 1)
        return [event.body for event in events[-limit:]], len(events) > limit

    def views(self, view: Change, session: Session) -> list[dict]:
        """The session's rooms as `/state` gives them: members, metadata, and the last events."""
        rooms = view.rows(
            "SELECT r.id, r.name, r.kind, r.topic, m.role, r.owner_id, r.bytes, c.question, c.metadata, c.guest_id,"
            f" {iso('r.opened_at')} FROM members m JOIN rooms r ON r.id = m.room_id LEFT JOIN chats c ON c.room_id = r.id"
            " WHERE m.session_id = %s AND m.left_event IS NULL ORDER BY m.joined_event",
            (session.id,),
        )
        members = self.members(view, [room[0] for room in rooms])
        return [self._view(view, session, members, *room) for room in rooms]

    def _view(
        self,
        view,
        session,
        members,
        room_id,
        name,
        kind,
        topic,
        role,
        owner_id,
        size,
        question,
        metadata,
        guest_id,
        opened_at,
    ) -> dict:
        events, more = self.events(view, room_id, None, SCROLLBACK)
        return {
            "id": room_id, "name": name, "kind": kind, "topic": topic, "role": role, "owner": owner_id, "bytes": size,
            "opened_at": opened_at, "members": members.get(room_id, []), "question": question, "guest": guest_id,
            "metadata": metadata or {}, "tags": [], "events": events, "more": more,
        }  # fmt: skip

    @staticmethod
    def members(view: Change, room_ids: list[str]) -> dict[str, list[dict]]:
        """Who is in these rooms now, in the order in which they came."""
        people: dict[str, list[dict]] = {}
        for room_id, session_id, name, kind, role, status in view.rows(
            "SELECT m.room_id, s.id, s.name, s.kind, m.role, s.status FROM members m JOIN sessions s ON s.id = m.session_id"
            " WHERE m.room_id = ANY(%s) AND m.left_event IS NULL ORDER BY m.joined_event",
            (room_ids,),
        ):
            people.setdefault(room_id, []).append(
                {"id": session_id, "name": name, "kind": kind, "role": role, "status": status}
            )
        return people

    def admit(self, change: Change, session_ids: list[str], rooms: int) -> None:
        """Raises UsersFull or RoomsFull; see `limits.admit`."""
        limits.admit(change, self._config.limits, session_ids, rooms)
