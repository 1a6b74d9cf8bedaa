"""Entering the queue: a place held while one types, the real place, and a text that stands by when the queue is full.

Place: between `web/guest.py` and the queue; the owner of `reservations` and `standby`. Invariants: a place that was reserved is
kept by the question that follows; people waiting and places reserved together never pass the limit; what was typed is lost
by no refusal.
"""

from ..config import Config
from ..errors import QueueAlready, StandbyFull, WaitingFull
from ..stream.events import Change, Draft, EventLog, encode, iso
from .identity import Identity, Session, new_id
from .opening import Opening
from .queue import Queue
from .repeats import Repeats
from .resume import Resume
from .waiting_times import WaitingTimes


class Entering:
    """The way into one site's queue."""

    def __init__(
        self,
        config: Config,
        log: EventLog,
        identity: Identity,
        queue: Queue,
        opening: Opening,
        resume: Resume,
        repeats: Repeats,
    ) -> None:
        self._config = config
        self._log = log
        self._identity = identity
        self._queue = queue
        self._opening = opening
        self._resume = resume
        self._repeats = repeats
        # Set by the server: the tags that the configuration's rules find in a question.
        self.find_tags = lambda question, metadata: []

    # ── looking ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def status(self, view: Change, session_id: str | None, staff: bool = False) -> dict:
        """What `/waittime` tells: the state of the queue, and where the caller stands or would stand."""
        state = self._opening.state(view, session_id)
        place = view.row(
            "SELECT place FROM queue_entries WHERE state = 'waiting' AND session_id = %(id)s UNION ALL"
            " SELECT place FROM reservations WHERE session_id = %(id)s AND expires_at > clock_timestamp()",
            {"id": session_id},
        )
        position = self._ahead(view, place[0] if place else None) + 1
        status = {
            "status": state.status,
            "waiting": state.waiting,
            "agents_online": state.staff,
            "position": position,
            **WaitingTimes.estimate(state.pace, position, state.staff, state.longest_wait),
        }
        if state.reason:
            status["reason"] = state.reason
        if staff:
            status["mode"] = state.mode
        elif view.row("SELECT 1 FROM standby WHERE session_id = %s", (session_id,)):
            status["standby"] = True
        if self._config.queue.rules_text:
            status["rules"] = {"version": self._config.queue.rules_version, "text": self._config.queue.rules_text}
        return status

    @staticmethod
    def _ahead(view: Change, place: int | None) -> int:
        """How many wait, or hold a place, before this place; before a newcomer when it is None."""
        return view.row(
            "SELECT (SELECT count(*) FROM queue_entries WHERE state = 'waiting' AND (%(place)s IS NULL OR place < %(place)s))"
            " + (SELECT count(*) FROM reservations WHERE expires_at > clock_timestamp()"
            " AND (%(place)s IS NULL OR place < %(place)s))",
            {"place": place},
        )[0]

    def positions(self, session_ids: list[str]) -> list[tuple[str, dict]]:
        """Of those of these sessions that wait: where they stand and how long it may take."""
        with self._log.snapshot() as (view, _):
            rows = view.rows(
                "SELECT session_id, place, true FROM queue_entries WHERE state = 'waiting' UNION ALL"
                " SELECT session_id, place, false FROM reservations WHERE expires_at > clock_timestamp() ORDER BY place"
            )
            state = self._opening.state(view)
        wanted = set(session_ids)
        return [
            (session_id, {"position": n, **WaitingTimes.estimate(state.pace, n, state.staff, state.longest_wait)})
            for n, (session_id, _, waits) in enumerate(rows, 1)
            if waits and session_id in wanted
        ]

    # ── entering ────────────────────────────────────────────────────────────────────────────────────────────────────

    def reserve(self, session: Session) -> dict:
        """Holds a place while the question is typed, or holds it longer: `{position, expires_at}`."""
        with self._log.change() as change:
            self._require_free(change, session)
            state = self._opening.state(change, session.id)
            if state.refusal is not None:
                raise state.refusal
            change.rows("DELETE FROM reservations WHERE expires_at <= clock_timestamp()")
            place, expires_at = change.row(
                "INSERT INTO reservations (session_id, expires_at) VALUES (%s, clock_timestamp() + %s * interval '1 s')"
                f" ON CONFLICT (session_id) DO UPDATE SET expires_at = excluded.expires_at RETURNING place, {iso('expires_at')}",
                (session.id, self._config.queue.reserve_seconds),
            )
            return {"position": self._ahead(change, place) + 1, "expires_at": expires_at}

    def enter(
        self, session: Session, name: str, question: str, metadata: dict, standby: bool, client_id: str | None
    ) -> tuple[dict, bool]:
        """Puts the guest into the queue: `({position, wait_seconds, …}, repeated)`.

        When the queue is full and `standby` is set, the text waits for a place: `{standby: true}`.
        """
        asked = ["identify", name, question, metadata]
        with self._log.change() as change:
            earlier = self._repeats.earlier(change, session.id, client_id, asked)
            if earlier is not None:
                return earlier, True
            self._require_free(change, session)
            state = self._opening.state(change, session.id)
            full = isinstance(state.refusal, WaitingFull)
            if state.refusal is not None and not (full and standby):
                raise state.refusal
            change.rows("UPDATE sessions SET name = %s, seen_at = clock_timestamp() WHERE id = %s", (name, session.id))
            self._identity.rename(session, name)
            if full:
                reply = self._stand_by(change, session, name, question, metadata)
            else:
                held = change.row("DELETE FROM reservations WHERE session_id = %s RETURNING place", (session.id,))
                kept = self._queue.kept_place(change, session.id)
                place = kept if kept is not None else held and held[0]
                reply = self._queue_up(change, session.id, name, question, metadata, place)
            self._repeats.remember(change, session.id, client_id, asked, reply)
        return reply, False

    def _require_free(self, change: Change, session: Session) -> None:
        """Raises QueueAlready for somebody who waits, stands by, or is in a chat."""
        if change.row(
            "SELECT 1 FROM queue_entries WHERE session_id = %(id)s AND state = 'waiting' UNION ALL"
            " SELECT 1 FROM standby WHERE session_id = %(id)s UNION ALL"
            " SELECT 1 FROM members WHERE session_id = %(id)s AND left_event IS NULL AND role = 'guest'",
            {"id": session.id},
        ):
            raise QueueAlready

    def _queue_up(
        self, change: Change, session_id: str, name: str, question: str, metadata: dict, place: int | None
    ) -> dict:
        if tags := self.find_tags(question, metadata):
            metadata = {**metadata, "tags": tags}
        change.rows(
            "INSERT INTO queue_entries (id, session_id, name, question, metadata, state, place)"
            " VALUES (%s, %s, %s, %s, %s, 'waiting', coalesce(%s, nextval('queue_places')))",
            (new_id(), session_id, name, question, encode(metadata).decode(), place),
        )
        status = self.status(change, session_id)
        change.rows(
            "UPDATE queue_entries SET entered_position = %s, entered_staff = %s WHERE session_id = %s AND state = 'waiting'",
            (status["position"], status["agents_online"], session_id),
        )
        code = self._resume.give(change, session_id)
        reply = {
            key: value
            for key, value in status.items()
            if key in ("position", "wait_seconds", "wait_low_seconds", "wait_high_seconds")
        }
        entry = self._queue.entries(change, session_id)[0]
        change.append(
            [
                Draft("session:" + session_id, "queued", reply, None, session_id),
                Draft("agents", "queued", {"entry": entry}, None, session_id),
            ]
        )
        self._opening.notice(change)
        return reply | {"resume_code": f"{code[:4]}-{code[4:]}"}

    # ── standing by ─────────────────────────────────────────────────────────────────────────────────────────────────

    def _stand_by(self, change: Change, session: Session, name: str, question: str, metadata: dict) -> dict:
        (standing,) = change.row("SELECT count(*) FROM standby")
        if standing >= self._config.queue.standby:
            raise StandbyFull(limit=self._config.queue.standby, follow_up_url=self._config.queue.follow_up_url)
        change.rows(
            "INSERT INTO standby (session_id, name, question, metadata) VALUES (%s, %s, %s, %s)",
            (session.id, name, question, encode(metadata).decode()),
        )
        return {"standby": True, "standing_by": standing + 1}

    def fill(self, change: Change) -> None:
        """Takes texts that stand by, oldest first, while there are places for them and their guests are there."""
        while True:
            state = self._opening.state(change)
            if state.status != "open" or state.waiting + state.reserved >= self._config.limits.waiting:
                return
            row = change.row(
                "DELETE FROM standby WHERE session_id = (SELECT b.session_id FROM standby b JOIN sessions s ON s.id = b.session_id"
                " WHERE s.ended_at IS NULL AND s.seen_at > clock_timestamp() - %s * interval '1 s' ORDER BY b.place LIMIT 1)"
                " RETURNING session_id, name, question, metadata, place",
                (self._config.presence.guest_gone_seconds,),
            )
            if row is None:
                return
            session_id, name, question, metadata, _ = row
            self._queue_up(change, session_id, name, question, metadata, None)

    def place_free(self, change: Change) -> None:
        """A place has become free: whoever stands by gets it, and everybody hears when the queue is open again."""
        self.fill(change)
        self._opening.notice(change)

    def sweep(self) -> None:
        """Any worker, now and then: a place may have become free in a way that nobody noticed."""
        if self._log.database.rows("SELECT 1 FROM standby LIMIT 1"):
            with self._log.change() as change:
                self.fill(change)

    # ── leaving ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def leave(self, session: Session, reason: str | None) -> bool:
        """Leaves the queue, the place held, or the standby list; False when the guest was in none."""
        with self._log.change() as change:
            return self.remove(change, session, reason or "left")

    def remove(self, change: Change, session: Session, reason: str) -> bool:
        """`leave`, inside a change; also when the session ends."""
        held = change.row("DELETE FROM reservations WHERE session_id = %s RETURNING 1", (session.id,))
        stood = change.row("DELETE FROM standby WHERE session_id = %s RETURNING 1", (session.id,))
        waited = self._queue.remove(change, session, reason)
        if held or waited:
            self.place_free(change)
        return bool(held or stood or waited)
