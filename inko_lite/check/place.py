"""Where the chat lives: its directories and its database; then on to the site."""

import os
from collections.abc import Iterator

import psycopg2

from ..config import Config, default_data_dir
from ..database import Database, schema_state
from ..embedded import EmbeddedPostgres
from ..errors import StoreUnavailable
from ..foreground import schema_problem
from ..postgres_binaries import EmbeddedError
from . import browsing, capacity, site
from .finding import Finding, good, warning, wrong

# Guests of the last week that say something about where they come from, and the share that is suspicious.
ENOUGH_GUESTS = 20
MOST_OF_THEM = 0.8


def findings(config: Config, cookies: str | None = None) -> Iterator[Finding]:
    """All that was looked at, in the order in which a server needs it. `cookies` is the Cookie header of somebody who is
    signed in on the site, to be told whom the chat takes that browser for."""
    for path in (config.log.file, config.log.access_file):
        if path:
            yield _directory(os.path.dirname(path), "the log")
    yield from capacity.findings(config)
    if config.database.dsn:
        yield from _databases(config, config.database.dsn, cookies)
        return
    folder = config.database.data_dir or default_data_dir()
    writable = _directory(folder, "a PostgreSQL of our own")
    yield writable
    if writable.level != "good":
        return
    if not os.path.isdir(os.path.join(folder, "pg")):
        yield good(f"{folder} holds no database yet: the first start makes it")
        return
    try:
        with EmbeddedPostgres(folder) as postgres:
            yield from _databases(config, postgres.dsn, cookies)
    except EmbeddedError as error:
        yield wrong(str(error))


def _directory(folder: str, whose: str) -> Finding:
    """A directory that is missing is good when it can be made."""
    there = folder
    while not os.path.exists(there):
        there = os.path.dirname(there)
    if os.path.isdir(there) and os.access(there, os.W_OK | os.X_OK):
        return good(f"the directory {folder} for {whose} can be written")
    return wrong(f"the directory {folder} for {whose} cannot be written: make it, or give it to this account")


def _databases(config: Config, dsn: str, cookies: str | None) -> Iterator[Finding]:
    database = Database(dsn, size=1, application="inko-lite check")
    try:
        try:
            version = database.rows("SHOW server_version")[0][0]
        except StoreUnavailable as error:
            yield wrong(f"the database cannot be reached: {_reason(error)}: see database.dsn")
            return
        yield good(f"the database answers, PostgreSQL {version}")
        problem = schema_problem(schema_state(dsn), config.path)
        yield wrong(problem) if problem else good("the schema is of this version")
        if not problem:
            yield from _addresses(config, database)
    finally:
        database.close()
    if not config.django.enabled:
        yield good("people of a Django site are not recognised: django.enabled is false")
        return
    chat = None if problem else dsn
    yield from _site(config, config.django.dsn or dsn, chat, cookies)
    yield from browsing.findings(config)


def _site(config: Config, dsn: str, chat_dsn: str | None, cookies: str | None) -> Iterator[Finding]:
    database = Database(dsn, size=1, application="inko-lite check")
    chat = Database(chat_dsn, size=1, application="inko-lite check") if chat_dsn else None
    try:
        yield from site.findings(config, database, chat)
        if cookies is not None:
            yield from browsing.person(config, database, cookies)
    except StoreUnavailable as error:
        yield wrong(f"the Django site's database cannot be reached: {_reason(error)}: see django.dsn")
    except psycopg2.errors.QueryCanceled:
        yield warning("the Django site's database took longer than 10 s for one answer: the rest was not looked at")
    finally:
        database.close()
        if chat is not None:
            chat.close()


def _reason(error: StoreUnavailable) -> str:
    return " ".join(str(error.__cause__).split())


def _addresses(config: Config, database: Database) -> Iterator[Finding]:
    """Behind a proxy that is not trusted, all guests come from the proxy: then one ban shuts everybody out."""
    rows = database.rows(
        "SELECT address, count(*), sum(count(*)) OVER () FROM inko.sessions"
        " WHERE kind = 'guest' AND address IS NOT NULL AND created_at > now() - interval '7 days'"
        " GROUP BY address ORDER BY 2 DESC LIMIT 1"
    )
    if not rows or rows[0][2] < ENOUGH_GUESTS:
        return
    network, most, guests = rows[0][0], rows[0][1], int(rows[0][2])
    if most < guests * MOST_OF_THEM:
        yield good(f"guests of the last 7 days came from many networks: {guests}, of whom {most} from one")
        return
    trusted = ", ".join(config.server.trusted_proxies) or "empty"
    yield warning(
        f"{most} of {guests} guests of the last 7 days came from one network, {network}: if a proxy stands there, name it in"
        f" server.trusted_proxies (now {trusted}), or one ban by address shuts everybody out and no cookie is Secure"
    )
