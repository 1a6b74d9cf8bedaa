"""Two people chat: the rules of the way of a message, over HTTP."""

import pytest

from .cast import Problem


def refused(code, call, *args, **kwargs):
    with pytest.raises(Problem) as caught:
        call(*args, **kwargs)
    assert caught.value.code == code, caught.value
    return caught.value


def test_a_guest_asks_an_agent_takes_the_question_and_both_hear_each_other(cast):
    ana, gus = cast.agent(), cast.guest()
    ana.listens(), gus.listens()
    assert gus.asks("Why is it blue?", product="Firefox", os="Linux")["position"] == 1
    entry = ana.hears("queued")["entry"]
    assert (entry["name"], entry["question"], entry["metadata"]["product"]) == ("Gus", "Why is it blue?", "Firefox")
    assert ana.get("/guests").json[0]["id"] == gus.id == entry["id"]
    room = ana.assists()
    assert gus.hears("assigned")["name"] == "Ana" and gus.hears("assigned")["room"] == room
    assert ana.hears("assigned")["name"] == "Gus"
    posted = gus.says(room, "'''hello''' <b>you</b>")
    heard = ana.hears("message", room=room)
    assert heard["id"] == posted["id"] and heard["at"] == posted["at"]
    assert (
        heard["body"] == "'''hello''' <b>you</b>" and "<b>you" not in heard["html"] and "<strong>hello" in heard["html"]
    )
    assert heard["from"] == {"id": gus.id, "name": "Gus", "kind": "guest"}
    ana.says(room, "hi")
    assert gus.hears("message", body="hi")["from"]["name"] == "Ana"


def test_a_poster_hears_its_own_message_with_its_client_id(cast):
    _, gus, room = cast.chat()
    gus.listens()
    gus.says(room, "me", client_id="mine-1")
    assert gus.hears("message")["client_id"] == "mine-1"


def test_a_repeated_client_id_answers_the_first_result_with_200_and_does_nothing_twice(cast):
    _, gus, room = cast.chat()
    body = {"body": "once", "client_id": "c1"}
    first = gus.post(f"/message/{room}", body)
    again = gus.post(f"/message/{room}", body)
    assert (first.status, again.status) == (201, 200) and first.json == again.json
    assert [e["body"] for e in gus.get(f"/message/{room}").json["events"] if e["kind"] == "message"] == ["once"]
    refused("client_id.reused", gus.post, f"/message/{room}", {"body": "twice", "client_id": "c1"})


def test_identify_and_assist_may_be_repeated_with_their_client_id(cast):
    ana, gus = cast.agent(), cast.guest()
    asked = {"name": "Gus", "question": "?", "client_id": "q1"}
    first, again = gus.post("/identify", asked), gus.post("/identify", asked)
    assert (first.status, again.status) == (202, 200) and first.json == again.json
    refused("client_id.reused", gus.post, "/identify", {**asked, "question": "other"})
    taken, repeated = ana.post("/assist", {"client_id": "a1"}), ana.post("/assist", {"client_id": "a1"})
    assert (taken.status, repeated.status) == (201, 200) and taken.json == repeated.json
    assert gus.post("/identify", asked).json == first.json


def test_a_guest_is_in_the_queue_or_in_one_room_and_nowhere_twice(cast):
    ana, gus = cast.agent(), cast.guest()
    gus.asks()
    assert refused("queue.already", gus.asks).status == 409
    ana.assists()
    refused("queue.already", gus.asks)
    gus.post(f"/leave/{gus.state()['rooms'][0]['id']}")
    gus.asks()


def test_state_and_listen_fit_together_without_a_gap(cast):
    ana, gus, room = cast.chat()
    gus.says(room, "one")
    state = ana.state()
    view = next(each for each in state["rooms"] if each["id"] == room)
    assert [e["body"] for e in view["events"] if e["kind"] == "message"] == ["one"]
    assert {m["name"] for m in view["members"]} == {"Ana", "Gus"}
    gus.says(room, "two")
    heard = ana.get(f"/listen?cursor={state['cursor']}&wait=5").json
    assert [e["body"] for e in heard["events"]] == ["two"] and heard["cursor"] == heard["events"][-1]["id"]


def test_a_long_poll_without_news_ends_after_its_time_with_no_events(cast):
    gus = cast.guest()
    cursor = gus.state()["cursor"]
    reply = gus.get(f"/listen?cursor={cursor}&wait=0.2").json
    assert reply["events"] == [] and reply["cursor"] >= cursor


def test_an_event_stream_goes_on_from_last_event_id(cast):
    ana, gus, room = cast.chat()
    ids = [gus.says(room, f"m{n}")["id"] for n in range(5)]
    ana.listens(cursor=ids[1])
    ana.hears("message", body="m4")
    assert [e["id"] for e in ana.heard_messages()] == ids[2:]


def test_history_pages_backwards_and_says_whether_there_is_more(cast):
    _, gus, room = cast.chat()
    for n in range(7):
        gus.says(room, f"m{n}")
    newest = gus.get(f"/message/{room}?limit=3").json
    assert [e["body"] for e in newest["events"]] == ["m4", "m5", "m6"] and newest["more"]
    older = gus.get(f"/message/{room}?limit=200&before={newest['events'][0]['id']}").json
    assert [e.get("body") for e in older["events"]][-4:] == ["m0", "m1", "m2", "m3"] and not older["more"]


