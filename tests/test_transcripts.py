"""Transcripts: who may look back on what, lists and files of it, over HTTP and by the command."""

import csv
import hashlib
import io
import json
import re
import subprocess
import sys
from base64 import b64encode

import pytest

from inko_lite.desk.exports import FIELDS, cell, csv_line, plain

from .test_chat import refused
from .test_cli import configuration, environment, failure, inko


def ids(person, query=""):
    return [room["id"] for room in person.get("/transcripts" + query).json["rooms"]]


def ends(agent, room, reason="solved"):
    agent.post(f"/end/{room}", {"reason": reason})


@pytest.fixture(scope="module")
def past(databases, template):
    """A site with a few conversations that nobody adds to: `past.rooms` by name."""
    from .conftest import open_site

    with open_site(databases, template) as site:
        site.start(tags={"rules": []})
        cast = site.cast
        site.ana, site.ben, site.mia = cast.agent("ana"), cast.agent("ben"), cast.monitor("mia")
        site.gus, site.eve, site.zoe = (cast.guest(name) for name in ("Gus", "Eve", "Zoë"))
        site.gus.asks("Sync stopped", product="Firefox", os="Linux", email="gus@example.org", extra={"crash": "bp-1"})
        gus = site.ana.assists()
        site.eve.asks("My theme is gone", product="Thunderbird")
        eve = site.ben.assists()
        site.zoe.asks("Wo ist mein Lesezeichen?", product="Firefox")
        zoe = site.ana.assists()
        site.gus.says(gus, "it says <b>error</b> 17")
        site.ana.post(f"/note/{gus}", {"body": "an old profile"})
        site.ana.says(gus, "restart\nand try again")
        site.ana.post(f"/tags/{gus}", {"add": ["sync", "=crash"]})
        site.ana.post(f"/topic/{gus}", {"topic": "Sync"})
        ends(site.ana, gus)
        ends(site.ben, eve, "no answer")
        site.rooms = {"gus": gus, "eve": eve, "zoe": zoe}
        site.query("INSERT INTO surveys (room_id, score, solved, comment) VALUES (%s, 2, false, 'too slow')", (eve,))
        yield site


# ── who sees what ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_agents_list_their_own_conversations_and_monitors_all_newest_first(past):
    rooms = past.rooms
    assert ids(past.ana) == [rooms["zoe"], rooms["gus"]] and ids(past.ben) == [rooms["eve"]]
    assert ids(past.mia) == [rooms["zoe"], rooms["eve"], rooms["gus"]]
    assert refused("permission.agent", past.gus.get, "/transcripts").status == 403


def test_an_entry_of_the_list_says_who_when_and_how_it_ended(past):
    listed = {room["id"]: room for room in past.mia.get("/transcripts").json["rooms"]}
    gus, eve = listed[past.rooms["gus"]], listed[past.rooms["eve"]]
    assert gus["guest"] == {"id": past.gus.id, "name": "Gus"} and gus["agent"] == {"id": past.ana.id, "name": "Ana"}
    assert (gus["name"], gus["kind"], gus["product"], gus["tags"]) == ("Gus", "support", "Firefox", ["=crash", "sync"])
    assert gus["started_at"] < gus["ended_at"] and (gus["score"], gus["solved"]) == (None, True)
    assert (eve["score"], eve["solved"], eve["snippet"]) == (2, False, "My theme is gone")
    assert listed[past.rooms["zoe"]]["ended_at"] is None


def test_an_agent_sees_the_own_conversations_in_the_next_session_too(past):
    before = past.ben.id
    past.ben.leaves()
    past.ben = past.cast.agent("ben")
    assert past.ben.id != before and ids(past.ben) == [past.rooms["eve"]]
    assert past.ben.get(f"/transcripts/{past.rooms['eve']}").json["guest"] == "Eve"


