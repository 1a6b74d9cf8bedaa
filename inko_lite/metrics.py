"""The names of everything that is measured, and their text for Prometheus; docs/metrics.md says what to make of them.

Nothing is measured for the sake of a scrape but the live figures, whose one query is kept for a second: all else is a number
that the parts keep anyway, read when it is asked for.
"""

import bisect
import math
from collections.abc import Callable, Mapping
from typing import NamedTuple

from prometheus_client import CollectorRegistry, Counter, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.platform_collector import PlatformCollector
from prometheus_client.process_collector import ProcessCollector


class Named(NamedTuple):
    """A measure: its kind, its label if it has one, and what it is."""

    kind: str
    label: str
    text: str


NAMES = {
    "inko_build_info": Named("gauge", "version", "1, with the version that runs"),
    "inko_ready": Named("gauge", "", "1 when this worker takes work: it follows the log and does not drain"),
    "inko_draining": Named("gauge", "", "1 when this worker is about to stop"),
    "inko_following": Named("gauge", "", "1 when this worker hears of what the others write"),
    "inko_followed_seconds_ago": Named("gauge", "", "Time since this worker last was level with the log"),
    "inko_log_position": Named("gauge", "", "Id of the last event that this worker has taken"),
    "inko_canary_seconds": Named("gauge", "", "How long the last canary took to be written and heard"),
    "inko_canaries_lost_total": Named("counter", "", "Canaries that were not heard in time"),
    "inko_messages_total": Named("counter", "", "Messages that this worker wrote"),
    "inko_write_batches_total": Named("counter", "", "Transactions that wrote them"),
    "inko_requests_total": Named(
        "counter", "status", "Requests answered, by their HTTP status; 499: the client had gone"
    ),
    "inko_request_seconds": Named(
        "histogram", "kind", "Time to answer: posts of messages (their commit included), and others"
    ),
    "inko_requests_under_way": Named("gauge", "", "Requests that are being answered, without listeners"),
    "inko_refusals_total": Named("counter", "code", "Refusals, by their code"),
    "inko_listeners": Named("gauge", "", "Listeners that wait on this worker"),
    "inko_connections": Named("gauge", "", "Open client connections"),
    "inko_event_loop_lag_seconds": Named(
        "gauge", "", "The longest that the event loop was late in the last 15 seconds"
    ),
    "inko_log_lines_lost_total": Named("counter", "", "Lines of the log and the access log that could not be written"),
    "inko_config_reloads_total": Named("counter", "outcome", "Reloads of the configuration: taken, or refused"),
    "inko_config_reload_ok": Named("gauge", "", "0 after a reload that was refused"),
    "inko_limit": Named("gauge", "limit", "The limits in force"),
    "inko_users": Named("gauge", "", "People in at least one open room"),
    "inko_rooms": Named("gauge", "", "Open rooms, without direct ones"),
    "inko_messages_per_minute": Named("gauge", "", "Messages of the last 60 seconds"),
    "inko_largest_message_bytes": Named("gauge", "", "The largest message in an open room"),
    "inko_fullest_session_bytes": Named("gauge", "", "All messages of the fullest open room"),
    "inko_waiting": Named("gauge", "", "Guests who wait, and places that are held"),
}
# The live figures of `desk/figures.py`, and how they are called here.
FIGURES = {
    "users": "inko_users",
    "rooms": "inko_rooms",
    "messages_per_minute": "inko_messages_per_minute",
    "largest_message": "inko_largest_message_bytes",
    "fullest_session": "inko_fullest_session_bytes",
    "waiting": "inko_waiting",
}
# Seconds. A message is on disk within a few milliseconds; what takes longer than a statement may is an outage.
BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)

Values = float | Mapping[str, float] | Mapping[str, "Histogram"]


class Histogram:
    """How often something took how long. One greenlet at a time adds, so that no lock is needed."""

    __slots__ = ("counts", "sum")

    def __init__(self) -> None:
        self.counts = [0] * (len(BUCKETS) + 1)
        self.sum = 0.0

    def add(self, seconds: float) -> None:
        self.counts[bisect.bisect_left(BUCKETS, seconds)] += 1
        self.sum += seconds

    def buckets(self) -> list[tuple[str, float]]:
        """As Prometheus has them: each with all that took no longer."""
        total, found = 0, []
        for edge, count in zip((*map(str, BUCKETS), "+Inf"), self.counts, strict=True):
            total += count
            found.append((edge, total))
        return found


class Metrics:
    """One worker's figures."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        PlatformCollector(registry=self.registry)
        self._reads: dict[str, Callable[[], Values]] = {}
        self._figures: Callable[[], dict[str, int]] = dict
        refusals = NAMES["inko_refusals_total"]
        self._refusals = Counter("inko_refusals", refusals.text, [refusals.label], registry=self.registry)
        self.registry.register(self)

    def refused(self, code: str) -> None:
        self._refusals.labels(code).inc()

    def read(self, **reads: Callable[[], Values]) -> None:
        """Where the value of each of these names is read when the metrics are asked for: a number, or one a label."""
        self._reads |= {name: reads[name] for name in reads if NAMES[name]}

    def figures(self, read: Callable[[], dict[str, int]]) -> None:
        """How far the limits are used, all from one reading; no number where `read` does not know it."""
        self._figures = read

    def describe(self) -> list:
        """Nothing is read when the collector is registered."""
        return []

    def collect(self):
        """All names in the order of the table."""
        figures = self._figures()
        values = {gauge: figures.get(name, math.nan) for name, gauge in FIGURES.items()}
        for name, named in NAMES.items():
            if name in self._reads or name in values:
                yield _family(name, named, values[name] if name in values else self._reads[name]())

    def text(self) -> bytes:
        """All of it in Prometheus' text format."""
        return generate_latest(self.registry)


def _family(name: str, named: Named, value: Values):
    labels = [named.label] if named.label else []
    values = value if labels else {"": value}
    if named.kind == "histogram":
        family = HistogramMetricFamily(name, named.text, labels=labels)
        for label, histogram in values.items():
            family.add_metric([label] if labels else [], histogram.buckets(), histogram.sum)
        return family
    kind = CounterMetricFamily if named.kind == "counter" else GaugeMetricFamily
    family = kind(name.removesuffix("_total"), named.text, labels=labels)
    for label, number in values.items():
        family.add_metric([label] if labels else [], number)
    return family
