"""The file that Locust runs: it takes the plan, brings the people together, and writes down what they noticed.

Started by `loadtest/run`, which judges; by hand it has no use. Everything happens in one process, so that there is one clock
and one account of what was said and heard.
"""

import os
import sys
import time
from collections import deque
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # Locust puts only this folder on the path

import gevent
import msgspec
from locust import events

from loadtest import plan as files
from loadtest.actors import Agent, Guest, Monitor, Person
from loadtest.book import HEARD_WITHIN_SECONDS, Book
from loadtest.ledger import percentile
from loadtest.shapes import AsOrdered, chats_each, guests_of, read_orders
from loadtest.town import Town, now

LAG_SECONDS = 0.02
POLL_SECONDS = 0.1

path = Path(os.environ[files.VARIABLE])
folder = path.parent
plan = msgspec.json.decode(path.read_bytes(), type=files.Plan)
lags: list[float] = []
recent: deque[float] = deque(maxlen=2000)


def delivered(seconds: float, size: int) -> None:
    recent.append(seconds)
    events.request.fire(
        request_type="CHAT", name="delivery", response_time=seconds * 1000, response_length=size, exception=None,
        context={},
    )  # fmt: skip


def missed() -> None:
    events.request.fire(
        request_type="CHAT", name="delivery", response_time=HEARD_WITHIN_SECONDS * 1000, response_length=0,
        exception=TimeoutError(f"not heard within {HEARD_WITHIN_SECONDS:g} s"), context={},
    )  # fmt: skip


book = Book(delivered, missed)
town = Person.town = Town(plan, book)
AsOrdered.plan = plan
Agent.cookies, Monitor.cookies = plan.agents, plan.monitors
Agent.chats = chats_each(plan)
Guest.fixed_count = guests_of(plan)
Agent.fixed_count = len(plan.agents)
Monitor.fixed_count = len(plan.monitors)


class Shape(AsOrdered):
    """Locust looks for it here."""


def measure_lag() -> None:
    """How late this process itself is: a delay that is ours must not be taken for the server's."""
    while True:
        due = now() + LAG_SECONDS
        gevent.sleep(LAG_SECONDS)
        lags.append(now() - due)


def follow_orders() -> None:
    """Reads the orders until the end, and then waits until all that was said is judged."""
    ended_at = 0.0
    while True:
        town.orders = read_orders(folder / files.ORDERS)
        book.sweep(now())
        if town.orders.mode == "end":
            ended_at = ended_at or now()
            idle = not any(person.inbox.qsize() for person in list(people()))
            if (book.settled and idle and now() > ended_at + 1) or now() > ended_at + 4 * HEARD_WITHIN_SECONDS:
                break
        gevent.sleep(POLL_SECONDS)
    finish()
    AsOrdered.over = True


def people():
    for talk in list(town.talks.values()):
        yield from talk.speakers.values()


def tell() -> None:
    """How it goes, once a second."""
    while True:
        p99 = percentile(sorted(recent), 0.99) * 1000 if recent else None
        files.write(
            folder / files.PROGRESS,
            files.Progress(
                town.ready, dict(town.here), book.counts["posted"], book.counts["accepted"], book.counts["heard"],
                book.broken, p99,
            ),
        )  # fmt: skip
        gevent.sleep(0.25 if not town.ready else 1.0)


def finish() -> None:
    book.close()
    with (folder / files.DELIVERIES).open("wb") as file:
        book.deliveries.tofile(file)
    counts = dict(book.counts + town.counts) | {name: book.counts[name] for name in ("lost", "unanswered")}
    files.write(
        folder / files.RESULT,
        files.Result(
            counts, dict(town.refused), dict(town.unexpected), book.faults, town.figures_seen,
            percentile(sorted(lags), 0.99) * 1000, time.process_time(), book.accepted_at,
        ),
    )  # fmt: skip


@events.test_start.add_listener
def begin(environment, **_) -> None:
    for greenlet in (follow_orders, town.pace, measure_lag, tell):
        gevent.spawn(greenlet).link_exception(lambda failed: environment.runner.quit())


@events.quitting.add_listener
def end(environment, **_) -> None:
    # Locust's own judgement is not asked for: `loadtest/run` compares with the promises. A crash of ours is an error.
    environment.process_exit_code = 0 if AsOrdered.over else 1
