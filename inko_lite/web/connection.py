"""One client connection: reads requests, calls the WSGI application, writes replies, and waits without a greenlet.

Place: between the socket and `web/app.py`; gevent's `WSGIServer` accepts, this answers. Invariants: nothing is read that a
limit does not cover (head, count of headers, body, time); a connection that only waits, for its next request or as a
listener, costs a file handle and a watcher and no stack. Parsing is httptools' (llhttp), which refuses what is ambiguous.

Why not pywsgi's own handler: it parses headers with the mail parser, has no limit of time, and keeps a greenlet for each
connection. docs/benchmarks.md has the figures.
"""

import errno
import io
import logging
import sys
import time
from email.utils import formatdate
from urllib.parse import unquote_to_bytes

import gevent
import gevent.socket
from gevent.pywsgi import WSGIServer

from ..errors import Overloaded, Refusal, RequestMalformed, RequestTooSlow
from ..logs import request_id
from .parking import GONE, ParkingLot
from .problems import TYPE, problem_bytes, retry_after
from .reading import READ_BYTES, Reader, Request

log = logging.getLogger(__name__)

SEND_BYTES = 262144
# A client whose request is refused before it is read is read on for this long, or it might not see the refusal.
LINGER_SECONDS = 1.0
_date = (0, b"")


def date_header() -> bytes:
    """The Date header of this second."""
    global _date
    now = int(time.time())
    if _date[0] != now:
        _date = (now, b"Date: " + formatdate(now, usegmt=True).encode() + b"\r\n")
    return _date[1]


