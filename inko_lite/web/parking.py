"""What all connections of a worker share: who is connected, who waits for the next request, and what was answered.

Place: beside `connection.py`. Each request gets an id here, and its line in the access log when it has been answered: a
listener's or a download's is written at its end. The id of a trusted proxy (X-Request-Id) is kept, so that its log and ours
can be read together.
"""

import re
import secrets
import time
from collections import Counter
from typing import TYPE_CHECKING

from ..desk.addresses import Addresses, address_of, covers
from ..logs import AccessLog
from ..metrics import Histogram

if TYPE_CHECKING:
    from .connection import Connection

_request_id = re.compile(r"[A-Za-z0-9._-]{1,64}\Z")
# A client that went away before anything was sent to it. No status of HTTP; nginx's logs know it too.
GONE = "499"


class ParkingLot:
    """The connections of one worker."""

    def __init__(self, config, addresses: Addresses, access: AccessLog | None = None) -> None:
        """`config` is the [server] section."""
        self.config = config
        self.idle: dict[Connection, float] = {}
        self.open: set[Connection] = set()
        # Those that were accepted and have not said anything yet.
        self.silent: set[Connection] = set()
        self.draining = False
        self.statuses: Counter[str] = Counter()
        self.seconds = {"message": Histogram(), "other": Histogram()}
        self.access = access
        self._addresses = addresses
        # The worker's own beginning of all ids, and how many it has given.
        self._stem = secrets.token_hex(3)
        self._count = 0

    @property
    def connections(self) -> int:
        """How many are open."""
        return len(self.open)

    def under_way(self) -> list[str]:
        """The requests that are being answered, without those that hold their connection: "POST /create for 3.2 s"."""
        now = time.time()
        return [
            f"{each.asked['REQUEST_METHOD']} {each.asked['inko.path']} for {now - each.began:.1f} s"
            for each in list(self.open)
            if each.asked is not None and "inko.held" not in each.asked
        ]

    def sweep(self) -> None:
        """Closes those that have been idle for too long; called often."""
        now = time.monotonic()
        while self.idle:
            connection, end = next(iter(self.idle.items()))
            if end > now:
                return
            connection.close()

    def drain(self) -> None:
        """No connection is kept any more. Requests that were sent already are still read and answered."""
        self.draining = True
        for connection in list(self.idle):
            try:
                connection.socket.shutdown(0)
            except OSError:
                connection.close()

    def hang_up_silent(self) -> None:
        """Closes those that have said nothing: a stopping server does not wait for them."""
        for connection in list(self.silent):
            connection.close()

    def next_id(self, environ: dict) -> str:
        """The id of a request."""
        told = environ.get("HTTP_X_REQUEST_ID")
        if told is not None and _request_id.match(told) and self._addresses.proxies:
            address = address_of(environ["REMOTE_ADDR"])
            if address is not None and covers(self._addresses.proxies, address):
                return told
        self._count += 1
        return f"{self._stem}-{self._count:x}"

    def answered(self, environ: dict, status: str, size: int, began: float, held: bool = False) -> None:
        """A request has its answer: `size` bytes of it. How long a listener was held is no figure of ours."""
        now = time.time()
        self.statuses[status] += 1
        if not held:
            # A message's reply waits for its commit: the time that people feel.
            kind = (
                "message"
                if environ["REQUEST_METHOD"] == "POST" and environ["PATH_INFO"].startswith("/message")
                else "other"
            )
            self.seconds[kind].add(now - began)
        if self.access is not None:
            address = self._addresses.client(environ) if self.access.addresses else None
            self.access.add(
                now, environ["REQUEST_METHOD"], environ["inko.path"], status, size, now - began,
                environ.get("inko.request", "-"), environ.get("inko.session", ""), "" if address is None else str(address),
            )  # fmt: skip
