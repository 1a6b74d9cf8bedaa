"""The rows that dispatch is decided on: who waits, who helps, and how much room there is.

Place: between the tables and `matching.py`; it only reads. Asked inside the change that acts on the answer, or in a snapshot
by whoever only wants to know.
"""

from ..config import Config
from ..stream.events import Change
from .matching import Agent, Floor, Guest, Rules, folded, locales

# A subselect is evaluated once a statement, so that an index on the time it is compared with can be used.
NOW = "(SELECT clock_timestamp())"
# Silence that may be held against somebody: what lies before a break of the whole service, and a while after, may not.
SILENCE = (
    f"extract(epoch FROM {NOW} - greatest(s.seen_at, (SELECT since + %(grace)s * interval '1 s' FROM uptime)))::float8"
)
GUESTS = f"""
SELECT q.session_id, q.name, q.id, q.place, extract(epoch FROM {NOW} - q.queued_at)::float8, {SILENCE},
       q.product, q.topic, coalesce(q.locale, s.locale), q.tags, q.preferred_agent, q.from_agent, q.from_reason, o.to_id,
       q.room_id IS NOT NULL, last.account, q.anybody
  FROM queue_entries q JOIN sessions s ON s.id = q.session_id
  LEFT JOIN offers o ON o.entry_id = q.id AND o.state = 'open'
  LEFT JOIN LATERAL (
    SELECT a.site_user_id AS account FROM chats c JOIN rooms r ON r.id = c.room_id JOIN sessions a ON a.id = r.owner_id
     WHERE c.guest_id = q.session_id ORDER BY c.assigned_at DESC LIMIT 1
  ) last ON q.preferred_agent IS NULL
 WHERE q.state = 'waiting' ORDER BY q.place
"""
REFUSED = f"""
SELECT o.entry_id, o.to_id, o.state, extract(epoch FROM {NOW} - o.ended_at)::float8
  FROM offers o JOIN queue_entries q ON q.id = o.entry_id
 WHERE o.reason = 'queue' AND o.state IN ('declined', 'timeout') AND o.ended_at > {NOW} - %(seconds)s * interval '1 s'
   AND (q.anew_at IS NULL OR o.ended_at > q.anew_at) ORDER BY o.ended_at
"""
# Subselects by index for each agent: right for ten and for hundreds, whatever the planner knows about the tables.
AGENTS = f"""
SELECT s.id, s.site_user_id, s.name, s.status, 'approved' = ANY(s.permissions), o.coming
       + (SELECT count(*) FROM rooms r WHERE r.owner_id = s.id AND r.kind = 'support' AND r.closed_at IS NULL),
       s.chat_limit, extract(epoch FROM {NOW} - s.seen_at)::float8, extract(epoch FROM {NOW} - coalesce(
         (SELECT max(coalesce(closed_at, opened_at)) FROM rooms WHERE owner_id = s.id AND kind = 'support'), s.created_at
       ))::float8, k.products, k.topics, k.locales, k.tags, coalesce(o.answering, false),
       EXISTS (SELECT FROM members m WHERE m.session_id = s.id AND m.left_event IS NULL AND m.role <> 'watcher')
  FROM sessions s LEFT JOIN agent_skills k ON k.site_user_id = s.site_user_id CROSS JOIN LATERAL (
    SELECT bool_or(reason = 'queue') AS answering, count(*) FILTER (WHERE reason = 'transfer') AS coming
      FROM offers WHERE to_id = s.id AND state = 'open'
  ) o
 WHERE s.ended_at IS NULL AND s.kind IN ('agent', 'monitor') AND 'agent' = ANY(s.permissions)
   AND (%(all)s OR s.id = %(asking)s OR (s.status = 'online' AND 'approved' = ANY(s.permissions)
        AND s.seen_at > {NOW} - %(silence)s * interval '1 s')) ORDER BY s.name, s.id
"""
ROOM = """
SELECT (SELECT count(*) FROM rooms WHERE closed_at IS NULL AND kind <> 'direct' AND NOT permanent),
       (SELECT count(DISTINCT session_id) FROM members WHERE left_event IS NULL AND role <> 'watcher')
"""
# Who was kicked out of a conversation that waits for somebody to go on with it, and has not been back since.
KICKED = f"""
SELECT q.id, a.id, extract(epoch FROM {NOW} - e.at)::float8
  FROM queue_entries q JOIN members m ON m.room_id = q.room_id JOIN events e ON e.id = m.left_event AND e.kind = 'kicked'
  JOIN sessions k ON k.id = m.session_id
  JOIN sessions a ON a.ended_at IS NULL AND (a.id = k.id OR a.site_user_id = k.site_user_id)
 WHERE q.state = 'waiting' AND NOT EXISTS (
   SELECT FROM members later JOIN sessions l ON l.id = later.session_id
    WHERE later.room_id = m.room_id AND later.joined_event > m.joined_event
      AND (l.id = a.id OR l.site_user_id = a.site_user_id))
"""
HOW = {"declined": "declined", "timeout": "missed"}


