"""Bad HTTP: every byte sequence gets a refusal or a closed connection, in bounded time and memory, and others chat on."""

import contextlib
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from .conftest import open_site
from .wire import LIFTED, Wire, chatting, check_problem, falls_to, gauge, memory_bytes, post, request

BODY_BYTES = 400_000
SERVER = {"header_seconds": 1, "body_seconds": 1, "idle_seconds": 2, "body_bytes": BODY_BYTES}
ENDLESS = 64 * 1024 * 1024


@pytest.fixture(scope="module")
def site(databases, template):
    with open_site(databases, template) as its_site:
        its_site.start(server=SERVER, **LIFTED)
        its_site.ana, its_site.gus, its_site.room = its_site.cast.chat()
        its_site.ana.listens()
        yield its_site


@pytest.fixture(autouse=True)
def unmoved(site):
    """After each of these tests the chat goes on as before it."""
    yield
    said = site.gus.says(site.room, "still here")
    site.ana.hears("message", id=said["id"])


# ── what is no request ──────────────────────────────────────────────────────────────────────────────────────────────

CHUNKED = "Transfer-Encoding: chunked"
MALFORMED = {
    "no HTTP": b"\x00\x01\x02\x03\r\n\r\n",
    "TLS": bytes.fromhex("16030100a5010000a10303") + bytes(160),
    "the preface of HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "HTTP/2.0 said of HTTP/1": request(version="2.0"),
    "HTTP/0.9": b"GET /healthz\r\n\r\n",
    "HTTP/1.2": request(version="1.2"),
    "an unknown method": request("FETCH"),
    "a method in small letters": request("get"),
    "a target without a slash": request(target="healthz"),
    "a space in the target": request(target="/heal thz"),
    "a byte above ASCII in the target": request(target="/\xff"),
    "no Host": request(host=False),
    "two Hosts": request("GET", "/healthz", "Host: other.example"),
    "Content-Length and Transfer-Encoding": request("POST", "/leave", "Content-Length: 4", CHUNKED) + b"0\r\n\r\n",
    "Transfer-Encoding and Content-Length": request("POST", "/leave", CHUNKED, "Content-Length: 4") + b"0\r\n\r\n",
    "two equal Content-Lengths": request("POST", "/leave", "Content-Length: 2", "Content-Length: 2") + b"{}",
    "two Content-Lengths": request("POST", "/leave", "Content-Length: 2", "Content-Length: 3") + b"{}",
    "a list of Content-Lengths": request("POST", "/leave", "Content-Length: 2, 2") + b"{}",
    "a signed Content-Length": request("POST", "/leave", "Content-Length: +2") + b"{}",
    "a negative Content-Length": request("POST", "/leave", "Content-Length: -2") + b"{}",
    "a hexadecimal Content-Length": request("POST", "/leave", "Content-Length: 0x2") + b"{}",
    "an empty Content-Length": request("POST", "/leave", "Content-Length: ") + b"{}",
    "a Content-Length past 64 bits": request("POST", "/leave", "Content-Length: " + "9" * 30),
    "an unknown transfer coding": request("POST", "/leave", "Transfer-Encoding: xchunked") + b"0\r\n\r\n",
    "a transfer coding after chunked": request("POST", "/leave", CHUNKED + ", identity") + b"0\r\n\r\n",
    "a transfer coding before chunked": request("POST", "/leave", "Transfer-Encoding: gzip, chunked") + b"0\r\n\r\n",
    "two transfer codings": request("POST", "/leave", CHUNKED, "Transfer-Encoding: identity") + b"0\r\n\r\n",
    "a disguised transfer coding": request("POST", "/leave", "Transfer-Encoding: \x0bchunked") + b"0\r\n\r\n",
    "chunks in HTTP/1.0": request("POST", "/leave", CHUNKED, version="1.0") + b"0\r\n\r\n",
    "chunks behind an Upgrade": request("POST", "/leave", CHUNKED, "Connection: Upgrade", "Upgrade: h2c") + b"0\r\n\r\n",
    "a chunk past 64 bits": request("POST", "/leave", CHUNKED) + b"f" * 17 + b"\r\n",
    "a chunk of negative size": request("POST", "/leave", CHUNKED) + b"-1\r\n",
    "a chunk that is longer than it says": request("POST", "/leave", CHUNKED) + b"1\r\nab\r\n0\r\n\r\n",
    "a chunk ended by a bare line feed": request("POST", "/leave", CHUNKED) + b"2\n{}\n0\n\n",
    "lines ended by bare line feeds": request().replace(b"\r\n", b"\n"),
    "a header ended by a bare line feed": request("GET", "/healthz", "A: b\nC: d"),
    "a bare carriage return in a header": request("GET", "/healthz", "A: b\rC: d"),
    "a folded header": request("GET", "/healthz", "A: b", " c"),
    "a space before the first header": request().replace(b"Host", b" Host"),
    "a space before the colon": request("GET", "/healthz", "A : b"),
    "a header without a colon": request("GET", "/healthz", "A"),
    "a header without a name": request("GET", "/healthz", ": b"),
    "NUL in a header": request("GET", "/healthz", "A: b\x00c"),
    "NUL in the path": request(target="/message/a%00b"),
    "a path that is not UTF-8": request(target="/heal%ffthz"),
}


