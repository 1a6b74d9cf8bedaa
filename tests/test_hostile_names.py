"""Names and links that pretend: signs that hide or turn, letters that look like others, texts that name another place."""

import re

import pytest

from inko_lite.desk.names import plain

from .cast import Problem


@pytest.mark.parametrize(
    "nothing", ["\u200b", "\u200b\u2060 \ufeff", "\u202e", "\u3164", "\u2800 \u2800", "\xad", "\u0301\u0302", "\n\t"]
)
def test_a_name_that_shows_nothing_is_refused(cast, nothing):
    """Regression: a name of invisible signs alone was taken."""
    with pytest.raises(Problem) as caught:
        cast.guest(nothing).asks()
    assert caught.value.code == "request.invalid"
    with pytest.raises(Problem):
        cast.agent().post("/create", {"name": nothing})


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("A\u200bn\u2060a", "Ana"), ("\u202eanA", "anA"), ("Gus\u2069\u202e", "Gus"), ("Gus\nAna: yes", "Gus Ana: yes"),
        ("A\u200dn\u200ca", "Ana"), ("Gus\x1b[2J", "Gus [2J"), ("می\u200cخواهم", "می\u200cخواهم"), ("👩\u200d🚀 Zoë", "👩\u200d🚀 Zoë"),
        ("Ծ", "Ծ"), ("Nguyễn Văn", "Nguyễn Văn"), ("…", "…"), ("Gus\x1b[2J", "Gus [2J"),
    ],
)  # fmt: skip
def test_a_name_neither_hides_nor_turns_anything(typed, shown):
    assert plain(typed) == shown


def test_a_name_is_the_same_line_for_everybody(cast):
    """Regression: a name with signs of direction turned round the sentences that it stands in."""
    ana, gus, room = cast.chat(guest="Gus\u2069\u202e ana\u200b\nAna")
    gus.says(room, "hi")
    (said,) = [event for event in ana.get(f"/message/{room}").json["events"] if event["kind"] == "message"]
    assert said["from"] == {"id": gus.id, "name": "Gus ana Ana", "kind": "guest"}
    mine = ana.post("/create", {"name": "\u202eroom\u200b"}).json["room"]
    assert [each["name"] for each in ana.state()["rooms"] if each["id"] == mine] == ["room"]
    ana.post(f"/topic/{room}", {"topic": "a\u202eb\u2066"})
    for suffix in ("txt", "html"):
        text = ana.get(f"/transcripts/{room}.{suffix}").body.decode()
        assert not re.search("[\u202a-\u202e\u2066\u2067]", text.replace("\u2068", "")), suffix


def test_who_somebody_is_is_said_by_the_server_and_by_no_name(cast):
    """A guest may be called as an agent is; what the guest is stands beside it in every event and list."""
    ana, gus, room = cast.chat(guest="Ana")
    gus.says(room, "I am the agent")
    event = ana.get(f"/message/{room}").json["events"][-1]
    assert event["from"]["kind"] == "guest" and event["from"]["id"] == gus.id
    for body in ({"kind": "agent"}, {"from": {"kind": "agent"}}, {"html": "x"}, {"session": ana.id}):
        with pytest.raises(Problem) as caught:
            gus.post(f"/message/{room}", {"body": "x", "client_id": "x", **body})
        assert caught.value.code == "request.invalid"


@pytest.mark.parametrize(
    ("typed", "host"),
    [
        ("http://раураl.example/login", "xn--l-7sba6dbr.example"), ("https://MOZILLА.org", None), ("https://exаmple.org/", None),
        ("[http://evil.example/ https://support.mozilla.org/]", "evil.example"),
        ("[http://evil.example/ support.mozilla.org]", "evil.example"),
    ],
)  # fmt: skip
def test_a_link_says_which_host_it_leads_to(cast, typed, host):
    _, gus, _ = cast.chat()
    html = gus.post("/preview", {"body": typed}).json["html"]
    target, real = re.search(r'href="\w+://([^/"]+)', html)[1], re.search(r'class="wiki-host"> \(([^)]+)\)', html)[1]
    assert target == real and target.isascii() and (host is None or target == host)
    assert 'rel="nofollow noopener noreferrer"' in html


@pytest.mark.parametrize(
    "typed",
    [
        "http://good.example@evil.example/",
        "http://a\u202egpj.exe",
        "http://a\u200b.example/",
        "http://a.example\\@b.example",
    ],
)
def test_an_address_that_can_be_read_in_two_ways_is_no_link_to_the_second(cast, typed):
    _, gus, _ = cast.chat()
    html = gus.post("/preview", {"body": typed}).json["html"]
    assert "evil.example" not in re.findall(r'href="\w+://([^/"]+)', html) and "b.example" not in re.findall(
        r'href="\w+://([^/"]+)', html
    )
