"""The HTML pages and the files they load: shells rendered here, everything that moves is in `static/js/`.

Place: at the edge; nothing of the chat passes through. A page carries its settings and its words as a JSON block, which
runs nothing, so the Content-Security-Policy allows no inline script and no inline style. The files are in `assets.py`.
"""

import json
import re
from collections.abc import Iterable, Mapping
from importlib import resources

from bottle import SimpleTemplate
from fluent.runtime import FluentBundle, FluentResource

from ..desk.direction import isolated
from .assets import Asset, Assets

HERE = resources.files(__package__)
RIGHT_TO_LEFT = {"ar", "fa", "he", "ur"}
LOCALE_COOKIE = "inko_locale"
# The words of a catalogue that each page's scripts need, by how the names of the messages begin.
WORDS = {
    "guest": ("site-", "chat-", "guest-"),
    "agent": ("site-", "chat-", "agent-"),
    "monitor": ("site-", "chat-", "agent-", "monitor-"),
    "history": ("site-", "chat-", "agent-", "history-"),
    "patterns/guest": ("site-", "chat-", "guest-", "patterns-"),
    "patterns/agent": ("site-", "chat-", "agent-", "patterns-"),
    "patterns/monitor": ("site-", "chat-", "agent-", "monitor-", "patterns-"),
    "patterns/history": ("site-", "chat-", "agent-", "history-", "patterns-"),
}
# The sheets that a page adds to tokens.css and base.css; the others have the guest page's.
STYLES = {
    "agent": ("console", "agent"),
    "monitor": ("console", "monitor"),
    "history": ("console", "history"),
    "patterns/guest": ("guest", "patterns"),
    "patterns/agent": ("console", "agent", "patterns"),
    "patterns/monitor": ("console", "monitor", "patterns"),
    "patterns/history": ("console", "history", "patterns"),
    "host": ("host",),
    "plain": ("guest", "plain"),
}
VIEWS = ("page", "guest", "guest_ask", "agent", "desk", "demo_login", "trouble", "banned", "host", "patterns", "plain")
# What the page without a script shows: the parts of the frame `plain`, and what stands inside its conversation.
PLAIN_PARTS = ("plain_ask", "plain_wait", "plain_chat", "plain_after", "plain_note", "plain_log", "plain_news")
PLAIN_STYLES = ("guest", "embedded")
# One message of a .ftl file: its first line begins with a name, the others are indented.
MESSAGE = re.compile(r"^([a-z][a-z0-9-]*) *=.*(?:\n(?:[ \t].*|(?=\n+[ \t])))*", re.MULTILINE)

# The ends and indentation of a view's lines.
BETWEEN = re.compile(r">\s*\n\s*<")


