"""Drafts: a chat as a question for the forum, for its guest to review.

Place: beside `forum.py`; writes nothing. Invariants: what it makes of a chat has been scrubbed, holds nobody's name, and fits
into what a forum takes; metadata have the names that Kitsune's questions have (AAQ, "ask a question").
"""

import re
from typing import NamedTuple

import msgspec

from ..settings import ForumSection
from ..stream.events import Change, EventLog
from .scrub import scrub

# Kitsune's own limits, in characters.
TITLE = 255
BODY = 10_000
SHORT_TITLE = 100
PAGE = 50
# Our names, and Kitsune's. What is not here does not leave.
NAMES = {
    "topic": "category",
    "version": "ff_version",
    "os": "os",
    "user_agent": "useragent",
    "extensions": "plugins",
    "troubleshooting": "troubleshooting",
    "began": "started",
    "frequency": "frequency",
}
LENGTHS = {"ff_version": 22, "tb_version": 22, "troubleshooting": 655_360, "plugins": 30_000}
LENGTH = 255
FIELDS = frozenset({"product", "tb_version", *NAMES.values()})
# Too long, or not for people: not in the text.
APART = ("troubleshooting", "plugins", "useragent")


class Question(NamedTuple):
    """A question as it would leave. `product` and `topic` are the forum's own short names."""

    title: str
    body: str
    metadata: dict[str, str]
    product: str
    topic: str


def slug(name: str, known: list[str]) -> str:
    """The forum's short name of a product or topic: as `known` ("our name=slug") says, else made from the name."""
    for pair in known:
        ours, _, theirs = pair.rpartition("=")
        if ours.strip().casefold() == name.casefold():
            return theirs.strip()
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def said(log: EventLog, view: Change, room_id: str) -> list[tuple[str, str]]:
    """`(who, text)` of the newest messages of a room, newest first: as many as a draft may have room for."""
    found: list[tuple[str, str]] = []
    size, before = 0, None
    while size < BODY:
        events = log.page_of(view, ["room:" + room_id], before, PAGE)
        for event in reversed(events):
            data = msgspec.json.decode(event.body)
            if event.kind == "message" and data.get("body"):
                guest = data["from"]["kind"] in ("guest", "user")
                found.append(("Guest" if guest else "Helper", data["body"]))
                size += len(data["body"])
        if len(events) < PAGE:
            break
        before = events[0].id
    return found


def of_chat(config: ForumSection, question: str, metadata: dict, messages: list[tuple[str, str]]) -> Question:
    """The draft of one chat: its question, the end of what was said, and what is known of the guest's computer."""
    product, topic = short_names(config, metadata)
    named = {"product": product} if product else {}
    for ours, theirs in NAMES.items():
        name = "tb_version" if theirs == "ff_version" and "thunderbird" in product else theirs
        value = metadata.get(ours)
        if isinstance(value, str) and value.strip():
            named[name] = scrub(value)[: LENGTHS.get(name, LENGTH)]
    question = scrub(question).strip()
    facts = "\n".join(f"{name}: {value}" for name, value in named.items() if name not in APART)
    head = question[: BODY // 2]
    room = BODY - len(head) - len(facts) - 100
    body = "\n\n".join(part for part in (head, _conversation(messages, room), facts) if part)
    return Question(_title(question), body, named, product, topic)


def short_names(config: ForumSection, metadata: dict) -> tuple[str, str]:
    """The forum's names of a chat's product and topic; empty where the guest gave none."""
    product, topic = (str(metadata.get(name) or "") for name in ("product", "topic"))
    return slug(product, config.products), slug(topic, config.topics)


def _title(question: str) -> str:
    line = " ".join(question.strip().splitlines()[0].split()) if question.strip() else ""
    if len(line) <= SHORT_TITLE:
        return line
    return line[: SHORT_TITLE - 1].rsplit(" ", 1)[0] + "…"


def _conversation(messages: list[tuple[str, str]], room: int) -> str:
    """The newest messages that fit into `room` characters, oldest first."""
    lines: list[str] = []
    for who, text in messages:
        line = f"{who}: {scrub(text).strip()}"
        if len(line) > room:
            # The beginning of a long message says more than its end; nothing that is older follows.
            lines.append("…" if lines else line[: room - 1] + "…")
            break
        lines.append(line)
        room -= len(line) + 1
    return "\n".join(["From a live chat:", *reversed(lines)]) if lines else ""
