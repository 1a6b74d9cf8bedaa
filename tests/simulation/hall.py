"""A desk with a few people in it, for tests that tell a story: time passes when they say so."""

import json

from .clock import Clock
from .desk import Desk, Site


class Hall:
    """`heard` is every event so far, as (stream, event)."""

    def __init__(self, dsn: str, **settings: dict) -> None:
        self.clock = Clock(dsn)
        self.site = Site()
        self.settings = settings
        self.heard: list[tuple[str, dict]] = []
        self.told: list[tuple[str, dict]] = []
        self.desk = self.opens(set())
        # The grace after the first start is over.
        self.passes(35)

    def opens(self, present: set[str]) -> Desk:
        """The service starts; those who are `present` listen again."""
        self.desk = Desk(self.clock, self.site, **self.settings)
        self.desk.present = present
        self.desk.on_events = lambda events: self.heard.extend((e.stream, json.loads(e.body)) for e in events)
        self.desk.on_told = lambda stream, event: self.told.append((stream, event))
        return self.desk

    def passes(self, seconds: float, step: float = 1) -> None:
        """Time passes while the service runs, and those who are present show it every five seconds."""
        end = self.clock.seconds + seconds
        while self.clock.seconds < end:
            self.clock.advance(min(end, self.clock.seconds + step))
            if self.clock.seconds % 5 < step:
                self.desk.renews()
            self.desk.leases.sweep()
            self.desk.dispatch.run()

    def is_down_for(self, seconds: float) -> None:
        """Nobody looks, and nobody is heard."""
        self.clock.advance(self.clock.seconds + seconds)

    def vanishes(self, session) -> None:
        self.desk.present.discard(session.id)

    def comes_back(self, session) -> None:
        self.desk.present.add(session.id)
        self.desk.renews()

    def hears(self, session, kind: str, **members) -> dict | None:
        """The last event of this kind that the session itself was told."""
        return self.last("session:" + session.id, kind, **members)

    def last(self, stream: str, kind: str, **members) -> dict | None:
        for its_stream, event in reversed(self.heard):
            if its_stream == stream and event["kind"] == kind and members.items() <= event.items():
                return event
        return None

    def waiting(self) -> list[str]:
        return [name for (name,) in self.rows("SELECT name FROM queue_entries WHERE state = 'waiting' ORDER BY place")]

    def rows(self, sql: str, args: tuple = ()) -> list[tuple]:
        return self.clock.database.rows(sql, args)

    def status(self, session) -> str:
        return self.rows("SELECT status FROM sessions WHERE id = %s", (session.id,))[0][0]

    def agent(self, name: str, *roles: str, groups: tuple[str, ...] = (), limit: int = 3):
        session = self.desk.arrives(name, *(roles or ("agent",)), groups=groups)
        self.desk.limits.set(session, limit, None)
        return session

    def guest(self, name: str, **metadata: str):
        """A guest who waits, or whom the dispatcher has given to somebody by the time this returns."""
        session = self.desk.arrives("")
        session.name = name
        session.person = {**session.person, "name": name}
        self.desk.asks(session, **metadata)
        self.desk.dispatch.run()
        return session

    def close(self) -> None:
        self.clock.database.close()
