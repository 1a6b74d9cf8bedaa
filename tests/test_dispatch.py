"""Guests come to agents: taken, offered one at a time, or assigned; by skill, favourite and load; never past a limit."""

import threading

import psycopg2
import pytest

from .cast import Problem
from .conftest import open_site
from .simulation.hall import Hall
from .test_chat import refused

OFFER = {"dispatch": {"mode": "offer", "declined_seconds": 60}}
AUTO = {"dispatch": {"mode": "auto"}}


@pytest.fixture(scope="module")
def sites(databases, template):
    """One site for each mode, for the tests that need no settings of their own."""
    with open_site(databases, template) as offering, open_site(databases, template) as assigning:
        offering.start(**OFFER), assigning.start(**AUTO)
        yield {"offer": offering, "auto": assigning}


def left_behind_nothing(site):
    yield site
    site.cast.leave()
    site.query("DELETE FROM agent_skills")


@pytest.fixture
def offering(sites):
    yield from left_behind_nothing(sites["offer"])


@pytest.fixture
def assigning(sites):
    yield from left_behind_nothing(sites["auto"])


def answer(agent, offer, accept=True):
    return agent.post(f"/offer/{offer['offer']}", {"accept": accept})


def open_chats(site):
    return dict(
        site.query("SELECT owner_id, count(*) FROM rooms WHERE closed_at IS NULL AND kind = 'support' GROUP BY 1")
    )


# ── offers ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_guest_is_offered_to_one_agent_who_accepts(offering):
    ana, ben, gus = (
        offering.cast.agent("ana").listens(),
        offering.cast.agent("ben").listens(),
        offering.cast.guest().listens(),
    )
    gus.asks("Why?", product="Sync")
    told = ben.hears("guest_offered", guest=gus.id)["to"]
    chosen, other = (ana, ben) if told["id"] == ana.id else (ben, ana)
    offer = chosen.hears("offered", reason="queue")
    assert (offer["guest"], offer["name"], offer["question"]) == (gus.id, "Gus", "Why?")
    assert offer["metadata"]["product"] == "Sync" and offer["expires_at"] > offer["at"]
    assert [each["offered_to"]["id"] for each in other.get("/guests").json] == [chosen.id]
    (pending,) = chosen.state()["offers"]
    assert (pending["offer"], pending["guest"], pending["question"]) == (offer["offer"], gus.id, "Why?")
    refused("offer.gone", answer, other, offer)
    reply = answer(chosen, offer)
    assert reply.status == 201
    assert gus.hears("assigned")["room"] == reply.json["room"] == chosen.hears("assigned")["room"]
    assert answer(chosen, offer).json == reply.json
    assert other.hears("dequeued", guest=gus.id)["agent"]["id"] == chosen.id
    assert not [event for event in other.heard if event["kind"] == "offered"]


def test_a_declined_guest_goes_to_the_next_agent_at_once_and_not_back(offering):
    ana, ben = offering.cast.agent("ana").listens(), offering.cast.agent("ben").listens()
    gus = offering.cast.guest().listens()
    gus.asks()
    first_to = ana.hears("guest_offered", guest=gus.id)["to"]["id"]
    first, second = (ana, ben) if first_to == ana.id else (ben, ana)
    assert answer(first, first.hears("offered"), accept=False).status == 200
    offer = second.hears("offered", guest=gus.id)
    answer(second, offer, accept=False)
    second.hears("offer_expired", offer=offer["offer"], how="declined")
    (guest,) = ana.get("/queue/why").json["guests"]
    assert all(each["verdict"].startswith("declined ") for each in guest["agents"])
    assert gus.state()["queue"]["position"] == 1
    # Whoever declined may still take the guest by hand.
    assert first.assists(gus)


def test_who_misses_two_offers_in_a_row_is_away_and_the_guests_go_on(site):
    site.start(dispatch={"mode": "offer", "declined_seconds": 0.2}, queue={"offer_seconds": 0.4})
    ana, gus = site.cast.agent("ana").listens(), site.cast.guest()
    gus.asks()
    away = ana.hears("status", status="away")
    assert away["reason"] == "missed_offers" and away["from"]["id"] == ana.id
    ends = [event["how"] for event in ana.heard if event["kind"] == "offer_expired"]
    assert ends == ["timeout", "timeout"]
    (guest,) = ana.get("/queue/why").json["guests"]
    assert guest["agents"] == [{"id": ana.id, "name": "Ana", "verdict": "away"}]
    ben = site.cast.agent("ben").listens()
    assert answer(ben, ben.hears("offered", guest=gus.id)).status == 201


