"""The logs: one line a fact, nothing of what people wrote, no line lost, and every line's meaning written down."""

import ast
import json
import logging
import re
import subprocess
import sys
import time
from pathlib import Path

import psycopg2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inko_lite import logs, settings
from inko_lite.config import load

from . import cast as people
from .host import until
from .rounds import the_rest_of_the_day

ROOT = Path(__file__).resolve().parent.parent
LINE = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z) (DEBUG|INFO|WARNING|ERROR|CRITICAL) (\d+) ([a-z_]+): (.+)")
ACCESS = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z \d+ (?P<method>[A-Z-]+) (?P<path>[!-~]+) (?P<status>\d{3}) (?P<bytes>\d+)"
    r" (?P<seconds>\d+\.\d{4}) (?P<request>[A-Za-z0-9._-]+) (?P<session>[A-Za-z0-9_-]+)(?: (?P<address>[0-9a-f.:]+))?"
)


def section(**values) -> settings.LogSection:
    return load(environ={}, overrides={"log": values}).log


def files(tmp_path, **more) -> dict:
    return {"file": str(tmp_path / "inko-lite.log"), "access_file": str(tmp_path / "access.log"), **more}


def accessed(tmp_path, path: str, count: int = 1) -> list[dict]:
    """The lines about this path, once there are so many."""

    def found():
        text = (tmp_path / "access.log").read_text()
        assert text.count("\n") == len(text.splitlines())
        lines = [ACCESS.fullmatch(line) for line in text.splitlines()]
        assert all(lines), text
        return [line.groupdict() for line in lines if line["path"] == path]

    return until(lambda: len(lines := found()) >= count and lines, f"a line about {path}")


# ── what is in them ─────────────────────────────────────────────────────────────────────────────────────────────────


def strings(value):
    """Every text in a JSON value that is long enough to be found in a log by no accident."""
    if isinstance(value, dict):
        for key, its in value.items():
            if key not in (
                "room",
                "session",
                "client_id",
                "guest",
                "agent",
                "mode",
                "action",
                "status",
                "role",
                "reason",
                "state",
            ):
                yield from strings(its)
    elif isinstance(value, list):
        for its in value:
            yield from strings(its)
    elif isinstance(value, str) and len(value) > 4:
        yield value


@pytest.mark.parametrize("as_json", [False, True])
def test_a_whole_day_leaves_nothing_that_people_wrote_and_no_secret_in_the_logs(site, tmp_path, monkeypatch, as_json):
    said, secrets, count = set(), set(), [0]
    request = people.Client.request

    def noted(self, method, path, body=None, headers=None, **options):
        count[0] += 1
        if isinstance(body, dict) and method == "POST":
            said.update(strings(body))
        reply = request(self, method, path, body, headers, **options)
        secrets.update(self.cookies.values())
        secrets.add(self.csrf)
        return reply

    monkeypatch.setattr(people.Client, "request", noted)
    site.start(
        log=files(tmp_path, level="debug", json=as_json),
        flood={"enabled": False},
        server={"trusted_proxies": ["127.0.0.1"]},
    )
    the_rest_of_the_day(site.cast)
    gus = site.cast.guest("Gertrude Somebody")
    gus.post(
        "/identify", {"name": gus.name, "question": "My address is gertrude@example.org and my password is hunter2"}
    )
    gus.request("GET", "/transcripts?q=zebra-in-a-query")
    site.cast.leave()
    site.servers[0].stop()
    written = (tmp_path / "inko-lite.log").read_text() + (tmp_path / "access.log").read_text()
    assert len(said) > 20 and len(secrets - {""}) > 10 and "gertrude@example.org" in " ".join(said)
    assert written.count("\n") >= count[0]
    for secret in secrets - {""}:
        assert secret not in written
    # What a word such as "zebra" could stand for elsewhere is no longer what somebody wrote: it must not be there at all.
    for text in said - {"ana", "mia", "agent", "guest"}:
        assert text not in written and json.dumps(text)[1:-1] not in written, text
    assert "zebra-in-a-query" not in written and "cursor=" not in written and "@" not in written


def test_each_line_of_the_log_has_its_time_level_process_area_and_text(site, tmp_path):
    server = site.start(log=files(tmp_path))
    server.stop()
    lines = (tmp_path / "inko-lite.log").read_text().splitlines()
    found = [LINE.fullmatch(line) for line in lines]
    assert all(found) and [line[5] for line in found][-2:] == ["draining", "stopped"]
    assert {line[3] for line in found} == {str(server.pid)} and "worker" in {line[4] for line in found}


def test_a_line_of_json_is_one_object_with_the_same(site, tmp_path):
    server = site.start(log=files(tmp_path, json=True))
    gus = site.cast.guest()
    gus.state()
    server.stop()
    lines = [json.loads(line) for line in (tmp_path / "inko-lite.log").read_text().splitlines()]
    assert lines[-1] == {
        "time": lines[-1]["time"],
        "level": "info",
        "pid": server.pid,
        "area": "worker",
        "text": "stopped",
    }
    asked = [json.loads(line) for line in (tmp_path / "access.log").read_text().splitlines()]
    (state,) = (line for line in asked if line["path"] == "/state")
    assert state["method"] == "GET" and state["status"] == 200 and state["session"] == gus.id and state["bytes"] > 100
    assert 0 < state["seconds"] < 5 and "address" not in state


