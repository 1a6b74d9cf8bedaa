"""The figures of a benchmark: what one step or one crowd of idle listeners came to, and the tables made of them."""

import math
import statistics
from collections.abc import Callable, Iterable

import msgspec

from .generator import Step
from .ledger import Verdict, percentile
from .measure import Cpu, Memory

LIMIT_MS = 250.0  # the knee is the last rate at which 99 of 100 deliveries come within this time
LATE_MS = 25.0  # a generator that is later than this measures itself
BUSY_SHARE = 0.9  # or one that needs more than this of its core
KILOBYTE = 1024


class Reading(msgspec.Struct):
    """One step. CPU in seconds over the whole step; None where the server is not ours to look into."""

    rate: float
    sent: int
    seconds: float
    deliveries: int
    p50_ms: float
    p99_ms: float
    worst_ms: float
    verdict: Verdict
    refusals: dict[str, int]
    unheard: int
    cut_short: bool
    generator_cpu: float
    lag_p99_ms: float
    server_cpu: float | None = None
    postgres_cpu: float | None = None

    @property
    def passed(self) -> bool:
        """Whether the server kept up and kept every promise."""
        kept = self.verdict.good and not self.refusals and not self.unheard and not self.cut_short
        return kept and self.p99_ms <= LIMIT_MS

    @property
    def held_back(self) -> bool:
        """Whether the generator, not the server, may be what limits this figure."""
        return self.lag_p99_ms > LATE_MS or self.generator_cpu > BUSY_SHARE * self.seconds

    @property
    def server_cost(self) -> float:
        return a_thousand(self.server_cpu, self.sent)

    @property
    def postgres_cost(self) -> float:
        return a_thousand(self.postgres_cpu, self.sent)

    @property
    def cost(self) -> float:
        return self.server_cost + self.postgres_cost

    @property
    def deliveries_a_second(self) -> float:
        """At the rate that was asked for; the time that the last deliveries took is not in it."""
        return self.rate * self.deliveries / self.sent


class Crowd(msgspec.Struct):
    """Idle listeners: memory before their first session and with all of them listening, and the CPU that they cost."""

    listeners: int
    before: Memory
    after: Memory
    seconds: float
    server_cpu: float
    postgres_cpu: float

    @property
    def bytes_each(self) -> float:
        """Server memory a listener, its session included."""
        return (self.after.server_anonymous - self.before.server_anonymous) / self.listeners

    @property
    def bytes_each_with_postgres(self) -> float:
        return self.bytes_each + (self.after.postgres_pss - self.before.postgres_pss) / self.listeners

    @property
    def cpu_share(self) -> float:
        """Of one core, server and PostgreSQL together."""
        return (self.server_cpu + self.postgres_cpu) / self.seconds


class Run(msgspec.Struct):
    """One scenario, once: the stated rate and the steps up to the knee, or the crowds."""

    scenario: str
    rated: Reading | None = None
    steps: list[Reading] = []
    knee: Reading | None = None
    crowds: list[Crowd] = []


def a_thousand(cpu_seconds: float | None, messages: int) -> float:
    return math.nan if cpu_seconds is None else cpu_seconds / messages * 1000


def read(step: Step, rate: float, cpu: Cpu | None) -> Reading:
    """Judges what a step has left."""
    ledger = step.ledger
    delays = ledger.delays()
    return Reading(
        rate=rate,
        sent=len(ledger.due),
        seconds=step.seconds,
        deliveries=len(delays),
        p50_ms=percentile(delays, 0.5) * 1000,
        p99_ms=percentile(delays, 0.99) * 1000,
        worst_ms=percentile(delays, 1.0) * 1000,
        verdict=ledger.verdict(),
        refusals=dict(ledger.refusals),
        unheard=max(0, ledger.unheard),
        cut_short=step.cut_short,
        generator_cpu=step.own_cpu,
        lag_p99_ms=percentile(step.lags, 0.99) * 1000,
        server_cpu=cpu.server if cpu else None,
        postgres_cpu=cpu.postgres if cpu else None,
    )


STEP_HEAD = (
    f"{'messages/s':>11} {'sent':>7} {'heard':>8} {'p50 ms':>8} {'p99 ms':>8} {'worst':>8}"
    f" {'server':>7} {'postgres':>8} {'together':>8} {'generator':>9} {'late ms':>7}"
    f" {'lost':>4} {'twice':>5} {'order':>5}"
)


def step_line(reading: Reading) -> str:
    """One line under STEP_HEAD; the CPU columns are seconds a thousand messages."""
    told = reading.verdict
    line = (
        f"{reading.rate:>11,.0f} {reading.sent:>7,} {reading.deliveries:>8,}"
        f" {reading.p50_ms:>8.1f} {reading.p99_ms:>8.1f} {reading.worst_ms:>8.1f}"
        f" {reading.server_cost:>7.2f} {reading.postgres_cost:>8.2f} {reading.cost:>8.2f}"
        f" {a_thousand(reading.generator_cpu, reading.sent):>9.2f} {reading.lag_p99_ms:>7.1f}"
        f" {told.lost:>4} {told.doubled:>5} {told.disordered + told.strayed:>5}"
    )
    notes = [f"{count} refused: {reason}" for reason, count in reading.refusals.items()]
    notes += [f"{reading.unheard} not heard in time"] if reading.unheard else []
    notes += ["gave up"] if reading.cut_short else []
    notes += ["the generator was the limit"] if reading.held_back else []
    return line + ("" if reading.passed else "  ✗") + ("  " + "; ".join(notes) if notes else "")


