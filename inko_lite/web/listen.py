"""GET /listen: the only code in which a listener waits.

Place: the last step of a message's way. A listener takes the connection's socket and gives its greenlet back: what waits
is a small object in the hub, and a delivery is one write of bytes that were made once for all. A long poll ends with its
first event; an event stream goes on until the client leaves, falls too far behind, or the server drains. Whatever ends it,
the client goes on from its cursor and misses nothing.
"""

import logging
import random
import time
from collections.abc import Sequence

import gevent
import msgspec

from ..desk.identity import Identity
from ..errors import MethodNotAllowed, Refusal, RequestInvalid
from ..stream.events import Event
from ..stream.hub import Hub
from .app import Call, Web, whole
from .connection import Connection, date_header

log = logging.getLogger(__name__)

MOST = 2**62
# A long poll's reply holds about this much; the client comes at once for the rest.
POLL_BYTES = 512 * 1024
# A server that stops asks its listeners to come again at a random time up to this, not all at once.
AGAIN_SECONDS = 1.0
STREAM_HEAD = (
    b"Content-Type: text/event-stream; charset=utf-8\r\nCache-Control: no-store\r\nX-Accel-Buffering: no\r\n"
    b"X-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\nretry: 1000\n\n"
)


class Held:
    """A listener that holds its client's connection. Its methods run in the event loop and never block."""

    __slots__ = (
        "_buffer",
        "_closing",
        "_writer",
        "connection",
        "cursor",
        "deadline",
        "ended",
        "listening",
        "session",
        "session_id",
        "streams",
    )

    def __init__(self, listening: "Listening", session, cursor: int) -> None:
        self.listening = listening
        self.session = session
        self.session_id = session.id
        self.streams = session.streams
        self.cursor = cursor
        self.connection: Connection | None = None
        self.deadline = 0.0
        self.ended = False
        self._buffer = b""
        self._writer = None
        self._closing = False

    def _send(self, data: bytes, then_close: bool = False) -> None:
        """Writes what the kernel takes, and the rest when it takes more. A client that takes too little is cut off."""
        self._closing = self._closing or then_close
        if self._buffer:
            if len(self._buffer) + len(data) > self.listening.listener_bytes:
                self.drop()
            else:
                self._buffer += data
            return
        try:
            sent = self.connection.send_now(data)
        except OSError:
            self.drop()
            return
        if sent < len(data):
            self._buffer = data[sent:]
            self.listening.sending[self] = time.monotonic()
            self._writer = gevent.get_hub().loop.io(self.connection.socket.fileno(), 2)
            self._writer.start(self._writable)
        else:
            self._flushed()

    def _writable(self) -> None:
        try:
            sent = self.connection.send_now(self._buffer)
        except OSError:
            self.drop()
            return
        self._buffer = self._buffer[sent:]
        if self._buffer:
            self.listening.sending[self] = time.monotonic()
        else:
            self._stop_writing()
            self._flushed()

    def _stop_writing(self) -> None:
        if self._writer is not None:
            self._writer.stop()
            self._writer.close()
            self._writer = None
            del self.listening.sending[self]

    def _flushed(self) -> None:
        if self._closing:
            self.drop()

    def _readable(self) -> None:
        """The client sent something while it waits (only closing makes sense), or went away."""
        self.drop()

    def drop(self) -> None:
        """Ends the listener and its connection."""
        self.leave()
        self._stop_writing()
        if self.connection is not None:
            connection, self.connection = self.connection, None
            connection.close()

    def leave(self) -> None:
        """Is no listener any more."""
        if not self.ended:
            self.ended = True
            self.listening.remove(self)