class Locale:
    """One catalogue: `say` for the server's own words, `text` for the page's scripts."""

    def __init__(self, code: str, source: str) -> None:
        self.code = code
        self.direction = "rtl" if code in RIGHT_TO_LEFT else "ltr"
        self.bundle = FluentBundle([code])
        self.bundle.add_resource(FluentResource(source))
        self.messages = {found[1]: found[0] for found in MESSAGE.finditer(source)}
        self.name = self.say("site-language-name")

    def say(self, name: str, /, **values: object) -> str:
        """The message of this name. One that is missing or broken is a bug, not an empty place on the page."""
        # Fluent's marks around a value end where the value itself ends them: what people wrote must not.
        values = {name: isolated(value) if isinstance(value, str) else value for name, value in values.items()}
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
        self.assets = Assets(HERE / "static", {name: STYLES.get(name, PLAIN_STYLES) for name in {**WORDS, **STYLES}})
        self.version = self.assets.version
        self.locales = _read_locales()
        self.default_locale = config.pages.locale if config.pages.locale in self.locales else "en"
        self.views = {
            name: SimpleTemplate((HERE / "views" / f"{name}.tpl").read_text("utf-8"), name=name)
            for name in (*VIEWS, *PLAIN_PARTS)
        }
        self.icons = (HERE / "views" / "icons.svg").read_text("utf-8")
        # Every page's Content-Security-Policy.
        self.CSP = (
            "default-src 'self'; base-uri 'none'; object-src 'none'; form-action 'self'; frame-ancestors "
            + " ".join(config.server.frame_ancestors)
        )

    def choose_locale(self, wanted: str | None, kept: str | None, accept_language: str | None) -> str:
        """The catalogue for a request: what its `?locale=` says, else the cookie LOCALE_COOKIE, else the browser's order."""
        for code in (wanted, kept, *_languages(accept_language or "")):
            if code and (found := code.lower().split("-")[0]) in self.locales:
                return found
        return self.default_locale

    def guest(self, locale: str, told: Mapping | None = None, painted: Mapping | None = None) -> str:
        """The guest page. `told` are settings of this one page: of a widget that shows it `embed`, `framed`, `product` and
        `scheme`; `painted` is what `web/asking.py` shows in it before its script is there."""
        title, shell = self.config.pages.title, "guest_ask" if painted else ""
        return self._page("guest", locale, scripts=True, title=title, shell=shell, more=told, **(painted or {}))

    def plain(self, locale: str, part: str, told: Mapping[str, object]) -> str:
        """The guest page for a browser without scripts; `part` is one of PLAIN_PARTS, `told` what it shows."""
        return self._page("plain", locale, scripts=False, inner=part, **told)

    def agent(self, locale: str) -> str:
        """The agent console; only for those who may see it, which the caller has made sure of."""
        return self._page("agent", locale, scripts=True, title=self.locales[locale].say("site-console"))

    def monitor(self, locale: str) -> str:
        """The page of those who look after the floor; the caller has made sure that they may."""
        return self._page("monitor", locale, scripts=True, title=self.locales[locale].say("site-monitor"), shell="desk")

    def history(self, locale: str) -> str:
        """The conversations of the past; only for the staff, which the caller has made sure of."""
        return self._page("history", locale, scripts=True, title=self.locales[locale].say("site-history"), shell="desk")

    def patterns(self, area: str, locale: str) -> str | None:
        """Every widget of a page area in every state; None for an area that has none."""
        view = f"patterns/{area}"
        if view not in WORDS:
            return None
        return self._page(view, locale, scripts=True, shell="patterns", title=self.locales[locale].say("patterns-title"))

    def demo_login(self, accounts: Iterable[Mapping[str, str]], locale: str) -> str:
        """One button for each demo account ({account, name, role}), which posts `account` to /demo/login."""
        title = self.locales[locale].say("site-demo-login")
        return self._page("demo_login", locale, scripts=False, title=title, accounts=list(accounts))

    def host(self, locale: str, page: int) -> str:
        """The demo's stand-in for a page of another site, with the widget's tag on it; `page` counts its pages."""
        title = self.locales[locale].say("widget-demo-title")
        tag = f'<script src="{self.prefix}/widget.js" data-locale="{locale}" async></script>'
        return self._page("host", locale, scripts=False, title=title, page=page, tag=tag)

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
        return self.assets.compressed(path)

    def _page(
        self, view: str, code: str, scripts: bool, shell: str = "", inner: str = "",
        more: Mapping | None = None, **values: object,
    ) -> str:  # fmt: skip
        locale, scheme = self.locales[code], (more or {}).get("scheme")
        values |= {
            "locale": locale,
            "say": locale.say,
            "prefix": self.prefix,
            "static": f"{self.prefix}/static/{self.version}",
            "service": self.config.pages.title,
            "style": (view if view in WORDS or view in STYLES else "guest") + (f"-{scheme}" if scheme else ""),
            "icons": self.icons,
            "locales": list(self.locales.values()),
            "embedded": "embed" in (more or {}),
        }
        values["settings"] = _embed(self._settings(view, locale) | dict(more or {})) if scripts else None
        values["entry"] = f"bundle/{view}.js" if scripts else None
        # A browser that runs no script goes to the page that needs none, if that loses nothing.
        values["without_script"] = f"{self.prefix}/plain" if view == "guest" and not (more or {}).get("sent") else ""
        if inner:
            values["part"] = lambda name, **more: self.views[name].render(**{**values, **more})
            values["content"] = self.views[inner].render(**values)
        body = self.views[shell or view].render(**values)
        # The script finds the nodes that it would make, and no blank ones between them.
        values["body"] = BETWEEN.sub("><", body) if shell == "guest_ask" else body
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
            "opening": {
                "min_agents": config.opening.min_agents, "need_monitor": config.opening.need_monitor,
                "max_wait_minutes": config.opening.max_wait_minutes, "hours": bool(config.opening.hours),
            },
            # Where the site itself signs people out; empty when nobody is known by a site.
            "logout_url": self._site_url(config.django.logout_url) if config.django.enabled else "",
            "wait_seconds": config.listen.wait_seconds,
            "heartbeat_seconds": config.listen.heartbeat_seconds,
        }  # fmt: skip

    def _site_url(self, url: str) -> str:
        """An address of the site; the demonstration's are ours, and under our prefix."""
        return self.prefix + url if url.startswith("/demo/") else url


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
