"""The floor as a monitor sees it: every open room with its last line, and every helper with what is on the table.

Place: beside presence and rooms, which it only reads. One look serves all monitors of a worker for a second, so that a wall
of screens costs no more than one. Invariant: it shows what a monitor may read anyway, and no direct room.
"""

import time

from ..config import Config
from ..stream.events import EventLog, iso
from .floor import SILENCE

FRESH_SECONDS = 1.0
LINE_CHARACTERS = 200
# The last message, the last that was not the guest's, and the guest's first after that: each a short walk along an index.
ROOMS = f"""
SELECT r.id, r.kind, r.name, coalesce(nullif(r.topic, ''), c.question, ''), {iso("r.opened_at")}, r.bytes, c.guest_id,
       c.guest_name, {SILENCE}, r.owner_id, a.name, last.id, last.actor_id, last.name, {iso("last.at")}, last.body,
       CASE WHEN c.room_id IS NULL THEN NULL WHEN answered.id IS NULL THEN {iso("r.opened_at")} ELSE {iso("asked.at")} END,
       ARRAY(SELECT session_id FROM members m WHERE m.room_id = r.id AND m.left_event IS NULL AND m.role = 'watcher'),
       (SELECT count(*) FROM members m WHERE m.room_id = r.id AND m.left_event IS NULL AND m.role <> 'watcher')
  FROM rooms r LEFT JOIN chats c ON c.room_id = r.id LEFT JOIN sessions s ON s.id = c.guest_id
  LEFT JOIN sessions a ON a.id = r.owner_id
  LEFT JOIN LATERAL (
    SELECT e.id, e.actor_id, e.data #>> '{{from,name}}' AS name, e.at, left(e.data ->> 'body', {LINE_CHARACTERS}) AS body
      FROM events e WHERE e.stream = 'room:' || r.id AND e.kind = 'message' ORDER BY e.id DESC LIMIT 1
  ) last ON true
  LEFT JOIN LATERAL (
    SELECT e.id FROM events e WHERE e.stream = 'room:' || r.id AND e.kind = 'message' AND e.actor_id <> c.guest_id
     ORDER BY e.id DESC LIMIT 1
  ) answered ON true
  LEFT JOIN LATERAL (
    SELECT e.at FROM events e WHERE e.stream = 'room:' || r.id AND e.kind = 'message' AND e.id > answered.id
     ORDER BY e.id LIMIT 1
  ) asked ON true
 WHERE r.closed_at IS NULL AND r.kind <> 'direct' AND NOT r.permanent ORDER BY r.opened_at, r.id
"""
# Also those who fell silent while they have chats: them a monitor must see.
AGENTS = f"""
SELECT s.id, s.site_user_id, s.name, s.kind, s.status, 'approved' = ANY(s.permissions), s.chat_limit, {SILENCE}, owned.chats
  FROM sessions s CROSS JOIN LATERAL (
    SELECT count(*) AS chats FROM rooms r WHERE r.owner_id = s.id AND r.closed_at IS NULL AND r.kind = 'support'
  ) owned
 WHERE s.ended_at IS NULL AND s.kind IN ('agent', 'monitor') AND (owned.chats > 0
    OR (s.status <> 'offline' AND s.seen_at > clock_timestamp() - interval '60 s')) ORDER BY s.name, s.id
"""


class Overview:
    """The floor of one site."""

    def __init__(self, config: Config, log: EventLog) -> None:
        self._log = log
        self._grace = {"grace": config.presence.grace_seconds}
        self._silence = config.presence.reconnecting_seconds
        self._seen: dict = {}
        self._read_at = -FRESH_SECONDS

    def show(self) -> dict:
        """`{rooms, agents}`; at most a second old."""
        if time.monotonic() - self._read_at >= FRESH_SECONDS:
            with self._log.snapshot() as (view, _):
                rooms = [self._room(*row) for row in view.rows(ROOMS, self._grace)]
                agents = [self._agent(*row) for row in view.rows(AGENTS, self._grace)]
            self._seen = {"rooms": rooms, "agents": agents}
            self._read_at = time.monotonic()
        return self._seen

    def _room(
        self, id_, kind, name, topic, opened_at, size, guest_id, guest_name, silence, owner_id, owner, last_id, last_from,
        last_name, last_at, last_body, waits_since, watchers, members,
    ) -> dict:  # fmt: skip
        return {
            "id": id_, "kind": kind, "name": name, "topic": topic, "opened_at": opened_at, "bytes": size, "members": members,
            "guest": guest_id and {"id": guest_id, "name": guest_name, "silent": silence >= self._silence},
            "agent": owner_id and {"id": owner_id, "name": owner},
            "last": last_id and {"id": last_id, "at": last_at, "body": last_body, "from": {"id": last_from, "name": last_name}},
            # Since when the guest waits for an answer; null when it is the guest's turn.
            "waits_since": waits_since, "watchers": watchers,
        }  # fmt: skip

    def _agent(self, id_, account, name, kind, status, approved, limit, silence, chats) -> dict:
        return {
            "id": id_, "account": account, "name": name, "kind": kind, "status": status, "approved": approved,
            "chats": chats, "chat_limit": limit, "silent_seconds": round(silence, 1) if silence >= self._silence else None,
        }  # fmt: skip
