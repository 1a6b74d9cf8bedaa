"""/transfer, /takeover, /offer: conversations that change hands."""

from typing import Annotated

import msgspec
from msgspec import Meta

from ..desk.offers import Offers
from .app import Call, Nothing, Reply, Web, json_reply
from .rooms import RoomId, room_of


class Transfer(msgspec.Struct, forbid_unknown_fields=True):
    """`POST /transfer`."""

    agent: RoomId | None = None
    note: Annotated[str, Meta(max_length=2000)] = ""
    force: bool = False
    room: RoomId | None = None


class Answer(msgspec.Struct, forbid_unknown_fields=True):
    """`POST /offer/<id>`."""

    accept: bool


class OfferViews:
    """The views of conversations that change hands."""

    def __init__(self, web: Web, offers: Offers) -> None:
        self._offers = offers
        web.post("/transfer", self.transfer)
        web.post("/transfer/<room>", self.transfer)
        web.post("/takeover/<room>", self.take_over)
        web.post("/offer/<offer>", self.answer)

    def transfer(self, call: Call, room: str | None = None) -> Reply:
        asked = call.json(Transfer)
        offer = self._offers.transfer(call.session, room_of(room, asked.room), asked.agent, asked.note, asked.force)
        return json_reply({"offer": offer} if offer else {}, 201 if offer else 200)

    def take_over(self, call: Call, room: str) -> Reply:
        call.session.require("monitor")
        call.json(Nothing)
        self._offers.take_over(call.session, room)
        return json_reply({"room": room})

    def answer(self, call: Call, offer: str) -> Reply:
        call.session.require("agent", "monitor")
        room = self._offers.answer(call.session, offer, call.json(Answer).accept)
        return json_reply({"room": room}, 201) if room else json_reply({})
