"""The server as a daemon: start, stop, restart, reload, status.

Place: beside `foreground.py`, for machines without systemd. Invariants: the kernel's lock on the pidfile says who runs, never
a number in it; a restart ends the old server only when the new one answers, on the very sockets of the old one, so that no
client is refused; whatever fails is one sentence, and says what runs now.
"""

import contextlib
import logging
import os
import select
import signal
import time
import tomllib
from collections.abc import Callable, Iterator

import msgspec

from .config import Config, ConfigError, load
from .daemon import ListenError, listeners
from .daemon.control import ControlError, ask, farewell, path_for, take_sockets
from .daemon.detach import Account, StartFailed, account_of, make_directory, must_write_in, run_detached
from .daemon.pidfile import PidfileError, look, one_command_at_a_time
from .errors import Refusal
from .foreground import StartRefused, database_of, ready_schema, schema_problem
from .logs import Logs, trace
from .postgres_binaries import EmbeddedError

# What a killed process takes to be gone.
GONE_SECONDS = 10
# A reload reads one file; a status asks the database and is not kept waiting by it.
ANSWER_SECONDS = 5

# What may keep a server from running, besides a bug; the text of each is the operator's line.
EXPECTED = (Refusal, ConfigError, ListenError, EmbeddedError, StartRefused, PidfileError)

Say = Callable[[str], None]

log = logging.getLogger(__name__)


class NotRunning(Exception):
    """There is nobody to tell."""


def start(path: str, say: Say) -> None:
    """Starts the daemon and returns when it answers. Raises StartFailed, PidfileError, ConfigError, ListenError."""
    config = load(path)
    account = _prepared(config)
    with one_command_at_a_time(config.daemon.pidfile):
        found = look(config.daemon.pidfile)
        if found.running:
            raise PidfileError(f"already running, pid {found.running}")
        if found.there:
            say(f"the pidfile {config.daemon.pidfile} was left behind{_by(found.written)}: mended")
        sockets = listeners(config.server.host, config.server.port, config.server.reuse_port)
        say(f"started, pid {_spawn(config, account, sockets)}")


def stop(path: str, say: Say) -> None:
    """Drains and ends the daemon. Raises StartFailed when it had to be killed."""
    config = load_to_ask(path)
    pidfile = config.daemon.pidfile
    if not os.path.isdir(os.path.dirname(pidfile)):
        say("not running")
        return
    with one_command_at_a_time(pidfile):
        found = look(pidfile)
        if not found.running:
            say(
                "not running"
                + (f"; the pidfile was left behind{_by(found.written)}: taken away" if found.there else "")
            )
            _clear(pidfile)
            return
        with contextlib.ExitStack() as opened:
            trouble = _Hold(found.running, config, opened).end(say)
        _clear(pidfile)
        if trouble:
            raise StartFailed(trouble)
        say(f"stopped, pid {found.running}")


def restart(path: str, say: Say) -> None:
    """Replaces the daemon by a new one without refusing a client. When the new one cannot run, the old one goes on."""
    config = load(path)
    pidfile = config.daemon.pidfile
    if not os.path.isdir(os.path.dirname(pidfile)) or not look(pidfile).running:
        start(path, say)
        return
    _check_database(config)
    account = _prepared(config)
    with one_command_at_a_time(pidfile), contextlib.ExitStack() as opened:
        old = look(pidfile).running
        if not old:
            raise StartFailed("the old server ended meanwhile: start a new one")
        hold = _Hold(old, config, opened)
        sockets = _sockets_for(config, say)
        if config.database.dsn and sockets is not None:
            try:
                new = _spawn(config, account, sockets, successor_of=old)
            except StartFailed as error:
                raise StartFailed(f"{error}; the old server goes on, pid {old}") from None
            trouble = hold.end(say)
        else:
            # A PostgreSQL of our own serves one server at a time: clients wait in the backlog of the sockets meanwhile.
            trouble = hold.end(say)
            _clear(pidfile)
            sockets = sockets or listeners(config.server.host, config.server.port, config.server.reuse_port)
            try:
                new = _spawn(config, account, sockets)
            except StartFailed as error:
                raise StartFailed(f"{error}; the old server has ended, so nothing runs now") from None
        if trouble:
            raise StartFailed(f"the new server runs, pid {new}, but the old one did not end in order: {trouble}")
        say(f"restarted, pid {new} in place of {old}")


