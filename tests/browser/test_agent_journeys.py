"""An agent's evening: from end to end by keyboard, long conversations, drafts, places that are kept, dialogs that do what they say."""

import re

import pytest
from playwright.sync_api import expect

from ..cast import Cast
from .conftest import People, running_demo
from .screens import LET_IN, forget, judged, look

FOCUSED = "() => document.activeElement !== document.body"


@pytest.fixture
def cast(demo):
    its_cast = Cast(demo.url)
    yield its_cast
    its_cast.leave()


def waits(cast, name: str, question: str = "How do I …?", **metadata):
    guest = cast.guest(name).listens()
    guest.asks(question, **metadata)
    return guest


def chat(page, cast, name: str):
    """A guest who has been taken: `(guest, room)`."""
    guest = waits(cast, name)
    expect(page.locator(".queue-item", has_text=name)).to_be_visible()
    page.keyboard.press("Alt+Enter")
    expect(page.locator(".conversation-title h2")).to_contain_text(name)
    expect(page.locator("textarea[name=body]")).to_be_focused()
    return guest, guest.hears("assigned")["room"]


def words(text: str) -> re.Pattern:
    """These words, whatever marks of direction stand around a name that was put into them."""
    return re.compile(".?".join(re.escape(part) for part in re.split(r"\b", text)))


def test_an_evening_without_a_mouse(people, cast):
    page = people.agent(**LET_IN)
    ben = cast.agent("ben").listens()
    forget()
    marta, room = chat(page, cast, "Marta")
    expect(page.locator("textarea[name=body]")).to_be_focused()
    page.keyboard.type("Hello Marta")
    page.keyboard.press("Control+b")
    page.keyboard.type("now")
    page.keyboard.press("Enter")
    assert marta.hears("message", body="Hello Marta'''now'''")

    # A letter is a letter while one writes, and a shortcut outside.
    page.keyboard.type("n")
    expect(page.locator("textarea[name=body]")).to_have_value("n")
    page.keyboard.press("Backspace")
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    expect(page.locator("textarea[name=note]")).to_be_focused()
    page.keyboard.type("Two-step sign-in")
    look(page, "agent", "journey-note")
    page.keyboard.press("Enter")
    expect(page.locator(".agent-note")).to_contain_text("Two-step sign-in")
    expect(page.locator("textarea[name=note]")).to_have_value("")
    assert not [event for event in marta.heard if event["kind"] == "note"]

    page.keyboard.press("Escape")
    page.keyboard.press("#")
    page.keyboard.type("sync")
    page.keyboard.press("Enter")
    expect(page.locator(".chip", has_text="sync").first).to_be_visible()
    # The button goes with its tag; whoever stood on it stands beside it now.
    page.get_by_role("button", name=words("Remove the tag sync")).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name=words("Remove the tag sync"))).to_have_count(0)
    page.wait_for_function(FOCUSED)

    page.keyboard.press("t")
    expect(page.locator("dialog")).to_be_visible()
    page.locator("dialog").get_by_label("Ben").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Control+Enter")
    offer = ben.hears("offered", reason="transfer", room=room)["offer"]
    expect(page.locator(".strips")).to_contain_text(words("Offered to Ben"))
    ben.post(f"/offer/{offer}", {"accept": False})
    expect(page.locator(".strips")).to_contain_text(words("Ben declined"))
    look(page, "agent", "journey-declined")

    chat(page, cast, "Yuki")
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator(".conversation-title h2")).to_contain_text("Marta")
    page.keyboard.press("Alt+Home")
    expect(page.locator(".conversation-title h2")).to_contain_text("Yuki")
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.locator("dialog")).to_contain_text("Alt")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Escape")
    page.keyboard.press("e")
    expect(page.locator("dialog")).to_have_count(0)
    page.keyboard.press("Tab")
    page.wait_for_function(FOCUSED)
    # Switched on again, in the menu.
    page.locator(".own-menu > summary").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Keyboard shortcuts").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Single-letter shortcuts").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Escape")
    expect(page.locator(".own-menu > summary")).to_be_focused()
    page.keyboard.press("e")
    expect(page.locator("dialog")).to_contain_text(words("End the chat with Yuki?"))
    page.keyboard.press("Enter")
    expect(page.locator(".chat-item")).to_have_count(1)
    expect(page.locator(".conversation-title h2")).to_contain_text("Marta")
    page.wait_for_function(FOCUSED)
    judged()


