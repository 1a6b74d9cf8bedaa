"""The widget over HTTP: one script for everybody, small and cached for minutes, and what its frame may be told."""

import gzip
import json
import re

import pytest

from inko_lite.config import load
from inko_lite.web.pages import Pages
from inko_lite.web.widget import script, sheet

from .conftest import open_site

# What one script tag costs the pages of other sites, compressed.
MOST_BYTES = 8 * 1024


@pytest.fixture(scope="module")
def plain():
    return script(Pages(load(environ={})))


def settings_in(reply):
    (text,) = re.findall(r'<script type="application/json" id="settings">(.*?)</script>', reply.body.decode())
    return json.loads(text)


def test_the_script_is_the_same_for_everybody_and_asked_for_anew_after_minutes(cast):
    stranger, ana = cast.stranger(), cast.agent()
    reply = stranger.get("/widget.js")
    assert reply.body == ana.get("/widget.js").body and not reply.headers.get("Set-Cookie")
    assert reply.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert reply.headers["Cache-Control"] == "public, max-age=300" and reply.headers["Vary"] == "Accept-Encoding"
    assert reply.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    packed = stranger.get("/widget.js", headers={"Accept-Encoding": "gzip"})
    assert gzip.decompress(packed.body) == reply.body and packed.headers["ETag"] != reply.headers["ETag"]
    assert len(packed.body) < MOST_BYTES
    for each, encoding in ((reply, None), (packed, "gzip")):
        again = {"If-None-Match": each.headers["ETag"], "Accept-Encoding": encoding}
        assert stranger.get("/widget.js", headers=again).status == 304


def test_its_words_are_plain_ones_with_the_same_values_in_every_language():
    pages = Pages(load(environ={}))
    for locale in pages.locales.values():
        for name, text in locale.messages.items():
            if name.startswith("widget-"):
                # The script knows nothing of Fluent but the values.
                assert re.fullmatch(r"[\w-]+ = [^{}\n]*(\{ \$\w+ \}[^{}\n]*)*", text), f"{locale.code}: {name}"


def test_the_sheet_brings_every_token_that_it_uses_for_light_and_dark(plain):
    css = json.loads(re.search(r'"css":("(?:[^"\\]|\\.)*")', plain)[1])
    light, dark = css.split(".inko.dark{")[0], css.split("@media (prefers-color-scheme:dark)")[1]
    used = set(re.findall(r"var\((--[\w-]+)", css))
    assert used <= set(re.findall(r"(--[\w-]+):", light))
    assert {"--ink", "--surface", "--accent"} <= set(re.findall(r"(--[\w-]+):", dark))
    with pytest.raises(KeyError):
        sheet(":root{}", ".x { color: var(--unknown) }")


def test_the_script_names_no_other_origin_and_parses_no_markup(plain):
    assert set(re.findall(r"https?://[^\"'`\s]+", plain)) == {"http://www.w3.org/2000/svg"}
    assert "innerHTML" not in plain and "eval" not in plain and "Function(" not in plain


@pytest.mark.parametrize(
    "query, headers, expected",
    [
        ("", {}, None),
        ("?embed=nothing", {}, None),
        ("?embed=javascript:alert(1)", {}, None),
        ("?embed=https://shop.example/with/path", {}, None),
        ("?embed=https://shop.example%22%3E", {}, {"embed": 'https://shop.example">', "framed": ""}),
        (
            "?embed=https://shop.example",
            {"Sec-Fetch-Dest": "iframe", "Sec-Fetch-Site": "cross-site"},
            {"framed": "cross-site"},
        ),
        (
            "?embed=https://shop.example",
            {"Sec-Fetch-Dest": "iframe", "Sec-Fetch-Site": "same-site"},
            {"framed": "same-site"},
        ),
        ("?embed=https://shop.example", {"Sec-Fetch-Dest": "iframe", "Sec-Fetch-Site": "same-origin"}, {"framed": ""}),
        ("?embed=https://shop.example", {"Sec-Fetch-Dest": "document", "Sec-Fetch-Site": "cross-site"}, {"framed": ""}),
        ("?embed=https://shop.example&product=Thunderbird", {}, {"product": "Thunderbird"}),
        ("?embed=https://shop.example&product=Something", {}, {"product": ""}),
        ("?embed=https://shop.example&scheme=dark&locale=ar", {}, {"scheme": "dark", "locale": "ar"}),
        ("?embed=https://shop.example&scheme=pink&locale=xx", {}, {"scheme": "", "locale": "en"}),
        ("?locale=%FF&embed=%00", {}, None),
    ],
)
def test_the_page_in_the_frame_learns_what_its_address_and_the_browser_say(cast, query, headers, expected):
    reply = cast.stranger().get("/" + query, headers=headers)
    settings, html = settings_in(reply), reply.body.decode()
    assert (" data-embedded" in html.split(">")[1]) == (expected is not None)
    assert 'shop.example">' not in html
    if expected is None:
        assert "embed" not in settings
    else:
        assert settings.items() >= expected.items()
        assert ("guest-dark.css" in html) == (expected.get("scheme") == "dark")


def test_who_may_show_the_frame_is_what_the_configuration_says(databases, template):
    with open_site(databases, template) as site:
        site.start(
            server={"frame_ancestors": ["https://shop.example"], "prefix": "/chat"},
            feeds={"origins": ["https://shop.example"]},
        )
        stranger = site.cast.stranger()
        page = stranger.get("/chat/?embed=https://elsewhere.example")
        assert "frame-ancestors https://shop.example" in page.headers["Content-Security-Policy"]
        for origin, allowed in (("https://shop.example", "https://shop.example"), ("https://elsewhere.example", None)):
            headers = {"Origin": origin}
            assert (
                stranger.get("/chat/status.json", headers=headers).headers.get("Access-Control-Allow-Origin") == allowed
            )
            # What has to do with somebody is for nobody else's scripts, and no header is let through for them.
            for path in ("/chat/session", "/chat/waittime", "/chat/"):
                assert "Access-Control-Allow-Origin" not in stranger.get(path, headers=headers).headers
            asked = {
                **headers,
                "Access-Control-Request-Method": "POST",
                "Access-Control-Request-Headers": "x-inko-framed",
            }
            assert (
                "Access-Control-Allow-Headers"
                not in stranger.request("OPTIONS", "/chat/identify", headers=asked).headers
            )
        assert b'"prefix":"/chat"' in stranger.get("/chat/widget.js").body
