"""A monitor mends a guest's place in the queue, whatever state it is in.

Place: beside the queue, through whose own functions it acts. Every entry can be brought to the front, put back as it was, or
taken out: no state is a dead end, and each act is in the audit.
"""

from ..config import Config
from ..errors import QueueTaken, QueueUnknown, WaitingFull
from ..stream.events import Change, EventLog
from . import audit
from .entering import Entering
from .identity import Identity, Session
from .leases import TAKEN
from .offers import Offers
from .queue import FRONT, Queue
from .repeats import Repeats
from .rooms import Rooms

ACTIONS = ("front", "requeue", "anybody", "remove")


class Mending:
    """What monitors may do to the queue of one site."""

    def __init__(
        self,
        config: Config,
        log: EventLog,
        identity: Identity,
        rooms: Rooms,
        queue: Queue,
        entering: Entering,
        offers: Offers,
        repeats: Repeats,
    ) -> None:
        self._limits = config.limits
        self._log = log
        self._identity = identity
        self._rooms = rooms
        self._queue = queue
        self._entering = entering
        self._offers = offers
        self._repeats = repeats

    def mend(self, monitor: Session, guest_id: str, action: str, client_id: str | None) -> tuple[dict, bool]:
        """`({guest, state}, repeated)`. The state is waiting, reserved, standby or left."""
        asked = ["mend", guest_id, action]
        with self._log.change() as change:
            earlier = self._repeats.earlier(change, monitor.id, client_id, asked)
            if earlier is not None:
                return earlier, True
            guests = self._identity.living(change, "id = %s AND kind IN ('guest', 'user')", (guest_id,))
            if not guests:
                raise QueueUnknown
            self._rooms.hold(change, [guest_id])
            state = (
                self._remove(change, guests[0])
                if action == "remove"
                else self._queue_again(change, monitor, guest_id, action)
            )
            audit.record(change, monitor, "queue", None, guest_id, {"action": action})
            reply = {"guest": guest_id, "state": state}
            self._repeats.remember(change, monitor.id, client_id, asked, reply)
        return reply, False

    def _remove(self, change: Change, guest: Session) -> str:
        if self._entering.remove(change, guest, "removed") or self._queue.forget_place(change, guest.id):
            return "left"
        raise QueueTaken if self._chat(change, guest.id) else QueueUnknown

    def _queue_again(self, change: Change, monitor: Session, guest_id: str, action: str) -> str:
        front = action == "front"
        for table, state in (("reservations", "reserved"), ("standby", "standby")):
            move = f"SET place = {FRONT}" if front else "SET place = place"
            if change.row(f"UPDATE {table} {move} WHERE session_id = %s RETURNING 1", (guest_id,)):
                return state
        if (room_id := self._chat(change, guest_id)) is not None:
            self._queue.give_back(change, room_id, monitor.person, "requeued")
            return "waiting"
        if not front:
            self._offers.start_anew(change, guest_id)
        if action == "anybody":
            self._queue.open_to_all(change, guest_id)
        if self._queue.waits(change, guest_id):
            if front:
                self._queue.advance(change, guest_id)
            return "waiting"
        if change.row(TAKEN)[0] >= self._limits.waiting:
            raise WaitingFull(limit=self._limits.waiting)
        if not self._queue.restore(change, guest_id, "requeued", monitor.person, front):
            raise QueueUnknown
        return "waiting"

    @staticmethod
    def _chat(change: Change, guest_id: str) -> str | None:
        """The conversation that somebody has with this guest."""
        row = change.row(
            "SELECT r.id FROM members m JOIN rooms r ON r.id = m.room_id WHERE m.session_id = %s AND m.left_event IS NULL"
            " AND m.role = 'guest' AND r.kind = 'support' AND r.owner_id IS NOT NULL",
            (guest_id,),
        )
        return row and row[0]
