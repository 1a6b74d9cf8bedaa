"""Webhooks: what of the chat's events other systems are told, and how they know that it was us.

Place: an observer of the event log, so that no rule has to think of it: whatever appends one of these events has told, in
the same transaction. A webhook names people by id and says nothing that a guest wrote, but for the survey's comment.
"""

import hashlib
import hmac
import time

import msgspec

from ..config import Config
from ..stream.events import Change, Draft, iso
from . import outgoing
from .outbox import Delivery, Outbox
from .outgoing import Undelivered

# How a conversation that outgrew its room goes on: neither an end nor a beginning.
CONTINUED = "continued"
# The kind of event, and the webhook that it may become.
KINDS = {
    "joined": "chat.started",
    "ended": "chat.ended",
    "transferred": "chat.transferred",
    "taken_over": "chat.transferred",
    "survey": "survey.answered",
    "follow_up": "follow_up.requested",
    "queue_opened": "queue.opened",
    "queue_closed": "queue.closed",
}
CHAT = f"""
SELECT c.guest_id, c.metadata ->> 'product', c.metadata ->> 'topic', c.metadata ->> 'locale',
       ARRAY(SELECT tag FROM tags WHERE tags.room_id = c.room_id ORDER BY tag),
       {iso("c.queued_at")}, {iso("c.assigned_at")}, {iso("r.closed_at")}, r.close_reason,
       extract(epoch FROM c.assigned_at - c.queued_at)::float8, extract(epoch FROM r.closed_at - c.assigned_at)::float8,
       a.id, a.site_user_id, a.name
  FROM chats c JOIN rooms r ON r.id = c.room_id LEFT JOIN sessions a ON a.id = r.owner_id WHERE c.room_id = %s
"""


class Webhooks:
    """Writes webhooks into the outbox, and carries them to the configured address."""

    def __init__(self, config: Config, outbox: Outbox) -> None:
        self._config = config.webhooks
        self._outbox = outbox
        self._wanted = frozenset(self._config.events) if self._config.url else frozenset()
        outbox.carriers["webhook"] = self.carry

    def follow(self, kind: str) -> None:
        """This worker has heard of an event of this kind: there may be something to deliver."""
        if KINDS.get(kind) in self._wanted or kind == "follow_up":
            self._outbox.wake()

    # ── writing ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def observe(self, change: Change) -> None:
        """Writes what this change's events say to others; see `EventLog.observers`."""
        told = set()
        for draft, event in zip(change.drafts, change.events, strict=True):
            kind = KINDS.get(draft.kind)
            if kind not in self._wanted or (kind, draft.room_id) in told:
                continue
            payload = self._payload(change, kind, draft)
            if payload is not None:
                told.add((kind, draft.room_id))
                self._outbox.add(change, kind, payload, room_id=draft.room_id, at=event.at)

    def _payload(self, change: Change, kind: str, draft: Draft) -> dict | None:
        data = msgspec.json.decode(draft.data)
        if kind in ("queue.opened", "queue.closed"):
            return {name: data.get(name) for name in ("status", "mode", "reason")}
        if kind == "follow_up.requested" and data.get("state") != "requested":
            return None
        if kind in ("chat.started", "chat.ended") and data.get("reason") == CONTINUED:
            return None
        chat = self._chat(change, draft.room_id)
        if chat is None or (kind == "chat.started" and draft.subject_id != chat["guest"]):
            return None
        if kind == "chat.transferred":
            chat["to"] = data["from"] if draft.kind == "taken_over" else data.get("to")
            chat["reason"] = data.get("reason", draft.kind)
        elif kind == "survey.answered":
            score, solved, comment = change.row(
                "SELECT score, solved, comment FROM surveys WHERE room_id = %s", (draft.room_id,)
            )
            chat |= {"score": score, "solved": solved, "comment": comment}
        return chat

    @staticmethod
    def _chat(change: Change, room_id: str | None) -> dict | None:
        """What is told of a chat; None for a room that is none."""
        row = room_id and change.row(CHAT, (room_id,))
        if not row:
            return None
        guest, product, topic, locale, tags, queued_at, started_at, ended_at, reason, wait, handling, *by = row
        agent, account, name = by
        return {
            "room": room_id, "guest": guest, "agent": agent and {"id": agent, "account": account, "name": name},
            "product": product, "topic": topic, "locale": locale, "tags": tags, "queued_at": queued_at,
            "started_at": started_at, "ended_at": ended_at, "reason": reason,
            "wait_seconds": round(wait, 3), "handling_seconds": None if handling is None else round(handling, 3),
        }  # fmt: skip

    # ── carrying ────────────────────────────────────────────────────────────────────────────────────────────────────

    def carry(self, delivery: Delivery) -> None:
        """Posts one webhook. Any status of 200 to 299 is taken for "received"; a redirect is not followed."""
        if not self._config.url:
            raise Undelivered("[webhooks] url is not set any more")
        post(self._config.url, self._config.secret, delivery, self._config.allow_private, answer_bytes=0)


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """What `X-Inko-Signature` says: HMAC-SHA256 over the timestamp, a dot and the body, in hexadecimal."""
    return "sha256=" + hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def post(
    url: str, secret: str, delivery: Delivery, private: bool, answer_bytes: int = outgoing.ANSWER_BYTES
) -> outgoing.Answer:
    """Posts a delivery with its id, time and signature; raises Undelivered unless it was received."""
    body = delivery.body.encode()
    timestamp = str(int(time.time()))
    headers = {
        "Content-Type": "application/json",
        "X-Inko-Delivery": delivery.id,
        "X-Inko-Kind": delivery.kind,
        "X-Inko-Attempt": str(delivery.attempts),
        "X-Inko-Timestamp": timestamp,
        "X-Inko-Signature": signature(secret, timestamp, body),
    }
    answer = outgoing.request("POST", url, headers, body, private, answer_bytes)
    if not 200 <= answer.status <= 299:
        raise Undelivered(f"answered {answer.status}", answer.status, outgoing.retry_after(answer))
    return answer
