"""The certificate of a run: what was measured, on what, with which settings, and the verdict; a file of JSON.

The product reads such a file too (`inko_lite/certificate.py`): a limit above the certified one is warned about.
"""

import math
import os
import platform
import shlex
import subprocess
import sys
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path

import msgspec

from . import slo
from .bench import machine
from .people import People
from .place import OwnSite, Site, version_of
from .plan import Plan, Result
from .sampling import Sample, growth, jiffies, spent, table_growth

MEGABYTE = 2**20
JUDGED_SHARE = 3  # memory and the like are judged over the last third
COUNTED = ("lost", "unheard", "doubled", "disordered", "strayed", "unanswered")
# Refusals that nobody gets who stays within the limits. A full queue is none: guests who come back find it full and wait.
TURNED_AWAY = ("capacity.users", "capacity.rooms", "capacity.messages_per_minute", "capacity.message_bytes",
               "capacity.session_bytes", "flood.")  # fmt: skip
HOUSE = ("users", "rooms", "waiting")
PACKAGES = ("gevent", "psycopg2-binary", "msgspec", "bottle", "locust", "Django")


class Measured(msgspec.Struct):
    """What a run leaves to be judged; `began` and `ended` bound what counts."""

    site: Site
    people: People
    samples: list[Sample]
    began: float
    ended: float
    # Whether the people are the only ones who say something.
    alone: bool = True


def figures_of(run: Measured) -> dict[str, float | None]:
    """Everything that every scenario has."""
    result, counts = run.people.result, run.people.result.counts
    figures: dict[str, float | None] = {name: counts.get(name, 0) for name in COUNTED}
    wanted = counts.get("due", 0) - counts.get("ended_meanwhile", 0)
    figures |= run.people.delivery_figures([(run.began, math.inf)])
    figures |= {
        "unexpected": sum(result.unexpected.values()),
        "turned_away": sum(count for code, count in result.refused.items() if code.startswith(TURNED_AWAY)),
        "accepted_share": 100 * counts.get("accepted", 0) / wanted if wanted else None,
        "messages_accepted": counts.get("accepted", 0),
        "deliveries": counts.get("heard", 0),
        "messages_in_the_fullest_minute": run.people.fullest_minute(),
        "people_lag_p99_ms": result.lag_p99_ms,
        "people_cores": result.own_cpu_seconds / (run.ended - run.began),
        "fullest_session_bytes": counts.get("fullest_conversation"),
        "users": result.figures_seen.get("users"),
        "rooms": result.figures_seen.get("rooms"),
        "waiting": result.figures_seen.get("waiting"),
        "rate_share": 100 * run.people.fullest_minute() / run.site.limits["messages_per_minute"],
        "used_share": 100 * min(result.figures_seen.get(name, 0) / run.site.limits[name] for name in HOUSE),
        "retries": counts.get("retries", 0),
        "chats_that_ended": counts.get("went", 0),
        "conversations_continued": counts.get("continued", 0),
    }
    return figures | _used(run) | _left(run.site)


def _used(run: Measured) -> dict[str, float | None]:
    """CPU and memory."""
    during = [sample for sample in run.samples if run.began <= sample.at <= run.ended] or run.samples[-1:]
    judged = [sample for sample in during if sample.at >= run.ended - (run.ended - run.began) / JUDGED_SHARE]
    seconds = max(during[-1].at - during[0].at, 0.001)
    server, postgres = spent(during, "server_cpu"), spent(during, "postgres_cpu")
    accepted = run.alone and sum(run.began <= at <= run.ended for at in run.people.result.accepted_at)
    memory = [sample.memory for sample in during if sample.memory]
    tables, grown = table_growth(during), growth(judged, "memory")
    working = table_growth(judged) or table_growth(during)
    return {
        "server_cores": server / seconds if server is not None else None,
        "postgres_cores": postgres / seconds if postgres is not None else None,
        "server_cpu_s_a_thousand": 1000 * server / accepted if server is not None and accepted else None,
        "postgres_cpu_s_a_thousand": 1000 * postgres / accepted if postgres is not None and accepted else None,
        "memory_mb": max(memory) / MEGABYTE if memory else None,
        "postgres_memory_mb": max((each.postgres_memory or 0 for each in during), default=0) / MEGABYTE or None,
        "memory_growth_mb": grown / MEGABYTE if grown is not None else None,
        "handles_growth": growth(judged, "handles"),
        "connections_growth": growth(during, "connections"),
        "history_bytes_a_message": tables[0] / accepted if tables and accepted else None,
        "working_tables_growth_mb": working[1] / MEGABYTE if working else None,
    }


