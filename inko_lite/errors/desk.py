"""Refusals of the desk: rooms, the queue, moderation, what is kept, and what comes after a chat."""

from .refusal import Refusal

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


class QueueUnknown(Refusal):
    """There is nobody in the queue with this id, and no place that could be given back."""

    code, status = "queue.unknown", 404


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


# ── what is kept ────────────────────────────────────────────────────────────────────────────────────────────────────


class TagsFull(Refusal):
    """A conversation has at most {limit} tags; remove one first."""

    code, status = "capacity.tags", 409


class NotesFull(Refusal):
    """The notes of this conversation have reached their {limit} bytes."""

    code, status = "capacity.notes", 409


class ReplyUnknown(Refusal):
    """There is no such saved reply, or it is somebody else's."""

    code, status = "reply.unknown", 404


class RepliesFull(Refusal):
    """There are {limit} saved replies, as many as are allowed; delete one first."""

    code, status = "capacity.replies", 409


class SubjectIsStaff(Refusal):
    """This is one of the staff, whose data belong to the site; only a guest's can be handed out or erased here."""

    code, status = "subject.staff", 409


# ── after a chat ────────────────────────────────────────────────────────────────────────────────────────────────────


class SurveyAlready(Refusal):
    """You have answered the survey for this chat already; thank you."""

    code, status = "survey.already", 409


class FollowUpAlready(Refusal):
    """The question is with the forum, or in the guest's hands, already and cannot be changed here any more."""

    code, status = "follow_up.already", 409


class FollowUpOff(Refusal):
    """This site has no forum that a chat could go on in; your draft can be copied from here."""

    code, status = "follow_up.off", 409


class DeliveryUnknown(Refusal):
    """There is no such delivery, or it has arrived."""

    code, status = "delivery.unknown", 404