def test_an_access_line_tells_who_asked_for_what_and_not_from_where(site, tmp_path):
    site.start(log=files(tmp_path))
    gus = site.cast.guest()
    gus.get("/session?")
    gus.request("GET", "/nothing%20here%E2%80%A8at%0Aall?token=abc")
    (line,) = accessed(tmp_path, "/state") if gus.state() else ()
    assert line["session"] == gus.id and line["status"] == "200" and line["address"] is None
    assert "127.0.0.1" not in (tmp_path / "access.log").read_text()
    (line,) = accessed(tmp_path, "/nothing%20here%E2%80%A8at%0Aall")
    assert line["status"] == "404"


def test_addresses_stand_in_the_lines_where_a_site_wants_them(site, tmp_path):
    site.start(log=files(tmp_path, addresses=True), server={"trusted_proxies": ["127.0.0.1"]})
    site.cast.stranger().get("/healthz", headers={"X-Forwarded-For": "203.0.113.9", "X-Request-Id": "abc-123"})
    (line,) = accessed(tmp_path, "/healthz")
    # The id of a trusted proxy is kept, so that its log and this one can be read together.
    assert line["address"] == "203.0.113.9" and line["request"] == "abc-123"


def test_nobody_but_a_trusted_proxy_chooses_the_id_of_a_request(site, tmp_path):
    site.start(log=files(tmp_path))
    site.cast.stranger().get("/healthz", headers={"X-Request-Id": "abc-123"})
    (line,) = accessed(tmp_path, "/healthz")
    assert line["request"] != "abc-123"


def test_a_listener_s_line_is_written_at_its_end(site, tmp_path):
    site.start(log=files(tmp_path))
    _, gus, room = site.cast.chat()
    gus.listens()
    gus.says(room, "hello")
    gus.hears("message", body="hello")
    accessed(tmp_path, f"/message/{room}")
    assert "/listen" not in (tmp_path / "access.log").read_text()
    gus.deaf()
    (line,) = accessed(tmp_path, "/listen")
    assert int(line["bytes"]) > 100 and line["session"] == gus.id and float(line["seconds"]) > 0


def test_a_bug_s_line_names_the_request_and_the_incident_and_no_value(site, tmp_path):
    site.start(log=files(tmp_path))
    gus = site.cast.guest()
    site.query("ALTER TABLE queue_entries RENAME TO gone")
    incident = gus.request("POST", "/identify", {"name": "Gus", "question": "what was written"}).json["incident"]
    site.query("ALTER TABLE gone RENAME TO queue_entries")
    (line,) = [each for each in (tmp_path / "inko-lite.log").read_text().splitlines() if incident in each]
    (asked,) = accessed(tmp_path, "/identify")
    assert line.endswith(f"request={asked['request']}") and "Traceback: UndefinedTable(SQLSTATE 42P01" in line
    assert asked["status"] == "500" and "desk/entering.py" in line and "what was written" not in line


def test_a_greenlet_that_fails_tells_it_in_one_line_of_the_log(tmp_path):
    program = """if True:
        import gevent, sys
        from inko_lite import config, logs, worker
        logs.Logs(config.load(environ={}, overrides={"log": {"file": sys.argv[1]}}).log).start()
        gevent.get_hub().print_exception = worker._told
        gevent.spawn(int, "what somebody wrote").join()
        raise SystemError("the end")
    """
    done = subprocess.run([sys.executable, "-c", program, tmp_path / "a.log"], capture_output=True, text=True, cwd=ROOT)
    one, two = (LINE.fullmatch(line) for line in (tmp_path / "a.log").read_text().splitlines())
    assert (one[2], one[4]) == ("ERROR", "greenlet") and one[5].startswith(
        "ended by a bug Traceback: ValueError(invalid literal"
    )
    assert "somebody" not in one[5] and (two[2], two[4]) == ("CRITICAL", "server")
    assert done.returncode == 1 and not done.stderr


# ── their form ──────────────────────────────────────────────────────────────────────────────────────────────────────


@given(st.text(max_size=300))
def test_whatever_is_logged_stays_on_its_line_and_can_be_read_back(text):
    line = logs.on_one_line(text)
    assert len((line + "x").splitlines()) == 1
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]", line)
    assert line.encode("utf-8").decode() == line


@given(st.text(alphabet=st.characters(max_codepoint=255), min_size=1, max_size=600))
def test_a_path_never_ends_a_line_or_a_column(path):
    assert re.fullmatch(r"[!-~]+", logs._shown(path))


