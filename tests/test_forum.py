"""Follow-ups: nothing leaves before the guest has seen it; what leaves arrives once and is linked back."""

from urllib.parse import parse_qs, urlsplit

import pytest

from inko_lite.desk.forum import LINK_BYTES

from .conftest import open_site
from .receiver import TOKEN, Receiver
from .test_chat import refused
from .test_openapi import check_exchange

LINK = {"url": "https://forum.example.org/questions/new/{product}/form?title={title}&body={body}&topic={topic}"}
QUESTION = "Sync lost my bookmarks\nI am jane@example.org, see /home/jane/.mozilla"
KNOWN = {
    "product": "Firefox for desktop", "topic": "Sync and accounts", "version": "128.0", "os": "Linux", "began": "today",
    "troubleshooting": '{"path": "C:\\\\Users\\\\jane\\\\x"}', "email": "jane@example.org",
}  # fmt: skip


@pytest.fixture
def receiver():
    with Receiver() as its_receiver:
        yield its_receiver


@pytest.fixture(scope="module")
def linked_site(databases, template):
    """One site whose forum is a link, for the tests that need no other."""
    with open_site(databases, template) as its_site:
        its_site.start(forum=LINK)
        yield its_site


@pytest.fixture
def linked(linked_site):
    yield linked_site
    linked_site.cast.leave()


def chat(cast):
    ana, gus = cast.agent("ana"), cast.guest("Gus")
    gus.asks(QUESTION, **KNOWN)
    room = ana.assists(gus)
    gus.says(room, "my password: swordfish")
    ana.says(room, "Have a look at https://example.org/?token=abc&page=2")
    return ana.listens(), gus.listens(), room


def ask(person, room, **more):
    return person.post(f"/follow_up/{room}", {"consent": True, **more})


def draft(person, room):
    return person.get(f"/follow_up/{room}").json


def kitsune(receiver, **more):
    forum = {"kind": "kitsune", "server": receiver.url, "token": TOKEN, "allow_private": True, **more}
    return {"forum": forum, "webhooks": {"first_retry_seconds": 0.1, "retry_seconds": 1}}


# ── the draft ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_guest_sees_what_would_leave_scrubbed_and_in_the_names_of_the_forum(linked):
    _, gus, room = chat(linked.cast)
    seen = draft(gus, room)
    assert seen["state"] == "draft" and seen["title"] == "Sync lost my bookmarks"
    assert "Guest: my password: <removed>" in seen["body"]
    assert "Helper: Have a look at https://example.org/?token=<removed>&page=2" in seen["body"]
    assert "ff_version: 128.0\n" in seen["body"] and "troubleshooting" not in seen["body"]
    assert seen["metadata"] == {
        "product": "firefox", "category": "Sync and accounts", "ff_version": "128.0", "os": "Linux", "started": "today",
        "troubleshooting": '{"path": "C:\\\\Users\\\\<user>\\\\x"}',
    }  # fmt: skip
    assert not [word for word in ("jane", "swordfish", "Gus", "Ana", "abc") if word in str(seen)]
    assert linked.query("SELECT count(*) FROM follow_ups WHERE room_id = %s", (room,)) == [(0,)]


def test_a_draft_is_kept_as_it_was_edited_and_nothing_leaves_without_consent(site, receiver):
    server = site.start(**kitsune(receiver, questions=True))
    _, gus, room = chat(site.cast)
    kept = gus.post(f"/follow_up/{room}", {"title": "My own title", "body": "My own words, jane@example.org"})
    assert kept.status == 200 and kept.json == {"state": "draft"}
    gus.post(f"/end/{room}")
    server.stop()
    gus.url = site.start(**kitsune(receiver, questions=True)).url
    assert draft(gus, room)["title"] == "My own title"
    assert draft(gus, room)["body"] == "My own words, <email>"
    refused("request.invalid", gus.post, f"/follow_up/{room}", {"title": "   \t  "})
    refused("request.invalid", gus.post, f"/follow_up/{room}", {"metadata": {"shoe_size": "44"}})
    assert not receiver.requests and site.query("SELECT count(*) FROM deliveries") == [(0,)]
    for person in site.cast.people:
        person.url = gus.url


