"""The routes of the HTML pages and their files; `web/pages.py` makes what they show."""

from typing import Annotated
from urllib.parse import parse_qsl

import bottle
import msgspec
from msgspec import Meta

from .. import demo
from ..database import Database
from ..errors import AuthRequired, PathUnknown, PermissionMissing, RequestInvalid
from .app import Call, Reply, Web, cookie_value, is_form, json_reply
from .session import SessionViews

FOREVER = "public, max-age=31536000, immutable"


class Shells:
    """`/`, `/agent` and `/static/`."""

    def __init__(self, web: Web, sessions: SessionViews) -> None:
        self._web = web
        self._sessions = sessions
        web.get("/", self.guest)
        web.get("/agent", self.agent)
        web.get("/static/<version>/<path:path>", self.static)

    def guest(self, call: Call) -> Reply:
        self._web.identity.refuse_banned(*call.secrets(), call.address)
        return self._web.page(self._web.pages.guest(call.locale()))

    def agent(self, call: Call) -> Reply:
        """The console, for agents and monitors; others are sent to the site's sign-in page."""
        session, headers = self._sessions.open(call)
        if session.kind == "guest":
            raise self._sign_in(call)
        if session.permissions.isdisjoint(("agent", "monitor")):
            raise PermissionMissing("agent")
        return self._web.page(self._web.pages.agent(call.locale()), headers=headers)

    def _sign_in(self, call: Call) -> Exception:
        if "text/html" in call.environ.get("HTTP_ACCEPT", "*/*") or "*/*" in call.environ.get("HTTP_ACCEPT", "*/*"):
            return bottle.HTTPResponse(
                b"", 302, {"Location": self._web.login_url(call.environ), "Cache-Control": "no-store"}
            )
        return AuthRequired()

    def static(self, call: Call, version: str, path: str) -> Reply:
        pages = self._web.pages
        asset = pages.asset(path)
        if asset is None:
            raise PathUnknown
        if "gzip" in call.environ.get("HTTP_ACCEPT_ENCODING", ""):
            asset, encoding = pages.compressed_asset(path), {"Content-Encoding": "gzip"}
        else:
            encoding = {}
        headers = {
            "ETag": asset.etag, "Vary": "Accept-Encoding", "X-Content-Type-Options": "nosniff",
            # An old page may still ask for the files of its own version: it gets today's, and keeps them for no time.
            "Cache-Control": FOREVER if version == pages.version else "no-cache",
        }  # fmt: skip
        if call.environ.get("HTTP_IF_NONE_MATCH") == asset.etag:
            return Reply(b"", 304, headers)
        return Reply(asset.body, 200, {**headers, **encoding, "Content-Type": asset.content_type})


class SignIn(msgspec.Struct, forbid_unknown_fields=True):
    """`POST /demo/login`."""

    account: Annotated[str, Meta(min_length=1, max_length=150)]
    next: str | None = None


class DemoViews:
    """Sign-in as one of the demo's accounts; built for `inko-lite demo` only."""

    def __init__(self, web: Web, database: Database) -> None:
        self._web = web
        self._database = database
        web.get("/demo/login", self.choose)
        web.post_open("/demo/login", self.sign_in)
        web.get("/demo/logout", self.leave)
        web.post_open("/demo/logout", self.sign_out)

    def choose(self, call: Call) -> Reply:
        return self._web.page(self._web.pages.demo_login(demo.accounts(self._database), call.locale()))

    def sign_in(self, call: Call) -> Reply:
        form = is_form(call.environ)
        asked = self._form(call) if form else call.json(SignIn)
        try:
            key = demo.sign_in(self._database, self._web.config.django.secret_key, asked.account)
        except demo.AccountUnknown:
            raise RequestInvalid.at("$.account", "is none of the demo's accounts") from None
        cookie = {"Set-Cookie": f"{self._web.config.django.cookie}={key}; Path=/; HttpOnly; SameSite=Lax"}
        if not form:
            return json_reply({"account": asked.account}, headers=cookie)
        roles = {row["account"]: row["role"] for row in demo.accounts(self._database)}
        page = asked.next if self._web.is_page(asked.next or "") else "/agent" if roles[asked.account] != "user" else "/"
        location = self._web.config.server.prefix + page
        return Reply(b"", 303, {**cookie, "Location": location, "Cache-Control": "no-store"})

    @staticmethod
    def _form(call: Call) -> SignIn:
        fields = dict(parse_qsl(call.raw_body().decode("utf-8", "replace"), max_num_fields=10))
        return SignIn(fields.get("account", "").replace("\0", ""), fields.get("next"))

    def leave(self, call: Call) -> Reply:
        return self.choose(call)

    def sign_out(self, call: Call) -> Reply:
        key = cookie_value(call.cookies, self._web.config.django.cookie)
        if key:
            demo.sign_out(self._database, key)
        cookie = {"Set-Cookie": f"{self._web.config.django.cookie}=; Path=/; Max-Age=0"}
        return Reply(b"", 303, {**cookie, "Location": self._web.config.server.prefix + "/demo/login"})