def test_an_answer_between_two_misses_starts_the_count_anew(site):
    site.start(dispatch={"mode": "offer", "declined_seconds": 0.1}, queue={"offer_seconds": 0.5})
    ana, gus = site.cast.agent("ana").listens(), site.cast.guest()
    gus.asks()
    ana.hears("offer_expired", how="timeout")

    def offers():
        return [event for event in ana.heard if event["kind"] == "offered"]

    def hears_another(number):
        with ana._changed:
            assert ana._changed.wait_for(lambda: len(offers()) >= number, 10)

    hears_another(2)
    answer(ana, offers()[1], accept=False)
    ana.hears("offer_expired", offer=offers()[1]["offer"], how="declined")
    hears_another(3)
    ana.hears("offer_expired", offer=offers()[2]["offer"], how="timeout")
    assert ana.state()["session"]["status"] == "online"


def test_an_offer_is_taken_back_when_the_agent_leaves_or_somebody_picks_the_guest(offering):
    ana, gus = offering.cast.agent("ana").listens(), offering.cast.guest()
    gus.asks()
    first = ana.hears("offered")["offer"]
    ana.post("/status", {"status": "away"})
    assert ana.hears("offer_expired", offer=first)["how"] == "revoked"
    ben = offering.cast.agent("ben").listens()
    second = ben.hears("offered", guest=gus.id)
    ana.post("/status", {"status": "online"})
    assert ana.assists(gus)
    assert ben.hears("offer_expired", offer=second["offer"])["how"] == "revoked"
    refused("offer.gone", answer, ben, second)


def test_an_agent_has_one_offer_at_a_time_and_the_next_follows_at_once(offering):
    ana = offering.cast.agent("ana").listens()
    guests = [offering.cast.guest(f"G{n}") for n in range(2)]
    for guest in guests:
        guest.asks()
    offer = ana.hears("offered", guest=guests[0].id)
    assert [guest.get("offered_to") is not None for guest in ana.get("/guests").json] == [True, False]
    answer(ana, offer)
    assert ana.hears("offered", guest=guests[1].id)
    # Who asks for the next one gets the one who is offered already.
    assert ana.assists()
    assert ana.get("/guests").json == []


def test_offers_work_over_two_servers(site):
    urls = [site.start(**OFFER).url for _ in range(2)]
    ana, gus = site.cast.agent("ana", url=urls[0]).listens(), site.cast.guest(url=urls[1]).listens()
    gus.asks()
    room = answer(ana, ana.hears("offered")).json["room"]
    assert gus.hears("assigned", room=room)
    assert site.query("SELECT count(*) FROM offers") == [(1,)]


# ── assigned at once ────────────────────────────────────────────────────────────────────────────────────────────────


def test_guests_are_assigned_up_to_the_limit_and_freed_capacity_is_used_at_once(assigning):
    ana = assigning.cast.agent("ana").listens()
    ana.post("/set_limit", {"limit": 2})
    guests = [assigning.cast.guest(f"G{n}").listens() for n in range(4)]
    for guest in guests:
        guest.asks()
    rooms = [guest.hears("assigned")["room"] for guest in guests[:2]]
    assert [each["id"] for each in ana.get("/guests").json] == [guests[2].id, guests[3].id]
    ana.post(f"/end/{rooms[0]}")
    assert guests[2].hears("assigned")
    ana.post("/set_limit", {"limit": 3})
    assert guests[3].hears("assigned")
    assert open_chats(assigning) == {ana.id: 3}


def test_chats_are_spread_by_load_in_proportion_to_the_limit(assigning):
    ana, ben = assigning.cast.agent("ana"), assigning.cast.agent("ben")
    ana.post("/set_limit", {"limit": 2}), ben.post("/set_limit", {"limit": 4})
    for n in range(6):
        guest = assigning.cast.guest(f"G{n}").listens()
        guest.asks()
        guest.hears("assigned")
        chats = open_chats(assigning)
        assert abs(chats.get(ana.id, 0) / 2 - chats.get(ben.id, 0) / 4) <= 0.5
    assert chats == {ana.id: 2, ben.id: 4}


def test_a_guest_given_back_is_for_somebody_else_first(dsn):
    hall = Hall(dsn, dispatch={"mode": "auto", "skill_wait_seconds": 100})
    ana, gus = hall.agent("ana"), hall.guest("Gus")
    room = hall.hears(gus, "assigned")["room"]
    hall.desk.offers.transfer(ana, room, None, "", False)
    hall.passes(98)
    assert hall.waiting() == ["Gus"]
    # With nobody else there, the same agent is better than none.
    hall.passes(3)
    assert hall.waiting() == [] and hall.rows("SELECT owner_id FROM rooms WHERE id = %s", (room,)) == [(ana.id,)]
    hall.close()


