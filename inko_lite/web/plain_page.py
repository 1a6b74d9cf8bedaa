"""The guest page without scripts as it stands for one session: which state it is in, and what that shows.

Place: between `web/plain.py`, which answers requests, and `web/plain_parts.py`, which finds the words. Every page tells
presence how long its reader counts as there: until it looks again by itself is well past, or for STILL_SECONDS.
"""

import secrets

from ..desk.entering import Entering
from ..desk.forum import Forum
from ..desk.identity import Session
from ..desk.queue import Queue
from ..desk.resume import Resume
from ..desk.rooms import SCROLLBACK, Rooms
from ..desk.surveys import Surveys
from ..desk.transcripts import Transcripts
from ..errors import ClientIdReused, Refusal, RoomUnknown
from ..stream.events import EventLog
from . import plain_parts
from .app import Call, Reply, Web, cookie_value
from .plain_log import Say, decoded, items

WAIT_SECONDS = 15
NEWS_SECONDS = 10
# Somebody's lost place is looked for this often.
BACK_SECONDS = 5
# For so long somebody counts as there who reads a page that does not look again by itself.
STILL_SECONDS = 120
# A page that is to look again is missed when it is this many times late.
LATE = 2
PACE_COOKIE = "inko_pace"
QUESTION_CHARACTERS = 10_000
# The fields that a refusal may be about.
FIELDS = ("question", "name", "email", "consent", "code", "reason")


