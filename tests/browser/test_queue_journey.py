"""A guest's whole way, with offers: a place is held, the guest waits, an offer is accepted, the chat changes hands, and after
the end the guest says how it was and takes the question to the forum. Each state is judged by axe and looked at."""

import re

import pytest
from playwright.sync_api import expect

from .conftest import People, ask, running_demo, said, say, shoot, take
from .test_pages_accessible import FOUND, look_at

OFFERS = {
    "INKO_DISPATCH_MODE": "offer",
    "INKO_QUEUE_OFFER_SECONDS": "120",
    "INKO_QUEUE_FOLLOW_UP_URL": "https://example.org/ask?title={title}",
    "INKO_QUEUE_RULES_TEXT": "Be kind. We are volunteers.",
    "INKO_QUEUE_CONSENT_REQUIRED": "true",
}
PICKING = {"INKO_LIMITS_WAITING": "1", "INKO_FORUM_URL": "https://example.org/ask?title={title}&body={body}"}


def words(text: str) -> re.Pattern:
    """A text that may have names and numbers in it, which the pages keep apart by invisible marks of direction."""
    return re.compile("[\u2066-\u2069]*".join(map(re.escape, text)))


@pytest.fixture(scope="module")
def offering(tmp_path_factory):
    with running_demo(tmp_path_factory.mktemp("offering") / "data", **OFFERS) as demo:
        yield demo


@pytest.fixture(scope="module")
def picking(tmp_path_factory):
    with running_demo(tmp_path_factory.mktemp("picking") / "data", **PICKING) as demo:
        yield demo


@pytest.fixture
def crowd(chromium, offering):
    people = People(chromium, offering)
    FOUND.clear()
    yield people
    people.close()


@pytest.fixture
def others(chromium, picking):
    people = People(chromium, picking)
    FOUND.clear()
    yield people
    people.close()


# axe has to be let in past the pages' own policy.
LET_IN = {"bypass_csp": True}


