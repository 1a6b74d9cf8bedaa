"""Reports: how many came, how long they waited, what became of them, and what they thought of it.

Place: reads chats, entries, surveys and tags over a bounded time; changes nothing. A guest counts on the day (UTC) on which
the guest came. A chat is one, however many rooms it went through and agents it had; it counts for the agent who had it last.
wait: from entering the queue to the first agent. handling: from there to the end, of chats that have ended. answered: left the
queue because the answer was found while waiting. abandoned: left it otherwise, unless a monitor took the guest out. Medians
and 90th percentiles are interpolated (percentile_cont).
"""

import datetime
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
         extract(epoch FROM n.ended_at - c.assigned_at)::float8 AS handling, n.score, n.solved, NULL::jsonb AS tags
    FROM chains n JOIN chats c ON c.room_id = n.root LEFT JOIN sessions a ON a.id = coalesce(n.rated_id, n.agent_id)
  UNION ALL
  SELECT NULL, CASE WHEN q.end_reason = 'solved' THEN 'answered' ELSE 'abandoned' END, q.queued_at::date::text,
         coalesce(q.product, ''), NULL, NULL, NULL, NULL, NULL, NULL, q.tags
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

    @staticmethod
    def _rows(view: Change, asked: Span) -> list[tuple]:
        args = {"since": asked.since, "until": asked.until, "not_given_up": list(NOT_GIVEN_UP)}
        return view.rows(GROUPS, args)

    def table(self, asked: Span) -> list[list]:
        """The same as rows of `COLUMNS`."""
        found = self.summary(asked)
        rows = [["total", "", "", *_cells(found["total"])]]
        for kind, groups in (("day", "days"), ("agent", "agents"), ("product", "products"), ("tag", "tags")):
            rows += [[kind, group["key"], group["name"], *_cells(group)] for group in found[groups]]
        return rows


def _group(key: str, name: str | None, figures: list) -> dict:
    group = {"key": key, "name": name, **dict(zip(NAMES, figures, strict=True))}
    group = {key: round(value, 3) if isinstance(value, float) else value for key, value in group.items()}
    guests = group["chats"] + group["abandoned"] + group["answered_waiting"]
    return group | {"guests": guests, "abandoned_share": round(group["abandoned"] / guests, 4) if guests else None}


def _cells(group: dict) -> list:
    return [group[name] for name in COLUMNS[3:]]


def _iso(time: datetime.datetime) -> str:
    return time.astimezone(datetime.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
