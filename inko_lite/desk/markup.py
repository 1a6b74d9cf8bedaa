"""A message's text as typed, made into HTML that is safe to insert.

Place: `messages` calls `render` once, before a message is written; nothing is rendered when it is read. Two steps,
each safe by itself: `clean` makes `<`, `>` and `&` text, with bleach; one scanner goes from left to right and adds tags
of a closed set, no deeper than a note, two lists, emphasis and a link. Invariants: time and size of the HTML
are linear in the text, whatever it holds; what is not markup is shown as typed; nothing of the text gets into a tag but
the target of a link.

The markup is the part of SUMO's wiki syntax that helpers paste from articles.
"""

import re
from collections.abc import Callable

import bleach

from . import direction
from .links import ADDRESS_END, article, link, trimmed

# Past so many signs the same escaping is done without bleach, whose time grows faster than they do.
PARSED_SIGNS = 400
MOST_LINKS = 200  # a message: each is a hundred bytes of HTML to every listener; further addresses stay text

# One line in which nothing can be markup, an entity or a control character; quotes and addresses are looked for apart.
PLAIN = re.compile(r"(?![ *#=])[^\n\r&<>\[{\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u2028-\u202e\u2066-\u2069]*")
LINE_ENDS = re.compile(r"\r\n|[\r\u2028\u2029]")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
# A `<` that begins no whole tag: bleach would take it for a comment, which it drops, or search for its end.
NO_TAG = re.compile(r"""<(?!/?[A-Za-z](?:[^<>"'&]|"[^"<>&]*"|'[^'<>&]*'){0,200}>)""")

# Where markup may begin inside a line. A run of one sign is one token: a long run costs no more than a short one.
TOKEN = re.compile(
    r"\n|''+|\[+|\{+|&lt;(?=(?:pre|code|nowiki)&gt;)|(?<![A-Za-z0-9])(?i:https?://|irc://|mailto:)",
)
QUOTES = re.compile("(''+)")
TAG = re.compile(r"&lt;(pre|code|nowiki)&gt;")
BRACES = re.compile(r"\{(?:(key|menu|button|filepath|pref)[ \t]|(note|warning)\}|for[ \t]|(/?for\}))")
PARAMETER = re.compile(r"\{\{\{([^{}\n]{1,80})\}\}\}")
ITEM = re.compile(r"([*#]+)[ \t]+(?=\S)")
ADDRESS = re.compile(r"(?i:https?://|irc://|mailto:)")
LISTS = {"*": "ul", "#": "ol"}
# What a page takes in from elsewhere. In a chat its name is shown, and no link.
TAKEN_IN = frozenset(["include", "i", "template", "t", "image", "video", "v", "button", "ui"])


class Html(str):
    """A part of a line that is HTML already."""

    __slots__ = ()


def render(text: str, article_url: str = "") -> str:
    """The text as HTML. `article_url` has `{title}` for an article's title; without it `[[Title]]` is no link."""
    if PLAIN.fullmatch(text) and "''" not in text and "://" not in text and "mailto:" not in text.lower():
        return text
    text = CONTROL.sub("\ufffd", LINE_ENDS.sub("\n", text))
    return Scanner(clean(text), article_url if "{title}" in article_url else "").html()


def clean(text: str) -> str:
    """The text with `&`, `<` and `>` as entities, so that a browser shows what was typed, typed entities included.

    bleach does it, on a text in which nothing is left that it would drop (comments) or be slow on (tags without end).
    """
    signs = text.count("<") + text.count(">") + text.count("&")
    if not signs:
        return text
    text = text.replace("&", "&amp;")
    if signs > PARSED_SIGNS:
        return text.replace("<", "&lt;").replace(">", "&gt;")
    return bleach.clean(NO_TAG.sub("&lt;", text), tags=set())


