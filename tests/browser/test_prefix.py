"""The whole chat under a path of another site, behind a real nginx with TLS, in a real browser.

Two ways in which proxies are set up: the path is passed on as it came, or cut off before. The server takes both.
"""

import re
import shutil
import socket
import subprocess
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from .conftest import People, ask, running_demo, said, say, take

PREFIX = "/chat"
CONFIGURATION = """
daemon off; pid {folder}/nginx.pid; error_log stderr warn; {user}
events {{ worker_connections 256; }}
http {{
  access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  default_type text/html;
  proxy_http_version 1.1; proxy_buffering off;
  proxy_set_header Host $http_host;
  proxy_set_header X-Forwarded-For $remote_addr; proxy_set_header X-Forwarded-Proto $scheme;
  ssl_certificate {folder}/certificate.pem; ssl_certificate_key {folder}/key.pem;
  server {{
    listen 127.0.0.1:{port} ssl;
    location / {{ return 200 '<!doctype html><html lang="en"><title>Site</title><script src="/chat/widget.js" async></script>'; }}
    location = /chat {{ return 308 /chat/; }}
    location /chat/ {{ proxy_pass http://127.0.0.1:{chat}{passed_on}; }}
  }}
}}
"""


class Proxied:
    """The demo as browsers reach it: `url` is that of the chat, `site` that of the site around it."""

    def __init__(self, site: str) -> None:
        self.site = site
        self.url = site + PREFIX


def free_port() -> int:
    with socket.socket() as it:
        it.bind(("127.0.0.1", 0))
        return it.getsockname()[1]


def answers(port: int, process: subprocess.Popen, seconds: float = 10) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end and process.poll() is None:
        with socket.socket() as it:
            if it.connect_ex(("127.0.0.1", port)) == 0:
                return True
        time.sleep(0.02)
    return False


@pytest.fixture(scope="module", params=["", "/"], ids=["passed on as it came", "cut off before"])
def proxied(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("nginx")
    binary = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin")
    assert binary, "no nginx: install Debian's package nginx-light"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1", "-keyout",
         folder / "key.pem", "-out", folder / "certificate.pem"],
        check=True, capture_output=True,
    )  # fmt: skip
    port = free_port()
    settings = {"INKO_SERVER_PREFIX": PREFIX, "INKO_SERVER_TRUSTED_PROXIES": "127.0.0.1"}
    with running_demo(tmp_path_factory.mktemp("prefix") / "data", **settings) as demo:
        configuration = folder / "nginx.conf"
        root = Path("/proc/self").stat().st_uid == 0
        configuration.write_text(
            CONFIGURATION.format(
                folder=folder, port=port, chat=demo.port, passed_on=request.param, user="user root;" if root else ""
            )
        )
        process = subprocess.Popen([binary, "-c", configuration], stderr=subprocess.PIPE)
        try:
            assert answers(port, process), process.stderr.read()
            yield Proxied(f"https://127.0.0.1:{port}")
        finally:
            process.terminate()
            process.wait(10)


class Visitors(People):
    """People who accept the test's certificate; `asked` are the paths that their pages asked for."""

    def __init__(self, chromium, proxied) -> None:
        super().__init__(chromium, proxied)
        self.asked: set[str] = set()

    def page(self, **options):
        page = super().page(ignore_https_errors=True, **options)
        page.context.on("request", lambda request: self.asked.add(request.url))
        return page


@pytest.fixture
def visitors(chromium, proxied):
    its_visitors = Visitors(chromium, proxied)
    yield its_visitors
    strays = {url for url in its_visitors.asked if not url.startswith(proxied.url + "/") and url != proxied.site + "/"}
    assert not strays, f"asked for outside of {PREFIX}/: {strays}"
    its_visitors.close()


