"""One person's data: all of it handed out, or all of it erased.

Place: between the monitors' calls and every table that holds what a guest wrote or is called. A person is a guest's
session, or all sessions of one account of the site. Invariant: after `erase`, no column of any table has a text, a name or
metadata of the person (a test looks into every column); ids, times and figures stay, so the log stays whole. A ban in force
stays in force.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from ..errors import PersonUnknown, SubjectIsStaff
from ..stream.events import Change, Draft, EventLog, encode
from . import audit
from .identity import Identity, Session
from .retention import EMPTY, LOT, NOT_EMPTIED, empty_events, hold_rooms
from .search import Search

# So many events are looked through at once: a few milliseconds, and no lock.
STRETCH = 20_000
SECRET = "'token_hash', 'csrf', 'site_key_hash', 'code'"
# What is theirs, table by table.
THEIRS = {
    "chats": "guest_id = ANY(%(sessions)s)",
    "rooms": "id = ANY(%(rooms)s)",
    "queue_entries": "session_id = ANY(%(sessions)s)",
    "offers": "room_id = ANY(%(rooms)s) OR entry_id IN (SELECT id FROM queue_entries WHERE session_id = ANY(%(sessions)s))"
    " OR to_id = ANY(%(sessions)s)",
    "surveys": "room_id = ANY(%(rooms)s)",
    "bans": "session_id = ANY(%(sessions)s) OR account = %(account)s",
    "audit": "actor_id = ANY(%(sessions)s) OR subject_id = ANY(%(sessions)s)",
    "sessions": "id = ANY(%(sessions)s)",
}
# What goes with its row.
DELETED = {
    "tags": "room_id = ANY(%(rooms)s)",
    "standby": "session_id = ANY(%(sessions)s)",
    "follow_ups": "room_id = ANY(%(rooms)s)",
    "deliveries": "room_id = ANY(%(rooms)s)",
    "requests": "session_id = ANY(%(sessions)s)",
    "resume_codes": "session_id = ANY(%(sessions)s)",
}
# Events of the person's own conversations and streams, the person's own, and all others that name one of the sessions.
NAMED = """
(room_id = ANY(%(rooms)s) OR stream = ANY(%(streams)s) OR actor_id = ANY(%(sessions)s) OR subject_id = ANY(%(sessions)s)
 OR data::text LIKE ANY(%(named)s))
