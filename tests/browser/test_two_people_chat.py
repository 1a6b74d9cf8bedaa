"""The whole way of a message through two real browsers, and over everything that usually breaks it."""

import re

from playwright.sync_api import expect

from .conftest import ask, said, say, shoot, take


def heard(page, *texts: str) -> None:
    """The page shows exactly this conversation, all of it sent."""
    expect(page.locator(".log .bubble:not(.typing)")).to_have_count(len(texts))
    expect(page.locator(".log .bubble-sending, .log .bubble-refused")).to_have_count(0)
    assert said(page) == list(texts)


def test_a_guest_and_an_agent_chat_over_a_reload_and_a_restart(people, demo):
    agent = people.agent()
    shoot(agent, "console-empty")
    guest = people.guest(width=360, height=740)
    expect(guest.get_by_text("Open now")).to_be_visible()
    shoot(guest, "guest-ask")

    ask(guest, "Sam", "Firefox opens to a blank white page since this morning.")
    expect(guest.get_by_role("heading", name="Almost your turn")).to_be_visible()
    shoot(guest, "guest-waiting")
    expect(agent.locator(".queue-question")).to_have_text("Firefox opens to a blank white page since this morning.")
    shoot(agent, "console-queue")

    take(agent, "Sam")
    expect(guest.locator(".chat-head-name")).to_have_text("Ana")
    say(agent, "Hello Sam, did '''an update''' run before?")
    say(guest, "Yes, it said <b>updating</b>")
    heard(guest, "Hello Sam, did an update run before?", "Yes, it said <b>updating</b>")
    expect(guest.locator(".bubble strong")).to_have_text("an update")

    agent.reload()
    heard(agent, "Hello Sam, did an update run before?", "Yes, it said <b>updating</b>")

    demo.stop()
    say(guest, "I wrote this while the server was away")
    expect(guest.locator(".bubble-sending")).to_have_count(1)
    expect(guest.locator(".banner")).to_contain_text("Reconnecting")
    shoot(guest, "guest-reconnecting")
    demo.start()

    conversation = (
        "Hello Sam, did an update run before?",
        "Yes, it said <b>updating</b>",
        "I wrote this while the server was away",
    )
    heard(guest, *conversation)
    heard(agent, *conversation)
    expect(guest.locator(".banner")).to_have_count(0)
    expect(agent.locator(".banner")).to_have_count(0)

    say(guest, "And this after the restart")
    say(agent, "I can read both")
    heard(agent, *conversation, "And this after the restart", "I can read both")
    heard(guest, *conversation, "And this after the restart", "I can read both")
    guest.reload()
    heard(guest, *conversation, "And this after the restart", "I can read both")
    shoot(guest, "guest-chat")
    shoot(agent, "console-chat")

    guest.get_by_role("button", name="End chat").click()
    shoot(guest, "guest-end")
    guest.get_by_role("dialog").get_by_role("button", name="End chat").click()
    expect(guest.get_by_role("heading", name="The chat has ended")).to_be_visible()
    shoot(guest, "guest-after")
    expect(agent.get_by_text("This chat is over.")).to_be_visible()
    agent.get_by_role("button", name="Remove from the list").click()
    expect(agent.get_by_role("heading", name="Nobody waits")).to_be_visible()
    guest.get_by_role("button", name="Ask another question").click()
    expect(guest.get_by_role("heading", name="How can we help?")).to_be_visible()


def test_a_guest_keeps_the_place_and_the_question_over_a_reload(people):
    people.agent()
    first, second = people.guest(), people.guest()
    ask(first, "Sam", "Where did my bookmarks go?")
    ask(second, "Kim", "Why is it so slow?")
    expect(second.locator(".wait-number")).to_contain_text("2")
    second.reload()
    expect(second.locator(".wait-number")).to_contain_text("2")
    expect(second.get_by_text("Why is it so slow?")).to_be_visible()

    first.get_by_role("button", name="Leave the queue").click()
    expect(first.get_by_text("You have left the queue.")).to_be_visible()
    expect(second.get_by_role("heading", name="Almost your turn")).to_be_visible()


