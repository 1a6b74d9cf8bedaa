"""Chat sessions: who a request comes from.

Place: the first thing that the web layer asks. Invariants: the cookie's secret is never stored, only its hash; a change of
identity is a new session with a new secret; somebody signed in on the site is looked at again at most `recheck_seconds`
later. What is cached here is a hint for speed: a session that ended is refused inside each transaction that it starts.
"""

import hashlib
import hmac
import secrets
import time
from collections.abc import Callable, Sequence

from ..config import Config
from ..errors import AuthRequired, Banned, CsrfMissing
from ..stream.events import Change, Draft, EventLog
from . import permissions
from .addresses import Address, neighbourhood
from .bans import LOCK_OUT_NEW_BANS, NOT_BANNED, Bans
from .django_site import DjangoSite, SitePerson

COLUMNS = (
    "id, token_hash, csrf, kind, name, site_user_id, site_key_hash, permissions, locale, extract(epoch FROM expires_at)"
)
# What concerns all who have a session: the queue opens, closes.
EVERYBODY = "site"
CACHED_SESSIONS = 20_000
STAFF = ("agent", "monitor")


def unknown_address() -> None:
    """For those who ask from nowhere."""


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
        streams = {"session:" + id, EVERYBODY}
        if not self.permissions.isdisjoint(STAFF):
            streams.add("agents")
        if "monitor" in self.permissions:
            streams.add("monitors")
        self.streams = frozenset(streams)

    @property
    def staff(self) -> bool:
        """Is this an agent or a monitor?"""
        return "agents" in self.streams

    def require(self, *any_of: str) -> None:
        """Raises PermissionMissing unless one of these permissions is held."""
        permissions.require(self.permissions, *any_of)

    def require_csrf(self, token: str) -> None:
        """Raises CsrfMissing unless `token` is the session's; compares in constant time."""
        if not hmac.compare_digest(self.csrf.encode(), token.encode("utf-8", "surrogatepass")):
            raise CsrfMissing


