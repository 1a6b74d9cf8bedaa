"""Where a benchmark takes place: a server of its own on fresh data, and people signed in to it by the API alone.

The server is `inko-lite demo` as a user starts it, with the durable PostgreSQL that comes along; only the limits are
lifted, since they would refuse what is to be measured. It stops and its data go when the stage is left, however that
happens.
"""

import contextlib
import http.client
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlsplit

from .wires import Member, Unexpected

READY_SECONDS = 60
STOP_SECONDS = 30
LIFTED = {
    "INKO_LIMITS_USERS": "100000",
    "INKO_LIMITS_ROOMS": "10000",
    "INKO_LIMITS_MESSAGES_PER_MINUTE": "10000000",
    "INKO_LIMITS_SESSION_BYTES": str(2**40),
    "INKO_LIMITS_WAITING": "10000",
    "INKO_FLOOD_ENABLED": "false",
}


class ServerFailed(Exception):
    """The server did not start, or did not stop; the text says why."""


class OwnServer:
    """A context manager: `inko-lite demo` in a process of its own; `url` and `pid` while it runs."""

    def __init__(self, agents: int = 0, settings: dict[str, str] | None = None) -> None:
        """`settings` are environment variables for it, over those that lift the limits."""
        own = {key: value for key, value in os.environ.items() if not key.startswith("INKO_")}
        self._environment = own | LIFTED | (settings or {})
        self._agents = agents

    def __enter__(self) -> "OwnServer":
        self._data_dir = Path(tempfile.mkdtemp(prefix="inko-bench-"))
        self._log = self._data_dir / "bench-server.log"
        command = [sys.executable, "-m", "inko_lite", "demo", "--host", "127.0.0.1", "--port", "0"]
        command += ["--data-dir", str(self._data_dir / "data"), "--agents", str(self._agents)]
        try:
            with self._log.open("wb") as log:
                self._process = subprocess.Popen(
                    command, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, env=self._environment
                )
            self.pid = self._process.pid
            self.url = self._when_ready()
        except BaseException:
            self.__exit__()
            raise
        return self

    def _when_ready(self) -> str:
        end = time.monotonic() + READY_SECONDS
        while time.monotonic() < end:
            said = self.said()
            if ready := re.search(r"^ready: (http://\S+)$", said, re.MULTILINE):
                return ready[1]
            if self._process.poll() is not None:
                raise ServerFailed(f"the server ended with {self._process.returncode}: {said.strip()[-2000:]}")
            time.sleep(0.05)
        raise ServerFailed(f"the server was not ready after {READY_SECONDS} s: {self.said().strip()[-2000:]}")

    def said(self) -> str:
        """All that the server has written so far."""
        return self._log.read_text(errors="replace")

    def __exit__(self, *_: object) -> None:
        process = getattr(self, "_process", None)
        if process and process.poll() is None:
            process.send_signal(signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(STOP_SECONDS)
            if process.poll() is None:
                process.kill()
                process.wait()
        shutil.rmtree(self._data_dir, ignore_errors=True)


class Visitor:
    """One person with cookies and a CSRF token, for what comes before the measuring. `session` is the API's."""

    def __init__(self, url: str, cookies: dict[str, str] | None = None) -> None:
        address = urlsplit(url)
        kind = http.client.HTTPSConnection if address.scheme == "https" else http.client.HTTPConnection
        self._connection = kind(address.hostname, address.port, timeout=30)
        self._prefix = address.path.rstrip("/")
        self._cookies = dict(cookies or {})
        self.csrf = ""
        self.session: dict = {}

    @property
    def cookies(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self._cookies.items())

    def ask(self, method: str, path: str, body: dict | None = None) -> tuple[int, http.client.HTTPMessage, bytes]:
        """One request: the status, the headers and the body of whatever was answered."""
        headers = {"Cookie": self.cookies, "X-CSRF-Token": self.csrf, "Accept": "application/json"}
        if body is not None:
            headers["Content-Type"] = "application/json"
        payload = json.dumps(body) if body is not None else None
        self._connection.request(method, self._prefix + path, payload, headers)
        reply = self._connection.getresponse()
        text = reply.read()
        for line in reply.headers.get_all("Set-Cookie", []):
            name, _, value = line.partition(";")[0].partition("=")
            self._cookies[name] = value
        return reply.status, reply.headers, text

    def call(self, method: str, path: str, body: dict | None = None) -> dict:
        """The reply's JSON; raises Unexpected for anything but 2xx."""
        status, _, text = self.ask(method, path, body)
        if not 200 <= status < 300:
            raise Unexpected(f"{method} {path} answered {status}: {text[:300].decode(errors='replace')}")
        return json.loads(text) if text else {}

    def enter(self) -> "Visitor":
        """Finds or makes the chat session."""
        found = self.call("GET", "/session")
        self.session, self.csrf = found["session"], found["csrf"]
        return self

    def cursor(self) -> int:
        return self.call("GET", "/state")["cursor"]

    def leave(self) -> None:
        self._connection.close()

    def member(self, room: str) -> Member:
        return Member(self.cookies, self.csrf, room)


def agents(url: str, site_sessions: list[str], count: int) -> list[Visitor]:
    """Signed-in agents: with the given `sessionid` cookies, else with the demo's accounts agent01, agent02, …"""
    if site_sessions:
        if len(site_sessions) < count:
            raise Unexpected(f"{count} agents are needed and the file names {len(site_sessions)}")
        return [Visitor(url, {"sessionid": value}).enter() for value in site_sessions[:count]]
    found = []
    for number in range(1, count + 1):
        agent = Visitor(url)
        agent.call("POST", "/demo/login", {"account": f"agent{number:02}"})
        found.append(agent.enter())
    return found


def support_rooms(url: str, helpers: list[Visitor]) -> list[Member]:
    """One guest an agent, each pair in a room of its own: the members, guest and agent by turns."""
    members = []
    for number, agent in enumerate(helpers, 1):
        guest = Visitor(url).enter()
        guest.call("POST", "/identify", {"name": f"Guest {number}", "question": "The page stays empty. What can I do?"})
        room = agent.call("POST", "/assist", {"guest": guest.session["id"]})["room"]
        members += [guest.member(room), agent.member(room)]
        guest.leave()
    return members


def group_room(helpers: list[Visitor]) -> list[Member]:
    """One room for all of them: the first opens it, the others join."""
    room = helpers[0].call("POST", "/create", {"name": "Benchmark"})["room"]
    for helper in helpers[1:]:
        helper.call("POST", f"/join/{room}", {})
    return [helper.member(room) for helper in helpers]
