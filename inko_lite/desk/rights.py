"""Rights: what one room allows or denies otherwise than the table in `desk/permissions.py`.

Place: beside `desk/rooms.py`; the owner of the table `room_rights`. Invariant: a change holds for those inside from its commit
on, because it holds the room's row, as does the writer of messages while it decides who may speak.
"""

from ..errors import PersonUnknown, RequestInvalid
from ..stream.events import Change, Draft, EventLog
from . import audit, standing
from .identity import Session
from .permissions import ACTIONS, ROLES
from .rooms import Rooms


class Rights:
    """The rights in the rooms of one site."""

    def __init__(self, log: EventLog, rooms: Rooms) -> None:
        self._log = log
        self._rooms = rooms

    def set(
        self,
        session: Session,
        room_id: str,
        role: str | None,
        session_id: str | None,
        allow: list[str],
        deny: list[str],
    ) -> list[dict]:
        """Allows and denies actions to a role or to one member; those in the room hear of it. Returns what differs there now."""
        self._check(role, session_id, allow, deny)
        rights = {action: action in allow for action in ACTIONS if action in allow or action in deny}
        with self._log.change() as change:
            self._rooms.require(change, room_id, session, "rights")
            if session_id is not None and self._rooms.role_of(change, room_id, session_id) in (None, "watcher"):
                # A watcher has no rights to change, and may be there unseen.
                raise PersonUnknown
            changed = [
                change.row(
                    "INSERT INTO room_rights AS r (room_id, action, who, allowed) VALUES (%s, %s, %s, %s)"
                    " ON CONFLICT (room_id, action, who) DO UPDATE SET allowed = excluded.allowed"
                    " WHERE r.allowed <> excluded.allowed RETURNING 1",
                    (room_id, action, session_id or role, allowed),
                )
                for action, allowed in rights.items()
            ]
            if any(changed):
                told = {"role": role} if role else {"session": session_id}
                told |= {
                    "allow": [action for action, allowed in rights.items() if allowed],
                    "deny": [action for action, allowed in rights.items() if not allowed],
                }
                audit.record(change, session, "rights", room_id, session_id, told)
                change.append(
                    [Draft("room:" + room_id, "rights", {"from": session.person, **told}, room_id, session.id)]
                )
            return standing.differing(change, [room_id])[room_id]

    @staticmethod
    def _check(role: str | None, session_id: str | None, allow: list[str], deny: list[str]) -> None:
        if (role is None) == (session_id is None):
            raise RequestInvalid.at("$", "names either a session or a role")
        if role is not None and role not in ROLES:
            raise RequestInvalid.at("$.role", "must be one of " + ", ".join(ROLES))
        if not allow and not deny:
            raise RequestInvalid.at("$", "allows and denies nothing")
        for name, actions in (("allow", allow), ("deny", deny)):
            for place, action in enumerate(actions):
                if action not in ACTIONS:
                    raise RequestInvalid.at(f"$.{name}[{place}]", "must be one of " + ", ".join(ACTIONS))
                if action in allow and action in deny:
                    raise RequestInvalid.at(f"$.{name}[{place}]", "is both allowed and denied")

    @staticmethod
    def copy(change: Change, old_id: str, new_id: str) -> None:
        """The same rights hold where the conversation goes on."""
        change.rows(
            "INSERT INTO room_rights SELECT %s, action, who, allowed FROM room_rights WHERE room_id = %s",
            (new_id, old_id),
        )
