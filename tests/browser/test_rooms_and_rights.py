"""Rooms and rights as they change under people's eyes: nobody has to look away and back to see what is so now."""

import re

import pytest
from playwright.sync_api import expect

from ..cast import Cast
from .conftest import People, ask, running_demo
from .screens import LET_IN, forget, judged, look


@pytest.fixture
def cast(demo):
    its_cast = Cast(demo.url)
    yield its_cast
    its_cast.leave()


def test_other_helpers_see_a_new_room_its_topic_and_its_end_at_once(people, cast):
    page = people.agent("ben")
    ana = cast.agent("ana")
    expect(page.locator(".open-room", has_text="Helpers")).to_be_visible()
    # Only events may bring it: what the page could ask for is not answered.
    page.route("**/list", lambda route: route.abort())
    room = ana.post("/create", {"name": "Release day", "topic": "Tonight"}).json["room"]
    item = page.locator(".open-room", has_text="Release day")
    expect(item).to_be_visible()
    # Who leads it says more than the topic, and the topic stands where nobody does.
    expect(item).to_contain_text("Ana")
    ana.post(f"/end/{room}", {})
    expect(item).to_have_count(0)
    kept = ana.post("/create", {"name": "Cellar", "private": True}).json["room"]
    shown = ana.post("/create", {"name": "Attic"}).json["room"]
    expect(page.locator(".open-room", has_text="Attic")).to_be_visible()
    expect(page.locator(".open-room", has_text="Cellar")).to_have_count(0)
    page.unroute("**/list")
    page.get_by_role("button", name=re.compile("Join.*Attic")).click()
    expect(page.locator(".conversation-title h2")).to_contain_text("Attic")
    for one in (kept, shown):
        ana.post(f"/end/{one}", {})


def test_what_an_owner_changes_is_what_the_others_can_press(people, cast):
    page = people.agent("ben", **LET_IN)
    ana = cast.agent("ana")
    room = ana.post("/create", {"name": "Hall", "topic": "Tea"}).json["room"]
    page.get_by_role("button", name=re.compile("Join.*Hall")).click()
    ben = page.evaluate("() => fetch('session').then((reply) => reply.json()).then(({ session }) => session.id)")
    field = page.locator(".composer textarea[name=body]")
    topic, end = (
        page.get_by_role("button", name="Change topic"),
        page.get_by_role("button", name=re.compile("End the room")),
    )
    expect(topic).to_be_visible()
    expect(end).to_have_count(0)
    field.fill("half a sentence")
    # What the page could ask anew is not answered: events alone tell it.
    page.route("**/state", lambda route: route.abort())
    ana.post(f"/rights/{room}", {"role": "agent", "deny": ["topic", "speak"], "allow": ["end"]})
    expect(topic).to_have_count(0)
    expect(end).to_be_visible()
    expect(field).to_have_count(0)
    expect(page.locator(".conversation")).to_contain_text("You can read here, but not write at the moment.")
    forget()
    look(page, "agent", "journey-muted")
    judged()
    ana.post(f"/rights/{room}", {"session": ben, "allow": ["speak"]})
    # What had been begun is still there.
    expect(field).to_have_value("half a sentence")
    ana.post(f"/leave/{room}", {})
    # Whoever leads the room is told so by the event that made it so, and may change what its owner may.
    page.get_by_role("button", name="What people may do").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("For whom").select_option("role agent")
    expect(dialog.get_by_label("Change the topic")).to_have_value("deny")
    expect(dialog.get_by_label("End the conversation")).to_have_value("allow")
    page.keyboard.press("Escape")
    page.unroute("**/state")
    page.reload()
    expect(field).to_have_value("half a sentence")
    expect(end).to_be_visible()
    end.click()
    page.get_by_role("dialog").get_by_role("button", name=re.compile("End")).click()
    expect(field).to_have_count(0)


def test_a_guest_who_may_not_write_is_told_so_and_can_still_leave(people, cast):
    ana = cast.agent("ana").listens()
    guest = people.guest(**LET_IN)
    ask(guest, "Gus", "Why?")
    room = ana.assists()
    expect(guest.locator(".composer textarea")).to_be_visible()
    guest.locator(".composer textarea").fill("But I")
    ana.post(f"/rights/{room}", {"role": "guest", "deny": ["speak", "end"]})
    expect(guest.locator(".composer textarea")).to_have_count(0)
    expect(guest.locator(".composer")).to_contain_text("You can read here, but not write at the moment.")
    forget()
    look(guest, "guest", "journey-muted")
    judged()
    ana.post(f"/rights/{room}", {"role": "guest", "allow": ["speak"]})
    expect(guest.locator(".composer textarea")).to_have_value("But I")
    guest.get_by_role("button", name="End chat").click()
    guest.get_by_role("dialog").get_by_role("button", name=re.compile("End")).click()
    expect(guest.locator(".survey, .after")).not_to_have_count(0)
    ana.hears("ended", room=room)


def test_the_menu_leads_to_where_the_site_signs_people_out(people, demo):
    page = people.agent()
    page.locator(".own-menu summary").click()
    link = page.get_by_role("link", name="Sign out of the site")
    assert link.get_attribute("href") == "/demo/logout"
    link.click()
    expect(page).to_have_url(demo.url + "/demo/logout")


def test_under_a_path_the_sites_own_address_stays_and_the_demos_moves_with_it(chromium, tmp_path):
    settings = {"INKO_SERVER_PREFIX": "/chat"}
    with running_demo(tmp_path / "data", **settings) as demo:
        its = People(chromium, demo)
        page = its.page()
        page.goto(demo.url + "/chat/demo/login")
        page.locator("button[value=mia]").click()
        for path in ("/agent", "/monitor", "/history"):
            page.goto(demo.url + "/chat" + path)
            page.locator(".own-menu summary").click()
            link = page.get_by_role("link", name="Sign out of the site")
            assert link.get_attribute("href") == "/chat/demo/logout", path
        for context in its._contexts:
            context.close()


def test_who_is_signed_out_by_many_other_sign_ins_reads_so(people, cast):
    page = people.agent()
    # A person's sign-ins are so many at most, and this one is unused for longest.
    for _ in range(8):
        cast.agent("ana")
    expect(page.get_by_role("heading", name="You were signed out in this browser")).to_be_visible()
    page.get_by_role("link", name="Sign in").click()
    expect(page.locator(".own-status")).to_be_visible()


def test_who_signs_in_as_somebody_else_reads_so_in_the_other_tab(people, demo):
    page = people.agent("ana")
    other = page.context.new_page()
    other.goto(demo.url + "/demo/login")
    other.locator("button[value=ben]").click()
    expect(other.locator(".own-status")).to_be_visible()
    expect(page.get_by_role("heading", name="Somebody else has signed in here")).to_be_visible()


@pytest.mark.parametrize(("day", "lines"), [("2026-11-22T16:00:00", 0), ("2026-11-23T09:00:00", 1)])
def test_where_a_conversation_of_another_day_begins_the_page_says_so(people, demo, day, lines):
    page = people.page()
    page.clock.set_fixed_time(day)
    page.goto(demo.url + "/patterns/guest?state=chat")
    expect(page.locator(".bubble").first).to_be_visible()
    expect(page.locator(".day-line")).to_have_count(lines)
