"""LISTEN: learns that others have moved the log, fetches it once a worker, and carries ephemeral events.

Place: beside the hub. NOTIFY is a hint, the table is the truth: a slow catch-up poll covers a lost hint, and a lost
connection is made again with back-off and followed by a catch-up from the last id. Listeners stay through all of it.
"""

import logging
import time

import gevent
import gevent.event
import gevent.socket
import msgspec
import psycopg2

from ..database import Database, connect
from ..errors import StoreUnavailable
from ..logs import reason
from .events import CHANNEL, EventLog
from .hub import Hub

log = logging.getLogger(__name__)

NOW_CHANNEL = "inko_now"
# What canary.py writes: its name and a number.
CANARY_CHANNEL = "inko_canary"
CANARY_STREAM = "canary:"
CATCH_UP_SECONDS = 1.0
# Who has not been level with the log for this long does not follow it.
FOLLOWED_SECONDS = 10
RETRY_SECONDS = (0.05, 0.1, 0.2, 0.4)
# PostgreSQL refuses a payload of 8,000 bytes or more.
PAYLOAD_BYTES = 7900


class Ephemeral(msgspec.Struct):
    """An ephemeral event on its way between workers."""

    stream: str
    body: msgspec.Raw
    but: str | None = None


class Wakeups:
    """Follows the log of one database into one hub."""

    def __init__(self, log_: EventLog, hub: Hub, pools: list[Database]) -> None:
        """What the connections of `pools` notify, this worker has already published itself."""
        self._log = log_
        self._hub = hub
        self._pools = pools
        self._greenlets: list[gevent.Greenlet] = []
        self._decode = msgspec.json.Decoder(Ephemeral)
        self._fetch_wanted = gevent.event.Event()
        self._canaries: list[str] = []
        self.connected = False
        self.caught_up_at = 0.0
        hub.gap = self._fetch_wanted.set

    def start(self) -> None:
        self._greenlets = [gevent.spawn(self._listen), gevent.spawn(self._catch_up)]

    def stop(self) -> None:
        gevent.killall(self._greenlets)

    def follows(self, seconds: float) -> None:
        """Waits until the log is followed; raises StoreUnavailable when it is not after `seconds`."""
        end = time.monotonic() + seconds
        while not (self.connected and self.caught_up_at):
            if time.monotonic() > end:
                raise StoreUnavailable
            gevent.sleep(0.005)

    def is_following(self) -> bool:
        """Does this worker hear of what the others write?"""
        return self.connected and time.monotonic() - self.caught_up_at < FOLLOWED_SECONDS

    def position(self) -> int:
        """The last id in the log, from the database; raises StoreUnavailable."""
        return self._log.position()

    def tell(self, stream: str, event: dict, but: str | None = None) -> None:
        """Sends an ephemeral event to this worker's listeners and to all other workers. Nobody waits for it."""
        body = msgspec.json.encode(event)
        self._hub.tell(stream, body, but)
        payload = msgspec.json.encode(Ephemeral(stream, msgspec.Raw(body), but))
        if len(payload) <= PAYLOAD_BYTES:
            self._pools[0].rows("SELECT pg_notify(%s, %s)", (NOW_CHANNEL, payload.decode()))

    def _listen(self) -> None:
        failures = 0
        while True:
            connection = None
            try:
                connection = connect(self._log.database.dsn, "inko-lite wakeups")
                with connection.cursor() as cursor:
                    cursor.execute(f"LISTEN {CHANNEL}; LISTEN {NOW_CHANNEL}; LISTEN {CANARY_CHANNEL}")
                self.connected = True
                failures = 0
                self._fetch_wanted.set()
                while True:
                    gevent.socket.wait_read(connection.fileno())
                    connection.poll()
                    notifies, connection.notifies = connection.notifies, []
                    for notify in notifies:
                        self._heard(notify)
            except (psycopg2.Error, StoreUnavailable, OSError) as error:
                if self.connected:
                    log.warning("wakeups: lost the database: %s", reason(error))
                self.connected = False
                gevent.sleep(RETRY_SECONDS[min(failures, len(RETRY_SECONDS) - 1)])
                failures += 1
            finally:
                if connection is not None:
                    connection.close()

    def _heard(self, notify) -> None:
        ours = any(notify.pid in pool.backend_pids for pool in self._pools)
        if notify.channel == CHANNEL:
            if not ours and int(notify.payload) > self._hub.position:
                self._fetch_wanted.set()
        elif notify.channel == CANARY_CHANNEL:
            if ours:
                self._canaries.append(notify.payload)
                self._fetch_wanted.set()
        elif not ours:
            message = self._decode.decode(notify.payload)
            self._hub.tell(message.stream, bytes(message.body), message.but)

    def _catch_up(self) -> None:
        while True:
            self._fetch_wanted.wait(CATCH_UP_SECONDS)
            self._fetch_wanted.clear()
            # Only those heard before we look: what was committed before them is then in the hub.
            canaries, self._canaries = self._canaries, []
            try:
                while events := self._log.read(self._hub.position):
                    self._hub.publish(events)
                self.caught_up_at = time.monotonic()
                for name, number in map(str.split, canaries):
                    self._hub.tell(CANARY_STREAM + name, number.encode())
            except StoreUnavailable:
                gevent.sleep(RETRY_SECONDS[-1])
            except Exception:
                log.exception("wakeups: catching up failed")
                gevent.sleep(RETRY_SECONDS[-1])
