"""Signals of a gevent server: SIGTERM and SIGINT end it in order, SIGHUP lets it read its configuration again.

Each is met in a greenlet: a plain handler would run at any point of any greenlet.
"""

import os
import signal
from collections.abc import Callable

from .systemd import notify


def on_signals(stop: Callable[[], None], reload: Callable[[], object]) -> None:
    """Calls `stop` once at SIGTERM or SIGINT, `reload` at each SIGHUP. A second SIGTERM or SIGINT ends the process at once.

    In a terminal SIGHUP means that it was closed: then it stops, too.
    """
    import gevent

    called = []

    def on_stop() -> None:
        if called:
            os._exit(1)
        called.append(True)
        notify("STOPPING=1")
        stop()

    for number in (signal.SIGTERM, signal.SIGINT):
        gevent.signal_handler(number, on_stop)
    gevent.signal_handler(signal.SIGHUP, on_stop if os.isatty(0) else reload)
