"""Sign-ins: the browsers in which one person of the site is signed in to the chat.

Place: behind `identity.py`, which alone calls it, inside its changes; the owner of the table `sign_ins`. Invariants: a person
who signs in again somewhere else is the same session with one more secret, so that limits count a person once and all of the
person's pages hear the same; the session ends with the last sign-in; a secret that has ended is never good again.
"""

from collections.abc import Callable

from ..stream.events import Change, Draft

END = "ended_at = clock_timestamp(), end_reason = %(reason)s"


def add(change: Change, session_id: str, token_hash: bytes, site_key_hash: str, hours: float) -> None:
    """One more browser for this session, which lives at least as long from now on."""
    # What could be good for nothing any more is kept no longer.
    change.rows("DELETE FROM sign_ins WHERE expires_at < clock_timestamp() - interval '1 h'")
    change.rows(
        "INSERT INTO sign_ins (token_hash, session_id, site_key_hash, expires_at)"
        " VALUES (%s, %s, %s, clock_timestamp() + %s * interval '1 h')",
        (token_hash, session_id, site_key_hash, hours),
    )
    _fit_expiry(change, session_id)


def end(change: Change, session_id: str, token_hash: bytes, reason: str) -> bool:
    """Ends one sign-in, if it has not ended. Does the session go on without it?"""
    ended = change.row(
        f"UPDATE sign_ins SET {END} WHERE token_hash = %(token)s AND ended_at IS NULL RETURNING 1",
        {"token": token_hash, "reason": reason},
    )
    if ended is None:
        return True
    if not _fit_expiry(change, session_id):
        return False
    _tell(change, session_id, reason)
    return True


def end_all(change: Change, session_id: str, reason: str) -> None:
    """The session ends, and every sign-in with it."""
    change.rows(
        f"UPDATE sign_ins SET {END} WHERE session_id = %(session)s AND ended_at IS NULL",
        {"session": session_id, "reason": reason},
    )


def keep_at_most(change: Change, session_id: str, most: int, newest: bytes) -> None:
    """Ends those unused for longest, so that `most` are left; `newest` is one of these."""
    if change.rows(
        f"UPDATE sign_ins SET {END} WHERE token_hash IN (SELECT token_hash FROM sign_ins WHERE session_id = %(session)s"
        " AND ended_at IS NULL ORDER BY token_hash = %(newest)s DESC, seen_at DESC OFFSET %(most)s) RETURNING 1",
        {"session": session_id, "newest": newest, "most": most, "reason": "too_many"},
    ):
        _fit_expiry(change, session_id)
        _tell(change, session_id, "too_many")


def welcome_back(change: Change, session_id: str, person: dict, staff: bool) -> None:
    """Whoever was given up as gone has signed in again, and is there: colleagues hear it."""
    row = change.row(
        "UPDATE sessions SET seen_at = clock_timestamp(), acted_at = clock_timestamp(), silent_at = NULL, gone_at = NULL,"
        " status = 'online', idle = false WHERE id = %s AND gone_at IS NOT NULL AND status = 'offline' RETURNING 1",
        (session_id,),
    )
    if row and staff:
        told = {"from": person, "status": "online", "reason": "back"}
        change.append([Draft("agents", "status", told, None, session_id)])


def why_ended(rows: Callable[..., list[tuple]], token_hash: bytes) -> str | None:
    """Why a sign-in or a session that had this secret ended; None when there was none, or long ago."""
    found = rows(
        "SELECT end_reason FROM sign_ins WHERE token_hash = %(token)s AND ended_at IS NOT NULL"
        " UNION ALL SELECT end_reason FROM sessions WHERE token_hash = %(token)s AND ended_at IS NOT NULL",
        {"token": token_hash},
    )
    return found[0][0] if found else None


def _fit_expiry(change: Change, session_id: str) -> bool:
    """The session expires with the last of its sign-ins. Is there one?"""
    return bool(
        change.row(
            "UPDATE sessions SET expires_at = k.last FROM (SELECT max(expires_at) AS last FROM sign_ins WHERE session_id = %(id)s"
            " AND ended_at IS NULL AND expires_at > clock_timestamp()) k WHERE id = %(id)s AND k.last IS NOT NULL RETURNING 1",
            {"id": session_id},
        )
    )


def _tell(change: Change, session_id: str, reason: str) -> None:
    change.append([Draft("session:" + session_id, "sign_in_ended", {"reason": reason})])
