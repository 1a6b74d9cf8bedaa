"""What people write, as others see it: emphasis, lists, links and the rest, one example a rule."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from inko_lite.desk import markup
from inko_lite.desk.direction import isolated
from inko_lite.desk.markup import render

from .judges import ARTICLES, is_balanced, judged, text_of, tree

REL = 'rel="nofollow noopener noreferrer" target="_blank"'

# ── the markup ──────────────────────────────────────────────────────────────────────────────────────────────────────


def a(address: str, shown: str = "", title: bool = False) -> str:
    titled = f' title="{address}"' if title else ""
    return f'<a href="{address}" {REL}{titled}>{shown or address}</a>'


def kb(title: str, shown: str) -> str:
    return f'<a href="https://support.example.org/kb/{title}?from=chat" {REL}>{shown}</a>'


@pytest.mark.parametrize(
    "typed, shown",
    [
        # As typed.
        ("", ""),
        ("Hello, it's me: 5 > 4 & 3 < 4", "Hello, it's me: 5 &gt; 4 &amp; 3 &lt; 4"),
        ("&lt;b&gt; &amp;amp; &#60;", "&amp;lt;b&amp;gt; &amp;amp;amp; &amp;#60;"),
        ("<b>not bold</b> <!-- seen --> <?x?> <![CDATA[y]]> </>", None),
        ("one\ntwo\r\nthree\rfour\n\nsix\n", "one<br>two<br>three<br>four<br><br>six"),
        ("a\tb  c", "a\tb  c"),
        # Emphasis.
        ("'''bold''' ''italic''", "<strong>bold</strong> <em>italic</em>"),
        ("'''''both'''''", "<strong><em>both</em></strong>"),
        ("''a '''b''' c''", "<em>a <strong>b</strong> c</em>"),
        ("'''a ''b''' c''", "<strong>a <em>b</em></strong><em> c</em>"),
        ("'''''a'' b'''", "<strong><em>a</em> b</strong>"),
        ("''a'''''b'''", "<em>a</em><strong>b</strong>"),
        ("''''a'''' b", "'<strong>a'</strong> b"),
        ("''''''a'''''' b", "'<strong><em>a'</em></strong> b"),
        ("l''été, don't, '''", "l''été, don't, '''"),
        ("''one\ntwo''", "''one<br>two''"),
        # Addresses.
        ("http://example.org/a?b=1&c=2#d", a("http://example.org/a?b=1&amp;c=2#d")),
        ("see HTTPS://Example.ORG/Path.", f"see {a('https://example.org/Path', 'HTTPS://Example.ORG/Path')}."),
        ("(http://example.org/a_(b)), ok", f"({a('http://example.org/a_(b)')}), ok"),
        ("http://example.org:8080/x?!", a("http://example.org:8080/x") + "?!"),
        ("http://example.org/?a& b", a("http://example.org/?a") + "&amp; b"),
        ("<http://example.org/>", f"&lt;{a('http://example.org/')}&gt;"),
        ("irc://irc.example.org/firefox mailto:ann@example.org", None),
        ("''http://example.org/''", f"<em>{a('http://example.org/')}</em>"),
        ("[http://example.org a ''b'' c]", a("http://example.org", "a <em>b</em> c", title=True)),
        ("[http://example.org]", a("http://example.org")),
        ("[https://example.org/x?y&z Look & see]", a("https://example.org/x?y&amp;z", "Look &amp; see", title=True)),
        ("[mailto:ann@example.org Ann]", a("mailto:ann@example.org", "Ann", title=True)),
        ("[not a link] [http://example.org open", f"[not a link] [{a('http://example.org')} open"),
        ("xhttp://example.org ftp://example.org www.example.org", None),
        ("javascript:alert(1) [javascript:alert(1) x]", "javascript:alert(1) [javascript:alert(1) x]"),
        ("http:// https://. mailto: mailto:ann", "http:// https://. mailto: mailto:ann"),
        # Articles.
        ("[[Clear the cache]]", kb("Clear%20the%20cache", "Clear the cache")),
        ("[[ Cookies | the ''cookie'' page ]]", kb("Cookies", "the <em>cookie</em> page")),
        ("[[A & B <c> \"d\"/e?]]", kb("A%20%26%20B%20%3Cc%3E%20%22d%22%2Fe%3F", 'A &amp; B &lt;c&gt; "d"/e?')),
        ("[[]] [[ | x]] [[a\nb]]", None),
        ("[[a [[b]] [[[c]]]", f"[[a {kb('b', 'b')} [{kb('c', 'c')}]"),
        ("[[Image:x.png|width=3]] [[Video:y]] [[V:z]] [[Include:a]] [[T:b|c]] [[UI:d]]", "x.png y z a b d"),
        # Lists.
        ("* a\n* b", "<ul><li>a</li><li>b</li></ul>"),
        ("# a\n## b\n## c\n# d", "<ol><li>a<ol><li>b</li><li>c</li></ol></li><li>d</li></ol>"),
        ("* a\n*# b\n*** c\n# d", "<ul><li>a<ol><li>b</li></ol><ul><li>c</li></ul></li></ul><ol><li>d</li></ol>"),
        ("** a", "<ul><li><ul><li>a</li></ul></li></ul>"),
        ("do:\n* '''a'''\nthen", "<p>do:</p><ul><li><strong>a</strong></li></ul><p>then</p>"),
        ("*shrug* #1 *", "*shrug* #1 *"),
        # Headings.
        ("= One =\n== Two == \nx", '<strong class="wiki-heading">One</strong><br>'
         '<strong class="wiki-heading">Two</strong><br>x'),
        ("== \n=x\nx =", "== <br>=x<br>x ="),
        # Literal text.
        ("<code>a '''b''' <i></code>", "<code>a '''b''' &lt;i&gt;</code>"),
        ("x <nowiki>'''b''' [[c]]\n* d</nowiki> y", "x '''b''' [[c]]<br>* d y"),
        ("<pre>\n a\n\n* b</pre>", "<pre> a\n\n* b</pre>"),
        ("Run:\n<code>\na\nb\n</code>\nok", "<p>Run:</p><pre><code>a\nb</code></pre><p>ok</p>"),
        (" one\n  '''two'''\nthree", "<pre>one\n '''two'''</pre><p>three</p>"),
        ("<code>open <pre>", "&lt;code&gt;open &lt;pre&gt;"),
        ("<nowiki><code></nowiki>x</code>", "&lt;code&gt;x&lt;/code&gt;"),
        # What knowledge base articles have besides.
        ("{key Ctrl+Shift+T}", '<span class="keys"><kbd>Ctrl</kbd>+<kbd>Shift</kbd>+<kbd>T</kbd></span>'),
        ("{key F5} {key +} {key Ctrl++}", "<kbd>F5</kbd> <kbd>+</kbd> "
         '<span class="keys"><kbd>Ctrl</kbd>+<kbd>+</kbd></span>'),
        ("{menu File} {button OK} {pref a.b}", '<span class="wiki-menu">File</span> '
         '<span class="wiki-button">OK</span> <span class="wiki-pref">a.b</span>'),
        ("{filepath C:\\x <y>}", '<span class="wiki-filepath">C:\\x &lt;y&gt;</span>'),
        ("{key} {key } {menu a\nb} {other x}", "{key} {key } {menu a<br>b} {other x}"),
        ("{note}Mind '''this'''{/note}", '<div class="wiki-note">Mind <strong>this</strong></div>'),
        ("a {warning} b\n* c\n{/warning} d", '<p>a </p><div class="wiki-warning">b<ul><li>c</li></ul></div><p> d</p>'),
        ("{note}a {note}b{/note} c{/note}", '<div class="wiki-note">a {note}b</div><p> c{/note}</p>'),
        ("{note}open", "{note}open"),
        ("{for win,fx52}Windows{/for} {for mac}", "Windows "),
        ("{{{1}}}", "1"),
    ],
)  # fmt: skip
def test_markup_is_shown_as_the_wiki_shows_it(typed: str, shown: str | None) -> None:
    seen = judged(typed)
    if shown is None:
        assert text_of(seen) == typed
    else:
        assert render(typed, ARTICLES) == shown


def test_articles_are_text_where_no_address_for_them_is_configured() -> None:
    for article_url in ("", "https://support.example.org/"):
        assert render("[[A|''b'']] [[C]]", article_url) == "<em>b</em> C"


def test_an_article_address_cannot_break_out_of_its_attribute() -> None:
    rendered = render("[[x]]", 'https://example.org/"onclick="x<>&{title}')
    assert rendered.startswith('<a href="https://example.org/&quot;onclick=&quot;x&lt;&gt;&amp;x" rel=')


# ── where a link leads ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "label, told",
    [
        ("example.com", True),
        ("https://www.example.com/login", True),
        ("evil.example.example.com", True),
        ("ехаmple.com", True),
        ("our page (example.com)", True),
        ("the site", False),
        ("evil.example", False),
        ("WWW.Evil.Example", False),
        ("Firefox 3.6.8", False),
    ],
)
def test_a_label_that_names_another_host_has_the_real_one_behind_it(label: str, told: bool) -> None:
    rendered = render(f"[http://evil.example/x {label}]")
    assert ('<span class="wiki-host"> (evil.example)</span>' in rendered) is told
    assert 'title="http://evil.example/x"' in rendered


def test_a_host_in_other_letters_shows_how_it_is_asked_for() -> None:
    rendered = render("http://аррӏе.com/a")
    asked = "xn--80ak6aa92e.com"
    assert f'href="http://{asked}/a"' in rendered and f'<span class="wiki-host"> ({asked})</span>' in rendered


@pytest.mark.parametrize(
    "address",
    [
        "http://example.com@evil.example/",
        "http://user:word@evil.example/",
        "http://example.com\\@evil.example/",
        "http://faß.example",
        "http://[::1]/",
        "http://%65vil.example",
        "http://evil.example:1e3",
        "http://" + "a" * 300 + ".example",
        "http://" + "ä" * 70 + ".example",
        "http://.example",
        "http://a..example",
        "httpſ://evil.example",
        "mailto:a@b@evil.example",
        "mailto:%0d%0aBcc:x@evil.example",
    ],
)
def test_no_link_leads_where_its_text_does_not_say(address: str) -> None:
    for typed in (address, f"[{address}]", f"[{address} label]"):
        judged(typed)
        for target in re.findall(r'href="([^"]*)"', render(typed)):
            assert address.lower().startswith(target) and "@" not in target


@pytest.mark.parametrize(
    "hidden", ["\u200b", "\xad", "\u202e", "\u2066", "\u200f", "\ufeff", "\u2060", "\ufe0f", "\u3164"]
)
def test_an_address_with_something_hidden_in_it_is_no_link(hidden: str) -> None:
    for address in (
        f"http://evil.example{hidden}.example.com",
        f"http://a.example/{hidden}x",
        f"mailto:a@b.c{hidden}d",
    ):
        for typed in (address, f"[{address} label]", f"''{address}''"):
            assert "href" not in render(typed)
            judged(typed)


def test_a_message_has_a_bounded_number_of_links() -> None:
    rendered = render("http://a.example/ [http://b.example/ b] [[c]] " * 300, ARTICLES)
    assert rendered.count("<a ") == markup.MOST_LINKS
    assert text_of(tree(rendered)).count("http://a.example/") == 300


# ── direction ───────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "typed, shown",
    [
        ("\u202eabc", "\u202eabc\u202c"),
        ("\u2067a\u202bb", "\u2067a\u202bb\u202c\u2069"),
        ("a\u202cb\u2069c", "abc"),
        ("\u202aa\u202c\u202c", "\u202aa\u202c"),
        ("\u2066a\u202bb\u2069c", "\u2066a\u202bb\u2069c"),
        ("\u202ea\nb\u202c", "\u202ea\u202c<br>b"),
        ("<code>\u202ea</code>b", "<code>\u202ea\u202c</code>b"),
        ("{key \u2068a}b", "<kbd>\u2068a\u2069</kbd>b"),
        (" \u202ea\n b", "<pre>\u202ea\u202c\nb</pre>"),
        ("* \u202ea\n* b", "<ul><li>\u202ea\u202c</li><li>b</li></ul>"),
    ],
)
def test_a_turn_of_direction_ends_with_its_line(typed: str, shown: str) -> None:
    assert render(typed) == shown
    judged(typed)


@given(st.text(alphabet="\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069ab", max_size=200))
@example("\u202e" * 200)
@example("\u2066" * 70 + "\u2069" * 70)
def test_every_turn_of_direction_has_its_end(text: str) -> None:
    out = isolated(text)
    assert is_balanced(out) and isolated(out) == out
    assert re.sub("[\u202a-\u2069]", "", out) == re.sub("[\u202a-\u2069]", "", text)
