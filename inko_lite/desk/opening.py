"""Open or closed: the one place that decides whether a new guest is taken, and says why not.

Place: asked inside the change that would let a guest in, and by every page that shows the queue. A monitor's word (open,
draining, closed) goes before the automatic rule; the rule looks at opening hours, staff, people waiting and the expected wait,
with a threshold below which it opens again. Any worker notices an automatic change and tells everybody once: the row in
`queue_state` says what was told last.
"""

import datetime
import logging

import gevent
import msgspec

from ..config import Config
from ..errors import QueueClosed, QueueUnstaffed, Refusal, WaitingFull
from ..stream.events import Change, Draft, EventLog
from . import audit
from .hours import Hours
from .identity import EVERYBODY, Session
from .waiting_times import WaitingTimes

log = logging.getLogger(__name__)

MODES = ("open", "draining", "closed", "auto")
SWEEP_SECONDS = 2
STAFF = """
FROM sessions WHERE ended_at IS NULL AND status = 'online' AND seen_at > clock_timestamp() - %(gone)s * interval '1 s'
"""


class State(msgspec.Struct, frozen=True):
    """The queue as a newcomer finds it. `refusal` is what the newcomer is told; None when the queue is open."""

    status: str
    mode: str
    reason: str
    refusal: Refusal | None
    waiting: int
    reserved: int
    staff: int
    longest_wait: float
    pace: float


class Opening:
    """The state of one site's queue."""

    def __init__(self, config: Config, log_: EventLog, times: WaitingTimes, hours: Hours) -> None:
        self._config = config
        self._rules = config.opening
        self._log = log_
        self._times = times
        self.hours = hours
        self._greenlet: gevent.Greenlet | None = None

    def start(self) -> None:
        self._greenlet = gevent.spawn(self._run)

    def stop(self) -> None:
        if self._greenlet is not None:
            self._greenlet.kill()

    # ── deciding ────────────────────────────────────────────────────────────────────────────────────────────────────

    def state(self, view: Change, newcomer: str | None = None) -> State:
        """The state now, for `newcomer`: a place that this session holds itself does not count against it."""
        mode, message, was_full, was_slow = view.row("SELECT mode, message, was_full, was_slow FROM queue_state")
        waiting, longest = view.row(
            "SELECT count(*), coalesce(max(extract(epoch FROM clock_timestamp() - queued_at)), 0)::float8"
            " FROM queue_entries WHERE state = 'waiting'"
        )
        (reserved,) = view.row(
            "SELECT count(*) FROM reservations WHERE expires_at > clock_timestamp() AND session_id IS DISTINCT FROM %s",
            (newcomer,),
        )
        staff, monitors = view.row(
            "SELECT count(*) FILTER (WHERE 'approved' = ANY(permissions)),"
            f" count(*) FILTER (WHERE 'monitor' = ANY(permissions)) {STAFF}",
            {"gone": self._config.presence.agent_gone_seconds},
        )
        pace = self._times.pace(view)
        refusal = self._refusal(mode, message, was_full, was_slow, waiting + reserved, staff, monitors, pace)
        status = {None: "open", "queue.unstaffed": "unstaffed", "capacity.waiting": "full"}.get(
            refusal and refusal.code, "closed"
        )
        reason = refusal.detail if refusal else ""
        return State(status, mode, reason, refusal, waiting, reserved, staff, longest, pace)

    def opens_at(self, view: Change) -> str | None:
        """When the hours begin next, as the API writes times, while the queue is closed for no other reason."""
        (mode,) = view.row("SELECT mode FROM queue_state")
        begin = self.hours.opens_after(datetime.datetime.now(datetime.UTC)) if mode == "auto" else None
        return begin and begin.strftime("%Y-%m-%dT%H:%M:%S.000Z")

    def _refusal(
        self,
        mode: str,
        message: str,
        was_full: bool,
        was_slow: bool,
        taken: int,
        staff: int,
        monitors: int,
        pace: float,
    ) -> Refusal | None:
        url = self._config.queue.follow_up_url
        automatic = mode == "auto"
        if mode in ("closed", "draining"):
            told = message or (
                "Those who wait are still being served." if mode == "draining" else "Please come back later."
            )
            return QueueClosed(message=told, follow_up_url=url)
        if automatic and not self.hours.open_at(datetime.datetime.now(datetime.UTC)):
            return QueueClosed(message=f"It opens again at: {self.hours.text}.", follow_up_url=url)
        if staff < (self._rules.min_agents if automatic else 1):
            return QueueUnstaffed(follow_up_url=url)
        if automatic and self._rules.need_monitor and not monitors:
            return QueueUnstaffed(follow_up_url=url)
        limit = self._config.limits.waiting
        if taken >= limit or (automatic and was_full and taken > (self._rules.reopen_waiting or limit - 1)):
            return WaitingFull(limit=limit, follow_up_url=url)
        if automatic and self._rules.max_wait_minutes:
            expected = pace * (taken + 1) / max(staff, 1) / 60
            most = self._rules.max_wait_minutes
            if expected > most or (was_slow and expected > (self._rules.reopen_wait_minutes or most)):
                told = f"The expected wait is {expected:.0f} minutes, and more than {most:g} would be too long."
                return QueueClosed(message=told, follow_up_url=url)
        return None

    # ── telling ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def set_mode(self, session: Session, mode: str, message: str) -> dict:
        """A monitor opens, drains or closes the queue, or hands it back to the rule."""
        with self._log.change() as change:
            change.rows(
                "UPDATE queue_state SET mode = %s, message = %s, was_full = false, was_slow = false", (mode, message)
            )
            audit.record(change, session, "queue", None, None, {"mode": mode, "message": message})
            self.notice(change, session.person, always=True)
            state = self.state(change)
        return {"mode": mode, "status": state.status, "reason": state.reason}

    def notice(self, change: Change, by: dict | None = None, always: bool = False) -> None:
        """Tells everybody when the state is not what was told last."""
        state = self.state(change)
        told, reason = change.row("SELECT status, reason FROM queue_state FOR UPDATE")
        full, slow = state.status == "full", state.status == "closed" and state.mode == "auto"
        if not always and (told, reason) == (state.status, state.reason):
            return
        change.rows(
            "UPDATE queue_state SET status = %s, reason = %s, was_full = %s, was_slow = %s, changed_at = clock_timestamp()",
            (state.status, state.reason, full, slow),
        )
        data = {"status": state.status, "mode": state.mode, "reason": state.reason} | ({"from": by} if by else {})
        kind = "queue_opened" if state.status == "open" else "queue_closed"
        change.append([Draft(EVERYBODY, kind, data, None, by and by["id"])])
        log.info("queue: %s (%s)%s", state.status, state.mode, f": {state.reason}" if state.reason else "")

    def _run(self) -> None:
        while True:
            gevent.sleep(SWEEP_SECONDS)
            try:
                with self._log.snapshot() as (view, _):
                    state = self.state(view)
                    told = view.row("SELECT status, reason FROM queue_state")
                if told != (state.status, state.reason):
                    with self._log.change() as change:
                        self.notice(change)
            except Refusal:
                continue
            except Exception:
                log.exception("opening: looking at the queue's state failed")
