"""The promise: an acknowledged message is on disk, and each listener gets it exactly once, in order, whatever happens."""

import json
import random
import threading
import time

import pytest

from inko_lite.embedded import EmbeddedPostgres

from .cast import Problem, Stranger
from .conftest import Site, dsn_of, execute

PAIRS = 10
LIFTED = {"limits": {"messages_per_minute": 1_000_000, "users": 500}, "flood": {"enabled": False}}


def log_is_gapless(site):
    count, first, last = site.query("SELECT count(*), min(id), max(id) FROM events")[0]
    (head,) = site.query("SELECT last_id FROM log_head")[0]
    assert (count, first, last) == (head, 1, head)
    assert site.query(
        "SELECT count(*) FROM (SELECT at < lag(at) OVER (ORDER BY id) AS back FROM events) e WHERE back"
    ) == [(0,)]
    numbers = site.query(
        "SELECT count(message_number), count(DISTINCT message_number), max(message_number) FROM events"
    )[0]
    assert numbers[0] == numbers[1] == (numbers[2] or 0)


def chats(cast, count):
    """`count` rooms of two: `[(agent, guest, room)]`."""
    return [cast.chat(agent=f"agent{n:02}", guest=f"Guest {n}") for n in range(1, count + 1)]


def talk(people, rounds, posted, stop=None, pause=0.0):
    """Each of `(person, room)` posts from a thread of its own; `posted[room]` collects what was acknowledged."""
    failures = []

    def speak(person, room):
        try:
            for n in range(rounds):
                if stop is not None and stop.is_set():
                    return
                body = f"{person.name} {n}"
                posted[room].append((person.insists(room, body)["id"], body))
                time.sleep(random.uniform(0, pause))
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=speak, args=each, daemon=True) for each in people]
    for thread in threads:
        thread.start()
    return threads, failures


def expect_all_heard(people, posted, seconds=20):
    """Each listener has, in order and once, exactly what the log has for its room, and that is what was acknowledged."""
    end = time.monotonic() + seconds
    for person, room in people:
        wanted = sorted(posted[room])
        while len(person.heard_messages(room)) < len(wanted) and time.monotonic() < end:
            time.sleep(0.02)
        assert [(e["id"], e["body"]) for e in person.heard_messages(room)] == wanted, person.name


def test_twenty_senders_and_twenty_listeners_that_drop_out_at_random_hear_all_once_in_order(site):
    site.start(**LIFTED)
    pairs = chats(site.cast, PAIRS)
    people = [(person, room) for agent, guest, room in pairs for person in (agent, guest)]
    posted = {room: [] for _, _, room in pairs}
    seed = random.randrange(2**32)
    chance = random.Random(seed)
    print("seed", seed)
    for number, (person, _) in enumerate(people):
        person.streams = number % 2 == 0
        person.listens(stream=person.streams)
    done = threading.Event()

    def drop_out():
        while not done.is_set():
            person, _ = chance.choice(people)
            person.deaf()
            time.sleep(chance.uniform(0, 0.05))
            person.listens(cursor=person.cursor, stream=person.streams)

    dropper = threading.Thread(target=drop_out)
    dropper.start()
    threads, failures = talk(people, 25, posted, pause=0.02)
    for thread in threads:
        thread.join()
    done.set()
    dropper.join()
    assert not failures
    assert sum(map(len, posted.values())) == 20 * 25
    expect_all_heard(people, posted)
    log_is_gapless(site)


def test_what_is_posted_to_one_server_is_heard_on_the_other(site):
    one, two = site.start(**LIFTED), site.start(**LIFTED)
    pairs = [
        (
            site.cast.agent(f"agent{n:02}", url=one.url if n % 2 else two.url),
            site.cast.guest(f"G{n}", url=two.url if n % 2 else one.url),
        )
        for n in range(1, 6)
    ]
    people, posted = [], {}
    for agent, guest in pairs:
        agent.listens(), guest.listens(stream=False)
        guest.asks()
        agent.hears("queued", seconds=5)
        room = agent.assists(guest)
        assert guest.hears("assigned")["room"] == room
        people += [(agent, room), (guest, room)]
        posted[room] = []
    threads, failures = talk(people, 20, posted)
    for thread in threads:
        thread.join()
    assert not failures
    expect_all_heard(people, posted)
    agent, room = people[0]
    agent.post(f"/message/{room}/typing", {"state": "on"})
    people[1][0].hears("typing", room=room)
    log_is_gapless(site)


def test_a_lost_notify_delays_but_does_not_lose_a_message(site):
    site.start(**LIFTED)
    ana, gus, room = site.cast.chat()
    ana.listens()
    # What another worker would write, without its NOTIFY.
    data = {"room": room, "from": {"id": gus.id}, "body": "silent", "client_id": "s1"}
    site.query(
        "WITH head AS (UPDATE log_head SET last_id = last_id + 1, messages = messages + 1, last_at = clock_timestamp()"
        " RETURNING last_id, messages, last_at), room AS (UPDATE rooms SET bytes = bytes + 6 WHERE id = %s RETURNING id)"
        " INSERT INTO events (id, stream, kind, room_id, actor_id, client_id, message_number, at, data)"
        " SELECT last_id, 'room:' || id, 'message', id, %s, 's1', messages, last_at, %s FROM head, room",
        (room, gus.id, json.dumps(data)),
    )
    ana.hears("message", body="silent", seconds=5)
    gus.says(room, "and on")
    ana.hears("message", body="and on")
    log_is_gapless(site)