def crowd_line(crowd: Crowd) -> str:
    megabyte = KILOBYTE * KILOBYTE
    return (
        f"{crowd.listeners:>7,} listeners  {crowd.bytes_each / KILOBYTE:6.1f} KB each"
        f" ({crowd.bytes_each_with_postgres / KILOBYTE:.1f} with PostgreSQL)"
        f"  server PSS {crowd.before.server_pss / megabyte:.1f} → {crowd.after.server_pss / megabyte:.1f} MB,"
        f" RSS {crowd.before.server_rss / megabyte:.1f} → {crowd.after.server_rss / megabyte:.1f} MB"
        f"  idle CPU {crowd.cpu_share:.1%} of a core"
    )


def summary(runs: list[Run]) -> str:
    """A Markdown table: a row a figure, a column a way of listening, each the median over the runs."""
    ways = [way for way in ("sse", "poll") if any(run.scenario.endswith(way) for run in runs)]

    def row(title: str, place: str, show: str, *figures: Callable[[Run], float | None]) -> str:
        cells = []
        for way in ways:
            medians = []
            for figure in figures:
                values = [figure(run) for run in runs if run.scenario == f"{place}-{way}"]
                known = [value for value in values if value is not None and not math.isnan(value)]
                medians.append(format(statistics.median(known), show) if known else "–")
            cells.append(" / ".join(medians) if set(medians) != {"–"} else "–")
        return f"| {title} | " + " | ".join(cells) + " |" if set(cells) != {"–"} else ""

    def at_knee(figure: str) -> Callable[[Run], float | None]:
        return lambda run: getattr(run.knee, figure) if run.knee else None

    def rated(figure: str) -> Callable[[Run], float | None]:
        return lambda run: getattr(run.rated, figure) if run.rated else None

    def crowd(index: int, figure: str, unit: float = 1.0) -> Callable[[Run], float | None]:
        return lambda run: getattr(run.crowds[index], figure) / unit if len(run.crowds) > index else None

    costs = ("server_cost", "postgres_cost", "cost")
    names = {"sse": "Server-Sent Events", "poll": "long polling"}
    lines = [
        "| | " + " | ".join(names[way] for way in ways) + " |",
        "|---|" + "---|" * len(ways),
        row("50 rooms of 2: knee, messages/s", "rooms", ",.0f", at_knee("rate")),
        row("… p50 / p99 there, ms", "rooms", ".1f", at_knee("p50_ms"), at_knee("p99_ms")),
        row("… CPU s a thousand messages: server / PostgreSQL / together", "rooms", ".2f", *map(at_knee, costs)),
        row("50 rooms of 2 at 10/s: p50 / p99, ms", "rooms", ".1f", rated("p50_ms"), rated("p99_ms")),
        row("… CPU s a thousand messages: server / PostgreSQL / together", "rooms", ".2f", *map(rated, costs)),
        row("one room of 50 at 10/s: p50 / p99, ms", "room", ".1f", rated("p50_ms"), rated("p99_ms")),
        row("… CPU s a thousand messages: server / PostgreSQL / together", "room", ".2f", *map(rated, costs)),
        row("one room of 50: fan-out, deliveries/s", "room", ",.0f", at_knee("deliveries_a_second")),
        row("… CPU s a thousand messages: server / PostgreSQL / together", "room", ".2f", *map(at_knee, costs)),
    ]
    for index, count in enumerate(crowd_sizes(runs)):
        sizes = (crowd(index, "bytes_each", KILOBYTE), crowd(index, "bytes_each_with_postgres", KILOBYTE))
        lines.append(row(f"{count:,} idle listeners: KB each in the server / with PostgreSQL", "idle", ".1f", *sizes))
        lines.append(row("… idle CPU, share of a core", "idle", ".1%", crowd(index, "cpu_share")))
    broken = [reading.verdict for run in runs for reading in readings(run)]
    if broken:
        counts = [sum(getattr(verdict, name) for verdict in broken) for name in Verdict.__struct_fields__]
        deliveries = sum(reading.deliveries for run in runs for reading in readings(run))
        found = f"{counts[0]} lost, {counts[1]} doubled, {counts[2]} out of order, {counts[3]} astray"
        lines.append(f"\nOf {deliveries:,} deliveries: {found}.")
    return "\n".join(line for line in lines if line)


def crowd_sizes(runs: list[Run]) -> list[int]:
    return next(([crowd.listeners for crowd in run.crowds] for run in runs if run.crowds), [])


def readings(run: Run) -> Iterable[Reading]:
    """All steps of a run, the one at the stated rate first."""
    return [*([run.rated] if run.rated else []), *run.steps]
