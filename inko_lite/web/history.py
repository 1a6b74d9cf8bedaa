"""/transcripts, /tags, /note, /replies, /subject, /erase: what is kept of conversations, and what helpers keep for them."""

from typing import Annotated

import msgspec
from msgspec import Meta

from ..desk import tags
from ..desk.exports import FORMATS, Exports
from ..desk.notes import Notes
from ..desk.replies import Replies
from ..desk.subjects import Subjects
from ..desk.tags import Tags
from ..desk.transcripts import MOST, PAGE, Filters, Transcripts, day_or_time
from ..errors import RequestInvalid
from .app import Call, ClientId, Nothing, Reply, Web, json_reply, whole
from .download import download
from .rooms import RoomId, room_of
from .transcript_page import TranscriptPage

QUERY_CHARACTERS = 400
FILE_TYPES = {"csv": "csv", "json": "json", "txt": "text"}

Title = Annotated[str, Meta(min_length=1, max_length=80)]
Category = Annotated[str, Meta(max_length=60)]
Tag = Annotated[str, Meta(min_length=1, max_length=200)]
SomeTags = Annotated[list[Tag], Meta(max_length=50)]


class Tagging(msgspec.Struct, forbid_unknown_fields=True):
    """`POST /tags`."""

    add: SomeTags = []
    remove: SomeTags = []
    room: RoomId | None = None


class Noted(msgspec.Struct, forbid_unknown_fields=True):
    """`POST /note`; the length of `body` is a limit of its own."""

    body: str
    client_id: ClientId | None = None
    room: RoomId | None = None


class NewReply(msgspec.Struct, forbid_unknown_fields=True):
    """`POST /replies`; `shared`: everybody's."""

    title: Title
    body: str
    category: Category = ""
    shared: bool = False
    client_id: ClientId | None = None


class ChangedReply(msgspec.Struct, forbid_unknown_fields=True):
    """`POST /replies/<id>`: what is absent stays."""

    title: Title | None = None
    body: str | None = None
    category: Category | None = None


class Erasure(msgspec.Struct, forbid_unknown_fields=True):
    """`POST /erase`."""

    session: Annotated[str, Meta(min_length=1, max_length=64)]


def short(text: str) -> str:
    """A converter for `Call.query`: a text that is neither empty nor long."""
    if not 0 < len(text) <= QUERY_CHARACTERS or "\0" in text:
        raise ValueError(f"must be a text of 1 to {QUERY_CHARACTERS} characters")
    return text


def yes(text: str) -> bool:
    """A converter for `Call.query`."""
    if text not in ("true", "false"):
        raise ValueError("must be true or false")
    return text == "true"


def _tag(text: str) -> str:
    try:
        return tags.plain(text, "tag")
    except RequestInvalid as refusal:
        raise ValueError(refusal.members["errors"][0]["message"]) from None


FILTERS = {
    "q": short, "from": day_or_time, "to": lambda text: day_or_time(text, last=True), "agent": short, "tag": _tag,
    "product": short, "solved": yes, "score": whole(1, 5),
}  # fmt: skip


