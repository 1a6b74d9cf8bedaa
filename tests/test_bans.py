"""Who may not come in: bans by session, account and range of addresses, and where a request comes from."""

import re
import time

import pytest

from .cast import Problem
from .crowd import at_once, guest_from, refusals, sends_from, twin
from .test_chat import refused
from .test_moderation import audit

PROXY = {"server": {"trusted_proxies": ["127.0.0.1/32"]}}
HTML = {"Accept": "text/html"}


def bans(monitor):
    return monitor.get("/bans").json["bans"]


def eventually(check, seconds=10):
    """For what a server does after an event and tells nobody."""
    end = time.monotonic() + seconds
    while not check():
        assert time.monotonic() < end
        time.sleep(0.02)


# ── a guest's session ───────────────────────────────────────────────────────────────────────────────────────────────


def test_a_banned_guest_is_told_and_ended_and_does_not_come_in_again_with_the_same_cookie(cast):
    ana, gus, room = cast.chat()
    mia = cast.monitor()
    ana.listens(), gus.listens(), mia.listens()
    ban = mia.post("/ban", {"session": gus.id, "minutes": 60, "reason": "spam"}).json["ban"]
    told, ended = gus.hears("banned"), gus.hears("session_ended")
    assert told["id"] < ended["id"] and ended["reason"] == "banned"
    # Whom it hits learns neither the reason nor by whom.
    assert set(told) == {"id", "kind", "at"}
    assert ana.hears("ended", room=room)
    assert mia.hears("banned", ban=ban)["from"]["id"] == mia.id
    for path in ("/session", "/state"):
        problem = refused("banned", gus.get, path)
        assert problem.status == 403 and set(problem.document) == {"type", "title", "status", "detail", "code"}
        assert not re.search(r"spam|minute|Mia|address", problem.document["detail"], re.IGNORECASE)
    refused("banned", gus.says, room, "hello?")
    page = gus.request("GET", "/", headers=HTML)
    assert page.status == 403 and b"/ban/review" in page.body and b"spam" not in page.body
    # Somebody else comes in from the very same address.
    cast.guest("Eve")


def test_a_ban_of_a_waiting_guest_gives_the_place_to_others(cast):
    ana, gus, mia = cast.agent(), cast.guest(), cast.monitor()
    gus.asks()
    mia.post("/ban", {"session": gus.id})
    refused("queue.empty", ana.assists)


def test_bans_are_listed_with_their_terms_and_lifted(cast):
    gus, mia = cast.guest(), cast.monitor()
    ban = mia.post("/ban", {"session": gus.id, "minutes": 60, "reason": "spam"}).json["ban"]
    (entry,) = [each for each in bans(mia) if each["ban"] == ban]
    assert (entry["session"]["id"], entry["reason"], entry["from"]["id"]) == (gus.id, "spam", mia.id)
    assert entry["account"] is entry["address"] is entry["review"] is None
    assert entry["at"] < entry["expires_at"]
    mia.post("/unban", {"ban": ban})
    assert not [each for each in bans(mia) if each["ban"] == ban]
    assert refused("ban.unknown", mia.post, "/unban", {"ban": ban}).status == 404
    assert [e["act"] for e in audit(mia, subject=gus.id)] == ["unban", "ban"]
    gus.arrives()


def test_a_ban_ends_by_itself_when_its_time_is_up(cast, shared_site):
    gus, mia = cast.guest(), cast.monitor()
    ban = mia.post("/ban", {"session": gus.id, "minutes": 1}).json["ban"]
    refused("banned", gus.get, "/session")
    shared_site.query("UPDATE bans SET expires_at = clock_timestamp() WHERE id = %s", (ban,))
    gus.arrives()
    assert not [each for each in bans(mia) if each["ban"] == ban]


def test_only_monitors_ban_and_the_request_names_one_thing_that_exists(cast):
    ana, gus, mia = cast.agent(), cast.guest(), cast.monitor()
    for path, body in (("/ban", {"session": gus.id}), ("/unban", {"ban": 1})):
        refused("permission.monitor", ana.post, path, body)
        refused("permission.monitor", gus.post, path, body)
    refused("permission.monitor", ana.get, "/bans")
    refused("session.unknown", mia.post, "/ban", {"session": "nobody"})
    for body in (
        {},
        {"session": gus.id, "account": "7"},
        {"address": "10.0.0.1/8"},
        {"address": "10.0.0.0/8"},
        {"address": "2001:db8::/31"},
        {"address": "::ffff:10.0.0.1"},
        {"address": "Gus"},
        {"account": "7", "range": True},
        {"session": gus.id, "minutes": 0},
    ):
        refused("request.invalid", mia.post, "/ban", body)
    assert refused("ban.own", mia.post, "/ban", {"session": mia.id}).status == 409
    assert not [each for each in bans(mia) if each["session"] and each["session"]["id"] == gus.id]


