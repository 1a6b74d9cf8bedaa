"""The event log: events, the transactions that append them, and reading from a position.

Place: below everything that changes state. Invariant: event ids are gapless and in commit order, because a transaction
that appends takes the one row of `log_head` as the last lock before it commits. So whoever has seen id N has seen all up
to N, for ever. A change of state and its events are one transaction: neither exists without the other.
"""

import contextlib
from collections.abc import Callable, Iterable, Iterator, Sequence

import msgspec

from ..database import Database

# Changes of membership, queue and sessions are few and short; one after the other they are easy to reason about.
# Messages do not take this lock.
CHANGE_LOCK = 0x1A4B1
CHANNEL = "inko_log"

encode = msgspec.json.Encoder().encode


def iso(expression: str) -> str:
    """SQL for a time as the API writes it: ISO 8601 in UTC with milliseconds (the connections' time zone is UTC)."""
    return f"""to_char({expression}, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')"""


def _columns(table: str) -> str:
    return f"{table}.id, {table}.stream, {table}.kind, {table}.room_id, {table}.subject_id, {iso(table + '.at')}, {table}.data::text"


class Draft:
    """An event that has no id yet. `data` is the JSON object of what is particular to its kind, from and room included."""

    __slots__ = ("actor_id", "data", "kind", "room_id", "stream", "subject_id")

    def __init__(
        self,
        stream: str,
        kind: str,
        data: dict,
        room_id: str | None = None,
        actor_id: str | None = None,
        subject_id: str | None = None,
    ) -> None:
        """`subject_id` is the session whose membership the event changes (joined, left, kicked)."""
        self.stream = stream
        self.kind = kind
        self.room_id = room_id
        self.actor_id = actor_id
        self.subject_id = subject_id
        self.data = encode({"room": room_id, **data} if room_id else data).decode()


class Event:
    """One event as it stands in the log. `body` is its JSON, made once and sent to every listener as it is."""

    __slots__ = ("_frame", "at", "body", "id", "kind", "room_id", "stream", "subject_id")

    def __init__(
        self, id: int, stream: str, kind: str, room_id: str | None, subject_id: str | None, at: str, data: str
    ) -> None:
        self.id = id
        self.stream = stream
        self.kind = kind
        self.room_id = room_id
        self.subject_id = subject_id
        self.at = at
        head = f'{{"id":{id},"kind":"{kind}","at":"{at}"'
        self.body = (head + "," + data[1:] if data != "{}" else head + "}").encode()
        self._frame: bytes | None = None

    def redact(self) -> None:
        """Forgets the text, as the table has."""
        fields = msgspec.json.decode(self.body)
        self.body = encode({key: fields[key] for key in fields if key not in ("body", "html")} | {"redacted": True})
        self._frame = None

    @property
    def frame(self) -> bytes:
        """The event as a Server-Sent Event."""
        if self._frame is None:
            self._frame = b"id: %d\ndata: %s\n\n" % (self.id, self.body)
        return self._frame


class Change:
    """One transaction that changes state: reads, writes, and appends events. Made by `EventLog.change`."""

    def __init__(self, cursor) -> None:
        self._cursor = cursor
        self.events: list[Event] = []
        self.drafts: list[Draft] = []

    def rows(self, sql: str, args: Sequence | dict = ()) -> list[tuple]:
        """Runs a statement; its rows, or an empty list."""
        self._cursor.execute(sql, args or None)
        return self._cursor.fetchall() if self._cursor.description else []

    def row(self, sql: str, args: Sequence | dict = ()) -> tuple | None:
        """Runs a statement; its first row, or None."""
        rows = self.rows(sql, args)
        return rows[0] if rows else None

    def append(self, drafts: Sequence[Draft]) -> list[int]:
        """Numbers and writes the events; the log is locked from here to the commit, so this comes late. Returns the ids."""
        base, at = self.row(
            "UPDATE log_head SET last_id = last_id + %s, last_at = greatest(clock_timestamp(), last_at)"
            f" RETURNING last_id, {iso('last_at')}",
            (len(drafts),),
        )
        base -= len(drafts)
        for offset, draft in enumerate(drafts, 1):
            self.rows(
                "INSERT INTO events (id, stream, kind, room_id, actor_id, subject_id, at, data)"
                " SELECT %s, %s, %s, %s, %s, %s, last_at, %s FROM log_head",
                (base + offset, draft.stream, draft.kind, draft.room_id, draft.actor_id, draft.subject_id, draft.data),
            )
            self.events.append(
                Event(base + offset, draft.stream, draft.kind, draft.room_id, draft.subject_id, at, draft.data)
            )
        self.drafts += drafts
        self.rows("SELECT pg_notify(%s, %s)", (CHANNEL, str(base + len(drafts))))
        return list(range(base + 1, base + len(drafts) + 1))


