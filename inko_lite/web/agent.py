"""/guests, /assist: an agent's way to a guest."""

from typing import Annotated

import msgspec
from msgspec import Meta

from ..desk.queue import Queue
from ..stream.events import EventLog
from .app import Call, ClientId, Reply, Web, json_reply


class Assist(msgspec.Struct, forbid_unknown_fields=True):
    """`POST /assist`."""

    guest: Annotated[str, Meta(min_length=1, max_length=64)] | None = None
    client_id: ClientId | None = None


class AgentViews:
    """The views of those who help."""

    def __init__(self, web: Web, log: EventLog, queue: Queue) -> None:
        self._log = log
        self._queue = queue
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
