"""Rights: who may do what in a room, changed for those who are inside, over HTTP."""

import threading

import pytest

from inko_lite.desk import permissions

from .cast import Problem
from .test_chat import refused
from .test_rooms import creates, joins, view


def rights(person, room, **body):
    return person.post(f"/rights/{room}", body).json["rights"]


@pytest.fixture
def three(cast):
    """A group of its owner, another agent and a user: `(ana, ben, sam, room)`."""
    ana, ben, sam = cast.agent("ana"), cast.agent("ben"), cast.user()
    room = creates(ana)
    joins(ben, room)
    ana.post(f"/invite/{room}", {"session": sam.id})
    joins(sam, room)
    return ana, ben, sam, room


def test_who_is_muted_is_refused_from_the_next_message_on_until_that_is_taken_back(three):
    ana, ben, sam, room = three
    ben.listens(), sam.listens()
    sam.says(room, "I may")
    assert rights(ana, room, session=sam.id, deny=["speak"]) == [{"session": sam.id, "allow": [], "deny": ["speak"]}]
    told = ben.hears("rights", room=room, session=sam.id)
    assert told["deny"] == ["speak"] and told["allow"] == [] and told["from"]["id"] == ana.id
    assert refused("permission.speak", sam.says, room, "may I?").status == 403
    refused("permission.speak", sam.post, f"/message/{room}/typing", {"state": "on"})
    assert "speak" not in view(sam, room)["may"] and "speak" in view(ben, room)["may"]
    ben.says(room, "I still may")
    rights(ana, room, session=sam.id, allow=["speak"])
    sam.says(room, "again")


def test_a_repeated_message_of_somebody_muted_meanwhile_is_answered_as_before(three):
    ana, _, sam, room = three
    first = sam.says(room, "said", client_id="s1")
    rights(ana, room, session=sam.id, deny=["speak"])
    assert sam.says(room, "said", client_id="s1") == first


def test_what_is_said_of_a_person_goes_before_what_is_said_of_the_role(three):
    ana, ben, sam, room = three
    rights(ana, room, role="member", deny=["speak"])
    refused("permission.speak", sam.says, room, "members may not")
    ben.says(room, "agents may")
    rights(ana, room, session=sam.id, allow=["speak"])
    sam.says(room, "but I may")
    rights(ana, room, role="agent", deny=["speak", "topic"])
    refused("permission.speak", ben.says, room, "agents may not")
    refused("permission.topic", ben.post, f"/topic/{room}", {"topic": "x"})
    ana.says(room, "the owner may")


def test_nobody_is_heard_after_being_muted(site):
    servers = [site.start(flood={"enabled": False}, limits={"messages_per_minute": 100_000}) for _ in range(2)]
    ana, sam = site.cast.agent(), site.cast.user(url=servers[1].url)
    room = creates(ana)
    ana.post(f"/invite/{room}", {"session": sam.id})
    joins(sam, room)
    said, muted = [], threading.Event()

    def talk():
        try:
            while True:
                said.append(sam.says(room, "still")["id"])
        except Problem as problem:
            assert problem.code == "permission.speak", problem
            muted.set()

    talker = threading.Thread(target=talk)
    talker.start()
    while len(said) < 20:
        pass
    rights(ana, room, session=sam.id, deny=["speak"])
    talker.join(10)
    assert muted.is_set()
    ((at,),) = site.query("SELECT id FROM events WHERE kind = 'rights'")
    stored = site.query("SELECT id FROM events WHERE kind = 'message' ORDER BY id")
    assert [id_ for (id_,) in stored] == said and said[-1] < at


def test_only_the_owner_or_a_monitor_changes_rights(cast, three):
    ana, ben, sam, room = three
    for person in (ben, sam):
        assert refused("permission.rights", rights, person, room, session=ana.id, deny=["speak"]).status == 403
    mia = cast.monitor()
    rights(mia, room, session=ana.id, deny=["speak"])
    refused("permission.speak", ana.says, room, "even the owner")
    # As the owner, one may take that back.
    rights(ana, room, session=ana.id, allow=["speak"])
    ana.says(room, "mine")
    assert refused(
        "room.unknown", rights, cast.agent("agent01"), creates(ana, private=True), role="agent", deny=["speak"]
    )


