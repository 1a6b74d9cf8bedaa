"""Chat sessions over HTTP: a new one at every change of identity, one for each person, an end to each, and the cookie itself."""

import re
import threading

import pytest

from .cast import Person, Staff
from .conftest import open_site
from .test_bans import eventually
from .test_chat import refused


def start_looking_often(site, **sections):
    """A server that asks the site twice a second who is still signed in there."""
    return site.start(django={**site._django, "recheck_seconds": 0.5}, **sections)


def cookie_of(reply) -> tuple[str, dict[str, str]]:
    """The chat's cookie as a reply sets it: its value and its attributes, by names in lower case."""
    (header,) = [each for each in reply.headers.get_all("Set-Cookie") or [] if each.startswith("inko_session=")]
    first, *rest = [part.strip() for part in header.split(";")]
    attributes = {part.partition("=")[0].lower(): part.partition("=")[2] for part in rest}
    return first.partition("=")[2], attributes


def on_the_site(person, account):
    """Signs in on the site and nowhere else."""
    assert person.request("POST", "/demo/login", {"account": account}).status == 200
    return person


def again(cast, account):
    """The same person in another browser."""
    return cast._add(Staff(cast.url, account)).signs_in()


# ── a change of identity ────────────────────────────────────────────────────────────────────────────────────────────


def test_signing_in_signing_out_and_changing_the_account_each_make_another_session(cast):
    person = cast.guest("Gus")
    seen = {(person.id, person.cookies["inko_session"], person.csrf)}
    for account in ("sam", "ana", "mia", None, "sam", None):
        if account is None:
            person.request("POST", "/demo/logout", {})
            person.cookies.pop("sessionid", None)
        else:
            on_the_site(person, account)
        before = dict(person.cookies)
        person.arrives()
        seen.add((person.id, person.cookies["inko_session"], person.csrf))
        # What was good before is good for nothing now, whoever kept it.
        late = cast.stranger()
        late.cookies.update(before)
        if account is None:
            refused("auth.required", late.get, "/state")
        else:
            late.cookies.pop("sessionid")
            refused("auth.required", late.get, "/state")
    for place, what in enumerate(("id", "secret", "token")):
        assert len({each[place] for each in seen}) == 7, what


def test_a_guest_who_signs_in_leaves_the_queue_and_those_who_listened_are_told_why(cast):
    ana, gus = cast.agent(), cast.guest("Gus")
    ana.listens(), gus.listens()
    gus.asks()
    old = gus.id
    on_the_site(gus, "sam").arrives()
    assert gus.id != old
    assert ana.hears("dequeued", guest=old)["reason"] == "signed_in"
    assert any(event["kind"] == "session_ended" and event["reason"] == "signed_in" for event in gus.heard)


@pytest.mark.parametrize(
    "secret",
    ["chosen-by-somebody-else", "A" * 43, "", "x" * 3000, "é", '"quoted"', "inko_session=inko_session", "../../etc"],
)
@pytest.mark.parametrize("account", [None, "ana"])
def test_a_cookie_that_the_server_did_not_make_is_never_adopted(cast, secret, account):
    person = cast._add(Person(cast.url, account))
    if account:
        on_the_site(person, account)
    cookies = f"sessionid={person.cookies.get('sessionid', '')}; inko_session={secret}"
    reply = person.get("/session", headers={"Cookie": cookies.encode().decode("latin-1")})
    given, _ = cookie_of(reply)
    assert re.fullmatch(r"[A-Za-z0-9_-]{43}", given) and given != secret
    planted = cast.stranger().request("GET", "/state", headers={"Cookie": cookies.encode().decode("latin-1")})
    assert planted.status == 401
    person.csrf = reply.json["csrf"]


def test_a_secret_that_was_planted_before_the_sign_in_is_worth_nothing_after_it(cast):
    """Session fixation: somebody gives the victim a real session of his own, and waits for the victim to sign in."""
    attacker = cast.guest("Eve")
    victim = cast._add(Staff(cast.url, "ana"))
    victim.cookies["inko_session"] = planted = attacker.cookies["inko_session"]
    victim.signs_in()
    assert victim.id != attacker.id and victim.cookies["inko_session"] != planted
    assert refused("auth.required", attacker.get, "/state").document["reason"] == "signed_in"
    assert attacker.arrives().session["kind"] == "guest"


