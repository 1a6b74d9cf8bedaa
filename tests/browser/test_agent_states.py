"""The agent console in every state of its patterns, in three languages: pictured in both schemes, at phone and desk width; axe
finds nothing, and nothing runs out of a window of 320 px or of half a desk."""

import re

import pytest
from playwright.sync_api import expect

from .screens import LET_IN, ROOT, forget, judged, look, problems, sideways

SOURCE = ROOT / "inko_lite" / "web" / "static" / "js" / "patterns" / "agent.js"
STATES = re.findall(r'"([a-z-]+)": (?:console_|dialog)\(', SOURCE.read_text("utf-8"))
# What people look at first is pictured at every width in both schemes.
FIRST = {
    "chats",
    "chats-list",
    "chats-guest",
    "note",
    "offers",
    "away",
    "closed",
    "trouble",
    "very-long",
    "empty",
    "dialog-transfer",
}
GROUPS = {
    "talk": "starting out empty chats note too-long trouble",
    "floor": "offers away full closed queue-long monitor watching muted room",
    "rest": "transfer nearly ended very-long long-talk",
    "dialogs": "dialog",
}


def states(group: str) -> list[str]:
    wanted = tuple(GROUPS[group].split())
    return [name for name in STATES if name.startswith(wanted) and (group == "dialogs") == name.startswith("dialog")]


def shown(page, demo, state: str) -> None:
    page.goto(f"{demo.url}/patterns/agent?state={state}")
    expect(page.locator("#page > *").first).to_be_visible()
    if state.startswith("dialog"):
        expect(page.locator("dialog .button").first).to_be_visible()
        # What it asks the server has come.
        expect(page.locator(".dialog-waits")).to_have_count(0)


def test_every_state_is_in_a_group():
    assert sorted(STATES) == sorted(name for group in GROUPS for name in states(group))
    assert set(STATES) >= FIRST


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_state_of_the_console_can_be_read_by_everybody(people, demo, language, group):
    page = people.page(locale=language, **LET_IN)
    forget()
    for state in states(group):
        shown(page, demo, state)
        look(page, "agent", state, few=language != "en" or state not in FIRST)
    judged()


@pytest.mark.parametrize("group", GROUPS)
def test_no_german_word_is_too_long_for_a_small_window(people, demo, group):
    page = people.page(width=320, height=640, locale="de", **LET_IN)
    found = []
    for state in states(group):
        shown(page, demo, state)
        found += [f"{state}: {each}" for each in [*problems(page), *sideways(page)]]
    assert not found, "\n".join(found)


def test_at_four_times_the_size_everything_is_still_there(people, demo):
    """A window of 1280 by 1024 at 400 %: every part can be reached and nothing covers anything else."""
    page = people.page(width=320, height=256)
    shown(page, demo, "chats")
    for tab, inside in (("chats", ".work-list"), ("talk", ".composer textarea"), ("guest", ".guest-about")):
        page.locator(f".tab-{tab}").click()
        part = page.locator(inside)
        part.scroll_into_view_if_needed()
        expect(part).to_be_in_viewport()
    page.locator(".own-menu > summary").click()
    expect(page.locator(".own-menu-body .button").last).to_be_visible()
