"""Asks the site itself who a cookie belongs to, where the site keeps its sessions out of the database.

Place: below `django_site.py`, which looks the user up by the name that comes back. Django's engines `cache`, `file` and
`signed_cookies` leave nothing in PostgreSQL that could be read, so the cookie is sent to an address of the site, such as
Kitsune's `/api/1/users/test_auth`. Invariants: only the site's own session cookie goes there; no redirect is followed; an
answer that is not exactly what was agreed is no answer; without an answer nobody is signed in and nobody is signed out:
the request is refused, and may be sent again.
"""

import hashlib
import logging
import re
import time
from typing import Annotated

import gevent.event
import gevent.lock
import msgspec

from ..errors import Refusal, SiteUnavailable
from ..settings import DjangoSection
from . import outgoing
from .outgoing import Undelivered

log = logging.getLogger(__name__)

# The least that each server asks again: what a page asks at its start comes within this time.
KNOWN_COOKIES = 10_000
# A crowd of strange cookies must not become as many requests to the site at once.
AT_ONCE = 8
ANSWER_BYTES = 4096
# What a cookie's value may hold (RFC 6265 4.1.1), and no more than browsers keep.
COOKIE_VALUE = re.compile(r"[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]{1,4096}")


class Told(msgspec.Struct):
    """The site's answer. Other members are its own affair."""

    username: Annotated[str, msgspec.Meta(pattern=r"^[^\x00-\x1f\x7f]{1,254}\Z")]
    authorized: bool


class IdentityProbe:
    """Answers `username(cookie)`; what the site said holds for a short time."""

    def __init__(self, django: DjangoSection) -> None:
        self._django = django
        self._known: dict[bytes, tuple[float, str | None]] = {}
        self._asking: dict[bytes, gevent.event.AsyncResult] = {}
        self._places = gevent.lock.BoundedSemaphore(AT_ONCE)
        self._last_trouble = 0.0

    def username(self, cookie: str) -> str | None:
        """The name of the user whose cookie this is; None for nobody. Raises SiteUnavailable when the site does not say."""
        if not COOKIE_VALUE.fullmatch(cookie):
            return None
        key = hashlib.sha256(cookie.encode()).digest()
        asked_at, name = self._known.get(key, (0.0, None))
        if asked_at and time.monotonic() - asked_at < self._django.identity_cache_seconds:
            return name
        if key in self._asking:
            return self._asking[key].get()
        return self._ask(key, cookie)

    def _ask(self, key: bytes, cookie: str) -> str | None:
        """Asks once for all who want to know the same."""
        answer = self._asking[key] = gevent.event.AsyncResult()
        try:
            name = self._place_and_fetch(cookie)
        except BaseException as error:
            answer.set_exception(error if isinstance(error, Refusal) else SiteUnavailable())
            raise
        finally:
            del self._asking[key]
        self._known.pop(key, None)
        while len(self._known) >= KNOWN_COOKIES:
            del self._known[next(iter(self._known))]
        self._known[key] = time.monotonic(), name
        answer.set(name)
        return name

    def _place_and_fetch(self, cookie: str) -> str | None:
        if not self._places.acquire(timeout=self._django.identity_seconds):
            raise SiteUnavailable
        try:
            return self.fetch(cookie)
        except Undelivered as trouble:
            self._say(str(trouble))
            raise SiteUnavailable from trouble
        finally:
            self._places.release()

    def fetch(self, cookie: str | None) -> str | None:
        """`username`, asked now, with or without a cookie; raises Undelivered with the reason when the site does not say."""
        django = self._django
        headers = {"Accept": "application/json"}
        if cookie is not None:
            headers["Cookie"] = f"{django.cookie}={cookie}"
        # One byte more than is read strictly, to know that there was more.
        answer = outgoing.request(
            "GET", django.identity_url, headers, None, True, ANSWER_BYTES + 1, django.identity_seconds
        )
        if answer.status in (401, 403):
            return None
        if 300 <= answer.status <= 399:
            raise Undelivered(
                f"it redirects ({answer.status}) to {answer.headers.get('Location', 'nowhere')[:200]!r}, which is not followed"
            )
        if answer.status != 200:
            raise Undelivered(f"it answers {answer.status}, where 200, 401 or 403 is understood")
        if answer.headers.get_content_type() != "application/json":
            raise Undelivered(f"its answer is {answer.headers.get_content_type()}, not application/json")
        if len(answer.body) > ANSWER_BYTES:
            raise Undelivered(f"its answer is longer than {ANSWER_BYTES} bytes")
        try:
            told = msgspec.json.decode(answer.body, type=Told)
        except (msgspec.ValidationError, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            raise Undelivered('its answer is not {"username": a text, "authorized": true or false}') from None
        return told.username if told.authorized else None

    def _say(self, reason: str) -> None:
        """One line a minute: a site that is away would fill the log."""
        now = time.monotonic()
        if not self._last_trouble or now - self._last_trouble > 60:
            self._last_trouble = now
            log.warning("the site does not say who is signed in: %s: see [django] identity_url", reason)
