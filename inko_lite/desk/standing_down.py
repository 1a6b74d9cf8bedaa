"""A monitor takes an agent off the floor: whoever is lost, or has left the screen, keeps no guest waiting.

Place: above queue and presence, through whose own functions it acts. Invariant: the agent gets no new guest and the guests
are at the front of the queue in the same change, so nobody is left between the two.
"""

from ..errors import AgentUnknown
from ..stream.events import Change, EventLog
from . import audit
from .identity import Identity, Session
from .presence import Presence
from .queue import Queue
from .rooms import Rooms

REASON = "stood_down"


class StandingDown:
    """What monitors may do about an agent who is not there."""

    def __init__(self, log: EventLog, identity: Identity, rooms: Rooms, queue: Queue, presence: Presence) -> None:
        self._log = log
        self._identity = identity
        self._rooms = rooms
        self._queue = queue
        self._presence = presence

    def stand_down(self, monitor: Session, agent_id: str) -> list[str]:
        """Sets the agent to away and gives all the agent's guests back, each to the front; the rooms. Raises AgentUnknown."""
        with self._log.change() as change:
            agents = self._identity.living(change, "id = %s AND kind IN ('agent', 'monitor')", (agent_id,))
            if not agents:
                raise AgentUnknown
            self._rooms.hold(change, [agent_id])
            if not change.row("SELECT 1 FROM sessions WHERE id = %s AND status = 'offline'", (agent_id,)):
                self._presence.become(change, agents[0].person, "away", REASON)
            rooms = self._owned(change, agent_id)
            # From the last to the first: each goes before all others, so the first is in front at the end.
            for room_id in reversed(rooms):
                self._queue.give_back(change, room_id, monitor.person, REASON)
            audit.record(change, monitor, "stand_down", None, agent_id, {"rooms": len(rooms)})
        return rooms

    @staticmethod
    def _owned(change: Change, agent_id: str) -> list[str]:
        return [
            room_id
            for (room_id,) in change.rows(
                "SELECT id FROM rooms WHERE owner_id = %s AND kind = 'support' AND closed_at IS NULL ORDER BY opened_at, id",
                (agent_id,),
            )
        ]