def test_a_guest_reads_the_own_conversation_and_no_other(past):
    own = past.gus.get(f"/transcripts/{past.rooms['gus']}").json
    assert [e["body"] for e in own["events"] if e["kind"] == "message"] == [
        "it says <b>error</b> 17",
        "restart\nand try again",
    ]
    assert (
        "old profile" not in json.dumps(own)
        and "tags" not in own
        and not [e for e in own["events"] if e["kind"] in ("note", "tagged")]
    )
    for suffix in ("", ".txt", ".html"):
        assert refused("room.unknown", past.gus.get, f"/transcripts/{past.rooms['eve']}{suffix}").status == 404
        refused("room.unknown", past.gus.get, f"/transcripts/AAAAAAAAAAAAAAAAAAAAAA{suffix}")
    refused("room.unknown", past.ben.get, f"/transcripts/{past.rooms['gus']}")


def test_the_guests_right_to_the_transcript_ends_with_the_session(site):
    site.start()
    _, gus, room = site.cast.chat()
    gus.get(f"/transcripts/{room}.txt")
    gus.post("/session/end")
    assert refused("auth.required", gus.get, f"/transcripts/{room}.txt").status == 401


def test_whoever_left_a_room_reads_it_up_to_there(cast):
    ana, ben, sam = cast.agent("ana"), cast.agent("ben"), cast.user("sam")
    room = ana.post("/create", {"name": "Plans"}).json["room"]
    for other in (ben, sam):
        ana.post(f"/invite/{room}", {"session": other.id})
        other.post(f"/join/{room}")
    ana.says(room, "before")
    sam.post(f"/leave/{room}"), ben.post(f"/leave/{room}")
    ana.says(room, "after")
    said = [e["body"] for e in sam.get(f"/transcripts/{room}").json["events"] if e["kind"] == "message"]
    assert said == ["before"]
    # A group that one has left is no own conversation of an agent, a group one is in is.
    refused("room.unknown", ben.get, f"/transcripts/{room}")
    assert room not in ids(ben) and room in ids(ana)


def test_an_agent_who_was_put_out_of_a_conversation_does_not_look_back_on_it(cast):
    ana, _, room = cast.chat()
    ben, mia = cast.agent("ben"), cast.monitor("mia")
    ana.post(f"/invite/{room}", {"session": ben.id})
    ben.post(f"/join/{room}")
    assert room in ids(ben)
    mia.post(f"/kick/{room}", {"session": ben.id})
    assert room not in ids(ben)
    refused("room.unknown", ben.get, f"/transcripts/{room}")
    assert room in ids(ana)


def test_what_two_people_say_to_one_another_is_theirs_alone(cast):
    ana, ben, mia = cast.agent("ana"), cast.agent("ben"), cast.monitor("mia")
    room = ana.post("/direct_message", {"session": ben.id, "body": "psst", "client_id": "d1"}).json["room"]
    assert room in ids(ana) and room in ids(ben) and room not in ids(mia)
    refused("room.unknown", mia.get, f"/transcripts/{room}")


# ── filters and pages ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("product=Firefox", "zoe gus"), ("product=firefox", ""), ("tag=sync", "gus"), ("tag=SYNC", "gus"),
        ("tag=other", ""), ("solved=true", "gus"), ("solved=false", "eve"), ("agent=Ana", "zoe gus"),
        ("agent=ben", "eve"), ("agent=nobody", ""), ("from=2020-01-01", "zoe eve gus"), ("to=2020-01-01", ""),
        ("from=2999-01-01T00:00:00Z", ""), ("agent=Ana&solved=true&product=Firefox&tag=sync", "gus"),
    ],
)  # fmt: skip
def test_filters(past, query, found):
    assert ids(past.mia, "?" + query) == [past.rooms[name] for name in found.split()]


def test_a_day_as_the_end_takes_all_of_that_day(past):
    day = past.mia.get("/transcripts").json["rooms"][0]["started_at"][:10]
    assert len(ids(past.mia, f"?from={day}&to={day}")) == 3
    assert ids(past.mia, f"?to={day}T00:00:00Z") == []