class EventLog:
    """The log of one database. `published` is called with the events of each change after its commit.

    `observers` are called in turn with each change that appended events, as the last thing before its commit: what they write,
    or append for those after them to see, is written with it or not at all. The log is locked meanwhile, so they are brief.
    """

    def __init__(self, database: Database) -> None:
        self.database = database
        self.published = lambda events: None
        self.observers: list[Callable[[Change], None]] = []

    @contextlib.contextmanager
    def change(self) -> Iterator[Change]:
        """One state change at a time over all workers; the events go to the hub once they are on disk."""
        with self.database.transaction() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", (CHANGE_LOCK,))
            change = Change(cursor)
            yield change
            if change.drafts:
                for observe in self.observers:
                    observe(change)
        if change.events:
            self.published(change.events)

    @contextlib.contextmanager
    def snapshot(self) -> Iterator[tuple[Change, int]]:
        """A consistent view of everything, and the position in the log at which it holds."""
        with self.database.transaction("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY") as cursor:
            view = Change(cursor)
            (position,) = view.row("SELECT last_id FROM log_head")
            yield view, position

    def position(self) -> int:
        """The id of the last committed event."""
        return self.database.rows("SELECT last_id FROM log_head")[0][0]

    def read(self, after: int, up_to: int | None = None, limit: int = 5000) -> list[Event]:
        """The events after a position in order, over all streams; for the hub, once a worker."""
        rows = self.database.rows(
            f"SELECT {_columns('events')} FROM events WHERE id > %s AND id <= %s ORDER BY id LIMIT %s",
            (after, up_to if up_to is not None else 2**62, limit),
        )
        return [Event(*row) for row in rows]

    def read_ids(self, ids: Sequence[int]) -> list[Event]:
        """These events, in order."""
        rows = self.database.rows(
            f"SELECT {_columns('events')} FROM events WHERE id = ANY(%s) ORDER BY id", (list(ids),)
        )
        return [Event(*row) for row in rows]

    def read_for(self, session_id: str, streams: Iterable[str], after: int, up_to: int, limit: int) -> list[Event]:
        """What one session may hear after a position: its streams, and of each room the stays it was in it."""
        rows = self.database.rows(
            f"""
            SELECT {_columns("e")} FROM events e WHERE stream = ANY(%(streams)s) AND id > %(after)s AND id <= %(up_to)s
            UNION ALL
            SELECT {_columns("e")} FROM members m
              JOIN LATERAL (
                SELECT * FROM events e WHERE e.stream IN ('room:' || m.room_id, %(staff)s || m.room_id)
                   AND e.id > greatest(%(after)s, m.joined_event - 1) AND e.id <= least(%(up_to)s, m.left_event)
              ) e ON true
             WHERE m.session_id = %(session)s AND (m.left_event IS NULL OR m.left_event > %(after)s)
            ORDER BY id LIMIT %(limit)s
            """,
            {
                "streams": list(streams),
                # No stream begins with a space: those who are not staff find nothing there.
                "staff": "staff:" if "agents" in streams else " ",
                "after": after,
                "up_to": up_to,
                "session": session_id,
                "limit": limit,
            },
        )
        return [Event(*row) for row in rows]

    def page_of(self, view: Change, streams: Sequence[str], before: int | None, limit: int) -> list[Event]:
        """The newest `limit` events of these streams before a position, oldest first."""
        before = before if before is not None else 2**62
        return self._merged(view.rows, streams, "id < %s", (before,), "DESC", limit)[::-1]

    def page_after(self, streams: Sequence[str], after: int, up_to: int, limit: int) -> list[Event]:
        """The oldest `limit` events of these streams after a position and up to another, oldest first."""
        return self._merged(self.database.rows, streams, "id > %s AND id <= %s", (after, up_to), "ASC", limit)

    @staticmethod
    def _merged(rows, streams: Sequence[str], where: str, args: tuple, order: str, limit: int) -> list[Event]:
        """Each stream by its own part of the index, so that a page costs a page, however long the streams are."""
        one = f"(SELECT {_columns('events')} FROM events WHERE stream = %s AND {where} ORDER BY id {order} LIMIT %s)"
        parts = [part for stream in streams for part in (stream, *args, limit)]
        sql = f"SELECT * FROM ({' UNION ALL '.join([one] * len(streams))}) merged ORDER BY id {order} LIMIT %s"
        return [Event(*row) for row in rows(sql, (*parts, limit))]
