"""Offers: a conversation, a seat in one, or a waiting guest put to somebody, who accepts or declines before a countdown ends.

Place: between rooms, queue and dispatch; the owner of `offers`. Invariants: a conversation stays with its agent until the
offer is accepted, and is offered to one person at a time; an offer ends once, by answer, timeout or revocation, and both
sides hear how. Any worker may end the offers whose time is up: a conditional UPDATE decides.
"""

from collections.abc import Callable

from ..config import Config
from ..errors import (
    AgentUnavailable,
    AgentUnknown,
    OfferGone,
    PermissionMissing,
    RequestInvalid,
    RoomUnknown,
)
from ..stream.events import Change, Draft, EventLog, iso
from . import audit
from .identity import Session, new_id
from .matching import Agent, Guest
from .presence import Presence
from .queue import Queue
from .rooms import Rooms

# Offers that are over, for whatever reason, with that reason.
DUE = """
SELECT o.id, o.expires_at <= clock_timestamp() FROM offers o LEFT JOIN rooms r ON r.id = o.room_id
  LEFT JOIN queue_entries q ON q.id = o.entry_id JOIN sessions s ON s.id = o.to_id
 WHERE o.state = 'open' AND (o.expires_at <= clock_timestamp() OR r.closed_at IS NOT NULL
   OR (o.reason = 'queue' AND (q.state <> 'waiting' OR s.status <> 'online' OR s.chat_limit <= (
     SELECT count(*) FROM rooms c WHERE c.owner_id = s.id AND c.closed_at IS NULL AND c.kind = 'support'))))
 ORDER BY o.made_at
"""


