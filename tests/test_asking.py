"""The guest page as the server paints it: who is shown the form at once, and what becomes of one that was sent too early."""

import json
import re
from urllib.parse import urlencode

import pytest

from inko_lite.web.asking import device

from .paper import Page
from .test_chat import refused
from .test_opening import mode

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
OWN = {**FORM, "Sec-Fetch-Site": "same-origin", "Sec-Fetch-Dest": "document"}
TYPED = {
    "question": 'It says\r\n</textarea><b>"no"</b>',
    "name": "<Sam>",
    "topic": "Starting up",
    "version": "Firefox 1 & 2",
}


def settings_in(reply) -> dict:
    return json.loads(re.search(r'id="settings">(.*?)</script>', reply.body.decode(), re.DOTALL)[1])


def has_form(reply) -> bool:
    shown = b"<textarea" in reply.body
    # Where nothing is painted, nothing is told: the page has to ask who it is first.
    assert (settings_in(reply)["queue"] is not None) == (shown or b"ask-main" in reply.body)
    return shown


@pytest.fixture
def opened(site):
    """A site of this test's own, with somebody to help."""
    site.start(queue={"rules_text": "Be kind.", "consent_required": True}, flood={"enabled": False})
    return site.cast.agent()


def test_whoever_has_nothing_going_on_is_shown_the_form_at_once(site, opened):
    assert has_form(site.cast.stranger().get("/"))
    gus = site.cast.guest()
    page = gus.get("/")
    assert has_form(page) and "Set-Cookie" not in page.headers
    assert "Be kind." in page.body.decode() and settings_in(page)["queue"]["rules"]["text"] == "Be kind."
    # Somebody of the site who does not help, with a session and before it.
    sam = site.cast.user()
    assert has_form(sam.get("/"))
    stranger = site.cast.stranger()
    stranger.cookies = {"sessionid": sam.cookies["sessionid"]}
    assert has_form(stranger.get("/"))
    stranger.cookies = {"sessionid": "nobody", "inko_session": "nothing"}
    assert has_form(stranger.get("/"))


def test_whoever_waits_talks_or_helps_is_shown_no_form(site, opened):
    gus, ana = site.cast.guest(), opened
    gus.asks(consent="1")
    assert not has_form(gus.get("/"))
    room = ana.assists(gus)
    assert not has_form(gus.get("/"))
    gus.post(f"/end/{room}")
    # What was said is there to be read.
    assert not has_form(gus.get("/"))
    assert not has_form(ana.get("/"))
    stranger = site.cast.stranger()
    stranger.cookies = {"sessionid": ana.cookies["sessionid"]}
    assert not has_form(stranger.get("/"))
    # A person of the site who waits in another browser.
    sam = site.cast.user()
    sam.post("/identify", {"name": "Sam", "question": "Why?", "consent": "1"})
    stranger.cookies = {"sessionid": sam.cookies["sessionid"]}
    assert not has_form(stranger.get("/"))


def test_somebody_who_stands_by_is_shown_no_form(site):
    site.start(limits={"waiting": 1})
    site.cast.agent()
    first, gus = site.cast.guest("First"), site.cast.guest()
    first.asks()
    assert gus.asks(standby=True)["standby"]
    assert not has_form(gus.get("/"))
    page = site.cast.stranger().get("/")
    assert has_form(page) and "queue-state-full" in page.body.decode()


def test_a_closed_chat_has_no_form_and_says_why(site):
    site.start()
    mode(site.cast.monitor(), "closed", message="Back at <noon>.")
    page = site.cast.stranger().get("/")
    assert not has_form(page) and "Back at &lt;noon&gt;." in page.body.decode()


