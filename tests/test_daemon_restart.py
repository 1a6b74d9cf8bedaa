"""Restart and reload of the daemon: nobody is refused, and a bad configuration changes nothing."""

import http.client
import itertools
import os
import signal
import threading
import time

import pytest

from .cast import Problem
from .host import Host, free_port, until
from .test_daemon import is_gone


@pytest.fixture
def host(dsn, template):
    its_host = Host(dsn, template[1])
    try:
        its_host.does("start")
        yield its_host
    finally:
        its_host.close()


class Traffic:
    """Clients of three kinds, none of which tries anything twice: new connections, kept ones, and one that posts.

    A kept connection that the server has closed, and said so, is made again; that is no failure.
    """

    def __init__(self, host, person, room):
        self.host, self.person, self.room = host, person, room
        self.failures, self.ends, self.posted = [], [], []
        self.slowest = 0.0
        self._over = threading.Event()
        self._threads = [
            threading.Thread(target=work) for work in (self._new, self._new, self._kept, self._kept, self._posts)
        ]

    def __enter__(self):
        [thread.start() for thread in self._threads]
        until(lambda: len(self.ends) > 50, "traffic flows")
        return self

    def __exit__(self, *_):
        count = len(self.ends)
        until(lambda: len(self.ends) > count + 50, "traffic still flows")
        self._over.set()
        [thread.join() for thread in self._threads]

    def longest_gap(self):
        """The longest time in which no request was answered."""
        ends = sorted(self.ends)
        return max(after - before for before, after in itertools.pairwise(ends))

    def _ask(self, connection, method, path, body=None, headers=None):
        began = time.monotonic()
        try:
            connection.request(method, path, body, headers or {})
            response = connection.getresponse()
            response.read()
            if response.status not in (200, 201):
                self.failures.append((path, response.status))
            self.ends.append(time.monotonic())
            self.slowest = max(self.slowest, self.ends[-1] - began)
            return response.getheader("Connection") != "close"
        except (OSError, http.client.HTTPException) as error:
            self.failures.append((path, repr(error)))
            return False

    def _connect(self):
        return http.client.HTTPConnection("127.0.0.1", self.host.port, timeout=20)

    def _new(self):
        while not self._over.is_set():
            connection = self._connect()
            self._ask(connection, "GET", "/waittime", headers={"Connection": "close"})
            connection.close()

    def _kept(self):
        connection = self._connect()
        while not self._over.is_set():
            if not self._ask(connection, "GET", "/healthz"):
                connection.close()
                connection = self._connect()
        connection.close()

    def _posts(self):
        for number in itertools.count():
            if self._over.is_set():
                return
            try:
                self.posted.append(self.person.says(self.room, f"number {number}")["id"])
            except Problem as problem:
                self.failures.append(problem)


def test_a_restart_under_traffic_refuses_nobody_and_loses_nothing(host):
    host.write(flood={"enabled": False}, limits={"messages_per_minute": 100000})
    host.does("restart")
    ana, gus, room = host.chat()
    gus.listens()
    pids = [host.pid]
    with Traffic(host, ana, room) as traffic:
        for _ in range(3):
            said = host.does("restart")
            pids.append(host.pid)
            assert said == f"restarted, pid {pids[-1]} in place of {pids[-2]}"
    assert len(set(pids)) == 4 and all(is_gone(pid) for pid in pids[:-1]) and host.processes() == pids[-1:]
    assert not traffic.failures
    until(lambda: len(gus.heard_messages()) >= len(traffic.posted), "every message is heard")
    assert [e["id"] for e in gus.heard_messages()] == traffic.posted
    print(f"requests {len(traffic.ends)}, longest gap {traffic.longest_gap():.3f} s, slowest {traffic.slowest:.3f} s")
    # What new connections and kept ones see together while one process takes over from the other.
    assert traffic.longest_gap() < 2


def test_a_restart_without_a_daemon_starts_one(host):
    host.does("stop")
    assert host.does("restart").startswith("started, pid ")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"limits": {"users": "many"}}, "limits.users must be a whole number"),
        ({"database": {"dsn": "host=/nowhere dbname=none"}}, "database"),
        ({"log": {"file": "/nowhere/inko-lite.log"}}, "/nowhere"),
        ({"opening": {"timezone": "Middle/Earth"}}, "Middle/Earth"),
    ],
)
def test_a_restart_into_a_bad_configuration_keeps_the_old_server(host, change, reason):
    pid = host.pid
    gus = host.cast.guest()
    host.write(**change)
    assert reason in host.fails("restart")
    assert not is_gone(pid) and host.processes() == [pid]
    assert gus.state()["session"]["id"] == gus.id
    host.write()
    assert host.does("status").startswith(f"serving, pid {pid}, ")
    host.does("restart")


