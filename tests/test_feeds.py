"""The queue's state for other sites: without a session, fresh within a second, in two tongues."""

import datetime
import time
import xml.etree.ElementTree as ElementTree
import zoneinfo

import pytest

STATS = "/plugins/fastpath/workgroup-stats?workgroup=support"


def stats(stranger, path=STATS):
    reply = stranger.get(path)
    assert reply.headers["Content-Type"].startswith("application/xml")
    return {stat.get("name"): stat.text for stat in ElementTree.fromstring(reply.body).iter("stat")}


def becomes(look, seconds=10, **wanted):
    """What `look` gives once it has these members; it may be a second old."""
    end = time.monotonic() + seconds
    while True:
        found = look()
        if wanted.items() <= found.items():
            return found
        assert time.monotonic() < end, found
        time.sleep(0.1)


def test_the_feeds_say_who_is_there_and_how_long_it_takes(site):
    site.start(limits={"waiting": 2})
    stranger = site.cast.stranger()
    assert stranger.get("/status.json").json["status"] == "unstaffed" and stranger.get("/status.json").json["reason"]
    assert stats(stranger) == {
        "status": "READY",
        "active-agents": "0",
        "requests-waiting": "0",
        "longest-wait": "00:00",
    }
    ana = site.cast.agent("ana")
    site.cast.guest("One").asks()
    feed = becomes(lambda: stranger.get("/status.json").json, waiting=1)
    assert feed.keys() == {"status", "waiting", "agents_online", "wait_seconds", "reason"}
    assert (feed["status"], feed["agents_online"], feed["reason"]) == ("open", 1, "") and feed["wait_seconds"] > 0
    site.query("UPDATE queue_entries SET queued_at = queued_at - interval '83 min 5 s' RETURNING 1")
    site.cast.guest("Two").asks()
    found = becomes(lambda: stats(stranger), status="FULL")
    assert (found["active-agents"], found["requests-waiting"]) == ("1", "2") and found["longest-wait"].startswith("83:")
    site.cast.monitor().post("/queue", {"mode": "closed", "message": "Back at noon."})
    assert becomes(lambda: stats(stranger), status="CLOSED")
    assert "Back at noon." in becomes(lambda: stranger.get("/status.json").json, status="closed")["reason"]
    ana.assists()
    found = becomes(lambda: stats(stranger), **{"requests-waiting": "1"})
    assert found["longest-wait"].startswith("00:")


def test_outside_of_its_hours_the_feed_says_when_they_begin(site):
    day = datetime.datetime.now(datetime.UTC).date() + datetime.timedelta(days=2)
    hours = [f"{day.strftime('%a').lower()} 09:30-10:00"]
    site.start(opening={"hours": hours, "timezone": "Europe/Berlin"})
    stranger = site.cast.stranger()
    begin = datetime.datetime.combine(day, datetime.time(9, 30), zoneinfo.ZoneInfo("Europe/Berlin")).astimezone(datetime.UTC)
    feed = becomes(lambda: stranger.get("/status.json").json, status="closed")
    assert feed["opens_at"] == begin.strftime("%Y-%m-%dT%H:%M:%S.000Z")
    # Closed by hand it opens by hand.
    site.cast.monitor().post("/queue", {"mode": "closed"})
    end = time.monotonic() + 10
    while "opens_at" in stranger.get("/status.json").json:
        assert time.monotonic() < end


def test_the_page_that_polled_fastpath_gets_what_it_asks_for(cast):
    stranger = cast.stranger()
    assert stats(stranger, STATS + "&rand=0.4711")["status"] in ("OPEN", "READY", "FULL", "CLOSED")
    root = ElementTree.fromstring(stranger.get("/plugins/fastpath/workgroup-stats?workgroup=%3C%26%22%E2%82%AC").body)
    assert root.get("workgroup") == '<&"€'
    assert stranger.request("GET", STATS + "&x=1").status == 422
    assert stranger.request("GET", "/plugins/fastpath/workgroup-stats?workgroup=" + "x" * 101).status == 422


def test_any_site_may_read_the_feed_and_caches_keep_it_for_a_second(cast):
    stranger = cast.stranger()
    reply = stranger.get("/status.json", headers={"Origin": "https://www.example.org"})
    assert reply.headers["Access-Control-Allow-Origin"] == "*" and "Set-Cookie" not in reply.headers
    assert reply.headers["Cache-Control"] == "public, max-age=1"


@pytest.mark.parametrize(
    ("origin", "allowed"), [("https://www.example.org", True), ("https://evil.example.org", False), ("null", False)]
)
def test_only_the_configured_sites_may_read_it(strict, origin, allowed):
    reply = strict.cast.stranger().get("/status.json", headers={"Origin": origin})
    assert reply.headers["Access-Control-Allow-Origin"] == (origin if allowed else None)
    assert reply.headers["Vary"] == "Origin" and reply.json["status"]


@pytest.fixture(scope="module")
def strict(databases, template):
    from .conftest import open_site

    with open_site(databases, template) as its_site:
        its_site.start(feeds={"origins": ["https://www.example.org"]})
        yield its_site


def test_a_hundred_who_ask_cost_one_look_a_second(cast):
    stranger = cast.stranger()
    began = time.monotonic()
    waits = []
    cast.agent("ana")
    cast.guest("One").asks()
    for _ in range(100):
        waits.append(stats(stranger)["longest-wait"])
        time.sleep(0.01)
    assert len(set(waits)) <= time.monotonic() - began + 2
