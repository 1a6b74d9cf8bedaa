"""A model of how far it goes: costs from one server's runs, and what they foretell of several (docs/scaling.md).

All cost is linear in four rates: commits, messages, deliveries, and what each further server reads of the log. A server is full
when one core is, the head of the log when it is held all the time, the machine when all its cores are busy; whichever is full
first is the knee. The fuller something is, the more messages share a commit, and with it all that is done once for each; so
whether a rate can be carried is asked of batches as large as those of one server at its knee. How full is full (99 of 100
deliveries within 250 ms) is taken from there too.
"""

import os
from bisect import bisect_left
from collections.abc import Sequence

import msgspec

from inko_lite.stream.writer import BATCH_POSTS

from .rungs import Look, Rung, Runs

ROUNDS = 20_000
NOTHING = (0.0, 0.0)
PYTHON, HEAD, MACHINE = "Python", "the head row", "the machine"


class Costs(msgspec.Struct, frozen=True):
    """CPU seconds each, but for `head_…`, which are seconds that the head row is held; `…_idle` is cores."""

    python_idle: float = 0.0
    python_commit: float = 0.0
    python_message: float = 0.0
    python_delivery: float = 0.0
    postgres_idle: float = 0.0
    postgres_commit: float = 0.0
    postgres_message: float = 0.0
    # For each further server: its own part, and PostgreSQL's.
    follow_commit: float = 0.0
    follow_message: float = 0.0
    follow_postgres_commit: float = 0.0
    follow_postgres_message: float = 0.0
    # What is done by these two once for all that comes together, they do once for a commit.
    generator_commit: float = 0.0
    generator_message: float = 0.0
    generator_delivery: float = 0.0
    balancer_commit: float = 0.0
    balancer_message: float = 0.0
    head_commit: float = 0.0
    head_message: float = 0.0
    # (messages/s, commits/s) of one server, rising; messages a commit when it is full; and how full that is.
    commits: tuple[tuple[float, float], ...] = ((0.0, 0.0), (1.0, 1.0))
    batch: float = float(BATCH_POSTS)
    reach: float = 1.0


class Case(msgspec.Struct, frozen=True):
    """What is foretold. `busiest` is the share of the clients at the server that has most; `share` of a core each may use."""

    workers: int = 1
    deliveries: float = 2.0
    busiest: float | None = None
    share: float = 1.0
    cores: float = 2.0
    generator: bool = True
    balancer: bool = False


def fitted(rows: Sequence[Sequence[float]], values: Sequence[float]) -> list[float]:
    """The coefficients, none negative, with the least squares of *relative* error: each value counts alike."""
    scaled = [[each / value for each in row] for row, value in zip(rows, values, strict=True) if value > 0]
    width = len(scaled[0]) if scaled else 0
    found, left = [0.0] * width, [1.0] * len(scaled)
    norms = [sum(row[column] ** 2 for row in scaled) for column in range(width)]
    for _ in range(ROUNDS):
        moved = 0.0
        for column in range(width):
            if not norms[column]:
                continue
            pull = sum(row[column] * rest for row, rest in zip(scaled, left, strict=True)) / norms[column]
            better = max(0.0, found[column] + pull)
            change, found[column] = better - found[column], better
            left = [rest - change * row[column] for row, rest in zip(scaled, left, strict=True)]
            moved = max(moved, abs(change) * norms[column] ** 0.5)
        if moved < 1e-9:
            break
    return found


def commits_at(costs: Costs, case: Case, rate: float) -> float:
    """Commits a second of all servers: each as one server would with its part of the messages, slower where it is slowed.
    When these are more than the head takes, writers wait, their batches grow, and the commits are fewer."""
    each, share = rate / case.workers / case.share, case.share
    rates = [known for known, _ in costs.commits]
    place = min(max(1, bisect_left(rates, each)), len(rates) - 1)
    (low, few), (high, many) = costs.commits[place - 1 : place + 1]
    between = min(1.0, max(0.0, (each - low) / (high - low)))
    commits = min(rate, case.workers * share * (few + between * (many - few)))
    if costs.head_commit:
        commits = min(commits, (1 - rate * costs.head_message) / costs.head_commit)
    return max(commits, rate / BATCH_POSTS)


def cores(costs: Costs, case: Case, rate: float, commits: float | None = None) -> dict[str, float]:
    """Cores in use at a rate: of all servers, of the busiest, of PostgreSQL, of the whole machine. `commits`: so many a second,
    where it is not those of servers that have time."""
    commits = commits_at(costs, case, rate) if commits is None else commits
    heard, others = rate * case.deliveries, case.workers - 1
    own = commits * costs.python_commit + rate * costs.python_message + heard * costs.python_delivery
    follow = commits * costs.follow_commit + rate * costs.follow_message
    busiest = case.busiest or 1 / case.workers
    python = case.workers * costs.python_idle + own + others * follow
    postgres = costs.postgres_idle + commits * costs.postgres_commit + rate * costs.postgres_message
    postgres += others * (commits * costs.follow_postgres_commit + rate * costs.follow_postgres_message)
    rest = case.balancer * (commits * costs.balancer_commit + rate * costs.balancer_message)
    rest += case.generator * (
        commits * costs.generator_commit + rate * costs.generator_message + heard * costs.generator_delivery
    )
    return {
        "python": python,
        "busiest": costs.python_idle + own * busiest + follow * (1 - busiest),
        "postgres": postgres,
        "all": python + postgres + rest,
    }


