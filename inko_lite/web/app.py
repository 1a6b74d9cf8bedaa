"""The route table, and what every request goes through: identity, CSRF, JSON in and out, refusals.

Place: between a connection and the views. Invariants: no GET changes the chat's state; every POST but the demo's sign-in
carries the session's CSRF token, in a header or, from a page without scripts, in its form; a Refusal becomes a problem
document here and nowhere else; any other exception becomes one traceback in the log and an incident number for the client.
"""

import gzip
import logging
import re
import secrets
from collections.abc import Callable
from http.cookies import CookieError, SimpleCookie
from typing import Annotated, Any, TypeVar
from urllib.parse import parse_qsl, quote

import bottle
import gevent
import msgspec
from gevent.lock import BoundedSemaphore

from ..config import Config
from ..desk.addresses import Address, Addresses
from ..desk.identity import Identity, Session
from ..errors import (
    AuthRequired,
    Banned,
    CsrfMissing,
    MediaTypeUnsupported,
    MethodNotAllowed,
    PathUnknown,
    Refusal,
    RequestInvalid,
)
from .pages import LOCALE_COOKIE
from .problems import TYPE, problem, retry_after

log = logging.getLogger(__name__)

COOKIE = "inko_session"
# A body of more bytes than any honest message has takes its turn, which is so long.
LARGE_BYTES = 65_536
TURN_SECONDS = 0.001
ClientId = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9._~-]{1,64}\Z")]
Body = TypeVar("Body", bound=msgspec.Struct)
_invalid_path = re.compile(r"^(.*?)(?: - at `\$?(.*)`)?$", re.DOTALL)


class Nothing(msgspec.Struct, forbid_unknown_fields=True):
    """The body of a POST that needs none."""


class Reply(bottle.HTTPResponse):
    """Any reply: bytes, a status, and headers."""


def cookie_value(header: str, name: str) -> str | None:
    """The value of one cookie; the first of several of the same name, since browsers send the most specific path first."""
    if name + "=" not in header:
        return None
    if '"' in header:
        try:
            morsel = SimpleCookie(header).get(name)
            return morsel.value if morsel else None
        except CookieError:
            return None
    for part in header.split(";"):
        key, _, value = part.strip().partition("=")
        if key == name:
            return value
    return None


class Call:
    """One request, as views see it."""

    __slots__ = ("environ", "session", "web")

    def __init__(self, web: "Web", environ: dict) -> None:
        self.web = web
        self.environ = environ
        self.session: Session | None = None

    @property
    def cookies(self) -> str:
        return self.environ.get("HTTP_COOKIE", "")

    def secrets(self) -> tuple[str | None, str | None]:
        """The chat session's secret and the site's session key, as the cookies give them."""
        header = self.cookies
        return cookie_value(header, COOKIE), cookie_value(header, self.web.config.django.cookie)

    def raw_body(self) -> bytes:
        return self.environ["wsgi.input"].read()

    def json(self, kind: type[Body]) -> Body:
        """The body as this Struct; raises RequestInvalid with a path for each fault. No body at all is `{}`."""
        raw = self.raw_body()
        if raw and self.environ.get("CONTENT_TYPE", "").partition(";")[0].strip().lower() != "application/json":
            raise MediaTypeUnsupported
        if len(raw) > LARGE_BYTES:
            self.web.take_turn()
        try:
            body = self.web.decoder(kind).decode(raw or b"{}")
        except msgspec.ValidationError as error:
            raise invalid(error) from None
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise RequestInvalid.at("$", f"not JSON: {error}") from None
        if b"\\u0000" in raw and _has_nul(msgspec.to_builtins(body)):
            raise RequestInvalid.at("$", "a text must not contain the character U+0000")
        return body

    def form(self) -> dict[str, str]:
        """The fields of a page's form, their lines as a script would end them. It may be asked for twice."""
        fields = self.environ.get("inko.form")
        if fields is None:
            if not is_form(self.environ):
                raise RequestInvalid.at("$", "not a form")
            try:
                pairs = parse_qsl(
                    self.raw_body().decode(), keep_blank_values=True, max_num_fields=50, errors="strict"
                )
            except ValueError:
                raise RequestInvalid.at("$", "not a form in UTF-8") from None
            fields = self.environ["inko.form"] = {name: value.replace("\r\n", "\n") for name, value in pairs}
            if _has_nul(fields):
                raise RequestInvalid.at("$", "a text must not contain the character U+0000")
        return fields

    def query(self, **kinds: Callable[[str], Any]) -> dict[str, Any]:
        """The query's parameters: each of `kinds` converted, absent ones None, unknown ones refused."""
        values: dict[str, Any] = dict.fromkeys(kinds)
        text = self.environ.get("QUERY_STRING", "")
        if not text:
            return values
        try:
            pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=50, errors="strict")
        except ValueError:
            raise RequestInvalid.at("query", "not a query string") from None
        for name, value in pairs:
            if name not in kinds:
                raise RequestInvalid.at(name, "unknown parameter")
            if values[name] is not None:
                raise RequestInvalid.at(name, "is given twice")
            try:
                values[name] = kinds[name](value)
            except ValueError as error:
                raise RequestInvalid.at(name, str(error)) from None
        return values

    def locale(self) -> str:
        """The language that the browser asks for, among those that the pages have."""
        return self.web.locale_of(self.environ)

    def is_secure(self) -> bool:
        """Did the client use HTTPS, as far as a trusted proxy says, or does everybody, by the configuration?"""
        return self.web.config.server.public_url.startswith("https://") or self.web.addresses.secure(self.environ)

    def address(self) -> Address | None:
        """The client's address, as far as it is known; see `Addresses`."""
        return self.web.addresses.client(self.environ)


