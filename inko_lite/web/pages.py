"""The HTML pages and the files they load: shells rendered here, everything that moves is in `static/js/`.

Place: at the edge; nothing of the chat passes through. A page carries its settings and its words as a JSON block, which
runs nothing, so the Content-Security-Policy allows no inline script and no inline style. Invariant: a file under
`/static/<version>/` never changes, because the version is the hash of them all; it may be kept for ever.
"""

import gzip
import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from importlib import resources
from typing import NamedTuple

from bottle import SimpleTemplate
from fluent.runtime import FluentBundle, FluentResource

HERE = resources.files(__package__)
TYPES = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "mjs": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
}
RIGHT_TO_LEFT = {"ar", "fa", "he", "ur"}
LOCALE_COOKIE = "inko_locale"
# The words of a catalogue that each page's scripts need, by how the names of the messages begin.
WORDS = {"guest": ("site-", "chat-", "guest-"), "agent": ("site-", "chat-", "agent-")}
# The sheets that a page adds to tokens.css and base.css; the others have the guest page's.
STYLES = {"agent": ("agent",)}
# One message of a .ftl file: its first line begins with a name, the others are indented.
MESSAGE = re.compile(r"^([a-z][a-z0-9-]*) *=.*(?:\n(?:[ \t].*|(?=\n+[ \t])))*", re.MULTILINE)


class Asset(NamedTuple):
    """A static file: its bytes, its Content-Type and its ETag."""

    body: bytes
    content_type: str
    etag: str


class Locale:
    """One catalogue: `say` for the server's own words, `text` for the page's scripts."""

    def __init__(self, code: str, source: str) -> None:
        self.code = code
        self.direction = "rtl" if code in RIGHT_TO_LEFT else "ltr"
        self.bundle = FluentBundle([code])
        self.bundle.add_resource(FluentResource(source))
        self.messages = {found[1]: found[0] for found in MESSAGE.finditer(source)}
        self.name = self.say("site-language-name")

    def say(self, name: str, **values: object) -> str:
        """The message of this name. One that is missing or broken is a bug, not an empty place on the page."""
        text, errors = self.bundle.format_pattern(self.bundle.get_message(name).value, values)
        if errors:
            raise LookupError(f"{self.code}: {name}: {errors[0]}")
        return text

    def text(self, page: str) -> str:
        """The part of the catalogue that the scripts of this page read."""
        return "\n".join(text for name, text in self.messages.items() if name.startswith(WORDS[page]))


