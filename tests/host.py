"""A machine on which `inko-lite` runs as a daemon: a configuration, the commands, and what the process table says.

Nothing is left behind: whoever still runs when the test ends is ended and counts as a failure.
"""

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from inko_lite import demo
from inko_lite.database import Database

from .cast import Agent, Cast

ROOT = Path(__file__).resolve().parent.parent


def until(holds, what: str, seconds: float = 15):
    """Returns what `holds()` returns, as soon as that is true."""
    deadline = time.monotonic() + seconds
    while not (found := holds()):
        assert time.monotonic() < deadline, what
        time.sleep(0.01)
    return found


def status_of(pid: int) -> dict[str, str]:
    """/proc/<pid>/status."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return taken.getsockname()[1]


class Host:
    """One configuration in a directory that every account may look into."""

    def __init__(self, dsn: str, django: dict):
        self.folder = Path(tempfile.mkdtemp(prefix="inko-host-"))
        self.folder.chmod(0o755)
        self.path = self.folder / "inko-lite.toml"
        self.pidfile = self.folder / "run/inko-lite.pid"
        self.logs = self.folder / "log"
        self.dsn, self.django = dsn, django
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.cast = Cast(self.url)
        self.before: list[str] = []
        self.write()

    def write(self, **sections: dict) -> None:
        """The configuration: these settings over those that every test needs."""
        settings = {
            "server": {"port": self.port},
            "database": {"dsn": self.dsn},
            "django": self.django,
            "daemon": {"pidfile": str(self.pidfile), "log_directory": str(self.logs)},
        }
        for section, values in sections.items():
            settings[section] = {**settings.get(section, {}), **values}
        text = "".join(
            f"[{section}]\n" + "".join(f"{key} = {json.dumps(value)}\n" for key, value in values.items())
            for section, values in settings.items()
        )
        self.path.write_text(text)

    def inko(self, command: str, *more: str, timeout: float = 60) -> subprocess.CompletedProcess:
        arguments = [*self.before, sys.executable, "-m", "inko_lite", command, "--config", str(self.path), *more]
        return subprocess.run(arguments, capture_output=True, text=True, timeout=timeout, cwd=ROOT, env=self.environ)

    @property
    def environ(self) -> dict:
        return {name: value for name, value in os.environ.items() if not name.startswith("INKO_")}

    def does(self, command: str) -> str:
        """What the command says when it succeeds."""
        done = self.inko(command)
        assert done.returncode == 0, (command, done.returncode, done.stdout, done.stderr, self.log())
        return done.stdout.strip()

    def fails(self, command: str, code: int = 1) -> str:
        """The line with which the command fails."""
        done = self.inko(command)
        assert done.returncode == code, (command, done.returncode, done.stdout, done.stderr)
        assert "Traceback" not in done.stderr, done.stderr
        return (done.stderr or done.stdout).strip().removeprefix("inko-lite: ")

    @property
    def pid(self) -> int:
        return int(self.pidfile.read_text())

    def log(self, name: str = "inko-lite.log") -> str:
        path = self.logs / name
        return path.read_text() if path.exists() else ""

    def agent(self, name: str = "ana") -> Agent:
        """An agent by the site's own session, as the site would have given it."""
        person = Agent(self.url, name)
        database = Database(self.dsn, 1)
        person.cookies["sessionid"] = demo.sign_in(database, self.django["secret_key"], name)
        database.close()
        self.cast.people.append(person)
        return person.arrives()

    def chat(self):
        """An agent and a guest in a room."""
        ana, gus = self.agent(), self.cast.guest("Gus")
        gus.asks()
        return ana, gus, ana.assists(gus)

    def processes(self) -> list[int]:
        """Every process that was started with this configuration."""
        found = []
        for path in Path("/proc").glob("[0-9]*/cmdline"):
            with contextlib.suppress(OSError):
                if str(self.path).encode() in path.read_bytes() and int(path.parent.name) != os.getpid():
                    found.append(int(path.parent.name))
        return found

    def close(self) -> None:
        self.cast.leave()
        self.inko("stop")
        left = self.processes()
        for pid in left:
            os.kill(pid, signal.SIGKILL)
        shutil.rmtree(self.folder)
        assert not left, "a process was left behind"


@contextlib.contextmanager
def hidden_places_opened(account_needs: list[Path]):
    """The beginning of a command line under which every account may reach these places, though they lie under directories
    that are closed to it, as a Python under root's home does. Only that command and what it starts see it so."""
    script, keep = [], Path(tempfile.mkdtemp(prefix="inko-keep-"))
    hidden = {}
    for place in account_needs:
        for parent in reversed(place.resolve().parents):
            if not parent.stat().st_mode & 0o001:
                hidden.setdefault(parent, []).append(place.resolve())
                break
    for number, (parent, places) in enumerate(hidden.items()):
        for count, place in enumerate(places):
            kept = keep / f"{number}-{count}"
            kept.mkdir()
            script.append(f"mount --bind '{place}' '{kept}'")
        script.append(f"mount -t tmpfs -o mode=755 none '{parent}'")
        for count, place in enumerate(places):
            script.append(f"mkdir -p '{place}' && mount --bind '{keep / f'{number}-{count}'}' '{place}'")
    try:
        yield ["unshare", "--mount", "sh", "-ec", "\n".join([*script, f"cd '{ROOT}'", 'exec "$@"']), "sh"]
    finally:
        shutil.rmtree(keep)
