"""`loadtest/run`: scenarios with people who live like people, a verdict on each promise, and a certificate.

    loadtest/run                                  the four of `make loadtest`, in their short form
    loadtest/run stated                           one scenario, full length
    loadtest/run stated --host URL --agents-file FILE    against a server that runs already
    loadtest/run stated --times 4                 four times the stated capacity: users, rooms, waiting guests and rate

Ends with 1 when a promise was broken, 2 for wrong use, 3 when the scenario could not be carried out.
"""

import argparse
import contextlib
import json
import os
import re
import resource
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from . import certificate, report, slo
from .people import People
from .place import OwnSite, Site, Staging
from .plan import Plan
from .relay import Relay
from .sampling import Sampler
from .stage import ServerFailed
from .strains import STRAINS, Stage
from .wires import Unexpected

OUT = Path("build/loadtest")
WARM_UP_SECONDS = (5.0, 2.0)
COME_SECONDS = 120
SCALED = ("users", "rooms", "messages_per_minute", "waiting")

now = time.monotonic


class LongLog(OwnSite):
    """A site of our own whose log is long already: `messages` of the past."""

    def __init__(self, *args: object, messages: int = 0) -> None:
        super().__init__(*args)
        self._messages = messages

    def after_migration(self) -> None:
        if self._messages:
            from .history import Past

            each = 20
            Past().write(self.dsn, self._messages // each, each)


def arguments(given: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="loadtest/run", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    names = ", ".join(slo.SCENARIOS)
    parser.add_argument("scenarios", nargs="*", metavar="SCENARIO", help=f"of: {names}")
    parser.add_argument("--short", action="store_true", help="the short form: does it hold at all? Not for figures")
    parser.add_argument("--seconds", type=float, help="the length of what is measured, in place of the scenario's")
    parser.add_argument("--host", metavar="URL", help="a server that runs already")
    parser.add_argument(
        "--agents-file",
        type=Path,
        metavar="FILE",
        help="for --host: a sessionid cookie a line, agents' and a monitor's",
    )
    parser.add_argument(
        "--command", metavar="SHELL", help="for --host: what restarts, kills or takes the database away"
    )
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="SECTION.KEY=VALUE",
        help="a setting of our own server",
        dest="given",
    )
    parser.add_argument("--times", type=float, default=1, metavar="N", help="N times the stated capacity")
    parser.add_argument(
        "--workers", type=int, default=1, metavar="N", help="our own server as N processes on one socket"
    )
    parser.add_argument("--history", type=int, default=0, metavar="N", help="so many messages of the past in the log")
    parser.add_argument("--compare", type=Path, metavar="OLD.json", help="show what moved since an earlier certificate")
    parser.add_argument("--out", type=Path, default=OUT, metavar="FOLDER", help="default: %(default)s")
    asked = parser.parse_args(given)
    if unknown := [name for name in asked.scenarios if name not in slo.SCENARIOS]:
        parser.error(f"there is no scenario {unknown[0]}; choose from {names}")
    if not asked.scenarios:
        asked.scenarios, asked.short = list(slo.SUITE), True
    if (asked.agents_file is None) != (asked.host is None):
        parser.error("--host and --agents-file go together")
    if asked.host and (asked.given or asked.times != 1 or asked.workers != 1 or asked.history):
        parser.error("--set, --times, --workers and --history are for a server of our own, not with --host")
    if asked.host and not re.fullmatch(r"https?://[^/\s]+(/\S*)?", asked.host):
        parser.error("--host is a URL: http://HOST:PORT")
    if asked.host and (own := [name for name in asked.scenarios if slo.SCENARIOS[name].needs_own]):
        parser.error(f"{own[0]} needs a server of our own: its limits are lifted, its memory is read")
    asked.settings = {}
    for each in asked.given:
        found = re.fullmatch(r"(\w+)\.(\w+)=(.*)", each)
        if not found:
            parser.error(f"--set {each}: write SECTION.KEY=VALUE")
        with contextlib.suppress(ValueError):
            asked.settings.setdefault(found[1], {})[found[2]] = json.loads(found[3])
            continue
        asked.settings.setdefault(found[1], {})[found[2]] = found[3]
    return asked


def settings_of(name: str, asked: argparse.Namespace) -> dict[str, dict[str, object]]:
    """What differs from the defaults on our own server."""
    scenario = slo.SCENARIOS[name]
    tables: dict[str, dict[str, object]] = {}
    scaled = {}
    if asked.times != 1:
        limits = {key: round(slo.STATED_LIMITS[key] * asked.times) for key in SCALED}
        scaled = {"limits": limits, "queue": {"standby": limits["waiting"]}}
    for more in (scenario.settings, scenario.short_settings if asked.short else {}, scaled, asked.settings):
        for section, values in more.items():
            tables.setdefault(section, {}).update(values)
    return tables


def agents_needed(name: str, limits: dict[str, int], short: bool) -> int:
    found = slo.population(name, limits, 10**6, short)
    return found["taking"] + slo.SCENARIOS[name].more_agents


@contextlib.contextmanager
def site_for(name: str, asked: argparse.Namespace) -> Iterator[Site]:
    if asked.host:
        with Staging(asked.host, asked.agents_file.read_text().split(), asked.command) as site:
            yield site
        return
    settings = settings_of(name, asked)
    limits = slo.STATED_LIMITS | settings.get("limits", {})
    with LongLog(agents_needed(name, limits, asked.short), settings, asked.workers, messages=asked.history) as site:
        yield site


class Teller:
    """The live summary: on a terminal one line that changes, else a line now and then."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._terminal = sys.stdout.isatty()
        self._told_at = -100.0
        self._began = now()

    def __call__(self, line: str) -> None:
        text = f"{self._name} {now() - self._began:4.0f} s  {line}" if line else ""
        if self._terminal:
            print(f"\r{text:<118}", end="" if line else "\r", flush=True)
        elif line and now() - self._told_at >= 10:
            self._told_at = now()
            print(text, flush=True)


def run_one(name: str, asked: argparse.Namespace, folder: Path) -> dict:
    """One scenario from beginning to end; its certificate, which is in the folder too."""
    scenario = slo.SCENARIOS[name]
    seconds = asked.seconds or scenario.seconds[asked.short]
    say = Teller(name)
    say("starting")
    load_before = os.getloadavg()
    with site_for(name, asked) as site, contextlib.ExitStack() as stack:
        plan_fields = slo.population(name, site.limits, len(site.agents), asked.short)
        relay = stack.enter_context(Relay(site.url)) if scenario.strain == "cuts" else None
        agents = site.agents[: plan_fields.pop("taking")]
        plan = Plan(
            host=relay.url if relay else site.url,
            agents=agents,
            monitors=site.monitors[:1],
            limits=site.limits,
            **plan_fields,
        )
        people = stack.enter_context(People(plan, folder))
        stage = Stage(scenario, site, people, seconds, asked.short, say)
        stage.relay = relay
        crowd = plan.talking + plan.waiting + len(plan.agents)
        people.when_ready(COME_SECONDS + crowd / 5)
        facts = certificate.about_the_site(site)
        with Sampler(site) as sampler:
            people.order("talk", 0 if scenario.strain == "two_rooms" else None)
            stage.wait(WARM_UP_SECONDS[asked.short])
            began = now()
            figures = STRAINS[scenario.strain](stage)
            ended = now()
            people.end()
        for later in stage.later:
            figures |= later()
        run = certificate.Measured(site, people, sampler.samples, began, ended, scenario.strain != "climb")
        figures |= certificate.figures_of(run)
        say("")
    rows = slo.judge(scenario, figures, asked.short, asked.host is None)
    form = "short" if asked.short else "full"
    made = certificate.made(
        name, scenario, form, facts, plan, figures, rows, people.result, stage.tables,
        settings=None if asked.host else settings_of(name, asked), workers=asked.workers, history=asked.history,
        seconds=ended - began, load_before=load_before, samples=sampler.samples,
    )  # fmt: skip
    report.write(folder, made, run)
    return made


def folder_of(name: str, asked: argparse.Namespace) -> Path:
    parts = [name, "short" * asked.short, f"times-{asked.times:g}" * (asked.times != 1)]
    parts += [f"workers-{asked.workers}" * (asked.workers != 1), f"history-{asked.history}" * bool(asked.history)]
    folder = asked.out / "-".join(part for part in parts if part)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def main(given: list[str] | None = None) -> int:
    asked = arguments(given)
    broken = False
    for name in asked.scenarios:
        folder = folder_of(name, asked)
        try:
            made = run_one(name, asked, folder)
        except (ServerFailed, Unexpected, OSError, ValueError) as error:
            print(f"\nloadtest: {name}: {error}", file=sys.stderr)
            return 3
        print(report.end_table(made))
        print(f"written: {folder}/certificate.json, report.html and plots\n", flush=True)
        broken |= made["verdict"] != "PASS"
        if asked.compare:
            print(report.comparison(certificate.read(asked.compare), made))
    return int(broken)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that everything that was started ends
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    sys.exit(main())