class Connection:
    """A client's connection; made by `WSGIServer` for each that it accepts."""

    __slots__ = (
        "_lot", "_reader", "_watcher", "address", "asked", "began", "headers", "length", "sent", "server", "socket", "status",
    )  # fmt: skip

    def __init__(self, sock, address, server) -> None:
        self.socket = sock
        self.address = address[0] if isinstance(address, tuple) and address else ""
        self.server = server
        self._lot: ParkingLot = server.parking
        self._reader: Reader | None = None
        self._watcher = None
        # The request that is being answered, when it came, and the bytes that were sent for it while it was held.
        self.asked: dict | None = None
        self.began = 0.0
        self.sent = 0
        self._lot.open.add(self)

    # ── requests in ─────────────────────────────────────────────────────────────────────────────────────────────────

    def handle(self) -> None:
        """Answers what is there to be answered, then waits without a greenlet, or closes."""
        try:
            while request := self._next_request():
                if not self._answer(request):
                    return
        except Refusal as refusal:
            self.refuse(refusal)
            return
        except OSError:
            pass
        except Exception:
            log.exception("connection: failed")
        self.close()

    def _next_request(self) -> Request | None:
        """The next whole request; None when the client has gone. Raises the Refusal that ends the connection."""
        if self._reader is None:
            self._reader = Reader(self._lot.config)
        reader = self._reader
        config = self._lot.config
        began = time.monotonic()
        if reader.request is None:
            self._lot.silent.add(self)
        while not reader.done:
            if reader.refusal is not None:
                raise reader.refusal
            if reader.in_body and reader.expects:
                reader.expects = False
                self.socket.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
            left = began + config.header_seconds + (config.body_seconds if reader.in_body else 0) - time.monotonic()
            try:
                if left <= 0:
                    raise TimeoutError
                self.socket.settimeout(left)
                data = self.socket.recv(READ_BYTES)
            except TimeoutError:
                if reader.request is None:
                    return None
                raise RequestTooSlow from None
            self._lot.silent.discard(self)
            if not data:
                return None
            reader.feed(data)
        self._lot.silent.discard(self)
        return reader.done.popleft()

    # ── replies out ─────────────────────────────────────────────────────────────────────────────────────────────────

    def _environ(self, request: Request) -> dict:
        target = request.target
        if not target.startswith(b"/"):
            target = b"/" + target.split(b"://", 1)[-1].partition(b"/")[2] if b"://" in target else b"/*"
        path, _, query = target.partition(b"?")
        environ = request.environ
        environ.update(self.server.base_env)
        environ["REQUEST_METHOD"] = request.method
        environ["SCRIPT_NAME"] = ""
        environ["inko.path"] = path.decode("latin-1")
        if b"%" in path:
            path = unquote_to_bytes(path)
            if b"\0" in path or not is_utf8(path):
                raise RequestMalformed(reason="its path is no text in UTF-8")
        environ["PATH_INFO"] = path.decode("latin-1")
        environ["QUERY_STRING"] = query.decode("latin-1")
        environ["SERVER_PROTOCOL"] = "HTTP/" + request.version
        environ["REMOTE_ADDR"] = self.address
        environ["CONTENT_LENGTH"] = str(len(request.body))
        environ["wsgi.input"] = io.BytesIO(request.body)
        environ["wsgi.url_scheme"] = "http"
        return environ

    def _answer(self, request: Request) -> bool:
        """Runs the application and sends its reply. False when nothing more is to be done here: parked, held or closed."""
        self.began = time.time()
        environ = self._environ(request)
        environ["inko.request"] = self._lot.next_id(environ)
        request_id.set(environ["inko.request"])
        self.asked = environ
        self.status = ""
        chunks = self.server.application(environ, self._start_response)
        body = b"".join(chunks)
        if hasattr(chunks, "close"):
            chunks.close()
        keep_alive = request.keep_alive and not self._lot.draining
        hold = environ.pop("inko.hold", None)
        if hold is not None:
            self.sent = 0
            environ["inko.held"] = True
            # A client that has sent more already is not made to wait: it gets its events and a closed connection.
            patient = not self._reader.pending
            self._forget()
            hold(self, keep_alive and patient, patient)
            return False
        head = [b"HTTP/1.1 ", self.status.encode("latin-1"), b"\r\n", date_header()]
        for name, value in self.headers:
            head.append(f"{name}: {value}\r\n".encode("latin-1"))
        if self.status[:3] not in ("204", "304"):
            # To HEAD the application gives no body, but the length that it would have had.
            head.append(b"Content-Length: %d\r\n" % (int(self.length) if request.method == "HEAD" else len(body)))
        head.append(b"\r\n" if keep_alive and request.version == "1.1" else _connection(keep_alive))
        head.append(body)
        self._send(b"".join(head))
        self.asked = None
        self._lot.answered(environ, self.status[:3], len(body), self.began)
        if not keep_alive:
            self.close()
            return False
        if self._reader.pending:
            # A client that sends many requests at once waits its turn like the others after each of them.
            gevent.sleep(0)
            return True
        self.park()
        return False

    def _send(self, data: bytes) -> None:
        """Sends a reply; raises OSError when the client takes less than a part of it in `body_seconds`."""
        self.socket.settimeout(self._lot.config.body_seconds)
        if len(data) <= SEND_BYTES:
            self.socket.sendall(data)
            return
        view = memoryview(data)
        for start in range(0, len(data), SEND_BYTES):
            self.socket.sendall(view[start : start + SEND_BYTES])

    def _start_response(self, status: str, headers: list[tuple[str, str]], exc_info=None) -> None:
        self.status = status
        # Content-Length is ours to say: the whole body is known before anything is sent.
        self.length = next((value for name, value in headers if name.lower() == "content-length"), "0")
        self.headers = [pair for pair in headers if pair[0].lower() not in ("content-length", "connection")]
        for name, value in self.headers:
            if "\n" in value or "\r" in value or "\n" in name:
                raise ValueError(f"a line break in the header {name!r}")

    def refuse(self, refusal: Refusal) -> None:
        """Answers a request that cannot be read to its end, without reading on for long, and closes."""
        body = problem_bytes(refusal)
        head = (
            f"HTTP/1.1 {refusal.status} {refusal.code}\r\n{date_header().decode()}Content-Type: {TYPE}\r\n"
            f"Content-Length: {len(body)}\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n"
        )
        if wait := retry_after(refusal):
            head += f"Retry-After: {wait}\r\n"
        try:
            self.socket.settimeout(LINGER_SECONDS)
            self.socket.sendall(head.encode("latin-1") + _connection(False) + body)
            # Closing at once with bytes unread would reset the connection under the reply.
            self.socket.shutdown(1)
            until = time.monotonic() + LINGER_SECONDS
            while time.monotonic() < until and self.socket.recv(READ_BYTES):
                gevent.sleep(0)
        except OSError:
            pass
        if self.asked is None:
            self.began = time.time()
            self.asked = {"REQUEST_METHOD": "-", "PATH_INFO": "-", "inko.path": "-", "REMOTE_ADDR": self.address}
        environ, self.asked = self.asked, None
        self._lot.answered(environ, str(refusal.status), len(body), self.began)
        self.close()

    # ── waiting and ending ──────────────────────────────────────────────────────────────────────────────────────────

    def _settle(self) -> None:
        """Whoever held the connection for a request is done with it, or its client has gone."""
        if self.asked is not None:
            environ, self.asked = self.asked, None
            self._lot.answered(environ, "200" if self.sent else GONE, self.sent, self.began, held=True)

    def park(self) -> None:
        """Waits for the next request without a greenlet."""
        self._settle()
        if self._lot.draining:
            self.close()
            return
        self._forget()
        self.watch(self._wake)
        self._lot.idle[self] = time.monotonic() + self._lot.config.idle_seconds

    def watch(self, readable) -> None:
        """Calls `readable` from the event loop when the client sends something or goes away."""
        if self._watcher is None:
            self._watcher = gevent.get_hub().loop.io(self.socket.fileno(), 1)
        self._watcher.start(readable)

    def unwatch(self) -> None:
        if self._watcher is not None:
            self._watcher.stop()

    def _wake(self) -> None:
        self.unwatch()
        if self._lot.idle.pop(self, None) is not None:
            gevent.spawn(self.handle)

    def send_now(self, data: bytes) -> int:
        """Sends what the kernel takes without waiting; the number of bytes. Raises OSError when the client has gone."""
        self.socket.settimeout(0)
        try:
            sent = self.socket.send(data)
            self.sent += sent
            return sent
        except OSError as error:
            if error.errno in (errno.EAGAIN, errno.EWOULDBLOCK):
                return 0
            raise

    def close(self) -> None:
        """Closes; twice does nothing."""
        if self.socket is None:
            return
        if self._watcher is not None:
            self._watcher.stop()
            self._watcher.close()
            self._watcher = None
        self._settle()
        self._lot.idle.pop(self, None)
        self._lot.open.discard(self)
        self._lot.silent.discard(self)
        sock, self.socket = self.socket, None
        self._forget()
        sock.close()

    def _forget(self) -> None:
        reader, self._reader = self._reader, None
        if reader is not None:
            reader.drop()


