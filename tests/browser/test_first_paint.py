"""What the server paints of the guest page is what its script draws, and nothing that was typed into it before is lost."""

import difflib
import itertools
import json
import re

import pytest
from playwright.sync_api import expect

from inko_lite.config import load
from inko_lite.web.asking import device, painted
from inko_lite.web.pages import Pages

from .conftest import ask, take
from .screens import LET_IN, SCREENS

OPEN = {"status": "open", "waiting": 0, "agents_online": 2, "wait_seconds": None, "reason": ""}
WAYS = {
    "follow_up_url": "https://example.org/new?t={title}&p={product}",
    "search_url": "https://example.org/?q={query}",
}
EVIL = "<b>'\"&\n  Bread (dark) !*~</b>"
LINE = " ".join(EVIL.split())
# What the pages are configured with, how the queue is, and what was typed already.
STATES = {
    "open-now": ({}, OPEN, {}),
    "open-wait": ({}, OPEN | {"waiting": 1234, "wait_seconds": 750}, {}),
    "open-short": ({}, OPEN | {"waiting": 1, "agents_online": 1, "wait_seconds": 40}, {}),
    "open-plain": ({"pages": {"products": [], "topics": []}}, OPEN, {}),
    "asks-evil": ({"pages": {"title": EVIL, "products": [LINE], "hours": EVIL, "retention_text": EVIL}, "queue": WAYS}, OPEN, {}),
    "asks-rules": (
        {"queue": {"rules_text": "Be kind.\n\n<b>Always.</b>", "rules_version": "2", "consent_required": True}},
        OPEN | {"rules": {"version": "2", "text": "Be kind.\n\n<b>Always.</b>"}},
        {},
    ),
    "asks-sent": (
        {"queue": {"rules_text": "Be kind."}},
        OPEN | {"rules": {"version": "1", "text": "Be kind."}},
        {"question": f"\n{EVIL}\n", "name": "Sam", "email": "s@example.org", "topic": "Starting up", "version": "", "os": "BeOS 5"}
        | {"consent": "1"},
    ),
    "shut-full": ({"queue": WAYS}, OPEN | {"status": "full", "waiting": 25}, {}),
    "shut-closed": ({"pages": {"hours": "Monday"}, "queue": WAYS}, OPEN | {"status": "closed", "reason": "Back at noon."}, {}),
    "shut-closed-plain": ({}, OPEN | {"status": "closed"}, {}),
    "shut-closed-sent": ({}, OPEN | {"status": "closed"}, {"question": "Why?", "name": "Sam"}),
    "shut-unstaffed": ({"queue": WAYS}, OPEN | {"status": "unstaffed", "agents_online": 0}, {}),
}  # fmt: skip
# The page as a tree: names, attributes, what is in the fields, texts as they are read. Where all takes its time, the page has
# said meanwhile that nobody answers; and a form that was sent is on its way.
TREE = """(root) => {
  const tree = (node) => {
    const its = [...node.attributes].filter(({ name }) => !["value", "selected", "checked", "aria-disabled"].includes(name));
    const found = [node.localName, Object.fromEntries(its.map(({ name, value }) => [name, value]).sort())];
    if (node.matches("input, select, textarea, option")) found.push({ value: node.value, checked: node.checked ?? null });
    if (node.localName === "textarea") return found;
    let text = "";
    const flush = () => { if (text) found.push(text); text = ""; };
    for (const child of node.childNodes) {
      if (child.nodeType === 3) text += child.data;
      else if (child.nodeType === 1 && !child.matches(".banner")) { flush(); found.push(tree(child)); }
    }
    flush();
    return found;
  };
  return tree(root);
}"""
NODES = "document.querySelectorAll('#page *:not(.banner, .banner *)')"
SAME_NODES = f"""() => {{
  const now = [...{NODES}];
  return now.length === window.nodes.length && now.every((each, n) => each === window.nodes[n]);
}}"""
WATCH = """
  window.shift = 0;
  // What moves because the window is another size (a picture of the whole page is taken so) is not the page's doing.
  new PerformanceObserver((list) => list.getEntries().forEach((each) => { window.shift += each.hadRecentInput ? 0 : each.value; }))
    .observe({ type: "layout-shift", buffered: true });
"""
SCRIPT = re.compile(r"/bundle/guest\.js")
API = re.compile(r"/session$")
NEVER = re.compile(r"/never$")


