"""Rooms: opening them, coming, talking, ruling and going. The first step of a message's way."""

import secrets
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from ..desk import names
from ..desk.conversations import Conversations
from ..desk.direct import Direct
from ..desk.members import Members
from ..desk.messages import Messages
from ..desk.rights import Rights
from ..desk.rooms import HISTORY, SCROLLBACK, Rooms
from ..desk.typing import Typing
from ..errors import RequestInvalid
from .app import Call, ClientId, Reply, Web, json_reply, no_content, whole
from .listen import MOST

RoomId = Annotated[str, Meta(min_length=1, max_length=64)]
Topic = Annotated[str, Meta(max_length=500)]
Actions = Annotated[list[str], Meta(max_length=20)]


class Said(msgspec.Struct, forbid_unknown_fields=True):
    """`POST /message`; the length of `body` is a limit of its own."""

    body: str
    client_id: ClientId | None = None
    room: RoomId | None = None


class Draft(msgspec.Struct, forbid_unknown_fields=True):
    """`POST /preview`."""

    body: str


class Ending(msgspec.Struct, forbid_unknown_fields=True):
    """`POST /end`."""

    reason: Annotated[str, Meta(max_length=255)] | None = None
    room: RoomId | None = None


class Leaving(msgspec.Struct, forbid_unknown_fields=True):
    """`POST /leave`."""

    room: RoomId | None = None


class Creation(msgspec.Struct, forbid_unknown_fields=True):
    """`POST /create`."""

    name: Annotated[str, Meta(min_length=1, max_length=80)]
    topic: Topic = ""
    private: bool = False
    client_id: ClientId | None = None


class Coming(msgspec.Struct, forbid_unknown_fields=True):
    """`POST /join` and `POST /watch`."""

    room: RoomId | None = None


class NewTopic(msgspec.Struct, forbid_unknown_fields=True):
    """`POST /topic`."""

    topic: Topic
    room: RoomId | None = None


class Invitation(msgspec.Struct, forbid_unknown_fields=True):
    """`POST /invite`."""

    session: RoomId
    note: Annotated[str, Meta(max_length=2000)] = ""
    force: bool = False
    room: RoomId | None = None


class NewRights(msgspec.Struct, forbid_unknown_fields=True):
    """`POST /rights`: for a role or for one session."""

    session: RoomId | None = None
    role: Literal["agent", "member", "guest"] | None = None
    allow: Actions = []
    deny: Actions = []
    room: RoomId | None = None


class Continuation(msgspec.Struct, forbid_unknown_fields=True):
    """`POST /continue`."""

    client_id: ClientId | None = None
    room: RoomId | None = None


class DirectMessage(msgspec.Struct, forbid_unknown_fields=True):
    """`POST /direct_message`."""

    session: RoomId
    body: str
    client_id: ClientId | None = None


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
    """The views of a room's members, and of those who want to be."""

    def __init__(
        self,
        web: Web,
        rooms: Rooms,
        members: Members,
        rights: Rights,
        conversations: Conversations,
        messages: Messages,
        direct: Direct,
        typing: Typing,
    ) -> None:
        self._rooms = rooms
        self._members = members
        self._rights = rights
        self._conversations = conversations
        self._messages = messages
        self._direct = direct
        self._typing = typing
        for path, view in (
            ("/message", self.say),
            ("/join", self.join),
            ("/watch", self.watch),
            ("/leave", self.leave),
            ("/end", self.end),
            ("/topic", self.set_topic),
            ("/invite", self.invite),
            ("/rights", self.set_rights),
            ("/continue", self.go_on),
        ):
            web.post(path, view)
            web.post(path + "/<room>", view)
        web.post("/create", self.create)
        web.post("/direct_message", self.direct)
        web.post("/message/<room>/typing", self.typing)
        web.post("/preview", self.preview, wakes=False)
        web.get("/message/<room>", lambda call, room: self.history(call, room), session=True)

    def say(self, call: Call, room: str | None = None) -> Reply:
        said = call.json(Said)
        room = room_of(room, said.room)
        event, repeated = self._messages.post(
            call.session, room, said.body, said.client_id or secrets.token_urlsafe(16)
        )
        self._typing.spoke(call.session, room)
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

    def create(self, call: Call) -> Reply:
        asked = call.json(Creation)
        name = names.plain(asked.name)
        if not name:
            raise RequestInvalid.at("$.name", "must not be blank")
        room, repeated = self._rooms.create(call.session, name, asked.topic.strip(), asked.private, asked.client_id)
        return json_reply({"room": room}, 200 if repeated else 201)

    def join(self, call: Call, room: str | None = None) -> Reply:
        return self._entered(self._members.join(call.session, room_of(room, call.json(Coming).room)))

    def watch(self, call: Call, room: str | None = None) -> Reply:
        return self._entered(self._members.watch(call.session, room_of(room, call.json(Coming).room)))

    @staticmethod
    def _entered(view: dict) -> Reply:
        view["events"] = [msgspec.Raw(body) for body in view["events"]]
        return json_reply({"room": view.pop("id"), **view})

    def set_topic(self, call: Call, room: str | None = None) -> Reply:
        asked = call.json(NewTopic)
        self._rooms.set_topic(call.session, room_of(room, asked.room), asked.topic.strip())
        return json_reply({})

    def invite(self, call: Call, room: str | None = None) -> Reply:
        asked = call.json(Invitation)
        offer = self._members.invite(
            call.session, room_of(room, asked.room), asked.session, asked.note, asked.force
        )
        return json_reply({"offer": offer} if offer else {})

    def set_rights(self, call: Call, room: str | None = None) -> Reply:
        asked = call.json(NewRights)
        rights = self._rights.set(
            call.session, room_of(room, asked.room), asked.role, asked.session, asked.allow, asked.deny
        )
        return json_reply({"rights": rights})

    def go_on(self, call: Call, room: str | None = None) -> Reply:
        asked = call.json(Continuation)
        new_room, repeated = self._conversations.go_on(call.session, room_of(room, asked.room), asked.client_id)
        return json_reply({"room": new_room}, 200 if repeated else 201)

    def direct(self, call: Call) -> Reply:
        said = call.json(DirectMessage)
        room, event, repeated = self._direct.send(
            call.session, said.session, said.body, said.client_id or secrets.token_urlsafe(16)
        )
        return json_reply({"room": room, "id": event.id, "at": event.at}, 200 if repeated else 201)

    def preview(self, call: Call) -> Reply:
        return json_reply({"html": self._messages.preview(call.json(Draft).body)})

    def typing(self, call: Call, room: str) -> Reply:
        body = call.json(TypingState)
        self._typing.set(call.session, room_of(room, body.room), body.state)
        return no_content()
