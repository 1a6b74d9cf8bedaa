"""A real Chromium against the demo as users start it: `inko-lite demo` as a process of its own, on a free port.

Pictures go to `build/screens/`, so that people can look at what the tests looked at.
"""

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
SCREENS = ROOT / "build" / "screens"
CHROMIUM_ARGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync --disable-dev-shm-usage"
).split()


class Demo:
    """The demo over one data directory. Started again, it is the same site at the same address."""

    def __init__(self, data_dir: Path, **settings: str) -> None:
        """`settings` are environment variables: `INKO_LIMITS_WAITING="1"`."""
        self.data_dir = data_dir
        self.settings = settings
        self.port = 0
        self.log: list[str] = []
        self._process: subprocess.Popen | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> "Demo":
        command = [
            sys.executable,
            "-m",
            "inko_lite",
            "demo",
            "--port",
            str(self.port),
            "--data-dir",
            str(self.data_dir),
        ]
        self._process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=os.environ | self.settings,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        # Never asked for anything by hand, so a line is either read now or the process has ended.
        for line in self._process.stdout:
            self.log.append(line)
            if found := re.match(r"ready: http://127\.0\.0\.1:(\d+)", line):
                self.port = int(found[1])
                threading.Thread(target=self._read, args=[self._process], daemon=True).start()
                return self
        raise AssertionError("the demo did not start:\n" + "".join(self.log))

    def _read(self, process: subprocess.Popen) -> None:
        for line in process.stdout:
            self.log.append(line)

    def stop(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
            self._process.wait(30)

    def restart(self) -> None:
        self.stop()
        self.start()


@contextlib.contextmanager
def running_demo(data_dir: Path, **settings: str):
    demo = Demo(data_dir, **settings)
    try:
        yield demo.start()
    finally:
        demo.stop()
    bugs = [line for line in demo.log if "Traceback" in line or " ERROR " in line]
    assert not bugs, "the server logged an error:\n" + "".join(demo.log)


@pytest.fixture(scope="session")
def launch():
    """`launch(*arguments)`: a Chromium started with these besides. One Playwright for all: a process can have no second one."""
    # How soon something comes is measured (loadtest/bench_pages.py); here it has to come, on a machine that does other things too.
    expect.set_options(timeout=20_000)
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    assert path, "no browser: install Debian's package chromium"
    with sync_playwright() as playwright:
        yield lambda *arguments: playwright.chromium.launch(executable_path=path, args=[*CHROMIUM_ARGS, *arguments])


@pytest.fixture(scope="session")
def chromium(launch):
    browser = launch()
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    """One demo for all tests; everybody has left it when the next one begins."""
    with running_demo(tmp_path_factory.mktemp("demo") / "data") as its_demo:
        yield its_demo


class People:
    """Browsers of people at one demo. Whatever a page reports as an error fails the test that opened it."""

    def __init__(self, chromium, demo: Demo) -> None:
        self._chromium = chromium
        self.demo = demo
        self._contexts: list = []
        self.errors: list[str] = []

    def page(self, width: int = 1440, height: int = 900, scheme: str = "light", locale: str = "en-US", **options):
        context = self._chromium.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, locale=locale, **options
        )
        self._contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", self._console)
        return page

    def _console(self, message) -> None:
        # A server that restarts is meant to be unreachable for a moment; a page that breaks its own policy never is.
        if "Content Security Policy" in message.text:
            self.errors.append(message.text)

    def guest(self, **options):
        page = self.page(**options)
        page.goto(self.demo.url + "/")
        return page

    def agent(self, account: str = "ana", **options):
        page = self.page(**options)
        page.goto(self.demo.url + "/demo/login")
        page.locator(f"button[value={account}]").click()
        expect(page.locator(".own-status")).to_be_visible()
        return page

    def close(self) -> None:
        for context in self._contexts:
            context.set_offline(False)
            csrf = context.request.get(self.demo.url + "/session").json()["csrf"]
            context.request.post(self.demo.url + "/session/end", headers={"X-CSRF-Token": csrf})
            context.close()
        assert not self.errors, "a page reported errors:\n" + "\n".join(self.errors)


@pytest.fixture
def people(chromium, demo):
    its_people = People(chromium, demo)
    yield its_people
    its_people.close()


def ask(page, name: str, question: str) -> None:
    """Fills the form and joins the queue; ends when the guest waits or is in a chat."""
    page.locator("textarea[name=question]").fill(question)
    page.locator("input[name=name]").fill(name)
    page.get_by_role("button", name="Join the queue").click()
    expect(page.locator(".wait, .chat")).to_be_visible()


def take(page, name: str) -> None:
    """Takes the guest of this name from the queue into the console."""
    page.get_by_role("button", name=re.compile(f"^Take.*{name}")).click()
    expect(page.locator(".conversation-title h2")).to_contain_text(name)


def say(page, text: str) -> None:
    """Writes into the conversation that the page shows."""
    composer = page.locator(".composer textarea")
    composer.fill(text)
    composer.press("Enter")
    expect(composer).to_have_value("")


def said(page) -> list[str]:
    """What a conversation shows as said, in order; a message that is not sent yet is marked."""
    return page.locator(".log .bubble:not(.typing)").evaluate_all(
        "bubbles => bubbles.map(each => (each.matches('.bubble-sending, .bubble-refused') ? '(not sent) ' : '') + each.innerText.trim())"
    )


def shoot(page, name: str) -> None:
    SCREENS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENS / f"{name}.png")