def test_a_guest_goes_from_a_place_that_is_held_to_the_forum(crowd):
    ana = crowd.agent("ana", **LET_IN)
    ana.locator(".status-menu select").select_option("away")
    ben = crowd.agent("ben", **LET_IN)
    guest = crowd.guest(**LET_IN)
    expect(guest.locator(".queue-state-open")).to_be_visible()
    guest.locator("textarea[name=question]").fill("My bookmarks are gone since the update.")
    expect(guest.get_by_text(words("Place 1 is held for you"))).to_be_visible()
    look_at(guest, "en-guest-held")
    guest.locator("input[name=name]").fill("Sam")
    # Without consent the browser itself holds the form back.
    guest.get_by_role("button", name="Join the queue").click()
    expect(guest.locator(".ask")).to_be_visible()
    guest.get_by_label("I have read this and agree.").check()
    ben.locator(".status-menu select").select_option("busy")
    ana.locator(".status-menu select").select_option("online")
    guest.get_by_role("button", name="Join the queue").click()
    expect(guest.locator(".wait .code")).to_have_text(re.compile(r"^\w{4}-\w{4}$"))
    look_at(guest, "en-guest-waiting-code")

    offer = ana.locator(".offer")
    expect(offer).to_contain_text("My bookmarks are gone since the update.")
    expect(offer.get_by_role("timer")).to_be_visible()
    look_at(ana, "en-console-offer")
    ana.reload()
    expect(offer).to_contain_text("My bookmarks are gone since the update.")
    offer.get_by_role("button", name="Accept").click()
    expect(ana.locator(".conversation-title h2")).to_contain_text("Sam")
    expect(offer).to_have_count(0)
    expect(guest.locator(".chat-head-name")).to_have_text("Ana")
    look_at(guest, "en-guest-chat-code")
    say(guest, "Can you help?")
    say(ana, "Let me ask Ben.")

    write_down(ana)
    look_at(ana, "en-console-work")

    ben.locator(".status-menu select").select_option("online")
    ana.get_by_role("button", name=re.compile("^Transfer")).click()
    expect(ana.get_by_role("radio", name=re.compile("Ben"))).to_be_enabled()
    ana.get_by_role("radio", name=re.compile("Ben")).check()
    ana.get_by_label("Note for the colleague").fill("Knows bookmarks best.")
    look_at(ana, "en-console-transfer")
    ana.get_by_role("button", name=words("Offer to Ben")).click()
    expect(ana.get_by_text(words("Offered to Ben"))).to_be_visible()
    expect(ben.locator(".offer")).to_contain_text("Knows bookmarks best.")
    expect(ben.locator(".offer")).to_contain_text(words("Ana hands over to you"))
    look_at(ben, "en-console-offer-transfer")
    ben.get_by_role("button", name="Decline").click()
    expect(ana.get_by_text(words("Ben declined. The chat stays with you."))).to_be_visible()
    ana.get_by_role("button", name=re.compile("^Transfer")).click()
    ana.get_by_role("radio", name=re.compile("Ben")).check()
    ana.get_by_role("button", name=words("Offer to Ben")).click()
    expect(ben.locator(".offer")).to_be_visible()
    ben.keyboard.press("Alt+Enter")
    expect(ben.locator(".conversation-title h2")).to_contain_text("Sam")
    # Who comes reads all of it: what was said, and the note.
    expect(ben.locator(".log .bubble")).to_have_count(2)
    assert said(ben) == ["Can you help?", "Let me ask Ben."]
    expect(ben.locator(".agent-note")).to_contain_text("Two-step sign-in is on.")
    expect(ben.locator(".log")).to_contain_text(words("Ana handed the chat over to you"))
    expect(ana.locator(".chat-item")).to_have_count(0)
    expect(guest.locator(".chat-head-name")).to_have_text("Ben")
    assert "Two-step" not in guest.locator(".log").inner_text()

    ben.get_by_role("button", name=re.compile("^End chat")).click()
    ben.get_by_role("dialog").get_by_role("button", name="End chat").click()
    expect(guest.get_by_role("heading", name="The chat has ended")).to_be_visible()
    expect(guest.get_by_role("heading", name="How did it go?")).to_be_visible()
    look_at(guest, "en-guest-survey")
    guest.get_by_role("button", name="Send answer").click()
    expect(guest.get_by_role("alert")).to_contain_text("both questions")
    guest.get_by_label("Not yet").check()
    guest.get_by_role("radio", name="4").check()
    guest.get_by_role("button", name="Send answer").click()
    expect(guest.get_by_text("Thank you. Your answer helps")).to_be_visible()
    keep(guest)
    guest.get_by_role("button", name="Look at the draft").click()
    guest.locator("input[name=title]").fill("Bookmarks gone after an update")
    look_at(guest, "en-guest-forum")
    guest.locator("input[name=consent]").check()
    guest.get_by_role("button", name="Continue in the forum").click()
    link = guest.get_by_role("link", name="Open the forum")
    expect(link).to_have_attribute("href", re.compile(r"^https://example\.org/ask\?title=Bookmarks%20gone"))
    look_at(guest, "en-guest-forum-ready")
    guest.reload()
    expect(guest.get_by_text("Thank you. Your answer helps")).to_be_visible()
    assert not FOUND, "\n".join(FOUND)


def write_down(agent) -> None:
    """A note, tags and a topic, as an agent sets them down beside the conversation."""
    agent.get_by_role("button", name="Note", exact=True).click()
    agent.locator("textarea[name=note]").fill("Two-step sign-in is '''on'''.")
    agent.get_by_role("button", name="Save the note").click()
    expect(agent.locator(".side-note strong")).to_have_text("on")
    expect(agent.locator(".agent-note")).to_contain_text("note, agents only")
    agent.locator("input[name=tag]").fill("Bookmarks")
    agent.keyboard.press("Enter")
    expect(agent.locator(".chip", has_text="bookmarks")).to_be_visible()
    agent.get_by_role("button", name="Change topic").click()
    agent.get_by_role("dialog").locator("textarea").fill("Lost bookmarks")
    agent.get_by_role("dialog").get_by_role("button", name="Save").click()
    expect(agent.locator(".conversation-title p")).to_contain_text("Lost bookmarks")


