"""The rules of dispatch by themselves: who may serve whom, and who does."""

import copy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inko_lite.desk.matching import Agent, Floor, Guest, Rules, folded, locales

AGENTS = tuple(f"a{n}" for n in range(5))
VALUES = ("x", "y", "z")


def skills_of(values):
    return st.dictionaries(st.sampled_from(("product", "locale", "tag")), values, max_size=2)


guests = st.builds(
    Guest,
    id=st.uuids().map(str),
    name=st.just("G"),
    entry_id=st.uuids().map(str),
    place=st.integers(-3, 60),
    waited=st.sampled_from((0.0, 29.0, 31.0, 119.0, 121.0)),
    silent=st.sampled_from((0.0, 0.0, 0.0, 20.0)),
    asks=skills_of(st.lists(st.sampled_from(VALUES), min_size=1, max_size=2).map(tuple)),
    wants=st.sampled_from(("", "", "a1", "nobody")),
    from_agent=st.sampled_from((None, None, "a2")),
    from_reason=st.sampled_from(("transferred", "agent_gone")),
    offered_to=st.sampled_from((None, None, None, "a3")),
    has_room=st.booleans(),
    refused=st.dictionaries(st.sampled_from(AGENTS), st.just(("declined", 3.0)), max_size=2),
)
agents = st.builds(
    Agent,
    id=st.sampled_from(AGENTS),
    account=st.just("account"),
    name=st.just("A"),
    status=st.sampled_from(("online", "online", "online", "away")),
    approved=st.sampled_from((True, True, True, False)),
    chats=st.integers(0, 3),
    limit=st.integers(0, 4),
    silent=st.sampled_from((0.0, 0.0, 0.0, 20.0)),
    idle=st.floats(0, 100),
    skills=skills_of(st.frozensets(st.sampled_from(VALUES), max_size=2)),
    answering=st.booleans(),
    in_room=st.booleans(),
)


def floors(free_rooms, free_users):
    return st.builds(
        Floor,
        guests=st.lists(guests, max_size=6, unique_by=lambda guest: guest.place),
        agents=st.lists(agents, max_size=4, unique_by=lambda agent: agent.id),
        rules=st.builds(Rules, at_once=st.booleans()),
        free_rooms=free_rooms,
        free_users=free_users,
    )


roomy = floors(st.just(99), st.just(99))
cramped = floors(st.integers(0, 4), st.integers(0, 6))
few = settings(max_examples=120, deadline=None)


@given(roomy)
@few
def test_nobody_is_passed_over_for_somebody_later(floor):
    before = copy.deepcopy(floor)
    pairs = floor.choose()
    served = {guest.id for guest, _ in pairs}
    for guest, agent in pairs:
        for earlier in before.guests:
            if earlier.place < guest.place and earlier.id not in served:
                assert before.verdict(earlier, before.agent(agent.id)) != "ok"


@given(roomy | cramped)
@few
def test_after_choosing_nobody_waits_who_could_be_served(floor):
    served = {guest.id for guest, _ in floor.choose()}
    waiting = [guest for guest in floor.guests if guest.id not in served]
    assert not [(guest, agent) for guest in waiting for agent in floor.agents if floor.verdict(guest, agent) == "ok"]


@given(roomy | cramped)
@few
def test_no_limit_is_passed_and_nobody_is_asked_twice(floor):
    before = copy.deepcopy(floor)
    pairs = floor.choose()
    assert len({guest.id for guest, _ in pairs}) == len(pairs)
    for agent in before.agents:
        given_to = sum(each.id == agent.id for _, each in pairs)
        if given_to:
            assert agent.approved and agent.status == "online" and agent.chats + given_to <= agent.limit
            assert floor.rules.at_once or (given_to == 1 and not agent.answering)
    if pairs:
        assert floor.free_rooms >= 0 and floor.free_users >= 0


@given(roomy | cramped, st.randoms(use_true_random=False))
@few
def test_the_choice_does_not_hang_on_the_order_of_the_rows(floor, random):
    other = copy.deepcopy(floor)
    random.shuffle(other.guests), random.shuffle(other.agents)
    other = Floor(other.guests, other.agents, other.rules, other.free_rooms, other.free_users)
    chosen = [(guest.id, agent.id) for guest, agent in floor.choose()]
    assert chosen == [(guest.id, agent.id) for guest, agent in other.choose()]


@given(roomy | cramped)
@few
def test_who_asks_for_the_next_one_gets_the_first_who_fits(floor):
    for agent in floor.agents:
        guest = floor.next_for(agent)
        fitting = [each for each in floor.guests if floor.verdict(each, agent) in ("ok", "offered")]
        assert guest is (fitting[0] if fitting else None)


# ── verdicts and preferences, one by one ────────────────────────────────────────────────────────────────────────────


def guest(**more):
    return Guest(**{"id": "g", "name": "Gus", "entry_id": "e", "place": 1, "waited": 60.0, **more})


def agent(id_="ana", **more):
    return Agent(**{"id": id_, "account": "7", "name": id_.title(), "limit": 3, **more})


