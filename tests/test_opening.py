"""Entering the queue, opening and closing it, holding a place, standing by, and coming back."""

import datetime
import threading

import pytest

from inko_lite.desk.hours import Hours, HoursError
from inko_lite.desk.waiting_times import seconds_a_place

from .cast import Problem
from .test_chat import refused


def mode(who, name, **more):
    return who.post("/queue", {"mode": name, **more}).json


def test_a_monitor_closes_the_queue_with_a_message_that_newcomers_read(site):
    site.start()
    mia, ana, gus = site.cast.monitor(), site.cast.agent(), site.cast.guest()
    gus.listens()
    mode(mia, "closed", message="Back at noon.")
    closed = gus.hears("queue_closed")
    assert closed["status"] == "closed" and "Back at noon." in closed["reason"]
    assert gus.get("/waittime").json["status"] == "closed"
    problem = refused("queue.closed", gus.asks)
    assert problem.status == 503 and "Back at noon." in problem.document["detail"]
    assert mode(mia, "auto")["status"] == "open"
    gus.hears("queue_opened", status="open")
    gus.asks()
    refused("permission.monitor", ana.post, "/queue", {"mode": "closed"})
    refused("request.invalid", mia.post, "/queue", {"mode": "ajar"})


def test_draining_serves_those_who_wait_and_takes_nobody_else(site):
    site.start()
    mia, ana, gus, late = site.cast.monitor(), site.cast.agent(), site.cast.guest(), site.cast.guest("Late")
    gus.asks()
    mode(mia, "draining")
    refused("queue.closed", late.asks)
    assert ana.assists()


def test_the_queue_closes_when_full_and_opens_when_a_place_is_free(site):
    site.start(limits={"waiting": 2})
    ana = site.cast.agent()
    guests = [site.cast.guest(f"G{n}") for n in range(3)]
    guests[2].listens()
    guests[0].asks(), guests[1].asks()
    assert guests[2].hears("queue_closed")["status"] == "full"
    problem = refused("capacity.waiting", guests[2].asks)
    assert problem.document["limit"] == 2 and problem.headers["Retry-After"]
    ana.assists()
    guests[2].hears("queue_opened")
    guests[2].asks()


def test_a_full_queue_opens_at_a_threshold_below_when_one_is_set(site):
    site.start(limits={"waiting": 3}, opening={"reopen_waiting": 1})
    ana = site.cast.agent()
    guests = [site.cast.guest(f"G{n}") for n in range(4)]
    for guest in guests[:3]:
        guest.asks()
    ana.assists()
    refused("capacity.waiting", guests[3].asks)
    ana.assists()
    assert guests[3].asks()["position"] == 2


def test_without_a_monitor_the_queue_stays_shut_where_one_is_needed(site):
    site.start(opening={"need_monitor": True})
    site.cast.agent()
    gus = site.cast.guest()
    refused("queue.unstaffed", gus.asks)
    site.cast.monitor()
    gus.asks()


def test_too_long_a_wait_closes_the_queue_to_newcomers(site):
    site.start(opening={"max_wait_minutes": 3}, queue={"static_wait_seconds": 100})
    site.cast.agent()
    site.cast.guest("A").asks()
    problem = refused("queue.closed", site.cast.guest("B").asks)
    assert "expected wait is 3 minutes" in problem.document["detail"]


def test_outside_its_hours_the_queue_says_when_it_opens(site):
    tomorrow = (datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=2)).strftime("%a").lower()
    site.start(opening={"hours": [f"{tomorrow} 09:00-17:00"]})
    site.cast.agent()
    problem = refused("queue.closed", site.cast.guest().asks)
    assert tomorrow in problem.document["detail"]


