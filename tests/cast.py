"""The people of the tests. They speak HTTP and nothing else, retry as the API says, and wait for events, never for time.

ana = cast.agent("ana")
gus = cast.guest("Gus")
gus.asks("Why?")
room = ana.assists()
gus.says(room, "hello")
ana.hears("message", body="hello")
"""

import contextlib
import http.client
import itertools
import json
import socket
import threading
import time
import uuid
from urllib.parse import urlsplit

SECONDS = 10


class Problem(Exception):
    """A refusal: `code`, `status`, `document`, `headers`."""

    def __init__(self, status, document, headers):
        super().__init__(f"{status} {document}")
        self.status, self.document, self.headers = status, document, headers
        self.code = document.get("code") if isinstance(document, dict) else None


class Reply:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    @property
    def json(self):
        return json.loads(self.body)


class Client:
    """An HTTP client with cookies; one kept-alive connection, made again when the server closed it."""

    def __init__(self, url):
        self.cookies: dict[str, str] = {}
        self.csrf = ""
        self.url = url
        self._connection = None
        self._lock = threading.RLock()

    @property
    def url(self):
        return self._url

    @url.setter
    def url(self, url):
        self._url = url
        parts = urlsplit(url)
        self.host, self.port = parts.hostname, parts.port
        self._connection = None

    def headers(self):
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return {"Cookie": cookies} if cookies else {}

    def request(self, method, path, body=None, headers=None, timeout=30) -> Reply:
        """One request. A connection that the server has closed meanwhile is made again, once."""
        data = None if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
        sent = {**self.headers(), **({"Content-Type": "application/json"} if body is not None else {})}
        if method == "POST":
            sent["X-CSRF-Token"] = self.csrf
        sent |= headers or {}
        with self._lock:
            for last in (False, True):
                fresh = self._connection is None
                if fresh:
                    self._connection = http.client.HTTPConnection(self.host, self.port, timeout=timeout)
                try:
                    self._connection.request(method, path, data, {k: v for k, v in sent.items() if v is not None})
                    response = self._connection.getresponse()
                    content = response.read()
                except (http.client.HTTPException, OSError):
                    self._connection.close()
                    self._connection = None
                    if last or fresh:
                        raise
                    continue
                break
            if response.getheader("Connection") == "close":
                self._connection.close()
                self._connection = None
        for header in response.headers.get_all("Set-Cookie") or []:
            name, _, value = header.split(";")[0].partition("=")
            self.cookies[name] = value
        return Reply(response.status, response.headers, content)

    def get(self, path, **options) -> Reply:
        return self._good(self.request("GET", path, **options))

    def post(self, path, body=None, **options) -> Reply:
        return self._good(self.request("POST", path, {} if body is None else body, **options))

    @staticmethod
    def _good(reply) -> Reply:
        if reply.status >= 400:
            try:
                document = reply.json
            except ValueError:
                document = reply.body
            raise Problem(reply.status, document, reply.headers)
        return reply


