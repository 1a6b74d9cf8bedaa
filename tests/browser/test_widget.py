"""The widget on pages of other sites, in a browser that blocks third-party cookies.

The host pages come from a server of the test's own: at `localhost` they are another site than the chat at 127.0.0.1, at
127.0.0.1 with another port they are another origin of the same site. Their policy allows the chat and nothing else.
"""

import http.server
import re
import threading
from functools import partial

import pytest
from playwright.sync_api import expect

from ..host import until
from .conftest import People, ask, running_demo, said, say, shoot, take
from .test_pages_accessible import AXE

# Names that are no loopback's: what comes from them is not secure, and keeps no cookie in a frame at all.
NAMES = "--host-resolver-rules=MAP chat.test 127.0.0.1,MAP shop.test 127.0.0.1"
PAGE = """<!doctype html>
<html lang="{lang}" dir="{dir}"><head><meta charset="utf-8"><title>Sync your bookmarks</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>* {{ letter-spacing: 1px; }} button, iframe, section, div {{ display: none !important; font-size: 60px; }}</style></head>
<body><main><h1>Sync your bookmarks</h1><p>{text}</p><p><a id="next" href="/next">Next page</a></p></main>
<script src="{chat}/widget.js" async {attributes}></script></body></html>"""


class HostSite(http.server.ThreadingHTTPServer):
    """A site that embeds the chat at the address `chat`."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), HostPage)
        self.chat, self.attributes, self.lang = "", "", "en"
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def other_site(self) -> str:
        return f"http://localhost:{self.server_port}"

    @property
    def same_site(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class HostPage(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        site = self.server
        direction = "rtl" if site.lang == "ar" else "ltr"
        text = "If nothing happens after ten minutes, ask. " * 40
        page = PAGE.format(
            chat=site.chat, attributes=site.attributes, lang=site.lang, dir=direction, text=text
        ).encode()
        allowed = f"script-src {site.chat}; frame-src {site.chat}; connect-src {site.chat}; style-src 'unsafe-inline'"
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.send_header(
            "Content-Security-Policy", f"default-src 'none'; {allowed}; require-trusted-types-for 'script'"
        )
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, *_) -> None:
        pass


@pytest.fixture(scope="module")
def strict_chromium(launch):
    """Chromium without third-party cookies, as people will have it or already do."""
    browser = launch("--test-third-party-cookie-phaseout", NAMES)
    yield browser
    browser.close()


@pytest.fixture(scope="module")
def host():
    site = HostSite()
    yield site
    site.shutdown()
    site.server_close()


@pytest.fixture(scope="module")
def chat(host, tmp_path_factory):
    """A demo that may be embedded by both faces of the host site."""
    ancestors = f"'self', {host.other_site}, {host.same_site}"
    with running_demo(tmp_path_factory.mktemp("widget") / "data", INKO_SERVER_FRAME_ANCESTORS=ancestors) as demo:
        yield demo


@pytest.fixture
def visitors(strict_chromium, chat, host):
    host.chat, host.attributes, host.lang = chat.url, "", "en"
    people = People(strict_chromium, chat)
    yield people
    people.close()


def visit(people, url, **options):
    page = people.page(**options)
    page.goto(url)
    expect(page.locator(".launcher")).to_be_visible()
    return page


def frame_of(page):
    return page.frame_locator("inko-chat iframe")


def opened(page):
    """Opens the panel; the guest page in it."""
    page.locator(".launcher").click()
    frame = frame_of(page)
    expect(frame.locator(".guest-body")).to_be_visible()
    return frame


def session_cookies(page) -> list[dict]:
    return [each for each in page.context.cookies() if each["name"] == "inko_session"]


def focused(page) -> str:
    """Where the focus is on the host page, within the widget as well."""
    return page.evaluate(
        """() => {
          const element = document.activeElement?.shadowRoot?.activeElement ?? document.activeElement;
          return element.className || element.tagName;
        }"""
    )


def problems(page) -> list[str]:
    """What axe finds wrong, in the host page, the widget and the frame."""
    found = []
    for frame in page.frames:
        frame.evaluate(AXE.read_text() + "; 0")
        for each in frame.evaluate(
            "async () => (await axe.run({ iframes: false, resultTypes: ['violations'] })).violations"
        ):
            found += [f"{each['id']}: {node['html'][:200]}" for node in each["nodes"]]
    return found


# ── a chat ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_visitor_of_another_site_chats_and_keeps_the_chat_from_page_to_page(visitors, host):
    ana = visitors.agent()
    page = visit(visitors, host.other_site)
    expect(page.locator(".launcher")).to_contain_text("Open, about")
    frame = opened(page)
    # Nothing that is not partitioned is kept in this frame.
    inside = page.frames[1]
    assert inside.evaluate("document.cookie = 'probe=1; SameSite=None; Secure', document.cookie") == ""
    ask(frame, "Gus", "Where are my bookmarks?")
    take(ana, "Gus")
    expect(frame.locator(".chat")).to_be_visible()
    say(ana, "Hello Gus")
    expect(frame.locator(".log")).to_contain_text("Hello Gus")
    say(frame, "Hello Ana")
    # The same page again, then the next one: the panel is open as it was, the focus is left to the page, nothing is lost.
    for go in (page.reload, page.locator("#next").evaluate):
        go() if go == page.reload else go("link => link.click()")
        expect(frame.locator(".log")).to_contain_text("Hello Ana")
        assert focused(page) == "BODY"
    assert said(frame) == ["Hello Gus", "Hello Ana"]
    # Closed, the button says who wrote, and how often.
    page.get_by_role("button", name="Minimise").click()
    expect(page.locator(".panel")).to_be_hidden()
    say(ana, "Still there?")
    say(ana, "I have found something.")
    expect(page.locator(".unread")).to_have_text("2Unread messages: 2")
    expect(page.locator(".launcher")).to_contain_text("Ana wrote to you")
    # Even where the panel is shut, a page that is loaded anew goes on counting.
    page.reload()
    expect(page.locator(".unread")).to_be_visible()
    say(ana, "Take your time.")
    expect(page.locator(".unread")).to_contain_text("3")
    page.locator(".launcher").click()
    expect(frame.locator(".composer textarea")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".unread")).to_be_hidden()
    expect(page.locator(".launcher")).to_contain_text("Your chat goes on here")
    # Somebody who closes it is not gone.
    page.locator(".launcher").click()
    page.get_by_role("button", name="Close", exact=True).click()
    say(ana, "One more thing")
    expect(page.locator(".unread")).to_contain_text("1")
    # After the end there is nothing to come back to.
    page.locator(".launcher").click()
    frame.get_by_role("button", name="End chat").click()
    frame.get_by_role("dialog").get_by_role("button", name=re.compile("End")).click()
    expect(frame.locator(".chat")).to_be_hidden()
    page.get_by_role("button", name="Close", exact=True).click()
    expect(page.locator("inko-chat iframe")).to_have_count(0)
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


def test_the_cookie_of_a_frame_is_of_that_site_alone_and_within_one_site_an_ordinary_one(visitors, host):
    for url, same_site, partitioned in ((host.other_site, "None", True), (host.same_site, "Lax", False)):
        page = visit(visitors, url)
        opened(page)
        expect(frame_of(page).locator(".queue-state")).to_be_visible()
        # The form is there before the session is.
        (cookie,) = until(partial(session_cookies, page), "a session's cookie")
        assert (cookie["sameSite"], bool(cookie.get("partitionKey")), cookie["httpOnly"]) == (
            same_site,
            partitioned,
            True,
        )
        before = cookie["value"]
        # A page that is loaded anew inside the frame is the same guest.
        page.frames[1].evaluate("document.querySelector('.queue-state').remove(), location.reload()")
        expect(frame_of(page).locator(".queue-state")).to_be_visible()
        assert [each["value"] for each in session_cookies(page)] == [before]
        # The chat's own page, in a tab of its own, is somebody else than the frame of another site.
        alone = page.context.new_page()
        alone.goto(host.chat + "/")
        expect(alone.locator(".queue-state")).to_be_visible()
        values = {each["value"] for each in session_cookies(page)}
        assert len(values) == (2 if partitioned else 1)


# ── the panel ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_focus_goes_in_round_and_back_by_the_keyboard_alone(visitors, host):
    page = visit(visitors, host.other_site)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert focused(page) == "launcher"
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Live chat")).to_be_visible()
    expect(frame_of(page).locator(".guest-body")).to_be_visible()
    page.wait_for_function("document.activeElement.shadowRoot?.activeElement?.tagName === 'IFRAME'")
    # Back over the bar and its first button, round to the frame again.
    seen = []
    for _ in range(12):
        page.keyboard.press("Tab")
        # Out of the frame's process into the page's, for a moment it is nowhere.
        page.wait_for_function("() => document.activeElement !== document.body")
        seen.append(focused(page))
    assert set(seen) == {"IFRAME", "tool"}, seen
    assert seen.index("tool") > 0 and "IFRAME" in seen[seen.index("tool") :]
    page.keyboard.press("Shift+Tab")
    page.wait_for_function("() => document.activeElement !== document.body")
    assert focused(page) in ("IFRAME", "tool")
    page.keyboard.press("Escape")
    expect(page.locator(".panel")).to_be_hidden()
    assert focused(page) == "launcher"
    # From the bar, too.
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Minimise").focus()
    page.keyboard.press("Escape")
    assert focused(page) == "launcher" and page.locator(".launcher").get_attribute("aria-expanded") == "false"


def test_a_phone_gets_the_whole_screen_and_it_does_not_open_by_itself(visitors, host):
    page = visit(visitors, host.other_site, width=360, height=740)
    opened(page)
    page.wait_for_function(
        "(({ x, y, width, height }) => x === 0 && y === 0 && width === innerWidth && height === innerHeight)"
        "(document.querySelector('inko-chat').shadowRoot.querySelector('.panel').getBoundingClientRect())"
    )
    page.reload()
    expect(page.locator(".launcher")).to_be_visible()
    expect(page.locator(".panel")).to_be_hidden()


def test_nothing_on_the_host_page_moves_and_nothing_of_it_gets_in(visitors, host):
    page = visitors.page(width=360, height=740)
    page.add_init_script(
        "window.shifts = 0; new PerformanceObserver((list) => { for (const each of list.getEntries()) window.shifts += each.value; })"
        ".observe({ type: 'layout-shift', buffered: true });"
    )
    page.goto(host.other_site)
    expect(page.locator(".launcher")).to_contain_text("Nobody is here")
    size = "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
    before = page.evaluate("document.querySelector('inko-chat').hidden = true, " + size)
    page.evaluate("document.querySelector('inko-chat').hidden = false")
    opened(page)
    page.get_by_role("button", name="Minimise").click()
    assert page.evaluate(size) == before and page.evaluate("window.shifts") == 0
    style = page.locator(".launcher").evaluate(
        "each => [getComputedStyle(each).fontSize, getComputedStyle(each).letterSpacing]"
    )
    assert style == ["16px", "normal"]


def test_whoever_wants_no_motion_gets_none(visitors, host):
    page = visit(visitors, host.other_site, reduced_motion="reduce")
    opened(page)
    assert page.locator(".panel").evaluate("each => getComputedStyle(each).animationName") == "none"


def test_the_tag_sets_label_side_language_colours_and_product(visitors, host):
    host.attributes = 'data-label="Ask a parakeet" data-position="start" data-locale="de" data-scheme="dark" data-product="Thunderbird"'
    visitors.agent()
    page = visit(visitors, host.other_site)
    expect(page.locator(".launcher")).to_contain_text("Ask a parakeet")
    expect(page.locator(".launcher")).to_contain_text("Offen, etwa")
    assert page.locator(".launcher").bounding_box()["x"] < 100
    frame = opened(page)
    expect(frame.locator("select[name=product]")).to_have_value("Thunderbird")
    assert frame.locator("html").get_attribute("lang") == "de"
    grounds = [
        page.locator(".bar").evaluate("each => getComputedStyle(each).backgroundColor"),
        frame.locator("body").evaluate("each => getComputedStyle(each).backgroundColor"),
    ]
    assert grounds == ["rgb(25, 33, 27)", "rgb(17, 23, 19)"]
    assert page.evaluate("window.inkoChat.close()") is None
    expect(page.locator(".panel")).to_be_hidden()
    page.evaluate("window.inkoChat.open()")
    expect(page.get_by_role("dialog", name="Ask a parakeet")).to_be_visible()


# ── who may ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_site_that_may_not_embed_the_chat_offers_it_in_a_window_of_its_own(strict_chromium, demo, host):
    host.chat, host.attributes, host.lang = demo.url, "", "en"
    people = People(strict_chromium, demo)
    page = visit(people, host.other_site)
    page.locator(".launcher").click()
    link = page.get_by_role("link", name="Open in its own window")
    expect(link).to_be_visible()
    assert people.errors and all("frame-ancestors" in error for error in people.errors)
    people.errors.clear()
    with page.context.expect_page() as coming:
        link.click()
    expect(coming.value.locator(".ask, .guest-body").first).to_be_visible()
    people.close()


def test_a_browser_that_keeps_no_cookie_in_a_frame_is_led_to_a_window_of_its_own(
    strict_chromium, host, tmp_path_factory
):
    shop = f"http://shop.test:{host.server_port}"
    settings = {"INKO_SERVER_FRAME_ANCESTORS": shop}
    with running_demo(tmp_path_factory.mktemp("insecure") / "data", **settings) as demo:
        host.chat, host.attributes, host.lang = f"http://chat.test:{demo.port}", "", "en"
        people = People(strict_chromium, demo)
        page = visit(people, shop)
        page.locator(".launcher").click()
        expect(page.get_by_role("link", name="Open in its own window")).to_have_attribute("href", host.chat + "/")
        people.close()


def test_only_the_frame_itself_is_listened_to(visitors, host):
    page = visit(visitors, host.other_site)
    opened(page)
    page.get_by_role("button", name="Minimise").click()
    forged = {"inko": 1, "kind": "state", "where": "chat", "unread": 7, "from": "Mallory"}
    page.evaluate("(message) => postMessage(message, '*')", forged)
    # What is posted after it and heard shows that it was passed over.
    page.evaluate(
        "() => new Promise((done) => { addEventListener('message', done, { once: true }); postMessage('last', '*'); })"
    )
    expect(page.locator(".unread")).to_be_hidden()
    assert "Mallory" not in page.locator(".launcher").inner_text()


def test_where_the_state_may_not_be_read_the_button_is_there_all_the_same(strict_chromium, host, tmp_path_factory):
    settings = {
        "INKO_FEEDS_ORIGINS": "https://elsewhere.example",
        "INKO_SERVER_FRAME_ANCESTORS": f"'self', {host.other_site}",
    }
    with running_demo(tmp_path_factory.mktemp("unread") / "data", **settings) as demo:
        host.chat, host.attributes, host.lang = demo.url, "", "de"
        people = People(strict_chromium, demo)
        page = visit(people, host.other_site)
        expect(page.locator(".launcher")).to_contain_text("Fragen Sie einen Menschen")
        opened(page)
        people.close()


# ── for everybody ───────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_axe_finds_nothing_in_the_button_or_the_panel(visitors, host, chat, lang):
    host.lang = lang
    visitors.agent()
    found = []
    for scheme in ("light", "dark"):
        for width, height in ((360, 740), (1440, 900)):
            options = {"width": width, "height": height, "scheme": scheme, "reduced_motion": "reduce"}
            page = visitors.page(**options, locale="ar" if lang == "ar" else "en-US")
            page.goto(f"{chat.url}/demo/host")
            expect(page.locator(".launcher[data-kind=open]")).to_be_visible()
            shoot(page, f"widget-{lang}-button-{width}-{scheme}")
            found += [f"button, {width}, {scheme}: {each}" for each in problems(page)]
            opened(page)
            expect(frame_of(page).locator("textarea")).to_be_visible()
            shoot(page, f"widget-{lang}-panel-{width}-{scheme}")
            found += [f"panel, {width}, {scheme}: {each}" for each in problems(page)]
    assert not found, "\n".join(found)
