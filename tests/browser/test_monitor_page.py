"""The monitor page as a monitor uses it: what matters now, the floor, the queue, looking on, and how it looks and is read."""

import re

import pytest
from playwright.sync_api import expect

from ..cast import Cast
from .conftest import People, running_demo
from .screens import LET_IN, forget, judged, look

QUESTIONS = {
    "Elif Şahin": "Bookmarks toolbar vanished",
    "Marta Kowalska": "Bookmarks missing on a new laptop",
    "Deniz Kaya": "Cannot sign in to Sync",
    "Yuki Tanaka": "An add-on blocks video calls",
}
WAITING = {"Aylin D.": "Sync says “account locked” on my new phone", "Pete": "YouTube videos stutter"}


@pytest.fixture(scope="module")
def floor(tmp_path_factory):
    """A demo in which a second without an answer is late, and five of a tag are a spike."""
    settings = {
        "INKO_PAGES_LATE_SECONDS": "1", "INKO_TAGS_SPIKE_COUNT": "4", "INKO_PRESENCE_RECONNECTING_SECONDS": "5",
        "INKO_PRESENCE_GRACE_SECONDS": "1", "INKO_FLOOD_ENABLED": "false",
    }  # fmt: skip
    with running_demo(tmp_path_factory.mktemp("floor") / "data", **settings) as demo:
        yield demo


@pytest.fixture
def cast(floor):
    its_cast = Cast(floor.url)
    yield its_cast
    its_cast.leave()


@pytest.fixture
def people(chromium, floor):
    its_people = People(chromium, floor)
    yield its_people
    its_people.close()


def monitor(people, path="/monitor", **options):
    page = people.agent("mia", **LET_IN, **options)
    page.goto(people.demo.url + path)
    expect(page.locator(".verdict h1")).to_be_visible()
    return page


def evening(cast, tag: str | None = "sync-sign-in"):
    """Two agents with four guests, two of whom wait for an answer, and two more in the queue."""
    ana, ben = cast.agent("ana").listens(), cast.agent("ben").listens()
    rooms = {}
    for number, (name, question) in enumerate(QUESTIONS.items()):
        helper, guest = (ana, ben)[number % 2], cast.guest(name)
        guest.asks(question, product="Firefox for desktop")
        guest.listens()
        rooms[name] = helper.assists(guest)
        helper.says(rooms[name], "Hello, let me have a look at this.")
        if number % 2 == 0:
            guest.says(rooms[name], "Hello? Are you still there?")
        if tag:
            helper.post(f"/tags/{rooms[name]}", {"add": [tag]})
    for name, question in WAITING.items():
        guest = cast.guest(name)
        guest.asks(question, product="Firefox for Android")
        guest.listens()
    return ana, ben, rooms


def card(page, name):
    return page.locator(".room", has=page.get_by_role("heading", name=name))


def agent_row(page, name):
    return page.locator(".agents tbody tr", has=page.get_by_role("rowheader", name=re.compile(name)))


def test_an_agent_is_not_shown_the_floor(people):
    page = people.agent("ana")
    assert page.goto(people.demo.url + "/monitor").status == 403
    assert page.goto(people.demo.url + "/history").status == 200


# The last one sees a tag come up unusually often, which is not calm any more.
@pytest.mark.parametrize(("locale", "tag"), [("ar", None), ("en", "sync-sign-in")])
def test_a_quiet_evening_is_calm_and_a_busy_one_says_what_matters(people, cast, locale, tag):
    forget()
    page = monitor(people, locale=locale)
    expect(page.locator(".verdict-calm")).to_be_visible()
    expect(page.locator(".gauge")).to_have_count(6)
    expect(page.locator(".charts")).to_be_visible()
    look(page, "monitor", "calm", full=True)

    ana, _, rooms = evening(cast, tag)
    expect(page.locator(".room")).to_have_count(len(QUESTIONS))
    expect(page.locator(".verdict-unanswered")).to_be_visible()
    if tag:
        expect(page.locator(".is-spike").first).to_be_visible(timeout=70_000)
    ana.post("/report", {"room": rooms["Elif Şahin"], "reason": "The guest asks for my private number."})
    expect(page.locator(".verdict-called h1")).to_contain_text("Elif Şahin")
    expect(page.locator(".order .is-pressing")).to_contain_text("private number")
    expect(page.locator("#waiting .verdicts li")).not_to_have_count(0)
    look(page, "monitor", "busy", full=True)

    card(page, "Deniz Kaya").locator("button").first.click()
    expect(page.locator("dialog .bubble")).to_have_count(2)
    look(page, "monitor", "watch")
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_have_count(0)
    card(page, "Deniz Kaya").locator("button.button-danger").click()
    expect(page.locator("dialog textarea")).to_be_focused()
    look(page, "monitor", "kick")
    page.keyboard.press("Escape")
    page.locator("#audit button").click()
    expect(page.locator("dialog .audit li")).not_to_have_count(0)
    look(page, "monitor", "audit")
    page.keyboard.press("Escape")
    page.locator(".mode input[value=closed]").check()
    look(page, "monitor", "queue", full=True)
    judged()


