"""Presence: who is there. A lease renewed by listening and by every request.

Place: the web layer touches it, `desk/queue.py` reads the result. Each worker writes what it saw in one statement every
few seconds, so that a listener costs no query of its own.
"""

import logging
from collections.abc import Iterable

import gevent

from ..errors import Refusal, RequestInvalid
from ..stream.events import Draft, EventLog
from .identity import Session

log = logging.getLogger(__name__)

RENEW_SECONDS = 5
STATUSES = ("online", "away", "busy", "offline")


class Presence:
    """The leases that this worker renews, and the statuses that people set."""

    def __init__(self, log_: EventLog, listening) -> None:
        """`listening()` gives the sessions that have a listener on this worker."""
        self._log = log_
        self._listening = listening
        self._touched: set[str] = set()
        self._greenlet: gevent.Greenlet | None = None

    def start(self) -> None:
        self._greenlet = gevent.spawn(self._run)

    def stop(self) -> None:
        if self._greenlet is not None:
            self._greenlet.kill()

    def touch(self, session_id: str) -> None:
        """A sign of life."""
        self._touched.add(session_id)

    def _run(self) -> None:
        while True:
            gevent.sleep(RENEW_SECONDS)
            try:
                self.renew(self._touched.union(self._listening()))
                self._touched.clear()
            except Refusal:
                continue
            except Exception:
                log.exception("presence: renewing the leases failed")

    def renew(self, session_ids: Iterable[str]) -> None:
        """Renews the leases of these sessions, in one statement."""
        self._log.database.rows(
            "UPDATE sessions SET seen_at = clock_timestamp() WHERE id = ANY(%s) AND ended_at IS NULL",
            (sorted(session_ids),),
        )

    def set_status(self, session: Session, status: str) -> None:
        """Sets the person's own status; colleagues and those in the same rooms hear of it once, and only of a change."""
        if status not in STATUSES:
            raise RequestInvalid.at("$.status", "must be one of " + ", ".join(STATUSES))
        with self._log.change() as change:
            if not change.row(
                "UPDATE sessions SET status = %s, seen_at = clock_timestamp()"
                " WHERE id = %s AND status <> %s AND ended_at IS NULL RETURNING 1",
                (status, session.id, status),
            ):
                return
            data = {"from": session.person, "status": status}
            rooms = change.rows(
                "SELECT room_id FROM members WHERE session_id = %s AND left_event IS NULL ORDER BY room_id",
                (session.id,),
            )
            drafts = [Draft("room:" + room_id, "status", data, room_id, session.id) for (room_id,) in rooms]
            drafts.append(Draft("agents" if "agents" in session.streams else "session:" + session.id, "status", data))
            change.append(drafts)

    def staff(self, view) -> list[dict]:
        """Agents and monitors who are signed in, for their colleagues."""
        return [
            {"id": id_, "name": name, "kind": kind, "status": status, "chats": chats, "chat_limit": limit}
            for id_, name, kind, status, limit, chats in view.rows(
                "SELECT s.id, s.name, s.kind, s.status, s.chat_limit, (SELECT count(*) FROM rooms r WHERE r.owner_id = s.id"
                " AND r.closed_at IS NULL AND r.kind = 'support') FROM sessions s WHERE s.ended_at IS NULL"
                " AND s.kind IN ('agent', 'monitor') AND s.status <> 'offline'"
                " AND s.seen_at > clock_timestamp() - interval '60 s' ORDER BY s.name, s.id"
            )
        ]
