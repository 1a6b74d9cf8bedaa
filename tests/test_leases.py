"""People who vanish: guests keep their place for a while, agents give their guests back, and a restart is nobody's fault."""

import os
import signal
import time

import pytest

from inko_lite.doctor import Doctor

from .simulation.hall import Hall

QUICK = {"reconnecting_seconds": 0.6, "guest_gone_seconds": 1.2, "agent_gone_seconds": 1.2, "grace_seconds": 1.5}


@pytest.fixture
def hall(dsn):
    its_hall = Hall(dsn)
    yield its_hall
    findings = Doctor(its_hall.clock.database).findings()
    its_hall.close()
    assert not findings


def test_a_silent_guest_is_passed_over_then_removed_and_the_place_is_kept(hall):
    ana = hall.agent("ana", limit=1)
    gone, late = hall.guest("Gone"), hall.guest("Late")
    hall.vanishes(gone)
    hall.passes(16)
    assert ("agents", {"kind": "presence", "session": gone.id, "state": "reconnecting"}) in hall.told
    room, _ = hall.desk.queue.assist(ana, None, None)
    assert hall.hears(late, "assigned")["room"] == room
    assert hall.waiting() == ["Gone"]
    hall.passes(120)
    assert hall.waiting() == [] and hall.hears(gone, "dequeued")["reason"] == "gone"
    assert hall.last("agents", "dequeued", guest=gone.id)["reason"] == "gone"
    newest = hall.guest("Newest")
    hall.passes(100)
    hall.comes_back(gone)
    hall.passes(1)
    assert hall.waiting() == ["Gone", "Newest"]
    assert hall.hears(gone, "queued", reason="back")["position"] == 1
    assert hall.hears(newest, "dequeued") is None


def test_who_comes_back_too_late_has_lost_the_place(hall):
    hall.agent("ana")
    gone = hall.guest("Gone")
    hall.vanishes(gone)
    hall.passes(120)
    assert hall.waiting() == []
    hall.passes(301)
    hall.comes_back(gone)
    hall.passes(5)
    assert hall.waiting() == []
    hall.desk.asks(gone)
    assert hall.waiting() == [gone.name]


def test_who_asks_anew_within_the_time_gets_the_kept_place_once(hall):
    hall.agent("ana")
    gone = hall.guest("Gone")
    hall.vanishes(gone)
    hall.passes(121)
    hall.guest("Late")
    hall.comes_back(gone)
    assert hall.desk.asks(gone)["position"] == 1
    hall.passes(5)
    assert hall.waiting() == ["Gone", "Late"]
    hall.desk.entering.leave(gone, "left")
    hall.desk.asks(gone)
    assert hall.waiting() == ["Late", "Gone"]


def test_a_kept_place_waits_until_the_queue_has_room(dsn):
    hall = Hall(dsn, limits={"waiting": 2})
    hall.agent("ana")
    gone, here = hall.guest("Gone"), hall.guest("Here")
    hall.vanishes(gone)
    hall.passes(121)
    hall.guest("New")
    hall.comes_back(gone)
    hall.passes(20)
    assert hall.waiting() == ["Here", "New"]
    hall.desk.entering.leave(here, "left")
    hall.passes(1)
    assert hall.waiting() == ["Gone", "New"]
    hall.close()


