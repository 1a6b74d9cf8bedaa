"""Statuses, silence, typing, and who is here, over HTTP."""

import pytest

from .test_chat import refused
from .test_rooms import creates, joins, view

# A second and a half of silence.
SOON = {"presence": {"away_minutes": 1.5 / 60}}


def types(person, room, state="on"):
    return person.post(f"/message/{room}/typing", {"state": state})


def in_list(person, other, among="agents"):
    return next((each for each in person.get("/list").json[among] if each["id"] == other.id), None)


# ── statuses ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_everybody_who_is_signed_in_has_a_status_that_those_in_the_same_rooms_hear(cast):
    ana, gus, room = cast.chat()
    ana.listens(), gus.listens()
    for status in ("away", "busy", "online"):
        gus.post("/status", {"status": status})
        assert ana.hears("status", room=room, status=status)["from"]["id"] == gus.id
        assert gus.state()["session"]["status"] == status
    ana.post("/status", {"status": "offline"})
    assert gus.hears("status", room=room, status="offline")["from"]["id"] == ana.id
    assert [m["status"] for m in view(gus, room)["members"]] == ["online", "offline"]


def test_an_agent_who_does_nothing_is_away_and_back_with_the_next_thing_done(site):
    servers = [site.start(**SOON) for _ in range(2)]
    ana, ben = site.cast.agent("ana"), site.cast.agent("ben", url=servers[1].url)
    ben.post("/status", {"status": "busy"})
    # Listening, and asking for things, is no act.
    ana.listens(), ben.listens()
    away = ben.hears("status", status="away")
    assert away["from"]["id"] == ana.id and away["reason"] == "idle"
    assert ana.state()["session"]["status"] == "away"
    gus = site.cast.guest()
    # On the other server, and without being told that the agent is away.
    ana.url = servers[1].url
    refused("queue.empty", ana.post, "/assist")
    back = ben.hears("status", status="online")
    assert back["from"]["id"] == ana.id and back["reason"] == "active"
    gus.asks()
    ana.assists(gus)
    # Who is busy is left alone.
    assert in_list(ana, ben)["status"] == "busy"
    # Away, back and busy, after two who signed in.
    assert site.query("SELECT count(*) FROM events WHERE kind = 'status' AND stream = 'agents'") == [(5,)]


def test_who_does_something_now_and_then_stays_online(site):
    site.start(**SOON)
    ana = site.cast.agent().listens()
    room = creates(ana)
    gus = site.cast.guest("Gus").listens()
    for _ in range(6):
        types(ana, room)
        # Half a second, measured by events that the server sends.
        ana.get(f"/listen?cursor={ana.state()['cursor']}&wait=0.5")
    assert ana.state()["session"]["status"] == "online" and gus.state()["session"]["status"] == "online"
    assert not [e for e in ana.heard if e["kind"] == "status"]


def test_a_status_set_by_hand_is_not_taken_back(site):
    site.start(**SOON)
    ana, mia = site.cast.agent().listens(), site.cast.monitor().listens()
    mia.hears("status", status="away", reason="idle")
    ana.hears("status", status="away", reason="idle")
    ana.post("/status", {"status": "away"})
    creates(ana)
    assert ana.state()["session"]["status"] == "away"
    own = [e["status"] for e in mia.heard if e["kind"] == "status" and e["from"]["id"] == ana.id]
    assert own == ["away"]


def test_silence_is_remembered_over_a_restart(site):
    server = site.start(**SOON)
    ana = site.cast.agent().listens()
    ana.hears("status", status="away", reason="idle")
    ana.deaf()
    server.stop()
    site.start(server={"port": server.port}, **SOON)
    creates(ana)
    assert ana.state()["session"]["status"] == "online"


# ── typing ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_typing_is_heard_by_the_others_and_never_stored(cast):
    ana, gus, room = cast.chat()
    ana.listens(), gus.listens()
    before = ana.state()["cursor"]
    types(gus, room)
    heard = ana.hears("typing", room=room, state="on")
    assert heard["from"]["name"] == "Gus" and heard["expires_seconds"] == 6 and "id" not in heard
    types(gus, room, "wait")
    ana.hears("typing", state="wait")
    types(gus, room, "off")
    ana.hears("typing", state="off")
    assert ana.state()["cursor"] == before and not [e for e in gus.heard if e["kind"] == "typing"]
    ana.deaf()
    late = ana.get(f"/listen?cursor={before}&wait=0").json
    assert late["events"] == []
    refused("request.invalid", types, gus, room, "singing")


