"""The shipped load test at the stated capacity against the service, which meanwhile is restarted in every way.

`loadtest/run restart` says what came of it; `restarts.sh` is the command that it calls. The figures are printed
(`pytest -rP`), and docs/operations.md quotes them.
"""

import json
import re
import shlex
import subprocess
import time
from array import array
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import pytest

from loadtest.report import HELD_BACK_MS

from .installed import AGENTS, URL

ROOT = Path(__file__).resolve().parent.parent.parent
SCRIPT = "/var/lib/inko-restarts/restarts.sh"
# Between the restarts; with them, and with the coming and going of a hundred people, it is about half a minute.
SECONDS = 8
# What other programs on the machine do to the figures.
DELAYS = {"unheard", "delivery_longest_ms"}


class Load(NamedTuple):
    """What a run of the load test left behind."""

    code: int
    said: str
    certificate: dict
    folder: Path
    lines_before: int

    def deliveries(self) -> list[tuple[float, float]]:
        """When each message was sent, and how many seconds it took to each who heard it."""
        numbers = array("d", (self.folder / "deliveries.bin").read_bytes())
        return list(zip(numbers[::2], numbers[1::2], strict=True))


def posted(service) -> int:
    """Messages that the access log says were accepted."""
    return sum(bool(re.search(r" POST /message/[^/ ]+ 20[01] ", line)) for line in service.lines_of("access.log"))


@pytest.fixture(scope="module")
def load(service, tmp_path_factory) -> Load:
    folder = tmp_path_factory.mktemp("load")
    names = ["mia", *(f"agent{number:02}" for number in range(1, AGENTS + 1))]
    (folder / "cookies").write_text("\n".join(service.sessions[name] for name in names))
    service.box.write(SCRIPT, Path(__file__).with_name("restarts.sh").read_text("utf-8"))
    command = ["loadtest/run", "restart", "--short", "--seconds", str(SECONDS), "--out", str(folder)]
    command += ["--host", URL, "--agents-file", str(folder / "cookies")]
    command += ["--command", shlex.join(service.box.argv("bash", SCRIPT))]
    before = posted(service)
    with service.box.network():
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=400, check=False)
    folder /= "restart-short"
    assert (folder / "certificate.json").exists(), done.stdout + done.stderr
    certificate = json.loads((folder / "certificate.json").read_bytes())
    return Load(done.returncode, done.stdout + done.stderr, certificate, folder, before)


def test_restarts_under_the_stated_load_refuse_lose_and_double_nothing(load):
    print(load.said)
    figures, machine = load.certificate["figures"], load.certificate["machine"]
    broken = {row["figure"] for row in load.certificate["promises"] if row["verdict"] == "FAIL"}
    # A machine that others use starts a worker late, or holds up the people themselves: such delays are not the service's.
    crowded = machine["load_before"] > machine["cores"] or figures["people_lag_p99_ms"] > HELD_BACK_MS
    assert broken <= (DELAYS if crowded else set()), load.said
    passed = not broken
    assert (load.code, load.certificate["verdict"]) == ((0, "PASS") if passed else (1, "FAIL")), load.said
    assert figures["times"] == 3
    # The promises allow to try again; here nobody had to: no connection was refused or lost, nothing answered by 5xx.
    assert figures["retries"] == 0, load.said


def test_what_people_see_of_it(service, load):
    # Python's clock and the box's differ by the time that the machine has slept.
    slept = time.clock_gettime(time.CLOCK_BOOTTIME) - time.monotonic()
    spans = [line.split("|") for line in service.box.path(SCRIPT).with_name("spans").read_text().splitlines()]
    seen = set()
    for what, *times in spans:
        began, ended = (float(at) - slept for at in times)
        # What was under way then.
        delays = [seconds for at, seconds in load.deliveries() if at <= ended and began <= at + seconds]
        seen.add(what)
        assert delays, f"nothing was said while it was done: {what}"
        print(
            f"{what}: took {ended - began:.2f} s; longest from sending to hearing {max(delays):.2f} s of {len(delays)} deliveries"
        )
    assert seen == {"logs turned", "a reload", "two workers, one after the other", "both at once", "the only worker"}
    print(stages(service))
    memory = [memory_of(service, service.pid(worker)) for worker in (1, 2)]
    print("memory of the workers:", [f"{each / 1e6:.0f} MB" for each in memory])
    assert all(each < 250e6 for each in memory), "half of MemoryMax"


def memory_of(service, pid) -> float:
    said = service.box.path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+) kB", said)[1]) * 1024


def stages(service) -> str:
    """How long the last worker that was restarted alone took to drain, and the next one until it served."""
    at = {}
    for line in service.lines_of("inko-lite.log"):
        if match := re.match(r"(\S+)Z INFO \d+ worker: (draining|stopped|serving)", line):
            at.setdefault(match[2], []).append(datetime.fromisoformat(match[1]))
    # The other one started after it.
    draining, stopped, serving = at["draining"][-1], at["stopped"][-1], at["serving"][-2]
    drained, started = stopped - draining, serving - stopped
    return f"draining took {drained.total_seconds():.2f} s, from then to serving {started.total_seconds():.2f} s"


def test_logs_turned_under_load_lose_no_line(service, load):
    turned = service.box.shell("ls /var/log/inko-lite")
    assert {"access.log.1", "access.log.2.gz", "access.log.3.gz"} <= set(turned.split()), turned
    assert posted(service) - load.lines_before == load.certificate["figures"]["messages_accepted"]
    # Debian's own unit, which runs daily and is hardened too, takes the same file.
    service.systemctl("start", "logrotate.service")
    assert service.property("logrotate.service", "Result") == "success"


def test_after_all_this_the_data_are_in_order_and_nobody_logged_a_bug(service, load):
    service.systemctl("start", "inko-lite-do@doctor")
    assert "all invariants hold" in service.journal("inko-lite-do@doctor")
    assert service.systemctl("--failed", "--no-legend") == ""
    # A machine that others use lets a canary wait; whether the watchdog is right is for its own tests.
    bugs = [line for line in service.lines_of("inko-lite.log") if re.search(r"Traceback| ERROR \d+ (?!watchdog)", line)]
    assert not bugs, "\n".join(bugs)
