"""A published collection of attacks in every text that a page shows, in a Chromium that would run whatever got through.

The pages are opened with their own policy taken away (`bypass_csp`), so that only what the program does itself is judged: a
script that runs is recorded, and so is each element, attribute and address that no page of ours makes. One test opens them
with the policy on, puts a script in by force, and sees that it is stopped: the second wall stands without the first.
"""

import re
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from ..cast import Problem
from ..conftest import open_site
from .conftest import People
from .screens import LET_IN

PUBLISHED = [
    line
    for line in (Path(__file__).parents[1] / "data" / "xss.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]
OURS = [
    "<img src=x onerror=__ran.push(1)>", "<svg/onload=__ran.push(2)>", "\"><script>__ran.push(3)</script>",
    "</script><script>__ran.push(4)</script>", "</title></textarea></style><script>__ran.push(5)</script>",
    "' autofocus onfocus='__ran.push(6)", "javascript:__ran.push(7)", "[javascript:__ran.push(8) x]", "]]><b onclick=x>",
    "{{constructor.constructor('__ran.push(9)')()}}", "${__ran.push(10)}", "<iframe srcdoc='<script>top.__ran.push(11)</script>'>",
    "&lt;img src=x onerror=__ran.push(12)&gt;", "\\u003cimg src=x onerror=__ran.push(13)\\u003e", "<base href=//evil.example/>",
    "[[x|<img src=x onerror=__ran.push(14)>]]", "'''<svg onload=__ran.push(15)>'''", "{key <img src=x onerror=__ran.push(16)>}",
    "http://x.example/\"onmouseover=__ran.push(17)//", "<meta http-equiv=refresh content='0;url=//evil.example'>",
]  # fmt: skip
ATTACKS = OURS + PUBLISHED
SHORT = [each for each in ATTACKS if len(each) <= 60]

# Before anything of a page runs: whatever would show itself is written down instead.
WATCH = """
window.__ran = [];
for (const name of ["alert", "confirm", "prompt", "print"]) window[name] = (...given) => { window.__ran.push(name + " " + given); };
document.addEventListener("securitypolicyviolation", (event) => window.__ran.push("policy " + event.violatedDirective));
"""
# What no page of ours has: a script that the server did not write into it, a handler in an attribute, an address that runs.
INTRUDERS = """
() => {
  const found = window.__ran.slice();
  const ours = 'script[type=module][src^="/static/"], script#settings, script[src="/widget.js"], link[href^="/static/"], ' +
    'link[href^="' + location.origin + '/static/"], meta[charset], meta[name], meta[http-equiv=Content-Security-Policy], ' +
    'head > style, iframe[src^="/plain/news"]';
  const strange = "script,iframe,frame,frameset,object,embed,base,link,meta,style,img,video,audio,source,marquee,math,applet," +
    "portal,bgsound,xml,isindex";
  for (const each of document.querySelectorAll("*")) {
    if (each.matches(strange) && !each.matches(ours)) found.push(each.outerHTML.slice(0, 120));
    for (const { name, value } of each.attributes) {
      if (/^on|^srcdoc$/i.test(name)) found.push(`${name}=${value}`.slice(0, 120));
      if (/^(href|src|action|formaction|data|xlink:href|poster|background)$/i.test(name)) {
        const { protocol } = new URL(value, document.baseURI);
        if (!["http:", "https:", "irc:", "mailto:"].includes(protocol)) found.push(`${name}=${value}`.slice(0, 120));
      }
    }
  }
  return found;
}
"""


def told(field: str, most: int) -> str:
    """As many attacks as go into a text of so many characters, behind a word that says which field this is."""
    text = f"zq{field}"
    for attack in ATTACKS:
        if len(text) + 1 + len(attack) <= most:
            text += "\n" + attack
    return text


class Place:
    """A site where every text that somebody may write is hostile."""

    def __init__(self, site) -> None:
        cast, self.site = site.cast, site
        self.mia, self.ana, self.ben = cast.monitor(), cast.agent("ana").listens(), cast.agent("ben").listens()
        self.mia.post("/queue", {"mode": "open", "message": told("closing", 500)})
        self.ana.post(
            "/replies",
            {"title": "zqtitle <img src=x onerror=__ran.push(20)>", "category": OURS[1], "body": told("reply", 8000)},
        )
        self.asker = self._guest(0)
        self.room = self.ana.assists(self.asker)
        for start in range(0, len(ATTACKS), 8):
            self.asker.says(self.room, "zqmessage\n" + "\n\n".join(ATTACKS[start : start + 8]))
        self.ana.post(f"/topic/{self.room}", {"topic": told("topic", 500)})
        self.ana.post(f"/note/{self.room}", {"body": told("note", 20_000)})
        self.ana.post(f"/tags/{self.room}", {"add": ["zqtag <img src=x onerror=1>", "<svg/onload=__ran.push(21)>"]})
        self.ana.says(self.room, told("answer", 20_000))
        self.asker.post("/report", {"room": self.room, "reason": told("report", 500)})
        self.group = self.ana.post(
            "/create", {"name": "zqroom <svg/onload=__ran.push(22)>", "topic": told("grouptopic", 500)}
        ).json["room"]
        self.ana.says(self.group, told("group", 20_000))
        self.ana.post(
            "/direct_message", {"session": self.ben.id, "body": told("direct", 20_000), "client_id": "direct"}
        )
        self.ana.post(f"/invite/{self.room}", {"session": self.ben.id, "note": told("invitation", 2000)})

        self.gone = self._guest(1)
        over = self.ana.assists(self.gone)
        self.gone.says(over, told("last", 20_000))
        self.ana.post(f"/end/{over}", {"reason": told("reason", 255)})
        self.gone.post(f"/survey/{over}", {"score": 1, "solved": False, "comment": told("comment", 4000)})
        self.over = over
        banned = self._guest(2)
        kicked = self.ana.assists(banned)
        said = banned.says(kicked, "zqredacted")
        self.mia.post("/redact", {"room": kicked, "event": said["id"], "reason": told("redaction", 500)})
        self.mia.post(f"/kick/{kicked}", {"session": banned.id, "reason": told("kick", 500)})
        self.mia.post("/ban", {"session": banned.id, "reason": told("ban", 500)})
        banned.request("POST", "/ban/review", {"text": told("review", 2000)})
        self.waiting = [self._guest(n) for n in range(3, 9)]

    def _guest(self, n: int):
        guest = self.site.cast.guest(f"zqname {SHORT[n]}")
        metadata = {key: told(key, most) for key, most in {
            "product": 255, "topic": 255, "os": 255, "version": 255, "began": 255, "frequency": 255, "extensions": 9000,
            "troubleshooting": 9000, "email": 254,
        }.items()}  # fmt: skip
        extra = {"zqextra " + OURS[0]: told("extravalue", 4000), OURS[3]: OURS[4]}
        guest.asks(told("question", 10_000), **metadata, locale="zqlocale<svg/onload=__ran.push(23)>"[:35], extra=extra)
        return guest.listens()


@pytest.fixture(scope="module")
def place(databases, template):
    with open_site(databases, template) as site:
        site.start(flood={"enabled": False}, limits={"messages_per_minute": 100_000}, log={"level": "warning"})
        yield Place(site)


class Visitors(People):
    """Browsers at that site; what they find on its pages is judged when they look."""

    def __init__(self, chromium, place: Place) -> None:
        super().__init__(chromium, place.site.servers[0])
        self.place = place
        self.shown: set[str] = set()

    def page(self, **options):
        page = super().page(**LET_IN | options)
        page.add_init_script(WATCH)
        page.on("dialog", lambda dialog: (self.errors.append(f"a dialog: {dialog.message}"), dialog.dismiss()))
        page.on("request", self._asked)
        page.on("popup", lambda other: self.errors.append(f"a window: {other.url}"))
        return page

    def _asked(self, request) -> None:
        if not request.url.startswith(self.demo.url + "/"):
            self.errors.append(f"asked for {request.url}")

    def as_(self, person, path: str, **options):
        """A browser with the cookies of somebody of the cast."""
        page = self.page(**options)
        page.context.add_cookies(
            [{"name": name, "value": value, "url": self.demo.url} for name, value in person.cookies.items()]
        )
        page.goto(self.demo.url + path)
        return page

    def look(self, page) -> None:
        """Whatever is on the page now was written down as text, and nothing of it ran."""
        found = page.evaluate(INTRUDERS)
        assert not found, (page.url, found)
        self.shown |= set(re.findall(r"zq([a-z]+)", page.locator("html").evaluate("html => html.textContent").lower()))

    def close(self) -> None:
        # The people of the cast stay for the next test: their browsers only close.
        for context in self._contexts:
            context.close()
        assert not self.errors, "\n".join(self.errors)


@pytest.fixture
def visitors(chromium, place):
    its_visitors = Visitors(chromium, place)
    yield its_visitors
    its_visitors.close()


def test_nothing_of_a_published_attack_runs_on_the_guests_pages(visitors, place):
    page = visitors.as_(place.asker, "/")
    expect(page.locator(".bubble")).not_to_have_count(0)
    visitors.look(page)
    page = visitors.as_(place.waiting[0], "/")
    expect(page.locator(".wait")).to_be_visible()
    visitors.look(page)
    page = visitors.as_(place.gone, "/")
    expect(page.locator(".guest-body")).not_to_be_empty()
    visitors.look(page)
    assert {"message", "answer", "question", "topic"} <= visitors.shown, visitors.shown


def test_nothing_of_a_published_attack_runs_on_the_pages_without_a_script(visitors, place):
    for person, words in ((place.asker, "zqmessage"), (place.waiting[1], "zqquestion"), (place.gone, "zqlast")):
        page = visitors.as_(person, "/plain")
        expect(page.locator("main")).to_contain_text(words)
        visitors.look(page)
    newcomer = place.site.cast.guest()
    page = visitors.as_(newcomer, "/plain")
    # What is refused is shown again, in the fields that it came from.
    page.locator("form:has(#question)").evaluate("form => { form.noValidate = true; }")
    page.locator("#question").fill(told("typed", 12_000))
    page.locator("#name").evaluate(
        "(field, name) => { field.removeAttribute('maxlength'); field.value = name; }", told("long", 300)
    )
    page.locator("form:has(#question) button[type=submit]").last.click()
    expect(page.locator("#question")).to_have_value(re.compile("zqtyped"))
    visitors.look(page)


def test_nothing_of_a_published_attack_runs_in_the_console(visitors, place):
    page = visitors.as_(place.ana, "/agent")
    expect(page.locator(".queue-item")).to_have_count(len(place.waiting))
    visitors.look(page)
    for chat in page.locator(".chat-item").all():
        chat.click()
        visitors.look(page)
    page.locator(".chat-item", has_text="zqname").first.click()
    expect(page.locator(".agent-note").first).to_be_attached()
    page.locator("details").evaluate_all("all => all.forEach((each) => { each.open = true; })")
    visitors.look(page)
    page.locator("textarea[name=body]").fill("/zqti")
    expect(page.locator(".saved-reply").first).to_be_visible()
    visitors.look(page)
    page = visitors.as_(place.ben, "/agent")
    expect(page.locator(".offers")).to_contain_text("zqinvitation")
    visitors.look(page)
    wanted = {
        "name", "message", "answer", "question", "topic", "note", "tag", "title", "reply", "product", "os", "version", "extensions",
        "extra", "extravalue", "troubleshooting", "email", "began", "frequency", "room", "group", "direct", "invitation",
    }  # fmt: skip
    assert wanted <= visitors.shown, wanted - visitors.shown


def test_nothing_of_a_published_attack_runs_on_the_monitors_page(visitors, place):
    page = visitors.as_(place.mia, "/monitor")
    expect(page.locator(".room")).not_to_have_count(0)
    expect(page.locator("#bans")).to_be_visible()
    visitors.look(page)
    page.locator("#audit button").click()
    expect(page.locator("dialog .audit li")).not_to_have_count(0)
    visitors.look(page)
    page.keyboard.press("Escape")
    page.locator(".room button").first.click()
    expect(page.locator("dialog .bubble").first).to_be_attached()
    visitors.look(page)
    wanted = {
        "name",
        "message",
        "answer",
        "topic",
        "question",
        "report",
        "ban",
        "review",
        "kick",
        "redaction",
        "closing",
        "tag",
    }
    assert wanted <= visitors.shown, wanted - visitors.shown


def test_nothing_of_a_published_attack_runs_in_the_history(visitors, place):
    page = visitors.as_(place.mia, "/history?q=zqlast")
    expect(page.locator(".result")).to_have_count(1)
    visitors.look(page)
    page.locator(".result").click()
    expect(page.locator(".transcript .bubble").first).to_be_visible()
    visitors.look(page)
    page.goto(f"{visitors.demo.url}/history?room={place.room}")
    expect(page.locator(".transcript .bubble").first).to_be_visible()
    visitors.look(page)
    for room in (place.room, place.over):
        page.goto(f"{visitors.demo.url}/transcripts/{room}.html")
        visitors.look(page)
    wanted = {"name", "last", "comment", "question", "message", "note", "tag", "product", "topic"}
    assert wanted <= visitors.shown, wanted - visitors.shown


def test_nothing_of_a_published_attack_runs_from_an_address(visitors, place):
    """What stands in an address alone: a link that somebody is sent."""
    page = visitors.as_(place.mia, "/healthz")
    server = visitors.demo.url
    said = quote("".join(OURS[:7]), safe="")
    for path in (
        f"/?embed=https://{said}&product={said}&locale={said}&scheme={said}", f"/?embed=https://a.example&product={said}&scheme={said}",
        f"/?embed=javascript:alert(1)//https://{said}", f"/nowhere/{said}", f"/demo/login?next={said}", f"/patterns/guest?state={said}",
        f"/static/{said}/{said}", f"/transcripts/{said}.html",
    ):  # fmt: skip
        page.goto(server + path)
        visitors.look(page)
    # The history keeps what it was asked for in its address.
    page.goto(
        f"{server}/history?q={quote(OURS[0])}&product={quote(OURS[2])}&tag={quote(OURS[1])}&agent={quote(OURS[3])}"
    )
    expect(page.locator(".results")).to_have_attribute("aria-busy", "false")
    visitors.look(page)


def test_after_signing_in_nobody_is_led_to_another_place(place):
    """The address to come back to is one of our own pages or none."""
    for there in (
        "javascript:alert(1)",
        "//evil.example/agent",
        "https://evil.example/",
        "/\\evil.example",
        "/agent\r\nX: y",
        "/nowhere",
    ):
        stranger = place.site.cast.stranger()
        form = f"account=sam&next={quote(there)}".encode()
        reply = stranger.request("POST", "/demo/login", form, {"Content-Type": "application/x-www-form-urlencoded"})
        assert (reply.status, reply.headers["Location"]) == (303, "/"), there


def test_a_hostile_address_of_a_question_on_the_forum_is_refused(place):
    """The one address that a guest gives and that becomes a link."""
    for url in (
        "javascript:alert(1)",
        "data:text/html,<script>1</script>",
        "//evil.example",
        "https://evil.example/q/1",
    ):
        with pytest.raises(Problem) as caught:
            place.gone.post(f"/follow_up/{place.over}/linked", {"url": url})
        assert caught.value.status in (409, 422), url


RUN = """() => {
  const there = document.createElement("div");
  there.innerHTML = '<img src=/x onerror="__ran.push(99)">';
  document.body.append(there);
}"""
SAW = "() => window.__ran.length > 0 && window.__ran"


def test_the_watchers_of_these_tests_see_what_runs(visitors, place):
    page = visitors.as_(place.asker, "/")
    expect(page.locator(".bubble")).not_to_have_count(0)
    page.evaluate(RUN)
    assert page.wait_for_function(SAW).json_value() == [99]
    assert len(page.evaluate(INTRUDERS)) == 3  # it ran, it is a strange element, it has a handler


@pytest.mark.parametrize("path", ["/", "/agent", "/monitor", "/history", "/transcripts/{room}.html"])
def test_what_would_get_onto_a_page_all_the_same_is_stopped_by_its_policy(chromium, place, path):
    visitors = Visitors(chromium, place)
    page = visitors.as_(place.mia, path.format(room=place.room), bypass_csp=False)
    page.evaluate(RUN)
    assert all(each.startswith("policy ") for each in page.wait_for_function(SAW).json_value())
    assert any("Content Security Policy" in each for each in visitors.errors)
    visitors.errors.clear()
    visitors.close()
