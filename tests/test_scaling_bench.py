"""The benchmark of several servers: its model on numbers that are known, what it makes of PostgreSQL's waits, and a quick run."""

import re
import subprocess
import sys

import pytest

from inko_lite.stream.writer import BATCH_POSTS
from loadtest import scaling_model as model
from loadtest import scaling_page, waits
from loadtest.scaling_model import Case, Costs

from .conftest import ROOT

# A message costs a server 200 µs and PostgreSQL 100; a message of another server 50.
KNOWN = Costs(
    python_message=200e-6,
    follow_message=50e-6,
    postgres_message=100e-6,
    generator_message=100e-6,
    commits=((0, 0), (500, 300), (5000, 200)),
)
PLENTY = 1e6


def test_the_coefficients_of_what_was_made_from_coefficients_are_found_again():
    truth = (0.01, 300e-6, 100e-6, 20e-6)
    rows = [
        (5, 50, 50, 100),
        (5, 1500, 2500, 5000),
        (5, 1000, 20000, 40000),
        (5, 900, 1000, 10000),
        (5, 900, 1000, 50000),
    ]
    values = [sum(cost * count for cost, count in zip(truth, row, strict=True)) for row in rows]
    assert model.fitted(rows, values) == pytest.approx(truth, rel=1e-3)


def test_a_coefficient_is_never_negative():
    assert model.fitted([(1, 1), (1, 2), (1, 3)], [3, 2, 1])[1] == 0


@pytest.mark.parametrize(
    ("case", "rate", "full"),
    [
        (Case(1, cores=PLENTY), 1 / 200e-6, model.PYTHON),
        # Two servers: each has half of the messages, and follows the other half.
        (Case(2, cores=PLENTY), 1 / (100e-6 + 25e-6), model.PYTHON),
        (Case(2, cores=PLENTY, busiest=0.8), 1 / (160e-6 + 10e-6), model.PYTHON),
        (Case(1, cores=PLENTY, share=0.2), 0.2 / 200e-6, model.PYTHON),
        # Both servers, PostgreSQL and the generator on two cores.
        (Case(2, cores=2), 2 / (200e-6 + 50e-6 + 100e-6 + 100e-6), model.MACHINE),
        (Case(2, cores=2, generator=False), 2 / (200e-6 + 50e-6 + 100e-6), model.MACHINE),
    ],
)
def test_the_knee_is_where_the_first_is_full(case, rate, full):
    found, what = model.knee(KNOWN, case)
    assert found == pytest.approx(rate, rel=1e-3)
    assert what == full


def test_a_full_server_makes_the_commits_of_full_servers_and_not_those_of_one_that_has_time():
    costs = Costs(python_commit=1e-3, python_message=100e-6, commits=((0, 0), (1e4, 1e4)), batch=10)
    assert model.knee(costs, Case(1, cores=PLENTY))[0] == pytest.approx(5000, rel=1e-3)
    assert model.cores(costs, Case(1), 500)["python"] == pytest.approx(500 * 1.1e-3)


def test_however_many_servers_all_follow_one_log():
    most = [model.knee(KNOWN, Case(workers, cores=PLENTY))[0] for workers in (8, 100, 10_000)]
    assert most == sorted(most)
    assert most[-1] < 1 / 50e-6


def test_a_slow_head_is_full_before_any_server_and_only_when_batches_are_as_large_as_they_get():
    slow = Costs(python_message=1e-6, head_commit=2e-3, head_message=100e-6, commits=((0, 0), (1e4, 1e4)))
    rate, full = model.knee(slow, Case(1, cores=PLENTY))
    assert full == model.HEAD
    assert rate == pytest.approx(1 / (2e-3 / BATCH_POSTS + 100e-6), rel=1e-3)
    assert model.commits_at(slow, Case(1), 400) == 400
    assert model.commits_at(slow, Case(1), 5000) == pytest.approx((1 - 5000 * 100e-6) / 2e-3)


def test_what_full_is_counts():
    half = Costs(python_message=200e-6, reach=0.5)
    assert model.knee(half, Case(1, cores=PLENTY))[0] == pytest.approx(2500, rel=1e-3)


@pytest.mark.parametrize(
    ("seen", "kind"),
    [
        (("idle", "Client", "ClientRead", waits.COMMITTING), "nothing"),
        (("idle in transaction", "Client", "ClientRead", waits.DECIDING), "python"),
        (("active", "Lock", "transactionid", waits.COMMITTING), "head"),
        (("active", "Lock", "tuple", waits.COMMITTING), "head"),
        (("active", "Lock", "transactionid", waits.DECIDING), "rooms"),
        (("active", "Lock", "object", waits.COMMITTING), "notify"),
        (("active", "IO", "WalSync", waits.COMMITTING), "disk"),
        (("active", "LWLock", "WALWrite", waits.COMMITTING), "disk"),
        (("active", None, None, waits.COMMITTING), "computing"),
        (("active", "LWLock", "BufferContent", waits.COMMITTING), "other"),
        ((None, None, None, ""), "nothing"),
    ],
)
def test_each_wait_is_told_apart(seen, kind):
    assert waits.kind_of(*seen) == kind


def test_shares_are_of_the_writers_time_and_of_all_looks():
    head, works = ("active", "Lock", "tuple", waits.COMMITTING), ("active", None, None, waits.COMMITTING)
    idle = ("idle", "Client", "ClientRead", waits.COMMITTING)
    shares = waits.shares_of([[head, works], [idle, works], [idle, idle], [idle, idle]])
    assert shares["head"] == 1 / 8
    assert shares["computing"] == 2 / 8
    assert shares[waits.WANTED] == 1 / 4
    assert shares[waits.HELD] == 2 / 4


def test_the_page_has_a_place_for_every_table():
    page = (ROOT / "docs/scaling.md").read_text("utf-8")
    begun, ended = (re.findall(rf"<!-- {word} (\w+) -->", page) for word in ("begin", "end"))
    assert begun == ended
    assert set(begun) == set(scaling_page.PARTS)


def test_the_quick_form_measures_everything_and_leaves_the_page_alone(tmp_path):
    page = (ROOT / "docs/scaling.md").read_text("utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "loadtest.bench_scaling", "--quick", "--out", str(tmp_path)],
        cwd=ROOT, capture_output=True, text=True, timeout=240,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    found = scaling_page.read(tmp_path)
    (rung,) = found.runs.rungs
    looks = {look.what: look for look in rung.looks}
    assert looks.keys() == {"low", "fan-2", "middle", "climb", "knee", "beyond", "idle", "alone", "follow"}
    # Both ends of each of the four pairs listen and speak.
    assert rung.connections == [16]
    assert looks["middle"].reading.verdict.good
    assert 0 < looks["middle"].commits <= looks["middle"].reading.sent
    assert looks["knee"].waits["looks"] > 5
    (followed,) = found.runs.followed
    assert len(followed.with_them.servers) == 2
    assert {each.batch for each in found.runs.appends} == {1, 8}
    assert found.costs.python_message + found.costs.python_commit > 0
    # In namespaces there was nothing to measure.
    assert scaling_page.tables(tmp_path).keys() == scaling_page.PARTS.keys()
    assert (ROOT / "docs/scaling.md").read_text("utf-8") == page
