"""Leases: what becomes of people who show no sign of life.

Place: beside presence, which renews the leases; it acts through queue, rooms and identity. Any worker looks once a second and
decides inside a change. Invariant: nobody is held to be silent for a time in which the service itself was not there. The row
of `uptime` says since when it has been; after a break (a restart, the database away, every worker stopped) that moment plus
a grace is the earliest from which silence counts.
"""

import logging
import time
from collections.abc import Callable

import gevent

from ..config import Config
from ..errors import Refusal
from ..stream.events import Change, EventLog
from .floor import NOW, SILENCE
from .identity import Identity
from .offers import Offers
from .presence import Presence
from .queue import Queue
from .rooms import Rooms

log = logging.getLogger(__name__)

SWEEP_SECONDS = 1.0
# The service was away when nobody looked for this share of the time after which people count as reconnecting: by then a lease
# that was renewed in time may look lapsed. Sweeps come several times as often.
BREAK_SHARE, SWEEP_SHARE = 1 / 3, 1 / 12
EXPIRY_SECONDS = 30.0
# Sessions ended in one change: others wait for it.
EXPIRED_AT_ONCE = 20

BEAT = """
UPDATE uptime SET alive_at = clock_timestamp(),
  since = CASE WHEN alive_at < clock_timestamp() - %(break)s * interval '1 s' THEN clock_timestamp() ELSE since END
 WHERE alive_at < clock_timestamp() - %(break)s / 10 * interval '1 s'
"""
# Those whose silence concerns anybody, with what is to be done about it.
DUE = f"""
WITH stakes AS MATERIALIZED (
  SELECT session_id AS id FROM queue_entries WHERE state = 'waiting'
  UNION SELECT session_id FROM members WHERE left_event IS NULL
  UNION SELECT id FROM sessions WHERE ended_at IS NULL AND kind IN ('agent', 'monitor')
), people AS (
  SELECT s.id, s.name, s.kind, s.status, s.silent_at, s.gone_at, s.seen_at, {SILENCE} AS silence,
         EXISTS (SELECT FROM queue_entries q WHERE q.session_id = s.id AND q.state = 'waiting') AS waits,
         EXISTS (SELECT FROM rooms r WHERE r.owner_id = s.id AND r.kind = 'support' AND r.closed_at IS NULL) AS serves
    FROM stakes JOIN sessions s USING (id) WHERE s.ended_at IS NULL
)
SELECT * FROM (
  SELECT id, name, kind, status, waits, gone_at IS NOT NULL,
         CASE WHEN seen_at > silent_at THEN 'back'
              WHEN silence >= CASE WHEN kind IN ('agent', 'monitor') THEN %(agent_gone)s ELSE %(guest_gone)s END
               AND (gone_at IS NULL OR waits OR serves) THEN 'gone'
              WHEN silence >= %(reconnecting)s AND silent_at IS NULL THEN 'silent' END AS what
    FROM people
) found WHERE what IS NOT NULL ORDER BY kind, id
"""
# Waiting guests who vanished: those who are back in time, and the conversations of those who are not.
KEPT = f"""
SELECT q.session_id, r.id, q.ended_at > {NOW} - %(keep)s * interval '1 s'
  FROM queue_entries q JOIN sessions s ON s.id = q.session_id LEFT JOIN rooms r ON r.id = q.room_id AND r.closed_at IS NULL
 WHERE q.end_reason = 'gone'
   AND NOT EXISTS (SELECT FROM queue_entries l WHERE l.session_id = q.session_id AND l.id <> q.id
                    AND (l.state = 'waiting' OR l.ended_at > q.ended_at))
   AND ((q.ended_at > {NOW} - %(keep)s * interval '1 s' AND s.ended_at IS NULL AND s.seen_at > q.ended_at
         AND NOT EXISTS (SELECT FROM reservations v WHERE v.session_id = s.id)
         AND NOT EXISTS (SELECT FROM standby b WHERE b.session_id = s.id))
     OR (q.ended_at <= {NOW} - %(keep)s * interval '1 s' AND r.id IS NOT NULL AND r.owner_id IS NULL))
 ORDER BY q.place
"""
TAKEN = (
    "SELECT (SELECT count(*) FROM queue_entries WHERE state = 'waiting')"
    " + (SELECT count(*) FROM reservations WHERE expires_at > clock_timestamp())"
)
EXPIRED = f"""
SELECT s.id, s.expires_at <= {NOW} FROM sessions s
 WHERE s.ended_at IS NULL AND (s.expires_at <= {NOW} OR {SILENCE} > %(idle)s) ORDER BY s.expires_at LIMIT %(most)s
"""