def test_an_agent_who_is_gone_gives_the_guests_back_to_the_front_and_they_are_told(hall):
    ana = hall.agent("ana")
    guests = [hall.guest(f"G{n}") for n in range(2)]
    rooms = [hall.desk.queue.assist(ana, None, None)[0] for _ in guests]
    hall.guest("Late")
    hall.vanishes(ana)
    hall.passes(16)
    assert {"kind": "presence", "session": ana.id, "state": "reconnecting", "room": rooms[0]} in [
        e for _, e in hall.told
    ]
    assert hall.waiting() == ["Late"]
    hall.passes(45)
    assert sorted(hall.waiting()[:2]) == ["G0", "G1"] and hall.waiting()[2] == "Late"
    assert hall.status(ana) == "offline"
    assert hall.last("agents", "status")["reason"] == "gone"
    for guest, room in zip(guests, rooms, strict=True):
        assert hall.hears(guest, "queued", reason="agent_gone", room=room)
        assert hall.last("room:" + room, "left")["reason"] == "agent_gone"
    ben = hall.agent("ben")
    assert hall.desk.queue.assist(ben, None, None)[0] in rooms
    hall.comes_back(ana)
    hall.passes(1)
    assert ("agents", {"kind": "presence", "session": ana.id, "state": "back"}) in hall.told
    assert hall.status(ana) == "offline"


def test_offers_of_and_to_the_gone_are_taken_back(dsn):
    hall = Hall(dsn, dispatch={"mode": "offer"}, queue={"offer_seconds": 500})
    ana = hall.agent("ana")
    gus, second = hall.guest("Gus"), None
    assert hall.hears(ana, "offered", guest=gus.id)
    hall.vanishes(gus)
    hall.passes(17)
    assert hall.hears(ana, "offer_expired")["how"] == "revoked"
    second = hall.guest("Second")
    assert hall.hears(ana, "offered", guest=second.id)
    hall.vanishes(ana)
    ben = hall.agent("ben")
    hall.passes(62)
    assert hall.hears(ben, "offered", guest=second.id)
    hall.close()


def test_a_guest_who_is_gone_in_a_chat_is_shown_so_and_comes_back_to_it(hall):
    ana, gus = hall.agent("ana"), hall.guest("Gus")
    room, _ = hall.desk.queue.assist(ana, None, None)
    hall.vanishes(gus)
    hall.passes(16)
    assert ("room:" + room, {"kind": "presence", "session": gus.id, "state": "reconnecting", "room": room}) in hall.told
    hall.passes(110)
    assert hall.last("room:" + room, "status")["status"] == "offline"
    assert hall.last("room:" + room, "status")["reason"] == "gone"
    hall.comes_back(gus)
    hall.passes(1)
    assert hall.last("room:" + room, "status")["status"] == "online" and hall.status(gus) == "online"
    hall.vanishes(gus)
    hall.passes(130)
    hall.desk.rooms.end(ana, room, None)
    assert hall.last("room:" + room, "ended")


def test_a_conversation_without_anybody_left_is_kept_as_long_as_the_place_and_then_ends(hall):
    ana, gus, eve = hall.agent("ana"), hall.guest("Gus"), hall.guest("Eve")
    rooms = {}
    for guest in (gus, eve):
        rooms[guest.id], _ = hall.desk.queue.assist(ana, guest.id, None)
        hall.vanishes(guest)
    hall.vanishes(ana)
    hall.passes(125)
    assert hall.waiting() == []
    hall.passes(200)
    hall.comes_back(gus)
    hall.passes(1)
    assert hall.waiting() == ["Gus"]
    hall.passes(120)
    ((open_room,),) = hall.rows("SELECT id FROM rooms WHERE closed_at IS NULL AND kind = 'support'")
    assert open_room == rooms[gus.id]
    assert hall.last("room:" + rooms[eve.id], "ended")["reason"] == "guest_gone"
    ben = hall.agent("ben")
    assert hall.desk.queue.assist(ben, None, None)[0] == rooms[gus.id]


@pytest.mark.parametrize("minutes", [0.2, 20])
def test_after_a_break_of_the_service_nobody_is_judged_before_the_grace_is_over(hall, minutes):
    ana, gus, late = hall.agent("ana", limit=1), hall.guest("Gus"), hall.guest("Late")
    hall.desk.queue.assist(ana, gus.id, None)
    hall.passes(7)
    hall.is_down_for(minutes * 60)
    hall.opens(set())
    before = len(hall.heard)
    hall.passes(30 + 14)
    assert hall.heard[before:] == [] and hall.told == []
    hall.comes_back(late)
    hall.passes(48)
    gone = [
        event["from"]["id"] for stream, event in hall.heard[before:] if event["kind"] == "status" and stream == "agents"
    ]
    assert gone == [ana.id] and hall.waiting() == ["Gus", "Late"]


