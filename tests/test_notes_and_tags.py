"""Notes that only the staff sees, and tags, over HTTP."""

import itertools

import pytest

from .cast import Problem
from .test_chat import refused


def events(person, room, kind):
    return [event for event in person.get(f"/message/{room}?limit=200").json["events"] if event["kind"] == kind]


def view(person, room):
    return next(each for each in person.state()["rooms"] if each["id"] == room)


def look_through(cast):
    """All that may be kept of a chat and asked about it later, for whoever listens to every word of it."""
    (ana, gus, room), mia = cast.chat(guest="Kim"), cast.monitor()
    for person in (ana, gus, mia):
        person.listens()
    gus.says(room, "a zebra"), ana.says(room, "an okapi")
    for path, extra in (("/tags", {"room": room}), (f"/tags/{room}", {})):
        ana.post(path, {"add": ["zoo"], **extra}), ana.post(path, {"remove": ["zoo"], **extra})
    ana.request("POST", f"/tags/{room}", {"add": [str(n) for n in range(21)]}), gus.request("POST", f"/tags/{room}", {})
    for _ in range(2):
        ana.post(f"/note/{room}", {"body": "stripes", "client_id": "look-1"})
    ana.post("/note", {"body": "spots", "room": room}), gus.request("POST", f"/note/{room}", {"body": "x"})
    ana.request("POST", f"/note/{room}", {"body": "other", "client_id": "look-1"})
    ana.request("POST", f"/note/{room}", {"body": "x" * 40_000}), ana.request("POST", "/note/none", {"body": "x"})
    ana.hears("note"), ana.hears("tagged")
    saved = ana.post("/replies", {"title": "Hi", "body": "Hi {guest}", "client_id": "look-2"}).json["id"]
    ana.post("/replies", {"title": "Hi", "body": "Hi {guest}", "client_id": "look-2"}), ana.get(f"/replies?room={room}")
    shared = mia.post("/replies", {"title": "Hi", "body": "Hi", "shared": True}).json["id"]
    ana.post(f"/replies/{saved}", {"title": "Hello"}), ana.request("POST", f"/replies/{shared}", {"title": "x"})
    ana.hears("reply_saved", reply=shared)
    (
        ana.post(f"/replies/{saved}/delete"),
        ana.request("POST", f"/replies/{saved}/delete", {}),
        gus.request("GET", "/replies"),
    )
    mia.post(f"/replies/{shared}/delete"), ana.get("/tags"), gus.request("GET", "/tags")
    ana.hears("reply_deleted", reply=shared)
    ana.post(f"/end/{room}", {"reason": "solved"})
    (
        ana.get("/transcripts?q=zebra&solved=true"),
        ana.request("GET", "/transcripts?q=the"),
        gus.request("GET", "/transcripts"),
    )
    for person, suffix in itertools.product((ana, gus, mia), ("", ".txt", ".html", ".pdf")):
        person.request("GET", f"/transcripts/{room}{suffix}")
    for person, suffix in itertools.product((ana, mia), ("csv", "json", "txt")):
        person.request("GET", f"/transcripts.{suffix}")
    for person, session in itertools.product((ana, mia), (gus.id, ana.id, "none")):
        person.request("GET", f"/subject/{session}")
    for session in (ana.id, "none", gus.id):
        mia.request("POST", "/erase", {"session": session})
    ana.hears("erased")
    mia.get(f"/transcripts/{room}"), mia.get("/transcripts.json"), ana.request("GET", "/listen?cursor=0&wait=0")


# ── notes ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_note_is_heard_and_read_by_the_staff_of_the_room_and_never_by_the_guest(cast):
    ana, gus, room = cast.chat()
    ana.listens(), gus.listens()
    posted = ana.post(f"/note/{room}", {"body": "'''tired''' guest", "client_id": "n1"})
    heard = ana.hears("note", room=room)
    assert posted.status == 201 and posted.json == {"id": heard["id"], "at": heard["at"]}
    assert heard["from"]["id"] == ana.id and "<strong>tired" in heard["html"] and heard["client_id"] == "n1"
    gus.says(room, "hello")
    gus.hears("message")
    assert [e["kind"] for e in gus.heard if e.get("id") == heard["id"]] == []
    assert events(ana, room, "note")[0]["body"] == "'''tired''' guest" and events(gus, room, "note") == []
    assert [e["kind"] for e in view(ana, room)["events"]][-2:] == ["note", "message"]
    assert "tired" not in str(gus.state())
    assert "tired" not in gus.get(f"/listen?cursor={heard['id'] - 1}&wait=0").body.decode()


def test_a_note_stands_between_the_messages_where_it_was_written_and_pages_go_through_both(cast):
    ana, gus, room = cast.chat()
    for n in range(4):
        gus.says(room, f"m{n}")
        ana.post(f"/note/{room}", {"body": f"n{n}"})
    newest = ana.get(f"/message/{room}?limit=3").json
    assert [e["body"] for e in newest["events"]] == ["n2", "m3", "n3"] and newest["more"]
    older = ana.get(f"/message/{room}?limit=3&before={newest['events'][0]['id']}").json
    assert [e["body"] for e in older["events"]] == ["m1", "n1", "m2"]
    assert [e["body"] for e in gus.get(f"/message/{room}?limit=3").json["events"]] == ["m1", "m2", "m3"]


