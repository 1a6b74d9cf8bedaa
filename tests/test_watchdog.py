"""What feeds systemd's watchdog, what does not, and that the canary leaves no trace.

systemd itself is played by a socket here, as sd_notify(3) describes it; tests/staging has the real one.
"""

import itertools
import os
import signal
import socket
import threading
import time

import pytest

from .conftest import ServerProcess, execute

WATCHDOG_SECONDS = 3.0


class Supervisor:
    """The socket that a service tells how it is; `told` has each assignment with its time."""

    def __init__(self, path):
        self.told: list[tuple[float, str]] = []
        self._changed = threading.Condition()
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind(str(path))
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        while data := self._socket.recv(4096):
            with self._changed:
                self.told += [(time.monotonic(), line) for line in data.decode().splitlines()]
                self._changed.notify_all()

    def meals(self, since=0.0):
        return [at for at, line in self.told if line == "WATCHDOG=1" and at > since]

    def hears(self, true, seconds=15):
        """Waits until `true(told since now)`."""
        began = time.monotonic()

        def found():
            return true([line for at, line in self.told if at > began])

        with self._changed:
            assert self._changed.wait_for(found, seconds), self.told[-10:]


@pytest.fixture
def supervisor(tmp_path, monkeypatch):
    monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
    monkeypatch.setenv("WATCHDOG_USEC", str(int(WATCHDOG_SECONDS * 1e6)))
    return Supervisor(tmp_path / "notify")


def fed(times):
    return lambda told: told.count("WATCHDOG=1") >= times


def test_a_quiet_server_feeds_the_watchdog_and_its_log_does_not_grow(site, supervisor):
    server = site.start()
    gus = site.cast.guest().listens(0)
    gus.hears("queue_closed")  # since nobody is there; nothing else happens by itself
    position = gus.state()["cursor"]
    at = site.query("SELECT last_at FROM log_head")
    supervisor.hears(fed(4))
    assert gus.state()["cursor"] == position, site.query("SELECT id, kind, stream, data FROM events")
    assert site.query("SELECT last_at FROM log_head") > at, "each canary is really written"
    assert all(event["id"] <= position for event in gus.heard)
    meals = supervisor.meals()
    assert max(late - early for early, late in itertools.pairwise(meals)) < WATCHDOG_SECONDS
    metrics = gus.get("/metrics").body.decode()
    assert "inko_canary_seconds 0." in metrics and "inko_canaries_lost_total 0.0" in metrics
    assert not [line for line in server.log if "watchdog" in line]


def test_status_says_how_things_stand(site, supervisor):
    site.start()
    ana, gus, _ = site.cast.chat()
    ana.listens(), gus.listens()
    line = "STATUS=users 2, rooms 1, waiting 0, messages a minute 0; this worker's listeners 2"
    supervisor.hears(lambda told: line in told)


def test_a_database_that_is_away_is_no_reason_to_end_a_worker(site, supervisor):
    site.start()
    name = site.query("SELECT current_database()")[0][0]
    supervisor.hears(fed(1))
    maintenance = site.dsn.replace(f"dbname={name}", "dbname=postgres")
    execute(maintenance, f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
    execute(maintenance, f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")
    began = time.monotonic()
    supervisor.hears(lambda told: fed(4)(told) and any("STATUS=the database is away since" in line for line in told))
    execute(maintenance, f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
    supervisor.hears(lambda told: any(line.startswith("STATUS=users ") for line in told))
    meals = [began, *supervisor.meals(began)]
    assert max(late - early for early, late in itertools.pairwise(meals)) < WATCHDOG_SECONDS


class HurtServer(ServerProcess):
    MODULE = "tests.hurt"


@pytest.fixture
def hurt(site, template, supervisor, monkeypatch):
    """Starts a server of which a part will die; what it then logs as an error is what the test wants."""
    servers = []

    def start(part):
        monkeypatch.setenv("HURT", part)
        servers.append(HurtServer(site.dsn, {"django": template[1], "flood": {"enabled": False}}))
        site.cast.url = servers[0].url
        supervisor.hears(fed(1))
        return servers[0]

    yield start
    for server in servers:
        server.kill()
    site.cast.people.clear()


def starves(supervisor, server, words):
    server.wait_for(words)
    hungry = time.monotonic()
    # As long as the watchdog would wait: systemd ends the process then.
    with supervisor._changed:
        supervisor._changed.wait_for(lambda: supervisor.meals(hungry), WATCHDOG_SECONDS)
    assert not supervisor.meals(hungry)


@pytest.mark.parametrize("part", ["follower", "ears"])
def test_a_worker_that_hears_nothing_is_not_fed(hurt, supervisor, part):
    server = hurt(part)
    os.kill(server.pid, signal.SIGUSR1)
    starves(supervisor, server, "watchdog: the database answers, but a canary was not heard within")


def test_a_worker_that_writes_nothing_is_not_fed(hurt, supervisor, site):
    server = hurt("writer")
    _, gus, room = site.cast.chat()
    os.kill(server.pid, signal.SIGUSR1)
    posted = threading.Thread(target=lambda: _try(lambda: gus.says(room, "Hello?")), daemon=True)
    posted.start()
    starves(supervisor, server, "watchdog: the database answers, but messages have waited for")


def test_a_worker_whose_event_loop_hangs_is_not_fed(site, supervisor):
    server = site.start()
    supervisor.hears(fed(1))
    os.kill(server.pid, signal.SIGSTOP)
    hung = time.monotonic()
    with supervisor._changed:
        supervisor._changed.wait_for(lambda: False, 0.5)
        supervisor._changed.wait_for(lambda: supervisor.meals(hung + 0.5), WATCHDOG_SECONDS)
    meals = supervisor.meals(hung + 0.5)
    os.kill(server.pid, signal.SIGCONT)
    assert not meals


def _try(call):
    try:
        call()
    except Exception as error:
        return error
