"""The Django site's database: can it be read, and not too much of it; do its sessions fit; who is an agent."""

import re
import time
from collections.abc import Iterator

import psycopg2

from ..config import Config
from ..database import Database
from ..desk.django_site import NO_ROWS, DjangoSite, SessionReader
from ..desk.site_tables import SiteMismatch, UserTables, session_columns, table_name
from .finding import Finding, good, warning, wrong

READER = "deploy/django/reader.sql"
PERMISSIONS = "deploy/django/permissions.sql"
ROWS = 200
# Logins that left no row for so long were not saved there; several people can hardly all have signed out again.
STALE_SECONDS = 300
SEVERAL = 3
LOGIN_DAYS = 14
SHOWN = 8
BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
STAMP = re.compile(r":([0-9A-Za-z]{1,10}):[\w-]+\Z")


def findings(config: Config, database: Database, chat: Database | None) -> Iterator[Finding]:
    """All about that database; raises StoreUnavailable when it cannot be reached. `chat` is our own, if it can be read."""
    django = config.django
    problems = DjangoSite(django, database).problems()
    for problem in problems:
        yield wrong(problem)
    try:
        with database.transaction() as cursor:
            users = UserTables(cursor, *table_name(django.user_table), django.username_column)
            read = users.read()
            schema, table = table_name(django.session_table)
            if not django.identity_url:
                session_columns(cursor, schema, table)
    except SiteMismatch:
        return  # said above
    tables = {(users.schema, name): columns for name, columns in read.items()}
    if not django.identity_url:
        tables[schema, table] = ["session_key", "session_data", "expire_date"]
    missing = list(_missing_rights(database, tables))
    yield from missing
    yield from _excess_rights(config, database, tables)
    if problems or missing:
        return
    yield good(f"people signed in on the Django site are recognised by the cookie {django.cookie}")
    logins = _logins(database, users)
    if not django.identity_url:
        yield from _sessions(config, database, f'"{schema}"."{table}"', logins)
    yield from _roles(config, database, users)
    if chat is not None:
        yield from _recognised(config, chat, logins)


# ── rights ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _missing_rights(database: Database, tables: dict[tuple[str, str], list[str]]) -> Iterator[Finding]:
    ((role,),) = database.rows("SELECT current_user")
    for (schema, table), columns in tables.items():
        ((usable,),) = database.rows("SELECT has_schema_privilege(%s, 'USAGE')", (schema,))
        closed = [
            column
            for column, readable in database.rows(
                "SELECT c, has_column_privilege(format('%%I.%%I', %s, %s), c, 'SELECT') FROM unnest(%s) c",
                (schema, table, columns),
            )
            if not (readable and usable)
        ]
        if closed:
            yield wrong(f"the role {role} may not read {', '.join(closed)} of {schema}.{table}: see {READER}")


def _excess_rights(config: Config, database: Database, tables: dict[tuple[str, str], list[str]]) -> Iterator[Finding]:
    """More rights than reading needs are a danger, and no fault."""
    ((role, superuser),) = database.rows("SELECT rolname, rolsuper FROM pg_roles WHERE rolname = current_user")
    if superuser:
        yield warning(
            f"the role {role} is a superuser of the site's database: one that only reads is safer, see {READER}"
        )
        return
    written = [
        f"{schema}.{table}"
        for schema, table in tables
        if database.rows(
            "SELECT has_any_column_privilege(n, 'INSERT, UPDATE') OR has_table_privilege(n, 'DELETE, TRUNCATE')"
            " FROM format('%%I.%%I', %s, %s) n",
            (schema, table),
        )[0][0]
    ]
    if written:
        yield warning(f"the role {role} may write to {', '.join(written)}: one that only reads is safer, see {READER}")
    if not config.django.dsn:
        return  # the chat's own role has the chat's own tables, too
    others = database.rows(
        "SELECT n.nspname || '.' || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')"
        " AND has_schema_privilege(n.oid, 'USAGE') AND has_any_column_privilege(c.oid, 'SELECT')"
        " AND NOT (n.nspname || '.' || c.relname = ANY(%s)) ORDER BY 1",
        ([f"{schema}.{table}" for schema, table in tables],),
    )
    if others:
        yield warning(
            f"the role {role} may read more than the chat needs, {others[0][0]} among {len(others)} other tables: see {READER}"
        )
    if not written and not others:
        yield good(f"the role {role} may read what it must and nothing else")


# ── sessions ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _logins(database: Database, users: UserTables) -> list[float] | None:
    """When users last logged in, of those who did lately, the newest first; None when it cannot be known."""
    if "last_login" not in users.columns:
        return None
    table = f'"{users.schema}"."{users.table}"'
    try:
        rows = database.rows(
            f"SELECT extract(epoch FROM last_login) FROM {table} WHERE last_login > now() - %s * interval '1 day'"
            " ORDER BY 1 DESC LIMIT 1000",
            (LOGIN_DAYS,),
        )
    except (psycopg2.errors.InsufficientPrivilege, psycopg2.errors.QueryCanceled):
        return None
    return [float(when) for (when,) in rows]


