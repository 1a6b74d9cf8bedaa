"""The site that a load test goes against: one of its own, or staging.

Its own is what production runs, `inko-lite serve` with the durable PostgreSQL that comes along, on a socket that this
process holds as systemd does: a server may go and come back, and clients that connect meanwhile wait. The accounts are the
demonstration's, signed in by the site's own rows. Everything is on this machine and ends with the block.
"""

import contextlib
import http.client
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlsplit

from inko_lite import demo
from inko_lite.daemon import listeners, url_of
from inko_lite.database import Database, connect, migrate
from inko_lite.doctor import diagnose
from inko_lite.embedded import EmbeddedPostgres

from .stage import STOP_SECONDS, ServerFailed, Visitor

READY_SECONDS = 60
MONITOR = "mia"
Settings = dict[str, dict[str, object]]


class Site:
    """`url`; sessions of the site (`sessionid` cookies) of agents and monitors; the limits in force."""

    url: str
    agents: list[str]
    monitors: list[str]
    limits: dict[str, int]
    pids: tuple[int, ...] = ()
    postgres_pid: int | None = None
    dsn: str | None = None

    def __enter__(self) -> "Site":
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing to end."""

    def said(self) -> str:
        """All that the servers have logged."""
        return ""

    def restart(self) -> None:
        raise NotImplementedError

    kill = restart_database = restart

    def _read_limits(self) -> None:
        visitor = Visitor(self.url)
        self.limits = visitor.call("GET", "/session")["limits"]
        visitor.leave()


class Staging(Site):
    """A server that runs already. `command` restarts it, kills it, or restarts its database, as the scenario needs."""

    def __init__(self, url: str, cookies: list[str], command: str | None) -> None:
        self.url = url.rstrip("/")
        self._cookies = cookies
        self._command = command
        self.version = ""

    def __enter__(self) -> "Staging":
        self.agents, self.monitors = [], []
        for cookie in self._cookies:
            kind = who_is(self.url, cookie)
            if kind == "monitor":
                self.monitors.append(cookie)
            elif kind == "agent":
                self.agents.append(cookie)
            else:
                raise ServerFailed(f"a cookie of the agents' file belongs to a {kind}; agents and monitors are needed")
        if not self.monitors:
            raise ServerFailed("none of the cookies of the agents' file belongs to a monitor, whose figures are needed")
        self._read_limits()
        return self

    def restart(self) -> None:
        if not self._command:
            raise ServerFailed("--host goes with --command here: what does it, such as 'systemctl restart inko-lite'")
        subprocess.run(self._command, shell=True, check=True, timeout=READY_SECONDS)

    kill = restart_database = restart


def who_is(url: str, sessionid: str) -> str:
    """The kind of the person that a cookie of the site belongs to; that person's chat session ends at once."""
    visitor = Visitor(url, {"sessionid": sessionid}).enter()
    visitor.call("POST", "/session/end", {})
    visitor.leave()
    return visitor.session["kind"]


