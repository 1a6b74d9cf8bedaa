"""The people of the load test. A guest asks, waits, chats, leaves and comes back; an agent takes guests and answers; a
monitor looks at the figures and watches. They use the HTTP API and nothing else, retry as it says, and note what they hear.

What a person does is in the person's inbox, one thing after another as a hand does it; listening is a greenlet of its own.
"""

import http.cookiejar
import itertools
import random
import secrets
import time
from collections.abc import Sequence
from urllib.parse import urlsplit

import gevent
import msgspec
from gevent.queue import Queue
from locust import FastHttpUser, task

from .book import COMING, GOING, Told
from .ears import Ear
from .town import Talk, Town

PATIENCE_SECONDS = 60
LOOK_SECONDS = 5
TAKE_SECONDS = 0.25
BACK_SECONDS = (1, 3)
# Answers that a person may get in the ordinary course of things, and what they mean to him or her.
AGAIN = (0, 429, 502, 503, 504)
NOBODY = ("queue.empty", "queue.taken", "agent.full")

now = time.monotonic


class Person(FastHttpUser):
    """Somebody with a chat session who listens all the time."""

    abstract = True
    town: Town
    cookies_to_give: itertools.chain
    count = itertools.count()
    helps = False
    kind = "people"

    def on_start(self) -> None:
        self.number = next(Person.count)
        self.inbox: Queue = Queue()
        self.rooms: dict[str, Talk] = {}
        self.stem = secrets.token_urlsafe(9)
        self.client_numbers = itertools.count(1)
        self.csrf = ""
        self.arrive()
        self.town.here[self.kind] += 1

    def on_stop(self) -> None:
        self.ear.stop()
        self.call("POST", "/session/end", {})

    def arrive(self) -> None:
        """Enters, and begins to listen from a snapshot on."""
        found = self.insist("GET", "/session")
        self.csrf, self.id = found["csrf"], found["session"]["id"]
        cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.client.cookiejar)
        stream = self.town.plan.streams_only or self.number % 2 == 0
        self.ear = Ear(self.host, cookies, self.fresh_cursor(), stream, self.hear, self.fresh_cursor)

    def fresh_cursor(self) -> int:
        return self.insist("GET", "/state")["cursor"]

    # ── requests ────────────────────────────────────────────────────────────────────────────────────────────────────

    def call(self, method: str, path: str, body: dict | None = None, name: str = "", fine: Sequence[str] = ()):
        """One request: `(status, document, seconds to wait)`; status 0 when the connection was lost. Refusals whose code is
        `fine`, and whatever may be tried again, are no failures in Locust's report."""
        headers = {"X-CSRF-Token": self.csrf} if method == "POST" else {}
        with self.client.request(
            method, path, name=name or path, json=body, headers=headers, catch_response=True
        ) as reply:
            document = {}
            if reply.status_code and reply.content:
                document = msgspec.json.decode(reply.content)
            code = document.get("code", "") if reply.status_code >= 400 else ""
            if code:
                self.town.refused[code] += 1
            if code in fine or reply.status_code in AGAIN:
                reply.success()
            wait = float((reply.headers or {}).get("Retry-After") or 0)
        return reply.status_code, document, wait

    def insist(
        self, method: str, path: str, body: dict | None = None, name: str = "", fine: Sequence[str] = ()
    ) -> dict:
        """The same until it is known what became of it; a refusal that is `fine` comes back as `{"code": …}`."""
        end, pause = now() + PATIENCE_SECONDS, 0.1
        while True:
            status, document, wait = self.call(method, path, body, name, fine)
            code = document.get("code", "")
            if 200 <= status < 300 or code in fine:
                return document
            if status not in AGAIN or now() > end:
                self.town.unexpected[f"{method} {name or path}: {status} {code}".strip()] += 1
                return document | {"code": code or f"status {status}"}
            self.town.counts["retries"] += 1
            gevent.sleep((min(wait, 5.0) or pause) * (0.5 + random.random() / 2))
            pause = min(2 * pause, 2.0)

    def client_id(self) -> str:
        return f"{self.stem}-{next(self.client_numbers)}"

    # ── talking and listening ───────────────────────────────────────────────────────────────────────────────────────

    @task
    def live(self) -> None:
        """Does what is in the inbox, for ever."""
        while True:
            self.inbox.get()()

    def say(self, talk: Talk, body: str, due: float) -> None:
        """Types now and then, and posts."""
        if talk.turn % 4 == 0:
            self.call("POST", f"/message/{talk.room}/typing", {"state": "on"}, "/message/[room]/typing",
                      fine=("room.ended", "room.unknown"))  # fmt: skip
        size = len(body.encode())
        client_id = self.client_id()
        entry = self.town.book.post(self.id, talk.room, client_id, size, due)
        said = self.insist("POST", f"/message/{talk.room}", {"body": body, "client_id": client_id},
                           "/message/[room]", fine=("room.ended", "room.unknown"))  # fmt: skip
        if "id" in said:
            self.town.book.accept(entry, said["id"], now())
        else:
            talk.used -= size
            self.town.book.refuse(entry)
            self.town.counts["ended_meanwhile"] += said["code"].startswith("room.")

    def hear(self, events: Sequence[Told], at: float) -> None:
        self.town.book.hear(self.id, events, at)
        for event in events:
            if event.kind == "message":
                continue
            if event.kind == "queued":
                self.queued()
            mine = event.who is not None and event.who.id == self.id
            if event.kind == COMING[0] and mine:
                self.rooms[event.room] = self.town.enter(self, event.room)
                self.entered(self.rooms[event.room])
            elif event.kind == "ended" or (event.kind in GOING and mine):
                if self.rooms.pop(event.room, None) is not None:
                    self.town.leave(self, event.room)
                    self.left(event.room)

    def queued(self) -> None:
        """In the queue."""

    def entered(self, talk: Talk) -> None:
        """In a room."""

    def left(self, room: str) -> None:
        """Out of it."""


