"""What is done to the server while the people talk: nothing, restarts, kills, cut connections, ever more load, crowds.

Each strain is a function of the stage that returns figures; it lasts as long as the measuring does. `stage.later` takes what
can only be said when the people's own account is there.
"""

import time
from collections.abc import Callable

import msgspec

from . import measure
from . import stage as bench_stage
from .bench import Bench
from .bench import Plan as BenchPlan
from .edges import edges
from .figures import STEP_HEAD, Reading, Run, crowd_line, read, step_line
from .figures import Crowd as CrowdFigures
from .generator import Generator
from .measure import Cpu
from .people import People
from .place import OwnSite, Site
from .relay import Relay
from .slo import Scenario
from .wires import Ear, PollEar, StreamEar

TIMES = 3
CUT_SECONDS = 5.0
SETTLE_SECONDS = 2.0
PAIRS = 50
LIMIT_MS = 250.0
STATED_RATE = 10.0
WARM_UP = 50

now = time.monotonic


class Stage:
    """One run of one scenario: the site, the people, how long it lasts, and who is told how it goes."""

    def __init__(
        self, scenario: Scenario, site: Site, people: People, seconds: float, short: bool, say: Callable[[str], None]
    ) -> None:
        self.scenario = scenario
        self.site = site
        self.people = people
        self.seconds = seconds
        self.short = short
        self.say = say
        self.relay: Relay | None = None
        self.later: list[Callable[[], dict[str, float]]] = []
        # What goes into the certificate beside the figures, such as the steps to the knee.
        self.tables: dict[str, object] = {}
        # Agents whom the people have no use for.
        self.spare = site.agents[len(people.plan.agents) :]

    def wait(self, seconds: float) -> None:
        """Lets it go on, and tells how it goes."""
        end = now() + seconds
        while (left := end - now()) > 0:
            self.people.check()
            self.say(self.line())
            time.sleep(min(1.0, left))

    def line(self) -> str:
        seen = self.people.progress()
        p99 = f"p99 {seen.last_p99_ms:.1f} ms" if seen.last_p99_ms is not None else ""
        return f"{seen.posted:,} said, {seen.accepted:,} accepted, {seen.heard:,} heard, {seen.broken} broken  {p99}"


def nothing(stage: Stage) -> dict[str, float]:
    stage.wait(stage.seconds)
    return {}


def _every_now_and_then(stage: Stage, what: Callable[[], None], times: int = TIMES) -> dict[str, float]:
    """So many times, evenly over the length; how long the longest took."""
    took = []
    for _ in range(times):
        stage.wait(stage.seconds / (times + 1))
        began = now()
        what()
        took.append(now() - began)
    stage.wait(stage.seconds / (times + 1))
    return {"times": times, "longest_away_ms": max(took) * 1000}


def restarts(stage: Stage) -> dict[str, float]:
    return _every_now_and_then(stage, stage.site.restart)


def kills(stage: Stage) -> dict[str, float]:
    return _every_now_and_then(stage, stage.site.kill)


def database_restarts(stage: Stage) -> dict[str, float]:
    return _every_now_and_then(stage, stage.site.restart_database, 2)


def cuts(stage: Stage) -> dict[str, float]:
    end, cut = now() + stage.seconds, []
    while now() < end - CUT_SECONDS:
        stage.wait(CUT_SECONDS)
        cut.append(stage.relay.cut())
    stage.wait(CUT_SECONDS)
    return {"times": len(cut), "connections_cut": sum(cut)}


def two_rooms(stage: Stage) -> dict[str, float]:
    """First only the smaller room talks, then only the larger."""
    spans = {}
    for number, name in enumerate(("small", "large")):
        stage.people.order("talk", number)
        began = now()
        stage.wait(stage.seconds / 2)
        stage.people.order("wait")
        spans[name] = (began, now())
        stage.wait(SETTLE_SECONDS)

    def by_room() -> dict[str, float]:
        found = {}
        for (name, (began, ended)), members in zip(spans.items(), stage.people.plan.groups, strict=True):
            found |= stage.people.delivery_figures([(began, ended)], f"_{name}")
            heard = len(stage.people.delays([(began, ended)]))
            found |= {f"members_{name}": len(members), f"deliveries_a_second_{name}": heard / (ended - began)}
        return found

    stage.later.append(by_room)
    return {}


# ── the bench's generator beside the people ─────────────────────────────────────────────────────────────────────────


def cpu_of(site: Site) -> Cpu:
    postgres = measure.cpu(site.postgres_pid).postgres if site.postgres_pid else 0.0
    return Cpu(sum(measure.cpu(pid).server for pid in site.pids), postgres)


class Climbing(Bench):
    """The bench's way to the knee, on our site; notes when each step was."""

    def __init__(self, plan: BenchPlan, stage: Stage) -> None:
        super().__init__(plan, stage.site.url, None, [])
        self._stage = stage
        self.spans: list[tuple[float, float]] = []
        self.readings: list[Reading] = []

    def step(self, generator: Generator, rate: float, seconds: float) -> Reading:
        before, began = cpu_of(self._stage.site), now()
        step = generator.step(rate, seconds)
        reading = read(step, rate, cpu_of(self._stage.site).since(before))
        self.spans.append((began, began + seconds))
        self.readings.append(reading)
        self._stage.people.check()
        self._stage.say("")
        print(step_line(reading), flush=True)
        return reading


