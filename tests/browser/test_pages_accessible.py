"""axe-core finds nothing on any page in any state, in light and dark, on a phone and on a desk; nothing scrolls sideways."""

import re

import pytest
from playwright.sync_api import expect

from .conftest import ROOT, People, running_demo, say, shoot, take

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
LONG = (
    "# Hold {key Shift} while you open '''Firefox'''.\n# Then press {key Ctrl+Shift+O}.\n"
    '<pre>firefox.exe -safe-mode -P "default-release"</pre>\n'
    "https://example.org/" + "a-very-long-address-without-a-break" * 4
)


def problems(page) -> list[str]:
    """What axe finds wrong with the page as it stands."""
    if not page.evaluate("() => 'axe' in window"):
        page.add_script_tag(path=AXE)
    # A bubble under way fades in: colours are judged when nothing moves.
    found = page.evaluate("async () => (await axe.run({ resultTypes: ['violations'] })).violations")
    return [f"{each['id']}: {node['html'][:200]}" for each in found for node in each["nodes"]]


def sideways(page) -> list[str]:
    """What makes the page wider than its window, if anything."""
    return page.evaluate(
        """() => {
          const width = document.documentElement.clientWidth;
          if (document.documentElement.scrollWidth <= width) return [];
          return [...document.querySelectorAll("body *")].filter((each) => each.getBoundingClientRect().right > width + 1)
            .map((each) => each.outerHTML.slice(0, 120));
        }"""
    )


# Everything that was found, so that one run tells all of it.
FOUND: list[str] = []


def look_at(page, name: str) -> None:
    """Judges one state in both colour schemes at phone and desk width, takes its pictures, and looks for sideways scrolling."""
    # Colours do not depend on the language, nor does what fits on a desk: the second language is judged where it is tightest.
    first = name.startswith("en")
    for scheme in ("light", "dark") if first else ("light",):
        for width, height in ((360, 740), (1440, 900)) if first else ((360, 740),):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            page.set_viewport_size({"width": width, "height": height})
            shoot(page, f"{name}-{width}-{scheme}")
            FOUND.extend(f"{name} at {width} px, {scheme}: {each}" for each in problems(page))
    page.set_viewport_size({"width": 320, "height": 640})
    FOUND.extend(f"{name} is wider than 320 px: {each}" for each in sideways(page))
    page.set_viewport_size({"width": 1440, "height": 900})


@pytest.fixture(scope="module")
def small_demo(tmp_path_factory):
    """A demo whose queue is full with three, and that has other ways to offer."""
    settings = {
        "INKO_LIMITS_WAITING": "3",
        "INKO_QUEUE_SEARCH_URL": "https://example.org/search?q={query}",
        "INKO_QUEUE_FOLLOW_UP_URL": "https://example.org/ask",
        "INKO_PAGES_HOURS": "Monday to Friday, 17:00 to 22:00",
        "INKO_PAGES_LATE_SECONDS": "1",
    }
    with running_demo(tmp_path_factory.mktemp("small") / "data", **settings) as demo:
        yield demo


@pytest.fixture(params=["en", "ar"])
def crowd(request, chromium, small_demo):
    """People whose pages are in this language."""
    people = People(chromium, small_demo)
    # axe has to be let in past the pages' own policy.
    people.options = {"locale": request.param, "bypass_csp": True}
    yield people
    people.close()


def test_every_page_is_accessible_in_every_state(crowd):
    options, code = crowd.options, crowd.options["locale"]
    FOUND.clear()
    page = crowd.guest(**options)
    expect(page.locator(".queue-state-unstaffed")).to_be_visible()
    look_at(page, f"{code}-guest-unstaffed")
    page.goto(crowd.demo.url + "/demo/login")
    look_at(page, f"{code}-login")
    page.goto(crowd.demo.url + "/no/such/page")
    look_at(page, f"{code}-trouble")

    agent = crowd.agent(**options)
    look_at(agent, f"{code}-console-empty")
    page.goto(crowd.demo.url + "/")
    expect(page.locator(".queue-state-open")).to_be_visible()
    page.locator(".detected summary").click()
    look_at(page, f"{code}-guest-ask")

    guests = [crowd.guest(**options) for _ in range(3)]
    for number, guest in enumerate(guests, 1):
        ask_in_any_language(guest, f"Guest {number}", f"Question {number}. " + "It goes on and on. " * 20)
    expect(guests[2].locator(".wait-number strong")).to_have_text("3")
    look_at(guests[2], f"{code}-guest-waiting")
    look_at(guests[0], f"{code}-guest-next")
    page.reload()
    expect(page.locator(".queue-state-full")).to_be_visible()
    look_at(page, f"{code}-guest-full")
    expect(agent.locator(".queue-item")).to_have_count(3)
    look_at(agent, f"{code}-console-queue")

    for number in (1, 2, 3):
        agent.keyboard.press("Alt+Enter")
        expect(agent.locator(".chat-item")).to_have_count(number)
    agent.locator(".chat-item", has_text="Guest 1").click()
    for text in ("Hello", LONG):
        say(guests[0], text)
        say(agent, text)
    say(guests[0], "And one more")
    say(guests[1], "Are you there?")
    expect(agent.locator(".chat-unread").first).to_be_visible()
    expect(agent.locator(".bubble")).to_have_count(5)
    expect(agent.locator(".answer-due.is-late")).to_be_visible()
    expect(guests[0].locator(".bubble")).to_have_count(5)
    look_at(agent, f"{code}-console-chats")
    look_at(guests[0], f"{code}-guest-chat")
    look_at_panes(agent, code)

    agent.keyboard.press("Escape")
    agent.keyboard.press("?")
    expect(agent.locator("dialog")).to_be_visible()
    look_at(agent, f"{code}-console-keys")
    agent.keyboard.press("Escape")
    agent.locator(".status-menu select").select_option("away")
    expect(agent.locator(".own-notice")).to_be_visible()
    look_at(agent, f"{code}-console-away")

    look_at_trouble(guests[0], code)
    guests[0].locator(".chat-head > button").click()
    look_at(guests[0], f"{code}-guest-end")
    guests[0].locator("dialog .button-primary").click()
    expect(guests[0].locator(".after")).to_be_visible()
    guests[0].locator(".after-log summary").click()
    look_at(guests[0], f"{code}-guest-after")
    expect(agent.locator(".ended-bar")).to_be_visible()
    look_at(agent, f"{code}-console-ended")
    agent.locator(".own-menu summary").click()
    look_at(agent, f"{code}-console-menu")
    agent.locator(".own-menu-body button").last.click()
    expect(agent.locator(".console-starting")).to_be_visible()
    look_at(agent, f"{code}-console-out")
    assert not FOUND, "\n".join(FOUND)


