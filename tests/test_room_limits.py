"""The agents' own room, the limits on rooms and on people over several processes, and conversations that outgrow a room."""

from .test_chat import refused
from .test_rooms import at_once, creates, joins, names, view

# ── the agents' own room ────────────────────────────────────────────────────────────────────────────────────────────


def test_the_agents_room_is_there_from_the_start_and_for_ever(site):
    servers = [site.start(limits={"rooms": 1}, rooms={"helpers_name": "Back office"}) for _ in range(2)]
    ana, ben, sam = site.cast.agent("ana"), site.cast.agent("ben", url=servers[1].url), site.cast.user()
    (helpers,) = [room for room in ana.get("/list").json["rooms"] if room["permanent"]]
    assert helpers["name"] == "Back office"
    for person in (ana, ben):
        joins(person, helpers["id"])
    refused("room.unknown", joins, sam, helpers["id"])
    mia = site.cast.monitor()
    assert refused("room.permanent", mia.post, f"/end/{helpers['id']}").status == 409
    refused("permission.end", ana.post, f"/end/{helpers['id']}")
    creates(ana)
    refused("capacity.rooms", creates, ana, "one too many")
    for person in (ana, ben):
        person.post(f"/leave/{helpers['id']}")
    joins(ana, helpers["id"])
    assert site.query("SELECT count(*) FROM rooms WHERE permanent") == [(1,)]


# ── limits, over several processes ──────────────────────────────────────────────────────────────────────────────────


def consistent(site):
    """No room is closed with people in it, nobody is twice in a room, and every stay has its events."""
    assert (
        site.query(
            "SELECT r.id FROM rooms r JOIN members m ON m.room_id = r.id WHERE r.closed_at IS NOT NULL AND m.left_event IS NULL"
        )
        == []
    )
    assert (
        site.query(
            "SELECT m.room_id FROM members m LEFT JOIN events j ON j.id = m.joined_event LEFT JOIN events l ON l.id = m.left_event"
            " WHERE j.kind IS NULL OR j.kind NOT IN ('joined', 'watching') OR j.subject_id <> m.session_id"
            " OR (m.left_event IS NOT NULL AND l.kind NOT IN ('left', 'kicked', 'ended'))"
            " OR (l.kind IN ('left', 'kicked') AND l.subject_id <> m.session_id)"
        )
        == []
    )
    assert (
        site.query(
            "SELECT e.id FROM events e LEFT JOIN members m ON m.joined_event = e.id"
            " WHERE e.kind IN ('joined', 'watching') AND m.room_id IS NULL"
        )
        == []
    )
    assert site.query("SELECT count(*) = max(id) FROM events") == [(True,)]


def fifty_agents(site, servers):
    return [site.cast.agent(f"agent{n:02}", url=servers[n % len(servers)].url) for n in range(1, 51)]


def test_fifty_who_open_rooms_at_once_on_two_servers_get_exactly_as_many_as_there_may_be(site):
    servers = [site.start(limits={"rooms": 20, "users": 60}) for _ in range(2)]
    people = fifty_agents(site, servers)
    results = at_once([lambda person=person: creates(person, person.name) for person in people])
    refusals = [each for each in results if isinstance(each, Exception)]
    assert len(refusals) == 30 and {each.code for each in refusals} == {"capacity.rooms"}
    assert refusals[0].status == 503 and refusals[0].headers["Retry-After"] and refusals[0].document["limit"] == 20
    rooms = [each for each in results if isinstance(each, str)]
    assert site.query("SELECT count(*) FROM rooms WHERE closed_at IS NULL AND NOT permanent") == [(20,)]
    owner = people[results.index(rooms[0])]
    owner.post(f"/end/{rooms[0]}")
    creates(owner, "in its place")
    refused("capacity.rooms", creates, owner, "one too many")
    consistent(site)


def test_fifty_who_join_and_leave_at_once_on_two_servers_never_pass_the_limit_of_users(site):
    servers = [site.start(limits={"users": 30}) for _ in range(2)]
    people = fifty_agents(site, servers)
    room = creates(people[0])
    results = at_once([lambda person=person: joins(person, room) for person in people])
    refusals = [each for each in results if isinstance(each, Exception)]
    assert len(refusals) == 20 and {each.code for each in refusals} == {"capacity.users"}
    inside = [person for person, result in zip(people, results, strict=True) if not isinstance(result, Exception)]
    assert len(inside) == 30 and len(joins(people[0], room)["members"]) == 30
    outside = [person for person in people if person not in inside]
    # As many go as come: whoever is refused came before there was a place.
    goers = [person for person in inside if person is not people[0]][:20]
    at_once(
        [lambda person=person: person.post(f"/leave/{room}") for person in goers]
        + [lambda person=person: joins(person, room) for person in outside]
    )
    for person in outside:
        joins(person, room)
    assert refused("capacity.users", joins, goers[0], room).document["limit"] == 30
    assert site.query("SELECT count(*), count(DISTINCT session_id) FROM members WHERE left_event IS NULL") == [(30, 30)]
    consistent(site)


def test_fifty_who_open_join_and_leave_at_once_leave_nothing_behind(site):
    servers = [site.start(limits={"rooms": 10, "users": 60}) for _ in range(2)]
    people = fifty_agents(site, servers)
    shared = creates(people[0], "shared")

    def comes_and_goes(person, number):
        if number % 2:
            joins(person, shared)
            person.post(f"/leave/{shared}")
            joins(person, shared)
        else:
            try:
                room = creates(person, person.name)
            except Exception as problem:
                assert problem.code == "capacity.rooms", problem
                return
            person.post(f"/leave/{room}")

    results = at_once([lambda n=n, person=person: comes_and_goes(person, n) for n, person in enumerate(people)])
    assert results == [None] * 50
    assert len(joins(people[0], shared)["members"]) == 26
    assert site.query("SELECT name FROM rooms WHERE closed_at IS NULL AND NOT permanent") == [("shared",)]
    consistent(site)