def test_a_draft_is_for_its_guest_and_those_who_may_look_back_on_the_chat(linked):
    ana, gus, room = chat(linked.cast)
    for stranger in (linked.cast.guest("Eve"), linked.cast.agent("ben")):
        refused("room.unknown", stranger.get, f"/follow_up/{room}")
        refused("room.unknown", ask, stranger, room)
        refused("room.unknown", stranger.post, f"/follow_up/{room}/linked", {"url": "https://forum.example.org/1"})
    assert draft(ana, room)["title"] and draft(linked.cast.monitor(), room)["title"]
    refused("room.unknown", gus.get, "/follow_up/none")


def test_an_agent_proposes_and_the_guest_decides(site, receiver):
    site.start(**kitsune(receiver, questions=True))
    ana, gus, room = chat(site.cast)
    assert ask(ana, room, title="Bookmarks are gone").json == {"state": "proposed"}
    assert gus.hears("follow_up", state="proposed", room=room)["from"]["name"] == "Ana"
    assert not receiver.requests and draft(gus, room)["title"] == "Bookmarks are gone"
    assert ask(gus, room).json == {"state": "requested"}
    refused("follow_up.already", ask, ana, room, title="Something else")
    gus.hears("follow_up", state="linked")
    refused("follow_up.already", ask, ana, room, title="Something else")


# ── by a link ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_link_opens_the_page_of_the_forum_with_everything_filled_in(linked):
    ana, gus, room = chat(linked.cast)
    reply = ask(gus, room, title="Bücher & <Lesezeichen>?", body="a+b=c 100% {title}")
    assert reply.status == 202 and reply.json["state"] == "requested"
    check_exchange("POST", f"/follow_up/{room}", {"consent": True}, reply)
    parts = urlsplit(reply.json["url"])
    assert (parts.netloc, parts.path) == ("forum.example.org", "/questions/new/firefox/form")
    assert parse_qs(parts.query) == {
        "title": ["Bücher & <Lesezeichen>?"], "body": ["a+b=c 100% {title}"], "topic": ["sync-and-accounts"],
    }  # fmt: skip
    assert ana.hears("follow_up", state="requested", room=room)


def test_a_link_is_never_longer_than_servers_take(linked):
    _, gus, room = chat(linked.cast)
    url = ask(gus, room, title="\U0001f98a" * 100, body="\U0001f98a" * 9_000).json["url"]
    assert len(url) <= LINK_BYTES and parse_qs(urlsplit(url).query)["body"][0].endswith("\U0001f98a…")
    assert draft(gus, room)["body"] == "\U0001f98a" * 9_000


def test_the_question_is_linked_back_and_only_its_address_is_kept(linked):
    ana, gus, room = chat(linked.cast)
    ask(gus, room)
    back = f"/follow_up/{room}/linked"
    for bad in (
        "https://evil.example.org/questions/1",
        "javascript:alert(1)",
        "https://a@forum.example.org/1",
        "ftp://forum.example.org/1",
    ):
        refused("request.invalid", gus.post, back, {"url": bad})
    url = "https://forum.example.org/questions/7"
    reply = gus.post(back, {"url": url})
    check_exchange("POST", back, {"url": url}, reply)
    assert reply.json == gus.post(back, {"url": url}).json == {"state": "linked", "url": url}
    assert ana.hears("follow_up", state="linked", room=room)["url"] == url
    assert gus.hears("follow_up", state="linked")["url"] == url
    refused("follow_up.already", gus.post, back, {"url": url + "8"})
    assert ask(gus, room).json == {"state": "linked", "url": url}
    assert linked.query("SELECT title, body, metadata FROM follow_ups WHERE room_id = %s", (room,)) == [("", "", {})]


def test_without_a_forum_the_draft_can_be_read_and_not_sent(site):
    site.start()
    _, gus, room = chat(site.cast)
    assert "url" not in draft(gus, room)
    refused("follow_up.off", ask, gus, room)


# ── by a webhook ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_webhook_takes_the_question_and_its_answer_is_the_link(site, receiver):
    forum = {
        "kind": "webhook",
        "server": receiver.url + "/forum",
        "token": "secret",
        "thread_url": "https://f.example.org/",
        "allow_private": True,
    }
    site.start(forum=forum, webhooks={"first_retry_seconds": 0.1})
    receiver.answer = {"url": "https://f.example.org/t/5"}
    receiver.plan.extend(["drop", "500"])
    _, gus, room = chat(site.cast)
    assert ask(gus, room, title="My title", metadata={"os": "Linux"}).json == {"state": "requested"}
    taken = receiver.gets(
        "follow_up.question", room=room, title="My title", metadata={"os": "Linux"}, product="firefox"
    )
    assert taken.headers["X-Inko-Signature"].startswith("sha256=")
    assert gus.hears("follow_up", state="linked")["url"] == "https://f.example.org/t/5"
    assert receiver.repeats == 1 and len(receiver.taken) == 1


