"""Texts that look like something else: a formula, a line of the log, a header, a template, a statement, markup of another place.

What a text does on a page is judged in a browser (tests/browser/test_hostile_pages.py), what it does to the renderer in
test_markup_hostile.py. Here it is everything else that a text of a stranger's ends up in.
"""

import csv
import json
import re
from html.parser import HTMLParser
from urllib.parse import quote
from xml.etree import ElementTree

import pytest

from inko_lite.desk.exports import csv_line

from .wire import Wire, request

# ── formulas ────────────────────────────────────────────────────────────────────────────────────────────────────────

FORMULAS = [
    "=1+1", "+1+1", "-1+1", "@SUM(1)", "\t=1", "\r=1", "\n=1", "\ufeff=1", "\u200b=1", "\u202e=1", " \u2066@x", '"=1', "x;=1", 'x";=1',
    "x\n=1", 'x;"=1',
    "x\t+1", 'x"\n"-1', "x; \u200b@y", "=HYPERLINK(\"http://evil.example\",\"x\")", "=cmd|' /C calc'!A0", "＝1",
]  # fmt: skip
BEGINS = re.compile(r"[\s\x00-\x1f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]*[=+\-@＝＋－＠]")


def formulas(text: str) -> list[str]:
    """Cells that some spreadsheet would reckon: with each separator that it may expect, each line's end a row's."""
    return [
        each
        for delimiter in ",;\t"
        for row in csv.reader(text.splitlines(keepends=True), delimiter=delimiter)
        for each in row
        if BEGINS.match(each)
    ]


def test_the_judge_knows_a_formula():
    for formula in ("=1", "\ufeff=1", "x;=1"):
        assert formulas(f'"a","{formula}"\r\n'), formula


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_is_a_formula_however_a_spreadsheet_cuts_the_line(text):
    assert not formulas(csv_line(["a", text]))


def test_no_export_and_no_report_holds_a_formula(site):
    """Regression: a text with a semicolon or an invisible sign before the formula came through."""
    site.start(flood={"enabled": False}, queue={"default_chat_limit": 10})
    ana, mia = site.cast.agent(), site.cast.monitor()
    for n, start in enumerate(range(0, len(FORMULAS), 3)):
        some = (FORMULAS * 2)[start : start + 3]
        gus = site.cast.guest(some[0])
        keys = ("product", "topic", "os", "version", "email", "began")
        gus.asks(
            "\n".join(some),
            **{key: some[n % 3] for n, key in enumerate(keys)},
            extensions=some[1],
            extra={some[1]: some[2]},
        )
        room = ana.assists(gus)
        ana.post(f"/tags/{room}", {"add": ["=tag", "+tag", "@tag;=1"]})
        ana.post(f"/end/{room}", {"reason": some[1]})
        gus.post(f"/survey/{room}", {"score": 1 + n % 5, "solved": False, "comment": some[2]})
    for path in ("/transcripts.csv", "/reports/summary.csv"):
        text = mia.get(path).body.decode()
        assert len(text.splitlines()) > 5 and not formulas(text), (path, formulas(text))


# ── lines of the log ────────────────────────────────────────────────────────────────────────────────────────────────

LINE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z \d+ [A-Z-]+ \S+ [\d-]+ \d+ \d+\.\d{4} \S+ \S+\Z")
FORGED = "2026-11-22T00:00:00.000Z 1 POST /forged 200 0 0.0000 forged forged"


def test_no_request_writes_a_line_of_its_own_into_a_log(site, tmp_path):
    access = tmp_path / "access.log"
    server = site.start(log={"access_file": str(access), "level": "debug"})
    site.cast.agent()
    gus = site.cast.guest(FORGED)
    gus.asks(f"a\n{FORGED}\r\n{FORGED}", product=f"\n{FORGED}", extra={FORGED[-60:]: "\u2028" + FORGED})
    paths = [quote(f"/nowhere/{end}{FORGED}") for end in ("\n", "\r\n", "\r", "\u2028", "\x85", "\x1b[2J", "\x0b")]
    headers = (
        f"User-Agent: {FORGED}",
        f"X-Request-Id: x {FORGED}",
        f"Referer: \x85{FORGED}",
        f"Cookie: inko_session={FORGED}",
    )
    for path in paths:
        with Wire(server.url) as wire:
            assert wire.ask(request("GET", path, *headers)).status == 404
    gus.request("GET", "/nowhere/a b".replace(" ", "%20"))
    site.cast.leave()
    server.stop()
    lines = access.read_text("utf-8").splitlines()
    assert len(lines) > len(paths) and all(LINE.fullmatch(line) for line in lines), [
        line for line in lines if not LINE.fullmatch(line)
    ]
    assert sum("/forged" in line for line in lines) == len(paths)  # as a part of the path, with its signs written out
    assert not any(line.startswith("2026-11-22T00:00:00.000Z 1 POST") for line in server.log + lines)


