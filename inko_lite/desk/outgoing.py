"""One request to a server outside: bounded in time and size, and only to where it may go.

Place: below the outbox, the one place from which this server calls others. Invariants: the address that was checked is the
address that is connected to, so a name cannot lead elsewhere afterwards; no redirect is followed; nothing but http and https;
nobody waits for longer than `SECONDS`, or what the caller says, however slowly an answer trickles.
"""

import contextlib
import http.client
import ipaddress
import socket
import ssl
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import urlsplit

import gevent

from .. import __version__

SECONDS = 5.0
# What of an answer is read; the rest is left where it is.
ANSWER_BYTES = 65_536
# Addresses that answer with a machine's own credentials, where they do not lie in a link-local network already:
# Amazon's IPv6, Alibaba, Oracle, Azure.
METADATA = frozenset(map(ipaddress.ip_address, ("fd00:ec2::254", "100.100.100.200", "192.0.0.192", "168.63.129.16")))
THIS_NETWORK = ipaddress.ip_network("0.0.0.0/8")
# The prefix of NAT64 (RFC 6052): an IPv4 address stands in the last four bytes.
NAT64 = ipaddress.ip_network("64:ff9b::/96")


class Undelivered(Exception):
    """The other side did not take it. `final`: trying again would change nothing."""

    def __init__(self, reason: str, status: int | None = None, retry_after: float = 0, final: bool = False) -> None:
        super().__init__(reason)
        self.status = status
        self.retry_after = retry_after
        self.final = final


class Answer(NamedTuple):
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def may_reach(text: str, private: bool) -> bool:
    """May this server connect to that address? `private`: also to loopback and private networks."""
    address = ipaddress.ip_address(text.partition("%")[0])
    if address.version == 6:
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo and address.teredo[1])
        if inner is None and address in NAT64:
            inner = ipaddress.IPv4Address(address.packed[-4:])
        address = inner or address
    if address.is_link_local or address.is_multicast or address.is_unspecified or address in METADATA:
        return False
    if address.version == 4 and (address.is_reserved or address in THIS_NETWORK):
        return False
    return address.is_global or private


def request(
    method: str,
    url: str,
    headers: Mapping[str, str],
    body: bytes | None = None,
    private: bool = False,
    answer_bytes: int = ANSWER_BYTES,
    seconds: float = SECONDS,
) -> Answer:
    """Sends one request and returns the answer, whatever its status; raises Undelivered when there is none."""
    with contextlib.ExitStack() as stack:
        timeout = stack.enter_context(gevent.Timeout(seconds))
        try:
            return _exchange(stack, method, url, headers, body, private, answer_bytes)
        except gevent.Timeout as error:
            if error is not timeout:
                raise
            raise Undelivered(f"no answer within {seconds:g} s") from None
        except (OSError, ValueError, http.client.HTTPException) as error:
            raise Undelivered(f"no answer: {type(error).__name__}: {error}"[:300]) from None


def _exchange(
    stack: contextlib.ExitStack,
    method: str,
    url: str,
    headers: Mapping[str, str],
    body: bytes | None,
    private: bool,
    answer_bytes: int,
) -> Answer:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Undelivered("not an http or https address", final=True)
    secure = parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    link = _connect(parts.hostname, port, private)
    stack.callback(link.close)
    if secure:
        link = ssl.create_default_context().wrap_socket(link, server_hostname=parts.hostname)
        stack.callback(link.close)
    connection = http.client.HTTPConnection(parts.hostname, port)
    connection.sock = link
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    connection.request(
        method,
        path,
        body,
        {
            "Host": host if parts.port is None else f"{host}:{port}",
            "User-Agent": f"inko-lite/{__version__}",
            "Connection": "close",
            **headers,
        },
    )
    response = connection.getresponse()
    stack.callback(response.close)
    return Answer(response.status, response.headers, response.read(answer_bytes))


def _connect(host: str, port: int, private: bool) -> socket.socket:
    """A connection to the first address of this name that may be reached and answers."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [address for *_, address in found if may_reach(str(address[0]), private)]
    if not addresses:
        raise Undelivered(f"{host} leads to an address that this server does not connect to")
    for address in addresses[:-1]:
        with contextlib.suppress(OSError):
            return socket.create_connection(address[:2], SECONDS / 2)
    return socket.create_connection(addresses[-1][:2], SECONDS)


def retry_after(answer: Answer) -> float:
    """The seconds that the other side asks to wait; a date is not read, as both sides' clocks would have to agree."""
    text = answer.headers.get("Retry-After", "").strip()
    return float(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0.0
