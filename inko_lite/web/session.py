"""/session, /state, /status: who the caller is and what the caller starts from.

Place: the first requests of every page. `/state` is one consistent snapshot with its cursor; `/listen` goes on from there.
"""

from typing import Annotated

import msgspec

from ..config import Config
from ..desk.identity import Session
from ..stream.events import EventLog
from .app import COOKIE, Call, Nothing, Reply, Web, json_reply, no_content

# A page that another site shows in a frame says so with this header, which no other site's script may send here.
FRAMED = "HTTP_X_INKO_FRAMED"


class Status(msgspec.Struct, forbid_unknown_fields=True):
    """`POST /status`."""

    status: str


class Code(msgspec.Struct, forbid_unknown_fields=True):
    """`POST /session/resume`."""

    code: Annotated[str, msgspec.Meta(min_length=8, max_length=20)]


def public_limits(config: Config) -> dict:
    """The six limits, as every page may know them."""
    return msgspec.to_builtins(config.limits)


class SessionViews:
    """The views of a chat session's own state."""

    def __init__(self, web: Web, log: EventLog, rooms, queue, offers, entering, resume, members, figures) -> None:
        self._web = web
        self._log = log
        self._rooms = rooms
        self._queue = queue
        self._offers = offers
        self._entering = entering
        self._resume = resume
        self._members = members
        self._figures = figures
        web.get("/session", self.show)
        web.get("/state", self.state, session=True)
        web.post("/session/end", self.end, wakes=False)
        web.post("/session/resume", self.resume)
        web.post("/status", self.set_status, wakes=False)

    def open(self, call: Call) -> tuple[Session, dict[str, str]]:
        """The caller's session, made if need be, and the headers that set its cookie."""
        token, site_key = call.secrets()
        session, new_token = self._web.identity.open(token, site_key, call.locale(), call.address())
        self._web.presence.touch(session.id)
        call.environ["inko.session"] = session.id
        return session, {} if new_token is None else {"Set-Cookie": self.cookie(call, new_token)}

    def cookie(self, call: Call, token: str, max_age: int | None = None) -> str:
        """The Set-Cookie header of a secret. In the frame of another site it is of that site's pages alone (CHIPS)."""
        age = int(self._web.config.session.absolute_hours * 3600) if max_age is None else max_age
        path = self._web.config.server.prefix or "/"
        if call.environ.get(FRAMED) == "cross-site":
            reach = "; SameSite=None; Secure; Partitioned"
        else:
            reach = "; SameSite=Lax" + ("; Secure" if call.is_secure() else "")
        return f"{COOKIE}={token}; Path={path}; Max-Age={age}; HttpOnly{reach}"

    def show(self, call: Call) -> Reply:
        return self._show(*self.open(call))

    def resume(self, call: Call) -> Reply:
        """A guest comes back with the code that the chat showed; the reply is that of GET /session."""
        session, token = self._resume.resume(call.session, call.json(Code).code)
        return self._show(session, {"Set-Cookie": self.cookie(call, token)})

    def _show(self, session: Session, headers: dict[str, str]) -> Reply:
        return json_reply(
            {
                "session": self._web.identity.own(session),
                "csrf": session.csrf,
                "limits": public_limits(self._web.config),
            },
            headers=headers,
        )

    def state(self, call: Call) -> Reply:
        session = call.session
        staff = "agents" in session.streams
        figures = self._figures.with_limits() if "monitors" in session.streams else None
        with self._log.snapshot() as (view, cursor):
            queue = self._entering.status(view, session.id, staff)
            state = {
                "cursor": cursor,
                "session": self._web.identity.own(session, view),
                "rooms": self._rooms.views(view, session),
                "invitations": self._members.invitations(view, session),
                "queue": queue,
            }
            if not staff:
                own = self._queue.entries(view, session.id)
                queue["entry"] = own[0] if own else None
            code = self._resume.code_of(view, session.id)
            if code is not None:
                state["resume_code"] = code
            if staff:
                queue["entries"] = self._queue.entries(view)
                state["agents"] = self._web.presence.staff(view)
                state["offers"] = self._offers.open_to(view, session.id)
        if figures is not None:
            state["figures"] = figures
        for room in state["rooms"]:
            room["events"] = [msgspec.Raw(body) for body in room["events"]]
        return json_reply(state)

    def end(self, call: Call) -> Reply:
        call.json(Nothing)
        self._web.identity.end(call.session, "signed_out")
        return json_reply({}, headers={"Set-Cookie": self.cookie(call, "", 0)})

    def set_status(self, call: Call) -> Reply:
        self._web.presence.set_status(call.session, call.json(Status).status)
        return no_content()
