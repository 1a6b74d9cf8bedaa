"""The promise as it is configured by default: a minute at most. The one test that takes that minute."""

import time
import uuid
from collections.abc import Iterator

import pytest

from inko_lite import config

from ..conftest import Site
from .conftest import HELPERS, KEY, DjangoProcess, Release
from .releases import INSTALLABLE
from .visitor import Visitor

BOUND = 60


@pytest.mark.parametrize("release", INSTALLABLE[-1:], indirect=True)
@pytest.mark.timeout(150)
def test_whatever_ends_a_sign_in_is_heard_within_a_minute(release: Release) -> None:
    assert config.load(environ={}).django.recheck_seconds == BOUND
    django, url = release.site()
    chat = Site(release.dsn, {"secret_key": KEY})
    chat.start()
    try:
        people = dict(_people(django, url, chat))
        began = {}
        for name, act in (("signed_out", "logout"), ("password_changed", "set_password"), ("rights_changed", "leave")):
            person = people[name]
            if act == "logout":
                person.logs_out()
            elif act == "set_password":
                django.set_password(name=person.name, password="another")
            else:
                django.leave(name=person.name, group=HELPERS)
            began[name] = time.monotonic()
        for reason, person in people.items():
            person.hears("session_ended", seconds=began[reason] + BOUND - time.monotonic(), reason=reason)
    finally:
        chat.close()


def _people(django: DjangoProcess, url: str, chat: Site) -> Iterator[tuple[str, Visitor]]:
    for reason in ("signed_out", "password_changed", "rights_changed"):
        name = f"user-{uuid.uuid4().hex[:10]}"
        django.create(name=name)
        django.join(name=name, group=HELPERS)
        # Just looked at when it ends: the worst moment.
        yield reason, Visitor(url, chat.servers[0].url, name).logs_in().arrives().listens()
