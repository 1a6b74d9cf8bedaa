"""A reply of any length, sent in pieces while it is made.

Place: beside the listeners, it takes the connection over from `connection.py` in the same way. Memory stays that of one
piece; a client that takes nothing for `body_seconds` is cut off. When something fails on the way the last piece is never
sent, so that no client takes half a file for a whole one.
"""

import logging
from collections.abc import Iterable, Iterator

from ..errors import Refusal
from .app import Call, Reply
from .connection import Connection, date_header

log = logging.getLogger(__name__)

PIECE_BYTES = 65_536


def download(call: Call, pieces: Iterable[str], content_type: str, name: str | None = None, **headers: str) -> Reply:
    """The reply to a GET; with `name`, a file that the browser saves. `pieces` is asked for the first one right away."""
    head = {
        "Content-Type": content_type, "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff",
        # The address has the conversation's id; links in the file lead elsewhere.
        "Referrer-Policy": "no-referrer",
    }  # fmt: skip
    head |= {key.replace("_", "-"): value for key, value in headers.items()}
    if name is not None:
        head["Content-Disposition"] = f'attachment; filename="{name}"'
    if call.environ["REQUEST_METHOD"] == "HEAD":
        return Reply(b"", 200, head)
    bodies = _gathered(iter(pieces))
    first = next(bodies, b"")

    def send(connection: Connection, keep_alive: bool, patient: bool) -> None:
        # HTTP/1.0 knows no chunks: there the end of the connection is the end of the file.
        chunked = call.environ["SERVER_PROTOCOL"] != "HTTP/1.0"
        keep_alive = keep_alive and patient and chunked
        lines = [f"{key}: {value}\r\n" for key, value in head.items()]
        lines.append("Transfer-Encoding: chunked\r\n" if chunked else "")
        lines.append("\r\n" if keep_alive else "Connection: close\r\n\r\n")
        connection.socket.settimeout(call.web.config.server.body_seconds)
        try:
            connection.socket.sendall(b"HTTP/1.1 200 OK\r\n" + date_header() + "".join(lines).encode("latin-1"))
            body = first
            while body:
                connection.socket.sendall(b"%x\r\n%s\r\n" % (len(body), body) if chunked else body)
                connection.sent += len(body)
                body = next(bodies, b"")
            if chunked:
                connection.socket.sendall(b"0\r\n\r\n")
        except OSError:
            keep_alive = False
        except Refusal as refusal:
            log.warning("download: %s was cut off: %s", call.environ["PATH_INFO"], refusal.code)
            keep_alive = False
        except Exception:
            log.exception("download: %s was cut off", call.environ["PATH_INFO"])
            keep_alive = False
        if keep_alive:
            connection.park()
        else:
            connection.close()

    call.environ["inko.hold"] = send
    return Reply(b"", 200, {})


def _gathered(pieces: Iterator[str]) -> Iterator[bytes]:
    """The pieces in such as are worth a write."""
    waiting: list[bytes] = []
    size = 0
    for piece in pieces:
        data = piece.encode("utf-8", "replace")
        waiting.append(data)
        size += len(data)
        if size >= PIECE_BYTES:
            yield b"".join(waiting)
            waiting, size = [], 0
    if size:
        yield b"".join(waiting)
