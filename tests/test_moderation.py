"""Kicking, redacting, calling a monitor, and the audit table, over HTTP."""

import json

from .cast import Problem
from .crowd import at_once, refusals, twin
from .test_chat import refused


def group(owner, *others, name="A group"):
    """A group room with these people in it."""
    room = owner.post("/create", {"name": name}).json["room"]
    for other in others:
        owner.post(f"/invite/{room}", {"session": other.id})
        other.post(f"/join/{room}")
    return room


def log_of(reader, room):
    return reader.get(f"/message/{room}?limit=200").json["events"]


def audit(monitor, **filters):
    query = "&".join(f"{name}={value}" for name, value in filters.items())
    return monitor.get(f"/audit?{query}").json["entries"]


def keep_order(cast):
    """Every call of this part once and more, well and badly; what is said is the caller's to judge."""
    ana, ben, mia, gus = cast.agent("ana"), cast.agent("ben"), cast.monitor(), cast.guest("Rude")
    gus.asks()
    room = ana.assists(gus)
    for person in (ana, ben, mia, gus):
        person.listens()
    said = gus.says(room, "rude")
    mia.post(f"/watch/{room}")
    for _ in range(2):
        ana.post("/report", {"room": room, "reason": "rude", "client_id": "r1"})
    ana.request("POST", "/report", {"room": room, "reason": "other", "client_id": "r1"})
    for _ in range(6):
        gus.request("POST", "/report", {"reason": "they call me rude"})
    mia.hears("reported"), mia.state()
    for _ in range(2):
        mia.post("/redact", {"room": room, "event": said["id"], "reason": "rude"})
    gus.hears("redacted"), gus.get(f"/message/{room}"), gus.state()
    for who, path, body in (
        (gus, f"/redact/{room}", {"event": said["id"], "reason": "mine"}), (mia, f"/redact/{room}", {"event": 1, "reason": "x"}),
        (gus, f"/kick/{room}", {"session": ana.id}), (ana, f"/kick/{room}", {"session": ben.id}),
        (ben, "/kick", {"room": room, "session": gus.id}), (ana, "/unban", {"ban": 1}), (mia, "/unban", {"ban": 10**9}),
        (mia, "/ban", {"session": "nobody"}), (mia, "/ban", {"session": mia.id}), (gus, "/ban", {"session": ana.id}),
        (mia, "/ban", {"address": "127.0.0.0/24"}), (ana, "/ban/review", {"text": "why?"}), (mia, "/ban", {}),
    ):  # fmt: skip
        assert who.request("POST", path, body).status >= 400
    mia.post(f"/redact/{room}", {"event": gus.says(room, "ruder")["id"], "reason": "rude"})
    mia.post(f"/kick/{room}", {"session": gus.id, "reason": "rude"})
    gus.hears("kicked")
    group_room = group(ana, ben)
    ana.post("/kick", {"room": group_room, "session": ben.id})
    ben.hears("kicked")
    ben.request("POST", f"/join/{group_room}", {})
    body = {"session": gus.id, "minutes": 5, "reason": "rude", "client_id": "b1"}
    ban = mia.post("/ban", body).json["ban"]
    (
        mia.post("/ban", body),
        mia.request("POST", "/ban", {"session": gus.id}),
        mia.request("POST", "/ban", body | {"minutes": 6}),
    )
    gus.hears("banned"), gus.hears("session_ended"), mia.hears("banned", ban=ban)
    for path in ("/", "/session", "/state"):
        gus.request("GET", path)
    gus.request("POST", f"/message/{room}", {"body": "x"})
    gus.post("/ban/review", {"text": "I am not."}), gus.request("POST", "/ban/review", {"text": "Not at all."})
    (
        mia.hears("review_asked"),
        mia.get("/bans?limit=1"),
        ana.request("GET", "/bans"),
        mia.request("GET", "/bans?before=0"),
    )
    mia.post("/unban", {"ban": ban})
    mia.hears("unbanned")
    mia.get("/audit?limit=200"), mia.get(f"/audit?room={room}&act=kick"), ana.request("GET", "/audit")
    ana.post(f"/end/{group_room}")


