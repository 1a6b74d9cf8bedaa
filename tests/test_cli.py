"""The command: what it starts, what it prints, and one clear line with the right exit code for what goes wrong."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest

from inko_lite import __version__
from inko_lite.embedded import FAST, EmbeddedPostgres

from .conftest import dsn_of, execute

COMMAND = [sys.executable, "-m", "inko_lite"]


def environment(**more: str) -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("INKO_")}
    return {**inherited, **more}


def inko(*arguments: object, **environ: str) -> subprocess.CompletedProcess:
    command = [*COMMAND, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, env=environment(**environ))


def failure(*arguments: object, **environ: str) -> str:
    """The one line with which the command ends."""
    done = inko(*arguments, **environ)
    assert done.returncode == 1, done.stderr
    lines = done.stderr.splitlines()
    assert len(lines) == 1, done.stderr
    assert lines[0].startswith("inko-lite: ")
    return lines[0].removeprefix("inko-lite: ")


@contextlib.contextmanager
def running(*arguments: object, **environ: str) -> Iterator[tuple[subprocess.Popen, str]]:
    """A server that has said that it is ready: (the program, its URL)."""
    command = [*COMMAND, *map(str, arguments)]
    program = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment(**environ))
    try:
        line = program.stdout.readline()
        assert line.startswith("ready: http://"), line
        yield program, line.removeprefix("ready: ").strip()
    finally:
        program.terminate()
        try:
            program.wait(20)
        finally:
            program.kill()
            program.stdout.close()


def get(url: str) -> int:
    try:
        with urllib.request.urlopen(url, timeout=10) as reply:
            return reply.status
    except urllib.error.HTTPError as error:
        return error.code


def postgres_pid(data_dir: Path) -> int:
    return int((data_dir / "pg/postmaster.pid").read_text().split("\n")[0])


def until_gone(pid: int) -> None:
    deadline = time.monotonic() + 10
    while (path := Path(f"/proc/{pid}/stat")).exists() and path.read_text().rpartition(")")[2].split()[0] != "Z":
        assert time.monotonic() < deadline, f"process {pid} is still there"
        time.sleep(0.02)


@pytest.fixture
def empty(postgres) -> Iterator[str]:
    """The DSN of a database in which nothing is yet."""
    name = f"inko_empty_{os.getpid()}"
    execute(postgres.dsn, f"CREATE DATABASE {name}")
    yield dsn_of(postgres, name)
    execute(postgres.dsn, f"DROP DATABASE {name} WITH (FORCE)")


def configuration(tmp_path: Path, dsn: str, more: str = "") -> Path:
    path = tmp_path / "inko-lite.toml"
    path.write_text(f"[server]\nport = 0\n[database]\ndsn = {json.dumps(dsn)}\n[django]\nenabled = false\n{more}")
    return path


def test_the_version_is_told_without_loading_what_only_a_server_needs():
    code = (
        "import sys, inko_lite.cli as cli; cli.main(['--version'], standalone_mode=False);"
        "print([name for name in ('gevent', 'django', 'psycopg2', 'bottle', 'yoyo') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment())
    assert done.stdout.splitlines() == [f"inko-lite {__version__}", "[]"]


@pytest.mark.parametrize("arguments", [["dance"], ["demo", "--port", "many"], ["serve"], ["demo", "--colour", "red"]])
def test_wrong_use_is_exit_code_2_and_no_traceback(arguments):
    done = inko(*arguments)
    assert done.returncode == 2
    assert "Usage: inko-lite" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", ["serve", "migrate", "check"])
def test_a_configuration_that_cannot_be_read_is_one_line(command, tmp_path):
    text = failure(command, "--config", tmp_path / "none.toml")
    assert text == f"cannot read the configuration {tmp_path}/none.toml: No such file or directory"


def test_a_bad_setting_is_one_line():
    assert failure("demo", "--port", 99999).startswith("the command: server.port must be a port, ")
    assert "the nearest is INKO_SERVER_PORT" in failure("demo", INKO_SERVER_PROT="1")


def test_a_port_in_use_is_one_line_and_nothing_is_made(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        text = failure("demo", "--port", port, "--data-dir", tmp_path / "data")
    assert text == f"cannot listen on 127.0.0.1 port {port}: Address already in use"
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("host", ["0.0.0.0", "::"])
def test_a_demo_listens_on_loopback_only(host, tmp_path):
    text = failure("demo", "--host", host, "--port", 0, "--data-dir", tmp_path / "data")
    assert text.startswith("a demo lets anybody sign in, so it listens on loopback only;")
    assert "--i-know-this-is-a-demo" in text
    assert not (tmp_path / "data").exists()


def test_a_data_directory_that_cannot_be_written_is_one_line(tmp_path):
    (tmp_path / "file").touch()
    text = failure("demo", "--port", 0, "--data-dir", tmp_path / "file/data")
    assert text.startswith(f"the data directory {tmp_path}/file/data cannot be used: Not a directory")


def test_a_log_that_cannot_be_written_is_one_line(tmp_path):
    text = failure("demo", "--port", 0, "--data-dir", tmp_path, INKO_LOG_FILE=str(tmp_path / "none/inko-lite.log"))
    assert text == f"cannot write the log {tmp_path}/none/inko-lite.log: No such file or directory"


def test_a_demo_says_when_it_is_ready_and_goes_on_with_its_data_next_time(tmp_path):
    for _ in range(2):
        with running("demo", "--port", 0, XDG_DATA_HOME=str(tmp_path)) as (program, url):
            where = program.stdout.readline()
            assert where.startswith(f"guests: {url}/ ")
            assert f"agents: {url}/demo/login" in where
            assert get(f"{url}/") == get(f"{url}/demo/login") == get(f"{url}/readyz") == 200
            assert failure("demo", "--port", 0, XDG_DATA_HOME=str(tmp_path)) == (
                f"the data directory {tmp_path}/inko_lite/demo is already in use by pid {program.pid}"
            )
            server = postgres_pid(tmp_path / "inko_lite/demo")
        assert program.returncode == 0
        until_gone(server)


def test_a_demo_never_touches_a_database_that_the_environment_names(tmp_path, empty):
    named = {"INKO_DATABASE_DSN": empty, "INKO_DJANGO_DSN": empty}
    with running("demo", "--port", 0, "--data-dir", tmp_path, **named) as (_, url):
        assert get(f"{url}/readyz") == 200
    connection = psycopg2.connect(empty)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')")
        assert cursor.fetchone() == (0,)
    connection.close()


def test_a_killed_demo_leaves_no_postgresql_behind_and_starts_again_at_once(tmp_path):
    with running("demo", "--port", 0, "--data-dir", tmp_path) as (program, _):
        server = postgres_pid(tmp_path)
        program.kill()
        program.wait()
        with running("demo", "--port", 0, "--data-dir", tmp_path) as (_, url):
            until_gone(server)
            assert get(f"{url}/readyz") == 200


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_a_server_in_good_order(number, tmp_path, dsn):
    path = configuration(tmp_path, dsn)
    with running("serve", "--config", path) as (program, url):
        assert get(f"{url}/readyz") == 200
        program.send_signal(number)
        assert program.wait(20) == 0
        with pytest.raises(urllib.error.URLError):
            get(f"{url}/readyz")


def test_migrate_brings_a_database_up_to_date_once_and_serve_refuses_an_older_one(tmp_path, empty):
    path = configuration(tmp_path, empty)
    assert failure("serve", "--config", path) == (f"the database is empty: run `inko-lite migrate --config {path}`")
    first = inko("migrate", "--config", path)
    assert first.returncode == 0
    assert first.stdout.startswith("applying 0001_")
    again = inko("migrate", "--config", path)
    assert (again.returncode, again.stdout) == (0, "the database is up to date\n")
    connection = psycopg2.connect(empty)
    with connection, connection.cursor() as cursor:
        cursor.execute("DELETE FROM inko.migrations")
        cursor.execute("SELECT 1")
    assert failure("serve", "--config", path) == (
        f"the database is of an older version: run `inko-lite migrate --config {path}`"
    )
    with connection, connection.cursor() as cursor:
        cursor.execute("INSERT INTO inko.migrations (migration_hash, migration_id) VALUES ('x', '9999_later')")
    connection.close()
    assert "from a later version of inko-lite" in failure("serve", "--config", path)


def test_serve_without_a_database_keeps_one_of_its_own(tmp_path):
    path = tmp_path / "inko-lite.toml"
    path.write_text("[server]\nport = 0\n[database]\ndata_dir = 'data'\n[django]\nenabled = false\n")
    with running("serve", "--config", path) as (_, url):
        assert get(f"{url}/readyz") == 200
        assert (tmp_path / "data/pg/PG_VERSION").exists()
        # Operators' commands use the one that runs.
        assert inko("doctor", "--config", path).returncode == 0
        assert inko("purge", "--config", path, "--older-than", "90d", "--dry-run").returncode == 0
        assert get(f"{url}/readyz") == 200
        assert "already in use" in failure("serve", "--config", path)


def test_servers_may_share_a_port(tmp_path, dsn):
    path = configuration(tmp_path, dsn)
    with running("serve", "--config", path, "--reuse-port") as (_, url):
        port = url.rpartition(":")[2]
        with running("serve", "--config", path, "--reuse-port", INKO_SERVER_PORT=port) as (_, other):
            assert other == url
        assert get(f"{url}/readyz") == 200


def test_a_socket_handed_over_as_systemd_does_is_served(tmp_path, dsn):
    path = configuration(tmp_path, dsn)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        code = (
            "import os, sys; os.dup2(int(sys.argv[1]), 3); os.set_inheritable(3, True);"
            "os.environ.update(LISTEN_FDS='1', LISTEN_PID=str(os.getpid()));"
            "os.execv(sys.executable, [sys.executable, '-m', 'inko_lite', 'serve', '--config', sys.argv[2]])"
        )
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as telling:
            telling.bind(str(tmp_path / "notify"))
            telling.settimeout(30)
            program = subprocess.Popen(
                [sys.executable, "-c", code, str(listener.fileno()), str(path)],
                stdout=subprocess.PIPE,
                text=True,
                env=environment(NOTIFY_SOCKET=str(tmp_path / "notify")),
                pass_fds=[listener.fileno()],
            )
            try:
                assert telling.recv(100) == b"READY=1"
                assert program.stdout.readline() == f"ready: {url}\n"
                assert get(f"{url}/readyz") == 200
                program.terminate()
                # The watchdog tells how things stand meanwhile.
                while (told := telling.recv(1000)) != b"STOPPING=1":
                    assert told.startswith((b"WATCHDOG=1", b"STATUS=")), told
                assert program.wait(20) == 0
            finally:
                program.kill()
                program.wait()
                program.stdout.close()


def test_check_prints_what_is_in_force_with_its_source_and_no_secret(tmp_path, dsn):
    path = configuration(tmp_path, dsn)
    done = inko("check", "--config", path, INKO_LIMITS_USERS="51", INKO_METRICS_TOKEN="hush")
    assert done.returncode == 0, done.stderr
    assert f"server.port = 0   ({path})" in done.stdout
    assert "limits.users = 51   (INKO_LIMITS_USERS)" in done.stdout
    assert "limits.rooms = 50   (default)" in done.stdout
    assert "metrics.token = (set, not shown)" in done.stdout
    assert "hush" not in done.stdout
    assert "good: the schema is of this version" in done.stdout


def test_check_names_each_thing_that_is_wrong_and_how_to_mend_it(tmp_path, empty):
    (tmp_path / "file").touch()
    path = configuration(tmp_path, empty, f"[log]\nfile = '{tmp_path}/file/inko-lite.log'\n")
    done = inko("check", "--config", path, INKO_DJANGO_ENABLED="true")
    assert done.returncode == 1
    wrong = [line.removeprefix("WRONG: ") for line in done.stdout.splitlines() if line.startswith("WRONG: ")]
    assert wrong[0].startswith(f"the directory {tmp_path}/file for the log cannot be written")
    assert wrong[1] == f"the database is empty: run `inko-lite migrate --config {path}`"
    assert wrong[2].startswith("[django] secret_key is empty")
    assert wrong[3].startswith("table public.auth_user does not exist")
    assert done.stderr == f"inko-lite: wrong with {path}: {len(wrong)}, marked WRONG above\n"


def test_check_says_why_a_database_cannot_be_reached(tmp_path):
    path = configuration(tmp_path, f"host={tmp_path} dbname=inko")
    done = inko("check", "--config", path)
    assert done.returncode == 1
    assert "WRONG: the database cannot be reached: " in done.stdout
    assert len(done.stderr.splitlines()) == 1
    assert failure("serve", "--config", path)
    assert failure("migrate", "--config", path)


def test_check_makes_no_database_and_disturbs_none(tmp_path):
    path = tmp_path / "inko-lite.toml"
    path.write_text("[database]\ndata_dir = 'data'\n[django]\nenabled = false\n")
    done = inko("check", "--config", path)
    assert done.returncode == 0, done.stderr
    assert "holds no database yet" in done.stdout
    assert not (tmp_path / "data").exists()
    with EmbeddedPostgres(tmp_path / "data", FAST) as postgres:
        done = inko("check", "--config", path)
        assert f"is already in use by pid {os.getpid()}" in done.stdout
        assert postgres.pid