def _sessions(config: Config, database: Database, table: str, logins: list[float] | None) -> Iterator[Finding]:
    """Does the site keep its sessions here, and do they bear the signature of its key?"""
    django = config.django
    stored = [
        row[0]
        for row in database.rows(
            f"SELECT session_data FROM {table} WHERE expire_date > now() ORDER BY expire_date DESC LIMIT {ROWS}"
        )
    ]
    if logins is None:
        yield warning(
            f"when people logged in cannot be read (last_login of {django.user_table}), so the engine is not guessed"
        )
    if not stored:
        if logins:
            yield wrong(
                f"nobody has a session in {django.session_table}, and {len(logins)} users logged in during the last"
                f" {LOGIN_DAYS} days: {NO_ROWS}"
            )
        else:
            yield good(f"nobody has a session in {django.session_table} yet, so its form was not looked at")
        return
    saved = max(map(_saved_at, stored))
    unsaved = [when for when in logins or () if when > saved + STALE_SECONDS]
    if saved and unsaved:
        ago = f"{(time.time() - saved) / 3600:.1f} hours ago"
        say = wrong if len(unsaved) >= SEVERAL else warning
        yield say(
            f"{django.session_table} was last written {ago}, and {len(unsaved)} users logged in since then: {NO_ROWS}"
        )
    said: list[str] = []
    keys = [django.secret_key, *filter(None, django.secret_key_fallbacks)]
    current = [SessionReader(keys[:1], lambda topic, sentence: None).session(row)[0] for row in stored]
    known = [SessionReader(keys, lambda topic, sentence: said.append(sentence)).session(row)[0] for row in stored]
    good_rows, by_current = sum(map(bool, known)), sum(map(bool, current))
    if said:
        yield wrong(f"{said[0]} ({len(said)} of the newest {len(stored)} rows)")
    if not good_rows and not said:
        yield wrong(
            f"none of the newest {len(stored)} rows of {django.session_table} is signed with django.secret_key or one of"
            " django.secret_key_fallbacks: set them to the site's SECRET_KEY and SECRET_KEY_FALLBACKS"
        )
    elif good_rows < len(stored) - len(said):
        strange = len(stored) - len(said) - good_rows
        yield warning(
            f"{strange} of the newest {len(stored)} rows of {django.session_table} are signed with a key that is not in the"
            " configuration: those people are not recognised; was SECRET_KEY changed, and the old one not kept as a fallback?"
        )
    elif good_rows:
        old = f", {good_rows - by_current} of them with a fallback" if by_current < good_rows else ""
        yield good(f"the newest {len(stored)} sessions are signed with the keys in the configuration{old}")


def _saved_at(stored: str) -> float:
    """When a session was saved, by its signature's stamp; 0 for rows that have none."""
    found = STAMP.search(stored)
    value = 0
    for digit in found[1] if found else "":
        value = value * 62 + BASE62.index(digit)
    return value


def _recognised(config: Config, chat: Database, logins: list[float] | None) -> Iterator[Finding]:
    """Signed in there and never recognised here: most likely the cookie has another name, or is not for this host."""
    ((guests, people),) = chat.rows(
        "SELECT count(*) FILTER (WHERE kind = 'guest'), count(*) FILTER (WHERE kind <> 'guest') FROM inko.sessions"
        " WHERE created_at > now() - interval '14 days'"
    )
    if logins and len(logins) >= SEVERAL and guests >= SEVERAL and not people:
        yield warning(
            f"{len(logins)} users logged in on the site and {guests} guests came to the chat in the last {LOGIN_DAYS} days, and"
            f" nobody was recognised: is django.cookie ({config.django.cookie}) the site's SESSION_COOKIE_NAME, and does"
            " SESSION_COOKIE_DOMAIN cover the chat's host? `inko-lite check --cookies` says what a browser's cookies mean here"
        )


# ── roles ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _roles(config: Config, database: Database, users: UserTables) -> Iterator[Finding]:
    django = config.django
    with database.transaction() as cursor:
        statement = users.holders_statement().as_string(cursor)
    for role, permissions, groups in (
        ("agent", django.agent_permissions, django.agent_groups),
        ("monitor", django.monitor_permissions, django.monitor_groups),
    ):
        known = _known(database, users.schema, "auth_permission", "codename", permissions)
        known_groups = _known(database, users.schema, "auth_group", "name", groups)
        missing = [f"no permission {name}" for name in permissions if name not in known]
        missing += [f"no group {name!r}" for name in groups if name not in known_groups]
        holders = database.rows(statement, {"permissions": permissions, "groups": groups})
        named = [name for name, superuser in holders if not superuser]
        others = f" and {len(holders) - len(named)} superusers" if len(holders) > len(named) else ""
        if missing and not known and not known_groups:
            yield wrong(f"the site has {' and '.join(missing)}: nobody can be made {_a(role)}: run {PERMISSIONS}")
        elif missing:
            yield warning(
                f"the site has {' and '.join(missing)}, which [django] {role}_permissions or {role}_groups names"
            )
        if named:
            shown = ", ".join(named[:SHOWN]) + (", …" if len(named) > SHOWN else "")
            yield good(f"{role}s: {len(named)} ({shown}){others}")
        elif known or known_groups:
            ways = [f"the permission {name}" for name in permissions] + [f"the group {name!r}" for name in groups]
            yield warning(f"nobody but superusers is {_a(role)} ({len(holders)}): give somebody {' or '.join(ways)}")


def _a(role: str) -> str:
    return "an agent" if role == "agent" else f"a {role}"


def _known(database: Database, schema: str, table: str, column: str, names: list[str]) -> set[str]:
    rows = database.rows(f'SELECT {column} FROM "{schema}".{table} WHERE {column} = ANY(%s)', (names,))
    return {name for (name,) in rows}