# ── kicking ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_kicked_is_the_last_that_the_kicked_hear_of_a_room_and_the_others_go_on(cast):
    ana, ben, mia = cast.agent("ana"), cast.agent("ben"), cast.monitor()
    room = group(ana, ben)
    ana.listens(), ben.listens()
    mia.post(f"/kick/{room}", {"session": ben.id, "reason": "shouting"})
    heard = ben.hears("kicked", room=room)
    assert (heard["from"]["id"], heard["by"]["id"], heard["reason"]) == (ben.id, mia.id, "shouting")
    assert ana.hears("kicked", room=room)["id"] == heard["id"]
    after = ana.says(room, "after")
    ana.hears("message", body="after")
    # Anything later that ben does hear shows that the message will not come any more.
    ana.post("/status", {"status": "busy"})
    assert ben.hears("status", status="busy")["id"] > after["id"]
    assert not [e for e in ben.heard if e.get("room") == room and e["id"] > heard["id"]]
    refused("room.unknown", ben.says, room, "still here?")
    assert room not in [each["id"] for each in ben.state()["rooms"]]


def test_the_kicked_come_back_with_a_new_invitation_only(cast):
    ana, ben, mia = cast.agent("ana"), cast.agent("ben"), cast.monitor()
    room = ana.post("/create", {"name": "Open to agents", "private": False}).json["room"]
    ben.post(f"/join/{room}")
    # An invitation from before is worth nothing any more.
    ben.post(f"/leave/{room}")
    ana.post(f"/invite/{room}", {"session": ben.id})
    ben.post(f"/join/{room}")
    mia.post(f"/kick/{room}", {"session": ben.id})
    assert refused("room.kicked", ben.post, f"/join/{room}").status == 403
    other = cast.agent("ben")
    assert other.id == ben.id
    refused("room.kicked", other.post, f"/join/{room}")
    ana.post(f"/invite/{room}", {"session": ben.id})
    ben.post(f"/join/{room}")
    ben.says(room, "back again")
    ben.post(f"/leave/{room}")
    ben.post(f"/join/{room}")


def test_an_invitation_that_was_not_used_ends_with_the_kick(cast):
    ana, _, room = cast.chat()
    ben, mia = cast.agent("ben"), cast.monitor()
    ana.post(f"/invite/{room}", {"session": ben.id})
    # In by another way, so the invitation is still open.
    mia.post(f"/transfer/{room}", {"agent": ben.id, "force": True})
    mia.post(f"/kick/{room}", {"session": ben.id})
    assert ben.state()["invitations"] == []
    refused("room.unknown", ben.post, f"/join/{room}")


def test_a_support_room_ends_when_its_guest_is_kicked_and_the_guest_hears_nothing_after(cast):
    ana, gus, room = cast.chat()
    ana.listens(), gus.listens()
    ana.post(f"/kick/{room}", {"session": gus.id})
    assert ana.hears("ended", room=room)["reason"] == "guest_left"
    kicked = gus.hears("kicked", room=room)
    assert gus.heard[-1] == kicked
    refused("room.ended", ana.says, room, "too late")
    gus.asks("again")


def test_a_kicked_agent_does_not_get_the_guest_back_from_the_queue(cast):
    ana, gus, room = cast.chat()
    mia = cast.monitor()
    gus.listens()
    mia.post(f"/kick/{room}", {"session": ana.id})
    gus.hears("queued")
    refused("queue.empty", ana.assists)
    refused("room.kicked", ana.assists, gus)
    why = next(each for each in mia.get("/queue/why").json["guests"] if each["id"] == gus.id)
    assert next(e["verdict"] for e in why["agents"] if e["id"] == ana.id).startswith("was kicked")
    ben = cast.agent("ben")
    assert ben.assists() == room
    gus.says(room, "hello Ben")
    ben.hears("message", body="hello Ben")


