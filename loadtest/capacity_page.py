"""The generated parts of docs/capacity.md: tables and plots from the certificates of real runs.

Each part stands between `<!-- begin NAME -->` and `<!-- end NAME -->`. A part whose certificates are not there stays as it is,
and that is said. Where a scenario was not run in full, its short form stands in, and the page says so. The shipped certificate
of the product is that of the same `stated` run, in full.
"""

import re
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

import msgspec

from . import slo
from .certificate import read
from .report import shown

ROOT = Path(__file__).resolve().parent.parent
RUNS = ROOT / "build/loadtest"
PAGE = ROOT / "docs/capacity.md"
IMAGES = ROOT / "docs/images/capacity"
SHIPPED = ROOT / "inko_lite/certificate.json"
PLOTS = (
    ("stated", "delivery"), ("stated", "rate"), ("stated", "memory"), ("stated", "cpu"), ("headroom", "knee"),
    ("soak", "memory"), ("restart", "delivery"), ("kill", "delivery"), ("at-limit", "delivery"),
)  # fmt: skip
SCENARIOS = (
    "stated", "at-limit", "headroom", "fanout", "idle", "soak", "restart", "kill", "database-restart", "dropped-connections",
)  # fmt: skip
LIMITS_TOLD = {
    "users": "people in rooms", "rooms": "open rooms", "messages_per_minute": "messages in 60 s",
    "message_bytes": "bytes of one message", "session_bytes": "bytes of one conversation", "waiting": "guests waiting",
}  # fmt: skip
Runs = dict[str, dict]


class Missing(Exception):
    """There is no run that says this."""


