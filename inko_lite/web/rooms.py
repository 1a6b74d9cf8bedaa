"""/message, /leave, /end: what people do in a room. The first step of a message's way."""

import secrets
from typing import Annotated

import msgspec
from msgspec import Meta

from ..desk.messages import Messages
from ..desk.rooms import HISTORY, SCROLLBACK, Rooms
from ..desk.typing import Typing
from ..errors import RequestInvalid
from .app import Call, ClientId, Reply, Web, json_reply, no_content, whole
from .listen import MOST

RoomId = Annotated[str, Meta(min_length=1, max_length=64)]


class Said(msgspec.Struct, forbid_unknown_fields=True):
    """`POST /message`; the length of `body` is a limit of its own."""

    body: str
    client_id: ClientId | None = None
    room: RoomId | None = None


class Ending(msgspec.Struct, forbid_unknown_fields=True):
    """`POST /end`."""

    reason: Annotated[str, Meta(max_length=255)] | None = None
    room: RoomId | None = None


class Leaving(msgspec.Struct, forbid_unknown_fields=True):
    """`POST /leave`."""

    room: RoomId | None = None


class TypingState(msgspec.Struct, forbid_unknown_fields=True):
    """`POST /message/<room>/typing`."""

    state: str
    room: RoomId | None = None


def room_of(path: str | None, body: str | None) -> str:
    """The room that a request names, in its path or in its body."""
    if path and body and path != body:
        raise RequestInvalid.at("$.room", "is not the room of the path")
    room = path or body
    if not room:
        raise RequestInvalid.at("$.room", "is missing")
    return room


class RoomViews:
    """The views of a room's members."""

    def __init__(self, web: Web, rooms: Rooms, messages: Messages, typing: Typing) -> None:
        self._rooms = rooms
        self._messages = messages
        self._typing = typing
        for method, path, view in (
            (web.post, "/message", self.say),
            (web.post, "/leave", self.leave),
            (web.post, "/end", self.end),
        ):
            method(path, view)
            method(path + "/<room>", view)
        web.post("/message/<room>/typing", self.typing)
        web.get("/message/<room>", lambda call, room: self.history(call, room), session=True)

    def say(self, call: Call, room: str | None = None) -> Reply:
        said = call.json(Said)
        event, repeated = self._messages.post(
            call.session, room_of(room, said.room), said.body, said.client_id or secrets.token_urlsafe(16)
        )
        return json_reply({"id": event.id, "at": event.at}, 200 if repeated else 201)

    def history(self, call: Call, room: str) -> Reply:
        query = call.query(before=whole(1, MOST), limit=whole(1, HISTORY))
        events, more = self._rooms.history(call.session, room, query["before"], query["limit"] or SCROLLBACK)
        return json_reply({"events": [msgspec.Raw(body) for body in events], "more": more})

    def leave(self, call: Call, room: str | None = None) -> Reply:
        self._rooms.leave(call.session, room_of(room, call.json(Leaving).room))
        return json_reply({})

    def end(self, call: Call, room: str | None = None) -> Reply:
        ending = call.json(Ending)
        self._rooms.end(call.session, room_of(room, ending.room), ending.reason)
        return json_reply({})

    def typing(self, call: Call, room: str) -> Reply:
        body = call.json(TypingState)
        self._typing.set(call.session, room_of(room, body.room), body.state)
        return no_content()