def reload(path: str, say: Say) -> None:
    """Lets the daemon read its configuration again. Raises StartFailed when it refuses it, NotRunning."""
    pidfile = load_to_ask(path).daemon.pidfile
    if not look(pidfile).running:
        raise NotRunning
    answer = ask(path_for(pidfile), "reload", ANSWER_SECONDS)
    if not answer["ok"]:
        raise StartFailed(answer["text"])
    say(answer["text"])


def status(path: str, say: Say) -> int:
    """Says how it is; the code is that of LSB: 0 running, 1 dead and the pidfile is there, 3 not running, 4 unknown."""
    try:
        pidfile = load_to_ask(path).daemon.pidfile
        found = look(pidfile)
    except (ConfigError, PidfileError) as error:
        say(f"unknown: {' '.join(str(error).split())}")
        return 4
    if not found.running:
        say(f"dead: the pidfile {pidfile} was left behind{_by(found.written)}" if found.there else "not running")
        return 1 if found.there else 3
    try:
        facts = ask(path_for(pidfile), "facts", ANSWER_SECONDS)
    except ControlError as error:
        say(f"unknown: pid {found.running} runs, but {error}")
        return 4
    for line in _lines(found.running, facts):
        say(line)
    return 0


def load_to_ask(path: str) -> Config:
    """The configuration, or as much of a wrong one as says who runs: a mistake elsewhere must not keep that hidden, nor
    running."""
    try:
        return load(path)
    except ConfigError:
        try:
            with open(path, "rb") as file:
                pidfile = tomllib.load(file)["daemon"]["pidfile"]
            return load(
                overrides={"daemon": {"pidfile": os.path.join(os.path.dirname(os.path.abspath(path)), pidfile)}}
            )
        except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError, LookupError, TypeError, ConfigError):
            pass
        raise


# ── parts ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _by(pid: int) -> str:
    return f" by pid {pid}" if pid else ""


def _lines(pid: int, facts: dict) -> Iterator[str]:
    """What `status` shows of a server that answers."""
    hours, rest = divmod(int(facts["seconds"]), 3600)
    yield f"{facts['phase']}, pid {pid}, version {facts['version']}, for {hours} h {rest // 60} min {rest % 60} s"
    yield f"answers at {facts['url']}; configuration {facts['config']}"
    if facts["database"]:
        words = "users {users}, rooms {rooms}, waiting {waiting}, messages in the last minute {messages_per_minute}"
        yield words.format(**facts["figures"])
    else:
        yield "the database does not answer"
    following = "follows the log" if facts["following"] else "does NOT follow the log"
    yield f"connections {facts['connections']}, listeners {facts['listeners']}; {following}, position {facts['position']}"
    if facts["reload"]:
        yield f"last reload at {facts['reload']['at']}: {facts['reload']['text']}"


def _prepared(config: Config) -> Account:
    """The account, and the directories that it needs, made where they are missing."""
    account = account_of(config.daemon.user, config.daemon.group)
    make_directory(os.path.dirname(config.daemon.pidfile), account, 0o755)
    if not (config.log.file and config.log.access_file):
        make_directory(config.daemon.log_directory, account, 0o750)
    return account


def _check_database(config: Config) -> None:
    """Before the old server is touched: is the new one's database there, and of this version?"""
    if config.database.dsn:
        from .database import schema_state

        if problem := schema_problem(schema_state(config.database.dsn), config.path):
            raise StartRefused(problem)


def _sockets_for(config: Config, say: Say) -> list | None:
    """The old server's sockets where they are those of the configuration, else new ones; None when there are none yet."""
    try:
        taken = take_sockets(path_for(config.daemon.pidfile))
    except ControlError as error:
        say(f"the old server's sockets cannot be taken over: {error}; clients may be refused for a moment")
        return None
    if _is_at(taken[0], config):
        return taken
    return listeners(config.server.host, config.server.port, config.server.reuse_port)


def _is_at(taken, config: Config) -> bool:
    import socket

    server = config.server
    with contextlib.suppress(OSError):
        wanted = {found[4][:2] for found in socket.getaddrinfo(server.host, server.port, type=socket.SOCK_STREAM)}
        host, port = taken.getsockname()[:2]
        return any(host == each and number in (0, port) for each, number in wanted)
    return False