def climb(stage: Stage) -> dict[str, float]:
    """Fifty pairs more talk at a rate that rises until 99 of 100 deliveries, theirs or the people's, take too long."""
    stage.wait(2 * stage.seconds)
    helpers = bench_stage.agents(stage.site.url, stage.spare, PAIRS)
    members = bench_stage.support_rooms(stage.site.url, helpers)
    cursor = helpers[0].cursor()
    for helper in helpers:
        helper.leave()
    plan = BenchPlan(step_seconds=stage.seconds, first_rate=100, factor=2.0 if stage.short else 1.26)
    bench = Climbing(plan, stage)
    with bench.generator(members) as generator:
        generator.listen(StreamEar, [member.cookies for member in members], cursor)
        generator.step(STATED_RATE * 5, 2)
        print("\n" + STEP_HEAD, flush=True)
        bench.climb(generator, Run("headroom"))

    def knee() -> dict[str, float]:
        return _knee(stage, bench)

    stage.later.append(knee)
    stage.wait(stage.seconds)
    return {}


def _knee(stage: Stage, bench: Climbing) -> dict[str, float]:
    own_rate = stage.people.plan.messages_a_second
    steps = []
    for span, reading in zip(bench.spans, bench.readings, strict=True):
        felt = stage.people.delivery_figures([span])["delivery_p99_ms"]
        steps.append(
            {
                "messages_a_second": reading.rate + own_rate, "p50_ms": reading.p50_ms, "p99_ms": reading.p99_ms,
                "people_p99_ms": felt, "passed": reading.passed and felt <= LIMIT_MS,
                "server_cores": (reading.server_cpu or 0) / reading.seconds,
                "postgres_cores": (reading.postgres_cpu or 0) / reading.seconds,
                "generator_cores": reading.generator_cpu / reading.seconds, "generator_was_the_limit": reading.held_back,
                "lost": reading.verdict.lost + reading.unheard,
                "broken": reading.verdict.doubled + reading.verdict.disordered + reading.verdict.strayed,
            }
        )  # fmt: skip
    stage.tables["steps"] = steps
    passed = [step for step in steps if step["passed"]]
    best = max(passed, key=lambda step: step["messages_a_second"]) if passed else None
    if best is None:
        return {"knee_multiple": 0.0}
    keys = ("p50_ms", "p99_ms", "people_p99_ms", "server_cores", "postgres_cores", "generator_cores")
    rate = best["messages_a_second"]
    return {"knee_messages_a_second": rate, "knee_multiple": rate / STATED_RATE} | {
        f"knee_{key}": best[key] for key in keys
    }


def crowd(stage: Stage) -> dict[str, float]:
    """More and more guests who only listen, half of them to streams and half by polling."""
    sizes = stage.scenario.crowd[stage.short]
    bench = Bench(BenchPlan(), stage.site.url, None, [])
    figures: dict[str, float] = {}
    rows = stage.tables.setdefault("crowds", [])
    with bench.generator([]) as generator:
        _listen(bench, generator, WARM_UP)
        _rest(stage, generator)
        before = _memory(stage.site)
        for size in sizes:
            _listen(bench, generator, WARM_UP + size - len(generator.ears))
            cpu = cpu_of(stage.site)
            began = now()
            _rest(stage, generator)
            spent = cpu_of(stage.site).since(cpu)
            each = CrowdFigures(size, before, _memory(stage.site), now() - began, spent.server, spent.postgres)
            stage.say("")
            print(crowd_line(each), flush=True)
            rows.append(msgspec.to_builtins(each) | {"bytes_each": each.bytes_each, "cpu_share": each.cpu_share})
            figures[f"memory_each_kb_of_{size}"] = each.bytes_each / 1024
        figures["cut_off"] = generator.reconnects
    # With few, what the people's own talk leaves in memory would count as theirs.
    figures["memory_each_kb"] = figures[f"memory_each_kb_of_{sizes[-1]}"]
    return figures


def _listen(bench: Bench, generator: Generator, count: int) -> None:
    kinds: tuple[type[Ear], ...] = (StreamEar, PollEar)
    for kind in kinds:
        bench.add_guests(generator, kind, count // 2)


def _rest(stage: Stage, generator: Generator) -> None:
    end = now() + stage.seconds
    while now() < end:
        stage.say(stage.line())
        generator.rest(min(1.0, max(0.0, end - now())))


def _memory(site: Site) -> measure.Memory:
    server = [measure.memory(pid) for pid in site.pids]
    postgres = measure.memory(site.postgres_pid).postgres_pss if isinstance(site, OwnSite) else 0
    return measure.Memory(
        sum(each.server_anonymous for each in server), sum(each.server_pss for each in server),
        sum(each.server_rss for each in server), postgres,
    )  # fmt: skip


STRAINS: dict[str, Callable[[Stage], dict[str, float]]] = {
    each.__name__: each for each in (nothing, restarts, kills, database_restarts, cuts, two_rooms, climb, crowd, edges)
}
