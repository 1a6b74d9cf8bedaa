"""/plain: the guest page for browsers that run no script. One address shows whatever state the guest is in; each form posts,
and is answered by a redirect back to it, or by the page again with the refusal and all that was typed.

Place: beside the JSON views, over the same functions of the desk: nothing here decides anything. Invariant: a form sent twice
does things once, by the `client_id` in it or because the second time finds it done.

How it keeps up, and why so. A page that reloads itself takes away what somebody writes, moves who reads aloud back to its top,
and sets a time limit (WCAG 2.2.1). So only pages without a field reload themselves, by the header `Refresh`, and may be told
not to. The conversation never does: it has a frame of a few lines that looks for news, beside the field, and a button that
shows them and keeps the text. The frame is also the sign of life; without it (text browsers, or told not to look) the server
counts a guest as there for a while after each page.
"""

from collections.abc import Callable
from functools import partial
from typing import Annotated
from urllib.parse import quote

import msgspec
from msgspec import Meta

from ..desk.entering import Entering
from ..desk.forum import Forum
from ..desk.messages import Messages
from ..desk.moderation import Moderation
from ..desk.resume import Resume
from ..desk.rooms import Rooms
from ..desk.surveys import Surveys
from ..desk.typing import Typing
from ..errors import (
    AuthRequired,
    Banned,
    CsrfMissing,
    FollowUpAlready,
    PathUnknown,
    QueueAlready,
    Refusal,
    RequestInvalid,
    RoomEnded,
    SurveyAlready,
)
from .app import Call, ClientId, Reply, Web, invalid, whole
from .feedback import Answer, FollowUp
from .guest import GuestViews, Identify
from .listen import MOST
from .pages import LOCALE_COOKIE
from .plain_page import PACE_COOKIE, PlainPage
from .session import SessionViews

YEAR_SECONDS = 31_536_000
# What a second try finds done is no fault.
DONE = (QueueAlready, SurveyAlready, FollowUpAlready)


class Reason(msgspec.Struct):
    """The form that calls a moderator."""

    reason: Annotated[str, Meta(min_length=1, max_length=255)]
    client_id: ClientId


class Words(msgspec.Struct):
    """The form of a message; the length of `body` is a limit of its own."""

    body: str
    room: str
    client_id: ClientId


def convert(kind: type, fields: dict):
    """The fields as this Struct; raises RequestInvalid as a JSON body would."""
    try:
        return msgspec.convert(fields, kind)
    except msgspec.ValidationError as error:
        raise invalid(error) from None