def invalid(error: msgspec.ValidationError) -> RequestInvalid:
    """The refusal of what does not fit into a Struct."""
    message, path = _invalid_path.match(str(error)).groups()
    return RequestInvalid.at("$" + (path or ""), message)


def is_form(environ: dict) -> bool:
    """Was this posted by a page's form, and not by its script?"""
    return environ.get("CONTENT_TYPE", "").startswith("application/x-www-form-urlencoded")


def _has_nul(value: Any) -> bool:
    if isinstance(value, str):
        return "\0" in value
    if isinstance(value, dict):
        return any(_has_nul(key) or _has_nul(item) for key, item in value.items())
    return isinstance(value, list) and any(_has_nul(item) for item in value)


def whole(low: int, high: int) -> Callable[[str], int]:
    """A converter for `Call.query`: a whole number from `low` to `high`."""

    def convert(text: str) -> int:
        if not text.isascii() or not text.isdigit() or len(text) > 19 or not low <= int(text) <= high:
            raise ValueError(f"must be a whole number from {low} to {high}")
        return int(text)

    return convert


def json_reply(value: Any, status: int = 200, headers: dict[str, str] | None = None) -> Reply:
    """A JSON reply; `value` may hold msgspec.Raw parts that are sent as they are."""
    return Reply(
        msgspec.json.encode(value),
        status,
        {
            "Content-Type": "application/json",
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
            **(headers or {}),
        },
    )


def no_content() -> Reply:
    return Reply(b"", 204, {"Cache-Control": "no-store"})


