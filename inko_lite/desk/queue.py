"""The queue: entering it, waiting in it, and being taken from it.

Place: between the web layer and the event log; the owner of `queue_entries`. Invariants: a guest is at one place at a time
(in the queue, in a room, or nowhere), and a guest is taken once, because every way to a guest goes through `claim`.
"""

from ..config import Config
from ..errors import AgentAway, AgentFull, Kicked, PermissionMissing, QueueEmpty, QueueTaken
from ..stream.events import Change, Draft, EventLog, encode
from . import audit
from .bans import was_kicked
from .floor import Floors
from .identity import Session, new_id
from .repeats import Repeats
from .rooms import Rooms

WAITED = "extract(epoch FROM clock_timestamp() - q.queued_at)::float8"
# Before everybody who waits, and before the places that are held for those who are still typing.
FRONT = (
    "(SELECT coalesce(min(place), 1) - 1 FROM"
    " (SELECT place FROM queue_entries WHERE state = 'waiting' UNION ALL SELECT place FROM reservations) AS places)"
)
# Has the guest %(guest)s begun something else meanwhile?
ELSEWHERE = (
    "EXISTS (SELECT FROM members m WHERE m.session_id = %(guest)s AND m.left_event IS NULL AND m.role = 'guest'"
    " AND m.room_id IS DISTINCT FROM q.room_id)"
)


PERSON = ("id", "name", "kind")