def test_a_whole_chat_goes_on_under_the_sites_own_path(visitors, proxied):
    guest = visitors.guest()
    # The console sends whoever is nobody to the sign-in, and that one back.
    staff = visitors.page()
    staff.goto(proxied.url + "/agent")
    assert urlsplit(staff.url).path == "/chat/demo/login" and "next=/chat/agent" in staff.url
    staff.locator("button[value=ana]").click()
    expect(staff.locator(".own-status")).to_be_visible()
    assert urlsplit(staff.url).path == "/chat/agent"
    ask(guest, "Gus", "Where are my bookmarks?")
    take(staff, "Gus")
    say(staff, "Hello Gus")
    say(guest, "Hello Ana")
    expect(staff.locator(".log")).to_contain_text("Hello Ana")
    # Streams come through; nothing had to fall back to polls.
    listens = [url for url in visitors.asked if "/listen" in url]
    assert listens and not [url for url in listens if "wait=" in url]
    guest.reload()
    expect(guest.locator(".log")).to_contain_text("Hello Ana")
    assert said(guest) == ["Hello Gus", "Hello Ana"]
    guest.get_by_role("button", name="End chat").click()
    guest.get_by_role("dialog").get_by_role("button", name=re.compile("End")).click()
    link = guest.locator("a[href*='/transcripts/']").first
    expect(link).to_be_visible()
    addresses = guest.locator("a[href*='/transcripts/']").evaluate_all("links => links.map((each) => each.href)")
    for address in addresses:
        assert address.startswith(proxied.url + "/transcripts/")
        reply = guest.context.request.get(address)
        assert reply.status == 200 and "Hello Ana" in reply.text()
    for page in ("/history", "/transcripts"):
        assert staff.context.request.get(proxied.url + page).status == 200
    # The site's other paths get none of the chat's cookies, and those go by TLS alone.
    cookies = {each["name"]: each for each in guest.context.cookies()}
    own = cookies["inko_session"]
    assert (own["path"], own["secure"], own["httpOnly"], own["sameSite"]) == (PREFIX, True, True, "Lax")


def test_the_language_is_kept_under_the_path(visitors, proxied):
    guest = visitors.guest()
    guest.locator("select[name=locale]").select_option("de")
    expect(guest.locator("html")).to_have_attribute("lang", "de")
    (cookie,) = [each for each in guest.context.cookies() if each["name"] == "inko_locale"]
    assert (cookie["path"], cookie["secure"]) == (PREFIX, True)


def test_the_sites_own_pages_embed_it_with_one_tag(visitors, proxied):
    page = visitors.page()
    page.goto(proxied.site + "/")
    expect(page.locator(".launcher")).to_be_visible()
    with page.expect_response(lambda reply: reply.url.endswith("/session")):
        page.locator(".launcher").click()
    expect(page.frame_locator("inko-chat iframe").locator(".queue-state")).to_be_visible()
    # One origin: the frame and the page by itself are the same guest.
    values = {each["value"] for each in page.context.cookies() if each["name"] == "inko_session"}
    page.goto(proxied.url + "/")
    expect(page.locator(".queue-state")).to_be_visible()
    assert {each["value"] for each in page.context.cookies() if each["name"] == "inko_session"} == values
    assert len(values) == 1


def test_what_machines_ask_is_there_and_names_no_path_without_the_prefix(visitors, proxied):
    ask_for = visitors.page().context.request.get
    assert ask_for(proxied.url).url == proxied.url + "/"
    for path in ("/healthz", "/readyz", "/status.json", "/waittime", "/widget.js", "/plugins/fastpath/workgroup-stats"):
        assert ask_for(proxied.url + path).status == 200, path
    refused = ask_for(proxied.url + "/state")
    assert refused.status == 401 and refused.json()["login_url"] == "/chat/demo/login?next=/chat/agent"
    html = ask_for(proxied.url + "/nothing", headers={"Accept": "text/html"})
    assert html.status == 404
    paths = re.findall(r'(?:href|src|action)="(/[^"]*)"', html.text() + ask_for(proxied.url + "/").text())
    assert paths and all(path.startswith(PREFIX + "/") for path in paths), paths
