"""Flood limits: how many messages and bytes one person may send in any window of 60 seconds.

Place: inside the writer's one transaction, in its two round trips; the owner of the table `flood`. A person is an account of
the site, or else a session. Invariant: exact over any number of workers, because a person's lock is held from the look to
the commit. Entries are counted by whole seconds, so a refusal may come up to a second early and never a moment late.
"""

import logging
from collections.abc import Sequence

import gevent

from ..database import Database
from ..errors import FloodBytes, FloodMessages, Refusal
from ..settings import FloodSection
from ..stream.writer import Post
from .identity import Session

log = logging.getLogger(__name__)

# What was sent in second S counts until S + 61 begins: then even its last moment is 60 s ago.
COUNTS_SECONDS = 61
SWEEP_SECONDS = 60

# Advisory locks, since a person who has not spoken yet has no row to lock. Always after the rooms, in the order of the keys.
LOCK = """
PREPARE lock_people (text[]) AS
SELECT pg_advisory_xact_lock(key)
  FROM (SELECT DISTINCT hashtextextended('inko flood ' || person, 0) AS key FROM unnest($1) AS person ORDER BY key) AS keys
"""
# $7 people, $8 what still counts of theirs, $9 messages and $10 bytes of this batch.
SPEND_TYPES = ("text[]", "text[]", "integer[]", "integer[]")
SPEND = """, spent AS (
    INSERT INTO flood (person, recent)
    SELECT person, kept::integer[] || ARRAY[floor(extract(epoch FROM last_at))::integer, messages, bytes]
      FROM head, unnest($7, $8, $9, $10) AS batch (person, kept, messages, bytes)
    ON CONFLICT (person) DO UPDATE SET recent = excluded.recent
)"""


class Flood:
    """The flood limits of one site."""

    def __init__(self, config: FloodSection, database: Database) -> None:
        self._config = config
        self._database = database
        self.enabled = config.enabled
        self._greenlet: gevent.Greenlet | None = None

    def start(self) -> None:
        if self.enabled:
            self._greenlet = gevent.spawn(self._run)

    def stop(self) -> None:
        if self._greenlet is not None:
            self._greenlet.kill()

    def _run(self) -> None:
        while True:
            gevent.sleep(SWEEP_SECONDS)
            try:
                self.sweep()
            except Refusal:
                continue
            except Exception:
                log.exception("flood: the sweep failed")

    def sweep(self) -> None:
        """Forgets those who have been silent for a minute."""
        self._database.rows(
            "DELETE FROM flood WHERE person IN (SELECT person FROM flood"
            " WHERE recent[cardinality(recent) - 2] < extract(epoch FROM clock_timestamp()) - %s FOR UPDATE SKIP LOCKED)",
            (COUNTS_SECONDS,),
        )

    def allow(self, session: Session) -> tuple[str, int, int]:
        """Who this is, and how many messages and bytes a minute are allowed."""
        person = f"account {session.site_user_id}" if session.site_user_id is not None else session.id
        if session.staff:
            return person, self._config.staff_messages_per_minute, self._config.staff_bytes_per_minute
        return person, self._config.messages_per_minute, self._config.bytes_per_minute


class Sent:
    """What one person has sent of late, and sends in this batch."""

    __slots__ = ("bytes", "counting", "messages", "new_bytes", "new_messages")

    def __init__(self, recent: Sequence[int] | None, now: float) -> None:
        """`recent` as in the table; `now` is the database's, in seconds since 1970."""
        entries: dict[int, tuple[int, int]] = {}
        for second, messages, size in zip(*[iter(recent or ())] * 3, strict=True):
            if second + COUNTS_SECONDS > now:
                before = entries.get(second, (0, 0))
                entries[second] = (before[0] + messages, before[1] + size)
        self.counting = entries
        self.messages = sum(messages for messages, _ in entries.values())
        self.bytes = sum(size for _, size in entries.values())
        self.new_messages = self.new_bytes = 0

    def literal(self) -> str:
        """What counts already, as an array of PostgreSQL."""
        return "{" + ",".join(f"{second},{sent[0]},{sent[1]}" for second, sent in self.counting.items()) + "}"

    def until(self, which: int, too_many: int, now: float) -> float:
        """Seconds until so many messages (0) or bytes (1) count no more."""
        for second, entry in self.counting.items():
            too_many -= entry[which]
            if too_many <= 0:
                return second + COUNTS_SECONDS - now
        return COUNTS_SECONDS


class Spending:
    """What the people of one batch send."""

    def __init__(self) -> None:
        self._people: dict[str, Sent] = {}

    def refusal(self, post: Post, recent: Sequence[int] | None, now: float) -> Refusal | None:
        """Why this person may not send this now, or None: then it counts."""
        person, most_messages, most_bytes = post.allowed
        sent = self._people.get(person)
        if sent is None:
            sent = self._people[person] = Sent(recent, now)
        too_many = sent.messages + sent.new_messages + 1 - most_messages
        if too_many > 0:
            return FloodMessages(retry_after=sent.until(0, too_many, now), limit=most_messages)
        too_much = sent.bytes + sent.new_bytes + post.size - most_bytes
        if too_much > 0:
            return FloodBytes(retry_after=sent.until(1, too_much, now), limit=most_bytes, size=post.size)
        sent.new_messages += 1
        sent.new_bytes += post.size
        return None

    def args(self) -> tuple[list[str], list[str], list[int], list[int]]:
        """The parameters of SPEND."""
        people = {person: sent for person, sent in self._people.items() if sent.new_messages}
        return (
            list(people),
            [sent.literal() for sent in people.values()],
            [sent.new_messages for sent in people.values()],
            [sent.new_bytes for sent in people.values()],
        )
