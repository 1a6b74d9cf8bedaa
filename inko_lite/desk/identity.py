"""Chat sessions: who a request comes from.

Place: the first thing that the web layer asks. Invariants: the cookie's secret is never stored, only its hash; a secret is
always made here, and a change of identity is a new one and another session; a person of the site has one session, with a
sign-in for each browser, and is looked at again at most `recheck_seconds` later. What is cached here is a hint for speed: a
session that ended is refused inside each transaction that it starts.
"""

import hashlib
import hmac
import secrets
import time
from collections.abc import Callable, Sequence

from ..config import Config
from ..errors import AuthRequired, Banned, CsrfMissing
from ..stream.events import Change, Draft, EventLog
from . import permissions, sign_ins
from .addresses import Address, neighbourhood
from .bans import LOCK_OUT_NEW_BANS, NOT_BANNED, Bans
from .django_site import NOBODY, DjangoSite, Look, SitePerson

COLUMNS = "id, token_hash, csrf, kind, name, site_user_id, NULL, permissions, locale, extract(epoch FROM expires_at)"
OF_SIGN_IN = """
UPDATE sign_ins k SET seen_at = clock_timestamp() FROM sessions s
 WHERE k.token_hash = %s AND k.ended_at IS NULL AND s.id = k.session_id AND s.ended_at IS NULL
RETURNING s.id, k.token_hash, s.csrf, s.kind, s.name, s.site_user_id, k.site_key_hash, s.permissions, s.locale,
          extract(epoch FROM k.expires_at)
"""
RIGHTS_CHANGED = "rights_changed"
# What concerns all who have a session: the queue opens, closes.
EVERYBODY = "site"
CACHED_SESSIONS = 20_000
STAFF = ("agent", "monitor")
EARLY = 0.95


def unknown_address() -> None:
    """For those who ask from nowhere."""


def new_id() -> str:
    """An opaque, unguessable id of 128 random bits, URL-safe."""
    return secrets.token_urlsafe(16)


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()