def _left(site: Site) -> dict[str, float | None]:
    """What the log and the doctor say afterwards."""
    if not isinstance(site, OwnSite):
        return {}
    lines = [line for line in site.said().splitlines() if " ERROR " in line or line.startswith("Traceback")]
    broken = site.broken_invariants()
    for line in (*lines[:5], *broken[:10]):
        print(line, file=sys.stderr)
    return {"errors_logged": len(lines), "invariants_broken": sum(line.startswith("BROKEN") for line in broken)}


def about_the_site(site: Site) -> dict:
    """What is measured, and on what."""
    versions = {name: metadata.version(name) for name in PACKAGES} | {"python": platform.python_version()}
    if isinstance(site, OwnSite):
        versions["postgresql"] = site.rows("SHOW server_version")[0][0].split()[0]
    return {
        "version": version_of(site), "commit": commit(), "machine": machine(), "versions": versions, "limits": site.limits,
        "host": None if isinstance(site, OwnSite) else site.url, "jiffies": jiffies(),
    }  # fmt: skip


def commit() -> str:
    """The commit of the source that this is run from; `+` when something was changed since."""
    root = Path(__file__).resolve().parent.parent
    try:
        asked = ["git", "-C", str(root), "describe", "--always", "--abbrev=12", "--dirty=+", "--exclude=*"]
        return subprocess.run(asked, capture_output=True, text=True, check=True, timeout=20).stdout.strip()
    except (OSError, subprocess.SubprocessError):
        return ""


def made(
    name: str,
    scenario: slo.Scenario,
    form: str,
    facts: dict,
    plan: Plan,
    figures: dict[str, float | None],
    rows: list[slo.Row],
    result: Result,
    tables: dict[str, object],
    *,
    settings: dict | None,
    workers: int,
    history: int,
    seconds: float,
    load_before: tuple[float, float, float],
    samples: list[Sample],
) -> dict:
    """The document. Figures that could not be had are left out."""
    all_time = max(1, jiffies() - facts["jiffies"])
    loads = [sample.load for sample in samples]
    around = {
        "load_before": round(load_before[0], 2),
        "load_highest": round(max(loads), 2),
        "steal_percent": round(100 * (samples[-1].steal - samples[0].steal) / all_time, 2),
    }
    known = {key: round(value, 4) for key, value in figures.items() if value is not None and not math.isnan(value)}
    return {
        "scenario": name,
        "form": form,
        "verdict": "PASS" if slo.good(rows) else "FAIL",
        "what": scenario.what,
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "command": shlex.join(["loadtest/run", *sys.argv[1:]]),
        "seconds": round(seconds, 1),
        "version": facts["version"],
        "commit": facts["commit"],
        "machine": facts["machine"] | {"memory_mb": _memory_mb()} | around,
        "versions": facts["versions"],
        "host": facts["host"],
        "limits": facts["limits"],
        "settings": settings,
        "workers": workers,
        "history": history,
        "people": {
            "guests_talking": plan.talking, "guests_waiting": plan.waiting, "guests_beyond": plan.pressing, "agents": len(plan.agents),
            "monitors": len(plan.monitors), "rooms_of_agents": [len(group) for group in plan.groups],
            "messages_a_minute": round(plan.messages_a_second * 60, 2), "one_long_in": plan.long_every,
        },
        "promises": msgspec.to_builtins(rows),
        "figures": known,
        "tables": tables,
        "refused": result.refused,
        "unexpected": result.unexpected,
        "faults": result.faults,
    }  # fmt: skip


def _memory_mb() -> int:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // MEGABYTE


def read(path: Path) -> dict:
    """A certificate of an earlier run. Raises ValueError for another file."""
    document = msgspec.json.decode(path.read_bytes())
    if not isinstance(document, dict) or "figures" not in document or "scenario" not in document:
        raise ValueError(f"{path} is no certificate of a load test")
    return document
