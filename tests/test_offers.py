"""Conversations that change hands: transfer, forced transfer, takeover, and the way back to the queue."""

import threading

import pytest

from .cast import Problem
from .test_chat import refused


def transfer(who, room, to=None, **more):
    return who.post(f"/transfer/{room}", {**({"agent": to.id} if to else {}), **more})


def test_a_conversation_stays_with_its_agent_until_the_offer_is_accepted(cast):
    ana, gus, room = cast.chat()
    ben = cast.agent("ben").listens()
    gus.listens()
    gus.says(room, "the whole story")
    assert transfer(ana, room, ben, note="knows sync").status == 201
    offered = ben.hears("offered", reason="transfer", room=room)
    assert offered["note"] == "knows sync" and offered["name"] == "Gus" and offered["expires_at"] > offered["at"]
    assert [o["offer"] for o in ben.state()["offers"]] == [offered["offer"]]
    ana.says(room, "still me")
    refused("room.unknown", ben.says, room, "not yet")
    reply = ben.post(f"/offer/{offered['offer']}", {"accept": True})
    assert reply.status == 201 and reply.json == {"room": room}
    assert gus.hears("transferred", room=room)["to"]["name"] == "Ben"
    view = next(each for each in ben.state()["rooms"] if each["id"] == room)
    assert view["owner"] == ben.id
    assert [e["body"] for e in view["events"] if e["kind"] == "message"] == ["the whole story", "still me"]
    ben.says(room, "hello")
    gus.hears("message", body="hello")
    refused("room.unknown", ana.says, room, "gone")


def test_a_declined_transfer_leaves_everything_as_it_was_and_both_are_told(cast):
    ana, _gus, room = cast.chat()
    ben = cast.agent("ben").listens()
    ana.listens()
    transfer(ana, room, ben)
    offer = ben.hears("offered")["offer"]
    assert ben.post(f"/offer/{offer}", {"accept": False}).status == 200
    assert ana.hears("offer_expired", offer=offer)["how"] == "declined"
    refused("offer.gone", ben.post, f"/offer/{offer}", {"accept": True})
    ana.says(room, "I stay")
    assert ana.state()["rooms"][0]["owner"] == ana.id


def test_an_offer_that_nobody_answers_ends_by_itself(site):
    site.start(queue={"offer_seconds": 1})
    ana, _, room = site.cast.chat()
    ben = site.cast.agent("ben").listens()
    ana.listens()
    transfer(ana, room, ben)
    offer = ben.hears("offered")["offer"]
    assert ana.hears("offer_expired", offer=offer)["how"] == "timeout"
    assert ben.hears("offer_expired", offer=offer)
    refused("offer.gone", ben.post, f"/offer/{offer}", {"accept": True})


def test_an_answer_that_is_repeated_counts_once(cast):
    ana, _, room = cast.chat()
    ben = cast.agent("ben").listens()
    transfer(ana, room, ben)
    offer = ben.hears("offered")["offer"]
    assert ben.post(f"/offer/{offer}", {"accept": True}).json == ben.post(f"/offer/{offer}", {"accept": True}).json


def test_a_transfer_asks_for_an_agent_who_can_take_it(cast):
    ana, _, room = cast.chat()
    ben = cast.agent("ben")
    ben.post("/status", {"status": "away"})
    refused("agent.away", transfer, ana, room, ben)
    ben.post("/status", {"status": "online"})
    for n in range(3):
        cast.guest(f"G{n}").asks()
        ben.assists()
    refused("agent.full", transfer, ana, room, ben)
    refused("request.invalid", transfer, ana, room, ana)
    gus = cast.guest("Other")
    refused("agent.unknown", transfer, ana, room, gus)
    refused("permission.monitor", transfer, ana, room, ben, force=True)


def test_only_the_owner_or_a_monitor_transfers(cast):
    _ana, gus, room = cast.chat()
    ben = cast.agent("ben")
    refused("room.unknown", transfer, ben, room, ben)
    refused("permission.transfer", transfer, gus, room, ben)


