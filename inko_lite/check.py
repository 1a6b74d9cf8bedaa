"""What `inko-lite check` looks at beyond the settings themselves: database, schema, Django site, directories.

It changes nothing: a PostgreSQL of our own is started only when its data exist and nobody uses them.
"""

import os
from collections.abc import Iterator
from typing import NamedTuple

from .config import Config, default_data_dir
from .database import Database, schema_state
from .desk.django_site import DjangoSite
from .embedded import EmbeddedPostgres
from .errors import StoreUnavailable
from .foreground import schema_problem
from .postgres_binaries import EmbeddedError


class Finding(NamedTuple):
    """One thing looked at; `sentence` says how it is, or what is wrong and how to mend it."""

    good: bool
    sentence: str


def findings(config: Config) -> Iterator[Finding]:
    """All that was looked at, in the order in which a server needs it."""
    for path in (config.log.file, config.log.access_file):
        if path:
            yield _directory(os.path.dirname(path), "the log")
    if config.database.dsn:
        yield from _databases(config, config.database.dsn)
        return
    folder = config.database.data_dir or default_data_dir()
    writable = _directory(folder, "a PostgreSQL of our own")
    yield writable
    if not writable.good:
        return
    if not os.path.isdir(os.path.join(folder, "pg")):
        yield Finding(True, f"{folder} holds no database yet: the first start makes it")
        return
    try:
        with EmbeddedPostgres(folder) as postgres:
            yield from _databases(config, postgres.dsn)
    except EmbeddedError as error:
        yield Finding(False, str(error))


def _directory(folder: str, whose: str) -> Finding:
    """A directory that is missing is good when it can be made."""
    there = folder
    while not os.path.exists(there):
        there = os.path.dirname(there)
    if os.path.isdir(there) and os.access(there, os.W_OK | os.X_OK):
        return Finding(True, f"the directory {folder} for {whose} can be written")
    return Finding(False, f"the directory {folder} for {whose} cannot be written: make it, or give it to this account")


def _databases(config: Config, dsn: str) -> Iterator[Finding]:
    database = Database(dsn, size=1, application="inko-lite check")
    try:
        version = database.rows("SHOW server_version")[0][0]
    except StoreUnavailable as error:
        reason = " ".join(str(error.__cause__).split())
        yield Finding(False, f"the database cannot be reached: {reason}: see database.dsn")
        return
    finally:
        database.close()
    yield Finding(True, f"the database answers, PostgreSQL {version}")
    problem = schema_problem(schema_state(dsn), config.path)
    yield Finding(not problem, problem or "the schema is of this version")
    yield from _django(config, config.django.dsn or dsn)


def _django(config: Config, dsn: str) -> Iterator[Finding]:
    if not config.django.enabled:
        yield Finding(True, "people of a Django site are not recognised: django.enabled is false")
        return
    database = Database(dsn, size=1, application="inko-lite check")
    try:
        problems = DjangoSite(config.django, database).problems()
    except StoreUnavailable as error:
        reason = " ".join(str(error.__cause__).split())
        problems = [f"the Django site's database cannot be reached: {reason}: see django.dsn"]
    finally:
        database.close()
    for problem in problems:
        yield Finding(False, problem)
    if not problems:
        yield Finding(True, f"people signed in on the Django site are recognised by the cookie {config.django.cookie}")
