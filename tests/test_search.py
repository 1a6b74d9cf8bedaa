"""Finding words in conversations, over HTTP; how PostgreSQL finds them; and that nothing is found that was taken away."""

import threading
import time

import pytest

from inko_lite.database import Database
from inko_lite.desk.search import PART_BYTES, Search
from inko_lite.desk.transcripts import PAGE, Filters, Transcripts
from inko_lite.stream.events import EventLog
from loadtest.bench_search import person, plan_of
from loadtest.history import COMMON, SELDOM, UNIQUE, Past

from .conftest import open_site
from .test_chat import refused

PAST_CHATS = 1500


def found(person, q, more=""):
    """{room: snippet} of what a search finds."""
    from urllib.parse import quote

    return {room["id"]: room["snippet"] for room in person.get(f"/transcripts?q={quote(q)}{more}").json["rooms"]}


@pytest.mark.parametrize(
    ("q", "finds"),
    [
        ("bookmarks", True), ("bookmark", True), ("BOOKMARKED", True), ("toolbar", True), ("vanished bookmarks", True),
        ('"bookmarks vanished"', True), ('"vanished bookmarks"', False), ("bookmarks -toolbar", False),
        ("nothing or toolbar", True), ("Thunderbird", True), ("profile", True), ("Gustav", True), ("extension-x", True),
        ("nothing", False), ("bookmarks nothing", False),
    ],
)  # fmt: skip
def test_words_are_found_in_question_messages_notes_name_and_metadata(cast, q, finds):
    ana = cast.agent()
    gus = cast.guest("Gustav")
    gus.asks("My bookmarks vanished", product="Thunderbird", extra={"add-ons": "extension-x"})
    room = ana.assists()
    gus.says(room, "They were in the toolbar")
    ana.post(f"/note/{room}", {"body": "a broken profile"})
    assert (room in found(ana, q)) is finds
    gus.post(f"/end/{room}")
    assert (room in found(ana, q)) is finds


def test_what_was_said_a_moment_ago_is_found(cast):
    ana, gus, room = cast.chat()
    assert room not in found(ana, "zebra")
    gus.says(room, "a zebra")
    assert room in found(ana, "zebra")
    ana.post(f"/note/{room}", {"body": "an okapi"})
    assert room in found(ana, "okapi")
    ana.post(f"/topic/{room}", {"topic": "Giraffes"})
    gus.says(room, "and on")
    assert room in found(ana, "giraffe")
    gus.post(f"/end/{room}")
    ana.post(f"/note/{room}", {"body": "it was a tapir"})
    assert room in found(ana, "tapir")


def test_a_snippet_shows_the_words_and_is_safe_to_insert(cast):
    ana, gus, room = cast.chat()
    gus.says(room, "nothing here")
    gus.says(room, "1 < 2 & 'onerror=alert(1)' \x02walrus\x03 \"2\" > 1 <img src=x " + "all " * 40 + "fish")
    snippet = found(ana, "walruses")[room]
    assert "<mark>walrus</mark>" in snippet and "&#x27;" in snippet and len(snippet) < 400
    assert not set("<>\"'\x02\x03") & set(snippet.replace("<mark>", "").replace("</mark>", ""))
    assert "nothing here" not in snippet


def test_a_snippet_of_a_phrase_shows_the_phrase(cast):
    ana, gus, room = cast.chat()
    for text in ("a key", "keys and keyrings", "more keys", "the spare key", "recovery key please", "last key"):
        gus.says(room, text)
    assert "<mark>recovery</mark> <mark>key</mark>" in found(ana, '"recovery key"')[room]


def test_one_finds_only_what_one_may_look_back_on(cast):
    _, gus, room = cast.chat()
    gus.says(room, "a secret wombat")
    ben, mia = cast.agent("ben"), cast.monitor()
    assert room in found(mia, "wombat") and found(ben, "wombat") == {}
    assert refused("permission.agent", gus.get, "/transcripts?q=wombat").status == 403


def test_a_redacted_text_is_found_by_nobody_at_once(cast):
    ana, gus, room = cast.chat()
    mia = cast.monitor()
    said = gus.says(room, "my password is narwhal and I like it")
    gus.says(room, "a dolphin")
    assert room in found(ana, "narwhal")
    mia.post(f"/redact/{room}", {"event": said["id"], "reason": "a password"})
    assert room not in found(ana, "narwhal") and room in found(ana, "dolphin")
    assert "narwhal" not in found(ana, "dolphin")[room]
    gus.post(f"/end/{room}")
    assert room not in found(ana, "narwhal")


def test_redacting_while_others_search_leaves_no_word_behind(cast):
    """Whoever reads for the search and whoever redacts meet at the same conversation, in any order."""
    ana, gus, room = cast.chat()
    mia = cast.monitor()
    words = [f"secret{n}x" for n in range(12)]
    stop = threading.Event()
    other = cast.agent("ana")

    def search():
        while not stop.is_set():
            found(other, "hello")

    searching = threading.Thread(target=search)
    searching.start()
    try:
        for word in words:
            said = gus.says(room, f"{word} hello")
            mia.post(f"/redact/{room}", {"event": said["id"], "reason": "secret"})
    finally:
        stop.set()
        searching.join()
    assert [word for word in words if room in found(ana, word)] == []
    assert room not in found(ana, "hello")


