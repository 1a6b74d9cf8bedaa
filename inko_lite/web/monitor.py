"""/kick, /ban, /unban, /bans, /redact, /report, /audit: keeping order, and looking back at how it was kept."""

import ipaddress
from datetime import UTC, datetime
from typing import Annotated
from urllib.parse import parse_qsl

import msgspec
from msgspec import Meta

from ..desk.addresses import Network
from ..desk.moderation import Moderation
from ..errors import BanUnknown, RequestInvalid
from .app import Call, ClientId, Reply, Web, is_form, json_reply, whole
from .listen import MOST
from .rooms import RoomId, room_of

PAGE = 50
MOST_A_PAGE = 200
Id = Annotated[str, Meta(min_length=1, max_length=64)]
Reason = Annotated[str, Meta(max_length=500)]
Needed = Annotated[str, Meta(min_length=1, max_length=500)]


class Kick(msgspec.Struct, forbid_unknown_fields=True):
    """`POST /kick`."""

    session: Id
    reason: Reason = ""
    room: RoomId | None = None


class Ban(msgspec.Struct, forbid_unknown_fields=True):
    """`POST /ban`: one of the first three. `range`: the network of the session too. `minutes`: at most ten years."""

    session: Id | None = None
    account: Annotated[str, Meta(min_length=1, max_length=255)] | None = None
    address: Annotated[str, Meta(max_length=64)] | None = None
    range: bool = False
    minutes: Annotated[int, Meta(ge=1, le=5_256_000)] | None = None
    reason: Reason = ""
    client_id: ClientId | None = None


class Unban(msgspec.Struct, forbid_unknown_fields=True):
    """`POST /unban`."""

    ban: Annotated[int, Meta(ge=1, le=MOST)]


class Review(msgspec.Struct, forbid_unknown_fields=True):
    """`POST /ban/review`."""

    text: Annotated[str, Meta(min_length=1, max_length=2000)]


class Redact(msgspec.Struct, forbid_unknown_fields=True):
    """`POST /redact`."""

    event: Annotated[int, Meta(ge=1, le=MOST)]
    reason: Needed
    room: RoomId | None = None


class Report(msgspec.Struct, forbid_unknown_fields=True):
    """`POST /report`."""

    reason: Needed
    room: RoomId | None = None
    client_id: ClientId | None = None


def network(text: str) -> Network:
    """An address, or a range in CIDR notation."""
    try:
        found = ipaddress.ip_network(text.strip())
    except ValueError as error:
        raise RequestInvalid.at("$.address", str(error)) from None
    if found.version == 6 and found.network_address.ipv4_mapped:
        raise RequestInvalid.at("$.address", "write it as an IPv4 address")
    return found


def moment(text: str) -> datetime:
    """A converter for `Call.query`: a time in ISO 8601; without an offset it is UTC."""
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError("must be a time such as 2026-11-22T14:03:05Z") from None
    return when if when.tzinfo else when.replace(tzinfo=UTC)


def word(text: str) -> str:
    """A converter for `Call.query`: an id or a name."""
    if not 1 <= len(text) <= 255 or "\0" in text:
        raise ValueError("must have 1 to 255 characters")
    return text


class MonitorViews:
    """The views of those who keep order, and of those who call them."""

    def __init__(self, web: Web, moderation: Moderation) -> None:
        self._web = web
        self._moderation = moderation
        for path, view in (("/kick", self.kick), ("/redact", self.redact)):
            web.post(path, view)
            web.post(path + "/<room>", view)
        web.post("/ban", self.ban)
        web.post("/unban", self.unban)
        web.post("/report", self.report)
        web.get("/bans", self.bans, session=True)
        web.get("/audit", self.audit, session=True)
        web.post_open("/ban/review", self.review)

    def kick(self, call: Call, room: str | None = None) -> Reply:
        asked = call.json(Kick)
        self._moderation.kick(call.session, room_of(room, asked.room), asked.session, asked.reason)
        return json_reply({})

    def ban(self, call: Call) -> Reply:
        call.session.require("monitor")
        asked = call.json(Ban)
        if [asked.session, asked.account, asked.address].count(None) != 2:
            raise RequestInvalid.at("$", "give one of session, account and address")
        if asked.range and asked.session is None:
            raise RequestInvalid.at("$.range", "goes with session only")
        ban, repeated = self._moderation.ban(
            call.session, asked.session, asked.account, None if asked.address is None else network(asked.address),
            asked.range, asked.minutes, asked.reason, asked.client_id,
        )  # fmt: skip
        return json_reply({"ban": ban}, 200 if repeated else 201)

    def unban(self, call: Call) -> Reply:
        call.session.require("monitor")
        self._moderation.unban(call.session, call.json(Unban).ban)
        return json_reply({})

    def bans(self, call: Call) -> Reply:
        call.session.require("monitor")
        query = call.query(before=whole(1, MOST), limit=whole(1, MOST_A_PAGE))
        bans, more = self._moderation.bans(query["before"], query["limit"] or PAGE)
        return json_reply({"bans": bans, "more": more})

    def review(self, call: Call) -> Reply:
        """From somebody who has no session: a form of the page that said so, or JSON."""
        ban = self._web.identity.ban_of(*call.secrets(), call.address())
        if ban is None:
            raise BanUnknown
        form = is_form(call.environ)
        self._moderation.ask_review(ban, (self._form(call) if form else call.json(Review)).text)
        if not form:
            return json_reply({})
        return self._web.page(self._web.pages.banned(call.locale(), asked=True))

    @staticmethod
    def _form(call: Call) -> Review:
        fields = dict(parse_qsl(call.raw_body().decode("utf-8", "replace"), max_num_fields=10))
        try:
            return msgspec.convert({"text": fields.get("text", "").replace("\0", "")}, Review)
        except msgspec.ValidationError:
            raise RequestInvalid.at("$.text", "must have 1 to 2000 characters") from None

    def redact(self, call: Call, room: str | None = None) -> Reply:
        call.session.require("monitor")
        asked = call.json(Redact)
        self._moderation.redact(call.session, room_of(room, asked.room), asked.event, asked.reason)
        return json_reply({})

    def report(self, call: Call) -> Reply:
        asked = call.json(Report)
        report, repeated = self._moderation.report(call.session, asked.room, asked.reason, asked.client_id)
        return json_reply({"report": report}, 200 if repeated else 201)

    def audit(self, call: Call) -> Reply:
        call.session.require("monitor")
        query = call.query(
            before=whole(1, MOST), limit=whole(1, MOST_A_PAGE), act=word, actor=word, subject=word, room=word,
            **{"from": moment, "to": moment},
        )  # fmt: skip
        since, until = query.pop("from"), query.pop("to")
        entries, more = self._moderation.audit(**query | {"limit": query["limit"] or PAGE}, since=since, until=until)
        return json_reply({"entries": entries, "more": more})
