"""The service as the guide leaves it in the box, and what the tests ask about it."""

import json
import time
from collections.abc import Callable
from pathlib import Path

from ..cast import Agent, Cast, Client, Guest, Monitor, Problem
from .box import Box
from .guide import blocks

URL = "http://127.0.0.1:8080"
SOURCE = "/usr/src/inko-lite"
HOST = "chat.example.org"
AGENTS = 10
# What stands for the network that the box has not: pip finds everything here.
OFFLINE = "export PIP_NO_INDEX=1 PIP_FIND_LINKS=/usr/share/inko-wheels PIP_ROOT_USER_ACTION=ignore"
CERTIFICATE = f"""
mkdir -p /etc/ssl/{HOST}
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN={HOST} \
    -addext subjectAltName=DNS:{HOST} -keyout /etc/ssl/{HOST}/privkey.pem -out /etc/ssl/{HOST}/fullchain.pem 2>/dev/null
"""


class Service:
    """inko_lite in a box."""

    def __init__(self, box: Box) -> None:
        self.box = box
        self.sessions: dict[str, str] = {}
        self.output: dict[str, str] = {}

    # ── the guide ───────────────────────────────────────────────────────────────────────────────────────────────────

    def install(self) -> None:
        """Runs the guide from its first block to the first answer."""
        box = self.box
        # What Debian's package does when it is installed on a bare machine.
        box.shell(
            f"cp -r /usr/share/inko-source {SOURCE}; pg_createcluster 15 main >/dev/null; systemctl daemon-reload"
        )
        box.shell("systemctl enable -q --now postgresql; runuser -u postgres -- createdb site")
        for number, block in enumerate(blocks("First installation")):
            if "reader.sql" in block:
                self._make_site()
            try:
                self.output[f"installation {number}"] = box.shell(f"{OFFLINE}\n{self._secret}\ncd {SOURCE}\n{block}")
            except RuntimeError as error:
                said = box.run("journalctl", "--no-pager", "-o", "cat", "-n", "60", "-u", "inko-lite*").stdout
                raise RuntimeError(f"{error}\nthe journal:\n{said}") from None

    _secret = ""

    def _make_site(self) -> None:
        """The Django site that a real installation has already."""
        self.box.write("/run/people.py", Path(__file__).with_name("people.py").read_text("utf-8"))
        made = json.loads(
            self.box.shell(
                "runuser -u postgres -- /opt/inko-lite/bin/python /run/people.py"
                f" 'host=/run/postgresql dbname=site user=postgres' {AGENTS}"
            )
        )
        self.sessions = made["sessions"]
        self._secret = f"export DJANGO_SECRET_KEY='{made['secret_key']}'"

    def follow(self, heading: str, only: Callable[[str], object] = lambda block: True, folder: str = SOURCE) -> str:
        """Runs the blocks below a heading for which `only` is true, in that folder; what they printed."""
        chosen = [block for block in blocks(heading) if only(block)]
        assert chosen, f"no such block below {heading!r}"
        script = "\n".join([OFFLINE, f"export CHAT_HOST={HOST}", self._secret, f"cd {folder}", *chosen])
        return self.box.shell(script)

    # ── units ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def systemctl(self, *words: str, check: bool = True) -> str:
        return self.box.run("systemctl", *words, check=check).stdout.strip()

    def property(self, unit: str, name: str) -> str:
        return self.systemctl("show", "-p", name, "--value", unit)

    def pid(self, worker: int) -> int:
        """The process of a worker; 0 while there is none."""
        return int(self.property(f"inko-lite@{worker}", "MainPID"))

    def kill(self, worker: int, signal: str) -> int:
        pid = self.pid(worker)
        assert pid > 1, "kill would mean everybody"
        self.box.run("kill", f"-{signal}", str(pid))
        return pid

    def journal(self, unit: str) -> str:
        return self.box.run("journalctl", "--no-pager", "-o", "cat", "-u", unit).stdout

    def only(self, *workers: int) -> None:
        """These workers run, and no others."""
        for worker in (1, 2):
            self.systemctl("start" if worker in workers else "stop", f"inko-lite@{worker}")

    # ── the chat ────────────────────────────────────────────────────────────────────────────────────────────────────

    def ready(self) -> dict:
        return Client(URL).request("GET", "/readyz").json

    def sign_in(self, person, name: str):
        """An account of the Django site, with the cookie that Django gave it."""
        person.cookies["sessionid"] = self.sessions[name]
        end = time.monotonic() + 5
        while True:
            try:
                return person.arrives()
            except Problem as problem:
                # After a restart of PostgreSQL; a page comes again too.
                if problem.code != "store.unavailable" or time.monotonic() > end:
                    raise
                time.sleep(0.2)

    def agent(self, cast: Cast, name: str = "ana", kind: type = Agent) -> Agent:
        return self.sign_in(cast._add(kind(cast.url or URL, name)), name)

    def monitor(self, cast: Cast) -> Monitor:
        return self.sign_in(cast._add(Monitor(cast.url or URL, "mia")), "mia")

    def chat(self, cast: Cast, agent: str = "ana", guest: str = "Gus") -> tuple[Agent, Guest, str]:
        """An agent and a guest in a room."""
        helper = self.agent(cast, agent)
        asker = cast.guest(guest)
        asker.asks()
        return helper, asker, helper.assists(asker)

    # ── the database ────────────────────────────────────────────────────────────────────────────────────────────────

    def query(self, sql: str, database: str = "inko") -> str:
        """What PostgreSQL's owner sees; a row a line."""
        words = ("runuser", "-u", "postgres", "--", "psql", "-XAtq", "-v", "ON_ERROR_STOP=1", database)
        return self.box.run(*words, text=f"SET search_path = inko, public;\n{sql}").stdout.strip()

    def lines_of(self, name: str) -> list[str]:
        """A log and all that it was turned into, oldest first."""
        folder = self.box.path("/var/log/inko-lite")
        turned = sorted(folder.glob(f"{name}?*"), key=lambda path: path.stat().st_mtime)
        return [line for path in (*turned, folder / name) if path.exists() for line in _lines(path)]


def _lines(path: Path) -> list[str]:
    import gzip

    raw = path.read_bytes()
    return (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode().splitlines()


def until(true: Callable[[], object], seconds: float, what: str) -> object:
    """Asks again and again until it is true; raises AssertionError after so many seconds."""
    end = time.monotonic() + seconds
    while True:
        found = true()
        if found:
            return found
        assert time.monotonic() < end, f"not within {seconds:g} s: {what}"
        time.sleep(0.05)