class LongPoll(Held):
    """Waits for the first event, then answers and gives the connection back for the next request."""

    __slots__ = ("_bodies", "_keep_alive", "_size", "wait_seconds")

    def __init__(self, listening: "Listening", session, cursor: int, wait_seconds: float) -> None:
        super().__init__(listening, session, cursor)
        self.wait_seconds = wait_seconds
        self._bodies: list[bytes] = []
        self._size = 0
        self._keep_alive = True

    @property
    def full(self) -> bool:
        """Takes no more: enough for one reply."""
        return self._size >= POLL_BYTES

    def start(self, connection: Connection, keep_alive: bool, patient: bool) -> None:
        """Takes the connection; what was missed is there already. A client that is not patient is answered at once."""
        self.connection = connection
        self._keep_alive = keep_alive
        self.deadline = time.monotonic() + self.wait_seconds
        if self._bodies or not patient or self.wait_seconds == 0 or self.listening.draining:
            self.answer()
        else:
            connection.watch(self._readable)

    def deliver(self, events: Sequence[Event]) -> None:
        for event in events:
            if self.full:
                break
            self._bodies.append(event.body)
            self._size += len(event.body)
            self.cursor = event.id
        if self.connection is not None:
            self.answer()

    def tell(self, body: bytes) -> None:
        self._bodies.append(body)
        if self.connection is not None:
            self.answer()

    def tick(self, now: float) -> None:
        if now >= self.deadline and self.connection is not None:
            self.answer()

    def answer(self) -> None:
        """Sends the reply: the events so far and the cursor to go on from."""
        self.leave()
        if not self._bodies:
            # Nothing for this session up to here: the next poll need not look again.
            self.cursor = max(self.cursor, self.listening.hub.position)
        again = b',"retry_after":%.2f' % (AGAIN_SECONDS * random.random()) if self.listening.draining else b""
        body = b'{"cursor":%d,"events":[%s]%s}' % (self.cursor, b",".join(self._bodies), again)
        keep_alive = self._keep_alive and not self.listening.draining
        self.connection.unwatch()
        self._closing = not keep_alive
        self._send(
            b"HTTP/1.1 200 OK\r\n" + date_header() + b"Content-Type: application/json\r\nCache-Control: no-store\r\n"
            b"X-Content-Type-Options: nosniff\r\nContent-Length: %d\r\nConnection: %s\r\n\r\n%s"
            % (len(body), b"keep-alive" if keep_alive else b"close", body)
        )

    def _flushed(self) -> None:
        connection, self.connection = self.connection, None
        if self._closing:
            connection.close()
        else:
            connection.park()

    def end(self) -> None:
        """The server stops, or the session ended: answers at once."""
        self._keep_alive = False
        if self.connection is not None and not self.ended:
            self.answer()


class EventStream(Held):
    """Server-Sent Events: one write a batch, a comment now and then, until somebody ends it."""

    __slots__ = ("_early", "full")

    def __init__(self, listening: "Listening", session, cursor: int) -> None:
        super().__init__(listening, session, cursor)
        self._early: list[bytes] = []
        self.full = False

    def start(self, connection: Connection, keep_alive: bool, patient: bool) -> None:
        self.connection = connection
        self.deadline = time.monotonic() + self.listening.heartbeat_seconds
        connection.watch(self._readable)
        early, self._early = self._early, []
        self._send(b"HTTP/1.1 200 OK\r\n" + date_header() + STREAM_HEAD + b"".join(early), then_close=self.full)
        if self.listening.draining:
            # Refusing would be worse: a browser's EventSource gives up for good at any status but 200.
            self.end()

    def deliver(self, events: Sequence[Event]) -> None:
        data = b"".join([event.frame for event in events])
        self.cursor = events[-1].id
        if self.connection is None:
            self._early.append(data)
            # What a client missed in a long absence comes in portions: it is sent this one and asks again.
            self.full = self.full or sum(map(len, self._early)) > self.listening.listener_bytes
            return
        self._send(data, then_close=any(event.kind == "session_ended" for event in events))

    def tell(self, body: bytes) -> None:
        if self.connection is not None and not self._buffer:
            self._send(b"data: " + body + b"\n\n")

    def tick(self, now: float) -> None:
        if now >= self.deadline and self.connection is not None:
            self.deadline = now + self.listening.heartbeat_seconds
            if not self._buffer:
                # The id lets a client that heard nothing for long go on from here.
                self._send(b":\nid: %d\n\n" % max(self.cursor, self.listening.hub.position))

    def end(self) -> None:
        if self.connection is not None:
            again = b"retry: %d\n" % (1000 * AGAIN_SECONDS * random.random()) if self.listening.draining else b""
            self._send(again + b": bye\n\n", then_close=True)


