"""The whole world of one schedule: network, databases, servers, balancer and people, made, broken, mended and taken away."""

import contextlib
import http.client
import itertools
import shutil
import tempfile
import time
from pathlib import Path

from inko_lite import demo
from inko_lite.database import migrate

from ..cast import Problem
from . import faults
from .lands import Land
from .machines import Balancer, Postgres, Worker
from .players import Chat, Sender, chat

DATABASE = "chat"
SETTINGS = {
    "flood": {"enabled": False},
    "limits": {"messages_per_minute": 3000},
    "listen": {"heartbeat_seconds": 1},
    "presence": {"guest_gone_seconds": 600, "agent_gone_seconds": 600},
    "database": {"pool": 4},
}
SKEW_SECONDS = 300


class World:
    """Use as a context manager. `with_replica` for failover; it makes each commit wait for a second machine."""

    def __init__(self, workers: int = 3, with_replica: bool = False, settings: dict | None = None) -> None:
        self.names = [f"server{n}" for n in range(1, workers + 1)]
        self._with_replica = with_replica
        self._settings = {**SETTINGS, **(settings or {})}
        self.hogs: list = []
        self.chats: list[Chat] = []
        self._undo = contextlib.ExitStack()

    def __enter__(self) -> "World":
        try:
            self._make()
        except BaseException:
            self._undo.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        for each in self.chats:
            for thread in (*each.mouths, *each.ears):
                thread.stopping.set()
        self._undo.close()

    def _make(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="inko-torture-"))
        self._undo.callback(shutil.rmtree, self.folder, ignore_errors=True)
        self.folder.chmod(0o755)
        self.land = self._undo.enter_context(Land([*self.names, "database", "replica", "balancer", "clients"]))
        # From here on we are one of the clients.
        self._undo.enter_context(self.land.visit("clients"))
        self.primary = self._database("database")
        self.primary.initialise()
        self.primary.start()
        self.primary.sql(f"CREATE DATABASE {DATABASE}")
        dsn = self.primary.dsn(DATABASE)
        migrate(dsn)
        django = demo.prepare(dsn, self.folder, agents=60)
        self.replica = None
        if self._with_replica:
            self.replica = self._database("replica")
            self.replica.follow(self.primary)
            dsn = dsn.replace(f"host={self.primary.address}", f"host={self.primary.address},{self.replica.address}")
            dsn = dsn.replace("port=5432", "port=5432,5432") + " target_session_attrs=read-write"
        settings = {**self._settings, "django": django}
        self.workers = [
            Worker(self.land, name, self.folder, dsn, settings, SKEW_SECONDS if n == 1 else 0)
            for n, name in enumerate(self.names)
        ]
        for worker in self.workers:
            worker.start()
            self._undo.callback(worker.end)
        for worker in self.workers:
            worker.wait()
        self.balancer = Balancer(self.land, "balancer", self.folder)
        self.balancer.start(self.workers)
        self._undo.callback(self.balancer.end)

    def _database(self, name: str) -> Postgres:
        database = Postgres(self.land, name, self.folder)
        self._undo.callback(database.unmount)
        return database

    def worker(self, name: str) -> Worker:
        return self.workers[self.names.index(name)]

    def promote(self) -> None:
        self.replica.promote()
        self.primary = self.replica

    def urls(self) -> list[str]:
        """Through the balancer most of the time, and past it."""
        return [self.balancer.url, self.balancer.url, *[worker.url for worker in self.workers]]

    def send_home(self) -> None:
        """The conversations end, and everybody leaves."""
        for each in self.chats:
            for person in each.people:
                with contextlib.suppress(Problem):
                    person.post(f"/end/{each.room}")
                person.leaves()
        self.chats = []

    # ── the play ────────────────────────────────────────────────────────────────────────────────────────────────────

    def people(self, chats: int, seed: int, pause_seconds: float, give_up: float) -> None:
        """So many guests with an agent each begin to talk."""
        for worker in self.workers:
            worker.seen = len(worker.said())
        self.chats = [chat(self.urls(), number, seed + number, pause_seconds, give_up) for number in range(chats)]
        for each in self.chats:
            for thread in (*each.mouths, *each.ears):
                thread.start()

    def play(self, plan: list[tuple[float, faults.Fault]]) -> list[tuple[str, float]]:
        """Breaks and mends as planned; `(fault, seconds from mending until a message is written again)` each."""
        began = time.monotonic()
        recovered = []
        for when, fault in plan:
            time.sleep(max(0.0, began + when - time.monotonic()))
            faults.begin(self, fault)
            time.sleep(fault.seconds)
            mended = time.monotonic()
            faults.mend(self, fault)
            recovered.append((fault.kind, self._until_written(time.monotonic() if fault.kind in LATE else mended)))
        return recovered

    def _until_written(self, since: float) -> float:
        """How long after `since` the first message is written that was not under way before."""
        client = Sender(self.chats[0].people[1])
        client.url = self.balancer.url
        for number in itertools.count():
            with contextlib.suppress(Problem, OSError, http.client.HTTPException):
                probe = {"body": "probe", "client_id": f"probe-{since:.3f}-{number}"}
                client.post(f"/message/{self.chats[0].room}", probe, timeout=1)
                return time.monotonic() - since
            if time.monotonic() - since > 60:
                raise AssertionError("nothing could be written for a minute after everything was mended")
            time.sleep(0.02)

    def rest(self, seconds: float = 60) -> None:
        """Lets everybody finish what is under way, then hear everything."""
        for each in self.chats:
            for mouth in each.mouths:
                mouth.stopping.set()
        for each in self.chats:
            for mouth in each.mouths:
                mouth.join(seconds)
        (last,) = self.primary.sql("SELECT last_id FROM inko.log_head", DATABASE)[0]
        end = time.monotonic() + seconds
        while any(ear.cursor < last and not caught_up(ear, last) for each in self.chats for ear in each.ears):
            if time.monotonic() > end:
                break
            time.sleep(0.05)
        for each in self.chats:
            for ear in each.ears:
                ear.stopping.set()
        for each in self.chats:
            for ear in each.ears:
                ear.join(10)


# The mending itself takes its time (a server or a database starts): what counts is from when it is there again.
LATE = {"kill", "restart", "database-crash", "database-restart", "full-disk", "failover"}


def caught_up(ear, last: int) -> bool:
    return bool(ear.heard) and ear.heard[-1]["id"] >= last
