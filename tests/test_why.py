"""Why a guest waits, why an agent gets no offers, and what a monitor can do about it."""

import pytest

from inko_lite.doctor import Doctor
from inko_lite.errors import WaitingFull

from .simulation.hall import Hall
from .test_chat import refused


@pytest.fixture
def hall(dsn):
    its_hall = Hall(dsn, dispatch={"mode": "offer"}, queue={"offer_seconds": 60})
    yield its_hall
    findings = Doctor(its_hall.clock.database).findings()
    its_hall.close()
    assert not findings


def verdicts(hall, asking):
    told = hall.desk.why.explain(asking)
    return {guest["name"]: {each["name"]: each["verdict"] for each in guest["agents"]} for guest in told["guests"]}


def state_of(hall, asking, name):
    return [guest["state"] for guest in hall.desk.why.explain(asking)["guests"] if guest["name"] == name]


def test_every_agent_has_a_verdict_on_every_guest(hall):
    mia = hall.agent("mia", "monitor")
    away, _, _ = hall.agent("away"), hall.agent("full", limit=0), hall.agent("new", groups=("Live Chat trainees",))
    mail, gone, ana = hall.agent("mail"), hall.agent("gone"), hall.agent("ana", limit=1)
    hall.desk.presence.set_status(away, "away")
    hall.desk.skills.set(mail, None, {"products": ["Mail"]})
    hall.vanishes(gone)
    hall.passes(16)
    hall.guest("Gus", product="Sync"), hall.guest("Eve", product="Sync")
    assert verdicts(hall, mia) == {
        "Gus": {
            "ana": "offered", "away": "away", "full": "full 0/0", "gone": "gone", "mail": "offered to ana",
            "new": "not approved",
        },
        "Eve": {
            "ana": "answers another offer", "away": "away", "full": "full 0/0", "gone": "gone",
            "mail": "lacks product sync", "new": "not approved",
        },
    }  # fmt: skip
    offer = hall.hears(ana, "offered")["offer"]
    hall.desk.offers.answer(ana, offer, False)
    hall.passes(3)
    assert verdicts(hall, mia)["Gus"]["ana"] == "declined 3 s ago"
    assert verdicts(hall, mia)["Eve"]["ana"] == "offered"


def test_an_agent_is_told_why_there_are_no_offers(hall):
    ana, mia = hall.agent("ana", limit=1), hall.agent("mia", "monitor")

    def told(session=ana):
        return hall.desk.why.explain(session)["me"]["offers"]

    assert told() == "nobody waits" and told(mia) == "not an agent"
    hall.desk.presence.set_status(ana, "busy")
    assert told() == "busy"
    hall.desk.presence.set_status(ana, "online")
    hall.guest("Gus")
    assert told() == "offered"
    hall.desk.offers.answer(ana, hall.hears(ana, "offered")["offer"], True)
    assert told() == "full 1/1"
    hall.desk.limits.set(ana, 2, None)
    hall.desk.skills.set(ana, None, {"products": ["Mail"]})
    hall.guest("Eve", product="Sync")
    assert told() == "nobody for you: lacks product sync"
    assert told(hall.agent("new", groups=("Live Chat trainees",))) == "not approved"


def test_a_guest_who_is_gone_is_shown_as_long_as_the_place_is_kept(hall):
    mia, gus = hall.agent("mia", "monitor"), None
    hall.agent("ana", limit=0)
    gus = hall.guest("Gus")
    assert state_of(hall, mia, "Gus") == ["waiting"]
    hall.vanishes(gus)
    hall.passes(20)
    assert state_of(hall, mia, "Gus") == ["reconnecting"]
    hall.passes(105)
    assert state_of(hall, mia, "Gus") == ["gone"]
    hall.passes(300)
    assert state_of(hall, mia, "Gus") == []


# ── mending ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def mend(hall, mia, guest, action, client_id=None):
    reply, _ = hall.desk.mending.mend(mia, guest.id, action, client_id)
    hall.desk.dispatch.run()
    return reply["state"]


def acts(hall):
    return hall.rows("SELECT detail ->> 'action', subject_id FROM audit WHERE act = 'queue' ORDER BY id")


def test_a_monitor_puts_a_waiting_guest_to_the_front_or_takes_the_guest_out(hall):
    mia, _ = hall.agent("mia", "monitor"), hall.agent("ana", limit=0)
    one, two, three = (hall.guest(name) for name in ("One", "Two", "Three"))
    assert mend(hall, mia, three, "front") == "waiting" and hall.waiting() == ["Three", "One", "Two"]
    assert hall.hears(three, "queued", reason="front")["position"] == 1
    assert mend(hall, mia, two, "front") == "waiting" and hall.waiting() == ["Two", "Three", "One"]
    assert mend(hall, mia, one, "remove") == "left" and hall.waiting() == ["Two", "Three"]
    assert hall.hears(one, "dequeued")["reason"] == "removed"
    assert mend(hall, mia, one, "requeue") == "waiting" and hall.waiting() == ["Two", "Three", "One"]
    assert acts(hall) == [("front", three.id), ("front", two.id), ("remove", one.id), ("requeue", one.id)]