def test_a_restart_to_another_port_takes_the_new_one_before_it_leaves_the_old(host):
    old, host.port = host.port, free_port()
    host.write()
    host.does("restart")
    with pytest.raises(ConnectionRefusedError):
        http.client.HTTPConnection("127.0.0.1", old).request("GET", "/healthz")
    connection = http.client.HTTPConnection("127.0.0.1", host.port)
    connection.request("GET", "/healthz")
    assert connection.getresponse().status == 200


# ── reload ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_reload_says_what_is_in_force_and_what_waits_for_a_restart(host):
    pid = host.pid
    ana, gus, room = host.chat()
    gus.says(room, "x" * 200)
    host.write(
        limits={"message_bytes": 100, "messages_per_minute": 3},
        pages={"title": "Ask us"},
        queue={"max_chat_limit": 4},
        log={"level": "debug"},
        listen={"wait_seconds": 5},
    )
    said = host.does("reload")
    now, later = said.split("; waits for a restart: ")
    assert set(now.removeprefix("in force: ").split(", ")) == {
        "limits.message_bytes", "limits.messages_per_minute", "pages.title", "queue.max_chat_limit", "log.level",
    }  # fmt: skip
    assert later == "listen.wait_seconds"
    assert host.pid == pid and "Ask us" in gus.get("/").body.decode()
    with pytest.raises(Problem, match="at most 100 are allowed"):
        gus.says(room, "x" * 200)
    with pytest.raises(Problem, match="from 0 to 4"):
        ana.post("/set_limit", {"limit": 5})
    assert gus.get("/session").json["limits"]["message_bytes"] == 100
    assert 'inko_limit{limit="message_bytes"} 100.0' in gus.get("/metrics").body.decode()
    for _ in range(2):
        gus.says(room, "short")
    with pytest.raises(Problem, match="messages_per_minute"):
        ana.says(room, "one too many")
    assert f"last reload at {time.strftime('%Y-%m-%d', time.gmtime())}" in host.does("status")
    assert host.does("reload").startswith(
        "nothing that can change while the server runs has changed; waits for a restart: listen"
    )


def test_a_reload_of_a_bad_file_changes_nothing_and_says_why(host):
    gus = host.cast.guest()
    before = gus.get("/session").json["limits"]
    host.write(limits={"message_bytes": 100, "users": 0})
    said = host.fails("reload")
    assert said.startswith("refused, nothing was changed: ") and "limits.users must be a whole number" in said
    assert gus.get("/session").json["limits"] == before
    assert f" ERROR {host.pid} reload: {said}" in host.log()
    metrics = gus.get("/metrics").body.decode()
    assert "inko_config_reload_ok 0.0" in metrics and 'inko_config_reloads_total{outcome="refused"} 1.0' in metrics
    host.write(opening={"hours": ["mon-fri nine to five"]})
    assert "refused, nothing was changed" in host.fails("reload")
    host.path.unlink()
    os.kill(host.pid, signal.SIGHUP)
    until(
        lambda: "reload: refused, nothing was changed: cannot read the configuration" in host.log(), "the log says so"
    )
    host.write()
    host.does("reload")
    assert "inko_config_reload_ok 1.0" in gus.get("/metrics").body.decode()


def test_a_mistake_in_the_file_keeps_nobody_from_seeing_and_ending_the_server(host):
    host.write(limits={"users": 0})
    assert host.does("status").startswith("serving, ")
    assert "limits.users" in host.fails("restart") and host.does("stop").startswith("stopped, pid ")


def test_a_signal_reloads_as_the_command_does(host):
    host.write(limits={"waiting": 7})
    os.kill(host.pid, signal.SIGHUP)
    until(lambda: "reload: in force: limits.waiting" in host.log(), "the log says so")
    assert host.cast.guest().get("/session").json["limits"]["waiting"] == 7
    assert "in force: limits.waiting" in host.does("status")


def test_with_a_postgresql_of_its_own_a_restart_keeps_clients_waiting_and_refuses_none(host):
    host.does("stop")
    host.write(database={"dsn": "", "data_dir": str(host.folder / "data")}, django={"enabled": False})
    host.does("start")
    over, failures, answers = threading.Event(), [], []

    def asks():
        while not over.is_set():
            connection = http.client.HTTPConnection("127.0.0.1", host.port, timeout=60)
            try:
                connection.request("GET", "/healthz", headers={"Connection": "close"})
                answers.append(connection.getresponse().status)
            except (OSError, http.client.HTTPException) as error:
                failures.append(error)
            connection.close()

    asking = threading.Thread(target=asks)
    asking.start()
    until(lambda: answers, "somebody is answered")
    old = host.pid
    host.does("restart")
    count = len(answers)
    until(lambda: len(answers) > count + 5, "the new server answers")
    over.set()
    asking.join()
    assert not failures and set(answers) == {200} and is_gone(old) and host.pid != old
