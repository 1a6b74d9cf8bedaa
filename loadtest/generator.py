"""The open-loop client of `make bench`: one process, one epoll loop.

It shares the machine with the server that it measures, so it does as little as it can (`wires.py`). Messages fall due
by the clock whatever the server does, and every delay counts from then: a server that stalls cannot slow down its own
measurement. How late the generator itself was is noted too, so that a figure is never its own limit unsaid.
"""

import gc
import secrets
import select
import time
from random import Random

import msgspec

from .ledger import Heard, Ledger
from .wires import LONG_BYTES, SHORT_BYTES, TAG_BYTES, Ear, Member, Poster, Unexpected, Wire, now

TURN_EVENTS = 64  # sockets served before the schedule is looked at again
OVERDUE_SECONDS = 2.0  # a step this far behind has failed: it stops sending, so that the server can catch up
SETTLE_SECONDS = 0.2  # listening on after all was heard: a double comes late
LONG_EVERY = 50


class Step(msgspec.Struct):
    """What one step left to be judged. Times in seconds; `lags`: how late the generator handed each message over."""

    ledger: Ledger
    seconds: float
    cut_short: bool
    own_cpu: float
    lags: list[float]


class Generator:
    """All connections to one server. `members` talk; ears may be more."""

    def __init__(self, host: str, port: int, members: list[Member], seed: int = 1) -> None:
        self.address = (host, port)
        self.host = f"{host}:{port}"
        self.tag_text = f"b{secrets.token_hex(TAG_BYTES // 2 - 1)}-"
        self.tag = self.tag_text.encode()
        self.epoll = select.epoll()
        self.wires: dict[int, Wire] = {}
        self.retries = self.reconnects = 0
        self.order = Random(seed)
        self.members = members
        names = {room: index for index, room in enumerate(dict.fromkeys(member.room for member in members))}
        self.room_of = [names[member.room] for member in members]
        self.next_number = 1
        self.ledger = Ledger(self.next_number, self.room_of)
        self.posters = [Poster(self, member) for member in members]
        self.ears: list[Ear] = []

    def listen(self, kind: type[Ear], cookies: list[str], cursor: int, timeout: float = 60.0) -> None:
        """One more ear for each; returns when all requests are out and, for streams, all replies have begun."""
        for header in cookies:
            self.ears.append(kind(self, len(self.ears), header, cursor))
            self.turn(0)
        end = now() + timeout
        while not all(ear.listening for ear in self.ears):
            if now() > end:
                raise Unexpected(f"not all of {len(self.ears)} listeners were answered within {timeout:.0f} s")
            self.turn(0.01)

    def rest(self, seconds: float) -> None:
        """Only listens."""
        end = now() + seconds
        while (left := end - now()) > 0:
            self.turn(left)

    def step(self, rate: float, seconds: float, deadline: float = 30.0) -> Step:
        """Lets `rate` messages a second fall due, evenly, for that time; then waits for all or the deadline."""
        self.ledger = ledger = Ledger(self.next_number, self.room_of)
        total = max(1, round(rate * seconds))
        lags: list[float] = []
        turn_order: list[int] = []
        cut_short = False
        gc.collect()
        gc.disable()  # a collection over a million noted deliveries would stop the clock
        began, began_cpu = now(), time.process_time()
        due, last_due = began, began + (total - 1) / rate
        while not (cut_short or len(lags) == total) or not ledger.complete:
            at = now()
            while due <= at and len(lags) < total and not cut_short:
                turn_order = turn_order or self.order.sample(range(len(self.members)), len(self.members))
                size = LONG_BYTES if len(lags) % LONG_EVERY == LONG_EVERY - 1 else SHORT_BYTES
                sender = turn_order.pop()
                lags.append(at - due)
                self.posters[sender].post(ledger.send(sender, due), size)
                due = began + len(lags) / rate
            cut_short = cut_short or self.overdue(at)
            if at > last_due + deadline:
                break
            self.turn(due - now() if len(lags) < total and not cut_short else 0.05)
        ended, ended_cpu = now(), time.process_time()
        self.rest(SETTLE_SECONDS)
        gc.enable()
        self.next_number += len(lags)
        return Step(ledger, ended - began, cut_short, ended_cpu - began_cpu, sorted(lags))

    def overdue(self, at: float) -> bool:
        """Whether the oldest post that waits for its answer is far too old."""
        if self.ledger.unanswered < len(self.posters):
            return False
        oldest = min((poster.pending[0][0] for poster in self.posters if poster.pending), default=0)
        return oldest >= self.ledger.first and at - self.ledger.due[oldest - self.ledger.first] > OVERDUE_SECONDS

    def heard(self, listener: int, events: list[Heard]) -> None:
        """Notes events. Who only listens is no member of a room and has nothing to be compared with."""
        if listener < len(self.ledger.heard):
            self.ledger.hear(listener, events)

    def turn(self, timeout: float) -> None:
        """Serves what is ready, or waits: by select(), since epoll's timeout is rounded up to a millisecond."""
        ready = self.epoll.poll(0, TURN_EVENTS)
        if not ready and timeout > 0:
            select.select([self.epoll], [], [], timeout)
            ready = self.epoll.poll(0, TURN_EVENTS)
        for descriptor, events in ready:
            if wire := self.wires.get(descriptor):
                wire.ready(events)

    def add(self, wire: Wire) -> None:
        self.wires[wire.socket.fileno()] = wire
        self.epoll.register(wire.socket.fileno(), select.EPOLLIN)

    def watch(self, wire: Wire) -> None:
        self.epoll.modify(wire.socket.fileno(), select.EPOLLIN | (select.EPOLLOUT if wire.writing else 0))

    def remove(self, wire: Wire) -> None:
        self.epoll.unregister(wire.socket.fileno())
        del self.wires[wire.socket.fileno()]

    def close(self) -> None:
        for wire in list(self.wires.values()):
            wire.close()
        self.epoll.close()
