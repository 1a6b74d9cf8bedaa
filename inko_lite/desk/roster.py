"""Who is here, and in which rooms: what `/list` tells the staff.

Place: beside presence and rooms, which it only reads. Invariant: it names no room that the person may not know of: a monitor
knows all, an agent the open groups and the rooms that the agent is in.
"""

from ..stream.events import Change
from .identity import Session
from .presence import Presence

KNOWN_ROOMS = """
SELECT r.id, r.kind, r.name, r.topic, r.private, r.permanent, r.owner_id,
       array(SELECT session_id FROM members m WHERE m.room_id = r.id AND m.left_event IS NULL ORDER BY joined_event)
  FROM rooms r
 WHERE r.closed_at IS NULL
   AND (%(supervises)s OR (r.kind = 'group' AND NOT r.private AND %(joins)s)
        OR EXISTS (SELECT FROM members m WHERE m.room_id = r.id AND m.session_id = %(session)s AND m.left_event IS NULL))
 ORDER BY r.opened_at, r.id
"""
GUESTS = """
SELECT s.id, s.name, s.kind, s.status, array_remove(array_agg(x.room_id ORDER BY x.room_id), NULL), bool_or(x.waiting)
  FROM (SELECT session_id, room_id, false AS waiting FROM members WHERE left_event IS NULL AND role IN ('guest', 'member')
        UNION ALL SELECT session_id, NULL, true FROM queue_entries WHERE state = 'waiting') x
  JOIN sessions s ON s.id = x.session_id AND s.kind IN ('guest', 'user')
 GROUP BY s.id ORDER BY s.name, s.id
"""


def roster(view: Change, session: Session, presence: Presence) -> dict:
    """`{agents, guests, rooms}` as this person may know them."""
    rooms = [
        dict(zip(("id", "kind", "name", "topic", "private", "permanent", "owner", "members"), row, strict=True))
        for row in view.rows(
            KNOWN_ROOMS,
            {
                "supervises": "monitor" in session.permissions,
                "joins": "join" in session.permissions,
                "session": session.id,
            },
        )
    ]
    known = {room["id"] for room in rooms}
    agents = presence.staff(view)
    for agent in agents:
        agent["rooms"] = [room["id"] for room in rooms if agent["id"] in room["members"]]
    guests = []
    for id_, name, kind, status, its_rooms, waiting in view.rows(GUESTS):
        guest = {"id": id_, "name": name, "kind": kind, "status": status, "waiting": waiting}
        room = next((room_id for room_id in its_rooms if room_id in known), None)
        guests.append(guest | ({"room": room} if room else {}))
    return {"agents": agents, "guests": guests, "rooms": rooms}
