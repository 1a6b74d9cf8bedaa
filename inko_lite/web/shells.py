"""The routes of the HTML pages and their files; `web/pages.py` makes what they show."""

import re
from collections.abc import Callable
from typing import Annotated
from urllib.parse import parse_qsl, urlencode

import bottle
import msgspec
from msgspec import Meta

from .. import demo
from ..database import Database
from ..desk.feeds import Feeds
from ..desk.newcomers import Newcomers
from ..errors import AuthRequired, PathUnknown, Refusal, RequestInvalid
from .app import Call, Reply, Web, cookie_value, is_form, json_reply, whole
from .asking import FIELDS, device, painted
from .session import SessionViews

# The origin of a page that embeds ours.
HOST = re.compile(r"https?://[^\s/?#]{1,255}\Z")
FOREVER = "public, max-age=31536000, immutable"
# How the queue is taken to be when it cannot be asked and there is a text to be kept.
UNASKED = {"status": "open", "waiting": 0, "agents_online": 0, "wait_seconds": None}


def encodings(call: Call) -> str:
    """How the reply may be compressed."""
    return call.environ.get("HTTP_ACCEPT_ENCODING", "")


class Shells:
    """`/`, `/agent`, `/monitor`, `/history` and `/static/`."""

    def __init__(self, web: Web, sessions: SessionViews, feeds: Feeds, newcomers: Newcomers) -> None:
        self._web = web
        self._sessions = sessions
        self._feeds = feeds
        self._newcomers = newcomers
        web.get("/", self.guest)
        web.post_form("/plain/sent", self.sent)
        web.get("/plain/sent", self.anew)
        web.get("/agent", self.agent)
        web.get("/monitor", self.monitor)
        web.get("/history", self.history)
        web.get("/static/<version>/<path:path>", self.static)

    def guest(self, call: Call) -> Reply:
        return self._guest(call, {})

    def sent(self, call: Call) -> Reply:
        """The form of the page, sent before its script was there: the page once more with what was typed, which the script
        now sends as it sends all. Nothing happens here, so that no token is needed; but only our own page's form is sent on.
        """
        if "HTTP_ORIGIN" not in call.environ and call.environ.get("HTTP_SEC_FETCH_SITE") != "same-origin":
            # Nobody vouches for it: no browser of today. One that runs no script is led on.
            return Reply(b"", 307, {"Location": self._web.pages.prefix + "/plain/ask", "Cache-Control": "no-store"})
        return self._guest(call, {name: text for name, text in call.form().items() if name in FIELDS})

    def anew(self, call: Call) -> Reply:
        """The address of that form, asked for by hand."""
        query = call.environ.get("QUERY_STRING", "")
        location = self._web.pages.prefix + "/" + ("?" + query if query else "")
        return Reply(b"", 303, {"Location": location, "Cache-Control": "no-store"})

    def _guest(self, call: Call, kept: dict[str, str]) -> Reply:
        """The page; `kept` is what somebody has typed and sent."""
        self._web.identity.refuse_banned(*call.secrets(), call.address)
        pages, embedded = self._web.pages, self._embedded(call)
        ask_url = pages.prefix + "/plain/sent" + ("?" + urlencode(embedded) if embedded else "")
        code = pages.choose_locale(embedded.pop("locale"), None, None) if embedded else call.locale()
        queue, detected = self._queue(call, bool(kept)), device(call.environ.get("HTTP_USER_AGENT", ""))
        told, shown = {**embedded, "queue": queue, "detected": detected, "sent": bool(kept)}, None
        # A second time, the script does not seem to come.
        told["ask_url"] = pages.prefix + "/plain/ask" if kept else ask_url
        if queue is not None:
            say, product = pages.locales[code].say, embedded.get("product", "")
            shown = {**painted(self._web.config, say, queue, detected, product, kept), "ask_url": told["ask_url"]}
        return self._web.page(pages.guest(code, told, shown), accepts=encodings(call))

    def _queue(self, call: Call, typed: bool) -> dict | None:
        """How the queue is, for a form that need not wait for a session; None for whoever has a chat that must be asked for
        first, unless there is something typed to be shown."""
        try:
            if not typed and not self._newcomers.is_one(*call.secrets()):
                return None
            queue = self._feeds.status()
        except Refusal:
            if not typed:
                return None
            queue = UNASKED
        rules = self._web.config.queue
        return queue | (
            {"rules": {"version": rules.rules_version, "text": rules.rules_text}} if rules.rules_text else {}
        )

    def _embedded(self, call: Call) -> dict[str, str]:
        """What a widget says in the address of its frame; nothing for a page that stands by itself."""
        given = dict(parse_qsl(call.environ.get("QUERY_STRING", "")[:2000]))
        if not HOST.match(given.get("embed", "")):
            return {}
        site = (
            call.environ.get("HTTP_SEC_FETCH_SITE", "") if call.environ.get("HTTP_SEC_FETCH_DEST") == "iframe" else ""
        )
        # A form in the frame that is sent is of the frame's own origin: it repeats what the frame was told.
        site = given.get("framed", "") if site == "same-origin" else site
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
