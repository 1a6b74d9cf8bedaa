"""Reports: how many came, how long they waited, what became of them, and what they thought of it.

Place: reads chats, entries, surveys and tags over a bounded time; changes nothing. A guest counts on the day (UTC) on which
the guest came. A chat is one, however many rooms it went through and agents it had; it counts for the agent who had it last.
wait: from entering the queue to the first agent. handling: from there to the end, of chats that have ended. answered: left the
queue because the answer was found while waiting. abandoned: left it otherwise, unless a monitor took the guest out. Medians
and 90th percentiles are interpolated (percentile_cont).
"""

import datetime
import time
from typing import NamedTuple

from ..errors import RequestInvalid
from ..stream.events import Change, EventLog

MOST_DAYS = 366
USUAL_DAYS = 7
# Groups of one kind: the largest.
MOST_GROUPS = 500
# Reasons with which an entry ends that are nobody's giving up.
NOT_GIVEN_UP = ("removed", "returned", "withdrawn", "banned", "resumed", "signed_in")

# One row a guest who came. A conversation that went on in a further room is followed to its end.
FACTS = """
WITH RECURSIVE rooms_of (root, room_id) AS (
  SELECT c.room_id, c.room_id FROM chats c JOIN rooms r ON r.id = c.room_id
   WHERE c.queued_at >= %(since)s AND c.queued_at < %(until)s AND r.continued_from IS NULL
  UNION ALL
  SELECT o.root, r.id FROM rooms_of o JOIN rooms r ON r.continued_from = o.room_id
), chains AS (
  SELECT o.root, CASE WHEN bool_and(r.closed_at IS NOT NULL) THEN max(r.closed_at) END AS ended_at,
         max(s.score) AS score, bool_or(s.solved) AS solved, max(s.agent_id) AS rated_id,
         (array_agg(coalesce(r.owner_id, helper.session_id) ORDER BY r.opened_at DESC))[1] AS agent_id
    FROM rooms_of o JOIN rooms r ON r.id = o.room_id LEFT JOIN surveys s ON s.room_id = o.room_id
    LEFT JOIN LATERAL (SELECT session_id FROM members m WHERE m.room_id = r.id AND m.role = 'agent'
                        ORDER BY joined_event DESC LIMIT 1) helper ON r.owner_id IS NULL
   GROUP BY o.root
), facts AS (
  SELECT n.root, 'chat' AS what, c.queued_at::date::text AS day, coalesce(c.metadata ->> 'product', '') AS product,
         coalesce(a.site_user_id, a.id, '') AS agent, a.name AS agent_name,
         extract(epoch FROM c.assigned_at - c.queued_at)::float8 AS wait,
         extract(epoch FROM n.ended_at - c.assigned_at)::float8 AS handling, n.score, n.solved, NULL::jsonb AS tags, c.queued_at AS came
    FROM chains n JOIN chats c ON c.room_id = n.root LEFT JOIN sessions a ON a.id = coalesce(n.rated_id, n.agent_id)
  UNION ALL
  SELECT NULL, CASE WHEN q.end_reason = 'solved' THEN 'answered' ELSE 'abandoned' END, q.queued_at::date::text,
         coalesce(q.product, ''), NULL, NULL, NULL, NULL, NULL, NULL, q.tags, q.queued_at
    FROM queue_entries q
   WHERE q.queued_at >= %(since)s AND q.queued_at < %(until)s AND q.state = 'left' AND q.room_id IS NULL
     AND NOT q.end_reason = ANY(%(not_given_up)s)
), tagged AS (
  SELECT f.*, t.tag FROM facts f JOIN tags t ON t.room_id = f.root
  UNION ALL
  SELECT f.*, t.tag FROM facts f CROSS JOIN jsonb_array_elements_text(f.tags) t(tag) WHERE f.root IS NULL
)
"""
FIGURES = """
count(*) FILTER (WHERE what = 'chat'), count(*) FILTER (WHERE what = 'abandoned'), count(*) FILTER (WHERE what = 'answered'),
percentile_cont(0.5) WITHIN GROUP (ORDER BY wait), percentile_cont(0.9) WITHIN GROUP (ORDER BY wait), max(wait),
percentile_cont(0.5) WITHIN GROUP (ORDER BY handling), percentile_cont(0.9) WITHIN GROUP (ORDER BY handling),
count(score), avg(score)::float8, count(*) FILTER (WHERE solved), count(*) FILTER (WHERE NOT solved),
count(*) FILTER (WHERE score = 1), count(*) FILTER (WHERE score = 2), count(*) FILTER (WHERE score = 3),
count(*) FILTER (WHERE score = 4), count(*) FILTER (WHERE score = 5)
"""
GROUPS = (
    FACTS
    + f"""
SELECT CASE GROUPING(day, product, agent) WHEN 7 THEN 'total' WHEN 3 THEN 'day' WHEN 5 THEN 'product' ELSE 'agent' END,
       coalesce(day, product, agent, ''), max(agent_name) FILTER (WHERE agent <> ''), {FIGURES}
  FROM facts GROUP BY GROUPING SETS ((), (day), (product), (agent)) HAVING GROUPING(agent) = 1 OR agent IS NOT NULL
UNION ALL
SELECT 'tag', tag, NULL, {FIGURES} FROM tagged GROUP BY tag
"""
)
NAMES = (
    "chats", "abandoned", "answered_waiting", "wait_median_seconds", "wait_p90_seconds", "wait_longest_seconds",
    "handling_median_seconds", "handling_p90_seconds", "surveys", "score_mean", "solved", "not_solved",
    "score_1", "score_2", "score_3", "score_4", "score_5",
)  # fmt: skip
# One row an hour in which somebody came; hours count from the beginning of the span.
HOURS = (
    FACTS
    + """
SELECT floor(extract(epoch FROM came - %(since)s) / 3600)::int AS hour, count(*) FILTER (WHERE what = 'chat'),
       count(*) FILTER (WHERE what = 'abandoned'), percentile_cont(0.5) WITHIN GROUP (ORDER BY wait),
       percentile_cont(0.9) WITHIN GROUP (ORDER BY wait) FROM facts GROUP BY hour ORDER BY hour
"""
)
# How long guests waited for each answer: from the first message that stood without one, or from the begin of the chat.
ANSWERS = """
WITH said AS (
  SELECT c.room_id, c.assigned_at, e.id, e.at, e.actor_id, e.actor_id = c.guest_id AS asks,
         lag(e.actor_id = c.guest_id) OVER (PARTITION BY c.room_id ORDER BY e.id) AS asked
    FROM chats c JOIN events e ON e.stream = 'room:' || c.room_id AND e.kind = 'message'
   WHERE c.queued_at >= %(since)s AND c.queued_at < %(until)s
), turns AS (
  SELECT *, coalesce(lag(at) OVER (PARTITION BY room_id ORDER BY id), assigned_at) AS before
    FROM said WHERE asks IS DISTINCT FROM asked
)
SELECT coalesce(s.site_user_id, s.id), count(*), percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM t.at - t.before))
  FROM turns t JOIN sessions s ON s.id = t.actor_id WHERE NOT t.asks GROUP BY 1
"""
# Chats of the same time in each of the last four weeks, of those weeks that had any.
USUAL = """
SELECT avg(chats)::float8 FROM (
  SELECT count(*) AS chats FROM generate_series(7, 28, 7) AS ago
    JOIN chats c ON c.queued_at >= %(since)s - ago * interval '1 day' AND c.queued_at < %(until)s - ago * interval '1 day'
    JOIN rooms r ON r.id = c.room_id AND r.continued_from IS NULL GROUP BY ago
) AS weeks
"""
DAY_HOURS = 48
# Many monitors, or one who reloads, cost no more than one look in this time.
FRESH_SECONDS = 5.0
OF_HOUR = ("chats", "abandoned", "wait_median_seconds", "wait_p90_seconds")
OF_AGENT = {"chats": 0, "surveys": 0, "score_mean": None}
# The columns of the CSV file.
COLUMNS = ("group", "key", "name", "guests", *NAMES, "abandoned_share")