"""


class Subject(NamedTuple):
    """A person: the account, if there is one, the sessions, the rooms that are about this person, the first event since."""

    account: str | None
    sessions: list[str]
    rooms: list[str]
    first_event: int

    @property
    def args(self) -> dict:
        """The values that the SQL here needs."""
        return {
            "account": self.account,
            "sessions": self.sessions,
            "rooms": self.rooms,
            "streams": ["session:" + session for session in self.sessions],
            "named": [f'%"{session.replace("_", chr(92) + "_")}"%' for session in self.sessions],
        }


class Subjects:
    """The people of one site who are not its staff."""

    def __init__(self, log: EventLog, identity: Identity, search: Search) -> None:
        self._log = log
        self._identity = identity
        self._search = search

    def find(self, session_id: str) -> Subject:
        """The person of a session; raises PersonUnknown or SubjectIsStaff."""
        with self._log.snapshot() as (view, _):
            row = view.row("SELECT kind, site_user_id FROM sessions WHERE id = %s", (session_id,))
            if row is None:
                raise PersonUnknown
            kind, account = row
            if kind in ("agent", "monitor"):
                raise SubjectIsStaff
            sessions = [session_id] if account is None else self._of_account(view, account)
            rooms = view.rows(
                "SELECT room_id FROM chats WHERE guest_id = ANY(%(sessions)s) UNION SELECT m.room_id FROM members m"
                " JOIN rooms r ON r.id = m.room_id WHERE m.session_id = ANY(%(sessions)s) AND r.kind = 'direct'",
                {"sessions": sessions},
            )
            (first,) = view.row(
                "SELECT coalesce(min(id), 1) FROM events WHERE at >= (SELECT min(created_at) FROM sessions WHERE id = ANY(%s))",
                (sessions,),
            )
        return Subject(account, sessions, sorted(room for (room,) in rooms), first)

    @staticmethod
    def _of_account(view: Change, account: str) -> list[str]:
        rows = view.rows("SELECT id, kind FROM sessions WHERE site_user_id = %s", (account,))
        if any(kind in ("agent", "monitor") for _, kind in rows):
            raise SubjectIsStaff
        return sorted(session_id for session_id, _ in rows)

    def last_seen(self, session_id: str) -> datetime:
        """When the person last gave a sign of life; raises as `find` does."""
        subject = self.find(session_id)
        rows = self._log.database.rows(
            "SELECT max(coalesce(ended_at, seen_at)) FROM sessions WHERE id = ANY(%s)", (subject.sessions,)
        )
        return rows[0][0]

    def _events(self, subject: Subject, more: str = "") -> Iterator[list[int]]:
        """The ids of the events that are about the person, some at a time, and of those that come in meanwhile."""
        begin = subject.first_event
        while begin <= (end := min(begin + STRETCH - 1, self._log.position())):
            rows = self._log.database.rows(
                f"SELECT id FROM events WHERE id BETWEEN %(begin)s AND %(end)s AND {NAMED} {more} ORDER BY id",
                {**subject.args, "begin": begin, "end": end},
            )
            ids = [event_id for (event_id,) in rows]
            for start in range(0, len(ids), LOT):
                yield ids[start : start + LOT]
            begin = end + 1

    # ── handing out ─────────────────────────────────────────────────────────────────────────────────────────────────

    def export(self, actor: Session | None, session_id: str) -> Iterator[str]:
        """All that is kept about the person, as one JSON object in pieces; written down in the audit table."""
        subject = self.find(session_id)
        with self._log.change() as change:
            audit.record(change, actor, "subject_export", subject_id=session_id)
        return self._export(subject)

    def _export(self, subject: Subject) -> Iterator[str]:
        yield "{"
        for table, condition in (THEIRS | DELETED).items():
            rows = self._log.database.rows(
                f"SELECT to_jsonb(t) - ARRAY[{SECRET}] FROM (SELECT * FROM {table} WHERE {condition}) t", subject.args
            )
            yield f'"{table}": ' + encode([row for (row,) in rows]).decode() + ",\n"
        yield '"events": ['
        between = ""
        for ids in self._events(subject):
            yield between + ",\n".join(event.body.decode() for event in self._log.read_ids(ids))
            between = ",\n"
        yield "]}\n"

    # ── erasing ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def erase(self, actor: Session | None, session_id: str) -> dict[str, int]:
        """Erases all of the person's data, for good; how much that was. Sessions that are still alive end.

        What was written to disk before is overwritten when PostgreSQL next cleans up (VACUUM).
        """
        subject = self.find(session_id)
        with self._log.change() as change:
            living = self._identity.living(change, "id = ANY(%s)", (subject.sessions,))
            self._identity.hold(change, [session.id for session in living])
            for session in living:
                self._identity.finish(change, session, "erased")
        emptied = 0
        for ids in self._events(subject, f"AND {NOT_EMPTIED}"):
            with self._log.change() as change:
                emptied += empty_events(change, self._search, "id = ANY(%s)", (ids,))
        with self._log.change() as change:
            hold_rooms(change, subject.rooms)
            for table, condition in THEIRS.items():
                change.rows(f"{EMPTY[table]} WHERE {condition}", subject.args)
            change.rows("UPDATE surveys SET tags = '{}' WHERE room_id = ANY(%(rooms)s)", subject.args)
            audit.erase(change, subject.sessions)
            for table, condition in DELETED.items():
                change.rows(f"DELETE FROM {table} WHERE {condition}", subject.args)
            self._search.refresh(change, *subject.rooms)
            audit.record(change, actor, "erase", subject_id=session_id)
            (position,) = change.row("SELECT last_id FROM log_head")
            change.append([Draft("agents", "erased", {"rooms": subject.rooms, "up_to": position})])
        return {"sessions": len(subject.sessions), "rooms": len(subject.rooms), "events": emptied}