class PlainPage:
    """Shows the page."""

    def __init__(
        self,
        web: Web,
        log: EventLog,
        rooms: Rooms,
        queue: Queue,
        entering: Entering,
        resume: Resume,
        transcripts: Transcripts,
        surveys: Surveys,
        forum: Forum,
    ) -> None:
        self._web = web
        self._log = log
        self._rooms = rooms
        self._queue = queue
        self._entering = entering
        self._resume = resume
        self._transcripts = transcripts
        self._surveys = surveys
        self._forum = forum

    def news(self, call: Call, session: Session | None, after: int) -> Reply:
        """What was said since the page around this frame was made; the frame looks again by itself."""
        say, code = self._speech(call)
        events: list[dict] = []
        over = say("plain-over")
        if session is not None:
            self._web.presence.expect(session.id, LATE * NEWS_SECONDS)
            with self._log.snapshot() as (view, _):
                room = self._support_room(view, session)
            if room is not None:
                over = ""
                events = [event for event in decoded(room["events"]) if event["id"] > after]
        told = {
            "title": say("plain-news"), "framed": True, "filling": False, "over": over, "seconds": NEWS_SECONDS,
            "items": items(events, session.id, say) if events else [],
        }  # fmt: skip
        headers = {} if over else {"Refresh": str(NEWS_SECONDS)}
        return self._web.page(self._web.pages.plain(code, "plain_news", told), headers=headers)

    def _speech(self, call: Call, code: str | None = None) -> tuple[Say, str]:
        code = code or call.locale()
        return self._web.pages.locales[code].say, code

    def _support_room(self, view, session: Session) -> dict | None:
        return next((room for room in self._rooms.views(view, session) if room["kind"] == "support"), None)

    def show(
        self, call: Call, query: dict | None = None, *, kept: dict | None = None, refusal: Refusal | None = None, sentence: str = "",
        first: list[tuple[str, dict]] = (), headers: dict | None = None, locale: str | None = None, pace: str | None = None,
        status: int = 200,
    ) -> Reply:  # fmt: skip
        """The page of the state that the session is in. `kept` is what was typed, `refusal` why it was not taken."""
        session = call.session
        query, kept = query or {}, kept or {}
        say, code = self._speech(call, locale)
        still = (pace or cookie_value(call.cookies, PACE_COOKIE)) == "still"
        problem, problems = self._problems(say, refusal, kept)
        told = {
            "csrf": session.csrf, "client_id": kept.get("client_id") or secrets.token_urlsafe(16), "kept": kept, "still": still,
            "problem": say(sentence) if sentence else problem, "problems": problems, "framed": False, "filling": False,
            "locales": list(self._web.pages.locales.values()), "typed": "", "items": [], "ways": [], "hours": "", "rules": None,
            "seconds": WAIT_SECONDS, "resume_code": "", "resume_before": "", "resume_after": "",
        }  # fmt: skip
        if isinstance(refusal, ClientIdReused):
            told["client_id"] = secrets.token_urlsafe(16)
        part, more, refresh = self._state(call, say, query, kept, [say(name, **values) for name, values in first], still)
        told |= more
        if more.get("ask", {}).get("form") or (part == "plain_chat" and not more["chat"]["past"]):
            # What is being written goes along.
            told["typed"] = f' form="typed" formaction="{self._web.pages.prefix}/plain/settings" formnovalidate'
        if not session.staff:
            self._web.presence.expect(session.id, LATE * refresh if refresh and not still else STILL_SECONDS)
        headers = dict(headers or {})
        if refresh and not still:
            headers["Refresh"] = str(refresh)
        return self._web.page(self._web.pages.plain(code, part, told), status, headers)

    def _state(
        self, call: Call, say: Say, query: dict, kept: dict, first: list[str], still: bool
    ) -> tuple[str, dict, int]:
        """`(the part to show, what is in it, the seconds after which it looks again)`."""
        session, config = call.session, self._web.config
        if session.staff:
            url = config.server.prefix + "/agent"
            only = {"lead": say("guest-staff-text"), "url": url, "action": say("guest-staff-console")}
            return "plain_note", {"block": "only", "title": say("guest-staff-title"), "only": only}, 0
        with self._log.snapshot() as (view, _):
            queue = self._entering.status(view, session.id)
            entry = next(iter(self._queue.entries(view, session.id)), None)
            room = self._support_room(view, session)
            resume_code = self._resume.code_of(view, session.id) or ""
            back = self._queue.keeps_place(view, session.id)
        before, after = plain_parts.around(say, "guest-code", "code")
        shared = {"resume_code": resume_code, "resume_before": before, "resume_after": after}
        if room is not None:
            return "plain_chat", shared | self._chat(session, say, room, query, entry is not None, still), 0
        if entry is not None:
            return "plain_wait", shared | plain_parts.wait(config, say, queue, entry), WAIT_SECONDS
        if queue.get("standby"):
            only = {"lead": say("guest-standby"), "pace": True, "leave": say("guest-standby-stop")}
            return "plain_note", {"block": "only", "title": say("guest-full-title"), "only": only}, WAIT_SECONDS
        if back and not kept:
            only = {"lead": say("plain-back-lead"), "url": config.server.prefix + "/plain", "action": say("plain-look")}
            return "plain_note", {"block": "only", "title": say("plain-back-title"), "only": only}, BACK_SECONDS
        chat = self._last_chat(session)
        asks = query.get("ask") or query.get("left") or "question" in kept or "code" in kept
        if chat is not None and not asks:
            return "plain_after", self._after(session, say, chat), 0
        if query.get("ask") == "same" and chat is not None:
            about = self._transcripts.reader(session, chat["room"]).chat
            kept |= {"question": about.question or "", "name": about.guest_name or ""}
        elif session.kind == "user":
            kept.setdefault("name", session.name)
        return "plain_ask", plain_parts.ask(config, say, queue, kept, call.environ, first), 0

    def _chat(self, session: Session, say: Say, room: dict, query: dict, waits: bool, still: bool) -> dict:
        config = self._web.config
        events = decoded(room["events"])
        told = plain_parts.chat(config, say, room, events, session.id, waits)
        chat, older = told["chat"], room["more"]
        if query.get("before"):
            bodies, older = self._rooms.history(session, room["id"], query["before"], SCROLLBACK)
            events = decoded(bodies)
            told["items"], chat["past"] = items(events, session.id, say), True
        if older and events:
            chat["earlier"] = events[0]["id"]
        if not still and "'self'" in config.server.frame_ancestors:
            chat["news"] = f"{config.server.prefix}/plain/news?after={events[-1]['id'] if events else 0}"
        chat["called"] = bool(query.get("called"))
        return told | {"filling": True}

    def _last_chat(self, session: Session) -> dict | None:
        """The survey of the guest's latest chat; None for somebody who had none."""
        try:
            return self._surveys.show(session, None)
        except RoomUnknown:
            return None

    def _after(self, session: Session, say: Say, survey: dict) -> dict:
        config, room = self._web.config, survey["room"]
        try:
            events = decoded(self._rooms.history(session, room, None, SCROLLBACK)[0])
        except RoomUnknown:
            # Who was put out before the end reads the transcript of what was heard.
            events = []
        question = self._transcripts.reader(session, room).chat.question or ""
        told = plain_parts.after(config, say, survey, events, session.id, self._forum.show(session, room))
        return told | {"ways": plain_parts.ways(config, question)}

    def _problems(self, say: Say, refusal: Refusal | None, kept: dict) -> tuple[str, dict[str, str]]:
        """What is wrong in one sentence, and by field."""
        if refusal is None:
            return "", {}
        if isinstance(refusal, ClientIdReused):
            return say("plain-sent-before"), {}
        long = len(kept.get("question", "").strip())
        if long > QUESTION_CHARACTERS:
            return "", {"question": say("guest-question-long", length=long, limit=QUESTION_CHARACTERS)}
        problems = {}
        for fault in refusal.members.get("errors", ()):
            field = fault["path"].removeprefix("$").removeprefix(".")
            if field == "code":
                problems[field] = say("guest-code-wrong")
            elif field in FIELDS:
                problems[field] = fault["message"] if kept.get(field, "").strip() else say("plain-missing")
            elif field in ("score", "solved"):
                return say("guest-survey-missing"), {}
            elif field == "body" and not kept.get("body", "").strip():
                return say("plain-missing"), {}
        if not problems and "code" in kept and "question" not in kept:
            return "", {"code": refusal.detail}
        return ("" if problems else refusal.detail), problems
