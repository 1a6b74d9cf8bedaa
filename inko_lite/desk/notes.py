"""Notes: what the staff writes about a conversation for itself; a guest never hears, reads or downloads one.

Place: between the web layer and the event log. A note is an event of the stream that only the staff of a room hears, and
stands nowhere else.
"""

from ..config import Config
from ..errors import MessageTooLong, NotesFull, RequestInvalid
from ..stream.events import Draft, EventLog
from . import markup, transcripts
from .identity import Session
from .repeats import Repeats
from .search import Search

# A conversation's notes take this many messages' room at most.
MOST_MESSAGES = 20


class Notes:
    """The notes of one site."""

    def __init__(self, config: Config, log: EventLog, repeats: Repeats, search: Search, in_thread) -> None:
        """`in_thread(function, *args)` runs something slow outside the event loop."""
        self._limits = config.limits
        self._article_url = config.pages.article_url
        self._log = log
        self._repeats = repeats
        self._search = search
        self._in_thread = in_thread

    def add(self, session: Session, room_id: str, body: str, client_id: str | None) -> tuple[dict, bool]:
        """Writes a note: `({id, at}, repeated)`. Raises RoomUnknown, MessageTooLong or NotesFull."""
        size = len(body.encode())
        if size > self._limits.message_bytes:
            raise MessageTooLong(limit=self._limits.message_bytes, size=size)
        if not body.strip():
            raise RequestInvalid.at("$.body", "a note needs some text")
        html = self._in_thread(markup.render, body, self._article_url)
        asked = ["note", room_id, body]
        with self._log.change() as change:
            earlier = self._repeats.earlier(change, session.id, client_id, asked)
            if earlier is not None:
                return earlier, True
            transcripts.require_at_work(change, session, room_id)
            (taken,) = change.row(
                "SELECT coalesce(sum(octet_length(data ->> 'body')), 0) FROM events WHERE stream = %s AND kind = 'note'",
                ("staff:" + room_id,),
            )
            if taken + size > MOST_MESSAGES * self._limits.message_bytes:
                raise NotesFull(limit=MOST_MESSAGES * self._limits.message_bytes, size=taken)
            data = {"from": session.person, "body": body, "html": html}
            if client_id is not None:
                data["client_id"] = client_id
            self._search.touch(change, room_id)
            change.append([Draft("staff:" + room_id, "note", data, room_id, session.id)])
            event = change.events[-1]
            reply = {"id": event.id, "at": event.at}
            self._repeats.remember(change, session.id, client_id, asked, reply)
        return reply, False