class Floors:
    """Looks at the floor of one site."""

    def __init__(self, config: Config) -> None:
        self._config = config
        dispatch = config.dispatch
        self._rules = Rules(
            at_once=dispatch.mode == "auto",
            skill_wait=dispatch.skill_wait_seconds,
            preferred_wait=dispatch.preferred_seconds,
            silence=config.presence.reconnecting_seconds,
        )

    def look(self, view: Change, asking: str | None = None, all: bool = False) -> Floor:
        """Everybody who waits, and those who take guests now; with them the agent who is `asking`, or really all."""
        guests = self._guests(view)
        whom = {"all": all, "asking": asking, "silence": self._rules.silence}
        agents = [self._agent(*row) for row in view.rows(AGENTS, whom)]
        for agent in agents:
            if agent.id == asking:
                # Whoever asks is there.
                agent.silent = 0.0
        rooms, users = view.row(ROOM)
        # What is offered already will be needed when it is accepted.
        coming = sum(guest.offered_to is not None and not guest.has_room for guest in guests)
        limits = self._config.limits
        return Floor(guests, agents, self._rules, limits.rooms - rooms - coming, limits.users - users - coming)

    def _guests(self, view: Change) -> list[Guest]:
        rows = view.rows(GUESTS, {"grace": self._config.presence.grace_seconds})
        guests = [self._guest(*row) for row in rows]
        by_entry = {guest.entry_id: guest for guest in guests}
        for entry_id, agent_id, state, seconds in view.rows(
            REFUSED, {"seconds": self._config.dispatch.declined_seconds}
        ):
            if entry_id in by_entry:
                by_entry[entry_id].refused[agent_id] = HOW[state], seconds
        if any(guest.has_room for guest in guests):
            for entry_id, agent_id, seconds in view.rows(KICKED):
                by_entry[entry_id].refused[agent_id] = "was kicked", seconds
        return guests

    @staticmethod
    def _guest(
        session_id, name, entry_id, place, waited, silent, product, topic, locale, tags, preferred, from_agent,
        from_reason, offered_to, has_room, last_helper, anybody,
    ) -> Guest:  # fmt: skip
        asks = {
            "product": folded([product]),
            "topic": folded([topic]),
            "locale": locales(locale),
            "tag": folded(tags if isinstance(tags, list) else []),
        }
        return Guest(
            id=session_id, name=name, entry_id=entry_id, place=place, waited=waited, silent=silent, asks=asks,
            wants=(preferred or last_helper or "").strip().casefold(), from_agent=from_agent, from_reason=from_reason,
            offered_to=offered_to, has_room=has_room, anybody=anybody,
        )  # fmt: skip

    @staticmethod
    def _agent(
        session_id, account, name, status, approved, chats, limit, silent, idle, products, topics, languages, tags,
        answering, in_room,
    ) -> Agent:  # fmt: skip
        skills = {"product": products, "topic": topics, "locale": languages, "tag": tags}
        return Agent(
            id=session_id, account=account, name=name, status=status, approved=approved, chats=chats, limit=limit,
            silent=silent, idle=idle, answering=answering, in_room=in_room,
            skills={criterion: frozenset(folded(values or [])) for criterion, values in skills.items()},
        )  # fmt: skip
