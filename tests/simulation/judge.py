"""What must hold, decided without the product's own rules: who was passed over, whose limit was passed, who was forgotten."""

from collections import defaultdict

from inko_lite.doctor import Doctor

SKILLS = {"products": "product", "locales": "locale"}
SILENCE, FAVOURITE_WAIT, SKILL_WAIT = 15.0, 30.0, 90.0
ENTRIES = """
SELECT DISTINCT ON (q.session_id)
       q.session_id, q.place, extract(epoch FROM clock_timestamp() - q.queued_at)::float8, q.from_agent, q.from_reason,
       extract(epoch FROM clock_timestamp() - greatest(s.seen_at, u.since + interval '30 s'))::float8, q.preferred_agent,
       EXISTS (SELECT FROM offers o WHERE o.entry_id = q.id AND o.state = 'open'),
       ARRAY(SELECT o.to_id FROM offers o WHERE o.entry_id = q.id AND o.state IN ('declined', 'timeout')
               AND o.ended_at > clock_timestamp() - interval '20 s')
  FROM queue_entries q JOIN sessions s ON s.id = q.session_id, uptime u WHERE {} ORDER BY q.session_id, q.queued_at DESC, q.place DESC
"""
WAITING = ENTRIES.format("q.state = 'waiting'")
THESE = ENTRIES.format("q.session_id = ANY(%s)")
# Where it stands in a row, after the place.
OFFERED = 5


