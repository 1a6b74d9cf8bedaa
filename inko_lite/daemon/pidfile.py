"""The pidfile: who runs, as the kernel knows it.

The running process holds a lock (flock) on the file, which ends with the process, however it ends. So a number in the file
proves nothing and the lock proves all: a file left behind by a killed process, or one whose number belongs to some other
process by now, is recognised and replaced. A new process puts a file of its own in the old one's place by a rename; the
path always names a whole file.
"""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from typing import NamedTuple


class PidfileError(Exception):
    """The pidfile cannot be used; the text is the one line that the operator reads."""


class Found(NamedTuple):
    """What stands at the pidfile's path: the process that holds it (0: nobody), and the number in it (0: none)."""

    running: int
    written: int
    there: bool


def look(path: str) -> Found:
    """Who holds the pidfile. Raises PidfileError when that cannot be known."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return Found(0, 0, False)
    except OSError as error:
        raise PidfileError(f"cannot read the pidfile {path}: {error.strerror}") from None
    try:
        text = os.pread(descriptor, 32, 0).decode("ascii", "replace").strip()
        written = int(text) if text.isascii() and text.isdigit() else 0
        if _locked(descriptor):
            return Found(0, written, True)
        if not written:
            raise PidfileError(f"somebody holds the pidfile {path} and there is no process id in it")
        return Found(written, written, True)
    except OSError as error:
        raise PidfileError(f"cannot read the pidfile {path}: {error.strerror}") from None
    finally:
        os.close(descriptor)


def _locked(descriptor: int, kind: int = fcntl.LOCK_SH) -> bool:
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


class Claim:
    """Our own pidfile, from `claim` to `release`."""

    def __init__(self, path: str, successor_of: int = 0) -> None:
        """Takes the path, from nobody or from the process `successor_of`, which then ends without touching it. Raises
        PidfileError when another process has it."""
        holder = look(path).running
        if holder not in (0, successor_of):
            raise PidfileError(f"already running, pid {holder}")
        fresh = f"{path}.{os.getpid()}"
        try:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(fresh)
            self._descriptor = os.open(fresh, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o644)
            os.fchmod(self._descriptor, 0o644)
            fcntl.flock(self._descriptor, fcntl.LOCK_EX)
            os.write(self._descriptor, b"%d\n" % os.getpid())
            os.rename(fresh, path)
        except OSError as error:
            raise PidfileError(f"cannot write the pidfile {path}: {error.strerror}") from None
        self.path = path

    def release(self) -> None:
        """Takes the file away, unless a successor's stands there already."""
        with contextlib.suppress(OSError):
            if os.stat(self.path).st_ino == os.fstat(self._descriptor).st_ino:
                os.unlink(self.path)
        os.close(self._descriptor)


@contextlib.contextmanager
def one_command_at_a_time(path: str) -> Iterator[None]:
    """No two of start, stop and restart at once for the same pidfile. Raises PidfileError for the second."""
    name = f"{path.removesuffix('.pid')}.lock"
    try:
        descriptor = os.open(name, os.O_RDONLY | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise PidfileError(f"cannot open {name}: {error.strerror}") from None
    try:
        if not _locked(descriptor, fcntl.LOCK_EX):
            raise PidfileError(f"another command is starting or stopping the server of {path}: wait for it")
        yield
    finally:
        os.close(descriptor)
