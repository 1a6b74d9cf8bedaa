"""People who talk through all of it, and write down everything they were told.

A player posts numbered messages, again with the same `client_id` until it is known what became of each or patience ends; it
listens all the time from its cursor, by stream or by poll, and moves to another server whenever it likes.
"""

import contextlib
import http.client
import json
import random
import threading
import time
from dataclasses import dataclass, field

from ..cast import Agent, Guest, Person, Problem

PATIENCE_SECONDS = 3.0
# Answers that say: not now, send it again.
LATER = {429, 502, 503, 504}


@dataclass
class Posted:
    """One message and what its sender was told of it."""

    client_id: str
    body: str
    began: float
    event_id: int | None = None
    refused: str = ""
    answers: list[tuple[float, str]] = field(default_factory=list)


class Mouth(threading.Thread):
    """Sends one person's messages, one after the other."""

    def __init__(
        self, person: Person, room: str, urls: list[str], pause_seconds: float, seed: int, give_up: float
    ) -> None:
        super().__init__(daemon=True)
        self._person, self._room, self._urls = person, room, urls
        self._pause, self._random, self._give_up = pause_seconds, random.Random(seed), give_up
        self.posted: list[Posted] = []
        self.stopping = threading.Event()

    def run(self) -> None:
        # A connection of its own: the person's serves other calls.
        client = Sender(self._person)
        number = 0
        while not self.stopping.wait(self._random.uniform(0.2, 1.8) * self._pause):
            number += 1
            client_id = f"{self._person.id[:8]}-{number}"
            self.posted.append(
                post := Posted(
                    client_id, f"{client_id} " + "x" * self._random.choice((10, 200, 3000)), time.monotonic()
                )
            )
            self._send(client, post)

    def _send(self, client: "Sender", post: Posted) -> None:
        """Until it is known; but now and then somebody believes a refusal and gives up."""
        gives_up = self._random.random() < self._give_up
        while not post.event_id:
            client.url = self._random.choice(self._urls)
            began = time.monotonic()
            try:
                reply = client.post(
                    f"/message/{self._room}", {"body": post.body, "client_id": post.client_id}, timeout=PATIENCE_SECONDS
                )
                post.event_id = reply.json["id"]
                post.answers.append((time.monotonic() - began, "written"))
            except Problem as problem:
                post.answers.append((time.monotonic() - began, problem.code or str(problem.status)))
                only = {said for _, said in post.answers}
                if problem.status not in LATER or (gives_up and only == {"store.unavailable"}):
                    post.refused = problem.code or str(problem.status)
                    return
            except (OSError, http.client.HTTPException) as error:
                post.answers.append((time.monotonic() - began, type(error).__name__))
            if not post.event_id:
                if self.stopping.is_set() and time.monotonic() - post.began > 60:
                    return
                time.sleep(0.05)


class Sender(Person):
    """The same session by another connection."""

    def __init__(self, person: Person) -> None:
        super().__init__(person.url, person.name)
        self.cookies, self.csrf = person.cookies, person.csrf


class Ear(threading.Thread):
    """Hears one session by stream or by poll, from wherever, and keeps every event in the order of hearing."""

    def __init__(self, person: Person, urls: list[str], cursor: int, seed: int) -> None:
        super().__init__(daemon=True)
        self._person, self._urls, self._random = person, urls, random.Random(seed)
        self.cursor = self.first_cursor = cursor
        self.heard: list[dict] = []
        self.faults: list[str] = []
        self.reconnects = 0
        self.stopping = threading.Event()

    def run(self) -> None:
        while not self.stopping.is_set():
            connection = None
            try:
                host, port = self._random.choice(self._urls).removeprefix("http://").split(":")
                connection = http.client.HTTPConnection(host, int(port), timeout=PATIENCE_SECONDS)
                self.reconnects += 1
                (self._stream if self._random.random() < 0.6 else self._poll)(connection)
            except (OSError, http.client.HTTPException, ValueError):
                self.stopping.wait(0.05)
            finally:
                if connection is not None:
                    connection.close()

    def _ask(self, connection, path: str, **headers: str):
        connection.request("GET", path, headers={**self._person.headers(), **headers})
        response = connection.getresponse()
        if response.status != 200:
            raise ValueError(response.read())
        return response

    def _poll(self, connection) -> None:
        for _ in range(self._random.randint(1, 30)):
            if self.stopping.is_set():
                return
            reply = json.loads(self._ask(connection, f"/listen?cursor={self.cursor}&wait=1").read())
            self._take(reply["events"])
            if reply["cursor"] < self.cursor:
                self.faults.append(f"the cursor went back from {self.cursor} to {reply['cursor']}")
            self.cursor = reply["cursor"]

    def _stream(self, connection) -> None:
        response = self._ask(connection, f"/listen?cursor={self.cursor}", Accept="text/event-stream")
        until = time.monotonic() + self._random.uniform(1, 20)
        number = None
        while time.monotonic() < until and not self.stopping.is_set():
            line = response.readline()
            if not line:
                return
            if line.startswith(b"id:"):
                number = int(line[3:])
            elif line.startswith(b"data:"):
                self._take([json.loads(line[5:])])
            elif line == b"\n" and number is not None:
                self.cursor, number = max(self.cursor, number), None

    def _take(self, events: list[dict]) -> None:
        self.heard += [event for event in events if event.get("id")]


@dataclass
class Chat:
    """A room with its guest and its agent, who both talk and listen."""

    room: str
    people: list[Person]
    mouths: list[Mouth]
    ears: list[Ear]


def chat(urls: list[str], number: int, seed: int, pause_seconds: float, give_up: float) -> Chat:
    """A guest asks, an agent takes the guest, and both begin to talk and to listen."""
    agent = Agent(urls[0], f"agent{number + 1:02d}").signs_in()
    with contextlib.suppress(Problem):
        agent.post("/set_limit", {"limit": 10})
    guest = Guest(urls[-1], f"Guest {number}").arrives()
    cursor = guest.state()["cursor"]
    guest.asks(f"question {number}")
    room = agent.assists(guest)
    people = [agent, guest]
    mouths = [Mouth(each, room, urls, pause_seconds, seed * 100 + n, give_up) for n, each in enumerate(people)]
    ears = [Ear(each, urls, cursor, seed * 100 + 50 + n) for n, each in enumerate(people)]
    # Somebody with two pages open hears everything on both.
    ears.append(Ear(guest, urls, cursor, seed * 100 + 60))
    return Chat(room, people, mouths, ears)
