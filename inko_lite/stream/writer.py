"""The group-commit writer: all messages that wait become one transaction.

Place: between `desk/messages.py`, which decides by the rules, and the hub. One greenlet a worker takes whatever waits,
lets the rules look at it under the locks of its rooms, numbers, writes and commits what is accepted, and only then
answers the posters. There is no batching timer: what arrives during one commit is the next batch.

Two round trips a batch. The second locks the head of the log, checks the rate, writes, notifies and commits in one
string, so that no worker, even one stopped in the middle, ever holds the head while it is not inside PostgreSQL.
"""

import logging
import time
from collections import deque
from collections.abc import Callable, Sequence

import gevent
from gevent.event import AsyncResult
from gevent.event import Event as Signal

from ..database import LOST, Database, cut_off
from ..errors import MessageRateFull, Overloaded, StoreUnavailable, StoreUncertain
from .events import CHANNEL, Event, iso

log = logging.getLogger(__name__)

BATCH_POSTS = 256
BATCH_BYTES = 4 * 1024 * 1024
WAITING_POSTS = 4096

# $1 the limit, $2 rooms, $3 actors, $4 client ids, $5 sizes, $6 JSON. In no window of 60 s more than the limit: the n-th
# message may come when the one `limit` places before it is 60 s old. `last_at` never goes back, so a prefix of a batch fits.
APPEND = f"""
PREPARE append_messages (bigint, text[], text[], text[], integer[], json[]%s) AS
WITH head AS (
    UPDATE log_head h
       SET last_id = last_id + cardinality($2), messages = messages + cardinality($2),
           last_at = greatest(clock_timestamp(), last_at)
     WHERE NOT EXISTS (SELECT FROM events e WHERE e.message_number = h.messages + cardinality($2) - $1
                          AND e.at >= clock_timestamp() - interval '60 s')
    RETURNING last_id - cardinality($2) AS base, messages - cardinality($2) AS number, last_at
), written AS (
    INSERT INTO events (id, stream, kind, room_id, actor_id, client_id, message_number, at, data)
    SELECT base + n, 'room:' || room, 'message', room, actor, client_id, number + n, last_at, data
      FROM head, unnest($2, $3, $4, $6) WITH ORDINALITY AS post (room, actor, client_id, data, n)
), grown AS (
    UPDATE rooms SET bytes = bytes + added, largest_message = greatest(largest_message, largest)
      FROM (SELECT room, sum(size) AS added, max(size) AS largest FROM unnest($2, $5) AS post (room, size) GROUP BY room) AS sums
     WHERE id = room AND EXISTS (SELECT FROM head)
)%s
SELECT set_config('inko.appended', base || ' ' || {iso("last_at")}, false),
       pg_notify('{CHANNEL}', (base + cardinality($2))::text) FROM head
"""
# The first statement waits for the head; the second, in a snapshot of its own, then sees all that was committed before.
COMMIT = (
    "SELECT set_config('inko.appended', '', false) FROM log_head FOR UPDATE;"
    "EXECUTE append_messages(%s, %s::text[], %s::text[], %s::text[], %s::integer[], %s::json[]{});"
    "COMMIT; SELECT current_setting('inko.appended')"
)


def prepare_append(types: Sequence[str] = (), also: str = "") -> str:
    """The statement that writes a batch. `also` is a further part of it (`, name AS (...)`), which writes what it likes if
    there is a row in `head`; `types` are those of its own parameters, $7 and on."""
    return APPEND % ("".join(f", {each}" for each in types), also)


ROOM_IN_WINDOW = """
SELECT count(*) FILTER (WHERE e.at IS NULL OR e.at < clock_timestamp() - interval '60 s'),
       extract(epoch FROM min(e.at) FILTER (WHERE e.at >= clock_timestamp() - interval '60 s') + interval '60 s' - clock_timestamp())
  FROM log_head h CROSS JOIN generate_series(1, %s) AS n LEFT JOIN events e ON e.message_number = h.messages + n - %s
"""


