"""What the monitor page looks at: the floor, the last hour of the limits, the day hour by hour, and an agent stood down."""

import datetime
import time

import pytest

from .cast import SECONDS, Problem

WATCHED = ("/capacity", "/overview", "/reports/day")


def soon(read, good):
    """What `read` gives once it is `good`: answers are kept for a second, so that many screens cost no more than one."""
    end = time.monotonic() + SECONDS
    while not good(found := read()) and time.monotonic() < end:
        pass
    assert good(found), found
    return found


def the_room(monitor, room, good=lambda room: True):
    def read():
        return next((each for each in monitor.get("/overview").json["rooms"] if each["id"] == room), None)

    return soon(read, lambda room: room is not None and good(room))


@pytest.fixture
def own(site):
    """A site that reads everything anew for each question, and finds nobody silent for long."""
    site.start(flood={"enabled": False})
    return site


def test_only_monitors_look_at_the_floor(cast):
    ana, gus = cast.agent("ana"), cast.guest()
    for path in WATCHED:
        for person in (ana, gus):
            with pytest.raises(Problem) as refused:
                person.get(path)
            assert refused.value.code == "permission.monitor"
    with pytest.raises(Problem) as refused:
        ana.post("/stand_down", {"agent": ana.id})
    assert refused.value.code == "permission.monitor"


@pytest.mark.parametrize("page", ["/monitor", "/history"])
def test_the_pages_are_for_those_who_may_see_them(cast, page):
    guest, ana, mia = cast.guest(), cast.agent("ana"), cast.monitor()
    asked = guest.request("GET", page, headers={"Accept": "text/html"})
    assert asked.status == 302 and "next=" in asked.headers["Location"] and page in asked.headers["Location"]
    assert mia.get(page).headers["Content-Security-Policy"]
    seen = ana.request("GET", page)
    assert (seen.status, seen.status != 200 and seen.json["code"]) == (
        (403, "permission.monitor") if page == "/monitor" else (200, False)
    )


def test_a_link_to_a_conversation_leads_there_after_signing_in(cast):
    asked = cast.guest().request("GET", "/history?room=abc&q=a%20b", headers={"Accept": "text/html"})
    assert asked.headers["Location"].endswith("next=/history%3Froom%3Dabc%26q%3Da%2520b")


def test_every_open_room_shows_its_last_line_and_since_when_its_guest_waits(own):
    mia = own.cast.monitor()
    ana, gus, room = own.cast.chat()
    seen = the_room(mia, room)
    assert seen["guest"] == {"id": gus.id, "name": "Gus", "silent": False}
    assert seen["agent"] == {"id": ana.id, "name": ana.session["name"]}
    assert seen["topic"] == "How do I …?" and seen["last"] is None and seen["watchers"] == []
    # Nobody has said anything yet: the guest has waited since the chat began.
    assert seen["waits_since"] == seen["opened_at"]
    ana.says(room, "Hello!")
    first = gus.says(room, "It does not start.")
    gus.says(room, "Are you there? " + "x" * 300)
    mia.post(f"/watch/{room}")
    seen = the_room(mia, room, lambda room: room["watchers"])
    assert seen["waits_since"] == first["at"] and seen["watchers"] == [mia.id] and seen["members"] == 2
    assert seen["last"]["from"] == {"id": gus.id, "name": "Gus"}
    assert seen["last"]["body"].startswith("Are you there?") and len(seen["last"]["body"]) == 200
    ana.says(room, "Yes.")
    assert the_room(mia, room, lambda room: room["last"]["body"] == "Yes.")["waits_since"] is None


def test_no_direct_room_and_no_permanent_one_is_on_the_floor(own):
    mia, ana, ben = own.cast.monitor(), own.cast.agent("ana"), own.cast.agent("ben")
    ana.post("/direct_message", {"session": ben.id, "body": "psst", "client_id": "d1"})
    group = ana.post("/create", {"name": "Crash day"}).json["room"]
    assert [(room["id"], room["kind"], room["guest"]) for room in mia.get("/overview").json["rooms"]] == [
        (group, "group", None)
    ]