def test_a_room_that_one_is_not_in_answers_like_one_that_does_not_exist(cast):
    _, _, room = cast.chat()
    other = cast.guest("Eve")
    for path in (f"/message/{room}", "/message/AAAAAAAAAAAAAAAAAAAAAA"):
        assert refused("room.unknown", other.post, path, {"body": "x"}).status == 404
        refused("room.unknown", other.get, path)
    for path in ("/leave/", "/end/"):
        refused("room.unknown", other.post, path + room)
    refused("room.unknown", other.post, f"/message/{room}/typing", {"state": "on"})


def test_typing_is_heard_by_the_others_and_never_stored(cast):
    ana, gus, room = cast.chat()
    ana.listens(), gus.listens()
    gus.post(f"/message/{room}/typing", {"state": "on"})
    heard = ana.hears("typing", room=room, state="on")
    assert heard["from"]["id"] == gus.id and "id" not in heard
    gus.says(room, "done")
    gus.hears("message")
    assert not [e for e in gus.heard if e["kind"] == "typing"]
    assert not [e for e in gus.get(f"/message/{room}").json["events"] if e["kind"] == "typing"]
    refused("request.invalid", gus.post, f"/message/{room}/typing", {"state": "maybe"})


def test_an_ended_conversation_takes_no_more_messages_and_all_hear_why(cast):
    ana, gus, room = cast.chat()
    ana.listens()
    gus.post(f"/end/{room}", {"reason": "solved"})
    assert ana.hears("ended", room=room)["reason"] == "solved"
    assert refused("room.ended", ana.says, room, "late").status == 410
    assert refused("room.ended", gus.post, f"/end/{room}").status == 410
    assert gus.state()["rooms"] == []
    assert gus.get(f"/message/{room}").json["events"][-1]["kind"] == "ended"


def test_a_message_after_the_end_is_answered_as_before_when_it_is_only_repeated(cast):
    ana, gus, room = cast.chat()
    first = gus.says(room, "last words", client_id="lw")
    ana.post(f"/end/{room}")
    assert gus.says(room, "last words", client_id="lw") == first


def test_a_guest_who_leaves_ends_the_support_room(cast):
    ana, gus, room = cast.chat()
    ana.listens(), gus.listens()
    gus.post(f"/leave/{room}")
    assert ana.hears("left", room=room)["from"]["id"] == gus.id
    assert ana.hears("ended", room=room)["reason"] == "guest_left"
    assert gus.hears("left", room=room) and not [e for e in gus.heard if e["kind"] == "ended"]


def test_a_status_is_heard_by_colleagues_and_away_agents_take_nobody(cast):
    ana, ben, gus = cast.agent("ana"), cast.agent("ben"), cast.guest()
    ben.listens()
    gus.asks()
    ana.post("/status", {"status": "away"})
    assert ben.hears("status", status="away")["from"]["id"] == ana.id
    refused("agent.away", ana.assists)
    ana.post("/status", {"status": "online"})
    ana.assists()
    refused("request.invalid", ana.post, "/status", {"status": "asleep"})


def test_the_chat_limit_of_an_agent_holds(cast):
    ana = cast.agent()
    for n in range(3):
        cast.guest(f"G{n}").asks()
        ana.assists()
    cast.guest("G4").asks()
    problem = refused("agent.full", ana.assists)
    assert problem.document["limit"] == 3 and problem.document["active"] == 3


def test_nobody_to_take_and_somebody_taken_already_are_told_apart(cast):
    ana, ben = cast.agent("ana"), cast.agent("ben")
    refused("queue.empty", ana.assists)
    gus = cast.guest()
    gus.asks()
    ana.assists(gus)
    refused("queue.taken", ben.assists, gus)


def test_guests_may_not_do_what_agents_do(cast):
    gus = cast.guest()
    assert refused("permission.agent", gus.get, "/guests").status == 403
    refused("permission.agent", gus.post, "/assist")
    ana = cast.agent()
    refused("permission.guest", ana.post, "/identify", {"name": "Ana", "question": "?"})


def test_without_staff_the_queue_says_so(cast):
    gus = cast.guest()
    assert gus.get("/waittime").json["status"] == "unstaffed"
    assert refused("queue.unstaffed", gus.asks).status == 503


def test_waittime_makes_no_session_and_tells_where_one_stands(cast):
    cast.agent()
    stranger = cast.stranger()
    assert stranger.get("/waittime").json["position"] == 1 and not stranger.cookies
    one, two = cast.guest("A"), cast.guest("B")
    one.asks(), two.asks()
    assert two.get("/waittime").json["position"] == 2 and stranger.get("/waittime").json["position"] == 3
    two.listens()
    one.post("/queue/leave", {"reason": "solved"})
    assert two.hears("position", position=1)["wait_seconds"] >= 0


def test_the_end_of_a_session_leaves_the_queue_and_the_rooms(cast):
    ana, gus, room = cast.chat()
    eve = cast.guest("Eve")
    eve.asks()
    ana.listens()
    gus.post("/session/end"), eve.post("/session/end")
    assert ana.hears("ended", room=room)
    assert ana.hears("dequeued", guest=eve.id)["reason"] == "signed_out"
    assert refused("auth.required", gus.get, "/state").status == 401


def test_a_listener_hears_that_its_session_ended_and_is_let_go(cast):
    gus = cast.guest()
    gus.listens()
    gus.post("/session/end")
    assert gus.hears("session_ended")["reason"] == "signed_out"


@pytest.mark.parametrize("path", ["/message", "/message/{room}"])
def test_a_room_may_be_named_in_the_path_or_in_the_body(cast, path):
    _, gus, room = cast.chat()
    assert gus.post(path.format(room=room), {"room": room, "body": "x"}).status == 201
    refused("request.invalid", gus.post, "/message", {"body": "x"})
    refused("request.invalid", gus.post, f"/message/{room}", {"room": "other", "body": "x"})
