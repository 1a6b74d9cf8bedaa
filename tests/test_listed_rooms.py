"""Rooms that can be found: whoever may come into a group room hears that there is one, how it is called, and its end."""

import pytest


def listed(person) -> dict[str, dict]:
    """The group rooms that `/list` knows."""
    return {room["id"]: room for room in person.get("/list").json["rooms"] if room["kind"] == "group"}


def fields(event: dict) -> dict:
    return {name: event[name] for name in ("name", "topic", "private", "permanent", "owner")}


@pytest.fixture
def people(cast):
    return [person.listens() for person in (cast.agent("ana"), cast.agent("ben"), cast.monitor(), cast.guest())]


def test_helpers_hear_of_an_open_room_as_it_is_made_changed_and_ended(people):
    ana, ben, mia, gus = people
    room = ana.post("/create", {"name": "Hall", "topic": "Tea"}).json["room"]
    for person in (ana, ben, mia):
        told = person.hears("room_opened", room=room)
        assert fields(told) == {"name": "Hall", "topic": "Tea", "private": False, "permanent": False, "owner": ana.id}
        assert fields(told) == fields(listed(person)[room])
    ana.post(f"/topic/{room}", {"topic": "Coffee"})
    assert fields(ben.hears("room_changed", topic="Coffee")) == fields(listed(ben)[room])
    ana.post(f"/topic/{room}", {"topic": "Coffee"})
    ben.post(f"/join/{room}", {})
    ana.post(f"/leave/{room}", {})
    assert ben.hears("left", room=room)["owner"] == ben.id
    assert fields(mia.hears("room_changed", owner=ben.id)) == fields(listed(mia)[room])
    ben.post(f"/end/{room}", {})
    for person in (ana, ben, mia):
        assert person.hears("room_closed", room=room)["id"]
        assert room not in listed(person)
    about = [(event["kind"], event["room"]) for event in ana.heard if event["kind"].startswith("room_")]
    assert about == [("room_opened", room), ("room_changed", room), ("room_changed", room), ("room_closed", room)]
    assert not [event for event in gus.heard if event["kind"].startswith("room_")]


def test_of_a_room_that_is_not_open_only_monitors_hear(people):
    ana, ben, mia, _ = people
    room = ana.post("/create", {"name": "Cellar", "private": True}).json["room"]
    assert fields(mia.hears("room_opened", room=room)) == fields(listed(mia)[room])
    ana.post(f"/leave/{room}", {})
    mia.hears("room_closed", room=room)
    # Whatever ben was to hear of it came before what follows.
    after = ana.post("/create", {"name": "Hall"}).json["room"]
    ben.hears("room_opened", room=after)
    assert not [event for event in ben.heard if event.get("room") == room]
    ana.post(f"/end/{after}", {})


def test_of_guests_rooms_and_of_pairs_nobody_hears_so(people):
    ana, ben, _, gus = people
    gus.asks()
    room = ana.assists(gus)
    ana.post("/direct_message", {"session": ben.id, "body": "Lunch?", "client_id": ana.client_id()})
    ana.post(f"/end/{room}", {})
    after = ana.post("/create", {"name": "Hall"}).json["room"]
    ben.hears("room_opened", room=after)
    assert {event["room"] for event in ben.heard if event["kind"].startswith("room_")} == {after}
    ana.post(f"/end/{after}", {})


def test_a_room_that_is_refused_is_told_to_nobody(people):
    """The event is in the transaction of the change: neither is there without the other."""
    ana, ben, _, _ = people
    repeated = {"name": "Hall", "client_id": ana.client_id()}
    room = ana.post("/create", repeated).json["room"]
    assert ana.post("/create", repeated).json["room"] == room
    ana.post(f"/end/{room}", {})
    ben.hears("room_closed", room=room)
    assert [event["kind"] for event in ben.heard if event["kind"].startswith("room_")] == ["room_opened", "room_closed"]


def test_a_rooms_snapshot_says_what_is_usual_there_and_what_differs(people):
    ana, ben, mia, _ = people
    room = ana.post("/create", {"name": "Hall"}).json["room"]
    for person in (ben, mia):
        person.post(f"/join/{room}", {})
    ana.post(f"/rights/{room}", {"role": "agent", "deny": ["topic"], "allow": ["kick"]})
    told = ana.post(f"/rights/{room}", {"session": ben.id, "allow": ["topic"]}).json["rights"]
    (own,) = [each for each in ben.state()["rooms"] if each["id"] == room]
    assert own["rights"] == told
    assert sorted(own["usual"]) == ["agent", "owner"]
    assert {"topic", "kick"} <= set(own["may"]) and "kick" not in own["usual"]["agent"]
    (hers,) = [each for each in mia.state()["rooms"] if each["id"] == room]
    assert sorted(hers["usual"]) == ["agent", "monitor", "owner"]
    assert "topic" not in hers["may"] and set(hers["usual"]["monitor"]) <= set(hers["may"])
    ana.post(f"/end/{room}", {})
