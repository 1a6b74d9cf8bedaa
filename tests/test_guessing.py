"""What cannot be guessed, how often somebody may try, and what is not there to be tried."""

import http.client
import json
import re
import threading

from inko_lite.config import load
from inko_lite.server import Server


def test_a_hundred_tries_at_once_at_a_code_are_no_more_than_are_allowed(site):
    """Over two servers, with another code each time: the count is taken inside the transaction that tries."""
    servers = [site.start(), site.start()]
    eve = site.cast.guest("Eve")
    found = []

    def tries(server):
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
        headers = {**eve.headers(), "X-CSRF-Token": eve.csrf, "Content-Type": "application/json"}
        for n in range(4):
            connection.request("POST", "/session/resume", json.dumps({"code": f"AAAA-AAA{n}"}), headers)
            reply = connection.getresponse()
            found.append((reply.status, json.loads(reply.read())["code"]))
        connection.close()

    threads = [threading.Thread(target=tries, args=(server,)) for server in servers * 8]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found.count((404, "resume.unknown")) == 5 and found.count((429, "resume.too_often")) == len(found) - 5, set(
        found
    )
    assert site.query("SELECT count(*) FROM resume_attempts") == [(5,)]


def test_secrets_are_long_and_of_the_systems_own_randomness(cast, shared_site):
    """At least 128 bits each (ASVS 3.2.2, 3.2.4); none is kept as it is sent."""
    people = [cast.guest() for _ in range(20)]
    for length, secrets in (
        (43, [person.cookies["inko_session"] for person in people]),
        (32, [person.csrf for person in people]),
        (22, [person.id for person in people]),
    ):
        assert len(set(secrets)) == len(people) and all(
            re.fullmatch(rf"[A-Za-z0-9_-]{{{length}}}", each) for each in secrets
        )
        assert len(set("".join(secrets))) > 55  # of 64 signs: no part of it is fixed, counted or hexadecimal
        assert not [n for n in range(length - 1) if len({each[n] for each in secrets}) < 5]
    kept = shared_site.query("SELECT s::text FROM sessions s")
    assert not any(person.cookies["inko_session"] in row for (row,) in kept for person in people)


def test_the_token_of_the_metrics_is_needed_from_elsewhere(site):
    """Whoever comes through a proxy is from elsewhere; a wrong token is as good as none, and tells nothing."""
    server = site.start(metrics={"token": "a-long-token"}, server={"trusted_proxies": ["127.0.0.1"]})
    stranger = site.cast.stranger()
    far = {"X-Forwarded-For": "203.0.113.9"}
    nowhere = stranger.request("GET", "/nowhere", headers=far)
    for token in (
        None,
        "Bearer ",
        "Bearer a-long-toke",
        "Bearer a-long-token2",
        "Bearer \xe9",
        "Basic YTpi",
        "a-long-tokenx",
    ):
        reply = stranger.request("GET", "/metrics", headers={**far, **({"Authorization": token} if token else {})})
        assert (reply.status, reply.body) == (404, nowhere.body), token
    assert stranger.request("GET", "/metrics", headers={**far, "Authorization": "Bearer a-long-token"}).status == 200
    assert server.process.poll() is None


def test_what_belongs_to_the_demonstration_is_not_there_in_a_server(databases, template):
    """`serve` offers no sign-in without a password, and no gallery."""
    config = load(overrides={"database": {"dsn": "dbname=never_connected_to"}})
    there, demo = (
        {route.rule for route in Server(config, demo=demo).application.bottle.routes} for demo in (False, True)
    )
    assert not [rule for rule in there if "demo" in rule or "patterns" in rule]
    assert {"/demo/login", "/demo/logout", "/demo/host", "/patterns"} <= demo - there