class Held:
    """A page whose script does not come before it is let go, and whose requests are not answered before they are."""

    def __init__(self, page, script=SCRIPT, api=API) -> None:
        self.page, self.script, self.api = page, script, api
        self._scripts, self._asked = [], []
        page.route(script, lambda route: self._scripts.append(route))
        page.route(api, lambda route: self._asked.append(route))

    def opens(self, url: str) -> "Held":
        self.page.goto(url, wait_until="commit")
        expect(self.page.locator(".guest")).to_be_visible()
        return self

    def lets_the_script_come(self) -> None:
        """Ends when it has drawn the page and asks who it is."""
        with self.page.expect_request(self.api):
            self._let_go(self.script, self._scripts)

    def lets_the_server_answer(self) -> None:
        self._let_go(self.api, self._asked)

    def _let_go(self, pattern, held) -> None:
        while held:
            held.pop().continue_()
        self.page.unroute(pattern)


def written(code: str, state: str, agent: str) -> str:
    overrides, queue, kept = STATES[state]
    pages = Pages(load(environ={}, overrides={"server": {"public_url": ""}, **overrides}))
    detected = device(agent)
    told = {"queue": queue, "detected": detected, "ask_url": "/plain/sent", "sent": bool(kept)}
    shown = painted(pages.config, pages.locales[code].say, queue, detected, "", kept) | {"ask_url": "/plain/sent"}
    return pages.guest(code, told, shown)


@pytest.mark.parametrize("kind", ["open", "asks", "shut"])
@pytest.mark.parametrize("code", ["en", "de", "ar"])
def test_the_server_paints_what_the_script_draws(people, demo, code, kind):
    url = demo.url + "/"
    page, fresh = (people.page(locale=code) for _ in range(2))
    agent = page.evaluate("() => navigator.userAgent")
    # It is never told more than what the page says.
    fresh.route(API, lambda route: route.abort())
    for state in (each for each in STATES if each.startswith(kind)):
        html = written(code, state, agent)
        drawn = re.sub(r'(<div id="page">).*(?=<script type="application/json")', r"\1</div>", html, flags=re.S)
        show(page, url, html)
        show(fresh, url, drawn)
        held = Held(page).opens(url)
        page.locator("#settings").wait_for(state="attached")
        trees = {"painted": page.evaluate(TREE, page.query_selector("#page"))}
        page.evaluate(f"() => {{ window.nodes = [...{NODES}]; }}")
        held.lets_the_script_come()
        trees["taken over"] = page.evaluate(TREE, page.query_selector("#page"))
        assert page.evaluate(SAME_NODES), f"{state}: the script made nodes of its own"
        if code == "en" and not STATES[state][2]:
            with fresh.expect_request(API):
                fresh.goto(url)
            trees["drawn"] = fresh.evaluate(TREE, fresh.query_selector("#page"))
        lines = {name: json.dumps(tree, ensure_ascii=False, indent=1).splitlines() for name, tree in trees.items()}
        for name, its_lines in lines.items():
            differs = "\n".join(difflib.unified_diff(lines["painted"], its_lines, "painted", name, lineterm="", n=2))
            assert not differs, f"{state}: {differs}"
        # The next one has typed nothing.
        page.evaluate("() => sessionStorage.clear()")
        page.goto("about:blank")
        page.unroute_all()


def show(page, url: str, html: str) -> None:
    """This page at the server's address."""
    page.route(url, lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))


