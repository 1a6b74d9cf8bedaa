"""Retention: after its time, a text, a name or metadata is taken away everywhere; that something happened stays.

Place: beside the log; the owner of `retention`, and of how a row is emptied. Invariants: the log keeps every id, kind, time and
membership, so it stays gapless and `doctor` stays clean; texts go a few hundred at a time, each lot in one transaction with
the event that makes every server forget it too. Any worker may run it at any time: the row of `retention` says how far it is.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

import gevent

from ..stream.events import Change, Draft, EventLog
from .search import Search

log = logging.getLogger(__name__)

LOT = 500
PAUSE_SECONDS = 0.05

# What is left of an event: where, by whom (an id without a name), and that something was there.
EMPTIED = """
json_strip_nulls(json_build_object('room', data -> 'room', 'from', CASE WHEN data #> '{from,id}' IS NOT NULL
  THEN json_build_object('id', data #> '{from,id}', 'name', '', 'kind', data #> '{from,kind}') END,
  'body', CASE WHEN kind IN ('message', 'note') THEN '' END, 'html', CASE WHEN kind IN ('message', 'note') THEN '' END,
  'purged', true))
"""
NOT_EMPTIED = "data ->> 'purged' IS NULL"
# What is left of each other row that holds what somebody wrote or is called.
EMPTY = {
    "chats": "UPDATE chats SET guest_name = '', question = '', metadata = '{}'",
    "rooms": "UPDATE rooms SET name = '', topic = ''",
    "queue_entries": "UPDATE queue_entries SET name = '', question = '', metadata = '{}'",
    "offers": "UPDATE offers SET note = ''",
    "surveys": "UPDATE surveys SET comment = '', product = NULL",
    "follow_ups": "UPDATE follow_ups SET title = '', body = '', metadata = '{}'",
    "bans": "UPDATE bans SET review_text = NULL",
    "audit": "UPDATE audit SET detail = detail - ARRAY['reason', 'address', 'account']",
    "sessions": "UPDATE sessions SET name = '', locale = 'en', address = NULL, kind = 'guest', site_user_id = NULL",
}
SOME = "ctid = ANY(ARRAY(SELECT ctid FROM {table} WHERE {old} LIMIT %(lot)s))"
# Rows older than %(cutoff)s, as far as they are not empty yet.
OLD = {
    "chats": "room_id = ANY(%(rooms)s)",
    "rooms": "id = ANY(%(rooms)s)",
    "queue_entries": "ended_at < %(cutoff)s AND question <> ''",
    "offers": "made_at < %(cutoff)s AND note <> ''",
    "surveys": "at < %(cutoff)s AND (comment <> '' OR product IS NOT NULL)",
    "follow_ups": "changed_at < %(cutoff)s AND (title <> '' OR body <> '')",
    "bans": "review_asked_at < %(cutoff)s AND review_text IS NOT NULL",
    "audit": "at < %(cutoff)s AND jsonb_exists_any(detail, ARRAY['reason', 'address', 'account'])",
    "sessions": "kind IN ('guest', 'user') AND coalesce(ended_at, expires_at) < %(cutoff)s AND name <> ''"
    " AND NOT EXISTS (SELECT FROM members m WHERE m.session_id = sessions.id AND m.left_event IS NULL)",
}
ENDED_ROOMS = """
SELECT r.id FROM rooms r LEFT JOIN chats c ON c.room_id = r.id WHERE r.closed_at < %(cutoff)s
   AND r.closed_at >= (SELECT purged_before FROM retention) AND (r.name <> '' OR c.question <> '') LIMIT %(lot)s
"""


class Retention:
    """Takes away what is old."""

    def __init__(self, log_: EventLog, search: Search, days: float, request_hours: float) -> None:
        """`days` of 0 keeps everything; answers to repeated requests are kept for `request_hours` in any case."""
        self._log = log_
        self._search = search
        self._days = days
        self._request_hours = request_hours

    def sweep(self) -> None:
        """What the configuration asks for, as far as it is not done; cheap when it is."""
        database = self._log.database
        old_requests = (
            "DELETE FROM requests WHERE ctid = ANY(ARRAY(SELECT ctid FROM requests"
            " WHERE made_at < clock_timestamp() - %s * interval '1 h' LIMIT %s)) RETURNING 1"
        )
        while len(database.rows(old_requests, (self._request_hours, LOT))) == LOT:
            gevent.sleep(PAUSE_SECONDS)
        if self._days:
            self.purge(database.rows("SELECT clock_timestamp()")[0][0] - timedelta(days=self._days))

    def counts(self, cutoff: datetime) -> dict[str, int]:
        """How much `purge` would take away."""
        rooms, sessions, events = self._log.database.rows(
            "SELECT (SELECT count(*) FROM rooms r LEFT JOIN chats c ON c.room_id = r.id WHERE r.closed_at < %(cutoff)s"
            f" AND (r.name <> '' OR c.question <> '')), (SELECT count(*) FROM sessions WHERE {OLD['sessions']}),"
            f" (SELECT count(*) FROM events WHERE id > (SELECT purged_to FROM retention) AND at < %(cutoff)s AND {NOT_EMPTIED})",
            {"cutoff": cutoff},
        )[0]
        return {"rooms": rooms, "sessions": sessions, "events": events}

    def purge(self, cutoff: datetime, done: Callable[[int], None] = lambda events: None) -> dict[str, int]:
        """Takes away all that is older; how much that was. `done` is called with the number of events of each lot."""
        total = {"rooms": 0, "sessions": 0, "events": 0}
        while lot := self._purge_rows(cutoff):
            total["rooms"] += lot[0]
            total["sessions"] += lot[1]
            gevent.sleep(PAUSE_SECONDS)
        while (events := self._purge_events(cutoff)) is not None:
            total["events"] += events
            done(events)
            gevent.sleep(PAUSE_SECONDS)
        if any(total.values()):
            log.info("retention: before %s: %s", cutoff.isoformat(timespec="seconds"), total)
        return total

    def _purge_rows(self, cutoff: datetime) -> tuple[int, int] | None:
        """Empties some conversations that ended before, and all else that is old; None when there are none left."""
        args = {"cutoff": cutoff, "lot": LOT}
        with self._log.change() as change:
            args["rooms"] = [room_id for (room_id,) in change.rows(ENDED_ROOMS, args)]
            hold_rooms(change, args["rooms"])
            changed = {
                table: len(
                    change.rows(f"{statement} WHERE {SOME.format(table=table, old=OLD[table])} RETURNING 1", args)
                )
                for table, statement in EMPTY.items()
            }
            if args["rooms"]:
                self._search.refresh(change, *args["rooms"])
            if not any(changed.values()):
                change.rows("UPDATE retention SET purged_before = %(cutoff)s WHERE purged_before < %(cutoff)s", args)
                return None
        return len(args["rooms"]), changed["sessions"]

    def _purge_events(self, cutoff: datetime) -> int | None:
        """Empties the next events that are older; how many, or None when the next one is not."""
        next_one = "SELECT 1 FROM events WHERE id = (SELECT purged_to + 1 FROM retention) AND at < %s"
        if not self._log.database.rows(next_one, (cutoff,)):
            return None
        with self._log.change() as change:
            (begin,) = change.row("SELECT purged_to FROM retention FOR UPDATE")
            (end,) = change.row(
                "SELECT max(id) FROM events WHERE id > %s AND id <= %s AND at < %s", (begin, begin + LOT, cutoff)
            )
            if end is None:
                return None
            emptied = empty_events(change, self._search, "id > %s AND id <= %s", (begin, end))
            change.rows("UPDATE retention SET purged_to = %s", (end,))
            if emptied:
                change.append([Draft("agents", "purged", {"up_to": end})])
        return emptied


def hold_rooms(change: Change, room_ids: list[str]) -> None:
    """Locks rooms in the order in which everybody does."""
    change.rows("SELECT FROM rooms WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE", (room_ids,))


def empty_events(change: Change, search: Search, where: str, args: tuple) -> int:
    """Empties the events of a condition, with the size of their rooms and what the search knows; how many there were."""
    found = change.rows(
        "SELECT id, room_id, CASE WHEN kind = 'message' THEN coalesce(octet_length(data ->> 'body'), 0) ELSE 0 END"
        f" FROM events WHERE {where} AND {NOT_EMPTIED}",
        args,
    )
    if not found:
        return 0
    sizes: dict[str, int] = {}
    for _, room_id, size in found:
        if room_id is not None:
            sizes[room_id] = sizes.get(room_id, 0) + size
    rooms = list(sizes)
    hold_rooms(change, rooms)
    change.rows(
        "UPDATE rooms SET bytes = bytes - size FROM unnest(%s::text[], %s::bigint[]) AS gone (room_id, size)"
        " WHERE id = room_id AND size > 0",
        (rooms, [sizes[room_id] for room_id in rooms]),
    )
    change.rows(
        f"UPDATE events SET client_id = NULL, data = {EMPTIED} WHERE id = ANY(%s)", ([row[0] for row in found],)
    )
    search.refresh(change, *rooms)
    return len(found)
