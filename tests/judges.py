"""Judges of rendered messages: two parsers of other people's, which must see the same tree of allowed tags only.

The strict one of Python's library, in which every tag must have its end, and html5lib, which reads as browsers do.
"""

import re
from html.parser import HTMLParser

from bleach._vendor import html5lib

from inko_lite.desk import markup
from inko_lite.desk.markup import render

ARTICLES = "https://support.example.org/kb/{title}?from=chat"

ATTRIBUTES = {
    "a": {
        "href": r"(https?|irc)://[a-z0-9._-]+(:[0-9]+)?([/?#][^\s\"<>\\]*)?"
        r"|mailto:[A-Za-z0-9.%+_-]+@[a-z0-9._-]+([/?#][^\s\"<>\\]*)?",
        "rel": "nofollow noopener noreferrer",
        "target": "_blank",
        "title": r"[^\s\"<>]+",
    },
    "br": {},
    "code": {},
    "div": {"class": "wiki-(note|warning)"},
    "em": {},
    "kbd": {},
    "li": {},
    "ol": {},
    "p": {},
    "pre": {},
    "span": {"class": "keys|wiki-(menu|button|filepath|pref|host)"},
    "strong": {"class": "wiki-heading"},
    "ul": {},
}
BLOCKS = {"div", "li", "ol", "p", "pre", "ul"}


class Strict(HTMLParser):
    """Builds (tag, [children]) and fails at a tag that is not allowed, not ended or not begun."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root: tuple = ("", [])
        self.opened = [self.root]

    def handle_starttag(self, tag: str, attrs: list) -> None:
        assert tag in ATTRIBUTES, f"tag {tag}"
        assert len({name for name, _ in attrs}) == len(attrs)
        for name, value in attrs:
            assert name in ATTRIBUTES[tag], f"attribute {name} of {tag}"
            assert re.fullmatch(ATTRIBUTES[tag][name], value, re.DOTALL), f"{tag} {name}={value!r}"
        node = (tag, [])
        self.opened[-1][1].append(node)
        if tag != "br":
            self.opened.append(node)

    def handle_startendtag(self, tag: str, attrs: list) -> None:
        raise AssertionError(f"<{tag}/>")

    def handle_endtag(self, tag: str) -> None:
        assert self.opened.pop()[0] == tag, f"</{tag}> without its beginning"

    def handle_data(self, data: str) -> None:
        children = self.opened[-1][1]
        if children and isinstance(children[-1], str):
            data = children.pop() + data
        children.append(data)

    def other(self, data: str) -> None:
        raise AssertionError(f"a comment or declaration: {data!r}")

    handle_comment = handle_decl = handle_pi = unknown_decl = other


def tree(rendered: str) -> tuple:
    parser = Strict()
    parser.feed(rendered)
    parser.close()
    assert parser.opened == [parser.root], "a tag without its end"
    return parser.root


def browser_tree(rendered: str) -> tuple:
    def node(element: object) -> tuple:
        children = [element.text] if element.text else []
        for child in element:
            children.append(node(child))
            children += [child.tail] if child.tail else []
        return element.tag, children

    return "", node(html5lib.parseFragment(rendered, container="div", namespaceHTMLElements=False))[1]


def text_of(node: tuple | str) -> str:
    """What a reader sees, with a line for each <br>."""
    if isinstance(node, str):
        return node
    return "\n" if node[0] == "br" else "".join(map(text_of, node[1]))


def depth(node: tuple | str) -> int:
    return 0 if isinstance(node, str) else 1 + max(map(depth, node[1]), default=0)


def lines(node: tuple | str) -> list[str]:
    """The text by stretches of one direction: <br> and blocks part them, as they do in a browser."""
    found = [""]
    for child in node[1]:
        if isinstance(child, str):
            parts = child.split("\n")
        elif child[0] == "br":
            parts = ["", ""]
        else:
            parts = ["", *lines(child), ""] if child[0] in BLOCKS else lines(child)
        found[-1] += parts[0]
        found += parts[1:]
    return found


def is_balanced(text: str) -> bool:
    due = []
    for sign in text:
        if sign in "\u202a\u202b\u202d\u202e":
            due.append("\u202c")
        elif sign in "\u2066\u2067\u2068":
            due.append("\u2069")
        elif sign in "\u202c\u2069":
            while due and sign == "\u2069" and due[-1] != sign:
                due.pop()
            if not due or due.pop() != sign:
                return False
    return not due


def judged(text: str, article_url: str = ARTICLES) -> tuple:
    """The tree of the rendered text, after every judgement that holds for whatever was typed."""
    rendered = render(text, article_url)
    seen = tree(rendered)
    assert seen == browser_tree(rendered)
    assert depth(seen) <= 10
    assert all(map(is_balanced, lines(seen)))
    assert len(rendered) <= 8 * len(text) + 400 * markup.MOST_LINKS + 5 * len(ARTICLES)
    return seen