def test_a_note_may_be_repeated_with_its_client_id(cast):
    ana, _, room = cast.chat()
    body = {"body": "once", "client_id": "same"}
    first, again = ana.post(f"/note/{room}", body), ana.post(f"/note/{room}", body)
    assert (first.status, again.status) == (201, 200) and first.json == again.json
    assert len(events(ana, room, "note")) == 1
    refused("client_id.reused", ana.post, f"/note/{room}", {"body": "other", "client_id": "same"})


def test_notes_are_for_agents_in_the_room_and_for_monitors_anywhere(cast):
    ana, gus, room = cast.chat()
    ben, mia = cast.agent("ben"), cast.monitor()
    assert refused("permission.agent", gus.post, f"/note/{room}", {"body": "x"}).status == 403
    assert refused("room.unknown", ben.post, f"/note/{room}", {"body": "x"}).status == 404
    refused("room.unknown", mia.post, "/note/AAAAAAAAAAAAAAAAAAAAAA", {"body": "x"})
    mia.post("/note", {"room": room, "body": "from above"})
    assert [e["from"]["name"] for e in events(ana, room, "note")] == ["Mia"]


def test_the_agent_of_a_chat_may_still_note_and_tag_when_it_is_over(cast):
    ana, gus, room = cast.chat()
    gus.post(f"/end/{room}", {"reason": "solved"})
    ana.post(f"/note/{room}", {"body": "afterwards"})
    assert ana.post(f"/tags/{room}", {"add": ["sync"]}).json == {"tags": ["sync"]}
    assert [e["body"] for e in events(ana, room, "note")] == ["afterwards"]
    ben = cast.agent("ben")
    refused("room.unknown", ben.post, f"/tags/{room}", {"add": ["sync"]})


def test_a_note_has_some_text_and_the_length_of_a_message(cast):
    ana, _, room = cast.chat()
    assert refused("request.invalid", ana.post, f"/note/{room}", {"body": " \n"}).status == 422
    problem = refused("capacity.message_bytes", ana.post, f"/note/{room}", {"body": "é" * 15361})
    assert (problem.status, problem.document["limit"], problem.document["size"]) == (413, 30720, 30722)
    ana.post(f"/note/{room}", {"body": "é" * 15360})


def test_the_notes_of_a_conversation_are_limited_together(site):
    site.start(limits={"message_bytes": 100})
    ana, _, room = site.cast.chat()
    for _ in range(20):
        ana.post(f"/note/{room}", {"body": "x" * 100})
    assert refused("capacity.notes", ana.post, f"/note/{room}", {"body": "x"}).document["limit"] == 2000


# ── tags ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_tags_are_told_to_the_staff_of_the_room_and_stand_in_their_state_only(cast):
    ana, gus, room = cast.chat()
    ana.listens(), gus.listens()
    assert ana.post(f"/tags/{room}", {"add": ["Sync", "  Crash  Report "]}).json == {"tags": ["crash report", "sync"]}
    heard = ana.hears("tagged", room=room)
    assert (heard["add"], heard["remove"]) == (["crash report", "sync"], []) and heard["from"]["id"] == ana.id
    assert ana.post("/tags", {"room": room, "add": ["new"], "remove": ["SYNC"]}).json["tags"] == ["crash report", "new"]
    assert ana.hears("tagged", tags=["crash report", "new"])["remove"] == ["sync"]
    assert view(ana, room)["tags"] == ["crash report", "new"] and view(gus, room)["tags"] == []
    gus.says(room, "hello")
    gus.hears("message")
    assert not [e for e in gus.heard if e["kind"] == "tagged"] and events(gus, room, "tagged") == []


def test_what_changes_no_tag_is_told_to_nobody(cast):
    ana, _, room = cast.chat()
    ana.post(f"/tags/{room}", {"add": ["sync"]})
    cursor = ana.state()["cursor"]
    assert ana.post(f"/tags/{room}", {"add": ["sync"], "remove": ["absent"]}).json == {"tags": ["sync"]}
    assert ana.post(f"/tags/{room}").json == {"tags": ["sync"]}
    assert ana.state()["cursor"] == cursor


@pytest.mark.parametrize(
    "body",
    [
        {"add": [""]}, {"add": ["  "]}, {"add": ["x" * 41]}, {"add": ["a,b"]}, {"add": ["a\u0007b"]}, {"add": [1]},
        {"add": ["a"], "remove": ["A"]}, {"add": "a"}, {"tags": []},
    ],
)  # fmt: skip
def test_a_tag_is_a_short_word_without_commas(cast, body):
    ana, _, room = cast.chat()
    refused("request.invalid", ana.post, f"/tags/{room}", body)
    assert view(ana, room)["tags"] == []


def test_a_conversation_has_twenty_tags_at_most(cast):
    ana, _, room = cast.chat()
    ana.post(f"/tags/{room}", {"add": [f"t{n:02}" for n in range(20)]})
    assert refused("capacity.tags", ana.post, f"/tags/{room}", {"add": ["one more"]}).document["limit"] == 20
    assert len(ana.post(f"/tags/{room}", {"add": ["one more"], "remove": ["t00"]}).json["tags"]) == 20


def test_the_tags_in_use_are_listed_the_most_used_first(site):
    site.start()
    ana, _, first = site.cast.chat()
    _, gus, second = site.cast.chat(ana, "G2")
    ana.post(f"/tags/{first}", {"add": ["sync", "crash"]}), ana.post(f"/tags/{second}", {"add": ["sync"]})
    assert ana.get("/tags").json == {"tags": [{"tag": "sync", "rooms": 2}, {"tag": "crash", "rooms": 1}]}
    with pytest.raises(Problem):
        gus.get("/tags")
    refused("permission.agent", gus.post, f"/tags/{second}", {"add": ["mine"]})
