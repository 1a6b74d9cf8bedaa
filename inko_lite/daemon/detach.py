"""Leaving the terminal and the privileges behind, by python-daemon, and telling the command that waits how it went.

The order is the invariant, and the only one that works with gevent: sockets are bound by the command, with its privileges;
the process detaches, which closes all other descriptors; only then may anything of gevent run. The command goes on waiting
until the daemon says that it is ready, or why it will not be.
"""

import grp
import os
import pwd
import select
import signal
import socket
import sys
import time
from collections.abc import Callable, Sequence
from typing import NamedTuple


class StartFailed(Exception):
    """The daemon did not come up; the text is the one line that the operator reads."""


class Account(NamedTuple):
    """Whom the server runs as."""

    name: str
    uid: int
    gid: int
    home: str

    @property
    def is_other(self) -> bool:
        """Somebody else than who starts it?"""
        return (self.uid, self.gid) != (os.getuid(), os.getgid())


def account_of(user: str, group: str) -> Account:
    """The account of these names, empty ones being our own. Raises StartFailed."""
    try:
        found = pwd.getpwnam(user) if user else pwd.getpwuid(os.getuid())
    except KeyError:
        raise StartFailed(f"daemon.user: there is no account {user or os.getuid()}") from None
    try:
        gid = grp.getgrnam(group).gr_gid if group else (found.pw_gid if user else os.getgid())
    except KeyError:
        raise StartFailed(f"daemon.group: there is no group {group}") from None
    account = Account(found.pw_name, found.pw_uid, gid, found.pw_dir)
    if account.is_other and os.getuid() != 0:
        raise StartFailed(f"only root may start a server as {account.name}: see daemon.user and daemon.group")
    return account


def make_directory(path: str, account: Account, mode: int) -> None:
    """Makes the directory if it is missing, for the account. Raises StartFailed."""
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        os.mkdir(path, mode)
        if account.is_other:
            os.chown(path, account.uid, account.gid)
    except FileExistsError:
        pass
    except OSError as error:
        raise StartFailed(f"cannot make the directory {path}: {error.strerror}") from None


def must_write_in(path: str, whose: str, account: Account) -> None:
    """Refuses a directory in which the account, which is ours by now, can make no file. Raises StartFailed."""
    if not os.access(path, os.W_OK | os.X_OK):
        raise StartFailed(f"the directory {path} for {whose} must be one that {account.name} can write in")


def _must_read(account: Account) -> None:
    """The interpreter and the program read files for as long as they run."""
    for path in (os.__file__, os.path.dirname(os.path.dirname(__file__)), sys.executable):
        if not os.access(path, os.R_OK):
            raise StartFailed(
                f"{account.name} cannot read {path}: install Python and inko-lite where every account can"
            )


def run_detached(
    work: Callable[[Callable[[], None]], None],
    failure: Callable[[BaseException], str],
    account: Account,
    umask: int,
    directory: str,
    keep: Sequence[socket.socket],
    seconds: float,
) -> int:
    """The pid of a daemon in which `work(ready)` runs, once it has called `ready`. Raises StartFailed, with `failure` of what
    `work` raised, or when nothing was heard for `seconds`, and then nothing is left running."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _become_daemon(work, failure, account, umask, directory, keep, writing)
    os.close(writing)
    try:
        os.waitpid(child, 0)
        return _await(reading, seconds)
    finally:
        os.close(reading)


def _await(reading: int, seconds: float) -> int:
    end, text, pid = time.monotonic() + seconds, b"", 0
    while True:
        while b"\n" in text:
            line, _, text = text.partition(b"\n")
            word, _, told = line.decode().partition(" ")
            if word == "pid":
                pid = int(told)
            elif word == "ready":
                return pid
            else:
                raise StartFailed(told)
        if not select.select([reading], [], [], max(0, end - time.monotonic()))[0]:
            if pid:
                os.kill(pid, signal.SIGKILL)
            raise StartFailed(
                f"it was not ready within {seconds:g} s (daemon.start_seconds) and was ended: see its log"
            )
        part = os.read(reading, 65536)
        if not part:
            raise StartFailed("it died before it was ready: see its log")
        text += part


def _become_daemon(work, failure, account: Account, umask: int, directory: str, keep, writing: int) -> None:
    """Never returns."""
    import daemon

    code = 1

    def tell(*words: object) -> None:
        os.write(writing, (" ".join(" ".join(map(str, words)).split()) + "\n").encode())

    try:
        quiet = dict.fromkeys((signal.SIGTTIN, signal.SIGTTOU, signal.SIGTSTP))
        context = daemon.DaemonContext(
            files_preserve=[*keep, writing], umask=umask, working_directory=directory, uid=account.uid, gid=account.gid,
            detach_process=True, signal_map=quiet,
        )  # fmt: skip
        if account.is_other:
            for name in [name for name in os.environ if name.startswith("XDG_")]:
                del os.environ[name]
            # python-daemon sets the groups or the group, never both.
            os.initgroups(account.name, account.gid)
            os.environ |= {"HOME": account.home, "USER": account.name, "LOGNAME": account.name}
        context.open()
        tell("pid", os.getpid())
        _must_read(account)
        work(lambda: (tell("ready"), os.close(writing)))
        code = 0
    except BaseException as error:
        try:
            tell("failed", str(error) if isinstance(error, StartFailed) else failure(error))
        except OSError:
            pass  # the command has gone, or has its answer
    finally:
        os._exit(code)
