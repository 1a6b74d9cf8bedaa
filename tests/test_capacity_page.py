"""docs/capacity.md says what the code does: its limits, their defaults and their codes; its commands; its tables."""

import ast
import json
import re
import tomllib
from pathlib import Path

import pytest

from inko_lite.config import default_text
from inko_lite.errors import requests as refusals
from loadtest import capacity_page, certify, slo

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs/capacity.md").read_text("utf-8")
DEFAULTS = tomllib.loads(default_text())["limits"]
REFUSALS = {
    found.code.removeprefix("capacity."): found
    for found in vars(refusals).values()
    if isinstance(found, type) and getattr(found, "code", None) and found.code.startswith("capacity.")
}


def limits_on(page):
    """`{limit: (default, status, code, whether Retry-After is promised)}` of the page's table."""
    rows = re.findall(r"^\| `(\w+)` \| (\d+) \| [^|]+ \| (\d+) `([\w.]+)`(, `Retry-After`)? \|$", page, re.MULTILINE)
    return {name: (int(default), int(status), code, bool(waits)) for name, default, status, code, waits in rows}


def test_each_limit_its_default_its_status_and_its_code_are_those_of_the_code():
    documented = limits_on(PAGE)
    assert {name: row[0] for name, row in documented.items()} == DEFAULTS
    for name, (_, status, code, waits) in documented.items():
        refusal = REFUSALS[name]
        assert (status, code) == (refusal.status, refusal.code)
        assert waits == (refusal.retry_after is not None or refusal.status == 429)


@pytest.mark.parametrize(
    ("old", "new"),
    [("| 30720 |", "| 30000 |"), ("429 `capacity.m", "503 `capacity.m"), ("`capacity.rooms`", "`capacity.room`")],
)
def test_another_default_status_or_code_on_the_page_is_noticed(old, new):
    assert old in PAGE
    changed = limits_on(PAGE.replace(old, new, 1))
    assert changed != limits_on(PAGE)


def test_the_stated_capacity_of_the_load_test_is_the_default():
    assert slo.STATED_LIMITS == DEFAULTS


def test_every_command_on_the_page_can_be_given(capsys):
    commands = set(re.findall(r"loadtest/run ([^`\n#]*[^`\n# ])", PAGE)) - {"NAME"}
    assert len(commands) > 10
    for command in commands:
        certify.arguments(command.replace(" N", " 2").replace("NAME", "stated").split())
    named = {word for command in commands for word in command.split() if word in slo.SCENARIOS}
    assert named | {"restart", "kill", "database-restart", "dropped-connections"} == set(slo.SCENARIOS)


def test_every_part_and_every_plot_of_the_page_is_one_that_is_made_and_none_is_empty():
    parts = re.findall(r"<!-- begin (\w+) -->\n(.*?)<!-- end \1 -->", PAGE, re.DOTALL)
    assert {name for name, _ in parts} == set(capacity_page.PARTS)
    assert all(text.strip() for _, text in parts)
    plots = set(re.findall(r"images/capacity/([\w-]+)\.svg", PAGE))
    assert plots <= {f"{scenario}-{plot}" for scenario, plot in capacity_page.PLOTS}
    assert all((capacity_page.IMAGES / f"{name}.svg").exists() for name in plots)


def test_parts_are_made_anew_and_what_was_not_run_stays():
    text = "by hand\n<!-- begin soak -->\nold\n<!-- end soak -->\n<!-- begin fanout -->\nold\n<!-- end fanout -->\nby hand too\n"
    figures = {
        f"{figure}_{size}": 1234.5 for figure in ("members", "deliveries_a_second") for size in ("small", "large")
    }
    new, kept = capacity_page.page_with(text, {"fanout": {"figures": figures}})
    assert new.startswith("by hand\n<!-- begin soak -->\nold\n<!-- end soak -->") and new.endswith("by hand too\n")
    assert "1,234" in new and kept == ["soak (no run of soak)"]


def test_the_shipped_certificate_is_that_of_a_real_run_of_this_load_test():
    shipped = json.loads((ROOT / "inko_lite/certificate.json").read_bytes())
    promised = {
        promise.figure for promise in (*slo.SCENARIOS["stated"].promises, *slo.SCENARIOS["stated"].full_promises)
    }
    assert {row["figure"] for row in shipped["promises"]} == promised
    assert {row["verdict"] for row in shipped["promises"]} == {"PASS"}
    assert shipped["seconds"] >= 600 and shipped["figures"]["messages_accepted"] > 5900


def test_the_product_imports_nothing_of_the_load_test():
    for path in (ROOT / "inko_lite").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            assert not [name for name in names if name.split(".")[0] in ("loadtest", "tests")], path