def test_rooms_show_what_is_said_as_it_is_said_the_unanswered_first(people, cast):
    ana, ben, rooms = evening(cast)
    page = monitor(people)
    expect(page.locator(".room h3").first).to_have_text("Elif Şahin")
    expect(card(page, "Marta Kowalska")).to_contain_text("answered")
    ben.says(rooms["Marta Kowalska"], "Which one is it?")
    expect(card(page, "Marta Kowalska").locator(".room-line")).to_have_text("Ben: Which one is it?")
    ana.says(rooms["Elif Şahin"], "Yes, I am here.")
    expect(page.locator(".room h3").first).to_have_text("Deniz Kaya")
    expect(card(page, "Elif Şahin")).not_to_have_class(re.compile("room-late"))


def test_looking_on_is_one_click_and_a_whisper_reaches_the_agent_and_not_the_guest(people, cast):
    ana, _, rooms = evening(cast)
    room = rooms["Elif Şahin"]
    guest = next(each for each in cast.people if each.name == "Elif Şahin")
    page = monitor(people)
    card(page, "Elif Şahin").get_by_role("button", name="Watch").click()
    expect(page.locator("dialog .bubble")).to_have_count(2)
    whisper = page.locator(".whisper textarea")
    whisper.fill("Ask for the version")
    whisper.press("Enter")
    expect(whisper).to_have_value("")
    expect(page.locator("dialog .agent-note")).to_contain_text("Ask for the version")
    assert ana.hears("note", room=room)["body"] == "Ask for the version"
    ana.says(room, "Which version is it?")
    expect(page.locator("dialog .bubble").last).to_have_text("Which version is it?")
    assert guest.hears("message", body="Which version is it?")
    assert not [event for event in guest.heard if event["kind"] in ("note", "watching")]
    page.get_by_role("button", name="Stop watching").click()
    expect(page.locator("dialog")).to_have_count(0)
    # Back where one was, and no longer in the room.
    expect(card(page, "Elif Şahin").get_by_role("button", name="Watch")).to_be_focused()
    ana.hears("left", room=room)


def test_a_conversation_is_taken_over_in_one_click_and_a_guest_put_out_with_a_reason(people, cast):
    ana, _, rooms = evening(cast)
    marta, deniz = (
        next(each for each in cast.people if each.name == name) for name in ("Marta Kowalska", "Deniz Kaya")
    )
    page = monitor(people)
    card(page, "Deniz Kaya").get_by_role("button", name=re.compile("^Kick")).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Reason (agents only)").fill("Insults")
    dialog.get_by_role("button", name="Remove").click()
    assert deniz.hears("kicked")["room"] == rooms["Deniz Kaya"]
    expect(card(page, "Deniz Kaya")).to_have_count(0)
    expect(page.locator("#audit")).to_contain_text("Insults")
    card(page, "Marta Kowalska").get_by_role("button", name=re.compile("^Take over")).click()
    # It goes on where one writes.
    expect(page.locator(".conversation-title h2")).to_contain_text("Marta Kowalska")
    assert marta.hears("taken_over")["from"]["name"] == "Mia"
    page.locator("textarea[name=body]").fill("Mia here, I go on.")
    page.locator("textarea[name=body]").press("Enter")
    assert marta.hears("message", body="Mia here, I go on.")
    ana.leaves()


def test_a_monitor_sets_a_limit_by_steps_and_by_typing(people, cast):
    ana = cast.agent("ana").listens()
    page = monitor(people)
    row = agent_row(page, "Ana")
    row.get_by_role("button", name=re.compile("Raise the limit of .*Ana")).click()
    assert ana.hears("limit", limit=4)
    field = row.get_by_label(re.compile("Chat limit of .*Ana"))
    expect(field).to_have_value("4")
    field.fill("7")
    field.press("Enter")
    assert ana.hears("limit", limit=7)
    field.fill("99")
    field.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("0 to 10")
    expect(field).to_have_value("7")