def test_a_session_of_somebody_signed_in_is_nobodys_without_the_sites_own_cookie(cast):
    ana = cast.agent()
    thief = cast.stranger()
    thief.cookies["inko_session"] = ana.cookies["inko_session"]
    refused("auth.required", thief.get, "/state")


# ── one person ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_person_signed_in_twice_is_one_session_with_two_secrets_and_two_listeners(site):
    site.start(limits={"users": 2})
    phone, laptop = site.cast.agent(), site.cast.agent()
    assert phone.id == laptop.id and phone.cookies["inko_session"] != laptop.cookies["inko_session"]
    mia, gus = site.cast.monitor(), site.cast.guest()
    for person in (phone, laptop, gus):
        person.listens()
    gus.asks()
    room = phone.assists(gus)
    # Two people in a room are as many as this site takes: the agent counts once, and so does the next chat's.
    for listener in (phone, laptop):
        assert listener.hears("joined", room=room)["from"]["id"] in (gus.id, phone.id)
    said = gus.says(room, "hello")["id"]
    assert phone.hears("message", body="hello")["id"] == laptop.hears("message", body="hello")["id"] == said
    laptop.says(room, "from my laptop")
    for listener in (phone, gus):
        assert listener.hears("message", body="from my laptop")["from"]["id"] == phone.id
    assert [each["id"] for each in laptop.state()["rooms"]] == [room] == [each["id"] for each in phone.state()["rooms"]]
    assert [each["name"] for each in mia.get("/list").json["agents"]].count("Ana") == 1
    eventually(lambda: mia.state()["figures"]["users"]["value"] == 2)
    assert len(phone.heard_messages()) == len(laptop.heard_messages()) == 2


def test_signing_out_in_one_browser_leaves_the_other_in_the_chat(cast):
    phone, gus, room = cast.chat()
    laptop = again(cast, "ana")
    phone.listens(), laptop.listens(), gus.listens()
    kept = dict(phone.cookies)
    phone.post("/session/end")
    # The phone alone is told that it is out, by an event that is in no log.
    assert "id" not in phone.hears("session_ended", reason="signed_out")
    assert laptop.hears("sign_in_ended", reason="signed_out")
    phone.cookies.update(kept)
    problem = refused("auth.required", phone.get, "/state")
    assert problem.document["reason"] == "signed_out" and problem.document["login_url"]
    laptop.says(room, "still here")
    assert gus.hears("message", body="still here")
    assert not [event for event in gus.heard + laptop.heard if event["kind"] in ("left", "ended", "session_ended")]
    laptop.post("/session/end")
    assert laptop.hears("session_ended", reason="signed_out")["id"]
    assert gus.hears("left", room=room) or gus.hears("queued", room=room)


def test_signing_out_on_the_site_in_one_browser_ends_that_one_alone(site):
    start_looking_often(site)
    phone, laptop = site.cast.agent(), site.cast.agent()
    phone.listens(), laptop.listens()
    key = phone.cookies["sessionid"]
    site.query("DELETE FROM public.django_session WHERE session_key = %s", (key,))
    assert "id" not in phone.hears("session_ended")
    assert laptop.get("/state").status == 200
    refused("auth.required", phone.get, "/state")


def test_whoever_loses_rights_on_the_site_loses_the_session_in_every_browser(site):
    start_looking_often(site)
    phone, laptop = site.cast.agent(), site.cast.agent()
    phone.listens(), laptop.listens()
    site.query(
        "DELETE FROM public.auth_user_groups g USING public.auth_user u WHERE u.id = g.user_id AND u.username = 'ana'"
    )
    for listener in (phone, laptop):
        assert listener.hears("session_ended", reason="rights_changed")["id"]
        refused("auth.required", listener.get, "/state")
    assert phone.arrives().session["kind"] == "user"


