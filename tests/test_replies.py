"""Saved replies: everybody's and one's own, with placeholders, over HTTP."""

import pytest

from .test_chat import refused


def titles(person):
    return [reply["title"] for reply in person.get("/replies").json["replies"]]


def saves(person, title="Hello", body="Hello {guest}", **more):
    return person.post("/replies", {"title": title, "body": body, **more}).json


@pytest.fixture
def staff(site):
    site.start()
    return site.cast.agent("ana"), site.cast.agent("ben"), site.cast.monitor("mia")


def test_shared_replies_are_everybodys_and_a_monitors_to_change(staff):
    ana, ben, mia = staff
    ben.listens()
    reply = saves(mia, "Welcome", "Welcome {guest}!", category="Greetings", shared=True)
    assert ben.hears("reply_saved")["reply"] == reply["id"]
    assert reply["shared"] and titles(ana) == titles(ben) == ["Welcome"]
    for call in ((f"/replies/{reply['id']}", {"title": "x"}), (f"/replies/{reply['id']}/delete", {})):
        assert refused("permission.monitor", ana.post, *call).status == 403
    refused("permission.monitor", ana.post, "/replies", {"title": "x", "body": "x", "shared": True})
    changed = mia.post(f"/replies/{reply['id']}", {"body": "Welcome!"}).json
    assert changed | {"saved_at": 0} == reply | {"body": "Welcome!", "saved_at": 0}
    mia.post(f"/replies/{reply['id']}/delete")
    assert ben.hears("reply_deleted")["reply"] == reply["id"] and titles(ben) == []


def test_personal_replies_are_the_accounts_own_and_there_again_in_its_next_session(staff, site):
    ana, ben, mia = staff
    own = saves(ana, "Mine")
    assert titles(ana) == ["Mine"] and titles(ben) == titles(mia) == []
    for person in (ben, mia):
        assert refused("reply.unknown", person.post, f"/replies/{own['id']}", {"title": "stolen"}).status == 404
        refused("reply.unknown", person.post, f"/replies/{own['id']}/delete")
    ana.leaves()
    again = site.cast.agent("ana")
    assert again.id != ana.id and titles(again) == ["Mine"]
    again.post(f"/replies/{own['id']}", {"title": "Ours", "category": "Sync"})
    assert again.get("/replies").json["replies"][0]["category"] == "Sync"


def test_replies_are_sorted_by_category_and_title(staff):
    ana, _, mia = staff
    saves(mia, "b", category="Z", shared=True)
    saves(ana, "c", category="A")
    saves(mia, "a", category="A", shared=True)
    assert titles(ana) == ["a", "c", "b"]


def test_placeholders_are_filled_for_a_room(staff, site):
    ana, ben, _ = staff
    saves(ana, body="Hi {guest}, {agent} here. {product} on {os}? {topic}{note}wiki stays{/note} {key Ctrl}")
    gus = site.cast.guest("Gus")
    gus.asks("?", product="Firefox", os="Linux")
    room = ana.assists()
    (reply,) = ana.get(f"/replies?room={room}").json["replies"]
    assert reply["text"] == "Hi Gus, Ana here. Firefox on Linux? {note}wiki stays{/note} {key Ctrl}"
    assert "text" not in ana.get("/replies").json["replies"][0]
    refused("room.unknown", ben.get, f"/replies?room={room}")


def test_what_a_guest_is_called_is_no_markup_in_a_helpers_mouth(staff, site):
    ana, _, _ = staff
    saves(ana, body="Hi {guest}!")
    for name in ("[http://evil.example click]", "'''Bold'''", "{key X}", "https://evil.example/x", "O'Hara", "a\nb"):
        guest = site.cast.guest(name)
        guest.asks()
        room = ana.assists(guest)
        (reply,) = ana.get(f"/replies?room={room}").json["replies"]
        ana.says(room, reply["text"])
        said = ana.get(f"/message/{room}").json["events"][-1]
        assert not any(tag in said["html"] for tag in ("<a", "<strong", "<kbd", "<br")), said
        assert name != "O'Hara" or said["body"] == "Hi O'Hara!"
        ana.post(f"/end/{room}")


@pytest.mark.parametrize(
    "body",
    [
        {"title": "", "body": "x"}, {"title": "  ", "body": "x"}, {"title": "x" * 81, "body": "x"}, {"title": "x"},
        {"title": "x", "body": "\n"}, {"title": "x", "body": "x", "category": "x" * 61}, {"title": "x", "body": "hi {gest}"},
        {"title": "x", "body": "x", "more": 1},
    ],
)  # fmt: skip
def test_a_reply_that_cannot_be_right_is_refused_with_a_reason(cast, body):
    ana = cast.agent()
    assert refused("request.invalid", ana.post, "/replies", body).status == 422
    assert titles(ana) == []


def test_a_reply_is_no_longer_than_a_message_and_is_saved_once(staff):
    ana, _, _ = staff
    problem = refused("capacity.message_bytes", ana.post, "/replies", {"title": "x", "body": "x" * 30721})
    assert problem.document["limit"] == 30720
    body = {"title": "x", "body": "x", "client_id": "r1"}
    first, again = ana.post("/replies", body), ana.post("/replies", body)
    assert (first.status, again.status) == (201, 200) and first.json == again.json and titles(ana) == ["x"]
    refused("client_id.reused", ana.post, "/replies", {**body, "title": "y"})


def test_there_are_so_many_replies_a_person_and_no_more(staff, site):
    ana, ben, _ = staff
    (account,) = site.query("SELECT site_user_id FROM sessions WHERE id = %s", (ana.id,))[0]
    site.query(
        "INSERT INTO replies (id, account, title, body, saved_by) SELECT 'r' || n, %s, 't', 'b', %s FROM generate_series(1, 199) n",
        (account, ana.id),
    )
    last = saves(ana)
    assert refused("capacity.replies", ana.post, "/replies", {"title": "x", "body": "x"}).document["limit"] == 200
    saves(ben)
    ana.post(f"/replies/{last['id']}/delete")
    saves(ana)


def test_guests_have_no_saved_replies(cast):
    gus = cast.guest()
    refused("permission.agent", gus.get, "/replies")
    refused("permission.agent", gus.post, "/replies", {"title": "x", "body": "x"})
    refused("permission.agent", gus.post, "/replies/x", {"title": "x"})
    refused("permission.agent", gus.post, "/replies/x/delete")