def test_fifty_parallel_bans_of_one_person_are_one_ban(site):
    one, two = site.start(), site.start()
    ana, gus, mia = site.cast.agent(), site.cast.guest(), site.cast.monitor()
    gus.asks()
    ana.assists(gus)
    hands = [twin(mia, (one, two)[n % 2].url) for n in range(50)]
    results = at_once(*(lambda hand=hand: hand.post("/ban", {"session": gus.id}) for hand in hands))
    assert {problem.code for problem in refusals(results)} == {"ban.exists"} and len(refusals(results)) == 49
    assert len(bans(mia)) == 1 and len(audit(mia, act="ban")) == 1
    assert [problem.document["ban"] for problem in refusals(results)] == [bans(mia)[0]["ban"]] * 49
    counted = "SELECT count(*) FROM events WHERE kind = %s AND stream = %s"
    assert site.query(counted, ("session_ended", "session:" + gus.id)) == [(1,)]
    body = {"ban": bans(mia)[0]["ban"]}
    unbanned = at_once(*(lambda hand=hand: hand.post("/unban", body) for hand in hands[:9]))
    assert [problem.code for problem in refusals(unbanned)] == ["ban.unknown"] * 8


def test_a_ban_may_be_repeated_with_its_client_id(cast):
    gus, mia = cast.guest(), cast.monitor()
    body = {"session": gus.id, "client_id": "b1"}
    first, again = mia.post("/ban", body), mia.post("/ban", body)
    assert (first.status, again.status) == (201, 200) and first.json == again.json


# ── an account ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_ban_of_somebody_signed_in_covers_the_account_on_every_server(site):
    one, two = site.start(), site.start()
    mia, sam = site.cast.monitor(url=one.url), site.cast.user(url=one.url)
    other = site.cast.user(url=two.url)
    other.listens()
    assert other.id == sam.id
    mia.post("/ban", {"session": sam.id})
    other.hears("session_ended", reason="banned")
    refused("banned", sam.get, "/session")
    refused("banned", other.get, "/session")
    third = site.cast._add(type(sam)(two.url, "sam"))
    assert third.request("POST", "/demo/login", {"account": "sam"}).status < 400
    refused("banned", third.get, "/session")
    mia.post("/unban", {"ban": bans(mia)[0]["ban"]})
    third.arrives()


def test_an_agent_is_banned_by_account_and_the_guests_are_not_lost(cast):
    ana, gus, room = cast.chat()
    mia = cast.monitor()
    gus.listens()
    mia.post("/ban", {"session": ana.id})
    account = next(each["account"] for each in bans(mia) if each["session"]["id"] == ana.id)
    refused("banned", ana.get, "/session")
    assert room in [each["id"] for each in gus.state()["rooms"]]
    refused("ban.exists", mia.post, "/ban", {"session": ana.id})
    mine = mia.get("/audit?act=ban").json["entries"][0]["from"]["account"]
    refused("ban.own", mia.post, "/ban", {"account": mine})
    mia.post("/unban", {"ban": next(each["ban"] for each in bans(mia) if each["account"] == account)})
    by_account = mia.post("/ban", {"account": account}).json["ban"]
    refused("banned", ana.get, "/session")
    mia.post("/unban", {"ban": by_account})
    ana.arrives()


# ── a range of addresses ────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def proxied(databases, template):
    from .conftest import open_site

    with open_site(databases, template) as its_site:
        its_site.start(**PROXY)
        yield its_site


@pytest.fixture
def crowd(proxied):
    """A site behind a proxy, and a monitor; the guests of one test are not those of the next."""
    mia = proxied.cast.monitor()
    yield proxied, mia
    for each in bans(mia):
        mia.post("/unban", {"ban": each["ban"]})
    proxied.cast.leave()
    proxied.query("UPDATE sessions SET seen_at = seen_at - interval '1 h' WHERE kind IN ('guest', 'user')")


def test_a_range_is_banned_for_guests_who_are_there_and_who_come_but_not_for_staff(crowd):
    site, mia = crowd
    inside, outside = guest_from(site.cast, "203.0.113.7"), guest_from(site.cast, "198.51.100.7")
    ana = sends_from(site.cast.agent(), "203.0.113.9")
    inside.listens()
    mia.post("/ban", {"address": "203.0.113.0/24", "reason": "a botnet"})
    inside.hears("session_ended", reason="banned")
    refused("banned", inside.get, "/session")
    refused("banned", guest_from, site.cast, "203.0.113.8")
    outside.state(), ana.state(), ana.arrives()
    assert ana.request("GET", "/", headers=HTML).status == 200
    guest_from(site.cast, "203.0.114.8")
    stranger = sends_from(site.cast.stranger(), "203.0.113.20")
    eventually(lambda: stranger.request("GET", "/", headers=HTML).status == 403)
    mia.post("/unban", {"ban": bans(mia)[0]["ban"]})
    guest_from(site.cast, "203.0.113.8")
    eventually(lambda: stranger.request("GET", "/", headers=HTML).status == 200)


