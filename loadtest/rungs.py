"""One rung of the ladder of `loadtest/bench_scaling.py`: all that is measured of so many servers, wherever they are.

Place: between the bench's generator and the tables. It knows a site by its address, its processes and its database, so the
servers may share a socket of this machine (`OwnSite`) or stand in namespaces of their own (`tests/torture/scaling.py`).
"""

import os
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Protocol

import msgspec

from inko_lite.database import connect

from . import measure, stage
from .bench import Bench, Plan
from .figures import STEP_HEAD, Reading, Run, read, step_line
from .generator import Generator
from .waits import Waits
from .wires import Member, StreamEar

BACKENDS = "SELECT pid, CASE application_name WHEN '' THEN backend_type ELSE application_name END FROM pg_stat_activity"
# All events of a commit have one time, and no two commits the same.
BATCHES = "SELECT count(DISTINCT at) FROM events WHERE kind = 'message' AND id > {}"
POSITION = "SELECT last_id FROM log_head"
WARM_UP = 50
ESTABLISHED = "01"  # in /proc/net/tcp


class Place(Protocol):
    """Where the servers are. `agents` are cookies of the site, or none where the demo signs in; there may be a `balancer_pid`."""

    url: str
    dsn: str
    agents: Sequence[str]
    pids: tuple[int, ...]
    postgres_pid: int


class ScalePlan(Plan, frozen=True, kw_only=True):
    """How long and how fine; rates in messages a second, all rooms together."""

    step_seconds: float = 3
    first_rate: float = 1000
    workers: tuple[int, ...] = (1, 2, 3)
    pairs: int = 50
    low_rate: float = 10
    low_seconds: float = 8
    middle_rate: float = 500
    middle_seconds: float = 6
    look_seconds: float = 4
    fan_rate: float = 200
    fan_seconds: float = 4
    fans: tuple[int, ...] = (10, 50)
    crowd: int = 1000
    idle_seconds: float = 4
    # Of a core each, for servers that are slowed down; and where their climb begins.
    share: float = 0.2
    slow_rate: float = 300
    follow_rates: tuple[float, ...] = (10, 500, 2000)
    followers: int = 2
    append_writers: tuple[int, ...] = (1, 3)
    append_batches: tuple[int, ...] = (1, 16, 128)
    append_seconds: float = 1.5


class Look(msgspec.Struct):
    """One step, closely: CPU seconds of each server and of PostgreSQL's processes, commits, and what the writers did."""

    what: str
    reading: Reading
    servers: list[float]
    postgres: float
    # The CPU seconds of each kind of PostgreSQL's processes: the busiest of them alone.
    backends: dict[str, float]
    balancer: float
    # Of the whole machine, whatever used it, and in how many seconds.
    busy: float
    seconds: float
    commits: int
    waits: dict[str, float] = {}

    @property
    def rate(self) -> float:
        """What was really handled: at the end of an overload more than the step's time was needed."""
        return self.reading.sent / self.reading.seconds

    def cores(self, seconds: float) -> float:
        return seconds / self.reading.seconds


class Rung(msgspec.Struct):
    """So many servers on one socket, or behind a balancer; `share` of a core each, if they were slowed down."""

    where: str
    workers: int
    share: float = 1.0
    # Of each server: anonymous memory before anybody came, and connections while the pairs talk.
    memory: list[int] = []
    connections: list[int] = []
    looks: list[Look] = []
    knee: float = 0.0
    # Bytes of all servers for each idle listener, and what they cost, of a core.
    listener_bytes: float = 0.0
    listeners: int = 0
    idle_cores: float = 0.0

    def look(self, what: str) -> Look | None:
        return next((look for look in reversed(self.looks) if look.what == what), None)

    def at_the_knee(self) -> Look:
        """The step that is the knee: nobody looked at the writers, which costs PostgreSQL something too."""
        passed = [look for look in self.looks if look.what == "climb" and look.reading.passed]
        return max(passed, key=lambda look: look.reading.rate, default=self.look("knee"))


