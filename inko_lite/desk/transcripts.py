"""Transcripts: which conversations somebody may look back on, finding them, and reading one.

Place: reads the log and the rows of rooms; changes nothing. Invariants: a monitor sees every conversation but other people's
direct ones; an agent those that the agent, in whatever session, helped in or stayed in to the end; a guest the one that
its session is or was in, up to where it left, and never what is for the staff alone.
"""

import base64
import html
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

import msgspec

from ..errors import RequestInvalid, RoomUnknown
from ..stream.events import Change, Event, EventLog, iso
from .identity import Session
from .search import Search

PAGE = 20
MOST = 100
EVENTS = 500
SNIPPET = 160
PLACE = re.compile(r"(\d{1,18})\.([A-Za-z0-9_-]{1,64})")

# Without a survey, a conversation that was ended as solved is.
SOLVED = "coalesce(v.solved, CASE WHEN r.close_reason = 'solved' THEN true END)"
# The conversations of one account: those it helped in unless it was thrown out, and others that it is in or stayed in to the end.
OF_ACCOUNT = """
SELECT m.room_id FROM sessions s JOIN members m ON m.session_id = s.id JOIN rooms own ON own.id = m.room_id
  LEFT JOIN events gone ON gone.id = m.left_event
 WHERE s.site_user_id = %(account)s AND (m.left_event IS NULL OR gone.kind = 'ended'
    OR (own.kind = 'support' AND m.role = 'agent' AND gone.kind = 'left'))
"""
OF_AGENT = """
SELECT m.room_id FROM sessions s JOIN members m ON m.session_id = s.id AND m.role = 'agent' WHERE s.site_user_id IS NOT NULL
 AND (s.site_user_id = (SELECT site_user_id FROM sessions WHERE id = %(agent)s) OR lower(s.name) = lower(%(agent)s))
"""
COLUMNS = f"""
r.id, r.kind, r.name, r.topic, c.guest_id, c.guest_name, helper.id, helper.name, c.question, c.metadata,
ARRAY(SELECT tag FROM tags WHERE tags.room_id = r.id ORDER BY tag), {iso("r.opened_at")}, {iso("r.closed_at")}, r.close_reason,
v.score, {SOLVED}, v.comment, extract(epoch FROM c.assigned_at - c.queued_at)::float8,
extract(epoch FROM r.closed_at - r.opened_at)::float8, (extract(epoch FROM r.opened_at) * 1000000)::bigint
"""
# What filters ask for, and what a page shows besides.
FOUND = "FROM rooms r LEFT JOIN chats c ON c.room_id = r.id LEFT JOIN surveys v ON v.room_id = r.id"
FROM = f"""
{FOUND} LEFT JOIN LATERAL (
  SELECT s.id, s.name FROM members m JOIN sessions s ON s.id = m.session_id WHERE m.room_id = r.id AND m.role = 'agent'
   ORDER BY s.id = r.owner_id DESC, m.joined_event DESC LIMIT 1
) helper ON true
"""


class Filters(msgspec.Struct, frozen=True):
    """What is looked for; None is no condition. `agent` is a session's id or a name; times hold for the beginning."""

    q: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    agent: str | None = None
    tag: str | None = None
    product: str | None = None
    solved: bool | None = None
    score: int | None = None


class Chat(NamedTuple):
    """One conversation, without its events. Times as in the API, durations in seconds."""

    id: str
    kind: str
    name: str
    topic: str
    guest_id: str | None
    guest_name: str | None
    agent_id: str | None
    agent_name: str | None
    question: str | None
    metadata: dict | None
    tags: list[str]
    started_at: str
    ended_at: str | None
    reason: str | None
    score: int | None
    solved: bool | None
    comment: str | None
    waited_seconds: float | None
    duration_seconds: float | None
    begin: int

    @property
    def guest(self) -> dict | None:
        """Who asked, in a support room."""
        return None if self.guest_id is None else {"id": self.guest_id, "name": self.guest_name}

    @property
    def agent(self) -> dict | None:
        """Who helps or helped last."""
        return None if self.agent_id is None else {"id": self.agent_id, "name": self.agent_name}


class Reader(NamedTuple):
    """What somebody may read of one conversation: up to which event, and whether notes too."""

    chat: Chat
    up_to: int
    staff: bool


