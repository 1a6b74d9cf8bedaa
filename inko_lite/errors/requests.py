"""Refusals of requests, sessions and capacity."""

from .refusal import Refusal

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
    """The request could not be understood as HTTP: {reason}."""

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


class StoreUncertain(StoreUnavailable):
    """The database was lost while it wrote this, so it may have been done or not. Send the same request again, with the same
    client_id: it counts once."""

    code, status, retry_after = "store.uncertain", 503, 1


class SiteUnavailable(Refusal):
    """The site does not say just now who is signed in. Nothing was done; send the same request again in a moment."""

    code, status, retry_after = "site.unavailable", 503, 2


class Overloaded(Refusal):
    """Too much is waiting to be written just now. Nothing was done; send the same request again in a moment."""

    code, status, retry_after = "server.overloaded", 503, 1


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
