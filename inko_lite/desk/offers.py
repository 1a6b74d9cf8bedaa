"""Offers: a conversation put to somebody, who accepts or declines before a countdown ends.

Place: between rooms and queue; the owner of `offers`. Invariants: a conversation stays with its agent until the offer is
accepted, and is offered to one person at a time; an offer ends once, by answer, timeout or revocation, and both sides hear
how. Any worker may end the offers whose time is up: a conditional UPDATE decides.
"""

import logging

import gevent

from ..config import Config
from ..errors import AgentUnknown, OfferGone, PermissionMissing, Refusal, RequestInvalid, RoomUnknown
from ..stream.events import Change, Draft, EventLog, iso
from .identity import Session, new_id
from .queue import Queue
from .rooms import Rooms

log = logging.getLogger(__name__)

SWEEP_SECONDS = 1


class Offers:
    """Transfers, takeovers and offered invitations."""

    def __init__(self, config: Config, log_: EventLog, rooms: Rooms, queue: Queue) -> None:
        self._seconds = config.queue.offer_seconds
        self._log = log_
        self._rooms = rooms
        self._queue = queue
        self._greenlet: gevent.Greenlet | None = None

    def start(self) -> None:
        self._greenlet = gevent.spawn(self._run)

    def stop(self) -> None:
        if self._greenlet is not None:
            self._greenlet.kill()

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
            (offer_id, reason, to["id"], sender and sender["id"], room_id, note, self._seconds),
        )
        data = {"offer": offer_id, "reason": reason, "expires_at": expires_at, "note": note, "to": to, **details}
        if sender:
            data["from"] = sender
        drafts = [Draft("session:" + to["id"], "offered", data, room_id, sender and sender["id"])]
        if sender:
            drafts.append(Draft("session:" + sender["id"], "offered", data, room_id, sender["id"]))
        change.append(drafts)
        return offer_id

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
            agent = self._agent(change, agent_id)
            if agent_id == owner:
                raise RequestInvalid.at("$.agent", "has this conversation already")
            if force:
                self._hand_over(change, room_id, agent, session.person, note)
                return None
            self._queue.require_capacity(change, agent_id)
            chat = change.row("SELECT guest_name, question FROM chats WHERE room_id = %s", (room_id,))
            return self.make(change, "transfer", agent, session.person, room_id, note, name=chat[0], question=chat[1])

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
            self._queue.withdraw(change, room_id)
            self._let_in(change, room_id, session.person, "taken_over")
            change.rows("UPDATE rooms SET owner_id = %s WHERE id = %s", (session.id, room_id))
            change.append([Draft("room:" + room_id, "taken_over", {"from": session.person}, room_id, session.id)])

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
    def _agent(change: Change, agent_id: str) -> dict:
        row = change.row(
            "SELECT id, name, kind FROM sessions WHERE id = %s AND ended_at IS NULL AND 'agent' = ANY(permissions)",
            (agent_id,),
        )
        if row is None:
            raise AgentUnknown
        return dict(zip(("id", "name", "kind"), row, strict=True))

    # ── answering ───────────────────────────────────────────────────────────────────────────────────────────────────

    def answer(self, session: Session, offer_id: str, accept: bool) -> str | None:
        """Accepts, and returns the room; or declines. OfferGone when its time is up or it was taken back."""
        with self._log.change() as change:
            offer = change.row(
                "SELECT reason, from_id, room_id, note, expires_at > clock_timestamp(), state FROM offers"
                " WHERE id = %s AND to_id = %s FOR UPDATE",
                (offer_id, session.id),
            )
            if offer is None or offer[5] != "open" or not offer[4]:
                if offer is not None and accept and offer[5] == "accepted":
                    # The same answer again: the first one counted.
                    return offer[2]
                raise OfferGone
            reason, sender_id, room_id, note = offer[:4]
            if not accept:
                self._end(change, offer_id, "declined")
                return None
            if reason == "transfer":
                self._queue.require_capacity(change, session.id)
            change.rows("UPDATE offers SET state = 'accepted', ended_at = clock_timestamp() WHERE id = %s", (offer_id,))
            if reason == "transfer":
                sender = self._rooms.person(change, sender_id)
                self._hand_over(change, room_id, session.person, sender, note)
            else:
                self._let_in(change, room_id, session.person, "invited")
            return room_id

    def _hand_over(self, change: Change, room_id: str, to: dict, by: dict, note: str) -> None:
        """The conversation changes hands: the new agent hears the room from here on, the old one up to here."""
        (owner_id,) = change.row("SELECT owner_id FROM rooms WHERE id = %s", (room_id,))
        self._queue.withdraw(change, room_id)
        self._let_in(change, room_id, to, "transferred")
        change.rows("UPDATE rooms SET owner_id = %s WHERE id = %s", (to["id"], room_id))
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

    def _let_in(self, change: Change, room_id: str, person: dict, reason: str) -> None:
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
            " RETURNING to_id, from_id, room_id, reason",
            (state, offer_id),
        )
        if row is None:
            return
        to_id, sender_id, room_id, reason = row
        data = {"offer": offer_id, "how": state, "reason": reason, "to": self._rooms.person(change, to_id)}
        change.append(
            [
                Draft("session:" + session_id, "offer_expired", data, room_id)
                for session_id in (to_id, sender_id)
                if session_id is not None
            ]
        )

    def _revoke(self, change: Change, where: str, args: tuple) -> None:
        for (offer_id,) in change.rows(f"SELECT id FROM offers WHERE state = 'open' AND {where}", args):
            self._end(change, offer_id, "revoked")

    def end_of_session(self, change: Change, session: Session, reason: str) -> None:
        """Nobody answers for somebody who is gone."""
        self._revoke(change, "(to_id = %s OR from_id = %s)", (session.id, session.id))

    def open_to(self, view: Change, session_id: str) -> list[dict]:
        """The open offers to this person, for `/state`."""
        return [
            {
                "offer": offer, "reason": reason, "room": room, "note": note, "expires_at": expires_at,
                "name": name, "question": question,
            }
            for offer, reason, room, note, expires_at, name, question in view.rows(
                f"SELECT o.id, o.reason, o.room_id, o.note, {iso('o.expires_at')}, coalesce(c.guest_name, r.name), c.question"
                " FROM offers o LEFT JOIN rooms r ON r.id = o.room_id LEFT JOIN chats c ON c.room_id = o.room_id"
                " WHERE o.to_id = %s AND o.state = 'open' AND o.expires_at > clock_timestamp() ORDER BY o.made_at",
                (session_id,),
            )
        ]  # fmt: skip

    def _run(self) -> None:
        while True:
            gevent.sleep(SWEEP_SECONDS)
            try:
                self.sweep()
            except Refusal:
                continue
            except Exception:
                log.exception("offers: the sweep failed")

    def sweep(self) -> None:
        """Ends the offers whose time is up, and those whose room is over."""
        due = (
            "SELECT o.id, o.expires_at <= clock_timestamp() FROM offers o LEFT JOIN rooms r ON r.id = o.room_id"
            " WHERE o.state = 'open' AND (o.expires_at <= clock_timestamp() OR r.closed_at IS NOT NULL)"
        )
        if not self._log.database.rows(due):
            return
        with self._log.change() as change:
            for offer_id, late in change.rows(due):
                self._end(change, offer_id, "timeout" if late else "revoked")
