"""The guest page in every state of its patterns: pictured in both schemes, at phone and desk width, in two directions; axe
finds nothing, nothing runs out of a window of 320 px or of half a desk."""

import pytest
from playwright.sync_api import expect

from .screens import LET_IN, forget, judged, look

# The states by what they begin with, so that no one test has them all.
GROUPS = ("buttons fields starting", "ask", "wait out", "chat", "after dialog")


def names(page, demo) -> list[str]:
    page.goto(demo.url + "/patterns")
    expect(page.locator(".pattern").first).to_be_visible()
    return [*page.locator(".pattern").evaluate_all("all => all.map((each) => each.id)"), "dialog"]


@pytest.fixture(params=[("en", False), ("ar", True)], ids=["en", "ar"])
def reader(request, people):
    language, few = request.param
    return people.page(locale=language, **LET_IN), few


@pytest.mark.parametrize("group", GROUPS)
def test_every_state_of_the_guest_page_can_be_read_by_everybody(reader, demo, group):
    page, few = reader
    forget()
    states = [name for name in names(page, demo) if name.startswith(tuple(group.split()))]
    assert states
    for state in states:
        page.goto(f"{demo.url}/patterns?state={state}")
        # The parts that come late have come, and what asks the server has its answer.
        expect(page.locator("#page > *").first).to_be_visible()
        if state.startswith(("wait", "chat", "after")):
            expect(page.locator(".wait-place, .conversation, .after").first).to_be_visible()
        if state in ("after", "after-expired"):
            expect(page.locator(".survey")).to_be_visible()
        look(page, "guest", state, axe=not few, few=few)
    judged()


def test_all_patterns_stand_on_one_page_and_none_is_broken(people, demo):
    page = people.page()
    broken = []
    page.on("response", lambda reply: broken.append(reply.url) if reply.status >= 400 else None)
    shown = names(page, demo)
    assert len(shown) > 30
    expect(page.locator(".pattern .conversation").first).to_be_visible()
    assert page.locator(".pattern-frame:empty").count() == 0
    assert not broken
    page.goto(demo.url + "/patterns/none")
    assert broken == [demo.url + "/patterns/none"]


def test_in_the_browsers_own_colours_every_state_still_has_its_edges(people, demo):
    """Forced colours take every background away: what only a background said must have a border there."""
    page = people.page(forced_colors="active")
    for state, element in (
        ("wait", ".line-place-you"),
        ("ask-open", ".queue-state"),
        ("chat", ".bubble"),
        ("chat-trouble", ".banner"),
    ):
        page.goto(f"{demo.url}/patterns?state={state}")
        edge = page.locator(element).first
        expect(edge).to_be_visible()
        assert edge.evaluate("(each) => getComputedStyle(each).borderTopWidth") != "0px", state


def test_whatever_moves_is_quick_and_stands_still_for_who_asks(people, demo):
    durations = """() => [...document.querySelectorAll("*")].flatMap((each) => [...getComputedStyle(each).transitionDuration.split(",")]
      .map((time) => parseFloat(time) * (time.includes("ms") ? 1 : 1000)))"""
    page = people.page()
    page.goto(demo.url + "/patterns?state=after")
    expect(page.locator(".survey")).to_be_visible()
    found = page.evaluate(durations)
    assert 0 < max(found) < 150
    page.emulate_media(reduced_motion="reduce")
    assert max(page.evaluate(durations)) == 0
    page.goto(demo.url + "/patterns?state=chat")
    expect(page.locator(".typing-dot").first).to_be_visible()
    assert page.locator(".typing-dot").first.evaluate("(each) => getComputedStyle(each).animationName") == "none"
