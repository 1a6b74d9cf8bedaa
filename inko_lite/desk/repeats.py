"""Repeated requests: the same `client_id` answers the same again and does nothing twice.

Place: asked inside the change that a POST makes; the owner of `requests`. Messages do not come here, they have an index of
their own on the event log.
"""

import hashlib

import msgspec

from ..errors import ClientIdReused
from ..stream.events import Change


def _digest(asked: list) -> bytes:
    return hashlib.sha256(msgspec.json.encode(asked, order="deterministic")).digest()


class Repeats:
    """What was answered to which client_id of which session."""

    def earlier(self, change: Change, session_id: str, client_id: str | None, asked: list) -> dict | None:
        """The first answer, or None; raises ClientIdReused when something else was asked then."""
        if client_id is None:
            return None
        row = change.row(
            "SELECT digest, reply FROM requests WHERE session_id = %s AND client_id = %s", (session_id, client_id)
        )
        if row is None:
            return None
        if bytes(row[0]) != _digest(asked):
            raise ClientIdReused
        return row[1]

    def remember(self, change: Change, session_id: str, client_id: str | None, asked: list, reply: dict) -> None:
        """Keeps the answer, in the transaction that did what was asked."""
        if client_id is not None:
            change.rows(
                "INSERT INTO requests (session_id, client_id, digest, reply) VALUES (%s, %s, %s, %s)",
                (session_id, client_id, _digest(asked), msgspec.json.encode(reply).decode()),
            )