def test_a_guest_can_be_given_more_and_be_muted_in_the_guests_own_chat(cast):
    ana, gus, room = cast.chat()
    refused("permission.topic", gus.post, f"/topic/{room}", {"topic": "x"})
    rights(ana, room, role="guest", allow=["topic"], deny=["speak", "end"])
    gus.post(f"/topic/{room}", {"topic": "x"})
    refused("permission.speak", gus.says, room, "x")
    refused("permission.end", gus.post, f"/end/{room}")
    gus.post(f"/leave/{room}")


def test_who_may_join_is_up_to_the_room(cast):
    ana, ben, sam = cast.agent("ana"), cast.agent("ben"), cast.user()
    room = creates(ana)
    refused("room.unknown", joins, sam, room)
    rights(ana, room, role="member", allow=["join"])
    assert joins(sam, room)["role"] == "member"
    rights(ana, room, role="agent", deny=["join"])
    assert refused("permission.join", joins, ben, room).status == 403
    # An invitation does not get around a room that does not want somebody.
    ana.post(f"/invite/{room}", {"session": ben.id})
    refused("permission.join", joins, ben, room)
    joins(cast.monitor(), room)
    private = creates(ana, private=True)
    refused("room.unknown", joins, ben, private)
    rights(ana, private, role="agent", allow=["join"])
    joins(ben, private)
    # A support room is one guest's own, whatever its rights say.
    guest = cast.guest("Eve")
    guest.asks()
    support = ana.assists()
    rights(ana, support, role="member", allow=["join"])
    refused("room.unknown", joins, sam, support)


def test_an_agent_may_be_allowed_to_watch(cast):
    ana, gus, room = cast.chat()
    ben = cast.agent("ben")
    refused("room.unknown", ben.post, f"/watch/{room}")
    rights(ana, room, role="agent", allow=["watch"])
    assert ben.post(f"/watch/{room}").json["role"] == "watcher"
    refused("permission.speak", ben.says, room, "I see")
    rights(ana, room, role="agent", allow=["speak"])
    refused("permission.speak", ben.says, room, "no right makes a watcher speak")
    # Who may be there unseen cannot be named.
    refused("session.unknown", rights, ana, room, session=ben.id, allow=["speak"])
    gus.listens()
    assert ben.id not in str(gus.state())


def test_a_right_that_is_given_is_used(three):
    ana, ben, _, room = three
    refused("permission.end", ben.post, f"/end/{room}")
    rights(ana, room, session=ben.id, allow=["end", "invite"])
    ben.post(f"/end/{room}")


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"deny": ["speak"]}, "$"),
        ({"role": "guest", "session": "x", "deny": ["speak"]}, "$"),
        ({"role": "guest"}, "$"),
        ({"role": "owner", "deny": ["speak"]}, "$.role"),
        ({"role": "watcher", "allow": ["speak"]}, "$.role"),
        ({"role": "guest", "deny": ["rights"]}, "$.deny[0]"),
        ({"role": "guest", "allow": ["fly"]}, "$.allow[0]"),
        ({"role": "guest", "allow": ["topic", "speak"], "deny": ["speak"]}, "$.allow[1]"),
        ({"role": "guest", "allow": "speak"}, "$.allow"),
    ],
)
def test_a_change_of_rights_that_makes_no_sense_is_refused(cast, body, path):
    ana = cast.agent()
    room = creates(ana)
    problem = refused("request.invalid", ana.post, f"/rights/{room}", body)
    assert problem.document["errors"][0]["path"] == path
    refused("session.unknown", rights, ana, room, session="nobody", deny=["speak"])


def test_the_same_change_again_is_told_once(three):
    ana, _, _, room = three
    for _ in range(2):
        rights(ana, room, role="member", deny=["topic"])
    assert [e["kind"] for e in ana.get(f"/message/{room}").json["events"]].count("rights") == 1


def test_the_table_of_rights_holds_what_the_roles_are_for():
    """Watchers may do nothing whatever a room says; whoever owns may speak and end; monitors rule, but do not speak, unseen."""
    for kind, roles in permissions.RIGHTS.items():
        assert set(roles) <= {"owner", "agent", "member", "guest", "monitor"}
        for action in (*permissions.ACTIONS, "rights"):
            assert not permissions.can("watcher", action, {action: True}, kind)
            assert not permissions.can(None, action, {action: True}, kind)
            for role in roles:
                assert permissions.can(role, action, {}, kind) == (action in roles[role])
        assert not permissions.can("monitor", "speak", {"speak": True}, kind)
        assert permissions.can("monitor", "kick", {"kick": False}, kind)
