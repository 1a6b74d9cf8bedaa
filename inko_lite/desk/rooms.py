"""Rooms: opening and ending them, coming and going, and what a member sees of them.

Place: between the web layer and the event log; the owner of the tables `rooms`, `members` and `chats`. Invariant: a row of
`members` says from which event to which its session hears the room, and is written in the transaction of those events.
A watcher comes and goes unseen by guests, unless the site says otherwise: in the stream that only the staff hears.
"""

from ..config import Config
from ..errors import RoomPermanent, RoomUnknown
from ..stream.events import Change, Draft, EventLog, iso
from . import limits, standing, tags
from .identity import Session, new_id
from .repeats import Repeats
from .standing import Standing

SCROLLBACK = 50
HISTORY = 200

VIEW = (
    "id", "name", "kind", "topic", "private", "permanent", "role", "owner", "bytes", "opened_at", "continued_from",
    "question", "guest", "metadata",
)  # fmt: skip


class Rooms:
    """The rooms of one site."""

    def __init__(self, config: Config, log: EventLog, repeats: Repeats) -> None:
        self._config = config
        self._log = log
        self._repeats = repeats
        # Set by the server: what the queue does about a guest whose helper is gone, and about a room that closes.
        self.on_abandoned = lambda change, room_id, person, reason: self.close(change, room_id, None, reason)
        self.on_close = lambda change, room_id: None

    # ── inside a change ─────────────────────────────────────────────────────────────────────────────────────────────

    def admit(self, change: Change, session_ids: list[str], rooms: int) -> None:
        """Raises UsersFull or RoomsFull; see `limits.admit`."""
        limits.admit(change, self._config.limits, session_ids, rooms)

    def require(self, change: Change, room_id: str, session: Session, action: str) -> Standing:
        """Locks the room and raises RoomUnknown, RoomEnded or PermissionMissing unless `action` is allowed there."""
        place = standing.look(change, room_id, session)
        place.require(action)
        return place

    def membership(self, change: Change, room_id: str, session: Session) -> tuple[str, str, str | None]:
        """`(kind of the room, role, owner)`; raises RoomUnknown, or RoomEnded for somebody who was in it to the end."""
        place = standing.look(change, room_id, session)
        if place.role is None and not place.was_there:
            raise RoomUnknown
        place.require_open()
        return place.kind, place.role, place.owner_id

    def open(
        self,
        change: Change,
        kind: str,
        name: str,
        owner_id: str | None,
        topic: str = "",
        private: bool = True,
        pair: str | None = None,
    ) -> str:
        """A new room without members; returns its id. The caller has admitted it."""
        room_id = new_id()
        change.rows(
            "INSERT INTO rooms (id, kind, name, topic, owner_id, private, pair) VALUES (%s, %s, %s, %s, %s, %s, %s)",
            (room_id, kind, name, topic, owner_id, private, pair),
        )
        return room_id

    def succeed(self, change: Change, old_id: str) -> str:
        """A room that takes the place of this one, with all that it was opened for. `close` and `enter` are still to come."""
        room_id = new_id()
        # First this, so that a pair has one open room, and the agents' permanent room is one.
        change.rows(
            "UPDATE rooms SET closed_at = clock_timestamp(), close_reason = 'continued' WHERE id = %s", (old_id,)
        )
        change.rows(
            "INSERT INTO rooms (id, kind, name, topic, owner_id, private, permanent, pair, continued_from)"
            " SELECT %s, kind, name, topic, owner_id, private, permanent, pair, id FROM rooms WHERE id = %s",
            (room_id, old_id),
        )
        change.rows(
            "INSERT INTO chats (room_id, guest_id, guest_name, question, metadata, queued_at)"
            " SELECT %s, guest_id, guest_name, question, metadata, queued_at FROM chats WHERE room_id = %s",
            (room_id, old_id),
        )
        return room_id

    def stream(self, room_id: str, role: str | None) -> str:
        """Where the coming, going and status of somebody in this role is told."""
        hidden = role == "watcher" and not self._config.rooms.watchers_visible
        return ("staff:" if hidden else "room:") + room_id

    def enter(
        self, change: Change, room_id: str, people: list[tuple[dict, str]], then: list[Draft] = (), reason: str = ""
    ) -> None:
        """Lets `(person, role)` each into the room, and appends what follows from it."""
        why = {"reason": reason} if reason else {}
        drafts = [
            Draft(
                self.stream(room_id, role), "watching" if role == "watcher" else "joined",
                {"from": person, "role": role, **why}, room_id, person["id"], person["id"],
            )
            for person, role in people
        ]  # fmt: skip
        ids = change.append([*drafts, *then])
        for (person, role), event_id in zip(people, ids, strict=False):
            change.rows(
                "INSERT INTO members (room_id, session_id, role, joined_event) VALUES (%s, %s, %s, %s)",
                (room_id, person["id"], role, event_id),
            )

    def go(
        self, change: Change, room_id: str, person: dict, reason: str | None = None, kicked_by: dict | None = None,
        heir: str | None = None,
    ) -> None:  # fmt: skip
        """Lets somebody out of the room, or puts somebody out; the one who goes hears it as the last thing. `heir` is the owner
        from then on, where somebody else becomes it."""
        data = {"from": person} | ({"reason": reason} if reason else {}) | ({"by": kicked_by} if kicked_by else {})
        if heir:
            data["owner"] = heir
        stream = self.stream(room_id, self.role_of(change, room_id, person["id"]))
        actor_id = (kicked_by or person)["id"]
        kind = "kicked" if kicked_by else "left"
        (event_id,) = change.append([Draft(stream, kind, data, room_id, actor_id, person["id"])])
        change.rows(
            "UPDATE members SET left_event = %s WHERE room_id = %s AND session_id = %s AND left_event IS NULL",
            (event_id, room_id, person["id"]),
        )

    def close(self, change: Change, room_id: str, person: dict | None, reason: str, **more: object) -> None:
        """Ends the conversation for everyone in it; `more` goes into the event."""
        closed = change.row(
            "UPDATE rooms SET closed_at = clock_timestamp(), close_reason = %s WHERE id = %s AND closed_at IS NULL"
            " RETURNING kind, owner_id",
            (reason, room_id),
        )
        data = {"reason": reason, **more} | ({"from": person} if person else {})
        ended = Draft("room:" + room_id, "ended", data, room_id, person and person["id"])
        (event_id, *_) = change.append([ended, *self.listed(change, "room_closed", room_id)])
        change.rows("UPDATE members SET left_event = %s WHERE room_id = %s AND left_event IS NULL", (event_id, room_id))
        self.on_close(change, room_id)
        if closed and closed[0] == "support":
            self.tell_load(change, closed[1])

    @staticmethod
    def listed(change: Change, kind: str, room_id: str) -> list[Draft]:
        """What is told of a group room to those who are not in it and may find it: agents where it is open to them, and
        monitors in any case. Of guests' rooms and of pairs nobody hears in this way."""
        return [
            Draft(
                "monitors" if private else "agents", kind,
                {} if kind == "room_closed"
                else {"name": name, "topic": topic, "private": private, "permanent": permanent, "owner": owner_id},
                room_id,
            )
            for name, topic, private, permanent, owner_id in change.rows(
                "SELECT name, topic, private, permanent, owner_id FROM rooms WHERE id = %s AND kind = 'group'", (room_id,)
            )
        ]  # fmt: skip

    @staticmethod
    def tell_load(change: Change, *agent_ids: str | None) -> None:
        """The staff hears how many chats these agents have now."""
        change.append(
            [
                Draft("agents", "load", {"agent": agent_id, "chats": chats})
                for agent_id, chats in change.rows(
                    "SELECT s.id, (SELECT count(*) FROM rooms r WHERE r.owner_id = s.id AND r.closed_at IS NULL"
                    " AND r.kind = 'support') FROM sessions s WHERE s.id = ANY(%s) ORDER BY s.id",
                    ([agent_id for agent_id in agent_ids if agent_id],),
                )
            ]
        )

    def person(self, change: Change, session_id: str) -> dict:
        """Somebody as events show people."""
        id_, name, kind = change.row("SELECT id, name, kind FROM sessions WHERE id = %s", (session_id,))
        return {"id": id_, "name": name, "kind": kind}

    def role_of(self, change: Change, room_id: str, session_id: str) -> str | None:
        """The role of somebody who is in the room now."""
        row = change.row(
            "SELECT role FROM members WHERE room_id = %s AND session_id = %s AND left_event IS NULL",
            (room_id, session_id),
        )
        return row and row[0]

    # ── what people do ──────────────────────────────────────────────────────────────────────────────────────────────

    def create(self, session: Session, name: str, topic: str, private: bool, client_id: str | None) -> tuple[str, bool]:
        """Opens a group room, of which the session is the owner and first member: `(room, repeated)`."""
        session.require("create")
        asked = ["create", name, topic, private]
        with self._log.change() as change:
            earlier = self._repeats.earlier(change, session.id, client_id, asked)
            if earlier is not None:
                return earlier["room"], True
            self.admit(change, [session.id], rooms=1)
            room_id = self.open(change, "group", name, session.id, topic, private)
            told = self.listed(change, "room_opened", room_id)
            self.enter(change, room_id, [(session.person, "agent")], then=told)
            self._repeats.remember(change, session.id, client_id, asked, {"room": room_id})
        return room_id, False

    def ensure_permanent(self) -> None:
        """The agents' own room is there from the start, and under the configured name. Any worker may say so."""
        name = self._config.rooms.helpers_name
        with self._log.change() as change:
            known = change.row("SELECT id, name FROM rooms WHERE permanent AND closed_at IS NULL")
            if known is not None:
                if known[1] != name:
                    change.rows("UPDATE rooms SET name = %s WHERE id = %s", (name, known[0]))
                    change.append(self.listed(change, "room_changed", known[0]))
                return
            room_id = self.open(change, "group", name, None, private=False)
            change.rows("UPDATE rooms SET permanent = true WHERE id = %s", (room_id,))

    def set_topic(self, session: Session, room_id: str, topic: str) -> None:
        """Sets the topic; those in the room hear of a change only."""
        with self._log.change() as change:
            self.require(change, room_id, session, "topic")
            if change.row(
                "UPDATE rooms SET topic = %s WHERE id = %s AND topic <> %s RETURNING id", (topic, room_id, topic)
            ):
                told = Draft("room:" + room_id, "topic", {"from": session.person, "topic": topic}, room_id, session.id)
                change.append([told, *self.listed(change, "room_changed", room_id)])

    def leave(self, session: Session, room_id: str) -> None:
        """Leaves the room. A support room without its guest, or without anybody who helps, ends; a group that is empty too."""
        with self._log.change() as change:
            kind, role, _ = self.membership(change, room_id, session)
            self.depart(change, session, room_id, kind, role)

    def depart(self, change: Change, session: Session, room_id: str, kind: str, role: str) -> None:
        """`leave`, inside a change."""
        self.go(change, room_id, session.person, heir=self.heir(change, room_id, session.id))
        self.after_departure(change, session.person, room_id, kind, role)

    @staticmethod
    def heir(change: Change, room_id: str, leaver_id: str) -> str | None:
        """Who becomes the owner when this person, the owner, goes: the first of those who help, else the first member."""
        row = change.row(
            "SELECT m.session_id FROM rooms r JOIN members m ON m.room_id = r.id AND m.left_event IS NULL"
            " WHERE r.id = %(room)s AND r.owner_id = %(leaver)s AND m.session_id <> %(leaver)s AND m.role IN ('agent', 'member')"
            " AND r.kind <> 'direct' ORDER BY m.role = 'agent' DESC, m.joined_event LIMIT 1",
            {"room": room_id, "leaver": leaver_id},
        )
        return row and row[0]

    def after_departure(self, change: Change, person: dict, room_id: str, kind: str, role: str) -> None:
        """What becomes of a room that somebody has just left, or was put out of."""
        if role == "watcher":
            return
        if kind == "direct":
            if role == "member":
                self.close(change, room_id, None, "left")
            return
        if kind == "support" and role == "guest":
            self.close(change, room_id, None, "guest_left")
            return
        if heir := self.heir(change, room_id, person["id"]):
            change.rows("UPDATE rooms SET owner_id = %s, past_limit = true WHERE id = %s", (heir, room_id))
            if kind == "support":
                self.tell_load(change, heir, person["id"])
            else:
                change.append(self.listed(change, "room_changed", room_id))
        elif change.row(
            "SELECT 1 FROM members WHERE room_id = %s AND left_event IS NULL AND role IN ('agent', 'member')",
            (room_id,),
        ):
            # Who helps is there still.
            return
        elif kind == "support":
            self.on_abandoned(change, room_id, person, "agent_left")
        elif not change.row("SELECT 1 FROM rooms WHERE id = %s AND permanent", (room_id,)):
            self.close(change, room_id, None, "empty")

    @staticmethod
    def hold(change: Change, session_ids: list[str]) -> None:
        """Locks all rooms that these sessions are in. Whoever appends events before going through such rooms calls this first:
        a writer that holds one of them may be waiting for the head of the log."""
        change.rows(
            "SELECT FROM rooms WHERE id IN (SELECT room_id FROM members WHERE session_id = ANY(%s) AND left_event IS NULL)"
            " ORDER BY id FOR NO KEY UPDATE",
            (session_ids,),
        )

    def leave_all(self, change: Change, session: Session, reason: str) -> None:
        """Out of every room, when the session ends."""
        for room_id, kind, role in change.rows(
            "SELECT r.id, r.kind, m.role FROM members m JOIN rooms r ON r.id = m.room_id"
            " WHERE m.session_id = %s AND m.left_event IS NULL ORDER BY r.id FOR NO KEY UPDATE OF r",
            (session.id,),
        ):
            self.depart(change, session, room_id, kind, role)

    def end(self, session: Session, room_id: str, reason: str | None) -> None:
        """Ends the conversation: its owner, a support room's guest, or a monitor, who need not be in it."""
        with self._log.change() as change:
            if self.require(change, room_id, session, "end").permanent:
                raise RoomPermanent
            self.close(change, room_id, session.person, reason or "ended")

    # ── what people see ─────────────────────────────────────────────────────────────────────────────────────────────

    def history(self, session: Session, room_id: str, before: int | None, limit: int) -> tuple[list[bytes], bool]:
        """Events older than `before` as JSON, oldest first, and whether there are older ones still."""
        with self._log.snapshot() as (view, _):
            place = standing.look(view, room_id, session, lock=False)
            if not place.reads:
                raise RoomUnknown
            return self.events(view, session, room_id, before, limit)

    def events(
        self, view: Change, session: Session, room_id: str, before: int | None, limit: int
    ) -> tuple[list[bytes], bool]:
        """The newest `limit` events of a room before a position, oldest first, and whether there are older ones."""
        streams = ["room:" + room_id, *(["staff:" + room_id] if "agents" in session.streams else [])]
        events = self._log.page_of(view, streams, before, limit + 1)
        return [event.body for event in events[-limit:]], len(events) > limit

    def view(self, session: Session, room_id: str) -> dict:
        """One of the session's rooms as it is now; raises RoomUnknown for somebody who is not in it."""
        with self._log.snapshot() as (view, _):
            views = self.views(view, session, room_id)
        if not views:
            raise RoomUnknown
        return views[0]

    def views(self, view: Change, session: Session, only: str | None = None) -> list[dict]:
        """The session's rooms as `/state` gives them: members, metadata, what it may do there, and the last events."""
        rooms = [
            dict(zip(VIEW, row, strict=True))
            for row in view.rows(
                "SELECT r.id, r.name, r.kind, r.topic, r.private, r.permanent, m.role, r.owner_id, r.bytes,"
                f" {iso('r.opened_at')}, r.continued_from, c.question, c.guest_id, coalesce(c.metadata, '{{}}')"
                " FROM members m JOIN rooms r ON r.id = m.room_id LEFT JOIN chats c ON c.room_id = r.id"
                " WHERE m.session_id = %(session)s AND m.left_event IS NULL AND (%(only)s IS NULL OR r.id = %(only)s)"
                " ORDER BY m.joined_event",
                {"session": session.id, "only": only},
            )
        ]
        members = self.members(view, session, [room["id"] for room in rooms])
        rights = standing.differing(view, [room["id"] for room in rooms]) if rooms else {}
        tagged = tags.of(view, [room["id"] for room in rooms]) if session.staff else {}
        for room in rooms:
            events, more = self.events(view, session, room["id"], None, SCROLLBACK)
            place = standing.look(view, room["id"], session, lock=False)
            room |= {
                "members": members.get(room["id"], []),
                "may": place.allowed(),
                "usual": place.usual(),
                "rights": rights[room["id"]],
                "tags": tagged.get(room["id"], []),
                "events": events,
                "more": more,
            }
            if room["kind"] == "direct":
                # Each of the two sees the other's name.
                room["name"] = next(
                    (each["name"] for each in room["members"] if each["id"] != session.id), room["name"]
                )
        return rooms

    def members(self, view: Change, session: Session, room_ids: list[str]) -> dict[str, list[dict]]:
        """Who is in these rooms now, in the order in which they came, as far as the session may know."""
        watchers_too = self._config.rooms.watchers_visible or "agents" in session.streams
        people: dict[str, list[dict]] = {}
        for room_id, session_id, name, kind, role, status in view.rows(
            "SELECT m.room_id, s.id, s.name, s.kind, m.role, s.status FROM members m JOIN sessions s ON s.id = m.session_id"
            " WHERE m.room_id = ANY(%s) AND m.left_event IS NULL AND (%s OR m.role <> 'watcher') ORDER BY m.joined_event",
            (room_ids, watchers_too),
        ):
            people.setdefault(room_id, []).append(
                {"id": session_id, "name": name, "kind": kind, "role": role, "status": status}
            )
        return people
