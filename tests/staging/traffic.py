"""The stated load on a service, and the judgement of it: who was refused, what was lost, doubled or late.

25 conversations of a guest and an agent, 10 messages a second over all, everybody listening by event stream. Half of the
posts come on a connection of their own, as through a proxy; there any failure counts. The other half come on connections
that are kept: one that the server closed between two requests is made again, as every browser does.
"""

import http.client
import threading
import time
from collections import Counter
from typing import NamedTuple

from ..cast import Agent, Cast, Guest, Problem
from .installed import URL, Service

CHATS = 25
RATE = 10.0
SENDERS = 16


class Ear:
    """Notes when each event came, and what went wrong with listening."""

    def __init__(self, *args) -> None:
        super().__init__(*args)
        self.came: list[tuple[float, dict]] = []
        self.troubles: Counter[str] = Counter()

    def _take(self, events) -> None:
        now = time.monotonic()
        self.came += [(now, event) for event in events]
        super()._take(events)

    def _listen(self, stream) -> None:
        while not self._stop.is_set():
            try:
                self._stream()
            except (OSError, http.client.HTTPException, ValueError) as error:
                if not self._stop.is_set():
                    self.troubles[f"listening: {type(error).__name__} {error}"[:120]] += 1
                self._stop.wait(0.05)


class LoadedGuest(Ear, Guest):
    pass


class LoadedAgent(Ear, Agent):
    pass


class Sent(NamedTuple):
    """One message that was acknowledged."""

    room: str
    client_id: str
    event_id: int
    began: float
    answered: float


class Mark(NamedTuple):
    """The beginning of a stretch of the load that is judged by itself."""

    at: float
    refused: Counter
    troubles: Counter


class Verdict(NamedTuple):
    """What became of a stretch. `gap` is the longest time from sending a message to its being heard by the other side."""

    sent: int
    refused: Counter
    lost: int
    doubled: int
    slowest_post: float
    gap: float
    median: float

    def __str__(self) -> str:
        return (
            f"{self.sent} messages: refused {self.refused.total()}, lost {self.lost}, doubled {self.doubled}; delivery median"
            f" {self.median * 1000:.0f} ms, longest {self.gap:.2f} s, slowest post {self.slowest_post:.2f} s"
            + (f"; {dict(self.refused)}" if self.refused else "")
        )


class Traffic:
    """`with Traffic(service) as load: mark = load.mark(); …; load.judge(mark)`. Its threads are in the network of the one
    that began it. `patient` clients send again what was not answered; else whatever fails counts as refused."""

    def __init__(self, service: Service) -> None:
        self.patient = False
        self._service = service
        self._cast = Cast(URL)
        self._due = threading.Semaphore(0)
        self._stop = threading.Event()
        self._lock = threading.Lock()
        self._next = 0
        self._under_way: dict[int, float] = {}
        self._sent: list[Sent] = []
        self._refused: Counter[str] = Counter()
        self._pairs: list[tuple[LoadedAgent, LoadedGuest, str]] = []
        self._threads: list[threading.Thread] = []

    def __enter__(self) -> "Traffic":
        for number in range(1, CHATS + 1):
            agent = self._service.agent(self._cast, f"agent{number:02}", LoadedAgent)
            guest = self._cast._add(LoadedGuest(URL, f"Guest {number}")).arrives()
            guest.asks(f"Question {number}")
            room = agent.assists(guest)
            agent.listens(), guest.listens()
            self._pairs.append((agent, guest, room))
        self._threads = [threading.Thread(target=self._send, daemon=True) for _ in range(SENDERS)]
        self._threads.append(threading.Thread(target=self._clock, daemon=True))
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for _ in range(SENDERS):
            self._due.release()
        for thread in self._threads:
            thread.join(60)
        self._cast.leave()

    def _clock(self) -> None:
        began, released = time.monotonic(), 0
        while not self._stop.wait(max(0.0, began + released / RATE - time.monotonic())):
            self._due.release()
            released += 1

    def _send(self) -> None:
        while self._due.acquire() and not self._stop.is_set():
            with self._lock:
                number = self._next
                self._next += 1
                self._under_way[number] = time.monotonic()
            agent, guest, room = self._pairs[number // 2 % CHATS]
            self._post((agent, guest)[number % 2], room, number)
            with self._lock:
                del self._under_way[number]

    def _post(self, person, room: str, number: int) -> None:
        client_id, began = person.client_id(), time.monotonic()
        try:
            with person._lock:
                if number // 2 % 2:
                    person._connection = None
                say = person.insists if self.patient else person.says
                reply = say(room, f"message {number}", client_id)
        except (Problem, OSError, http.client.HTTPException) as error:
            self._refused[f"posting: {type(error).__name__} {error}"[:120]] += 1
            return
        self._sent.append(Sent(room, client_id, reply["id"], began, time.monotonic()))

    # ── judging ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def mark(self) -> Mark:
        return Mark(time.monotonic(), self._refused.copy(), self._troubles())

    def _troubles(self) -> Counter:
        return sum((person.troubles for pair in self._pairs for person in pair[:2]), Counter())

    def runs(self, seconds: float) -> None:
        """Lets the load go on until as many messages as fall due in this time have been answered."""
        wanted = len(self._sent) + int(seconds * RATE)
        end = time.monotonic() + seconds + 30
        while len(self._sent) < wanted:
            assert time.monotonic() < end, f"no more answers: {self._refused}"
            time.sleep(0.02)

    def judge(self, mark: Mark, seconds: float = 20) -> Verdict:
        """What became of what was sent since the mark: waits until that is answered and heard, the load going on."""
        now = time.monotonic()
        end = now + seconds
        while any(began <= now for began in list(self._under_way.values())) and time.monotonic() < end:
            time.sleep(0.02)
        sent = [each for each in self._sent if mark.at <= each.began <= now]
        people = {room: (agent, guest) for agent, guest, room in self._pairs}
        while time.monotonic() < end:
            heard = {person: self._heard(person) for pair in people.values() for person in pair}
            if all((each.room, each.client_id) in heard[person] for each in sent for person in people[each.room]):
                break
            time.sleep(0.02)
        lost = doubled = 0
        delays = []
        for each in sent:
            for person in people[each.room]:
                came = heard[person].get((each.room, each.client_id), [])
                lost += not came
                doubled += len(came) > 1 or any(event_id != each.event_id for _, event_id in came)
                delays += [at - each.began for at, _ in came[:1]]
        refused = (self._refused - mark.refused) + (self._troubles() - mark.troubles)
        slowest = max(each.answered - each.began for each in sent)
        return Verdict(len(sent), refused, lost, doubled, slowest, max(delays), sorted(delays)[len(delays) // 2])

    @staticmethod
    def _heard(person) -> dict[tuple[str, str], list[tuple[float, int]]]:
        """(room, client_id) -> when it came, and under which ids."""
        heard: dict[tuple[str, str], list[tuple[float, int]]] = {}
        for at, event in list(person.came):
            if event["kind"] == "message":
                heard.setdefault((event["room"], event["client_id"]), []).append((at, event["id"]))
        return heard
