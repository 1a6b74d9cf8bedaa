"""POST /queue: a monitor opens, drains or closes the queue, or hands it back to the rule."""

from typing import Annotated

import msgspec
from msgspec import Meta

from ..desk.opening import MODES, Opening
from ..errors import RequestInvalid
from .app import Call, Reply, Web, json_reply


class Mode(msgspec.Struct, forbid_unknown_fields=True):
    """`POST /queue`."""

    mode: str
    message: Annotated[str, Meta(max_length=500)] = ""


class QueueViews:
    """The view of those who open and close."""

    def __init__(self, web: Web, opening: Opening) -> None:
        self._opening = opening
        web.post("/queue", self.set_mode)

    def set_mode(self, call: Call) -> Reply:
        call.session.require("monitor")
        asked = call.json(Mode)
        if asked.mode not in MODES:
            raise RequestInvalid.at("$.mode", "must be one of " + ", ".join(MODES))
        return json_reply(self._opening.set_mode(call.session, asked.mode, asked.message.strip()))
