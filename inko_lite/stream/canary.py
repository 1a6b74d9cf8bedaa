"""The canary: shows again and again that what this worker writes is committed, announced and heard.

Place: beside the writer and the hub, asked by the watchdog. A canary goes the way of an event: it takes the log's lock as the
last step of a transaction, commits, comes back by LISTEN, waits until the follower has read the log up to it, and reaches the
hub's listeners. Invariant: it takes no number, so the log does not grow by it, and its stream is nobody's but its own.
"""

import math
import time
import uuid

import gevent
import gevent.event

from ..database import connect
from ..errors import StoreUnavailable
from .events import EventLog
from .hub import Hub
from .wakeups import CANARY_CHANNEL, CANARY_STREAM

# The log's own lock, and a row that is really written, so that the commit waits for the disk as everybody's does.
SING = "UPDATE log_head SET last_at = greatest(clock_timestamp(), last_at) RETURNING last_id"


class Canary:
    """One worker's; itself the listener that hears it."""

    session_id = ""

    def __init__(self, log: EventLog, hub: Hub) -> None:
        self._log = log
        self._hub = hub
        self._name = uuid.uuid4().hex
        self._number = 0
        self._heard = gevent.event.Event()
        # How long the last one took, and how many were not heard.
        self.seconds = math.nan
        self.unheard = 0
        hub.overhear(CANARY_STREAM + self._name, self)

    def tell(self, body: bytes) -> None:
        """Called by the hub."""
        if body == b"%d" % self._number:
            self._heard.set()

    def sing(self, seconds: float) -> str:
        """Sends one and waits for it for so many seconds. What was missing, as half a sentence; empty when it was heard.
        Raises StoreUnavailable."""
        self._number += 1
        self._heard.clear()
        began = time.monotonic()
        step = "written"
        try:
            with gevent.Timeout(seconds):
                with self._log.database.transaction() as cursor:
                    cursor.execute(SING)
                    position = cursor.fetchone()[0]
                    cursor.execute("SELECT pg_notify(%s, %s)", (CANARY_CHANNEL, f"{self._name} {self._number}"))
                step = "heard"
                self._heard.wait()
        except gevent.Timeout:
            return self._missed(f"a canary was not {step} within {seconds:.1f} s")
        if self._hub.position < position:
            return self._missed(f"the hub is at event {self._hub.position} and the log at {position}")
        self.seconds = time.monotonic() - began
        return ""

    def _missed(self, what: str) -> str:
        self.seconds = math.nan
        self.unheard += 1
        return what

    def database_answers(self, seconds: float) -> bool:
        """Whether the database takes a new connection and answers a question on it."""
        with gevent.Timeout(seconds, False):
            try:
                connection = connect(self._log.database.dsn, "inko-lite canary")
            except StoreUnavailable:
                return False
            try:
                with connection.cursor() as cursor:
                    cursor.execute("SELECT 1")
                    return True
            finally:
                connection.close()
        return False
