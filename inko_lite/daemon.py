"""What a process owes to whoever started it: sockets taken over or bound, word to systemd, an orderly end on signals.

Sockets come first, before a database is started or gevent patches anything: a port in use is known at once, and
clients that connect while the server starts wait in the backlog instead of being refused.
"""

import ipaddress
import os
import signal
import socket
from collections.abc import Callable, MutableMapping

BACKLOG = 4096
FIRST_DESCRIPTOR = 3  # sd_listen_fds(3)


class ListenError(Exception):
    """No socket to listen on; the text is the one line that the operator reads."""


def listeners(
    host: str, port: int, reuse_port: bool, environ: MutableMapping[str, str] = os.environ
) -> list[socket.socket]:
    """systemd's sockets where it passed any, else one bound to `host` and `port`; non-blocking and listening."""
    return _passed(environ) or [_bound(host, port, reuse_port)]


def _passed(environ: MutableMapping[str, str]) -> list[socket.socket]:
    """The sockets of sd_listen_fds(3). The variables go, so that no child takes them for its own."""
    pid, count = environ.pop("LISTEN_PID", ""), environ.pop("LISTEN_FDS", "0")
    environ.pop("LISTEN_FDNAMES", None)
    if pid != str(os.getpid()):
        return []
    sockets = [socket.socket(fileno=FIRST_DESCRIPTOR + number) for number in range(int(count))]
    for passed in sockets:
        passed.set_inheritable(False)
        passed.setblocking(False)
    return sockets


def _bound(host: str, port: int, reuse_port: bool) -> socket.socket:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except socket.gaierror as error:
        raise ListenError(f"server.host {host}: {error.strerror}") from None
    bound = socket.socket(family, kind, protocol)
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # accepted connections inherit it
        if reuse_port:
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        bound.bind(address)
        bound.listen(BACKLOG)
    except OSError as error:
        bound.close()
        raise ListenError(f"cannot listen on {host} port {port}: {os.strerror(error.errno)}") from None
    bound.setblocking(False)
    return bound


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach what listens on `host`."""
    try:
        addresses = {found[4][0] for found in socket.getaddrinfo(host, None)}
    except socket.gaierror:
        return False
    return all(ipaddress.ip_address(address.split("%")[0]).is_loopback for address in addresses)


def url_of(listener: socket.socket, prefix: str = "") -> str:
    """The http URL at which a listener answers, or the path of a local socket."""
    if listener.family == socket.AF_UNIX:
        return f"unix:{listener.getsockname()}"
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}{prefix}" if ":" in host else f"http://{host}:{port}{prefix}"


def notify(state: str) -> None:
    """Tells systemd ("READY=1", "STOPPING=1"; sd_notify(3)); nothing when nobody asked to be told."""
    path = os.environ.get("NOTIFY_SOCKET", "")
    if path:
        address = "\0" + path[1:] if path.startswith("@") else path
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as telling:
            telling.sendto(state.encode(), address)


def stop_on_signals(stop: Callable[[], None]) -> None:
    """Calls `stop` once, in a greenlet, at SIGTERM or SIGINT; a second signal ends the process at once. For a gevent
    server only: a plain handler would run at any point of any greenlet."""
    import gevent

    called = []

    def on_signal() -> None:
        if called:
            os._exit(1)
        called.append(True)
        notify("STOPPING=1")
        stop()

    for number in (signal.SIGTERM, signal.SIGINT):
        gevent.signal_handler(number, on_signal)
