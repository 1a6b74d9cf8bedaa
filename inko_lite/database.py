"""The one way to PostgreSQL: a pool of connections, transactions, and the schema's version.

Everything that the product keeps lies in the schema `inko`. A connection that was lost, interrupted or left inside a
transaction never goes back into the pool, and its place in the pool is always given back: the pool cannot leak.
Nothing here knows what the tables mean.
"""

import contextlib
import logging
import select
import time
from collections.abc import Callable, Iterator, Sequence
from importlib import resources

import gevent
import gevent.lock
import gevent.monkey
import gevent.socket
import psycopg2
import psycopg2.extensions

from .errors import StoreUnavailable, StoreUncertain
from .logs import reason

log = logging.getLogger(__name__)

# A worker that is stopped inside a transaction must not hold the others up for longer than this.
IDLE_IN_TRANSACTION_MILLISECONDS = 5000
CONNECT_SECONDS = 2
# While the database is known to be away: this often somebody looks whether it is back, and everybody else is refused at once.
LOOK_SECONDS = 1
# A network that swallows packets tells nobody: what was sent and not acknowledged within this time, or asked about in
# vain, is a lost connection. A DSN may say otherwise.
LINK = {"tcp_user_timeout": 2000, "keepalives_idle": 2, "keepalives_interval": 1, "keepalives_count": 2}
# psycopg2's words for "the connection is gone", as opposed to "the statement is wrong".
LOST = (psycopg2.OperationalError, psycopg2.InterfaceError)


def cut_off(error: psycopg2.Error) -> bool:
    """Did this end a connection, so that nobody knows whether its commit was done? Other errors mean that it was not."""
    return error.pgcode is None or error.pgcode.startswith("57P")


def _readable(descriptor: int) -> bool:
    # The system's own poll: gevent's would switch, and `select` knows the first 1,024 descriptors only.
    looking = gevent.monkey.get_original("select", "poll")()
    looking.register(descriptor, select.POLLIN)
    return bool(looking.poll(0))


def cooperate() -> None:
    """Lets psycopg2 wait through gevent. It holds for the whole process, so only a server calls it, after patching."""

    def wait(connection: psycopg2.extensions.connection) -> None:
        while True:
            state = connection.poll()
            if state == psycopg2.extensions.POLL_OK:
                return
            if state == psycopg2.extensions.POLL_READ:
                gevent.socket.wait_read(connection.fileno())
            else:
                gevent.socket.wait_write(connection.fileno())

    psycopg2.extensions.set_wait_callback(wait)


def connect(
    dsn: str, application: str, statement_seconds: float = 10, connect_seconds: float = CONNECT_SECONDS
) -> psycopg2.extensions.connection:
    """One connection in autocommit mode; raises StoreUnavailable when the server cannot be reached."""
    # Our queries are small and often repeated; PostgreSQL's compiler, on by default, takes seconds over one of them.
    options = (
        f"-c search_path=inko,public -c jit=off -c statement_timeout={int(statement_seconds * 1000)}"
        f" -c idle_in_transaction_session_timeout={IDLE_IN_TRANSACTION_MILLISECONDS} -c timezone=UTC"
    )
    link = {name: value for name, value in LINK.items() if name not in dsn}
    # libpq's own limit is for programs that wait inside it.
    limit = gevent.Timeout(connect_seconds) if psycopg2.extensions.get_wait_callback() else None
    try:
        with limit or contextlib.nullcontext():
            connection = psycopg2.connect(
                dsn, application_name=application, options=options, connect_timeout=max(2, round(connect_seconds)), **link
            )
    except (psycopg2.OperationalError, gevent.Timeout) as error:
        if isinstance(error, gevent.Timeout) and error is not limit:
            raise
        log.warning("database: cannot connect: %s", reason(error))
        raise StoreUnavailable from error
    connection.autocommit = True
    return connection