class OwnSite(Site):
    """Fresh data, and so many servers (`workers`) on one socket, run as `python -m inko_lite`."""

    def __init__(self, agents: int, settings: Settings, workers: int = 1) -> None:
        self._count = agents
        self._settings = settings
        self._workers = workers
        self._processes: list[subprocess.Popen] = []
        self._undo = contextlib.ExitStack()

    def __enter__(self) -> "OwnSite":
        self._folder = Path(tempfile.mkdtemp(prefix="inko-load-"))
        self._undo.callback(shutil.rmtree, self._folder, ignore_errors=True)
        try:
            self._begin()
        except BaseException:
            self.__exit__()
            raise
        return self

    def _begin(self) -> None:
        self._folder.chmod(0o755)  # as root, PostgreSQL runs under another account
        self._postgres = EmbeddedPostgres(self._folder / "data")
        self._undo.callback(lambda: self._postgres.stop())
        self._start_postgres()
        migrate(self.dsn)
        django = demo.prepare(self.dsn, self._folder / "secret", self._count)
        names = [f"agent{number:02}" for number in range(1, self._count + 1)]
        self.agents, self.monitors = self.sign_in(names, django), self.sign_in([MONITOR], django)
        self._write_settings(django)
        self._socket = listeners("127.0.0.1", 0, False)[0]
        self._undo.callback(self._socket.close)
        self.url = url_of(self._socket)
        self._undo.callback(self._stop_all)
        self.after_migration()
        self._processes = [self._start() for _ in range(self._workers)]
        self._read_limits()

    def after_migration(self) -> None:
        """For what has to be in the database before the servers start."""

    def __exit__(self, *_: object) -> None:
        self._undo.close()

    def sign_in(self, names: list[str], django: dict) -> list[str]:
        database = Database(self.dsn, 1, "inko-lite load test")
        try:
            return [demo.sign_in(database, django["secret_key"], name) for name in names]
        finally:
            database.close()

    def _start_postgres(self) -> None:
        self._postgres.start()
        self.postgres_pid = self._postgres.pid
        # Its socket has another place after each start; what the servers know is a link to it.
        link = self._folder / "socket"
        link.unlink(missing_ok=True)
        link.symlink_to(self._postgres.socket_dir)
        self.dsn = " ".join([f"host={link}", *self._postgres.dsn.split()[1:]])

    def _write_settings(self, django: dict) -> None:
        tables = {**self._settings, "database": {**self._settings.get("database", {}), "dsn": self.dsn}}
        tables["django"] = {**tables.get("django", {}), **django}
        lines = []
        for section, values in tables.items():
            lines += [f"[{section}]", *(f"{name} = {json.dumps(value)}" for name, value in values.items())]
        self._config = self._folder / "inko-lite.toml"
        self._config.write_text("\n".join(lines) + "\n")

    # ── servers ─────────────────────────────────────────────────────────────────────────────────────────────────────

    @property
    def pids(self) -> tuple[int, ...]:
        return tuple(process.pid for process in self._processes)

    def _start(self) -> subprocess.Popen:
        """One server on the socket, which it gets as systemd passes it; returns when it answers."""
        own = {key: value for key, value in os.environ.items() if not key.startswith("INKO_")}
        descriptor = self._socket.fileno()
        passing = f'LISTEN_FDS=1 LISTEN_PID=$$ exec "$@" 3<&{descriptor}'
        program = [sys.executable, "-m", "inko_lite", "serve", "--config", str(self._config)]
        path = self._folder / f"server-{time.monotonic_ns()}.log"
        with path.open("wb") as log:
            process = subprocess.Popen(
                ["/bin/sh", "-c", passing, "sh", *program],
                stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, env=own, pass_fds=(descriptor,),
            )  # fmt: skip
        end = time.monotonic() + READY_SECONDS
        while "ready: " not in (said := path.read_text(errors="replace")):
            if process.poll() is not None or time.monotonic() > end:
                process.kill()
                raise ServerFailed(f"the server did not start: {said.strip()[-2000:]}")
            time.sleep(0.01)
        return process

    @staticmethod
    def _stop(process: subprocess.Popen) -> None:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(STOP_SECONDS)
        if process.poll() is None:
            process.kill()
            process.wait()
            raise ServerFailed(f"a server did not stop within {STOP_SECONDS} s")

    def _stop_all(self) -> None:
        for process in self._processes:
            self._stop(process)

    def restart(self) -> None:
        """One after the other stops in good order and is started again."""
        for number, process in enumerate(self._processes):
            self._stop(process)
            self._processes[number] = self._start()

    def kill(self) -> None:
        """All are killed at once and started again, as systemd does."""
        for process in self._processes:
            process.kill()
        for number, process in enumerate(self._processes):
            process.wait()
            self._processes[number] = self._start()

    def restart_database(self, away_seconds: float = 1.0) -> None:
        """PostgreSQL shuts down with all its connections, is away for a moment, and comes back."""
        self._postgres.stop()
        time.sleep(away_seconds)
        self._start_postgres()

    # ── what is left of it ──────────────────────────────────────────────────────────────────────────────────────────

    def said(self) -> str:
        return "".join(path.read_text(errors="replace") for path in sorted(self._folder.glob("server-*.log")))

    def rows(self, sql: str) -> list[tuple]:
        """Looks into the database behind the servers' backs."""
        connection = connect(self.dsn, "inko-lite load test")
        try:
            with connection.cursor() as cursor:
                cursor.execute(sql)
                return cursor.fetchall()
        finally:
            connection.close()

    def broken_invariants(self) -> list[str]:
        """What the doctor finds, a line each."""
        return [line for finding in diagnose(self.dsn) for line in finding.lines()]


def version_of(site: Site) -> str:
    """What the server says it is."""
    address = urlsplit(site.url)
    kind = http.client.HTTPSConnection if address.scheme == "https" else http.client.HTTPConnection
    connection = kind(address.hostname, address.port, timeout=10)
    try:
        connection.request("GET", f"{address.path}/healthz")
        return json.loads(connection.getresponse().read())["version"]
    finally:
        connection.close()
