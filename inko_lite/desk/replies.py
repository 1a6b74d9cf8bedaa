"""Saved replies: texts that helpers send often, everybody's or one account's own.

Place: between the web layer and the event log; the owner of `replies`. A personal reply belongs to the account on the site,
so it is there in the next session too. Placeholders are filled for a room when it is asked for, never when a reply is saved.
"""

import re

from ..config import Config
from ..errors import MessageTooLong, PermissionMissing, RepliesFull, ReplyUnknown, RequestInvalid
from ..stream.events import Change, Draft, EventLog, iso
from . import standing
from .identity import Session, new_id
from .repeats import Repeats

PLACEHOLDERS = ("guest", "agent", "product", "topic", "os", "version")
# Words in braces that are wiki markup, not placeholders.
MARKUP = ("note", "warning", "for")
PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
MOST_GLOBAL = 500
MOST_PERSONAL = 200
VALUE_CHARACTERS = 80
COLUMNS = f"id, account IS NULL, title, category, body, {iso('saved_at')}"


class Replies:
    """The saved replies of one site."""

    def __init__(self, config: Config, log: EventLog, repeats: Repeats) -> None:
        self._limits = config.limits
        self._log = log
        self._repeats = repeats

    def list(self, session: Session, room_id: str | None) -> list[dict]:
        """Everybody's and the person's own, by category and title; with a room, `text` too: the body filled for it."""
        with self._log.snapshot() as (view, _):
            values = self._values(view, session, room_id) if room_id else None
            rows = view.rows(
                f"SELECT {COLUMNS} FROM replies WHERE account IS NULL OR account = %s ORDER BY category, title, id",
                (session.site_user_id,),
            )
        replies = [_shown(*row) for row in rows]
        if values is not None:
            for reply in replies:
                reply["text"] = PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), reply["body"])
        return replies

    def _values(self, view: Change, session: Session, room_id: str) -> dict[str, str]:
        place = standing.look(view, room_id, session, lock=False)
        place.require_open()
        guest, metadata = view.row(
            "SELECT c.guest_name, c.metadata FROM rooms r LEFT JOIN chats c ON c.room_id = r.id WHERE r.id = %s",
            (room_id,),
        )
        known = {**(metadata or {}), "guest": guest or "", "agent": session.name}
        return {name: inert(str(known.get(name, ""))) for name in PLACEHOLDERS}

    def create(
        self, session: Session, title: str, category: str, body: str, shared: bool, client_id: str | None
    ) -> tuple[dict, bool]:
        """Saves a new reply: `(reply, repeated)`. Those for everybody are a monitor's to save."""
        self._check(title, body)
        account = self._account(session, shared)
        asked = ["reply", title, category, body, shared]
        with self._log.change() as change:
            earlier = self._repeats.earlier(change, session.id, client_id, asked)
            if earlier is not None:
                return earlier, True
            most = MOST_GLOBAL if shared else MOST_PERSONAL
            (taken,) = change.row("SELECT count(*) FROM replies WHERE account IS NOT DISTINCT FROM %s", (account,))
            if taken >= most:
                raise RepliesFull(limit=most)
            row = change.row(
                "INSERT INTO replies (id, account, title, category, body, saved_by) VALUES (%s, %s, %s, %s, %s, %s)"
                f" RETURNING {COLUMNS}",
                (new_id(), account, title.strip(), category.strip(), body, session.id),
            )
            reply = _shown(*row)
            change.append(
                [Draft(_stream(session, reply["shared"]), "reply_saved", {"reply": reply["id"]}, None, session.id)]
            )
            self._repeats.remember(change, session.id, client_id, asked, reply)
        return reply, False

    def save(self, session: Session, reply_id: str, title: str | None, category: str | None, body: str | None) -> dict:
        """Changes what is given of a reply that the person may change; raises ReplyUnknown."""
        self._check(title, body)
        with self._log.change() as change:
            self._own(change, session, reply_id)
            row = change.row(
                "UPDATE replies SET title = coalesce(%s, title), category = coalesce(%s, category), body = coalesce(%s, body),"
                f" saved_by = %s, saved_at = clock_timestamp() WHERE id = %s RETURNING {COLUMNS}",
                (title and title.strip(), None if category is None else category.strip(), body, session.id, reply_id),
            )
            reply = _shown(*row)
            change.append(
                [Draft(_stream(session, reply["shared"]), "reply_saved", {"reply": reply["id"]}, None, session.id)]
            )
        return reply

    def delete(self, session: Session, reply_id: str) -> None:
        """Deletes a reply that the person may change; raises ReplyUnknown."""
        with self._log.change() as change:
            shared = self._own(change, session, reply_id)
            change.rows("DELETE FROM replies WHERE id = %s", (reply_id,))
            change.append([Draft(_stream(session, shared), "reply_deleted", {"reply": reply_id}, None, session.id)])

    def _own(self, change: Change, session: Session, reply_id: str) -> bool:
        """Is it everybody's? Raises ReplyUnknown for another's, PermissionMissing for everybody's without the right to it."""
        row = change.row(
            "SELECT account IS NULL FROM replies WHERE id = %s AND (account IS NULL OR account = %s) FOR UPDATE",
            (reply_id, session.site_user_id),
        )
        if row is None:
            raise ReplyUnknown
        self._account(session, row[0])
        return row[0]

    @staticmethod
    def _account(session: Session, shared: bool) -> str | None:
        if shared and "monitor" not in session.permissions:
            raise PermissionMissing("monitor")
        return None if shared else session.site_user_id

    def _check(self, title: str | None, body: str | None) -> None:
        if title is not None and not title.strip():
            raise RequestInvalid.at("$.title", "must not be blank")
        if body is None:
            return
        if not body.strip():
            raise RequestInvalid.at("$.body", "a reply needs some text")
        size = len(body.encode())
        if size > self._limits.message_bytes:
            raise MessageTooLong(limit=self._limits.message_bytes, size=size)
        for found in PLACEHOLDER.finditer(body):
            if found[1] not in PLACEHOLDERS + MARKUP:
                known = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
                raise RequestInvalid.at("$.body", f"{found[0]} is no placeholder; there are {known}")


def _shown(reply_id: str, shared: bool, title: str, category: str, body: str, saved_at: str) -> dict:
    return {"id": reply_id, "shared": shared, "title": title, "category": category, "body": body, "saved_at": saved_at}


def _stream(session: Session, shared: bool) -> str:
    """Who hears of a change."""
    return "agents" if shared else "session:" + session.id


def inert(value: str) -> str:
    """What a guest wrote, on one line and without wiki markup or links: a helper sends it as a word, not as a command."""
    value = re.sub(r"[\[\]{}<>]", "", " ".join(value.split()))
    return re.sub(r"''+", "'", value.replace("://", ": ").replace("mailto:", "mailto "))[:VALUE_CHARACTERS]