class Transcripts:
    """The conversations of one site, looked back on."""

    def __init__(self, log: EventLog, search: Search) -> None:
        self._log = log
        self._search = search

    # ── many ────────────────────────────────────────────────────────────────────────────────────────────────────────

    def find(self, session: Session, filters: Filters, cursor: str | None, limit: int) -> dict:
        """A page of the conversations that the session may see, newest first: `{rooms, cursor}`, no cursor at the end."""
        chats, snippets = self.page(session, filters, _place(cursor), limit, with_snippets=True)
        more = chats[limit:]
        chats = chats[:limit]
        return {
            "rooms": [
                {
                    "id": chat.id, "kind": chat.kind, "name": chat.name, "guest": chat.guest, "agent": chat.agent,
                    "product": (chat.metadata or {}).get("product"), "tags": chat.tags, "started_at": chat.started_at,
                    "ended_at": chat.ended_at, "score": chat.score, "solved": chat.solved, "snippet": snippets.get(chat.id, ""),
                }
                for chat in chats
            ],
            "cursor": _cursor(chats[-1]) if more else None,
        }  # fmt: skip

    def all(self, session: Session | None, filters: Filters) -> Iterator[Chat]:
        """Every conversation found, newest first; without a session, all that there are. The first page is taken at once."""
        first, _ = self.page(session, filters, None, MOST)

        def following(page: list[Chat]) -> Iterator[Chat]:
            while True:
                yield from page[:MOST]
                if len(page) <= MOST:
                    return
                page, _ = self.page(session, filters, (page[MOST - 1].begin, page[MOST - 1].id), MOST)

        return following(first)

    def count(self, session: Session | None, filters: Filters) -> int:
        """How many `all` gives."""
        with self._log.snapshot() as (view, _):
            where, args = self._conditions(view, session, filters)
            return view.row(f"SELECT count(*) {FOUND} WHERE {where}", args)[0]

    def page(
        self,
        session: Session | None,
        filters: Filters,
        place: tuple[int, str] | None,
        limit: int,
        with_snippets: bool = False,
    ) -> tuple[list[Chat], dict[str, str]]:
        """At most `limit` conversations older than a place, and one more if there is one; and their snippets."""
        if filters.q:
            self._search.catch_up()
        with self._log.snapshot() as (view, _):
            chats = [Chat(*row) for row in view.rows(*self.statement(view, session, filters, place, limit))]
            snippets = {}
            if with_snippets:
                from_words = {chat.id: _shortened(chat.question or chat.topic or "") for chat in chats}
                snippets = self._search.snippets(view, filters.q, list(from_words)) if filters.q else from_words
        return chats, snippets

    def statement(
        self, view: Change, session: Session | None, filters: Filters, place: tuple[int, str] | None, limit: int
    ) -> tuple[str, dict]:
        """The SQL of a page and its values. The newest are taken first and only they are filled in: what a page shows of a
        conversation is looked up for a page of them, however many are found."""
        where, args = self._conditions(view, session, filters)
        if place is not None:
            where += " AND (r.opened_at, r.id) < (to_timestamp(0) + %(begin)s * interval '1 microsecond', %(before)s)"
            args |= {"begin": place[0], "before": place[1]}
        found = f"SELECT r.id {FOUND} WHERE {where} ORDER BY r.opened_at DESC, r.id DESC LIMIT %(most)s"
        sql = f"SELECT {COLUMNS} {FROM} WHERE r.id IN ({found}) ORDER BY r.opened_at DESC, r.id DESC"
        return sql, {**args, "most": limit + 1}

    def _conditions(self, view: Change, session: Session | None, filters: Filters) -> tuple[str, dict]:
        where, args = visible(session)
        # A room in which nobody said anything is no conversation.
        conditions = [where, "(r.kind = 'support' OR r.bytes > 0)"]
        if filters.q:
            condition, words = self._search.condition(view, filters.q)
            conditions.append(condition)
            args |= words
        for value, condition in (
            (filters.since, "r.opened_at >= %(since)s"),
            (filters.until, "r.opened_at < %(until)s"),
            (filters.agent, f"r.id IN ({OF_AGENT})"),
            (filters.tag, "r.id IN (SELECT t.room_id FROM tags t WHERE t.tag = %(tag)s)"),
            (filters.product, "c.metadata ->> 'product' = %(product)s"),
            (filters.solved, f"{SOLVED} = %(solved)s"),
            (filters.score, "v.score = %(score)s"),
        ):
            if value is not None:
                conditions.append(condition)
        return " AND ".join(conditions), args | msgspec.structs.asdict(filters)

    # ── one ─────────────────────────────────────────────────────────────────────────────────────────────────────────

    def reader(self, session: Session | None, room_id: str) -> Reader:
        """What the session may read of a conversation; raises RoomUnknown. Without a session, all of it."""
        with self._log.snapshot() as (view, position):
            staff = session is None or not session.permissions.isdisjoint(("agent", "monitor"))
            if staff:
                where, args = visible(session)
                up_to = position
            else:
                where, args = "true", {}
                up_to = _heard_up_to(view, session, room_id, position)
            row = view.row(f"SELECT {COLUMNS} {FROM} WHERE r.id = %(room)s AND {where}", {**args, "room": room_id})
            if row is None:
                raise RoomUnknown
        return Reader(Chat(*row), up_to, staff)

    def events(self, reader: Reader) -> Iterator[list[Event]]:
        """The events of a conversation that its reader may read, oldest first, some at a time."""
        streams = ["room:" + reader.chat.id] + (["staff:" + reader.chat.id] if reader.staff else [])
        after = 0
        while page := self._log.page_after(streams, after, reader.up_to, EVENTS):
            yield page
            if len(page) < EVENTS:
                return
            after = page[-1].id


