"""Hostile messages: nothing but markup ever comes of what is written, and no message takes long."""

import html
import re
import time
from itertools import product
from pathlib import Path

import bleach
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from inko_lite.desk.markup import clean, render

from .judges import ARTICLES, judged, text_of, tree

VECTORS = [
    line
    for line in (Path(__file__).parent / "data/xss.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]

# ── nothing harmful ─────────────────────────────────────────────────────────────────────────────────────────────────

SURROUNDINGS = [
    "%s", "'''%s'''", "[http://example.org %s]", "[http://example.org/%s x]", "[%s x]", "http://example.org/%s",
    "http://%s", "mailto:%s", "mailto:a@example.org?%s", "irc://%s", "[[%s]]", "[[x|%s]]", "[[%s|x]]", "{key %s}",
    "{menu %s}", "{pref a+%s}", "{note}%s{/note}", "{for %s}", "{{{%s}}}", "<code>%s</code>", "<pre>%s</pre>",
    "<nowiki>%s</nowiki>", "<nowiki>%s", "* %s", "# %s\n## %s", " %s", "= %s =", "%s\n%s", "\u202e%s", "<a href='%s'>",
    '<a href="%s">', "<!-- %s -->", "&%s;",
]  # fmt: skip


def decoded(vector: str) -> str:
    """The vector with the escapes of its notation (\\x3c, %3c, &#60;) undone, as a page that decodes would see it."""
    vector = re.sub(r"\\x([0-9A-Fa-f]{2})", lambda found: chr(int(found[1], 16)), vector)
    return html.unescape(re.sub(r"%([0-7][0-9A-Fa-f])", lambda found: chr(int(found[1], 16)), vector)).replace("\0", "")


def test_the_corpus_is_there() -> None:
    assert len(VECTORS) > 200


@pytest.mark.parametrize("surrounding", SURROUNDINGS)
def test_no_published_attack_comes_through(surrounding: str) -> None:
    for vector in VECTORS:
        for attack in {vector, decoded(vector)}:
            judged(surrounding.replace("%s", attack))


def test_a_published_attack_is_shown_as_it_was_typed() -> None:
    shown = 0
    for vector in VECTORS:
        if not re.search(r"''|\[\[|\{|^[ *#=]", vector):
            assert text_of(tree(render(vector))) == re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", "\ufffd", vector)
            shown += 1
    assert shown > 150


WORDS = r"""
' '' ''' ''''' [ [[ ] ]] | { } {{{ }}} {note} {/note} {warning} {/warning} {for {/for} < > </ /> <!-- --> <![CDATA[ <? &
&lt; &gt; &#60; &amp;lt; ; " ` = \ <b> <script> </script> <code> </code> <pre> </pre> <nowiki> </nowiki> a Ж 😀
http:// irc:// mailto: https://a.example/ a@b.example javascript: [http://a.example [[x| {key {menu <b x='y'>
""".split()
SIGNS_APART = [
    " ",
    "\t",
    "\n",
    "\r\n",
    "\n ",
    "\n* ",
    "\n# ",
    "\n** ",
    "\n= ",
    " =\n",
    "\u2028",
    "\u200b",
    "\x01",
    "\x7f",
]
TURNS = ["\u202a", "\u202e", "\u202c", "\u2066", "\u2069"]
FRAGMENTS = st.sampled_from(WORDS + SIGNS_APART + TURNS)
TYPED = st.one_of(
    st.lists(st.one_of(FRAGMENTS, st.text(max_size=3)), max_size=40).map("".join),
    st.text(max_size=120),
).filter(lambda text: not re.search("[\0\ud800-\udfff]", text))


@settings(max_examples=600, deadline=None)
@given(TYPED)
def test_only_allowed_markup_comes_of_anything(text: str) -> None:
    judged(text)
    judged(text, "")


PLAIN = st.text(st.characters(exclude_characters="'[{:\n\r\u2028\u2029", exclude_categories=["Cs", "Cc"]), max_size=200)


@settings(max_examples=300, deadline=None)
@given(PLAIN.filter(lambda text: not re.search("^[ *#=]|[\u202a-\u202e\u2066-\u2069]|<(code|pre|nowiki)>", text)))
def test_what_is_no_markup_is_shown_as_typed(text: str) -> None:
    assert html.unescape(render(text, ARTICLES)) == text
    assert text_of(judged(text)) == text


# ── cleaning ────────────────────────────────────────────────────────────────────────────────────────────────────────


@settings(max_examples=600, deadline=None)
@given(TYPED.map(lambda text: re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", "", text)))
@example("<b>" * 500)
@example("<a b='c>' d>e")
@example("<!-- a --><!DOCTYPE b><?c?></ d></><1>")
def test_bleach_and_plain_escaping_agree_wherever_bleach_is_asked(text: str) -> None:
    assert clean(text) == html.escape(text, quote=False)


WHOLE_TAGS = st.lists(
    st.one_of(
        st.sampled_from(
            ["<b>", "</b>", "<script>", "</script>", "<a href=x>", "<img src=\"x\" onerror='y'>", "<p/>", "<x-y>"]
        ),
        st.text(st.characters(exclude_characters="<\0\r", exclude_categories=["Cs", "Cc"]), max_size=20),
    ),
    max_size=30,
).map("".join)


@settings(max_examples=300, deadline=None)
@given(WHOLE_TAGS)
def test_what_bleach_would_make_of_the_text_itself_is_what_comes_out(text: str) -> None:
    assert clean(text) == bleach.clean(text.replace("&", "&amp;"), tags=set())


# ── time ────────────────────────────────────────────────────────────────────────────────────────────────────────────

MESSAGE_BYTES = 30_720
BUDGET_SECONDS = 0.1
SIGNS = [
    "'''a''b",
    "''",
    "''a",
    "'''''",
    "[",
    "[[",
    "[[a",
    "[http://a ",
    "[http://",
    "http://",
    "http://a ",
    "http://é ",
    "]]",
]
SIGNS += [
    "[[a]]",
    "[[a|b]]",
    "{",
    "{key ",
    "{key a}",
    "{key +",
    "{note}",
    "{note}{/note}",
    "{/note}",
    "{{{1}}}",
    "\n",
    "* a\n",
]
SIGNS += [
    "** a\n* b\n",
    "#",
    "# ",
    "=",
    "= a =\n",
    " a\n",
    " \n",
    "\t",
    "<",
    "<b>",
    "<b ",
    "</",
    "<ul><li>",
    "&",
    "&lt;",
    ">",
]
SIGNS += [
    "<code>",
    "<code>a</code>",
    "<pre>a</pre>",
    "<nowiki>\n</nowiki>",
    "<a x='",
    "<!--",
    "<a b c d ",
    "\u202e",
    "\u2066a",
]
SIGNS += [
    "\u202e\u2066",
    "\u2069",
    "\r",
    "\x0b",
    "mailto:",
    "mailto:a@b.c ",
    "http://x.org/)",
    "http://x.org/(",
    "http://a&",
]
SIGNS += ["[http://x " + "a.b " * 50 + "]", "http://" + "a." * 100, "{note}* a\n{/note}", "{pref a}\n", "😀", "a", "a "]


def seconds(text: str) -> float:
    """The processor's time for one rendering. Others use this machine too, so a slow one is tried again, twice."""
    spent = timed(text)
    for _ in range(2):
        if spent >= BUDGET_SECONDS:
            spent = min(spent, timed(text))
    return spent


def timed(text: str) -> float:
    start = time.thread_time()
    render(text, ARTICLES)
    return time.thread_time() - start


def filled(sign: str) -> str:
    return sign * (MESSAGE_BYTES // len(sign.encode()))


@pytest.mark.parametrize("sign", SIGNS)
def test_the_longest_message_of_one_sign_takes_no_time(sign: str) -> None:
    for text in (filled(sign), "<a '''[[" + filled(sign), filled(sign) + "]] ''' > }"):
        assert seconds(text[:MESSAGE_BYTES]) < BUDGET_SECONDS
        judged(text[:2000])


def test_the_longest_message_of_any_two_signs_takes_no_time() -> None:
    slow = {}
    for pair in product(
        ["[", "[[", "{", "{note}", "''", "'''", "\n", "<code>", "</code>", "<a", ">", "http://a", "* "], repeat=2
    ):
        spent = seconds(filled("".join(pair)))
        if spent >= BUDGET_SECONDS:
            slow[pair] = spent
    assert not slow


@settings(max_examples=25, deadline=None)
@given(st.lists(FRAGMENTS, min_size=1, max_size=6).map("".join))
def test_the_longest_message_of_any_pattern_takes_no_time(pattern: str) -> None:
    assert seconds(filled(pattern)) < BUDGET_SECONDS


def test_eight_times_the_text_takes_about_eight_times_the_time() -> None:
    """Far past the longest message, where a square would show: 64 times the time."""
    for sign in ("[[a", "''a", "{key ", "<code>", "http://a ", "* [[b]] ''c\n"):
        once, often = (min(timed(filled(sign) * times) for _ in range(2)) for times in (1, 8))
        assert often < 24 * max(once, 0.002), sign


def test_many_different_hosts_and_attributes_take_no_time() -> None:
    hosts = "".join(f"http://é{n} " for n in range(MESSAGE_BYTES // 14))
    attributes = "<a " + " ".join(f"b{n}" for n in range(4000)) + ">"
    for text in (hosts, attributes, attributes.replace(">", "")):
        assert len(text.encode()) <= MESSAGE_BYTES
        assert seconds(text) < BUDGET_SECONDS
