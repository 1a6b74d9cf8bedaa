"""/survey, /follow_up: what a guest says and does after a chat."""

from typing import Annotated

import msgspec
from msgspec import Meta

from ..desk import drafts
from ..desk.forum import Forum
from ..desk.surveys import Surveys
from .app import Call, ClientId, Reply, Web, json_reply
from .rooms import RoomId, room_of

COMMENT = 4_000


class Answer(msgspec.Struct, forbid_unknown_fields=True):
    """`POST /survey`."""

    score: Annotated[int, Meta(ge=1, le=5)]
    solved: bool
    comment: Annotated[str, Meta(max_length=COMMENT)] = ""
    client_id: ClientId | None = None
    room: RoomId | None = None


class FollowUp(msgspec.Struct, forbid_unknown_fields=True):
    """`POST /follow_up`: what is absent stays as the draft has it. Without `consent` the draft is kept and nothing leaves."""

    title: Annotated[str, Meta(min_length=5, max_length=drafts.TITLE)] | None = None
    body: Annotated[str, Meta(min_length=5, max_length=drafts.BODY)] | None = None
    metadata: dict[Annotated[str, Meta(max_length=64)], Annotated[str, Meta(max_length=655_360)]] | None = None
    consent: bool = False
    room: RoomId | None = None


class Linked(msgspec.Struct, forbid_unknown_fields=True):
    """`POST /follow_up/<room>/linked`."""

    url: Annotated[str, Meta(min_length=1, max_length=2_000)]


class FeedbackViews:
    """The views of a guest whose chat is over, or nearly."""

    def __init__(self, web: Web, surveys: Surveys, forum: Forum) -> None:
        self._surveys = surveys
        self._forum = forum
        for path in ("/survey", "/survey/<room>"):
            web.post(path, self.answer)
            web.get(path, self.survey, session=True)
        for path in ("/follow_up", "/follow_up/<room>"):
            web.post(path, self.follow_up)
        web.get("/follow_up/<room>", self.draft, session=True)
        web.post("/follow_up/<room>/linked", self.linked)

    def answer(self, call: Call, room: str | None = None) -> Reply:
        given = call.json(Answer)
        reply, repeated = self._surveys.answer(
            call.session, room_of(room, given.room), given.score, given.solved, given.comment.strip(), given.client_id
        )
        return json_reply(reply, 200 if repeated else 201)

    def survey(self, call: Call, room: str | None = None) -> Reply:
        call.query()
        return json_reply(self._surveys.show(call.session, room))

    def draft(self, call: Call, room: str) -> Reply:
        call.query()
        return json_reply(self._forum.show(call.session, room))

    def follow_up(self, call: Call, room: str | None = None) -> Reply:
        asked = call.json(FollowUp)
        reply = self._forum.ask(
            call.session, room_of(room, asked.room), asked.title, asked.body, asked.metadata, asked.consent
        )
        return json_reply(reply, 202 if asked.consent else 200)

    def linked(self, call: Call, room: str) -> Reply:
        return json_reply(self._forum.link(call.session, room, call.json(Linked).url))