class Listening:
    """All listeners of this worker: their clock, their limits, and their end."""

    def __init__(self, web: Web, hub: Hub, identity: Identity) -> None:
        self._web = web
        self.hub = hub
        self._identity = identity
        config = web.config.listen
        self.wait_seconds = config.wait_seconds
        self.heartbeat_seconds = config.heartbeat_seconds
        self.listener_bytes = config.listener_bytes
        self.draining = False
        self.held: dict[Held, None] = {}
        # Listeners whose clients have not taken all that was sent to them, and since when they take nothing.
        self.sending: dict[Held, float] = {}
        self._send_seconds = web.config.server.body_seconds
        # Listeners of people signed in on the site: when to look at them again, and the cookies to look with.
        self._signed_in: dict[Held, tuple[float, tuple[str | None, str | None]]] = {}
        web.get("/listen", self.view, session=True)

    def view(self, call: Call) -> bytes:
        """Long poll or event stream, as the Accept header says."""
        if call.environ["REQUEST_METHOD"] == "HEAD":
            raise MethodNotAllowed(method="HEAD", allowed="GET")
        query = call.query(cursor=whole(0, MOST), wait=seconds_up_to(self.wait_seconds))
        stream = "text/event-stream" in call.environ.get("HTTP_ACCEPT", "")
        last = call.environ.get("HTTP_LAST_EVENT_ID")
        cursor = query["cursor"]
        if stream and last is not None:
            try:
                cursor = max(whole(0, MOST)(last), cursor or 0)
            except ValueError as error:
                raise RequestInvalid.at("Last-Event-ID", str(error)) from None
        if cursor is None:
            raise RequestInvalid.at("cursor", "is missing; take it from GET /state")
        secrets = call.secrets() if call.session.site_user_id is not None else None
        if stream:
            listener: Held = EventStream(self, call.session, cursor)
        else:
            wait = query["wait"]
            listener = LongPoll(self, call.session, cursor, self.wait_seconds if wait is None else wait)
        self.held[listener] = None
        if secrets is not None:
            # As old as what is known of the session, not as this listener.
            self._signed_in[listener] = (call.session.checked_at + self._identity.recheck_seconds, secrets)
        try:
            self.hub.attach(listener)
        except BaseException:
            listener.leave()
            raise
        call.environ["inko.hold"] = listener.start
        return b""

    def remove(self, listener: Held) -> None:
        self.hub.detach(listener)
        self.held.pop(listener, None)
        self._signed_in.pop(listener, None)

    def tick(self) -> None:
        """Once a second: ends polls, keeps streams warm, looks at sessions again."""
        now = time.monotonic()
        for listener in list(self.held):
            listener.tick(now)
        for listener, since in list(self.sending.items()):
            if now - since > self._send_seconds:
                listener.drop()
        now = time.time()
        due = [(listener, cookies) for listener, (when, cookies) in self._signed_in.items() if when <= now]
        for listener, cookies in due:
            self._signed_in[listener] = (now + self._identity.recheck_seconds, cookies)
            gevent.spawn(self._check, listener, cookies)

    def _check(self, listener: Held, cookies: tuple[str | None, str | None]) -> None:
        """Somebody who signed out on the site, or lost a permission there, hears no more."""
        try:
            session = self._identity.find(*cookies, held=True)
            if session is None:
                self._send_away(listener, self._identity.why_out(cookies[0]))
            elif listener in self._signed_in:
                self._signed_in[listener] = (session.checked_at + self._identity.recheck_seconds, cookies)
        except Refusal:
            log.warning("listen: the site cannot be asked who is signed in; asking again later")

    @staticmethod
    def _send_away(listener: Held, why: dict[str, str]) -> None:
        """The person may go on elsewhere, so no event of the log says this to this listener alone."""
        if why and not listener.ended:
            listener.tell(msgspec.json.encode({"kind": "session_ended", **why}))
        listener.end()

    def check_session(self, session_id: str) -> None:
        """A sign-in of this session ended: those who listen by it are let go."""
        for listener in self.hub.listeners_of(session_id):
            if listener in self._signed_in:
                self._check(listener, self._signed_in[listener][1])

    def drain(self) -> None:
        """Answers every listener at once; a new one is answered as soon as it comes."""
        self.draining = True
        for listener in list(self.held):
            listener.end()

    def end_session(self, session_id: str) -> None:
        """The session ended: its listeners have been told and are let go."""
        for listener in self.hub.listeners_of(session_id):
            listener.end()


def seconds_up_to(high: float):
    """A converter for `Call.query`: a number of seconds from 0 to `high`."""

    def convert(text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            value = -1
        if not 0 <= value <= high:
            raise ValueError(f"must be a number of seconds from 0 to {high:g}")
        return value

    return convert
