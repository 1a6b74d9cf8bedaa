"""The promises, in one table a scenario: what happens, for how long, and what must come of it. `loadtest/run` judges by these.

A figure that is missing is a promise that was not kept, unless only a server of our own shows it (`OWN`) and the run went
against another. The delay of a delivery is from when a person pressed Enter to when another person had the message.
"""

import math

import msgspec


class Promise(msgspec.Struct, frozen=True):
    """`figure` must be at most `most`, and at least `least`."""

    figure: str
    what: str
    unit: str = ""
    most: float | None = None
    least: float | None = None
    own: bool = False

    @property
    def threshold(self) -> str:
        sign, bound = ("≤", self.most) if self.most is not None else ("≥", self.least)
        return f"{sign} {bound:,.6g} {self.unit}".strip()

    def kept(self, value: float) -> bool:
        return (self.most is None or value <= self.most) and (self.least is None or value >= self.least)


def most(figure: str, bound: float, what: str, unit: str = "") -> Promise:
    return Promise(figure, what, unit, most=bound)


def least(figure: str, bound: float, what: str, unit: str = "") -> Promise:
    return Promise(figure, what, unit, least=bound)


OWN = ("errors_logged", "invariants_broken", "memory_growth_mb", "memory_each_kb", "handles_growth", "connections_growth",
       "working_tables_growth_mb")  # fmt: skip

# What holds in every scenario, whatever happens in it.
EXACT = (
    most("lost", 0, "messages that somebody never heard"),
    most("unheard", 0, "deliveries that took more than 5 s from the answer"),
    most("doubled", 0, "events that came twice"),
    most("disordered", 0, "events out of order"),
    most("strayed", 0, "messages heard where they do not belong"),
    most("unanswered", 0, "messages whose sender never learned what became of them"),
    most("unexpected", 0, "answers that the API does not describe for the case"),
    most("errors_logged", 0, "errors in the server's log"),
    most("invariants_broken", 0, "invariants that `inko-lite doctor` finds broken"),
)
CALM = (
    *EXACT,
    most("delivery_p99_ms", 250, "99 of 100 deliveries", "ms"),
    most("delivery_longest_ms", 5000, "the longest delivery", "ms"),
    most("turned_away", 0, "messages refused within the limits"),
    least("accepted_share", 99, "messages accepted, of those that people wanted to say", "%"),
)
FULL_HOUSE = least("used_share", 100, "users, rooms and places in the queue that were in use, of the limits", "%")
TROUBLE = (
    *EXACT,
    least("accepted_share", 99, "messages accepted, of those that people wanted to say", "%"),
)


class Scenario(msgspec.Struct, frozen=True, kw_only=True):
    """`seconds` are measured, (full, short). `load` is the share of the stated rate; `strain` is in `strains.py`."""

    what: str
    seconds: tuple[float, float]
    promises: tuple[Promise, ...]
    strain: str = "nothing"
    load: float = 1.0
    # Guests come and go; who talks and waits stays the same to the end otherwise.
    lively: bool = True
    crowd: tuple[tuple[int, ...], tuple[int, ...]] = ((), ())
    settings: dict[str, dict[str, object]] = {}
    # Settings of the short form, which has not the time to reach what takes long.
    short_settings: dict[str, dict[str, object]] = {}
    # Promises that only the full length can keep or break.
    full_promises: tuple[Promise, ...] = ()
    # Agents beside those among the people.
    more_agents: int = 0
    needs_own: bool = False


LIFTED = {
    "limits": {"users": 100_000, "rooms": 10_000, "messages_per_minute": 10_000_000, "session_bytes": 2**40, "waiting": 10_000},
    "flood": {"enabled": False},
}  # fmt: skip