def test_an_offered_guest_can_be_offered_anew_and_refusals_are_forgotten(hall):
    mia, ana = hall.agent("mia", "monitor"), hall.agent("ana")
    gus = hall.guest("Gus")
    first = hall.hears(ana, "offered")["offer"]
    hall.desk.offers.answer(ana, first, False)
    hall.desk.dispatch.run()
    assert hall.hears(ana, "offered")["offer"] == first
    mend(hall, mia, gus, "requeue")
    second = hall.hears(ana, "offered")["offer"]
    assert second != first
    mend(hall, mia, gus, "requeue")
    assert hall.hears(ana, "offer_expired")["how"] == "revoked" and hall.hears(ana, "offered")["offer"] != second
    mend(hall, mia, gus, "remove")
    assert hall.rows("SELECT count(*) FROM offers WHERE state = 'open'") == [(0,)]


def test_a_guest_in_a_chat_can_be_put_back_and_is_for_somebody_else_first(hall):
    mia, ana = hall.agent("mia", "monitor"), hall.agent("ana")
    gus = hall.guest("Gus")
    room = hall.desk.offers.answer(ana, hall.hears(ana, "offered")["offer"], True)
    assert mend(hall, mia, gus, "front") == "waiting"
    assert hall.hears(gus, "queued", room=room)["reason"] == "requeued"
    assert verdicts(hall, mia)["Gus"]["ana"] == "gave the guest back"
    ben = hall.agent("ben")
    hall.desk.dispatch.run()
    assert hall.desk.offers.answer(ben, hall.hears(ben, "offered")["offer"], True) == room


def test_a_guest_who_is_gone_can_be_put_back_or_forgotten(hall):
    mia, _ = hall.agent("mia", "monitor"), hall.agent("ana", limit=0)
    gus, eve = hall.guest("Gus"), hall.guest("Eve")
    hall.vanishes(gus), hall.vanishes(eve)
    hall.passes(125)
    assert hall.waiting() == []
    hall.comes_back(gus)
    assert mend(hall, mia, gus, "requeue") == "waiting" and hall.waiting() == ["Gus"]
    assert mend(hall, mia, eve, "remove") == "left"
    hall.comes_back(eve)
    hall.passes(2)
    assert hall.waiting() == ["Gus"]


def test_a_place_held_and_a_text_that_stands_by_can_be_mended_too(dsn):
    hall = Hall(dsn, limits={"waiting": 2})
    mia, _ = hall.agent("mia", "monitor"), hall.agent("ana", limit=0)
    gus, eve, standing = hall.guest("Gus"), hall.desk.arrives(""), hall.desk.arrives("")
    hall.desk.entering.reserve(eve)
    hall.desk.entering.enter(standing, "Standing", "?", {}, True, None)
    assert mend(hall, mia, eve, "front") == "reserved"
    assert mend(hall, mia, standing, "front") == "standby"
    assert hall.desk.asks(eve)["position"] == 1
    assert mend(hall, mia, gus, "remove") == "left" and hall.waiting()[-1] == "Standing"
    hall.close()


def test_mending_is_refused_where_there_is_nothing_to_mend(cast):
    mia, ana, gus = cast.monitor(), cast.agent(), cast.guest()
    refused("permission.monitor", ana.post, f"/queue/{gus.id}", {"action": "front"})
    refused("request.invalid", mia.post, f"/queue/{gus.id}", {"action": "eat"})
    for action in ("front", "requeue", "remove"):
        assert refused("queue.unknown", mia.post, f"/queue/{gus.id}", {"action": action}).status == 404
    gus.asks()
    ana.assists(gus)
    refused("queue.taken", mia.post, f"/queue/{gus.id}", {"action": "remove"})


def test_a_full_queue_takes_nobody_back(dsn):
    hall = Hall(dsn, limits={"waiting": 1})
    mia, _ = hall.agent("mia", "monitor"), hall.agent("ana", limit=0)
    gus = hall.guest("Gus")
    hall.desk.entering.leave(gus, "left")
    hall.guest("Eve")
    with pytest.raises(WaitingFull):
        hall.desk.mending.mend(mia, gus.id, "requeue", None)
    hall.close()


def test_why_and_mending_over_http(cast):
    ana, mia, gus = cast.agent(), cast.monitor(), cast.guest()
    gus.listens()
    gus.asks(product="Sync")
    (guest,) = ana.get("/queue/why").json["guests"]
    assert (guest["id"], guest["name"], guest["state"]) == (gus.id, "Gus", "waiting") and guest["waited_seconds"] >= 0
    assert {"id": ana.id, "name": "Ana", "verdict": "ok"} in guest["agents"]
    assert ana.get("/queue/why").json["me"] == {"offers": "agents take guests themselves"}
    assert ana.get("/queue/why").json["mode"] == "pick"
    refused("permission.agent", gus.get, "/queue/why")
    assert mia.post(f"/queue/{gus.id}", {"action": "front", "client_id": "m1"}).json == {
        "guest": gus.id,
        "state": "waiting",
    }
    assert mia.post(f"/queue/{gus.id}", {"action": "front", "client_id": "m1"}).json == {
        "guest": gus.id,
        "state": "waiting",
    }
    assert gus.hears("queued", reason="front")["position"] == 1
    mia.post(f"/queue/{gus.id}", {"action": "remove"})
    assert gus.hears("dequeued")["reason"] == "removed" and ana.get("/guests").json == []
