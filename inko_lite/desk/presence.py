"""Presence: who is there, and how people say that they are. A lease renewed by listening and by every request.

Place: the web layer touches it, the queue reads the result. Each worker writes what it saw in one statement every few
seconds, so that a listener costs no query of its own. Invariant: an agent who does nothing for long is away, as an event
that any worker may write, once; and is online again before the next thing that the agent does.
"""

import logging
import time
from collections.abc import Callable, Iterable

import gevent
import msgspec

from ..config import Config
from ..errors import Refusal, RequestInvalid
from ..stream.events import Change, Draft, Event, EventLog
from .identity import Session
from .rooms import Rooms

log = logging.getLogger(__name__)

RENEW_SECONDS = 5
STATUSES = ("online", "away", "busy", "offline")
# The reasons of a status that nobody set.
IDLE, ACTIVE = "idle", "active"


class Told(msgspec.Struct):
    """A `status` event."""

    who: dict[str, str] = msgspec.field(name="from")
    status: str
    reason: str = ""


class Presence:
    """The leases that this worker renews, and the statuses that people set."""

    def __init__(self, config: Config, log_: EventLog, listening: Callable[[], Iterable[str]], rooms: Rooms) -> None:
        """`listening()` gives the sessions that have a listener on this worker."""
        self._log = log_
        self._listening = listening
        self._rooms = rooms
        self._reconnecting_seconds = config.presence.reconnecting_seconds
        self._away_seconds = config.presence.away_minutes * 60
        # Often enough for the shortest time that hangs on it.
        self._renew_seconds = min(RENEW_SECONDS, self._reconnecting_seconds / 3, self._away_seconds / 2)
        self._touched: set[str] = set()
        self._acted: set[str] = set()
        # Until when those count as there who are to be heard from later; by this machine's clock.
        self._expected: dict[str, float] = {}
        self._idle: set[str] = set()
        self._decoder = msgspec.json.Decoder(Told)
        self._greenlet: gevent.Greenlet | None = None
        # What else is looked after as often as the leases.
        self.on_renew: list[Callable[[], None]] = [self.sweep]

    def start(self) -> None:
        self._idle.update(
            id_ for (id_,) in self._log.database.rows("SELECT id FROM sessions WHERE idle AND ended_at IS NULL")
        )
        self._greenlet = gevent.spawn(self._run)

    def stop(self) -> None:
        if self._greenlet is not None:
            self._greenlet.kill()

    # ── leases ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def touch(self, session_id: str) -> None:
        """A sign of life."""
        self._touched.add(session_id)

    def expect(self, session_id: str, seconds: float) -> None:
        """A sign of life that counts for so many seconds: of a page that cannot listen, and asks again or is read."""
        self._expected[session_id] = max(self._expected.get(session_id, 0.0), time.monotonic() + seconds)

    def _run(self) -> None:
        while True:
            gevent.sleep(self._renew_seconds)
            try:
                self.renew()
                for look_after in self.on_renew:
                    look_after()
            except Refusal:
                continue
            except Exception:
                log.exception("presence: renewing the leases failed")

    def renew(self) -> None:
        """Renews the leases of those seen since the last time, in one statement, and notes which of them did something."""
        touched, self._touched = self._touched, set()
        acted, self._acted = self._acted, set()
        now = time.monotonic()
        self._expected = {id_: until for id_, until in self._expected.items() if until > now}
        try:
            # A row that somebody is changing is left for the next time: waiting for one while holding others could deadlock
            # with a change that ends or sweeps several sessions.
            self._log.database.rows(
                "UPDATE sessions SET seen_at = clock_timestamp(),"
                " acted_at = CASE WHEN id = ANY(%s) THEN clock_timestamp() ELSE acted_at END"
                " WHERE id IN (SELECT id FROM sessions WHERE id = ANY(%s) AND ended_at IS NULL FOR NO KEY UPDATE SKIP LOCKED)",
                (list(acted), sorted(touched.union(acted, self._expected, self._listening()))),
            )
        except Refusal:
            self._touched |= touched
            self._acted |= acted
            raise

    def lapsed(self, session_ids: list[str]) -> list[str]:
        """Those of these sessions that have shown no sign of life for `reconnecting_seconds`."""
        return [
            id_
            for (id_,) in self._log.database.rows(
                "SELECT id FROM sessions WHERE id = ANY(%s) AND seen_at < clock_timestamp() - %s * interval '1 s'",
                (session_ids, self._reconnecting_seconds),
            )
        ]

    # ── statuses ────────────────────────────────────────────────────────────────────────────────────────────────────

    def set_status(self, session: Session, status: str) -> None:
        """Sets the person's own status; colleagues and those in the same rooms hear of it once, and only of a change."""
        if status not in STATUSES:
            raise RequestInvalid.at("$.status", "must be one of " + ", ".join(STATUSES))
        self._acted.add(session.id)
        with self._log.change() as change:
            before = change.row("SELECT status FROM sessions WHERE id = %s AND ended_at IS NULL", (session.id,))
            if before is None:
                return
            change.rows(
                "UPDATE sessions SET status = %s, idle = false, seen_at = clock_timestamp(), acted_at = clock_timestamp()"
                " WHERE id = %s",
                (status, session.id),
            )
            if before[0] != status:
                change.append(self._drafts(change, session.person, status))
        self._idle.discard(session.id)

    def become(self, change: Change, person: dict, status: str, reason: str) -> None:
        """The server sets somebody's status by itself, inside a change; everybody concerned hears why."""
        if change.row(
            "UPDATE sessions SET status = %s, idle = false WHERE id = %s AND status <> %s AND ended_at IS NULL RETURNING 1",
            (status, person["id"], status),
        ):
            change.append(self._drafts(change, person, status, reason=reason))

    def _drafts(self, change: Change, person: dict, status: str, **more: str) -> list[Draft]:
        """The events of a changed status: for the rooms that the person is in, and for all colleagues or the person alone."""
        data = {"from": person, "status": status, **more}
        rooms = change.rows(
            "SELECT room_id, role FROM members WHERE session_id = %s AND left_event IS NULL ORDER BY room_id",
            (person["id"],),
        )
        stream = "agents" if person["kind"] in ("agent", "monitor") else "session:" + person["id"]
        return [
            *(
                Draft(self._rooms.stream(room_id, role), "status", data, room_id, person["id"])
                for room_id, role in rooms
            ),
            Draft(stream, "status", data),
        ]

    # ── silence ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def act(self, session: Session) -> None:
        """The person is about to do something. Who was away by silence alone is back online first."""
        if "agents" not in session.streams:
            return
        self._acted.add(session.id)
        if session.id in self._idle:
            with self._log.change() as change:
                if change.row(
                    "UPDATE sessions SET status = 'online', idle = false, acted_at = clock_timestamp()"
                    " WHERE id = %s AND idle AND ended_at IS NULL RETURNING 1",
                    (session.id,),
                ):
                    change.append(self._drafts(change, session.person, "online", reason=ACTIVE))
            self._idle.discard(session.id)

    def sweep(self) -> None:
        """Sets agents to away who have done nothing for long. Another worker may have seen more of them than is written yet."""
        silent = (
            " FROM sessions WHERE kind IN ('agent', 'monitor') AND ended_at IS NULL AND status = 'online'"
            f" AND acted_at < clock_timestamp() - {self._away_seconds + self._renew_seconds} * interval '1 s'"
        )
        if not self._log.database.rows(f"SELECT 1{silent} LIMIT 1"):
            return
        with self._log.change() as change:
            gone = change.rows(
                # A row that is locked belongs to somebody whose lease is being renewed: not silent, or looked at next time.
                "UPDATE sessions SET status = 'away', idle = true"
                f" WHERE id IN (SELECT id{silent} FOR NO KEY UPDATE SKIP LOCKED) RETURNING id, name, kind"
            )
            drafts = [
                draft
                for row in gone
                for draft in self._drafts(
                    change, dict(zip(("id", "name", "kind"), row, strict=True)), "away", reason=IDLE
                )
            ]
            if drafts:
                change.append(drafts)

    def follow(self, event: Event) -> None:
        """Takes from the log which agents are away by silence, whichever worker found it."""
        if event.kind == "status" and event.stream == "agents":
            told = self._decoder.decode(event.body)
            if (told.status, told.reason) == ("away", IDLE):
                self._idle.add(told.who["id"])
            else:
                self._idle.discard(told.who["id"])

    # ── who is here ─────────────────────────────────────────────────────────────────────────────────────────────────

    def staff(self, view: Change) -> list[dict]:
        """Agents and monitors who are signed in, for their colleagues."""
        return [
            {"id": id_, "name": name, "kind": kind, "status": status, "chats": chats, "chat_limit": limit}
            for id_, name, kind, status, limit, chats in view.rows(
                "SELECT s.id, s.name, s.kind, s.status, s.chat_limit, (SELECT count(*) FROM rooms r WHERE r.owner_id = s.id"
                " AND r.closed_at IS NULL AND r.kind = 'support') FROM sessions s WHERE s.ended_at IS NULL"
                " AND s.kind IN ('agent', 'monitor') AND s.status <> 'offline'"
                " AND s.seen_at > clock_timestamp() - interval '60 s' ORDER BY s.name, s.id"
            )
        ]