def test_the_text_of_an_exception_is_told_without_the_values_in_it(dsn):
    body = "what somebody wrote"
    with psycopg2.connect(dsn) as connection, connection.cursor() as cursor:
        for statement in ("SELECT %s::integer", "SELECT to_tsquery(%s || ' &&& (')", "SELECT %s::jsonb"):
            with pytest.raises(psycopg2.Error) as caught:
                cursor.execute(statement, (body,))
            connection.rollback()
            assert body in str(caught.value) or "tsquery" in statement
            assert body not in logs.trace(caught.value) and "SQLSTATE" in logs.trace(caught.value)
        cursor.execute("CREATE TEMPORARY TABLE t (a text UNIQUE CHECK (length(a) > 3))")
        cursor.execute("INSERT INTO t VALUES (%s)", (body,))
        cursor.execute("SAVEPOINT here")
        with pytest.raises(psycopg2.errors.UniqueViolation) as caught:
            cursor.execute("INSERT INTO t VALUES (%s)", (body,))
        assert body in str(caught.value) and body not in logs.reason(caught.value)
        assert 'unique constraint "t_a_key"' in logs.reason(caught.value)
    for make in (lambda: int(body), lambda: {}[body], lambda: json.loads(body), lambda: body.encode("ascii") + body):
        with pytest.raises(Exception) as caught:
            make()
        assert body not in logs.trace(caught.value)
    assert logs.reason(NameError("name 'x' is not defined")) == "name 'x' is not defined"


def test_an_exception_and_its_cause_are_one_line_with_the_innermost_place_first():
    def inner():
        raise ValueError("a\nb 'c'")

    try:
        try:
            inner()
        except ValueError as error:
            raise KeyError("k") from error
    except KeyError as error:
        line = logs.trace(error)
    assert re.fullmatch(r"KeyError\('…'\) at \S+:\d+ \w+ because of ValueError\(a b '…'\) at \S+:\d+ inner < .*", line)


def record(text="database: gone", level=logging.WARNING, name="inko_lite.database"):
    return logging.LogRecord(name, level, __file__, 1, text, (), None)


def test_the_journal_gets_the_level_and_neither_time_nor_process():
    assert logs.Lines(section(), journal=True).format(record()) == "<4>database: gone"
    assert (
        logs.Lines(section(), journal=True).format(record("no area here", logging.INFO)) == "<6>database: no area here"
    )


def test_an_area_may_have_a_level_of_its_own():
    levels = logs.Levels(section(level="warning", areas=["database=error", "queue=debug"]))
    assert levels.least == logging.DEBUG
    assert not levels.filter(record()) and levels.filter(record(level=logging.ERROR))
    assert levels.filter(record("queue: opened", logging.DEBUG)) and not levels.filter(record("other: x", logging.INFO))


# ── their files ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_file_that_was_renamed_or_removed_is_begun_anew(tmp_path):
    path = tmp_path / "a.log"
    file = logs.WatchedFile(str(path))
    file.write(b"one\n")
    path.rename(tmp_path / "a.log.1")
    file.write(b"two\n")
    path.unlink()
    file.write(b"three\n")
    assert (tmp_path / "a.log.1").read_bytes() == b"one\n" and path.read_bytes() == b"three\n"
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_disk_that_is_full_keeps_what_it_can_and_counts_the_rest(tmp_path):
    path = tmp_path / "a.log"
    path.symlink_to("/dev/full")
    file = logs.WatchedFile(str(path))
    file.write(b"kept\n")
    assert file.lost == 0
    file.write(b"x" * logs.KEPT_BYTES + b"\n" + b"more\n" * 3)
    assert file.lost == 4
    path.unlink()
    file.write(b"and on\n")
    assert path.read_bytes() == b"kept\nand on\n"


def test_lines_of_requests_wait_for_no_disk_and_are_all_there_at_the_end(tmp_path):
    access = logs.AccessLog(str(tmp_path / "access.log"), json=False, addresses=False)
    for number in range(1203):
        access.add(time.time(), "GET", f"/{number}", "200", 1, 0.001, "a-1", "", "")
    assert len((tmp_path / "access.log").read_text().splitlines()) == 1000
    access.flush()
    lines = (tmp_path / "access.log").read_text().splitlines()
    assert len(lines) == 1203 and all(ACCESS.fullmatch(line) for line in lines)


# ── their meaning ───────────────────────────────────────────────────────────────────────────────────────────────────


def logged_texts():
    """The text of every line that the program can write, as the code has it."""
    names = {"debug", "info", "warning", "error", "exception", "critical", "_say"}
    for path in sorted((ROOT / "inko_lite").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in names):
                continue
            if isinstance(node.func.value, ast.Name) and node.func.value.id in ("log", "ours", "self"):
                for text in node.args[:2]:
                    parts = text.values if isinstance(text, ast.JoinedStr) else [text]
                    written = "".join(str(part.value) if isinstance(part, ast.Constant) else "%s" for part in parts)
                    if " " in written:
                        yield written


def test_every_line_that_can_be_written_stands_in_the_table_of_lines():
    table = (ROOT / "docs/logs.md").read_text("utf-8")
    described = {found[1] for found in re.findall(r"^\| (`+)(.+?)\1 \|", table, re.MULTILINE) if " " in found[1]}
    texts = set(logged_texts())
    assert len(texts) > 30
    assert texts - described == set(), "say in docs/logs.md what these lines mean and what to do"
    assert described - texts == set(), "docs/logs.md describes lines that nobody writes any more"
