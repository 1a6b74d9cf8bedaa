"""The daemon gives its privileges up, and its logs may be rotated under load without a signal and without a lost line.

Only root may become somebody else: without root these tests say so, and in continuous integration that is an error.
"""

import grp
import gzip
import os
import pwd
import re
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from .cast import Guest
from .host import ROOT, Host, hidden_places_opened, status_of, until
from .test_daemon import is_gone

LOGROTATE = shutil.which("logrotate", path=f"{os.environ.get('PATH', '')}:/usr/sbin")


@pytest.fixture(scope="session")
def account(postgres):
    """Whom the tests' PostgreSQL lets in: the account that it runs as itself."""
    if os.getuid() != 0:
        reason = "only root may start a server as another account"
        assert "REQUIRE_SYSTEMD_BOX" not in os.environ, reason
        pytest.skip(reason)
    return pwd.getpwuid(os.stat(Path(postgres.data_dir) / "pg").st_uid)


@pytest.fixture
def host(dsn, template, account):
    its_host = Host(dsn, template[1])
    its_host.path.chmod(0o644)
    needs = [Path(sys.base_prefix), Path(sys.prefix), ROOT, Path(postgres_sockets(dsn))]
    try:
        with hidden_places_opened(needs) as its_host.before:
            yield its_host
            its_host.close()
    finally:
        shutil.rmtree(its_host.folder, ignore_errors=True)


def postgres_sockets(dsn: str) -> str:
    return re.search(r"host=(\S+)", dsn)[1]


def test_a_daemon_gives_its_privileges_up_and_keeps_none_of_root_s_groups(host, account):
    host.write(daemon={"user": account.pw_name, "umask": "077"})
    host.does("start")
    status = status_of(host.pid)
    assert set(status["Uid"].split()) == {str(account.pw_uid)} and set(status["Gid"].split()) == {str(account.pw_gid)}
    assert set(map(int, status["Groups"].split())) == set(os.getgrouplist(account.pw_name, account.pw_gid))
    assert status["CapEff"] == status["CapPrm"] == "0000000000000000"
    assert status["Umask"] == "0077"
    for path in (host.pidfile.parent, host.pidfile, host.logs, host.logs / "inko-lite.log", host.logs / "access.log"):
        assert path.stat().st_uid == account.pw_uid, path
    gus = host.cast.guest()
    gus.get("/")
    (host.logs / "access.log").rename(host.logs / "access.log.1")
    gus.state()
    until(lambda: "/state" in host.log("access.log"), "a new file is begun, by the account itself")
    assert (host.logs / "access.log").stat().st_uid == account.pw_uid
    old = host.pid
    host.does("restart")
    assert is_gone(old) and set(status_of(host.pid)["Uid"].split()) == {str(account.pw_uid)}
    assert host.does("status").startswith("serving") and host.does("reload")


def test_an_account_of_its_own_may_give_all_the_commands(host, account):
    host.folder.chmod(0o777)
    host.before += ["setpriv", f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--init-groups"]
    host.does("start")
    assert status_of(host.pid)["Uid"].split()[0] == str(account.pw_uid)
    assert host.does("status").startswith("serving") and host.does("reload") and host.does("restart")
    host.write(daemon={"user": "root"})
    assert host.fails("restart") == "only root may start a server as root: see daemon.user and daemon.group"
    host.write()
    host.does("stop")


def test_a_directory_that_the_account_cannot_write_in_is_named(host, account):
    (host.folder / "log").mkdir(mode=0o755)
    host.write(daemon={"user": account.pw_name})
    said = host.fails("start")
    assert (
        said == f"the directory {host.logs} for the log inko-lite.log must be one that {account.pw_name} can write in"
    )
    (host.folder / "log").rmdir()
    shutil.rmtree(host.pidfile.parent)
    host.pidfile.parent.mkdir()
    assert f"the directory {host.pidfile.parent} for daemon.pidfile must be one that" in host.fails("start")


def test_a_program_that_the_account_cannot_read_is_refused_before_it_fails_at_some_later_time(host, account):
    host.before = []
    host.write(daemon={"user": account.pw_name})
    hidden = any(not parent.stat().st_mode & 0o001 for parent in Path(sys.base_prefix).resolve().parents)
    done = host.inko("start")
    if hidden:
        assert done.returncode == 1 and f"{account.pw_name} cannot read " in done.stderr
        assert "install Python and inko-lite where every account can" in done.stderr
    else:
        assert done.returncode == 0
        host.does("stop")


# ── rotation ────────────────────────────────────────────────────────────────────────────────────────────────────────


def rotation(host, account) -> Path:
    """Ours, for this host's directory and account."""
    text = (ROOT / "deploy/logrotate/inko-lite").read_text()
    group = grp.getgrgid(account.pw_gid).gr_name
    text = text.replace("/var/log/inko-lite/", f"{host.logs}/").replace(
        "su inko-lite inko-lite", f"su {account.pw_name} {group}"
    )
    path = host.folder / "logrotate"
    path.write_text(text)
    path.chmod(0o644)
    return path


def rotate(*arguments: object) -> str:
    done = subprocess.run([LOGROTATE, *map(str, arguments)], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stderr


def test_the_rotation_that_is_shipped_has_no_fault(host, account):
    host.write(daemon={"user": account.pw_name})
    host.does("start")
    said = rotate("-d", rotation(host, account))
    assert "error" not in said and f"considering log {host.logs}/access.log" in said
    assert "su inko-lite inko-lite" in (ROOT / "deploy/logrotate/inko-lite").read_text()


def test_no_line_is_lost_and_no_signal_needed_when_the_logs_are_rotated_under_load(host, account):
    host.write(daemon={"user": account.pw_name})
    host.does("start")
    configuration, asked, over = rotation(host, account), [0, 0, 0], threading.Event()

    def asks(place):
        person = Guest(host.url, "Gus")
        while not over.is_set():
            person.get(f"/healthz?{place}")
            asked[place] += 1

    threads = [threading.Thread(target=asks, args=(place,)) for place in range(3)]
    [thread.start() for thread in threads]
    rotations = 12
    for _ in range(rotations):
        before = sum(asked)
        until(lambda before=before: sum(asked) > before + 100, "requests are answered")
        until((host.logs / "access.log").exists, "their lines are in a new file")
        assert "error" not in rotate("-f", "-s", host.folder / "state", configuration)
    over.set()
    [thread.join() for thread in threads]
    host.does("stop")
    kept = b""
    for path in host.logs.glob("access.log*"):
        kept += gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    lines = [line for line in kept.decode().splitlines() if " GET /healthz 200 " in line]
    print(f"rotations {rotations}, requests {sum(asked)}, lines {len(lines)}")
    # A file that is empty or not there yet is passed over, which leaves fewer files than rotations.
    files = len(list(host.logs.glob("access.log*")))
    assert len(lines) == sum(asked) and rotations // 2 < files <= rotations + 1
    assert not list(host.logs.glob("*backup*"))
