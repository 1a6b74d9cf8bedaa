"""/guests, /assist, /list, /set_limit: an agent's way to a guest, and what agents know of one another."""

from typing import Annotated

import msgspec
from msgspec import Meta

from ..desk.limits import ChatLimits
from ..desk.presence import Presence
from ..desk.queue import Queue
from ..desk.roster import roster
from ..stream.events import EventLog
from .app import Call, ClientId, Reply, Web, json_reply


class Assist(msgspec.Struct, forbid_unknown_fields=True):
    """`POST /assist`."""

    guest: Annotated[str, Meta(min_length=1, max_length=64)] | None = None
    client_id: ClientId | None = None


class ChatLimit(msgspec.Struct, forbid_unknown_fields=True):
    """`POST /set_limit`; without an agent, the own limit."""

    limit: int
    agent: Annotated[str, Meta(min_length=1, max_length=64)] | None = None


class AgentViews:
    """The views of those who help."""

    def __init__(self, web: Web, log: EventLog, queue: Queue, presence: Presence, limits: ChatLimits) -> None:
        self._log = log
        self._queue = queue
        self._presence = presence
        self._limits = limits
        web.get("/list", self.list, session=True)
        web.post("/set_limit", self.set_limit)
        web.get("/guests", self.guests, session=True)
        web.post("/assist", self.assist)

    def guests(self, call: Call) -> Reply:
        call.session.require("agent", "monitor")
        with self._log.snapshot() as (view, _):
            return json_reply(self._queue.entries(view))

    def assist(self, call: Call) -> Reply:
        call.session.require("agent")
        body = call.json(Assist)
        room, repeated = self._queue.assist(call.session, body.guest, body.client_id)
        return json_reply({"room": room}, 200 if repeated else 201)

    def list(self, call: Call) -> Reply:
        call.session.require("agent", "monitor")
        with self._log.snapshot() as (view, _):
            return json_reply(roster(view, call.session, self._presence))

    def set_limit(self, call: Call) -> Reply:
        asked = call.json(ChatLimit)
        self._limits.set(call.session, asked.limit, asked.agent)
        return json_reply({"limit": asked.limit})
