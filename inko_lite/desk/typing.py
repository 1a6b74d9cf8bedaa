"""Who is typing: told at once, stored never.

Place: beside messages; travels by NOTIFY alone. It expires at the listener by itself, so a lost `off` does no harm.
"""

import time

from ..errors import PermissionMissing, RequestInvalid, RoomUnknown
from ..stream.hub import Hub
from ..stream.wakeups import Wakeups
from .identity import Session

STATES = ("on", "off", "wait")
EXPIRES_SECONDS = 6
# The same state again sooner than this is not worth telling.
REPEAT_SECONDS = 2


class Typing:
    """Tells the others in a room; any worker knows enough to decide."""

    def __init__(self, hub: Hub, wakeups: Wakeups) -> None:
        self._hub = hub
        self._wakeups = wakeups
        self._last: dict[tuple[str, str], tuple[str, float]] = {}

    def set(self, session: Session, room_id: str, state: str) -> None:
        """`on`, `off` or `wait`; for those who may speak in the room."""
        if state not in STATES:
            raise RequestInvalid.at("$.state", "must be one of " + ", ".join(STATES))
        role = self._hub.role_in(session.id, room_id)
        if role is None:
            raise RoomUnknown
        if role == "watcher":
            raise PermissionMissing("speak")
        now = time.monotonic()
        key = (session.id, room_id)
        if self._last.get(key, ("", 0))[0] == state and now - self._last[key][1] < REPEAT_SECONDS:
            return
        if len(self._last) > 10_000:
            self._last.clear()
        self._last[key] = (state, now)
        self._wakeups.tell(
            "room:" + room_id,
            {
                "kind": "typing",
                "room": room_id,
                "from": session.person,
                "state": state,
                "expires_seconds": EXPIRES_SECONDS,
            },
            but=session.id,
        )
