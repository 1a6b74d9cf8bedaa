"""The tables of docs/scaling.md, from what `loadtest/bench_scaling.py` and `tests/torture/scaling.py` measured, and the model.

Each stands between `<!-- begin NAME -->` and `<!-- end NAME -->`; the text around them is written by hand and stays. A table
whose run is not there stays as it is.
"""

import functools
from collections.abc import Callable
from pathlib import Path

import msgspec

from . import scaling_model as model
from .capacity_page import ROOT, Missing, page_with, table
from .figures import a_thousand
from .report import shown
from .rungs import Look, Rung, Runs
from .scaling_model import Case, Costs
from .waits import HELD, KINDS, WANTED

PAGE = ROOT / "docs/scaling.md"
SOCKET, BALANCED = "scaling.json", "namespaces.json"
WHERE = {"socket": "one socket", "slowed": "one socket, slowed down", "namespaces": "namespaces, HAProxy"}
AHEAD = (1, 2, 3, 4, 8, 16)
MANY_CORES = 1e6


class Measured(msgspec.Struct):
    """Both runs, and the model fitted to the first."""

    runs: Runs
    balanced: Runs | None
    costs: Costs

    def rungs(self, *where: str) -> list[Rung]:
        found = [
            rung for rung in (*self.runs.rungs, *(self.balanced.rungs if self.balanced else ())) if rung.where in where
        ]
        if not found:
            raise Missing(" or ".join(WHERE[each] for each in where))
        return found


def read(folder: Path) -> Measured:
    decode = functools.partial(msgspec.json.decode, type=Runs)
    runs = decode((folder / SOCKET).read_bytes())
    path = folder / BALANCED
    balanced = decode(path.read_bytes()) if path.exists() else None
    return Measured(runs, balanced, model.costs_of(runs, balanced.rungs[0] if balanced else None))


# ── the tables ──────────────────────────────────────────────────────────────────────────────────────────────────────


def machine(of: Measured) -> str:
    on = of.runs.machine
    times = [f"{of.runs.made_at} UTC ({of.runs.seconds / 60:.0f} minutes)"]
    times += [f"{of.balanced.made_at} UTC ({of.balanced.seconds / 60:.0f} minutes, namespaces)"] if of.balanced else []
    loads = [run.machine["load_before"] for run in (of.runs, of.balanced) if run]
    return (
        f"{on['cores']} cores ({on['processor']}), Linux {on['kernel']}, Python {on['python']}; measured"
        f" {' and '.join(times)}, load before it {max(loads):.1f}."
    )


def knees(of: Measured) -> str:
    rows = []
    for rung in of.rungs("socket", "namespaces"):
        look = rung.at_the_knee()
        used = [sum(look.servers), look.postgres, look.reading.generator_cpu, look.balancer]
        rows.append(
            (WHERE[rung.where], rung.workers, shown(rung.knee), *_delays(look), *(_or_none(look.cores(each)) for each in used),
             shown(look.busy / look.seconds),
             " / ".join(f"{look.cores(each):.2f}" for each in look.servers), " / ".join(map(str, rung.connections)))
        )  # fmt: skip
    head = ("where", "servers", "knee, messages/s", "p50 there, ms", "p99", "cores: servers", "PostgreSQL", "generator",
            "balancer", "whole machine", "each server", "clients at each")  # fmt: skip
    return table(head, rows)


def delays(of: Measured) -> str:
    rows = []
    for rung in of.rungs("socket", "namespaces"):
        for what in ("low", "middle"):
            look = rung.look(what)
            sent = look.reading.sent
            cost = [_or_none(a_thousand(each, sent)) for each in (sum(look.servers), look.postgres, look.balancer)]
            rows.append(
                (WHERE[rung.where], rung.workers, shown(look.reading.rate), *_delays(look), *cost,
                 shown(look.commits / look.reading.seconds))
            )  # fmt: skip
    head = ("where", "servers", "messages/s", "p50, ms", "p99", "CPU s a thousand messages: servers", "PostgreSQL", "balancer",
            "commits/s")  # fmt: skip
    return table(head, rows)


