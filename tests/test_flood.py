"""How much one person may send: exact for a person on several servers at once, and nobody else feels it."""

import pytest

from inko_lite.config import load
from inko_lite.database import Database
from inko_lite.desk.flood import Flood, Sent

from .crowd import at_once, refusals, twin
from .test_chat import refused
from .test_moderation import group

FIVE = {"messages_per_minute": 5, "staff_messages_per_minute": 8}
# Small enough to reach, large enough for the largest message.
BYTES = {
    "limits": {"message_bytes": 1000},
    "flood": {"bytes_per_minute": 3000, "staff_bytes_per_minute": 5000},
}


def chat_on(site, *servers):
    """A guest in a chat, and its hands on each of the servers: `(agent, guest, room, hands)`."""
    ana, gus, room = site.cast.chat()
    return ana, gus, room, [twin(gus, server.url) for server in servers]


def post(hand, room, body="x"):
    return lambda: hand.post(f"/message/{room}", {"body": body})


def minutes_pass(site, seconds):
    """Makes what was sent older, rather than sleeping."""
    site.query(
        "UPDATE flood SET recent = ARRAY(SELECT CASE WHEN n %% 3 = 1 THEN value - %s ELSE value END"
        " FROM unnest(recent) WITH ORDINALITY AS each (value, n) ORDER BY n)",
        (seconds,),
    )


def test_one_person_sends_exactly_so_many_messages_through_two_servers_at_once(site):
    servers = [site.start(flood=FIVE), site.start(flood=FIVE)]
    ana, _, room, hands = chat_on(site, *servers)
    connections = [twin(hand) for hand in hands for _ in range(12)]
    results = at_once(*(post(connection, room) for connection in connections))
    late = refusals(results)
    assert len(results) - len(late) == 5 and {problem.code for problem in late} == {"flood.messages"}
    for problem in late:
        assert problem.status == 429 and problem.document["limit"] == 5
        assert 0 < int(problem.headers["Retry-After"]) <= 61
    # The agent whom the flood was aimed at has a budget of its own, and a higher one.
    results = at_once(*(post(twin(ana, servers[n % 2].url), room) for n in range(12)))
    assert len(refusals(results)) == 4
    assert [e["kind"] for e in ana.get(f"/message/{room}").json["events"]].count("message") == 13


def test_a_person_in_several_rooms_and_sessions_on_several_servers_is_one_person(site):
    servers = [site.start(flood=FIVE), site.start(flood=FIVE)]
    ana, again = site.cast.agent(url=servers[0].url), site.cast.agent(url=servers[1].url)
    assert ana.id == again.id
    rooms = [group(person, name=f"G{n}") for n, person in enumerate([ana, ana, ana, again, again, again])]
    people = [twin(ana, servers[n % 2].url) if n < 3 else twin(again, servers[n % 2].url) for n in range(6)]
    results = at_once(*(post(twin(people[n % 6]), rooms[n % 6]) for n in range(30)))
    assert len(results) - len(refusals(results)) == 8


def test_one_person_sends_exactly_so_many_bytes_a_minute(site):
    servers = [site.start(**BYTES), site.start(**BYTES)]
    _, _, room, hands = chat_on(site, *servers)
    connections = [twin(hand) for hand in hands for _ in range(10)]
    results = at_once(*(post(connection, room, "é" * 250) for connection in connections))
    late = refusals(results)
    assert len(results) - len(late) == 6 and {problem.code for problem in late} == {"flood.bytes"}
    assert all(problem.document["limit"] == 3000 and problem.document["size"] == 500 for problem in late)
    assert all(0 < int(problem.headers["Retry-After"]) <= 61 for problem in late)
    refused("flood.bytes", hands[0].post, f"/message/{room}", {"body": "x"})


def test_the_window_slides_and_retry_after_is_when_there_is_room_again(site):
    site.start(flood=FIVE)
    _, gus, room = site.cast.chat()
    for _ in range(3):
        gus.says(room, "early")
    minutes_pass(site, 30)
    for _ in range(2):
        gus.says(room, "late")
    early = refused("flood.messages", gus.says, room, "too many")
    assert 25 <= int(early.headers["Retry-After"]) <= 31
    minutes_pass(site, int(early.headers["Retry-After"]))
    # Exactly the three of then count no more.
    for _ in range(3):
        gus.says(room, "again")
    refused("flood.messages", gus.says, room, "too many")
    minutes_pass(site, 61)
    gus.says(room, "much later")


def test_what_was_refused_does_not_count_and_a_repeat_is_no_second_message(site):
    site.start(flood=FIVE, limits={"message_bytes": 100})
    _, gus, room = site.cast.chat()
    for _ in range(10):
        refused("room.unknown", gus.says, "AAAAAAAAAAAAAAAAAAAAAA", "nowhere")
        refused("capacity.message_bytes", gus.says, room, "x" * 101)
    for _ in range(10):
        gus.says(room, "once", client_id="same")
    for _ in range(4):
        gus.says(room, "x")
    refused("flood.messages", gus.says, room, "x")
    # Even now a client learns what became of what it sent before.
    gus.says(room, "once", client_id="same")


def test_without_limits_nothing_of_them_is_kept(site):
    site.start(flood={"enabled": False} | FIVE)
    _, gus, room = site.cast.chat()
    for _ in range(20):
        gus.says(room, "x")
    assert site.query("SELECT count(*) FROM flood") == [(0,)]


def test_those_who_are_silent_are_forgotten(site):
    site.start(flood=FIVE)
    ana, gus, room = site.cast.chat()
    gus.says(room, "x"), ana.says(room, "x")
    minutes_pass(site, 62)
    gus.says(room, "y")
    flood = Flood(load(environ={}).flood, Database(site.dsn, 1))
    flood.sweep()
    assert site.query("SELECT person FROM flood") == [(gus.id,)]
    flood.sweep()
    gus.says(room, "z")


def test_a_row_does_not_grow_with_the_messages(site):
    site.start(flood={"messages_per_minute": 1000})
    _, gus, room = site.cast.chat()
    hands = [twin(gus) for _ in range(10)]
    for _ in range(20):
        at_once(*(post(hand, room) for hand in hands))
    (recent,) = site.query("SELECT recent FROM flood")[0]
    seconds, messages = recent[::3], recent[1::3]
    assert sum(messages) == 200
    # An entry a second; what came since the last look may stand beside it.
    assert len(seconds) <= len(set(seconds)) + 1


@pytest.mark.parametrize(
    ("now", "messages", "wait"),
    [(1000.0, 6, 51.0), (1050.9, 6, 0.1), (1051.0, 4, 39.0), (1090.0, 0, 61)],
)
def test_what_was_sent_in_a_second_counts_until_its_last_moment_is_a_minute_ago(now, messages, wait):
    sent = Sent([990, 1, 10, 990, 1, 10, 1029, 4, 50], now)
    assert sent.messages == messages
    assert sent.until(0, 1, now) == pytest.approx(wait)