def test_a_link_that_leads_elsewhere_is_not_shown_to_anybody(site, receiver):
    forum = {
        "kind": "webhook",
        "server": receiver.url,
        "token": "s",
        "thread_url": "https://f.example.org/t",
        "allow_private": True,
    }
    site.start(forum=forum)
    receiver.answer = {"url": "https://evil.example.org/t/1"}
    _, gus, room = chat(site.cast)
    for bad in (
        "https://f.example.org.evil.example/t/1",
        "https://f.example.org/u/1",
        "https://f.example.org:8/t/1",
        "/t/1",
    ):
        refused("request.invalid", gus.post, f"/follow_up/{room}/linked", {"url": bad})
    ask(gus, room)
    receiver.gets("follow_up.question")
    receiver.waits_for(lambda: site.query("SELECT 1 FROM deliveries WHERE state = 'delivered'"))
    assert draft(gus, room)["state"] == "requested" and "url" not in draft(gus, room)


# ── by Kitsune's API ────────────────────────────────────────────────────────────────────────────────────────────────


def test_kitsune_gets_the_question_once_though_answers_are_lost(site, receiver):
    site.start(**kitsune(receiver, questions=True))
    ana, gus, room = chat(site.cast)
    receiver.plan.extend(["drop", "500", "ok", "500", "ok", "ok", "drop"])
    ask(gus, room, title="Sync lost my bookmarks")
    url = gus.hears("follow_up", state="linked", room=room, seconds=20)["url"]
    ((number, question),) = receiver.questions.items()
    assert url == f"{receiver.url}/questions/{number}" and ana.hears("follow_up", state="linked")["url"] == url
    assert (question["title"], question["product"], question["topic"]) == (
        "Sync lost my bookmarks",
        "firefox",
        "sync-and-accounts",
    )
    assert question["metadata"] == {
        "ff_version": "128.0", "os": "Linux", "started": "today", "troubleshooting": '{"path": "C:\\\\Users\\\\<user>\\\\x"}',
    }  # fmt: skip
    assert "jane" not in str(question) and "swordfish" not in str(question)
    refused("request.invalid", gus.post, f"/follow_up/{room}/linked", {"url": "https://other.example.org/questions/1"})


def test_a_kitsune_that_takes_no_questions_any_more_leaves_the_draft_and_a_dead_letter(site, receiver):
    site.start(**kitsune(receiver, questions=True))
    receiver.takes_questions = False
    _, gus, room = chat(site.cast)
    ask(gus, room)
    mia = site.cast.monitor()
    receiver.waits_for(lambda: mia.get("/webhooks").json["dead"])
    (dead,) = mia.get("/webhooks").json["dead"]
    assert dead["problem"] == "the forum answered 405 to POST /api/2/question/" and dead["attempts"] == 1
    assert "Guest: my password: <removed>" in draft(gus, room)["body"]


def test_the_chat_becomes_an_answer_to_the_guests_own_question_once(site, receiver):
    site.start(**kitsune(receiver, url=receiver.url + "/questions/new/{product}/form"))
    ana, gus, room = chat(site.cast)
    receiver.questions[77] = {"id": 77, "answers": [], "metadata": {}}
    assert ask(gus, room).json["url"] == receiver.url + "/questions/new/firefox/form"
    receiver.plan.extend(["drop", "500"])
    url = f"{receiver.url}/en-US/questions/77"
    assert gus.post(f"/follow_up/{room}/linked", {"url": url}).json["url"] == url
    assert ana.hears("follow_up", state="linked")["url"] == url
    receiver.waits_for(lambda: site.query("SELECT 1 FROM deliveries WHERE state = 'delivered'"))
    (answer,) = receiver.answers.values()
    assert answer["question"] == 77 and "Guest: my password: <removed>" in answer["content"]
    assert site.query("SELECT body FROM follow_ups") == [("",)]


def test_without_the_guests_consent_a_linked_question_gets_no_answer(site, receiver):
    site.start(**kitsune(receiver))
    _, gus, room = chat(site.cast)
    receiver.questions[78] = {"id": 78, "answers": [], "metadata": {}}
    gus.post(f"/follow_up/{room}/linked", {"url": f"{receiver.url}/questions/78"})
    assert site.query("SELECT count(*) FROM deliveries") == [(0,)] and draft(gus, room)["state"] == "linked"
