"""What one hostile guest does, and one hostile agent: each attack of `python -m loadtest.bench_attack`, in a process of its own.

An attack gets the address, a session to misuse and a time; it goes on until then and says how it was answered, counted by
status; "cut" is a connection that the server closed without an answer. None of it is careful, and all of it is HTTP that
anybody can send.
"""

import contextlib
import http.client
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable
from urllib.parse import quote

import msgspec

from .wires import Member

HANDS = 8
MESSAGE_BYTES = 30_000
BODY_BYTES = 1_000_000
HEAVY_TEXTS = ("[[a", "''a", "{key ", "<code>", "http://a ", "* [[b]] ''c\n", "<a b='", "&lt;", "\u202e\u2066", "'''")
CUT = "cut"


class Target(msgspec.Struct, frozen=True):
    """Where, as whom, and how many connections the widest attack opens."""

    host: str
    port: int
    guest: Member
    agent: Member
    connections: int


def asking(
    target: Target, until: float, request: Callable[[int], tuple[str, str, bytes, dict[str, str]]]
) -> Counter[str]:
    """HANDS threads that ask as fast as they are answered."""
    answered: Counter[str] = Counter()

    def ask() -> None:
        connection = http.client.HTTPConnection(target.host, target.port, timeout=10)
        number = 0
        while time.monotonic() < until:
            number += 1
            try:
                connection.request(*request(number))
                reply = connection.getresponse()
                reply.read()
                answered[str(reply.status)] += 1
            except (OSError, http.client.HTTPException):
                answered[CUT] += 1
                connection.close()
        connection.close()

    threads = [threading.Thread(target=ask) for _ in range(HANDS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answered


def headers(member: Member) -> dict[str, str]:
    return {"Cookie": member.cookies, "X-CSRF-Token": member.csrf, "Content-Type": "application/json"}


def messages(target: Target, until: float) -> Counter[str]:
    """Short messages without end, past every limit."""
    body, path = b'{"body": "noise"}', f"/message/{target.guest.room}"
    return asking(target, until, lambda _: ("POST", path, body, headers(target.guest)))


def markup(target: Target, until: float) -> Counter[str]:
    """The longest texts of the costliest signs, to be rendered again and again."""
    bodies = [
        msgspec.json.encode({"body": (text * MESSAGE_BYTES)[: MESSAGE_BYTES // len(text.encode()) * len(text)]})
        for text in HEAVY_TEXTS
    ]
    return asking(target, until, lambda n: ("POST", "/preview", bodies[n % len(bodies)], headers(target.guest)))


def bodies(target: Target, until: float) -> Counter[str]:
    """As much body as is read at all: brackets, numbers, one long text."""
    texts = (
        b"[" * BODY_BYTES,
        b'{"body":' + b"9" * (BODY_BYTES - 10) + b"}",
        b'{"body":"' + b"\\u0061" * (BODY_BYTES // 6 - 10) + b'"}',
    )
    path = f"/message/{target.guest.room}"
    return asking(target, until, lambda n: ("POST", path, texts[n % len(texts)], headers(target.guest)))


def sessions(target: Target, until: float) -> Counter[str]:
    """A new guest with every request."""
    return asking(target, until, lambda _: ("GET", "/session", b"", {}))


def searches(target: Target, until: float) -> Counter[str]:
    """An agent's searches for as many words as there is room for."""
    words = quote(" or ".join(f'"{n} a"' for n in range(40))[:390])
    return asking(
        target, until, lambda n: ("GET", f"/transcripts?q={words}&limit=100&count=true", b"", headers(target.agent))
    )


def states(target: Target, until: float) -> Counter[str]:
    """The largest reply that a guest can ask for."""
    return asking(target, until, lambda _: ("GET", "/state", b"", headers(target.guest)))


def held(
    target: Target, until: float, count: int, said: Callable[[int], bytes], receive_bytes: int = 0
) -> Counter[str]:
    """Connections that are opened, told something, and held; nothing of what comes is read."""
    answered: Counter[str] = Counter()
    with contextlib.ExitStack() as stack:
        for number in range(count):
            if time.monotonic() > until:
                break
            opened = stack.enter_context(socket.socket())
            if receive_bytes:
                opened.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_bytes)
            opened.settimeout(5)
            try:
                opened.connect((target.host, target.port))
                opened.sendall(said(number))
                answered["opened"] += 1
            except OSError:
                answered[CUT] += 1
        time.sleep(max(0.0, until - time.monotonic()))
    return answered


def connections(target: Target, until: float) -> Counter[str]:
    """As many connections as there are, half of them silent and half with a request that never ends."""
    parts = (b"", b"GET / HTTP/1.1\r\nHost: a\r\nX-A: ")
    return held(target, until, target.connections, lambda n: parts[n % 2])


def listeners(target: Target, until: float) -> Counter[str]:
    """Event streams from the beginning of the log that are never read."""
    asked = (
        f"GET /listen?cursor=0 HTTP/1.1\r\nHost: a\r\nAccept: text/event-stream\r\nCookie: {target.guest.cookies}\r\n\r\n"
    ).encode()
    return held(target, until, target.connections // 10, lambda _: asked, receive_bytes=2048)


ATTACKS: dict[str, Callable[[Target, float], Counter[str]]] = {
    "messages": messages, "markup": markup, "bodies": bodies, "sessions": sessions, "states": states, "searches": searches,
    "listeners": listeners, "connections": connections,
}  # fmt: skip


def run(name: str, target: Target, seconds: float, answers) -> None:
    """One attack, in its own process; what came of it goes into the queue `answers`."""
    answers.put(ATTACKS[name](target, time.monotonic() + seconds))
