"""The service under its stated load: restarted, killed, hung, its database restarted, its logs turned.

Each test prints its figures (`pytest -rP`); docs/operations.md quotes them.
"""

import re
import time
from datetime import datetime

import pytest

from .installed import until
from .traffic import Traffic


@pytest.fixture(scope="module")
def load(service):
    with service.box.network(), Traffic(service) as traffic:
        yield traffic


@pytest.fixture
def patient(load):
    """Clients that send again with the same client_id, as ours do, where a server may vanish in the middle."""
    load.patient = True
    yield load
    load.patient = False


def memory_of(service, pid) -> float:
    said = service.box.path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+) kB", said)[1]) * 1024


def stages(service) -> str:
    """How long the last worker that ended took to drain, and the next one until it served, by the times in their log."""
    at = {}
    for line in service.lines_of("inko-lite.log"):
        if match := re.match(r"(\S+)Z INFO \d+ worker: (draining|stopped|serving)", line):
            at[match[2]] = datetime.fromisoformat(match[1])
    drained, served = at["stopped"] - at["draining"], at["serving"] - at["stopped"]
    return f"draining took {drained.total_seconds():.2f} s, from then to serving {served.total_seconds():.2f} s"


def restart(service, unit) -> None:
    began = time.monotonic()
    service.systemctl("restart", unit)
    print(f"systemctl restart {unit}: {time.monotonic() - began:.2f} s")


def nothing_happened(verdict) -> bool:
    return not verdict.refused and verdict.lost == verdict.doubled == 0


def test_a_restart_of_all_workers_at_once_refuses_loses_and_doubles_nothing(service, load):
    load.runs(1)
    mark = load.mark()
    for _ in range(3):
        restart(service, "inko-lite.target")
        load.runs(1.5)
    verdict = load.judge(mark)
    print(verdict)
    assert nothing_happened(verdict), verdict


def test_a_restart_of_the_only_worker_refuses_loses_and_doubles_nothing(service, load):
    service.only(1)
    mark = load.mark()
    restart(service, "inko-lite@1")
    load.runs(1.5)
    verdict = load.judge(mark)
    print(stages(service))
    service.only(1, 2)
    print(verdict)
    assert nothing_happened(verdict), verdict


def test_workers_restarted_one_after_the_other_are_not_noticed(service, load):
    pids = service.pid(1), service.pid(2)
    mark = load.mark()
    for worker in (1, 2):
        restart(service, f"inko-lite@{worker}")
        load.runs(1)
    verdict = load.judge(mark)
    print(verdict)
    assert nothing_happened(verdict), verdict
    assert service.pid(1) != pids[0] and service.pid(2) != pids[1]


def test_a_reload_is_not_noticed_at_all(service, load):
    pids = service.pid(1), service.pid(2)
    mark = load.mark()
    service.systemctl("reload", "inko-lite@1", "inko-lite@2")
    load.runs(1)
    verdict = load.judge(mark)
    print(verdict)
    print("memory of the workers:", [f"{memory_of(service, pid) / 1e6:.0f} MB" for pid in pids])
    assert nothing_happened(verdict) and (service.pid(1), service.pid(2)) == pids
    assert all(memory_of(service, pid) < 250e6 for pid in pids), "half of MemoryMax"
    assert service.property("inko-lite@1", "ActiveState") == "active"


def test_logs_turned_under_load_lose_no_line(service, load):
    before = len(service.lines_of("access.log"))
    mark = load.mark()
    for _ in range(3):
        service.box.run("logrotate", "--force", "/etc/logrotate.d/inko-lite")
        load.runs(0.5)
    verdict = load.judge(mark)
    print(verdict)
    assert nothing_happened(verdict), verdict

    def posted():
        lines = service.lines_of("access.log")[before:]
        return sum(" POST " in line and "/message/" in line for line in lines)

    # A line is written when its answer has been sent.
    until(lambda: posted() >= verdict.sent, 5, "a line for each message")
    turned = service.box.shell("ls /var/log/inko-lite")
    assert "access.log.1" in turned and "access.log.2" in turned, turned
    # Debian's own unit, which runs daily and is hardened too, takes the same file.
    service.systemctl("start", "logrotate.service")
    assert service.property("logrotate.service", "Result") == "success"


def test_a_killed_worker_is_back_at_once_and_what_was_promised_is_kept(service, patient):
    mark, began = patient.mark(), time.monotonic()
    pid = service.kill(1, "KILL")
    until(
        lambda: service.pid(1) not in (0, pid) and service.property("inko-lite@1", "ActiveState") == "active",
        60,
        "worker 1 is back",
    )
    print(f"back after {time.monotonic() - began:.1f} s")
    patient.runs(1)
    verdict = patient.judge(mark)
    print(verdict)
    assert verdict.lost == verdict.doubled == 0, verdict
    assert int(service.property("inko-lite@1", "NRestarts")) >= 1


def test_a_restarted_postgresql_costs_patience_and_nothing_else(service, patient):
    pids = service.pid(1), service.pid(2)
    mark = patient.mark()
    service.systemctl("restart", "postgresql")
    patient.runs(2)
    verdict = patient.judge(mark)
    print(verdict)
    assert verdict.lost == verdict.doubled == 0, verdict
    assert not [trouble for trouble in verdict.refused if trouble.startswith("listening")], "listeners stay"
    assert (service.pid(1), service.pid(2)) == pids, "a worker outlives its database"


def test_a_hung_worker_is_replaced_by_the_watchdog(service, patient):
    mark = patient.mark()
    began = time.monotonic()
    pid = service.kill(1, "STOP")
    until(
        lambda: service.pid(1) not in (0, pid) and service.property("inko-lite@1", "ActiveState") == "active",
        90,
        "worker 1 is back",
    )
    print(f"back after {time.monotonic() - began:.1f} s")
    assert "Watchdog timeout" in service.journal("inko-lite@1")
    verdict = patient.judge(mark)
    print(verdict)
    assert verdict.lost == verdict.doubled == 0, verdict


def test_after_all_this_the_data_are_in_order_and_nobody_logged_a_bug(service, load):
    service.systemctl("start", "inko-lite-do@doctor")
    assert "all invariants hold" in service.journal("inko-lite-do@doctor")
    assert service.systemctl("--failed", "--no-legend") == ""
    bugs = [line for line in service.lines_of("inko-lite.log") if re.search(r"Traceback|\bERROR\b", line)]
    assert not bugs, "\n".join(bugs)
