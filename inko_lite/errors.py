"""Every refusal that the product can give, a class each.

A `Refusal` is an expected failure: it is raised where the rule is and translated once, in `web/app.py`, into an RFC 9457
problem. Its docstring is the sentence that the person reads; `{name}` in it is filled from the members given at the raise.
Anything that is not a Refusal is a bug and shows the client an incident number only.
"""


class Refusal(Exception):
    """The request was refused."""

    code = "refused"
    status = 400
    retry_after: float | None = None

    def __init__(self, retry_after: float | None = None, **members: object) -> None:
        """`members` become members of the problem document; `retry_after` is in seconds."""
        super().__init__(self.code)
        self.members = members
        if retry_after is not None:
            self.retry_after = retry_after

    @property
    def detail(self) -> str:
        """The sentence for the person, filled in."""
        return " ".join((self.__doc__ or "").split()).format(**self.members)


# ── the request itself ──────────────────────────────────────────────────────────────────────────────────────────────


class RequestInvalid(Refusal):
    """The request does not have the expected form: {errors[0][path]}: {errors[0][message]}."""

    code, status = "request.invalid", 422

    def __init__(self, errors: list[dict[str, str]]) -> None:
        """`errors` is a list of `{path, message}`, at least one."""
        super().__init__(errors=errors)

    @classmethod
    def at(cls, path: str, message: str) -> "RequestInvalid":
        return cls([{"path": path, "message": message}])


class RequestMalformed(Refusal):
    """The request could not be understood as HTTP or JSON: {reason}."""

    code, status = "request.malformed", 400


class RequestTooLarge(Refusal):
    """The request body is larger than the {limit} bytes that this server reads."""

    code, status = "request.too_large", 413


class RequestHeadTooLarge(Refusal):
    """The request's headers are too many or too long."""

    code, status = "request.head_too_large", 431


class RequestTooSlow(Refusal):
    """The request did not arrive in time; please send it again."""

    code, status = "request.too_slow", 408


class MediaTypeUnsupported(Refusal):
    """Send the body as application/json."""

    code, status = "request.media_type", 415


class PathUnknown(Refusal):
    """There is nothing at this address."""

    code, status = "path.unknown", 404


class MethodNotAllowed(Refusal):
    """This address does not take {method}; it takes {allowed}."""

    code, status = "method.not_allowed", 405


class CsrfMissing(Refusal):
    """The X-CSRF-Token header is missing or is not that of this session; load GET /session and send its token."""

    code, status = "csrf", 403


class ClientIdReused(Refusal):
    """This client_id was used before for something else; choose a new one."""

    code, status = "client_id.reused", 409


# ── the server's own state ──────────────────────────────────────────────────────────────────────────────────────────


class StoreUnavailable(Refusal):
    """The database cannot be reached just now. Nothing was done; send the same request again in a moment."""

    code, status, retry_after = "store.unavailable", 503, 1


class Overloaded(Refusal):
    """Too much is waiting to be written just now. Nothing was done; send the same request again in a moment."""

    code, status, retry_after = "server.overloaded", 503, 1


class Draining(Refusal):
    """This server is about to restart; send the same request again in a moment."""

    code, status, retry_after = "server.draining", 503, 1


# ── who somebody is and what somebody may ───────────────────────────────────────────────────────────────────────────


class AuthRequired(Refusal):
    """There is no valid chat session here; sign in, or start again with GET /session."""

    code, status = "auth.required", 401


class PermissionMissing(Refusal):
    """You do not have the permission "{permission}" that this needs."""

    status = 403

    def __init__(self, permission: str) -> None:
        self.code = f"permission.{permission}"
        super().__init__(permission=permission)


class Banned(Refusal):
    """You cannot use this chat at the moment. If you think that this is a mistake, you can ask for a review."""

    code, status = "banned", 403


class CursorGone(Refusal):
    """The events after this cursor are no longer kept; take GET /state again and go on from its cursor."""

    code, status = "cursor.gone", 410


# ── capacity ────────────────────────────────────────────────────────────────────────────────────────────────────────


class UsersFull(Refusal):
    """As many people are chatting as this site allows ({limit}); try again in a moment."""

    code, status, retry_after = "capacity.users", 503, 15


class RoomsFull(Refusal):
    """As many rooms are open as this site allows ({limit}); try again in a moment."""

    code, status, retry_after = "capacity.rooms", 503, 15


class WaitingFull(Refusal):
    """As many people are waiting as the queue holds ({limit}). Your text is kept on this page; try again in a moment."""

    code, status, retry_after = "capacity.waiting", 503, 15


class MessageTooLong(Refusal):
    """The message has {size} bytes and at most {limit} are allowed; please shorten or divide it."""

    code, status = "capacity.message_bytes", 413