def test_an_agent_may_be_named_by_any_of_the_own_sessions(past):
    assert ids(past.mia, f"?agent={past.ana.id}") == [past.rooms["zoe"], past.rooms["gus"]]


@pytest.mark.parametrize(
    "query",
    ["from=yesterday", "to=2026-13-01", "solved=maybe", "limit=0", "limit=101", "cursor=x", "cursor=%F0", "tag=a,b", "q=",
     "agent=", "since=1", "q=%00", "q=the", "from=9999-12-31T23:59:59-14:00", "to=9999-12-31"],
)  # fmt: skip
def test_a_filter_that_makes_no_sense_is_refused(past, query):
    assert refused("request.invalid", past.mia.get, "/transcripts?" + query).status == 422


def test_pages_follow_one_another_without_a_gap_whatever_is_opened_meanwhile(past):
    whole, seen, cursor = ids(past.mia), [], ""
    while cursor is not None:
        page = past.mia.get(f"/transcripts?limit=1{cursor and '&cursor=' + cursor}").json
        seen += [room["id"] for room in page["rooms"]]
        cursor = page["cursor"]
    assert seen == whole


# ── one conversation ────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_transcript_as_text_has_a_line_for_each_thing_said_or_done(past):
    reply = past.ana.get(f"/transcripts/{past.rooms['gus']}.txt")
    assert reply.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert reply.headers["Content-Disposition"] == f'attachment; filename="chat-{past.rooms["gus"]}.txt"'
    text = reply.body.decode()
    head, _, rest = text.partition("\n\n")
    assert "Guest: Gus\nHelper: Ana\nQuestion: Sync stopped\nProduct: Firefox\nSystem: Linux\n" in head
    assert "Tags: =crash, sync" in head
    assert [re.sub(r"^\[[\d: -]{19}\] ", "", line) for line in rest.splitlines()] == [
        "* Gus joined", "* Ana joined", "Gus: it says <b>error</b> 17", "Ana (note, staff only): an old profile",
        "Ana: restart", "    and try again", "* Ana set the tags: =crash, sync", "* Ana changed the topic to “Sync”",
        "* Ana ended the conversation",
    ]  # fmt: skip
    guests = past.gus.get(f"/transcripts/{past.rooms['gus']}.txt").body.decode()
    assert "profile" not in guests and "=crash" not in guests and "Ana: restart" in guests


def test_a_transcript_as_a_page_needs_nothing_and_runs_nothing(past):
    reply = past.gus.get(f"/transcripts/{past.rooms['gus']}.html")
    page = reply.body.decode()
    policy = reply.headers["Content-Security-Policy"]
    (style,) = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    digest = b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'sha256-{digest}'" in policy and "frame-ancestors 'none'" in policy
    assert f"default-src &#039;none&#039;; style-src &#039;sha256-{digest}" in page
    assert not re.search(r"<script|\son\w+=|src=|<link|url\(|@import", page)
    assert "it says &lt;b&gt;error&lt;/b&gt; 17" in page and "profile" not in page
    assert 'class="said note"' in past.ana.get(f"/transcripts/{past.rooms['gus']}.html").body.decode()


@pytest.mark.parametrize(("locale", "words"), [("de", "ist dazugekommen"), ("ar", "انضم"), ("fr", "joined")])
def test_a_transcript_speaks_the_readers_language(past, locale, words):
    for suffix in ("txt", "html"):
        reply = past.gus.get(f"/transcripts/{past.rooms['gus']}.{suffix}", headers={"Accept-Language": locale})
        assert words in reply.body.decode()


def test_all_languages_have_the_same_sentences_of_transcripts():
    from pathlib import Path

    import inko_lite

    found = {
        path.parent.name: {
            line.split(" = ")[0]: sorted(re.findall(r"\$\w+", line))
            for line in path.read_text().splitlines()
            if " = " in line
        }
        for path in (Path(inko_lite.__file__).parent / "web/locales").glob("*/transcript.ftl")
    }
    assert set(found) == {"ar", "de", "en"} and found["ar"] == found["de"] == found["en"]


