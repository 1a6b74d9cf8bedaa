"""The guest page in a Chromium that runs no script: a whole visit with an agent, and every state of it pictured and judged."""

import re

import pytest
from playwright.sync_api import expect

from ..cast import Agent
from .screens import LET_IN, forget, judged, look


class Twin:
    """Two browsers of one person: in one nothing runs, in the other, which has the same cookies, axe does."""

    def __init__(self, people, locale):
        self.few = locale != "en"
        self.still = people.page(locale=locale, java_script_enabled=False)
        self.judge = people.page(locale=locale, **LET_IN)
        self._url = people.demo.url

    def look(self, state, path="/plain", full=False):
        self.judge.context.clear_cookies()
        self.judge.context.add_cookies(self.still.context.cookies())
        self.judge.goto(self._url + path)
        look(self.judge, "plain", state, few=self.few, full=full)


@pytest.fixture(params=["en", "ar"])
def twin(request, people):
    its_twin = Twin(people, request.param)
    yield its_twin
    # One session of the two ends once.
    its_twin.judge.context.clear_cookies()


@pytest.fixture
def ana(demo):
    agent = Agent(demo.url, "ana").signs_in()
    yield agent
    agent.leaves()


def press(page, action, nth=0):
    page.locator(f"form[action$='/plain/{action}'] button[type=submit]:not([formaction])").nth(nth).click()


def test_a_whole_visit_without_scripts(twin, ana, demo):
    forget()
    page = twin.still
    page.goto(demo.url + "/")
    expect(page).to_have_url(demo.url + "/plain")
    twin.look("ask", full=True)
    page.locator("#question").fill("My bookmarks are gone since the update.")
    page.locator("#name").fill("Rosa Lind")
    press(page, "ask")
    expect(page.locator(".wait-next")).to_be_visible()
    twin.look("wait", full=True)
    page.locator("button[name=pace]").click()
    expect(page.locator("button[name=pace][value=moving]")).to_be_visible()
    twin.look("wait-still", full=True)
    page.locator("button[name=pace]").click()
    expect(page.locator("button[name=pace][value=still]")).to_be_visible()

    room = ana.assists()
    # The page looks again by itself.
    expect(page.locator(".conversation")).to_be_visible(timeout=30_000)
    page.locator("#body").fill("Hello! They were there yesterday.")
    ana.says(room, "Hello Rosa. Open the library with '''Ctrl+Shift+O''' and look under ''Import and Backup''.")
    # What is new comes into the frame, and the field keeps what is being written.
    expect(page.frame_locator(".plain-news").get_by_text("Import and Backup")).to_be_visible(timeout=30_000)
    expect(page.locator("#body")).to_have_value("Hello! They were there yesterday.")
    page.locator("button[formaction$='/plain/look']").click()
    expect(page.locator(".plain-log").get_by_text("Import and Backup")).to_be_visible()
    page.locator("#body").press("Tab")
    page.locator(".composer-send").press("Enter")
    expect(page.locator(".plain-log .turn-own")).to_contain_text("They were there yesterday")
    for text in ("I see a list of dates there.", "Should I take one of last week?"):
        page.locator("#body").fill(text)
        page.locator(".composer-send").click()
    ana.says(room, "Yes, take the newest one before the update.")
    page.reload()
    expect(page.locator(".plain-log .bubble").last).to_be_in_viewport()
    expect(page.locator(".plain-log .bubble")).to_have_count(5)
    twin.look("chat")
    twin.look("chat-whole", full=True)
    twin.look(
        "news",
        re.sub("^https?://[^/]*", "", page.locator(".plain-news").get_attribute("src")).split("?")[0] + "?after=0",
    )

    press(page, "end")
    expect(page.locator(".survey")).to_be_visible()
    twin.look("after", full=True)
    page.locator("label.choice").nth(0).click()
    page.locator("label.choice").last.click()
    page.locator("#comment").fill("Quick and kind.")
    press(page, "survey")
    expect(page.locator(".survey-done")).to_be_visible()
    twin.look("after-answered", full=True)
    judged()


def test_refusals_are_told_beside_the_field(twin, ana, demo):
    forget()
    page = twin.still
    page.goto(demo.url + "/plain")
    page.locator("#question").fill("   ")
    page.locator("#name").fill("Rosa")
    press(page, "ask")
    expect(page.locator("#question-problem")).to_be_visible()
    expect(page.locator("#name")).to_have_value("Rosa")
    assert page.locator("#question").get_attribute("aria-describedby").endswith("question-problem")
    # By the keyboard alone, from the beginning of the page to the end of the form.
    page.locator("#question").fill("Keyboard only")
    page.locator("#name").press("Enter")
    expect(page.locator(".wait")).to_be_visible()
    page.locator("form[action$='/plain/leave'] button").first.click()
    expect(page.locator(".ask-form")).to_be_visible()
    ana.post("/status", {"status": "away"})
    ana.leaves()
    twin.look("unstaffed", full=True)
    judged()