class HistoryViews:
    """The views of those who look back, and of what they set down."""

    def __init__(
        self,
        web: Web,
        transcripts: Transcripts,
        exports: Exports,
        page: TranscriptPage,
        subjects: Subjects,
        tags: Tags,
        notes: Notes,
        replies: Replies,
    ) -> None:
        self._transcripts = transcripts
        self._exports = exports
        self._page = page
        self._subjects = subjects
        self._tags = tags
        self._notes = notes
        self._replies = replies
        web.get("/transcripts", self.find, session=True)
        for suffix in FILE_TYPES:
            web.get("/transcripts." + suffix, lambda call, suffix=suffix: self.file(call, suffix), session=True)
        web.get("/transcripts/<room>", self.transcript, session=True)
        web.get("/subject/<session>", self.subject, session=True)
        web.post("/erase", self.erase)
        web.get("/tags", self.known_tags, session=True)
        for path in ("/tags", "/tags/<room>"):
            web.post(path, self.tag)
        for path in ("/note", "/note/<room>"):
            web.post(path, self.note)
        web.get("/replies", self.list_replies, session=True)
        web.post("/replies", self.create_reply)
        web.post("/replies/<reply>", self.save_reply)
        web.post("/replies/<reply>/delete", self.delete_reply)

    # ── looking back ────────────────────────────────────────────────────────────────────────────────────────────────

    @staticmethod
    def _filters(query: dict) -> Filters:
        since, until = query.pop("from"), query.pop("to")
        return Filters(since=since, until=until, **query)

    def find(self, call: Call) -> Reply:
        call.session.require("agent", "monitor")
        query = call.query(**FILTERS, cursor=short, limit=whole(1, MOST), count=yes)
        cursor, limit, count = (query.pop(name) for name in ("cursor", "limit", "count"))
        filters = self._filters(query)
        found = self._transcripts.find(call.session, filters, cursor, limit or PAGE)
        # How many there are takes a look at all of them: only for those who ask.
        return json_reply(found | ({"total": self._transcripts.count(call.session, filters)} if count else {}))

    def file(self, call: Call, suffix: str) -> Reply:
        call.session.require("monitor")
        form = FILE_TYPES[suffix]
        pieces = self._exports.many(call.session, self._filters(call.query(**FILTERS)), form)
        return download(call, pieces, FORMATS[form], "transcripts." + suffix)

    def transcript(self, call: Call, room: str) -> Reply:
        """Of one conversation: JSON, or text or a page by suffix."""
        call.query()
        room, _, suffix = room.partition(".")
        if suffix not in ("", "txt", "html"):
            raise RequestInvalid.at("suffix", "must be .txt, .html or none for JSON")
        reader = self._transcripts.reader(call.session, room)
        if suffix == "html":
            pieces = self._page.pieces(self._exports, reader, call.locale())
            headers = {"Content_Security_Policy": self._page.policy}
            return download(call, pieces, "text/html; charset=utf-8", **headers)
        if suffix == "txt":
            return download(call, self._exports.text(reader, call.locale()), FORMATS["text"], f"chat-{room}.txt")
        return download(call, self._exports.json(reader), FORMATS["json"])

    # ── one person's data ───────────────────────────────────────────────────────────────────────────────────────────

    def subject(self, call: Call, session: str) -> Reply:
        call.session.require("monitor")
        return download(call, self._subjects.export(call.session, session), FORMATS["json"], f"person-{session}.json")

    def erase(self, call: Call) -> Reply:
        call.session.require("monitor")
        return json_reply(self._subjects.erase(call.session, call.json(Erasure).session))

    # ── tags and notes ──────────────────────────────────────────────────────────────────────────────────────────────

    def known_tags(self, call: Call) -> Reply:
        call.session.require("agent", "monitor")
        return json_reply({"tags": self._tags.known()})

    def tag(self, call: Call, room: str | None = None) -> Reply:
        call.session.require("agent", "monitor")
        asked = call.json(Tagging)
        return json_reply({"tags": self._tags.change(call.session, room_of(room, asked.room), asked.add, asked.remove)})

    def note(self, call: Call, room: str | None = None) -> Reply:
        call.session.require("agent", "monitor")
        noted = call.json(Noted)
        reply, repeated = self._notes.add(call.session, room_of(room, noted.room), noted.body, noted.client_id)
        return json_reply(reply, 200 if repeated else 201)

    # ── saved replies ───────────────────────────────────────────────────────────────────────────────────────────────

    def list_replies(self, call: Call) -> Reply:
        call.session.require("agent", "monitor")
        return json_reply({"replies": self._replies.list(call.session, call.query(room=short)["room"])})

    def create_reply(self, call: Call) -> Reply:
        call.session.require("agent", "monitor")
        new = call.json(NewReply)
        reply, repeated = self._replies.create(
            call.session, new.title, new.category, new.body, new.shared, new.client_id
        )
        return json_reply(reply, 200 if repeated else 201)

    def save_reply(self, call: Call, reply: str) -> Reply:
        call.session.require("agent", "monitor")
        changed = call.json(ChangedReply)
        return json_reply(self._replies.save(call.session, reply, changed.title, changed.category, changed.body))

    def delete_reply(self, call: Call, reply: str) -> Reply:
        call.session.require("agent", "monitor")
        call.json(Nothing)
        self._replies.delete(call.session, reply)
        return json_reply({})