def test_a_range_narrower_than_what_is_kept_finds_its_guests_by_their_next_request(crowd):
    site, mia = crowd
    seven, eight = guest_from(site.cast, "203.0.113.7"), guest_from(site.cast, "203.0.113.8")
    guest_from(site.cast, "198.51.100.1"), guest_from(site.cast, "198.51.100.2")
    mia.post("/ban", {"address": "203.0.113.7"})
    refused("banned", guest_from, site.cast, "203.0.113.7")

    def ended():
        try:
            seven.state()
        except Problem as problem:
            return problem.code == "banned"

    eventually(ended)
    eight.state()
    guest_from(site.cast, "203.0.113.8")


def test_with_range_a_guest_without_the_cookie_does_not_come_back_either(crowd):
    site, mia = crowd
    gus = guest_from(site.cast, "2001:db8:5:6::7")
    guest_from(site.cast, "198.51.100.1"), guest_from(site.cast, "198.51.100.2")
    mia.post("/ban", {"session": gus.id, "range": True})
    assert bans(mia)[0]["address"] == "2001:db8:5::/48"
    refused("banned", guest_from, site.cast, "2001:db8:5:99::1")
    guest_from(site.cast, "2001:db8:6::1")


def test_a_range_that_most_guests_share_is_refused(crowd):
    site, mia = crowd
    shared = [guest_from(site.cast, f"203.0.113.{n}") for n in range(10)]
    problem = refused("ban.shared", mia.post, "/ban", {"address": "203.0.113.0/24"})
    assert problem.status == 409 and "10 of the 10 guests" in problem.document["detail"]
    # What is kept of addresses does not tell these ten from one another: their one address may be meant.
    refused("ban.shared", mia.post, "/ban", {"address": "203.0.113.1"})
    refused("ban.shared", mia.post, "/ban", {"session": shared[0].id, "range": True})
    other = guest_from(site.cast, "198.51.100.1")
    refused("ban.shared", mia.post, "/ban", {"address": "203.0.113.0/24"})
    assert bans(mia) == []
    [each.state() for each in shared]
    # Nine in ten is not more than nine in ten.
    shared[0].leaves()
    mia.post("/ban", {"address": "203.0.113.0/24"})
    other.state()


def test_somebody_alone_may_be_banned_by_address(crowd):
    site, mia = crowd
    guest_from(site.cast, "203.0.113.1")
    mia.post("/ban", {"address": "203.0.113.0/24"})


def test_a_proxy_of_ours_and_this_machine_are_no_ranges_to_ban(crowd):
    site, mia = crowd
    assert "proxy" in refused("ban.shared", mia.post, "/ban", {"address": "127.0.0.0/24"}).document["detail"]
    one, two = guest_from(site.cast, "127.7.7.1"), guest_from(site.cast, "127.7.7.2")
    [guest_from(site.cast, f"198.51.100.{n}") for n in range(5)]
    assert "this machine" in refused("ban.shared", mia.post, "/ban", {"address": "127.7.7.0/24"}).document["detail"]
    two.leaves()
    mia.post("/ban", {"address": "127.7.7.0/24"})
    refused("banned", one.get, "/session")


def test_no_session_slips_in_while_its_range_is_being_banned(site):
    one, two = site.start(**PROXY), site.start(**PROXY)
    mia = site.cast.monitor()
    [guest_from(site.cast, f"198.51.100.{n}") for n in range(40)]
    calls = [lambda n=n: guest_from(site.cast, f"203.0.113.{n}", url=(one, two)[n % 2].url) for n in range(30)]
    calls.insert(15, lambda: mia.post("/ban", {"address": "203.0.113.0/24"}))
    results = at_once(*calls)
    assert {problem.code for problem in refusals(results)} <= {"banned", "ban.shared"}
    assert len(bans(mia)) == 1
    living = "SELECT count(*) FROM sessions WHERE address <<= '203.0.113.0/24' AND ended_at IS NULL"
    assert site.query(living) == [(0,)]