# What became of messages whose commit was cut off is asked for so long.
FIND_OUT_SECONDS = 8
FIND_OUT_PAUSE_SECONDS = 0.1
WRITTEN = f"""
SELECT e.actor_id, e.client_id, e.id, {iso("e.at")}, e.data::text FROM events e
  JOIN unnest(%s, %s) AS post (actor, client_id) ON e.actor_id = post.actor AND e.client_id = post.client_id
"""


class Post:
    """One message on its way to the log. `result` ends with the `Event`, or with the refusal."""

    __slots__ = (
        "actor_id", "allowed", "body", "client_id", "data", "repeated", "result", "room_id", "size", "uncertain",
    )  # fmt: skip

    def __init__(
        self, room_id: str, actor_id: str, client_id: str, body: str, size: int, data: str, allowed: tuple = ()
    ) -> None:
        """`size` is the body's length in bytes of UTF-8; `data` the event's JSON object; `allowed` is for `decide`."""
        self.allowed = allowed
        self.room_id = room_id
        self.actor_id = actor_id
        self.client_id = client_id
        self.body = body
        self.size = size
        self.data = data
        self.repeated = False
        # The connection was lost while it was committed.
        self.uncertain = False
        self.result = AsyncResult()


class Writer:
    """One worker's way into the log. `start` spawns its greenlet; `write` blocks until the message is on disk."""

    def __init__(
        self,
        database: Database,
        decide: Callable[[object, Sequence[Post]], tuple[list[Post], Sequence]],
        published: Callable[[list[Event]], None],
        messages_per_minute: int,
        types: Sequence[str] = (),
    ) -> None:
        """`database` has one connection, with `prepare_append(types, …)` and what `decide` needs prepared.

        `decide(cursor, posts)` begins the transaction, locks the rooms, ends the result of each post that is refused or
        was written before, and returns the others, with the parameters of `types`.
        """
        self._commit_sql = COMMIT.format("".join(f", %s::{each}" for each in types))
        self._database = database
        self._decide = decide
        self._published = published
        self.messages_per_minute = messages_per_minute
        self._waiting: deque[Post] = deque()
        self._arrived = Signal()
        self._greenlet: gevent.Greenlet | None = None
        # Since when somebody waits and no batch has ended.
        self._waited_since: float | None = None
        self.batches = 0
        self.messages = 0

    def start(self) -> None:
        self._greenlet = gevent.spawn(self._run)

    def stop(self) -> None:
        """Ends the greenlet; the caller has seen to it that nothing waits any more."""
        if self._greenlet is not None:
            self._greenlet.kill()

    def write(self, post: Post) -> Event:
        """Returns the committed event; raises the Refusal that the rules, the rate or a lost database gave."""
        if len(self._waiting) >= WAITING_POSTS:
            raise Overloaded
        if self._waited_since is None:
            self._waited_since = time.monotonic()
        self._waiting.append(post)
        self._arrived.set()
        return post.result.get()

    def stalled_seconds(self) -> float:
        """For how long messages have waited without any being written or refused; 0 when none waits."""
        return 0.0 if self._waited_since is None else time.monotonic() - self._waited_since

    def _run(self) -> None:
        while True:
            self._waited_since = time.monotonic() if self._waiting else None
            self._arrived.wait()
            batch = self._gather()
            try:
                self._write_all(batch)
            except Exception as error:
                if isinstance(error, StoreUnavailable) or len(batch) == 1:
                    self._refuse(batch, error)
                    continue
                # One bad row fails its whole batch: find it by writing each post alone.
                log.exception("writer: a batch of %d failed and is written one by one", len(batch))
                for post in batch:
                    if not post.result.ready():
                        try:
                            self._write_all([post])
                        except Exception as single_error:
                            self._refuse([post], single_error)

    def _write_all(self, batch: list[Post]) -> None:
        while batch:
            batch = self._commit(batch)

    @staticmethod
    def _refuse(batch: list[Post], error: Exception) -> None:
        for post in batch:
            if not post.result.ready() and not post.uncertain:
                post.result.set_exception(error)

    def _find_out(self, posts: list[Post]) -> None:
        """Answers those whose commit was cut off, as soon as the database says what became of them."""
        end = time.monotonic() + FIND_OUT_SECONDS
        while True:
            try:
                with self._database.transaction() as cursor:
                    # Whoever still commits holds the head.
                    cursor.execute("SELECT FROM log_head FOR UPDATE")
                    cursor.execute(WRITTEN, ([post.actor_id for post in posts], [post.client_id for post in posts]))
                    written = {(actor_id, client_id): row for actor_id, client_id, *row in cursor.fetchall()}
                break
            except StoreUnavailable:
                if time.monotonic() > end:
                    for post in posts:
                        post.result.set_exception(StoreUncertain())
                    return
                gevent.sleep(FIND_OUT_PAUSE_SECONDS)
        for post in posts:
            if row := written.get((post.actor_id, post.client_id)):
                event_id, at, data = row
                post.result.set(Event(event_id, "room:" + post.room_id, "message", post.room_id, None, at, data))
            else:
                post.result.set_exception(StoreUnavailable())

    def _gather(self) -> list[Post]:
        """What waits now, in order, each (actor, client_id) once: a repeat in the same batch waits for the next."""
        batch: list[Post] = []
        later: list[Post] = []
        seen = set()
        size = 0
        most = min(BATCH_POSTS, self.messages_per_minute)
        while self._waiting and len(batch) < most and size < BATCH_BYTES:
            post = self._waiting.popleft()
            key = (post.actor_id, post.client_id)
            if key in seen:
                later.append(post)
                continue
            seen.add(key)
            size += len(post.data)
            batch.append(post)
        self._waiting.extendleft(reversed(later))
        if not self._waiting:
            self._arrived.clear()
        return batch

    def _commit(self, batch: list[Post]) -> list[Post]:
        """Writes what it can of the batch; returns what is to be tried again."""
        with self._database.connection() as connection, connection.cursor() as cursor:
            try:
                accepted, more = self._decide(cursor, batch)
                if not accepted:
                    cursor.execute("ROLLBACK")
                    return []
                try:
                    cursor.execute(
                        self._commit_sql,
                        (
                            self.messages_per_minute,
                            [post.room_id for post in accepted],
                            [post.actor_id for post in accepted],
                            [post.client_id for post in accepted],
                            [post.size for post in accepted],
                            [post.data for post in accepted],
                            *more,
                        ),
                    )
                except LOST as error:
                    if cut_off(error):
                        for post in accepted:
                            post.uncertain = True
                        gevent.spawn(self._find_out, accepted)
                    raise
                appended = cursor.fetchone()[0]
                if not appended:
                    return self._hold_to_the_rate(cursor, accepted)
            except Exception:
                if connection.closed == 0 and connection.get_transaction_status() != 0:
                    cursor.execute("ROLLBACK")
                raise
        base, at = appended.split(" ")
        self.batches += 1
        self.messages += len(accepted)
        events = [
            Event(int(base) + n, "room:" + post.room_id, "message", post.room_id, None, at, post.data)
            for n, post in enumerate(accepted, 1)
        ]
        self._published(events)
        for post, event in zip(accepted, events, strict=True):
            post.result.set(event)
        return []

    def _hold_to_the_rate(self, cursor, accepted: list[Post]) -> list[Post]:
        """Refuses those for which the last minute has no room, and returns the others to be tried again."""
        cursor.execute(ROOM_IN_WINDOW, (len(accepted), self.messages_per_minute))
        fitting, wait_seconds = cursor.fetchone()
        for post in accepted[fitting:]:
            post.result.set_exception(
                MessageRateFull(retry_after=max(0.001, float(wait_seconds or 1)), limit=self.messages_per_minute)
            )
        return accepted[:fitting]