# ── headers ─────────────────────────────────────────────────────────────────────────────────────────────────────────

SPLIT = "%0d%0aSet-Cookie:%20x=y%0d%0a%0d%0a<script>1</script>"


def test_nothing_of_a_request_gets_into_the_headers_of_its_reply(cast):
    """CR and LF in a path, a query, a language or a Host: no header more, no address that leads away."""
    mia, stranger = cast.monitor(), cast.stranger()
    quiet = {
        "Accept": "text/html",
        "Host": "evil.example",
        "Accept-Language": "en;q=1,\t\xe9;q=\xb2",
        "Origin": "https://evil.example",
    }
    for path in (
        f"/transcripts/{SPLIT}.txt", f"/transcripts/x{SPLIT}.html", f"/subject/{SPLIT}", f"/history?room={SPLIT}", f"/agent?{SPLIT}",
        f"/demo/login?next={SPLIT}", f"/static/{SPLIT}/{SPLIT}", f"/?embed=https://a{SPLIT}&locale={SPLIT}", f"/{SPLIT}",
        f"/plugins/fastpath/workgroup-stats?workgroup={SPLIT}", f"/status.json?{SPLIT}",
    ):  # fmt: skip
        for person in (mia, stranger):
            reply = person.request(
                "GET", path, headers={**quiet, "Cookie": person.headers().get("Cookie", "") + f"; inko_locale={SPLIT}"}
            )
            assert reply.status < 500 and "x=y" not in str(reply.headers.get_all("Set-Cookie")), path
            told = "\n".join(f"{name}: {value}" for name, value in reply.headers.items() if name != "Location")
            assert "evil" not in told and "script>" not in told, (path, told)
            assert "evil.example" not in reply.headers.get("Location", ""), path


def test_the_names_of_files_are_made_of_ids_alone(cast):
    ana, gus, room = cast.chat(guest='a"; filename="evil.html\r\nX: y')
    mia = cast.monitor()
    ana.post(f"/topic/{room}", {"topic": '"; filename=evil.exe'})
    for path in (
        f"/transcripts/{room}.txt",
        "/transcripts.csv",
        "/transcripts.json",
        "/reports/summary.csv",
        f"/subject/{gus.id}",
    ):
        told = mia.get(path).headers["Content-Disposition"]
        assert re.fullmatch(r'attachment; filename="[A-Za-z0-9_-]+\.(txt|csv|json)"', told), told


def test_every_page_and_every_file_says_what_it_is_and_to_whom_its_address_is_told(cast):
    _, gus, room = cast.chat()
    mia = cast.monitor()
    pages = [
        "/",
        "/agent",
        "/monitor",
        "/history",
        "/nowhere",
        f"/transcripts/{room}.html",
        "/demo/login",
        "/patterns/guest",
        "/plain",
    ]
    files = [f"/transcripts/{room}.txt", f"/transcripts/{room}", "/transcripts.csv", "/transcripts.json", "/transcripts.txt",
             "/reports/summary.csv", f"/subject/{gus.id}"]  # fmt: skip
    for path in pages + files:
        headers = mia.request("GET", path, headers={"Accept": "text/html"}).headers
        assert headers["X-Content-Type-Options"] == "nosniff", path
        assert headers["Referrer-Policy"] in ("same-origin", "no-referrer"), path
        assert headers["Cache-Control"] == "no-store", path
        assert "charset=utf-8" in headers["Content-Type"] or "json" in headers["Content-Type"], path
        if path in pages:
            policy = dict(part.strip().partition(" ")[::2] for part in headers["Content-Security-Policy"].split(";"))
            assert policy["default-src"] in ("'self'", "'none'") and policy["base-uri"] == "'none'", path
            assert policy["frame-ancestors"] in ("'self'", "'none'") and policy["form-action"] in (
                "'self'",
                "'none'",
            ), path
            assert "unsafe" not in str(policy) and "*" not in str(policy), path


# ── other languages ─────────────────────────────────────────────────────────────────────────────────────────────────

TEMPLATES = [
    "{{7*191}}", "{{!7*191}}", "{% 7*191 %}", "${7*191}", "#{7*191}", "{ $name }", "{ -brand }", "%(name)s %s %n", "{0.__class__}",
    "% end\n% 1/0",
]  # fmt: skip


