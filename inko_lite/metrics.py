"""The names of everything that is measured, and their text for Prometheus.

| name | kind | what |
|---|---|---|
| inko_messages_total | counter | messages that this worker wrote |
| inko_write_batches_total | counter | transactions that wrote them |
| inko_refusals_total{code} | counter | refusals, by their code |
| inko_listeners | gauge | listeners that wait on this worker |
| inko_connections | gauge | open client connections |
| inko_log_position | gauge | id of the last event that this worker has taken |
| inko_users, inko_rooms, inko_waiting | gauge | how many there are, over all workers (places held in the queue included) |
| inko_messages_per_minute | gauge | messages of the last 60 seconds, over all workers |
| inko_largest_message_bytes, inko_fullest_session_bytes | gauge | the largest message and the fullest of the open rooms |
| inko_limit{limit} | gauge | the limits in force |
"""

import math
import time
from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Gauge, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.platform_collector import PlatformCollector
from prometheus_client.process_collector import ProcessCollector

# The live figures of `desk/figures.py`, and how they are called here.
FIGURES = {
    "users": ("inko_users", "People in at least one open room"),
    "rooms": ("inko_rooms", "Open rooms, without direct ones"),
    "messages_per_minute": ("inko_messages_per_minute", "Messages of the last 60 seconds"),
    "largest_message": ("inko_largest_message_bytes", "The largest message in an open room"),
    "fullest_session": ("inko_fullest_session_bytes", "All messages of the fullest open room"),
    "waiting": ("inko_waiting", "Guests who wait, and places that are held"),
}


class Metrics:
    """One worker's figures."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        PlatformCollector(registry=self.registry)
        self._refusals = Counter("inko_refusals", "Refusals", ["code"], registry=self.registry)
        self.started_at = time.time()

    def refused(self, code: str) -> None:
        self._refusals.labels(code).inc()

    def gauge(self, name: str, text: str, read: Callable[[], float]) -> None:
        """A gauge that is read when the metrics are asked for."""
        Gauge(name, text, registry=self.registry).set_function(read)

    def counter(self, name: str, text: str, read: Callable[[], float]) -> None:
        """A count that is kept elsewhere, read when the metrics are asked for."""

        class Read:
            def collect(self):
                from prometheus_client.core import CounterMetricFamily

                yield CounterMetricFamily(name, text, value=read())

        self.registry.register(Read())

    def limits(self, limits: dict[str, int]) -> None:
        """The limits in force."""
        gauge = Gauge("inko_limit", "The limits in force", ["limit"], registry=self.registry)
        for name, value in limits.items():
            gauge.labels(name).set(value)

    def figures(self, read: Callable[[], dict[str, int]]) -> None:
        """How far the limits are used, all from one reading; no number where `read` does not know it."""

        class Read:
            def collect(self):
                values = read()
                for name, (gauge, text) in FIGURES.items():
                    yield GaugeMetricFamily(gauge, text, value=values.get(name, math.nan))

        self.registry.register(Read())

    def text(self) -> bytes:
        """All of it in Prometheus' text format."""
        return generate_latest(self.registry)