class Session:
    """A chat session as requests see it, by one of its secrets. `person` is its `from` in events."""

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
        # A little early, so that looking, at the listeners' clock and with the site's time to answer, ends within the bound.
        self.recheck_seconds = config.django.recheck_seconds * EARLY
        if config.django.identity_url:
            self.recheck_seconds -= config.django.identity_cache_seconds
        self._cache: dict[bytes, Session] = {}
        self._by_id: dict[str, set[bytes]] = {}
        # What else ends with a session: `(change, session, reason)` each; the server adds the queue and the rooms.
        self.on_end: list = []
        # `(change, ids of sessions)`: locks what `on_end` will need, before the first event is appended; set by the server.
        self.hold = lambda change, session_ids: None

    def find(self, token: str | None, site_key: str | None, held: bool = False) -> Session | None:
        """The living session of this secret, or None. `site_key` is the value of the site's own session cookie; one that is
        `held` since a request long ago may have been replaced by a newer one, which ends nothing."""
        if not token:
            return None
        now = time.time()
        token_hash = _hash(token)
        session = self._cache.get(token_hash)
        if session is None or now - session.checked_at >= self.recheck_seconds:
            self._drop(token_hash)
            session = self._load(token_hash)
            if session is None:
                return None
            if session.site_user_id is not None:
                if held and session.site_key_hash != self._key_hash(site_key):
                    return None
                if lost := self._lost(session, site_key):
                    self.end(session, lost)
                    return None
            self._keep(session)
        if session.expires_at <= now:
            self.end(session, "expired")
            return None
        if session.site_key_hash is not None and self._key_hash(site_key) != session.site_key_hash:
            if held:
                return None
            if lost := self._lost(session, site_key):
                self.end(session, lost)
                return None
            # The site knows the same person by a new key: Django changes it with the password and with its secret key,
            # and the engine `signed_cookies` with all that it keeps.
            session.site_key_hash = self._key_hash(site_key)
            sql = "UPDATE sign_ins SET site_key_hash = %s WHERE token_hash = %s"
            self._database.rows(sql, (session.site_key_hash, token_hash))
        return session

    def _load(self, token_hash: bytes) -> Session | None:
        rows = self._database.rows(
            f"SELECT {COLUMNS} FROM sessions WHERE token_hash = %s AND site_user_id IS NULL AND ended_at IS NULL",
            (token_hash,),
        ) or self._database.rows(OF_SIGN_IN, (token_hash,))
        return Session(*rows[0]) if rows else None

    def _keep(self, session: Session) -> None:
        while len(self._cache) >= CACHED_SESSIONS:
            self._drop(next(iter(self._cache)))
        self._cache[session.token_hash] = session
        self._by_id.setdefault(session.id, set()).add(session.token_hash)

    def _drop(self, token_hash: bytes) -> None:
        session = self._cache.pop(token_hash, None)
        if session is not None and session.id in self._by_id:
            self._by_id[session.id].discard(token_hash)
            if not self._by_id[session.id]:
                del self._by_id[session.id]

    def forget(self, session_id: str) -> None:
        """The next request of this session is looked up anew."""
        for token_hash in self._by_id.pop(session_id, ()):
            self._cache.pop(token_hash, None)

    @staticmethod
    def _key_hash(site_key: str | None) -> str | None:
        return hashlib.sha256(site_key.encode("utf-8", "surrogatepass")).hexdigest() if site_key else None

    def _lost(self, session: Session, site_key: str | None) -> str:
        """Why the person on the site is not, or may not do what, the session says; empty when all is as it was."""
        look = self._look(site_key)
        person = look.person
        if person is None:
            return look.reason
        if person.user_id != session.site_user_id:
            return "signed_in"
        rights = self._rights(person)
        if rights ^ session.permissions == permissions.APPROVED:
            # A trainee was promoted, or an agent is one again: the same person, and the chats go on.
            with self._log.change() as change:
                self._approve(change, session, rights)
        return "" if rights == session.permissions else RIGHTS_CHANGED

    def _rights(self, person: SitePerson) -> frozenset[str]:
        trainee = not person.groups.isdisjoint(self._config.dispatch.trainee_groups)
        return permissions.of_roles(person.roles, trainee)

    def _approve(self, change: Change, session: Session, rights: frozenset[str]) -> None:
        (status,) = change.row(
            "UPDATE sessions SET permissions = %s WHERE id = %s RETURNING status", (sorted(rights), session.id)
        )
        told = {"from": session.person, "status": status, "approved": rights.issuperset(permissions.APPROVED)}
        change.append([Draft("agents", "status", told, None, session.id)])
        self.forget(session.id)
        session.permissions = rights

    def _look(self, site_key: str | None) -> Look:
        return self._site.look(site_key) if self._site is not None and site_key else NOBODY

    def _person(self, site_key: str | None) -> SitePerson | None:
        return self._look(site_key).person

    def open(
        self, token: str | None, site_key: str | None, locale: str, address: Address | None = None
    ) -> tuple[Session, str | None]:
        """The session of a page load: the one of the cookies where they still agree, else a new one and its secret.

        Raises Banned when whoever asks has no session and may not have one.
        """
        person = self._person(site_key)
        session = self.find(token, site_key)
        if session is not None:
            if session.site_user_id is not None:
                lost = self._lost(session, site_key)
            else:
                lost = "signed_in" if person else ""
            if not lost:
                self._refuse_address(session, lambda: address)
                session.checked_at = time.time()
                return session, None
            self.end(session, lost)
        old_hash, token = _hash(token) if token else None, secrets.token_urlsafe(32)
        roles = person.roles if person else frozenset()
        values = {
            "id": new_id(), "hash": _hash(token), "csrf": secrets.token_urlsafe(24),
            "kind": permissions.kind_of(roles) if person else "guest", "name": person.name if person else "Guest",
            "account": person.user_id if person else None, "permissions": sorted(self._rights(person)) if person else [],
            "chat_limit": self._config.queue.default_chat_limit, "locale": locale, "network": neighbourhood(address),
            "hours": self._config.session.absolute_hours, "token": old_hash,
            "address": None if roles or address is None else str(address),
        }  # fmt: skip
        if person is None:
            session = self._insert(self._database.rows, values)
        else:
            with self._log.change() as change:
                session = self._sign_in(change, person, self._key_hash(site_key), values)
        self._keep(session)
        return session, token

    @staticmethod
    def _insert(rows: Callable[..., list[tuple]], values: dict) -> Session:
        found = rows(
            f"{LOCK_OUT_NEW_BANS} INSERT INTO sessions (id, token_hash, csrf, kind, name, site_user_id, permissions, chat_limit,"
            " locale, address, expires_at) SELECT %(id)s, %(hash)s, %(csrf)s, %(kind)s, %(name)s, %(account)s, %(permissions)s,"
            " %(chat_limit)s, %(locale)s, %(network)s, clock_timestamp() + %(hours)s * interval '1 h'"
            f" WHERE {NOT_BANNED} RETURNING {COLUMNS}",
            values,
        )
        if not found:
            raise Banned
        return Session(*found[0])

    def _sign_in(self, change: Change, person: SitePerson, site_key_hash: str, values: dict) -> Session:
        """The person's session: the one that lives already, in one more browser, or a new one."""
        if not change.row(f"SELECT 1 WHERE {NOT_BANNED}", values):
            raise Banned
        session, rights = None, self._rights(person)
        for living in self.living(change, "site_user_id = %s", (person.user_id,)):
            if session is not None or living.expires_at <= time.time():
                self.finish(change, living, "expired")
                continue
            if rights ^ living.permissions == permissions.APPROVED:
                self._approve(change, living, rights)
            if rights == living.permissions:
                session = living
            else:
                self.finish(change, living, RIGHTS_CHANGED)
        if session is None:
            session = self._insert(change.rows, values)
            if session.staff:
                told = {"from": session.person, "status": "online"}
                change.append([Draft("agents", "status", told, None, session.id)])
        else:
            sign_ins.welcome_back(change, session.id, session.person, session.staff)
        sign_ins.add(change, session.id, values["hash"], site_key_hash, values["hours"])
        if values["token"] is not None:
            # What this browser had before; nobody else may have it.
            sign_ins.end(change, session.id, values["token"], "signed_in")
        sign_ins.keep_at_most(change, session.id, self._config.session.per_person, values["hash"])
        session.token_hash, session.site_key_hash = values["hash"], site_key_hash
        session.expires_at = time.time() + values["hours"] * 3600
        return session

    def require(
        self, token: str | None, site_key: str | None, address: Callable[[], Address | None] = unknown_address
    ) -> Session:
        """`find`, or Banned or AuthRequired. `address` is called when somebody is banned by address."""
        session = self.find(token, site_key)
        if session is None:
            if token and self.ban_of(token, site_key, address()) is not None:
                raise Banned
            raise AuthRequired(**self.why_out(token))
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
        """Ends the session for this secret: out of the queue and all rooms, its listeners told. A person who is signed in in
        another browser too stays there, unless it is the person's rights that changed. Ending it twice does nothing."""
        with self._log.change() as change:
            whole = session.site_user_id is None or reason == RIGHTS_CHANGED
            if whole or not sign_ins.end(change, session.id, session.token_hash, reason):
                self.finish(change, session, reason)
        self.forget(session.id)

    def why_out(self, token: str | None) -> dict[str, str]:
        """`{reason}` for a secret that was good and is not any more, as far as that is known."""
        reason = sign_ins.why_ended(self._database.rows, _hash(token)) if token else None
        return {} if reason is None else {"reason": reason}

    def finish(self, change: Change, session: Session, reason: str, first: Sequence[Draft] = ()) -> None:
        """`end`, inside a change. `first` is told before all that follows from it."""
        self.forget(session.id)
        if not change.row(
            "UPDATE sessions SET ended_at = clock_timestamp(), end_reason = %s, status = 'offline', idle = false"
            " WHERE id = %s AND ended_at IS NULL RETURNING 1",
            (reason, session.id),
        ):
            return
        sign_ins.end_all(change, session.id, reason)
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