def test_a_transcript_of_any_length_comes_in_pieces_and_whole(site):
    site.start(flood={"enabled": False})
    ana, gus, room = site.cast.chat()
    body = "x" * 30_000
    numbers = [gus.says(room, f"{n} {body}")["id"] for n in range(20)]
    reply = ana.get(f"/transcripts/{room}")
    assert reply.headers["Transfer-Encoding"] == "chunked" and len(reply.body) > 20 * 60_000
    assert [e["id"] for e in reply.json["events"] if e["kind"] == "message"] == numbers
    assert ana.request("HEAD", f"/transcripts/{room}").body == b""
    # The connection goes on to be of use.
    assert ana.get(f"/transcripts/{room}.txt").body.decode().count(body) == 20
    assert ana.state()["session"]["id"] == ana.id


def test_a_transcript_has_no_other_forms_and_no_parameters(past):
    room = past.rooms["gus"]
    for path in (f"/transcripts/{room}.exe", f"/transcripts/{room}.txt.html", f"/transcripts/{room}?x=1"):
        refused("request.invalid", past.ana.get, path)


# ── files of many ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_csv_has_a_row_a_conversation_with_all_that_was_asked(past):
    reply = past.mia.get("/transcripts.csv?product=Firefox")
    assert reply.headers["Content-Disposition"] == 'attachment; filename="transcripts.csv"'
    zoe, gus = csv.DictReader(io.StringIO(reply.body.decode()))
    assert tuple(gus) == FIELDS and (zoe["guest"], zoe["ended_at"], zoe["solved"]) == ("Zoë", "", "")
    assert (gus["question"], gus["product"], gus["os"], gus["email"]) == (
        "Sync stopped",
        "Firefox",
        "Linux",
        "gus@example.org",
    )
    assert json.loads(gus["extra"])["extra"] == {"crash": "bp-1"}
    assert (gus["agent"], gus["agents"], gus["messages"], gus["guest_messages"], gus["solved"]) == (
        "Ana",
        "Ana",
        "2",
        "1",
        "yes",
    )
    assert int(gus["bytes"]) == len("it says <b>error</b> 17restart\nand try again")
    assert (
        float(gus["waited_seconds"]) >= 0
        and float(gus["first_answer_seconds"]) > 0
        and float(gus["duration_seconds"]) > 0
    )
    assert gus["tags"] == "'=crash, sync"


def test_json_and_text_files_hold_everything_that_was_said(past):
    rooms = past.mia.get("/transcripts.json").json
    assert [room["guest"] for room in rooms] == ["Zoë", "Eve", "Gus"]
    assert [e["body"] for e in rooms[2]["events"] if e["kind"] in ("message", "note")][1] == "an old profile"
    assert past.mia.get("/transcripts.json?tag=none").json == []
    text = past.mia.get("/transcripts.txt?agent=Ana").body.decode()
    assert text.index("Guest: Zoë") < text.index("Gus: it says") and "Eve" not in text
    for suffix in ("csv", "json", "txt"):
        assert refused("permission.monitor", past.ana.get, f"/transcripts.{suffix}").status == 403
        assert refused("request.invalid", past.mia.get, f"/transcripts.{suffix}?q=the").status == 422


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\n=1", "＝1", "＋1", "\u00a0=1"]
)
def test_no_cell_is_a_formula(text):
    assert cell(text).startswith("'") and cell([text]).startswith("'")
    (line,) = csv.reader(io.StringIO(csv_line([text, 'a "quoted"\nline', -5, None, True])))
    assert line[0].startswith("'") and line[1:] == ['a "quoted"\nline', "-5", "", "yes"]


def test_what_is_no_formula_stays_as_it_is():
    for text in ("1=1", "a@b", "x\n1; 2 - 3", "", "'quoted"):
        assert cell(text) == text


