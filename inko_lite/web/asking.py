"""The guest page as it is first painted: the form stands in the server's HTML, so that it can be typed into before its script
is there, which then takes over the same nodes.

Place: between `web/shells.py`, which knows the caller, and `web/pages.py`, which writes the page. Nothing here decides
anything. Invariant: `views/guest_ask.tpl` with these values is, node for node, what `static/js/view/ask.js` draws from the
same state; tests/browser/test_first_paint.py compares them.
"""

import re
from collections.abc import Mapping

from ..config import Config
from .plain_log import Say
from .plain_parts import wait_words, ways

# What a form that was sent before its script was there brings along.
FIELDS = ("question", "name", "email", "product", "topic", "version", "os", "consent", "code")
# How the view's library names fields for their labels: in the order in which they are drawn.
FIELD_ID = "P0-{}"

_BROWSERS = (
    ("Edge", re.compile(r"\bEdg(?:e|A|iOS)?/([\d.]+)")),
    ("Opera", re.compile(r"\bOPR/([\d.]+)")),
    ("Samsung Internet", re.compile(r"\bSamsungBrowser/([\d.]+)")),
    ("Thunderbird", re.compile(r"\bThunderbird/([\d.]+)")),
    ("Firefox", re.compile(r"\b(?:Firefox|FxiOS)/([\d.]+)")),
    ("Chrome", re.compile(r"\b(?:Chrome|CriOS|HeadlessChrome)/([\d.]+)")),
    ("Safari", re.compile(r"\bVersion/([\d.]+).*Safari/")),
)
_SYSTEMS = (
    ("iPadOS", re.compile(r"\biPad\b.*OS ([\d_]+)")),
    ("iOS", re.compile(r"\biPhone\b.*OS ([\d_]+)")),
    ("Android", re.compile(r"\bAndroid ([\d.]+)")),
    ("Android", re.compile(r"\bAndroid\b")),
    ("ChromeOS", re.compile(r"\bCrOS\b")),
    # Every macOS since 11 calls itself 10.15, and Windows 11 calls itself 10: no version is better than a wrong one.
    ("macOS", re.compile(r"\bMacintosh\b")),
    ("Windows", re.compile(r"\bWindows\b")),
    ("Linux", re.compile(r"\bLinux\b")),
)


def device(user_agent: str) -> dict[str, str]:
    """`{version: "Firefox 143", os: "Windows"}`, shown to the guest, who may correct it; empty texts for what cannot be told.

    The metadata of a question has more of it (`desk/detect.py`); this is what a person calls it.
    """

    def first(kinds: tuple, parts: int) -> str:
        for name, pattern in kinds:
            if found := pattern.search(user_agent[:1000]):
                version = found[1].replace("_", ".").split(".")[:parts] if found.groups() else []
                return " ".join([name, *filter(None, [".".join(version)])])
        return ""

    return {"version": first(_BROWSERS, 1), "os": first(_SYSTEMS, 2)}


def painted(
    config: Config, say: Say, queue: Mapping, detected: Mapping[str, str], product: str, kept: Mapping[str, str]
) -> dict:
    """What `views/guest_ask.tpl` shows: `queue` is what the page is told of it, `kept` what was typed already."""
    status = queue["status"] if queue["status"] in ("full", "closed", "unstaffed") else "open"
    # Whoever has begun to write keeps the form, whatever becomes of the queue.
    form = status in ("open", "full") or bool(kept.get("question", "").strip())
    lists = (("product", config.pages.products), ("topic", config.pages.topics))
    values = {name: options[0] if options else "" for name, options in lists} | dict(detected)
    values |= ({"product": product} if product else {}) | {name: kept[name] for name in FIELDS if name in kept}
    choices = [(name, say("guest-" + name), options) for name, options in lists if options]
    fields = ("question", "name", *(name for name, _, _ in choices), "email", "version", "os") if form else ()
    return {
        "status": status, "form": form, "head": _head(say, status, queue), "told": _told(say, status, queue), "values": values,
        "ids": {name: FIELD_ID.format(number) for number, name in enumerate((*fields, "code"))}, "choices": choices,
        "rules": queue.get("rules"), "consent_required": config.queue.consent_required,
        "hours": config.pages.hours, "stored": config.pages.retention_text or say("guest-note-stored"),
        "ways": ways(config, "", values["product"], values["topic"]) if form else ways(config),
    }  # fmt: skip


def _head(say: Say, status: str, queue: Mapping) -> str:
    if status == "full":
        return say("guest-full-head", waiting=queue["waiting"])
    if status != "open":
        return say(f"guest-{status}-head")
    if queue["wait_seconds"] is None:
        return say("guest-open-head-now")
    return say("guest-open-head", wait=wait_words(say, queue["wait_seconds"]))


def _told(say: Say, status: str, queue: Mapping) -> str:
    if status == "open":
        return say("guest-open-more", waiting=queue["waiting"], agents=queue["agents_online"])
    return (status == "closed" and queue.get("reason")) or say(f"guest-{status}-more")
