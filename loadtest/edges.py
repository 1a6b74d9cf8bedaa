"""Each of the six limits at exactly N, and at N + 1: for `at-limit`.

People fill the site but for one user and two rooms; the insider, an agent, takes these. Then N + 1 is tried over and over,
in spans of two seconds that alternate with quiet ones, so that whatever else the machine does falls on both alike. At last
the people fall silent and the insider uses up the minute's messages.
"""

import random
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from .ledger import percentile
from .stage import Visitor

if TYPE_CHECKING:
    from .strains import Stage

SPAN_SECONDS = 2.0
PAUSE_SECONDS = 0.04
RATE_TRIES = 20
MINUTE_SECONDS = 60.5
RESAMPLES = 1000
SURE = 0.05  # the felt move is what 95 of 100 resamples exceed
WAITS = ("users", "rooms", "waiting", "messages_per_minute")
STATUS = {
    "users": 503, "rooms": 503, "waiting": 503, "messages_per_minute": 429, "message_bytes": 413, "session_bytes": 409,
}  # fmt: skip
QUESTION = {"name": "Late", "question": "Is there a place for me?"}

now = time.monotonic


class Edge(msgspec.Struct):
    """What came of one limit. `reached` is how much of it could be used."""

    limit: int
    reached: int = 0
    tries: int = 0
    let_in: int = 0
    wrong: list[str] = []
    milliseconds: list[float] = []


class Edges:
    """The tries, and what they found."""

    def __init__(self, stage: "Stage") -> None:
        self.stage = stage
        self.limits = stage.site.limits
        self.edges = {name: Edge(self.limits[name]) for name in STATUS}
        url = stage.site.url
        self.insider, self.outsider = (Visitor(url, {"sessionid": cookie}).enter() for cookie in stage.spare[:2])
        self.monitor = Visitor(url, {"sessionid": stage.site.monitors[0]}).enter()
        self.guest = Visitor(url).enter()
        self.refused_until = 0.0

    def attempt(self, name: str, visitor: Visitor, path: str, body: dict) -> bool:
        """One try beyond a limit; whether it was refused as documented."""
        edge = self.edges[name]
        began = now()
        status, headers, text = visitor.ask("POST", path, body)
        edge.milliseconds.append((now() - began) * 1000)
        edge.tries += 1
        document = msgspec.json.decode(text) if text else {}
        if 200 <= status < 300:
            edge.let_in += 1
            return False
        expected = (STATUS[name], f"capacity.{name}", edge.limit, name in WAITS)
        found = (status, document.get("code"), document.get("limit"), "Retry-After" in headers)
        if found != expected:
            edge.wrong.append(f"answered {found}, documented {expected}")
        elif name in WAITS:
            self.refused_until = now() + float(headers["Retry-After"])
        return True

    # ── up to N ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def fill(self) -> None:
        """The insider opens the last two rooms and fills one to the last byte."""
        self.full, self.other = (
            self.insider.call("POST", "/create", {"name": f"Insider {number}"})["room"] for number in (1, 2)
        )
        left, most = self.limits["session_bytes"], self.limits["message_bytes"]
        while left:
            size = min(left, most)
            self.insider.call("POST", f"/message/{self.full}", {"body": "x" * size})
            left -= size
            self.edges["message_bytes"].reached = max(size, self.edges["message_bytes"].reached)
            self.edges["session_bytes"].reached += size

    def look(self) -> None:
        """The highest figures that monitors ever saw."""
        figures = self.monitor.call("GET", "/state")["figures"]
        for name in ("users", "rooms", "waiting", "messages_per_minute"):
            self.edges[name].reached = max(figures[name]["value"], self.edges[name].reached)

    # ── beyond ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def strike(self) -> None:
        """Tries each limit that stands, for a span."""
        most = self.limits["message_bytes"]
        tries: list[Callable[[], bool]] = [
            lambda: self.attempt("users", self.outsider, f"/join/{self.other}", {}),
            lambda: self.attempt("rooms", self.insider, "/create", {"name": "One more"}),
            lambda: self.attempt("waiting", self.guest, "/identify", QUESTION),
            lambda: self.attempt("message_bytes", self.insider, f"/message/{self.other}", {"body": "x" * (most + 1)}),
            lambda: self.attempt("session_bytes", self.insider, f"/message/{self.full}", {"body": "x"}),
        ]
        end = now() + SPAN_SECONDS
        while now() < end:
            for each in tries:
                each()
                time.sleep(PAUSE_SECONDS)

    def use_up_the_minute(self) -> None:
        """The insider says all that may still be said in this minute, and more; and once more when Retry-After is over."""
        path = f"/message/{self.other}"
        for _ in range(self.limits["messages_per_minute"] + 1):
            status, _, _ = self.insider.ask("POST", path, {"body": "x"})
            if status == 429:
                break
        time.sleep(1.1)  # the figures are a second old at most
        self.look()
        for _ in range(RATE_TRIES):
            self.attempt("messages_per_minute", self.insider, path, {"body": "x"})
        if self.stage.short:
            return
        self.stage.wait(max(0.0, self.refused_until - now()))
        status, _, _ = self.insider.ask("POST", path, {"body": "x"})
        if status != 201:
            self.edges["messages_per_minute"].wrong.append(f"after Retry-After it answered {status}")


