"""The logs: one line a fact, and apart from them one line a request.

Place: below everything; whatever has something to say uses the module `logging`, and this gives its lines their form. What
the lines mean stands in docs/logs.md. Invariants: a line is one line, whatever is in it; no line holds what people wrote, a
token or a cookie, not even by way of an exception's text; a file that was rotated away is left within one write, without a
signal; a disk that is full stops no request, and what it cost is counted.
"""

import contextvars
import logging
import os
import re
import sys
import threading
import time
import traceback
from collections.abc import Mapping

import msgspec

from .settings import LogSection

# The request in whose course a line is written; see web/connection.py.
request_id: contextvars.ContextVar[str] = contextvars.ContextVar("inko_request", default="")

LINE_CHARACTERS = 4000
FRAMES = 12
# What a file that cannot be written keeps, to be written when it can be again.
KEPT_BYTES = 1 << 20
# Control characters, line ends of every kind, and what turns the direction of a text around: a line must not look like two.
_unprintable = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\\]"
)
_area = re.compile(r"([a-z][a-z_]*): ")
_quoted = re.compile(r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*\"""", re.DOTALL)
# What these quote are names of the program and of types.
OF_THE_CODE = (NameError, AttributeError, ImportError, TypeError)
# sd-daemon(3): what the journal takes a line to be.
PRIORITIES = {logging.DEBUG: 7, logging.INFO: 6, logging.WARNING: 4, logging.ERROR: 3, logging.CRITICAL: 2}


def on_one_line(text: str) -> str:
    """The text with everything escaped that could end a line or disguise it."""
    if len(text) > LINE_CHARACTERS:
        text = f"{text[:LINE_CHARACTERS]}… ({len(text) - LINE_CHARACTERS} more)"
    return _unprintable.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def reason(error: BaseException) -> str:
    """What an exception says, without the values that it may quote: those may be what somebody wrote."""
    diagnosis = getattr(error, "diag", None)
    if diagnosis is not None and diagnosis.sqlstate:
        # PostgreSQL: its detail, its context, class 22 (data exceptions) and syntax errors (a search's too) hold values.
        held = diagnosis.sqlstate.startswith("22") or diagnosis.sqlstate == "42601"
        primary = "" if held else f": {diagnosis.message_primary}"
        return f"SQLSTATE {diagnosis.sqlstate}{primary}"
    if isinstance(error, OSError) and error.strerror:
        return f"{error.strerror}: {error.filename}" if error.filename else error.strerror
    text = " ".join(str(error).split())
    return (text if isinstance(error, OF_THE_CODE) else _quoted.sub("'…'", text))[:300]


def trace(error: BaseException) -> str:
    """An exception and where it was raised, in one line: the innermost place first, its cause after it."""
    parts, seen = [], set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        frames = traceback.extract_tb(error.__traceback__)
        places = [f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in reversed(frames)]
        more = f" and {len(places) - FRAMES} more" if len(places) > FRAMES else ""
        where = f" at {' < '.join(places[:FRAMES])}{more}" if places else ""
        parts.append(f"{type(error).__name__}({reason(error)}){where}")
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return " because of ".join(parts)


def _short(path: str) -> str:
    """A file by its name from its package on."""
    return path.rpartition("/site-packages/")[2].rpartition("/inko_lite/")[2] or path


def area_of(record: logging.LogRecord) -> tuple[str, str]:
    """The area of a line and its text: most lines name the area themselves."""
    text = record.getMessage()
    named = _area.match(str(record.msg))
    if named:
        return named[1], text[len(named[0]) :]
    return record.name.rpartition(".")[2], text


class _Clock:
    """The time of a line, RFC 3339 in UTC with milliseconds; the part that stays for a second is made once."""

    def __init__(self) -> None:
        self._second = (0, "")

    def text(self, now: float) -> str:
        second, kept = self._second
        whole = int(now)
        if whole != second:
            kept = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(whole))
            self._second = (whole, kept)
        return f"{kept}.{int((now - whole) * 1000):03d}Z"


clock = _Clock()


class Lines(logging.Formatter):
    """A record as one line: text, JSON, or text for the journal, which knows the time and the process itself."""

    def __init__(self, section: LogSection, journal: bool = False) -> None:
        super().__init__()
        self.json = section.json
        self._journal = journal

    def format(self, record: logging.LogRecord) -> str:
        area, text = area_of(record)
        text = on_one_line(text)
        error = record.exc_info[1] if record.exc_info else None
        told = on_one_line(trace(error)) if error is not None else ""
        request = request_id.get()
        if self.json:
            line = {"time": clock.text(record.created), "level": record.levelname.lower(), "pid": record.process,
                    "area": area, "text": text}  # fmt: skip
            line |= {"traceback": told} if told else {}
            line |= {"request": request} if request else {}
            return msgspec.json.encode(line).decode()
        tail = (f" Traceback: {told}" if told else "") + (f" request={request}" if request else "")
        if self._journal:
            return f"<{PRIORITIES.get(record.levelno, 6)}>{area}: {text}{tail}"
        return f"{clock.text(record.created)} {record.levelname} {record.process} {area}: {text}{tail}"


class Levels(logging.Filter):
    """Which lines are written: the level of the configuration, or the one that it gives the line's area."""

    def __init__(self, section: LogSection) -> None:
        super().__init__()
        self.take(section)

    def take(self, section: LogSection) -> None:
        self._level = getattr(logging, section.level.upper())
        pairs = (entry.partition("=") for entry in section.areas)
        self._areas = {area: getattr(logging, level.upper()) for area, _, level in pairs}
        self.least = min([self._level, *self._areas.values()])

    def filter(self, record: logging.LogRecord) -> bool:
        if not self._areas:
            return record.levelno >= self._level
        return record.levelno >= self._areas.get(area_of(record)[0], self._level)


class WatchedFile:
    """A file that lines are added to, by several processes perhaps; when it was renamed or removed, a new one is begun."""

    def __init__(self, path: str, stderr: bool = False) -> None:
        """`stderr`: whatever writes to standard error writes here too. Raises OSError."""
        self.path = path
        self.lost = 0
        self._stderr = stderr
        self._kept = b""
        self._lock = threading.Lock()
        self._descriptor = -1
        self._identity = (0, 0)
        self._open()

    def _open(self) -> None:
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC
        descriptor = os.open(self.path, flags, 0o640)
        found = os.fstat(descriptor)
        if self._descriptor >= 0:
            os.close(self._descriptor)
        self._descriptor, self._identity = descriptor, (found.st_dev, found.st_ino)
        if self._stderr:
            os.dup2(descriptor, 2)

    def _follow(self) -> None:
        try:
            found = os.stat(self.path)
            there = (found.st_dev, found.st_ino)
        except FileNotFoundError:
            there = None
        if there != self._identity:
            self._open()

    def write(self, lines: bytes) -> None:
        """Adds whole lines. What cannot be written is kept up to KEPT_BYTES and written later; the rest is counted."""
        with self._lock:
            lines = self._kept + lines
            self._kept = b""
            try:
                self._follow()
                while lines:
                    lines = lines[os.write(self._descriptor, lines) :]
            except OSError:
                cut = len(lines) if len(lines) <= KEPT_BYTES else lines.rfind(b"\n", 0, KEPT_BYTES) + 1
                self.lost += lines.count(b"\n", cut)
                self._kept = lines[:cut]


class FileLog(logging.Handler):
    """The log in a watched file; each line is written at once."""

    def __init__(self, file: WatchedFile) -> None:
        super().__init__()
        self.file = file

    def emit(self, record: logging.LogRecord) -> None:
        try:
            self.file.write(self.format(record).encode("utf-8", "backslashreplace") + b"\n")
        except Exception:
            self.handleError(record)


class AccessLog:
    """One line a request. Lines wait for `flush`, which the server calls often, at its end, and when many wait."""

    MOST_WAITING = 500

    def __init__(self, path: str, json: bool, addresses: bool) -> None:
        """`addresses`: the client's address is written too. Raises OSError."""
        self.file = WatchedFile(path)
        self.json = json
        self.addresses = addresses
        self._waiting: list[str] = []
        self._pid = os.getpid()

    def add(
        self,
        now: float,
        method: str,
        path: str,
        status: str,
        size: int,
        seconds: float,
        request: str,
        who: str,
        address: str,
    ) -> None:
        """A request that was answered at `now`; `path` is without its query, as the client wrote it."""
        if self.json:
            line = {"time": clock.text(now), "pid": self._pid, "method": method, "path": _shown(path), "status": int(status),
                    "bytes": size, "seconds": round(seconds, 4), "request": request, "session": who}  # fmt: skip
            line |= {"address": address} if address else {}
            text = msgspec.json.encode(line).decode()
        else:
            tail = f" {address}" if address else ""
            text = f"{clock.text(now)} {self._pid} {method} {_shown(path)} {status} {size} {seconds:.4f} {request} {who or '-'}{tail}"
        self._waiting.append(text)
        if len(self._waiting) >= self.MOST_WAITING:
            self.flush()

    def flush(self) -> None:
        """Writes what waits."""
        if self._waiting:
            lines, self._waiting = self._waiting, []
            self.file.write(("\n".join(lines) + "\n").encode("utf-8", "backslashreplace"))


PATH_CHARACTERS = 500
_plain_path = re.compile(r"[!-~]{1,500}\Z")


def _shown(path: str) -> str:
    """A path (as WSGI has it, a byte a character) in which nothing ends a line or a column."""
    if _plain_path.match(path):
        return path
    from urllib.parse import quote

    return quote(path.encode("latin-1", "replace")[:PATH_CHARACTERS], safe="/!$&'()*+,;=:@~%") or "-"


class Logs:
    """The logs of one process: `start` once, `take` when the configuration was read again."""

    def __init__(self, section: LogSection, file: str = "", access_file: str = "", detached: bool = False) -> None:
        """`file` and `access_file` instead of those of `section`. A `detached` process has its standard error in the log."""
        path = file or section.file
        self.file = WatchedFile(path, stderr=detached) if path else None
        self._handler: logging.Handler = FileLog(self.file) if self.file else logging.StreamHandler(sys.stderr)
        self._journal = not path and _is_journal(os.environ)
        self._levels = Levels(section)
        self._handler.addFilter(self._levels)
        access_path = access_file or section.access_file
        self.access = AccessLog(access_path, section.json, section.addresses) if access_path else None
        self.take(section)

    def take(self, section: LogSection) -> None:
        """Levels, form, and what is told of clients, from now on."""
        self._levels.take(section)
        self._handler.setFormatter(Lines(section, self._journal))
        logging.getLogger("inko_lite").setLevel(self._levels.least)
        if self.access is not None:
            self.access.json, self.access.addresses = section.json, section.addresses

    def start(self) -> None:
        """From now on whatever this process says goes here, and what others' code says when it is a warning."""
        ours = logging.getLogger("inko_lite")
        ours.addHandler(self._handler)
        ours.propagate = False
        logging.getLogger().addHandler(self._handler)
        logging.captureWarnings(True)
        sys.excepthook = lambda kind, error, place: ours.critical(
            "server: ended by a bug", exc_info=(kind, error, place)
        )

    @property
    def lost(self) -> int:
        """Lines that could not be written."""
        return (self.file.lost if self.file else 0) + (self.access.file.lost if self.access else 0)

    def flush(self) -> None:
        if self.access is not None:
            self.access.flush()


def _is_journal(environ: Mapping[str, str]) -> bool:
    """Does standard error lead to systemd's journal (systemd.exec(5), JOURNAL_STREAM)?"""
    device, _, inode = environ.get("JOURNAL_STREAM", "").partition(":")
    try:
        found = os.fstat(2)
        return (found.st_dev, found.st_ino) == (int(device), int(inode))
    except (OSError, ValueError):
        return False
