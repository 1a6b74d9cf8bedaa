"""A client that sends exactly the bytes it is told to, well or badly, and looks closely at what comes back."""

import contextlib
import json
import re
import select
import socket
import threading
import time
from urllib.parse import urlsplit

# What no reply may show: where the program lies, and how it is made.
INTERNALS = re.compile(rb'Traceback|File "|/inko_lite/|site-packages|\.py\b|psycopg2|msgspec|\bSELECT\b')
SECONDS = 10
# The limits on talking are not what is tested here.
LIFTED = {"limits": {"messages_per_minute": 1_000_000, "session_bytes": 2**40}, "flood": {"enabled": False}}


class Answer:
    """One reply as it came over the wire."""

    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    @property
    def json(self):
        return json.loads(self.body)


def check_problem(answer, status, code):
    """It is a problem document of this status and code that gives nothing away; returns the document."""
    assert answer.status == status, (answer.status, answer.body)
    assert answer.headers["content-type"] == "application/problem+json"
    assert not INTERNALS.search(answer.body), answer.body
    document = json.loads(answer.body)
    assert (document["status"], document["code"], document["type"]) == (status, code, "urn:inko-lite:" + code)
    assert document["title"] and document["detail"]
    return document


def request(method="GET", target="/healthz", *headers, body=b"", version="1.1", host=True):
    """One request as bytes. `headers` are whole lines; Content-Length is given where there is a body."""
    lines = [f"{method} {target} HTTP/{version}", *(["Host: chat.example"] if host else []), *headers]
    if body:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


class Wire:
    """A connection to a server; closed at the end of its `with` block."""

    def __init__(self, url, receive_bytes=None):
        parts = urlsplit(url)
        self.socket = socket.socket()
        if receive_bytes:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_bytes)
        self.socket.settimeout(SECONDS)
        self.socket.connect((parts.hostname, parts.port))
        self._stream = self.socket.makefile("rb")

    def __enter__(self):
        return self

    def __exit__(self, *exc_info):
        self._stream.close()
        self.socket.close()

    def send(self, data):
        self.socket.sendall(data)
        return self

    def pour(self, data, most):
        """Sends the same bytes again and again until the server closes or `most` bytes are out; how many they were."""
        sent = 0
        with contextlib.suppress(OSError):
            while sent < most:
                sent += self.socket.send(data)
        return sent

    def end(self):
        """Sends no more, but listens on."""
        self.socket.shutdown(socket.SHUT_WR)
        return self

    def readable(self, seconds):
        """Does anything come within this time?"""
        return bool(select.select([self.socket], [], [], seconds)[0])

    def answer(self, head_only=False):
        """The next reply; None when the server closed instead."""
        try:
            line = self._stream.readline()
            if not line:
                return None
            version, status, _ = line.decode("latin-1").split(" ", 2)
            assert version == "HTTP/1.1" and line.endswith(b"\r\n"), line
            headers = {}
            while (line := self._stream.readline()) != b"\r\n":
                name, _, value = line.decode("latin-1").rstrip("\r\n").partition(": ")
                assert name.lower() not in headers, f"{name} twice"
                headers[name.lower()] = value
            length = 0 if head_only or status in ("100", "204", "304") else int(headers.get("content-length", 0))
            body = self._stream.read(length)
        except ConnectionError:
            return None
        assert len(body) == length, "the reply was cut off"
        return Answer(int(status), headers, body)

    def ask(self, data):
        """The reply to these bytes."""
        return self.send(data).answer()

    def rest(self):
        """All that still comes until the server closes."""
        data = b""
        with contextlib.suppress(ConnectionError):
            while part := self._stream.read1(65536):
                data += part
        return data

    @property
    def closed(self):
        """The server closes, without another word."""
        return self.rest() == b""


# ── around a hostile client: a site with `gus` and `ana`, who chat in `room` ────────────────────────────────────────────


@contextlib.contextmanager
def chatting(site, most_seconds=1.0):
    """Two people chat meanwhile, and no message takes long to be written and heard."""
    stop, times, failures = threading.Event(), [], []

    def chat():
        try:
            while not stop.wait(0.01) or not times:
                began = time.monotonic()
                said = site.gus.says(site.room, "meanwhile")
                site.ana.hears("message", id=said["id"])
                times.append(time.monotonic() - began)
        except Exception as error:
            failures.append(error)

    thread = threading.Thread(target=chat)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
    assert not failures, failures
    assert max(times) < most_seconds, sorted(times)[-5:]


def memory_bytes(site):
    with open(f"/proc/{site.servers[0].pid}/status") as file:
        return next(int(line.split()[1]) * 1024 for line in file if line.startswith("VmRSS"))


def post(site, *headers, body=b"", path=None, version="1.1"):
    """A POST of the guest's as bytes; it is a message unless `path` says otherwise."""
    guest = site.gus
    known = (f"Cookie: inko_session={guest.cookies['inko_session']}", f"X-CSRF-Token: {guest.csrf}")
    return request(
        "POST", path or f"/message/{site.room}", *known, "Content-Type: application/json", *headers, body=body, version=version
    )


def gauge(site, name):
    text = site.gus.get("/metrics").body.decode()
    return float(next(line for line in text.splitlines() if line.startswith(name + " ")).split()[1])


def eventually(condition, seconds=8):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


def rises_above(site, name, least):
    eventually(lambda: gauge(site, name) > least)


def falls_to(site, name, most):
    eventually(lambda: gauge(site, name) <= most)
