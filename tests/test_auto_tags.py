"""Tags found by rules, what is common today, and the alert about what is more common than usual."""

import pytest

from inko_lite.desk.auto_tags import AutoTags
from inko_lite.settings import TagRule

from .test_chat import refused


def tags(question="", rules=(), **metadata):
    return AutoTags([TagRule(**rule) for rule in rules]).found(question, metadata)


@pytest.mark.parametrize(
    ("words", "question", "holds"),
    [
        (["crash*"], "It CRASHES, always", True),
        (["crash"], "It crashes", False),
        (["crash"], "a crash.", True),
        (["not responding"], "Firefox is not\nresponding!", True),
        (["not responding"], "not  -  responding", True),
        (["start up"], "upstart", False),
        (["lesezeichen"], "Meine Lesezeichen sind weg", True),
        (["größe*"], "Die GRÖSSEN stimmen nicht, die Größe auch", True),
        (["a", "b"], "only b here", True),
        (["sync*"], "async", False),
    ],
)
def test_a_word_of_a_rule_is_a_word_of_the_question(words, question, holds):
    assert (tags(question, [{"tag": "x", "words": words}]) == ["x"]) is holds


@pytest.mark.parametrize(
    ("condition", "version", "holds"),
    [
        ("<115", "102.9", True),
        ("<115", "115.0", False),
        (">=115 <128", "115", True),
        (">=115 <128", "127.0.2", True),
        (">=115 <128", "128.0", False),
        ("<=128.0", "128", True),
        (">128", "128.0.1", True),
        ("=128", "128.0", True),
        ("=128", "128.0.1", False),
        ("128", "128.0.1", True),
        ("128.0", "128.1", False),
        ("<9", "10", False),
        ("<115", "", False),
        ("<115", "unknown", False),
        (">=115", "Firefox 128.0esr", True),
        ("<115", "9" * 5000, False),
    ],
)
def test_a_version_is_compared_by_its_numbers(condition, version, holds):
    assert (tags(rules=[{"tag": "old", "version": condition}], version=version) == ["old"]) is holds


def test_a_rule_holds_when_all_that_it_asks_for_is_so():
    rule = {"tag": "Mac  Sync", "words": ["sync"], "product": "firefox", "os": "mac", "user_agent": "Gecko/"}
    so = {"product": "Firefox", "os": "Mac OS X 10", "user_agent": "Mozilla/5.0 (Macintosh) Gecko/20100101"}
    assert tags("sync", [rule], **so) == ["mac sync"]
    assert tags("other", [rule], **so) == []
    for name in so:
        assert tags("sync", [rule], **{**so, name: "else"}) == []
    assert tags("sync", [rule, {"tag": "mac sync", "words": ["sync"]}, {"tag": "a", "words": ["sync"]}], **so) == [
        "a",
        "mac sync",
    ]


RULES = [{"tag": "sync", "words": ["sync*"]}, {"tag": "old", "version": "<115"}]


def test_tags_found_in_the_queue_stand_beside_those_that_people_set(site):
    site.start(tags={"rules": RULES})
    ana, gus = site.cast.agent("ana").listens(), site.cast.guest("Gus")
    gus.asks("Sync is broken", version="102.0")
    assert ana.hears("queued")["entry"]["metadata"]["tags"] == ["old", "sync"]
    assert ana.get("/guests").json[0]["metadata"]["tags"] == ["old", "sync"]
    room = ana.assists(gus)
    assert ana.hears("tagged", room=room, source="rule")["tags"] == ["old", "sync"]
    ana.post(f"/tags/{room}", {"add": ["bookmarks"], "remove": ["old"]})
    assert site.query("SELECT tag, source FROM tags ORDER BY tag") == [("bookmarks", "agent"), ("sync", "rule")]
    ana.post(f"/transfer/{room}", {})
    assert site.cast.agent("ben").assists() == room
    assert site.query("SELECT tag FROM tags ORDER BY tag") == [("bookmarks",), ("sync",)]
    assert not [event for event in gus.get(f"/message/{room}").json["events"] if event["kind"] == "tagged"]


def test_a_guest_names_no_tags(cast):
    gus = cast.guest()
    cast.agent("ana")
    refused("request.invalid", gus.asks, "Hello", tags=["sync"])


def test_common_tags_are_counted_with_those_who_never_came_to_a_chat(site):
    site.start(tags={"rules": RULES})
    ana = site.cast.agent("ana")
    for n in range(3):
        site.cast.guest(f"G{n}").asks("sync", version="1")
    site.cast.guest("Other").asks("hello")
    ana.assists(), ana.assists()
    site.cast.people[-2].post("/queue/leave", {"reason": "solved"})
    today = ana.get("/reports/tags").json
    assert [(each["tag"], each["count"], each["spike"]) for each in today["tags"]] == [
        ("old", 3, False),
        ("sync", 3, False),
    ]
    refused("permission.agent", site.cast.guest("Eve").get, "/reports/tags")


def seed(site, guest, days_ago, tag, count):
    """Guests of another day, at this time of day, who left the queue."""
    site.query(
        "INSERT INTO queue_entries (id, session_id, name, question, metadata, state, queued_at, ended_at, end_reason)"
        " SELECT gen_random_uuid()::text, %(guest)s, 'G', '?', jsonb_build_object('tags', jsonb_build_array(%(tag)s)), 'left',"
        " greatest(now() - interval '1 min', current_date) - %(days)s * interval '1 d', now(), 'left'"
        " FROM generate_series(1, %(count)s) RETURNING 1",
        {"guest": guest.id, "days": days_ago, "tag": tag, "count": count},
    )


def test_monitors_hear_once_a_day_of_a_tag_that_is_more_common_than_usual(site):
    """Three tags come up as often today; one of them always does, one on this weekday."""
    settings = {"tags": {"rules": [], "spike_count": 6, "spike_factor": 2, "spike_seconds": 0.3}}
    site.start(**settings), site.start(**settings)
    mia, ana = site.cast.monitor().listens(), site.cast.agent("ana").listens()
    gus = site.cast.guest("Gus")
    for days_ago in range(1, 8):
        seed(site, gus, days_ago, "always", 5)
    for days_ago in (7, 14, 21, 28):
        seed(site, gus, days_ago, "mondays", 5)
    for tag in ("always", "mondays", "news"):
        seed(site, gus, 0, tag, 6)
    seed(site, gus, 0, "few", 5)
    heard = mia.hears("spike", tag="news")
    assert heard["count"] == 6 and heard["expected"] == 0
    today = {each["tag"]: each for each in mia.get("/reports/tags").json["tags"]}
    assert {tag for tag, each in today.items() if each["spike"]} == {"news"}
    assert (today["always"]["expected"], today["mondays"]["expected"], today["few"]["count"]) == (5, 5, 5)
    seed(site, gus, 0, "always", 6)
    assert mia.hears("spike", tag="always")["count"] == 12
    assert sorted(e["tag"] for e in mia.heard if e["kind"] == "spike") == ["always", "news"]
    assert not [e for e in ana.heard if e["kind"] == "spike"]