class Ladder(Bench):
    """The bench's steps on a place, each looked at closely. `rung.looks` has them all."""

    def __init__(self, plan: ScalePlan, place: Place, rung: Rung) -> None:
        super().__init__(plan, place.url, None, list(place.agents))
        self.place = place
        self.rung = rung
        # The members of the pairs, and the agents among them.
        self.people: tuple[list[Member], list[stage.Visitor]] = ([], [])
        # One for all questions: a backend that ends takes its processor time with it, as far as we see.
        self._database = connect(place.dsn, "inko-lite load test")

    def _rows(self, sql: str) -> list[tuple]:
        with self._database.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchall()

    def step(self, generator: Generator, rate: float, seconds: float) -> Reading:
        return self.look("climb", generator, rate, seconds).reading

    def look(self, what: str, generator: Generator, rate: float, seconds: float, waits: bool = False) -> Look:
        place, backends = self.place, dict(self._rows(BACKENDS))
        position = self._rows(POSITION)[0][0]
        with ExitStack() as stack:
            looking = stack.enter_context(Waits(place.dsn)) if waits else None
            before = _used(place, backends)
            step = generator.step(rate, seconds)
            after = _used(place, backends)
        spent = [late - early for early, late in zip(before[0], after[0], strict=True)]
        postgres, balancer, busy, seconds = (late - early for early, late in zip(before[2:], after[2:], strict=True))
        most: Counter[str] = Counter()
        for pid, name in backends.items():
            most[name] = max(most[name], after[1].get(pid, 0.0) - before[1].get(pid, 0.0))
        reading = read(step, rate, measure.Cpu(sum(spent), postgres))
        commits = self._rows(BATCHES.format(position))[0][0]
        found = Look(what, reading, spent, postgres, dict(most), balancer, busy, seconds, commits)
        if looking:
            found.waits = looking.shares
        self.rung.looks.append(found)
        print(f"{what:>8} {step_line(reading)}", flush=True)
        return found

    # ── what is measured ────────────────────────────────────────────────────────────────────────────────────────────

    def pairs(self, all_of_it: bool = True) -> None:
        """The pairs at a low and a middle rate, to the knee, at it and beyond it; then rooms of more."""
        plan, rung = self.plan, self.rung
        rung.memory = [measure.memory(pid).server_anonymous for pid in self.place.pids]
        helpers = stage.agents(self.url, self.site_sessions, plan.pairs)
        members = stage.support_rooms(self.url, helpers)
        self.people = members, helpers
        with self.talking(members, helpers) as generator:
            rung.connections = [clients_of(pid, self.address[1]) for pid in self.place.pids]
            print(f"{'':>8} {STEP_HEAD}")
            if all_of_it:
                self.look("low", generator, plan.low_rate, plan.low_seconds)
                self.look("fan-2", generator, plan.fan_rate, plan.fan_seconds)
                self.look("middle", generator, plan.middle_rate, plan.middle_seconds)
            run = Run(rung.where)
            self.climb(generator, run)
            rung.knee = run.knee.rate if run.knee else 0.0
            generator.rest(1)
            at = rung.knee or plan.first_rate
            self.look("knee", generator, at, plan.look_seconds, waits=True)
            self.look("beyond", generator, at * plan.factor, plan.look_seconds, waits=True)
        if all_of_it:
            for size in plan.fans:
                self._fan(helpers, size)

    def _fan(self, helpers: list[stage.Visitor], size: int) -> None:
        members: list[Member] = []
        for first in range(0, len(helpers), size):
            members += stage.group_room(helpers[first : first + size])
        with self.talking(members, helpers) as generator:
            self.look(f"fan-{size}", generator, self.plan.fan_rate, self.plan.fan_seconds)

    def talking(self, members: list[Member], helpers: list[stage.Visitor]) -> "_Talking":
        return _Talking(self, members, helpers)

    def crowd(self) -> None:
        """Guests who only listen; a few first, whose share of what a server needs once is not counted."""
        plan, rung = self.plan, self.rung
        with self.generator([]) as generator:
            self.add_guests(generator, StreamEar, WARM_UP)
            before = sum(measure.memory(pid).server_anonymous for pid in self.place.pids)
            self.add_guests(generator, StreamEar, plan.crowd)
            cpu = sum(measure.cpu(pid).server for pid in self.place.pids)
            generator.rest(plan.idle_seconds)
            rung.idle_cores = (sum(measure.cpu(pid).server for pid in self.place.pids) - cpu) / plan.idle_seconds
            after = sum(measure.memory(pid).server_anonymous for pid in self.place.pids)
        rung.listeners, rung.listener_bytes = plan.crowd, (after - before) / plan.crowd
        print(f"{'idle':>8} {plan.crowd:,} listeners: {rung.listener_bytes / 1024:.1f} KB each", flush=True)


