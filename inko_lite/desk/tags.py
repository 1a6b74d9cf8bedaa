"""Tags: short words that the staff puts on a conversation, while it goes on and afterwards.

Place: between the web layer and the event log; the owner of `tags`. Invariant: a row comes and goes with a `tagged` event,
which only the staff hears.
"""

import unicodedata

from ..errors import RequestInvalid, TagsFull
from ..stream.events import Change, Draft, EventLog
from . import transcripts
from .identity import Session

MOST = 20
CHARACTERS = 40
KNOWN = 500


class Tags:
    """The tags of one site."""

    def __init__(self, log: EventLog) -> None:
        self._log = log

    def change(self, session: Session, room_id: str, add: list[str], remove: list[str]) -> list[str]:
        """Adds and removes; the conversation's tags after it. What is there already, or not there, changes nothing."""
        wanted = {plain(tag, "$.add") for tag in add}
        unwanted = {plain(tag, "$.remove") for tag in remove}
        if wanted & unwanted:
            raise RequestInvalid.at("$.remove", f'"{min(wanted & unwanted)}" is in add too')
        with self._log.change() as change:
            transcripts.require_at_work(change, session, room_id)
            before = of(change, [room_id]).get(room_id, [])
            after = sorted((set(before) | wanted) - unwanted)
            if after == before:
                return before
            if len(after) > MOST:
                raise TagsFull(limit=MOST)
            change.rows("DELETE FROM tags WHERE room_id = %s AND tag = ANY(%s)", (room_id, sorted(unwanted)))
            change.rows(
                "INSERT INTO tags (room_id, tag, session_id) SELECT %s, unnest(%s::text[]), %s ON CONFLICT DO NOTHING",
                (room_id, sorted(wanted), session.id),
            )
            data = {
                "from": session.person,
                "add": sorted(set(after) - set(before)),
                "remove": sorted(set(before) - set(after)),
                "tags": after,
            }
            change.append([Draft("staff:" + room_id, "tagged", data, room_id, session.id)])
        return after

    @staticmethod
    def follow(change: Change, old_id: str, new_id: str) -> None:
        """The tags go on with the conversation; the staff in the new room hears them."""
        kept = change.rows(
            "INSERT INTO tags (room_id, tag, session_id) SELECT %s, tag, session_id FROM tags WHERE room_id = %s"
            " RETURNING tag",
            (new_id, old_id),
        )
        if kept:
            tags = sorted(tag for (tag,) in kept)
            data = {"add": tags, "remove": [], "tags": tags}
            change.append([Draft("staff:" + new_id, "tagged", data, new_id)])

    def known(self) -> list[dict]:
        """The tags in use, the most used first."""
        rows = self._log.database.rows(
            "SELECT tag, count(*) FROM tags GROUP BY tag ORDER BY count(*) DESC, tag LIMIT %s", (KNOWN,)
        )
        return [{"tag": tag, "rooms": rooms} for tag, rooms in rows]


def of(view: Change, room_ids: list[str]) -> dict[str, list[str]]:
    """The tags of these conversations, in order."""
    return dict(
        view.rows(
            "SELECT room_id, array_agg(tag ORDER BY tag) FROM tags WHERE room_id = ANY(%s) GROUP BY room_id",
            (room_ids,),
        )
    )


def plain(tag: str, path: str) -> str:
    """The tag as it is kept: one spelling of the same word; raises RequestInvalid."""
    kept = " ".join(unicodedata.normalize("NFC", tag).lower().split())
    if not 0 < len(kept) <= CHARACTERS:
        raise RequestInvalid.at(path, f"a tag has 1 to {CHARACTERS} characters")
    if "," in kept or not kept.isprintable():
        raise RequestInvalid.at(path, "a tag has no comma and no control character in it")
    return kept
