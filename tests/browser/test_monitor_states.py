"""The monitor page and the history in every state of their patterns: pictured and judged; what is only tight in another
direction is looked at there too."""

import re

import pytest
from playwright.sync_api import expect

from .conftest import ROOT
from .screens import LET_IN, forget, judged, look

PATTERNS = ROOT / "inko_lite" / "web" / "static" / "js" / "patterns"
# What the tests of the pages themselves look at in Arabic is not looked at again.
ARABIC = {"monitor": ("evening", "limits", "very-long"), "history": ("very-long",)}


def states(area: str) -> list[str]:
    """The names of the patterns, as the file lists them."""
    return re.findall(r'^  "([a-z-]+)": (?:monitor|history)\(', (PATTERNS / f"{area}.js").read_text("utf-8"), re.M)


def see(page, demo, area, state):
    page.goto(f"{demo.url}/patterns/{area}?state={state}")
    expect(page.locator("main")).to_be_visible()
    if area == "monitor" and state != "starting":
        expect(page.locator(".verdict h1")).to_be_visible()
    if state not in ("starting", "failing") and area == "monitor":
        expect(page.locator(".gauge")).to_have_count(6)
        expect(page.locator(".chart")).to_have_count(5)
    if area == "history" and state != "asking":
        expect(page.locator(".results")).to_have_attribute("aria-busy", "false")


@pytest.mark.parametrize(
    ("area", "state"), [(area, state) for area in ("monitor", "history") for state in states(area)]
)
def test_every_state_looks_and_reads_right(people, demo, area, state):
    forget()
    for locale in ("en", "ar") if state in ARABIC[area] else ("en",):
        page = people.page(locale=locale, **LET_IN)
        see(page, demo, area, state)
        look(page, area, state, full=area == "monitor")
    judged()


def test_the_states_are_all_found():
    assert len(states("monitor")) == 11 and len(states("history")) == 4


def test_a_limit_above_what_was_proven_is_said_with_commit_and_day(people, demo):
    page = people.page()
    see(page, demo, "monitor", "limits")
    expect(page.locator(".gauges-note")).to_contain_text("0656c7d6f1e2")
    expect(page.locator(".gauges-note")).to_contain_text("Users")
    expect(page.locator(".gauge-full")).to_have_attribute("aria-label", "Users")
    # The service was away for a while: two lines, and no line through the gap.
    assert page.locator(".gauge").first.locator(".spark-line").count() == 2


def test_what_cannot_be_had_is_said_and_the_rest_stays(people, demo):
    page = people.page()
    see(page, demo, "monitor", "failing")
    expect(page.locator(".room")).not_to_have_count(0)
    expect(page.locator("#today [role=status]")).to_be_visible()
