"""A server in this process, from its sockets to its end: sockets, database, schema, then `worker.run`.

The order is the invariant. Sockets first, so that a port in use is known before a database is started. The embedded
PostgreSQL before gevent patches the process, from the main thread. Nothing of gevent runs before `worker.run`.
"""

import contextlib
import functools
import sys
from collections.abc import Callable, Iterator

from .config import Config, default_data_dir
from .daemon import listeners, notify, url_of

say = functools.partial(print, flush=True)  # whoever waits for the line reads it through a pipe
report = functools.partial(print, "inko-lite:", file=sys.stderr, flush=True)


class StartRefused(Exception):
    """The server cannot start as things are; the text is the one line that the operator reads."""


@contextlib.contextmanager
def database_of(config: Config, alone: bool = False) -> Iterator[str]:
    """The DSN of the database configured, or of a PostgreSQL of our own that runs as long as the block. A server that runs
    brought its own already: that one is used, unless the block wants to be `alone` with it."""
    if config.database.dsn:
        yield config.database.dsn
        return
    from .embedded import EmbeddedPostgres, running_dsn

    data_dir = config.database.data_dir or default_data_dir()
    if not alone and (dsn := running_dsn(data_dir)):
        yield dsn
        return
    with EmbeddedPostgres(data_dir, report=report) as postgres:
        yield postgres.dsn


def schema_problem(state: str, path: str) -> str:
    """What `database.schema_state` found, as a sentence that says how to mend it; empty when all is well."""
    mend = f"run `inko-lite migrate --config {path}`"
    return {
        "empty": f"the database is empty: {mend}",
        "older": f"the database is of an older version: {mend}",
        "newer": "this database is from a later version of inko-lite: install that one",
    }.get(state, "")


def ready_schema(config: Config, dsn: str) -> None:
    """The database is of this version, or the start is refused; one of our own is nobody else's to bring up to date."""
    from . import database

    state = database.schema_state(dsn)
    if state in ("empty", "older") and not config.database.dsn:
        database.migrate(dsn)
    elif problem := schema_problem(state, config.path):
        raise StartRefused(problem)


def _try_logs(config: Config) -> None:
    for path in filter(None, (config.log.file, config.log.access_file)):
        try:
            open(path, "ab").close()
        except OSError as error:
            raise StartRefused(f"cannot write the log {path}: {error.strerror}") from None


def serve(config: Config, with_database: Callable[[str], Config], demo: bool = False) -> None:
    """Serves until it is told to stop, and drains. `with_database` makes the settings from the DSN in use; a demo lets
    people sign in as its accounts."""
    _try_logs(config)
    taken = listeners(config.server.host, config.server.port, config.server.reuse_port)
    with database_of(config, alone=True) as dsn:
        ready_schema(config, dsn)
        settings = with_database(dsn)
        url = url_of(taken[0], settings.server.prefix)

        def ready() -> None:
            notify("READY=1")
            say(f"ready: {url}")
            say(f"guests: {url}/   agents: {url}{'/demo/login' if demo else '/agent'}")

        from . import worker

        # A demo is made anew by `with_database`, and its settings come from the command alone.
        read = None if demo else lambda: with_database(dsn)
        worker.run(settings, sockets=taken, ready=ready, demo=demo, read=read)