# ── who is asked ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_skills_decide_who_is_asked(assigning):
    ana, mia = assigning.cast.agent("ana").listens(), assigning.cast.monitor()
    skills = ana.post("/skills", {"products": ["Mail"], "locales": ["en", "de"]}).json["skills"]
    assert skills == {"products": ["Mail"], "topics": [], "locales": ["en", "de"], "tags": []}
    assert ana.get("/skills").json["skills"] == mia.get(f"/skills?agent={ana.id}").json["skills"] == skills
    # She helps as well.
    mia.post("/status", {"status": "away"})
    gus, eve = assigning.cast.guest("Gus"), assigning.cast.guest("Eve").listens()
    gus.asks(product="sync", locale="de-AT"), eve.asks(product="MAIL", locale="de-AT")
    eve.hears("assigned")
    (guest,) = ana.get("/queue/why").json["guests"]
    assert guest["id"] == gus.id
    assert {each["name"]: each["verdict"] for each in guest["agents"]} == {"Ana": "lacks product sync", "Mia": "away"}


def test_a_guest_who_has_waited_long_enough_is_given_to_the_unskilled_too(dsn):
    hall = Hall(dsn, dispatch={"mode": "auto", "skill_wait_seconds": 100})
    ana = hall.agent("ana")
    hall.desk.skills.set(ana, None, {"products": ["Mail"]})
    gus = hall.guest("Gus", product="Sync")
    hall.passes(99)
    assert hall.waiting() == ["Gus"]
    hall.passes(2)
    assert hall.hears(gus, "assigned")
    hall.close()


def test_skills_that_change_are_used_at_once_and_a_monitor_may_set_them(assigning):
    ana, mia, gus = assigning.cast.agent("ana").listens(), assigning.cast.monitor(), assigning.cast.guest().listens()
    mia.post("/skills", {"agent": ana.id, "topics": ["Crashes"]})
    assert ana.hears("skills", topics=["Crashes"])["agent"]["id"] == ana.id
    gus.asks(topic="Passwords")
    assert [each["id"] for each in ana.get("/guests").json] == [gus.id]
    ana.post("/skills", {"topics": []})
    assert gus.hears("assigned")
    refused("permission.monitor", ana.post, "/skills", {"agent": mia.id, "topics": []})
    refused("agent.unknown", mia.post, "/skills", {"agent": gus.id, "topics": []})
    refused("permission.agent", gus.get, "/skills")
    refused("request.invalid", ana.post, "/skills", {"topics": ["x" * 65]})


def test_the_next_in_order_passes_over_those_whom_the_agent_cannot_help_yet(cast):
    ana, gus, eve = cast.agent(), cast.guest("Gus"), cast.guest("Eve")
    ana.post("/skills", {"products": ["Mail"]})
    gus.asks(product="Sync"), eve.asks(product="Mail")
    room = ana.assists()
    assert [member["name"] for member in ana.state()["rooms"][0]["members"] if member["role"] == "guest"] == ["Eve"]
    ana.post(f"/end/{room}")
    refused("queue.empty", ana.assists)
    assert ana.assists(gus)
    ana.post("/skills", {"products": []})


def test_the_agent_whom_the_guest_asks_for_comes_first(assigning):
    ana, ben = assigning.cast.agent("ana"), assigning.cast.agent("ben")
    for number, wanted in enumerate((ben, ana, ben, ana)):
        guest = assigning.cast.guest(f"G{number}").listens()
        guest.asks(preferred_agent=wanted.session["name"])
        assert guest.hears("assigned")["with"]["id"] == wanted.id


def test_who_helped_the_last_time_comes_first(assigning):
    agents = {agent.id: agent for agent in (assigning.cast.agent("ana"), assigning.cast.agent("ben"))}
    gus = assigning.cast.guest().listens()
    gus.asks()
    first = gus.hears("assigned")
    gus.post(f"/end/{first['room']}")
    # By load and idleness it would be the other one's turn.
    gus.heard.clear()
    gus.asks()
    assert gus.hears("assigned")["with"]["id"] == first["with"]["id"] in agents


# ── trainees ────────────────────────────────────────────────────────────────────────────────────────────────────────


def join_group(site, account, group):
    site.query("INSERT INTO auth_group (name) VALUES (%s) ON CONFLICT DO NOTHING", (group,))
    site.query(
        "INSERT INTO auth_user_groups (user_id, group_id) SELECT u.id, g.id FROM auth_user u, auth_group g"
        " WHERE u.username = %s AND g.name = %s",
        (account, group),
    )


