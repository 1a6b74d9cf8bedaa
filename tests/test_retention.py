"""What is old is taken away, and one person's data are handed out or erased: looked for in every column of every table."""

import json
import time

import pytest

from inko_lite.config import load
from inko_lite.server import Server

from .cast import Problem
from .test_chat import refused
from .test_cli import configuration, failure, inko
from .test_search import found

MARKER = "xq7marker"
# What stays for the reports when texts, names and metadata are too old.
FIGURES = {"tags.tag", "surveys.tags"}


def tables(site):
    return [name for (name,) in site.query("SELECT tablename FROM pg_tables WHERE schemaname = 'inko' ORDER BY 1")]


def traces(site, marker=MARKER):
    """{table.column: how often} of every column, of whatever type, in which the marker stands."""
    names = tables(site)
    assert {"events", "sessions", "search_parts", "audit"} < set(names) and len(names) > 20
    parts = [
        f"SELECT '{name}.' || key, count(*) FROM inko.\"{name}\" t, jsonb_each_text(to_jsonb(t)) WHERE value ILIKE %(like)s GROUP BY 1"
        for name in names
    ]
    return dict(site.query(" UNION ALL ".join(parts), {"like": f"%{marker}%"}))


def ages(site, days):
    """Everything there is becomes so many days older. Ids and order stay."""
    columns = site.query(
        "SELECT table_name, string_agg(format('%%1$I = %%1$I - %%2$L::interval', column_name, %s), ', ')"
        " FROM information_schema.columns WHERE table_schema = 'inko' AND table_name = ANY(%s)"
        " AND data_type = 'timestamp with time zone' AND column_name NOT IN ('expires_at', 'acted_at') GROUP BY 1",
        (f"{days} days", [name for name in tables(site) if name != "retention"]),
    )
    site.query("; ".join(f'UPDATE inko."{table}" SET {setting}' for table, setting in columns))


def a_life(site):
    """A guest who leaves the marker wherever a guest can, and the room."""
    cast = site.cast
    ana, ben, mia = cast.agent("ana"), cast.agent("ben"), cast.monitor("mia")
    gus = cast.guest(f"Gus {MARKER}")
    gus.asks(f"My question {MARKER}", product=MARKER, email=f"{MARKER}@example.org", extra={MARKER: MARKER}, os=MARKER)
    room = ana.assists(gus)
    first = gus.says(room, f"I am {MARKER}", client_id=MARKER)
    ana.says(room, f"Hello {MARKER}")
    ana.post(f"/note/{room}", {"body": f"strange {MARKER}"})
    ana.post(f"/tags/{room}", {"add": [MARKER]})
    ana.post(f"/topic/{room}", {"topic": f"About {MARKER}"})
    gus.post("/report", {"room": room, "reason": f"rude {MARKER}"})
    gus.post(f"/survey/{room}", {"score": 1, "solved": False, "comment": f"bad {MARKER}"})
    gus.post(f"/follow_up/{room}", {"title": f"Still {MARKER}", "body": f"Again {MARKER}"})
    ana.post("/status", {"status": "busy"}), ana.post("/status", {"status": "online"})
    ben.post("/status", {"status": "online"})
    ana.post(f"/transfer/{room}", {"agent": ben.id, "note": f"take {MARKER}"})
    assert found(mia, MARKER) and found(mia, "strange")
    return ana, ben, mia, gus, room, first


def ids_and_kinds(site):
    return site.query("SELECT id, kind, stream, room_id, message_number, at FROM events ORDER BY id")


# ── one person ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_erasing_leaves_no_trace_of_a_guest_in_any_column(site):
    # Nobody listens there, so what was to be told is still waiting.
    site.start(webhooks={"url": "http://127.0.0.1:9/hook", "secret": "s", "allow_private": True})
    ana, _, mia, gus, room, first = a_life(site)
    with_marker = traces(site)
    assert {"surveys.comment", "surveys.product", "surveys.tags", "follow_ups.body", "deliveries.body"} <= set(
        with_marker
    )
    assert {"events.data", "chats.question", "queue_entries.metadata", "rooms.name", "sessions.name", "offers.note",
            "tags.tag", "search_parts.document", "audit.detail"} <= set(with_marker)  # fmt: skip
    before = ids_and_kinds(site)
    ana.listens()
    done = mia.post("/erase", {"session": gus.id}).json
    assert done["sessions"] == done["rooms"] == 1 and done["events"] > 10
    assert traces(site) == {}
    after = ids_and_kinds(site)
    assert after[: len(before)] == before, "an event is emptied, never taken out of the log"
    assert ana.hears("erased")["rooms"] == [room]
    assert found(mia, MARKER) == {} and found(mia, "strange") == {}
    assert refused("auth.required", gus.get, "/state").status == 401
    said = [e for e in mia.get(f"/transcripts/{room}").json["events"] if e["kind"] == "message"]
    assert [(e["body"], e["html"], e["from"]["name"], e["purged"]) for e in said] == [("", "", "", True)] * 2
    assert said[0]["id"] == first["id"] and said[0]["from"]["id"] == gus.id
    assert "A message whose time of keeping is over" in mia.get(f"/transcripts/{room}.txt").body.decode()
    assert mia.get("/audit?act=erase").json["entries"][0]["subject"]["id"] == gus.id