def test_agents_are_shown_with_chats_and_limit_and_those_who_fell_silent_too(site):
    site.start(presence={"reconnecting_seconds": 1, "agent_gone_seconds": 60, "grace_seconds": 0.5})
    mia = site.cast.monitor()
    ana, _, _ = site.cast.chat()
    site.query("UPDATE uptime SET since = '-infinity'")

    def read():
        # Each time anew: a lease of what she did just now may still be on its way.
        site.query("UPDATE sessions SET seen_at = clock_timestamp() - interval '40 s' WHERE id = %s", (ana.id,))
        return {agent["id"]: agent for agent in mia.get("/overview").json["agents"]}

    seen = soon(read, lambda seen: seen[ana.id]["silent_seconds"] is not None)
    assert (seen[ana.id]["chats"], seen[ana.id]["chat_limit"], seen[ana.id]["status"]) == (1, 3, "online")
    assert 39 < seen[ana.id]["silent_seconds"] < 50
    assert seen[mia.id]["silent_seconds"] is None and seen[mia.id]["kind"] == "monitor"


def test_a_monitor_stands_an_agent_down_and_the_guests_wait_at_the_front_in_their_order(own):
    mia, ana = own.cast.monitor(), own.cast.agent("ana")
    guests = [own.cast.guest(name) for name in ("Gus", "Ida")]
    for guest in guests:
        guest.asks(f"{guest.name} asks")
    rooms = [ana.assists(guest) for guest in guests]
    own.cast.guest("Zoe").asks("I am new")
    mia.listens()
    assert mia.post("/stand_down", {"agent": ana.id}).json == {"requeued": rooms}
    assert mia.hears("status", reason="stood_down")["status"] == "away"
    waiting = [entry["name"] for entry in mia.get("/guests").json]
    assert waiting == ["Gus", "Ida", "Zoe"]
    (entry,) = mia.get("/audit?act=stand_down").json["entries"]
    assert entry["subject"]["id"] == ana.id and entry["detail"] == {"rooms": 2}
    assert mia.post("/stand_down", {"agent": ana.id}).json == {"requeued": []}
    with pytest.raises(Problem) as refused:
        mia.post("/stand_down", {"agent": guests[0].id})
    assert refused.value.code == "agent.unknown"


def test_a_guest_who_is_opened_to_anybody_needs_nobody_with_the_skill(site):
    site.start(dispatch={"mode": "offer", "skill_wait_seconds": 600})
    mia, ana = site.cast.monitor(), site.cast.agent("ana")
    mia.post("/status", {"status": "away"})
    ana.post("/skills", {"products": ["Thunderbird"]})
    gus = site.cast.guest()
    gus.asks("My bookmarks are gone", product="Firefox for desktop")
    (why,) = mia.get("/queue/why").json["guests"]
    assert "lacks product firefox for desktop" in {agent["verdict"] for agent in why["agents"]}
    ana.listens()
    assert mia.post(f"/queue/{gus.id}", {"action": "anybody"}).json == {"guest": gus.id, "state": "waiting"}
    assert ana.hears("offered", seconds=SECONDS)["reason"] == "queue"


def test_the_last_hour_is_kept_a_row_a_minute_and_no_longer(own):
    mia = own.cast.monitor()
    own.cast.chat()
    own.query(
        "INSERT INTO gauge_minutes (minute, users, rooms, messages_per_minute, largest_message, fullest_session, waiting)"
        " SELECT date_trunc('minute', now()) - n * interval '1 min', n, 1, 2, 3, 4, 5 FROM generate_series(30, 90) AS n"
    )
    seen = soon(lambda: mia.get("/capacity").json, lambda seen: seen["figures"]["users"]["value"])
    assert seen["certificate"]["limits"]["users"] == 50
    assert seen["figures"]["users"] == {"value": 2, "limit": 50}
    users = seen["hour"]["values"]["users"]
    assert seen["hour"]["seconds"] == 60 and len(users) == 60
    # Minutes in which nobody looked are no zeros.
    assert users[:30] == list(range(59, 29, -1)) and set(users[30:58]) == {None}