def table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    lines = [list(head), ["---"] * len(list(head)), *(list(map(str, row)) for row in rows)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def need(runs: Runs, name: str) -> dict:
    """The run in full, or else in its short form."""
    run = runs.get(name) or runs.get(f"{name}-short")
    if run is None:
        raise Missing(name)
    return run


def figure(run: dict, name: str, unit: str = "") -> str:
    return shown(run["figures"].get(name), unit)


# ── the parts ───────────────────────────────────────────────────────────────────────────────────────────────────────


def overview(runs: Runs) -> str:
    """All scenarios: what was run, and the verdict."""
    rows = []
    for name in SCENARIOS:
        if not {name, f"{name}-short"} & runs.keys():
            rows.append((f"`{name}`", slo.SCENARIOS[name].what, "not run yet", "", "", "", ""))
            continue
        run = need(runs, name)
        kept = sum(row["verdict"] == "PASS" for row in run["promises"])
        p99 = figure(run, "delivery_p99_ms")
        rows.append(
            (f"`{name}{' --short' if name not in runs else ''}`", run["what"], f"{run['seconds']:,.0f} s", figure(run, "deliveries"), p99,
             f"{kept} of {len(run['promises'])}", f"**{run['verdict']}**")
        )  # fmt: skip
    head = ("scenario", "what happens", "measured", "deliveries checked", "p99, ms", "promises kept", "verdict")
    return table(head, rows)


def machine(runs: Runs) -> str:
    """What the figures were taken on."""
    run = need(runs, "stated")
    on, versions = run["machine"], run["versions"]
    made = sorted(each["made_at"] for each in runs.values())
    commits = sorted({each["commit"] for each in runs.values()})
    loads = [each["machine"] for each in runs.values()]
    return (
        f"{on['cores']} cores ({on['processor']}), {shown(on['memory_mb'], 'MB')}, Linux {on['kernel']}, Python"
        f" {versions['python']}, gevent {versions['gevent']}, PostgreSQL {versions['postgresql']}, Locust {versions['locust']};"
        f" server, database and load on the same machine. Runs from {made[0][:16].replace('T', ' ')} to"
        f" {made[-1][:16].replace('T', ' ')} UTC, version {run['version']}, commit {', '.join(commits)}. Load before a run"
        f" {min(each['load_before'] for each in loads)} to {max(each['load_before'] for each in loads)},"
        f" stolen by other machines at most {max(each['steal_percent'] for each in loads)} %."
    )


def stated(runs: Runs) -> str:
    """Every promise of the stated run."""
    run = need(runs, "stated")
    rows = [(row["what"], shown(row["value"]), row["threshold"], row["verdict"]) for row in run["promises"]]
    more = [
        ("half of the deliveries", figure(run, "delivery_p50_ms", "ms")),
        ("95 of 100 deliveries", figure(run, "delivery_p95_ms", "ms")),
        ("messages in the fullest minute", figure(run, "messages_in_the_fullest_minute")),
        ("chats that ended while others went on", figure(run, "chats_that_ended")),
        ("conversations that grew full and went on in a new room", figure(run, "conversations_continued")),
        ("CPU of the server, of PostgreSQL", f"{figure(run, 'server_cores')}, {figure(run, 'postgres_cores')} cores"),
        ("memory of the server, at most", figure(run, "memory_mb", "MB")),
        ("growth of the history a message", figure(run, "history_bytes_a_message", "bytes")),
    ]
    rows += [(what, value, "", "") for what, value in more]
    return table(("promise", "figure", "threshold", "verdict"), rows)


def at_limit(runs: Runs) -> str:
    """Each limit at N and beyond."""
    run = need(runs, "at-limit")
    rows = [
        (f"`{name}`", LIMITS_TOLD[name], f"{edge['limit']:,}", f"{edge['reached']:,}", f"{edge['tries']:,}", edge["let_in"],
         len(edge["wrong"]), f"{shown(edge['p50_ms'])} / {shown(edge['p99_ms'])}")
        for name, edge in run["tables"]["limits"].items()
    ]  # fmt: skip
    head = (
        "limit",
        "",
        "N",
        "used",
        "tries at N + 1",
        "let in",
        "answered otherwise than documented",
        "refused in, p50 / p99 ms",
    )
    felt = (
        f"\n\nMeanwhile 99 of 100 messages of the people inside took {figure(run, 'people_p99_calm_ms', 'ms')} in the quiet spans"
        f" and {figure(run, 'people_p99_struck_ms', 'ms')} in those with tries beyond the limits."
    )
    return table(head, rows) + felt


def headroom(runs: Runs) -> str:
    """The steps to the knee."""
    run = need(runs, "headroom")
    rows = [
        (f"{step['messages_a_second']:,.0f}", shown(step["p50_ms"]), shown(step["p99_ms"]), shown(step["people_p99_ms"]),
         f"{step['server_cores']:.2f}", f"{step['postgres_cores']:.2f}", f"{step['generator_cores']:.2f}",
         "yes" if step["passed"] else "no" + " (the generator was late)" * step["generator_was_the_limit"])
        for step in run["tables"]["steps"]
    ]  # fmt: skip
    head = (
        "messages/s",
        "p50, ms",
        "p99, ms",
        "the people's p99, ms",
        "server, cores",
        "PostgreSQL, cores",
        "load, cores",
        "held",
    )
    knee = (
        f"The knee: **{figure(run, 'knee_messages_a_second')} messages a second, {figure(run, 'knee_multiple')} times the stated"
        f" rate**, with p99 {figure(run, 'knee_p99_ms', 'ms')}.\n\n"
    )
    return knee + table(head, rows)


def fanout(runs: Runs) -> str:
    run = need(runs, "fanout")
    rows = [
        (figure(run, f"members_{size}"), *(figure(run, f"delivery_{share}_ms_{size}") for share in ("p50", "p95", "p99")),
         figure(run, f"deliveries_a_second_{size}"))
        for size in ("small", "large")
    ]  # fmt: skip
    return table(("members of the room", "p50, ms", "p95, ms", "p99, ms", "deliveries/s"), rows)


def idle(runs: Runs) -> str:
    run = need(runs, "idle")
    rows = [
        (f"{crowd['listeners']:,}", shown(crowd["bytes_each"] / 1024), shown(100 * crowd["cpu_share"]))
        for crowd in run["tables"]["crowds"]
    ]
    return table(("guests who only listen", "KB of the server each", "CPU with the people's talk, % of a core"), rows)


def soak(runs: Runs) -> str:
    run = need(runs, "soak")
    rows = [
        ("growth of the server's memory in the last third", figure(run, "memory_growth_mb", "MB")),
        ("memory of the server, at most", figure(run, "memory_mb", "MB")),
        ("more file handles at the end of it", figure(run, "handles_growth")),
        ("more database connections", figure(run, "connections_growth")),
        ("growth of the tables that hold no history", figure(run, "working_tables_growth_mb", "MB")),
        ("messages accepted", figure(run, "messages_accepted")),
        ("99 of 100 deliveries", figure(run, "delivery_p99_ms", "ms")),
    ]
    return table((f"after {run['seconds'] / 60:.0f} minutes", ""), rows)


def trouble(runs: Runs) -> str:
    rows = []
    for name in ("restart", "kill", "database-restart", "dropped-connections"):
        run = need(runs, name)
        rows.append(
            (f"`{name}`", figure(run, "times"), figure(run, "longest_away_ms"), figure(run, "delivery_longest_ms"),
             figure(run, "delivery_p50_ms"), figure(run, "retries"), figure(run, "lost"), figure(run, "doubled"))
        )  # fmt: skip
    head = ("scenario", "times", "longest away, ms", "longest delivery, ms", "p50, ms", "sent again", "lost", "doubled")
    return table(head, rows)


def scale(runs: Runs) -> str:
    """N times the stated capacity, as far as it was run."""
    found = [
        run for name, run in runs.items() if re.fullmatch(r"stated-short(-times-\d+)?", name) and not run["history"]
    ]
    if not found:
        raise Missing("stated-short-times-…")
    rows = [
        (
            f"{run['limits']['users']:,}",
            f"{run['limits']['rooms']:,}",
            f"{run['limits']['messages_per_minute']:,}",
            *_cost(run),
        )
        for run in sorted(found, key=lambda run: run["limits"]["users"])
    ]
    return table(("users", "rooms", "messages a minute", *COST), rows)


COST = ("p50 / p99, ms", "server, CPU s a thousand messages", "PostgreSQL", "server, cores", "memory, MB", "verdict")


def _cost(run: dict) -> tuple[str, ...]:
    return (
        f"{figure(run, 'delivery_p50_ms')} / {figure(run, 'delivery_p99_ms')}", figure(run, "server_cpu_s_a_thousand"),
        figure(run, "postgres_cpu_s_a_thousand"), figure(run, "server_cores"), figure(run, "memory_mb"), run["verdict"],
    )  # fmt: skip


def history(runs: Runs) -> str:
    found = [run for run in runs.values() if run["scenario"] == "stated" and run["history"]]
    if not found:
        raise Missing("stated-short-history-…")
    rows = [(f"{run['history']:,}", *_cost(run)) for run in sorted(found, key=lambda run: run["history"])]
    return table(("messages in the log", *COST), rows)


def workers(runs: Runs) -> str:
    found = [run for run in runs.values() if run["scenario"] == "stated" and run["workers"] > 1]
    if not found:
        raise Missing("stated-short-workers-…")
    found.append(need(runs, "stated-short"))
    rows = [(run["workers"], *_cost(run)) for run in sorted(found, key=lambda run: run["workers"])]
    return table(("server processes", *COST), rows)


PARTS: dict[str, Callable[[Runs], str]] = {
    each.__name__: each
    for each in (overview, machine, stated, at_limit, headroom, fanout, idle, soak, trouble, scale, history, workers)
}


def page_with(text: str, runs: Runs, parts: dict[str, Callable] | None = None) -> tuple[str, list[str]]:
    """The page with its parts anew, and the parts that could not be made."""
    kept = []
    for name, make in (parts or PARTS).items():
        begin, end = f"<!-- begin {name} -->", f"<!-- end {name} -->"
        before, found, rest = text.partition(begin)
        if not found:
            continue
        old, found, after = rest.partition(end)
        if not found:
            raise ValueError(f"{begin} has no end")
        try:
            new = f"\n{make(runs)}\n"
        except Missing as missing:
            kept.append(f"{name} (no run of {missing})")
            new = old
        text = f"{before}{begin}{new}{end}{after}"
    return text, kept


def main(given: list[str]) -> int:
    folder = Path(given[0]) if given else RUNS
    runs = {path.parent.name: read(path) for path in sorted(folder.glob("*/certificate.json"))}
    text, kept = page_with(PAGE.read_text("utf-8"), runs)
    PAGE.write_text(text, "utf-8")
    IMAGES.mkdir(parents=True, exist_ok=True)
    for scenario, plot in PLOTS:
        for drawn in (folder / scenario / f"{plot}.svg", folder / f"{scenario}-short" / f"{plot}.svg"):
            if drawn.exists():
                shutil.copyfile(drawn, IMAGES / f"{scenario}-{plot}.svg")
                break
    if "stated" in runs and runs["stated"]["verdict"] == "PASS":
        SHIPPED.write_bytes(msgspec.json.format(msgspec.json.encode(runs["stated"]), indent=1) + b"\n")
    print(f"written: {PAGE.relative_to(ROOT)}, from {len(runs)} runs")
    for each in kept:
        print(f"kept as it was: {each}")
    return 0