def is_utf8(text: bytes) -> bool:
    """Is this a text in UTF-8?"""
    try:
        text.decode()
    except UnicodeDecodeError:
        return False
    return True


def _connection(keep_alive: bool) -> bytes:
    return b"Connection: keep-alive\r\n\r\n" if keep_alive else b"Connection: close\r\n\r\n"


class Acceptor(WSGIServer):
    """gevent's server, for accepting; each `Connection` closes itself when its time has come."""

    def __init__(self, listener, application, parking: "ParkingLot") -> None:
        super().__init__(listener, application, log=None, error_log=log, environ={"wsgi.multiprocess": True})
        self.parking = parking
        self.base_env: dict = {}

    def start(self) -> None:
        super().start()
        self.base_env = {
            "SERVER_NAME": self.environ["SERVER_NAME"], "SERVER_PORT": str(self.environ["SERVER_PORT"]),
            "wsgi.version": (1, 0), "wsgi.multithread": False, "wsgi.multiprocess": True, "wsgi.run_once": False,
            "wsgi.errors": sys.stderr,
        }  # fmt: skip

    def handle(self, sock, address) -> None:
        connection = Connection(sock, address, self)
        if self.parking.connections > self.parking.config.connections:
            connection.refuse(Overloaded())
        else:
            connection.handle()

    def do_close(self, *args) -> None:
        """Called when `handle` returns, which for us means that the connection waits."""
