"""One worker as the server puts it together, never started: its rules over a database whose clock is ours.

Two things at the edge of our world are doubled: the clock (the database is made by `clock.py`) and the site, which knows people.
"""

from unittest.mock import patch

from inko_lite.config import load
from inko_lite.desk.django_site import NOBODY, Look, SitePerson
from inko_lite.desk.identity import Session
from inko_lite.server import Server


class Site:
    """The site's people, known by their session key."""

    def __init__(self) -> None:
        self.people: dict[str, SitePerson] = {}

    def signs_in(self, name: str, *roles: str, groups: tuple[str, ...] = ()) -> str:
        key = f"key-{name}"
        self.people[key] = SitePerson(
            user_id=name, username=name, name=name, roles=frozenset(roles), permissions=frozenset(),
            groups=frozenset(groups), session_key_hash="",
        )  # fmt: skip
        return key

    def look(self, session_key: str) -> Look:
        person = self.people.get(session_key)
        return Look(person) if person else NOBODY


class Desk:
    """`present` are the sessions that show signs of life; `on_events` gets the events of each change."""

    def __init__(self, clock, site: Site, **settings: dict) -> None:
        self.site = site
        self.present: set[str] = set()
        self.on_events = lambda events: None
        self.on_told = lambda stream, event: None
        self.config = load(environ={}, overrides=settings)
        with (
            patch("inko_lite.server.Database", lambda *_, **__: clock.database),
            patch("inko_lite.server.DjangoSite", lambda *_: site),
            patch("inko_lite.server.Wakeups.tell", lambda _, stream, event, but=None: self.on_told(stream, event)),
        ):
            server = Server(self.config)
        server.log.published = lambda events: self.on_events(events)
        self.log = server.log
        self.identity = server.identity
        self.rooms = server.rooms
        self.queue = server.queue
        self.entering = server.entering
        self.offers = server.offers
        self.presence = server.presence
        self.dispatch = server.dispatch
        self.leases = server.leases
        self.limits = server.limits
        self.skills = server.skills
        self.mending = server.mending
        self.why = server.why

    def arrives(self, name: str, *roles: str, groups: tuple[str, ...] = ()) -> Session:
        """A new session: of a guest, or with roles of somebody who is signed in on the site."""
        key = self.site.signs_in(name, *roles, groups=groups) if roles else None
        session, _ = self.identity.open(None, key, "en")
        self.present.add(session.id)
        return session

    def asks(self, guest: Session, **metadata: str) -> dict:
        """Enters the queue."""
        return self.entering.enter(guest, guest.name, "?", metadata, False, None)[0]

    def renews(self) -> None:
        """Everybody who is present shows it."""
        for session_id in sorted(self.present):
            self.presence.touch(session_id)
        self.presence.renew()