def test_what_is_written_is_kept_for_each_room_and_for_notes_apart(people, cast):
    page = people.agent()
    chat(page, cast, "Marta")
    page.keyboard.type("To Marta")
    chat(page, cast, "Yuki")
    expect(page.locator("textarea[name=body]")).to_have_value("")
    page.keyboard.type("To Yuki")
    page.get_by_role("button", name="Note", exact=True).click()
    expect(page.locator("textarea[name=note]")).to_be_focused()
    page.keyboard.type("About Yuki")
    page.reload()
    expect(page.locator(".conversation-title h2")).to_contain_text("Yuki")
    expect(page.locator("textarea[name=body]")).to_have_value("To Yuki")
    page.get_by_role("button", name="Note", exact=True).click()
    expect(page.locator("textarea[name=note]")).to_have_value("About Yuki")
    page.locator(".chat-item", has_text="Marta").click()
    expect(page.locator("textarea[name=body]")).to_have_value("To Marta")


COUNT = (
    "() => ({ all: document.querySelectorAll('*').length, log: document.querySelectorAll('.log-items > *').length })"
)


def test_five_hundred_messages_and_a_hundred_switches_leave_a_small_page(chromium, tmp_path_factory):
    limits = {"INKO_LIMITS_MESSAGES_PER_MINUTE": "100000", "INKO_FLOOD_ENABLED": "false"}
    with running_demo(tmp_path_factory.mktemp("long") / "data", **limits) as demo:
        people, cast = People(chromium, demo), Cast(demo.url)
        page = people.agent()
        (marta, first), (yuki, second) = chat(page, cast, "Marta"), chat(page, cast, "Yuki")
        page.locator(".chat-item", has_text="Marta").click()
        small = page.evaluate(COUNT)["all"]
        for number in range(250):
            marta.says(first, f"Line {number} for Marta")
            yuki.says(second, f"Line {number} for Yuki")
        expect(page.locator(".log")).to_contain_text("Line 249 for Marta")
        session = page.context.new_cdp_session(page)
        session.send("Performance.enable")

        def held():
            session.send("HeapProfiler.collectGarbage")
            metrics = {each["name"]: each["value"] for each in session.send("Performance.getMetrics")["metrics"]}
            return metrics["Nodes"], metrics["JSEventListeners"]

        def switch(times):
            for _ in range(times):
                page.keyboard.press("Alt+ArrowDown")
            expect(page.locator(".conversation-title h2")).to_contain_text("Marta")

        switch(10)
        nodes, listeners = held()
        switch(100)
        after_nodes, after_listeners = held()
        assert after_nodes < nodes * 1.2 + 200, (nodes, after_nodes)
        assert after_listeners < listeners * 1.2 + 50, (listeners, after_listeners)
        count = page.evaluate(COUNT)
        assert count["log"] <= 320, count
        assert count["all"] < small + 320 * 12, (small, count)
        people.close()
        cast.leave()


def test_the_place_in_the_log_is_kept_when_older_and_newer_messages_come(people, cast):
    page = people.agent()
    marta, room = chat(page, cast, "Marta")
    for number in range(50):
        marta.insists(room, f"Line {number}. " + "It goes on. " * 20)
    page.reload()
    expect(page.locator(".log")).to_contain_text("Line 49.")
    log = page.locator(".log")
    log.evaluate("each => { each.scrollTop = 0; }")
    place = """() => {
      const top = document.querySelector(".log").getBoundingClientRect().top;
      const first = [...document.querySelectorAll(".bubble")].find((each) => each.getBoundingClientRect().bottom > top + 4);
      return first.innerText.slice(0, 12);
    }"""
    top = page.evaluate(place)
    marta.insists(room, "Something new")
    expect(page.locator(".log-newer button")).to_be_visible()
    assert page.evaluate(place) == top
    earlier = page.locator(".log-earlier")
    if earlier.count():
        earlier.click()
        expect(page.locator(".log")).to_contain_text("Line 0.")
        assert page.evaluate(place) == top
    page.locator(".log-newer button").click()
    expect(page.locator(".bubble", has_text="Something new")).to_be_in_viewport()