def test_a_lost_network_loses_and_doubles_nothing(people):
    agent, guest = people.agent(), people.guest()
    ask(guest, "Sam", "Can you hear me?")
    take(agent, "Sam")
    expect(guest.locator(".chat-head-name")).to_have_text("Ana")

    guest.context.set_offline(True)
    say(guest, "one")
    say(guest, "two")
    say(agent, "three")
    expect(guest.locator(".banner")).to_contain_text("Reconnecting")
    # What is under way survives a reload too, which an offline browser cannot do: so only the draft is looked at here.
    guest.locator(".composer textarea").fill("a draft")
    guest.context.set_offline(False)
    for page in (guest, agent):
        heard(page, "three", "one", "two")
    guest.reload()
    expect(guest.locator(".composer textarea")).to_have_value("a draft")
    heard(guest, "three", "one", "two")


def test_a_message_under_way_survives_a_reload(people):
    agent, guest = people.agent(), people.guest()
    ask(guest, "Sam", "Can you hear me?")
    take(agent, "Sam")
    expect(guest.locator(".chat-head-name")).to_have_text("Ana")
    guest.route(re.compile("/message/"), lambda route: route.abort())
    say(guest, "not lost")
    expect(guest.get_by_text("Trying again by itself")).to_be_visible()
    guest.unroute_all()
    guest.reload()
    heard(guest, "not lost")
    heard(agent, "not lost")


def test_what_the_server_refuses_is_said_and_the_text_is_kept(people):
    agent, guest = people.agent(), people.guest()
    ask(guest, "Sam", "How long may it be?")
    take(agent, "Sam")
    expect(guest.locator(".chat-head-name")).to_have_text("Ana")
    composer = guest.locator(".composer textarea")
    composer.fill("x" * 30721)
    expect(guest.locator(".byte-count")).to_contain_text("over the limit")
    composer.press("Enter")
    expect(composer).to_have_value("x" * 30721)
    expect(guest.locator(".bubble")).to_have_count(0)

    problem = '{"title": "No", "status": 409, "code": "capacity.session_bytes", "detail": "This conversation is full."}'
    guest.route(
        re.compile("/message/"),
        lambda route: route.fulfill(status=409, content_type="application/problem+json", body=problem),
    )
    composer.fill("too much")
    composer.press("Enter")
    expect(guest.get_by_role("alert").filter(has_text="This conversation is full.")).to_be_visible()
    guest.get_by_role("button", name="Change it").click()
    expect(composer).to_have_value("too much")
    expect(guest.locator(".bubble")).to_have_count(0)


def test_an_agent_sees_what_is_unread_and_goes_through_the_chats_by_keyboard(people):
    agent = people.agent()
    guests = {name: people.guest() for name in ("Kim", "Lou")}
    for name, page in guests.items():
        ask(page, name, f"{name} has a question")
        # The one who has waited longest is taken also while typing.
        expect(agent.locator(".queue-question")).to_have_text(f"{name} has a question")
        agent.keyboard.press("Alt+Enter")
        expect(agent.locator(".conversation-title h2")).to_contain_text(name)
    say(guests["Kim"], "are you there?")
    expect(agent.locator(".chat-item", has_text="Kim").locator(".chat-unread")).to_contain_text("1")
    expect(agent).to_have_title("(1) Console")
    shoot(agent, "console-unread")
    agent.keyboard.press("Alt+ArrowUp")
    expect(agent.locator(".conversation-title h2")).to_contain_text("Kim")
    expect(agent.locator(".chat-unread")).to_have_count(0)
    expect(agent).to_have_title("Console")
    agent.keyboard.type("yes, I am")
    expect(guests["Kim"].locator(".typing")).to_be_visible()
    agent.keyboard.press("Enter")
    heard(guests["Kim"], "are you there?", "yes, I am")
    expect(guests["Kim"].locator(".typing")).to_have_count(0)
