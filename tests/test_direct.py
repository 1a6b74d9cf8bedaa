"""Private messages: between agents, and between those who share a room that allows it, over HTTP."""

from .test_chat import refused
from .test_rights import rights
from .test_rooms import at_once, creates, joins, view


def writes(person, other, body="psst", **more):
    return person.post("/direct_message", {"session": other.id, "body": body, **more})


def test_the_first_message_opens_the_room_of_two_agents_and_the_others_go_into_it(cast):
    ana, ben = cast.agent("ana"), cast.agent("ben").listens()
    first = writes(ana, ben, "hello Ben", client_id="d1")
    assert first.status == 201
    room = first.json["room"]
    told = ben.hears("direct", room=room)
    assert told["from"]["id"] == ana.id
    heard = ben.hears("message", room=room, body="hello Ben")
    assert heard["id"] == first.json["id"] and heard["at"] == first.json["at"]
    kinds = [e["kind"] for e in ben.heard if e.get("room") == room]
    assert kinds == ["joined", "joined", "direct", "message"]
    again = writes(ben, ana, "hello Ana")
    assert again.json["room"] == room
    ben.says(room, "by its id")
    mine, his = view(ana, room), view(ben, room)
    assert (mine["kind"], mine["name"], his["name"]) == ("direct", "Ben", "Ana")
    assert [e["body"] for e in mine["events"] if e["kind"] == "message"] == ["hello Ben", "hello Ana", "by its id"]
    refused("room.unknown", cast.agent("agent01").post, f"/join/{room}")


def test_a_repeated_direct_message_answers_the_first_result_and_is_sent_once(cast):
    ana, ben = cast.agent("ana"), cast.agent("ben")
    first, again = (writes(ana, ben, "once", client_id="d1") for _ in range(2))
    assert (first.status, again.status) == (201, 200) and first.json == again.json
    refused("client_id.reused", writes, ana, ben, "twice", client_id="d1")
    room = first.json["room"]
    ben.post(f"/leave/{room}")
    # The room is over, and the answer is still the same.
    assert writes(ana, ben, "once", client_id="d1").json == first.json
    other = writes(ana, ben, "new").json["room"]
    assert other != room
    ana.says(other, "said here", client_id="r1")
    refused("client_id.reused", writes, ana, cast.monitor(), "said there", client_id="r1")
    assert [each["kind"] for each in ana.state()["rooms"]] == ["direct"]


def test_fifty_first_messages_at_once_open_one_room(site):
    servers = [site.start(flood={"enabled": False}) for _ in range(2)]
    ana, ben = site.cast.agent("ana"), site.cast.agent("ben", url=servers[1].url)
    results = at_once(
        [
            lambda n=n: writes(*((ana, ben) if n % 2 else (ben, ana)), f"m{n}", client_id=f"c{n}").json["room"]
            for n in range(50)
        ]
    )
    assert len(set(results)) == 1, results
    assert site.query("SELECT count(*) FROM rooms WHERE kind = 'direct'") == [(1,)]
    assert site.query("SELECT count(*) FROM events WHERE kind = 'message'") == [(50,)]
    assert site.query("SELECT count(*) FROM events WHERE kind = 'direct'") == [(1,)]


def test_a_direct_message_is_held_to_the_rules_of_messages(cast):
    ana, ben = cast.agent("ana"), cast.agent("ben")
    refused("request.invalid", writes, ana, ben, "  ")
    assert refused("capacity.message_bytes", writes, ana, ben, "x" * 30721).status == 413
    refused("request.invalid", writes, ana, ana)
    assert ana.state()["rooms"] == []


def test_strangers_cannot_write_to_each_other_and_learn_nothing(cast):
    ana, gus, _ = cast.chat()
    eve, ben = cast.guest("Eve"), cast.agent("ben")
    for person, other in ((gus, eve), (eve, ana), (gus, ben), (ben, gus)):
        problem = refused("session.unknown", writes, person, other)
        assert problem.status == 404
        unknown = refused("session.unknown", person.post, "/direct_message", {"session": "nobody", "body": "x"})
        assert problem.document == unknown.document
    ben.leaves()
    refused("session.unknown", writes, ana, ben)


def test_those_who_share_a_room_write_where_it_allows_it(cast):
    ana, gus, support = cast.chat()
    assert refused("permission.direct", writes, gus, ana).status == 403
    refused("permission.direct", writes, ana, gus)
    sam, mia = cast.user(), cast.monitor()
    room = creates(ana)
    ana.post(f"/invite/{room}", {"session": sam.id})
    joins(sam, room)
    direct = writes(sam, ana, "a word").json["room"]
    assert sam.says(direct, "and another")
    rights(ana, room, role="member", deny=["direct"])
    refused("permission.direct", writes, sam, ana)
    rights(ana, support, role="guest", allow=["direct"])
    writes(gus, ana, "now I may")
    # Who only watches shares no room.
    mia.post(f"/watch/{support}")
    refused("session.unknown", writes, gus, mia)


def test_a_direct_room_ends_when_one_of_the_two_leaves(cast):
    ana, ben = cast.agent("ana"), cast.agent("ben").listens()
    room = writes(ana, ben).json["room"]
    ana.post(f"/leave/{room}")
    assert ben.hears("ended", room=room)["reason"] == "left"
    refused("room.ended", ben.says, room, "too late")
    room = writes(ben, ana).json["room"]
    ben.leaves()
    assert refused("room.ended", ana.says, room, "gone").status == 410


def test_a_direct_room_is_no_conference_but_those_in_it_are_users(site):
    site.start(limits={"rooms": 1, "users": 2})
    ana, ben, mia = site.cast.agent("ana"), site.cast.agent("ben"), site.cast.monitor()
    writes(ana, ben)
    creates(ana)
    assert refused("capacity.users", writes, mia, ana).status == 503
    assert mia.state()["rooms"] == []