def test_a_lost_agent_is_stood_down_in_one_click(people, cast):
    ana, _, _ = evening(cast)
    ana.deaf()
    page = monitor(people)
    row = agent_row(page, "Ana")
    row.get_by_role("button", name=re.compile("Set away, requeue .*2")).click(timeout=20_000)
    expect(page.locator(".banner-done")).to_contain_text(re.compile("the .*2.* guests wait at the front"))
    expect(page.locator(".room-queued")).to_have_count(2)
    expect(page.locator("#waiting")).to_contain_text("Elif Şahin")
    expect(page.locator("#audit")).to_contain_text(re.compile("2.* guests requeued"))


def test_who_waits_is_moved_opened_and_taken_out(people, cast):
    evening(cast)
    page = monitor(people)
    pete = next(each for each in cast.people if each.name == "Pete")
    page.get_by_role("button", name=re.compile("^Pete")).click()
    expect(page.locator("#waiting h2")).to_have_text("Why is \u2068Pete\u2069 waiting?")
    page.locator("#waiting").get_by_role("button", name="To the front").click()
    expect(page.locator(".banner-done")).to_contain_text("Pete")
    assert pete.hears("position", position=1)
    page.locator("#waiting").get_by_role("button", name="Remove").click()
    page.locator("dialog").get_by_role("button", name="Take out").click()
    assert pete.hears("dequeued")["reason"] == "removed"
    expect(page.locator("#waiting h2")).to_contain_text("Aylin")


def test_the_queue_is_closed_with_a_reason_and_given_back(people, cast):
    gus = cast.guest("Gus").listens()
    cast.agent("ana").listens()
    page = monitor(people)
    page.get_by_role("radio", name="Closed").check()
    page.get_by_label("Reason that guests and agents read").fill("Short of people until 21:15")
    page.get_by_role("button", name="Apply").click()
    assert "Short of people" in gus.hears("queue_closed")["reason"]
    expect(page.locator("#queue .chip")).to_have_text("closed")
    page.get_by_role("radio", name="Automatic").check()
    page.get_by_role("button", name="Apply").click()
    expect(page.locator("#queue .chip")).to_contain_text("automatic")


def test_a_ban_with_a_request_is_shown_and_lifted(people, cast):
    mia = cast.monitor("mia")
    gus = cast.guest("Gus")
    mia.post("/ban", {"session": gus.id, "reason": "insults"})
    gus.post("/ban/review", {"text": "I am sorry."})
    page = monitor(people)
    expect(page.locator("#bans blockquote")).to_have_text("I am sorry.")
    expect(page.locator(".verdict-review")).to_be_visible()
    page.locator("#bans").get_by_role("button", name="Lift the ban").click()
    page.locator("dialog").get_by_role("button", name="Lift the ban").click()
    expect(page.locator("#bans")).to_have_count(0)


def test_the_page_is_read_without_chatter_and_used_without_a_mouse(people, cast):
    evening(cast)
    page = monitor(people)
    expect(page.locator(".verdict-unanswered")).to_be_visible()
    said = page.locator(".verdict [role=status]")
    before, number = said.inner_text(), page.locator(".verdict-number").inner_text()
    expect(page.locator(".verdict-number")).not_to_have_text(number)
    # The seconds went on, and nothing was announced.
    assert said.inner_text() == before
    expect(page.get_by_role("meter", name="Users")).to_have_attribute(
        "aria-valuetext", re.compile("of .*50.*in the last hour")
    )
    # Every chart has its table.
    assert page.locator(".chart table caption").count() == 4
    page.keyboard.press("4")
    expect(page.locator("#rooms-t")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("dialog .bubble")).to_have_count(2)
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_have_count(0)
    page.keyboard.press("6")
    expect(page.locator("#queue-t")).to_be_focused()
    page.keyboard.press("?")
    expect(page.locator("dialog")).to_contain_text("Keyboard shortcuts")
    page.locator("dialog").get_by_label("Single-letter shortcuts").uncheck()
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_have_count(0)
    page.keyboard.press("3")
    expect(page.locator("#agents-t")).not_to_be_focused()
