"""A helper of a real Django site: sent to its sign-in page, back at the console, in a chat, signed out there and out here."""

import re
import socket
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect

from inko_lite.database import migrate

from ..conftest import Site, dsn_of, execute
from ..django_site.conftest import HELPERS, KEY, DjangoProcess
from ..django_site.releases import INSTALLABLE, environment
from .conftest import ask, said, say, shoot, take

RECHECK = 1


class Journey:
    """A site, a chat beside it on another port, and browsers."""

    def __init__(self, chromium, release: str, dsn: str) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        self.chat_url = f"http://127.0.0.1:{port}"
        # The site sends people back to other hosts only when it is told which.
        self.django = DjangoProcess(dsn, ("live_chat",), environment(release), CHAT_HOSTS=[f"127.0.0.1:{port}"])
        self.django.migrate()
        self.site_url = self.django.serve()
        migrate(dsn)
        settings = {
            "secret_key": KEY,
            "recheck_seconds": RECHECK,
            "login_url": f"{self.site_url}/accounts/login/",
            "logout_url": f"{self.site_url}/live-chat/sign-out",
        }
        self.chat = Site(dsn, settings)
        self.chat.start(server={"port": port, "public_url": self.chat_url})
        self._chromium = chromium
        self._contexts: list = []

    def browser(self):
        context = self._chromium.new_context(locale="en-US", viewport={"width": 1440, "height": 900})
        self._contexts.append(context)
        return context.new_page()

    def close(self) -> None:
        for context in self._contexts:
            context.close()
        self.chat.close()
        self.django.stop()


@pytest.fixture
def journey(chromium, postgres) -> Iterator[Callable[[str], Journey]]:
    journeys = []

    def start(release: str) -> Journey:
        name = f"journey_{release.replace('.', '_')}"
        execute(postgres.dsn, f"CREATE DATABASE {name}")
        journeys.append(Journey(chromium, release, dsn_of(postgres, name)))
        return journeys[-1]

    yield start
    for each in journeys:
        each.close()


@pytest.mark.parametrize("release", dict.fromkeys([INSTALLABLE[0], INSTALLABLE[-1]]))
def test_a_helper_signs_in_on_the_site_chats_and_signs_out_there(
    journey: Callable[[str], Journey], release: str
) -> None:
    here = journey(release)
    here.django.create(name="ann", first_name="Ann", last_name="Otter", password="a-password-4711")
    here.django.join(name="ann", group=HELPERS)

    agent = here.browser()
    agent.goto(f"{here.chat_url}/agent")
    expect(agent).to_have_url(re.compile(re.escape(f"{here.site_url}/accounts/login/?next=")))
    shoot(agent, "django-sign-in")
    agent.locator("input[name=username]").fill("ann")
    agent.locator("input[name=password]").fill("a-password-4711")
    agent.get_by_role("button", name="Sign in").click()
    expect(agent).to_have_url(f"{here.chat_url}/agent")
    expect(agent.locator(".own-status")).to_be_visible()

    guest = here.browser()
    guest.goto(f"{here.chat_url}/")
    ask(guest, "Sam", "Where is the menu?")
    take(agent, "Sam")
    expect(guest.locator(".chat-head-name")).to_have_text("Ann Otter")
    say(agent, "At the top right")
    say(guest, "Thank you")
    expect(agent.locator(".log .bubble:not(.typing)")).to_have_count(2)
    assert said(agent) == ["At the top right", "Thank you"]

    site = agent.context.new_page()
    settings = agent.locator("script[type='application/json']").first.text_content()
    assert f'"logout_url":"{here.site_url}/live-chat/sign-out"' in settings
    site.goto(f"{here.site_url}/live-chat/sign-out")
    site.get_by_role("button", name="Log out").click()
    expect(site.locator("#who")).to_have_text("nobody")

    # The open page is told, and a new one is sent to sign in again.
    expect(agent.locator(".own-status")).to_have_count(0, timeout=1000 * (RECHECK + 5))
    expect(agent.get_by_role("heading", name=re.compile("signed out"))).to_be_visible()
    shoot(agent, "django-signed-out")
    agent.goto(f"{here.chat_url}/agent")
    expect(agent).to_have_url(re.compile(re.escape(f"{here.site_url}/accounts/login/?next=")))
    say(guest, "Are you still there?")
