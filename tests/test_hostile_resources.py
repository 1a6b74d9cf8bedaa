"""What the server has, whatever is done to it: counts that stay within their bounds. How long it takes is measured by
`python -m loadtest.bench_attack`, of which this is the quick form."""

import json
import os
import subprocess
import sys

import pytest

from loadtest.attacks import ATTACKS

from .conftest import ROOT, open_site
from .wire import Wire, chatting, eventually, gauge, memory_bytes, post

BODY_BYTES = 1_000_000
CONNECTIONS = 300


@pytest.fixture(scope="module")
def site(databases, template):
    with open_site(databases, template) as its_site:
        its_site.start(flood={"enabled": False}, limits={"messages_per_minute": 100_000})
        its_site.ana, its_site.gus, its_site.room = its_site.cast.chat()
        its_site.ana.listens()
        yield its_site


@pytest.mark.parametrize(
    "body",
    [b"[" * BODY_BYTES, b'{"body":"' + b"a" * (BODY_BYTES - 20) + b'"}', b'{"body":' + b"9" * (BODY_BYTES - 20) + b"}"],
    ids=["brackets", "a text", "a number"],
)
def test_large_bodies_leave_nothing_in_memory(site, body):
    """Regression: a parser and its reader held each other, and with them each body until the collector came by: gigabytes."""
    asked = post(site, body=body)
    with chatting(site, most_seconds=5), Wire(site.cast.url) as wire:
        for _ in range(5):
            assert wire.ask(asked).status in (413, 422)
        before = memory_bytes(site)
        for _ in range(100):
            wire.ask(asked)
    assert memory_bytes(site) - before < 30 * BODY_BYTES


def test_bodies_that_never_end_leave_nothing_in_memory(site):
    """The same of requests that are given up in the middle, by the client or by the server."""
    start = post(site, "Transfer-Encoding: chunked") + b"80000\r\n" + b"a" * 0x80000
    before = None
    for number in range(60):
        with Wire(site.cast.url) as wire:
            wire.send(start)
            if number % 2:
                wire.send(b"\r\n80001\r\n").pour(b"b" * 65_536, BODY_BYTES)
        if number == 9:
            before = memory_bytes(site)
    eventually(lambda: gauge(site, "inko_connections") < 10)
    assert memory_bytes(site) - before < 15 * BODY_BYTES


def test_no_attack_loses_a_message_or_takes_more_than_its_share():
    """Memory, file handles, threads and database connections under each attack, a second of each."""
    command = [
        sys.executable,
        "-m",
        "loadtest.bench_attack",
        "--quick",
        "--pairs",
        "2",
        "--connections",
        str(CONNECTIONS),
    ]
    own = {key: value for key, value in os.environ.items() if not key.startswith("INKO_")}
    done = subprocess.run(command, cwd=ROOT, env=own, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    found = {each["attack"]: each for each in json.loads(done.stdout.splitlines()[-2])}
    assert found.keys() == {"none", *ATTACKS}
    quiet = found["none"]
    for name, each in found.items():
        assert each["lost"] == 0 and each["messages"] > 0, each
        assert each["megabytes"] < quiet["megabytes"] + 80, each
        assert each["files"] < quiet["files"] + 60 + (CONNECTIONS if name in ("listeners", "connections") else 0), each
        assert each["threads"] <= 16 and each["backends"] <= 16, each
        assert each["refused"] == 0 and each["page_failed"] == 0, each
    assert found["messages"]["answers"]["429"] > 0, "the flood was not stopped"
