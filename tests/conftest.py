"""Fixtures: the real server over a real PostgreSQL, a database of its own for each test that writes.

One embedded PostgreSQL serves the whole run. It is migrated once, Django's tables and the demo's accounts included, into a
template that each test's database is a copy of. Servers are processes of their own, started and stopped by the test.
"""

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import psycopg2
import pytest
from xdist.scheduler.loadfile import LoadFileScheduling

from inko_lite import demo
from inko_lite.database import migrate
from inko_lite.doctor import diagnose
from inko_lite.embedded import FAST, EmbeddedPostgres

from .cast import Cast

ROOT = Path(__file__).resolve().parent.parent
TEMPLATE = "inko_template"
DEMO_AGENTS = 60
STAGING = "tests/staging/"


def pytest_configure(config):
    for name in [name for name in os.environ if name.startswith("INKO_")]:
        del os.environ[name]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """A file's tests share what it sets up, so they go to one process; those of the booted machine all share that one."""

    class Folders(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return STAGING if nodeid.startswith(STAGING) else super()._split_scope(nodeid)

    return Folders(config, log)


def execute(dsn: str, statement: str) -> None:
    connection = psycopg2.connect(dsn)
    connection.autocommit = True
    try:
        connection.cursor().execute(statement)
    finally:
        connection.close()


@pytest.fixture(scope="session")
def postgres(tmp_path_factory):
    """An embedded PostgreSQL without fsync; what has to survive a crash of the machine has tests of its own."""
    folder = tmp_path_factory.mktemp("postgres")
    with EmbeddedPostgres(folder, settings=FAST) as server:
        yield server


def dsn_of(postgres, name: str) -> str:
    return " ".join(part for part in postgres.dsn.split() if not part.startswith("dbname=")) + f" dbname={name}"


@pytest.fixture(scope="session")
def template(postgres, tmp_path_factory):
    """The name of a migrated database with the demo's accounts, and the settings of its Django site."""
    execute(postgres.dsn, f"CREATE DATABASE {TEMPLATE}")
    dsn = dsn_of(postgres, TEMPLATE)
    migrate(dsn)
    django = demo.prepare(dsn, tmp_path_factory.mktemp("secret"), agents=DEMO_AGENTS)
    return TEMPLATE, django


class Databases:
    """Fresh copies of the template."""

    def __init__(self, postgres, template):
        self.postgres = postgres
        self.template = template
        self.count = 0

    @contextlib.contextmanager
    def one(self):
        self.count += 1
        name = f"inko_test_{os.getpid()}_{self.count}"
        execute(self.postgres.dsn, f"CREATE DATABASE {name} TEMPLATE {self.template}")
        try:
            yield dsn_of(self.postgres, name)
        finally:
            execute(self.postgres.dsn, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def databases(postgres, template):
    return Databases(postgres, template[0])


@pytest.fixture
def dsn(databases):
    """The DSN of a fresh, migrated database."""
    with databases.one() as its_dsn:
        yield its_dsn


class ServerProcess:
    """One worker as a process of its own; `log` collects what it prints."""

    MODULE = "tests.serve"

    def __init__(self, dsn: str, settings: dict):
        self.log: list[str] = []
        self.url = ""
        self._said = threading.Condition()
        self.process = subprocess.Popen(
            [sys.executable, "-m", self.MODULE, dsn, json.dumps(settings)],
            cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        threading.Thread(target=self._read, daemon=True).start()
        self.wait_for("ready: ")
        self.url = next((line for line in self.log if line.startswith("ready: ")), "").removeprefix("ready: ")
        assert self.url, "no server:\n" + "\n".join(self.log)

    @property
    def port(self) -> int:
        return int(self.url.rsplit(":", 1)[1])

    @property
    def pid(self) -> int:
        return self.process.pid

    def _read(self) -> None:
        for line in self.process.stdout:
            with self._said:
                self.log.append(line.rstrip("\n"))
                self._said.notify_all()
        with self._said:
            self.log.append("(ended)")
            self._said.notify_all()

    def wait_for(self, text: str, seconds: float = 30) -> None:
        """Returns once the server has printed a line with this text."""
        with self._said:
            found = self._said.wait_for(
                lambda: any(text in line for line in self.log) or (self.log and self.log[-1] == "(ended)"), seconds
            )
        assert found and any(text in line for line in self.log), f"no {text!r} in:\n" + "\n".join(self.log)

    def stop(self) -> None:
        """The orderly end, as systemd asks for it."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        self.process.wait(20)

    def kill(self) -> None:
        """The disorderly end."""
        self.process.kill()
        self.process.wait(20)


class Site:
    """A database and the servers that a test started over it; `cast` makes people."""

    def __init__(self, dsn: str, django: dict):
        self.dsn = dsn
        self._django = django
        self.servers: list[ServerProcess] = []
        self.cast = Cast()

    def start(self, **sections: dict) -> ServerProcess:
        """One more server with these settings over the defaults: `start(limits={"rooms": 3})`."""
        server = ServerProcess(self.dsn, {"django": self._django, **sections})
        self.servers.append(server)
        self.cast.url = self.cast.url or server.url
        return server

    def query(self, sql: str, args: tuple = ()) -> list[tuple]:
        """Looks into the database behind the servers' backs."""
        connection = psycopg2.connect(self.dsn, options="-c search_path=inko,public")
        try:
            with connection, connection.cursor() as cursor:
                cursor.execute(sql, args or None)
                return cursor.fetchall() if cursor.description else []
        finally:
            connection.close()

    def close(self) -> None:
        self.cast.leave()
        for server in self.servers:
            server.stop()
        broken = [line for finding in diagnose(self.dsn) for line in finding.lines()]
        assert not broken, "the doctor found:\n" + "\n".join(broken)
        bugs = [line for server in self.servers for line in server.log if "Traceback" in line or " ERROR " in line]
        assert not bugs, "a server logged an error:\n" + "\n".join(
            line for server in self.servers for line in server.log
        )


@contextlib.contextmanager
def open_site(databases, template):
    with databases.one() as its_dsn:
        site = Site(its_dsn, template[1])
        try:
            yield site
        finally:
            site.close()


@pytest.fixture
def site(databases, template):
    """A site of this test's own; it starts the servers that it wants."""
    with open_site(databases, template) as its_site:
        yield its_site


@pytest.fixture(scope="module")
def shared_site(databases, template):
    """One site with one server for the tests of a module that leave nothing behind."""
    with open_site(databases, template) as its_site:
        its_site.start(flood={"enabled": False})
        yield its_site


@pytest.fixture
def cast(shared_site):
    """People on the module's site, who leave after the test."""
    yield shared_site.cast
    shared_site.cast.leave()