def fewest_commits(costs: Costs, rate: float) -> float:
    """Commits a second of servers that have no time to spare; fewer yet where the head takes no more."""
    commits = rate / costs.batch
    if costs.head_commit:
        commits = min(commits, (1 - rate * costs.head_message) / costs.head_commit)
    return max(commits, rate / BATCH_POSTS)


def head_held(costs: Costs, rate: float) -> float:
    """The share of the time for which the head row is held when the servers are full."""
    return fewest_commits(costs, rate) * costs.head_commit + rate * costs.head_message


def fullness(costs: Costs, case: Case, rate: float) -> dict[str, float]:
    """How full each of what can be full is, 1 being all of it: with the batches of full servers; the head's grow to the largest."""
    used = cores(costs, case, rate, fewest_commits(costs, rate))
    held = rate / BATCH_POSTS * costs.head_commit + rate * costs.head_message
    return {PYTHON: used["busiest"] / case.share, HEAD: held, MACHINE: used["all"] / case.cores}


def knee(costs: Costs, case: Case) -> tuple[float, str]:
    """The highest rate at which nothing is fuller than `reach`, and what is full there."""
    low, high = 0.0, 1e6
    while high - low > 0.5:
        middle = (low + high) / 2
        low, high = (low, middle) if max(fullness(costs, case, middle).values()) > costs.reach else (middle, high)
    full = fullness(costs, case, high)
    return low, max(full, key=full.get)


# ── the coefficients, from one server's runs ────────────────────────────────────────────────────────────────────────


def costs_of(runs: Runs, balanced: Rung | None = None) -> Costs:
    """From the rung of a single server, those that only followed, and the head alone; the balancer's from its first rung."""
    single = next(rung for rung in runs.rungs if rung.where == "socket" and rung.workers == 1)
    looks = [look for look in single.looks if look.what not in ("beyond", "follow")]
    unwatched = [look for look in looks if not look.waits]  # who looks at the writers costs PostgreSQL something itself
    python = fitted(
        [(look.reading.seconds, look.commits, look.reading.sent, look.reading.deliveries) for look in unwatched],
        [sum(look.servers) for look in unwatched],
    )
    postgres = fitted(
        [(look.reading.seconds, look.commits, look.reading.sent) for look in unwatched],
        [look.postgres for look in unwatched],
    )
    generator = fitted(
        [(look.commits, look.reading.sent, look.reading.deliveries) for look in looks],
        [look.reading.generator_cpu for look in looks],
    )
    with_them = [each.with_them for each in runs.followed]
    # What any server needs when nothing happens is not the price of following.
    follow = fitted(
        [(look.commits, look.reading.sent) for look in with_them],
        [sum(look.servers[1:]) / len(look.servers[1:]) - python[0] * look.reading.seconds for look in with_them],
    )
    follow_postgres = fitted(
        [(look.commits, look.reading.sent) for look in with_them],
        [(each.with_them.postgres - each.alone.postgres) / each.followers for each in runs.followed],
    )
    most = max(each.writers for each in runs.appends)
    serial = [each for each in runs.appends if each.writers == most]
    head = fitted([(1, each.batch) for each in serial], [each.seconds / each.commits for each in serial])
    between = [look for look in (balanced.looks if balanced else []) if look.balancer]
    balancer = fitted([(look.commits, look.reading.sent) for look in between], [look.balancer for look in between])
    full = single.at_the_knee()
    costs = Costs(
        *python, *postgres, *(follow or NOTHING), *(follow_postgres or NOTHING), *generator, *(balancer or NOTHING), *head,
        commits_curve(looks), min(float(BATCH_POSTS), full.reading.sent / max(1, full.commits)),
    )  # fmt: skip
    return msgspec.structs.replace(costs, reach=max(fullness(costs, case_of(single), single.knee).values()))


def commits_curve(looks: Sequence[Look]) -> tuple[tuple[float, float], ...]:
    """How many commits one server makes of so many messages a second; where a rate was tried again, the mean."""
    found: dict[float, list[float]] = {}
    for look in looks:
        found.setdefault(look.reading.rate, []).append(look.commits / look.reading.seconds)
    return ((0.0, 0.0), *((rate, sum(each) / len(each)) for rate, each in sorted(found.items())))


def case_of(rung: Rung) -> Case:
    """The rung as the model sees it. Behind a balancer each request goes to the next server; on a socket connections stay."""
    balanced = rung.where == "namespaces"
    clients = sum(rung.connections)
    busiest = 1 / rung.workers if balanced or not clients else max(rung.connections) / clients
    return Case(rung.workers, 2.0, busiest, rung.share, float(os.cpu_count() or 1), balancer=balanced)
