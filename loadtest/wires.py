"""The connections of the generator: raw non-blocking sockets, requests built beforehand, and the least parsing.

Of a reply the status and the length are read, of an event its id and its `client_id`, which carries the number of the
message. Everything else that arrives is carried past.
"""

import re
import select
import socket
import time
from typing import TYPE_CHECKING

import msgspec

from .ledger import OTHER, Heard

if TYPE_CHECKING:
    from .generator import Generator

RECEIVE_BYTES = 65_536  # under malloc's threshold for mmap, which would cost more than the copy
RETRIES = 3
TAG_BYTES = 8  # a client_id is the tag of the run and the number of the message
NUMBER_DIGITS = 8
SHORT_BYTES = 200
LONG_BYTES = 30_720
PROSE = "Since this morning the page stays empty when I open it, and a restart of the browser did not help me either. "

now = time.perf_counter
content_length = re.compile(rb"(?i)\r\ncontent-length: *(\d+)")


class Unexpected(Exception):
    """The server answered something that this client cannot go on with."""


class Member(msgspec.Struct, frozen=True):
    """A signed-in person and the room this person talks and listens in; `cookies` is the header's value."""

    cookies: str
    csrf: str
    room: str


class Accepted(msgspec.Struct):
    id: int


class Told(msgspec.Struct):
    id: int = 0
    client_id: str = ""


class Page(msgspec.Struct):
    cursor: int
    events: list[Told]


decode_accepted = msgspec.json.Decoder(Accepted).decode
decode_page = msgspec.json.Decoder(Page).decode


def whole_reply(data: bytes) -> tuple[int, bytes] | None:
    """Status and body, once all of the reply is there."""
    cut = data.find(b"\r\n\r\n")
    if cut < 0:
        return None
    length = content_length.search(data, 0, cut)
    if not length:
        raise Unexpected(f"a reply without Content-Length: {data[:200]!r}")
    end = cut + 4 + int(length[1])
    return (int(data[9:12]), data[cut + 4 : end]) if len(data) >= end else None


class Wire:
    """A keep-alive connection in the loop. A subclass says what is asked and what comes of the bytes that arrive."""

    def __init__(self, generator: "Generator") -> None:
        self.generator = generator
        self.unsent = memoryview(b"")
        self.writing = False
        self.connect()

    def connect(self) -> None:
        self.socket = socket.create_connection(self.generator.address, timeout=10)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.setblocking(False)
        self.buffer = b""
        self.generator.add(self)

    def send(self, request: bytes) -> None:
        self.unsent = memoryview(request)
        self.flush()

    def flush(self) -> None:
        try:
            self.unsent = self.unsent[self.socket.send(self.unsent) :]
        except BlockingIOError:
            pass
        except ConnectionError:
            return  # the loop reports the same broken connection at once
        if self.writing != bool(self.unsent):
            self.writing = not self.writing
            self.generator.watch(self)

    def ready(self, events: int) -> None:
        if events & select.EPOLLOUT and self.unsent:
            self.flush()
        if events & ~select.EPOLLOUT:
            try:
                data = self.socket.recv(RECEIVE_BYTES)
            except BlockingIOError:
                return
            except ConnectionError:
                data = b""
            if data:
                self.received(data)
            else:
                self.close()
                self.broken()

    def close(self) -> None:
        self.generator.remove(self)
        self.socket.close()
        self.unsent, self.writing = memoryview(b""), False


