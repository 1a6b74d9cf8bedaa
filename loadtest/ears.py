"""How the people of the load test listen: a greenlet each, by an open stream or by long polling, from a cursor of their own.

They come back as the pages do (`inko_lite/web/static/js/chat/live.js`): after a pause that grows and is not the same for all,
when the server says so after the time that it names, and from the last id that they know.
"""

import http.client
import random
import time
from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

import gevent
import msgspec

from .book import Told

WAIT_SECONDS = 25
PATIENCE_SECONDS = 45  # a heartbeat or a poll's end comes sooner
RETRY_SECONDS = 1.0  # what the stream's `retry:` says
MOST_PAUSE_SECONDS = 5.0


class Page(msgspec.Struct):
    cursor: int
    events: list[Told]


decode_page = msgspec.json.Decoder(Page).decode
decode_event = msgspec.json.Decoder(Told).decode
now = time.monotonic


class SessionLost(Exception):
    """The server does not know this person any more."""


class Ear:
    """`take(events, at)` gets what is heard; `again()` asks for a fresh cursor when the old one is gone."""

    def __init__(
        self,
        host: str,
        cookies: str,
        cursor: int,
        stream: bool,
        take: Callable[[Sequence[Told], float], None],
        again: Callable[[], int],
    ) -> None:
        self._address = urlsplit(host)
        self._cookies = cookies
        self.cursor = cursor
        self._stream = stream
        self._take = take
        self._again = again
        self._pauses = 0
        self.cuts = 0
        self.polls = 0
        self._greenlet = gevent.spawn(self._run)

    def stop(self) -> None:
        self._greenlet.kill()

    def _run(self) -> None:
        while True:
            connection = self._connection()
            try:
                (self._hear_stream if self._stream else self._hear_polls)(connection)
                pause = RETRY_SECONDS * (0.5 + random.random())
            except SessionLost:
                raise
            except (OSError, http.client.HTTPException, ValueError):
                pause = min(MOST_PAUSE_SECONDS, 0.25 * 2**self._pauses) * (0.5 + random.random())
                self._pauses += 1
            finally:
                connection.close()
            self.cuts += 1
            gevent.sleep(pause)

    def _connection(self) -> http.client.HTTPConnection:
        kind = http.client.HTTPSConnection if self._address.scheme == "https" else http.client.HTTPConnection
        return kind(self._address.hostname, self._address.port, timeout=PATIENCE_SECONDS)

    def _ask(self, connection: http.client.HTTPConnection, query: str, accept: str) -> http.client.HTTPResponse:
        path = f"{self._address.path.rstrip('/')}/listen?cursor={self.cursor}{query}"
        connection.request("GET", path, headers={"Cookie": self._cookies, "Accept": accept})
        response = connection.getresponse()
        if response.status == 410:
            response.read()
            self.cursor = self._again()
            raise ValueError("the cursor is gone")
        if response.status == 401:
            raise SessionLost
        if response.status != 200:
            response.read()
            gevent.sleep(min(MOST_PAUSE_SECONDS, float(response.headers.get("Retry-After") or 0)))
            raise ValueError(f"GET /listen answered {response.status}")
        return response

    def _hear_polls(self, connection: http.client.HTTPConnection) -> None:
        while True:
            response = self._ask(connection, f"&wait={WAIT_SECONDS}", "application/json")
            page = decode_page(response.read())
            self._take(page.events, now())
            self.cursor = page.cursor
            self.polls += 1
            self._pauses = 0
            if response.will_close:
                connection.close()  # the next request opens it again

    def _hear_stream(self, connection: http.client.HTTPConnection) -> None:
        response = self._ask(connection, "", "text/event-stream")
        self._pauses = 0
        number = 0
        while line := response.readline():
            if line.startswith(b"data:"):
                self._take([decode_event(line[5:])], now())
            elif line.startswith(b"id:"):
                number = int(line[3:])
            elif line == b"\n" and number:
                self.cursor = max(self.cursor, number)
