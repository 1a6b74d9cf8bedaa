"""What several servers carry, and what gives way first: `python -m loadtest.bench_scaling` (docs/scaling.md).

    python -m loadtest.bench_scaling                  about ten minutes; writes build/scaling/ and the tables of docs/scaling.md
    python -m tests.torture.scaling                   about five more: the same in network namespaces, behind HAProxy; needs root
    python -m loadtest.bench_scaling --quick          a quarter of a minute: does it work? Not for figures, and the page stays as it is
    python -m loadtest.bench_scaling --page           only the page anew, from what was measured

For 1, 2 and 3 servers on one socket: delay and CPU at a low and a middle rate, the knee, what the writers wait for there, rooms
of more listeners, and listeners who are idle. Then what a further server costs that nobody is connected to, how fast the head of
the log takes batches, and the knee of servers that get a fifth of a core each, so that the machine itself is not what is full.
"""

import argparse
import contextlib
import os
import resource
import signal
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from inko_lite.database import connect
from inko_lite.desk.messages import PREPARE
from inko_lite.stream.writer import COMMIT, prepare_append

from . import slo
from .bench import BUSY_LOAD, machine
from .place import OwnSite
from .rungs import Appends, Followed, Ladder, Rung, Runs, ScalePlan
from .stage import ServerFailed
from .wires import Unexpected

FOLDER = Path("build/scaling")
FILE = "scaling.json"
CGROUPS = Path("/sys/fs/cgroup/cpu"), Path("/sys/fs/cgroup")
PERIOD_MICROSECONDS = 10_000
# One server and one that follows; rooms of more and idle listeners are the same steps again.
QUICK = ScalePlan(
    workers=(1,), pairs=4, low_seconds=0.5, fan_seconds=0.3, middle_rate=100, middle_seconds=0.5, first_rate=100, factor=8,
    step_seconds=0.3, look_seconds=0.3, fans=(), fan_rate=50, crowd=0, idle_seconds=0.5, follow_rates=(50,), followers=1,
    append_writers=(2,), append_batches=(1, 8), append_seconds=0.2, share=0.0,
)  # fmt: skip


class Site(OwnSite):
    """A site of our own to which servers can be added, and that can be left without any."""

    def grow(self) -> None:
        """One more server on the socket: who is connected stays where they are."""
        self._processes.append(self._start())

    def stop_servers(self) -> None:
        self._stop_all()
        self._processes = []


# ── what is measured of one site ────────────────────────────────────────────────────────────────────────────────────


def rung(plan: ScalePlan, workers: int, runs: Runs) -> None:
    """Everything of so many servers; after a single one also those that only follow, and the head of the log."""
    print(f"\n{workers} on one socket", flush=True)
    with Site(plan.pairs, slo.LIFTED, workers) as site:
        ladder = Ladder(plan, site, Rung("socket", workers))
        runs.rungs.append(ladder.rung)
        ladder.pairs()
        if plan.crowd:
            ladder.crowd()
        if workers == 1:
            runs.followed = follow(ladder, site)
        broken(site)
        if workers == 1:
            site.stop_servers()
            runs.appends = append(plan, site)


def slowed(plan: ScalePlan, workers: int, runs: Runs) -> None:
    """The knee of servers that get `plan.share` of a core each."""
    print(f"\n{workers} on one socket, each with {plan.share:g} of a core", flush=True)
    with Site(plan.pairs, slo.LIFTED, workers) as site, slow(site.pids, plan.share):
        ladder = Ladder(
            msgspec.structs.replace(plan, first_rate=plan.slow_rate), site, Rung("slowed", workers, plan.share)
        )
        runs.rungs.append(ladder.rung)
        ladder.pairs(all_of_it=False)
        broken(site)


def broken(site: OwnSite) -> None:
    """Whatever was measured counts only of a log that is sound."""
    if lines := [line for line in site.broken_invariants() if line.startswith("BROKEN")]:
        raise Unexpected("\n".join(lines))


@contextlib.contextmanager
def slow(pids: tuple[int, ...], share: float) -> Iterator[None]:
    """Each of these processes gets no more than `share` of a core, by a control group of its own."""
    groups = []
    try:
        for pid in pids:
            group = control_groups() / f"inko-scaling-{os.getpid()}-{pid}"
            group.mkdir()
            groups.append(group)
            quota = round(share * PERIOD_MICROSECONDS)
            if (group / "cpu.cfs_quota_us").exists():
                (group / "cpu.cfs_period_us").write_text(str(PERIOD_MICROSECONDS))
                (group / "cpu.cfs_quota_us").write_text(str(quota))
            else:
                (group / "cpu.max").write_text(f"{quota} {PERIOD_MICROSECONDS}")
            (group / "cgroup.procs").write_text(str(pid))
        yield
    finally:
        for group, pid in zip(groups, pids, strict=False):
            with contextlib.suppress(OSError):
                (group.parent / "cgroup.procs").write_text(str(pid))
            with contextlib.suppress(OSError):
                group.rmdir()


