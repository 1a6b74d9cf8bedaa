"""What is told of a guest before and while somebody helps: earlier chats, who stands by, whose offer went unanswered."""

import pytest

from .cast import Problem


def test_an_agent_sees_what_the_same_guest_asked_before_and_how_it_ended(cast):
    ana, gus, first = cast.chat()
    ana.post(f"/end/{first}", {"reason": "solved"})
    gus.post(f"/survey/{first}", {"score": 5, "solved": True})
    gus.asks("And another thing?")
    second = ana.assists(gus)
    (chat,) = ana.get(f"/earlier/{second}").json["chats"]
    assert (chat["id"], chat["question"], chat["score"], chat["solved"]) == (first, "How do I …?", 5, True)
    assert chat["agent"] == {"name": ana.session["name"]}
    assert chat["readable"] and ana.get(f"/transcripts/{first}.txt").status == 200


def test_a_chat_that_somebody_else_helped_in_is_told_of_but_not_opened(cast):
    ana, gus, first = cast.chat()
    ana.post(f"/end/{first}")
    gus.asks("Again")
    ben = cast.agent("ben")
    (chat,) = ben.get(f"/earlier/{ben.assists(gus)}").json["chats"]
    assert (chat["id"], chat["readable"]) == (first, False)
    with pytest.raises(Problem, match=r"room\.unknown"):
        ben.get(f"/transcripts/{first}")


def test_the_same_name_is_not_the_same_person_and_the_same_account_is(cast):
    ana, _, first = cast.chat(guest="Gus")
    ana.post(f"/end/{first}")
    other = cast.guest("Gus")
    other.asks()
    assert ana.get(f"/earlier/{ana.assists(other)}").json["chats"] == []
    sam = cast.user("sam")
    sam.post("/identify", {"name": "Sam", "question": "First"})
    room = ana.assists(sam)
    ana.post(f"/end/{room}")
    sam.post("/session/end")
    sam.signs_in().post("/identify", {"name": "Sam S.", "question": "Second"})
    assert [chat["question"] for chat in ana.get(f"/earlier/{ana.assists(sam)}").json["chats"]] == ["First"]


def test_only_those_who_help_there_are_told(cast):
    _, gus, room = cast.chat()
    ben, mia = cast.agent("ben"), cast.monitor("mia")
    assert mia.get(f"/earlier/{room}").json == {"chats": []}
    for person, code in ((ben, r"room\.unknown"), (gus, r"permission\.agent")):
        with pytest.raises(Problem, match=code):
            person.get(f"/earlier/{room}")


def test_who_stands_by_for_a_place_is_in_the_reasons(site):
    site.start(limits={"waiting": 1})
    cast = site.cast
    ana = cast.agent("ana").listens()
    cast.guest("Gus").asks()
    late = cast.guest("Late")
    assert late.post("/identify", {"name": "Late", "question": "Me too", "standby": True}).json["standby"] is True
    assert [(guest["name"], guest["state"]) for guest in ana.get("/queue/why").json["guests"]] == [
        ("Gus", "waiting"), ("Late", "standby"),
    ]  # fmt: skip


def test_an_offer_that_nobody_answered_is_told_to_monitors_and_a_declined_one_is_not(site):
    site.start(dispatch={"mode": "offer", "missed_offers": 2}, queue={"offer_seconds": 1})
    cast = site.cast
    mia, ana = cast.monitor("mia").listens(), cast.agent("ana").listens()
    mia.post("/status", {"status": "away"})
    gus = cast.guest("Gus").listens()
    gus.asks()
    offer = ana.hears("offered", reason="queue")["offer"]
    told = mia.hears("offer_unanswered")
    assert (told["guest"], told["to"]["id"], told["missed"]) == ({"id": gus.id, "name": "Gus"}, ana.id, 1)
    assert ana.hears("offer_expired", offer=offer)["how"] == "timeout"
    kim = cast.guest("Kim").listens()
    kim.asks()
    ana.post(f"/offer/{ana.hears('offered', guest=kim.id)['offer']}", {"accept": False})
    mia.hears("guest_offered", guest=kim.id, to=None)
    assert [event["guest"]["name"] for event in mia.heard if event["kind"] == "offer_unanswered"] == ["Gus"]