def test_a_person_has_so_many_sign_ins_and_the_one_unused_for_longest_makes_way(site):
    start_looking_often(site, session={"per_person": 3})
    people = [site.cast.agent() for _ in range(3)]
    for person in people:
        person.listens()
    idle = people[1]
    secrets = [person.cookies["inko_session"] for person in people]
    site.query(
        "UPDATE sign_ins SET seen_at = seen_at - interval '1 h' WHERE token_hash = sha256(%s)", (secrets[1].encode(),)
    )
    fourth = site.cast.agent()
    fourth.listens()
    assert idle.hears("session_ended", reason="too_many")
    assert refused("auth.required", idle.get, "/state").document["reason"] == "too_many"
    for person in (people[0], people[2], fourth):
        assert person.state()["session"]["id"] == fourth.id
        assert not [event for event in person.heard if event["kind"] == "session_ended"]
    # Back again, it is the turn of another; never more than three.
    idle.arrives()
    assert site.query("SELECT count(*) FROM sign_ins WHERE ended_at IS NULL") == [(3,)]


def test_ten_who_sign_in_at_once_are_one_person_with_as_many_sign_ins_as_are_allowed(site):
    one, two = site.start(session={"per_person": 4}), site.start(session={"per_person": 4})
    people = [Staff((one, two)[number % 2].url, "ana") for number in range(10)]
    for person in people:
        on_the_site(person, "ana")
    together = threading.Barrier(10)

    def arrive(person):
        together.wait()
        person.arrives()

    threads = [threading.Thread(target=arrive, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({person.id for person in people}) == 1
    assert site.query("SELECT count(*) FROM sessions WHERE ended_at IS NULL") == [(1,)]
    assert site.query("SELECT count(*) FROM sign_ins WHERE ended_at IS NULL") == [(4,)]
    eventually(lambda: sum(person.request("GET", "/state").status == 200 for person in people) == 4)


def test_guests_are_not_limited_by_anything_but_the_site(site):
    site.start(session={"per_person": 1})
    assert len({site.cast.guest().id for _ in range(4)}) == 4


def test_an_agent_who_was_given_up_as_gone_is_online_after_signing_in_elsewhere(site):
    site.start(presence={"reconnecting_seconds": 0.3, "agent_gone_seconds": 0.6, "grace_seconds": 0.1})
    mia, lost = site.cast.monitor(), site.cast.agent()
    mia.listens()
    mia.hears("status", status="offline", reason="gone")
    back = site.cast.agent()
    assert back.id == lost.id and back.session["status"] == "online"
    mia.hears("status", status="online", reason="back")


# ── the end ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_session_that_was_signed_out_is_dead_on_every_server_at_once(site):
    one, two = site.start(), site.start()
    gus = site.cast.guest(url=one.url)
    gus.listens()
    copy = site.cast.stranger(url=two.url)
    copy.cookies.update(gus.cookies)
    assert copy.get("/state").status == 200
    gus.post("/session/end")
    assert gus.cookies["inko_session"] == ""
    gus.hears("session_ended", reason="signed_out")
    eventually(lambda: copy.request("GET", "/state").status == 401)
    copy.cookies["inko_session"] = "x" + copy.cookies["inko_session"]
    refused("auth.required", copy.get, "/state")


def test_a_monitor_revokes_a_persons_every_session_by_a_ban(cast):
    mia, phone, laptop = cast.monitor(), cast.user(), cast.user()
    phone.listens(), laptop.listens()
    ban = mia.post("/ban", {"session": phone.id}).json["ban"]
    for person in (phone, laptop):
        assert person.hears("session_ended", reason="banned")
        refused("banned", person.get, "/state")
    mia.post("/unban", {"ban": ban})


def test_a_session_ends_when_nothing_is_heard_of_it_for_too_long(site):
    settings = {
        "session": {"idle_hours": 1},
        # So that a server that was not there for a moment still counts as having been there.
        "presence": {
            "grace_seconds": 0.1,
            "reconnecting_seconds": 600,
            "guest_gone_seconds": 900,
            "agent_gone_seconds": 900,
        },
    }
    first = site.start(**settings)
    quiet, other = site.cast.guest("Quiet"), site.cast.guest("Other")
    first.stop()
    site.query("UPDATE sessions SET seen_at = clock_timestamp() - interval '2 h' WHERE id = %s", (quiet.id,))
    site.query("UPDATE uptime SET since = clock_timestamp() - interval '3 h', alive_at = clock_timestamp()")
    # A server looks for them when it starts, and then twice a minute.
    quiet.url = other.url = site.start(**settings).url
    eventually(lambda: site.query("SELECT end_reason FROM sessions WHERE id = %s", (quiet.id,)) == [("idle",)])
    assert refused("auth.required", quiet.get, "/state").document["reason"] == "idle"
    assert other.state()["session"]["id"] == other.id


def test_a_sign_in_ends_after_its_time_and_the_persons_other_one_goes_on(site):
    start_looking_often(site)
    old, new = site.cast.agent(), site.cast.agent()
    secret = old.cookies["inko_session"].encode()
    site.query("UPDATE sign_ins SET expires_at = clock_timestamp() WHERE token_hash = sha256(%s)", (secret,))
    eventually(lambda: old.request("GET", "/state").status == 401)
    assert refused("auth.required", old.get, "/state").document["reason"] == "expired"
    assert new.state()["session"]["id"] == new.id


# ── the cookie ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_cookie_is_for_this_site_and_no_script(cast):
    value, attributes = cookie_of(cast.stranger().get("/session"))
    assert attributes == {"path": "/", "max-age": str(72 * 3600), "httponly": "", "samesite": "Lax"}
    assert len(value) == 43


@pytest.fixture(scope="module")
def proxied(databases, template):
    with open_site(databases, template) as its_site:
        its_site.start(server={"trusted_proxies": ["127.0.0.1"]}, session={"absolute_hours": 48})
        yield its_site


@pytest.mark.parametrize(
    "headers, secure",
    [
        ({}, False),
        ({"X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.7"}, True),
        ({"X-Forwarded-Proto": "http", "X-Forwarded-For": "192.0.2.7"}, False),
        ({"X-Forwarded-Proto": "https, http", "X-Forwarded-For": "192.0.2.7"}, True),
        ({"Forwarded": "for=192.0.2.7;proto=https"}, False),
    ],
)
def test_behind_a_trusted_proxy_the_cookie_is_secure_when_the_client_used_https(proxied, headers, secure):
    _, attributes = cookie_of(proxied.cast.stranger().get("/session", headers=headers))
    assert ("secure" in attributes) == secure and attributes["samesite"] == "Lax" and attributes["max-age"] == "172800"


def test_nobody_but_a_trusted_proxy_says_that_it_was_https(cast):
    headers = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.7", "Forwarded": "proto=https"}
    _, attributes = cookie_of(cast.stranger().get("/session", headers=headers))
    assert "secure" not in attributes


def test_a_site_that_is_reached_by_https_alone_has_no_other_cookies(site):
    site.start(server={"public_url": "https://chat.example", "prefix": "/chat"})
    for path in ("/chat/session", "/session"):
        _, attributes = cookie_of(site.cast.stranger().get(path))
        assert "secure" in attributes and attributes["path"] == "/chat"


def test_in_the_frame_of_another_site_the_cookie_belongs_to_that_sites_pages(cast):
    framed = {"X-Inko-Framed": "cross-site"}
    gus = cast.stranger()
    reply = gus.get("/session", headers=framed)
    _, attributes = cookie_of(reply)
    assert (attributes["samesite"], "secure" in attributes, "partitioned" in attributes) == ("None", True, True)
    gus.csrf = reply.json["csrf"]
    # A cookie goes by the attributes that it came with.
    value, attributes = cookie_of(gus.post("/session/end", headers=framed))
    assert value == "" and attributes["max-age"] == "0" and "partitioned" in attributes
    for other in ("same-site", "same-origin", "no", ""):
        _, attributes = cookie_of(cast.stranger().get("/session", headers={"X-Inko-Framed": other}))
        assert attributes["samesite"] == "Lax" and "partitioned" not in attributes