SCENARIOS = {
    "stated": Scenario(
        what="the stated capacity: all users, rooms and waiting guests, the stated rate, long messages among them",
        seconds=(600, 60),
        promises=(*CALM, FULL_HOUSE),
        full_promises=(
            least("rate_share", 98, "messages accepted in the fullest minute, of the limit", "%"),
            least("fullest_session_bytes", 2_097_152, "bytes that one conversation grew to"),
        ),
    ),
    "at-limit": Scenario(
        what="each limit at exactly N, then tried at N + 1 again and again, while those inside talk",
        seconds=(300, 32),
        load=0.6,
        lively=False,
        strain="edges",
        more_agents=2,
        settings={"flood": {"enabled": False}},
        promises=(
            *CALM,
            least("limits_reached", 6, "limits that could be used to exactly N"),
            most("let_in", 0, "tries beyond a limit that got in"),
            most("refused_wrongly", 0, "refusals without the documented status, code, limit or Retry-After"),
            most("refusal_p99_ms", 250, "99 of 100 refusals", "ms"),
            most("felt_percent", 20, "by how much the people's p99 moved, at least (95 % sure)", "%"),
        ),
    ),
    "headroom": Scenario(
        what="the people at the stated rate, and beside them more and more others, until 99 of 100 take over 250 ms",
        seconds=(5, 2),
        lively=False,
        strain="climb",
        more_agents=50,
        settings=LIFTED,
        needs_own=True,
        promises=(*EXACT, least("knee_multiple", 10, "the knee, as a multiple of the stated rate", "times")),
    ),
    "fanout": Scenario(
        what="one room of 50, then one room of 500, in which somebody speaks at the stated rate",
        seconds=(120, 20),
        lively=False,
        strain="two_rooms",
        crowd=((50, 500), (20, 60)),
        settings=LIFTED,
        promises=(
            *CALM,
            most("delivery_p99_ms_small", 250, "99 of 100 deliveries in the smaller room", "ms"),
            most("delivery_p99_ms_large", 250, "99 of 100 deliveries in the larger room", "ms"),
        ),
    ),
    "idle": Scenario(
        what="the people at the stated rate, and beside them guests who only listen",
        seconds=(60, 8),
        lively=False,
        strain="crowd",
        crowd=((1000, 5000), (200, 600)),
        settings=LIFTED,
        needs_own=True,
        promises=(
            *CALM,
            most("memory_each_kb", 16, "memory of the server for each of the largest crowd", "KB"),
            most("cut_off", 0, "idle listeners that were cut off"),
        ),
    ),
    "soak": Scenario(
        what="the stated capacity for an hour; judged is the last third, when all that fills up is full",
        seconds=(3600, 90),
        strain="nothing",
        short_settings={"listen": {"recent_events": 200}},
        promises=(
            *CALM,
            most("memory_growth_mb", 8, "growth of the server's memory in the last third", "MB"),
            most("handles_growth", 10, "more file handles at its end than at its beginning"),
            most("connections_growth", 0, "more database connections at its end than at its beginning"),
            most("working_tables_growth_mb", 2, "growth of the tables that hold no history", "MB"),
        ),
    ),
    "restart": Scenario(
        what="three restarts in good order, on a socket that systemd holds",
        seconds=(180, 45),
        strain="restarts",
        promises=(*TROUBLE, most("delivery_longest_ms", 5000, "the longest delivery", "ms")),
    ),
    "kill": Scenario(
        what="the server is killed three times and started again",
        seconds=(180, 45),
        strain="kills",
        promises=(*TROUBLE, most("delivery_longest_ms", 5000, "the longest delivery", "ms")),
    ),
    "database-restart": Scenario(
        what="PostgreSQL is away for a second, twice",
        seconds=(180, 45),
        strain="database_restarts",
        promises=(*TROUBLE, most("delivery_longest_ms", 10_000, "the longest delivery", "ms")),
    ),
    "dropped-connections": Scenario(
        what="every five seconds all connections between people and server are cut",
        seconds=(180, 45),
        strain="cuts",
        promises=(*TROUBLE, most("delivery_longest_ms", 5000, "the longest delivery", "ms")),
    ),
}  # fmt: skip
SUITE = ("stated", "at-limit", "restart", "kill")


class Row(msgspec.Struct, frozen=True):
    """One promise, judged. `verdict` is PASS, FAIL, or – where it could not be measured."""

    figure: str
    what: str
    value: float | None
    threshold: str
    verdict: str


def judge(scenario: Scenario, figures: dict[str, float | None], short: bool, own: bool) -> list[Row]:
    """All promises of a scenario against what was measured."""
    rows = []
    for promise in (*scenario.promises, *(() if short else scenario.full_promises)):
        value = figures.get(promise.figure)
        missing = value is None or math.isnan(value)
        unseen = missing and promise.figure in OWN and not own
        verdict = "–" if unseen else "PASS" if not missing and promise.kept(value) else "FAIL"
        rows.append(Row(promise.figure, promise.what, None if missing else value, promise.threshold, verdict))
    return rows


def good(rows: list[Row]) -> bool:
    return all(row.verdict != "FAIL" for row in rows)


# ── how many people ─────────────────────────────────────────────────────────────────────────────────────────────────

MOST_CHATS = 10  # the highest chat limit that an agent may set
AGENTS_SHARE = 5  # of so many users one is an agent
PRESSING_SHARE = 8  # of so many who talk one is on the way back


def population(name: str, limits: dict[str, int], agents: int, short: bool) -> dict:
    """The people's part of the plan: who talks, who waits, and which agents sit together. `agents` are those there are."""
    scenario = SCENARIOS[name]
    if name == "fanout":
        small, large = sizes = scenario.crowd[short]
        if agents < small:
            raise ValueError(f"fanout needs {large} agents, at least {small}, and there are {agents}")
        groups = [list(range(min(agents, size))) for size in sizes]
        return {"groups": groups, "long_every": 0, "streams_only": True, "taking": len(groups[-1])}
    base = STATED_LIMITS if scenario.settings is LIFTED else limits
    # The insider at the limits is a user with two rooms.
    users, rooms = base["users"] - (name == "at-limit"), base["rooms"] - 2 * (name == "at-limit")
    taking = max(2, min(users // AGENTS_SHARE, agents - scenario.more_agents))
    talking = min(users - taking, rooms, taking * MOST_CHATS)
    if agents < taking + scenario.more_agents:
        raise ValueError(f"{name} needs {taking + scenario.more_agents} agents and there are {agents}")
    pairs = [[number % taking, (number + 1) % taking] for number in range(rooms - talking)]
    return {
        "talking": talking, "waiting": base["waiting"], "groups": pairs, "taking": taking,
        "messages_a_second": base["messages_per_minute"] / MINUTE * scenario.load,
        "stays": ((10, 30) if short else (60, 240)) if scenario.lively else None,
        "pressing": math.ceil(talking / PRESSING_SHARE) if scenario.lively else 0,
    }  # fmt: skip


# A hair over 60 s, so that people who say exactly as much as they may are not refused for a message that came early.
MINUTE = 60.25
STATED_LIMITS = {
    "users": 50, "rooms": 50, "messages_per_minute": 600, "message_bytes": 30_720, "session_bytes": 2_097_152, "waiting": 50,
}  # fmt: skip