def test_each_look_raises_the_minute_and_drops_what_is_older_than_the_hour(own):
    """The sampling itself, as the server's upkeep does it: by whichever worker, as often as it likes."""
    from inko_lite.config import load
    from inko_lite.database import Database
    from inko_lite.desk.figures import Figures
    from inko_lite.desk.gauges import Gauges
    from inko_lite.stream.events import EventLog

    config = load(environ={}, overrides={})
    log = EventLog(Database(own.dsn, 2, "inko-lite test"))
    own.cast.chat()
    own.query("INSERT INTO gauge_minutes SELECT now() - interval '3 hours', 1, 1, 1, 1, 1, 1")
    for _ in range(2):  # two workers
        Gauges(config, log, Figures(config, log), None).sample()
    rows = own.query("SELECT users, rooms, waiting FROM gauge_minutes ORDER BY minute")
    log.database.close()
    assert rows[-1] == (2, 1, 0) and (1, 1, 1) not in rows and len(rows) <= 2


def test_the_day_is_told_hour_by_hour_and_each_agent_by_answers(own):
    mia = own.cast.monitor()
    ana, gus, room = own.cast.chat()
    ana.says(room, "Hello!")
    gus.says(room, "One thing")
    gus.says(room, "and another")
    ana.says(room, "I see.")
    gone = own.cast.guest("Gil")
    gone.asks("Too long")
    gone.post("/queue/leave")
    gus.post(f"/end/{room}")
    gus.post(f"/survey/{room}", {"score": 4, "solved": True})
    since = datetime.datetime.now(datetime.UTC).replace(minute=0, second=0, microsecond=0) - datetime.timedelta(hours=3)
    day = mia.get(f"/reports/day?from={since:%Y-%m-%dT%H:%M:%SZ}").json
    assert (day["total"]["chats"], day["total"]["abandoned"], day["total"]["score_4"]) == (1, 1, 1)
    assert len(day["hours"]) == 4 and day["hours"][0]["at"] == f"{since:%Y-%m-%dT%H:%M:%S}.000Z"
    assert [hour["chats"] for hour in day["hours"][:3]] == [0, 0, 0]
    assert (day["hours"][3]["chats"], day["hours"][3]["abandoned"]) == (1, 1)
    assert day["usual_chats"] is None
    (agent,) = day["agents"]
    # The greeting, and one answer to two messages in a row.
    assert agent["answers"] == 2 and agent["answer_median_seconds"] >= 0
    assert (agent["chats"], agent["surveys"], agent["score_mean"]) == (1, 1, 4.0)
    with pytest.raises(Problem) as refused:
        mia.get("/reports/day?from=2020-01-01")
    assert refused.value.code == "request.invalid"


def test_a_usual_day_is_the_mean_of_the_same_weekdays_that_had_chats(own):
    mia = own.cast.monitor()
    _, _, room = own.cast.chat()
    own.query(
        "UPDATE chats SET queued_at = queued_at - interval '14 days', assigned_at = assigned_at - interval '14 days' WHERE room_id = %s",
        (room,),
    )
    assert (
        mia.get(
            f"/reports/day?from={datetime.datetime.now(datetime.UTC) - datetime.timedelta(hours=2):%Y-%m-%dT%H:%M:%SZ}"
        ).json["usual_chats"]
        == 1.0
    )


def test_the_past_is_found_by_score_and_counted_only_for_those_who_ask(own):
    mia = own.cast.monitor()
    ana = own.cast.agent("ana")
    for name, score in (("Gus", 1), ("Ida", 5), ("Eve", None)):
        _, guest, room = own.cast.chat(ana, name)
        ana.says(room, "Hello")
        guest.post(f"/end/{room}")
        if score:
            guest.post(f"/survey/{room}", {"score": score, "solved": score > 3})
    found = mia.get("/transcripts?score=5&count=true").json
    assert ([room["guest"]["name"] for room in found["rooms"]], found["total"]) == (["Ida"], 1)
    assert mia.get("/transcripts?count=true&limit=1").json["total"] == 3
    assert "total" not in mia.get("/transcripts").json
    with pytest.raises(Problem) as refused:
        mia.get("/transcripts?score=6")
    assert refused.value.code == "request.invalid"