def test_owners_where_allowed_and_monitors_kick_and_nobody_else(cast):
    ana, ben, mia, gus = cast.agent("ana"), cast.agent("ben"), cast.monitor(), cast.guest()
    gus.asks()
    room = ana.assists(gus)
    refused("permission.kick", gus.post, f"/kick/{room}", {"session": ana.id})
    refused("room.unknown", ben.post, f"/kick/{room}", {"session": gus.id})
    refused("room.member_unknown", ana.post, f"/kick/{room}", {"session": ben.id})
    refused("request.invalid", ana.post, f"/kick/{room}", {"session": ana.id})
    mia.post(f"/join/{room}")
    refused("permission.monitor", ana.post, f"/kick/{room}", {"session": mia.id})
    mia.post(f"/rights/{room}", {"role": "agent", "deny": ["kick"]})
    mia.post(f"/rights/{room}", {"session": ana.id, "deny": ["kick"]})
    refused("permission.kick", ana.post, f"/kick/{room}", {"session": gus.id})
    mia.post(f"/kick/{room}", {"session": gus.id})


def test_a_message_sent_while_its_author_is_kicked_is_in_the_log_before_the_kick_or_refused(site):
    one, two = site.start(flood={"enabled": False}), site.start(flood={"enabled": False})
    cast = site.cast
    ana, ben, mia = cast.agent("ana"), cast.agent("ben", url=two.url), cast.monitor(url=one.url)
    room = group(ana, ben)
    accepted = refused_ = 0
    for n in range(50):
        said, kicked = at_once(
            lambda n=n: ben.says(room, f"race {n}"), lambda: mia.post(f"/kick/{room}", {"session": ben.id})
        )
        assert not isinstance(kicked, Problem), kicked
        events = log_of(ana, room)
        last_kick = max(e["id"] for e in events if e["kind"] == "kicked")
        if isinstance(said, Problem):
            assert said.code == "room.unknown"
            assert not [e for e in events if e.get("body") == f"race {n}"]
            refused_ += 1
        else:
            assert [e["id"] for e in events if e.get("body") == f"race {n}"] == [said["id"]]
            assert said["id"] < last_kick
            accepted += 1
        ana.post(f"/invite/{room}", {"session": ben.id})
        ben.post(f"/join/{room}")
    assert accepted + refused_ == 50


def test_fifty_parallel_kicks_of_one_person_are_one_kick(site):
    one, two = site.start(), site.start()
    ana, ben, mia = site.cast.agent("ana"), site.cast.agent("ben"), site.cast.monitor()
    room = group(ana, ben)
    hands = [twin(mia, (one, two)[n % 2].url) for n in range(50)]
    results = at_once(*(lambda hand=hand: hand.post(f"/kick/{room}", {"session": ben.id}) for hand in hands))
    assert {problem.code for problem in refusals(results)} == {"room.member_unknown"}
    assert len(refusals(results)) == 49
    assert [e["kind"] for e in log_of(ana, room)].count("kicked") == 1
    assert len(audit(mia, act="kick", room=room)) == 1
    assert site.query("SELECT count(*) FROM members WHERE room_id = %s AND left_event IS NULL", (room,)) == [(1,)]


# ── redacting ───────────────────────────────────────────────────────────────────────────────────────────────────────

SECRET = "my password is hunter2"


def test_a_redacted_text_is_gone_from_log_state_search_and_late_listeners_of_every_server(site):
    one, two = site.start(), site.start()
    ana, mia = site.cast.agent("ana", url=one.url), site.cast.monitor(url=one.url)
    gus = site.cast.guest("Gus", url=two.url)
    gus.asks()
    room = ana.assists(gus)
    # Listeners of both servers, so that both have the message in memory.
    ana.listens(), gus.listens()
    before = ana.state()["cursor"]
    said = gus.says(room, SECRET, client_id="secret-1")
    ana.hears("message", body=SECRET), gus.hears("message", body=SECRET)
    assert mia.get("/transcripts?q=hunter2").json["rooms"]

    mia.post(f"/redact/{room}", {"event": said["id"], "reason": "a password"})
    for person in (ana, gus):
        told = person.hears("redacted", event=said["id"])
        assert (told["room"], told["reason"], told["from"]["id"]) == (room, "a password", mia.id)
    for server in (one, two):
        for person in (ana, gus):
            again = twin(person, server.url)
            for text in (
                again.request("GET", f"/listen?cursor={before}&wait=0").body,
                again.get(f"/message/{room}").body,
                again.get("/state").body,
            ):
                assert b"hunter2" not in text
                event = [e for e in _events(json.loads(text)) if e.get("id") == said["id"]]
                assert [(e["kind"], e["redacted"], e["from"]["id"]) for e in event] == [("message", True, gus.id)]
    assert mia.get("/transcripts?q=hunter2").json["rooms"] == []
    assert site.query("SELECT count(*) FROM events WHERE data::text LIKE '%%hunter2%%'") == [(0,)]

    (entry,) = audit(mia, act="redact")
    assert (entry["from"]["id"], entry["subject"]["id"], entry["room"]) == (mia.id, gus.id, room)
    assert entry["detail"] == {"event": said["id"], "reason": "a password"}
    # The author's browser may still be asking what became of it.
    assert gus.says(room, SECRET, client_id="secret-1")["id"] == said["id"]


