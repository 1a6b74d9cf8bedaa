"""What runs on the machines: PostgreSQL and its replica, servers, a balancer. Each is a process that dies with this one."""

import contextlib
import glob
import json
import os
import pwd
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen

import psycopg2

from .lands import Land, run

ROOT = Path(__file__).resolve().parent.parent.parent
PORT = 5432
CONNECTIONS = 60
SETTINGS = {
    "listen_addresses": "*", "unix_socket_directories": "", "max_connections": str(CONNECTIONS), "shared_buffers": "32MB",
    "wal_level": "replica", "max_wal_senders": "4", "max_wal_size": "256MB", "min_wal_size": "32MB",
    "hot_standby": "on", "jit": "off", "timezone": "UTC", "wal_sender_timeout": "5s", "wal_receiver_timeout": "5s",
    # A client that the network has swallowed must not hold a lock for ever.
    "tcp_user_timeout": "4000", "tcp_keepalives_idle": "2", "tcp_keepalives_interval": "1", "tcp_keepalives_count": "3",
    "client_connection_check_interval": "1s",
}  # fmt: skip


def postgres_tool(name: str) -> str:
    """Debian's PostgreSQL, whose server can be reached by any account."""
    found = sorted(glob.glob(f"/usr/lib/postgresql/*/bin/{name}"))
    if not found:
        raise RuntimeError(f"Debian's postgresql package is missing: no {name}")
    return found[-1]


class Machine:
    """A process in a namespace, with its output in a file."""

    def __init__(self, land: Land, name: str, folder: Path) -> None:
        self.land, self.name, self.folder = land, name, folder
        self.address = land.address(name)
        self.process: subprocess.Popen | None = None
        self.log_path = folder / f"{name}.log"

    def launch(self, *command: str, account: str = "", **environ: str) -> None:
        drop = ["--reuid", account, "--regid", account, "--init-groups"] if account else []
        with open(self.log_path, "ab") as sink:
            self.process = subprocess.Popen(
                self.land.command(self.name, "setpriv", "--pdeathsig", "KILL", *drop, *command),
                cwd=ROOT, stdin=subprocess.DEVNULL, stdout=sink, stderr=sink, start_new_session=True,
                env={**os.environ, **environ},
            )  # fmt: skip

    @property
    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def kill(self, number: int = signal.SIGKILL) -> None:
        if self.alive:
            self.process.send_signal(number)

    def end(self, seconds: float = 15) -> None:
        """Asks it to end, and makes it end."""
        if not self.alive:
            return
        with contextlib.suppress(ProcessLookupError):
            self.process.send_signal(signal.SIGCONT)
            self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def said(self) -> str:
        return self.log_path.read_text("utf-8", "replace") if self.log_path.exists() else ""