class MessageRateFull(Refusal):
    """The site takes {limit} messages a minute and they are used up; yours can be sent again in a moment."""

    code, status = "capacity.messages_per_minute", 429


class SessionFull(Refusal):
    """This conversation has reached its {limit} bytes; please go on in a new room."""

    code, status = "capacity.session_bytes", 409


# ── rooms ───────────────────────────────────────────────────────────────────────────────────────────────────────────


class RoomUnknown(Refusal):
    """There is no such room, or you are not in it."""

    code, status = "room.unknown", 404


class RoomEnded(Refusal):
    """This conversation has ended."""

    code, status = "room.ended", 410


class RoomPermanent(Refusal):
    """This room is always open; you can leave it, but nobody can end it."""

    code, status = "room.permanent", 409


class RoomElsewhere(Refusal):
    """You are waiting or in another chat already; leave it first to join this one."""

    code, status = "room.elsewhere", 409


class RoomAlready(Refusal):
    """{name} is in this room already."""

    code, status = "room.already", 409


class RoomContinuesLater(Refusal):
    """This conversation has {size} of its {limit} bytes; it can go on in a new room once it has {needed}."""

    code, status = "room.continues_later", 409


class PersonUnknown(Refusal):
    """There is nobody here with this id."""

    code, status = "session.unknown", 404


# ── queue ───────────────────────────────────────────────────────────────────────────────────────────────────────────


class StandbyFull(Refusal):
    """As many people are waiting, and as many texts are standing by, as the queue holds; try again later."""

    code, status, retry_after = "capacity.standby", 503, 60


class ResumeUnknown(Refusal):
    """This code brings back no conversation: it was used, is mistyped, or the conversation is over."""

    code, status = "resume.unknown", 404


class ResumeTooOften(Refusal):
    """Too many codes were tried just now; wait a minute and try again."""

    code, status, retry_after = "resume.too_often", 429, 60


class QueueAlready(Refusal):
    """You are already waiting or in a chat; leave it first to ask something else."""

    code, status = "queue.already", 409


class QueueClosed(Refusal):
    """The chat is closed just now. {message}"""

    code, status = "queue.closed", 503


class QueueUnstaffed(Refusal):
    """No helper is there just now; please come back later or ask in the forum."""

    code, status, retry_after = "queue.unstaffed", 503, 60


class QueueEmpty(Refusal):
    """Nobody is waiting."""

    code, status = "queue.empty", 409


class QueueTaken(Refusal):
    """Somebody else has taken this guest, or the guest has left."""

    code, status = "queue.taken", 409


class AgentFull(Refusal):
    """You have {active} chats and your limit is {limit}; end one or raise your limit."""

    code, status = "agent.full", 409


class AgentAway(Refusal):
    """You are not online; set your status to online to take guests."""

    code, status = "agent.away", 409


class AgentUnknown(Refusal):
    """There is no such agent signed in just now."""

    code, status = "agent.unknown", 404


class AgentUnavailable(Refusal):
    """{name} cannot take a conversation just now: {reason}."""

    code, status = "agent.unavailable", 409


class OfferGone(Refusal):
    """This offer is over: it was answered, taken back, or its time was up."""

    code, status = "offer.gone", 409


# ── moderation ──────────────────────────────────────────────────────────────────────────────────────────────────────


class MemberUnknown(Refusal):
    """There is nobody of this id in the room."""

    code, status = "room.member_unknown", 404


class Kicked(Refusal):
    """You were removed from this room; you can come back when somebody in it invites you."""

    code, status = "room.kicked", 403


class EventUnknown(Refusal):
    """There is no message of this id in the room."""

    code, status = "event.unknown", 404


class BanUnknown(Refusal):
    """There is no such ban in force."""

    code, status = "ban.unknown", 404


class BanExists(Refusal):
    """This is banned already; lift that ban first to set other terms."""

    code, status = "ban.exists", 409


class BanOwn(Refusal):
    """That would ban yourself."""

    code, status = "ban.own", 409


class BanShared(Refusal):
    """A ban of this address would lock out others: {why}. Ban the session or the account instead."""

    code, status = "ban.shared", 409


class ReviewAsked(Refusal):
    """A review was asked for already; please wait until somebody has looked at it."""

    code, status = "ban.review_asked", 409


class ReportsTooMany(Refusal):
    """You have called a monitor several times just now; somebody will come."""

    code, status = "flood.reports", 429


class FloodMessages(Refusal):
    """You have sent {limit} messages within a minute, as many as one person may; yours can be sent again in a moment."""

    code, status = "flood.messages", 429


class FloodBytes(Refusal):
    """You have sent {limit} bytes within a minute, as many as one person may; yours can be sent again in a moment."""

    code, status = "flood.bytes", 429
