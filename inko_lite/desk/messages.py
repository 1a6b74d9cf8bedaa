"""Messages: what may be said, where and by whom, and how it is written down.

Place: the second step of a message's way, between `web/rooms.py` and the writer. Invariants: a text is cleaned and
rendered once, before it is written; membership, the right to speak, repeats and the size of the conversation are decided
under the lock of the room, in the transaction that writes.
"""

import re
from collections.abc import Sequence

from ..config import Config
from ..errors import (
    ClientIdReused,
    MessageTooLong,
    PermissionMissing,
    RequestInvalid,
    RoomEnded,
    RoomUnknown,
    SessionFull,
)
from ..stream.events import Event, encode, iso
from ..stream.writer import Post, Writer, prepare_append
from . import limits, markup, permissions
from .flood import LOCK, SPEND, SPEND_TYPES, Flood, Spending
from .identity import Session

# White space, and characters that show nothing.
BLANK = re.compile(r"[\s\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]*")
# A message with this many characters that may open markup is rendered in a thread, so that no listener waits for it.
HEAVY_BYTES = 2048

LOOK = f"""
    PREPARE look_at_posts (text[], text[], text[]%s) AS
    SELECT r.kind, r.closed_at IS NOT NULL, r.bytes, r.nearly_full, who.role, o.allowed, s.ended_at IS NOT NULL,
           r.closed_at IS NOT NULL AND (SELECT true FROM members l WHERE l.room_id = r.id AND l.session_id = s.id LIMIT 1),
           e.id, e.room_id, e.at, e.body, %s
      FROM unnest($1, $2, $3%s) WITH ORDINALITY AS post (room, actor, client_id%s, n)
      LEFT JOIN rooms r ON r.id = post.room
      LEFT JOIN sessions s ON s.id = post.actor
      LEFT JOIN members m ON m.room_id = post.room AND m.session_id = post.actor AND m.left_event IS NULL
      CROSS JOIN LATERAL (SELECT CASE WHEN r.owner_id = m.session_id THEN 'owner' ELSE m.role END AS role) who
      LEFT JOIN LATERAL (
        SELECT allowed FROM room_rights
         WHERE room_id = post.room AND action = 'speak' AND room_rights.who IN (post.actor, who.role)
         ORDER BY room_rights.who = post.actor DESC LIMIT 1
      ) o ON true
      LEFT JOIN LATERAL (
        SELECT id, room_id, {iso("at")} AS at, data ->> 'body' AS body FROM events
         WHERE actor_id = post.actor AND client_id = post.client_id LIMIT 1
      ) e ON true
%s     ORDER BY n
"""
PREPARE = (
    "PREPARE lock_rooms (text[]) AS SELECT FROM rooms WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE",
    # The statements are few and every look-up goes by an index, however large the tables grow and whatever the statistics say.
    "SET plan_cache_mode = force_generic_plan",
    "SET enable_seqscan = off",
    "SET enable_hashjoin = off",
    "SET enable_mergejoin = off",
    "SET enable_bitmapscan = off",
)


def prepare(flood: Flood) -> tuple[str, ...]:
    """What the writer's connection prepares. Without flood limits nothing of them is in the statements."""
    if not flood.enabled:
        return (*PREPARE, prepare_append(), LOOK % ("", "NULL, NULL", "", "", ""))
    return (
        *PREPARE,
        LOCK,
        prepare_append(SPEND_TYPES, SPEND),
        LOOK
        % (
            ", text[]", "f.recent, extract(epoch FROM clock_timestamp())::float8", ", $4", ", person",
            "      LEFT JOIN flood f ON f.person = post.person\n",
        ),
    )  # fmt: skip


