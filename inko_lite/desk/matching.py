"""Who may serve whom, and who does: the rules of dispatch over plain rows.

Place: below everything that gives guests to agents. The dispatcher, `/assist`, `/queue/why` and the simulation all ask here,
so what is said is what is done. Nothing in here knows a database or a clock: rows carry ages in seconds. Invariant: guests
are looked at in the order of their places, and one who fits a free agent is never passed over for a later one.
"""

import itertools
from collections.abc import Iterable

from msgspec import Struct, field

CRITERIA = ("product", "topic", "locale", "tag")
# A guest who was given back by an agent who could have gone on is for somebody else first.
SAME_AGENT_FIRST = "agent_gone"


class Guest(Struct, eq=False):
    """A waiting guest. `silent` and `waited` are in seconds, `refused` is agent -> (how, seconds ago)."""

    id: str
    name: str
    entry_id: str
    place: int
    waited: float
    silent: float = 0.0
    # What the guest asks for: criterion -> values, casefolded.
    asks: dict[str, tuple[str, ...]] = {}
    # Whom the guest asked for, or who helped the last time: the agent's id, account or name, casefolded.
    wants: str = ""
    from_agent: str | None = None
    from_reason: str | None = None
    offered_to: str | None = None
    has_room: bool = False
    refused: dict[str, tuple[str, float]] = {}
    # A monitor has said so: whoever is free may have the guest, at once.
    anybody: bool = False


class Agent(Struct, eq=False):
    """An agent. `chats` counts open ones and those that are being transferred here; `idle` is since the last one began or ended."""

    id: str
    account: str
    name: str
    status: str = "online"
    approved: bool = True
    chats: int = 0
    limit: int = 1
    silent: float = 0.0
    idle: float = 0.0
    # criterion -> values, casefolded; a criterion that is missing or empty takes everything.
    skills: dict[str, frozenset[str]] = {}
    # Has an offer from the queue to answer.
    answering: bool = False
    in_room: bool = False


class Rules(Struct, frozen=True):
    """What the configuration says; times in seconds. `at_once`: chats are assigned, not offered one at a time."""

    at_once: bool = False
    skill_wait: float = 120.0
    preferred_wait: float = 30.0
    silence: float = 15.0


