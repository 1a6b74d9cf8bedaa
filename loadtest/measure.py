"""CPU time and memory of a server and its PostgreSQL, read from /proc; for `make bench`.

The two are told apart by the name of the process: everything below the server's pid that is called `postgres` is the
database, the rest is the server. Nothing is sampled: each figure is the difference of two readings.
"""

import os
import time
from collections import Counter
from pathlib import Path

import msgspec

TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")
PROC = Path("/proc")


class Cpu(msgspec.Struct, frozen=True):
    """CPU seconds, user and system, since the processes began."""

    server: float
    postgres: float

    def since(self, earlier: "Cpu") -> "Cpu":
        return Cpu(self.server - earlier.server, self.postgres - earlier.postgres)


class Memory(msgspec.Struct, frozen=True):
    """Bytes. PSS counts a page that n processes share as a n-th of it, so it may be added up; RSS may not.

    Anonymous memory leaves out mapped files, of which each stranger's process that maps them too takes a share away.
    """

    server_anonymous: int
    server_pss: int
    server_rss: int
    postgres_pss: int


def descendants(pid: int) -> list[int]:
    """The process and all below it."""
    found = [pid]
    for parent in found:
        for children in PROC.glob(f"{parent}/task/*/children"):
            try:
                found += map(int, children.read_text().split())
            except OSError:  # it ended meanwhile; its time is in its parent's
                continue
    return found


def name_and_fields(pid: int) -> tuple[str, list[str]]:
    """The name of a process, and the fields of its `stat` from the state (field 3 of proc(5)) on."""
    head, _, tail = (PROC / str(pid) / "stat").read_text().rpartition(")")
    return head.partition("(")[2], tail.split()


def cpu_seconds(pid: int, fields: list[str]) -> float:
    """Its own time in nanoseconds from its CPU clock (`stat` has hundredths only), and that of children that ended."""
    own = time.clock_gettime(~pid << 3 | 2)  # clock_getcpuclockid(3), which Python does not offer
    return own + (int(fields[13]) + int(fields[14])) / TICKS_A_SECOND


def cpu(pid: int) -> Cpu:
    """Both sums for the tree below `pid`."""
    sums = {True: 0.0, False: 0.0}
    for process in descendants(pid):
        try:
            name, fields = name_and_fields(process)
            sums[name == "postgres"] += cpu_seconds(process, fields)
        except OSError:
            continue
    return Cpu(server=sums[False], postgres=sums[True])


def memory(pid: int) -> Memory:
    """Both sums for the tree below `pid`."""
    sums: Counter[tuple[str, str]] = Counter()
    for process in descendants(pid):
        try:
            owner = "postgres" if name_and_fields(process)[0] == "postgres" else "server"
            rollup = (PROC / str(process) / "smaps_rollup").read_text().splitlines()[1:]
        except OSError:
            continue
        kilobytes = {key: int(rest.split()[0]) for key, _, rest in (line.partition(":") for line in rollup)}
        sums[owner, "Anonymous"] += kilobytes["Anonymous"] * 1024
        sums[owner, "Pss"] += kilobytes["Pss"] * 1024
        sums[owner, "Rss"] += kilobytes["Rss"] * 1024
    return Memory(sums["server", "Anonymous"], sums["server", "Pss"], sums["server", "Rss"], sums["postgres", "Pss"])