def test_a_form_that_is_sent_too_early_comes_back_filled_in_and_does_nothing(site, opened):
    stranger = site.cast.stranger()
    sent = stranger.request("POST", "/plain/sent", urlencode({**TYPED, "csrf": "x", "evil": "y"}).encode(), headers=OWN)
    assert sent.status == 200 and "Set-Cookie" not in sent.headers and not stranger.cookies
    text, settings = sent.body.decode(), settings_in(sent)
    form = Page(text).form("/plain/ask")
    assert form.fields["question"] == TYPED["question"].replace("\r\n", "\n")
    assert {name: form.fields[name] for name in ("name", "topic", "version")} == {
        name: TYPED[name] for name in ("name", "topic", "version")
    }
    assert "<b>" not in text and 'http-equiv="refresh"' not in text and "evil" not in text
    assert settings["sent"] is True and settings["ask_url"] == "/plain/ask"
    assert opened.get("/guests").json == []
    page = stranger.get("/")
    assert settings_in(page)["sent"] is False and settings_in(page)["ask_url"] == "/plain/sent"
    assert Page(page.body.decode()).form("/plain/sent").fields["question"] == ""
    # Asked for by hand, it is the page as it was.
    again = stranger.request("GET", "/plain/sent?embed=https%3A%2F%2Fshop.example")
    assert (again.status, again.headers["Location"]) == (303, "/?embed=https%3A%2F%2Fshop.example")


def test_whoever_has_a_chat_keeps_what_was_sent_too_early(site, opened):
    gus = site.cast.guest()
    gus.asks(consent="1")
    sent = gus.request("POST", "/plain/sent", urlencode(TYPED).encode(), headers=OWN)
    assert has_form(sent) and "&lt;Sam&gt;" in sent.body.decode()


def test_no_other_site_sends_a_question_in_somebodys_name(cast):
    stranger, body = cast.stranger(), urlencode(TYPED).encode()
    for headers in (
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
    ):
        assert stranger.request("POST", "/plain/sent", body, headers=FORM | headers).status == 403
    # Where there is no HTTPS browsers do not say Sec-Fetch-Site, but Origin.
    assert stranger.request("POST", "/plain/sent", body, headers=FORM | {"Origin": cast.url}).status == 200
    refused("request.invalid", stranger.post, "/plain/sent", {}, headers={"Sec-Fetch-Site": "same-origin"})


def test_a_browser_that_runs_no_script_is_led_to_the_page_that_needs_none_with_its_text(cast):
    stranger, body = cast.stranger(), urlencode(TYPED).encode()
    led = stranger.request("POST", "/plain/sent", body, headers=FORM)
    assert (led.status, led.headers["Location"]) == (307, "/plain/ask")
    page = Page(stranger.request("POST", "/plain/ask", body, headers=FORM).body.decode())
    assert page.form("/plain/ask").fields["name"] == "<Sam>"


def test_the_form_of_a_frame_stays_in_its_frame(site, opened):
    stranger = site.cast.stranger()
    query = "?embed=https://shop.example&product=Thunderbird&scheme=dark&locale=de"
    frame = {"Sec-Fetch-Dest": "iframe", "Sec-Fetch-Site": "cross-site"}
    page = stranger.get("/" + query, headers=frame)
    action = settings_in(page)["ask_url"]
    assert Page(page.body.decode()).form(action).fields["product"] == "Thunderbird"
    sent = stranger.request("POST", action, urlencode(TYPED).encode(), headers=OWN | {"Sec-Fetch-Dest": "iframe"})
    told = settings_in(sent)
    assert told["locale"] == "de" and told.items() >= {
        "embed": "https://shop.example", "framed": "cross-site", "product": "Thunderbird", "scheme": "dark",
    }.items()  # fmt: skip


@pytest.mark.parametrize(
    ("agent", "version", "os"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:143.0) Gecko/20100101 Firefox/143.0", "Firefox 143", "Windows"),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.4"
            " Safari/605.1.15",
            "Safari 18",
            "macOS",
        ),
        ("Mozilla/5.0 (Linux; Android 15; Mobile; rv:143.0) Gecko/143.0 Firefox/143.0", "Firefox 143", "Android 15"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 FxiOS/143.0 Mobile/15E148",
            "Firefox 143",
            "iOS 18.5",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"
            " Edg/140.0.0.0",
            "Edge 140",
            "Windows",
        ),
        ("Mozilla/5.0 (Linux; Android) Gecko/1 Firefox/.", "Firefox", "Android"),
        ("curl/8.0", "", ""),
    ],
)
def test_a_browser_is_known_by_what_it_says_and_a_system_by_no_version_that_it_hides(agent, version, os):
    assert device(agent) == {"version": version, "os": os}
