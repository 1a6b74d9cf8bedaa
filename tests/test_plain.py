"""The guest page without JavaScript: its forms do what the other page's do, by the same rules, once."""

import re

import pytest

from .conftest import ROOT
from .paper import Page, Paper


@pytest.fixture
def paper(cast):
    def make(name="Gus"):
        return cast._add(Paper(cast.url, name))

    return make


def chat(cast, paper, question="Why is it slow?"):
    """An agent, and a guest on paper whose page shows their room."""
    ana, gus = cast.agent().listens(), paper()
    gus.asks_on_paper(question)
    room = ana.assists()
    gus.opens()
    return ana, gus, room


def test_a_guest_without_scripts_is_led_there_and_asks_waits_talks_ends_and_judges(cast, paper):
    ana, gus = cast.agent().listens(), paper()
    gus.opens("/")
    assert '<noscript><meta http-equiv="refresh" content="0; url=/plain"></noscript>' in gus.reply.body.decode()
    gus.asks_on_paper("Bookmarks are gone\nsince today", email="gus@example.org", version="Firefox 143")
    assert "Almost your turn" in gus.page.words and "Bookmarks are gone since today" in gus.page.words
    assert gus.reply.headers["Refresh"] == "15"
    entry = ana.get("/guests").json[0]
    assert entry["question"] == "Bookmarks are gone\nsince today" and entry["name"] == "Gus"
    assert entry["metadata"]["email"] == "gus@example.org" and entry["metadata"]["version"] == "Firefox 143"
    room = ana.assists()
    ana.says(room, "Look under '''Library'''")
    gus.opens()
    assert "Refresh" not in gus.reply.headers
    assert "<strong>Library</strong>" in gus.reply.body.decode()
    gus.fills("/plain/message", body="There <b>they</b> are\nthanks")
    assert ana.hears("message", body="There <b>they</b> are\nthanks")["from"]["name"] == "Gus"
    assert "<b>they</b>" not in gus.reply.body.decode() and "There <b>they</b> are" in gus.page.words
    gus.fills("/plain/end")
    ana.hears("ended")
    assert "The chat has ended" in gus.page.words and "You ended it" in gus.page.words
    gus.fills("/plain/survey", score="5", solved="yes", comment="Quick!")
    assert "Thank you. Your answer helps" in gus.page.words
    assert gus.get(f"/survey/{room}").json["score"] == 5
    for link in (each for each in gus.page.links.values() if each.startswith("/transcripts/")):
        assert b"Library" in gus.get(link).body
    gus.opens("/plain?ask=same")
    assert gus.page.form("/plain/ask").fields["question"] == "Bookmarks are gone\nsince today"


def test_a_form_sent_twice_does_things_once(cast, paper):
    ana, gus = cast.agent(), paper()
    gus.opens()
    form = gus.page.form("/plain/ask")
    for _ in range(2):
        gus.sends(form, question="Why?", name="Gus")
        assert gus.reply.status == 200 and "Almost your turn" in gus.page.words
    assert len(ana.get("/guests").json) == 1
    room = ana.assists()
    gus.opens()
    form, end = gus.page.form("/plain/message"), gus.page.form("/plain/end")
    gus.sends(form, body="once")
    gus.sends(form, body="once")
    texts = [e["body"] for e in gus.get(f"/message/{room}").json["events"] if e["kind"] == "message"]
    assert texts == ["once"]
    # Back, changed, and sent from the old form: said, kept, and good the next time.
    gus.sends(form, body="twice")
    assert gus.reply.status == 409 and "was sent already" in gus.page.words
    gus.fills("/plain/message")
    assert [e["body"] for e in gus.get(f"/message/{room}").json["events"] if e["kind"] == "message"] == [
        "once",
        "twice",
    ]
    gus.sends(end), gus.sends(end)
    assert gus.reply.status == 200
    survey = gus.page.form("/plain/survey")
    for score in ("4", "4", "1"):
        gus.sends(survey, score=score, solved="no", comment="")
        assert gus.reply.status in (200, 409)
    assert gus.get(f"/survey/{room}").json["score"] == 4


def test_a_refusal_is_a_sentence_and_what_was_typed_is_still_there(cast, paper):
    gus = paper()
    cast.agent()
    gus.opens()
    gus.fills("/plain/ask", question="  ", name="Gus", email="gus@example.org")
    assert gus.reply.status == 422 and "Please write something here." in gus.page.words
    assert gus.page.form("/plain/ask").fields["email"] == "gus@example.org"
    long = "ä" * 10_001
    gus.fills("/plain/ask", question=long)
    assert gus.reply.status == 422 and gus.page.form("/plain/ask").fields["question"] == long
    assert "Please shorten your text" in gus.page.words
    gus.fills("/plain/resume", code="nonsense!")
    assert (
        "brings back no conversation" in gus.page.words and gus.page.form("/plain/resume").fields["code"] == "nonsense!"
    )
    gus.fills("/plain/ask", question="Short.", name="Gus")
    assert "Almost your turn" in gus.page.words


