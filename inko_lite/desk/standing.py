"""How somebody stands to a room: the role in it, and what follows for each action.

Place: the first question of every rule about a room. One statement answers it, inside the change that acts upon it and
with the room's row locked, so that it holds until the commit: the writer of messages takes the same lock.
"""

from typing import NamedTuple

from ..errors import PermissionMissing, RoomEnded, RoomUnknown
from . import permissions
from .identity import Session

LOOK = """
SELECT r.kind, r.name, r.private, r.permanent, r.owner_id, r.bytes, r.closed_at IS NOT NULL, m.role,
       r.closed_at IS NOT NULL AND EXISTS (
         SELECT FROM members l WHERE l.room_id = r.id AND l.session_id = %(session)s
            AND l.left_event = (SELECT max(left_event) FROM members WHERE room_id = r.id)),
       (SELECT json_object_agg(action, allowed) FROM (
         SELECT DISTINCT ON (action) action, allowed FROM room_rights
          WHERE room_id = r.id AND who IN (%(session)s, CASE WHEN r.owner_id = m.session_id THEN 'owner'
                                                             ELSE coalesce(m.role, %(arriving)s) END)
          ORDER BY action, who = %(session)s DESC) o)
  FROM rooms r LEFT JOIN members m ON m.room_id = r.id AND m.session_id = %(session)s AND m.left_event IS NULL
 WHERE r.id = %(room)s
"""


def arriving_role(session: Session) -> str:
    """The role in which somebody comes into a room that is not a guest's own."""
    if "agents" in session.streams:
        return "agent"
    return "guest" if session.kind == "guest" else "member"


class Standing(NamedTuple):
    """One session and one room."""

    session: Session
    room_id: str
    kind: str
    name: str
    private: bool
    permanent: bool
    owner_id: str | None
    size: int
    closed: bool
    # None for somebody who is not in the room.
    role: str | None
    was_there: bool
    overrides: dict[str, bool]

    @property
    def supervises(self) -> bool:
        return "monitor" in self.session.permissions

    @property
    def reads(self) -> bool:
        """May this person read what was said here?"""
        return self.role is not None or self.was_there or self.supervises

    @property
    def public(self) -> bool:
        """Is it a group that such people may find and join?"""
        return self.kind == "group" and not self.private and "join" in self.session.permissions

    def may(self, action: str) -> bool:
        """Is it allowed, by the role in the room or as somebody who supervises all rooms?"""
        role = "owner" if self.role is not None and self.owner_id == self.session.id else self.role
        return permissions.can(role, action, self.overrides, self.kind) or (
            self.supervises and permissions.can("monitor", action, {}, self.kind)
        )

    def allowed(self) -> list[str]:
        """All that the person may do here, for pages that show only what is of use."""
        return [action for action in permissions.ALL if self.may(action)]

    def usual(self) -> dict[str, list[str]]:
        """What is allowed in such a room where nothing differs: in the person's role, as the owner that it may become, and as
        somebody who supervises all rooms. A page follows by it what a change of rights or of the owner means for the person."""
        roles = [
            self.role,
            *(["owner"] if self.role in ("agent", "member") else []),
            *(["monitor"] if self.supervises else []),
        ]
        return {role: permissions.usual(role, self.kind) for role in roles if role}

    def require(self, action: str) -> None:
        """Raises RoomUnknown, RoomEnded or PermissionMissing unless it is allowed."""
        self.require_open()
        if self.may(action):
            return
        if self.role is None:
            raise RoomUnknown
        raise PermissionMissing("speak" if self.role == "watcher" and action in permissions.SAYING else action)

    def require_open(self) -> None:
        """Raises RoomUnknown or RoomEnded."""
        if not (self.reads or self.public):
            raise RoomUnknown
        if self.closed:
            raise RoomEnded


def differing(view, room_ids: list[str]) -> dict[str, list[dict]]:
    """What each room allows or denies otherwise than usual: `[{session or role, allow, deny}]`."""
    found: dict[str, list[dict]] = {room_id: [] for room_id in room_ids}
    for room_id, who, allow, deny in view.rows(
        "SELECT room_id, who, coalesce(array_agg(action ORDER BY action) FILTER (WHERE allowed), '{}'),"
        " coalesce(array_agg(action ORDER BY action) FILTER (WHERE NOT allowed), '{}')"
        " FROM room_rights WHERE room_id = ANY(%s) GROUP BY room_id, who ORDER BY who",
        (room_ids,),
    ):
        found[room_id].append({"role" if who in permissions.ROLES else "session": who, "allow": allow, "deny": deny})
    return found


def look(source, room_id: str, session: Session, lock: bool = True) -> Standing:
    """How the session stands to the room; raises RoomUnknown when there is none. `source` is a change or a database."""
    rows = source.rows(
        LOOK + (" FOR NO KEY UPDATE OF r" if lock else ""),
        {"session": session.id, "room": room_id, "arriving": arriving_role(session)},
    )
    if not rows:
        raise RoomUnknown
    *fields, overrides = rows[0]
    return Standing(session, room_id, *fields, overrides or {})
