"""The six limits: exact at N and at N + 1 over several servers at once, and nothing to notice for those inside."""

import itertools
import re
import time

import pytest

from inko_lite.database import Database
from inko_lite.desk.figures import FIGURES as READ_FIGURES

from .cast import Problem
from .crowd import at_once, refusals, twin
from .test_chat import refused
from .test_moderation import group

WAITS = {"capacity.users", "capacity.rooms", "capacity.waiting", "capacity.messages_per_minute"}


def two_servers(site, **limits):
    settings = {"limits": limits, "flood": {"enabled": False}}
    return [site.start(**settings), site.start(**settings)]


def check(results, accepted, code, limit):
    """So many were accepted, and all others were refused with this code, the limit, and Retry-After where waiting helps."""
    late = refusals(results)
    assert len(results) - len(late) == accepted, results
    for problem in late:
        assert (problem.code, problem.document["limit"]) == (code, limit)
        assert ("Retry-After" in problem.headers) == (code in WAITS)
        assert problem.code not in WAITS or 1 <= int(problem.headers["Retry-After"]) <= 60


def post(hand, room, body="x"):
    return lambda: hand.post(f"/message/{room}", {"body": body})


def time_passes(site, seconds):
    """Makes all that happened older, rather than sleeping."""
    site.query("UPDATE events SET at = at - %s * interval '1 s'", (seconds,))


# ── people and rooms ────────────────────────────────────────────────────────────────────────────────────────────────


def test_exactly_so_many_people_are_in_rooms(site):
    one, two = two_servers(site, users=6)
    ana, gus, inside = site.cast.chat()
    ana.listens(), gus.listens()
    comers = [site.cast.agent(f"agent{n:02}", url=(one, two)[n % 2].url) for n in range(1, 13)]
    results = at_once(*(lambda who=who: who.post("/create", {"name": who.name}) for who in comers))
    check(results, 4, "capacity.users", 6)
    assert site.query("SELECT count(DISTINCT session_id) FROM members WHERE left_event IS NULL") == [(6,)]
    # Those inside go on, and take part in one more room without being more people.
    gus.says(inside, "still here"), ana.hears("message", body="still here")
    in_already = next(who for who, reply in zip(comers, results, strict=True) if not isinstance(reply, Problem))
    out_still = next(who for who, reply in zip(comers, results, strict=True) if isinstance(reply, Problem))
    group(ana, in_already)
    refused("capacity.users", out_still.post, "/create", {"name": "no"})
    # A watcher only looks on.
    site.cast.monitor().post(f"/watch/{inside}")
    gus.post(f"/leave/{inside}")
    out_still.post("/create", {"name": "now"})


def test_exactly_so_many_rooms_are_open(site):
    servers = two_servers(site, rooms=5)
    ana, gus, inside = site.cast.chat()
    hands = [twin(ana, servers[n % 2].url) for n in range(14)]
    results = at_once(*(lambda n=n: hands[n].post("/create", {"name": f"G{n}"}) for n in range(14)))
    check(results, 4, "capacity.rooms", 5)
    other = site.cast.guest("Eve")
    other.asks()
    refused("capacity.rooms", ana.assists, other)
    # Who is not taken for want of a room keeps the place.
    assert other.get("/waittime").json["position"] == 1
    gus.says(inside, "still here")
    # A pair that talks is no conference.
    ben = site.cast.agent("ben")
    ana.post("/direct_message", {"session": ben.id, "body": "psst"})
    gus.post(f"/leave/{inside}")
    ana.assists(other)