def test_what_a_banned_guest_wrote_for_a_review_goes_and_the_ban_stays(site):
    site.start()
    _, gus, _ = site.cast.chat()
    mia = site.cast.monitor("mia")
    mia.post("/ban", {"session": gus.id, "reason": "spam"})
    gus.post("/ban/review", {"text": f"It was {MARKER}"})
    assert "bans.review_text" in traces(site)
    mia.post("/erase", {"session": gus.id})
    assert traces(site) == {}
    assert refused("banned", gus.get, "/session").status == 403


def test_erasing_twice_and_erasing_others_changes_nothing_of_anybody_else(site):
    site.start()
    ana, _, mia, gus, _room, _ = a_life(site)
    eve = site.cast.guest("Eve")
    eve.asks("A zebra question")
    other = ana.assists(eve)
    eve.says(other, "a zebra")
    mia.post("/erase", {"session": gus.id})
    assert mia.post("/erase", {"session": gus.id}).json["sessions"] == 1
    assert traces(site) == {} and traces(site, "zebra")
    assert other in found(mia, "zebra") and eve.says(other, "and on")
    assert site.query("SELECT count(*) FROM events WHERE room_id = %s AND data ->> 'purged' IS NOT NULL", (other,)) == [
        (0,)
    ]


def test_servers_forget_what_was_erased(site):
    """Recent events are in the memory of every server, for listeners that come back with an old cursor."""
    one, two = site.start(server={"reuse_port": True}), site.start(server={"reuse_port": True})
    ana, _, mia, gus, _room, _first = a_life(site)
    other = site.cast.agent("ana", url=two.url)
    assert MARKER in other.get("/listen?cursor=0&wait=0").body.decode()
    mia.post("/erase", {"session": gus.id})
    other.listens(site.query("SELECT id FROM events WHERE kind = 'erased'")[0][0] - 1)
    other.hears("erased")
    for person in (ana, other):
        heard = person.get("/listen?cursor=0&wait=0")
        assert MARKER not in heard.body.decode() and heard.json["events"], person.url
    assert one.url != two.url


def test_a_person_with_an_account_is_erased_with_all_sessions(site):
    site.start()
    ana, mia = site.cast.agent("ana"), site.cast.monitor("mia")
    ids = []
    for n in range(2):
        sam = site.cast.user("sam")
        sam.post("/identify", {"name": f"Sam {MARKER}", "question": f"{n} {MARKER}"})
        room = ana.assists()
        sam.says(room, f"{n} {MARKER}")
        ids.append(sam.id)
        sam.leaves()
    assert mia.get(f"/subject/{ids[0]}").body.decode().count(f"1 {MARKER}") >= 2
    assert mia.post("/erase", {"session": ids[0]}).json["sessions"] == 2
    assert traces(site) == {}
    assert site.query("SELECT DISTINCT kind, site_user_id FROM sessions WHERE id = ANY(%s)", (ids,)) == [
        ("guest", None)
    ]


def test_what_a_guest_said_in_a_group_goes_and_what_the_others_said_stays(site):
    site.start()
    ana, mia = site.cast.agent("ana"), site.cast.monitor("mia")
    gus = site.cast.guest(f"Gus{MARKER}")
    room = ana.post("/create", {"name": "Meeting"}).json["room"]
    ana.post(f"/invite/{room}", {"session": gus.id})
    gus.post(f"/join/{room}")
    ana.says(room, "welcome all")
    gus.says(room, f"it is {MARKER}")
    mia.post("/erase", {"session": gus.id})
    assert traces(site) == {}
    said = [e["body"] for e in ana.get(f"/message/{room}").json["events"] if e["kind"] == "message"]
    assert said == ["welcome all", ""] and room in found(ana, "welcome")
    ana.says(room, "we go on")


