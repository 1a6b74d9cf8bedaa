"""Who a person is on the Django site that this chat belongs to.

Reads what Django wrote, in Django's database, and writes nothing: the row in `django_session` that the site's cookie
names, its signature checked by Django's own `django.core.signing`, then the user with groups and permissions in one
query. Invariant: no part of a row is parsed before its signature holds, and pickles are never loaded. Whom Django
itself would call anonymous is nobody here: an expired or tampered row, an inactive user, a password changed since.
"""

import base64
import hashlib
import hmac
import json
import logging
import re
import zlib
from collections.abc import Callable, Sequence

import msgspec
import psycopg2
import psycopg2.extensions
from psycopg2 import sql

from ..database import Database
from ..settings import DjangoSection

log = logging.getLogger(__name__)

SESSION_SALT = "django.contrib.sessions.SessionStore"  # `db` and `cached_db` alike: it has the class's bare name
LEGACY_SESSION_SALT = "django.contrib.sessionsSessionStore"  # up to Django 3.0, where no dot stood between the two
AUTH_HASH_SALT = "django.contrib.auth.models.AbstractBaseUser.get_session_auth_hash"
SESSION_KEY = re.compile(r"[a-z0-9]{8,40}")  # Django's own alphabet, least and greatest length


class SitePerson(msgspec.Struct, frozen=True):
    """A signed-in user of the site. `roles` is a subset of {"agent", "monitor"}; `permissions` are bare codenames.

    `session_key_hash` (SHA-256, hex) stands for the site's session in our own tables: the key is as good as a password.
    """

    user_id: str
    username: str
    name: str
    roles: frozenset[str]
    permissions: frozenset[str]
    groups: frozenset[str]
    session_key_hash: str


class SiteMismatch(Exception):
    """The database is there, but it does not hold the Django site that the configuration describes."""


class SessionReader:
    """Takes session rows apart, once they prove to be signed with one of `keys` (the current one first)."""

    def __init__(self, keys: Sequence[str], warn: Callable[[str, str], None]) -> None:
        self._keys = keys
        self._warn = warn

    def session(self, stored: str) -> tuple[dict, bool]:
        """The session (empty when it does not verify), and whether the row has the form that Django wrote up to 3.0."""
        legacy = ":" not in stored  # base64 has no colon, and what `django.core.signing` writes has two
        try:
            session = self._legacy(stored) if legacy else self._signed(stored)
        except (ValueError, RecursionError, zlib.error):  # signed, so the site wrote it, and yet it is not JSON
            self._warn(
                "pickle", "a session row is not JSON and is refused (pickle?): set SESSION_SERIALIZER to JSONSerializer"
            )
            session = None
        return (session if isinstance(session, dict) else {}), legacy

    def _signed(self, stored: str) -> object:
        # Imported here: Django's settings module costs 60 ms, which a chat without a Django site need not pay.
        from django.core import signing

        # Every argument is given, so that Django's settings are never asked: they are not ours to configure.
        signer = signing.TimestampSigner(key=self._keys[0], salt=SESSION_SALT, fallback_keys=self._keys[1:])
        try:
            signer.unsign(stored)
        except signing.BadSignature:
            return None
        return signer.unsign_object(stored, serializer=signing.JSONSerializer)

    def _legacy(self, stored: str) -> object:
        try:
            mac, separator, payload = base64.b64decode(stored.encode("ascii")).partition(b":")
        except ValueError:
            return None
        if not separator or len(mac) != 40:
            # Django up to 1.3 wrote a pickle with a bare MD5 behind it, which is no proof of anything.
            self._warn(
                "ancient", "a session row is a pickle as Django 1.3 and older wrote them, and is refused: sign in again"
            )
            return None
        # SHA-1 is what those versions used; in an HMAC it holds.
        if not self._any_key(mac, LEGACY_SESSION_SALT, payload, "sha1"):
            return None
        return json.loads(payload)

    def hash_holds(self, auth_hash: str, password: str, legacy: bool) -> bool:
        """A session ends with its user's password: the hash in the session is an HMAC of the password column."""
        algorithms = ("sha256", "sha1") if legacy else ("sha256",)
        return any(self._any_key(auth_hash.encode(), AUTH_HASH_SALT, password, algorithm) for algorithm in algorithms)

    def _any_key(self, given: bytes, salt: str, value: str | bytes, algorithm: str) -> bool:
        from django.utils.crypto import salted_hmac

        wanted = (salted_hmac(salt, value, secret=key, algorithm=algorithm).hexdigest().encode() for key in self._keys)
        return any(hmac.compare_digest(given, each) for each in wanted)