class Poster(Wire):
    """One person's posts: one request at a time, the others wait in order, as in a browser."""

    def __init__(self, generator: "Generator", member: Member) -> None:
        self.pending: list[tuple[int, bytes]] = []
        self.attempts = 0
        self.open = True
        super().__init__(generator)
        self.requests = {size: self._request(member, size) for size in (SHORT_BYTES, LONG_BYTES)}

    def _request(self, member: Member, size: int) -> tuple[bytes, bytes]:
        """What goes before and after the number in a post of that size."""
        text = (PROSE * (size // len(PROSE) + 1))[:size]
        ending = f'","body":"{text}"}}'.encode()
        opening = b'{"client_id":"' + self.generator.tag
        head = (
            f"POST /message/{member.room} HTTP/1.1\r\nHost: {self.generator.host}\r\nCookie: {member.cookies}\r\n"
            f"X-CSRF-Token: {member.csrf}\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(opening) + NUMBER_DIGITS + len(ending)}\r\n\r\n"
        )
        return head.encode() + opening, ending

    def post(self, number: int, size: int) -> None:
        before, after = self.requests[size]
        self.pending.append((number, b"%b%08d%b" % (before, number, after)))
        if len(self.pending) == 1:
            self._next()

    def _next(self) -> None:
        if not self.open:
            self.connect()
            self.open = True
        self.send(self.pending[0][1])

    def received(self, data: bytes) -> None:
        self.buffer = self.buffer + data if self.buffer else data
        reply = whole_reply(self.buffer)
        if not reply:
            return
        self.buffer = b""
        status, body = reply
        if status in (200, 201):
            self._done(lambda number: self.generator.ledger.acknowledge(number, decode_accepted(body).id))
        else:
            code = re.search(rb'"code": ?"([^"]*)"', body)
            reason = f"{status} {code[1].decode()}" if code else str(status)
            self._done(lambda number: self.generator.ledger.refuse(number, reason))

    def _done(self, settle) -> None:
        self.attempts = 0
        settle(self.pending.pop(0)[0])
        if self.pending:
            self._next()

    def broken(self) -> None:
        """An idle connection is opened again when it is needed; a post under way is repeated with its `client_id`."""
        self.open = False
        if not self.pending:
            return
        self.generator.retries += 1
        self.attempts += 1
        if self.attempts > RETRIES:
            self._done(lambda number: self.generator.ledger.refuse(number, "connection lost"))
        else:
            self._next()


class Ear(Wire):
    """One person's listening. `cursor` is the last id that it was sure of."""

    def __init__(self, generator: "Generator", listener: int, cookies: str, cursor: int) -> None:
        self.listener = listener
        self.cookies = cookies
        self.cursor = cursor
        super().__init__(generator)
        self.ask()

    def request(self, headers: str = "") -> bytes:
        return (
            f"GET /listen?cursor={self.cursor} HTTP/1.1\r\nHost: {self.generator.host}\r\n"
            f"Cookie: {self.cookies}\r\n{headers}\r\n"
        ).encode()

    def broken(self) -> None:
        self.generator.reconnects += 1
        self.connect()
        self.ask()


class PollEar(Ear):
    """Long polling: an answer, and at once the next request."""

    listening = True

    def ask(self) -> None:
        self.send(self.request())

    def received(self, data: bytes) -> None:
        at = now()
        self.buffer = self.buffer + data if self.buffer else data
        reply = whole_reply(self.buffer)
        if not reply:
            return
        self.buffer = b""
        status, body = reply
        if status != 200:
            raise Unexpected(f"GET /listen answered {status}: {body[:300]!r}")
        page = decode_page(body)
        self.cursor = page.cursor
        self.ask()
        tag = self.generator.tag_text
        events: list[Heard] = []
        for event in page.events:
            if event.id:  # what has no id is ephemeral and may be dropped
                number = int(event.client_id[TAG_BYTES:]) if event.client_id.startswith(tag) else OTHER
                events.append((event.id, number, at))
        self.generator.heard(self.listener, events)


class StreamEar(Ear):
    """Server-Sent Events on one open reply."""

    def ask(self) -> None:
        self.listening = False
        self.chunked = False
        self.chunk_left = 0
        self.rest = b""
        self.send(self.request("Accept: text/event-stream\r\n"))

    def received(self, data: bytes) -> None:
        at = now()
        if not self.listening:
            self.buffer += data
            head, found, data = self.buffer.partition(b"\r\n\r\n")
            if not found:
                return
            if head[9:12] != b"200":
                raise Unexpected(f"GET /listen answered {self.buffer[:300]!r}")
            self.buffer = b""
            self.chunked = b"transfer-encoding: chunked" in head.lower()
            self.listening = True
        if self.chunked:
            data = self._without_chunks(data)
        *frames, self.rest = (self.rest + data).split(b"\n\n")
        tag = self.generator.tag
        events: list[Heard] = []
        for frame in frames:
            if frame.startswith(b"id:"):
                start = frame.find(tag) + TAG_BYTES
                number = int(frame[start : start + NUMBER_DIGITS]) if start >= TAG_BYTES else OTHER
                events.append((int(frame[3 : frame.index(b"\n")]), number, at))
        if events:
            self.cursor = events[-1][0]
            self.generator.heard(self.listener, events)

    def _without_chunks(self, data: bytes) -> bytes:
        """Takes the chunked transfer coding off (RFC 9112, 7.1); what is left over waits in `buffer`."""
        data, self.buffer = self.buffer + data, b""
        pieces, position = [], 0
        while position < len(data):
            if self.chunk_left:
                piece = data[position : position + self.chunk_left]
                pieces.append(piece)
                position += len(piece)
                self.chunk_left -= len(piece)
                continue
            line_end = data.find(b"\r\n", position)
            if line_end < 0:
                self.buffer = data[position:]
                break
            # An empty line is the end of the chunk before.
            self.chunk_left = int(data[position:line_end] or b"0", 16)
            position = line_end + 2
        return b"".join(pieces)