@pytest.mark.parametrize("way", ["leave", "sign out", "the other server"])
def test_who_leaves_types_no_more(site, way):
    servers = [site.start() for _ in range(2)]
    ana, ben = site.cast.agent("ana").listens(), site.cast.agent("ben")
    room = creates(ana)
    joins(ben, room)
    types(ben, room)
    ana.hears("typing", state="on")
    if way == "the other server":
        ben.url = servers[1].url
    if way == "sign out":
        ben.post("/session/end")
    else:
        ben.post(f"/leave/{room}")
    assert ana.hears("typing", state="off")["from"]["id"] == ben.id
    assert [e["kind"] for e in ana.heard if e["kind"] in ("typing", "left")] == ["typing", "left", "typing"]


def test_who_is_lost_types_no_more(site):
    site.start(presence={"reconnecting_seconds": 1, "agent_gone_seconds": 30})
    ana, gus, room = site.cast.chat()
    ana.listens()
    types(gus, room)
    ana.hears("typing", state="on")
    assert ana.hears("typing", state="off")["from"]["id"] == gus.id


def test_a_message_ends_the_typing_and_nothing_more_is_told(cast):
    ana, gus, room = cast.chat()
    ana.listens()
    types(gus, room)
    ana.hears("typing", state="on")
    gus.says(room, "that was it")
    ana.hears("message", body="that was it")
    # It may begin again at once.
    types(gus, room)
    gus.says(room, "more")
    ana.hears("message", body="more")
    gus.post(f"/leave/{room}")
    ana.hears("ended", room=room)
    assert [e["state"] for e in ana.heard if e["kind"] == "typing"] == ["on", "on"]


# ── who is here ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_list_shows_staff_who_is_here_and_no_room_that_one_may_not_know_of(cast):
    ana, gus, support = cast.chat()
    ben, mia, eve = cast.agent("ben"), cast.monitor(), cast.guest("Eve")
    eve.asks()
    private, group = creates(ana, private=True), creates(ana, "open")
    ana.post("/status", {"status": "busy"})
    seen = in_list(ben, ana)
    assert (seen["name"], seen["kind"], seen["status"], seen["chats"], seen["chat_limit"]) == (
        "Ana",
        "agent",
        "busy",
        1,
        3,
    )
    assert seen["rooms"] == [group] and set(in_list(ana, ana)["rooms"]) == {support, private, group}
    assert set(in_list(mia, ana)["rooms"]) == {support, private, group}
    assert in_list(ben, gus, "guests") == {
        "id": gus.id, "name": "Gus", "kind": "guest", "status": "online", "waiting": False,
    }  # fmt: skip
    assert in_list(mia, gus, "guests")["room"] == support
    assert in_list(ben, eve, "guests")["waiting"] is True
    assert {room["id"] for room in ben.get("/list").json["rooms"] if not room["permanent"]} == {group}
    assert refused("permission.agent", gus.get, "/list").status == 403
    refused("permission.agent", cast.user().get, "/list")


def test_an_agent_sets_the_own_limit_and_a_monitor_anybodys(cast):
    ana, ben, mia = cast.agent("ana").listens(), cast.agent("ben"), cast.monitor()
    assert ana.post("/set_limit", {"limit": 1}).json == {"limit": 1}
    assert ana.hears("limit", what="chat_limit", limit=1)["session"] == ana.id
    cast.guest("A").asks()
    cast.guest("B").asks()
    ana.assists()
    refused("agent.full", ana.assists)
    assert refused("permission.monitor", ben.post, "/set_limit", {"limit": 9, "agent": ana.id}).status == 403
    mia.post("/set_limit", {"limit": 2, "agent": ana.id})
    told = ana.hears("limit", what="chat_limit", limit=2)
    assert told["from"]["id"] == mia.id and told["session"] == ana.id
    ana.assists()
    assert in_list(mia, ana)["chat_limit"] == 2 and ana.state()["session"]["chat_limit"] == 2
    ana.post("/set_limit", {"limit": 0})


def test_a_limit_that_the_site_does_not_allow_is_refused_with_a_clear_sentence(cast):
    ana, mia, gus = cast.agent(), cast.monitor(), cast.guest()
    for limit in (11, -1):
        problem = refused("request.invalid", ana.post, "/set_limit", {"limit": limit})
        assert "from 0 to 10" in problem.document["detail"]
    assert ana.state()["session"]["chat_limit"] == 3
    refused("agent.unknown", mia.post, "/set_limit", {"limit": 1, "agent": gus.id})
    refused("permission.agent", gus.post, "/set_limit", {"limit": 1})
