"""What honest people feel while one guest does the worst: `python -m loadtest.bench_attack`.

    python -m loadtest.bench_attack [--seconds 20] [--pairs 6] [--connections 9000] [--only markup …] [--quick]

A server of its own with the flood limits as delivered. Pairs of a guest and an agent talk all the time, and somebody new opens
the page every half second; meanwhile each attack of `loadtest/attacks.py` runs by itself, from another process of the same
machine, so that attackers and server share its processors. Printed for each: what the attacker was answered, the delay of the
honest messages from the moment they were due until the other one heard them, how long the newcomers' page took, what of both
failed, and the most memory, file handles, threads and database connections that the server had. Ends with 1 when an honest
message was lost or, with a full run, when their 99th percentile is above 250 ms.
"""

import argparse
import http.client
import json
import multiprocessing
import sys
import threading
import time
from pathlib import Path

from . import attacks, stage
from .ledger import percentile
from .measure import descendants, name_and_fields
from .wires import Member

GOAL_MILLISECONDS = 250
PERIOD_SECONDS = 0.8  # of each pair: 75 messages a minute, by turns, within what one person may send
NEWCOMER_SECONDS = 0.5
SAMPLE_SECONDS = 0.1
QUICK_SECONDS = 1.0
PATIENCE_SECONDS = 20.0
SETTINGS = {"INKO_FLOOD_ENABLED": "true", "INKO_LIMITS_WAITING": "10000"}


class Pair:
    """Two honest people in a room of their own: one writes, by turns, and the guest listens."""

    def __init__(
        self, address: tuple[str, int], guest: Member, agent: Member, cursor: int, stop: threading.Event
    ) -> None:
        self._address, self._people, self._stop = address, (guest, agent), stop
        self._due: dict[str, float] = {}
        self._cursor = cursor
        self.delays: list[float] = []
        self.refused = 0
        self._threads = [threading.Thread(target=work, daemon=True) for work in (self._talk, self._listen)]
        for thread in self._threads:
            thread.start()

    @property
    def lost(self) -> int:
        """Messages that were acknowledged, or may have been, and are not heard even after some time."""
        waited = 0.0
        while (
            lost := sum(due < time.monotonic() - 2 * PERIOD_SECONDS for due in list(self._due.values()))
        ) and waited < PATIENCE_SECONDS:
            time.sleep(SAMPLE_SECONDS)
            waited += SAMPLE_SECONDS
        return lost

    def forget(self) -> None:
        """A new measurement begins."""
        self.delays, self.refused = [], 0

    def _talk(self) -> None:
        connection, number, due = http.client.HTTPConnection(*self._address, timeout=10), 0, time.monotonic()
        while not self._stop.wait(max(0.0, due - time.monotonic())):
            person = self._people[number % 2]
            number += 1
            client_id = f"honest-{id(self)}-{number}"
            self._due[client_id] = due
            body = json.dumps({"body": "Which version is it?", "client_id": client_id})
            try:
                connection.request("POST", f"/message/{person.room}", body, attacks.headers(person))
                reply = connection.getresponse()
                reply.read()
                if reply.status != 201:
                    self.refused += 1
                    self._due.pop(client_id, None)
            except (OSError, http.client.HTTPException):
                self.refused += 1
                self._due.pop(client_id, None)
                connection.close()
            due += PERIOD_SECONDS

    def _listen(self) -> None:
        while not self._stop.is_set():
            connection = http.client.HTTPConnection(*self._address, timeout=30)
            try:
                asked = {"Cookie": self._people[0].cookies, "Accept": "text/event-stream"}
                connection.request("GET", f"/listen?cursor={self._cursor}", headers=asked)
                reply = connection.getresponse()
                while not self._stop.is_set() and (line := reply.readline()):
                    if line.startswith(b"id:"):
                        self._cursor = int(line[3:])
                    elif line.startswith(b"data:"):
                        due = self._due.pop(json.loads(line[5:]).get("client_id", ""), None)
                        if due is not None:
                            self.delays.append((time.monotonic() - due) * 1000)
            except (OSError, http.client.HTTPException):
                self._stop.wait(0.2)
            connection.close()


class Newcomers:
    """Somebody opens the page on a connection of their own, again and again."""

    def __init__(self, address: tuple[str, int], stop: threading.Event) -> None:
        self._address, self._stop = address, stop
        self.forget()
        threading.Thread(target=self._come, daemon=True).start()

    def forget(self) -> None:
        self.times: list[float] = []
        self.failed = 0

    def _come(self) -> None:
        while not self._stop.wait(NEWCOMER_SECONDS):
            began = time.monotonic()
            connection = http.client.HTTPConnection(*self._address, timeout=10)
            try:
                connection.request("GET", "/")
                reply = connection.getresponse()
                reply.read()
                self.failed += reply.status != 200
                self.times.append((time.monotonic() - began) * 1000)
            except (OSError, http.client.HTTPException):
                self.failed += 1
            connection.close()


