"""The routes of the HTML pages and their files; `web/pages.py` makes what they show."""

import re
from collections.abc import Callable
from typing import Annotated
from urllib.parse import parse_qsl

import bottle
import msgspec
from msgspec import Meta

from .. import demo
from ..database import Database
from ..desk.feeds import Feeds
from ..errors import AuthRequired, PathUnknown, Refusal, RequestInvalid
from .app import Call, Reply, Web, cookie_value, is_form, json_reply, whole
from .session import SessionViews

# The origin of a page that embeds ours.
HOST = re.compile(r"https?://[^\s/?#]{1,255}\Z")
FOREVER = "public, max-age=31536000, immutable"


def encodings(call: Call) -> str:
    """How the reply may be compressed."""
    return call.environ.get("HTTP_ACCEPT_ENCODING", "")


class Shells:
    """`/`, `/agent`, `/monitor`, `/history` and `/static/`."""

    def __init__(self, web: Web, sessions: SessionViews, feeds: Feeds) -> None:
        self._web = web
        self._sessions = sessions
        self._feeds = feeds
        web.get("/", self.guest)
        web.get("/agent", self.agent)
        web.get("/monitor", self.monitor)
        web.get("/history", self.history)
        web.get("/static/<version>/<path:path>", self.static)

    def guest(self, call: Call) -> Reply:
        self._web.identity.refuse_banned(*call.secrets(), call.address)
        embedded = self._embedded(call)
        locale = self._web.pages.choose_locale(embedded.pop("locale"), None, None) if embedded else call.locale()
        told = {**embedded, "queue": self._queue()}
        return self._web.page(self._web.pages.guest(locale, told), accepts=encodings(call))

    def _queue(self) -> dict | None:
        """How the queue is, so that the form need not wait for it; None where the page has to ask for more than that."""
        if self._web.config.queue.rules_text:
            return None
        try:
            return self._feeds.status()
        except Refusal:
            return None

    def _embedded(self, call: Call) -> dict[str, str]:
        """What a widget says in the address of its frame; nothing for a page that stands by itself."""
        given = dict(parse_qsl(call.environ.get("QUERY_STRING", "")[:2000]))
        if not HOST.match(given.get("embed", "")):
            return {}
        site = call.environ.get("HTTP_SEC_FETCH_SITE", "") if call.environ.get("HTTP_SEC_FETCH_DEST") == "iframe" else ""
        products = self._web.config.pages.products
        return {
            "embed": given["embed"],
            "framed": site if site in ("cross-site", "same-site") else "",
            "product": given.get("product", "") if given.get("product") in products else "",
            "scheme": given["scheme"] if given.get("scheme") in ("light", "dark") else "",
            "locale": given.get("locale", ""),
        }

    def agent(self, call: Call) -> Reply:
        """The console, for agents and monitors; others are sent to the site's sign-in page."""
        return self._for_staff(call, self._web.pages.agent, "agent", "monitor")

    def monitor(self, call: Call) -> Reply:
        """The floor, for monitors."""
        return self._for_staff(call, self._web.pages.monitor, "monitor")

    def history(self, call: Call) -> Reply:
        """The conversations of the past, for agents and monitors. Its query is the page's own: what it shows."""
        return self._for_staff(call, self._web.pages.history, "agent", "monitor")

    def _for_staff(self, call: Call, page: Callable[[str], str], *permissions: str) -> Reply:
        session, headers = self._sessions.open(call)
        if session.kind == "guest":
            raise self._sign_in(call)
        session.require(*permissions)
        return self._web.page(page(call.locale()), headers=headers, accepts=encodings(call))

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
        if "gzip" in encodings(call):
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
        web.get("/patterns", self.patterns)
        web.get("/patterns/<area>", self.patterns)
        web.get("/demo/login", self.choose)
        web.get("/demo/host", self.host)
        web.post_open("/demo/login", self.sign_in)
        web.get("/demo/logout", self.leave)
        web.post_open("/demo/logout", self.sign_out)

    def choose(self, call: Call) -> Reply:
        return self._web.page(self._web.pages.demo_login(demo.accounts(self._database), call.locale()))

    def patterns(self, call: Call, area: str = "guest") -> Reply:
        page = self._web.pages.patterns(area, call.locale())
        if page is None:
            raise PathUnknown
        return self._web.page(page, accepts=encodings(call))

    def host(self, call: Call) -> Reply:
        """A page as another site may have it, with the chat embedded."""
        page = call.query(page=whole(1, 999))["page"] or 1
        return self._web.page(self._web.pages.host(call.locale(), page), accepts=encodings(call))

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
        prefix = self._web.config.server.prefix
        page = (asked.next or "").removeprefix(self._web.config.server.public_url.rstrip("/")).removeprefix(prefix)
        if not self._web.is_page(page):
            page = "/agent" if roles[asked.account] != "user" else "/"
        location = prefix + page
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