def _events(document):
    return document["events"] if "events" in document else [e for room in document["rooms"] for e in room["events"]]


def test_redacting_twice_or_fifty_times_at_once_does_it_once(cast):
    ana, gus, room = cast.chat()
    mia = cast.monitor()
    said = gus.says(room, SECRET)
    hands = [twin(mia) for _ in range(50)]
    body = {"event": said["id"], "reason": "x"}
    results = at_once(*(lambda hand=hand: hand.post(f"/redact/{room}", body) for hand in hands))
    assert not refusals(results)
    mia.post("/redact", {**body, "room": room})
    assert [e["kind"] for e in log_of(ana, room)].count("redacted") == 1
    assert len(audit(mia, act="redact", room=room)) == 1


def test_only_messages_are_redacted_and_only_by_monitors(cast):
    ana, gus, room = cast.chat()
    mia = cast.monitor()
    said = gus.says(room, "hello")
    refused("permission.monitor", ana.post, f"/redact/{room}", {"event": said["id"], "reason": "x"})
    refused("permission.monitor", gus.post, f"/redact/{room}", {"event": said["id"], "reason": "x"})
    joined = next(e["id"] for e in log_of(ana, room) if e["kind"] == "joined")
    refused("event.unknown", mia.post, f"/redact/{room}", {"event": joined, "reason": "x"})
    _, eve, other = cast.chat("ben", "Eve")
    refused("event.unknown", mia.post, f"/redact/{other}", {"event": said["id"], "reason": "x"})
    refused("request.invalid", mia.post, f"/redact/{room}", {"event": said["id"]})
    eve.post(f"/leave/{other}")


# ── calling a monitor ───────────────────────────────────────────────────────────────────────────────────────────────


def test_a_report_calls_every_monitor_and_nobody_else(site):
    one, two = site.start(), site.start()
    ana = site.cast.agent("ana", url=one.url)
    gus = site.cast.guest("Gus", url=two.url)
    mia, mio = site.cast.monitor(url=one.url), site.cast.monitor(url=two.url)
    gus.asks()
    room = ana.assists(gus)
    for person in (ana, gus, mia, mio):
        person.listens()
    asked = {"reason": "This is rude.", "client_id": "r1"}
    first, again = gus.post("/report", {**asked, "room": room}), gus.post("/report", {**asked, "room": room})
    assert (first.status, again.status) == (201, 200) and first.json == again.json
    for monitor in (mia, mio):
        told = monitor.hears("reported")
        assert (told["room"], told["from"]["id"], told["reason"]) == (room, gus.id, "This is rude.")
        assert told["report"] == first.json["report"]
    last = ana.says(room, "last")
    for person in (ana, gus):
        person.hears("message", body="last")
        assert not [e for e in person.heard if e["kind"] == "reported" and e["id"] < last["id"]]
    assert audit(mia, act="report")[0]["detail"] == {"reason": "This is rude."}