def test_exactly_so_many_wait(site):
    servers = two_servers(site, waiting=5)
    ana, gus, inside = site.cast.chat()
    guests = [site.cast.guest(f"G{n}", url=servers[n % 2].url) for n in range(12)]
    results = at_once(*(guest.asks for guest in guests))
    check(results, 5, "capacity.waiting", 5)
    assert all(problem.status == 503 and "follow_up_url" in problem.document for problem in refusals(results))
    waiting = [guest for guest, reply in zip(guests, results, strict=True) if not isinstance(reply, Problem)]
    assert sorted(guest.get("/waittime").json["position"] for guest in waiting) == [1, 2, 3, 4, 5]
    gus.says(inside, "still here")
    ana.assists()
    late = [guest for guest, reply in zip(guests, results, strict=True) if isinstance(reply, Problem)]
    check(at_once(*(guest.asks for guest in late)), 1, "capacity.waiting", 5)


# ── messages ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_exactly_so_many_messages_a_minute_all_rooms_together(site):
    servers = two_servers(site, messages_per_minute=10)
    ana, gus, one = site.cast.chat()
    ben, eve, two = site.cast.chat("ben", "Eve")
    places = itertools.cycle([(ana, one), (gus, one), (ben, two), (eve, two)])
    calls = [post(twin(who, servers[n % 2].url), room) for n, (who, room) in zip(range(32), places, strict=False)]
    check(at_once(*calls), 10, "capacity.messages_per_minute", 10)
    # Everything but a message still works for those inside.
    gus.post(f"/message/{one}/typing", {"state": "on"})
    gus.post(f"/leave/{one}")


def test_in_no_window_of_a_minute_are_more_messages_accepted(site):
    servers = two_servers(site, messages_per_minute=10)
    _, gus, room = site.cast.chat()
    hands = [twin(gus, servers[n % 2].url) for n in range(12)]

    def tries(count):
        return count - len(refusals(at_once(*(post(hand, room) for hand in hands[:count]))))

    assert tries(6) == 6
    time_passes(site, 30)
    assert tries(12) == 4
    late = refused("capacity.messages_per_minute", gus.says, room, "too many")
    # Then the first of the six is a minute old.
    assert 20 <= int(late.headers["Retry-After"]) <= 30
    time_passes(site, 31)
    assert tries(12) == 6
    assert tries(3) == 0
    time_passes(site, 61)
    assert tries(12) == 10
    most = site.query(
        "SELECT max(n) FROM (SELECT count(*) OVER (ORDER BY at RANGE BETWEEN interval '60 s' PRECEDING AND CURRENT ROW) AS n"
        " FROM events WHERE kind = 'message') windows"
    )
    assert most == [(10,)]


def test_a_message_of_exactly_the_limit_is_taken_whatever_its_characters(site):
    one, two = two_servers(site, message_bytes=1000)
    ana, gus, room = site.cast.chat()
    for url, body in ((one.url, "x" * 1000), (two.url, "é" * 500), (one.url, "<" * 1000), (two.url, "🦜" * 250)):
        twin(gus, url).post(f"/message/{room}", {"body": body})
        ana.hears("message", body=body)
        problem = refused("capacity.message_bytes", twin(gus, url).post, f"/message/{room}", {"body": body + "x"})
        assert problem.status == 413 and (problem.document["limit"], problem.document["size"]) == (1000, 1001)
        assert "Retry-After" not in problem.headers
    direct = refused("capacity.message_bytes", ana.post, "/direct_message", {"session": ana.id, "body": "x" * 1001})
    assert direct.status == 413


