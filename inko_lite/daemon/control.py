"""How the commands talk with the daemon: a local socket beside the pidfile, one JSON object there and one back.

A signal alone cannot say how it went, and a file that was left for the command to find could be of another time. Here the
answer belongs to the question; a process that hangs is one that does not answer. The socket belongs to the server's account
and nobody else may connect (mode 0600, and root).
"""

import contextlib
import json
import logging
import os
import socket
from collections.abc import Callable, Iterator

log = logging.getLogger(__name__)

QUESTION_BYTES = 4096
ANSWER_BYTES = 1 << 20
MOST_SOCKETS = 16
# What the other end may take to send its question, or to take its answer.
PATIENCE_SECONDS = 5


class ControlError(Exception):
    """The daemon does not answer; the text is the one line that the operator reads."""


def path_for(pidfile: str) -> str:
    """The socket that belongs to a pidfile."""
    return f"{pidfile.removesuffix('.pid')}.sock"


@contextlib.contextmanager
def _short(path: str) -> Iterator[str]:
    """A short name for the same path: an address of a local socket holds 107 bytes."""
    directory, name = os.path.split(path)
    descriptor = os.open(directory, os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        yield f"/proc/self/fd/{descriptor}/{name}"
    finally:
        os.close(descriptor)


class Control:
    """The daemon's end. Each of `answers` gives what is sent back for the word that it is called by."""

    def __init__(self, path: str, answers: dict[str, Callable[[], dict]], sockets: list[socket.socket]) -> None:
        """`sockets` are the listening ones, handed to whoever asks to be the successor. Raises OSError."""
        self._path = path
        self._answers = answers
        self._sockets = sockets
        self._listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        with contextlib.suppress(FileNotFoundError):
            os.unlink(path)
        before = os.umask(0o177)
        try:
            with _short(path) as name:
                self._listener.bind(name)
        finally:
            os.umask(before)
        self._inode = os.stat(path).st_ino
        self._listener.listen(16)

    def start(self) -> None:
        import gevent

        gevent.spawn(self._run)

    def stop(self) -> None:
        """Takes the socket away, unless a successor's stands there already."""
        with contextlib.suppress(OSError):
            if os.stat(self._path).st_ino == self._inode:
                os.unlink(self._path)
        self._listener.close()

    def _run(self) -> None:
        import gevent

        while True:
            try:
                asking, _ = self._listener.accept()
            except OSError:
                return
            gevent.spawn(self._answer, asking)

    def _answer(self, asking: socket.socket) -> None:
        with asking:
            try:
                asking.settimeout(PATIENCE_SECONDS)
                word = json.loads(asking.recv(QUESTION_BYTES))["do"]
                if word == "succeed":
                    socket.send_fds(asking, [b"{}\n"], [each.fileno() for each in self._sockets])
                    return
                answer = self._answers[word]()
                asking.sendall(json.dumps(answer).encode() + b"\n")
            except (OSError, ValueError, KeyError, TypeError) as error:
                log.warning("control: a command could not be answered: %s", type(error).__name__)


def _connected(path: str, word: str, seconds: float) -> socket.socket:
    """A connection on which `word` has been said."""
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.settimeout(seconds)
    try:
        with _short(path) as name:
            connection.connect(name)
        connection.sendall(json.dumps({"do": word}).encode())
    except OSError as error:
        connection.close()
        raise _no_answer(path, error, seconds) from None
    return connection


def _no_answer(path: str, error: OSError, seconds: float) -> ControlError:
    if isinstance(error, TimeoutError | BlockingIOError):
        return ControlError(f"it does not answer within {seconds:g} s")
    return ControlError(f"it cannot be asked by {path}: {error.strerror or error}")


def ask(path: str, word: str, seconds: float = PATIENCE_SECONDS) -> dict:
    """The daemon's answer. Raises ControlError."""
    with _connected(path, word, seconds) as connection:
        text = b""
        try:
            while not text.endswith(b"\n"):
                part = connection.recv(65536)
                if not part or len(text) > ANSWER_BYTES:
                    raise ControlError("it hung up without an answer")
                text += part
        except OSError as error:
            raise _no_answer(path, error, seconds) from None
        return json.loads(text)


@contextlib.contextmanager
def farewell(path: str) -> Iterator[Callable[[], list[str]]]:
    """Asks, before the daemon is told to stop, to be told how it went: what it cut off. Nothing when it cannot say."""
    try:
        connection = _connected(path, "farewell", PATIENCE_SECONDS)
    except ControlError:
        yield list
        return

    def told() -> list[str]:
        with contextlib.suppress(OSError, ValueError, KeyError):
            return json.loads(connection.recv(65536))["cut_off"]
        return []

    with connection:
        yield told


def take_sockets(path: str, seconds: float = PATIENCE_SECONDS) -> list[socket.socket]:
    """The daemon's listening sockets, which it goes on answering on. Raises ControlError."""
    with _connected(path, "succeed", seconds) as connection:
        try:
            _, descriptors, _, _ = socket.recv_fds(connection, QUESTION_BYTES, MOST_SOCKETS)
        except OSError as error:
            raise _no_answer(path, error, seconds) from None
    if not descriptors:
        raise ControlError("it did not hand its sockets over")
    taken = [socket.socket(fileno=descriptor) for descriptor in descriptors]
    for each in taken:
        each.set_inheritable(False)
        each.setblocking(False)
    return taken