def test_a_range_is_banned_while_those_in_it_talk(site):
    lifted = {"flood": {"enabled": False}, "limits": {"messages_per_minute": 100_000}}
    one, two = site.start(**PROXY, **lifted), site.start(**PROXY, **lifted)
    mia = site.cast.monitor()
    [guest_from(site.cast, f"198.51.100.{n}") for n in range(10)]
    talks = []
    for n in range(9):
        agent = site.cast.agent(f"agent{n // 3 + 1:02}", url=one.url)
        guest = guest_from(site.cast, f"203.0.113.{n}", url=two.url)
        guest.asks()
        talks.append((agent, guest, agent.assists(guest)))

    def talk(who, room):
        for n in range(100):
            try:
                who.says(room, f"{n}")
            except Problem as problem:
                return problem.code
        return "never"

    calls = [lambda who=who, room=room: talk(who, room) for agent, guest, room in talks for who in (agent, guest)]
    ended = at_once(*calls, lambda: mia.post("/ban", {"address": "203.0.113.0/24"}))
    assert set(ended[0:18:2]) == {"room.ended"}
    assert set(ended[1:18:2]) <= {"banned", "room.unknown", "room.ended"}
    rooms = [room for _, _, room in talks]
    said = (
        "SELECT count(*) FROM events e JOIN members m USING (room_id) WHERE e.room_id = ANY(%s) AND e.kind = 'message'"
    )
    assert site.query(said + " AND m.session_id = e.actor_id AND e.id > m.left_event", (rooms,)) == [(0,)]


# ── a review ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_banned_ask_for_a_review_once_and_monitors_hear_of_it(cast):
    gus, mia = cast.guest(), cast.monitor()
    mia.listens()
    ban = mia.post("/ban", {"session": gus.id}).json["ban"]
    gus.post("/ban/review", {"text": "It was my brother."})
    assert mia.hears("review_asked")["ban"] == ban
    (entry,) = [each for each in bans(mia) if each["ban"] == ban]
    assert entry["review"]["text"] == "It was my brother."
    assert refused("ban.review_asked", gus.post, "/ban/review", {"text": "Really."}).status == 409
    assert audit(mia, act="ban_review")[0]["detail"] == {"ban": ban}
    refused("request.invalid", gus.post, "/ban/review", {"text": ""})
    refused("ban.unknown", cast.guest().post, "/ban/review", {"text": "I am not banned."})


def test_the_page_that_says_so_has_the_form(cast):
    gus, mia = cast.guest(), cast.monitor()
    ban = mia.post("/ban", {"session": gus.id}).json["ban"]
    form = HTML | {"Content-Type": "application/x-www-form-urlencoded"}
    elsewhere = gus.request("POST", "/ban/review", b"text=x", headers=form | {"Sec-Fetch-Site": "cross-site"})
    assert elsewhere.status == 403
    empty = gus.request("POST", "/ban/review", b"text=", headers=form)
    assert empty.status == 422 and b"<h1" in empty.body
    sent = gus.request("POST", "/ban/review", b"text=Please+%C3%A9", headers=form)
    assert sent.status == 200 and b"<form" not in sent.body
    assert next(each["review"]["text"] for each in bans(mia) if each["ban"] == ban) == "Please é"


# ── where a request comes from ──────────────────────────────────────────────────────────────────────────────────────


def kept(site, person):
    return site.query("SELECT address::text FROM sessions WHERE id = %s", (person.id,))[0][0]


def test_an_address_is_believed_from_a_trusted_proxy_only_and_kept_cut_down(crowd, cast, shared_site):
    site, _ = crowd
    assert kept(site, guest_from(site.cast, "203.0.113.77")) == "203.0.113.0/24"
    assert kept(site, guest_from(site.cast, "2001:db8:1:2:3::4")) == "2001:db8:1::/48"
    # What the client wrote itself stands left of what the proxy saw.
    assert kept(site, guest_from(site.cast, "198.51.100.1, 203.0.113.77")) == "203.0.113.0/24"
    assert kept(site, guest_from(site.cast, "rubbish")) is None
    # No proxy is trusted there.
    assert kept(shared_site, guest_from(cast, "203.0.113.77", url=shared_site.cast.url)) == "127.0.0.0/24"
    assert site.query("SELECT count(*) FROM sessions WHERE address IS NOT NULL AND masklen(address) > 48") == [(0,)]


def test_the_cookie_is_secure_when_a_trusted_proxy_says_https(crowd, shared_site):
    site, _ = crowd
    for url, headers, secure in (
        (site.cast.url, {"X-Forwarded-Proto": "https"}, True),
        (site.cast.url, {"X-Forwarded-Proto": "http"}, False),
        (site.cast.url, {"Forwarded": "for=203.0.113.7;proto=https"}, False),
        (shared_site.cast.url, {"X-Forwarded-Proto": "https"}, False),
    ):
        reply = site.cast.stranger(url).get("/session", headers=headers)
        assert ("; Secure" in reply.headers["Set-Cookie"]) == secure
