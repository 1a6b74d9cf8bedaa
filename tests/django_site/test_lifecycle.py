"""From signing in to being out again, on each release of Django that can be installed here, by its own forms.

Whatever ends somebody's right to be here is seen at the next page load, and by an open listener within `recheck_seconds`,
here made short; `test_default_bound.py` waits for the default.
"""

import time
import uuid
from collections.abc import Iterator

import pytest

from ..conftest import Databases, Site
from .conftest import HELPERS, KEY, DjangoProcess, Release
from .visitor import Visitor

RECHECK = 0.5
# What a listener's clock, a query and a slow machine may add.
SLACK = 5
ENGINES = ("db", "cached_db")


@pytest.fixture(scope="module")
def chat(release: Release) -> Iterator[Site]:
    chat = Site(release.dsn, {"secret_key": KEY, "recheck_seconds": RECHECK})
    chat.start()
    yield chat
    chat.close()


def newcomer(release: Release, chat: Site, engine: str = "db", role: bool = True, **settings: object) -> Visitor:
    """A new user of the site, signed in there by its form."""
    django, url = release.site(engine, **settings)
    name = f"user-{uuid.uuid4().hex[:10]}"
    django.create(name=name)
    if role:
        django.join(name=name, group=HELPERS)
    visitor = Visitor(url, chat.servers[-1].url, name)
    chat.cast.people.append(visitor)
    return visitor.logs_in()


def log_out(visitor: Visitor, django: DjangoProcess) -> None:
    visitor.logs_out()


def change_password(visitor: Visitor, django: DjangoProcess) -> None:
    django.set_password(name=visitor.name, password="another")


def deactivate(visitor: Visitor, django: DjangoProcess) -> None:
    django.change(name=visitor.name, is_active=False)


def delete(visitor: Visitor, django: DjangoProcess) -> None:
    django.delete(name=visitor.name)


def remove_group(visitor: Visitor, django: DjangoProcess) -> None:
    django.leave(name=visitor.name, group=HELPERS)


def expire(visitor: Visitor, django: DjangoProcess) -> None:
    django.expire(session_key=visitor.cookies["sessionid"])


# What happens, what a listener is told, and who the person is at the next page load.
ENDS = {
    "log out": (log_out, "signed_out", "guest"),
    "change the password": (change_password, "password_changed", "guest"),
    "deactivate the user": (deactivate, "deactivated", "guest"),
    "delete the user": (delete, "deactivated", "guest"),
    "remove the group": (remove_group, "rights_changed", "user"),
    "expire the session": (expire, "expired", "guest"),
}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("end", ENDS)
def test_what_ends_a_sign_in_is_seen_at_the_next_page_load(release: Release, chat: Site, engine: str, end: str) -> None:
    act, _, afterwards = ENDS[end]
    agent = newcomer(release, chat, engine).arrives()
    assert agent.session["kind"] == "agent" and agent.request("GET", "/agent").status == 200
    before = agent.id
    act(agent, release.site(engine)[0])
    assert agent.request("GET", "/agent").status == (302 if afterwards == "guest" else 403)
    agent.arrives()
    assert (agent.session["kind"], agent.id == before) == (afterwards, False)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("end", ENDS)
def test_an_open_listener_is_told_why_and_ended(release: Release, chat: Site, engine: str, end: str) -> None:
    act, reason, _ = ENDS[end]
    agent = newcomer(release, chat, engine).arrives().listens()
    act(agent, release.site(engine)[0])
    since = time.monotonic()
    assert agent.hears("session_ended", seconds=RECHECK + SLACK)["reason"] == reason
    assert time.monotonic() - since < RECHECK + SLACK
    assert agent.request("GET", "/state").status == 401


def test_a_new_password_in_the_same_browser_keeps_the_chat_and_ends_the_others(release: Release, chat: Site) -> None:
    """Django gives this browser a new session key and signs all others of this person out."""
    here = newcomer(release, chat)
    there = Visitor(here.site.url, chat.servers[-1].url, here.name).logs_in().arrives().listens()
    here.arrives()
    before, key = here.id, here.cookies["sessionid"]
    here.changes_password()
    assert here.cookies["sessionid"] != key
    assert here.arrives().id == before
    assert there.hears("session_ended", seconds=RECHECK + SLACK)["reason"] in ("password_changed", "signed_out")
    here.listens()
    here.post("/status", {"status": "busy"})
    assert here.hears("status", status="busy") and here.state()["session"]["id"] == before


def test_a_new_secret_key_with_the_old_one_as_a_fallback_signs_nobody_out(release: Release, chat: Site) -> None:
    agent = newcomer(release, chat).arrives()
    new = "the-second-key"
    rotated = chat.start(django={"secret_key": new, "secret_key_fallbacks": [KEY], "recheck_seconds": RECHECK})
    agent.url, before = rotated.url, agent.id
    assert agent.arrives().id == before, "before the site has seen this browser again"
    _, agent.site.url = release.site(SECRET_KEY=new, SECRET_KEY_FALLBACKS=(KEY,))
    assert agent.name in agent.site.get("/").body.decode()
    assert agent.arrives().id == before, "and after it, by a key of its own"
    newer = newcomer(release, chat, SECRET_KEY=new, SECRET_KEY_FALLBACKS=(KEY,))
    newer.url = rotated.url
    assert newer.arrives().session["kind"] == "agent"
    # Without the fallback, as the site itself does.
    late = newcomer(release, chat)
    late.url = chat.start(django={"secret_key": new, "recheck_seconds": RECHECK}).url
    assert late.arrives().session["kind"] == "guest"


def test_a_site_with_a_database_apart_and_a_cookie_of_another_name(release: Release, databases: Databases) -> None:
    settings = {"dsn": release.dsn, "secret_key": KEY, "recheck_seconds": RECHECK, "cookie": "session_id"}
    with databases.one() as dsn:
        chat = Site(dsn, settings)
        try:
            chat.start()
            django, url = release.site(SESSION_COOKIE_NAME="session_id")
            name = f"user-{uuid.uuid4().hex[:10]}"
            django.create(name=name)
            django.join(name=name, group="Live Chat Room Monitor")
            agent = Visitor(url, chat.servers[0].url, name).logs_in(cookie="session_id").arrives().listens()
            assert agent.session["kind"] == "monitor"
            agent.logs_out()
            assert agent.hears("session_ended", seconds=RECHECK + SLACK)["reason"] == "signed_out"
        finally:
            chat.close()
