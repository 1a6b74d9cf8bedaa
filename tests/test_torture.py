"""Several servers, one database, and faults: the short form of `make torture`, whose figures docs/reliability.md has.

Each of these is a schedule of its own seed; `python -m tests.torture --seed N` plays one again.
"""

import json
import os
import subprocess
import sys
from types import SimpleNamespace

import pytest

from .conftest import ROOT
from .torture import lands
from .torture.faults import KINDS, OF_A_SERVER, schedule
from .torture.judge import histories, rate
from .torture.players import Posted

WORKERS = ["server1", "server2", "server3"]


def play(*arguments: object) -> list[dict]:
    if reason := lands.why_not():
        assert not os.environ.get("REQUIRE_SYSTEMD_BOX"), reason
        pytest.skip(reason)
    done = subprocess.run(
        [sys.executable, "-m", "tests.torture", *map(str, arguments)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=170,
    )
    assert done.returncode in (0, 1), done.stderr
    results = [json.loads(line) for line in done.stdout.splitlines()]
    assert results, done.stderr
    for result in results:
        assert not result["wrong"], f"seed {result['seed']}: {result['plan']}\n" + "\n".join(result["wrong"])
        assert result["figures"]["acknowledged"] > 20, result
        assert result["figures"]["deliveries"] > result["figures"]["messages"], result
    return results


def test_nothing_acknowledged_is_lost_and_all_hear_the_same_whatever_breaks():
    results = play("--seed", 101, "--schedules", 2, "--seconds", 9, "--longest", 2)
    # A server that broke, or a database that came back, writes again within a second on a quiet machine.
    assert all(seconds < 5 for result in results for _, seconds in result["recovered"]), results


def test_a_database_that_crashes_or_is_cut_off_is_refused_honestly():
    kinds = "database-crash,no-database,full-disk,no-connections"
    (result,) = play("--seed", 5, "--seconds", 10, "--longest", 2, "--faults", kinds)
    assert result["figures"]["answers"].get("store.unavailable"), "nobody noticed anything"


def test_a_replica_takes_over_with_everything_that_was_acknowledged():
    (result,) = play("--seed", 3, "--seconds", 4, "--longest", 2, "--faults", "failover,kill")
    assert result["recovered"][-1][0] == "failover"


def test_a_schedule_follows_from_its_seed():
    for seed in range(50):
        plan = schedule(seed, 20, WORKERS, list(KINDS), 4)
        assert plan == schedule(seed, 20, WORKERS, list(KINDS), 4)
        assert plan != schedule(seed + 1, 20, WORKERS, list(KINDS), 4)
        times = [when for when, _ in plan]
        assert times == sorted(times)
        assert all((fault.target in WORKERS) == (fault.kind in OF_A_SERVER) for _, fault in plan)
        # One after the other: the judge must know what was whole.
        assert all(when + fault.seconds < following for (when, fault), following in zip(plan, times[1:], strict=False))
        assert plan[-1][1].kind == "failover"


def test_every_kind_of_fault_comes_up():
    plans = [fault.kind for seed in range(60) for _, fault in schedule(seed, 8, WORKERS, list(KINDS), 4)]
    assert set(plans) == set(KINDS)


# ── the judge ───────────────────────────────────────────────────────────────────────────────────────────────────────


class Told(SimpleNamespace):
    """What one person did and heard."""


def a_good_history():
    """Two messages in a room, both acknowledged and heard, and one that was refused: `(chats, rows)`."""
    posts = [Posted(f"c{n}", f"body {n}", 0.0, event_id=n, answers=[(0.01, "written")]) for n in (7, 9)]
    posts.append(Posted("c-refused", "never", 0.0, refused="store.unavailable"))
    ear = Told(heard=[{"id": n, "kind": "message"} for n in (7, 9)], faults=[], reconnects=1)
    chat = Told(room="r", people=[Told(id="p")], mouths=[Told(posted=posts)], ears=[ear])
    return [chat], [(n, "r", "p", f"c{n}", f"body {n}", float(n)) for n in (7, 9)]


def test_a_good_history_is_found_good():
    chats, rows = a_good_history()
    figures, wrong = histories(chats, rows)
    assert not wrong and (figures["messages"], figures["acknowledged"], figures["refused"]) == (2, 2, 1)


@pytest.mark.parametrize(
    "spoil, complaint",
    [
        (lambda chat, rows: rows.pop(), "acknowledged as 9, stored as None"),
        (lambda chat, rows: rows.append((11, *rows[0][1:])), "stored twice"),
        (
            lambda chat, rows: rows.append((11, "r", "p", "c-refused", "never", 11.0)),
            "refused (store.unavailable), stored",
        ),
        (lambda chat, rows: chat.ears[0].heard.pop(), "1 were never heard ([9])"),
        (lambda chat, rows: chat.ears[0].heard.reverse(), "heard 7 after 9"),
        (lambda chat, rows: chat.ears[0].heard.insert(1, chat.ears[0].heard[0]), "heard 7 after 7"),
        (lambda chat, rows: chat.ears[0].heard.append({"id": 12, "kind": "message"}), "not in the log ([12])"),
        (lambda chat, rows: setattr(chat.mouths[0].posted[0], "event_id", 8), "acknowledged as 8, stored as 7"),
    ],
)
def test_the_judge_sees_each_broken_promise(spoil, complaint):
    chats, rows = a_good_history()
    spoil(chats[0], rows)
    _, wrong = histories(chats, rows)
    assert any(complaint in each for each in wrong), wrong


def test_the_judge_counts_every_window():
    assert not rate([0, 30, 59.9, 60, 90, 120], 3)
    assert rate([0, 30, 59.9, 59.95], 3) and rate([0, 50, 100, 109, 109.5], 2)