def test_a_conversation_holds_exactly_so_many_bytes(site):
    servers = two_servers(site, message_bytes=100, session_bytes=1000)
    ana, gus, room = site.cast.chat()
    people = (ana, gus)
    calls = [post(twin(people[n % 2], servers[n // 2 % 2].url), room, "x" * 95) for n in range(30)]
    results = at_once(*calls)
    check(results, 10, "capacity.session_bytes", 1000)
    assert all(problem.status == 409 for problem in refusals(results))
    refused("capacity.session_bytes", gus.says, room, "x" * 51)
    gus.says(room, "x" * 50)
    assert refused("capacity.session_bytes", ana.says, room, "x").document["size"] == 1000
    assert site.query("SELECT bytes, largest_message FROM rooms WHERE id = %s", (room,)) == [(1000, 95)]
    # The others have as much room as before.
    ben, _, other = site.cast.chat("ben", "Eve")
    ben.says(other, "x" * 100)


# ── the live figures ────────────────────────────────────────────────────────────────────────────────────────────────

FIGURES = ("users", "rooms", "messages_per_minute", "largest_message", "fullest_session", "waiting")


def figures(monitor):
    return {name: figure["value"] for name, figure in monitor.state()["figures"].items()}


def gauges(person):
    text = person.get("/metrics").body.decode()
    return {name: float(value) for name, value in re.findall(r"^(inko_\w+) (\S+)$", text, re.MULTILINE)}


def test_monitors_see_the_figures_with_their_limits_and_metrics_are_the_same(site):
    site.start(limits={"users": 20, "rooms": 7, "waiting": 9, "messages_per_minute": 100})
    mia = site.cast.monitor()
    assert figures(mia) == dict.fromkeys(FIGURES, 0)
    ana, gus, room = site.cast.chat()
    ben, _, other = site.cast.chat("ben", "Eve")
    site.cast.guest("Wes").asks()
    # Neither a watcher nor a direct room is counted.
    mia.post(f"/watch/{room}")
    ana.post("/direct_message", {"session": ben.id, "body": "ä"})
    gus.says(room, "x" * 300), gus.says(room, "x" * 10), ben.says(other, "y" * 20)
    time_passes(site, 61)
    gus.says(room, "x")

    values = {
        "users": 4, "rooms": 2, "messages_per_minute": 1, "largest_message": 300, "fullest_session": 311, "waiting": 1,
    }  # fmt: skip
    fresh(lambda: figures(mia) == values)
    limits = {name: figure["limit"] for name, figure in mia.state()["figures"].items()}
    assert limits == {
        "users": 20, "rooms": 7, "messages_per_minute": 100, "largest_message": 30720, "fullest_session": 2097152, "waiting": 9,
    }  # fmt: skip
    assert "figures" not in ana.state() and "figures" not in gus.state()
    measured = gauges(mia)
    assert {
        "users": measured["inko_users"], "rooms": measured["inko_rooms"],
        "messages_per_minute": measured["inko_messages_per_minute"], "waiting": measured["inko_waiting"],
        "largest_message": measured["inko_largest_message_bytes"],
        "fullest_session": measured["inko_fullest_session_bytes"],
    } == values  # fmt: skip
    ben.post(f"/end/{other}"), gus.post(f"/leave/{room}")
    fresh(lambda: figures(mia)["rooms"] == 0 and figures(mia)["largest_message"] == 2)


def fresh(check):
    """The figures are at most a second old."""
    end = time.monotonic() + 5
    while not check():
        assert time.monotonic() < end
        time.sleep(0.1)


@pytest.mark.parametrize("messages", [0, 1, 2000])
def test_reading_the_figures_looks_at_the_messages_of_the_last_minute_only(dsn, messages):
    database = Database(dsn, 1)
    for first, count, age in ((1, 20_000, "1 h"), (20_001, messages, "0 s")):
        database.rows(
            "INSERT INTO events (id, stream, kind, message_number, at, data) SELECT n, 'room:x', 'message', n,"
            " clock_timestamp() - %s::interval, '{}' FROM generate_series(%s, %s) n",
            (age, first, first + count - 1),
        )
    database.rows("UPDATE log_head SET messages = 20000 + %s", (messages,))
    database.rows("ANALYZE events")
    assert database.rows(READ_FIGURES)[0][2] == messages
    ((plan,),) = database.rows("EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) " + READ_FIGURES)
    read = plan[0]["Plan"]["Shared Hit Blocks"] + plan[0]["Plan"]["Shared Read Blocks"]
    database.close()
    assert read < 200 + messages