@pytest.mark.parametrize("name", MALFORMED)
def test_what_can_be_read_in_two_ways_or_in_none_is_refused_and_the_connection_closed(site, name):
    with Wire(site.cast.url) as wire:
        answer = wire.ask(MALFORMED[name])
        check_problem(answer, 400, "request.malformed")
        assert answer.headers["connection"] == "close" and wire.end().closed


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_request_with_bytes_changed_is_answered_or_its_connection_closed(site, data):
    text = bytearray(data.draw(st.sampled_from([request(), post(site, CHUNKED) + b"2\r\n{}\r\n0\r\n\r\n", post(site, body=b"{}")])))
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(text) - 1))
        text[place : place + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    with Wire(site.cast.url) as wire:
        wire.send(bytes(text)).end()
        while (answer := wire.answer(head_only=text.startswith(b"HEAD"))) is not None:
            assert answer.status < 500, (bytes(text), answer.body)


# ── what is too much ────────────────────────────────────────────────────────────────────────────────────────────────

HEADS = {
    "10,000 headers": request("GET", "/healthz", *(f"H{n}: v" for n in range(10_000))),
    "101 headers": request("GET", "/healthz", *("H: v" for _ in range(100))),
    "a long header": request("GET", "/healthz", "H: " + "v" * 40_000),
    "a long address": request(target="/" + "a" * 40_000),
    "many trailers": request("POST", "/leave", CHUNKED) + b"2\r\n{}\r\n0\r\n" + b"T: v\r\n" * 101,
}


@pytest.mark.parametrize("name", HEADS)
def test_a_head_that_is_too_large_is_refused(site, name):
    with Wire(site.cast.url) as wire:
        check_problem(wire.ask(HEADS[name]), 431, "request.head_too_large")
        assert wire.end().closed


STREAMS = {
    "a header line without end": (request("GET", "/healthz")[:-2] + b"H: ", b"v", 431, "request.head_too_large"),
    "a header's name without end": (request("GET", "/healthz")[:-2], b"v", 431, "request.head_too_large"),
    "headers without end": (request("GET", "/healthz")[:-2], b"Header: v\r\n", 431, "request.head_too_large"),
    "a body past its limit in chunks": (request("POST", "/leave", CHUNKED), b"a\r\n0123456789\r\n", 413, "request.too_large"),
    "a chunk's extensions without end": (request("POST", "/leave", CHUNKED) + b"1;", b"e", 413, "request.too_large"),
}


@pytest.mark.parametrize("name", STREAMS)
def test_what_never_ends_is_cut_off_and_neither_kept_in_memory_nor_felt_by_others(site, name):
    start, more, status, code = STREAMS[name]
    before = memory_bytes(site)
    with Wire(site.cast.url) as wire, chatting(site):
        wire.send(start)
        wire.pour(more * (65_536 // len(more)), ENDLESS)
        check_problem(wire.answer(), status, code)
    assert memory_bytes(site) - before < 16_000_000


def test_a_body_over_the_limit_is_refused_by_its_length_before_it_is_sent(site):
    with Wire(site.cast.url) as wire:
        answer = wire.ask(post(site, f"Content-Length: {BODY_BYTES + 1}", "Expect: 100-continue"))
        assert check_problem(answer, 413, "request.too_large")["limit"] == BODY_BYTES
        assert wire.end().closed


def test_a_client_that_asks_first_is_told_to_send_its_body(site):
    body = b'{"body": "asked first"}'
    with Wire(site.cast.url) as wire:
        head = post(site, "Expect: 100-continue", f"Content-Length: {len(body)}")
        assert wire.ask(head).status == 100
        assert wire.ask(body).status == 201
        # The second of two requests that came together asks, too.
        wire.send(request() + head)
        assert [wire.answer().status for _ in range(2)] == [200, 100]
        assert wire.ask(body).status == 201


# ── what is too slow ────────────────────────────────────────────────────────────────────────────────────────────────


SLOW = {
    "address": lambda site: b"GET /",
    "headers": lambda site: request()[:-2],
    "body": lambda site: post(site, "Content-Length: 100"),
    "trailers": lambda site: post(site, CHUNKED) + b"0\r\n",
}


@pytest.mark.parametrize("part", SLOW)
def test_a_client_that_sends_a_byte_now_and_then_is_cut_off_in_time(site, part):
    with Wire(site.cast.url) as wire:
        began = time.monotonic()
        wire.send(SLOW[part](site))
        while not wire.readable(0.2):
            wire.send(b"a")
            assert time.monotonic() - began < 5
        check_problem(wire.answer(), 408, "request.too_slow")
        allowed = SERVER["header_seconds"] + (SERVER["body_seconds"] if part in ("body", "trailers") else 0)
        assert allowed - 0.1 < time.monotonic() - began < allowed + 1.5


def test_a_client_that_says_nothing_is_let_go_after_a_while(site):
    with Wire(site.cast.url) as new, Wire(site.cast.url) as kept, Wire(site.cast.url) as blank:
        assert kept.ask(request()).status == 200
        began = time.monotonic()
        blank.pour(b"\r\n", 10)
        assert new.closed and blank.closed and time.monotonic() - began < 3
        assert kept.closed and time.monotonic() - began < 5


def test_a_client_that_does_not_read_its_replies_is_cut_off_and_others_do_not_feel_it(site):
    before, connections = memory_bytes(site), gauge(site, "inko_connections")
    with contextlib.ExitStack() as stack, chatting(site):
        for _ in range(5):
            wire = stack.enter_context(Wire(site.cast.url, receive_bytes=4096))
            wire.send(request(target="/metrics") * 600)
        falls_to(site, "inko_connections", connections)
    assert memory_bytes(site) - before < 16_000_000


# ── what is unusual and right ───────────────────────────────────────────────────────────────────────────────────────


def test_requests_sent_together_are_answered_in_their_order(site):
    with Wire(site.cast.url) as wire:
        wire.send(b"".join(request(target=f"/nowhere/{n}") + request() + post(site, body=b"[]") for n in range(20)))
        assert [wire.answer().status for _ in range(60)] == [404, 200, 422] * 20


def test_a_good_request_before_a_bad_one_is_answered_first(site):
    with Wire(site.cast.url) as wire:
        wire.send(post(site, body=b'{"body": "good"}') + b"BAD\r\n\r\n")
        assert wire.answer().status == 201
        check_problem(wire.answer(), 400, "request.malformed")
        assert wire.end().closed


def test_what_follows_a_last_request_is_not_answered(site):
    with Wire(site.cast.url) as wire:
        wire.send(request("GET", "/healthz", "Connection: close") + request())
        answer = wire.answer()
        assert answer.status == 200 and answer.headers["connection"] == "close" and wire.closed


def test_clients_that_send_thousands_of_requests_at_once_do_not_hold_the_others_up(site):
    with contextlib.ExitStack() as stack, chatting(site):
        wires = [stack.enter_context(Wire(site.cast.url)) for _ in range(16)]
        for wire in wires:
            wire.send(request() * 2_000)
        assert all(wire.answer().status == 200 for wire in wires for _ in range(2_000))


def test_a_client_that_has_ended_its_side_is_answered(site):
    with Wire(site.cast.url) as wire:
        assert wire.send(request()).end().answer().status == 200 and wire.closed
    with Wire(site.cast.url) as wire:
        assert wire.send(post(site, "Content-Length: 9", body=b"")).end().closed


@pytest.mark.parametrize("target", ["http://chat.example/healthz", "http://other.example:81/healthz", "/healthz?x", "/%68ealthz"])
def test_an_address_may_be_written_in_each_way_that_http_knows(site, target):
    with Wire(site.cast.url) as wire:
        assert wire.ask(request(target=target)).status == 200


@pytest.mark.parametrize(
    ("method", "target", "status", "allow"),
    [
        ("OPTIONS", "*", 404, None),
        ("CONNECT", "chat.example:443", 404, None),
        ("OPTIONS", "/session/end", 405, "POST"),
        ("DELETE", "/session", 405, "GET"),
        ("PROPFIND", "/message/x", 405, "GET,POST"),
        ("GET", "//healthz", 404, None),
        ("GET", "/./healthz", 404, None),
        ("GET", "/static/x/../../../etc/passwd", 404, None),
        ("GET", "/static/x/%2e%2e/%2e%2e/app.py", 404, None),
        ("GET", "http://chat.example", 200, None),
    ],
)
def test_other_methods_and_addresses_are_told_what_there_is(site, method, target, status, allow):
    with Wire(site.cast.url) as wire:
        answer = wire.ask(request(method, target))
        if status == 200:
            assert answer.status == 200
        else:
            check_problem(answer, status, {404: "path.unknown", 405: "method.not_allowed"}[status])
        assert answer.headers.get("allow") == allow


@pytest.mark.parametrize("target", ["/healthz", "/waittime", "/", "/nowhere"])
def test_head_is_answered_like_get_without_the_body(site, target):
    with Wire(site.cast.url) as wire:
        got = wire.ask(request(target=target))
        head = wire.send(request("HEAD", target)).answer(head_only=True)
        assert head.status == got.status and head.headers.keys() == got.headers.keys()
        assert head.headers["content-length"] == got.headers["content-length"] != "0"
        assert wire.ask(request()).status == 200


def test_the_body_of_a_request_that_offers_another_protocol_is_read(site):
    body = b'{"body": "upgraded"}'
    with Wire(site.cast.url) as wire:
        wire.send(post(site, "Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: AAMAAABk", body=body)[:-5])
        assert wire.ask(body[-5:]).status == 201 and wire.closed
    with Wire(site.cast.url) as wire:
        assert wire.ask(request("GET", "/healthz", "Connection: Upgrade", "Upgrade: websocket")).status == 200 and wire.closed


def test_neither_a_trailer_nor_an_underscore_passes_for_a_header(site):
    cookie = f"Cookie: inko_session={site.gus.cookies['inko_session']}"
    chunks = b"2\r\n{}\r\n0\r\nX-CSRF-Token: " + site.gus.csrf.encode() + b"\r\n\r\n"
    with Wire(site.cast.url) as wire:
        check_problem(wire.ask(request("POST", "/queue/leave", cookie, CHUNKED) + chunks), 403, "csrf")
        token = f"X_CSRF_Token: {site.gus.csrf}"
        check_problem(wire.ask(request("POST", "/queue/leave", cookie, token, body=b"{}")), 403, "csrf")


# ── too many ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_more_connections_than_are_allowed_are_refused_and_those_that_are_there_go_on(site):
    server = site.start(server={"connections": 4})
    with contextlib.ExitStack() as stack:
        wires = [stack.enter_context(Wire(server.url)) for _ in range(4)]
        assert all(wire.ask(request()).status == 200 for wire in wires)
        for _ in range(3):
            with Wire(server.url) as wire:
                answer = wire.answer()
                check_problem(answer, 503, "server.overloaded")
                assert int(answer.headers["retry-after"]) >= 1 and wire.closed
        assert all(wire.ask(request()).status == 200 for wire in wires)
        wires.pop().end()
        end = time.monotonic() + 5
        while True:
            with Wire(server.url) as wire:
                answer = wire.ask(request())
            if answer.status == 200:
                break
            assert time.monotonic() < end
    server.stop()