class Database:
    """A pool of at most `size` connections to one database; each greenlet that asks waits its turn."""

    def __init__(
        self,
        dsn: str,
        size: int = 8,
        application: str = "inko-lite",
        statement_seconds: float = 10,
        prepare: Sequence[str] = (),
    ) -> None:
        """`prepare` is run on each new connection (PREPARE statements, settings)."""
        self.dsn = dsn
        self._application = application
        self._statement_seconds = statement_seconds
        self._prepare = prepare
        self._free: list[psycopg2.extensions.connection] = []
        self._places = gevent.lock.BoundedSemaphore(size)
        self.backend_pids: set[int] = set()
        # The last attempt to connect failed; somebody is making the next one.
        self._away = self._looking = False

    @contextlib.contextmanager
    def connection(self) -> Iterator[psycopg2.extensions.connection]:
        """A connection in autocommit mode, for the time of the block."""
        with self._places:
            connection = self._idle() or self._open()
            try:
                yield connection
            except BaseException as error:
                # Timeout and GreenletExit are no Exceptions: whatever interrupted the block, an answer may be under way.
                clean = connection.closed == 0 and connection.get_transaction_status() == 0
                if clean and isinstance(error, Exception):
                    self._free.append(connection)
                else:
                    self._drop(connection)
                if isinstance(error, StoreUncertain):
                    self._drop_idle()
                elif isinstance(error, LOST) and not isinstance(error, psycopg2.errors.QueryCanceled):
                    log.warning("database: connection lost: %s", reason(error))
                    self._drop_idle()
                    raise StoreUnavailable from error
                raise
            if connection.closed == 0 and connection.get_transaction_status() == 0:
                self._free.append(connection)
            else:
                self._drop(connection)

    def _idle(self) -> psycopg2.extensions.connection | None:
        """The idle connection that was used last. The database speaks first only to say goodbye: then they are all dead."""
        if not self._free:
            return None
        connection = self._free.pop()
        if _readable(connection.fileno()):
            self._drop(connection)
            self._drop_idle()
            return None
        return connection

    def _open(self) -> psycopg2.extensions.connection:
        connection = self._connect()
        try:
            with connection.cursor() as cursor:
                for statement in self._prepare:
                    cursor.execute(statement)
        except LOST as error:
            connection.close()
            raise StoreUnavailable from error
        self.backend_pids.add(connection.info.backend_pid)
        return connection

    def _connect(self) -> psycopg2.extensions.connection:
        if self._away and self._looking:
            raise StoreUnavailable
        self._looking = True
        try:
            connection = connect(
                self.dsn, self._application, self._statement_seconds, LOOK_SECONDS if self._away else CONNECT_SECONDS
            )
        except StoreUnavailable:
            self._away = True
            raise
        finally:
            self._looking = False
        self._away = False
        return connection

    def _drop(self, connection: psycopg2.extensions.connection) -> None:
        with contextlib.suppress(psycopg2.Error):
            self.backend_pids.discard(connection.info.backend_pid)
            connection.close()

    def _drop_idle(self) -> None:
        # When one connection broke, the server was most likely restarted: the idle ones are dead too.
        while self._free:
            self._drop(self._free.pop())

    @contextlib.contextmanager
    def transaction(self, begin: str = "BEGIN") -> Iterator[psycopg2.extensions.cursor]:
        """A cursor inside one transaction: commits at the end of the block, rolls back on any exception.

        Raises StoreUncertain when the connection is lost while it commits.
        """
        with self.connection() as connection, connection.cursor() as cursor:
            cursor.execute(begin)
            try:
                yield cursor
            except Exception:
                if connection.closed == 0:
                    with contextlib.suppress(psycopg2.Error):
                        cursor.execute("ROLLBACK")
                raise
            try:
                cursor.execute("COMMIT")
            except LOST as error:
                if not cut_off(error):
                    raise
                log.warning("database: connection lost in a commit: %s", reason(error))
                raise StoreUncertain from error

    def rows(self, sql: str, args: Sequence | dict = ()) -> list[tuple]:
        """Runs one statement by itself and returns its rows (an empty list when it returns none)."""
        with self.connection() as connection, connection.cursor() as cursor:
            cursor.execute(sql, args or None)
            return cursor.fetchall() if cursor.description else []

    def close(self) -> None:
        """Closes the idle connections; those in use are closed when they come back."""
        self._drop_idle()


# ── the schema ──────────────────────────────────────────────────────────────────────────────────────────────────────

MIGRATION_LOCK = 0x1A4B0


def _migrations() -> list[str]:
    folder = resources.files("inko_lite") / "migrations"
    return sorted(entry.name.removesuffix(".sql") for entry in folder.iterdir() if entry.name.endswith(".sql"))


def migrate(dsn: str, report: Callable[[str], None] = lambda line: None) -> list[str]:
    """Brings the database up to date and returns the names of the migrations that it applied.

    Several workers may call it at once: an advisory lock lets them in one after the other.
    """
    import yoyo
    from yoyo.backends.core.postgresql import PostgresqlBackend
    from yoyo.connections import DatabaseURI

    class Backend(PostgresqlBackend):
        """yoyo's back end over our own connection, so that every form of DSN that libpq knows is good."""

        def connect(self, dburi: DatabaseURI) -> psycopg2.extensions.connection:
            self.schema = "inko"
            return connect(dsn, "inko-lite migrate", statement_seconds=0)

    guard = connect(dsn, "inko-lite migrate", statement_seconds=0)
    try:
        with guard.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", (MIGRATION_LOCK,))
            cursor.execute("CREATE SCHEMA IF NOT EXISTS inko")
        uri = DatabaseURI(
            scheme="postgresql", username=None, password=None, hostname=None, port=None, database="", args={}
        )
        backend = Backend(uri, "migrations")
        backend.init_database()
        with resources.as_file(resources.files("inko_lite") / "migrations") as folder:
            pending = backend.to_apply(yoyo.read_migrations(str(folder)))
            names = [migration.id for migration in pending]
            for name in names:
                report(name)
            backend.apply_migrations(pending)
        backend.connection.close()
    finally:
        guard.close()
    return names


def schema_state(dsn: str) -> str:
    """`current`, `empty` (nothing was ever applied), `older` or `newer` (of a later version of inko_lite)."""
    connection = connect(dsn, "inko-lite")
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT to_regclass('inko.migrations') IS NOT NULL")
            if not cursor.fetchone()[0]:
                return "empty"
            cursor.execute("SELECT migration_id FROM inko.migrations")
            applied = {name for (name,) in cursor.fetchall()}
    finally:
        connection.close()
    known = set(_migrations())
    if applied - known:
        return "newer"
    return "older" if known - applied else "current"


def wait_until_reachable(dsn: str, seconds: float) -> None:
    """Tries to connect until it works or `seconds` have gone; then raises StoreUnavailable."""
    end = time.monotonic() + seconds
    while True:
        try:
            connect(dsn, "inko-lite").close()
            return
        except StoreUnavailable:
            if time.monotonic() > end:
                raise
            gevent.sleep(0.1)
