"""A working day: guests who come, wait, give up and vanish; agents who accept, decline, leave their desk and change their minds.

Everything is drawn from one seed and happens in the order of a clock. What people do goes through the desk's own functions; what
the desk answers is heard as events, and judged as it comes.
"""

import heapq
import itertools
import json
import random
from collections import Counter
from unittest.mock import patch

from inko_lite.desk.dispatch import FREEING
from inko_lite.errors import Refusal

from .clock import Clock
from .desk import Desk, Site
from .judge import Judge

PRODUCTS = ("Firefox", "Thunderbird")
LANGUAGES = ("en", "de", "ar")
# Often enough that nobody who is there seems silent.
TICK_SECONDS = 10.0
SERVICE = {"limits": {"users": 5000, "rooms": 2000, "waiting": 50}, "opening": {"min_agents": 1}}


class Person:
    """Somebody of the shift; `session` is the desk's."""

    def __init__(self, session, **traits) -> None:
        self.session = session
        self.id = session.id
        self.here = True
        self.__dict__.update(traits)


class Shift:
    """One run. `minutes` of arrivals, then everybody is served."""

    def __init__(self, dsn: str, seed: int, mode: str, guests: int, agents: int, minutes: float) -> None:
        self.random = random.Random(seed)
        self.clock = Clock(dsn)
        self.site = Site()
        self.settings = {**SERVICE, "dispatch": {"mode": mode, "skill_wait_seconds": 90}}
        self.mode = mode
        self.counts: Counter[str] = Counter()
        self.people: dict[str, Person] = {}
        self.agents: list[Person] = []
        self._due: list[tuple] = []
        self._order = itertools.count()
        self._heard: list = []
        self.desk = self._open()
        self.judge = Judge(self)
        self._last = minutes * 60
        with patch("secrets.token_urlsafe", self._token):
            self._staff(guests, agents)

    def _staff(self, guests: int, agents: int) -> None:
        self.monitor = Person(self.desk.arrives("monitor", "monitor"))
        for number in range(agents):
            self._hire(number)
        for _ in range(guests):
            self.at(self.random.uniform(0, self._last), self._arrive)
        for part in (1 / 3, 2 / 3):
            self.at(self._last * part, self._restart)
        self.at(TICK_SECONDS, self._tick)

    def _open(self) -> Desk:
        desk = Desk(self.clock, self.site, **self.settings)
        desk.on_events = self._heard.extend
        return desk

    # ── time ────────────────────────────────────────────────────────────────────────────────────────────────────────

    def at(self, seconds: float, act, *args) -> None:
        heapq.heappush(self._due, (seconds, next(self._order), act, args))

    def after(self, mean: float, act, *args) -> None:
        """Some time from now, `mean` seconds on average."""
        self.at(self.clock.seconds + self.random.expovariate(1 / mean), act, *args)

    @property
    def now(self) -> float:
        return self.clock.seconds

    @property
    def over(self) -> bool:
        return self.now > self._last

    def run(self) -> None:
        """Until everybody who waited has been served or has gone."""
        with patch("secrets.token_urlsafe", self._token):
            self._run()

    def _token(self, size: int) -> str:
        """Ids decide ties, so they are drawn from the seed as well."""
        return f"{self.random.getrandbits(8 * size):x}"

    def _run(self) -> None:
        while self._due:
            seconds, _, act, args = heapq.heappop(self._due)
            self.clock.advance(seconds)
            act(*args)
            self._follow()

    def _follow(self) -> None:
        """What the servers do on events: dispatch runs, people hear, and the judge sees each commit."""
        while self._heard:
            events = [(event.stream, json.loads(event.body)) for event in self._heard]
            self._heard.clear()
            self.judge.saw(events)
            for stream, event in events:
                self._hear(stream, event)
            if not FREEING.isdisjoint(event["kind"] for _, event in events):
                self.desk.dispatch.run()

    def _try(self, act, *args):
        """Does something that may be refused; the refusal is counted."""
        try:
            return act(*args)
        except Refusal as refusal:
            self.counts[refusal.code] += 1
            return None

    def _tick(self) -> None:
        if not self.over:
            self._some_monitor_meddles()
        self.desk.renews()
        self.desk.entering.sweep()
        self.desk.leases.sweep()
        self.desk.dispatch.run()
        self.judge.looks()
        if self.over and self._all_done():
            self._due.clear()
        else:
            self.at(self.now + TICK_SECONDS, self._tick)

    def _all_done(self) -> bool:
        """Agents come back after hours until the queue is empty."""
        for agent in self.agents:
            if not agent.here:
                self._come_back(agent)
            if agent.status != "online":
                self._set_status(agent, "online")
            if self.mode == "pick":
                self._pick(agent)
        ((waiting,),) = self.clock.database.rows("SELECT count(*) FROM queue_entries WHERE state = 'waiting'")
        return waiting == 0

    def _restart(self) -> None:
        """All servers stop for a while; people come back one after the other."""
        self.counts["restarts"] += 1
        self._follow()
        self.judge.looks()
        self.clock.advance(self.now + self.random.uniform(10, 200))
        present, self.desk.present = self.desk.present, set()
        self.desk = self._open()
        self.judge.up_since = self.now
        for id_ in sorted(present):
            self.after(4, self._listen, id_)

    def _listen(self, session_id: str) -> None:
        person = self.people.get(session_id)
        if person is None or person.here:
            self.desk.present.add(session_id)

    # ── guests ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def _arrive(self) -> None:
        asks = {"product": self.random.choice(PRODUCTS), "locale": self.random.choices(LANGUAGES, (8, 2, 1))[0]}
        if self.random.random() < 0.1:
            asks["preferred_agent"] = self.random.choice(self.agents).session.name
        guest = Person(self.desk.arrives(""), asks=asks)
        self.people[guest.id] = guest
        guest.session.name = f"G{len(self.people)}"
        if self._enter(guest) is None:
            self.desk.present.discard(guest.id)
            return
        self.counts["entered"] += 1
        self.after(400, self._give_up, guest)
        if self.random.random() < 0.15:
            self.after(120, self._vanish, guest)

    def _enter(self, guest: Person):
        return self._try(lambda: self.desk.asks(guest.session, **guest.asks))

    def _give_up(self, guest: Person) -> None:
        if guest.here and self.desk.entering.leave(guest.session, "left"):
            self.counts["abandoned"] += 1

    def _vanish(self, person: Person) -> None:
        if person.here:
            self.counts["vanished"] += 1
            person.here = False
            self.desk.present.discard(person.id)
            if self.random.random() < 0.7:
                self.after(100, self._come_back, person)

    def _come_back(self, person: Person) -> None:
        person.here = True
        self.desk.present.add(person.id)

    # ── agents ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def _hire(self, number: int) -> None:
        trainee = number % 20 == 19
        agent = Person(
            self.desk.arrives(f"A{number:03}", "agent", groups=("Live Chat trainees",) if trainee else ()),
            status="online", trainee=trainee, skills={},
        )  # fmt: skip
        self.people[agent.id] = agent
        self.agents.append(agent)
        if self.random.random() < 0.5:
            agent.skills = {
                "products": self.random.sample(PRODUCTS, 1),
                "locales": self.random.sample(LANGUAGES, self.random.randint(1, 2)),
            }
            self.desk.skills.set(agent.session, None, agent.skills)
        self.desk.limits.set(agent.session, self.random.randint(1, 4), None)
        self.after(600, self._change, agent)
        if self.mode == "pick":
            self.after(20, self._pick_on, agent)

    def _change(self, agent: Person) -> None:
        if self.over:
            return
        what = self.random.random()
        if what < 0.4:
            self._set_status(agent, self.random.choice(("online", "away", "busy")))
        elif what < 0.7:
            self.desk.limits.set(agent.session, self.random.randint(0, 4), None)
        elif what < 0.8:
            self._vanish(agent)
        else:
            self._pick(agent)
        self.after(600 if agent.status == "online" else 200, self._change, agent)

    def _set_status(self, agent: Person, status: str) -> None:
        if agent.here:
            self.desk.presence.set_status(agent.session, status)
            agent.status = status

    def _pick_on(self, agent: Person) -> None:
        self._pick(agent)
        if not self.over:
            self.after(20, self._pick_on, agent)

    def _pick(self, agent: Person) -> None:
        """Takes the next one, or at times just anybody."""
        waiting = self.clock.database.rows(
            "SELECT session_id FROM queue_entries WHERE state = 'waiting' ORDER BY place"
        )
        if waiting and agent.here:
            out_of_order = self.random.choice(waiting)[0] if self.random.random() < 0.05 else None
            self.judge.picking = out_of_order
            if self._try(self.desk.queue.assist, agent.session, out_of_order, None):
                self.counts["picked"] += 1
            self._follow()
            self.judge.picking = None

    def _answer(self, agent: Person, offer: str) -> None:
        if not agent.here:
            return
        accepts = self.random.random() < 0.85
        self.counts["accepted" if accepts else "declined"] += 1
        self._try(self.desk.offers.answer, agent.session, offer, accepts)

    # ── what people hear ────────────────────────────────────────────────────────────────────────────────────────────

    def _hear(self, stream: str, event: dict) -> None:
        kind, person = event["kind"], self.people.get(stream.removeprefix("session:"))
        self.counts[kind] += 1
        if stream == "agents" and kind == "status" and event["from"]["id"] in self.people:
            self.people[event["from"]["id"]].status = event["status"]
        elif person is None:
            return
        elif kind == "offered" and event["reason"] == "queue" and self.random.random() < 0.9:
            self.after(6, self._answer, person, event["offer"])
        elif kind == "assigned" and "question" not in event:
            self.after(240, self._part, person, event["room"])

    def _part(self, guest: Person, room: str) -> None:
        """The conversation is over, or goes on with somebody else."""
        ((owner_id, closed),) = self.clock.database.rows(
            "SELECT owner_id, closed_at IS NOT NULL FROM rooms WHERE id = %s", (room,)
        )
        if closed or owner_id is None:
            return
        agent = self.people[owner_id]
        if agent.here and self.random.random() < 0.05:
            self._try(self.desk.offers.transfer, agent.session, room, None, "", False)
        else:
            self._try(self.desk.rooms.end, (guest if guest.here else agent).session, room, "solved")

    def _some_monitor_meddles(self) -> None:
        if self.random.random() < 0.1:
            entries = self.clock.database.rows("SELECT session_id FROM queue_entries ORDER BY place DESC LIMIT 80")
            if entries:
                guest, action = self.random.choice(entries)[0], self.random.choice(("front", "requeue", "remove"))
                if self._try(self.desk.mending.mend, self.monitor.session, guest, action, None):
                    self.counts["mended"] += 1