def test_words_late_in_a_long_conversation_are_found_there(site):
    site.start(flood={"enabled": False})
    ana, gus, room = site.cast.chat()
    gus.says(room, "alpaca first")
    for _ in range(2 * PART_BYTES // 30_000 + 1):
        gus.says(room, "filler " * (30_000 // 7))
    gus.says(room, "llama last")
    assert set(found(ana, "alpaca")) == set(found(ana, "llama")) == {room}
    assert "<mark>llama</mark> last" in found(ana, "llama")[room]
    assert site.query("SELECT count(*) > 2 FROM search_parts WHERE room_id = %s", (room,)) == [(True,)]


def test_a_message_of_thirty_thousand_different_words_can_be_searched(site):
    site.start(flood={"enabled": False})
    ana, gus, room = site.cast.chat()
    for n in range(4):
        gus.says(room, " ".join(f"{n}{i:x}" for i in range(6000))[:30_720])
    gus.says(room, "aardvark")
    assert room in found(ana, "aardvark") and room in found(ana, "1fff")


def test_conversations_that_ended_are_read_without_anybody_searching(site):
    site.start(search={"settle_seconds": 0.2})
    ana, gus, room = site.cast.chat()
    gus.says(room, "a capybara")
    gus.post(f"/end/{room}")
    deadline = time.monotonic() + 10
    while site.query("SELECT searchable FROM rooms WHERE id = %s", (room,)) != [(True,)]:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert room in found(ana, "capybara")


def test_after_a_change_of_language_all_is_read_again(dsn):
    log = EventLog(Database(dsn))
    Past(words=200).write(dsn, 3, 2)
    search = Search(log, "english")
    search.settle()
    assert log.database.rows("SELECT DISTINCT language FROM search_states") == [("english",)]
    german = Search(log, "german")
    german.settle()
    assert log.database.rows("SELECT DISTINCT language FROM search_states") == [("german",)]
    assert log.database.rows("SELECT count(*) FROM rooms WHERE NOT searchable") == [(0,)]
    log.database.close()


def test_another_language_is_searched_in_its_own_forms(site):
    site.start(search={"language": "german"})
    ana, gus, room = site.cast.chat()
    gus.says(room, "Meine Lesezeichen verschwanden beim Aktualisieren der Häuser")
    assert room in found(ana, "haus") and room in found(ana, "lesezeichens")


def test_searching_while_everybody_writes_loses_nothing(site):
    site.start(flood={"enabled": False})
    ana, gus, room = site.cast.chat()
    words = [f"word{n}x" for n in range(60)]
    writer = threading.Thread(target=lambda: [gus.says(room, word) for word in words])
    writer.start()
    while writer.is_alive():
        found(ana, "word0x")
    writer.join()
    assert [word for word in words if room not in found(ana, word)] == []


# ── how it is found ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def past(databases, template):
    """A long log: `(transcripts, log)`."""
    with open_site(databases, template) as site:
        Past().write(site.dsn, PAST_CHATS, 6)
        log = EventLog(Database(site.dsn))
        search = Search(log, "english")
        search.settle()
        while log.database.rows("SELECT 1 FROM rooms WHERE NOT searchable LIMIT 1"):
            search.settle()
        log.database.rows("VACUUM ANALYZE")
        yield Transcripts(log, search), log
        log.database.close()


@pytest.mark.parametrize("q", [UNIQUE, SELDOM, f"{SELDOM} {COMMON}", f'"{SELDOM} key"'])
def test_a_search_goes_by_the_index_of_the_words(past, q):
    plan = plan_of(*past, person("monitor", "0"), Filters(q=q))
    assert "Bitmap Index Scan on search_parts_document" in plan and "Seq Scan on search_parts" not in plan
    assert "Seq Scan on events" not in plan and "Seq Scan on members" not in plan


def test_the_newest_conversations_are_found_without_going_through_all(past):
    plan = plan_of(*past, person("monitor", "0"), Filters())
    assert "rooms_by_age" in plan and "Seq Scan" not in plan.replace("Seq Scan on surveys", "").replace(
        "Seq Scan on tags", ""
    )


def test_snippets_look_at_the_conversations_of_the_page_only(past):
    transcripts, log = past
    with log.snapshot() as (view, _):
        rooms = [chat.id for chat in transcripts.page(person("monitor", "0"), Filters(q=SELDOM), None, PAGE)[0]]
        from inko_lite.desk.search import BEGINNINGS, SNIPPETS

        args = {"language": "english", "q": SELDOM, "rooms": rooms}
        args["beginnings"] = view.row(BEGINNINGS, args)[0]
        plan = "\n".join(line for (line,) in view.rows("EXPLAIN " + SNIPPETS, args))
    assert "events_by_stream" in plan and "Seq Scan" not in plan


def test_pages_of_a_search_follow_one_another(past):
    transcripts, _ = past
    monitor, seen, cursor = person("monitor", "0"), [], None
    while True:
        page = transcripts.find(monitor, Filters(q=COMMON), cursor, 100)
        seen += [room["id"] for room in page["rooms"]]
        cursor = page["cursor"]
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) == PAST_CHATS / 4 == transcripts.count(monitor, Filters(q=COMMON))