class Floor(Struct, eq=False):
    """All who wait and all who help at one moment, and the room that is left. `choose` changes it as the pairs would."""

    guests: list[Guest]
    agents: list[Agent]
    rules: Rules
    free_rooms: int = 2**31
    free_users: int = 2**31
    _wanted: dict[str, list[Agent]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.guests.sort(key=lambda guest: guest.place)
        for agent in self.agents:
            for key in {agent.id.casefold(), agent.account.casefold(), agent.name.casefold()}:
                self._wanted.setdefault(key, []).append(agent)

    def agent(self, agent_id: str) -> Agent | None:
        """The agent of this id, if there."""
        return next((agent for agent in self.agents if agent.id == agent_id), None)

    # ── verdicts ────────────────────────────────────────────────────────────────────────────────────────────────────

    def of_agent(self, agent: Agent) -> str:
        """Why this agent gets no guest at all, or `ok`."""
        if not agent.approved:
            return "not approved"
        if agent.status != "online":
            return agent.status
        if agent.silent >= self.rules.silence:
            return "gone"
        if agent.chats >= agent.limit:
            return f"full {agent.chats}/{agent.limit}"
        return "ok"

    def of_guest(self, guest: Guest) -> str:
        """Why this guest is given to nobody, or `ok`."""
        if guest.silent >= self.rules.silence:
            return "guest gone"
        if guest.offered_to is not None:
            names = [agent.name for agent in self.agents if agent.id == guest.offered_to]
            return f"offered to {names[0]}" if names else "offered to somebody else"
        return "ok"

    def of_pair(self, guest: Guest, agent: Agent) -> str:
        """Why these two do not come together when nothing is wrong with either, or `ok`."""
        if agent.id in guest.refused:
            how, seconds = guest.refused[agent.id]
            return f"{how} {seconds:.0f} s ago"
        patient = not guest.anybody and guest.waited < self.rules.skill_wait
        if patient and agent.id == guest.from_agent and guest.from_reason != SAME_AGENT_FIRST:
            return "gave the guest back"
        wanted = self._wanted_by(guest)
        if agent not in wanted:
            kept = not guest.anybody and guest.waited < self.rules.preferred_wait
            if kept and (awaited := self._awaited(guest, wanted)):
                return f"kept for {awaited.name}"
            if patient and (lacking := self._lacking(guest, agent)):
                return f"lacks {lacking}"
        return self._lacking_room(guest, agent)

    def verdict(self, guest: Guest, agent: Agent) -> str:
        """Why this agent is not given this guest now, or `ok`; `offered` when that is under way."""
        if guest.offered_to == agent.id:
            return "offered"
        for verdict in (self.of_agent(agent), self.of_guest(guest), self.of_pair(guest, agent)):
            if verdict != "ok":
                return verdict
        return "answers another offer" if agent.answering and not self.rules.at_once else "ok"

    def _wanted_by(self, guest: Guest) -> list[Agent]:
        """Whom the guest would rather have than anybody else, whatever their skills."""
        wanted = self._wanted.get(guest.wants, []) if guest.wants else []
        if guest.from_reason == SAME_AGENT_FIRST:
            wanted = [*(agent for agent in self.agents if agent.id == guest.from_agent), *wanted]
        return wanted

    def _awaited(self, guest: Guest, wanted: list[Agent]) -> Agent | None:
        """The one of these who takes guests just now, busy or not, and has not refused this one."""
        for agent in wanted:
            if agent.id not in guest.refused and self.of_agent(agent).partition(" ")[0] in ("ok", "full"):
                return agent
        return None

    @staticmethod
    def _lacking(guest: Guest, agent: Agent) -> str:
        """What the guest asks for and the agent does not have: `product sync`; empty when nothing."""
        for criterion in CRITERIA:
            asked, skills = guest.asks.get(criterion, ()), agent.skills.get(criterion)
            if asked and skills and skills.isdisjoint(asked):
                return f"{criterion} {asked[0]}"
        return ""

    def _lacking_room(self, guest: Guest, agent: Agent) -> str:
        if not guest.has_room and self.free_rooms < 1:
            return "no room free"
        return "ok" if self._newcomers(guest, agent) <= self.free_users else "too many people in rooms"

    @staticmethod
    def _newcomers(guest: Guest, agent: Agent) -> int:
        return (not guest.has_room) + (not agent.in_room)

    # ── choosing ────────────────────────────────────────────────────────────────────────────────────────────────────

    def choose(self) -> list[tuple[Guest, Agent]]:
        """Each guest in turn gets the best agent who is free and fits, if there is one."""
        free = [
            agent
            for agent in self.agents
            if self.of_agent(agent) == "ok" and (self.rules.at_once or not agent.answering)
        ]
        pairs = []
        for guest in self.guests:
            if not free:
                break
            if self.of_guest(guest) != "ok":
                continue
            fitting = [agent for agent in free if self.of_pair(guest, agent) == "ok"]
            if fitting:
                agent = min(fitting, key=lambda agent: self._preference(guest, agent))
                self._take(guest, agent)
                pairs.append((guest, agent))
                if not self.rules.at_once or agent.chats >= agent.limit:
                    free.remove(agent)
        return pairs

    def next_for(self, agent: Agent) -> Guest | None:
        """The guest whom this agent takes when the agent asks for the next one."""
        return next((guest for guest in self.guests if self.verdict(guest, agent) in ("ok", "offered")), None)

    def passed_by(self, agent: Agent, guest_id: str) -> list[Guest]:
        """Those before this guest whom the agent could have taken."""
        earlier = itertools.takewhile(lambda guest: guest.id != guest_id, self.guests)
        return [guest for guest in earlier if self.verdict(guest, agent) in ("ok", "offered")]

    def _preference(self, guest: Guest, agent: Agent) -> tuple:
        """Smaller is better: skilled once skills are waived, the lowest load in proportion, then the longest idle."""
        return bool(self._lacking(guest, agent)), agent.chats / agent.limit, -agent.idle, agent.id

    def _take(self, guest: Guest, agent: Agent) -> None:
        self.free_users -= self._newcomers(guest, agent)
        self.free_rooms -= not guest.has_room
        agent.in_room = guest.has_room = True
        guest.offered_to = agent.id
        if self.rules.at_once:
            agent.chats += 1
            agent.idle = 0.0
        else:
            agent.answering = True


def folded(values: Iterable[object]) -> tuple[str, ...]:
    """Texts as they are compared: without case and surrounding space, empty ones and other things left out."""
    return tuple(text for value in values if isinstance(value, str) and (text := value.strip().casefold()))


def locales(tag: str | None) -> tuple[str, ...]:
    """A language tag and what it is a variant of: `de-AT` asks for somebody who has `de-at` or `de`."""
    whole = folded([tag])
    return whole + tuple(part for part in {text.partition("-")[0] for text in whole} if part not in whole)