class Peaks:
    """The most that the server has had since `forget`, read from /proc every SAMPLE_SECONDS."""

    def __init__(self, pid: int, stop: threading.Event) -> None:
        self._pid, self._stop = pid, stop
        self.forget()
        threading.Thread(target=self._look, daemon=True).start()

    def forget(self) -> None:
        self.megabytes = self.files = self.threads = self.backends = 0

    def _look(self) -> None:
        status, files = Path(f"/proc/{self._pid}/status"), Path(f"/proc/{self._pid}/fd")
        while not self._stop.wait(SAMPLE_SECONDS):
            told = dict(line.split(":", 1) for line in status.read_text().splitlines())
            self.megabytes = max(self.megabytes, int(told["VmRSS"].split()[0]) // 1024)
            self.threads = max(self.threads, int(told["Threads"]))
            self.files = max(self.files, sum(1 for _ in files.iterdir()))
            self.backends = max(self.backends, sum(is_backend(pid) for pid in descendants(self._pid)))


def is_backend(pid: int) -> bool:
    """A connection's process of PostgreSQL, by the title that it gives itself."""
    try:
        return name_and_fields(pid)[0] == "postgres" and b" inko" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False


def line(name: str, answers: dict[str, int], pairs: list[Pair], newcomers: Newcomers, peaks: Peaks) -> tuple[str, dict]:
    """A measurement as a line of a table, and as figures."""
    delays, times = sorted(each for pair in pairs for each in pair.delays), sorted(newcomers.times)
    figures = {
        "attack": name, "answers": dict(answers), "messages": len(delays),
        "p50_ms": round(percentile(delays, 0.5)), "p99_ms": round(percentile(delays, 0.99)), "max_ms": round(delays[-1]),
        "refused": sum(pair.refused for pair in pairs), "lost": sum(pair.lost for pair in pairs),
        "page_p99_ms": round(percentile(times, 0.99)) if times else None, "page_failed": newcomers.failed,
        "megabytes": peaks.megabytes, "files": peaks.files, "threads": peaks.threads, "backends": peaks.backends,
    }  # fmt: skip
    told = " ".join(f"{status}×{count}" for status, count in sorted(answers.items())) or "-"
    return " | ".join(str(each) for each in (name, told, *list(figures.values())[2:])), figures


def measured(server: stage.OwnServer, names: list[str], seconds: float, count: int, connections: int) -> list[dict]:
    """Each attack's figures, the quiet before them first."""
    host, port = server.url.removeprefix("http://").split(":")
    address = host, int(port)
    helpers = stage.agents(server.url, [], count + 1)
    members = stage.support_rooms(server.url, helpers)
    target = attacks.Target(*address, members[-2], members[-1], connections)
    stop, found = threading.Event(), []
    cursor = helpers[0].cursor()
    pairs = [Pair(address, *members[2 * n : 2 * n + 2], cursor, stop) for n in range(count)]
    newcomers, peaks = Newcomers(address, stop), Peaks(server.pid, stop)
    print(
        "attack | answers | messages | p50 ms | p99 ms | max ms | refused | lost | page p99 ms | page failed", end=" | "
    )
    print("MB | files | threads | backends")
    try:
        for name in ["none", *names]:
            time.sleep(seconds / 7)
            for each in (*pairs, newcomers, peaks):
                each.forget()
            answers: dict[str, int] = {}
            if name == "none":
                time.sleep(seconds)
            else:
                queue = multiprocessing.Queue()
                attacker = multiprocessing.Process(target=attacks.run, args=(name, target, seconds, queue))
                attacker.start()
                answers = queue.get(timeout=seconds + 120)
                attacker.join()
            time.sleep(seconds / 7)
            text, figures = line(name, answers, pairs, newcomers, peaks)
            print(text, flush=True)
            found.append(figures)
    finally:
        stop.set()
        for helper in helpers:
            helper.leave()
    return found


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--seconds", type=float, default=20)
    arguments.add_argument("--pairs", type=int, default=6)
    arguments.add_argument("--connections", type=int, default=9000)
    arguments.add_argument("--only", nargs="*", choices=sorted(attacks.ATTACKS))
    arguments.add_argument(
        "--quick", action="store_true", help="a second each, to see that it runs and what is bounded"
    )
    given = arguments.parse_args()
    multiprocessing.set_start_method("spawn")
    with stage.OwnServer(given.pairs + 1, SETTINGS) as server:
        seconds = QUICK_SECONDS if given.quick else given.seconds
        found = measured(server, given.only or list(attacks.ATTACKS), seconds, given.pairs, given.connections)
        bugs = [each for each in server.said().splitlines() if "Traceback" in each or " ERROR " in each]
    print(json.dumps(found))
    for bug in bugs:
        print(bug)
    late = [each["attack"] for each in found if each["p99_ms"] > GOAL_MILLISECONDS]
    lost = [each["attack"] for each in found if each["lost"]]
    print(f"late: {', '.join(late) or 'none'}; lost: {', '.join(lost) or 'none'}; errors in the log: {len(bugs)}")
    return int(bool(bugs or lost or (late and not given.quick)))


if __name__ == "__main__":
    sys.exit(main())