def test_a_cursor_older_than_the_recent_events_is_served_from_the_table_and_leaks_nothing(site):
    site.start(listen={"recent_events": 5}, **LIFTED)
    ana, gus, room = site.cast.chat()
    eve = site.cast.guest("Eve")
    eve.asks()
    other = ana.assists(eve)
    ids = [gus.says(room, f"m{n}")["id"] for n in range(30)]
    eve.says(other, "mine")
    gus.listens(cursor=0)
    gus.hears("message", body="m29")
    assert [e["id"] for e in gus.heard_messages()] == ids
    eve.listens(cursor=0)
    eve.hears("message", body="mine")
    assert {e.get("room") for e in eve.heard} <= {None, other}


def test_who_comes_later_hears_nothing_from_before_through_an_old_cursor(site):
    site.start(**LIFTED)
    ana = site.cast.agent()
    gus = site.cast.guest()
    gus.asks()
    room = ana.assists()
    gus.says(room, "before")
    gus.post(f"/leave/{room}")
    gus.asks("again")
    room2 = ana.assists()
    gus.says(room2, "after")
    gus.listens(cursor=0)
    gus.hears("message", body="after")
    kinds = [(e["kind"], e.get("room")) for e in gus.heard]
    assert kinds.index(("left", room)) < kinds.index(("joined", room2))
    assert ("ended", room) not in kinds


def test_a_restart_loses_and_doubles_nothing(site):
    server = site.start(**LIFTED)
    port = {"server": {"port": server.port}}
    pairs = chats(site.cast, 3)
    people = [(person, room) for agent, guest, room in pairs for person in (agent, guest)]
    posted = {room: [] for _, _, room in pairs}
    for person, _ in people:
        person.listens()
    threads, failures = talk(people, 40, posted, pause=0.05)
    for _ in range(2):
        time.sleep(0.5)
        server.stop()
        server = site.start(**LIFTED, **port)
    for thread in threads:
        thread.join()
    assert not failures
    expect_all_heard(people, posted)
    log_is_gapless(site)


@pytest.fixture
def durable_site(tmp_path, template, postgres):
    """A site on a PostgreSQL of its own with fsync on, as in production."""
    from inko_lite import demo
    from inko_lite.database import migrate

    with EmbeddedPostgres(tmp_path / "durable") as own:
        migrate(own.dsn)
        site = Site(own.dsn, demo.prepare(own.dsn, tmp_path / "secret", agents=PAIRS))
        try:
            yield site, own
        finally:
            site.close()


def test_after_kill_9_every_acknowledged_message_is_there_once(durable_site):
    site, _ = durable_site
    server = site.start(**LIFTED)
    port = {"server": {"port": server.port}}
    pairs = chats(site.cast, PAIRS)
    people = [(person, room) for agent, guest, room in pairs for person in (agent, guest)]
    posted = {room: [] for _, _, room in pairs}
    for person, _ in people:
        person.listens()
    threads, failures = talk(people, 30, posted, pause=0.05)
    for _ in range(2):
        time.sleep(0.6)
        server.kill()
        server = site.start(**LIFTED, **port)
    for thread in threads:
        thread.join()
    assert not failures
    assert sum(map(len, posted.values())) == 20 * 30
    for room, acknowledged in posted.items():
        stored = site.query(
            "SELECT id, data ->> 'body' FROM events WHERE room_id = %s AND kind = 'message' ORDER BY id", (room,)
        )
        assert stored == sorted(acknowledged)
    expect_all_heard(people, posted)
    log_is_gapless(site)


def test_a_sender_that_does_not_know_what_became_of_its_message_doubles_nothing(durable_site):
    site, _ = durable_site
    server = site.start(**LIFTED)
    _, gus, room = site.cast.chat(agent="ana")
    first = gus.says(room, "once", client_id="k1")
    server.kill()
    server = site.start(**LIFTED, server={"port": server.port})
    assert gus.insists(room, "once", client_id="k1") == first
    assert site.query("SELECT count(*) FROM events WHERE kind = 'message'") == [(1,)]


def test_without_the_database_posts_are_refused_at_once_and_listeners_stay(databases, template, postgres):
    """The test takes this site's database away by refusing connections to it."""
    with databases.one() as dsn:
        site = Site(dsn, template[1])
        name = dsn.rsplit("dbname=", 1)[1]
        try:
            site.start(**LIFTED)
            ana, gus, room = site.cast.chat()
            ana.listens()
            execute(postgres.dsn, f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
            execute(postgres.dsn, f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")
            for _ in range(3):
                with pytest.raises(Problem) as caught:
                    gus.says(room, "lost?", client_id="l1")
                assert caught.value.code == "store.unavailable" and caught.value.headers["Retry-After"]
            assert Stranger(gus.url).request("GET", "/healthz").status == 200
            assert Stranger(gus.url).request("GET", "/readyz").status == 503
            execute(postgres.dsn, f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
            gus.insists(room, "lost?", client_id="l1")
            ana.hears("message", body="lost?")
            assert len(ana.heard_messages()) == 1
            log_is_gapless(site)
        finally:
            execute(dsn_of(postgres, "postgres"), f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
            site.close()


def test_a_database_that_restarted_while_nobody_asked_is_felt_by_nobody(site, postgres):
    """Idle connections are dead then; each is looked at before it is used."""
    site.start(**LIFTED)
    ana, gus, room = site.cast.chat()
    others = "application_name IN ('inko-lite', 'inko-lite writer', 'inko-lite site')"
    assert site.query(
        f"SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity WHERE datname = current_database() AND {others}"
    )
    assert gus.says(room, "hello")["id"]
    assert ana.state()["rooms"][0]["id"] == room