def _spawn(config: Config, account: Account, sockets: list, successor_of: int = 0) -> int:
    """The pid of a new daemon that answers on these sockets."""
    from . import worker  # read now, while files can be read and nothing of gevent runs

    pidfile = config.daemon.pidfile
    folder = config.daemon.log_directory
    paths = (config.log.file or f"{folder}/inko-lite.log", config.log.access_file or f"{folder}/access.log")

    def work(ready: Callable[[], None]) -> None:
        must_write_in(os.path.dirname(pidfile), "daemon.pidfile", account)
        for path in paths:
            if not os.path.exists(path) or os.path.isfile(path):
                must_write_in(os.path.dirname(path), f"the log {os.path.basename(path)}", account)
        try:
            logs = Logs(config.log, *paths, detached=True)
        except OSError as error:
            raise StartFailed(f"cannot write the log {error.filename}: {error.strerror}") from None
        logs.start()
        try:
            serve(logs, ready)
        except (*EXPECTED, StartFailed):
            raise
        except Exception:
            log.critical("server: ended by a bug", exc_info=True)
            logs.flush()
            raise

    def serve(logs: Logs, ready: Callable[[], None]) -> None:
        with database_of(config, alone=True) as dsn:
            ready_schema(config, dsn)
            asked = {} if config.database.dsn else {"database": {"dsn": dsn}}
            settings = config
            if asked:
                settings = msgspec.structs.replace(config, database=msgspec.structs.replace(config.database, dsn=dsn))
            worker.run(
                settings, sockets, ready, read=lambda: load(config.path, overrides=asked), logs=logs,
                pidfile=pidfile, successor_of=successor_of,
            )  # fmt: skip

    return run_detached(
        work, _sentence, account, int(config.daemon.umask, 8), config.daemon.working_directory, sockets,
        config.daemon.start_seconds,
    )  # fmt: skip


def _sentence(error: BaseException) -> str:
    """Why the daemon did not come up."""
    if isinstance(error, Refusal):
        return f"{error.detail} ({error.__cause__})" if error.__cause__ else error.detail
    if isinstance(error, EXPECTED):
        return str(error)
    return f"a bug: {trace(error)}"


class _Hold:
    """A hold on a running server, to end it: taken before a successor stands in its place, by number and by socket."""

    def __init__(self, pid: int, config: Config, opened: contextlib.ExitStack) -> None:
        """Raises StartFailed when it ended meanwhile."""
        self._pid, self._config = pid, config
        self._control = path_for(config.daemon.pidfile)
        try:
            self._process = os.pidfd_open(pid)
        except ProcessLookupError:
            raise StartFailed(f"pid {pid} has ended by itself just now") from None
        opened.callback(os.close, self._process)
        if look(config.daemon.pidfile).running != pid:
            raise StartFailed(f"pid {pid} has ended by itself just now")
        self._told = opened.enter_context(farewell(self._control))

    def end(self, say: Say) -> str:
        """Tells it to drain and waits for its end; says what it cut off. Empty, or why it was killed."""
        seconds = self._config.daemon.stop_seconds
        ended = select.poll()
        ended.register(self._process, select.POLLIN)
        try:
            signal.pidfd_send_signal(self._process, signal.SIGTERM)
            if ended.poll(seconds * 1000):
                if cut_off := self._told():
                    waited = self._config.server.drain_seconds
                    say(f"cut off after {waited:g} s (server.drain_seconds): {'; '.join(cut_off)}")
                return ""
            why = self._why_not_ended()
            signal.pidfd_send_signal(self._process, signal.SIGKILL)
            began = time.monotonic()
            ended.poll(GONE_SECONDS * 1000)
            gone = f"killed, gone after {time.monotonic() - began:.1f} s"
            return f"pid {self._pid} had not ended after {seconds:g} s (daemon.stop_seconds): {why}; {gone}"
        except ProcessLookupError:
            return ""
        except PermissionError:
            raise StartFailed(f"pid {self._pid} belongs to another account: only it and root may end it") from None

    def _why_not_ended(self) -> str:
        if look(self._config.daemon.pidfile).running != self._pid:
            return "it went on beside the new one; its log says with what"
        try:
            facts = ask(self._control, "facts", 2)
        except ControlError as error:
            return f"{error}, so it hangs"
        return f"it was still {facts['phase']}: {'; '.join(facts['under_way']) or 'nothing was being answered'}"


def _clear(pidfile: str) -> None:
    """Takes away what a killed server left; never what a running one holds."""
    if not look(pidfile).running:
        for path in (pidfile, path_for(pidfile)):
            with contextlib.suppress(FileNotFoundError):
                os.unlink(path)
