"""nginx and Apache as the guide sets them up, from Debian's own packages: TLS, streams at once, the client's real address."""

import http.client
import socket
import ssl
import time

import pytest

from ..cast import Problem
from ..crowd import guest_from
from .installed import CERTIFICATE, HOST

SPOOFED = "203.0.113.9"


@pytest.fixture(scope="module", params=["nginx", "apache2"])
def proxy(service, request):
    """The proxy in front of the service; the other one is not there."""
    name = request.param
    service.box.shell(CERTIFICATE)
    service.follow("A proxy in front", lambda block: name in block)
    yield name
    service.systemctl("disable", "--now", name)


@pytest.fixture
def secure(service, proxy, monkeypatch):
    """All that the cast asks goes to the proxy by TLS, whose certificate is looked at."""
    context = ssl.create_default_context(cadata=service.box.path(f"/etc/ssl/{HOST}/fullchain.pem").read_text())

    class Secure(http.client.HTTPSConnection):
        def __init__(self, host, port, timeout=None):
            super().__init__(HOST, 443, timeout=timeout, context=context)

        def connect(self):
            plain = socket.create_connection(("127.0.0.1", 443), self.timeout)
            self.sock = context.wrap_socket(plain, server_hostname=HOST)

    monkeypatch.setattr(http.client, "HTTPConnection", Secure)


def test_a_chat_goes_through_it_at_once(service, cast, secure):
    ana, gus, room = service.chat(cast)
    ana.listens(), gus.listens()
    for number in range(5):
        began = time.monotonic()
        gus.says(room, f"message {number}")
        ana.hears("message", body=f"message {number}")
        assert time.monotonic() - began < 2, "the proxy gathers events"


def test_a_long_poll_through_it_ends_with_its_first_event(service, cast, secure):
    ben, pia, room = service.chat(cast, "ben", "Pia")
    pia.listens(stream=False)
    began = time.monotonic()
    ben.says(room, "quick")
    pia.hears("message", body="quick")
    assert time.monotonic() - began < 2


def test_the_server_knows_the_client_by_the_proxy_and_not_by_what_the_client_says(service, cast, secure):
    gus = guest_from(cast, SPOOFED)
    known = service.query(f"SELECT DISTINCT address FROM sessions WHERE id = '{gus.id}'")
    assert known == "127.0.0.0/24", "who spoke with the proxy, cut down to its network"


def test_cookies_are_for_tls_alone(service, cast, secure):
    reply = cast.stranger().request("GET", "/session")
    cookies = reply.headers.get_all("Set-Cookie")
    assert cookies and all("secure" in cookie.lower() for cookie in cookies)


def test_what_is_too_large_or_for_operators_ends_at_the_proxy(service, cast, secure):
    gus = cast.guest()
    with pytest.raises(Problem) as refused:
        gus.post("/identify", {"name": "Gus", "question": "x" * 1_100_000})
    assert refused.value.status == 413
    assert cast.stranger().request("GET", "/metrics").status in (403, 404)


def test_plain_http_is_sent_to_tls(service, proxy):
    said = service.box.shell(
        f"curl -s -o /dev/null -w '%{{http_code}} %{{redirect_url}}' -H 'Host: {HOST}' http://127.0.0.1/x"
    )
    assert said in (f"308 https://{HOST}/x", f"301 https://{HOST}/x")


def test_a_restart_behind_it_fails_no_request(service, cast, secure):
    ana, gus, room = service.chat(cast)
    ana.listens(), gus.listens()
    sent = [gus.says(room, "before")["id"]]
    for worker in (1, 2):
        service.box.run("systemctl", "--no-block", "restart", f"inko-lite@{worker}")
        sent += [gus.says(room, f"during {worker} {number}")["id"] for number in range(10)]
    ana.hears("message", body="during 2 9")
    heard = [event["id"] for event in ana.heard_messages(room)]
    assert heard == sent