class Offers:
    """Transfers, takeovers, and guests and invitations that are offered."""

    def __init__(self, config: Config, log_: EventLog, rooms: Rooms, queue: Queue, presence: Presence) -> None:
        self._settings = config.queue
        self._missed_offers = config.dispatch.missed_offers
        self._log = log_
        self._rooms = rooms
        self._queue = queue
        self._presence = presence
        # `(change, room, session, accepted)`: what an answered invitation means for the right to join; set by the server.
        self.on_invitation_answered: Callable[[Change, str, str, bool], None]

    # ── making ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def make(
        self,
        change: Change,
        reason: str,
        to: dict,
        sender: dict | None,
        room_id: str,
        note: str = "",
        **details: object,
    ) -> str:
        """Offers a room to `to` and tells both sides; returns the offer's id. `details` go into the event."""
        offer_id = new_id()
        (expires_at,) = change.row(
            "INSERT INTO offers (id, reason, to_id, from_id, room_id, note, expires_at)"
            " VALUES (%s, %s, %s, %s, %s, %s, clock_timestamp() + %s * interval '1 s')"
            f" RETURNING {iso('expires_at')}",
            (offer_id, reason, to["id"], sender and sender["id"], room_id, note, self._settings.offer_seconds),
        )
        data = {"offer": offer_id, "reason": reason, "expires_at": expires_at, "note": note, "to": to, **details}
        if sender:
            data["from"] = sender
        drafts = [Draft("session:" + to["id"], "offered", data, room_id, sender and sender["id"])]
        if sender:
            drafts.append(Draft("session:" + sender["id"], "offered", data, room_id, sender["id"]))
        change.append(drafts)
        return offer_id

    def put(self, change: Change, guest: Guest, agent: Agent) -> None:
        """Offers a waiting guest to an agent; the guest keeps the place until the agent accepts."""
        entry = self._queue.entries(change, guest.id)[0]
        (kind,) = change.row("SELECT kind FROM sessions WHERE id = %s", (agent.id,))
        to = {"id": agent.id, "name": agent.name, "kind": kind}
        offer_id = new_id()
        (expires_at,) = change.row(
            "INSERT INTO offers (id, reason, to_id, entry_id, expires_at)"
            f" VALUES (%s, 'queue', %s, %s, clock_timestamp() + %s * interval '1 s') RETURNING {iso('expires_at')}",
            (offer_id, agent.id, guest.entry_id, self._settings.offer_seconds),
        )
        told = {name: entry[name] for name in ("name", "question", "metadata")}
        data = {"offer": offer_id, "reason": "queue", "guest": guest.id, **told, "expires_at": expires_at, "to": to}
        change.append(
            [
                Draft("session:" + agent.id, "offered", data, None, None),
                Draft("agents", "guest_offered", {"guest": guest.id, "to": to}),
            ]
        )

    def transfer(self, session: Session, room_id: str, agent_id: str | None, note: str, force: bool) -> str | None:
        """Offers the conversation to an agent and returns the offer's id; None when it moved at once.

        Without an agent the guest goes to the front of the queue. `force` is for monitors: no answer is waited for and the
        agent's limit does not hold.
        """
        with self._log.change() as change:
            owner = self._owner(change, session, room_id)
            if force and "monitor" not in session.permissions:
                raise PermissionMissing("monitor")
            self._revoke(change, "room_id = %s AND reason = 'transfer'", (room_id,))
            if agent_id is None:
                self._queue.give_back(change, room_id, session.person, "transferred", note)
                return None
            agent, approved = self._agent(change, agent_id)
            if agent_id == owner:
                raise RequestInvalid.at("$.agent", "has this conversation already")
            if force:
                self._hand_over(change, room_id, agent, session.person, note, past_limit=True)
                audit.record(change, session, "transfer", room_id, agent_id, {"forced": True})
                return None
            if not approved:
                raise AgentUnavailable(name=agent["name"], reason="not approved yet, comes by invitation only")
            self._queue.require_capacity(change, agent_id)
            chat = change.row("SELECT guest_name, question FROM chats WHERE room_id = %s", (room_id,))
            return self.make(change, "transfer", agent, session.person, room_id, note, name=chat[0], question=chat[1])

    def invite(self, change: Change, to: dict, sender: dict, room_id: str, note: str, **details: object) -> str | None:
        """Offers a seat beside the others; None when that very offer stands already."""
        if change.row(
            "SELECT 1 FROM offers WHERE room_id = %s AND to_id = %s AND reason = 'invite' AND state = 'open'",
            (room_id, to["id"]),
        ):
            return None
        return self.make(change, "invite", to, sender, room_id, note, **details)

    def invited_came(self, change: Change, room_id: str, session_id: str) -> None:
        """Somebody joined without answering first: that was the answer."""
        change.rows(
            "UPDATE offers SET state = 'accepted', ended_at = clock_timestamp()"
            " WHERE room_id = %s AND to_id = %s AND reason = 'invite' AND state = 'open'",
            (room_id, session_id),
        )

    @staticmethod
    def move_invitations(change: Change, old_id: str, new_id: str) -> None:
        """Seats offered in a conversation are seats in the room in which it goes on."""
        change.rows(
            "UPDATE offers SET room_id = %s WHERE room_id = %s AND reason = 'invite' AND state = 'open'",
            (new_id, old_id),
        )

    def take_over(self, session: Session, room_id: str) -> None:
        """A monitor becomes the owner at once; who had the conversation stays in the room."""
        with self._log.change() as change:
            row = change.row(
                "SELECT owner_id FROM rooms WHERE id = %s AND kind = 'support' AND closed_at IS NULL FOR NO KEY UPDATE",
                (room_id,),
            )
            if row is None:
                raise RoomUnknown
            self._revoke(change, "room_id = %s AND reason = 'transfer'", (room_id,))
            if row[0] == session.id:
                return
            audit.record(change, session, "takeover", room_id, row[0])
            self._queue.withdraw(change, room_id)
            self.let_in(change, room_id, session.person, "taken_over")
            change.rows("UPDATE rooms SET owner_id = %s, past_limit = true WHERE id = %s", (session.id, room_id))
            change.append([Draft("room:" + room_id, "taken_over", {"from": session.person}, room_id, session.id)])
            self._rooms.tell_load(change, row[0], session.id)

    def _owner(self, change: Change, session: Session, room_id: str) -> str | None:
        """The owner of an open support room that this person may transfer."""
        row = change.row(
            "SELECT owner_id FROM rooms WHERE id = %s AND kind = 'support' AND closed_at IS NULL FOR NO KEY UPDATE",
            (room_id,),
        )
        if "monitor" not in session.permissions:
            self._rooms.membership(change, room_id, session)
        if row is None:
            raise RoomUnknown
        if row[0] != session.id and "monitor" not in session.permissions:
            raise PermissionMissing("transfer")
        return row[0]

    @staticmethod
    def _agent(change: Change, agent_id: str) -> tuple[dict, bool]:
        """`(the agent, approved to have guests)`."""
        row = change.row(
            "SELECT id, name, kind, 'approved' = ANY(permissions) FROM sessions"
            " WHERE id = %s AND ended_at IS NULL AND 'agent' = ANY(permissions)",
            (agent_id,),
        )
        if row is None:
            raise AgentUnknown
        return dict(zip(("id", "name", "kind"), row[:3], strict=True)), row[3]

    # ── answering ───────────────────────────────────────────────────────────────────────────────────────────────────

    def answer(self, session: Session, offer_id: str, accept: bool) -> str | None:
        """Accepts, and returns the room; or declines. OfferGone when its time is up or it was taken back."""
        with self._log.change() as change:
            offer = change.row(
                "SELECT o.reason, o.from_id, coalesce(o.room_id, q.room_id), o.note, o.expires_at > clock_timestamp(),"
                " o.state, q.session_id FROM offers o LEFT JOIN queue_entries q ON q.id = o.entry_id"
                " WHERE o.id = %s AND o.to_id = %s FOR UPDATE OF o",
                (offer_id, session.id),
            )
            if offer is None or offer[5] != "open" or not offer[4]:
                if offer is not None and accept and offer[5] == "accepted":
                    # The same answer again: the first one counted.
                    return offer[2]
                raise OfferGone
            reason, sender_id, room_id, note, _, _, guest_id = offer
            # Before any event: a writer that holds the room may be waiting for the head of the log.
            change.rows("SELECT FROM rooms WHERE id = %s FOR NO KEY UPDATE", (room_id,))
            if reason == "invite":
                self.on_invitation_answered(change, room_id, session.id, accept)
            if not accept:
                self._end(change, offer_id, "declined")
                return None
            if reason == "queue":
                # `claim` settles the offer too.
                return self._queue.claim(change, session.person, guest_id)
            if reason == "transfer":
                self._queue.require_capacity(change, session.id)
            change.rows("UPDATE offers SET state = 'accepted', ended_at = clock_timestamp() WHERE id = %s", (offer_id,))
            if reason == "transfer":
                sender = self._rooms.person(change, sender_id)
                self._hand_over(change, room_id, session.person, sender, note)
            else:
                self.let_in(change, room_id, session.person, "invited")
            return room_id

    def _hand_over(self, change: Change, room_id: str, to: dict, by: dict, note: str, past_limit: bool = False) -> None:
        """The conversation changes hands: the new agent hears the room from here on, the old one up to here."""
        (owner_id,) = change.row("SELECT owner_id FROM rooms WHERE id = %s", (room_id,))
        self._queue.withdraw(change, room_id)
        self.let_in(change, room_id, to, "transferred")
        change.rows("UPDATE rooms SET owner_id = %s, past_limit = %s WHERE id = %s", (to["id"], past_limit, room_id))
        change.append([Draft("room:" + room_id, "transferred", {"from": by, "to": to}, room_id, by["id"])])
        guest = change.row("SELECT guest_name FROM chats WHERE room_id = %s", (room_id,))[0]
        change.append(
            [
                Draft(
                    "session:" + to["id"],
                    "assigned",
                    {"name": guest, "reason": "transfer", "note": note},
                    room_id,
                    by["id"],
                )
            ]
        )
        if owner_id is not None and self._rooms.role_of(change, room_id, owner_id):
            self._rooms.go(change, room_id, self._rooms.person(change, owner_id), "transferred")
        self._rooms.tell_load(change, owner_id, to["id"])

    def let_in(self, change: Change, room_id: str, person: dict, reason: str) -> None:
        """Into the room as somebody who helps; a watcher becomes one by leaving and coming again."""
        role = self._rooms.role_of(change, room_id, person["id"])
        if role == "agent":
            return
        if role is not None:
            self._rooms.go(change, room_id, person, reason)
        self._rooms.admit(change, [person["id"]], rooms=0)
        self._rooms.enter(change, room_id, [(person, "agent")], reason=reason)

    # ── ending ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def _end(self, change: Change, offer_id: str, state: str) -> None:
        """Ends an open offer; both sides hear how."""
        row = change.row(
            "UPDATE offers SET state = %s, ended_at = clock_timestamp() WHERE id = %s AND state = 'open'"
            " RETURNING to_id, from_id, room_id, reason, (SELECT session_id FROM queue_entries WHERE id = entry_id)",
            (state, offer_id),
        )
        if row is None:
            return
        to_id, sender_id, room_id, reason, guest_id = row
        to = self._rooms.person(change, to_id)
        data = {"offer": offer_id, "how": state, "reason": reason, "to": to}
        drafts = [
            Draft("session:" + session_id, "offer_expired", data, room_id)
            for session_id in (to_id, sender_id)
            if session_id is not None
        ]
        if guest_id is not None:
            drafts.append(Draft("agents", "guest_offered", {"guest": guest_id, "to": None}))
        change.append(drafts)
        if reason == "queue" and state != "revoked":
            in_a_row = self._count_missed(change, to, state == "timeout")
            if state == "timeout":
                (name,) = change.row(
                    "SELECT q.name FROM queue_entries q JOIN offers o ON o.entry_id = q.id WHERE o.id = %s", (offer_id,)
                )
                told = {"guest": {"id": guest_id, "name": name}, "to": to, "missed": in_a_row}
                change.append([Draft("monitors", "offer_unanswered", told)])

    def _count_missed(self, change: Change, agent: dict, missed: bool) -> int:
        """How many this agent has missed in a row. Whoever misses too many is away: no guest is offered to an empty chair."""
        (in_a_row,) = change.row(
            "UPDATE sessions SET missed_offers = CASE WHEN %s THEN missed_offers + 1 ELSE 0 END WHERE id = %s"
            " RETURNING missed_offers",
            (missed, agent["id"]),
        )
        if in_a_row >= self._missed_offers:
            change.rows("UPDATE sessions SET missed_offers = 0 WHERE id = %s", (agent["id"],))
            self._presence.become(change, agent, "away", "missed_offers")
        return in_a_row

    def settle(self, change: Change, entry_id: str, agent_id: str | None) -> None:
        """An entry waits no longer: its offer was accepted, when it is this agent's, or is taken back."""
        row = change.row(
            "UPDATE offers SET state = 'accepted', ended_at = clock_timestamp()"
            " WHERE entry_id = %s AND to_id = %s AND state = 'open' RETURNING 1",
            (entry_id, agent_id),
        )
        if row is None:
            self._revoke(change, "entry_id = %s", (entry_id,))
        if agent_id is not None:
            change.rows("UPDATE sessions SET missed_offers = 0 WHERE id = %s AND missed_offers > 0", (agent_id,))

    def _revoke(self, change: Change, where: str, args: tuple) -> None:
        for (offer_id,) in change.rows(f"SELECT id FROM offers WHERE state = 'open' AND {where}", args):
            self._end(change, offer_id, "revoked")

    def forsake(self, change: Change, session_id: str) -> None:
        """Nobody answers for somebody who is gone."""
        self._revoke(change, "(to_id = %s OR from_id = %s)", (session_id, session_id))

    def end_of_session(self, change: Change, session: Session, reason: str) -> None:
        """`forsake`, when the session ends."""
        self.forsake(change, session.id)

    def start_anew(self, change: Change, guest_id: str) -> None:
        """The guest is offered to nobody, and to everybody again: refusals are forgotten."""
        row = change.row(
            "UPDATE queue_entries SET anew_at = clock_timestamp(), from_agent = NULL, from_reason = NULL"
            " WHERE session_id = %s AND state = 'waiting' RETURNING id",
            (guest_id,),
        )
        if row is not None:
            self._revoke(change, "entry_id = %s", (row[0],))

    def take_back(self, change: Change, guest_id: str) -> None:
        """The guest who is offered to somebody has fallen silent."""
        self._revoke(
            change,
            "entry_id = (SELECT id FROM queue_entries WHERE session_id = %s AND state = 'waiting')",
            (guest_id,),
        )

    def open_to(self, view: Change, session_id: str) -> list[dict]:
        """The open offers to this person, for `/state`."""
        offers = []
        for offer, reason, room, note, expires_at, name, question, guest, metadata in view.rows(
            f"SELECT o.id, o.reason, o.room_id, o.note, {iso('o.expires_at')}, coalesce(q.name, c.guest_name, r.name),"
            " coalesce(q.question, c.question), q.session_id, q.metadata FROM offers o LEFT JOIN rooms r ON r.id = o.room_id"
            " LEFT JOIN chats c ON c.room_id = o.room_id LEFT JOIN queue_entries q ON q.id = o.entry_id"
            " WHERE o.to_id = %s AND o.state = 'open' AND o.expires_at > clock_timestamp() ORDER BY o.made_at",
            (session_id,),
        ):
            about = {"guest": guest, "metadata": metadata} if guest else {"room": room, "note": note}
            offers.append(
                {"offer": offer, "reason": reason, "expires_at": expires_at, "name": name, "question": question} | about
            )
        return offers

    def sweep(self) -> None:
        """Ends the offers whose time is up, and those that cannot be accepted any more."""
        if not self._log.database.rows(DUE):
            return
        with self._log.change() as change:
            for offer_id, late in change.rows(DUE):
                self._end(change, offer_id, "timeout" if late else "revoked")