@pytest.fixture
def held(people):
    """Somebody is there to help; a guest opens the page."""
    people.agent()
    return Held(people.page()).opens(people.demo.url + "/")


def test_what_is_typed_before_the_script_comes_stays_with_caret_and_focus_and_reaches_the_helper(people):
    agent = people.agent()
    page = people.page()
    held = Held(page).opens(people.demo.url + "/")
    page.locator("select[name=topic]").select_option("Starting up")
    page.locator(".detected summary").click()
    page.locator("input[name=version]").fill("Firefox 12")
    page.locator("input[name=name]").fill("Sam")
    question = page.locator("textarea[name=question]")
    question.click()
    page.keyboard.type("It does start")
    for _ in range(5):
        page.keyboard.press("ArrowLeft")
    page.keyboard.press("Shift+ArrowLeft")
    where = "(field) => [document.activeElement === field, field.selectionStart, field.selectionEnd, field.selectionDirection]"
    before = question.evaluate(where)
    question.evaluate("(field) => { window.field = field; }")
    held.lets_the_script_come()
    assert question.evaluate(where) == before == [True, 7, 8, "backward"]
    assert question.evaluate("(field) => window.field === field")
    page.keyboard.type(" not ")
    held.lets_the_server_answer()
    expect(page.locator(".queue-state-held")).to_be_visible()
    expect(question).to_have_value("It does not start")
    expect(page.locator("select[name=topic]")).to_have_value("Starting up")
    expect(page.locator("input[name=version]")).to_be_visible()
    expect(page.locator("input[name=version]")).to_have_value("Firefox 12")
    assert question.evaluate("(field) => window.field === field")
    page.get_by_role("button", name="Join the queue").click()
    expect(page.locator(".wait")).to_be_visible()
    take(agent, "Sam")
    expect(agent.locator("main")).to_contain_text("It does not start")


def test_what_was_typed_holds_a_place_and_outlives_a_reload_though_nothing_more_is_typed(held):
    page = held.page
    page.locator("textarea[name=question]").fill("Typed early")
    held.lets_the_script_come()
    held.lets_the_server_answer()
    expect(page.locator(".queue-state-held")).to_be_visible()
    page.reload()
    expect(page.locator("textarea[name=question]")).to_have_value("Typed early")


def test_a_question_that_was_kept_and_one_that_is_typed_early_are_both_there(people, held):
    page = held.page
    held.lets_the_script_come()
    held.lets_the_server_answer()
    page.locator("textarea[name=question]").fill("From before")
    page.locator("input[name=name]").fill("Sam")
    page.goto("about:blank")
    again = Held(page).opens(people.demo.url + "/")
    question = page.locator("textarea[name=question]")
    question.click()
    page.keyboard.type("and nw")
    page.keyboard.press("ArrowLeft")
    again.lets_the_script_come()
    page.keyboard.type("o")
    expect(question).to_have_value("From before\nand now")
    expect(page.locator("input[name=name]")).to_have_value("Sam")
    again.lets_the_server_answer()


def test_a_form_that_is_sent_before_the_script_comes_is_sent_once_and_for_all(people):
    agent = people.agent()
    page = people.page()
    Held(page, api=NEVER).opens(people.demo.url + "/")
    page.locator("textarea[name=question]").fill("Sent\nearly")
    page.locator("input[name=name]").fill("Eve")
    page.unroute(SCRIPT)
    with page.expect_navigation(url="**/plain/sent"):
        page.get_by_role("button", name="Join the queue").click(no_wait_after=True)
    expect(page.locator(".wait")).to_contain_text("early")
    assert page.url == people.demo.url + "/"
    page.reload()
    expect(page.locator(".wait")).to_contain_text("early")
    expect(agent.get_by_role("button", name=re.compile("^Take.*Eve"))).to_have_count(1)