class Guest(Person):
    """Asks, waits, chats, leaves, comes back."""

    kind = "guests"

    def arrive(self) -> None:
        super().arrive()
        self.inbox.put(self.ask)

    def ask(self) -> None:
        """Asks, and lets the text stand by while the queue is full; tries again only when nobody is there to help."""
        question = {"name": f"Guest {self.number}", "question": "The page stays empty. What can I do?", "standby": True}
        while True:
            question["client_id"] = self.client_id()
            full = ("capacity.standby", "queue.unstaffed", "queue.already")
            answer = self.insist("POST", "/identify", question, fine=full)
            if "code" not in answer or answer["code"] == "queue.already":
                break
            gevent.sleep(0.5 + random.random())

    waits = False

    def queued(self) -> None:
        self.town.here["waiting"] += not self.waits
        self.waits = True

    def entered(self, talk: Talk) -> None:
        self.town.here["waiting"] -= self.waits
        self.waits = False
        if self.town.plan.stays:
            gevent.spawn(self.stay, talk)

    def stay(self, talk: Talk) -> None:
        """Nobody leaves before everybody is there."""
        while self.town.orders.mode == "wait":
            gevent.sleep(LOOK_SECONDS / 10)
        gevent.sleep(random.uniform(*self.town.plan.stays))
        self.inbox.put(lambda: self.go(talk))

    def go(self, talk: Talk) -> None:
        """Says goodbye, and comes back with something else."""
        if self.rooms.get(talk.room) is not talk or talk.long:
            return
        self.insist("POST", f"/leave/{talk.room}", {}, "/leave/[room]", fine=("room.ended", "room.unknown"))
        self.town.counts["went"] += 1

    def left(self, room: str) -> None:
        gevent.spawn_later(random.uniform(*BACK_SECONDS), self.come_back)

    def come_back(self) -> None:
        if not self.rooms and self.town.orders.mode != "end":
            self.inbox.put(self.ask)


class Signed(Person):
    """Somebody who is signed in on the site."""

    abstract = True
    cookies: Sequence[str] = ()

    def arrive(self) -> None:
        self.place = next(self.places)
        self.client.cookiejar.set_cookie(_cookie("sessionid", self.cookies[self.place], urlsplit(self.host).hostname))
        super().arrive()


class Agent(Signed):
    """Takes guests up to a number, answers them, and sits in the rooms of agents."""

    kind = "agents"
    helps = True
    places = itertools.count()
    chats: Sequence[int] = ()

    def arrive(self) -> None:
        super().arrive()
        self.taking = 0
        if self.chats[self.place]:
            self.insist("POST", "/set_limit", {"limit": self.chats[self.place]})
        for number, members in enumerate(self.town.plan.groups):
            if members[0] == self.place:
                self.inbox.put(lambda number=number: self.open_group(number))
            elif self.place in members:
                gevent.spawn(self.join_group, number)
        gevent.spawn(self.take_guests)

    def open_group(self, number: int) -> None:
        made = self.insist("POST", "/create", {"name": f"Group {number + 1}", "client_id": self.client_id()})
        if "room" in made:
            self.town.groups[made["room"]] = number
            if made["room"] in self.town.talks:
                self.town.talks[made["room"]].group = number

    def join_group(self, number: int) -> None:
        while number not in self.town.groups.values():
            gevent.sleep(0.1)
        room = next(room for room, its_number in self.town.groups.items() if its_number == number)
        self.inbox.put(lambda: self.insist("POST", f"/join/{room}", {}, "/join/[room]"))

    def take_guests(self) -> None:
        """Looks for somebody to help as long as there is time for one more."""
        while True:
            gevent.sleep(TAKE_SECONDS * (0.5 + random.random()))
            mine = sum(talk.group is None for talk in self.rooms.values())
            if self.chats[self.place] > mine + self.taking and self.town.orders.mode != "end":
                self.taking += 1
                self.inbox.put(self.take)

    def take(self) -> None:
        try:
            self.insist("POST", "/assist", {"client_id": self.client_id()}, fine=NOBODY)
        finally:
            self.taking -= 1

    def go_on(self, talk: Talk) -> None:
        """Takes a full conversation to a new room."""
        self.insist("POST", f"/continue/{talk.room}", {"client_id": self.client_id()}, "/continue/[room]",
                    fine=("room.ended",))  # fmt: skip
        self.town.counts["continued"] += 1


class Monitor(Signed):
    """Looks at the figures every few seconds, and watches a conversation."""

    kind = "monitors"
    places = itertools.count()

    def arrive(self) -> None:
        super().arrive()
        self.watching = False
        gevent.spawn(self.look_on)

    def look_on(self) -> None:
        while True:
            self.inbox.put(self.look)
            gevent.sleep(LOOK_SECONDS)

    def look(self) -> None:
        seen = self.insist("GET", "/state", name="/state (monitor)").get("figures", {})
        for name, figure in seen.items():
            self.town.figures_seen[name] = max(figure["value"], self.town.figures_seen.get(name, 0))
        room = next((talk.room for talk in self.town.talks.values() if talk.group is None), None)
        if not self.watching and room and self.town.orders.mode == "talk":
            self.watching = True
            self.insist("POST", f"/watch/{room}", {}, "/watch/[room]", fine=("room.ended",))


def _cookie(name: str, value: str, domain: str) -> http.cookiejar.Cookie:
    return http.cookiejar.Cookie(
        0, name, value, None, False, domain if "." in domain else domain + ".local", False, False, "/", True,
        False, None, False, None, None, {},
    )  # fmt: skip
