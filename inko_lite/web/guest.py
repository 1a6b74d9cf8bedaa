"""/waittime, /identify, /queue/reserve, /queue/leave: a guest's way into the queue and out of it."""

from collections.abc import Callable
from typing import Annotated

import msgspec
from msgspec import Meta

from ..desk import detect, names
from ..desk.entering import Entering
from ..desk.scrub import scrub
from ..errors import PermissionMissing, RequestInvalid
from ..stream.events import EventLog
from .app import Call, ClientId, Nothing, Reply, Web, json_reply

Short = Annotated[str, Meta(max_length=255)]
EXTRA_NAMES = 50


class Identify(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    """`POST /identify`; lengths in characters."""

    name: Annotated[str, Meta(min_length=1, max_length=80)]
    question: Annotated[str, Meta(min_length=1, max_length=10_000)]
    product: Short | None = None
    topic: Short | None = None
    os: Short | None = None
    version: Short | None = None
    extensions: Annotated[str, Meta(max_length=30_000)] | None = None
    locale: Annotated[str, Meta(max_length=35)] | None = None
    email: Annotated[str, Meta(max_length=254)] | None = None
    extra: dict[Annotated[str, Meta(min_length=1, max_length=64)], Annotated[str, Meta(max_length=4_000)]] = {}
    began: Short | None = None
    frequency: Short | None = None
    same_computer: bool | None = None
    preferred_agent: Short | None = None
    troubleshooting: Annotated[str, Meta(max_length=655_360)] | None = None
    consent: Annotated[str, Meta(max_length=64)] | None = None
    standby: bool = False
    client_id: ClientId | None = None


class Leave(msgspec.Struct, forbid_unknown_fields=True):
    """`POST /queue/leave`."""

    reason: Annotated[str, Meta(max_length=255)] | None = None


class GuestViews:
    """The views of somebody who asks."""

    def __init__(self, web: Web, log: EventLog, entering: Entering, in_thread) -> None:
        """`in_thread(function, *args)` runs something slow outside the event loop."""
        self._web = web
        self._log = log
        self._entering = entering
        self._in_thread = in_thread
        web.get("/waittime", self.waittime)
        web.post("/identify", self.identify)
        web.post("/queue/reserve", self.reserve)
        web.post("/queue/leave", self.leave)

    def waittime(self, call: Call) -> Reply:
        session = self._web.identity.find(*call.secrets())
        with self._log.snapshot() as (view, _):
            return json_reply(self._entering.status(view, session and session.id))

    def identify(self, call: Call) -> Reply:
        reply, repeated = self.enter(call, lambda: call.json(Identify))
        return json_reply(reply, 200 if repeated else 202)

    def enter(self, call: Call, asked: Callable[[], Identify]) -> tuple[dict, bool]:
        """Puts `call.session` into the queue with what it `asked`, whichever way that came: see `Entering.enter`."""
        if call.session.kind not in ("guest", "user"):
            raise PermissionMissing("guest")
        body = asked()
        name, question = names.plain(body.name), body.question.strip()
        if not name or not question:
            raise RequestInvalid.at("$.name" if not name else "$.question", "must not be blank")
        rules = self._web.config.queue
        if rules.consent_required and body.consent != rules.rules_version:
            raise RequestInvalid.at("$.consent", f'must be "{rules.rules_version}", the version of the rules agreed to')
        if len(body.extra) > EXTRA_NAMES:
            raise RequestInvalid.at("$.extra", f"at most {EXTRA_NAMES} entries")
        given = {
            key: value
            for key, value in msgspec.to_builtins(body).items()
            if key not in ("name", "question", "client_id", "standby") and value not in (None, "")
        }
        if "troubleshooting" in given:
            given["troubleshooting"] = self._in_thread(scrub, given["troubleshooting"])
        metadata = detect.from_request(call.environ) | given
        return self._entering.enter(call.session, name, question, metadata, body.standby, body.client_id)

    def reserve(self, call: Call) -> Reply:
        if call.session.kind not in ("guest", "user"):
            raise PermissionMissing("guest")
        call.json(Nothing)
        return json_reply(self._entering.reserve(call.session), 201)

    def leave(self, call: Call) -> Reply:
        left = self._entering.leave(call.session, call.json(Leave).reason)
        return json_reply({"left": left})
