"""Surveys: what a guest thought of a chat, asked once and answerable as long as the guest's session lives.

Place: between the web layer and the event log; the owner of `surveys`. Invariant: a chat has one answer, from its guest; the
same answer again changes nothing, another one is refused.
"""

import hashlib
import hmac
from urllib.parse import quote

from ..config import Config
from ..errors import PermissionMissing, RoomUnknown, SurveyAlready
from ..stream.events import Change, Draft, EventLog, iso
from .identity import Session
from .repeats import Repeats

# The agent of a chat: who has it or had it last.
CHAT = f"""
SELECT c.room_id, c.guest_id, r.close_reason, a.id, a.name, a.site_user_id, c.metadata ->> 'product',
       ARRAY(SELECT tag FROM tags WHERE tags.room_id = c.room_id ORDER BY tag), {iso("r.closed_at")}
  FROM chats c JOIN rooms r ON r.id = c.room_id LEFT JOIN LATERAL (
    SELECT s.id, s.name, s.site_user_id FROM members m JOIN sessions s ON s.id = m.session_id
     WHERE m.room_id = r.id AND m.role = 'agent' ORDER BY s.id IS NOT DISTINCT FROM r.owner_id DESC, m.joined_event DESC LIMIT 1
  ) a ON true
"""


def signature(secret: str, chat: str) -> str:
    """The HMAC-SHA256 of a chat's id, in hexadecimal: another system can tell that the id came from here."""
    return hmac.new(secret.encode(), chat.encode(), hashlib.sha256).hexdigest()


class Surveys:
    """The surveys of one site."""

    def __init__(self, config: Config, log: EventLog, repeats: Repeats) -> None:
        self._config = config.survey
        self._log = log
        self._repeats = repeats

    def answer(
        self, session: Session, room_id: str, score: int, solved: bool, comment: str, client_id: str | None
    ) -> tuple[dict, bool]:
        """Keeps the guest's answer: `({room, score, solved, comment, at, …}, repeated)`; raises SurveyAlready."""
        asked = ["survey", room_id, score, solved, comment]
        with self._log.change() as change:
            earlier = self._repeats.earlier(change, session.id, client_id, asked)
            if earlier is not None:
                return earlier, True
            room_id, _, _, agent_id, _, account, product, tags, _ = self._chat(change, session, room_id)
            given = self._given(change, room_id)
            if given is not None:
                if (given["score"], given["solved"], given["comment"]) != (score, solved, comment):
                    raise SurveyAlready(at=given["at"])
                return self._shown(room_id, given), True
            change.rows(
                "INSERT INTO surveys (room_id, score, solved, comment, agent_id, agent_user_id, product, tags)"
                " VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
                (room_id, score, solved, comment, agent_id, account, product, tags),
            )
            # The comment stays out of the log: whoever may read it finds it with the chat.
            told = {"from": session.person, "score": score, "solved": solved}
            change.append([Draft("agents", "survey", told, room_id, session.id)])
            reply = self._shown(room_id, self._given(change, room_id))
            self._repeats.remember(change, session.id, client_id, asked, reply)
        return reply, False

    def _chat(self, view: Change, session: Session, room_id: str) -> tuple:
        """The chat that an answer is for; a conversation that went on in a new room is one chat, the last room's."""
        row = view.row(CHAT + " WHERE c.room_id = %s", (room_id,))
        while row and row[2] == "continued":
            row = view.row(CHAT + " WHERE r.continued_from = %s", (row[0],))
        if row is None:
            raise RoomUnknown
        if row[1] != session.id:
            if "monitor" not in session.permissions and not view.row(
                "SELECT 1 FROM members WHERE room_id = %s AND session_id = %s", (room_id, session.id)
            ):
                raise RoomUnknown
            raise PermissionMissing("guest")
        return row

    @staticmethod
    def _given(view: Change, room_id: str) -> dict | None:
        row = view.row(f"SELECT score, solved, comment, {iso('at')} FROM surveys WHERE room_id = %s", (room_id,))
        return row and dict(zip(("score", "solved", "comment", "at"), row, strict=True))

    def _shown(self, room_id: str, given: dict | None) -> dict:
        shown = {"room": room_id, **(given or {})}
        if self._config.external_url:
            chat = quote(room_id, safe="")
            url = self._config.external_url.replace("{chat}", chat)
            shown["external_url"] = url.replace("{signature}", signature(self._config.secret, room_id))
        return shown

    def show(self, session: Session, room_id: str | None) -> dict:
        """The guest's answer for a chat, or that there is none yet: `{room, answered, ended_at, agent, …}`.

        Without a room, of the guest's latest chat; raises RoomUnknown when there was none.
        """
        with self._log.snapshot() as (view, _):
            if room_id is None:
                latest = view.row(
                    "SELECT room_id FROM chats WHERE guest_id = %s ORDER BY assigned_at DESC LIMIT 1", (session.id,)
                )
                room_id = latest[0] if latest else ""
            room_id, _, _, _, agent, _, _, _, ended_at = self._chat(view, session, room_id)
            given = self._given(view, room_id)
        return {**self._shown(room_id, given), "answered": given is not None, "ended_at": ended_at, "agent": agent}