def test_a_monitor_may_force_a_transfer_past_the_limit(cast):
    _ana, _gus, room = cast.chat()
    ben, mia = cast.agent("ben").listens(), cast.monitor()
    for n in range(3):
        cast.guest(f"G{n}").asks()
        ben.assists()
    assert transfer(mia, room, ben, force=True).status == 200
    assert ben.hears("assigned", room=room, reason="transfer")
    assert next(each for each in ben.state()["rooms"] if each["id"] == room)["owner"] == ben.id


def test_without_an_agent_the_guest_goes_to_the_front_of_the_queue_and_keeps_the_conversation(cast):
    ana, gus, room = cast.chat()
    ben = cast.agent("ben").listens()
    gus.listens()
    late = cast.guest("Late")
    late.asks()
    gus.says(room, "my story")
    transfer(ana, room)
    assert gus.hears("queued", room=room)["position"] == 1
    assert gus.hears("transferred", room=room)["to"] is None
    assert ben.hears("queued", reason="transferred")["entry"]["id"] == gus.id
    refused("queue.already", gus.asks)
    gus.says(room, "still here")
    assert ben.assists() == room
    view = ben.state()["rooms"][0]
    assert [e["body"] for e in view["events"] if e["kind"] == "message"] == ["my story", "still here"]
    assert gus.hears("assigned", name="Ben")["room"] == room
    assert ben.assists() != room


def test_an_agent_who_leaves_or_signs_out_gives_the_guest_back(cast):
    ana, gus, room = cast.chat()
    ben = cast.agent("ben")
    gus.listens()
    ana.post(f"/leave/{room}")
    assert gus.hears("queued", reason="agent_left")["position"] == 1
    assert ben.assists() == room
    ben.post("/session/end")
    assert [entry["id"] for entry in ana.get("/guests").json] == [gus.id]
    gus.post("/queue/leave")
    assert gus.hears("ended", room=room)["reason"] == "guest_left" and ana.get("/guests").json == []


def test_a_monitor_takes_a_conversation_over_at_once(cast):
    ana, gus, room = cast.chat()
    mia = cast.monitor()
    gus.listens()
    mia.post(f"/takeover/{room}")
    assert gus.hears("taken_over", room=room)["from"]["name"] == "Mia"
    mia.says(room, "my turn")
    assert gus.hears("message", body="my turn")
    assert mia.state()["rooms"][0]["owner"] == mia.id
    assert mia.post(f"/takeover/{room}").status == 200
    refused("permission.monitor", ana.post, f"/takeover/{room}")