# ── conversations that outgrow their room ───────────────────────────────────────────────────────────────────────────

SMALL = {"limits": {"session_bytes": 1000, "message_bytes": 500, "rooms": 1}}


def fill(person, room, size=400, times=2):
    for _ in range(times):
        person.says(room, "x" * size)


def test_those_inside_are_told_once_when_a_room_nears_its_limit_and_go_on_in_a_linked_one(site):
    servers = [site.start(**SMALL) for _ in range(2)]
    ana, gus, room = site.cast.chat()
    mia = site.cast.monitor(url=servers[1].url)
    mia.post(f"/watch/{room}")
    ana.post(f"/topic/{room}", {"topic": "a long story"})
    for person in (ana, gus, mia):
        person.listens()
    gus.says(room, "x" * 400)
    early = refused("room.continues_later", gus.post, f"/continue/{room}")
    assert early.status == 409 and early.document["size"] == 400 and early.document["needed"] == 800
    gus.says(room, "x" * 400)
    told = mia.hears("limit", what="session_bytes", room=room)
    assert (told["size"], told["limit"]) == (800, 1000)
    gus.says(room, "x" * 100)
    full = refused("capacity.session_bytes", ana.says, room, "x" * 101)
    assert full.document["limit"] == 1000 and full.document["size"] == 900
    first = gus.post(f"/continue/{room}", {"client_id": "on"})
    again = gus.post(f"/continue/{room}", {"client_id": "on"})
    assert (first.status, again.status) == (201, 200) and first.json == again.json
    new = first.json["room"]
    ended = ana.hears("ended", room=room)
    assert ended["reason"] == "continued" and ended["next"] == new
    # Who asks later is told where it went on; who asks as an outsider, nothing.
    assert ana.post(f"/continue/{room}").json == {"room": new}
    refused("room.unknown", site.cast.agent("ben").post, f"/continue/{room}")
    here, there = view(gus, new), view(ana, new)
    assert here["continued_from"] == room and here["topic"] == "a long story" and here["bytes"] == 0
    assert here["question"] == there["question"] == "How do I …?" and there["owner"] == ana.id
    assert names(there["members"]) == [("Gus", "guest"), ("Ana", "agent"), ("Mia", "watcher")]
    gus.says(new, "and then")
    for person in (ana, gus, mia):
        person.hears("message", room=new, body="and then")
        assert [e["kind"] for e in person.heard].count("limit") == 1
    assert [e["kind"] for e in gus.get(f"/message/{room}").json["events"]].count("limit") == 1
    consistent(site)


def test_a_conversation_that_goes_on_counts_once_for_the_room_limit_and_for_its_agent(site):
    site.start(queue={"default_chat_limit": 1}, **SMALL)
    ana, gus, room = site.cast.chat()
    fill(gus, room)
    new = gus.post(f"/continue/{room}").json["room"]
    assert [agent["chats"] for agent in ana.get("/list").json["agents"]] == [1]
    refused("capacity.rooms", creates, ana)
    ana.post(f"/end/{new}")
    creates(ana)


def test_two_who_go_on_at_once_meet_in_one_room(site):
    servers = [site.start(**SMALL) for _ in range(2)]
    ana, gus, room = site.cast.chat()
    ana.url = servers[1].url
    fill(gus, room)
    replies = at_once([lambda person=person: person.post(f"/continue/{room}") for person in (ana, gus) * 5])
    assert sorted(reply.status for reply in replies) == [200] * 9 + [201]
    assert len({reply.json["room"] for reply in replies}) == 1
    consistent(site)


def test_rights_invitations_and_tags_go_on_with_a_conversation(site):
    site.start(**SMALL)
    ana, gus, room = site.cast.chat()
    ben, mia = site.cast.agent("ben"), site.cast.monitor()
    ana.listens()
    ana.post(f"/tags/{room}", {"add": ["sync", "crash"]})
    ana.post(f"/invite/{room}", {"session": ben.id})
    offer = ana.post(f"/invite/{room}", {"session": mia.id}).json["offer"]
    ana.post(f"/rights/{room}", {"role": "guest", "deny": ["end"]})
    fill(gus, room)
    new = gus.post(f"/continue/{room}").json["room"]
    refused("permission.end", gus.post, f"/end/{new}")
    joins(ben, new)
    assert mia.post(f"/offer/{offer}", {"accept": True}).json == {"room": new}
    assert ana.hears("tagged", room=new)["tags"] == ["crash", "sync"]
    assert next(each["tags"] for each in ben.state()["rooms"] if each["id"] == new) == ["crash", "sync"]


def test_the_agents_room_goes_on_by_itself(site):
    site.start(limits={"session_bytes": 1000, "message_bytes": 500})
    ana = site.cast.agent().listens()
    old = next(room["id"] for room in ana.get("/list").json["rooms"] if room["permanent"])
    joins(ana, old)
    fill(ana, old)
    new = ana.hears("ended", room=old, reason="continued")["next"]
    ana.hears("joined", room=new)
    ana.says(new, "still here")
    assert [room["id"] for room in ana.get("/list").json["rooms"] if room["permanent"]] == [new]
