"""The outbox: what other systems are told, at least once, however often they or we fail.

Place: written inside the change that it tells of, carried by any worker afterwards; the owner of `deliveries`. Invariants: no
delivery without its change and no change without its delivery; a delivery keeps its id and its bytes through all tries,
so the other side can tell a repetition; a worker that dies at it leaves a lease that runs out. The order of deliveries is
not kept: each carries the time of its event.
"""

import logging
import random
from collections.abc import Callable
from typing import NamedTuple

import gevent
import gevent.event
import gevent.pool

from ..config import Config
from ..errors import DeliveryUnknown, Refusal
from ..stream.events import Change, EventLog, encode, iso
from .identity import new_id
from .outgoing import Undelivered

log = logging.getLogger(__name__)

POLL_SECONDS = 1.0
AT_ONCE = 8
# How long a worker may be at one delivery: longer than everything that its carrier does, each step of it bounded.
LEASE_SECONDS = {"webhook": 8, "forum": 90}
PAGE = 200
KEEP_DELIVERED_DAYS = 7
KEEP_DEAD_DAYS = 30
CLEAN_SECONDS = 3600

CLAIM = """
UPDATE deliveries SET attempts = attempts + 1,
       due_at = clock_timestamp() + CASE target WHEN 'webhook' THEN %s ELSE %s END * interval '1 s'
 WHERE id IN (SELECT id FROM deliveries WHERE state = 'pending' AND due_at <= clock_timestamp() ORDER BY due_at LIMIT %s
                 FOR UPDATE SKIP LOCKED)
RETURNING id, target, kind, room_id, body::text, attempts, extract(epoch FROM made_at)::float8
"""


class Delivery(NamedTuple):
    """One delivery that this worker has the lease of. `body` is the JSON text; `made_at` is in seconds since 1970."""

    id: str
    target: str
    kind: str
    room_id: str | None
    body: str
    attempts: int
    made_at: float


# Brings a delivery to its target or raises Undelivered; may return what is to be written with the delivery's success.
Carrier = Callable[[Delivery], Callable[[Change], None] | None]


