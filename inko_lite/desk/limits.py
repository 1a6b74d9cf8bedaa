"""The limits on people and rooms, decided inside the transaction that would pass them; and how many chats an agent takes.

Place: called by whatever opens a room or lets somebody in. All such changes hold the change lock, so what is counted here
cannot move before the commit, over any number of workers. The limits of messages are in `stream/writer.py` (rate) and
`desk/messages.py` (size of a message, size of a conversation); that of the queue is where guests enter it. An agent's own
limit is set here and held in `desk/queue.py`.
"""

from ..config import Config
from ..errors import AgentUnknown, AuthRequired, RequestInvalid, RoomsFull, UsersFull
from ..settings import LimitsSection
from ..stream.events import Change, Draft, EventLog
from . import audit
from .identity import Session

# Those in a conversation are told when it has used this share of its bytes.
NEARLY_FULL = 0.8


def admit(change: Change, limits: LimitsSection, session_ids: list[str], rooms: int) -> None:
    """Raises UsersFull or RoomsFull unless these sessions may be in a room and `rooms` more may be open.

    A user is a session that is a member of at least one open room; a watcher only looks on and is none. Direct rooms are
    pairs, no conferences, and the agents' permanent room is always there: neither is counted. A session that ended
    while its request was under way gets in nowhere.
    """
    if rooms:
        (open_rooms,) = change.row(
            "SELECT count(*) FROM rooms WHERE closed_at IS NULL AND kind <> 'direct' AND NOT permanent"
        )
        if open_rooms + rooms > limits.rooms:
            raise RoomsFull(limit=limits.rooms)
    users, known = change.row(
        "SELECT count(DISTINCT session_id), count(DISTINCT session_id) FILTER (WHERE session_id = ANY(%s))"
        " FROM members WHERE left_event IS NULL AND role <> 'watcher'",
        (session_ids,),
    )
    if users + len(set(session_ids)) - known > limits.users:
        raise UsersFull(limit=limits.users)
    if change.row("SELECT 1 FROM sessions WHERE id = ANY(%s) AND ended_at IS NOT NULL", (session_ids,)):
        raise AuthRequired


def nearly_full(limits: LimitsSection) -> float:
    """The bytes from which a conversation counts as nearly full."""
    return NEARLY_FULL * limits.session_bytes


class ChatLimits:
    """How many chats at once an agent takes."""

    def __init__(self, config: Config, log: EventLog) -> None:
        self._settings = config.queue
        self._log = log

    def set(self, session: Session, limit: int, agent_id: str | None) -> None:
        """Sets the person's own limit or, by a monitor, a colleague's; all of them hear of a change."""
        session.require("agent", "monitor")
        if agent_id not in (None, session.id):
            session.require("monitor")
        most = self._settings.max_chat_limit
        if not 0 <= limit <= most:
            raise RequestInvalid.at("$.limit", f"must be from 0 to {most}, the highest that this site allows")
        with self._log.change() as change:
            row = change.row(
                "SELECT chat_limit FROM sessions WHERE id = %s AND ended_at IS NULL AND kind IN ('agent', 'monitor')",
                (agent_id or session.id,),
            )
            if row is None:
                raise AgentUnknown
            if row[0] == limit:
                return
            change.rows("UPDATE sessions SET chat_limit = %s WHERE id = %s", (limit, agent_id or session.id))
            told = {"what": "chat_limit", "limit": limit}
            audit.record(change, session, "set_limit", None, agent_id or session.id, told)
            told |= {"session": agent_id or session.id, "from": session.person}
            change.append([Draft("agents", "limit", told, None, session.id)])