class Leases:
    """Looks after the vanished of one site."""

    def __init__(
        self,
        config: Config,
        log_: EventLog,
        identity: Identity,
        rooms: Rooms,
        queue: Queue,
        presence: Presence,
        offers: Offers,
        tell: Callable[[str, dict], None],
    ) -> None:
        """`tell` sends an ephemeral event to a stream."""
        self._log = log_
        self._identity = identity
        self._rooms = rooms
        self._queue = queue
        self._presence = presence
        self._offers = offers
        self._tell = tell
        self._limits = config.limits
        presence_ = config.presence
        self._times = {
            "grace": presence_.grace_seconds,
            "reconnecting": presence_.reconnecting_seconds,
            "guest_gone": presence_.guest_gone_seconds,
            "agent_gone": presence_.agent_gone_seconds,
        }
        self._break = {"break": presence_.reconnecting_seconds * BREAK_SHARE}
        self._every = min(SWEEP_SECONDS, presence_.reconnecting_seconds * SWEEP_SHARE)
        self._keep = {"keep": presence_.return_seconds}
        idle = config.session.idle_hours * 3600
        self._expiry = {"grace": presence_.grace_seconds, "idle": idle, "most": EXPIRED_AT_ONCE}
        self._greenlet: gevent.Greenlet | None = None

    def start(self) -> None:
        self._greenlet = gevent.spawn(self._run)

    def stop(self) -> None:
        if self._greenlet is not None:
            self._greenlet.kill()

    def _run(self) -> None:
        expired_at = 0.0
        while True:
            gevent.sleep(self._every)
            try:
                self.sweep()
                if time.monotonic() - expired_at > EXPIRY_SECONDS:
                    expired_at = time.monotonic()
                    self.expire()
            except Refusal:
                continue
            except Exception:
                log.exception("leases: the sweep failed")

    # ── silence ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def sweep(self) -> None:
        """Notices who fell silent, who is gone and who is back; those concerned hear of it."""
        database = self._log.database
        database.rows(BEAT, self._break)
        if not database.rows(DUE, self._times) and not database.rows(KEPT, self._keep):
            return
        told = []
        with self._log.change() as change:
            # Again: this worker may have been stopped since, and then all silence is its own.
            change.rows(BEAT, self._break)
            due, kept = change.rows(DUE, self._times), change.rows(KEPT, self._keep)
            self._rooms.hold(change, [row[0] for row in (*due, *kept)])
            for id_, name, kind, status, waits, was_gone, what in due:
                person = {"id": id_, "name": name, "kind": kind}
                if what == "back":
                    self._come_back(change, person, was_gone)
                elif what == "gone":
                    self._go(change, person, status, waits)
                else:
                    change.rows("UPDATE sessions SET silent_at = clock_timestamp() WHERE id = %s", (id_,))
                    self._offers.take_back(change, id_)
                if what != "gone":
                    told += self._news(change, person, waits, "reconnecting" if what == "silent" else "back")
            for guest_id, room_id, in_time in kept:
                if not in_time:
                    self._rooms.close(change, room_id, None, "guest_gone")
                elif change.row(TAKEN)[0] < self._limits.waiting:
                    self._queue.restore(change, guest_id, "back")
        for stream, event in told:
            self._tell(stream, event)

    def _news(self, change: Change, person: dict, waits: bool, state: str) -> list[tuple[str, dict]]:
        event = {"kind": "presence", "session": person["id"], "state": state}
        rooms = change.rows(
            "SELECT room_id, role FROM members WHERE session_id = %s AND left_event IS NULL", (person["id"],)
        )
        news = [
            (self._rooms.stream(room_id, role), {**event, "room": room_id})
            for room_id, role in rooms
            if self._rooms.stream(room_id, role).startswith("room:")
        ]
        if waits or person["kind"] in ("agent", "monitor"):
            news.append(("agents", event))
        return news

    def _come_back(self, change: Change, person: dict, was_gone: bool) -> None:
        change.rows("UPDATE sessions SET silent_at = NULL, gone_at = NULL WHERE id = %s", (person["id"],))
        if was_gone and person["kind"] not in ("agent", "monitor"):
            self._presence.become(change, person, "online", "back")

    def _go(self, change: Change, person: dict, status: str, waits: bool) -> None:
        """The lease is over. An agent's guests go to the front of the queue; a waiting guest's place is kept for a while."""
        change.rows(
            "UPDATE sessions SET gone_at = clock_timestamp(), silent_at = coalesce(silent_at, clock_timestamp()) WHERE id = %s",
            (person["id"],),
        )
        self._offers.forsake(change, person["id"])
        if waits:
            self._queue.lose(change, person["id"])
        self._presence.become(change, person, "offline", "gone")
        if person["kind"] in ("agent", "monitor"):
            for room_id, owns in change.rows(
                "SELECT r.id, r.owner_id = m.session_id FROM members m JOIN rooms r ON r.id = m.room_id"
                " WHERE m.session_id = %s AND m.left_event IS NULL AND r.kind = 'support' AND r.closed_at IS NULL ORDER BY r.id",
                (person["id"],),
            ):
                if owns:
                    self._queue.give_back(change, room_id, person, "agent_gone")
                else:
                    self._rooms.go(change, room_id, person, "gone")

    # ── the end of sessions ─────────────────────────────────────────────────────────────────────────────────────────

    def expire(self) -> None:
        """Ends the sessions that are too old, or idle for too long."""
        while self._log.database.rows(EXPIRED, self._expiry):
            with self._log.change() as change:
                change.rows(BEAT, self._break)
                too_old = dict(change.rows(EXPIRED, self._expiry))
                self._rooms.hold(change, list(too_old))
                for session in self._identity.living(change, "id = ANY(%s)", (list(too_old),)):
                    self._identity.finish(change, session, "expired" if too_old[session.id] else "idle")