class Person(Client):
    """Somebody with a chat session who, once asked to, listens all the time."""

    kind = "guest"

    def __init__(self, url, name=None):
        super().__init__(url)
        self.name = name
        self.heard: list[dict] = []
        self.cursor = None
        self._changed = threading.Condition()
        self._listening = None
        self._ear = None
        self._stop = threading.Event()
        self._open = threading.Event()
        self._numbers = itertools.count(1)
        self._stem = uuid.uuid4().hex[:12]

    # ── the session ─────────────────────────────────────────────────────────────────────────────────────────────────

    def arrives(self):
        reply = self.get("/session").json
        self.csrf = reply["csrf"]
        self.session = reply["session"]
        self.id = self.session["id"]
        return self

    def state(self):
        return self.get("/state").json

    def leaves(self):
        """Stops listening and signs out."""
        self.deaf()
        try:
            self.post("/session/end")
        except (Problem, OSError):
            pass

    def client_id(self):
        return f"{self._stem}-{next(self._numbers)}"

    # ── listening ───────────────────────────────────────────────────────────────────────────────────────────────────

    def listens(self, cursor=None, stream=True):
        """Starts to listen from a cursor, or from `/state`."""
        self.cursor = self.state()["cursor"] if cursor is None else cursor
        self._stop.clear()
        self._open.clear()
        self._listening = threading.Thread(target=self._listen, args=(stream,), daemon=True)
        self._listening.start()
        # A poll gives no sign before it ends; a stream does.
        assert not stream or self._open.wait(SECONDS), f"{self.name} could not listen"
        return self

    def deaf(self):
        """Stops listening, in the middle of whatever comes."""
        self._stop.set()
        with contextlib.suppress(OSError, AttributeError):
            self._ear.shutdown(socket.SHUT_RDWR)
        if self._listening is not None:
            self._listening.join(SECONDS)
            self._listening = None

    def _listen(self, stream):
        while not self._stop.is_set():
            try:
                (self._stream if stream else self._poll)()
            except (OSError, http.client.HTTPException, ValueError):
                self._stop.wait(0.05)

    def _poll(self):
        connection = http.client.HTTPConnection(self.host, self.port, timeout=30)
        try:
            connection.connect()
            self._ear = connection.sock
            while not self._stop.is_set():
                connection.request("GET", f"/listen?cursor={self.cursor}&wait=0.5", headers=self.headers())
                response = connection.getresponse()
                body = response.read()
                if response.status != 200:
                    raise ValueError(body)
                reply = json.loads(body)
                self._take(reply["events"])
                self.cursor = reply["cursor"]
        finally:
            connection.close()

    def _stream(self):
        connection = http.client.HTTPConnection(self.host, self.port, timeout=30)
        try:
            connection.connect()
            self._ear = connection.sock
            connection.request(
                "GET", f"/listen?cursor={self.cursor}", headers={**self.headers(), "Accept": "text/event-stream"}
            )
            response = connection.getresponse()
            if response.status != 200:
                raise ValueError(response.read())
            self._open.set()
            number = None
            while not self._stop.is_set():
                line = response.readline()
                if not line:
                    return
                if line.startswith(b"id:"):
                    number = int(line[3:])
                elif line.startswith(b"data:"):
                    self._take([json.loads(line[5:])])
                elif line == b"\n" and number is not None:
                    self.cursor, number = number, None
        finally:
            connection.close()

    def _take(self, events):
        with self._changed:
            self.heard += events
            self._changed.notify_all()

    def hears(self, kind, seconds=SECONDS, **members):
        """Waits for an event of this kind with these members, and returns it."""

        def found():
            return next(
                (e for e in self.heard if e["kind"] == kind and all(e.get(k) == v for k, v in members.items())), None
            )

        if self._listening is None:
            self.listens(0)
        with self._changed:
            if not self._changed.wait_for(found, seconds):
                raise AssertionError(f"{self.name} never heard {kind} {members}, only {self.heard}")
            return found()

    def heard_messages(self, room=None):
        return [e for e in self.heard if e["kind"] == "message" and room in (None, e["room"])]

    # ── talking ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def says(self, room, body, client_id=None):
        """Posts one message; the reply's `{id, at}`."""
        return self.post(f"/message/{room}", {"body": body, "client_id": client_id or self.client_id()}).json

    def insists(self, room, body, client_id=None, seconds=30):
        """Posts one message as a good client does: again with the same client_id until it is known what became of it."""
        client_id = client_id or self.client_id()
        end = time.monotonic() + seconds
        while True:
            try:
                return self.says(room, body, client_id)
            except Problem as problem:
                if problem.status not in (429, 503) or time.monotonic() > end:
                    raise
            except (OSError, http.client.HTTPException):
                if time.monotonic() > end:
                    raise
            time.sleep(0.05)


class Guest(Person):
    def asks(self, question="How do I …?", **metadata):
        return self.post("/identify", {"name": self.name, "question": question, **metadata}).json


class Staff(Person):
    """Somebody who signed in on the site."""

    def signs_in(self):
        self.csrf = ""
        self.request("POST", "/demo/login", {"account": self.name})
        return self.arrives()

    def assists(self, guest=None):
        return self.post("/assist", {"guest": guest.id} if guest else {}).json["room"]


class Agent(Staff):
    kind = "agent"


class Monitor(Staff):
    kind = "monitor"


class Stranger(Client):
    """Somebody without a session."""


class Cast:
    """Makes people, and sends them all home."""

    def __init__(self, url=""):
        self.url = url
        self.people: list[Person] = []

    def _add(self, person):
        self.people.append(person)
        return person

    def guest(self, name="Gus", url=None) -> Guest:
        return self._add(Guest(url or self.url, name)).arrives()

    def agent(self, name="ana", url=None) -> Agent:
        return self._add(Agent(url or self.url, name)).signs_in()

    def monitor(self, name="mia", url=None) -> Monitor:
        return self._add(Monitor(url or self.url, name)).signs_in()

    def user(self, name="sam", url=None) -> Staff:
        return self._add(Staff(url or self.url, name)).signs_in()

    def stranger(self, url=None) -> Stranger:
        return Stranger(url or self.url)

    def chat(self, agent="ana", guest="Gus"):
        """An agent and a guest in a room: `(agent, guest, room)`."""
        helper = agent if isinstance(agent, Agent) else self.agent(agent)
        asker = self.guest(guest)
        asker.asks()
        return helper, asker, helper.assists(asker)

    def leave(self):
        for person in self.people:
            person.leaves()
        self.people.clear()
