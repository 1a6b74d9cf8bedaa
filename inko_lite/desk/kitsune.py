"""Kitsune's API, as far as a follow-up needs it: a question of the guest's, or the chat as an answer to one.

Place: below `forum.py`. Kitsune knows no idempotent POST, so each text carries a reference, and a second try first looks for it:
what an earlier try has left there is found, and not posted again. Of the current Kitsune only answers can be posted;
`POST /api/2/question/` went with its commit 29f0db415 of August 2026, and older instances still take it.
"""

import datetime
import logging
import re
from urllib.parse import urlencode

import msgspec

from . import outgoing
from .outgoing import Undelivered

log = logging.getLogger(__name__)

PAGES = 5
RECENT_ANSWERS = 10
# What the question itself holds; the rest is set one by one.
NOT_SET = ("product", "category")
QUESTION_URL = re.compile(r"/questions/(\d{1,18})(?:[/?#]|\Z)")
# The clocks of both sides may differ by so much.
CLOCK_SECONDS = 300


def question_of(url: str) -> int | None:
    """The number of the question at this address."""
    found = QUESTION_URL.search(url)
    return int(found[1]) if found else None


class Kitsune:
    """One instance of Kitsune, as its user with that token."""

    def __init__(self, server: str, token: str, private: bool) -> None:
        self._server = server.rstrip("/")
        self._token = token
        self._private = private

    def question_url(self, number: int) -> str:
        return f"{self._server}/questions/{number}"

    def ask(
        self, title: str, body: str, product: str, topic: str, metadata: dict[str, str], reference: str, since: float, again: bool
    ) -> str:  # fmt: skip
        """Posts a question and sets its metadata; returns its address. `since` is when it was first tried, if `again`."""
        number = self._find_question(product, reference, since) if again else None
        if number is None:
            content = {"title": title, "content": _signed(body, reference), "product": product, "topic": topic}
            made = self._call("POST", "/api/2/question/", content)
            number = made.get("id")
            if not isinstance(number, int):
                raise Undelivered("the forum took the question and did not say which one it is")
        for name, value in metadata.items():
            if name not in NOT_SET:
                self._set(number, name, value)
        return self.question_url(number)

    def _set(self, number: int, name: str, value: str) -> None:
        try:
            self._call("POST", f"/api/2/question/{number}/set_metadata/", {"name": name, "value": value})
        except Undelivered as problem:
            if not problem.final:
                raise
            # The question is there: a field that this instance does not know is no reason to lose it.
            log.info("forum: question %d goes without %s: %s", number, name, problem)

    def answer(self, number: int, body: str, reference: str, again: bool) -> None:
        """Posts an answer to the guest's own question."""
        if again and self._has_answer(number, reference):
            return
        self._call("POST", "/api/2/answer/", {"question": number, "content": _signed(body, reference)})

    def _find_question(self, product: str, reference: str, since: float) -> int | None:
        after = datetime.datetime.fromtimestamp(since - CLOCK_SECONDS, datetime.UTC).isoformat()
        for page in range(1, PAGES + 1):
            query = urlencode({"product": product, "updated__gt": after, "page": page})
            found = self._call("GET", f"/api/2/question/?{query}")
            for question in found.get("results") or ():
                if reference in str(question.get("content")):
                    return question["id"]
            if not found.get("next"):
                return None
        return None

    def _has_answer(self, number: int, reference: str) -> bool:
        answers = self._call("GET", f"/api/2/question/{number}/").get("answers") or ()
        newest = sorted((each for each in answers if isinstance(each, int)), reverse=True)[:RECENT_ANSWERS]
        return any(reference in str(self._call("GET", f"/api/2/answer/{each}/").get("content")) for each in newest)

    def _call(self, method: str, path: str, content: dict | None = None) -> dict:
        headers = {"Accept": "application/json", "Authorization": f"Token {self._token}"}
        body = None
        if content is not None:
            headers["Content-Type"] = "application/json"
            body = msgspec.json.encode(content)
        most = outgoing.ANSWER_BYTES * 64 if method == "GET" else outgoing.ANSWER_BYTES
        answer = outgoing.request(method, self._server + path, headers, body, self._private, most)
        if not 200 <= answer.status <= 299:
            raise Undelivered(
                f"the forum answered {answer.status} to {method} {path.partition('?')[0]}",
                answer.status,
                outgoing.retry_after(answer),
                # A locked question, a text it does not take, no questions by API: no later try fares better.
                final=answer.status in (400, 404, 405, 410),
            )
        try:
            return msgspec.json.decode(answer.body, type=dict)
        except (msgspec.DecodeError, msgspec.ValidationError):
            if method == "GET":
                raise Undelivered(f"the forum's answer to {path.partition('?')[0]} cannot be read") from None
            return {}


def _signed(body: str, reference: str) -> str:
    return f"{body}\n\nChat reference: {reference}"
