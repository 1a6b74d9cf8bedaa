"""What goes wrong, for how long, and how it is mended. A schedule of faults follows from its seed alone."""

import contextlib
import random
import signal
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import psycopg2

if TYPE_CHECKING:
    from .world import World


@dataclass(frozen=True)
class Fault:
    """One thing that goes wrong for `seconds`, with what it strikes."""

    kind: str
    seconds: float
    target: str = ""

    def __str__(self) -> str:
        return f"{self.kind}({self.target}{', ' if self.target else ''}{self.seconds:.1f} s)"


def begin(world: "World", fault: Fault) -> None:
    KINDS[fault.kind][0](world, fault)


def mend(world: "World", fault: Fault) -> None:
    KINDS[fault.kind][1](world, fault)


def _kill(world: "World", fault: Fault) -> None:
    worker = world.worker(fault.target)
    worker.kill(signal.SIGKILL)
    worker.process.wait()


def _restart(world: "World", fault: Fault) -> None:
    world.worker(fault.target).end()


def _again(world: "World", fault: Fault) -> None:
    worker = world.worker(fault.target)
    worker.start()
    worker.wait()


def _stop(world: "World", fault: Fault) -> None:
    world.worker(fault.target).kill(signal.SIGSTOP)


def _go_on(world: "World", fault: Fault) -> None:
    world.worker(fault.target).kill(signal.SIGCONT)


def _database_crash(world: "World", fault: Fault) -> None:
    world.primary.crash()


def _database_stop(world: "World", fault: Fault) -> None:
    world.primary.kill(signal.SIGINT)
    world.primary.process.wait(30)


def _database_start(world: "World", fault: Fault) -> None:
    world.primary.start()


def _no_database(world: "World", fault: Fault) -> None:
    world.land.cut(fault.target, world.primary.name)


def _no_clients(world: "World", fault: Fault) -> None:
    world.land.cut(fault.target, "clients")
    world.land.cut(fault.target, "balancer")


def _lossy(world: "World", fault: Fault) -> None:
    for name in (fault.target, "clients"):
        world.land.lose(name, 10)


def _slow(world: "World", fault: Fault) -> None:
    world.land.crawl(fault.target, 400)


def _good_links(world: "World", fault: Fault) -> None:
    world.land.mend()


def _full_disk(world: "World", fault: Fault) -> None:
    world.primary.fill()


def _room_again(world: "World", fault: Fault) -> None:
    world.primary.empty()
    # What could not write its log has ended; what only could not grow a table goes on.
    time.sleep(0.3)
    with contextlib.suppress(psycopg2.Error):
        world.primary.sql("SELECT 1")
        return
    world.primary.crash()
    world.primary.start()


def _exhausted(world: "World", fault: Fault) -> None:
    """All the connections that the database has left are taken, and the servers' own are broken."""
    world.primary.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'inko-lite%'")
    end = time.monotonic() + 1
    while time.monotonic() < end:
        try:
            world.hogs.append(psycopg2.connect(world.primary.dsn()))
        except psycopg2.OperationalError:
            time.sleep(0.02)


def _released(world: "World", fault: Fault) -> None:
    while world.hogs:
        world.hogs.pop().close()


def _failover(world: "World", fault: Fault) -> None:
    """The primary is gone for good; the copy takes its place after the fault's seconds."""
    world.primary.crash()


def _promoted(world: "World", fault: Fault) -> None:
    world.promote()


KINDS = {
    "kill": (_kill, _again),
    "restart": (_restart, _again),
    "freeze": (_stop, _go_on),
    "database-crash": (_database_crash, _database_start),
    "database-restart": (_database_stop, _database_start),
    "no-database": (_no_database, _good_links),
    "no-clients": (_no_clients, _good_links),
    "lossy-link": (_lossy, _good_links),
    "slow-link": (_slow, _good_links),
    "full-disk": (_full_disk, _room_again),
    "no-connections": (_exhausted, _released),
    "failover": (_failover, _promoted),
}
# Failover needs a replica, and ends a world.
USUAL = [kind for kind in KINDS if kind != "failover"]
# What strikes one server; the others strike the database.
OF_A_SERVER = ("kill", "restart", "freeze", "no-database", "no-clients", "lossy-link", "slow-link")


def schedule(
    seed: int, seconds: float, workers: list[str], kinds: list[str], longest: float
) -> list[tuple[float, Fault]]:
    """`(when, fault)` in order, one after the other with some peace between them. A failover comes once, and last."""
    draw = random.Random(seed)
    found: list[tuple[float, Fault]] = []
    at = draw.uniform(1, 2)
    usual = [kind for kind in kinds if kind in USUAL]
    while at < seconds and usual:
        kind = draw.choice(usual)
        fault = Fault(kind, draw.uniform(0.2, 1) * longest, draw.choice(workers) if kind in OF_A_SERVER else "")
        found.append((at, fault))
        at += fault.seconds + draw.uniform(0.5, 3)
    if "failover" in kinds:
        found.append((at, Fault("failover", draw.uniform(0.2, 1) * longest)))
    return found