def test_fifty_answers_at_once_to_the_same_guest_and_offers_leave_one_owner(site):
    site.start()
    agents = [site.cast.agent(f"agent{n:02}") for n in range(1, 26)]
    guests = [site.cast.guest(f"G{n}") for n in range(3)]
    for guest in guests:
        guest.asks()
    rooms, refusals = [], []

    def grab(agent, guest):
        try:
            rooms.append(agent.assists(guest))
        except Problem as problem:
            refusals.append(problem.code)

    threads = [threading.Thread(target=grab, args=(agent, guests[n % 3])) for n, agent in enumerate(agents * 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(rooms) == len(set(rooms)) == 3 and set(refusals) == {"queue.taken"}
    assert site.query("SELECT count(*) FROM members WHERE left_event IS NULL") == [(6,)]


@pytest.mark.parametrize("how", ["leave", "end"])
def test_a_room_that_closes_takes_its_offers_with_it(site, how):
    site.start()
    ana, gus, room = site.cast.chat()
    ben = site.cast.agent("ben").listens()
    transfer(ana, room, ben)
    offer = ben.hears("offered")["offer"]
    gus.post(f"/{how}/{room}")
    assert ben.hears("offer_expired", offer=offer)["how"] == "revoked"
    refused("offer.gone", ben.post, f"/offer/{offer}", {"accept": True})


# ── invitations ─────────────────────────────────────────────────────────────────────────────────────────────────────


def invite(who, room, other, **more):
    return who.post(f"/invite/{room}", {"session": other.id, **more}).json


def test_a_colleague_is_offered_a_seat_with_a_note_and_both_hear_the_answer(cast):
    ana, gus, room = cast.chat()
    ben = cast.agent("ben").listens()
    gus.listens(), ana.listens()
    offer = invite(ana, room, ben, note="you know sync")["offer"]
    heard = ben.hears("offered", reason="invite", room=room)
    assert heard["offer"] == offer and heard["note"] == "you know sync" and heard["name"] == "Gus"
    assert ana.hears("offered", offer=offer)["expires_at"] > heard["at"]
    assert ben.state()["offers"][0]["note"] == "you know sync"
    assert invite(ana, room, ben) == {}, "the offer stands, nobody is called twice"
    assert ben.post(f"/offer/{offer}", {"accept": True}).json == {"room": room}
    assert gus.hears("joined", room=room, reason="invited")["from"]["name"] == "Ben"
    assert ben.state()["offers"] == [] and ben.state()["invitations"] == []
    assert ana.state()["rooms"][0]["owner"] == ana.id, "a guest's agent stays who it was"
    ben.says(room, "hello")


def test_a_declined_invitation_is_withdrawn_and_may_be_made_again(cast):
    ana, _, room = cast.chat()
    ben = cast.agent("ben").listens()
    ana.listens()
    offer = invite(ana, room, ben)["offer"]
    ben.post(f"/offer/{offer}", {"accept": False})
    assert ana.hears("offer_expired", offer=offer)["how"] == "declined"
    refused("room.unknown", ben.post, f"/join/{room}")
    assert ben.state()["invitations"] == []
    assert invite(ana, room, ben)["offer"] != offer
    assert [o["reason"] for o in ben.state()["offers"]] == ["invite"]


def test_who_lets_an_invitation_run_out_may_still_come(site):
    site.start(queue={"offer_seconds": 1})
    ana, _, room = site.cast.chat()
    ben = site.cast.agent("ben").listens()
    ana.listens()
    offer = invite(ana, room, ben)["offer"]
    assert ana.hears("offer_expired", offer=offer)["how"] == "timeout"
    assert [each["room"] for each in ben.state()["invitations"]] == [room]
    ben.post(f"/join/{room}")
    ben.says(room, "late")


def test_joining_is_an_answer_too(cast):
    ana, _, room = cast.chat()
    ben = cast.agent("ben").listens()
    offer = invite(ana, room, ben)["offer"]
    ben.post(f"/join/{room}")
    assert ben.state()["offers"] == []
    assert ben.post(f"/offer/{offer}", {"accept": True}).json == {"room": room}


def test_a_monitor_may_put_a_colleague_into_a_room(cast):
    ana, _, room = cast.chat()
    mia, ben = cast.monitor(), cast.agent("ben")
    mia.post(f"/join/{room}")
    refused("permission.monitor", ana.post, f"/invite/{room}", {"session": ben.id, "force": True})
    refused("request.invalid", mia.post, f"/invite/{room}", {"session": ben.id, "note": "x" * 2001})
    assert invite(mia, room, ben, force=True) == {}
    ben.says(room, "here")
    assert mia.get(f"/audit?room={room}&act=invite").json["entries"]


# ── how many chats ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_colleagues_hear_how_many_chats_an_agent_has(cast):
    mia = cast.monitor().listens()
    ana, gus, room = cast.chat()
    ben = cast.agent("ben").listens()

    def chats(agent):
        return next(each["chats"] for each in mia.state()["agents"] if each["id"] == agent.id)

    assert mia.hears("load", agent=ana.id)["chats"] == 1 == chats(ana)
    transfer(ana, room, ben)
    ben.post(f"/offer/{ben.hears('offered')['offer']}", {"accept": True})
    assert mia.hears("load", agent=ben.id)["chats"] == 1 == chats(ben)
    assert mia.hears("load", agent=ana.id, chats=0) and chats(ana) == 0
    mia.post(f"/takeover/{room}")
    assert mia.hears("load", agent=ben.id, chats=0) and mia.hears("load", agent=mia.id, chats=1)
    gus.post(f"/end/{room}")
    assert mia.hears("load", agent=mia.id, chats=0) and chats(mia) == 0