def test_all_of_a_persons_data_are_handed_out_and_no_secrets(site):
    site.start()
    _, _, mia, gus, room, first = a_life(site)
    reply = mia.get(f"/subject/{gus.id}")
    assert reply.headers["Content-Disposition"] == f'attachment; filename="person-{gus.id}.json"'
    found_data = reply.json
    assert found_data["sessions"][0]["name"] == f"Gus {MARKER}" and found_data["chats"][0]["room_id"] == room
    assert found_data["chats"][0]["metadata"]["email"] == f"{MARKER}@example.org"
    assert {first["id"]} <= {event["id"] for event in found_data["events"]}
    assert f"rude {MARKER}" in json.dumps(found_data["audit"])
    text = reply.body.decode()
    assert not any(secret in text for secret in ("token_hash", "csrf", gus.csrf, gus.cookies["inko_session"]))
    # Whatever column has the marker, its table is in there: nothing that is kept is held back.
    tables = {name.split(".")[0] for name in traces(site)} - {"search_parts"}
    assert tables <= set(found_data) and all(MARKER in json.dumps(found_data[table]) for table in tables)
    assert mia.get("/audit?act=subject_export").json["entries"][0]["subject"]["id"] == gus.id


def test_only_monitors_hand_out_and_erase_and_never_the_staff(cast):
    ana, gus, mia = cast.agent(), cast.guest(), cast.monitor()
    for person in (ana, gus):
        assert refused("permission.monitor", person.get, f"/subject/{gus.id}").status == 403
        refused("permission.monitor", person.post, "/erase", {"session": gus.id})
    assert refused("subject.staff", mia.post, "/erase", {"session": ana.id}).status == 409
    refused("subject.staff", mia.get, f"/subject/{ana.id}")
    assert refused("session.unknown", mia.post, "/erase", {"session": "nobody"}).status == 404
    refused("request.invalid", mia.post, "/erase", {})
    gus.state()


# ── by age ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def an_old_and_a_new_chat(site, days):
    ana, _ben, mia, gus, room, _ = a_life(site)
    gus.post(f"/end/{room}")
    site.cast.leave()
    ages(site, days)
    ana, mia = site.cast.agent("ana"), site.cast.monitor("mia")
    eve = site.cast.guest("Eve")
    eve.asks("A zebra question")
    new = ana.assists()
    eve.says(new, "a zebra")
    return ana, mia, room, new


def test_what_is_too_old_is_taken_away_by_itself_and_the_rest_stays(site):
    site.start(retention={"days": 400, "sweep_seconds": 3600})
    _ana, mia, old, new = an_old_and_a_new_chat(site, 401)
    assert traces(site)
    before = ids_and_kinds(site)
    site.start(retention={"days": 400, "sweep_seconds": 0.2})
    deadline = time.monotonic() + 15
    while set(traces(site)) - FIGURES:
        assert time.monotonic() < deadline, traces(site)
        time.sleep(0.1)
    assert ids_and_kinds(site)[: len(before)] == before
    assert new in found(mia, "zebra") and found(mia, MARKER) == {}
    assert mia.get(f"/transcripts/{new}").json["question"] == "A zebra question"
    # What is left are figures: that there was a chat, when, for how long, with which tags.
    (row,) = [room for room in mia.get("/transcripts").json["rooms"] if room["id"] == old]
    assert row["tags"] == [MARKER] and row["guest"]["name"] == "" and row["ended_at"] > row["started_at"]
    assert eve_can_go_on(site, new)


def eve_can_go_on(site, room):
    eve = next(person for person in site.cast.people if person.name == "Eve")
    return eve.says(room, "still here")["id"] > 0


def test_nothing_is_taken_away_where_everything_is_kept(site):
    site.start(retention={"days": 0, "sweep_seconds": 0.1})
    an_old_and_a_new_chat(site, 4000)
    server = Server(load(overrides={"database": {"dsn": site.dsn}, "retention": {"days": 0}}))
    server.retention.sweep()
    server.database.close()
    assert "chats.question" in traces(site)