def test_an_offer_that_nobody_answers_calls_again_and_then_tells_a_monitor(chromium, tmp_path_factory):
    settings = {"INKO_DISPATCH_MODE": "offer", "INKO_QUEUE_OFFER_SECONDS": "12"}
    with running_demo(tmp_path_factory.mktemp("offers") / "data", **settings) as demo:
        people, cast = People(chromium, demo), Cast(demo.url)
        page, monitor = people.agent(), people.agent("mia")
        monitor.locator(".status-menu select").select_option("away")
        waits(cast, "Marta")
        expect(page.locator(".offer")).to_contain_text("Offered to you")
        # Each call of the bell is kept by its key, so that no other tab calls too.
        twice = "() => (localStorage.getItem('inko:rung') ?? '').split(/[\"]/).filter((key) => / [01]$/.test(key)).length >= 2"
        page.wait_for_function(twice)
        call = monitor.locator(".offer-call")
        expect(call).to_contain_text(words("Ana did not answer"), timeout=20000)
        expect(call).to_contain_text("Marta")
        monitor.locator(".status-menu select").select_option("online")
        call.get_by_role("button", name="Take").click()
        expect(monitor.locator(".conversation-title h2")).to_contain_text("Marta")
        expect(call).to_have_count(0)
        people.close()
        cast.leave()


def test_dialogs_do_what_they_say(people, cast):
    page = people.agent()
    ben = cast.agent("ben").listens()
    marta, room = chat(page, cast, "Marta")

    def menu(name):
        page.locator(".own-menu > summary").click()
        page.locator(".own-menu-body").get_by_role("button", name=name).click()
        return page.locator("dialog")

    dialog = menu("What I help with")
    dialog.get_by_label(words("Add to: Products")).fill("Thunderbird for phones")
    page.keyboard.press("Enter")
    expect(dialog.locator(".chip", has_text="Thunderbird for phones")).to_be_visible()
    dialog.get_by_role("button", name="Save").click()
    assert ben.hears("skills")["products"] == ["Thunderbird for phones"]
    dialog = menu("What I help with")
    dialog.get_by_role("button", name=words("Remove Thunderbird for phones")).click()
    dialog.get_by_role("button", name="Save").click()

    dialog = menu("Saved replies")
    dialog.get_by_role("button", name="New reply").click()
    dialog.get_by_label("Name").fill("greeting")
    dialog.get_by_label("Text").fill("Hello '''{guest}''', I am {nobody}")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.locator(".field-problem")).to_contain_text("{nobody}")
    dialog.get_by_label("Text").fill("Hello '''{guest}'''")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.locator(".reply-list")).to_contain_text("greeting")
    page.keyboard.press("Escape")
    page.locator("textarea[name=body]").fill("/gre")
    expect(page.locator(".saved-reply-preview strong")).to_have_text("Marta")
    page.locator("textarea[name=body]").press("Tab")
    expect(page.locator("textarea[name=body]")).to_have_value("Hello '''Marta'''")
    page.locator("textarea[name=body]").press("Enter")
    marta.hears("message", body="Hello '''Marta'''")
    dialog = menu("Saved replies")
    dialog.get_by_role("button", name=re.compile("Change.*greeting")).click()
    dialog.get_by_role("button", name="Delete").click()
    expect(dialog.locator(".reply-list li")).to_have_count(0)
    page.keyboard.press("Escape")

    page.get_by_role("button", name="Invite helper").click()
    page.locator("dialog").get_by_label("Ben").check()
    page.locator("dialog").get_by_label("Note for the colleague").fill("You know Sync")
    page.locator("dialog").get_by_role("button", name="Invite a helper").click()
    seat = ben.hears("offered", reason="invite", room=room)
    assert seat["note"] == "You know Sync"
    expect(page.locator(".strips")).to_contain_text(words("Invited: Ben"))
    ben.post(f"/offer/{seat['offer']}", {"accept": True})
    expect(page.locator(".room-people")).to_contain_text("Ben")
    expect(page.locator(".strips .banner")).to_have_count(0)

    page.get_by_role("button", name="What people may do").click()
    page.locator("dialog").get_by_label("Change the topic").select_option("allow")
    page.locator("dialog").get_by_role("button", name="Save").click()
    assert marta.hears("rights", room=room)["allow"] == ["topic"]

    page.get_by_role("button", name="Ask on forum").click()
    page.locator("dialog").get_by_label("Title").fill("A question that others have too")
    page.locator("dialog").get_by_role("button", name="Propose it to the guest").click()
    marta.hears("follow_up", room=room)

    page.get_by_role("button", name="Why no offers?").click()
    expect(page.locator("dialog .checks")).to_contain_text("Approved for guests")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="New room").click()
    page.locator("dialog").get_by_label("Name").fill("Release day")
    page.locator("dialog").get_by_role("button", name="Open the room").click()
    expect(page.locator(".conversation-title h2")).to_contain_text("Release day")
    page.get_by_role("button", name="End the room").click()
    page.locator("dialog").get_by_role("button", name="End chat").click()
    expect(page.locator(".conversation-title h2")).to_contain_text("Marta")