def test_the_limits_and_the_end_of_a_chat_are_said_and_the_text_is_kept(site, template):
    site.start(flood={"messages_per_minute": 2}, limits={"message_bytes": 1000})
    cast = site.cast
    gus = cast._add(Paper(cast.url, "Gus"))
    ana = cast.agent()
    gus.asks_on_paper()
    room = ana.assists()
    gus.opens()
    gus.fills("/plain/message", body="x" * 1001)
    assert gus.reply.status == 413 and gus.page.form("/plain/message").fields["body"] == "x" * 1001
    for text in ("one", "two", "three"):
        gus.fills("/plain/message", body=text)
    assert gus.reply.status == 429 and "within a minute" in gus.page.words
    assert gus.page.form("/plain/message").fields["body"] == "three"
    ana.post(f"/end/{room}")
    gus.fills("/plain/message")
    assert gus.reply.status == 410 and "This was not sent" in gus.page.words and "three" in gus.page.words


def test_a_full_queue_keeps_the_text_and_a_closed_one_says_so(site):
    site.start(limits={"waiting": 1})
    cast = site.cast
    cast.agent()
    eve, gus, mia = cast._add(Paper(cast.url, "Eve")), cast._add(Paper(cast.url, "Gus")), cast.monitor()
    gus.opens()
    eve.asks_on_paper("First!")
    gus.opens()
    assert "Full" in gus.page.words
    gus.fills("/plain/ask", question="Second?", name="Gus")
    assert "We take the next free place for you" in gus.page.words and "Refresh" in gus.reply.headers
    eve.fills("/plain/leave")
    assert "You have left the queue" in eve.page.words
    gus.opens()
    assert "Second?" in gus.page.words and "Almost your turn" in gus.page.words
    mia.post("/queue", {"mode": "closed", "message": "Back at nine."})
    eve.fills("/plain/ask", question="Still here?", name="Eve")
    assert eve.reply.status == 503 and eve.page.form("/plain/ask").fields["question"] == "Still here?"
    assert "Back at nine." in eve.opens().page.words
    assert not [form for form in eve.page.forms if form.action.endswith("/ask")]
    eve.fills("/plain/settings", locale="de")
    assert 'lang="de"' in eve.reply.body.decode() and 'form="typed"' not in eve.reply.body.decode()


def test_the_frame_shows_what_is_new_and_the_field_is_left_alone(cast, paper):
    ana, gus, room = chat(cast, paper)
    (news,) = gus.page.frames
    assert gus.opens(news).reply.headers["Refresh"] == "10" and "Nothing new" in gus.page.words
    ana.says(room, "Try this")
    assert "Try this" in gus.opens(news).page.words
    gus.opens()
    form = gus.page.form("/plain/message")
    ana.says(room, "And this")
    gus.sends(form, "/plain/look", body="half a sent")
    assert "And this" in gus.page.words and gus.page.form("/plain/message").fields["body"] == "half a sent"
    ana.post(f"/end/{room}")
    gus.opens(news)
    assert "The chat has ended" in gus.page.words and "Refresh" not in gus.reply.headers


def test_the_reader_may_stop_the_reloading_and_choose_the_language(cast, paper):
    gus = paper()
    cast.agent()
    gus.asks_on_paper()
    gus.fills("/plain/settings", pace="still")
    assert "Refresh" not in gus.reply.headers and "only when you say so" in gus.page.words
    gus.fills("/plain/settings", locale="de")
    assert "Gleich sind Sie dran" in gus.page.words or 'lang="de"' in gus.reply.body.decode()
    gus.fills("/plain/leave")
    # What is being written goes along into the other language.
    gus.sends(gus.page.form("/plain/ask"), "/plain/settings", question="Halb", name="", locale="ar")
    assert 'dir="rtl"' in gus.reply.body.decode() and gus.page.form("/plain/ask").fields["question"] == "Halb"


def test_only_our_own_forms_are_taken_and_a_visit_that_is_over_loses_no_text(cast, paper):
    gus = paper()
    cast.agent()
    gus.opens()
    form = gus.page.form("/plain/ask")
    for headers in (
        {"Sec-Fetch-Site": "cross-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null", "Sec-Fetch-Site": None},
    ):
        gus.sends(form, question="?", name="x", headers=headers)
        assert gus.reply.status == 403
    gus.sends(form, question="?", name="x", csrf="wrong")
    assert gus.reply.status == 403 and gus.page.form("/plain/ask").fields["question"] == "?"
    gus.cookies.clear()
    gus.sends(form, question="Kept?", name="Gus")
    assert gus.reply.status == 401 and "keeps no cookies" in gus.page.words
    gus.fills("/plain/ask")
    assert "Kept?" in gus.page.words and gus.reply.status == 200
    assert gus.request("POST", "/plain/message", b"{}", headers=gus._accepts()).status == 422
    assert cast.stranger().request("GET", "/plain/news?after=x").status == 422