class Queue:
    """The queue of one site."""

    def __init__(self, config: Config, log: EventLog, rooms: Rooms, repeats: Repeats, floors: Floors) -> None:
        self._config = config
        self._log = log
        self._rooms = rooms
        self._repeats = repeats
        self._floors = floors
        # Set by the server: what follows, in the same change, when a place in the queue has become free; and when an entry
        # waits no longer, because this agent took it or for another reason (None).
        self.on_free = lambda change: None
        self.on_settled = lambda change, entry_id, agent_id: None

    # ── guests ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def remove(self, change: Change, session: Session, reason: str) -> bool:
        """Takes the guest out of the queue, inside a change."""
        row = change.row(
            "UPDATE queue_entries SET state = 'left', ended_at = clock_timestamp(), end_reason = %s"
            " WHERE session_id = %s AND state = 'waiting' RETURNING id, room_id",
            (reason, session.id),
        )
        if row is None:
            return False
        entry_id, room_id = row
        self.on_settled(change, entry_id, None)
        gone = {"guest": session.id, "reason": reason}
        change.append(
            [
                Draft("session:" + session.id, "dequeued", gone, None, session.id),
                Draft("agents", "dequeued", gone, None, session.id),
            ]
        )
        if room_id is not None:
            # A conversation that was given back: its guest leaves it together with the queue.
            self._rooms.close(change, room_id, session.person, "guest_left")
        return True

    def lose(self, change: Change, guest_id: str) -> None:
        """The guest is gone without a word: nobody waits any more, but the place and the conversation are kept for a while."""
        row = change.row(
            "UPDATE queue_entries SET state = 'left', ended_at = clock_timestamp(), end_reason = 'gone'"
            " WHERE session_id = %s AND state = 'waiting' RETURNING id",
            (guest_id,),
        )
        if row is not None:
            self.on_settled(change, row[0], None)
            gone = {"guest": guest_id, "reason": "gone"}
            change.append([Draft("session:" + guest_id, "dequeued", gone), Draft("agents", "dequeued", gone)])
            self.on_free(change)

    def restore(self, change: Change, guest_id: str, reason: str, by: dict | None = None, front: bool = False) -> bool:
        """The guest's last entry waits again, at its own place or before all others; False when there is none to restore."""
        row = change.row(
            "UPDATE queue_entries q SET state = 'waiting', ended_at = NULL, end_reason = NULL,"
            f" place = CASE WHEN %(front)s THEN {FRONT} ELSE place END,"
            " room_id = (SELECT r.id FROM rooms r WHERE r.id = q.room_id AND r.closed_at IS NULL)"
            " WHERE id = (SELECT id FROM queue_entries WHERE session_id = %(guest)s ORDER BY queued_at DESC, place DESC LIMIT 1)"
            f" AND state = 'left' AND NOT {ELSEWHERE} RETURNING room_id",
            {"guest": guest_id, "front": front},
        )
        if row is None:
            return False
        self._tell_queued(change, guest_id, row[0], reason, by)
        return True

    def waits(self, view: Change, guest_id: str) -> bool:
        """Is this guest in the queue now?"""
        return view.row("SELECT 1 FROM queue_entries WHERE session_id = %s AND state = 'waiting'", (guest_id,)) is not None

    def keeps_place(self, view: Change, guest_id: str) -> bool:
        """Is a place kept for this guest, who vanished while waiting? Whoever is back in time has it again in a moment."""
        last = view.row(
            "SELECT end_reason = 'gone' AND ended_at > clock_timestamp() - %s * interval '1 s' FROM queue_entries"
            " WHERE session_id = %s ORDER BY queued_at DESC, place DESC LIMIT 1",
            (self._config.presence.return_seconds, guest_id),
        )
        return bool(last and last[0])

    def kept_place(self, change: Change, guest_id: str) -> int | None:
        """The place that is kept for a guest who vanished while waiting, and now asks anew; it is kept no longer."""
        row = change.row(
            "UPDATE queue_entries SET end_reason = 'returned' WHERE session_id = %s AND end_reason = 'gone'"
            " AND ended_at > (SELECT clock_timestamp()) - %s * interval '1 s' RETURNING place",
            (guest_id, self._config.presence.return_seconds),
        )
        return row and row[0]

    def forget_place(self, change: Change, guest_id: str) -> bool:
        """Keeps no place, and no conversation, for a guest who is gone; False when none was kept."""
        row = change.row(
            "UPDATE queue_entries SET end_reason = 'removed' WHERE session_id = %s AND end_reason = 'gone'"
            " RETURNING (SELECT r.id FROM rooms r WHERE r.id = room_id AND r.closed_at IS NULL AND r.owner_id IS NULL)",
            (guest_id,),
        )
        if row is not None and row[0] is not None:
            self._rooms.close(change, row[0], None, "removed")
        return row is not None

    def advance(self, change: Change, guest_id: str) -> bool:
        """Puts a waiting guest before all others; False when the guest does not wait."""
        row = change.row(
            f"UPDATE queue_entries SET place = {FRONT} WHERE session_id = %(guest)s AND state = 'waiting' RETURNING room_id",
            {"guest": guest_id},
        )
        if row is None:
            return False
        self._tell_queued(change, guest_id, row[0], "front", None)
        return True

    @staticmethod
    def open_to_all(change: Change, guest_id: str) -> None:
        """The waiting guest is for whoever is free, whatever the question asks for."""
        change.rows("UPDATE queue_entries SET anybody = true WHERE session_id = %s AND state = 'waiting'", (guest_id,))

    def _tell_queued(self, change: Change, guest_id: str, room_id: str | None, reason: str, by: dict | None, note: str = "") -> None:
        entry = self.entries(change, guest_id)[0] | ({"note": note} if note else {})
        queued = {"position": entry["position"], "reason": reason}
        change.append(
            [
                Draft("session:" + guest_id, "queued", queued, room_id, by and by["id"]),
                Draft("agents", "queued", {"entry": entry, "reason": reason}, None, by and by["id"]),
            ]
        )

    # ── agents ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def entries(self, view: Change, session_id: str | None = None) -> list[dict]:
        """The waiting guests, oldest first, as agents see them."""
        rows = view.rows(
            f"SELECT q.session_id, q.name, q.question, q.metadata, {WAITED}, row_number() OVER (ORDER BY q.place),"
            " o.to_id, a.name, a.kind FROM queue_entries q LEFT JOIN offers o ON o.entry_id = q.id AND o.state = 'open'"
            " LEFT JOIN sessions a ON a.id = o.to_id WHERE q.state = 'waiting' ORDER BY q.place"
        )
        return [
            {
                "id": guest, "name": name, "question": question, "metadata": metadata,
                "waited_seconds": round(waited, 3), "position": position,
            } | ({"offered_to": dict(zip(PERSON, offered_to, strict=True))} if offered_to[0] else {})
            for guest, name, question, metadata, waited, position, *offered_to in rows
            if session_id is None or guest == session_id
        ]  # fmt: skip

    def assist(self, agent: Session, guest_id: str | None, client_id: str | None) -> tuple[str, bool]:
        """Takes this guest, or the one next in order: `(room, repeated)`. A guest taken out of order is recorded."""
        asked = ["assist", guest_id]
        with self._log.change() as change:
            earlier = self._repeats.earlier(change, agent.id, client_id, asked)
            if earlier is not None:
                return earlier["room"], True
            self.require_capacity(change, agent.id)
            floor = self._floors.look(change, agent.id)
            asking = floor.agent(agent.id)
            first = floor.next_for(asking)
            if guest_id is None and first is None:
                raise QueueEmpty
            room_id = self.claim(change, agent.person, guest_id or first.id)
            if guest_id is not None and (passed := floor.passed_by(asking, guest_id)):
                audit.record(change, agent, "assist", room_id, guest_id, {"passed": [guest.id for guest in passed]})
            self._repeats.remember(change, agent.id, client_id, asked, {"room": room_id})
        return room_id, False

    def require_capacity(self, change: Change, agent_id: str) -> None:
        """Raises PermissionMissing, AgentAway or AgentFull unless this agent may have one more chat. Holds the agent's row."""
        status, limit, approved = change.row(
            "SELECT status, chat_limit, 'approved' = ANY(permissions) FROM sessions WHERE id = %s FOR NO KEY UPDATE",
            (agent_id,),
        )
        if not approved:
            raise PermissionMissing("approved")
        if status != "online":
            raise AgentAway
        (active,) = change.row(
            "SELECT count(*) FROM rooms WHERE owner_id = %s AND closed_at IS NULL AND kind = 'support'", (agent_id,)
        )
        if active >= limit:
            raise AgentFull(active=active, limit=limit)

    def claim(self, change: Change, agent: dict, guest_id: str) -> str:
        """The one way to a guest: checks the agent, opens the room or finds it, and lets both in. Refuses before it writes.

        The order is the business of those who call it: `assist`, the dispatcher, and the answer to its offer.
        """
        self.require_capacity(change, agent["id"])
        entry = change.row(
            "SELECT q.id, q.name, q.question, q.metadata, q.queued_at, q.room_id, s.kind FROM queue_entries q"
            " JOIN sessions s ON s.id = q.session_id WHERE q.state = 'waiting' AND q.session_id = %s",
            (guest_id,),
        )
        if entry is None:
            raise QueueTaken
        entry_id, name, question, metadata, queued_at, room_id, kind = entry
        guest = {"id": guest_id, "name": name, "kind": kind}
        newcomers = [(agent, "agent")]
        if room_id is None:
            self._rooms.admit(change, [agent["id"], guest_id], rooms=1)
            room_id = self._rooms.open(change, "support", name, agent["id"])
            change.rows(
                "INSERT INTO chats (room_id, guest_id, guest_name, question, metadata, queued_at)"
                " VALUES (%s, %s, %s, %s, %s, %s)",
                (room_id, guest_id, name, question, encode(metadata).decode(), queued_at),
            )
            newcomers.insert(0, (guest, "guest"))
        else:
            if agent["kind"] != "monitor" and was_kicked(change, room_id, agent["id"]):
                raise Kicked
            self._rooms.admit(change, [agent["id"]], rooms=0)
            change.rows("UPDATE rooms SET owner_id = %s, past_limit = false WHERE id = %s", (agent["id"], room_id))
            if self._rooms.role_of(change, room_id, agent["id"]) is not None:
                self._rooms.go(change, room_id, agent, "assigned")
        change.rows(
            "UPDATE queue_entries SET state = 'assigned', ended_at = clock_timestamp(), end_reason = 'assigned', room_id = %s"
            " WHERE id = %s",
            (room_id, entry_id),
        )
        self.on_settled(change, entry_id, agent["id"])
        to_guest = {"name": agent["name"], "with": agent}
        to_agent = {"name": name, "with": guest, "question": question}
        gone = {"guest": guest_id, "reason": "assigned", "agent": agent}
        self._rooms.enter(
            change,
            room_id,
            newcomers,
            then=[
                Draft("session:" + guest_id, "assigned", to_guest, room_id, agent["id"]),
                Draft("session:" + agent["id"], "assigned", to_agent, room_id, agent["id"]),
                Draft("agents", "dequeued", gone, None, agent["id"]),
            ],
        )
        self._rooms.tell_load(change, agent["id"])
        self.on_free(change)
        return room_id

    # ── given back ──────────────────────────────────────────────────────────────────────────────────────────────────

    def give_back(self, change: Change, room_id: str, by: dict, reason: str, note: str = "") -> None:
        """The guest of this room waits again, at the front; the conversation stays and whoever comes next reads it all."""
        guest = change.row(
            "SELECT s.id, s.name, s.kind, c.question, c.metadata, r.owner_id FROM chats c JOIN rooms r ON r.id = c.room_id"
            " JOIN members m ON m.room_id = r.id AND m.session_id = c.guest_id AND m.left_event IS NULL"
            " JOIN sessions s ON s.id = c.guest_id WHERE c.room_id = %s AND r.closed_at IS NULL",
            (room_id,),
        )
        if guest is None:
            self._rooms.close(change, room_id, None, "guest_left")
            return
        guest_id, name, _kind, question, metadata, owner_id = guest
        change.rows("UPDATE rooms SET owner_id = NULL WHERE id = %s", (room_id,))
        told = {"from": by, "to": None, "reason": reason}
        change.append([Draft("room:" + room_id, "transferred", told, room_id, by["id"])])
        if owner_id is not None and self._rooms.role_of(change, room_id, owner_id) is not None:
            self._rooms.go(change, room_id, self._rooms.person(change, owner_id), reason)
        if not change.row("SELECT 1 FROM queue_entries WHERE session_id = %s AND state = 'waiting'", (guest_id,)):
            change.rows(
                "INSERT INTO queue_entries (id, session_id, name, question, metadata, state, room_id, from_agent, from_reason,"
                f" place) VALUES (%s, %s, %s, %s, %s, 'waiting', %s, %s, %s, {FRONT})",
                (
                    new_id(), guest_id, name, question, encode(metadata).decode(), room_id, owner_id,
                    reason if owner_id else None,
                ),
            )  # fmt: skip
        self._rooms.tell_load(change, owner_id)
        self._tell_queued(change, guest_id, room_id, reason, by, note)

    @staticmethod
    def move(change: Change, old_id: str, new_id: str) -> None:
        """A conversation that was given back goes on in another room; its guest keeps the place."""
        change.rows("UPDATE queue_entries SET room_id = %s WHERE room_id = %s AND state = 'waiting'", (new_id, old_id))

    def withdraw(self, change: Change, room_id: str) -> None:
        """The room's guest waits no more: somebody took the conversation over, or it closed."""
        row = change.row(
            "UPDATE queue_entries SET state = 'left', ended_at = clock_timestamp(), end_reason = 'withdrawn'"
            " WHERE room_id = %s AND state = 'waiting' RETURNING session_id, id",
            (room_id,),
        )
        if row is not None:
            self.on_settled(change, row[1], None)
            gone = {"guest": row[0], "reason": "withdrawn"}
            change.append([Draft("session:" + row[0], "dequeued", gone), Draft("agents", "dequeued", gone)])
            self.on_free(change)
