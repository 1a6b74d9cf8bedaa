"""What the writers do, looked at a hundred times a second: which of them waits, and for whom.

`with Waits(dsn) as waits: …`, then `waits.shares`. The looking is a process of its own, `python -m loadtest.waits`, so that it
does not take the interpreter away from the generator; each look is a short statement on one more connection.
"""

import json
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable

from inko_lite.database import connect

LOOKS_A_SECOND = 100
WRITERS = "inko-lite writer"
# What pg_stat_activity is made of, planned once: each look at the view itself costs a millisecond.
PREPARE = (
    "PREPARE look (text) AS SELECT state, wait_event_type, wait_event, left(query, 24)"
    " FROM pg_stat_get_activity(NULL) WHERE application_name = $1"
)
LOOK = "EXECUTE look (%s)"
# How the two statements of a batch begin (inko_lite/desk/messages.py, inko_lite/stream/writer.py).
DECIDING, COMMITTING = "BEGIN; EXECUTE lock_rooms", "SELECT set_config('inko."
ROW_LOCK = ("transactionid", "tuple")
DISK = ("walsync", "walwrite", "walinitsync", "walinitwrite", "datafileextend", "datafileread", "datafilewrite")
KINDS = {
    "nothing": "no batch",
    "python": "waits for Python, between the two statements",
    "rooms": "waits for the lock of a room",
    "head": "waits for the head row",
    "notify": "waits for NOTIFY's lock",
    "disk": "waits for the disk (WAL)",
    "computing": "computing",
    "other": "waits for anything else",
}
# Shares of the looks at which anybody at all …
HELD, WANTED = "head held", "head waited for"


def kind_of(state: str | None, wait_type: str | None, wait: str | None, query: str) -> str:
    """One writer at one moment: a key of KINDS."""
    if state != "active":
        return "python" if (state or "").startswith("idle in") else "nothing"
    if wait_type is None:
        return "computing"
    if wait_type == "Lock" and wait in ROW_LOCK:
        return "head" if query.startswith(COMMITTING) else "rooms"
    # NOTIFY's lock is on "object" (database 0), from before the commit until after it.
    if (wait_type == "Lock" and wait == "object") or (wait or "").lower().startswith("notify"):
        return "notify"
    return "disk" if (wait or "").lower() in DISK else "other"


def shares_of(looks: Iterable[list[tuple]]) -> dict[str, float]:
    """Of a writer's time, the share of each of KINDS; and the shares of all looks for HELD and WANTED."""
    counts, writers, seen = Counter(), 0, 0
    for rows in looks:
        kinds = [(kind_of(*row), row[3]) for row in rows]
        counts.update(kind for kind, _ in kinds)
        writers += len(rows)
        seen += 1
        counts[WANTED] += any(kind == "head" for kind, _ in kinds)
        counts[HELD] += any(
            query.startswith(COMMITTING) and kind in ("notify", "disk", "computing", "other") for kind, query in kinds
        )
    shares = {kind: counts[kind] / max(1, writers) for kind in KINDS}
    return shares | {name: counts[name] / max(1, seen) for name in (HELD, WANTED)} | {"looks": seen}


class Waits:
    """A context manager; `shares` afterwards."""

    def __init__(self, dsn: str) -> None:
        self._dsn = dsn
        self.shares: dict[str, float] = {}

    def __enter__(self) -> "Waits":
        self._process = subprocess.Popen(
            [sys.executable, "-m", "loadtest.waits", self._dsn],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        self._process.stdout.readline()  # it looks now
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        said, _ = self._process.communicate(timeout=20)
        self.shares = json.loads(said or "{}")


def main() -> int:
    over = []
    signal.signal(signal.SIGTERM, lambda *_: over.append(True))
    connection = connect(sys.argv[1], "inko-lite waits")
    looks = []
    with connection.cursor() as cursor:
        cursor.execute(PREPARE)
        print("looking", flush=True)
        while not over:
            due = time.monotonic() + 1 / LOOKS_A_SECOND
            cursor.execute(LOOK, (WRITERS,))
            looks.append(cursor.fetchall())
            time.sleep(max(0.0, due - time.monotonic()))
    print(json.dumps(shares_of(looks)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
