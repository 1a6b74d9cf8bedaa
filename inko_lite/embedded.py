"""The PostgreSQL that comes along when none is configured, and for the tests.

A direct child of this process that dies with it, however it dies; it owns a locked data directory and listens on a
private socket alone. Two locks guard the data: ours, which the kernel drops when we die, and one that the child
inherits, so that no new server starts while any process of an old one lives. The wheel's binaries are used, never its
own starter, which opens directories to everybody and leaves orphans behind. It starts before gevent patches anything
and from the main thread, since the kernel ties "dies with us" to the thread that forked.
"""

import contextlib
import fcntl
import glob
import logging
import os
import pwd
import re
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence

from .postgres_binaries import EmbeddedError, account_for, bin_dir_for, child_of_ours

FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
"""Settings for tests: nothing survives a power cut, which no test makes."""

SETTINGS = (
    "listen_addresses=",
    "unix_socket_permissions=0700",
    "max_connections=100",
    "shared_buffers=64MB",
    "max_wal_size=512MB",
    "wal_level=minimal",  # nobody replicates a database that lives inside a program
    "max_wal_senders=0",
    "random_page_cost=1.1",
    "jit=off",
    "max_parallel_workers_per_gather=0",  # small queries, and a container's /dev/shm may be tiny
    "timezone=UTC",
    "log_timezone=UTC",
    "log_checkpoints=off",
)
USER = DATABASE = "inko"
SOCKET_PREFIX = "inko-pg-"
LOG_BYTES = 1_048_576
READY_SECONDS = 600  # crash recovery after a long checkpoint interval on a slow disk
LOCK_SECONDS = 30
UNLOCKED_SECONDS = 60  # a socket directory may be made and not locked yet
STOP_SECONDS = 30

log = logging.getLogger(__name__)