class Outbox:
    """The outbox of one site. `carriers` has one for each target; the server fills it."""

    def __init__(self, config: Config, log_: EventLog) -> None:
        self._config = config.webhooks
        self._log = log_
        self._database = log_.database
        self.carriers: dict[str, Carrier] = {}
        self._due = gevent.event.Event()
        self._held: set[str] = set()
        self._pool = gevent.pool.Pool(AT_ONCE)
        self._greenlet: gevent.Greenlet | None = None

    def start(self) -> None:
        self._greenlet = gevent.spawn(self._run)

    def stop(self) -> None:
        """Gives back what is under way, for another worker to try at once."""
        if self._greenlet is not None:
            self._greenlet.kill()
        held = sorted(self._held)
        self._pool.kill()
        if held:
            try:
                self._database.rows(
                    "UPDATE deliveries SET due_at = clock_timestamp() WHERE id = ANY(%s) AND state = 'pending'", (held,)
                )
            except Refusal:
                log.info("outbox: %d deliveries go on when their lease has run out", len(held))

    def wake(self) -> None:
        """There may be something to deliver."""
        self._due.set()

    # ── writing ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def add(
        self,
        change: Change,
        kind: str,
        payload: dict,
        target: str = "webhook",
        room_id: str | None = None,
        at: str | None = None,
    ) -> str:
        """Will deliver `payload` once the change is committed; returns the delivery's id. `at` is the event's time."""
        delivery_id = new_id()
        body = {"id": delivery_id, "kind": kind, **({"at": at} if at else {}), "data": payload}
        change.rows(
            "INSERT INTO deliveries (id, target, kind, room_id, body) VALUES (%s, %s, %s, %s, %s)",
            (delivery_id, target, kind, room_id, encode(body).decode()),
        )
        return delivery_id

    # ── carrying ────────────────────────────────────────────────────────────────────────────────────────────────────

    def _run(self) -> None:
        while True:
            self._due.wait(POLL_SECONDS)
            self._due.clear()
            try:
                while self._take():
                    pass
            except Refusal:
                continue
            except Exception:
                log.exception("outbox: looking for deliveries failed")

    def _take(self) -> bool:
        """Begins as many due deliveries as there is room for; False when none was due."""
        self._pool.wait_available()
        rows = self._database.rows(CLAIM, (LEASE_SECONDS["webhook"], LEASE_SECONDS["forum"], self._pool.free_count()))
        for row in rows:
            delivery = Delivery(*row)
            self._held.add(delivery.id)
            self._pool.spawn(self._carry, delivery)
        return bool(rows)

    def _carry(self, delivery: Delivery) -> None:
        try:
            self._try(delivery)
        except Refusal:
            log.warning("outbox: %s: the database was away; it is tried again", delivery.kind)
        except Exception:
            log.exception("outbox: %s: carrying failed", delivery.kind)
            self._fail(delivery, Undelivered("an error on this side; see the log"))
        self._held.discard(delivery.id)

    def _try(self, delivery: Delivery) -> None:
        try:
            follow = self.carriers[delivery.target](delivery)
        except Undelivered as problem:
            self._fail(delivery, problem)
            return
        done = (
            "UPDATE deliveries SET state = 'delivered', ended_at = clock_timestamp(), problem = ''"
            " WHERE id = %s AND state <> 'delivered' RETURNING 1"
        )
        if follow is None:
            self._database.rows(done, (delivery.id,))
            return
        with self._log.change() as change:
            if change.row(done, (delivery.id,)):
                follow(change)

    def _fail(self, delivery: Delivery, problem: Undelivered) -> None:
        """Tries again later, or gives up. The number of the try keeps a late loser from undoing what came after it."""
        dead = problem.final or delivery.attempts >= self._config.attempts
        wait = max(problem.retry_after, self.back_off(delivery.attempts))
        self._database.rows(
            "UPDATE deliveries SET problem = %s, due_at = clock_timestamp() + %s * interval '1 s',"
            " state = CASE WHEN %s THEN 'dead' ELSE 'pending' END, ended_at = CASE WHEN %s THEN clock_timestamp() END"
            " WHERE id = %s AND state = 'pending' AND attempts = %s",
            (str(problem), min(wait, self._config.retry_seconds), dead, dead, delivery.id, delivery.attempts),
        )
        log.log(
            logging.WARNING if dead else logging.INFO,
            "outbox: %s %s not delivered at try %d%s: %s",
            delivery.kind, delivery.id, delivery.attempts, ", given up" if dead else "", problem,
        )  # fmt: skip

    def back_off(self, attempts: int) -> float:
        """Seconds until the next try: doubling from the first, up to the most, between half of it and all of it at random."""
        most = self._config.retry_seconds
        return random.uniform(0.5, 1) * min(most, self._config.first_retry_seconds * 2 ** min(attempts - 1, 40))

    def clean(self) -> None:
        """Forgets what was delivered or given up long ago."""
        self._database.rows(
            "DELETE FROM deliveries WHERE (state = 'delivered' AND ended_at < clock_timestamp() - %s * interval '1 d')"
            " OR (state = 'dead' AND ended_at < clock_timestamp() - %s * interval '1 d')",
            (KEEP_DELIVERED_DAYS, KEEP_DEAD_DAYS),
        )

    # ── looking ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def show(self) -> dict:
        """What waits and what was given up, the oldest that waits and the newest that was given up first."""
        columns = f"id, target, kind, room_id, attempts, problem, {iso('made_at')}, {iso('due_at')}, {iso('ended_at')}"
        with self._log.snapshot() as (view, _):
            counts = dict(view.rows("SELECT state, count(*) FROM deliveries GROUP BY state"))
            pending = view.rows(
                f"SELECT {columns} FROM deliveries WHERE state = 'pending' ORDER BY made_at LIMIT {PAGE}"
            )
            dead = view.rows(
                f"SELECT {columns} FROM deliveries WHERE state = 'dead' ORDER BY ended_at DESC LIMIT {PAGE}"
            )
        return {
            "counts": {state: counts.get(state, 0) for state in ("pending", "dead", "delivered")},
            "pending": [_shown(row) for row in pending],
            "dead": [_shown(row) for row in dead],
        }

    def retry(self, delivery_id: str) -> None:
        """Tries one again now, with all its tries before it, whether it waits or was given up; raises DeliveryUnknown."""
        if not self._database.rows(
            "UPDATE deliveries SET state = 'pending', ended_at = NULL, attempts = 0, due_at = clock_timestamp()"
            " WHERE id = %s AND state <> 'delivered' RETURNING 1",
            (delivery_id,),
        ):
            raise DeliveryUnknown
        self.wake()


def _shown(row: tuple) -> dict:
    delivery_id, target, kind, room_id, attempts, problem, made_at, due_at, ended_at = row
    shown = {
        "id": delivery_id, "target": target, "kind": kind, "room": room_id, "attempts": attempts, "problem": problem,
        "made_at": made_at,
    }  # fmt: skip
    return shown | ({"next_try_at": due_at} if ended_at is None else {"ended_at": ended_at})