def edges(stage: "Stage") -> dict[str, float]:
    found = Edges(stage)
    found.fill()
    found.look()
    calm, struck = [], []
    end = now() + stage.seconds
    while now() < end:
        began = now()
        stage.wait(SPAN_SECONDS)
        calm.append((began, now()))
        began = now()
        found.strike()
        found.look()
        struck.append((began, now()))
    stage.people.order("wait")
    # A short run is over before the first of its messages is a minute old; else places would come free between two tries.
    stage.wait(1.0 if stage.short else MINUTE_SECONDS)
    found.use_up_the_minute()
    stage.tables["limits"] = {name: _told(edge) for name, edge in found.edges.items()}
    stage.later.append(lambda: _felt(stage, calm, struck))
    times = sorted(each for edge in found.edges.values() for each in edge.milliseconds)
    beyond = sum(edge.let_in + max(0, edge.reached - edge.limit) for edge in found.edges.values())
    return {
        "limits_reached": sum(edge.reached == edge.limit for edge in found.edges.values()),
        "let_in": beyond,
        "refused_wrongly": sum(len(edge.wrong) for edge in found.edges.values()),
        "refusals": len(times),
        "refusal_p99_ms": percentile(times, 0.99),
    }


def _told(edge: Edge) -> dict[str, object]:
    times = sorted(edge.milliseconds)
    return {
        "limit": edge.limit, "reached": edge.reached, "tries": edge.tries, "let_in": edge.let_in, "wrong": edge.wrong[:5],
        "p50_ms": percentile(times, 0.5), "p99_ms": percentile(times, 0.99),
    }  # fmt: skip


def _felt(stage: "Stage", calm: list[tuple[float, float]], struck: list[tuple[float, float]]) -> dict[str, float]:
    """By how much the people's p99 was higher in the spans with tries: as it was, and how much of that is not chance.

    The p99 of some hundred deliveries differs between any two spans. The spans are drawn again with replacement a thousand
    times (a block bootstrap); the move that 95 of 100 drawings exceed is one that is really there.
    """
    delays = {span: stage.people.delays([span]) for span in (*calm, *struck)}

    def p99(spans: list[tuple[float, float]]) -> float:
        return percentile(sorted(delay for span in spans for delay in delays[span]), 0.99)

    chance = random.Random(1)
    moves = sorted(
        p99(chance.choices(struck, k=len(struck))) / p99(chance.choices(calm, k=len(calm))) - 1
        for _ in range(RESAMPLES)
    )
    return {
        "people_p99_calm_ms": p99(calm) * 1000,
        "people_p99_struck_ms": p99(struck) * 1000,
        "people_p99_moved_percent": 100 * (p99(struck) / p99(calm) - 1),
        "felt_percent": 100 * max(0.0, moves[int(SURE * RESAMPLES)]),
    }