class Messages:
    """Writes messages through this worker's writer."""

    def __init__(self, config: Config, flood: Flood, in_thread) -> None:
        """`in_thread(function, *args)` runs something slow outside the event loop."""
        self._flood = flood
        self._limits = config.limits
        self._article_url = config.pages.article_url
        self._in_thread = in_thread
        self.writer: Writer | None = None
        # Set by the server: what is done, in another greenlet, about a room that nears its limit.
        self.on_nearly_full = lambda room_id: None

    def measure(self, body: str) -> int:
        """The size of a text in bytes; raises MessageTooLong, or RequestInvalid for a text that says nothing."""
        size = len(body.encode())
        if size > self._limits.message_bytes:
            raise MessageTooLong(limit=self._limits.message_bytes, size=size)
        if BLANK.fullmatch(body):
            raise RequestInvalid.at("$.body", "a message needs some text")
        return size

    def render(self, body: str, size: int) -> str:
        """The HTML of a text of this size."""
        if size > HEAVY_BYTES:
            return self._in_thread(markup.render, body, self._article_url)
        return markup.render(body, self._article_url)

    def preview(self, body: str) -> str:
        """The HTML that a message of this text would have; raises what `measure` does."""
        return self.render(body, self.measure(body))

    def post(self, session: Session, room_id: str, body: str, client_id: str) -> tuple[Event, bool]:
        """Returns the event once it is on disk, and whether it was written by an earlier try of the same request."""
        size = self.measure(body)
        html = self.render(body, size)
        data = encode(
            {"room": room_id, "from": session.person, "body": body, "html": html, "client_id": client_id}
        ).decode()
        post = Post(room_id, session.id, client_id, body, size, data, self._flood.allow(session))
        return self.writer.write(post), post.repeated

    def decide(self, cursor, posts: Sequence[Post]) -> tuple[list[Post], Sequence]:
        """Begins the writer's transaction and sorts out what may not be written; see `Writer`."""
        rooms = [post.room_id for post in posts]
        actors = [post.actor_id for post in posts]
        client_ids = [post.client_id for post in posts]
        if self._flood.enabled:
            people = [post.allowed[0] for post in posts]
            cursor.execute(
                "BEGIN; EXECUTE lock_rooms(%s::text[]); EXECUTE lock_people(%s::text[]);"
                " EXECUTE look_at_posts(%s::text[], %s::text[], %s::text[], %s::text[])",
                (rooms, people, rooms, actors, client_ids, people),
            )
        else:
            cursor.execute(
                "BEGIN; EXECUTE lock_rooms(%s::text[]); EXECUTE look_at_posts(%s::text[], %s::text[], %s::text[])",
                (rooms, rooms, actors, client_ids),
            )
        spending = Spending()
        accepted: list[Post] = []
        added: dict[str, int] = {}
        nearly_full: set[str] = set()
        for post, row in zip(posts, cursor.fetchall(), strict=True):
            kind, closed, size, told, role, allowed, session_over, was_member, event_id, event_room, at, body = row[:12]
            refusal: Exception | None = None
            if event_id is not None:
                # A text that was redacted meanwhile was posted all the same.
                if event_room == post.room_id and body in (post.body, None):
                    post.repeated = True
                    post.result.set(Event(event_id, "room:" + post.room_id, "message", post.room_id, None, at, "{}"))
                    continue
                refusal = ClientIdReused()
            elif closed and was_member:
                refusal = RoomEnded()
            elif role is None or session_over:
                refusal = RoomUnknown()
            elif not permissions.can(role, "speak", {} if allowed is None else {"speak": allowed}, kind):
                refusal = PermissionMissing("speak")
            else:
                size += added.get(post.room_id, 0)
                if size + post.size > self._limits.session_bytes:
                    refusal = SessionFull(limit=self._limits.session_bytes, size=size)
                elif self._flood.enabled:
                    refusal = spending.refusal(post, *row[12:])
            if refusal is not None:
                post.result.set_exception(refusal)
                continue
            added[post.room_id] = added.get(post.room_id, 0) + post.size
            accepted.append(post)
            if not told and size + post.size >= limits.nearly_full(self._limits):
                nearly_full.add(post.room_id)
        for room_id in nearly_full:
            self.on_nearly_full(room_id)
        return accepted, spending.args() if self._flood.enabled else ()