@pytest.mark.parametrize(
    ("about_guest", "about_agent", "verdict"),
    [
        ({}, {}, "ok"),
        ({}, {"approved": False}, "not approved"),
        ({}, {"status": "busy"}, "busy"),
        ({}, {"silent": 15.0}, "gone"),
        ({}, {"chats": 3}, "full 3/3"),
        ({}, {"limit": 0}, "full 0/0"),
        ({"silent": 15.0}, {}, "guest gone"),
        ({"offered_to": "ana"}, {}, "offered"),
        ({"offered_to": "ben"}, {}, "offered to Ben"),
        ({"refused": {"ana": ("declined", 12.3)}}, {}, "declined 12 s ago"),
        ({"refused": {"ana": ("missed", 1.0)}}, {}, "missed 1 s ago"),
        ({"from_agent": "ana", "from_reason": "transferred"}, {}, "gave the guest back"),
        ({"from_agent": "ana", "from_reason": "transferred", "waited": 120.0}, {}, "ok"),
        ({"from_agent": "ben", "from_reason": "agent_gone", "waited": 9.0}, {}, "kept for Ben"),
        ({"wants": "ben", "waited": 29.0}, {}, "kept for Ben"),
        ({"wants": "ben", "waited": 30.0}, {}, "ok"),
        ({"wants": "ben", "waited": 9.0, "refused": {"ben": ("declined", 1.0)}}, {}, "ok"),
        ({"wants": "carl", "waited": 9.0}, {}, "ok"),
        ({"asks": {"product": ("sync",)}}, {"skills": {"product": frozenset({"mail"})}}, "lacks product sync"),
        ({"asks": {"product": ("sync",)}, "waited": 120.0}, {"skills": {"product": frozenset({"mail"})}}, "ok"),
        ({"asks": {"product": ("sync",)}, "wants": "ana"}, {"skills": {"product": frozenset({"mail"})}}, "ok"),
        ({"asks": {"tag": ("crash", "mail")}}, {"skills": {"tag": frozenset({"mail"})}}, "ok"),
        ({"asks": {"product": ("sync",)}}, {"skills": {"product": frozenset()}}, "ok"),
        ({}, {"answering": True}, "answers another offer"),
    ],
)
def test_each_verdict_has_its_reason(about_guest, about_agent, verdict):
    floor = Floor([guest(**about_guest)], [agent(**about_agent), agent("ben")], Rules())
    assert floor.verdict(floor.guests[0], floor.agents[0]) == verdict


def test_a_guest_is_kept_for_a_busy_favourite_and_not_for_an_absent_one():
    for about, verdict in (
        ({"chats": 3}, "kept for Ben"),
        ({"answering": True}, "kept for Ben"),
        ({"status": "away"}, "ok"),
        ({"silent": 99.0}, "ok"),
        ({"approved": False}, "ok"),
    ):
        floor = Floor([guest(wants="ben", waited=1.0)], [agent(), agent("ben", **about)], Rules())
        assert floor.verdict(floor.guests[0], floor.agents[0]) == verdict, about


def test_where_no_room_or_no_place_in_rooms_is_left_nobody_is_given():
    floor = Floor([guest()], [agent()], Rules(), free_rooms=0)
    assert floor.verdict(floor.guests[0], floor.agents[0]) == "no room free" and not floor.choose()
    floor = Floor([guest()], [agent()], Rules(), free_users=1)
    assert floor.verdict(floor.guests[0], floor.agents[0]) == "too many people in rooms" and not floor.choose()
    floor = Floor([guest(has_room=True)], [agent()], Rules(), free_rooms=0, free_users=1)
    assert len(floor.choose()) == 1


def chosen(*agents, **about_guest):
    ((_, agent),) = Floor([guest(**about_guest)], list(agents), Rules()).choose()
    return agent.id


def test_the_lowest_load_in_proportion_to_the_limit_goes_first_then_who_was_idle_longest():
    assert chosen(agent("a", chats=1, limit=2), agent("b", chats=2, limit=6)) == "b"
    assert chosen(agent("a", chats=1, limit=3, idle=9.0), agent("b", chats=2, limit=6, idle=10.0)) == "b"
    assert chosen(agent("a"), agent("b")) == "a"


def test_once_skills_are_waived_the_skilled_still_go_first():
    unskilled = agent("a", skills={"product": frozenset({"mail"})})
    skilled = agent("b", chats=2, skills={"product": frozenset({"sync"})})
    assert chosen(unskilled, skilled, asks={"product": ("sync",)}, waited=500.0) == "b"


def test_at_once_means_several_to_one_agent_up_to_the_limit_in_the_order_of_places():
    waiting = [guest(id=f"g{n}", entry_id=f"e{n}", place=n) for n in (3, 1, 2, 4)]
    floor = Floor(waiting, [agent(chats=1)], Rules(at_once=True))
    assert [each.id for each, _ in floor.choose()] == ["g1", "g2"]


def test_texts_are_compared_without_case_and_a_variant_of_a_language_with_the_language_too():
    assert folded([" Firefox", "", None, 7, "SYNC "]) == ("firefox", "sync")
    assert locales("de-AT") == ("de-at", "de") and locales("de") == ("de",) and locales(None) == ()