class Pages:
    """Every page, with the configuration's texts and addresses in it. Built once; rendering reads no file."""

    def __init__(self, config) -> None:
        self.config = config
        self.prefix = config.server.prefix
        self.assets = _read_assets()
        self.version = _version(self.assets)
        self.locales = _read_locales()
        self.default_locale = config.pages.locale if config.pages.locale in self.locales else "en"
        self.views = {
            name: SimpleTemplate((HERE / "views" / f"{name}.tpl").read_text("utf-8"), name=name)
            for name in ("page", "guest", "agent", "demo_login", "trouble", "banned")
        }
        self.icons = (HERE / "views" / "icons.svg").read_text("utf-8")
        # Every page's Content-Security-Policy.
        self.CSP = (
            "default-src 'self'; base-uri 'none'; object-src 'none'; form-action 'self'; frame-ancestors "
            + " ".join(config.server.frame_ancestors)
        )
        self._compressed: dict[str, Asset] = {}

    def choose_locale(self, wanted: str | None, kept: str | None, accept_language: str | None) -> str:
        """The catalogue for a request: what its `?locale=` says, else the cookie LOCALE_COOKIE, else the browser's order."""
        for code in (wanted, kept, *_languages(accept_language or "")):
            if code and (found := code.lower().split("-")[0]) in self.locales:
                return found
        return self.default_locale

    def guest(self, locale: str) -> str:
        """The guest page."""
        return self._page("guest", locale, scripts=True, title=self.config.pages.title)

    def agent(self, locale: str) -> str:
        """The agent console; only for those who may see it, which the caller has made sure of."""
        return self._page("agent", locale, scripts=True, title=self.locales[locale].say("site-console"))

    def demo_login(self, accounts: Iterable[Mapping[str, str]], locale: str) -> str:
        """One button for each demo account ({account, name, role}), which posts `account` to /demo/login."""
        title = self.locales[locale].say("site-demo-login")
        return self._page("demo_login", locale, scripts=False, title=title, accounts=list(accounts))

    def trouble(self, status: int, title: str, detail: str, locale: str) -> str:
        """An error, for a person who asked for a page."""
        return self._page("trouble", locale, scripts=False, title=title, status=status, detail=detail)

    def banned(self, locale: str, asked: bool = False) -> str:
        """For somebody who may not come in, with a way to ask for a review; `asked`: it was just used."""
        return self._page(
            "banned", locale, scripts=False, title=self.locales[locale].say("page-banned-title"), asked=asked
        )

    def asset(self, path: str) -> Asset | None:
        """The file that `/static/<version>/<path>` is; None for any other path."""
        return self.assets.get(path)

    def compressed_asset(self, path: str) -> Asset | None:
        """The same file for a client that accepts gzip."""
        if path in self.assets and path not in self._compressed:
            plain = self.assets[path]
            etag = plain.etag[:-1] + '-gzip"'
            self._compressed[path] = Asset(gzip.compress(plain.body, 9, mtime=0), plain.content_type, etag)
        return self._compressed.get(path)

    def _page(self, view: str, code: str, scripts: bool, **values: object) -> str:
        locale = self.locales[code]
        values |= {
            "locale": locale,
            "say": locale.say,
            "prefix": self.prefix,
            "static": f"{self.prefix}/static/{self.version}",
            "service": self.config.pages.title,
            "styles": STYLES.get(view, ("guest",)),
            "icons": self.icons,
        }
        values["settings"] = _embed(self._settings(view, locale)) if scripts else None
        values["modules"] = modules = self._modules(view) if scripts else []
        values["entry"] = modules[0] if modules else None
        values["body"] = self.views[view].render(**values)
        return self.views["page"].render(**values)

    def _settings(self, view: str, locale: Locale) -> dict:
        config = self.config
        return {
            "prefix": self.prefix,
            "locale": locale.code,
            "locales": [{"code": each.code, "name": each.name} for each in self.locales.values()],
            "locale_cookie": LOCALE_COOKIE,
            "words": locale.text(view),
            "title": config.pages.title,
            "products": list(config.pages.products),
            "topics": list(config.pages.topics),
            "hours": config.pages.hours,
            "retention_text": config.pages.retention_text,
            "follow_up_url": config.queue.follow_up_url,
            "search_url": config.queue.search_url,
            "late_seconds": config.pages.late_seconds,
            "consent_required": config.queue.consent_required,
            "offer_seconds": config.queue.offer_seconds,
            "max_chat_limit": config.queue.max_chat_limit,
            "wait_seconds": config.listen.wait_seconds,
            "heartbeat_seconds": config.listen.heartbeat_seconds,
        }

    def _modules(self, view: str) -> list[str]:
        """Every module that the page's entry imports, so that the browser asks for all at once and not level by level."""
        found, waiting = [], [f"js/{view}.js"]
        while waiting:
            path = waiting.pop(0)
            if path in found:
                continue
            found.append(path)
            folder = path.rsplit("/", 1)[0].split("/")
            for target in re.findall(r"""from ?["'](\.[^"']+)["']""", self.assets[path].body.decode()):
                parts = list(folder)
                for part in target.split("/"):
                    if part == "..":
                        parts.pop()
                    elif part != ".":
                        parts.append(part)
                waiting.append("/".join(parts))
        return found


def _read_assets() -> dict[str, Asset]:
    found = {}

    def walk(folder, at: str) -> None:
        for entry in sorted(folder.iterdir(), key=lambda each: each.name):
            if entry.is_dir():
                walk(entry, f"{at}{entry.name}/")
            elif kind := TYPES.get(entry.name.rsplit(".", 1)[-1]):
                body = entry.read_bytes()
                found[at + entry.name] = Asset(body, kind, f'"{hashlib.sha256(body).hexdigest()[:20]}"')

    walk(HERE / "static", "")
    return found


def _version(assets: dict[str, Asset]) -> str:
    whole = hashlib.sha256()
    for path, asset in assets.items():
        whole.update(f"{path}\0{asset.etag}\0".encode())
    return whole.hexdigest()[:12]


def _read_locales() -> dict[str, Locale]:
    """Each folder of `locales/` is a catalogue; its files are named for the beginning of the messages in them."""
    found = []
    for folder in (HERE / "locales").iterdir():
        files = sorted((each for each in folder.iterdir() if each.name != "transcript.ftl"), key=lambda each: each.name)
        found.append(Locale(folder.name, "\n".join(each.read_text("utf-8") for each in files)))
    # English first, as the language of last resort, then by name.
    return {each.code: each for each in sorted(found, key=lambda each: (each.code != "en", each.code))}


def _languages(accept_language: str) -> list[str]:
    """The languages of an Accept-Language header, the most wanted first (RFC 9110 12.5.4)."""
    found = []
    for part in accept_language[:1000].split(","):
        language, _, parameters = part.strip().partition(";")
        try:
            quality = float(parameters.strip().removeprefix("q=")) if parameters else 1.0
        except ValueError:
            continue
        if quality > 0:
            found.append((-quality, language.strip()))
    return [language for _, language in sorted(found, key=lambda each: each[0])]


def _embed(settings: dict) -> str:
    """JSON that may stand inside a <script> element: no character in it can end or open a tag."""
    text = json.dumps(settings, ensure_ascii=False, separators=(",", ":"))
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