class EmbeddedPostgres:
    """`with EmbeddedPostgres(data_dir) as postgres: connect(postgres.dsn)`. `settings` are "name=value" texts; `report`
    is told when the start takes long."""

    def __init__(
        self, data_dir: str | os.PathLike, settings: Sequence[str] = (), report: Callable[[str], None] = log.warning
    ) -> None:
        self.data_dir = os.path.abspath(os.path.expanduser(data_dir))
        self.settings = tuple(settings)
        self._report = report
        self.dsn = ""
        self.socket_dir = ""
        self._cluster = os.path.join(self.data_dir, "pg")
        self._log_path = os.path.join(self.data_dir, "postgresql.log")
        self._process: subprocess.Popen | None = None
        self._undo = contextlib.ExitStack()

    @property
    def pid(self) -> int | None:
        """The process id of the server while it runs."""
        return self._process.pid if self._process and self._process.poll() is None else None

    def start(self) -> "EmbeddedPostgres":
        """Starts the server, makes the database at the first start; returns when it answers. Raises EmbeddedError."""
        if not sys.platform.startswith("linux"):
            raise EmbeddedError("the embedded PostgreSQL runs on Linux only: set database.dsn to a PostgreSQL of yours")
        if threading.current_thread() is not threading.main_thread():
            raise RuntimeError("the embedded PostgreSQL dies with the thread that starts it: take the main thread")
        try:
            with contextlib.ExitStack() as undo:
                self._start(undo)
                self._undo = undo.pop_all()
        except OSError as error:
            raise EmbeddedError(f"the data directory {self.data_dir} cannot be used: {_reason(error)}") from error
        return self

    def stop(self) -> None:
        """Ends the server by a fast shutdown: open transactions are rolled back, all that was committed is kept."""
        self._undo.close()
        self.dsn = ""

    def __enter__(self) -> "EmbeddedPostgres":
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _start(self, undo: contextlib.ExitStack) -> None:
        with contextlib.suppress(FileExistsError):  # a file in its place is no directory, which the lock will say
            os.makedirs(self.data_dir, 0o700)
        undo.enter_context(self._owned())
        lock = undo.enter_context(self._unserved())
        _end_of_stale_server(self._cluster, self.data_dir)
        account = account_for(self._cluster)
        bin_dir = bin_dir_for(account, _version_of(self._cluster), self.data_dir)
        if not os.path.exists(os.path.join(self._cluster, "PG_VERSION")):
            self._initialise(bin_dir, account)
        _sweep_sockets()
        self.socket_dir, socket_lock = undo.enter_context(_socket_dir(account))
        self._process = self._launch(bin_dir, account, (lock, socket_lock))
        undo.callback(self._terminate)
        self._wait_until_ready()
        self.dsn = f"host={self.socket_dir} user={USER} dbname={DATABASE}"
        _make_database(self.socket_dir)

    @contextlib.contextmanager
    def _owned(self) -> Iterator[None]:
        """Our lock on the data; its file names us to whoever comes second."""
        path = os.path.join(self.data_dir, "pg.lock")
        with _descriptor(path, os.O_RDWR | os.O_CREAT) as descriptor:
            if not _flocked(descriptor):
                owner = os.pread(descriptor, 20, 0).decode("ascii", "replace").strip()
                raise EmbeddedError(f"the data directory {self.data_dir} is already in use by pid {owner}")
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, b"%d\n" % os.getpid(), 0)
            yield

    @contextlib.contextmanager
    def _unserved(self) -> Iterator[int]:
        """The server's lock, to be handed to it. A killed owner's PostgreSQL holds it until it has shut down."""
        with _descriptor(os.path.join(self.data_dir, "postgresql.lock"), os.O_RDWR | os.O_CREAT) as descriptor:
            deadline, told = time.monotonic() + LOCK_SECONDS, time.monotonic() + 2
            while not _flocked(descriptor):
                if time.monotonic() > deadline:
                    raise EmbeddedError(f"an older PostgreSQL still runs on {self.data_dir}: see {self._log_path}")
                if time.monotonic() > told:
                    self._report(f"waiting for an older PostgreSQL to leave {self.data_dir}")
                    told += 30
                time.sleep(0.02)
            yield descriptor

    def _initialise(self, bin_dir: str, account: pwd.struct_passwd | None) -> None:
        """Makes the cluster beside its place and moves it there, so that half a cluster is never found."""
        fresh = self._cluster + ".new"
        shutil.rmtree(fresh, ignore_errors=True)
        if os.path.isdir(self._cluster) and os.listdir(self._cluster):
            raise EmbeddedError(f"{self._cluster} holds something that is no PostgreSQL database: move it away")
        os.mkdir(fresh, 0o700)
        options = ["-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"]
        options += ["--no-sync"] if "fsync=off" in self.settings else []
        with _opened(fresh, account) as (path, descriptors):
            command = [os.path.join(bin_dir, "initdb"), "-D", path, *options]
            made = subprocess.run(command, capture_output=True, text=True, **child_of_ours(account, descriptors))
        if made.returncode:
            said = [line for line in (made.stderr or made.stdout).splitlines() if "error:" in line.lower()]
            shutil.rmtree(fresh, ignore_errors=True)
            reason = said[0].strip() if said else f"initdb ended with {made.returncode}"
            raise EmbeddedError(f"PostgreSQL could not set up its data in {self.data_dir}: {reason}")
        os.rename(fresh, self._cluster)

    def _launch(self, bin_dir: str, account: pwd.struct_passwd | None, locks: Sequence[int]) -> subprocess.Popen:
        if os.path.exists(self._log_path) and os.path.getsize(self._log_path) > LOG_BYTES:
            os.replace(self._log_path, self._log_path + ".1")
        settings = (*SETTINGS, f"unix_socket_directories={self.socket_dir}", *self.settings)
        with (
            _opened(self._cluster, account) as (path, descriptors),
            open(self._log_path, "ab", opener=_private) as sink,
        ):
            command = [os.path.join(bin_dir, "postgres"), "-D", path]
            for setting in settings:
                command += ["-c", setting]
            return subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=sink,
                stderr=sink,
                start_new_session=True,  # Ctrl-C is for us; the child stops when we have drained
                **child_of_ours(account, (*descriptors, *locks)),
            )

    def _wait_until_ready(self) -> None:
        deadline, told = time.monotonic() + READY_SECONDS, time.monotonic() + 5
        while _pid_file(self._cluster) != (self._process.pid, "ready"):
            if self._process.poll() is not None:
                raise EmbeddedError(f"PostgreSQL stopped while it started: {_last_failure(self._log_path)}")
            if time.monotonic() > deadline:
                raise EmbeddedError(f"PostgreSQL was not ready after {READY_SECONDS} seconds: see {self._log_path}")
            if time.monotonic() > told:
                self._report(f"PostgreSQL is still starting, perhaps it recovers from a crash: see {self._log_path}")
                told += 30
            time.sleep(0.01)

    def _terminate(self) -> None:
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
            try:
                self._process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self._process.send_signal(signal.SIGQUIT)
                self._process.wait()


def _private(path: str, flags: int) -> int:
    """Opens for our eyes alone: PostgreSQL's log may quote what people wrote."""
    return os.open(path, flags, 0o600)


@contextlib.contextmanager
def _descriptor(path: str, flags: int) -> Iterator[int]:
    descriptor = os.open(path, flags | os.O_CLOEXEC, 0o600)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _flocked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _reason(error: OSError) -> str:
    name = f" ({error.filename})" if error.filename else ""
    return f"{error.strerror or error}{name}"


