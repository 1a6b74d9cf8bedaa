"""The daemon by its real commands: it detaches, is found by the kernel's lock, drains, and leaves nothing behind."""

import http.client
import json
import os
import signal
import socket
import threading
import time
from pathlib import Path

import psycopg2
import pytest

from .host import Host, status_of, until


@pytest.fixture
def host(dsn, template):
    its_host = Host(dsn, template[1])
    try:
        yield its_host
    finally:
        its_host.close()


def is_gone(pid: int) -> bool:
    stat = Path(f"/proc/{pid}/stat")
    try:
        return stat.read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


class Hold:
    """Holds the log's head, so that whatever writes waits."""

    def __init__(self, dsn):
        self.connection = psycopg2.connect(dsn)
        self.connection.cursor().execute("SELECT last_id FROM inko.log_head FOR UPDATE")

    def is_felt(self):
        with psycopg2.connect(self.connection.dsn) as other, other.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
            return cursor.fetchone()[0]

    def let_go(self):
        self.connection.close()


def posts(person, room, body):
    """A post in a thread of its own; the list will hold what became of it."""
    outcome = []

    def post():
        try:
            outcome.append(person.says(room, body))
        except Exception as error:
            outcome.append(error)

    thread = threading.Thread(target=post)
    thread.start()
    return thread, outcome


# ── start, status, stop ─────────────────────────────────────────────────────────────────────────────────────────────


def test_a_daemon_detaches_says_how_it_is_and_ends(host):
    assert host.fails("status", 3) == "not running"
    said = host.does("start")
    pid = host.pid
    assert said == f"started, pid {pid}"
    assert os.getsid(pid) not in (os.getsid(0), pid) and os.readlink(f"/proc/{pid}/cwd") == "/"
    assert status_of(pid)["Umask"] == "0027"
    assert os.readlink(f"/proc/{pid}/fd/0") == os.readlink(f"/proc/{pid}/fd/1") == "/dev/null"
    assert os.readlink(f"/proc/{pid}/fd/2") == str(host.logs / "inko-lite.log")
    assert host.fails("start") == f"already running, pid {pid}"

    _, gus, _ = host.chat()
    gus.listens()
    # The figures are a second old at most.
    until(lambda: "users 2, rooms 1, waiting 0, messages in the last minute 0\n" in host.does("status"), "its figures")
    lines = host.does("status").splitlines()
    assert lines[0].startswith(f"serving, pid {pid}, version ") and lines[1].startswith(f"answers at {host.url}; ")
    assert "listeners 1; follows the log" in lines[3]

    host.cast.leave()
    assert host.does("stop") == f"stopped, pid {pid}"
    assert is_gone(pid) and sorted(os.listdir(host.pidfile.parent)) == ["inko-lite.lock"]
    assert host.does("stop") == "not running" and host.fails("status", 3) == "not running"
    assert host.fails("reload", 3) == "not running"
    words = [line.split(" ", 3)[3] for line in host.log().splitlines()]
    assert words[-2:] == ["worker: draining", "worker: stopped"] and "worker: serving, version 0.1.0" in words


def test_a_killed_daemon_is_seen_to_be_dead_and_the_next_start_mends_what_it_left(host):
    host.does("start")
    pid = host.pid
    _, gus, room = host.chat()
    gus.says(room, "before the crash")
    os.kill(pid, signal.SIGKILL)
    until(lambda: is_gone(pid), "a killed process goes")
    assert host.fails("status", 1) == f"dead: the pidfile {host.pidfile} was left behind by pid {pid}"
    said = host.does("start").splitlines()
    assert said[0] == f"the pidfile {host.pidfile} was left behind by pid {pid}: mended" and host.pid != pid
    assert [e["body"] for e in gus.get(f"/message/{room}").json["events"] if e["kind"] == "message"] == [
        "before the crash"
    ]


def test_a_pidfile_whose_number_belongs_to_another_process_by_now_stands_for_nobody(host):
    host.pidfile.parent.mkdir()
    host.pidfile.write_text(f"{os.getpid()}\n")
    assert host.fails("status", 1).startswith("dead: ")
    assert host.does("stop").startswith("not running; the pidfile was left behind")
    assert not host.pidfile.exists()
    host.pidfile.write_text(f"{os.getpid()}\n")
    assert "mended" in host.does("start") and host.pid != os.getpid()
    # And this test, whose number it was, was sent no signal.


def test_the_kernel_s_lock_is_what_counts_when_the_pidfile_cannot_be_made_sense_of(host):
    host.does("start")
    pid = host.pid
    host.pidfile.write_text("")
    assert "there is no process id in it" in host.fails("status", 4)
    host.pidfile.write_text(f"{pid}\n")
    assert host.does("status").startswith("serving")