def test_a_text_is_no_template_anywhere(cast):
    name = "{ $name } {{7*191}} %s {0}"
    ana, gus, room = cast.chat(guest=name)
    said = "\n".join(TEMPLATES)
    gus.says(room, said)
    ana.post(f"/topic/{room}", {"topic": "{ $topic } {{7*191}} %(x)s"})
    for path in (
        f"/transcripts/{room}.txt",
        f"/transcripts/{room}.html",
        f"/message/{room}",
        "/state",
        "/nowhere/{{7*191}}",
    ):
        text = ana.request("GET", path, headers={"Accept": "text/html"}).body.decode()
        assert "1337" not in text, path
    text = ana.get(f"/transcripts/{room}.txt").body.decode()
    assert (
        f"{name}: " in text
        and all(part in text for each in TEMPLATES for part in each.split("\n"))
        and "{ $topic }" in text
    )


SQL = [
    "' OR 1=1 --", "'; DROP TABLE inko.sessions; --", "\\'; SELECT pg_sleep(9); --", "$$; SELECT 1; $$", "%", "_", "100%_", "a' || 'b",
]  # fmt: skip
TSQUERY = ["a & | !b", "(((", "a:*", "a <-> b", ":A & '", '"', '-"-', "or or -", "\\", "!", "'a':*B", "<->", "\ufeff'"]


def test_a_text_is_no_statement_and_no_pattern(cast, shared_site):
    mia = cast.monitor()
    rooms = {}
    for text in SQL[:3]:
        ana, gus, rooms[text] = cast.chat(guest=text[:80])
        ana.post(f"/tags/{rooms[text]}", {"add": [text]})
        gus.says(rooms[text], text)
        ana.post(f"/end/{rooms[text]}")
    everything = mia.get("/transcripts").json["rooms"]
    assert len(everything) >= 3
    for text in SQL + TSQUERY:
        for field in ("q", "agent", "product", "tag", "cursor"):
            reply = mia.request("GET", f"/transcripts?{field}={quote(text)}")
            assert reply.status in (200, 422), (field, text, reply.body)
            if field != "q" and reply.status == 200:
                found = [room["id"] for room in reply.json["rooms"]]
                assert found == ([rooms[text]] if field == "tag" and text in rooms else []), (field, text)
        for path in ("/audit?act=", "/audit?actor=", "/audit?room=", "/replies?room=", "/skills?agent="):
            assert mia.request("GET", path + quote(text)).status in (200, 404, 422), (path, text)
        for path in (
            f"/message/{quote(text, safe='')}",
            f"/subject/{quote(text, safe='')}",
            f"/transcripts/{quote(text, safe='')}",
        ):
            assert mia.request("GET", path).status in (404, 422), path
    assert shared_site.query("SELECT count(*) > 0 FROM sessions")[0][0]


class Scripts(HTMLParser):
    """What stands in a page's script elements."""

    def __init__(self):
        super().__init__()
        self.found, self._inside = [], False

    def handle_starttag(self, tag, attrs):
        self._inside = tag == "script"
        self.found += [""] if self._inside else []

    def handle_data(self, data):
        if self._inside:
            self.found[-1] += data

    def handle_endtag(self, tag):
        self._inside = False


def test_what_a_page_carries_for_its_script_ends_no_script(site):
    title = "</script><!--<script>\u2028'\"&\\u003c/script>{{7*191}}"
    server = site.start(pages={"title": title, "hours": title, "products": [title], "topics": [title]})
    person = site.cast.stranger()
    page = Scripts()
    text = person.get("/?embed=https://a.example&product=" + quote(title)).body.decode()
    page.feed(text)
    assert len(page.found) == 2 and "1337" not in text
    settings = json.loads(page.found[1])
    assert (settings["title"], settings["products"], settings["product"]) == (title, [title], title)
    widget = person.get("/widget.js").body.decode()
    assert json.dumps(title, ensure_ascii=False)[1:-1] in widget
    assert server.process.poll() is None


def test_a_message_is_one_event_of_a_stream_whatever_it_holds(cast):
    """Server-Sent Events end with an empty line, chunks with a line break: neither in a text is one."""
    ana, gus, room = cast.chat()
    ana.listens()
    forged = json.dumps({"id": 10**9, "kind": "message", "room": room, "body": "forged"})
    for text in (
        f"a\n\nid: 1000000000\ndata: {forged}\n\n.",
        f"a\r\n\r\ndata: {forged}\r\r.",
        "0\r\n\r\nHTTP/1.1 200 OK",
    ):
        said = gus.says(room, text)
        assert ana.hears("message", id=said["id"])["body"] == text
    assert not [event for event in ana.heard_messages(room) if event["body"] == "forged"]


def test_the_feed_in_xml_is_well_formed_whatever_it_is_asked_for(cast):
    for asked in ("<x/>", '"><y/>', "&amp;&lol;", "]]>", "<!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]>&y;"):
        reply = cast.stranger().request("GET", f"/plugins/fastpath/workgroup-stats?workgroup={quote(asked)}")
        assert reply.status in (200, 404, 422)
        if reply.status == 200:
            assert "root:" not in "".join(ElementTree.fromstring(reply.body).itertext())
