"""What the page without a script shows in each of its states, as plain values for `views/plain_*.tpl`.

Place: between `web/plain.py`, which knows the state, and `web/pages.py`, which writes it. Nothing here decides anything: it
says what `static/js/view/` says from the same state, in the same words.
"""

import math
from urllib.parse import quote

from ..config import Config
from ..desk import detect
from .plain_log import Say, clock, helper, initials, items

# What an address takes along; servers refuse long ones.
CARRIED_CHARACTERS = 1500
TITLE_CHARACTERS = 160
REASONS = {"agent_left", "guest_left", "left", "expired", "kicked"}


def wait_words(say: Say, seconds: float | None) -> str:
    """An expected wait as a person would say it: a range, because it is an estimate."""
    if seconds is None:
        return say("site-wait-unknown")
    if seconds <= 60:
        return say("site-wait-minute")
    low = max(1, math.floor(seconds * 0.8 / 60 + 0.5))
    return say("site-wait-range", low=low, high=max(low + 1, math.ceil(seconds * 1.2 / 60)))


def around(say: Say, message: str, value: str, **values: object) -> tuple[str, str]:
    """The words before and after one value, which is drawn in its own way."""
    before, _, after = say(message, **values, **{value: "\0"}).partition("\0")
    return before.rstrip("\u2068"), after.lstrip("\u2069")


def ways(config: Config, question: str = "", product: str = "", topic: str = "") -> list[dict]:
    """The ways to help that do not need the chat; none when the site has configured none."""

    def filled(url: str, **values: str) -> str:
        for name, value in values.items():
            url = url.replace("{" + name + "}", quote(value, safe="!'()*"))
        return url

    carried = question[:CARRIED_CHARACTERS]
    title = question.partition("\n")[0][:TITLE_CHARACTERS]
    found = []
    if config.queue.follow_up_url:
        forum = filled(config.queue.follow_up_url, title=title, body=carried, product=product, topic=topic)
        carries = question and forum != config.queue.follow_up_url
        told = "guest-way-forum-question" if carries else "guest-way-forum-more"
        found.append({"icon": "forum", "url": forum, "name": "guest-way-forum", "more": told})
    if config.queue.search_url:
        name = "guest-way-search-question" if question else "guest-way-search"
        url = filled(config.queue.search_url, query=carried)
        found.append({"icon": "search", "url": url, "name": name, "more": name + "-more"})
    return found


def ask(config: Config, say: Say, queue: dict, kept: dict, environ: dict, first: list[str]) -> dict:
    """The form, or why there is none; `first` is said before all else."""
    status = queue["status"] if queue["status"] in ("open", "full", "closed") else "unstaffed"
    detected = detect.from_request(environ)
    # Whoever has begun to write keeps the form, whatever becomes of the queue.
    form = status in ("open", "full") or bool(kept.get("question", "").strip())
    if status == "open":
        known = queue["wait_seconds"] is not None
        head = (
            say("guest-open-head", wait=wait_words(say, queue["wait_seconds"])) if known else say("guest-open-head-now")
        )
        told = say("guest-open-more", waiting=queue["waiting"], agents=queue["agents_online"])
    else:
        head = say(f"guest-{status}-head", **({"waiting": queue["waiting"]} if status == "full" else {}))
        told = queue.get("reason") if status == "closed" and queue.get("reason") else say("plain-closed-more")
        if status == "full":
            told = say("plain-full-more")
    lines = [
        ("name", say("guest-name"), "text", 'required maxlength="80" autocomplete="nickname"'),
        ("email", say("guest-email"), "email", 'maxlength="254" autocomplete="email"'),
    ]
    lists = (
        ("product", say("guest-product"), config.pages.products), ("topic", say("guest-topic"), config.pages.topics),
    )  # fmt: skip
    shown = {
        "status": status, "form": form, "head": head, "told": told, "first": first, "lines": lines,
        "choices": [each for each in lists if each[2]], "consent_required": config.queue.consent_required,
        "browser": " ".join(filter(None, (detected.get("browser"), detected.get("version")))), "os": detected.get("os", ""),
        "stored": config.pages.retention_text or say("guest-note-stored"),
    }  # fmt: skip
    about = {name: kept.get(name, "") for name in ("question", "product", "topic")}
    return {
        "title": say(f"guest-{status}-title") if status != "open" else say("guest-ask-title"),
        "ask": shown, "rules": queue.get("rules"), "ways": ways(config, **about), "hours": config.pages.hours,
    }  # fmt: skip


def wait(config: Config, say: Say, queue: dict, entry: dict) -> dict:
    """A place in the queue."""
    position = entry["position"]
    of = max(queue["waiting"], position)
    before, after = around(say, "guest-number", "place", of=of)
    return {
        "title": say("guest-title-waiting", place=position) + " · " + config.pages.title,
        "ways": ways(config, entry["question"]),
        "wait": {
            "position": position, "of": of, "before": before, "after": after,
            "time": wait_words(say, queue["wait_seconds"]), "question": entry["question"],
        },
    }  # fmt: skip


def chat(config: Config, say: Say, room: dict, events: list[dict], me: str, waits: bool) -> dict:
    """A conversation; `waits`: its helper has given it back, and the next one is on the way."""
    other, here = helper(room, events, me)
    name = other["name"] if other else say("guest-helper")
    if waits:
        told = say("guest-helper-next")
    elif not here or other.get("status") == "offline":
        told = say("guest-helper-away")
    else:
        told = room["topic"] or say("guest-helper-here")
    return {
        "title": say("guest-title-chat") + " · " + config.pages.title,
        "items": items(events, me, say),
        "chat": {
            "room": room["id"], "name": name, "initials": initials(name), "told": told, "label": say("chat-log", name=name),
            "question": room["question"], "earlier": None, "past": False, "news": "", "called": False,
        },
    }  # fmt: skip


def after(config: Config, say: Say, survey: dict, events: list[dict], me: str, forum: dict | None) -> dict:
    """What comes after a chat."""
    end = next((each for each in reversed(events) if each["kind"] in ("ended", "kicked", "left")), {})
    by, reason = end.get("from") or {}, end.get("reason", "")
    if end.get("kind") == "kicked" and by.get("id") == me:
        lead = say("guest-after-kicked")
    elif by.get("id") == me or reason == "guest_left":
        lead = say("guest-after-own")
    elif end.get("kind") == "ended" and by:
        lead = say("guest-after-by", name=by["name"], time=clock(end, say))
    else:
        lead = say("guest-after-" + (reason.replace("_", "-") if reason in REASONS else "ended"))
    talked = any(each["kind"] == "message" for each in events)
    shown = {
        "room": survey["room"], "lead": lead, "answered": survey["answered"], "helper": survey["agent"],
        "forum": forum and _forum(say, forum),
    }  # fmt: skip
    return {"title": say("guest-after-title"), "items": items(events, me, say) if talked else [], "after": shown}


def _forum(say: Say, forum: dict) -> dict | None:
    """The draft for the forum, or what has become of it; None where there is no forum."""
    if not forum["sends"] and not forum.get("url"):
        return None
    done = forum["state"] in ("requested", "linked")
    lead = ("guest-forum-ready" if forum.get("url") else "guest-forum-sent") if done else "guest-forum-lead"
    return {**forum, "done": done, "lead": say(lead)}
