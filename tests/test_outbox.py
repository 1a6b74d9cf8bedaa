"""Webhooks: at least once, once by id, signed, whatever fails on either side."""

import hashlib
import hmac
import threading
import time

import pytest

from inko_lite.config import load
from inko_lite.desk.outbox import Outbox
from inko_lite.desk.outgoing import Undelivered, may_reach, request
from inko_lite.stream.events import EventLog

from .receiver import Receiver
from .test_chat import refused
from .test_openapi import check_exchange

SECRET = "between-us"
ALL = [
    "chat.started", "chat.ended", "chat.transferred", "survey.answered", "follow_up.requested", "queue.opened", "queue.closed",
]  # fmt: skip


@pytest.fixture
def receiver():
    with Receiver() as its_receiver:
        yield its_receiver


def hooks(receiver, **more):
    settings = {"url": receiver.url + "/hook", "secret": SECRET, "events": ALL, "allow_private": True}
    return {"webhooks": {**settings, "first_retry_seconds": 0.1, "retry_seconds": 1, **more}}


def is_signed(received):
    timestamp = received.headers["X-Inko-Timestamp"]
    digest = hmac.new(SECRET.encode(), timestamp.encode() + b"." + received.body, hashlib.sha256).hexdigest()
    return received.headers["X-Inko-Signature"] == "sha256=" + digest and abs(time.time() - int(timestamp)) < 60


def undelivered(site):
    return site.query("SELECT count(*) FROM deliveries WHERE state <> 'delivered'")[0][0]


def test_what_happens_to_a_chat_is_told_signed_and_without_a_word_of_what_was_said(site, receiver):
    site.start(**hooks(receiver), forum={"url": "https://forum.example.org/new?title={title}&body={body}"})
    _, gus, room = site.cast.chat()
    started = receiver.gets("chat.started", room=room)
    assert is_signed(started) and started.json["data"]["agent"]["name"] == "Ana"
    assert started.json["data"]["guest"] == gus.id and started.json["id"] == started.id
    gus.says(room, "my password is swordfish")
    mia = site.cast.monitor()
    mia.post(f"/takeover/{room}")
    assert receiver.gets("chat.transferred", room=room).json["data"]["to"]["name"] == "Mia"
    gus.post(f"/end/{room}", {"reason": "solved"})
    ended = receiver.gets("chat.ended", room=room).json["data"]
    assert ended["reason"] == "solved" and ended["handling_seconds"] > 0
    gus.post(f"/survey/{room}", {"score": 5, "solved": True, "comment": "thanks"})
    assert receiver.gets("survey.answered", room=room, score=5, solved=True, comment="thanks")
    gus.post(f"/follow_up/{room}", {"consent": True})
    assert receiver.gets("follow_up.requested", room=room)
    mia.post("/queue", {"mode": "closed", "message": "back at noon"})
    assert receiver.gets("queue.closed", mode="closed", status="closed")
    mia.post("/queue", {"mode": "open"})
    assert receiver.gets("queue.opened", mode="open")
    assert all(map(is_signed, receiver.taken.values()))
    said = b"".join(each.body for each in receiver.taken.values())
    assert b"swordfish" not in said and b"Gus" not in said
    receiver.waits_for(lambda: undelivered(site) == 0)


def test_what_is_not_asked_for_is_not_told(site, receiver):
    site.start(**hooks(receiver, events=["chat.ended"]))
    _, gus, room = site.cast.chat()
    gus.post(f"/end/{room}")
    receiver.gets("chat.ended", room=room)
    assert site.query("SELECT DISTINCT kind FROM deliveries") == [("chat.ended",)]


def test_a_refused_change_tells_nothing(site, receiver):
    site.start(**hooks(receiver, events=["survey.answered"]))
    _, gus, room = site.cast.chat()
    gus.post(f"/survey/{room}", {"score": 4, "solved": False})
    refused("survey.already", gus.post, f"/survey/{room}", {"score": 1, "solved": False})
    assert site.query("SELECT count(*) FROM deliveries") == [(1,)]


def test_everything_arrives_once_by_id_though_the_receiver_fails_and_a_server_is_killed(site, receiver):
    """Answers are lost, refused, redirected and held back; a server dies with all that it carries in its hands."""
    settings = hooks(receiver, events=["chat.started", "chat.ended", "survey.answered"])
    first = site.start(**settings)
    receiver.plan.extend(["500", "drop", "redirect", "ok", "drop", "429", "ok", "500"])
    chats = [site.cast.chat(agent=f"agent{n:02}", guest=f"G{n}") for n in range(1, 9)]
    receiver.waits_for(lambda: undelivered(site) == 0)
    receiver.plan.extend(["hang"] * 8)
    for _, gus, room in chats:
        gus.post(f"/end/{room}")
    receiver.waits_for(lambda: not receiver.plan)
    first.kill()
    receiver.let_go()
    second = site.start(**settings)
    receiver.plan.extend(["drop", "500", "drop"])
    for person in site.cast.people:
        person.url = second.url
    for n, (_, gus, room) in enumerate(chats):
        gus.post(f"/survey/{room}", {"score": n % 5 + 1, "solved": True})
    receiver.waits_for(lambda: undelivered(site) == 0, seconds=40)
    told = {(each.kind, each.json["data"]["room"]) for each in receiver.taken.values()}
    assert told == {(kind, room) for kind in ("chat.started", "chat.ended", "survey.answered") for _, _, room in chats}
    assert len(receiver.taken) == len(told) == 24
    assert {each for (each,) in site.query("SELECT id FROM deliveries")} == set(receiver.taken)
    assert site.query("SELECT count(*) FROM deliveries WHERE kind = 'chat.ended' AND attempts > 1") == [(8,)]
    assert receiver.repeats > 0 and all(map(is_signed, receiver.requests))


