"""Chat sessions: who a request comes from.

Place: the first thing that the web layer asks. Invariants: the cookie's secret is never stored, only its hash; a change of
identity is a new session with a new secret; somebody signed in on the site is looked at again at most `recheck_seconds`
later. What is cached here is a hint for speed: a session that ended is refused inside each transaction that it starts.
"""

import hashlib
import hmac
import secrets
import time

from ..config import Config
from ..errors import AuthRequired, CsrfMissing
from ..stream.events import Change, Draft, EventLog
from . import permissions
from .django_site import DjangoSite, SitePerson

COLUMNS = (
    "id, token_hash, csrf, kind, name, site_user_id, site_key_hash, permissions, locale, extract(epoch FROM expires_at)"
)
CACHED_SESSIONS = 20_000


def new_id() -> str:
    """An opaque, unguessable id of 128 random bits, URL-safe."""
    return secrets.token_urlsafe(16)


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()


class Session:
    """A chat session as requests see it. `person` is its `from` in events."""

    __slots__ = (
        "checked_at", "csrf", "expires_at", "id", "kind", "locale", "name", "permissions", "person",
        "site_key_hash", "site_user_id", "streams", "token_hash",
    )  # fmt: skip

    def __init__(
        self, id, token_hash, csrf, kind, name, site_user_id, site_key_hash, its_permissions, locale, expires_at
    ) -> None:
        self.id: str = id
        self.token_hash = bytes(token_hash)
        self.csrf: str = csrf
        self.kind: str = kind
        self.name: str = name
        self.site_user_id: str | None = site_user_id
        self.site_key_hash: str | None = site_key_hash
        self.permissions = frozenset(its_permissions)
        self.locale: str = locale
        self.expires_at = float(expires_at)
        self.checked_at = time.time()
        self.person = {"id": id, "name": name, "kind": kind}
        staff = not self.permissions.isdisjoint(("agent", "monitor"))
        self.streams = frozenset({"session:" + id, "agents"} if staff else {"session:" + id})

    def require(self, *any_of: str) -> None:
        """Raises PermissionMissing unless one of these permissions is held."""
        permissions.require(self.permissions, *any_of)

    def require_csrf(self, token: str) -> None:
        """Raises CsrfMissing unless `token` is the session's; compares in constant time."""
        if not hmac.compare_digest(self.csrf.encode(), token.encode("utf-8", "surrogatepass")):
            raise CsrfMissing


