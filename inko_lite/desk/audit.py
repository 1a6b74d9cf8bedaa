"""The audit table: who did what to whom, and when.

Place: beside every rule that moderates, watches or sets a limit; the owner of the table `audit`. Invariant: a row is
written in the transaction of the act, so there is no act without its row and no row for what did not happen. It names
sessions and rooms by id only, and never holds a message's text.
"""

from datetime import datetime

from ..stream.events import Change, encode, iso
from .identity import Session


def record(
    change: Change,
    actor: Session | None,
    act: str,
    room_id: str | None = None,
    subject_id: str | None = None,
    detail: dict | None = None,
) -> int:
    """Writes that `actor` (None: the server by itself) did `act` to the session `subject_id`; returns the row's id.

    `act` is a word of the API: kick, ban, unban, redact, report, watch, join, takeover, set_limit, queue …
    """
    return change.row(
        "INSERT INTO audit (act, actor_id, actor_user_id, room_id, subject_id, detail) VALUES (%s, %s, %s, %s, %s, %s)"
        " RETURNING id",
        (
            act, actor.id if actor else None, actor.site_user_id if actor else None, room_id, subject_id,
            encode(detail or {}).decode(),
        ),
    )[0]  # fmt: skip


def erase(change: Change, session_ids: list[str]) -> None:
    """Takes out what these people wrote themselves (a report's reason, a request for review); that they did so stays."""
    change.rows("UPDATE audit SET detail = '{}' WHERE actor_id = ANY(%s)", (session_ids,))


def page(
    view: Change,
    before: int | None = None,
    limit: int = 50,
    act: str | None = None,
    actor: str | None = None,
    subject: str | None = None,
    room: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> tuple[list[dict], bool]:
    """Entries older than the id `before`, newest first, and whether there are older ones still. `actor` may be an account."""
    conditions = {
        "a.id < %s": before,
        "a.act = %s": act,
        "%s IN (a.actor_id, a.actor_user_id)": actor,
        "a.subject_id = %s": subject,
        "a.room_id = %s": room,
        "a.at >= %s": since,
        "a.at < %s": until,
    }
    wanted = {condition: value for condition, value in conditions.items() if value is not None}
    rows = view.rows(
        f"SELECT a.id, {iso('a.at')}, a.act, a.actor_id, actor.name, actor.kind, a.actor_user_id, a.room_id, r.name,"
        " a.subject_id, subject.name, subject.kind, a.detail FROM audit a"
        " LEFT JOIN sessions actor ON actor.id = a.actor_id LEFT JOIN sessions subject ON subject.id = a.subject_id"
        " LEFT JOIN rooms r ON r.id = a.room_id"
        f" WHERE {' AND '.join(wanted) or 'true'} ORDER BY a.id DESC LIMIT %s",
        (*wanted.values(), limit + 1),
    )
    return [_entry(*row) for row in rows[:limit]], len(rows) > limit


def _entry(
    number, at, act, actor_id, actor_name, actor_kind, actor_user_id, room_id, room_name, subject_id, subject_name,
    subject_kind, detail,
) -> dict:  # fmt: skip
    entry = {"id": number, "at": at, "act": act, "from": None, "detail": detail}
    if actor_id is not None:
        entry["from"] = {"id": actor_id, "name": actor_name, "kind": actor_kind}
        if actor_user_id is not None:
            entry["from"]["account"] = actor_user_id
    if room_id is not None:
        entry |= {"room": room_id, "room_name": room_name}
    if subject_id is not None:
        entry["subject"] = {"id": subject_id, "name": subject_name, "kind": subject_kind}
    return entry
