"""Tags that rules of the configuration find in what a guest says of the problem.

Place: asked when a guest enters the queue, so that the dispatcher and whoever looks at the queue know them; an observer of the
event log puts them on the conversation when it starts, beside those that people set. Invariant: each rule looks at the
question once, in time linear in its length; a tag that somebody takes away does not come back by itself.
"""

import re
from collections.abc import Sequence

import msgspec

from ..settings import TagRule
from ..stream.events import Change, Draft
from . import tags as conversation_tags
from .tags import MOST, plain

_WORD = re.compile(r"\w+")
_NUMBERS = re.compile(r"\d+(?:\.\d+)*")
_CONDITION = re.compile(r"(<=|>=|<|>|=)?(\d+(?:\.\d+)*)")


def _version(text: str) -> tuple[int, ...] | None:
    """The numbers at the beginning of a version; what is not given counts as 0."""
    found = _NUMBERS.search(text[:100])
    return tuple(int(part[:9]) for part in found[0].split(".")) if found else None


def _holds(condition: str, version: tuple[int, ...]) -> bool:
    """Does a version meet all of "OPERATOR NUMBER" parts, such as ">=115 <128"? A bare number means that it begins so."""
    for operator, number in _CONDITION.findall(condition):
        wanted = _version(number)
        if not operator:
            if version[: len(wanted)] != wanted:
                return False
            continue
        length = max(len(wanted), len(version))
        left, right = (each + (0,) * (length - len(each)) for each in (version, wanted))
        if not {"<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right, "=": left == right}[
            operator
        ]:
            return False
    return True


def _words(text: str) -> str:
    """The words of a text in small letters, each with a space before and after."""
    return " " + " ".join(_WORD.findall(text.casefold())) + " "


class AutoTags:
    """The rules of one site."""

    def __init__(self, rules: Sequence[TagRule]) -> None:
        self._rules = [
            (plain(rule.tag, "tag"), rule, [(_words(word.rstrip("*")), word.endswith("*")) for word in rule.words])
            for rule in rules
        ]

    def found(self, question: str, metadata: dict) -> list[str]:
        """The tags of the rules that hold, in order; each rule holds when all that it asks for is so."""
        text = _words(question)
        found = {tag for tag, rule, words in self._rules if self._matches(rule, words, text, metadata)}
        return sorted(found)[:MOST]

    @staticmethod
    def _matches(rule: TagRule, words: list[tuple[str, bool]], text: str, metadata: dict) -> bool:
        given = {name: str(metadata.get(name) or "").casefold() for name in ("product", "version", "os", "user_agent")}
        if words and not any((word.rstrip() if begins else word) in text for word, begins in words):
            return False
        if rule.product and rule.product.casefold() != given["product"]:
            return False
        if rule.version:
            version = _version(given["version"])
            if version is None or not _holds(rule.version, version):
                return False
        return rule.os.casefold() in given["os"] and rule.user_agent.casefold() in given["user_agent"]

    def observe(self, change: Change) -> None:
        """Puts the tags found for a guest on the conversation that has just started; see `EventLog.observers`."""
        for draft in list(change.drafts):
            if draft.kind == "joined" and draft.room_id is not None:
                self._begin(change, draft)

    @staticmethod
    def _begin(change: Change, draft: Draft) -> None:
        if msgspec.json.decode(draft.data).get("reason") == "continued":
            return
        row = change.row(
            "SELECT metadata -> 'tags' FROM chats WHERE room_id = %s AND guest_id = %s",
            (draft.room_id, draft.subject_id),
        )
        if not row or not row[0]:
            return
        added = change.rows(
            "INSERT INTO tags (room_id, tag, source) SELECT %s, unnest(%s::text[]), 'rule' ON CONFLICT DO NOTHING RETURNING tag",
            (draft.room_id, row[0]),
        )
        if added:
            data = {
                "source": "rule", "add": sorted(tag for (tag,) in added), "remove": [],
                "tags": conversation_tags.of(change, [draft.room_id])[draft.room_id],
            }  # fmt: skip
            change.append([Draft("staff:" + draft.room_id, "tagged", data, draft.room_id)])
