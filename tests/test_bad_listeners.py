"""Bad listeners: slow ones, silent ones and talkative ones hold neither memory nor connections, and miss nothing."""

import contextlib
import time

import pytest

from .conftest import open_site
from .wire import LIFTED, Wire, chatting, falls_to, gauge, memory_bytes, request, rises_above

LISTENER_BYTES = 65_536
STREAM = "Accept: text/event-stream"


@pytest.fixture(scope="module")
def site(databases, template):
    with open_site(databases, template) as its_site:
        its_site.start(server={"body_seconds": 1, "idle_seconds": 2}, listen={"listener_bytes": LISTENER_BYTES}, **LIFTED)
        its_site.ana, its_site.gus, its_site.room = its_site.cast.chat()
        its_site.ana.listens()
        yield its_site


def listen(site, *headers, wait=20, version="1.1", cursor=None):
    cursor = site.gus.state()["cursor"] if cursor is None else cursor
    cookie = f"Cookie: inko_session={site.gus.cookies['inko_session']}"
    return request("GET", f"/listen?cursor={cursor}&wait={wait}", cookie, *headers, version=version)


@pytest.mark.parametrize("headers", [(), (STREAM,)])
def test_a_listener_that_sends_while_it_waits_is_let_go(site, headers):
    listeners = gauge(site, "inko_listeners")
    with Wire(site.cast.url) as wire:
        wire.send(listen(site, *headers))
        rises_above(site, "inko_listeners", listeners)
        wire.send(request())
        assert b"ok" not in wire.rest()
        falls_to(site, "inko_listeners", listeners)


def test_a_listener_that_has_sent_more_already_is_not_made_to_wait(site):
    with Wire(site.cast.url) as wire:
        began = time.monotonic()
        answer = wire.ask(listen(site) + request())
        assert answer.status == 200 and answer.json["events"] == [] and answer.headers["connection"] == "close"
        assert wire.closed and time.monotonic() - began < 2


@pytest.mark.parametrize(("version", "header"), [("1.0", "A: b"), ("1.1", "Connection: close")])
def test_a_poll_waits_also_where_the_connection_ends_with_it(site, version, header):
    """As behind a proxy that speaks HTTP/1.0 to us."""
    with Wire(site.cast.url) as wire:
        wire.send(listen(site, header, version=version))
        assert not wire.readable(0.5)
        said = site.ana.says(site.room, "worth waiting for")
        answer = wire.answer()
        assert [event["id"] for event in answer.json["events"]] == [said["id"]] and wire.closed


def test_a_listener_does_not_answer_to_head(site):
    with Wire(site.cast.url) as wire:
        wire.send(listen(site).replace(b"GET", b"HEAD", 1))
        answer = wire.answer(head_only=True)
        assert (answer.status, answer.headers["allow"]) == (405, "GET")
        assert wire.ask(request()).status == 200


def test_a_listener_that_falls_behind_is_cut_off_and_misses_nothing_when_it_comes_back(site):
    cursor, listeners, before = site.gus.state()["cursor"], gauge(site, "inko_listeners"), memory_bytes(site)
    with Wire(site.cast.url, receive_bytes=4096) as wire:
        wire.send(listen(site, STREAM, cursor=cursor))
        rises_above(site, "inko_listeners", listeners)
        said = []
        while gauge(site, "inko_listeners") > listeners:
            said.append(site.ana.says(site.room, "x" * 30_000)["id"])
            assert len(said) < 400
        assert memory_bytes(site) - before < 40_000_000
        heard = [int(line[3:]) for line in wire.rest().splitlines() if line.startswith(b"id:")]
        assert len(heard) < len(said)
    heard = []
    with Wire(site.cast.url) as wire:
        while len(heard) < len(said):
            answer = wire.ask(listen(site, cursor=cursor)).json
            heard += [event["id"] for event in answer["events"]]
            cursor = answer["cursor"]
    assert heard == said


@pytest.mark.parametrize("headers", [(), (STREAM,)])
def test_a_listener_that_does_not_take_what_it_missed_is_given_up(site, headers):
    cursor, connections = site.gus.state()["cursor"], gauge(site, "inko_connections")
    for _ in range(60):
        site.ana.says(site.room, "y" * 30_000)
    with contextlib.ExitStack() as stack, chatting(site):
        for _ in range(5):
            stack.enter_context(Wire(site.cast.url, receive_bytes=4096)).send(listen(site, *headers, cursor=cursor))
        rises_above(site, "inko_connections", connections + 4)
        falls_to(site, "inko_connections", connections)
