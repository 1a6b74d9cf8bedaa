"""The site's addresses, asked as a browser would, and one browser's cookies."""

from collections.abc import Iterator
from http.cookies import CookieError, SimpleCookie
from urllib.parse import urlsplit

import psycopg2

from ..config import Config
from ..database import Database
from ..desk import outgoing
from ..desk.addresses import address_of
from ..desk.django_site import SESSION_KEY, SIGNED_COOKIE, DjangoSite
from ..desk.identity_probe import IdentityProbe
from ..desk.outgoing import Undelivered
from ..errors import Refusal
from .finding import Finding, good, warning, wrong

NO_LINK = (
    "since Django 5 its own address takes no links: name a page with the button,"
    " such as /live-chat/sign-out of deploy/django/live_chat"
)
# A cookie that nobody has.
STRANGE = "x" * 32
REASONS = {
    "signed_out": "the site knows no such session, or it is not signed with the keys in the configuration",
    "expired": "the session has expired",
    "deactivated": "the user is not active, or was deleted",
    "password_changed": "the user's password was changed since, or django.secret_key is not the site's",
}


def findings(config: Config) -> Iterator[Finding]:
    """Do sign-in, sign-out and the identity address answer as they must?"""
    _bound()
    for key, url, otherwise in (
        ("login_url", config.django.login_url, ""),
        ("logout_url", config.django.logout_url, NO_LINK),
    ):
        if url:
            yield _page(config, f"django.{key}", url, otherwise)
    if config.django.identity_url:
        yield from _identity(config)


def _bound() -> None:
    """The time limits of requests are gevent's, and hold for sockets that it knows."""
    from gevent import monkey

    monkey.patch_socket()
    monkey.patch_ssl()


def _page(config: Config, key: str, url: str, no_link: str) -> Finding:
    if url.startswith("/"):
        public = urlsplit(config.server.public_url)
        if not public.netloc:
            return warning(f"{key} ({url}) was not looked at: set server.public_url, or give the whole address")
        url = f"{public.scheme}://{public.netloc}{url}"
    try:
        answer = outgoing.request("GET", url, {"Accept": "text/html"}, private=True)
    except Undelivered as trouble:
        return wrong(f"{key} ({url}) gives {trouble}")
    if answer.status == 405 and no_link:
        return wrong(f"{key} ({url}) answers 405: {no_link}")
    if answer.status >= 400:
        return wrong(f"{key} ({url}) answers {answer.status}: correct it to the page of the site")
    return good(f"{key} ({url}) answers {answer.status}")


def _identity(config: Config) -> Iterator[Finding]:
    django = config.django
    probe, key = IdentityProbe(django), f"django.identity_url ({django.identity_url})"
    parts = urlsplit(django.identity_url)
    address = address_of(parts.hostname or "")
    if parts.scheme == "http" and parts.hostname != "localhost" and not (address and address.is_private):
        yield warning(f"{key} is not https: the cookies of everybody signed in go there in the clear")
    try:
        for cookie in (None, STRANGE):
            name = probe.fetch(cookie)
            if name is not None:
                yield wrong(f"{key} says {name!r} to a request with no cookie of theirs: everybody would be that user")
                return
    except Undelivered as trouble:
        yield wrong(f"{key} cannot be used: {trouble}; to a request without a cookie it must answer 401 or 403")
        return
    yield good(f"{key} answers, and says that nobody is signed in where nobody is")


def person(config: Config, database: Database, cookies: str) -> Iterator[Finding]:
    """Whom the chat takes a browser for that sends this Cookie header."""
    _bound()
    name = config.django.cookie
    try:
        values = {key: morsel.value for key, morsel in SimpleCookie(cookies.removeprefix("Cookie:").strip()).items()}
    except CookieError:
        values = {}
    if name not in values:
        alike = [key for key, value in values.items() if SESSION_KEY.fullmatch(value) or SIGNED_COOKIE.fullmatch(value)]
        hint = f"; {' or '.join(alike)} looks like it: set django.cookie" if alike else ""
        yield wrong(f"that browser sends no cookie {name}{hint}")
        return
    value = values[name]
    if not config.django.identity_url and SIGNED_COOKIE.fullmatch(value):
        yield wrong(
            f"the cookie {name} holds a whole session, so the site's SESSION_ENGINE is signed_cookies: set it to db or"
            " cached_db, or [django] identity_url"
        )
        return
    try:
        look = DjangoSite(config.django, database).look(value)
    except (Refusal, psycopg2.Error) as error:
        yield wrong(f"whose cookie that is cannot be said: {error.__cause__ or error}")
        return
    if look.person is None:
        yield wrong(f"that browser is signed in as nobody: {REASONS.get(look.reason, look.reason)}")
        return
    roles = " and ".join(sorted(look.person.roles)) or "no role, a plain user"
    yield good(f"that browser is {look.person.username} ({look.person.name}): {roles}")