class DjangoSite:
    """Answers `person(session_key)` from the site's tables: two indexed queries and some 60 µs of cryptography."""

    def __init__(self, django: DjangoSection, database: Database) -> None:
        self._django = django
        self._database = database
        self._session_table = table_name(django.session_table)
        self._user_table = table_name(django.user_table)
        # An empty key would send Django looking for settings.
        fallbacks = [key for key in django.secret_key_fallbacks if key]
        self._reader = SessionReader([django.secret_key, *fallbacks], self._say)
        self._statements: tuple[str, str] | None = None
        self._said: set[str] = set()

    def person(self, session_key: str) -> SitePerson | None:
        """Whose session this is. Meant to be asked again each `recheck_seconds`: a sign-out, a new password or a lost
        permission shows at the next call. Raises StoreUnavailable when the database cannot be reached.
        """
        if not self._django.enabled or not session_key or not SESSION_KEY.fullmatch(session_key):
            return None
        if not self._django.secret_key:
            self._say("secret", "[django] secret_key is empty: nobody who is signed in on the site is recognised")
            return None
        try:
            session_sql, user_sql = self._prepared()
            rows = self._database.rows(session_sql, (session_key,))
            session, legacy = self._reader.session(rows[0][0]) if rows else ({}, False)
            user_id, auth_hash, backend = (session.get(f"_auth_user_{part}") for part in ("id", "hash", "backend"))
            if not all(value and isinstance(value, str) for value in (user_id, auth_hash, backend)):
                return None
            # The id goes as an untyped literal: PostgreSQL reads it as the column's type (integer, uuid, text) and so
            # can use the index, which `id::text = …` could not.
            users = self._database.rows(user_sql, (user_id,))
        except psycopg2.DataError:  # an id that the column's type cannot hold, from before a change of the user model
            return None
        except (SiteMismatch, psycopg2.ProgrammingError) as error:  # no such table or right: guests are served still
            self._say("mismatch", "the Django site cannot be read; nobody on it is recognised: %s", str(error).strip())
            return None
        return self._verified(users[0], auth_hash, legacy, session_key) if users else None

    def problems(self) -> list[str]:
        """What keeps the site's users from being recognised, a sentence each, for `inko-lite check`."""
        if not self._django.enabled:
            return []
        found = []
        if not self._django.secret_key:
            found.append("[django] secret_key is empty: set it (or secret_key_file) to the site's SECRET_KEY")
        try:
            session_sql, user_sql = self._prepared()
            self._database.rows(session_sql, ("0" * 32,))
            self._database.rows(user_sql, ("0",))
        except psycopg2.DataError:
            pass  # a uuid column dislikes the id "0", which it says only when all before it is in order
        except (SiteMismatch, psycopg2.ProgrammingError) as error:
            found.append(str(error).strip())
        return found

    def _verified(self, user: tuple, auth_hash: str, legacy: bool, session_key: str) -> SitePerson | None:
        user_id, username, password, first_name, last_name, is_active, is_superuser, groups, permissions = user
        if not is_active or not self._reader.hash_holds(auth_hash, password, legacy):
            return None
        django = self._django
        if is_superuser:
            permissions = {*permissions, *django.agent_permissions, *django.monitor_permissions}
        ways = {
            "agent": (django.agent_permissions, django.agent_groups),
            "monitor": (django.monitor_permissions, django.monitor_groups),
        }
        held = set(permissions), set(groups)
        return SitePerson(
            user_id=user_id,
            username=username,
            name=f"{first_name} {last_name}".strip() or username,
            roles=frozenset(
                role
                for role, way in ways.items()
                if is_superuser or any(mine.intersection(theirs) for mine, theirs in zip(held, way, strict=True))
            ),
            permissions=frozenset(permissions),
            groups=frozenset(groups),
            session_key_hash=hashlib.sha256(session_key.encode()).hexdigest(),
        )

    def _prepared(self) -> tuple[str, str]:
        """The two statements as text, made at the first call: to quote a name takes a connection."""
        if self._statements is None:
            with self._database.transaction() as cursor:
                session_sql = sql.SQL("SELECT session_data FROM {} WHERE session_key = %s AND expire_date > now()")
                session_sql = session_sql.format(sql.Identifier(*self._session_table))
                self._statements = (
                    session_sql.as_string(cursor),
                    user_statement(cursor, *self._user_table).as_string(cursor),
                )
        return self._statements

    def _say(self, topic: str, sentence: str, *arguments: str) -> None:
        """Warns once a topic: the cause lies in the site, and a line a request would drown the log."""
        if topic not in self._said:
            self._said.add(topic)
            log.warning(sentence, *arguments)


