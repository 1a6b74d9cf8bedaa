"""Alerts, dashboard and the configuration reference say only what is so: names that /metrics has, sections that the guide has."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
MONITORING = ROOT / "deploy" / "monitoring"
RULES = [
    rule
    for group in yaml.safe_load((MONITORING / "inko-lite.rules.yml").read_text("utf-8"))["groups"]
    for rule in group["rules"]
]
PANELS = json.loads((MONITORING / "inko-lite.dashboard.json").read_text("utf-8"))["panels"]
EXPRESSIONS = [rule["expr"] for rule in RULES] + [target["expr"] for panel in PANELS for target in panel["targets"]]


@pytest.fixture(scope="module")
def samples(shared_site):
    """name -> its labels, as a scrape sees them; one refusal is there, so that its counter is."""
    stranger = shared_site.cast.stranger()
    stranger.request("GET", "/nowhere")
    found = {}
    for line in stranger.request("GET", "/metrics").body.decode().splitlines():
        if match := re.match(r"(\w+)(?:\{(.*)\})? ", line):
            found.setdefault(match[1], set()).update(re.findall(r'(\w+)="([^"]*)"', match[2] or ""))
    return found


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_what_is_watched_is_measured(expression, samples):
    names = set(re.findall(r"\b(?:inko|process)_\w+", expression))
    assert names or "up{" in expression
    assert names <= samples.keys(), f"/metrics does not have {names - samples.keys()}"
    for name, label, value in re.findall(r'(inko_\w+)\{(\w+)="([^"]*)"\}', expression):
        assert (label, value) in samples[name], f"{name} has no {label}={value}"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["alert"])
def test_an_alert_says_how_urgent_it_is_and_what_to_do(rule):
    assert rule["labels"]["severity"] in ("page", "ticket")
    page, anchor = rule["annotations"]["runbook"].split("#")
    headings = re.findall(r"^#+ (.*)$", (ROOT / page).read_text("utf-8"), re.MULTILINE)
    assert anchor in {re.sub(r"[^\w\- ]", "", heading).lower().replace(" ", "-") for heading in headings}


def test_panels_explain_themselves_and_do_not_lie_on_one_another():
    places = [(panel["gridPos"]["x"], panel["gridPos"]["y"]) for panel in PANELS]
    assert len(set(places)) == len(places)
    assert all(panel["description"] and panel["title"] for panel in PANELS)


def test_the_configuration_reference_is_made_from_the_defaults():
    made = subprocess.run(
        [sys.executable, "docs/reference.py"],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    there = (ROOT / "docs" / "configuration.md").read_text("utf-8")
    assert made.stdout == there, "run: python docs/reference.py > docs/configuration.md"
