"""A worker is killed or hangs, PostgreSQL restarts: each is mended by itself, and what was promised to people is kept.

Meanwhile a guest and an agent answer each other. They send again what was not answered, with the same
`client_id`, as pages do.
"""

import time
from collections.abc import Callable

import pytest

PATIENCE_SECONDS = 60
# Within what one guest and one agent may say in a minute.
PACE_SECONDS = 0.2
POSTGRESQL = "postgresql@15-main"


@pytest.fixture
def talk(service, cast):
    """`talk(over)`: the chat goes on until `over()` is true, and each has heard each message once and in order."""
    ana, gus, room = service.chat(cast)
    gus.listens(), ana.listens()
    said: list[str] = []

    def says() -> float:
        # An agent may say more than a guest.
        speaker, listener = (ana, gus) if len(said) % 4 else (gus, ana)
        said.append(f"message {len(said)}")
        # By turns on a connection of its own, as through a proxy, and on one that is kept.
        if len(said) % 2:
            speaker._connection = None
        began = time.monotonic()
        speaker.insists(room, said[-1])
        listener.hears("message", PATIENCE_SECONDS, body=said[-1])
        took = time.monotonic() - began
        time.sleep(max(0.0, PACE_SECONDS - took))
        return took

    def goes_on(over: Callable[[], object]) -> None:
        began, longest = time.monotonic(), says()
        while not over():
            assert time.monotonic() < began + PATIENCE_SECONDS, "it does not end"
            longest = max(longest, says())
        back = time.monotonic() - began
        says()
        for person in (ana, gus):
            person.hears("message", body=said[-1])
            assert [event["body"] for event in person.heard_messages(room)] == said
        print(f"over after {back:.1f} s; {len(said)} messages, longest from sending to hearing {longest:.2f} s")

    return goes_on


def is_back(service, pid) -> Callable[[], bool]:
    """Whether worker 1 serves again, as another process."""
    return lambda: service.pid(1) not in (0, pid) and service.property("inko-lite@1", "ActiveState") == "active"


def test_a_killed_worker_is_back_at_once_and_what_was_promised_is_kept(service, talk):
    talk(is_back(service, service.kill(1, "KILL")))
    assert int(service.property("inko-lite@1", "NRestarts")) >= 1


def test_a_restarted_postgresql_costs_patience_and_nothing_else(service, talk):
    pids = service.pid(1), service.pid(2)
    started = service.property(POSTGRESQL, "ActiveEnterTimestampMonotonic")
    service.systemctl("restart", "--no-block", POSTGRESQL)
    talk(lambda: service.property(POSTGRESQL, "ActiveEnterTimestampMonotonic") not in ("0", started))
    assert (service.pid(1), service.pid(2)) == pids, "a worker outlives its database"


def test_a_hung_worker_is_replaced_by_the_watchdog(service, talk, package):
    """Ten seconds, in which the package is built."""
    talk(is_back(service, service.kill(1, "STOP")))
    assert "Watchdog timeout" in service.journal("inko-lite@1")
