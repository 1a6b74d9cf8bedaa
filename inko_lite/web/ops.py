"""/healthz, /readyz, /metrics: what operators and their machines ask."""

import hmac

from ..errors import PathUnknown, Refusal
from ..stream.hub import Hub
from ..stream.wakeups import Wakeups
from .app import Call, Reply, Web, json_reply


class OpsViews:
    """The views of operators."""

    def __init__(self, web: Web, hub: Hub, wakeups: Wakeups, listening, version: str) -> None:
        self._web = web
        self._hub = hub
        self._wakeups = wakeups
        self._listening = listening
        self._version = version
        web.get("/healthz", self.healthz)
        web.get("/readyz", self.readyz)
        web.get("/metrics", self.metrics)

    def healthz(self, call: Call) -> Reply:
        return json_reply({"status": "ok", "version": self._version})

    def readyz(self, call: Call) -> Reply:
        try:
            behind = max(0, self._wakeups.position() - self._hub.position)
            database = True
        except Refusal:
            behind, database = None, False
        following = self._wakeups.is_following()
        ready = database and following and not self._listening.draining
        return json_reply(
            {
                "ready": ready, "database": database, "following": following, "behind": behind,
                "position": self._hub.position, "draining": self._listening.draining,
            },
            200 if ready else 503,
        )  # fmt: skip

    def metrics(self, call: Call) -> Reply:
        token = self._web.config.metrics.token
        given = call.environ.get("HTTP_AUTHORIZATION", "").removeprefix("Bearer ")
        known = bool(token) and hmac.compare_digest(given.encode("utf-8", "replace"), token.encode())
        through_proxy = "HTTP_X_FORWARDED_FOR" in call.environ or "HTTP_FORWARDED" in call.environ
        direct = call.environ.get("REMOTE_ADDR") in ("127.0.0.1", "::1") and not through_proxy
        if not (known or direct):
            raise PathUnknown
        text = self._web.metrics.text()
        return Reply(
            text, 200, {"Content-Type": "text/plain; version=0.0.4; charset=utf-8", "Cache-Control": "no-store"}
        )