def keep(guest) -> None:
    """Both files hold what was said, and not what agents wrote for one another."""
    for name in ("As a page", "As plain text"):
        with guest.expect_download() as started:
            guest.get_by_role("link", name=name).click()
        text = started.value.path().read_text("utf-8")
        assert "Can you help?" in text
        assert "Two-step" not in text


def test_a_text_stands_by_while_the_queue_is_full_and_a_guest_comes_back_with_a_code(others):
    agent = others.agent("ana", **LET_IN)
    first, second = others.guest(), others.guest(**LET_IN)
    ask(first, "Kim", "The first question")
    expect(second.locator(".queue-state-full")).to_be_visible()
    second.locator("textarea[name=question]").fill("The second question")
    second.locator("input[name=name]").fill("Lou")
    second.get_by_role("button", name="Keep my text and take the next place").click()
    expect(second.get_by_text("We take the next free place for you")).to_be_visible()
    look_at(second, "en-guest-standby")
    second.reload()
    expect(second.get_by_text("We take the next free place for you")).to_be_visible()
    take(agent, "Kim")
    expect(second.get_by_role("heading", name="Almost your turn")).to_be_visible()
    expect(second.get_by_text("The second question")).to_be_visible()
    take(agent, "Lou")
    say(second, "I am on my phone")
    code = second.locator(".chat-side .code").inner_text()

    elsewhere = others.guest(**LET_IN)
    elsewhere.get_by_text("I have a code").click()
    elsewhere.locator("input[name=code]").fill("AAAA-AAAA")
    elsewhere.get_by_role("button", name="Come back").click()
    expect(elsewhere.get_by_role("alert")).to_be_visible()
    look_at(elsewhere, "en-guest-code")
    elsewhere.locator("input[name=code]").fill(code.lower())
    elsewhere.get_by_role("button", name="Come back").click()
    expect(elsewhere.locator(".chat-head-name")).to_have_text("Ana")
    assert said(elsewhere) == ["I am on my phone"]
    say(elsewhere, "and now at my desk")
    expect(agent.locator(".bubble", has_text="and now at my desk")).to_be_visible()
    assert not FOUND, "\n".join(FOUND)


def test_a_saved_reply_is_typed_with_a_slash_and_filled_in(others):
    agent, guest = others.agent("mia", **LET_IN), others.guest()
    headers = {"X-CSRF-Token": agent.request.get(others.demo.url + "/session").json()["csrf"]}
    for title, body in (
        ("restart", "Please restart it, {guest}."),
        ("refresh", "Hello {guest}, please refresh {product}."),
    ):
        reply = {"title": title, "body": body, "shared": True}
        assert agent.request.post(others.demo.url + "/replies", data=reply, headers=headers).ok
    ask(guest, "Sam", "It is slow")
    take(agent, "Sam")
    composer = agent.locator(".composer textarea")
    composer.fill("/re")
    expect(agent.locator(".saved-reply")).to_have_count(2)
    look_at(agent, "en-console-replies")
    composer.press("ArrowDown")
    expect(agent.locator(".saved-reply[aria-selected=true]")).to_contain_text("restart")
    composer.press("Tab")
    expect(composer).to_have_value("Please restart it, Sam.")
    composer.press("Enter")
    expect(guest.locator(".bubble")).to_have_text("Please restart it, Sam.")
    assert not FOUND, "\n".join(FOUND)


