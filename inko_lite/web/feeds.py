"""/status.json, /plugins/fastpath/workgroup-stats: the queue's state for other sites, without a session."""

from ..desk.feeds import FRESH_SECONDS, Feeds
from .app import Call, Reply, Web, json_reply

CACHED = {"Cache-Control": f"public, max-age={FRESH_SECONDS:.0f}"}


def _name(text: str) -> str:
    """A converter for `Call.query`: the name of a workgroup."""
    if not 0 < len(text) <= 100 or not text.isprintable():
        raise ValueError("must be a name of 1 to 100 characters")
    return text


class FeedViews:
    """The views of machines that ask every few seconds."""

    def __init__(self, web: Web, feeds: Feeds) -> None:
        self._feeds = feeds
        self._origins = frozenset(web.config.feeds.origins)
        web.get("/status.json", self.status)
        web.get("/plugins/fastpath/workgroup-stats", self.workgroup_stats)

    def _headers(self, call: Call) -> dict[str, str]:
        """Who may read the reply in a browser; nothing in it is anybody's own, so no cookie matters."""
        if "*" in self._origins:
            return {**CACHED, "Access-Control-Allow-Origin": "*"}
        origin = call.environ.get("HTTP_ORIGIN", "")
        allowed = {"Access-Control-Allow-Origin": origin} if origin in self._origins else {}
        return {**CACHED, "Vary": "Origin", **allowed}

    def status(self, call: Call) -> Reply:
        return json_reply(self._feeds.status(), headers=self._headers(call))

    def workgroup_stats(self, call: Call) -> Reply:
        # `rand` was SUMO's way around caches.
        query = call.query(workgroup=_name, rand=str)
        return Reply(
            self._feeds.fastpath(query["workgroup"] or "support").encode(),
            200,
            {
                "Content-Type": "application/xml; charset=utf-8",
                "X-Content-Type-Options": "nosniff",
                **self._headers(call),
            },
        )