def table_name(configured: str) -> tuple[str, str]:
    """(schema, table) of a name from the configuration. Without a schema it is `public`, whatever the search path."""
    schema, _, table = configured.rpartition(".")
    return schema or "public", table


def user_statement(cursor: psycopg2.extensions.cursor, schema: str, table: str) -> sql.Composed:
    """One SELECT for a user with groups and permissions, fitted to the columns that this site's user model has."""
    columns = _columns(cursor, schema, table)
    if "id" not in columns or "password" not in columns:
        raise SiteMismatch(f"{schema}.{table} is not a Django user table: set [django] user_table to the user model's")

    def column(name: str, otherwise: str) -> sql.Composable:
        # A user model of the site's own may lack a column: Django then takes the class's default, which these are.
        return sql.SQL("u.{}").format(sql.Identifier(name)) if name in columns else sql.SQL(otherwise)

    values = [
        sql.SQL("u.id::text"),
        column("username", "u.email" if "email" in columns else "u.id::text"),
        column("password", "''"),
        column("first_name", "''"),
        column("last_name", "''"),
        column("is_active", "TRUE"),
        column("is_superuser", "FALSE"),
    ]
    return sql.SQL(
        "SELECT {values},"
        " ARRAY(SELECT g.name::text FROM {group} g JOIN {member} m ON m.group_id = g.id WHERE m.{member_user} = u.id),"
        " ARRAY(SELECT p.codename::text FROM {permission} p WHERE p.id IN ("
        "SELECT o.permission_id FROM {own} o WHERE o.{own_user} = u.id"
        " UNION SELECT gp.permission_id FROM {of_group} gp"
        " JOIN {member} m ON m.group_id = gp.group_id WHERE m.{member_user} = u.id))"
        " FROM {user} u WHERE u.id = %s"
    ).format(
        values=sql.SQL(", ").join(values),
        user=sql.Identifier(schema, table),
        group=sql.Identifier(schema, "auth_group"),
        permission=sql.Identifier(schema, "auth_permission"),
        of_group=sql.Identifier(schema, "auth_group_permissions"),
        member=sql.Identifier(schema, f"{table}_groups"),
        member_user=_user_column(cursor, schema, f"{table}_groups", "group_id"),
        own=sql.Identifier(schema, f"{table}_user_permissions"),
        own_user=_user_column(cursor, schema, f"{table}_user_permissions", "permission_id"),
    )


def _columns(cursor: psycopg2.extensions.cursor, schema: str, table: str) -> set[str]:
    cursor.execute(
        "SELECT a.attname::text FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid"
        " JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE n.nspname = %s AND c.relname = %s AND a.attnum > 0 AND NOT a.attisdropped",
        (schema, table),
    )
    found = {name for (name,) in cursor.fetchall()}
    if not found:
        raise SiteMismatch(f"table {schema}.{table} does not exist: run the site's migrations, or correct [django]")
    return found


def _user_column(cursor: psycopg2.extensions.cursor, schema: str, table: str, other: str) -> sql.Identifier:
    """The column of a many-to-many table that points at the user: Django names it after the model's class."""
    candidates = _columns(cursor, schema, table) - {"id", other}
    if len(candidates) != 1:
        raise SiteMismatch(f"{schema}.{table} is not a many-to-many table of Django's: it has {sorted(candidates)}")
    return sql.Identifier(candidates.pop())