class _Talking(ExitStack):
    """The generator with all members listening, after the first requests, which are not like the others."""

    def __init__(self, ladder: Ladder, members: list[Member], helpers: list[stage.Visitor]) -> None:
        super().__init__()
        self._with = ladder, members, helpers

    def __enter__(self) -> Generator:
        ladder, members, helpers = self._with
        super().__enter__()
        cursor = helpers[0].cursor()
        for helper in helpers:
            helper.leave()
        generator = self.enter_context(ladder.generator(members))
        generator.listen(StreamEar, [member.cookies for member in members], cursor)
        generator.step(50, min(2.0, ladder.plan.step_seconds))
        return generator


def _used(place: Place, backends: dict[int, str]) -> tuple:
    """CPU seconds so far: of each server, of each backend, of PostgreSQL, of the balancer, of the machine; and when."""
    each = {}
    for pid in backends:
        try:
            each[pid] = measure.cpu_seconds(pid, measure.name_and_fields(pid)[1])
        except OSError:
            continue
    balancer = getattr(place, "balancer_pid", None)
    return (
        [measure.cpu(pid).server for pid in place.pids],
        each,
        measure.cpu(place.postgres_pid).postgres,
        measure.cpu(balancer).server if balancer else 0.0,
        busy_seconds(),
        time.monotonic(),
    )


def busy_seconds() -> float:
    """What all cores have worked so far, for whomever (proc(5): user, nice, system, irq, softirq)."""
    fields = Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:]
    return sum(int(fields[place]) for place in (0, 1, 2, 5, 6)) / measure.TICKS_A_SECOND


def clients_of(pid: int, port: int) -> int:
    """Connections that this process has accepted on that port and that are open."""
    lines = [line.split() for line in Path(f"/proc/{pid}/net/tcp").read_text().splitlines()[1:]]
    accepted = {line[9] for line in lines if line[3] == ESTABLISHED and int(line[1].partition(":")[2], 16) == port}
    links = (_link(f"/proc/{pid}/fd/{name}") for name in os.listdir(f"/proc/{pid}/fd"))
    return sum(link.removeprefix("socket:[").removesuffix("]") in accepted for link in links)


def _link(path: str) -> str:
    try:
        return os.readlink(path)
    except OSError:
        return ""


class Appends(msgspec.Struct):
    """Batches written straight into PostgreSQL, one after the other, by so many at a time."""

    writers: int
    batch: int
    commits: int
    seconds: float


class Followed(msgspec.Struct):
    """The same step without and with so many further servers, where nobody hears anything."""

    followers: int
    alone: Look
    with_them: Look


class Runs(msgspec.Struct):
    """What one run of the benchmark has measured."""

    machine: dict[str, object]
    made_at: str
    seconds: float = 0.0
    rungs: list[Rung] = []
    followed: list[Followed] = []
    appends: list[Appends] = []