class Identity:
    """Finds, opens and ends chat sessions."""

    def __init__(self, config: Config, log: EventLog, site: DjangoSite | None, bans: Bans) -> None:
        self._config = config
        self._bans = bans
        self._log = log
        self._database = log.database
        self._site = site
        self._cache: dict[bytes, Session] = {}
        self._by_id: dict[str, bytes] = {}
        # What else ends with a session: `(change, session, reason)` each; the server adds the queue and the rooms.
        self.on_end: list = []
        # `(change, ids of sessions)`: locks what `on_end` will need, before the first event is appended; set by the server.
        self.hold = lambda change, session_ids: None

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
        if person is None or person.user_id != session.site_user_id:
            return False
        rights = self._rights(person)
        if rights ^ session.permissions == permissions.APPROVED:
            # A trainee was promoted, or an agent is one again: the same person, and the chats go on.
            self._approve(session, rights)
        return rights == session.permissions

    def _rights(self, person: SitePerson) -> frozenset[str]:
        trainee = not person.groups.isdisjoint(self._config.dispatch.trainee_groups)
        return permissions.of_roles(person.roles, trainee)

    def _approve(self, session: Session, rights: frozenset[str]) -> None:
        with self._log.change() as change:
            (status,) = change.row(
                "UPDATE sessions SET permissions = %s WHERE id = %s RETURNING status", (sorted(rights), session.id)
            )
            told = {"from": session.person, "status": status, "approved": rights.issuperset(permissions.APPROVED)}
            change.append([Draft("agents", "status", told, None, session.id)])
        session.permissions = rights

    def _person(self, site_key: str | None) -> SitePerson | None:
        return self._site.person(site_key) if self._site is not None and site_key else None

    def open(
        self, token: str | None, site_key: str | None, locale: str, address: Address | None = None
    ) -> tuple[Session, str | None]:
        """The session of a page load: the one of the cookies where they still agree, else a new one and its secret.

        Raises Banned when whoever asks has no session and may not have one.
        """
        person = self._person(site_key)
        session = self.find(token, site_key)
        if session is not None:
            same = (session.site_user_id or None) == (person.user_id if person else None)
            if same and (person is None or self._still(session, site_key)):
                self._refuse_address(session, lambda: address)
                session.checked_at = time.time()
                return session, None
            self.end(session, "signed_in" if person else "signed_out")
        old_token, token = token, secrets.token_urlsafe(32)
        roles = person.roles if person else frozenset()
        rows = self._database.rows(
            f"{LOCK_OUT_NEW_BANS} INSERT INTO sessions (id, token_hash, csrf, kind, name, site_user_id, site_key_hash,"
            " permissions, chat_limit, locale, address, expires_at) SELECT %(id)s, %(hash)s, %(csrf)s, %(kind)s, %(name)s,"
            " %(account)s, %(key_hash)s, %(permissions)s, %(chat_limit)s, %(locale)s, %(network)s,"
            f" clock_timestamp() + %(hours)s * interval '1 h' WHERE {NOT_BANNED} RETURNING {COLUMNS}",
            {
                "id": new_id(), "hash": _hash(token), "csrf": secrets.token_urlsafe(24),
                "kind": permissions.kind_of(roles) if person else "guest", "name": person.name if person else "Guest",
                "account": person.user_id if person else None, "key_hash": self._key_hash(site_key) if person else None,
                "permissions": sorted(self._rights(person)) if person else [], "chat_limit": self._config.queue.default_chat_limit,
                "locale": locale, "network": neighbourhood(address), "hours": self._config.session.absolute_hours,
                "token": _hash(old_token) if old_token else None,
                "address": None if roles or address is None else str(address),
            },
        )  # fmt: skip
        if not rows:
            raise Banned
        session = Session(*rows[0])
        self._keep(session)
        return session, token

    def require(
        self, token: str | None, site_key: str | None, address: Callable[[], Address | None] = unknown_address
    ) -> Session:
        """`find`, or Banned or AuthRequired. `address` is called when somebody is banned by address."""
        session = self.find(token, site_key)
        if session is None:
            if token and self.ban_of(token, site_key, address()) is not None:
                raise Banned
            raise AuthRequired
        self._refuse_address(session, address)
        return session

    def refuse_banned(self, token: str | None, site_key: str | None, address: Callable[[], Address | None]) -> None:
        """Raises Banned when whoever has these cookies and this address may have no session, as far as this worker knows."""
        if self._bans.any and self._bans.covers(*self._visitor(token, site_key, address())):
            raise Banned

    def ban_of(self, token: str | None, site_key: str | None, address: Address | None) -> int | None:
        """The id of the ban in force that covers whoever has these cookies and this address."""
        return self._bans.find(*self._visitor(token, site_key, address))

    def _visitor(self, token: str | None, site_key: str | None, address: Address | None) -> tuple:
        """What bans look at: the secret, the account, and the address. A network that the staff works in, too, is no reason
        to lock the staff out."""
        person = self._person(site_key)
        return (
            _hash(token) if token else None,
            person.user_id if person else None,
            None if person and person.roles else address,
        )

    def _refuse_address(self, session: Session, address: Callable[[], Address | None]) -> None:
        # Sessions that a ban by account or by session covers were ended with it. One that a ban of a range covers may live
        # on where the range is narrower than what is kept of an address.
        if self._bans.by_address and not session.staff and self._bans.covers(None, None, address()):
            self.end(session, "banned")
            raise Banned

    def end(self, session: Session, reason: str) -> None:
        """Ends the session: out of the queue and all rooms, its listeners told. Ending it twice does nothing."""
        with self._log.change() as change:
            self.finish(change, session, reason)

    def finish(self, change: Change, session: Session, reason: str, first: Sequence[Draft] = ()) -> None:
        """`end`, inside a change. `first` is told before all that follows from it."""
        self.forget(session.id)
        if not change.row(
            "UPDATE sessions SET ended_at = clock_timestamp(), end_reason = %s, status = 'offline', idle = false"
            " WHERE id = %s AND ended_at IS NULL RETURNING 1",
            (reason, session.id),
        ):
            return
        self.hold(change, [session.id])
        if first:
            change.append(first)
        for follow in self.on_end:
            follow(change, session, reason)
        drafts = [Draft("session:" + session.id, "session_ended", {"reason": reason})]
        if session.staff:
            drafts.append(Draft("agents", "status", {"from": session.person, "status": "offline"}))
        change.append(drafts)

    @staticmethod
    def living(change: Change, condition: str, args: Sequence) -> list[Session]:
        """The sessions that have not ended and fulfil an SQL condition on `sessions`."""
        rows = change.rows(
            f"SELECT {COLUMNS} FROM sessions WHERE ended_at IS NULL AND {condition} ORDER BY id", args
        )
        return [Session(*row) for row in rows]

    def renew(self, change: Change, session_id: str) -> str:
        """A new secret for a session, inside a change; the old one is good for nothing from its commit on."""
        token = secrets.token_urlsafe(32)
        change.rows("UPDATE sessions SET token_hash = %s WHERE id = %s", (_hash(token), session_id))
        self.forget(session_id)
        return token

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
