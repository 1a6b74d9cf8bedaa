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
from typing import NamedTuple

import msgspec
import psycopg2

from ..database import Database
from ..logs import reason
from ..settings import DjangoSection
from . import names
from .identity_probe import IdentityProbe
from .site_tables import SiteMismatch, UserTables, session_statement, table_name

log = logging.getLogger(__name__)

SESSION_SALT = "django.contrib.sessions.SessionStore"  # `db` and `cached_db` alike: it has the class's bare name
LEGACY_SESSION_SALT = "django.contrib.sessionsSessionStore"  # up to Django 3.0, where no dot stood between the two
AUTH_HASH_SALT = "django.contrib.auth.models.AbstractBaseUser.get_session_auth_hash"
# What the engine `signed_cookies` gives instead: `django.core.signing`'s value, time and signature.
SIGNED_COOKIE = re.compile(r"\.?[\w-]{1,4000}:[0-9A-Za-z]{1,12}:[\w-]{43}", re.ASCII)
NO_ROWS = (
    "with the engines cache, file and signed_cookies there is no row in django_session to read:"
    " set SESSION_ENGINE to db or cached_db, or [django] identity_url"
)
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


class Look(NamedTuple):
    """Who a session of the site belongs to; when to nobody, `reason` says why, in the words of `session_ended`."""

    person: SitePerson | None
    reason: str = ""


NOBODY = Look(None, "signed_out")
EXPIRED = Look(None, "expired")
DEACTIVATED = Look(None, "deactivated")
PASSWORD_CHANGED = Look(None, "password_changed")


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
        self._probe = IdentityProbe(django) if django.identity_url else None
        self._statements: tuple[str, str] | None = None
        self._said: set[str] = set()

    def person(self, session_key: str) -> SitePerson | None:
        """Whose session this is, if anybody's; see `look`."""
        return self.look(session_key).person

    def look(self, session_key: str) -> Look:
        """Whose session this is, or why it is nobody's. Meant to be asked again each `recheck_seconds`: a sign-out, a new
        password or a lost permission shows at the next call. `session_key` is the value of the site's cookie.

        Raises StoreUnavailable when the database cannot be reached, SiteUnavailable when the site does not say.
        """
        if not self._django.enabled or not session_key:
            return NOBODY
        try:
            return self._by_probe(session_key) if self._probe is not None else self._by_row(session_key)
        except psycopg2.DataError:  # an id that the column's type cannot hold, from before a change of the user model
            return NOBODY
        except (SiteMismatch, psycopg2.ProgrammingError) as error:  # no such table or right: guests are served still
            # PostgreSQL's own text quotes the statement, in which the cookie's value stands.
            why = reason(error) if isinstance(error, psycopg2.Error) else str(error).strip()
            self._say("mismatch", "the Django site cannot be read; nobody on it is recognised: %s", why)
            return NOBODY

    def _by_row(self, session_key: str) -> Look:
        if not SESSION_KEY.fullmatch(session_key):
            if SIGNED_COOKIE.fullmatch(session_key):
                self._say("signed_cookies", f"the site's cookie holds a whole session: {NO_ROWS}")
            return NOBODY
        if not self._django.secret_key:
            self._say("secret", "[django] secret_key is empty: nobody who is signed in on the site is recognised")
            return NOBODY
        session_sql, user_sql = self._prepared()
        rows = self._database.rows(session_sql, (session_key,))
        if not rows:
            return NOBODY
        stored, living = rows[0]
        if not living:
            return EXPIRED
        session, legacy = self._reader.session(stored)
        user_id, auth_hash, backend = (session.get(f"_auth_user_{part}") for part in ("id", "hash", "backend"))
        if not all(value and isinstance(value, str) for value in (user_id, auth_hash, backend)):
            return NOBODY
        # The id goes as an untyped literal: PostgreSQL reads it as the column's type (integer, uuid, text) and so
        # can use the index, which `id::text = …` could not.
        users = self._database.rows(user_sql, (user_id,))
        if not users:
            return DEACTIVATED
        if not self._reader.hash_holds(auth_hash, users[0][2], legacy):
            return PASSWORD_CHANGED
        return self._person_of(users[0], session_key)

    def _by_probe(self, cookie: str) -> Look:
        name = self._probe.username(cookie)
        if name is None:
            return NOBODY
        users = self._database.rows(self._prepared()[1], (name,))
        if len(users) != 1:
            self._say(
                "username",
                f"the site names a user who is in {self._django.user_table} {len(users)} times: see [django]",
            )
            return NOBODY
        return self._person_of(users[0], cookie)

    def problems(self) -> list[str]:
        """What keeps the site's users from being recognised, a sentence each, for `inko-lite check`."""
        if not self._django.enabled:
            return []
        found = []
        if not self._django.secret_key and self._probe is None:
            found.append("[django] secret_key is empty: set it (or secret_key_file) to the site's SECRET_KEY")
        try:
            session_sql, user_sql = self._prepared()
            if session_sql:
                self._database.rows(session_sql, ("0" * 32,))
            self._database.rows(user_sql, ("0",))
        except psycopg2.DataError:
            pass  # a uuid column dislikes the id "0", which it says only when all before it is in order
        except (SiteMismatch, psycopg2.ProgrammingError) as error:
            found.append(str(error).strip())
        return found

    def _person_of(self, user: tuple, session_key: str) -> Look:
        user_id, username, _, first_name, last_name, is_active, is_superuser, groups, permissions = user
        if not is_active:
            return DEACTIVATED
        django = self._django
        if is_superuser:
            permissions = {*permissions, *django.agent_permissions, *django.monitor_permissions}
        ways = {
            "agent": (django.agent_permissions, django.agent_groups),
            "monitor": (django.monitor_permissions, django.monitor_groups),
        }
        held = set(permissions), set(groups)
        person = SitePerson(
            user_id=user_id,
            username=username,
            name=names.plain(f"{first_name} {last_name}") or names.plain(username) or "?",
            roles=frozenset(
                role
                for role, way in ways.items()
                if is_superuser or any(mine.intersection(theirs) for mine, theirs in zip(held, way, strict=True))
            ),
            permissions=frozenset(permissions),
            groups=frozenset(groups),
            session_key_hash=hashlib.sha256(session_key.encode()).hexdigest(),
        )
        return Look(person)

    def _prepared(self) -> tuple[str, str]:
        """The two statements as text, made at the first call: to quote a name takes a connection. With a probe there is
        none for sessions, and users are found by name."""
        if self._statements is None:
            by_name = self._probe is not None
            with self._database.transaction() as cursor:
                users = UserTables(cursor, *self._user_table, self._django.username_column)
                user_sql = users.user_statement(by_name)
                session_sql = None if by_name else session_statement(cursor, *self._session_table)
                self._statements = ("" if by_name else session_sql.as_string(cursor), user_sql.as_string(cursor))
        return self._statements

    def _say(self, topic: str, sentence: str, *arguments: str) -> None:
        """Warns once a topic: the cause lies in the site, and a line a request would drown the log."""
        if topic not in self._said:
            self._said.add(topic)
            log.warning(sentence, *arguments)