def test_who_reports_names_a_room_of_the_own_or_has_only_one(cast):
    _, gus, room = cast.chat()
    eve, mia = cast.guest("Eve"), cast.monitor()
    refused("room.unknown", eve.post, "/report", {"room": room, "reason": "x"})
    refused("request.invalid", eve.post, "/report", {"reason": "x"})
    gus.post("/report", {"reason": "only one room"})
    assert audit(mia, act="report", actor=gus.id)[0]["room"] == room
    gus.post(f"/leave/{room}")
    gus.post("/report", {"room": room, "reason": "afterwards"})
    ben = cast.agent("ben")
    ben.post("/report", {"reason": "the queue is strange"})
    assert "room" not in audit(mia, act="report", actor=ben.id)[0]


def test_a_session_calls_five_times_in_ten_minutes_at_most(cast, shared_site):
    _, gus, room = cast.chat()
    hands = [twin(gus) for _ in range(8)]
    body = {"room": room, "reason": "again"}
    results = at_once(*(lambda hand=hand: hand.post("/report", body) for hand in hands))
    late = refusals(results)
    assert [problem.code for problem in late] == ["flood.reports"] * 3
    assert all(0 < int(problem.headers["Retry-After"]) <= 600 for problem in late)
    shared_site.query("UPDATE audit SET at = at - interval '601 s' WHERE actor_id = %s", (gus.id,))
    gus.post("/report", {"room": room, "reason": "later"})


# ── the audit table ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_audit_table_is_for_monitors_and_says_who_did_what_to_whom(cast):
    ana, gus, room = cast.chat()
    mia = cast.monitor()
    refused("permission.monitor", ana.get, "/audit")
    refused("permission.monitor", gus.get, "/audit")
    mia.post(f"/watch/{room}")
    mia.post(f"/kick/{room}", {"session": gus.id, "reason": "spam"})
    entries = audit(mia, room=room)
    assert [entry["act"] for entry in entries] == ["kick", "watch"]
    kick = entries[0]
    assert kick["from"] == {
        "id": mia.id,
        "name": mia.session["name"],
        "kind": "monitor",
        "account": kick["from"]["account"],
    }
    assert (kick["subject"]["id"], kick["detail"], kick["room_name"]) == (gus.id, {"reason": "spam"}, "Gus")
    assert audit(mia, actor=kick["from"]["account"], act="kick", subject=gus.id)[0]["id"] == kick["id"]


def test_the_audit_table_pages_backwards_and_is_filtered_by_time(cast):
    _, gus, room = cast.chat()
    mia = cast.monitor()
    for n in range(5):
        gus.post("/report", {"room": room, "reason": f"r{n}"})
    page = mia.get(f"/audit?room={room}&limit=2").json
    assert [e["detail"]["reason"] for e in page["entries"]] == ["r4", "r3"] and page["more"]
    page = mia.get(f"/audit?room={room}&limit=3&before={page['entries'][-1]['id']}").json
    assert [e["detail"]["reason"] for e in page["entries"]] == ["r2", "r1", "r0"] and not page["more"]
    middle = page["entries"][1]["at"]
    assert [e["detail"]["reason"] for e in audit(mia, room=room, **{"from": middle})] == ["r4", "r3", "r2", "r1"]
    assert [e["detail"]["reason"] for e in audit(mia, room=room, to=middle)] == ["r0"]
    for query in ("from=yesterday", "before=0", "limit=201", "act=", "who=x"):
        refused("request.invalid", mia.get, f"/audit?{query}")


def test_opening_and_closing_the_queue_and_taking_over_are_written_down(site):
    site.start()
    ana, _, room = site.cast.chat()
    mia = site.cast.monitor()
    mia.post("/queue", {"mode": "closed", "message": "Back soon."})
    mia.post(f"/takeover/{room}")
    mia.post("/set_limit", {"agent": ana.id, "limit": 1})
    written = [(entry["act"], entry.get("room"), entry.get("subject", {}).get("id")) for entry in audit(mia)]
    assert written == [("set_limit", None, ana.id), ("takeover", room, ana.id), ("queue", None, None)]


def test_an_act_that_fails_leaves_no_row(cast):
    _, _, room = cast.chat()
    mia = cast.monitor()
    refused("room.member_unknown", mia.post, f"/kick/{room}", {"session": mia.id[::-1]})
    refused("event.unknown", mia.post, f"/redact/{room}", {"event": 2**40, "reason": "x"})
    assert audit(mia, room=room) == []