@contextlib.contextmanager
def _opened(directory: str, account: pwd.struct_passwd | None) -> Iterator[tuple[str, tuple[int, ...]]]:
    """A path by which the child finds `directory`. For another account it goes through a descriptor of ours, so that
    no directory above (a home of mode 0700) needs to be open to that account."""
    if account is None:
        yield directory, ()
        return
    with _descriptor(directory, os.O_RDONLY | os.O_DIRECTORY) as descriptor:
        os.fchown(descriptor, account.pw_uid, account.pw_gid)
        yield f"/proc/self/fd/{descriptor}", (descriptor,)


def _version_of(cluster: str) -> str:
    """The major version that wrote the data; empty when there are none yet."""
    try:
        with open(os.path.join(cluster, "PG_VERSION"), encoding="ascii") as file:
            return file.read().strip()
    except FileNotFoundError:
        return ""


def _pid_file(cluster: str) -> tuple[int, str] | None:
    """(pid, state) from postmaster.pid, whose first line is the one and whose eighth the other."""
    try:
        with open(os.path.join(cluster, "postmaster.pid"), encoding="utf-8", errors="replace") as file:
            lines = file.read().split("\n")
        return int(lines[0]), lines[7].strip() if len(lines) > 7 else ""
    except (OSError, ValueError):
        return None


def running_dsn(data_dir: str | os.PathLike) -> str:
    """The DSN of the server that another process runs on these data right now; empty when none does."""
    cluster = os.path.join(os.path.abspath(os.path.expanduser(data_dir)), "pg")
    with contextlib.suppress(OSError, ValueError, IndexError):
        with open(os.path.join(cluster, "postmaster.pid"), encoding="utf-8", errors="replace") as file:
            lines = file.read().split("\n")
        # The number may be another program's by now; only the server works in that directory.
        if lines[7].strip() == "ready" and os.path.samefile(f"/proc/{int(lines[0])}/cwd", cluster):
            return f"host={lines[4].strip()} user={USER} dbname={DATABASE}"
    return ""


def _end_of_stale_server(cluster: str, data_dir: str) -> None:
    """Removes a pid file that no server stands behind. We hold the lock, so the only one that could is started by hand;
    PostgreSQL itself would believe any process that was given the old number since."""
    noted = _pid_file(cluster)
    if noted is None:
        return
    with contextlib.suppress(OSError):
        if os.path.samefile(f"/proc/{noted[0]}/cwd", cluster):
            raise EmbeddedError(f"the data directory {data_dir} is already in use by pid {noted[0]}")
    os.unlink(os.path.join(cluster, "postmaster.pid"))


def _socket_parent() -> str:
    """A socket's path is short (107 bytes) and goes into a connection string, where some characters need quotes."""
    parent = tempfile.gettempdir()
    short = len(os.fsencode(parent)) + len(f"/{SOCKET_PREFIX}12345678/.s.PGSQL.5432") <= 107
    return parent if short and re.fullmatch(r"[\w./-]+", parent) else "/tmp"


@contextlib.contextmanager
def _socket_dir(account: pwd.struct_passwd | None) -> Iterator[tuple[str, int]]:
    """A private directory for the socket, locked as long as a process of the server lives."""
    path = tempfile.mkdtemp(prefix=SOCKET_PREFIX, dir=_socket_parent())
    with _descriptor(path, os.O_RDONLY | os.O_DIRECTORY) as descriptor:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if account:
            os.fchown(descriptor, account.pw_uid, account.pw_gid)
        try:
            yield path, descriptor
        finally:
            shutil.rmtree(path, ignore_errors=True)


def _sweep_sockets() -> None:
    """Removes the socket directories of servers that were killed and could not."""
    for path in glob.glob(os.path.join(_socket_parent(), SOCKET_PREFIX + "*")):
        with contextlib.suppress(OSError):
            seen = os.lstat(path)
            if not stat.S_ISDIR(seen.st_mode) or time.time() - seen.st_ctime < UNLOCKED_SECONDS:
                continue
            with _descriptor(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW) as descriptor:
                if _flocked(descriptor):
                    shutil.rmtree(path, ignore_errors=True)


def _last_failure(log_path: str) -> str:
    """The last line that says why, from the end of PostgreSQL's log."""
    with open(log_path, "rb") as file:
        file.seek(max(0, os.path.getsize(log_path) - 20_000))
        lines = file.read().decode("utf-8", "replace").splitlines()
    for line in reversed(lines):
        if match := re.search(r"(?:FATAL|PANIC):\s+(.*)", line):
            return match[1]
    return f"see {log_path}"


def _make_database(socket_dir: str) -> None:
    import psycopg2  # not needed by a program that uses its own database

    connection = psycopg2.connect(host=socket_dir, user=USER, dbname="postgres")
    try:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", (DATABASE,))
            if not cursor.rowcount:
                cursor.execute(f"CREATE DATABASE {DATABASE}")
    except psycopg2.Error as error:
        raise EmbeddedError(f"PostgreSQL could not make the database {DATABASE}: {error}".splitlines()[0]) from None
    finally:
        connection.close()