def test_hours_know_weekdays_midnight_and_time_zones():
    at = datetime.datetime.fromisoformat
    hours = Hours(["mon-fri 09:00-17:00", "sat 22:00-02:00", "sun 23:00-01:00"], "Europe/Berlin")
    assert hours.open_at(at("2026-11-23T08:00:00+00:00")) and not hours.open_at(at("2026-11-23T16:00:00+00:00"))
    assert hours.open_at(at("2026-11-22T00:30:00+00:00")) and not hours.open_at(at("2026-11-22T01:30:00+00:00"))
    assert hours.open_at(at("2026-11-22T23:30:00+00:00")), "Sunday's hours go on into Monday"
    assert hours.open_at(at("2026-07-06T07:00:00+00:00")), "summer time"
    assert Hours([], "UTC").open_at(at("2026-11-22T03:00:00+00:00"))
    for lines, zone in ((["mon 9-17"], "UTC"), (["mon 25:00-26:00"], "UTC"), ([], "Mars/Base")):
        with pytest.raises(HoursError):
            Hours(lines, zone)


def test_a_place_is_held_while_the_question_is_typed(site):
    site.start(limits={"waiting": 2})
    site.cast.agent()
    slow, quick, third = (site.cast.guest(name) for name in ("Slow", "Quick", "Third"))
    held = slow.post("/queue/reserve")
    assert held.status == 201 and held.json["position"] == 1 and held.json["expires_at"]
    assert quick.asks()["position"] == 2
    refused("capacity.waiting", third.asks)
    refused("capacity.waiting", third.post, "/queue/reserve")
    assert slow.post("/queue/reserve").json["position"] == 1
    assert slow.asks()["position"] == 1
    refused("queue.already", slow.post, "/queue/reserve")


def test_a_place_that_is_left_or_runs_out_is_free_again(site):
    site.start(limits={"waiting": 1}, queue={"reserve_seconds": 0.2})
    site.cast.agent()
    one, two, three = (site.cast.guest(name) for name in "ABC")
    one.post("/queue/reserve")
    refused("capacity.waiting", two.asks)
    assert one.post("/queue/leave").json == {"left": True}
    two.post("/queue/reserve")
    site.query("UPDATE reservations SET expires_at = clock_timestamp()")
    assert three.asks()["position"] == 1


def test_a_text_stands_by_when_the_queue_is_full_and_is_taken_when_a_place_is_free(site):
    site.start(limits={"waiting": 1})
    ana = site.cast.agent()
    one, two, three = (site.cast.guest(name) for name in "ABC")
    one.asks()
    two.listens(), three.listens()
    assert two.asks("my long text", standby=True) == {"standby": True, "standing_by": 1}
    assert three.asks("another", standby=True)["standing_by"] == 2
    refused("queue.already", two.asks)
    ana.assists()
    assert two.hears("queued")["position"] == 1
    assert ana.get("/guests").json[0]["question"] == "my long text"
    assert three.post("/queue/leave").json == {"left": True}
    assert site.query("SELECT count(*) FROM standby") == [(0,)]


def test_the_waiting_limit_is_exact_over_two_servers_at_once(site):
    one, two = site.start(limits={"waiting": 5}), site.start(limits={"waiting": 5})
    site.cast.agent()
    guests = [site.cast.guest(f"G{n}", url=(one, two)[n % 2].url) for n in range(20)]
    taken, codes = [], []

    def ask(guest):
        try:
            taken.append(guest.asks()["position"])
        except Problem as problem:
            codes.append(problem.code)

    threads = [threading.Thread(target=ask, args=(guest,)) for guest in guests]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == [1, 2, 3, 4, 5] and set(codes) == {"capacity.waiting"} and len(codes) == 15


def test_consent_to_the_rules_is_asked_for_and_kept(site):
    site.start(queue={"rules_text": "Be kind.", "rules_version": "2026-1", "consent_required": True})
    ana, gus = site.cast.agent(), site.cast.guest()
    assert gus.get("/waittime").json["rules"] == {"version": "2026-1", "text": "Be kind."}
    refused("request.invalid", gus.asks)
    gus.asks(consent="2026-1")
    assert ana.get("/guests").json[0]["metadata"]["consent"] == "2026-1"