class Scanner:
    """Goes over one cleaned text; each position is looked at a bounded number of times."""

    def __init__(self, text: str, article_url: str) -> None:
        self._text = text
        self._article_url = article_url
        self._isolate: Callable[[str], str] = direction.isolated if direction.SIGNS.search(text) else str
        self._found: dict[str, tuple[int, int]] = {}
        self._out: list[str] = []
        self._edges: list[int] = []  # where in `_out` the outermost blocks begin and end, by turns
        self._depth = 0
        self._links = 0
        self._breaks = 0  # newlines that become <br> if text follows, and not where a block begins
        self._after_block = False

    def html(self) -> str:
        """The whole text; beside blocks, the text between them is in paragraphs."""
        self._blocks(0, len(self._text))
        if not self._edges:
            return "".join(self._out)
        parts = []
        for n, (start, end) in enumerate(zip([0, *self._edges], [*self._edges, len(self._out)], strict=True)):
            part = "".join(self._out[start:end])
            parts.append(part if n % 2 or not part.strip() else f"<p>{part}</p>")
        return "".join(parts)

    # ── blocks ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def _blocks(self, at: int, end: int, fresh: bool = True, in_note: bool = False) -> None:
        """Writes text[at:end], which begins a line if `fresh`."""
        while at < end:
            sign, item = self._text[at], None
            if fresh and sign == " " and self._line(at, end).strip():
                at = self._indented(at, end)
            elif fresh and sign in LISTS and (item := ITEM.match(self._text, at, end)):
                at = self._list(item, end, in_note)
            elif fresh and sign == "=" and (inner := heading(self._line(at, end))):
                self._write(['<strong class="wiki-heading">'])
                self._inline(at + inner[0], at + inner[1], in_note, blocks=False)
                self._write(["</strong>"])
                at = self._next("\n", at)
            else:
                at = self._inline(at, end, in_note)
            fresh = True

    def _line(self, at: int, end: int) -> str:
        return self._text[at : min(self._next("\n", at), end)]

    def _next(self, mark: str, at: int) -> int:
        """Where `mark` comes next, or past the end. Remembered, so that many brackets search the text only once."""
        since, found = self._found.get(mark, (0, -1))
        if not since <= at <= found:
            found = self._text.find(mark, at)
            found = found if found >= 0 else len(self._text)
            self._found[mark] = at, found
        return found

    def _open(self, html: str) -> None:
        """Begins a block, which needs no <br> before it."""
        self._out.append("<br>" * (self._breaks - 1))
        self._breaks = 0
        if not self._depth:
            self._edges.append(len(self._out))
        self._depth += 1
        self._out.append(html)

    def _close(self, html: str, line_ended: bool = False) -> None:
        self._out.append(html)
        self._breaks = 0
        self._after_block = not line_ended
        self._depth -= 1
        if not self._depth:
            self._edges.append(len(self._out))

    def _indented(self, at: int, end: int) -> int:
        lines = []
        while at < end and self._text[at] == " " and (line := self._line(at, end)).strip():
            lines.append(line[1:])
            at += len(line) + 1
        self._open("<pre>" + self._literal("\n".join(lines), "\n"))
        self._close("</pre>", line_ended=True)
        return min(at, end)

    def _list(self, item: re.Match, end: int, in_note: bool) -> int:
        """Writes the items from here on, two levels deep; a deeper one counts as the second."""
        self._open("")
        levels: list[str] = []
        while item:
            wanted = [LISTS[sign] for sign in item[1][:2]]
            while levels != wanted[: len(levels)]:
                self._out.append(f"</li></{levels.pop()}>")
            if len(levels) == len(wanted):
                self._out.append("</li><li>")
            for level in wanted[len(levels) :]:
                self._out.append(f"<{level}><li>")
                levels.append(level)
            at = self._inline(item.end(), end, in_note)
            self._breaks, self._after_block = 0, False
            item = ITEM.match(self._text, at, end)
        self._close("".join(f"</li></{level}>" for level in reversed(levels)), line_ended=True)
        return at

    def _note(self, name: str, at: int, last: int) -> None:
        """Writes text[at:last] as a note. It goes on in the line that opened it, which has no leading signs."""
        self._open(f'<div class="wiki-{name}">')
        while at < last and self._text[at] in " \t":
            at += 1
        fresh = at < last and self._text[at] == "\n"
        self._blocks(at + fresh, last, fresh, in_note=True)
        self._close("</div>")

    # ── inside a line ───────────────────────────────────────────────────────────────────────────────────────────────

    def _inline(self, at: int, end: int, in_note: bool, blocks: bool = True) -> int:
        """Writes the rest of the line and any block that begins in it; returns where the next line begins."""
        text, pieces = self._text, []
        while token := TOKEN.search(text, at, end):
            start, sign = token.start(), text[token.start()]
            pieces.append(text[at:start])
            at = token.end()
            if sign == "\n":
                self._write(pieces)
                self._breaks += not self._after_block
                self._after_block = False
                return at
            if sign == "'":
                pieces.append(at - start)
            elif sign == "[":
                at = self._brackets(pieces, start, at, end)
            elif sign == "{":
                at = self._braces(pieces, start, at, end, blocks and not in_note)
            elif sign == "&":
                at = self._tagged(pieces, start, end, blocks)
            else:
                at = ADDRESS_END.search(text, at, end).start()
                address, rest = trimmed(text[start:at])
                pieces += [self._link(address) or address, rest]
        pieces.append(text[at:end])
        self._write(pieces)
        return end

    def _write(self, pieces: list[str | int]) -> None:
        """Writes the pieces of a line: texts, HTML, and the lengths of runs of quotes. Empties the list."""
        html = "".join(self._balanced(emphasised(pieces) if int in map(type, pieces) else pieces))
        pieces.clear()
        if html and not (self._after_block and html.isspace()):
            self._out.append("<br>" * self._breaks + html)
            self._breaks, self._after_block = 0, False

    def _balanced(self, pieces: list[str]) -> list[str]:
        if self._isolate is str:
            return pieces
        opened: list[str] = []
        return [piece if type(piece) is Html else direction.turned(piece, opened) for piece in pieces] + opened[::-1]

    def _literal(self, text: str, newline: str) -> str:
        return newline.join(map(self._isolate, text.split("\n")))

    def _tagged(self, pieces: list, start: int, end: int, blocks: bool) -> int:
        """`<code>`, `<pre>` and `<nowiki>` with their end: nothing in them is markup."""
        tag = TAG.match(self._text, start)
        name, first = tag[1], tag.end()
        last = self._next(f"&lt;/{name}&gt;", first)
        after = last + len(f"&lt;/{name}&gt;")
        one_line = self._next("\n", first) > last
        if after > end or not (blocks or one_line):
            pieces.append(tag[0])
            return first
        inner = self._text[first:last]
        if name == "nowiki":
            pieces.append(Html(self._literal(inner, "<br>")))
        elif one_line and (name == "code" or not blocks):
            pieces.append(Html(f"<code>{self._isolate(inner)}</code>"))
        else:
            self._write(pieces)
            inner = self._literal(inner.strip("\n"), "\n")
            self._open(f"<pre><code>{inner}</code></pre>" if name == "code" else f"<pre>{inner}</pre>")
            self._close("")
        return after

    def _brackets(self, pieces: list, start: int, at: int, end: int) -> int:
        """`[[Article]]`, `[[Article|label]]`, `[address]` and `[address label]`, at the end of a run of `[`."""
        text, run = self._text, at - start
        end = min(end, self._next("\n", at))
        last = self._next("]]", at) if run > 1 else end
        if last < end and self._next("[", at) > last and (html := self._article(text[at:last])):
            pieces += ["[" * (run - 2), html]
            return last + 2
        if ADDRESS.match(text, at, end):
            stop, last = ADDRESS_END.search(text, at, end).start(), self._next("]", at)
            label = text[stop:last].strip()
            # Between address and label stands a blank; anything else means that the address did not end there.
            whole = stop <= last < end and (stop == last or text[stop] in " \t")
            if whole and (html := self._link(text[at:stop], label)):
                pieces += ["[" * (run - 1), html]
                return last + 1
        pieces.append("[" * run)
        return at

    def _article(self, inner: str) -> str:
        """What stands for `[[inner]]`; empty where there is no title."""
        kind, colon, name = inner.partition(":")
        if colon and kind.strip().lower() in TAKEN_IN:
            return name.partition("|")[0].strip()
        title, _, label = (part.strip() for part in inner.partition("|"))
        shown = Html(self._label(label or title) if title else "")
        if not shown or not self._article_url or self._links == MOST_LINKS:
            return shown
        self._links += 1
        return Html(article(self._article_url, direction.SIGNS.sub("", title), shown))

    def _link(self, address: str, label: str = "") -> str:
        html = link(address, label, self._label(label)) if self._links < MOST_LINKS else ""
        self._links += bool(html)
        return Html(html)

    def _label(self, label: str) -> str:
        """A link's label: emphasis, and nothing else."""
        pieces = [len(part) if n % 2 else part for n, part in enumerate(QUOTES.split(label))]
        return "".join(self._balanced(emphasised(pieces)))

    def _braces(self, pieces: list, start: int, at: int, end: int, notes: bool) -> int:
        """`{key Ctrl+T}` and its like, `{note}`…`{/note}`, `{for …}`, `{{{1}}}`, at the end of a run of `{`."""
        text, run = self._text, at - start
        if run > 2 and (parameter := PARAMETER.match(text, at - 3, end)):
            pieces += ["{" * (run - 3), parameter[1]]
            return parameter.end()
        found = BRACES.match(text, at - 1, end)
        if found and (name := found[2]):
            last = self._next(f"{{/{name}}}", found.end())
            if notes and last < end:
                pieces.append("{" * (run - 1))
                self._write(pieces)
                self._note(name, found.end(), last)
                return last + len(name) + 3
        elif found:
            first = found.end() - bool(found[3])
            last = self._next("}", first)
            inner = text[first:last].strip() if last < min(end, self._next("\n", first), self._next("{", first)) else ""
            if found[1] and inner:
                pieces += ["{" * (run - 1), Html(self._directive(found[1], inner))]
                return last + 1
            if not found[1] and (inner or found[3]):
                pieces.append("{" * (run - 1))
                return last + 1
        pieces.append("{" * run)
        return at

    def _directive(self, name: str, inner: str) -> str:
        if name != "key":
            return f'<span class="wiki-{name}">{self._isolate(inner)}</span>'
        # A plus at the end is a key itself: "Ctrl++".
        keys = [key.strip() for key in inner.split("+") if key.strip()] + ["+"] * inner.endswith("+")
        shown = "+".join(f"<kbd>{self._isolate(key)}</kbd>" for key in keys)
        return f'<span class="keys">{shown}</span>' if len(keys) > 1 else shown