def test_a_form_that_cannot_be_sent_on_says_why_and_keeps_all(people):
    people.agent()
    page = people.page()
    Held(page, api=NEVER).opens(people.demo.url + "/")
    long = "word " * 2001
    page.locator("textarea[name=question]").evaluate("(field, text) => { field.value = text; }", long)
    page.locator("input[name=name]").fill("Eve")
    page.unroute(SCRIPT)
    page.get_by_role("button", name="Join the queue").click(no_wait_after=True)
    expect(page.locator(".field-problem")).to_contain_text("10,004")
    expect(page.locator("textarea[name=question]")).to_have_value(long)
    expect(page.locator("input[name=name]")).to_have_value("Eve")


def test_a_form_that_is_sent_early_by_somebody_who_waits_already_shows_the_place(people):
    people.agent()
    page = people.guest()
    ask(page, "Sam", "The first")
    other = page.context.new_page()
    other.goto("about:blank")
    sent = page.context.request.post(
        people.demo.url + "/plain/sent",
        form={"question": "The second", "name": "Sam"},
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    other.route(
        people.demo.url + "/", lambda route: route.fulfill(body=sent.text(), content_type="text/html; charset=utf-8")
    )
    other.goto(people.demo.url + "/")
    expect(other.locator(".wait")).to_contain_text("The first")
    other.get_by_role("button", name="Leave").first.click()


def test_a_language_that_is_chosen_before_the_script_comes_is_chosen(held):
    page = held.page
    page.locator("textarea[name=question]").fill("Hallo")
    page.locator("select[name=locale]").select_option("de")
    held.lets_the_script_come()
    held.lets_the_server_answer()
    expect(page.get_by_role("heading", name="Wie können wir helfen?")).to_be_visible()
    expect(page.locator("textarea[name=question]")).to_have_value("Hallo")


def test_a_code_that_is_typed_before_the_script_comes_is_there(held):
    page = held.page
    page.locator(".resume-entry summary").click()
    page.locator("input[name=code]").fill("0000-0000")
    held.lets_the_script_come()
    expect(page.locator("input[name=code]")).to_be_visible()
    expect(page.locator("input[name=code]")).to_have_value("0000-0000")
    held.lets_the_server_answer()
    page.get_by_role("button", name="Come back").click()
    expect(page.locator(".resume-entry .field-problem")).not_to_be_empty()


def test_nobody_in_a_chat_sees_a_form(people):
    agent = people.agent()
    guest = people.guest()
    ask(guest, "Sam", "Hello")
    take(agent, "Sam")
    held = Held(guest)
    held.page.goto(people.demo.url + "/", wait_until="commit")
    expect(guest.locator(".guest")).to_be_visible()
    assert guest.locator("form").count() == 0
    held.lets_the_script_come()
    assert guest.locator("form").count() == 0
    held.lets_the_server_answer()
    expect(guest.locator(".conversation")).to_be_visible()


@pytest.mark.parametrize("code", ["en", "ar"])
def test_the_picture_is_the_same_before_and_after_the_script_comes(people, code):
    people.agent()
    folder = SCREENS / "first-paint"
    folder.mkdir(parents=True, exist_ok=True)
    for width, scheme in itertools.product((360, 1440), ("light", "dark")):
        page = people.page(width=width, height=900, scheme=scheme, locale=code, reduced_motion="reduce", **LET_IN)
        page.add_init_script(WATCH)
        held = Held(page).opens(people.demo.url + "/")
        # Nobody answers for as long as the picture takes, which is said.
        page.add_style_tag(content=".banner { display: none }")
        page.wait_for_function("() => document.fonts.status === 'loaded'")
        name = f"{code}-{width}-{scheme}.png"
        before = page.screenshot(path=folder / f"painted-{name}", full_page=True)
        held.lets_the_script_come()
        assert page.screenshot(path=folder / f"taken-over-{name}", full_page=True) == before, name
        # What the server answers then may be another state of the queue, with more to say. While the head of the page is still
        # being read, the list of languages may become a hair wider; a line that moves is a hundred times that.
        assert page.evaluate("() => window.shift") < 0.001, name
        held.lets_the_server_answer()
