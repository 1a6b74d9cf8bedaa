"""The queue: entering it, waiting in it, and being taken from it.

Place: between the web layer and the event log; the owner of `queue_entries`. Invariants: a guest is at one place at a time
(in the queue, in a room, or nowhere), and a guest is taken once, because every way to a guest goes through `claim`.
"""

from ..config import Config
from ..errors import AgentAway, AgentFull, QueueEmpty, QueueTaken
from ..stream.events import Change, Draft, EventLog, encode
from .identity import Identity, Session, new_id
from .repeats import Repeats
from .rooms import Rooms

WAITED = "extract(epoch FROM clock_timestamp() - queued_at)::float8"


class Queue:
    """The queue of one site."""

    def __init__(self, config: Config, log: EventLog, identity: Identity, rooms: Rooms, repeats: Repeats) -> None:
        self._config = config
        self._log = log
        self._identity = identity
        self._rooms = rooms
        self._repeats = repeats
        # Set by the server: what follows, in the same change, when a place in the queue has become free.
        self.on_free = lambda change: None

    # ── guests ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def remove(self, change: Change, session: Session, reason: str) -> bool:
        """Takes the guest out of the queue, inside a change."""
        row = change.row(
            "UPDATE queue_entries SET state = 'left', ended_at = clock_timestamp(), end_reason = %s"
            " WHERE session_id = %s AND state = 'waiting' RETURNING room_id",
            (reason, session.id),
        )
        if row is None:
            return False
        gone = {"guest": session.id, "reason": reason}
        change.append(
            [
                Draft("session:" + session.id, "dequeued", gone, None, session.id),
                Draft("agents", "dequeued", gone, None, session.id),
            ]
        )
        if row[0] is not None:
            # A conversation that was given back: its guest leaves it together with the queue.
            self._rooms.close(change, row[0], session.person, "guest_left")
        return True

    # ── agents ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def entries(self, view: Change, session_id: str | None = None) -> list[dict]:
        """The waiting guests, oldest first, as agents see them."""
        rows = view.rows(
            f"SELECT session_id, name, question, metadata, {WAITED}, row_number() OVER (ORDER BY place)"
            " FROM queue_entries WHERE state = 'waiting' ORDER BY place"
        )
        return [
            {
                "id": guest, "name": name, "question": question, "metadata": metadata,
                "waited_seconds": round(waited, 3), "position": position,
            }
            for guest, name, question, metadata, waited, position in rows
            if session_id is None or guest == session_id
        ]  # fmt: skip

    def assist(self, agent: Session, guest_id: str | None, client_id: str | None) -> tuple[str, bool]:
        """Takes this guest, or the one next in order: `(room, repeated)`."""
        asked = ["assist", guest_id]
        with self._log.change() as change:
            earlier = self._repeats.earlier(change, agent.id, client_id, asked)
            if earlier is not None:
                return earlier["room"], True
            room_id = self.claim(change, agent, guest_id)
            self._repeats.remember(change, agent.id, client_id, asked, {"room": room_id})
        return room_id, False

    def require_capacity(self, change: Change, agent_id: str) -> None:
        """Raises AgentAway or AgentFull unless this agent may have one more chat. Holds the agent's row."""
        status, limit = change.row("SELECT status, chat_limit FROM sessions WHERE id = %s FOR UPDATE", (agent_id,))
        if status != "online":
            raise AgentAway
        (active,) = change.row(
            "SELECT count(*) FROM rooms WHERE owner_id = %s AND closed_at IS NULL AND kind = 'support'", (agent_id,)
        )
        if active >= limit:
            raise AgentFull(active=active, limit=limit)

    def claim(self, change: Change, agent: Session, guest_id: str | None) -> str:
        """The one way to a guest: checks the agent and the order, opens the room or finds it, and lets both in."""
        self.require_capacity(change, agent.id)
        entry = change.row(
            "SELECT q.id, q.session_id, q.name, q.question, q.metadata, q.queued_at, q.room_id, s.kind FROM queue_entries q"
            " JOIN sessions s ON s.id = q.session_id"
            " WHERE q.state = 'waiting' AND (%(guest)s IS NULL OR q.session_id = %(guest)s) ORDER BY q.place LIMIT 1",
            {"guest": guest_id},
        )
        if entry is None:
            raise QueueEmpty if guest_id is None else QueueTaken
        entry_id, guest_id, name, question, metadata, queued_at, room_id, kind = entry
        guest = {"id": guest_id, "name": name, "kind": kind}
        newcomers = [(agent.person, "agent")]
        if room_id is None:
            self._rooms.admit(change, [agent.id, guest_id], rooms=1)
            room_id = self._rooms.open(change, "support", name, agent.id)
            change.rows(
                "INSERT INTO chats (room_id, guest_id, guest_name, question, metadata, queued_at)"
                " VALUES (%s, %s, %s, %s, %s, %s)",
                (room_id, guest_id, name, question, encode(metadata).decode(), queued_at),
            )
            newcomers.insert(0, (guest, "guest"))
        else:
            self._rooms.admit(change, [agent.id], rooms=0)
            change.rows("UPDATE rooms SET owner_id = %s WHERE id = %s", (agent.id, room_id))
            if self._rooms.role_of(change, room_id, agent.id) is not None:
                self._rooms.go(change, room_id, agent.person, "assigned")
        change.rows(
            "UPDATE queue_entries SET state = 'assigned', ended_at = clock_timestamp(), end_reason = 'assigned', room_id = %s"
            " WHERE id = %s",
            (room_id, entry_id),
        )
        to_guest = {"name": agent.name, "with": agent.person}
        to_agent = {"name": name, "with": guest, "question": question}
        gone = {"guest": guest_id, "reason": "assigned", "agent": agent.person}
        self._rooms.enter(
            change,
            room_id,
            newcomers,
            then=[
                Draft("session:" + guest_id, "assigned", to_guest, room_id, agent.id),
                Draft("session:" + agent.id, "assigned", to_agent, room_id, agent.id),
                Draft("agents", "dequeued", gone, None, agent.id),
            ],
        )
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
                "INSERT INTO queue_entries (id, session_id, name, question, metadata, state, room_id, place)"
                " SELECT %s, %s, %s, %s, %s, 'waiting', %s, coalesce(min(place), 0) - 1"
                " FROM queue_entries WHERE state = 'waiting'",
                (new_id(), guest_id, name, question, encode(metadata).decode(), room_id),
            )
        entry = self.entries(change, guest_id)[0]
        queued = {"position": entry["position"], "reason": reason}
        if note:
            entry["note"] = note
        change.append(
            [
                Draft("session:" + guest_id, "queued", queued, room_id, by["id"]),
                Draft("agents", "queued", {"entry": entry, "reason": reason}, None, by["id"]),
            ]
        )

    def withdraw(self, change: Change, room_id: str) -> None:
        """The room's guest waits no more: somebody took the conversation over, or it closed."""
        row = change.row(
            "UPDATE queue_entries SET state = 'left', ended_at = clock_timestamp(), end_reason = 'withdrawn'"
            " WHERE room_id = %s AND state = 'waiting' RETURNING session_id",
            (room_id,),
        )
        if row is not None:
            gone = {"guest": row[0], "reason": "withdrawn"}
            change.append([Draft("session:" + row[0], "dequeued", gone), Draft("agents", "dequeued", gone)])
            self.on_free(change)
