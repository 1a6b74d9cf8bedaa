"""The limits on people and rooms, decided inside the transaction that would pass them.

Place: called by whatever opens a room or lets somebody in. All such changes hold the change lock, so what is counted here
cannot move before the commit, over any number of workers. The limits of messages are in `stream/writer.py` (rate) and
`desk/messages.py` (size of a message, size of a conversation); that of the queue is in `desk/queue.py`.
"""

from ..errors import RoomsFull, UsersFull
from ..settings import LimitsSection
from ..stream.events import Change


def admit(change: Change, limits: LimitsSection, session_ids: list[str], rooms: int) -> None:
    """Raises UsersFull or RoomsFull unless these sessions may be in a room and `rooms` more may be open.

    A user is a session that is a member of at least one open room. Direct rooms are pairs, no conferences: not counted.
    """
    if rooms:
        (open_rooms,) = change.row("SELECT count(*) FROM rooms WHERE closed_at IS NULL AND kind <> 'direct'")
        if open_rooms + rooms > limits.rooms:
            raise RoomsFull(limit=limits.rooms)
    users, known = change.row(
        "SELECT count(DISTINCT session_id), count(DISTINCT session_id) FILTER (WHERE session_id = ANY(%s))"
        " FROM members WHERE left_event IS NULL",
        (session_ids,),
    )
    if users + len(set(session_ids)) - known > limits.users:
        raise UsersFull(limit=limits.users)
