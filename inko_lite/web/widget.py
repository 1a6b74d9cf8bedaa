"""/widget.js: one script tag on another site's page, which shows a button and opens the guest page in a panel.

Place: beside `pages.py`, from whose words, tokens and marks the script is put together once, when the server starts.
Invariant: the script is the same for everybody and says nothing about anybody, so that any cache may hold it; what changes
is in `/status.json`, and what is somebody's own is in the frame.
"""

import gzip
import hashlib
import json
import re

from .app import Call, Reply, Web
from .pages import RIGHT_TO_LEFT, Pages

# Long enough to cost nothing, short enough that a new version is everywhere in minutes.
CACHE_SECONDS = 300
SOURCES = ("js/widget/badge.js", "js/widget/widget.js")
OWN = re.compile(r"^widget-(?!demo-)")
VALUE = re.compile(r"(--[\w-]+): *([^;]+);")
COMMENT = re.compile(r"^[ \t]*//.*\n?", re.M)
SYMBOL = re.compile(r'<symbol id="parakeet".*?</symbol>', re.S)


class WidgetViews:
    """The view of the script that other sites load."""

    def __init__(self, web: Web) -> None:
        self._body = script(web.pages).encode()
        self._compressed = gzip.compress(self._body, 9, mtime=0)
        self._etag = hashlib.sha256(self._body).hexdigest()[:20]
        web.get("/widget.js", self.show)

    def show(self, call: Call) -> Reply:
        packed = "gzip" in call.environ.get("HTTP_ACCEPT_ENCODING", "")
        etag = f'"{self._etag}{"-gzip" if packed else ""}"'
        headers = {
            "ETag": etag, "Vary": "Accept-Encoding", "Cache-Control": f"public, max-age={CACHE_SECONDS}",
            "X-Content-Type-Options": "nosniff",
            # For host pages that take nothing from elsewhere unless it agrees (Cross-Origin-Embedder-Policy).
            "Cross-Origin-Resource-Policy": "cross-origin",
        }  # fmt: skip
        if call.environ.get("HTTP_IF_NONE_MATCH") == etag:
            return Reply(b"", 304, headers)
        if packed:
            headers["Content-Encoding"] = "gzip"
        return Reply(
            self._compressed if packed else self._body,
            200,
            {**headers, "Content-Type": "text/javascript; charset=utf-8"},
        )


def script(pages: Pages) -> str:
    """The whole of /widget.js."""
    text = "\n".join(pages.asset(path).body.decode() for path in SOURCES)
    lines = [line.strip() for line in COMMENT.sub("", text).splitlines()]
    settings = {
        "prefix": pages.prefix,
        "title": pages.config.pages.title,
        "words": {code: _words(locale) for code, locale in pages.locales.items()},
        "right_to_left": [code for code in pages.locales if code in RIGHT_TO_LEFT],
        "css": sheet(pages.asset("css/tokens.css").body.decode(), pages.asset("css/widget.css").body.decode()),
        "parakeet": dict(
            zip(("beak", "bird"), re.findall(r' d="([^"]+)"', SYMBOL.search(pages.icons)[0]), strict=True)
        ),
    }
    code = "\n".join(filter(None, lines))
    # Also where a loader of the site's own leaves no current script.
    its_tag = "document.currentScript ?? document.querySelector('script[src*=\"/widget.js\"]')"
    return f"(() => {{\n{code}\nstart({json.dumps(settings, ensure_ascii=False, separators=(',', ':'))}, {its_tag});\n}})();\n"


def sheet(tokens: str, own: str) -> str:
    """The widget's sheet with the values of the tokens that it uses, for light and dark."""
    light, _, dark = tokens.partition("@media (prefers-color-scheme: dark)")
    used, values = set(), dict(VALUE.findall(light))
    waiting = set(re.findall(r"var\((--[\w-]+)", own))
    while waiting:
        name = waiting.pop()
        used.add(name)
        waiting |= set(re.findall(r"var\((--[\w-]+)", values[name])) - used
    both = [
        "".join(f"{name}:{value.strip()};" for name, value in VALUE.findall(part) if name in used)
        for part in (light, dark)
    ]
    whole = (
        f".inko{{color-scheme:light dark;{both[0]}}}.inko.light{{color-scheme:light}}.inko.dark{{color-scheme:dark;{both[1]}}}"
        f"@media (prefers-color-scheme:dark){{.inko.auto{{{both[1]}}}}}" + re.sub(r"/\*.*?\*/", "", own, flags=re.S)
    )
    return re.sub(r" ?([{};]) ?", r"\1", re.sub(r"\s+", " ", whole)).strip()


def _words(locale) -> dict[str, str]:
    return {name: text.partition("=")[2].strip() for name, text in locale.messages.items() if OWN.match(name)}
