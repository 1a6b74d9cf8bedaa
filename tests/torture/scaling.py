"""What several machines carry: `python -m tests.torture.scaling`, the part of `loadtest/bench_scaling.py` that needs namespaces.

A server a machine, PostgreSQL on another, HAProxy without stickiness in front, and the clients beyond it; all of it shares this
machine's processor. The database is on the real disk, so that a commit costs what it costs. Writes build/scaling/namespaces.json
and the tables of docs/scaling.md anew.
"""

import argparse
import contextlib
import os
import pwd
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from inko_lite import demo
from inko_lite.database import migrate
from loadtest import bench_scaling, scaling_page, slo
from loadtest.rungs import Ladder, Rung, Runs, ScalePlan

from .lands import Land, why_not
from .machines import Balancer, Postgres, Worker

DATABASE = "chat"
# As the PostgreSQL that comes along, so that the two runs differ in the network and nothing else that can be set.
LIKE_OURS = {"shared_buffers": "64MB", "max_wal_size": "512MB"}


class Machines(NamedTuple):
    """A place, as the ladder sees it. Nobody's cookies: the servers have the demonstration's sign-in."""

    url: str
    dsn: str
    pids: tuple[int, ...]
    postgres_pid: int
    balancer_pid: int
    agents: tuple[str, ...] = ()


@contextlib.contextmanager
def machines(workers: int, agents: int) -> Iterator[Machines]:
    """So many servers behind the balancer, and us at the clients' machine."""
    names = [f"server{number}" for number in range(1, workers + 1)]
    with contextlib.ExitStack() as undo:
        folder = Path(tempfile.mkdtemp(prefix="inko-scaling-"))
        undo.callback(shutil.rmtree, folder, ignore_errors=True)
        folder.chmod(0o755)
        land = undo.enter_context(Land([*names, "database", "balancer", "clients"]))
        undo.enter_context(land.visit("clients"))
        postgres = Postgres(land, "database", folder)
        undo.callback(postgres.unmount)
        on_the_real_disk(postgres, folder)
        postgres.initialise()
        postgres.start(**LIKE_OURS)
        postgres.sql(f"CREATE DATABASE {DATABASE}")
        dsn = postgres.dsn(DATABASE)
        migrate(dsn)
        settings = {**slo.LIFTED, "django": demo.prepare(dsn, folder, agents)}
        servers = [Worker(land, name, folder, dsn, settings) for name in names]
        for server in servers:
            server.start()
            undo.callback(server.end)
        for server in servers:
            server.wait()
        balancer = Balancer(land, "balancer", folder)
        balancer.start(servers)
        undo.callback(balancer.end)
        pids = tuple(server.process.pid for server in servers)
        yield Machines(balancer.url, dsn, pids, postgres.process.pid, balancer.process.pid)


def on_the_real_disk(postgres: Postgres, folder: Path) -> None:
    """The torture's database lives in memory; here a commit has to cost what it costs."""
    disk = folder / "real-disk"
    disk.mkdir()
    owner = pwd.getpwnam("postgres")
    os.chown(disk, owner.pw_uid, owner.pw_gid)
    postgres.data = disk / "data"


def measured(plan: ScalePlan) -> Iterator[Rung]:
    for workers in plan.workers:
        print(f"\n{workers} behind the balancer", flush=True)
        with machines(workers, plan.pairs) as place:
            ladder = Ladder(plan, place, Rung("namespaces", workers))
            ladder.pairs()
        yield ladder.rung


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.torture.scaling", description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="short and coarse: to see that it works, not for figures")
    parser.add_argument("--out", type=Path, default=bench_scaling.FOLDER, metavar="FOLDER", help="default: %(default)s")
    asked = parser.parse_args()
    if reason := why_not():
        print(f"this {reason}", file=sys.stderr)
        return 2
    runs: Runs = bench_scaling.fresh_runs()
    began = time.monotonic()
    # Larger rooms cost what they cost; what is asked here is what the balancer and the network add.
    plan = bench_scaling.QUICK if asked.quick else ScalePlan(fans=())
    runs.rungs = list(measured(plan))
    runs.seconds = time.monotonic() - began
    bench_scaling.write(runs, asked.out, scaling_page.BALANCED)
    if (asked.out / scaling_page.SOCKET).exists() and not asked.quick:
        scaling_page.write(scaling_page.tables(asked.out))
    return 0


if __name__ == "__main__":
    bench_scaling.prepare_process()
    sys.exit(main())
