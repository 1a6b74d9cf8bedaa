"""Surveys: asked once, of the guest, answerable as long as the session lives."""

import hashlib
import hmac
import threading
from urllib.parse import parse_qs, urlsplit

import pytest

from .cast import Problem
from .test_chat import refused


def answer(guest, room, score=5, solved=True, **more):
    return guest.post(f"/survey/{room}", {"score": score, "solved": solved, **more})


def test_a_guest_answers_once_and_the_same_again_changes_nothing(cast):
    ana, gus, room = cast.chat()
    ana.listens()
    gus.post(f"/end/{room}")
    assert gus.get("/survey").json == gus.get(f"/survey/{room}").json
    before = gus.get("/survey").json
    assert (before["room"], before["answered"], before["agent"]) == (room, False, "Ana") and before["ended_at"]
    first = answer(gus, room, 4, False, comment=" nice, but ", client_id="s1")
    assert first.status == 201 and first.json["score"] == 4 and first.json["comment"] == "nice, but"
    heard = ana.hears("survey", room=room)
    assert (heard["score"], heard["solved"]) == (4, False) and "comment" not in heard
    again = answer(gus, room, 4, False, comment="nice, but")
    assert again.status == 200 and again.json == first.json
    assert answer(gus, room, 4, False, comment="nice, but", client_id="s1").json == first.json
    refused("client_id.reused", answer, gus, room, 5, False, client_id="s1")
    refused("survey.already", answer, gus, room, 5, True)
    assert gus.get("/survey").json["answered"] is True
    assert len([e for e in ana.heard if e["kind"] == "survey"]) == 1


def test_only_the_guest_of_a_chat_answers_for_it(cast):
    ana, gus, room = cast.chat()
    refused("permission.guest", answer, ana, room)
    refused("room.unknown", answer, cast.guest("Eve"), room)
    refused("room.unknown", answer, gus, "no-such-room")
    refused("room.unknown", cast.guest("New").get, "/survey")
    refused("room.unknown", cast.guest("New").get, f"/survey/{room}")


@pytest.mark.parametrize("score", [0, 6, "5", 4.5, None])
def test_a_score_is_a_whole_number_from_one_to_five(cast, score):
    _, gus, room = cast.chat()
    refused("request.invalid", answer, gus, room, score)
    refused("request.invalid", gus.post, f"/survey/{room}", {"score": 3})
    refused("request.invalid", answer, gus, room, comment="x" * 4001)


def test_ten_answers_at_once_leave_one(cast):
    _, gus, room = cast.chat()
    gus.post(f"/end/{room}")
    statuses = []

    def rate(score):
        twin = cast.guest("Twin")
        twin.cookies, twin.csrf = dict(gus.cookies), gus.csrf
        try:
            statuses.append(answer(twin, room, score).status)
        except Problem as problem:
            statuses.append(problem.code)

    threads = [threading.Thread(target=rate, args=(n % 5 + 1,)) for n in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses.count(201) == 1 and statuses.count(200) == 1 and statuses.count("survey.already") == 8


def test_an_answer_keeps_the_agent_and_the_tags_of_its_time_and_is_in_the_transcript(site):
    site.start()
    ana, gus, room = site.cast.chat()
    ben = site.cast.agent("ben").listens()
    ana.post(f"/tags/{room}", {"add": ["sync"]})
    offer = ana.post(f"/transfer/{room}", {"agent": ben.id}).json["offer"]
    ben.post(f"/offer/{offer}", {"accept": True})
    gus.post(f"/end/{room}")
    answer(gus, room, 2, False, comment="no help")
    ben.post(f"/tags/{room}", {"add": ["later"]})
    assert site.query("SELECT agent_id, tags FROM surveys WHERE room_id = %s", (room,)) == [(ben.id, ["sync"])]
    transcript = ben.get(f"/transcripts/{room}").json
    assert (transcript["score"], transcript["solved"], transcript["comment"]) == (2, False, "no help")


def test_a_survey_elsewhere_knows_that_the_chat_is_ours(site):
    site.start(
        survey={"external_url": "https://survey.example.org/?chat={chat}&sig={signature}", "secret": "known to both"}
    )
    _, gus, room = site.cast.chat()
    url = answer(gus, room).json["external_url"]
    assert url == gus.get(f"/survey/{room}").json["external_url"]
    query = parse_qs(urlsplit(url).query)
    assert query["chat"] == [room]
    assert query["sig"] == [hmac.new(b"known to both", room.encode(), hashlib.sha256).hexdigest()]


def test_an_answer_is_possible_after_a_restart_of_the_server(site):
    server = site.start()
    _, gus, room = site.cast.chat()
    gus.post(f"/end/{room}")
    server.kill()
    gus.url = site.start().url
    assert answer(gus, room, 1, False).status == 201
    for person in site.cast.people:
        person.url = gus.url


def look_back(cast):
    """All that people and machines may ask after a chat, for whoever listens to every word of it."""
    ana, gus, room = cast.chat(guest="Fay")
    mia, stranger = cast.monitor(), cast.stranger()
    for person in (ana, gus):
        person.listens()
    gus.get(f"/survey/{room}"), ana.request("GET", f"/survey/{room}")
    answer(gus, room, client_id="s1"), answer(gus, room, client_id="s1"), answer(gus, room)
    gus.request("POST", "/survey", {"room": room, "score": 1, "solved": True}), gus.get("/survey")
    gus.post("/survey", {"room": room, "score": 5, "solved": True})
    ana.hears("survey", room=room)
    ana.post(f"/follow_up/{room}", {"title": "Perhaps like this"})
    gus.hears("follow_up", room=room)
    gus.get(f"/follow_up/{room}"), gus.post("/follow_up", {"room": room, "body": "In my own words"})
    gus.post(f"/follow_up/{room}", {}), gus.request("POST", f"/follow_up/{room}", {"consent": True})
    (
        ana.request("POST", f"/follow_up/{room}", {}),
        gus.request("POST", f"/follow_up/{room}/linked", {"url": "https://x.org/"}),
    )
    for path in ("/reports/summary", "/reports/summary.csv", "/reports/tags", "/webhooks"):
        mia.get(path), gus.request("GET", path)
    mia.request("POST", "/webhooks/none/retry", {})
    stranger.get("/status.json"), stranger.get("/plugins/fastpath/workgroup-stats?workgroup=support")
    stranger.request("GET", "/plugins/fastpath/workgroup-stats?workgroup=")
