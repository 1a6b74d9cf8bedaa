"""Where each figure of `metrics.py` is read, in one list: from the parts of a server that runs."""

import math
import time
from collections.abc import Callable

import msgspec

from . import __version__
from .logs import Logs
from .reload import Reloading
from .server import Server


def measure(server: Server, logs: Logs, reloading: Reloading) -> None:
    """Connects the names with the parts."""
    canary, parking, writer = server.canary, server.parking, server.writer
    reads: dict[str, Callable] = {
        "inko_build_info": lambda: {__version__: 1},
        "inko_ready": lambda: int(server.wakeups.is_following() and not server.listening.draining),
        "inko_draining": lambda: int(server.listening.draining),
        "inko_following": lambda: int(server.wakeups.is_following()),
        "inko_followed_seconds_ago": lambda: _since(server.wakeups.caught_up_at),
        "inko_log_position": lambda: server.hub.position,
        "inko_canary_seconds": lambda: canary.seconds,
        "inko_canaries_lost_total": lambda: canary.unheard,
        "inko_messages_total": lambda: writer.messages,
        "inko_write_batches_total": lambda: writer.batches,
        "inko_requests_total": lambda: parking.statuses,
        "inko_request_seconds": lambda: parking.seconds,
        "inko_requests_under_way": lambda: len(parking.under_way()),
        "inko_listeners": lambda: len(server.listening.held),
        "inko_connections": lambda: parking.connections,
        "inko_event_loop_lag_seconds": lambda: server.lateness.worst(),
        "inko_log_lines_lost_total": lambda: logs.lost,
        "inko_config_reloads_total": lambda: reloading.outcomes,
        "inko_config_reload_ok": lambda: int(reloading.ok),
        "inko_limit": lambda: msgspec.to_builtins(server.config.limits),
    }
    server.metrics.read(**reads)
    server.metrics.figures(server.figures.known)


def _since(moment: float) -> float:
    return time.monotonic() - moment if moment else math.inf