def test_a_text_moves_no_cursor_and_forges_no_line():
    assert plain("a\x1b[2Jb\x07c\x9b1m\x00") == "a\ufffd[2Jb\ufffdc\ufffd1m\ufffd"
    for end in ("\n", "\r\n", "\r", "\v", "\f", "\x85", "\u2028", "\u2029"):
        assert plain(f"a{end}[2026-01-01 00:00:00] Ana: yes") == "a\n    [2026-01-01 00:00:00] Ana: yes"
    assert plain("abc\u202edef") == "abc\u202edef\u202c"


def test_hostile_texts_stay_texts_in_every_form(site):
    site.start()
    ana = site.cast.agent()
    gus = site.cast.guest("<script>alert(1)</script>\x1b]0;x\x07")
    gus.asks('=HYPERLINK("http://evil")', product="</style><script>", extra={"=k": "<img src=x onerror=alert(1)>"})
    room = ana.assists()
    gus.says(room, "<script>alert(2)</script>\x1b[31m\n[2026-01-01 00:00:00] Ana: give me your password")
    mia = site.cast.monitor()
    page, text = (ana.get(f"/transcripts/{room}.{suffix}").body.decode() for suffix in ("html", "txt"))
    assert not re.search(
        r"<(?!/?(?:html|head|meta|title|style|body|main|h1|bdi|dl|div|dt|dd|ol|li|p|time|br|!doctype)\b)", page
    )
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f]", text) and "\n[2026-01-01 00:00:00] Ana" not in text
    (row,) = csv.DictReader(io.StringIO(mia.get("/transcripts.csv").body.decode()))
    assert row["question"].startswith("'=") and "\x1b" not in row["guest"]
    assert mia.get("/transcripts.json").json[0]["guest"].startswith("<script>")


# ── the command ─────────────────────────────────────────────────────────────────────────────────────────────────────


def exported(past, tmp_path, *options, code=0):
    done = inko("transcripts", "export", "--config", configuration(tmp_path, past.dsn), *options)
    assert done.returncode == code, done.stderr
    return done


def test_the_command_writes_csv_json_and_text_of_all(past, tmp_path):
    rows = list(csv.DictReader(io.StringIO(exported(past, tmp_path, "--format", "csv").stdout)))
    assert [row["guest"] for row in rows] == ["Zoë", "Eve", "Gus"]
    rooms = json.loads(exported(past, tmp_path, "--format", "json", "--from", "2020-01-01").stdout)
    assert [{"joined"} <= {event["kind"] for event in room["events"]} for room in rooms] == [True] * 3
    assert "Ana (note, staff only): an old profile" in exported(past, tmp_path, "--format", "text").stdout
    assert exported(past, tmp_path, "--format", "json", "--to", "2020-01-01").stdout == "[]\n"


def test_the_command_writes_a_file_for_its_owner_alone_and_shows_how_far_it_is(past, tmp_path):
    out = tmp_path / "all.csv"
    # A progress bar is for a terminal, so one is made.
    command = [
        sys.executable,
        "-m",
        "inko_lite",
        "transcripts",
        "export",
        "--config",
        str(configuration(tmp_path, past.dsn)),
    ]
    code = "import pty, sys; sys.exit(pty.spawn(sys.argv[1:]) >> 8)"
    done = subprocess.run(
        [sys.executable, "-c", code, *command, "--format", "csv", "--out", str(out)],
        capture_output=True, stdin=subprocess.DEVNULL, text=True, timeout=60, env=environment(TERM="xterm"),
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    assert "exporting" in done.stdout and "100%" in done.stdout
    assert out.stat().st_mode & 0o777 == 0o600 and len(list(csv.reader(out.open(newline="")))) == 4
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".part"] == []


def test_the_command_says_what_is_wrong_in_one_line(past, tmp_path):
    assert exported(past, tmp_path, "--format", "pdf", code=2).stdout == ""
    assert "must be a day" in exported(past, tmp_path, "--format", "csv", "--from", "soon", code=2).stderr
    path = configuration(tmp_path, past.dsn)
    text = failure("transcripts", "export", "--config", path, "--format", "csv", "--out", tmp_path / "no/where.csv")
    assert "No such file or directory" in text
