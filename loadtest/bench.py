"""`make bench`: how much one server carries on this machine, at which delay and cost (docs/benchmarks.md).

    python -m loadtest.bench [scenario …] [--quick] [--runs N] [--host URL --agents-file FILE] [--json OUT]

Each scenario starts a server of its own on fresh data and steps the rate up until 99 of 100 deliveries no longer come
within 250 ms, or a promise is broken. Everything is on this machine and ends by itself.
"""

import argparse
import contextlib
import os
import platform
import re
import resource
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from . import measure, stage
from .figures import STEP_HEAD, Crowd, Reading, Run, crowd_line, read, readings, step_line, summary
from .generator import Generator
from .wires import Ear, Member, PollEar, StreamEar, Unexpected

PEOPLE = 50
STATED_RATE = 10.0  # 600 messages a minute
MOST_STEPS = 40
MOST_DOUBTS = 4
BUSY_LOAD = 0.7
EARS: dict[str, type[Ear]] = {"sse": StreamEar, "poll": PollEar}


class Plan(msgspec.Struct, frozen=True):
    """How long and how fine. Times in seconds, rates in messages a second."""

    stated_seconds: float = 60
    step_seconds: float = 5
    factor: float = 1.26
    first_rate: float = 158
    crowds: tuple[int, ...] = (1000, 5000)
    idle_seconds: float = 20


QUICK = Plan(stated_seconds=5, step_seconds=2, factor=2.0, first_rate=125, crowds=(200, 1000), idle_seconds=5)


class Bench:
    """One scenario against one server. `pid` is None when the server is somebody else's."""

    def __init__(self, plan: Plan, url: str, pid: int | None, site_sessions: list[str]) -> None:
        self.plan = plan
        self.url = url
        self.pid = pid
        self.site_sessions = site_sessions
        address = urlsplit(url)
        self.address = (address.hostname, address.port or 80)

    def chat(self, scenario: str) -> Run:
        """The stated rate, then up to the knee."""
        place, way = scenario.split("-")
        helpers = stage.agents(self.url, self.site_sessions, PEOPLE)
        members = stage.support_rooms(self.url, helpers) if place == "rooms" else stage.group_room(helpers)
        cursor = helpers[0].cursor()
        for helper in helpers:
            helper.leave()
        with self.generator(members) as generator:
            generator.listen(EARS[way], [member.cookies for member in members], cursor)
            generator.step(STATED_RATE * 5, 2)  # the first requests of a process are not like the others
            print(STEP_HEAD)
            run = Run(scenario, rated=self.step(generator, STATED_RATE, self.plan.stated_seconds))
            self.climb(generator, run)
        return run

    def climb(self, generator: Generator, run: Run) -> None:
        """Raises the rate until a step fails for good, then tries once halfway between the last good rate and that."""
        rate, doubts = self.plan.first_rate, 0
        while len(run.steps) < MOST_STEPS:
            reading = self.step(generator, rate, self.plan.step_seconds)
            run.steps.append(reading)
            if reading.passed:
                run.knee, doubts = reading, 0
                rate *= self.plan.factor
                continue
            # Once may be the machine's doing, and oftener if the generator was held up as well: the step is repeated.
            doubts += 1 if reading.held_back else 2
            if doubts >= MOST_DOUBTS:
                break
            generator.rest(1)
        if run.knee and not run.steps[-1].passed:
            between = self.step(generator, (run.knee.rate * rate) ** 0.5, self.plan.step_seconds)
            run.steps.append(between)
            run.knee = between if between.passed else run.knee

    def step(self, generator: Generator, rate: float, seconds: float) -> Reading:
        before = measure.cpu(self.pid) if self.pid else None
        step = generator.step(rate, seconds)
        cpu = measure.cpu(self.pid).since(before) if self.pid else None
        reading = read(step, rate, cpu)
        print(step_line(reading), flush=True)
        return reading

    def idle(self, scenario: str) -> Run:
        """Guests who only listen: some first, so that what a server needs once is not counted as theirs."""
        way = scenario.split("-")[1]
        run = Run(scenario)
        with self.generator([]) as generator:
            self.add_guests(generator, EARS[way], 50)
            before = measure.memory(self.pid)
            for count in self.plan.crowds:
                self.add_guests(generator, EARS[way], count + 50 - len(generator.ears))
                cpu = measure.cpu(self.pid)
                generator.rest(self.plan.idle_seconds)
                spent = measure.cpu(self.pid).since(cpu)
                after = measure.memory(self.pid)
                if generator.reconnects:
                    raise Unexpected(f"{generator.reconnects} of {count:,} idle listeners were cut off")
                crowd = Crowd(count, before, after, self.plan.idle_seconds, spent.server, spent.postgres)
                run.crowds.append(crowd)
                print(crowd_line(crowd), flush=True)
        return run

    def add_guests(self, generator: Generator, kind: type[Ear], count: int) -> None:
        """New guests, each with a session of its own, who listen from now on."""
        first = stage.Visitor(self.url).enter()
        cursor = first.cursor()
        first.leave()
        guests = []
        for _ in range(count):
            guest = stage.Visitor(self.url).enter()
            guest.leave()
            guests.append(guest.cookies)
            generator.turn(0)
        generator.listen(kind, guests, cursor)
        generator.rest(2)

    @contextlib.contextmanager
    def generator(self, members: list[Member]) -> Iterator[Generator]:
        generator = Generator(*self.address, members)
        try:
            yield generator
        finally:
            generator.close()


