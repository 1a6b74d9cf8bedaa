"""A conversation as the page without a script shows it: turns under a name, and lines about coming and going.

Place: between the events and `views/plain_log.tpl`. It says what `static/js/view/log.js` says, in the same words. The one
difference is that the reader's time zone is not known here, so that times are in UTC and the page says so.
"""

from collections.abc import Callable, Iterable
from datetime import datetime

import msgspec

Say = Callable[..., str]

# Messages of one person within this time stand under one name.
TURN_SECONDS = 300
# Somebody comes or goes because the chat changes hands, which has a line of its own.
HANDS = {"transferred", "taken_over", "assigned"}
# The lines that are said in one way, and in another when it is the reader who did it.
LINES = {"left", "kicked", "ended", "topic", "watching", "joined", "taken_over"}


def decoded(bodies: Iterable[bytes]) -> list[dict]:
    """Events as they are kept."""
    return [msgspec.json.decode(body) for body in bodies]


def initials(name: str) -> str:
    """One or two letters for somebody without a picture."""
    words = name.split()
    return "".join(word[0] for word in (words if len(words) < 2 else (words[0], words[-1]))).upper() or "?"


def moment(text: str) -> datetime:
    """The time of an event."""
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def clock(event: dict, say: Say) -> str:
    """When that was, for people."""
    return say("plain-time", at=moment(event["at"]))


def items(events: list[dict], me: str, say: Say) -> list[dict]:
    """The events as turns, `{own, name, initials, at, time, messages}`, and lines, `{line}`."""
    found: list[dict] = []
    last: dict | None = None
    for event in events:
        if event["kind"] == "message":
            at = moment(event["at"])
            person = event["from"]
            if last is None or last["by"] != person["id"] or (at - last["latest"]).total_seconds() >= TURN_SECONDS:
                last = {
                    "by": person["id"], "own": person["id"] == me, "name": person["name"], "initials": initials(person["name"]),
                    "at": event["at"], "time": clock(event, say), "messages": [],
                }  # fmt: skip
                found.append(last)
            last["latest"] = at
            # A message that was taken away has no text any more.
            last["messages"].append({"id": event["id"], "html": None if event.get("redacted") else event["html"]})
        elif line := _line(event, me, say):
            found.append({"line": line})
            last = None
    return found


def _line(event: dict, me: str, say: Say) -> str:
    kind, person = event["kind"], event.get("from") or {}
    values = {"name": person.get("name", ""), "time": clock(event, say), "topic": event.get("topic", "")}
    own = "-own" if person.get("id") == me else ""
    if kind in ("joined", "left") and (event.get("reason") in HANDS or (kind == "joined" and own)):
        return ""
    if kind == "transferred":
        to = event.get("to")
        return (
            say("chat-event-transferred", **values, to=to["name"])
            if to
            else say("chat-event-transferred-back", **values)
        )
    if kind == "limit":
        return say("chat-event-nearly-full") if event.get("what") == "session_bytes" else ""
    if kind == "rights":
        return say("chat-event-rights", **values)
    if kind == "ended" and not person:
        return say("chat-event-over", **values)
    return say(f"chat-event-{kind.replace('_', '-')}{own}", **values) if kind in LINES else ""


def helper(room: dict, events: list[dict], me: str) -> tuple[dict | None, bool]:
    """Whom the guest talks with, and whether that person is in the room now."""
    for member in room["members"]:
        if member["id"] != me and member["role"] == "agent":
            return member, True
    for event in reversed(events):
        person = event.get("from")
        if event["kind"] == "message" and person["id"] != me:
            return person, False
    return None, False
