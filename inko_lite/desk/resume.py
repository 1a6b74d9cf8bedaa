"""The way back: a short code that brings a guest back after a browser restart.

Place: beside `desk/identity.py`. Support says "restart Firefox", and the cookie may be gone afterwards; the code is shown in the
waiting page and the chat. It is good for one use, only while the guest waits or chats, and guessing is slowed down: 40 random
bits, a few tries a minute for one session and for the site. People of the site come back by signing in.
"""

import secrets

from ..errors import ResumeTooOften, ResumeUnknown
from ..stream.events import Change, Draft, EventLog
from .identity import Identity, Session

# Crockford's base 32: no letter that is read as another.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 8
TRIES_A_SESSION = 5
TRIES_A_SITE = 60

# The session still waits, or is in a room.
ALIVE = """
EXISTS (SELECT FROM queue_entries q WHERE q.session_id = s.id AND q.state = 'waiting')
 OR EXISTS (SELECT FROM members m WHERE m.session_id = s.id AND m.left_event IS NULL)
"""


def spoken(code: str) -> str:
    """What somebody typed, as the code is kept: case, blanks, hyphens and look-alikes do not matter."""
    return code.upper().replace(" ", "").replace("-", "").replace("O", "0").replace("I", "1").replace("L", "1")


class Resume:
    """Makes codes and takes them."""

    def __init__(self, log: EventLog, identity: Identity) -> None:
        self._log = log
        self._identity = identity

    def give(self, change: Change, session_id: str) -> str:
        """A new code for this session, in place of any before."""
        code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
        change.rows(
            "INSERT INTO resume_codes (session_id, code) VALUES (%s, %s)"
            " ON CONFLICT (session_id) DO UPDATE SET code = excluded.code, made_at = clock_timestamp()",
            (session_id, code),
        )
        return code

    def code_of(self, view: Change, session_id: str) -> str | None:
        """The session's code, while there is something to come back to."""
        row = view.row(
            "SELECT c.code FROM resume_codes c JOIN sessions s ON s.id = c.session_id"
            f" WHERE c.session_id = %s AND s.ended_at IS NULL AND s.site_user_id IS NULL AND ({ALIVE})",
            (session_id,),
        )
        return f"{row[0][:4]}-{row[0][4:]}" if row else None

    def resume(self, caller: Session, code: str) -> tuple[Session, str]:
        """The session of this code with a new secret; the old secret and the caller's own session end."""
        with self._log.change() as change:
            own, site = change.row(
                "SELECT count(*) FILTER (WHERE session_id = %s), count(*) FROM resume_attempts"
                " WHERE at > clock_timestamp() - interval '1 min'",
                (caller.id,),
            )
            if own >= TRIES_A_SESSION or site >= TRIES_A_SITE:
                raise ResumeTooOften
            row = change.row(
                "SELECT s.id FROM resume_codes c JOIN sessions s ON s.id = c.session_id"
                f" WHERE c.code = %s AND s.ended_at IS NULL AND s.site_user_id IS NULL AND s.id <> %s AND ({ALIVE})"
                " FOR UPDATE OF s",
                (spoken(code), caller.id),
            )
            if row is None:
                change.rows("DELETE FROM resume_attempts WHERE at < clock_timestamp() - interval '1 h'")
                change.rows("INSERT INTO resume_attempts (session_id) VALUES (%s)", (caller.id,))
            else:
                self.give(change, row[0])
                token = self._identity.renew(change, row[0])
                change.append([Draft("session:" + row[0], "resumed", {})])
        if row is None:
            raise ResumeUnknown
        self._identity.end(caller, "resumed")
        session = self._identity.find(token, None)
        if session is None:
            raise ResumeUnknown
        return session, token