def test_several_servers_sweep_at_once_and_the_log_stays_whole(site):
    site.start(retention={"days": 400, "sweep_seconds": 3600})
    ana, _mia, _, new = an_old_and_a_new_chat(site, 401)
    for _ in range(3):
        site.start(retention={"days": 400, "sweep_seconds": 0.1})
    eve = next(person for person in site.cast.people if person.name == "Eve")
    sent = [eve.insists(new, f"message {n}")["id"] for n in range(40)]
    deadline = time.monotonic() + 15
    while "events.data" in traces(site):
        assert time.monotonic() < deadline
        time.sleep(0.1)
    said = [e["id"] for e in ana.get(f"/message/{new}?limit=200").json["events"] if e["kind"] == "message"]
    assert said[1:] == sent
    assert site.query("SELECT count(*) FROM events WHERE kind = 'purged'")[0][0] == 1


def test_an_open_conversation_loses_its_old_messages_and_goes_on(site):
    site.start(retention={"days": 400, "sweep_seconds": 3600})
    ana, ben = site.cast.agent("ana"), site.cast.agent("ben")
    room = ana.post("/create", {"name": "Back room"}).json["room"]
    ana.says(room, f"old {MARKER} zebra")
    ages(site, 401)
    site.query("UPDATE sessions SET expires_at = clock_timestamp() + interval '1 h', seen_at = clock_timestamp()")
    ana.says(room, "new zebra")
    size = site.query("SELECT bytes FROM rooms WHERE id = %s", (room,))
    site.start(retention={"days": 400, "sweep_seconds": 0.2})
    deadline = time.monotonic() + 15
    while "events.data" in traces(site):
        assert time.monotonic() < deadline
        time.sleep(0.1)
    said = [e["body"] for e in ana.get(f"/message/{room}").json["events"] if e["kind"] == "message"]
    assert said == ["", "new zebra"] and room in found(ana, "zebra") and found(ana, MARKER) == {}
    assert site.query("SELECT bytes FROM rooms WHERE id = %s", (room,)) == [(len("new zebra"),)] != size
    with pytest.raises(Problem):
        ben.get(f"/transcripts/{room}")


def test_answers_kept_for_repetitions_do_not_pile_up(site):
    site.start()
    ana, _gus, room = site.cast.chat()
    ana.post(f"/note/{room}", {"body": "x", "client_id": "n1"})
    site.query("UPDATE requests SET made_at = made_at - interval '73 h'")
    ana.post(f"/note/{room}", {"body": "y", "client_id": "n2"})
    server = Server(load(overrides={"database": {"dsn": site.dsn}}))
    server.retention.sweep()
    server.database.close()
    assert site.query("SELECT client_id FROM requests WHERE session_id = %s", (ana.id,)) == [("n2",)]


# ── the command ─────────────────────────────────────────────────────────────────────────────────────────────────────


def purges(site, tmp_path, *options):
    done = inko("purge", "--config", configuration(tmp_path, site.dsn), *options)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_purge_says_first_and_then_does_the_same(site, tmp_path):
    site.start()
    ana, mia, _old, new = an_old_and_a_new_chat(site, 91)
    would = purges(site, tmp_path, "--older-than", "90d", "--dry-run")
    assert would.startswith("would purge: conversations 1, guests 1, events ") and "chats.question" in traces(site)
    ana.listens()
    assert purges(site, tmp_path, "--older-than", "90d") == would.replace("would purge", "purged")
    ana.hears("purged")
    assert set(traces(site)) <= FIGURES and new in found(mia, "zebra")


def test_purge_of_one_guest_takes_everything_of_that_guest(site, tmp_path):
    site.start()
    ana, _, _mia, gus, _room, _ = a_life(site)
    path = configuration(tmp_path, site.dsn)
    assert "not that long ago" in failure("purge", "--config", path, "--guest", gus.id, "--older-than", "1d")
    assert purges(site, tmp_path, "--guest", gus.id, "--dry-run") == "would purge: sessions 1, conversations 1\n"
    assert traces(site)
    assert purges(site, tmp_path, "--guest", gus.id).startswith("purged: sessions 1, conversations 1, events ")
    assert traces(site) == {}
    refused("auth.required", gus.get, "/state")
    assert "one of the staff" in failure("purge", "--config", path, "--guest", ana.id)


@pytest.mark.parametrize(
    "options", [[], ["--dry-run"], ["--older-than", "soon"], ["--older-than", "-1d"], ["--older-than", "90"]]
)
def test_purge_wants_to_know_what(tmp_path, options):
    done = inko("purge", "--config", tmp_path / "none.toml", *options)
    assert done.returncode == 2 and "Traceback" not in done.stderr
