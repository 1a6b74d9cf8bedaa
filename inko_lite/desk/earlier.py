"""Earlier chats: what the guest of a conversation has asked before, for those who help now.

Place: beside `transcripts.py`, whose rule says which of them this helper may read. Invariant: the same person is the same chat
session or the same account on the site, never the same name; what is told of a chat that the helper may not read is the
question, who helped, and how it ended.
"""

from ..errors import RoomUnknown
from ..stream.events import EventLog, iso
from . import standing
from .identity import Session
from .transcripts import SOLVED, visible

MOST = 10
CHATS = f"""
SELECT r.id, c.question, helper.name, {iso("r.opened_at")}, {iso("r.closed_at")}, v.score, {SOLVED}, {{readable}}
  FROM chats now JOIN sessions me ON me.id = now.guest_id
  JOIN sessions s ON s.id = me.id OR s.site_user_id = me.site_user_id
  JOIN chats c ON c.guest_id = s.id AND c.room_id <> now.room_id JOIN rooms r ON r.id = c.room_id
  LEFT JOIN surveys v ON v.room_id = r.id
  LEFT JOIN LATERAL (
    SELECT h.name FROM members m JOIN sessions h ON h.id = m.session_id WHERE m.room_id = r.id AND m.role = 'agent'
     ORDER BY h.id = r.owner_id DESC, m.joined_event DESC LIMIT 1
  ) helper ON true
 WHERE now.room_id = %(room)s ORDER BY r.opened_at DESC, r.id LIMIT %(most)s
"""


class Earlier:
    """The way back from one conversation to those before it."""

    def __init__(self, log: EventLog) -> None:
        self._log = log

    def chats(self, session: Session, room_id: str) -> list[dict]:
        """At most MOST of them, the newest first; raises RoomUnknown for a room that the helper is not in and may not watch."""
        with self._log.snapshot() as (view, _):
            place = standing.look(view, room_id, session, lock=False)
            if place.role is None and not place.supervises:
                raise RoomUnknown
            where, args = visible(session)
            rows = view.rows(CHATS.format(readable=where), {**args, "room": room_id, "most": MOST})
        names = ("id", "question", "agent", "started_at", "ended_at", "score", "solved", "readable")
        found = [dict(zip(names, row, strict=True)) for row in rows]
        return [chat | {"agent": chat["agent"] and {"name": chat["agent"]}} for chat in found]