def test_two_starts_at_once_make_one_daemon(host):
    done = []
    threads = [threading.Thread(target=lambda: done.append(host.inko("start"))) for _ in range(3)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert sorted(each.returncode for each in done) == [0, 1, 1], done
    assert host.processes() == [host.pid]


def test_what_does_not_start_says_why_in_one_line_and_leaves_nothing(host):
    with socket.create_server(("127.0.0.1", host.port)):
        assert host.fails("start") == f"cannot listen on 127.0.0.1 port {host.port}: Address already in use"
    host.write(daemon={"user": "nobody-at-all"})
    assert host.fails("start") == "daemon.user: there is no account nobody-at-all"
    host.write(log={"file": str(host.folder / "none/inko-lite.log")})
    assert f"directory {host.folder}/none for the log inko-lite.log" in host.fails("start")
    (host.folder / "file").write_text("")
    host.write(daemon={"log_directory": str(host.folder / "file")})
    assert f"cannot write the log {host.folder}/file" in host.fails("start") or "must be one" in host.fails("start")
    host.write(database={"dsn": "host=/nowhere dbname=none"})
    assert "database" in host.fails("start")
    host.path.write_text("[server\n")
    assert "is not TOML" in host.fails("start") and "is not TOML" in host.fails("status", 4)
    host.write()
    assert not host.pidfile.exists() and not host.processes()


def test_an_empty_database_is_refused_with_the_command_that_mends_it(host, postgres):
    empty = " ".join(part for part in host.dsn.split() if not part.startswith("dbname=")) + " dbname=postgres"
    host.write(database={"dsn": empty})
    assert host.fails("start") == f"the database is empty: run `inko-lite migrate --config {host.path}`"


# ── the end ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_stop_finishes_what_is_under_way_and_sends_listeners_to_come_back_at_a_random_time(host):
    host.does("start")
    pid = host.pid
    ana, gus, room = host.chat()
    cursor = gus.state()["cursor"]
    listeners = []
    for accept in ("text/event-stream", "application/json"):
        connection = http.client.HTTPConnection("127.0.0.1", host.port, timeout=20)
        connection.request("GET", f"/listen?cursor={cursor}&wait=20", headers={**gus.headers(), "Accept": accept})
        listeners.append(connection)
    until(lambda: "listeners 2;" in host.does("status"), "both listen")
    hold = Hold(host.dsn)
    thread, outcome = posts(ana, room, "under way")
    until(hold.is_felt, "the post waits for its commit")
    stopping = threading.Thread(target=lambda: outcome.append(host.inko("stop")))
    stopping.start()
    stream, poll = (connection.getresponse() for connection in listeners)
    told = stream.read().decode()
    assert 0 <= json.loads(poll.read())["retry_after"] <= 1 and poll.getheader("Connection") == "close"
    hints = [int(line.removeprefix("retry: ")) for line in told.splitlines() if line.startswith("retry: ")]
    assert len(hints) == 2, told
    assert not outcome and not is_gone(pid)
    hold.let_go()
    thread.join()
    stopping.join()
    assert outcome[0]["id"] > cursor and outcome[1].stdout == f"stopped, pid {pid}\n"
    host.does("start")
    assert ana.get(f"/message/{room}").json["events"][-1]["body"] == "under way"


def test_what_a_stop_had_to_cut_off_is_said_by_the_command_and_the_log(host):
    host.write(server={"drain_seconds": 0.5})
    host.does("start")
    ana, _, room = host.chat()
    hold = Hold(host.dsn)
    thread, outcome = posts(ana, room, "too late")
    until(hold.is_felt, "the post waits for its commit")
    cut, stopped = host.does("stop").splitlines()
    assert cut.startswith(f"cut off after 0.5 s (server.drain_seconds): POST /message/{room} for ")
    assert stopped.startswith("stopped, pid ")
    assert f"1 connections were cut off after 0.5 s: POST /message/{room} for " in host.log()
    thread.join()
    hold.let_go()
    assert isinstance(outcome[0], OSError | http.client.HTTPException)


def test_a_daemon_that_hangs_is_unknown_to_status_and_killed_by_stop_which_says_so(host):
    host.write(server={"drain_seconds": 0.5}, daemon={"stop_seconds": 1})
    host.does("start")
    pid = host.pid
    os.kill(pid, signal.SIGSTOP)
    began = time.monotonic()
    assert host.fails("status", 4) == f"unknown: pid {pid} runs, but it does not answer within 5 s"
    assert time.monotonic() - began < 15
    said = host.fails("stop")
    assert said.startswith(
        f"pid {pid} had not ended after 1 s (daemon.stop_seconds): it does not answer within 2 s, so it hangs"
    )
    assert "; killed, gone after " in said and is_gone(pid)
    assert host.fails("status", 3) == "not running"