def ask_in_any_language(page, name: str, question: str) -> None:
    page.locator("textarea[name=question]").fill(question)
    page.locator("input[name=name]").fill(name)
    page.locator(".ask-form button[type=submit]").click()
    expect(page.locator(".wait")).to_be_visible()


def look_at_panes(agent, code: str) -> None:
    """On a phone the console shows one pane at a time."""
    agent.set_viewport_size({"width": 360, "height": 740})
    for name in ("chats", "talk", "guest"):
        agent.locator(f".tab-{name}").click()
        shoot(agent, f"{code}-console-pane-{name}")
        FOUND.extend(f"the pane {name}: {each}" for each in [*problems(agent), *sideways(agent)])
    agent.locator(".tab-talk").click()
    agent.set_viewport_size({"width": 1440, "height": 900})


def look_at_trouble(guest, code: str) -> None:
    """A message too long, one that is retried, one that is refused."""
    composer = guest.locator(".composer textarea")
    composer.fill("word " * 6200)
    expect(guest.locator(".byte-count-over")).to_be_visible()
    look_at(guest, f"{code}-guest-too-long")
    composer.fill("")
    refusal = '{"code": "capacity.session_bytes", "detail": "This conversation is full."}'
    refused = {"status": 409, "content_type": "application/problem+json", "body": refusal}
    guest.route(re.compile("/message/"), lambda route: route.fulfill(**refused))
    say(guest, "This is refused")
    expect(guest.locator(".bubble-refused")).to_be_visible()
    guest.unroute_all()
    guest.route(re.compile("/message/"), lambda route: route.abort())
    say(guest, "This is retried")
    expect(guest.locator(".message-state-retrying")).to_be_visible()
    look_at(guest, f"{code}-guest-trouble")
    guest.unroute_all()


def test_a_guest_gets_through_with_the_keyboard_alone(people):
    people.agent()
    page = people.guest()
    expect(page.get_by_text("Open now")).to_be_visible()
    page.locator("textarea[name=question]").focus()
    page.keyboard.type("Only keys")
    page.keyboard.press("Tab")
    page.keyboard.type("Sam")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Almost your turn")).to_be_focused()
    agent = people.agent("ben")
    take(agent, "Sam")
    expect(page.locator(".composer textarea")).to_be_focused()
    page.keyboard.type("typed blindly")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("in two lines")
    page.keyboard.press("Enter")
    expect(page.locator(".bubble")).to_have_count(1)
    assert page.locator(".bubble").inner_text().split("\n") == ["typed blindly", "in two lines"]
    # Back over the marks, the bell and the log.
    end = page.get_by_role("button", name="End chat")
    for _ in range(20):
        page.keyboard.press("Shift+Tab")
        if end.evaluate("button => button === document.activeElement"):
            break
    expect(end).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog").get_by_role("button", name="End chat")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="End chat")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog").get_by_role("button", name="End chat")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="The chat has ended")).to_be_focused()


def test_an_agent_who_opens_the_guest_page_is_shown_the_way_to_the_console(people):
    agent = people.agent()
    guest = people.guest()
    ask_in_any_language(guest, "Sam", "Is this seen?")
    take(agent, "Sam")
    page = agent.context.new_page()
    page.goto(people.demo.url + "/")
    expect(page.get_by_text("You are signed in as a helper")).to_be_visible()
    page.get_by_role("link", name="Open the console").click()
    expect(page.locator(".conversation-title h2")).to_contain_text("Sam")


def test_the_language_is_chosen_on_the_page_and_kept(people):
    page = people.guest()
    page.locator("select[name=locale]").select_option("ar")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    page.reload()
    expect(page.locator("html")).to_have_attribute("lang", "ar")
    page.locator("select[name=locale]").select_option("de")
    expect(page.locator("html")).to_have_attribute("dir", "ltr")
    expect(people.guest(locale="de-AT").locator("html")).to_have_attribute("lang", "de")


def test_the_pages_have_their_words_when_a_guest_asks(people):
    """A name that no catalogue has is shown as it is; so none may ever be seen."""
    people.agent()
    page = people.guest(locale="de")
    expect(page.get_by_text("Geöffnet")).to_be_visible()
    assert not re.findall(r"\b(?:site|chat|guest|agent)-[a-z-]+", page.locator("body").inner_text())
    ask_in_any_language(page, "Sam", "Frage")
    assert not re.findall(r"\b(?:site|chat|guest|agent)-[a-z-]+", page.locator("body").inner_text())