def listeners(of: Measured) -> str:
    """What a delivery costs, as the growth from the room of 2 to the larger one."""
    rows = []
    for rung in of.rungs("socket"):
        looks = [look for look in rung.looks if look.what.startswith("fan-")]
        small = min(looks, key=_members)
        for look in sorted(looks, key=_members):
            spent, base = sum(look.servers) / look.reading.sent, sum(small.servers) / small.reading.sent
            more = _members(look) - _members(small)
            rows.append(
                (rung.workers, _members(look), shown(look.rate * _members(look)), *_delays(look), shown(1000 * spent),
                 shown(1000 * look.postgres / look.reading.sent), shown(1e6 * (spent - base) / more) if more else "")
            )  # fmt: skip
    head = ("servers", "members of a room", "deliveries/s", "p50, ms", "p99", "servers, CPU s a thousand messages", "PostgreSQL",
            "a further delivery, µs")  # fmt: skip
    return table(head, rows)


def idle(of: Measured) -> str:
    rows = [
        (rung.workers, " / ".join(f"{each / 2**20:.0f}" for each in rung.memory), f"{rung.listeners:,}",
         shown(rung.listener_bytes / 1024), shown(100 * rung.idle_cores))
        for rung in of.rungs("socket")
    ]  # fmt: skip
    return table(("servers", "memory of each, MB", "idle listeners", "KB each", "CPU, % of a core"), rows)


def following(of: Measured) -> str:
    rows = []
    for each in of.runs.followed:
        look, alone = each.with_them, each.alone
        own = sum(look.servers[1:]) / each.followers
        theirs = (look.postgres - alone.postgres) / each.followers
        first = look.servers[0] - sum(alone.servers)
        rows.append(
            (shown(look.reading.rate), shown(look.commits / look.reading.seconds), f"{look.cores(own):.3f}",
             *(shown(1e6 * spent / look.reading.sent) for spent in (own, theirs, first)),
             shown(alone.reading.p99_ms), shown(look.reading.p99_ms))
        )  # fmt: skip
    head = ("messages/s", "commits/s", "cores of each further server", "µs a message: its own", "PostgreSQL", "the first server",
            "p99 without, ms", "with")  # fmt: skip
    return table(head, rows)


def gives_way(of: Measured) -> str:
    rows = []
    for rung in of.rungs("socket", "slowed", "namespaces"):
        for what in ("knee", "beyond"):
            look = rung.look(what)
            name, most = max(look.backends.items(), key=lambda item: item[1], default=("", 0.0))
            rows.append(
                (WHERE[rung.where], rung.workers, shown(look.reading.rate), shown(look.rate), shown(look.reading.p99_ms),
                 shown(100 * look.cores(max(look.servers)) / rung.share), f"{shown(100 * look.cores(most))} ({name})",
                 shown(100 * look.waits.get(HELD, 0)), shown(100 * look.waits.get(WANTED, 0)),
                 shown(100 * look.busy / look.seconds / float(of.runs.machine["cores"])))
            )  # fmt: skip
    head = ("where", "servers", "asked, messages/s", "done", "p99, ms", "busiest server, % of its core", "busiest process of PostgreSQL",
            "head held, % of the time", "somebody waits for it", "machine, % of all cores")  # fmt: skip
    return table(head, rows)


def waits(of: Measured) -> str:
    rows = []
    for rung in of.rungs("socket", "slowed", "namespaces"):
        look = rung.look("knee")
        batch = look.reading.sent / max(1, look.commits)
        rows.append(
            (WHERE[rung.where], rung.workers, shown(look.reading.rate), shown(look.commits / look.reading.seconds), shown(batch),
             *(f"{100 * look.waits.get(kind, 0):.1f}" for kind in KINDS))
        )  # fmt: skip
    return table(("where", "servers", "messages/s", "commits/s", "messages a commit", *KINDS.values()), rows)


def head(of: Measured) -> str:
    rows = [
        (each.writers, each.batch, shown(each.commits / each.seconds), shown(each.commits * each.batch / each.seconds),
         shown(1000 * each.seconds / each.commits))
        for each in of.runs.appends
    ]  # fmt: skip
    return table(("writers at once", "messages a commit", "commits/s", "messages/s", "ms from commit to commit"), rows)