class Span(NamedTuple):
    """From `since`, up to and without `until`."""

    since: datetime.datetime
    until: datetime.datetime


def span(since: datetime.datetime | None, until: datetime.datetime | None, now: datetime.datetime) -> Span:
    """The time asked for; the last seven days by default. Raises RequestInvalid when it is empty or too long."""
    until = until or now
    since = since or until - datetime.timedelta(days=USUAL_DAYS)
    if since >= until:
        raise RequestInvalid.at("from", "must come before to")
    if until - since > datetime.timedelta(days=MOST_DAYS):
        raise RequestInvalid.at("from", f"at most {MOST_DAYS} days at once")
    return Span(since, until)


class Reports:
    """The figures of one site."""

    def __init__(self, log: EventLog) -> None:
        self._log = log
        self._day: dict = {}
        self._day_of: datetime.datetime | None = None
        self._day_at = 0.0

    def summary(self, asked: Span) -> dict:
        """`{from, to, total, days, agents, products, tags}`: the figures of all, and of each group, the largest first."""
        groups: dict[str, list[dict]] = {"total": [], "day": [], "agent": [], "product": [], "tag": []}
        with self._log.snapshot() as (view, _):
            for kind, key, name, *figures in self._rows(view, asked):
                groups[kind].append(_group(key, name, figures))
        for kind in ("agent", "product", "tag"):
            groups[kind] = sorted(groups[kind], key=lambda group: (-group["guests"], group["key"]))[:MOST_GROUPS]
        groups["day"].sort(key=lambda group: group["key"])
        (total,) = groups["total"]
        del total["key"], total["name"]
        return {
            "from": _iso(asked.since), "to": _iso(asked.until), "total": total, "days": groups["day"],
            "agents": groups["agent"], "products": groups["product"], "tags": groups["tag"],
        }  # fmt: skip

    def day(self, asked: Span) -> dict:
        """`{from, to, total, usual_chats, hours, agents}` of a day that is under way: hour by hour, and how each agent does."""
        if asked.until - asked.since > datetime.timedelta(hours=DAY_HOURS):
            raise RequestInvalid.at("from", f"at most {DAY_HOURS} hours ago")
        now = time.monotonic()
        if self._day_of != asked.since or now - self._day_at >= FRESH_SECONDS:
            with self._log.snapshot() as (view, _):
                self._day = self._look(view, asked)
            self._day_of, self._day_at = asked.since, now
        return self._day

    def _look(self, view: Change, asked: Span) -> dict:
        groups = self._rows(view, asked)
        (total,) = (_group(key, name, figures) for kind, key, name, *figures in groups if kind == "total")
        del total["key"], total["name"]
        agents = {key: _group(key, name, figures) for kind, key, name, *figures in groups if kind == "agent"}
        answers = {
            key: {"answers": n, "answer_median_seconds": round(s, 3)} for key, n, s in view.rows(ANSWERS, _args(asked))
        }
        found = view.rows(HOURS, _args(asked))
        return {
            "from": _iso(asked.since), "to": _iso(asked.until), "total": total,
            "usual_chats": view.row(USUAL, _args(asked))[0], "hours": _hours(found, asked),
            "agents": [
                {
                    "account": key, "answers": 0, "answer_median_seconds": None, **answers.get(key, {}),
                    **{name: agents[key][name] if key in agents else empty for name, empty in OF_AGENT.items()},
                }
                for key in sorted(agents.keys() | answers.keys())
            ],
        }  # fmt: skip

    @staticmethod
    def _rows(view: Change, asked: Span) -> list[tuple]:
        return view.rows(GROUPS, _args(asked))

    def table(self, asked: Span) -> list[list]:
        """The same as rows of `COLUMNS`."""
        found = self.summary(asked)
        rows = [["total", "", "", *_cells(found["total"])]]
        for kind, groups in (("day", "days"), ("agent", "agents"), ("product", "products"), ("tag", "tags")):
            rows += [[kind, group["key"], group["name"], *_cells(group)] for group in found[groups]]
        return rows


def _args(asked: Span) -> dict:
    return {"since": asked.since, "until": asked.until, "not_given_up": list(NOT_GIVEN_UP)}


def _hours(found: list[tuple], asked: Span) -> list[dict]:
    """Every hour of the span, those without a guest too."""
    by_hour = {hour: figures for hour, *figures in found}
    hours = -(-(asked.until - asked.since) // datetime.timedelta(hours=1))
    return [
        {
            "at": _iso(asked.since + datetime.timedelta(hours=hour)),
            **dict(zip(OF_HOUR, by_hour.get(hour, (0, 0, None, None)), strict=True)),
        }
        for hour in range(hours)
    ]


def _group(key: str, name: str | None, figures: list) -> dict:
    group = {"key": key, "name": name, **dict(zip(NAMES, figures, strict=True))}
    group = {key: round(value, 3) if isinstance(value, float) else value for key, value in group.items()}
    guests = group["chats"] + group["abandoned"] + group["answered_waiting"]
    return group | {"guests": guests, "abandoned_share": round(group["abandoned"] / guests, 4) if guests else None}


def _cells(group: dict) -> list:
    return [group[name] for name in COLUMNS[3:]]


def _iso(at: datetime.datetime) -> str:
    return at.astimezone(datetime.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