def test_a_trainee_comes_into_chats_by_invitation_until_promoted(site):
    join_group(site, "ben", "Newcomers")
    site.start(dispatch={"trainee_groups": ["Newcomers"]}, django={**site._django, "recheck_seconds": 0.2})
    ana, ben, gus = site.cast.agent("ana"), site.cast.agent("ben").listens(), site.cast.guest("Gus")
    gus.asks()
    assert refused("permission.approved", ben.assists).status == 403
    refused("permission.approved", ben.assists, gus)
    assert "approved" not in ben.get("/session").json["session"]["permissions"]
    room = ana.assists()
    unavailable = refused("agent.unavailable", ana.post, f"/transfer/{room}", {"agent": ben.id})
    assert "invitation" in unavailable.document["detail"]
    ana.post(f"/invite/{room}", {"session": ben.id})
    ben.post(f"/join/{room}")
    ben.says(room, "I learn")
    site.query("DELETE FROM auth_user_groups WHERE group_id = (SELECT id FROM auth_group WHERE name = 'Newcomers')")
    eve = site.cast.guest("Eve")
    eve.asks()
    # The site's word counts from the next look at it; the session and its chats go on.
    threading.Event().wait(0.3)
    assert ben.assists(eve)
    assert ben.hears("status", approved=True)["from"]["id"] == ben.id
    ben.says(room, "I learned")


def test_without_approved_staff_the_queue_is_unstaffed(site):
    join_group(site, "ben", "Newcomers")
    site.start(dispatch={"trainee_groups": ["Newcomers"]})
    site.cast.agent("ben")
    assert site.cast.stranger().get("/waittime").json["status"] == "unstaffed"


# ── limits and order ────────────────────────────────────────────────────────────────────────────────────────────────


def test_fifty_claims_at_once_never_pass_a_limit(site):
    site.start()
    agents = [site.cast.agent(f"agent{n:02}") for n in range(1, 6)]
    for n in range(20):
        site.cast.guest(f"G{n}").asks()
    gate, rooms, codes = threading.Barrier(50), [], []

    def grab(agent):
        gate.wait()
        try:
            rooms.append(agent.__class__.post(agent, "/assist").json["room"])
        except Problem as problem:
            codes.append(problem.code)

    # Each of the fifty has a connection of its own.
    claims = []
    for agent in agents:
        for _ in range(10):
            twin = type(agent)(agent.url, agent.name)
            twin.cookies, twin.csrf = dict(agent.cookies), agent.csrf
            claims.append(threading.Thread(target=grab, args=(twin,)))
    for claim in claims:
        claim.start()
    for claim in claims:
        claim.join()
    assert len(rooms) == len(set(rooms)) == 15 and codes == ["agent.full"] * 35
    assert set(open_chats(site).values()) == {3}


def test_the_database_itself_refuses_a_chat_past_the_limit(cast, shared_site):
    ana, _, room = cast.chat()
    ben = cast.agent("ben")
    ben.post("/set_limit", {"limit": 0})
    with pytest.raises(psycopg2.errors.CheckViolation, match="a limit of 0"):
        shared_site.query("UPDATE rooms SET owner_id = %s WHERE id = %s", (ben.id, room))
    with pytest.raises(psycopg2.errors.CheckViolation):
        shared_site.query("INSERT INTO rooms (id, kind, name, owner_id) VALUES ('x', 'support', 'x', %s)", (ben.id,))
    assert open_chats(shared_site) == {ana.id: 1}


def test_a_monitor_may_force_a_conversation_past_the_limit_and_that_is_recorded(cast, shared_site):
    _, _, room = cast.chat()
    ben, mia = cast.agent("ben"), cast.monitor()
    ben.post("/set_limit", {"limit": 0})
    mia.post(f"/transfer/{room}", {"agent": ben.id, "force": True})
    assert shared_site.query("SELECT owner_id, past_limit FROM rooms WHERE id = %s", (room,)) == [(ben.id, True)]
    acts = shared_site.query("SELECT act, subject_id, detail FROM audit WHERE room_id = %s", (room,))
    assert acts == [("transfer", ben.id, {"forced": True})]


def test_a_guest_taken_out_of_order_is_recorded_and_one_in_order_is_not(cast, shared_site):
    ana, one, two = cast.agent(), cast.guest("One"), cast.guest("Two")
    one.asks(), two.asks()
    room = ana.assists(two)
    acts = shared_site.query("SELECT actor_id, subject_id, detail FROM audit WHERE room_id = %s", (room,))
    assert acts == [(ana.id, two.id, {"passed": [one.id]})]
    room = ana.assists(one)
    assert shared_site.query("SELECT 1 FROM audit WHERE room_id = %s", (room,)) == []
