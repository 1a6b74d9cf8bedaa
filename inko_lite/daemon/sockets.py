"""The sockets that a server listens on: systemd's, one handed over by the daemon before, or one bound here.

They come first, before a database is started or gevent patches anything: a port in use is known at once, and clients that
connect while the server starts wait in the backlog instead of being refused.
"""

import ipaddress
import os
import socket
from collections.abc import MutableMapping

BACKLOG = 4096
FIRST_DESCRIPTOR = 3  # sd_listen_fds(3)
OWN = "own"  # FileDescriptorName= of the socket that only one worker has


class ListenError(Exception):
    """No socket to listen on; the text is the one line that the operator reads."""


def listeners(
    host: str, port: int, reuse_port: bool, environ: MutableMapping[str, str] = os.environ
) -> list[socket.socket]:
    """systemd's sockets where it passed any, else one bound to `host` and `port`; non-blocking and listening."""
    return _passed(environ) or [_bound(host, port, reuse_port)]


def _passed(environ: MutableMapping[str, str]) -> list[socket.socket]:
    """The sockets of sd_listen_fds(3), those that are a worker's own last. The variables go, so that no child takes them for
    its own."""
    pid, count = environ.pop("LISTEN_PID", ""), environ.pop("LISTEN_FDS", "0")
    names = environ.pop("LISTEN_FDNAMES", "").split(":")
    if pid != str(os.getpid()):
        return []
    sockets = [socket.socket(fileno=FIRST_DESCRIPTOR + number) for number in range(int(count))]
    for passed in sockets:
        passed.set_inheritable(False)
        passed.setblocking(False)
    own = {number for number, name in enumerate(names) if name == OWN}
    return sorted(sockets, key=lambda passed: passed.fileno() - FIRST_DESCRIPTOR in own)


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