class Identity:
    """Finds, opens and ends chat sessions."""

    def __init__(self, config: Config, log: EventLog, site: DjangoSite | None) -> None:
        self._config = config
        self._log = log
        self._database = log.database
        self._site = site
        self._cache: dict[bytes, Session] = {}
        self._by_id: dict[str, bytes] = {}
        # What else ends with a session: `(change, session, reason)` each; the server adds the queue and the rooms.
        self.on_end: list = []

    def find(self, token: str | None, site_key: str | None) -> Session | None:
        """The living session of this secret, or None. `site_key` is the value of the site's own session cookie."""
        if not token:
            return None
        now = time.time()
        token_hash = _hash(token)
        session = self._cache.get(token_hash)
        if session is None or now - session.checked_at > self._config.django.recheck_seconds:
            self.forget(session.id if session else None)
            session = self._load(token_hash)
            if session is None:
                return None
            if session.site_user_id is not None and not self._still(session, site_key):
                self.end(session, "signed_out")
                return None
            self._keep(session)
        if session.expires_at <= now:
            self.end(session, "expired")
            return None
        if session.site_key_hash is not None and self._key_hash(site_key) != session.site_key_hash:
            return None
        return session

    def _load(self, token_hash: bytes) -> Session | None:
        rows = self._database.rows(
            f"SELECT {COLUMNS} FROM sessions WHERE token_hash = %s AND ended_at IS NULL", (token_hash,)
        )
        return Session(*rows[0]) if rows else None

    def _keep(self, session: Session) -> None:
        while len(self._cache) >= CACHED_SESSIONS:
            self._by_id.pop(self._cache.pop(next(iter(self._cache))).id, None)
        self._cache[session.token_hash] = session
        self._by_id[session.id] = session.token_hash

    def forget(self, session_id: str | None) -> None:
        """The next request of this session is looked up anew."""
        token_hash = self._by_id.pop(session_id, None)
        if token_hash is not None:
            self._cache.pop(token_hash, None)

    @staticmethod
    def _key_hash(site_key: str | None) -> str | None:
        return hashlib.sha256(site_key.encode("utf-8", "surrogatepass")).hexdigest() if site_key else None

    def _still(self, session: Session, site_key: str | None) -> bool:
        """Is the person on the site still who the session says, with the same rights?"""
        person = self._person(site_key)
        return (
            person is not None
            and person.user_id == session.site_user_id
            and permissions.of_roles(person.roles) == session.permissions
        )

    def _person(self, site_key: str | None) -> SitePerson | None:
        return self._site.person(site_key) if self._site is not None and site_key else None

    def open(self, token: str | None, site_key: str | None, locale: str) -> tuple[Session, str | None]:
        """The session of a page load: the one of the cookies where they still agree, else a new one and its secret."""
        person = self._person(site_key)
        session = self.find(token, site_key)
        if session is not None:
            same = (session.site_user_id or None) == (person.user_id if person else None)
            if same and (person is None or self._still(session, site_key)):
                session.checked_at = time.time()
                return session, None
            self.end(session, "signed_in" if person else "signed_out")
        token = secrets.token_urlsafe(32)
        roles = person.roles if person else frozenset()
        rows = self._database.rows(
            "INSERT INTO sessions (id, token_hash, csrf, kind, name, site_user_id, site_key_hash, permissions, chat_limit,"
            " locale, expires_at) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, clock_timestamp() + %s * interval '1 h')"
            f" RETURNING {COLUMNS}",
            (
                new_id(), _hash(token), secrets.token_urlsafe(24),
                permissions.kind_of(roles) if person else "guest", person.name if person else "Guest",
                person.user_id if person else None, self._key_hash(site_key) if person else None,
                sorted(permissions.of_roles(roles)), self._config.queue.default_chat_limit, locale,
                self._config.session.absolute_hours,
            ),
        )  # fmt: skip
        session = Session(*rows[0])
        self._keep(session)
        return session, token

    def require(self, token: str | None, site_key: str | None) -> Session:
        """`find`, or AuthRequired."""
        session = self.find(token, site_key)
        if session is None:
            raise AuthRequired
        return session

    def end(self, session: Session, reason: str) -> None:
        """Ends the session: out of the queue and all rooms, its listeners told. Ending it twice does nothing."""
        self.forget(session.id)
        with self._log.change() as change:
            if not change.row(
                "UPDATE sessions SET ended_at = clock_timestamp(), end_reason = %s, status = 'offline'"
                " WHERE id = %s AND ended_at IS NULL RETURNING 1",
                (reason, session.id),
            ):
                return
            for follow in self.on_end:
                follow(change, session, reason)
            drafts = [Draft("session:" + session.id, "session_ended", {"reason": reason})]
            if "agents" in session.streams:
                drafts.append(Draft("agents", "status", {"from": session.person, "status": "offline"}))
            change.append(drafts)

    def rename(self, session: Session, name: str) -> None:
        """The name that a guest gave with the question, for what this worker sends from now on."""
        session.name = name
        session.person = {**session.person, "name": name}

    def own(self, session: Session, view: Change | None = None) -> dict:
        """The session as its owner sees it, with what may have changed since the request began."""
        sql = "SELECT name, status, chat_limit FROM sessions WHERE id = %s"
        (name, status, chat_limit) = (view.rows if view else self._database.rows)(sql, (session.id,))[0]
        return {
            "id": session.id, "name": name, "kind": session.kind, "permissions": sorted(session.permissions),
            "status": status, "chat_limit": chat_limit, "locale": session.locale,
        }  # fmt: skip
