"""What server, PostgreSQL and machine use while a scenario runs: once a second from /proc, or from /metrics of staging."""

import contextlib
import http.client
import os
import re
import threading
import time
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from . import measure
from .place import OwnSite, Site

SECONDS = 1.0
TABLES_EVERY = 10
# What the database keeps for good grows with what is said; what it works with must not.
HISTORY = ("events", "rooms", "chats", "members", "sessions", "queue_entries", "audit", "search_parts", "search_states",
           "requests", "gauge_minutes", "sign_ins")  # fmt: skip
TABLE_BYTES = (
    "SELECT relname, pg_total_relation_size(oid) FROM pg_class"
    " WHERE relkind = 'r' AND relnamespace = 'inko'::regnamespace"
)
CONNECTIONS = "SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE 'inko-lite%' AND application_name NOT LIKE '%load test'"

now = time.monotonic


class Sample(msgspec.Struct):
    """Seconds of CPU since the servers began, bytes, counts; None where it cannot be known. `steal` is jiffies so far.

    `began` is when the process that answered was started, in Unix time: staging may have several behind one address.
    """

    at: float
    load: float
    steal: int
    began: float = 0.0
    server_cpu: float | None = None
    postgres_cpu: float | None = None
    memory: int | None = None
    postgres_memory: int | None = None
    handles: int | None = None
    connections: int | None = None
    tables: dict[str, int] = {}


class Sampler:
    """A context manager that collects `samples` in a thread."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self.samples: list[Sample] = []
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> "Sampler":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join(30)

    def _run(self) -> None:
        while True:
            self.samples.append(self.look(len(self.samples) % TABLES_EVERY == 0))
            if self._over.wait(SECONDS):
                break
        self.samples.append(self.look(True))

    def look(self, closely: bool) -> Sample:
        sample = Sample(now(), os.getloadavg()[0], stolen())
        # A server that is just being restarted, and a database that is away, have no figures.
        with contextlib.suppress(OSError, http.client.HTTPException, LookupError):
            if self._site.pids:
                self._look_at_processes(sample, closely)
            else:
                self._look_at_metrics(sample)
        if closely and isinstance(self._site, OwnSite):
            with contextlib.suppress(Exception):
                sample.tables = dict(self._site.rows(TABLE_BYTES))
                sample.connections = self._site.rows(CONNECTIONS)[0][0]
        return sample

    def _look_at_processes(self, sample: Sample, closely: bool) -> None:
        pids, postgres = self._site.pids, self._site.postgres_pid
        sample.server_cpu = sum(measure.cpu(pid).server for pid in pids)
        sample.memory = sum(measure.memory(pid).server_anonymous for pid in pids)
        sample.handles = sum(len(os.listdir(f"/proc/{pid}/fd")) for pid in pids)
        if postgres:
            sample.postgres_cpu = measure.cpu(postgres).postgres
            if closely:
                sample.postgres_memory = measure.memory(postgres).postgres_pss

    def _look_at_metrics(self, sample: Sample) -> None:
        address = urlsplit(self._site.url)
        kind = http.client.HTTPSConnection if address.scheme == "https" else http.client.HTTPConnection
        connection = kind(address.hostname, address.port, timeout=5)
        token = os.environ.get("LOADTEST_METRICS_TOKEN", "")
        try:
            headers = {"Authorization": f"Bearer {token}"} if token else {}
            connection.request("GET", f"{address.path}/metrics", headers=headers)
            text = connection.getresponse().read().decode(errors="replace")
        finally:
            connection.close()
        found = dict(re.findall(r"^(\w+) (\S+)$", text, re.MULTILINE))
        sample.began = float(found["process_start_time_seconds"])
        sample.server_cpu = float(found["process_cpu_seconds_total"])
        sample.memory = int(float(found["process_resident_memory_bytes"]))
        sample.handles = int(float(found["process_open_fds"]))


def stolen() -> int:
    """The time that the hypervisor gave to others, in jiffies over all cores (proc(5), `steal`)."""
    return int(Path("/proc/stat").read_text().split("\n", 1)[0].split()[8])


def jiffies() -> int:
    """All time of all cores so far, idle included."""
    return sum(map(int, Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]))


def spent(samples: list[Sample], name: str) -> float | None:
    """CPU seconds over the samples; a process that began meanwhile counts from its beginning."""
    looked = [sample for sample in samples if getattr(sample, name) is not None]
    if len(looked) < 2:
        return None
    since = time.time() - now() + looked[0].at
    total, last = 0.0, {looked[0].began: getattr(looked[0], name)}
    for sample in looked[1:]:
        value, early = getattr(sample, name), last.get(sample.began)
        if early is not None:
            total += value - early if value >= early else value
        elif sample.began > since:
            total += value
        last[sample.began] = value
    return total


def growth(samples: list[Sample], name: str) -> float | None:
    """By how much a figure is higher at the end than at the beginning, each the median of a tenth of the samples."""
    values = [getattr(sample, name) for sample in samples if getattr(sample, name) is not None]
    if len(values) < 3:
        return None
    few = max(1, len(values) // 10)
    return sorted(values[-few:])[few // 2] - sorted(values[:few])[few // 2]


def table_growth(samples: list[Sample]) -> tuple[int, int] | None:
    """By how many bytes the tables of the history grew, and those that the servers only work with."""
    looked = [sample.tables for sample in samples if sample.tables]
    if len(looked) < 2:
        return None
    grown = {name: size - looked[0].get(name, 0) for name, size in looked[-1].items()}
    kept = sum(size for name, size in grown.items() if name in HISTORY)
    return kept, sum(grown.values()) - kept
