"""One process that serves, from its first log line to its last: gevent, logs, signals, the server, and its orderly end.

Place: between `server.py`, which it builds, and whoever started the process: `foreground.py` for `serve` and `demo`,
`service.py` for the daemon. Nothing of gevent has run in the process before `run`.
"""

import atexit
import gc
import logging
import resource
import socket
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime

import gevent
import gevent.event

from . import __version__
from .config import Config
from .daemon import notify, url_of
from .daemon.control import Control, path_for
from .daemon.pidfile import Claim
from .daemon.signals import on_signals
from .database import cooperate
from .logs import Logs
from .measures import measure
from .reload import Reloading
from .server import Server

log = logging.getLogger(__name__)

# A thread that renders a large message must not keep the event loop from the interpreter for longer than this.
SWITCH_SECONDS = 0.0005
# What is there at the start stays there; the collector need not look at it again, nor at each few hundred new objects.
GC_THRESHOLDS = (50_000, 20, 100)
# File handles beside those of clients: the log, the database, the event loop, imports.
OTHER_HANDLES = 256
# `status` does not wait longer than this for the database.
FACTS_SECONDS = 2


def run(
    config: Config,
    sockets: list[socket.socket],
    ready: Callable[[], None],
    demo: bool = False,
    read: Callable[[], Config] | None = None,
    logs: Logs | None = None,
    pidfile: str = "",
    successor_of: int = 0,
) -> None:
    """Serves until SIGTERM or SIGINT. `read` reads the configuration again. With `pidfile`, a daemon: it answers the
    commands and takes the file over, from nobody or from the process `successor_of`; raises PidfileError."""
    from gevent import monkey

    monkey.patch_all()
    cooperate()
    sys.setswitchinterval(SWITCH_SECONDS)
    logs = logs or Logs(config.log)
    logs.start()
    atexit.register(logs.flush)
    gevent.get_hub().print_exception = _told
    _raise_handle_limit(config.server.connections)
    stopped, farewell = gevent.event.Event(), gevent.event.AsyncResult()
    server = Server(config, demo, logs)
    reloading = Reloading(config, read or (lambda: config), [server.adopt, lambda config: logs.take(config.log)])
    measure(server, logs, reloading)

    def reload() -> dict:
        notify(f"RELOADING=1\nMONOTONIC_USEC={time.monotonic_ns() // 1000}")
        outcome = reloading.reload()
        notify("READY=1")
        return outcome

    on_signals(stopped.set, reload)
    server.start(sockets)
    gc.freeze()
    gc.set_threshold(*GC_THRESHOLDS)
    claim = control = None
    if pidfile:
        claim = Claim(pidfile, successor_of)
        facts = _facts(server, reloading, sockets, stopped.is_set)
        answers = {"facts": facts, "reload": reload, "farewell": farewell.get}
        control = Control(path_for(pidfile), answers, sockets)
        control.start()
    log.info("serving, version %s", __version__)
    ready()
    stopped.wait()
    log.info("draining")
    cut_off = server.stop()
    log.info("stopped")
    logs.flush()
    if claim is not None:
        farewell.set({"cut_off": cut_off})
        gevent.sleep(0.01)  # whoever waits for it is told
        control.stop()
        claim.release()


def _told(context, kind, error, place) -> None:
    """A greenlet that ended by an error tells it to the log, in one line, and not to standard error."""
    log.error("greenlet: ended by a bug", exc_info=(kind, error, place))


def _facts(server: Server, reloading: Reloading, sockets: list[socket.socket], draining: Callable[[], bool]):
    started = datetime.now(UTC)
    url = url_of(sockets[0], server.config.server.prefix)

    def facts() -> dict:
        """What `inko-lite status` shows."""
        figures = None
        with gevent.Timeout(FACTS_SECONDS, False):
            figures = server.figures.known()
        return {
            "version": __version__,
            "phase": "draining" if draining() else "serving",
            "seconds": round((datetime.now(UTC) - started).total_seconds(), 1),
            "url": url,
            "config": server.config.path,
            "connections": server.parking.connections,
            "listeners": len(server.listening.held),
            "under_way": server.parking.under_way(),
            "position": server.hub.position,
            "following": server.wakeups.is_following(),
            "database": bool(figures),
            "figures": figures or {},
            "reload": reloading.last,
        }

    return facts


def _raise_handle_limit(connections: int) -> None:
    """As many file handles as clients may connect; says so where the system allows fewer."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = connections + OTHER_HANDLES
    if soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    if soft < wanted:
        log.warning(
            "server: %d file handles are allowed, too few for [server] connections = %d; raise the limit (LimitNOFILE)",
            soft,
            connections,
        )