def test_a_delivery_that_is_given_up_is_visible_and_can_be_tried_again(site, receiver):
    site.start(**hooks(receiver, events=["chat.started"], attempts=2))
    receiver.plan.extend(["500", "redirect"])
    ana, _, room = site.cast.chat()
    mia = site.cast.monitor()
    receiver.waits_for(lambda: site.query("SELECT count(*) FROM deliveries WHERE state = 'dead'") == [(1,)])
    reply = mia.get("/webhooks")
    check_exchange("GET", "/webhooks", None, reply)
    shown = reply.json
    (dead,) = shown["dead"]
    assert shown["counts"] == {"pending": 0, "dead": 1, "delivered": 0}
    assert dead["kind"] == "chat.started" and dead["room"] == room and dead["attempts"] == 2
    assert dead["problem"] == "answered 302" and not [each for each in receiver.requests if each.path == "/elsewhere"]
    refused("permission.monitor", ana.get, "/webhooks")
    refused("permission.monitor", ana.post, f"/webhooks/{dead['id']}/retry")
    again = f"/webhooks/{dead['id']}/retry"
    check_exchange("POST", again, {}, mia.post(again))
    assert receiver.gets("chat.started").id == dead["id"]
    receiver.waits_for(lambda: undelivered(site) == 0)
    refused("delivery.unknown", mia.post, again)


def test_a_private_receiver_is_not_connected_to_unless_it_is_allowed(site, receiver):
    site.start(**hooks(receiver, events=["chat.started"], allow_private=False, attempts=1))
    site.cast.chat()
    mia = site.cast.monitor()
    receiver.waits_for(lambda: mia.get("/webhooks").json["dead"])
    assert "does not connect to" in mia.get("/webhooks").json["dead"][0]["problem"] and not receiver.requests


def test_by_default_a_delivery_is_tried_for_about_seven_hours_and_never_in_step_with_others():
    config = load(environ={})
    outbox = Outbox(config, EventLog(None))
    waits = [[outbox.back_off(attempt) for attempt in range(1, config.webhooks.attempts)] for _ in range(200)]
    hours = sum(map(sum, waits)) / len(waits) / 3600
    assert 6.5 < hours < 7.5 and max(map(max, waits)) <= config.webhooks.retry_seconds
    assert all(1 <= wait[0] <= 2 for wait in waits) and len({wait[0] for wait in waits}) > 100


@pytest.mark.parametrize(
    ("address", "always", "privately"),
    [
        ("93.184.215.14", True, True),
        ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", True, True),
        ("127.0.0.1", False, True),
        ("10.1.2.3", False, True),
        ("192.168.1.1", False, True),
        ("::1", False, True),
        ("fd12::1", False, True),
        ("::ffff:10.1.2.3", False, True),
        ("169.254.169.254", False, False),
        ("::ffff:169.254.169.254", False, False),
        ("64:ff9b::a9fe:a9fe", False, False),
        ("2002:a9fe:a9fe::1", False, False),
        ("fe80::1%eth0", False, False),
        ("fd00:ec2::254", False, False),
        ("100.100.100.200", False, False),
        ("168.63.129.16", False, False),
        ("0.0.0.0", False, False),
        ("0.1.2.3", False, False),
        ("::", False, False),
        ("224.0.0.1", False, False),
        ("255.255.255.255", False, False),
    ],
)
def test_only_addresses_that_others_may_see_are_connected_to(address, always, privately):
    assert (may_reach(address, private=False), may_reach(address, private=True)) == (always, privately)


@pytest.mark.parametrize(
    "url", ["ftp://127.0.0.1/", "file:///etc/passwd", "//127.0.0.1/", "http:///x", "http://127.0.0.1:99999/"]
)
def test_nothing_but_http_leaves(url):
    with pytest.raises(Undelivered):
        request("GET", url, {}, private=True)


def test_an_answer_is_read_up_to_its_limit_and_waited_for_no_longer_than_its_time(receiver):
    receiver.answer = {"big": "x" * 200_000}
    assert len(request("POST", receiver.url, {}, b"{}", private=True).body) == 65_536
    receiver.plan.append("hang")
    began = time.monotonic()
    with pytest.raises(Undelivered, match="no answer"):
        request("POST", receiver.url, {}, b"{}", private=True)
    assert time.monotonic() - began < 7


def test_deliveries_go_on_while_one_receiver_is_slow(site, receiver):
    """What hangs takes a place of several; the others go past it."""
    site.start(**hooks(receiver, events=["chat.started"]))
    receiver.plan.append("hang")
    began = time.monotonic()
    for n in range(1, 6):
        site.cast.chat(agent=f"agent{n:02}", guest=f"G{n}")
    receiver.waits_for(lambda: len(receiver.taken) >= 4)
    assert time.monotonic() - began < 5
    threading.Timer(0.1, receiver.let_go).start()
    receiver.waits_for(lambda: undelivered(site) == 0, seconds=30)