def test_a_banned_guest_reads_so_and_may_ask_for_a_review(cast, paper):
    ana, gus, _ = chat(cast, paper)
    guest = next(m["id"] for m in ana.state()["rooms"][0]["members"] if m["role"] == "guest")
    cast.monitor().post("/ban", {"session": guest, "reason": "spam", "minutes": 5})
    gus.fills("/plain/message", body="again")
    assert gus.reply.status == 403 and gus.page.form("/ban/review")
    assert gus.opens().page.form("/ban/review")


def test_a_code_brings_the_chat_back_and_a_moderator_can_be_called(cast, paper):
    _, gus, _ = chat(cast, paper)
    code = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}", gus.page.words)[0]
    back = paper("Back")
    back.opens().fills("/plain/resume", code=code.lower())
    assert "Why is it slow?" in back.page.words
    mia = cast.monitor().listens()
    back.fills("/plain/call", reason="Rude")
    mia.hears("reported")
    assert "A moderator has been called." in back.page.words


def test_what_is_older_is_a_link_away(cast, paper):
    ana, gus, room = chat(cast, paper)
    for number in range(60):
        ana.says(room, f"message {number}.")
    gus.opens()
    assert "message 59." in gus.page.words and "message 1." not in gus.page.words
    gus.opens(gus.page.links["Show earlier messages"])
    assert "message 1." in gus.page.words and not any(form.action.endswith("/message") for form in gus.page.forms)


def test_who_waits_on_paper_is_not_taken_for_silent_between_two_looks(site):
    """Others see a person as reconnecting after `reconnecting_seconds`; a page that looks again later than that is still there."""
    site.start(presence={"reconnecting_seconds": 1, "guest_gone_seconds": 3, "grace_seconds": 0.1})
    cast = site.cast
    ana = cast.agent().listens()
    gus, eve = cast._add(Paper(cast.url, "Gus")), cast.guest("Eve")
    gus.asks_on_paper("On paper")
    eve.asks("With a script that fell silent")
    assert ana.hears("dequeued", guest=eve.id, reason="gone")
    assert [guest["name"] for guest in ana.get("/guests").json] == ["Gus"]
    assert not [e for e in ana.heard if e["kind"] == "presence" and e["session"] != eve.id]


def test_somebody_who_was_gone_has_the_place_again(site):
    site.start(presence={"reconnecting_seconds": 1, "guest_gone_seconds": 2, "grace_seconds": 0.1})
    cast = site.cast
    ana = cast.agent().listens()
    gus = cast.guest("Gus")
    gus.asks("Away for a while")
    ana.hears("dequeued", guest=gus.id, reason="gone")
    paper = cast._add(Paper(cast.url, "Gus"))
    paper.cookies = gus.cookies
    paper.opens()
    assert "Welcome back" in paper.page.words and paper.reply.headers["Refresh"] == "5"
    ana.hears("queued", reason="back")
    assert "Away for a while" in paper.opens().page.words


def test_staff_is_sent_to_the_console(cast):
    ana = cast.agent()
    page = Page(ana.request("GET", "/plain").body.decode())
    assert page.links["Open the console"] == "/agent"


def test_the_rules_must_be_agreed_to_and_the_forum_takes_the_question_on(site):
    site.start(
        queue={"rules_text": "Be kind.", "rules_version": "v1", "consent_required": True},
        forum={"url": "https://forum.example.org/new?title={title}&body={body}"},
    )
    cast = site.cast
    ana, gus = cast.agent(), cast._add(Paper(cast.url, "Gus"))
    gus.asks_on_paper("Sync stops\nafter an hour")
    assert gus.reply.status == 422 and "Be kind." in gus.page.words
    gus.fills("/plain/ask", consent="v1")
    ana.assists()
    gus.opens().fills("/plain/end")
    form = gus.page.form("/plain/forum")
    gus.sends(form, title="Sync stops", consent="yes")
    assert gus.page.links["Open the forum"].startswith("https://forum.example.org/new?title=Sync%20stops")


def test_the_page_says_where_its_times_are_and_names_no_other_origin(cast, paper):
    ana, gus, room = chat(cast, paper)
    ana.says(room, "hello")
    gus.opens()
    assert "All times are in UTC." in gus.page.words
    text = gus.reply.body.decode()
    assert re.search(r"\d\s?[AP]M", gus.page.words) and "<script" not in text and " style=" not in text
    assert all(path.startswith(("/", "#")) for path in re.findall(r'(?:src|href|action)="([^"]*)"', text))
    assert (ROOT / "inko_lite/web/locales/ar/plain.ftl").exists()