class Postgres(Machine):
    """A PostgreSQL on a small disk of its own, which can be filled."""

    def __init__(self, land: Land, name: str, folder: Path, disk_megabytes: int = 400) -> None:
        super().__init__(land, name, folder)
        self.disk = folder / f"{name}-disk"
        self.data = self.disk / "data"
        self.disk.mkdir()
        run("mount", "-t", "tmpfs", "-o", f"size={disk_megabytes}m,mode=0755", "inko", str(self.disk))
        owner = pwd.getpwnam("postgres")
        os.chown(self.disk, owner.pw_uid, owner.pw_gid)

    def initialise(self) -> None:
        self._as_postgres(
            "initdb", "-D", str(self.data), "-U", "inko", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"
        )
        with open(self.data / "pg_hba.conf", "a", encoding="ascii") as file:
            file.write("host all all 10.77.0.0/24 trust\nhost replication all 10.77.0.0/24 trust\n")

    def follow(self, primary: "Postgres") -> None:
        """Becomes a copy of the primary, which then acknowledges nothing that this one has not on disk."""
        self._as_postgres(
            "pg_basebackup",
            "-h",
            primary.address,
            "-U",
            "inko",
            "-D",
            str(self.data),
            "-R",
            "-X",
            "stream",
            "-c",
            "fast",
        )
        self.start()
        primary.sql("ALTER SYSTEM SET synchronous_standby_names = '*'")
        primary.sql("SELECT pg_reload_conf()")

    def promote(self) -> None:
        """The copy becomes the primary, alone."""
        self.sql("ALTER SYSTEM SET synchronous_standby_names = ''")
        self.sql("SELECT pg_promote(true, 30)")

    def _as_postgres(self, tool: str, *arguments: str) -> None:
        drop = ["setpriv", "--reuid", "postgres", "--regid", "postgres", "--init-groups"]
        run(*self.land.command(self.name, *drop, postgres_tool(tool), *arguments))

    def start(self, **settings: str) -> None:
        options = [part for name, value in {**SETTINGS, **settings}.items() for part in ("-c", f"{name}={value}")]
        self.launch(postgres_tool("postgres"), "-D", str(self.data), *options, account="postgres")
        self.wait()

    def wait(self, seconds: float = 30) -> None:
        end = time.monotonic() + seconds
        while True:
            try:
                self.sql("SELECT 1")
                return
            except psycopg2.Error:
                if time.monotonic() > end or not self.alive:
                    raise RuntimeError(f"{self.name} does not answer:\n{self.said()[-2000:]}") from None
                time.sleep(0.05)

    def dsn(self, dbname: str = "postgres") -> str:
        return f"host={self.address} port={PORT} user=inko dbname={dbname} connect_timeout=3"

    def sql(self, statement: str, dbname: str = "postgres", args: tuple = ()) -> list[tuple]:
        connection = psycopg2.connect(self.dsn(dbname))
        try:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(statement, args or None)
                return cursor.fetchall() if cursor.description else []
        finally:
            connection.close()

    def crash(self) -> None:
        """As a power cut for the program: the postmaster and every backend at once."""
        if self.alive:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        for path in glob.glob("/proc/[0-9]*/cwd"):
            # Backends are process groups of their own; all of them work in the data directory.
            with contextlib.suppress(OSError):
                if os.readlink(path) == str(self.data):
                    os.kill(int(path.split("/")[2]), signal.SIGKILL)
        (self.data / "postmaster.pid").unlink(missing_ok=True)

    def fill(self) -> None:
        """Not a byte is left on its disk."""
        with open(self.disk / "filler", "wb", buffering=0) as file, contextlib.suppress(OSError):
            while True:
                file.write(b"\0" * 65536)

    def empty(self) -> None:
        (self.disk / "filler").unlink(missing_ok=True)

    def unmount(self) -> None:
        self.end()
        run("umount", "--lazy", str(self.disk))


class Worker(Machine):
    """One server on a machine of its own, over the shared database."""

    def __init__(self, land: Land, name: str, folder: Path, dsn: str, settings: dict, skew_seconds: int = 0) -> None:
        super().__init__(land, name, folder)
        self._dsn, self._skew = dsn, skew_seconds
        self.settings = settings
        # How much of its log belongs to earlier schedules.
        self.seen = 0
        self.url = f"http://{self.address}:8080"

    def start(self) -> None:
        settings = {
            **self.settings,
            "server": {**self.settings.get("server", {}), "host": self.address, "port": 8080},
        }
        skewed = {}
        if self._skew:
            library = next(iter(glob.glob("/usr/lib/*/faketime/libfaketime.so.1")), None)
            if library is None:
                raise RuntimeError("Debian's faketime package is missing")
            skewed = {"LD_PRELOAD": library, "FAKETIME": f"{self._skew:+d}s", "FAKETIME_DONT_FAKE_MONOTONIC": "1"}
        self.launch(sys.executable, "-m", "tests.serve", self._dsn, json.dumps(settings), **skewed)

    def wait(self) -> None:
        wait_for(self)


def wait_for(machine: Machine, seconds: float = 30) -> None:
    """Until this server, or a server behind this balancer, is ready."""
    end = time.monotonic() + seconds
    while True:
        with contextlib.suppress(OSError), urlopen(f"http://{machine.address}:8080/readyz", timeout=2) as reply:
            if reply.status == 200:
                return
        if time.monotonic() > end:
            raise RuntimeError(f"{machine.name} is not ready:\n{machine.said()[-3000:]}")
        time.sleep(0.05)


BALANCER = """
global
    maxconn 4000
defaults
    mode http
    timeout connect 1s
    timeout client 60s
    timeout server 60s
    retries 2
    option redispatch
    balance roundrobin
frontend chat
    bind {address}:8080
    default_backend servers
backend servers
    option httpchk GET /readyz
    http-reuse safe
    default-server inter 300ms fall 2 rise 1
{servers}
"""


class Balancer(Machine):
    """HAProxy without stickiness: each request goes to whichever server is next."""

    def start(self, workers: list[Worker]) -> None:
        servers = "\n".join(f"    server {each.name} {each.address}:8080 check" for each in workers)
        path = self.folder / "haproxy.cfg"
        path.write_text(BALANCER.format(address=self.address, servers=servers))
        self.launch("haproxy", "-db", "-f", str(path))
        self.url = f"http://{self.address}:8080"
        wait_for(self)