def test_what_the_guest_says_goes_before_what_is_detected(site):
    site.start()
    ana, gus = site.cast.agent(), site.cast.guest()
    agent_string = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:143.0) Gecko/20100101 Firefox/143.0"
    body = {"name": "Gus", "question": "?", "os": "Windows 98", "frequency": "EVERY_TIME", "same_computer": False}
    gus.post("/identify", body, headers={"User-Agent": agent_string, "Accept-Language": "de-AT,de;q=0.8"})
    metadata = ana.get("/guests").json[0]["metadata"]
    assert metadata["os"] == "Windows 98" and metadata["browser"] == "Firefox" and metadata["version"] == "143.0"
    assert (
        metadata["locale"] == "de-AT" and metadata["frequency"] == "EVERY_TIME" and metadata["same_computer"] is False
    )


def test_troubleshooting_data_of_full_length_is_taken_without_home_directories_and_secrets(site):
    site.start()
    ana, gus = site.cast.agent(), site.cast.guest()
    data = '{"path": "/home/gustav/.mozilla", "padding": "' + "x" * 655_000 + '"}'
    gus.asks(troubleshooting=data)
    stored = ana.get("/guests").json[0]["metadata"]["troubleshooting"]
    assert "gustav" not in stored and stored.count("x") >= 655_000
    too_long = gus.request("POST", "/identify", {"name": "G", "question": "?", "troubleshooting": "x" * 655_361})
    assert too_long.status == 422


def test_a_code_brings_a_guest_back_once(site):
    site.start()
    ana, gus = site.cast.agent(), site.cast.guest()
    gus.listens()
    code = gus.asks()["resume_code"]
    assert gus.state()["resume_code"] == code
    room = ana.assists()
    fresh = site.cast.guest("Nobody")
    reply = fresh.post("/session/resume", {"code": code.lower().replace("-", " ")}).json
    fresh.csrf = reply["csrf"]
    assert reply["session"]["id"] == gus.id and reply["session"]["name"] == "Gus"
    assert gus.hears("resumed")
    refused("auth.required", gus.state)
    fresh.says(room, "I am back")
    ana.hears("message", body="I am back")
    other = site.cast.guest("Eve")
    refused("resume.unknown", other.post, "/session/resume", {"code": code})
    fresh.post(f"/end/{room}")
    new_code = site.query("SELECT code FROM resume_codes WHERE session_id = %s", (gus.id,))[0][0]
    refused("resume.unknown", other.post, "/session/resume", {"code": new_code})


def test_guessing_codes_is_slowed_down(site):
    site.start()
    eve = site.cast.guest("Eve")
    codes = [refused_code(eve, f"AAAA-000{n}") for n in range(7)]
    assert codes == ["resume.unknown"] * 5 + ["resume.too_often"] * 2


def refused_code(who, code):
    with pytest.raises(Problem) as caught:
        who.post("/session/resume", {"code": code})
    return caught.value.code


def test_the_pace_moves_from_the_guess_to_what_was_measured():
    assert seconds_a_place(120, 0, 0) == 120
    assert seconds_a_place(120, 3, 3 * 60) == 90
    assert abs(seconds_a_place(120, 20, 20 * 60) - 67.8) < 0.1


def test_the_expected_wait_learns_from_the_guests_that_were_served(site):
    site.start(queue={"static_wait_seconds": 100})
    ana = site.cast.agent()
    before = site.cast.guest().get("/waittime").json["wait_seconds"]
    for n in range(3):
        site.cast.guest(f"G{n}").asks()
        ana.assists()
    after = site.cast.guest().get("/waittime").json
    assert before == 100 and 40 <= after["wait_seconds"] <= 60
    assert after["wait_low_seconds"] < after["wait_seconds"] < after["wait_high_seconds"]