class Web:
    """The WSGI application. Views are added by the modules beside this one, each with its `routes(web)`."""

    def __init__(self, config: Config, identity: Identity, presence, pages, metrics, addresses: Addresses) -> None:
        self.config = config
        self.addresses = addresses
        self.identity = identity
        self.presence = presence
        self.pages = pages
        self.metrics = metrics
        self._decoders: dict[type, msgspec.json.Decoder] = {}
        self._turn = BoundedSemaphore()
        self.bottle = bottle.Bottle()
        self.bottle.config["catchall"] = False
        self.bottle.default_error_handler = self._bottle_error
        self._prefix = config.server.prefix

    def decoder(self, kind: type) -> msgspec.json.Decoder:
        decoder = self._decoders.get(kind)
        if decoder is None:
            decoder = self._decoders[kind] = msgspec.json.Decoder(kind)
        return decoder

    def take_turn(self) -> None:
        """Before work that keeps the event loop for milliseconds: however many come at once, between any two of them everybody
        else is served."""
        with self._turn:
            gevent.sleep(TURN_SECONDS)

    # ── routes ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def get(self, path: str, view: Callable[..., Any], session: bool = False) -> None:
        """A GET. With `session`, only for a chat session, which is then `call.session`."""
        self._route("GET", path, view, session, csrf=False)

    def post(self, path: str, view: Callable[..., Any], wakes: bool = True) -> None:
        """A POST from a chat session, with its CSRF token. Who was away by silence is back first, unless it `wakes` nobody."""

        def act(call: Call, **parts: str) -> Any:
            if wakes:
                self.presence.act(call.session)
            return view(call, **parts)

        self._route("POST", path, act, session=True, csrf=True)

    def post_open(self, path: str, view: Callable[..., Any]) -> None:
        """A POST for those who have no session and no token. A browser on a page of another origin is refused."""

        def same_origin(call: Call) -> Any:
            if call.environ.get("HTTP_SEC_FETCH_SITE", "none") not in ("none", "same-origin"):
                raise CsrfMissing
            return view(call)

        self._route("POST", path, same_origin, session=False, csrf=False)

    def post_form(self, path: str, view: Callable[..., Any]) -> None:
        """A POST of a form on a page of ours that runs no script; the view looks after session and token."""

        def from_own_page(call: Call) -> Any:
            origin = call.environ.get("HTTP_ORIGIN")
            ours = (f"//{call.environ.get('HTTP_HOST', '')}", "//" + self.config.server.public_url.partition("//")[2])
            if call.environ.get("HTTP_SEC_FETCH_SITE", "none") not in ("none", "same-origin") or (
                origin is not None and "//" + origin.partition("//")[2] not in (each.rstrip("/") for each in ours)
            ):
                raise CsrfMissing
            return view(call)

        self._route("POST", path, from_own_page, session=False, csrf=False)

    def _route(self, method: str, path: str, view: Callable[..., Any], session: bool, csrf: bool) -> None:
        def answer(**parts: str) -> Any:
            environ = bottle.request.environ
            call = Call(self, environ)
            try:
                if session:
                    call.session = self.identity.require(*call.secrets(), call.address)
                    environ["inko.session"] = call.session.id
                    if csrf:
                        call.session.require_csrf(environ.get("HTTP_X_CSRF_TOKEN", ""))
                    self.presence.touch(call.session.id)
                return view(call, **parts)
            except Refusal as refusal:
                return self.refuse(refusal, environ)
            except bottle.HTTPResponse:
                raise
            except Exception:
                incident = secrets.token_hex(6)
                log.exception("incident %s: %s %s", incident, method, path)
                return Reply(
                    msgspec.json.encode(
                        {
                            "type": "urn:inko-lite:internal", "title": "Internal error", "status": 500, "code": "internal",
                            "detail": f"Something went wrong here. Tell the site's staff this number: {incident}.",
                            "incident": incident,
                        }
                    ),
                    500,
                    {"Content-Type": TYPE, "Cache-Control": "no-store"},
                )  # fmt: skip

        self.bottle.route(path, method, answer)

    # ── pages ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def locale_of(self, environ: dict) -> str:
        """The language of a request: its cookie's, or the one that the browser likes best."""
        kept = cookie_value(environ.get("HTTP_COOKIE", ""), LOCALE_COOKIE)
        return self.pages.choose_locale(None, kept, environ.get("HTTP_ACCEPT_LANGUAGE"))

    def page(self, html: str, status: int = 200, headers: dict[str, str] | None = None, accepts: str = "") -> Reply:
        """An HTML page under the Content-Security-Policy; `accepts` is the request's Accept-Encoding."""
        body, headers = html.encode(), headers or {}
        if "gzip" in accepts:
            body, headers = gzip.compress(body, 6, mtime=0), {**headers, "Content-Encoding": "gzip"}
        return Reply(
            body,
            status,
            {
                **headers, "Vary": "Accept-Encoding", "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store",
                "Content-Security-Policy": self.pages.CSP, "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin",
            },
        )  # fmt: skip

    # ── refusals ────────────────────────────────────────────────────────────────────────────────────────────────────

    def login_url(self, environ: dict) -> str:
        """The site's sign-in page, which comes back to the page that the person wants."""
        page = environ.get("PATH_INFO", "/")
        if environ.get("REQUEST_METHOD") != "GET" or not self.is_page(page):
            page = "/agent"
        elif page == "/history" and environ.get("QUERY_STRING"):
            # What it shows is in its address: a link to a conversation leads there after signing in too.
            page += "?" + environ["QUERY_STRING"]
        url = self.config.django.login_url
        if url.startswith("/demo/"):
            url = self._prefix + url
        target = self.config.server.public_url.rstrip("/") + self._prefix + page
        return f"{url}{'&' if '?' in url else '?'}next={quote(target, safe='/:')}"

    @staticmethod
    def is_page(path: str) -> bool:
        """Is this one of the pages that people open?"""
        return path in ("/", "/agent", "/monitor", "/history")

    def refuse(self, refusal: Refusal, environ: dict) -> Reply:
        """The refusal as a problem document, or as a page for somebody who opened one."""
        document = problem(refusal)
        headers = {"Content-Type": TYPE, "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
        if isinstance(refusal, AuthRequired):
            document["login_url"] = self.login_url(environ)
        if isinstance(refusal, MethodNotAllowed):
            headers["Allow"] = refusal.members["allowed"]
        wait = retry_after(refusal)
        if wait is not None:
            headers["Retry-After"] = wait
        self.metrics.refused(refusal.code)
        opened = environ.get("REQUEST_METHOD") == "GET" or is_form(environ)
        if opened and "text/html" in environ.get("HTTP_ACCEPT", ""):
            locale = self.locale_of(environ)
            if isinstance(refusal, Banned):
                page = self.pages.banned(locale)
            else:
                page = self.pages.trouble(refusal.status, document["title"], document["detail"], locale)
            return self.page(page, refusal.status, headers)
        return Reply(msgspec.json.encode(document), refusal.status, headers)

    def _bottle_error(self, error: bottle.HTTPError) -> bytes:
        """Bottle's own 404 and 405, said in our words."""
        environ = bottle.request.environ
        if error.status_code == 405:
            refusal: Refusal = MethodNotAllowed(
                method=environ["REQUEST_METHOD"], allowed=error.headers.get("Allow", "GET")
            )
        else:
            refusal = PathUnknown()
        reply = self.refuse(refusal, environ)
        bottle.response.status = reply.status
        for name, value in reply.headerlist:
            bottle.response.set_header(name, value)
        return reply.body

    def __call__(self, environ: dict, start_response: Callable) -> Any:
        if self._prefix:
            path = environ["PATH_INFO"]
            if path == self._prefix or path.startswith(self._prefix + "/"):
                environ["SCRIPT_NAME"] = self._prefix
                environ["PATH_INFO"] = path[len(self._prefix) :] or "/"
        return self.bottle(environ, start_response)