def test_those_who_return_within_the_grace_notice_nothing_of_a_restart(hall):
    ana, gus, late = hall.agent("ana", limit=1), hall.guest("Gus"), hall.guest("Late")
    hall.desk.queue.assist(ana, gus.id, None)
    before = len(hall.heard)
    hall.is_down_for(600)
    hall.opens(set())
    hall.passes(25)
    for session in (ana, gus, late):
        hall.comes_back(session)
    hall.passes(600)
    assert hall.heard[before:] == [] and hall.told == [] and hall.waiting() == ["Late"]


def test_sessions_end_when_they_are_too_old_or_idle_for_too_long(dsn):
    hall = Hall(dsn, session={"idle_hours": 0.1, "absolute_hours": 0.2})
    old, idle = hall.desk.arrives(""), hall.desk.arrives("")
    hall.vanishes(idle)
    hall.passes(400, step=4)
    hall.desk.leases.expire()
    ends = dict(hall.rows("SELECT id, end_reason FROM sessions"))
    assert ends == {old.id: None, idle.id: "idle"}
    assert hall.hears(idle, "session_ended")["reason"] == "idle"
    hall.passes(320, step=4)
    hall.desk.leases.expire()
    assert dict(hall.rows("SELECT id, end_reason FROM sessions"))[old.id] == "expired"
    hall.close()


def test_a_long_break_does_not_end_idle_sessions_at_once(dsn):
    hall = Hall(dsn, session={"idle_hours": 1, "absolute_hours": 72})
    session = hall.desk.arrives("")
    hall.passes(5)
    hall.is_down_for(5 * 3600)
    hall.opens(set())
    hall.desk.leases.sweep()
    hall.desk.leases.expire()
    assert hall.rows("SELECT ended_at FROM sessions WHERE id = %s", (session.id,)) == [(None,)]
    hall.close()


# ── over HTTP, with servers that stop ───────────────────────────────────────────────────────────────────────────────


def test_others_hear_who_is_reconnecting_who_is_back_and_who_is_gone(site):
    site.start(presence=QUICK)
    ana, gus, room = site.cast.chat()
    ana.listens(), gus.listens()
    gus.deaf()
    assert ana.hears("presence", session=gus.id, state="reconnecting")["room"] == room
    gus.listens()
    assert ana.hears("presence", session=gus.id, state="back")
    gus.deaf()
    assert ana.hears("status", room=room, status="offline")["reason"] == "gone"
    gus.listens()
    ana.hears("status", room=room, reason="back")
    ana.deaf()
    assert gus.hears("queued", room=room, reason="agent_gone")["position"] == 1


@pytest.mark.parametrize("how", ["killed", "stopped for a while"])
def test_a_service_that_was_away_judges_nobody_by_its_own_silence(site, how):
    server = site.start(presence=QUICK)
    ana, gus, room = site.cast.chat()
    eve = site.cast.guest("Eve")
    eve.asks()
    people = (ana, gus, eve)
    for person in people:
        person.listens()
    position = site.query("SELECT last_id FROM log_head")
    if how == "killed":
        server.kill()
        time.sleep(2)
        url = site.start(presence=QUICK).url
        for person in people:
            person.deaf()
            person.url = url
            person.listens(person.cursor)
    else:
        os.kill(server.pid, signal.SIGSTOP)
        time.sleep(2)
        os.kill(server.pid, signal.SIGCONT)
    # Longer than it takes to be gone: had the silence counted, it would have shown by now.
    time.sleep(3)
    assert site.query("SELECT kind, data::text FROM events WHERE id > %s", position[0]) == []
    assert [e["id"] for e in ana.get("/guests").json] == [eve.id] and ana.state()["rooms"][0]["id"] == room