SCENARIOS = {
    "rooms-sse": Bench.chat,
    "rooms-poll": Bench.chat,
    "room-sse": Bench.chat,
    "room-poll": Bench.chat,
    "idle-sse": Bench.idle,
    "idle-poll": Bench.idle,
}


def arguments(given: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m loadtest.bench", description=__doc__.splitlines()[0])
    parser.add_argument("scenarios", nargs="*", metavar="scenario", help=f"all, or some of: {', '.join(SCENARIOS)}")
    parser.add_argument(
        "--quick", action="store_true", help="short, coarse steps: to see that it works, not for figures"
    )
    parser.add_argument(
        "--runs", type=int, default=1, metavar="N", help="each scenario N times; the summary has medians"
    )
    parser.add_argument("--host", metavar="URL", help="a server that runs already, its limits lifted; no CPU or memory")
    parser.add_argument(
        "--agents-file", type=Path, metavar="FILE", help="for --host: an agent's sessionid cookie a line"
    )
    output = Path("build/bench/bench.json")
    parser.add_argument("--json", type=Path, default=output, metavar="OUT", help="default: %(default)s")
    asked = parser.parse_args(given)
    if unknown := [name for name in asked.scenarios if name not in SCENARIOS]:
        parser.error(f"there is no scenario {unknown[0]}; choose from {', '.join(SCENARIOS)}")
    if asked.runs < 1:
        parser.error("--runs must be at least 1")
    asked.scenarios = asked.scenarios or [name for name in SCENARIOS if not (asked.host and name.startswith("idle"))]
    if asked.agents_file and not asked.host:
        parser.error("--agents-file goes with --host")
    if asked.host and not re.fullmatch(r"http://[\w.-]+(:\d+)?/?", asked.host):
        parser.error("--host is http://HOST:PORT: no TLS and no path, so go to the server itself and past the proxy")
    if asked.host and any(name.startswith("idle") for name in asked.scenarios):
        parser.error("the idle scenarios measure the memory of a server that they start: not with --host")
    return asked


def run_scenario(name: str, plan: Plan, host: str | None, site_sessions: list[str]) -> Run:
    """One scenario, once, with a server of its own unless there is a host."""
    print(f"\n{name}", flush=True)
    if host:
        return SCENARIOS[name](Bench(plan, host, None, site_sessions), name)
    with stage.OwnServer(agents=PEOPLE) as server:
        try:
            return SCENARIOS[name](Bench(plan, server.url, server.pid, []), name)
        except (OSError, Unexpected) as error:
            raise stage.ServerFailed(f"{error}; the server's last lines:\n{server.said().strip()[-2000:]}") from error


def machine() -> dict[str, object]:
    """What the figures were taken on."""
    models = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    processor = models[0].partition(": ")[2] if models else platform.machine()
    python = platform.python_version()
    return {"processor": processor, "cores": os.cpu_count(), "kernel": platform.release(), "python": python}


def main(given: list[str] | None = None) -> int:
    """Runs what was asked for; 1 if a server failed, broke a promise, or could not even carry the stated rate."""
    asked = arguments(given)
    load = os.getloadavg()[0]
    if load > BUSY_LOAD:
        print(f"bench: the load here is {load:.1f} already: what else runs lowers the figures", file=sys.stderr)
    plan = QUICK if asked.quick else Plan()
    runs: list[Run] = []
    try:
        site_sessions = asked.agents_file.read_text().split() if asked.agents_file else []
        for name in asked.scenarios:
            for _ in range(asked.runs):
                runs.append(run_scenario(name, plan, asked.host, site_sessions))
    except (stage.ServerFailed, Unexpected, OSError) as error:
        print(f"bench: {error}", file=sys.stderr)
        return 1
    finally:
        if runs:
            write(asked.json, plan, runs, load)
    kept = all(reading.verdict.good for run in runs for reading in readings(run))
    return 0 if kept and all(run.rated is None or run.rated.passed for run in runs) else 1


def write(path: Path, plan: Plan, runs: list[Run], load: float) -> None:
    """The summary on the screen, beside the JSON and in it."""
    table = summary(runs)
    print(f"\n{table}")
    path.parent.mkdir(parents=True, exist_ok=True)
    document = {"machine": machine() | {"load_before": load}, "plan": plan, "summary": table, "runs": runs}
    path.write_bytes(msgspec.json.format(msgspec.json.encode(document), indent=1) + b"\n")
    path.with_suffix(".md").write_text(table + "\n")


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the server is stopped and its data go
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))  # the server inherits it
    sys.exit(main())
