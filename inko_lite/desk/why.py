"""Why is this guest waiting, and why does this agent get no offers?

Place: beside dispatch, whose own rules it asks, over the same rows: no answer here can differ from what the dispatcher does.
"""

from ..config import Config
from ..stream.events import Change, EventLog
from .floor import Floors
from .identity import Session
from .matching import Agent, Floor, Guest

KEPT = """
SELECT q.session_id, q.name, extract(epoch FROM clock_timestamp() - q.queued_at)::float8 FROM queue_entries q
  JOIN sessions s ON s.id = q.session_id AND s.ended_at IS NULL
 WHERE q.state = 'left' AND q.end_reason = 'gone' AND q.ended_at > (SELECT clock_timestamp()) - %s * interval '1 s'
   AND NOT EXISTS (SELECT FROM queue_entries l WHERE l.session_id = q.session_id AND l.queued_at > q.queued_at)
 ORDER BY q.place
"""

STANDBY = (
    "SELECT session_id, name, extract(epoch FROM clock_timestamp() - asked_at)::float8 FROM standby ORDER BY place"
)


class Why:
    """Explains the floor of one site."""

    def __init__(self, config: Config, log: EventLog, floors: Floors) -> None:
        self._mode = config.dispatch.mode
        self._return_seconds = config.presence.return_seconds
        self._log = log
        self._floors = floors

    def explain(self, session: Session) -> dict:
        """`{mode, guests: [{id, name, state, waited_seconds, agents: [{id, name, verdict}]}], me: {offers}}`.

        Guests who are gone but may come back to their place stand behind the others, and those who stand by for a place at the end.
        """
        with self._log.snapshot() as (view, _):
            floor = self._floors.look(view, session.id, all=True)
            kept = self._apart(view, KEPT, "gone", self._return_seconds) + self._apart(view, STANDBY, "standby")
        return {
            "mode": self._mode,
            "guests": [self._guest(floor, guest) for guest in floor.guests] + kept,
            "me": {"offers": self._mine(floor, floor.agent(session.id))},
        }

    @staticmethod
    def _guest(floor: Floor, guest: Guest) -> dict:
        gone = guest.silent >= floor.rules.silence
        return {
            "id": guest.id,
            "name": guest.name,
            "state": "offered" if guest.offered_to else "reconnecting" if gone else "waiting",
            "waited_seconds": round(guest.waited, 3),
            "agents": [
                {"id": agent.id, "name": agent.name, "verdict": floor.verdict(guest, agent)} for agent in floor.agents
            ],
        }

    @staticmethod
    def _apart(view: Change, sql: str, state: str, *args: object) -> list[dict]:
        """Those who have no place in the line just now."""
        return [
            {"id": id_, "name": name, "state": state, "waited_seconds": round(waited, 3), "agents": []}
            for id_, name, waited in view.rows(sql, args)
        ]

    def _mine(self, floor: Floor, agent: Agent | None) -> str:
        """Why the one who asks gets no offers; `ok` when the next one is on its way."""
        if agent is None:
            return "not an agent"
        verdict = floor.of_agent(agent)
        if verdict != "ok":
            return verdict
        if self._mode == "pick":
            return "agents take guests themselves"
        if not floor.guests:
            return "nobody waits"
        verdicts = [floor.verdict(guest, agent) for guest in floor.guests]
        for good in ("offered", "ok"):
            if good in verdicts:
                return good
        return "nobody for you: " + ", ".join(dict.fromkeys(verdicts))