class Judge:
    """Watches one shift. `picking` is the guest whom somebody takes out of order just now."""

    def __init__(self, shift) -> None:
        self._shift = shift
        self._database = shift.clock.database
        self._offered: dict[str, str] = {}
        self.picking: str | None = None
        self.up_since = 0.0

    # ── each commit ─────────────────────────────────────────────────────────────────────────────────────────────────

    def saw(self, events: list[tuple[str, dict]]) -> None:
        """Some commits' events: nobody was passed over, no limit passed, nobody judged too early."""
        took = []
        for stream, event in events:
            kind = event["kind"]
            if kind == "dequeued" and stream == "agents" and event["reason"] == "assigned":
                # Who accepts what was offered in order may be later than somebody whose own offer has just failed.
                if self._offered.pop(event["guest"], None) != event["agent"]["id"]:
                    took.append((event["guest"], event["agent"]["id"]))
            elif kind == "offered" and event["reason"] == "queue":
                self._offered[event["guest"]] = event["to"]["id"]
                took.append((event["guest"], event["to"]["id"]))
            elif kind == "guest_offered" and event["to"] is None:
                self._offered.pop(event["guest"], None)
            if event.get("reason") in ("gone", "agent_gone") and kind in ("dequeued", "status", "queued"):
                early = self._shift.now - self.up_since
                assert early > 30 + 60 - 0.1, f"{kind} {event['reason']} {early:.0f} s after a restart"
        if took:
            self._nobody_was_passed_over(took)
            self._limits_hold([agent for _, agent in took])

    def _nobody_was_passed_over(self, took: list[tuple[str, str]]) -> None:
        ours = {guest: about for guest, *about in self._database.rows(THESE, ([guest for guest, _ in took],))}
        waiting = self._database.rows(WAITING)
        for guest, agent_id in took:
            if guest == self.picking:
                continue
            agent = self._shift.people[agent_id]
            own_place, *own = ours[guest]
            own[OFFERED] = False
            unfit = self._excuse(guest, agent, *own)
            assert not unfit, f"{guest} was given to {agent_id}: {unfit}"
            for other, place, *about in waiting:
                if place < own_place and other not in ours:
                    why = self._excuse(other, agent, *about)
                    assert why, f"{other} at {place} was passed over for {guest} at {own_place} by {agent_id}"

    def _excuse(self, guest_id, agent, waited, from_agent, from_reason, silent, wants, offered, refused_by) -> str:
        """Why this guest is not for this agent just now; empty when there is no reason."""
        guest = self._shift.people[guest_id]
        if offered:
            return "offered to somebody else"
        if silent >= SILENCE:
            return "silent"
        if agent.id in refused_by:
            return "refused by this agent"
        if waited < SKILL_WAIT and from_agent == agent.id and from_reason != "agent_gone":
            return "given back by this agent"
        favourites = self._favourites(guest_id, from_agent, from_reason, wants)
        if agent in favourites:
            return ""
        if waited < FAVOURITE_WAIT and self._anybody_there(
            [each.id for each in favourites if each.id not in refused_by]
        ):
            return "kept for somebody"
        if waited < SKILL_WAIT:
            for skills, asked in SKILLS.items():
                having = agent.skills.get(skills)
                if having and guest.asks[asked] not in having:
                    return "not skilled"
        return ""

    def _favourites(self, guest_id, from_agent, from_reason, wants) -> list:
        """Whom the guest asked for or had before."""
        people = self._shift.people
        found = [people[from_agent]] if from_reason == "agent_gone" else []
        if wants:
            return found + [agent for agent in self._shift.agents if agent.session.name == wants]
        owners = self._database.rows(
            "SELECT r.owner_id FROM chats c JOIN rooms r ON r.id = c.room_id WHERE c.guest_id = %s ORDER BY c.assigned_at DESC",
            (guest_id,),
        )
        return found + [people[owner] for (owner,) in owners[:1] if owner]

    def _anybody_there(self, agents: list[str]) -> bool:
        return bool(
            agents
            and self._database.rows(
                "SELECT 1 FROM sessions WHERE id = ANY(%s) AND status = 'online' AND 'approved' = ANY(permissions)"
                " AND seen_at > clock_timestamp() - %s * interval '1 s' LIMIT 1",
                (agents, SILENCE),
            )
        )

    def _limits_hold(self, agents: list[str]) -> None:
        for id_, chats, limit, approved in self._database.rows(
            "SELECT s.id, count(r.id), s.chat_limit, 'approved' = ANY(s.permissions) FROM sessions s LEFT JOIN rooms r"
            " ON r.owner_id = s.id AND r.closed_at IS NULL AND r.kind = 'support' WHERE s.id = ANY(%s) GROUP BY s.id",
            (agents,),
        ):
            assert chats <= limit, f"{id_} has {chats} chats and a limit of {limit}"
            assert approved, f"{id_} is a trainee and was given a guest"

    # ── now and then ────────────────────────────────────────────────────────────────────────────────────────────────

    def looks(self) -> None:
        """After dispatch has run: nobody waits who could be served, and everybody is at one place."""
        ((waiting, twice),) = self._database.rows(
            # Whose conversation was given back waits too, but did not enter.
            "SELECT (SELECT count(*) FROM queue_entries WHERE state = 'waiting' AND room_id IS NULL),"
            " (SELECT count(*) FROM (SELECT session_id FROM ("
            "   SELECT session_id, room_id FROM queue_entries WHERE state = 'waiting' UNION"
            "   SELECT session_id, room_id FROM members WHERE left_event IS NULL AND role = 'guest'"
            " ) AS places GROUP BY 1 HAVING count(*) > 1) AS doubled)"
        )
        assert twice == 0 and waiting <= self._shift.desk.config.limits.waiting
        if self._shift.mode != "pick":
            self._nobody_could_be_served()

    def _nobody_could_be_served(self) -> None:
        busy = defaultdict(int)
        for owner, chats in self._database.rows(
            "SELECT owner_id, count(*) FROM rooms WHERE closed_at IS NULL AND owner_id IS NOT NULL AND kind = 'support' GROUP BY 1"
        ):
            busy[owner] = chats
        asked = {to for (to,) in self._database.rows("SELECT to_id FROM offers WHERE state = 'open'")}
        idle = [
            self._shift.people[id_]
            for id_, limit in self._database.rows(
                "SELECT id, chat_limit FROM sessions WHERE 'approved' = ANY(permissions) AND status = 'online'"
                " AND ended_at IS NULL AND seen_at > clock_timestamp() - interval '15 s'"
            )
            if busy[id_] < limit and id_ not in asked
        ]
        for guest, _place, *about in self._database.rows(WAITING) if idle else ():
            for agent in idle:
                assert self._excuse(guest, agent, *about), f"{guest} waits and {agent.id} is idle"

    def closes(self) -> None:
        """At the end: nobody is left, and the doctor finds nothing."""
        findings = Doctor(self._database).findings()
        assert not findings, "\n".join(line for finding in findings for line in finding.lines())
