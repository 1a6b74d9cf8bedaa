"""The client's address: read from what proxies write, believed from ours only, and kept cut down."""

import pytest

from inko_lite.config import load
from inko_lite.desk.addresses import Addresses, address_of, neighbourhood


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("203.0.113.7", "203.0.113.7"),
        (" 203.0.113.7:4711 ", "203.0.113.7"),
        ("[2001:db8::1]:4711", "2001:db8::1"),
        ("2001:db8::1", "2001:db8::1"),
        ("fe80::1%eth0", "fe80::1"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("unknown", None),
        ("_hidden", None),
        ("", None),
        ("203.0.113", None),
        ("[", None),
    ],
)
def test_an_address_is_read_from_whatever_proxies_write(text, address):
    found = address_of(text)
    assert (str(found) if found else None) == address


@pytest.mark.parametrize(
    ("header", "environ", "address", "secure"),
    [
        ("X-Forwarded-For", {"REMOTE_ADDR": "192.0.2.1", "HTTP_X_FORWARDED_FOR": "203.0.113.7"}, "192.0.2.1", False),
        ("X-Forwarded-For", {"HTTP_X_FORWARDED_FOR": "6.6.6.6, 203.0.113.7, 10.0.0.9"}, "203.0.113.7", False),
        ("X-Forwarded-For", {"HTTP_X_FORWARDED_FOR": "10.0.0.8,10.0.0.9"}, "10.0.0.8", False),
        ("X-Forwarded-For", {"HTTP_X_FORWARDED_FOR": "6.6.6.6, unknown"}, None, False),
        ("X-Forwarded-For", {"HTTP_X_FORWARDED_FOR": " "}, "10.0.0.1", False),
        ("X-Forwarded-For", {"HTTP_FORWARDED": "for=203.0.113.7;proto=https"}, "10.0.0.1", False),
        ("X-Forwarded-For", {"REMOTE_ADDR": "", "HTTP_X_FORWARDED_FOR": "203.0.113.7"}, None, False),
        ("Forwarded", {"HTTP_FORWARDED": 'For="[2001:db8::1]:47";Proto=HTTPS, for=10.0.0.9'}, "2001:db8::1", True),
        ("Forwarded", {"HTTP_FORWARDED": "for=6.6.6.6;proto=http, for=203.0.113.7;proto=https"}, "203.0.113.7", True),
        ("Forwarded", {"HTTP_FORWARDED": 'for="6.6.6.6, for=203.0.113.7;proto=https'}, "203.0.113.7", True),
        ("Forwarded", {"HTTP_FORWARDED": "for=6.6.6.6, by=10.0.0.9"}, None, False),
        ("Forwarded", {"HTTP_X_FORWARDED_FOR": "6.6.6.6", "HTTP_X_FORWARDED_PROTO": "https"}, "10.0.0.1", False),
        ("Forwarded", {"wsgi.url_scheme": "https"}, "10.0.0.1", True),
    ],
)
def test_the_client_is_the_first_from_the_right_that_is_no_proxy_of_ours(header, environ, address, secure):
    config = load(
        environ={}, overrides={"server": {"trusted_proxies": ["10.0.0.0/24"], "forwarded_header": header}}
    ).server
    addresses = Addresses(config)
    environ = {"REMOTE_ADDR": "10.0.0.1", "wsgi.url_scheme": "http"} | environ
    found = addresses.client(environ)
    assert (str(found) if found else None) == address
    assert addresses.secure(environ) == secure


def test_what_is_kept_of_an_address_is_its_neighbourhood():
    assert neighbourhood(address_of("203.0.113.7")) == "203.0.113.0/24"
    assert neighbourhood(address_of("2001:db8:1:2::3")) == "2001:db8:1::/48"
    assert neighbourhood(None) is None