def control_groups() -> Path | None:
    """Where a process's share of the processor can be limited; None when we may not, or there is no such thing."""
    first, second = CGROUPS
    if (first / "cpu.cfs_quota_us").exists() and os.access(first, os.W_OK):
        return first
    handed_on = second / "cgroup.subtree_control"
    return (
        second if handed_on.exists() and "cpu" in handed_on.read_text().split() and os.access(second, os.W_OK) else None
    )


def follow(ladder: Ladder, site: Site) -> list[Followed]:
    """All clients stay at the first server; what does it cost that others follow the log, and nobody there hears anything?"""
    plan, found = ladder.plan, []
    with ladder.talking(*ladder.people) as generator:
        ladder.look("idle", generator, 1 / plan.idle_seconds, plan.idle_seconds)
        alone = [ladder.look("alone", generator, rate, plan.look_seconds) for rate in plan.follow_rates]
        for _ in range(plan.followers):
            site.grow()
        generator.rest(1)
        for before in alone:
            look = ladder.look("follow", generator, before.reading.rate, plan.look_seconds)
            found.append(Followed(plan.followers, before, look))
    return found


def append(plan: ScalePlan, site: Site) -> list[Appends]:
    """How fast the head of the log takes batches when nothing but PostgreSQL is in the way: the writer's own statements."""
    (sample,) = site.rows("SELECT room_id, actor_id, data::text FROM events WHERE kind = 'message' ORDER BY id LIMIT 1")
    found = []
    for batch in plan.append_batches:
        for writers in plan.append_writers:
            commits, errors = [], []
            until = time.monotonic() + plan.append_seconds
            threads = [
                threading.Thread(
                    target=_append,
                    args=(site.dsn, sample, f"{batch}-{writers}-{number}", batch, until, commits, errors),
                )
                for number in range(writers)
            ]
            began = time.monotonic()
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            if errors:
                raise Unexpected(str(errors[0]))
            found.append(Appends(writers, batch, sum(commits), time.monotonic() - began))
            each = found[-1]
            print(
                f"{'append':>8} {writers} at a time, {batch} each: {each.commits / each.seconds:,.0f} commits/s,"
                f" {each.commits * batch / each.seconds:,.0f} messages/s",
                flush=True,
            )
    return found


def _append(dsn: str, sample: tuple, name: str, batch: int, until: float, commits: list, errors: list) -> None:
    room, actor, data = sample
    done = 0
    try:
        connection = connect(dsn, "inko-lite load test")
        with connection.cursor() as cursor:
            for statement in (*PREPARE, prepare_append()):
                cursor.execute(statement)
            while time.monotonic() < until:
                keys = [f"append-{name}-{done}-{number}" for number in range(batch)]
                cursor.execute("BEGIN")
                cursor.execute(
                    COMMIT.format(""), (10**9, [room] * batch, [actor] * batch, keys, [200] * batch, [data] * batch)
                )
                done += 1
        connection.close()
    except Exception as error:  # of a thread: told by whoever waits for it
        errors.append(error)
    commits.append(done)


# ── the command ─────────────────────────────────────────────────────────────────────────────────────────────────────


def measured(plan: ScalePlan, folder: Path) -> Runs:
    """All rungs of this machine, written down after each: what a later one fails at does not lose them."""
    runs = fresh_runs()
    began = time.monotonic()
    rungs = [(rung, workers) for workers in plan.workers]
    if plan.share and control_groups():
        rungs += [(slowed, workers) for workers in plan.workers]
    for measure_it, workers in rungs:
        measure_it(plan, workers, runs)
        runs.seconds = time.monotonic() - began
        write(runs, folder)
    return runs


def fresh_runs() -> Runs:
    return Runs(machine() | {"load_before": os.getloadavg()[0]}, datetime.now(UTC).strftime("%Y-%m-%d %H:%M"))


def write(runs: Runs, folder: Path, name: str = FILE) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(msgspec.json.format(msgspec.json.encode(runs), indent=1) + b"\n")


def prepare_process() -> None:
    """What the end of this process, however it comes, takes along; and file handles for all connections."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def main(given: list[str] | None = None) -> int:
    from . import scaling_page

    parser = argparse.ArgumentParser(
        prog="python -m loadtest.bench_scaling",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--quick", action="store_true", help="short and coarse: to see that it works, not for figures")
    parser.add_argument("--page", action="store_true", help="measure nothing, write the page's tables anew")
    parser.add_argument("--out", type=Path, default=FOLDER, metavar="FOLDER", help="default: %(default)s")
    asked = parser.parse_args(given)
    load = os.getloadavg()[0]
    if load > BUSY_LOAD and not asked.page:
        print(f"bench_scaling: the load here is {load:.1f} already: what else runs spoils the figures", file=sys.stderr)
    try:
        if not asked.page:
            measured(QUICK if asked.quick else ScalePlan(), asked.out)
        tables = scaling_page.tables(asked.out)
    except (ServerFailed, Unexpected, OSError) as error:
        print(f"bench_scaling: {error}", file=sys.stderr)
        return 1
    for name, table in tables.items():
        print(f"\n{name}\n\n{table}")
    if not asked.quick:
        scaling_page.write(tables)
    return 0


if __name__ == "__main__":
    prepare_process()
    sys.exit(main())