def heading(line: str) -> tuple[int, int] | None:
    """Where in `== line ==` its text begins and ends."""
    line = line.rstrip()
    signs = min(len(line) - len(line.lstrip("=")), len(line) - len(line.rstrip("=")), 6)
    inner = line[signs : len(line) - signs]
    if not signs or not inner.strip():
        return None
    return signs + len(inner) - len(inner.lstrip()), signs + len(inner.rstrip())


def emphasised(pieces: list[str | int]) -> list[str]:
    """The pieces with runs of quotes, given as their lengths, made into tags: 2 italic, 3 bold, 5 both, by turns.

    The last of an odd number of turns has no other end and is shown as typed, as in "l''été".
    """
    runs = [n for n, piece in enumerate(pieces) if type(piece) is int]
    bold = [n for n in runs if pieces[n] != 2]
    italic = [n for n in runs if pieces[n] == 2 or pieces[n] >= 5]
    lone = {(kind[-1], tag) for kind, tag in ((bold, "strong"), (italic, "em")) if len(kind) % 2}
    out, opened = [], []
    for n, piece in enumerate(pieces):
        if type(piece) is not int:
            out.append(piece)
            continue
        turns = [tag for tag, kind in (("strong", piece != 2), ("em", piece == 2 or piece >= 5)) if kind]
        signs = piece - min(piece, 5) + (piece == 4)
        for tag in list(turns):
            if (n, tag) in lone:
                turns.remove(tag)
                signs += 3 if tag == "strong" else 2
        out.append("'" * signs)
        again = []
        while not set(opened).isdisjoint(turns):
            tag = opened.pop()
            out.append(Html(f"</{tag}>"))
            (turns.remove if tag in turns else again.append)(tag)
        for tag in again + turns:
            out.append(Html(f"<{tag}>"))
            opened.append(tag)
    return out
