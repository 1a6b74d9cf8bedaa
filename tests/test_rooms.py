"""Rooms: opening them, coming and going, topics and invitations, over HTTP."""

import threading

import pytest

from .test_chat import refused


def creates(agent, name="Sync team", **more):
    return agent.post("/create", {"name": name, **more}).json["room"]


def joins(person, room):
    return person.post(f"/join/{room}").json


def view(person, room):
    """The room as the person's `/state` gives it, or None."""
    return next((each for each in person.state()["rooms"] if each["id"] == room), None)


def names(members):
    return [(member["name"], member["role"]) for member in members]


def at_once(calls):
    """Runs all of these at the same moment; their results, or the exceptions that they raised."""
    results = [None] * len(calls)
    start = threading.Barrier(len(calls))

    def run(number, call):
        start.wait()
        try:
            results[number] = call()
        except Exception as error:
            results[number] = error

    threads = [threading.Thread(target=run, args=each) for each in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


# ── opening and coming ──────────────────────────────────────────────────────────────────────────────────────────────


def test_an_agent_opens_a_group_and_is_its_owner_and_first_member(cast):
    ana = cast.agent().listens()
    asked = {"name": " Sync team ", "topic": "tonight", "client_id": "c1"}
    first, again = ana.post("/create", asked), ana.post("/create", asked)
    assert (first.status, again.status) == (201, 200) and first.json == again.json
    room = view(ana, first.json["room"])
    assert (room["name"], room["topic"], room["kind"], room["owner"]) == ("Sync team", "tonight", "group", ana.id)
    assert names(room["members"]) == [("Ana", "agent")] and {"speak", "kick", "end", "rights"} < set(room["may"])
    ana.hears("joined", room=room["id"])
    ana.says(room["id"], "first")
    refused("request.invalid", ana.post, "/create", {"name": "  "})
    refused("client_id.reused", ana.post, "/create", {**asked, "name": "other"})


def test_those_who_do_not_help_open_no_room(cast):
    assert refused("permission.create", creates, cast.guest()).status == 403
    refused("permission.create", creates, cast.user())


def test_joining_brings_the_scrollback_and_those_inside_are_told(cast):
    ana, ben = cast.agent("ana").listens(), cast.agent("ben")
    room = creates(ana)
    ids = [ana.says(room, f"m{n}")["id"] for n in range(60)]
    joined = joins(ben, room)
    assert joined["room"] == room and names(joined["members"]) == [("Ana", "agent"), ("Ben", "agent")]
    assert [e["id"] for e in joined["events"] if e["kind"] == "message"] == ids[-49:] and joined["more"]
    assert joined["events"][-1]["kind"] == "joined" and joined["role"] == "agent"
    older = ben.get(f"/message/{room}?before={joined['events'][0]['id']}&limit=200").json
    assert [e["id"] for e in older["events"] if e["kind"] == "message"] == ids[:-49] and not older["more"]
    assert ana.hears("joined", room=room, role="agent") and ben.id in [
        e["from"]["id"] for e in ana.heard if e["kind"] == "joined"
    ]
    ben.says(room, "here I am")
    ana.hears("message", body="here I am")


def test_who_joins_hears_the_room_from_there_on_and_nothing_twice(cast):
    ana, ben = cast.agent("ana"), cast.agent("ben").listens()
    room = creates(ana)
    ana.says(room, "before")
    joins(ben, room)
    ana.says(room, "after")
    ben.hears("message", body="after")
    assert [e["body"] for e in ben.heard_messages(room)] == ["after"]


def test_joining_again_changes_nothing(cast):
    ana, ben = cast.agent("ana"), cast.agent("ben")
    room = creates(ana)
    one, two = joins(ben, room), joins(ben, room)
    assert one == two
    assert names(view(ana, room)["members"]) == [("Ana", "agent"), ("Ben", "agent")]


def test_a_room_that_one_may_not_know_of_answers_as_one_that_does_not_exist(cast):
    ana, gus, support = cast.chat()
    ben, sam = cast.agent("ben"), cast.user()
    private = creates(ana, private=True)
    group = creates(ana, "open to agents")
    for person, room in ((ben, support), (ben, private), (sam, group), (sam, support), (gus, group)):
        for path, body in (
            ("join", {}), ("watch", {}), ("leave", {}), ("end", {}), ("topic", {"topic": "x"}), ("continue", {}),
            ("invite", {"session": ben.id}), ("rights", {"role": "guest", "deny": ["speak"]}), ("message", {"body": "x"}),
            ("message/{}/typing", {"state": "on"}),
        ):  # fmt: skip
            answers = [
                refused(
                    "room.unknown", person.post, f"/{path}".format(each) if "{}" in path else f"/{path}/{each}", body
                )
                for each in (room, "nowhere")
            ]
            assert answers[0].status == 404 and answers[0].document == answers[1].document, (path, answers)
        refused("room.unknown", person.get, f"/message/{room}")


def test_a_monitor_joins_any_room_and_talks_there(cast):
    ana, gus, room = cast.chat()
    mia = cast.monitor()
    gus.says(room, "the story so far")
    joined = joins(mia, room)
    assert joined["role"] == "agent" and "the story so far" in [e.get("body") for e in joined["events"]]
    mia.says(room, "may I help?")
    private = creates(ana, private=True)
    joins(mia, private)


def test_an_ended_room_is_gone_for_those_who_knew_it_and_unknown_to_the_others(cast):
    ana, ben, mia = cast.agent("ana"), cast.agent("ben"), cast.monitor()
    room = creates(ana, private=True)
    ana.post(f"/end/{room}", {"reason": "done"})
    assert refused("room.ended", joins, ana, room).status == 410
    refused("room.ended", joins, mia, room)
    refused("room.ended", mia.post, f"/watch/{room}")
    refused("room.ended", ana.post, f"/end/{room}")
    refused("room.unknown", joins, ben, room)


# ── leaving ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_group_passes_to_the_next_agent_and_ends_when_it_is_empty(cast):
    ana, ben, mia = cast.agent("ana"), cast.agent("ben"), cast.monitor()
    room = creates(ana)
    joins(ben, room)
    mia.post(f"/watch/{room}")
    mia.listens()
    ana.post(f"/leave/{room}")
    assert view(ben, room)["owner"] == ben.id
    refused("room.unknown", ana.says, room, "gone")
    ben.post(f"/topic/{room}", {"topic": "mine now"})
    ben.post(f"/leave/{room}")
    assert mia.hears("ended", room=room)["reason"] == "empty"


def test_only_the_owner_or_a_monitor_ends_a_group(cast):
    ana, ben, mia = cast.agent("ana"), cast.agent("ben"), cast.monitor()
    room, other = creates(ana), creates(ana, "other")
    joins(ben, room)
    assert refused("permission.end", ben.post, f"/end/{room}").status == 403
    ben.listens()
    mia.post(f"/end/{room}", {"reason": "enough"})
    assert ben.hears("ended", room=room)["reason"] == "enough"
    ana.post(f"/end/{other}")


# ── topic and invitations ───────────────────────────────────────────────────────────────────────────────────────────


def test_a_topic_is_heard_once_and_guests_do_not_set_it(cast):
    ana, gus, room = cast.chat()
    gus.listens()
    ana.post(f"/topic/{room}", {"topic": "crash at start"})
    ana.post("/topic", {"room": room, "topic": "crash at start"})
    assert gus.hears("topic", room=room)["topic"] == "crash at start"
    assert refused("permission.topic", gus.post, f"/topic/{room}", {"topic": "mine"}).status == 403
    refused("request.invalid", ana.post, f"/topic/{room}", {"topic": "x" * 501})
    assert view(gus, room)["topic"] == "crash at start"
    assert [e["kind"] for e in gus.get(f"/message/{room}").json["events"]].count("topic") == 1


def test_an_invitation_is_told_once_and_lets_in_once(cast):
    ana, ben = cast.agent("ana"), cast.agent("ben").listens()
    room = creates(ana, private=True)
    for _ in range(2):
        ana.post(f"/invite/{room}", {"session": ben.id})
    invited = ben.hears("invited", room=room)
    assert invited["from"]["id"] == ana.id and invited["name"] == "Sync team"
    assert [each["room"] for each in ben.state()["invitations"]] == [room]
    joins(ben, room)
    assert ben.state()["invitations"] == []
    assert [e["kind"] for e in ben.heard].count("invited") == 1
    assert refused("room.already", ana.post, f"/invite/{room}", {"session": ben.id}).document["name"] == "Ben"
    ben.post(f"/leave/{room}")
    refused("room.unknown", joins, ben, room)


def test_only_somebody_who_helps_is_invited_into_a_support_room(cast):
    ana, gus, room = cast.chat()
    ben, eve = cast.agent("ben"), cast.guest("Eve")
    refused("session.unknown", ana.post, f"/invite/{room}", {"session": eve.id})
    assert refused("session.unknown", ana.post, f"/invite/{room}", {"session": "nobody"}).status == 404
    refused("permission.invite", gus.post, f"/invite/{room}", {"session": ben.id})
    ana.post(f"/invite/{room}", {"session": ben.id})
    gus.listens()
    joins(ben, room)
    assert gus.hears("joined", room=room)["role"] == "agent"
    ana.post(f"/leave/{room}")
    assert view(ben, room)["owner"] == ben.id and view(gus, room) is not None


def test_a_guest_is_invited_into_a_group_and_is_in_one_room_at_a_time(cast):
    ana, gus, room = cast.chat()
    eve, sam = cast.guest("Eve"), cast.user()
    group = creates(ana, "open evening")
    for person in (gus, eve, sam):
        ana.post(f"/invite/{group}", {"session": person.id})
    assert refused("room.elsewhere", joins, gus, group).status == 409
    assert joins(eve, group)["role"] == "guest" and joins(sam, group)["role"] == "member"
    eve.says(group, "hello")
    refused("queue.already", eve.asks)
    gus.post(f"/leave/{room}")
    joins(gus, group)
    assert refused("permission.end", gus.post, f"/end/{group}").status == 403


@pytest.mark.parametrize("path", ["join", "watch", "topic", "invite", "rights", "continue", "leave", "end"])
def test_a_call_may_name_its_room_in_the_body(cast, path):
    ana, mia = cast.agent(), cast.monitor()
    room = creates(ana)
    body = {"topic": {"topic": "x"}, "invite": {"session": mia.id}, "rights": {"role": "guest", "deny": ["speak"]}}
    refused("request.invalid", mia.post, f"/{path}", body.get(path, {}))
    refused("request.invalid", ana.post, f"/{path}/{room}", {"room": "another", **body.get(path, {})})
    if path == "continue":
        refused("room.continues_later", ana.post, f"/{path}", {"room": room})
    else:
        person = mia if path in ("join", "watch") else ana
        assert person.post(f"/{path}", {"room": room, **body.get(path, {})}).status == 200