def visible(session: Session | None) -> tuple[str, dict]:
    """SQL that is true for a room `r` that somebody of the staff may look back on; None is the operator at the machine."""
    if session is None:
        return "true", {}
    args = {"account": session.site_user_id}
    if "monitor" in session.permissions:
        return f"(r.kind <> 'direct' OR r.id IN ({OF_ACCOUNT}))", args
    return f"r.id IN ({OF_ACCOUNT})", args


def require_at_work(change: Change, session: Session, room_id: str) -> None:
    """Locks the room and raises RoomUnknown unless this member of the staff may write about the conversation: a monitor,
    an agent who is in it, and once it has ended an agent who may look back on it.
    """
    where, args = visible(session)
    if not change.row(
        f"SELECT 1 FROM rooms r WHERE r.id = %(room)s AND {where} AND (r.closed_at IS NOT NULL OR %(monitor)s OR EXISTS ("
        " SELECT FROM members m WHERE m.room_id = r.id AND m.session_id = %(session)s AND m.left_event IS NULL))"
        " FOR NO KEY UPDATE OF r",
        {**args, "room": room_id, "session": session.id, "monitor": "monitor" in session.permissions},
    ):
        raise RoomUnknown


def day_or_time(text: str, last: bool = False) -> datetime:
    """A time in ISO 8601 (UTC without an offset), or a day, of which `last` takes the end; raises ValueError."""
    try:
        if len(text) == 10:
            return datetime.combine(date.fromisoformat(text) + timedelta(days=1 if last else 0), time(), UTC)
        found = datetime.fromisoformat(text)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError("must be a day as 2026-11-22, or a time as 2026-11-22T14:03:05Z") from None


def _heard_up_to(view: Change, session: Session, room_id: str, position: int) -> int:
    row = view.row(
        "SELECT max(coalesce(left_event, %s)) FROM members WHERE room_id = %s AND session_id = %s",
        (position, room_id, session.id),
    )
    if row[0] is None:
        raise RoomUnknown
    return row[0]


def _shortened(text: str) -> str:
    """The beginning of a text as HTML on one line."""
    text = " ".join(text.split())
    if len(text) > SNIPPET:
        text = text[:SNIPPET].rsplit(" ", 1)[0] + " …"
    return html.escape(text)


def _cursor(chat: Chat) -> str:
    return base64.urlsafe_b64encode(f"{chat.begin}.{chat.id}".encode()).decode().rstrip("=")


def _place(cursor: str | None) -> tuple[int, str] | None:
    if cursor is None:
        return None
    try:
        found = PLACE.fullmatch(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode())
    except ValueError:
        found = None
    if found is None:
        raise RequestInvalid.at("cursor", "is not one that an earlier page gave")
    return int(found[1]), found[2]