class PlainViews:
    """The views of guests without scripts."""

    def __init__(
        self,
        web: Web,
        page: PlainPage,
        sessions: SessionViews,
        guests: GuestViews,
        rooms: Rooms,
        entering: Entering,
        resume: Resume,
        messages: Messages,
        typing: Typing,
        moderation: Moderation,
        surveys: Surveys,
        forum: Forum,
    ) -> None:
        self._web = web
        self._page = page
        self._sessions = sessions
        self._guests = guests
        self._rooms = rooms
        self._entering = entering
        self._resume = resume
        self._messages = messages
        self._typing = typing
        self._moderation = moderation
        self._surveys = surveys
        self._forum = forum
        web.get("/plain", self.page)
        web.get("/plain/news", self.news)
        for act in (
            self.ask, self.message, self.look, self.leave, self.end, self.call, self.survey, self.forum, self.resume, self.settings,
        ):  # fmt: skip
            web.post_form("/plain/" + act.__name__, partial(self._act, act))

    # ── pages ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def page(self, call: Call) -> Reply:
        self._web.identity.refuse_banned(*call.secrets(), call.address)
        query = call.query(before=whole(1, MOST), ask=str, left=str, called=str)
        token, _ = call.secrets()
        session, headers = self._sessions.open(call)
        call.session = session
        first = []
        if headers and token:
            reason = self._web.identity.why_out(token).get("reason")
            # Whoever is banned got the page about it.
            if reason:
                first += [("guest-out-title", {"reason": reason}), ("guest-out-text", {"reason": reason})]
        if query["left"]:
            first.append(("guest-dequeued-solved" if query["left"] == "solved" else "guest-dequeued-left", {}))
        return self._page.show(call, query, first=first, headers=headers)

    def news(self, call: Call) -> Reply:
        """The frame in the conversation."""
        after = call.query(after=whole(0, MOST))["after"] or 0
        session = self._web.identity.find(*call.secrets())
        if session is not None:
            self._web.presence.touch(session.id)
        return self._page.news(call, session, after)

    # ── forms ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def _act(self, act: Callable[[Call, dict], Reply | None], call: Call) -> Reply:
        """Does what a form asks for, as the person whose cookie and token came with it."""
        fields = call.form()
        try:
            call.session = self._web.identity.require(*call.secrets(), call.address)
            call.session.require_csrf(fields.get("csrf", ""))
        except (AuthRequired, CsrfMissing) as stale:
            # The visit is over, or the cookie did not come back: what was typed is shown again, in a form that is good.
            self._web.metrics.refused(stale.code)
            call.session, headers = self._sessions.open(call)
            kept = {name: value for name, value in fields.items() if name != "client_id"}
            return self._page.show(call, kept=kept, sentence="plain-stale", headers=headers, status=stale.status)
        call.environ["inko.session"] = call.session.id
        self._web.presence.touch(call.session.id)
        try:
            return act(call, fields) or self._back()
        except DONE:
            return self._back()
        except Banned:
            raise
        except Refusal as refusal:
            self._web.metrics.refused(refusal.code)
            return self._page.show(call, kept=dict(fields), refusal=refusal, status=refusal.status)

    def _back(self, query: str = "", cookie: str | None = None) -> Reply:
        location = self._web.pages.prefix + "/plain" + query
        headers = {"Location": location, "Cache-Control": "no-store"} | ({"Set-Cookie": cookie} if cookie else {})
        return Reply(b"", 303, headers)

    def ask(self, call: Call, fields: dict) -> None:
        given = {
            name: fields[name]
            for name in ("product", "topic", "version", "os", "email", "consent", "client_id")
            if fields.get(name, "").strip()
        }
        given |= {name: fields.get(name, "") for name in ("name", "question")}
        # While the queue is full, the text waits for a place.
        given |= {"locale": call.locale(), "standby": True}
        self._guests.enter(call, lambda: convert(Identify, given))

    def message(self, call: Call, fields: dict) -> None:
        said = convert(Words, fields)
        self._messages.post(call.session, said.room, said.body, said.client_id)
        self._typing.spoke(call.session, said.room)

    def look(self, call: Call, fields: dict) -> Reply:
        """Shows what is new, and what is being written stays."""
        return self._page.show(call, kept={"body": fields.get("body", ""), "client_id": fields.get("client_id", "")})

    def leave(self, call: Call, fields: dict) -> Reply:
        solved = fields.get("reason") == "solved"
        self._entering.leave(call.session, "solved" if solved else None)
        return self._back("?left=" + ("solved" if solved else "left"))

    def end(self, call: Call, fields: dict) -> None:
        try:
            self._rooms.end(call.session, fields.get("room", ""), None)
        except RoomEnded:
            return

    def call(self, call: Call, fields: dict) -> Reply:
        reason = fields.get("reason", "").strip()
        if not reason:
            raise RequestInvalid.at("$.reason", "must not be blank")
        asked = convert(Reason, fields | {"reason": reason})
        self._moderation.report(call.session, fields.get("room"), reason, asked.client_id)
        return self._back("?called=1")

    def survey(self, call: Call, fields: dict) -> None:
        score = fields.get("score", "")
        given = {
            "score": int(score) if score in ("1", "2", "3", "4", "5") else 0,
            "solved": {"yes": True, "no": False}.get(fields.get("solved", "")),
            "comment": fields.get("comment", ""), "client_id": fields.get("client_id"),
        }  # fmt: skip
        answer = convert(Answer, given)
        self._surveys.answer(
            call.session, fields.get("room", ""), answer.score, answer.solved, answer.comment.strip(), answer.client_id
        )

    def forum(self, call: Call, fields: dict) -> None:
        given = {
            "title": fields.get("title", ""),
            "body": fields.get("body", ""),
            "consent": fields.get("consent") == "yes",
        }
        asked = convert(FollowUp, given)
        self._forum.ask(call.session, fields.get("room", ""), asked.title, asked.body, None, asked.consent)

    def resume(self, call: Call, fields: dict) -> Reply:
        code = fields.get("code", "").strip()
        if not 8 <= len(code) <= 20:
            raise RequestInvalid.at("$.code", "is no code")
        _, token = self._resume.resume(call.session, code)
        return self._back(cookie=self._sessions.cookie(call, token))

    def settings(self, call: Call, fields: dict) -> Reply:
        """The language, and whether pages look again by themselves: kept by the browser. What is being written stays."""
        locale, pace = fields.get("locale"), fields.get("pace")
        if locale is not None and locale not in self._web.pages.locales:
            raise PathUnknown
        name, value = (LOCALE_COOKIE, locale) if locale else (PACE_COOKIE, "still" if pace == "still" else "moving")
        path, secure = self._web.config.server.prefix or "/", "; Secure" if call.is_secure() else ""
        cookie = f"{name}={quote(value)}; Path={path}; Max-Age={YEAR_SECONDS}; SameSite=Lax{secure}"
        if not any(fields.get(each) for each in ("question", "body", "name", "email")):
            return self._back(cookie=cookie)
        return self._page.show(call, kept=dict(fields), headers={"Set-Cookie": cookie}, locale=locale, pace=pace)
