"""The client's address: what a trusted proxy says it is, else the connection's own.

Place: asked when a session is opened and when a ban may cover the request. Invariants: a header counts only when a trusted
proxy sent the request, and only up to the first address from the right that is none of ours: what stands left of it, the
client may have written itself. An address is kept only cut down to its network.
"""

import ipaddress
from collections.abc import Mapping, Sequence

from ..settings import ServerSection

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

# What is kept of an address: enough to ban a neighbourhood, too little to find a person.
KEPT_BITS = {4: 24, 6: 48}


def address_of(text: str) -> Address | None:
    """The address in a text such as a header's: with or without a port, brackets or an IPv6 zone; None when it is none."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def neighbourhood(address: Address | None) -> str | None:
    """The network that is kept of an address: /24, or /48 of IPv6."""
    if address is None:
        return None
    return str(ipaddress.ip_network((address, KEPT_BITS[address.version]), strict=False))


def covers(networks: Sequence[Network], address: Address) -> bool:
    """Is the address in one of the networks?"""
    return any(address.version == network.version and address in network for network in networks)


class Addresses:
    """Reads addresses from requests, for the proxies of one configuration."""

    def __init__(self, config: ServerSection) -> None:
        self.proxies = [ipaddress.ip_network(proxy) for proxy in config.trusted_proxies]
        self._rfc = config.forwarded_header == "Forwarded"

    def client(self, environ: Mapping) -> Address | None:
        """The address of the client; None when it has none that is known (a hidden one, or a socket of no network)."""
        return self._hop(environ)[0]

    def secure(self, environ: Mapping) -> bool:
        """Did the client use HTTPS, as far as a trusted proxy says?"""
        if environ.get("wsgi.url_scheme") == "https":
            return True
        said = self._hop(environ)[1]
        return said is not None and said.lower() == "https"

    def _hop(self, environ: Mapping) -> tuple[Address | None, str | None]:
        """The client's address, and the scheme that it used if a proxy said so."""
        address = address_of(environ.get("REMOTE_ADDR", ""))
        if not self.proxies or address is None or not covers(self.proxies, address):
            return address, None
        scheme = None if self._rfc else environ.get("HTTP_X_FORWARDED_PROTO", "").partition(",")[0].strip()
        for told, its_scheme in reversed(self._told(environ)):
            scheme = its_scheme if self._rfc else scheme
            address = address_of(told)
            if address is None or not covers(self.proxies, address):
                break
        return address, scheme

    def _told(self, environ: Mapping) -> list[tuple[str, str | None]]:
        """What the proxies say, the one furthest away first: `(address, scheme)` each."""
        if not self._rfc:
            header = environ.get("HTTP_X_FORWARDED_FOR", "")
            return [(part, None) for part in header.split(",")] if header.strip() else []
        return _forwarded(environ.get("HTTP_FORWARDED", ""))


def _forwarded(header: str) -> list[tuple[str, str | None]]:
    """A Forwarded header's hops (RFC 7239): an unreadable one is a hidden address, and spoils none to its right.

    No address that a proxy of ours writes holds a comma, so commas part the hops whatever a client has quoted.
    """
    return [_hop_of(part) for part in header.split(",")] if header.strip() else []


def _hop_of(text: str) -> tuple[str, str | None]:
    pairs = [pair.strip().partition("=") for pair in text.split(";")]
    hop = {name.lower(): value.strip('"') for name, _, value in pairs}
    return hop.get("for", "unknown"), hop.get("proto")