def test_a_moderator_is_called_watches_takes_over_removes_and_closes(others):
    ana, mia, guest = others.agent("ana"), others.agent("mia", **LET_IN), others.guest()
    ask(guest, "Sam", "Hello?")
    take(ana, "Sam")
    expect(mia.locator(".open-room", has_text="Sam").get_by_role("button", name=re.compile("^Watch"))).to_be_visible()
    say(guest, "my password is hunter2")
    ana.get_by_role("button", name="Call moderator").click()
    ana.get_by_role("dialog").locator("textarea").fill("A password in the log")
    ana.get_by_role("dialog").get_by_role("button", name="Call a moderator").click()
    expect(mia.locator(".offer-call")).to_contain_text("A password in the log")
    look_at(mia, "en-console-called")
    mia.locator(".offer-call").get_by_role("button", name="Watch").click()
    expect(mia.locator(".strips")).to_contain_text("You are watching")
    expect(mia.locator(".bubble")).to_have_text("my password is hunter2")
    look_at(mia, "en-console-watching")
    mia.locator(".bubble").hover()
    mia.get_by_role("button", name="Remove this message").click()
    mia.get_by_role("dialog").locator("textarea").fill("a password")
    look_at(mia, "en-console-redact")
    mia.get_by_role("dialog").get_by_role("button", name="Remove the message").click()
    for page in (guest, ana, mia):
        expect(page.locator(".bubble")).to_have_text("This message was removed by a moderator.")

    mia.locator(".strips").get_by_role("button", name="Take over").click()
    expect(mia.locator("textarea[name=body]")).to_be_visible()
    expect(guest.locator(".log")).to_contain_text(words("Mia took the chat over"))
    say(mia, "I have removed it")
    expect(guest.locator(".bubble", has_text="I have removed it")).to_be_visible()

    mia.locator(".queue-button").click()
    mia.get_by_role("radio", name=re.compile("^Closed")).check()
    mia.get_by_role("dialog").locator("textarea").fill("We are at a meeting.")
    look_at(mia, "en-console-queue-mode")
    mia.get_by_role("dialog").get_by_role("button", name="Save").click()
    expect(ana.locator(".queue-line")).to_contain_text("Queue closed")
    expect(others.guest().locator(".queue-state-closed")).to_contain_text("We are at a meeting.")
    mia.locator(".queue-button").click()
    mia.get_by_role("radio", name=re.compile("^Automatic")).check()
    mia.get_by_role("dialog").get_by_role("button", name="Save").click()
    expect(ana.locator(".queue-line")).to_contain_text("Queue open")

    mia.get_by_role("button", name="Ban …").click()
    look_at(mia, "en-console-ban")
    mia.get_by_role("dialog").get_by_role("button", name="Ban", exact=True).click()
    expect(guest.locator(".chat")).to_have_count(0)
    headers = {"X-CSRF-Token": mia.request.get(others.demo.url + "/session").json()["csrf"]}
    for ban in mia.request.get(others.demo.url + "/bans").json()["bans"]:
        assert mia.request.post(others.demo.url + "/unban", data={"ban": ban["ban"]}, headers=headers).ok
    assert not FOUND, "\n".join(FOUND)


def test_colleagues_write_to_one_another_invite_and_set_their_limits(others):
    ana, ben, guest = others.agent("ana"), others.agent("ben"), others.guest()
    ask(guest, "Sam", "Hello?")
    take(ana, "Sam")
    ana.locator(".colleague", has_text="Ben").click()
    ana.get_by_role("dialog").locator("textarea").fill("Do you know this one?")
    ana.get_by_role("dialog").get_by_role("button", name="Send").click()
    expect(ana.locator(".conversation-title h2")).to_contain_text("Ben")
    expect(ben.locator(".chat-item", has_text="Ana")).to_contain_text("Do you know this one?")
    ana.locator(".chat-item", has_text="Sam").click()
    ana.get_by_role("button", name="Invite helper").click()
    ana.get_by_role("dialog").get_by_role("button", name="Invite a helper").click()
    expect(ben.locator(".offer")).to_contain_text(words("Ana asks you to join"))
    shoot(ben, "en-console-invited")
    ben.locator(".offer").get_by_role("button", name="Join").click()
    expect(ben.locator(".conversation-title h2")).to_contain_text("Sam")
    expect(guest.locator(".log")).to_contain_text(words("Ben joined the chat"))
    expect(ben.locator(".offer")).to_have_count(0)
    ben.get_by_role("button", name="One chat more at once").click()
    expect(ana.locator(".colleague", has_text="Ben")).to_contain_text(words("of 4"))
    expect(ben.locator(".stepper output")).to_have_text("4")