def coefficients(of: Measured) -> str:
    costs = of.costs
    rows = [
        ("a server", costs.python_idle, costs.python_commit, costs.python_message, costs.python_delivery),
        ("PostgreSQL", costs.postgres_idle, costs.postgres_commit, costs.postgres_message, None),
        ("each further server", None, costs.follow_commit, costs.follow_message, None),
        ("PostgreSQL for each further server", None, costs.follow_postgres_commit, costs.follow_postgres_message, None),
        ("the head row is held", None, costs.head_commit, costs.head_message, None),
        ("generator", None, costs.generator_commit, costs.generator_message, costs.generator_delivery),
        ("balancer", None, costs.balancer_commit or None, costs.balancer_message or None, None),
    ]
    shown_rows = [
        (
            what,
            "" if fixed is None else f"{100 * fixed:.2f}",
            *("" if each is None else f"{1e6 * each:.1f}" for each in rest),
        )
        for what, fixed, *rest in rows
    ]
    lines = table(("", "always, % of a core", "a commit, µs", "a message, µs", "a delivery, µs"), shown_rows)
    full = f"Full is full at {100 * costs.reach:.0f} %, with {costs.batch:.0f} messages a commit: those of one server at its knee."
    return f"{lines}\n\n{full}"


def check(of: Measured) -> str:
    """What the model foretells and what was measured; the first row of each kind is what it was fitted to."""
    rows = []
    for rung in of.rungs(*WHERE):
        case = model.case_of(rung)
        name = f"{WHERE[rung.where]}, {rung.workers}"
        for what in ("low", "middle"):
            if look := rung.look(what):
                rate, foretold = look.reading.rate, model.cores(of.costs, case, look.reading.rate)
                of_fit = rung.where == "socket" and rung.workers == 1
                measured = (
                    a_thousand(sum(look.servers), look.reading.sent),
                    a_thousand(look.postgres, look.reading.sent),
                )
                for figure, key, value in (("servers", "python", measured[0]), ("PostgreSQL", "postgres", measured[1])):
                    figure = f"{figure}, CPU s a thousand at {rate:,.0f}/s"
                    rows.append(
                        (name, figure, *_compared(1000 * foretold[key] / rate, value), "fitted" if of_fit else "")
                    )
        foretold, full = model.knee(of.costs, case)
        of_fit = rung.where == "socket" and rung.workers == 1
        rows.append(
            (name, "knee, messages/s", *_compared(foretold, rung.knee), f"{full} is full" + "; fitted" * of_fit)
        )
    return table(("where and how many", "figure", "model", "measured", "difference", ""), rows)


def ahead(of: Measured) -> str:
    """Servers, PostgreSQL and clients with as many cores as they want: what then gives way."""
    rows = []
    for workers in AHEAD:
        case = Case(workers, cores=MANY_CORES, generator=False)
        rate, full = model.knee(of.costs, case)
        used = model.cores(of.costs, case, rate, model.fewest_commits(of.costs, rate))
        rows.append(
            (workers, shown(round(rate, -2)), full, shown(100 * of.costs.reach if full == model.PYTHON else 100 * used["busiest"]),
             shown(used["postgres"]), shown(100 * model.head_held(of.costs, rate)))
        )  # fmt: skip
    return table(
        ("servers", "knee, messages/s", "full first", "each server, % of a core", "PostgreSQL, cores", "head held, %"),
        rows,
    )


PARTS: dict[str, Callable[[Measured], str]] = {
    each.__name__: each
    for each in (machine, knees, delays, listeners, idle, following, gives_way, waits, head, coefficients, check, ahead)
}


def _members(look: Look) -> int:
    return int(look.what.removeprefix("fan-"))


def _delays(look: Look) -> tuple[str, str]:
    return shown(look.reading.p50_ms), shown(look.reading.p99_ms)


def _or_none(value: float) -> str:
    return shown(value) if value else "–"


def _compared(foretold: float, measured: float) -> tuple[str, str, str]:
    return shown(foretold), shown(measured), f"{100 * (foretold - measured) / measured:+.0f} %" if measured else "–"


def tables(folder: Path) -> dict[str, str]:
    """All tables of what is in the folder."""
    of, made = read(folder), {}
    for name, make in PARTS.items():
        try:
            made[name] = make(of)
        except Missing:
            continue
    return made


def write(made: dict[str, str]) -> None:
    """Puts them into the page."""

    def part(name: str) -> Callable[[dict[str, str]], str]:
        def make(made: dict[str, str]) -> str:
            if name not in made:
                raise Missing(name)
            return made[name]

        return make

    text, kept = page_with(PAGE.read_text("utf-8"), made, {name: part(name) for name in PARTS})
    PAGE.write_text(text, "utf-8")
    print(f"\nwritten: {PAGE.relative_to(ROOT)}")
    for each in kept:
        print(f"kept as it was: {each}")
