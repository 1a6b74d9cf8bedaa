"""Follow-ups: a chat that goes on as a question on the support forum.

Place: between the web layer and the event log; the owner of `follow_ups`. Invariants: nothing leaves before the guest has seen
it and said so; whatever leaves has been scrubbed; a draft is kept until it has arrived, and then only its address is. How it
leaves is the configuration's: a link that fills in the forum's own page, a webhook, or Kitsune's API.
"""

import hashlib
from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import quote, urlsplit

import msgspec

from ..config import Config
from ..errors import FollowUpAlready, FollowUpOff, RequestInvalid, RoomUnknown
from ..stream.events import Change, Draft, EventLog, encode
from . import drafts, transcripts, webhooks
from .drafts import Question
from .identity import Session
from .kitsune import Kitsune, question_of
from .outbox import Delivery, Outbox
from .outgoing import Undelivered
from .scrub import scrub

# What browsers, proxies and servers take as an address without a complaint.
LINK_BYTES = 6_000


class _Row(NamedTuple):
    """A row of `follow_ups`."""

    title: str
    body: str
    metadata: dict[str, str]
    state: str
    url: str | None


class Forum:
    """The way to one site's forum."""

    def __init__(self, config: Config, log: EventLog, outbox: Outbox, in_thread) -> None:
        """`in_thread(function, *args)` runs something slow outside the event loop."""
        self._config = config.forum
        self._template = config.forum.url or (config.queue.follow_up_url if config.forum.kind == "url" else "")
        self._log = log
        self._outbox = outbox
        self._in_thread = in_thread
        self._kitsune = Kitsune(config.forum.server, config.forum.token, config.forum.allow_private)
        outbox.carriers["forum"] = self.carry

    @property
    def sends(self) -> bool:
        """Does this server itself bring the question to the forum? Else the guest does, by the link."""
        return self._config.kind == "webhook" or (self._config.kind == "kitsune" and self._config.questions)

    # ── reviewing ───────────────────────────────────────────────────────────────────────────────────────────────────

    def show(self, session: Session, room_id: str) -> dict:
        """The question as it would leave now, for its guest to review, and what has become of it."""
        with self._log.snapshot() as (view, _):
            self._require(view, session, room_id)
            row = self._row(view, room_id)
            draft = self._draft(view, room_id, row)
        shown = {
            "room": room_id, "state": row.state if row else "draft", "title": draft.title, "body": draft.body,
            "metadata": draft.metadata, "sends": self.sends,
        }  # fmt: skip
        url = row.url if row and row.url else self._link(draft)
        return shown | ({"url": url} if url else {})

    def _draft(self, view: Change, room_id: str, row: _Row | None) -> Question:
        """The guest's draft of this chat, or what would be one."""
        question, metadata = view.row("SELECT question, metadata FROM chats WHERE room_id = %s", (room_id,))
        if row is not None:
            return Question(row.title, row.body, row.metadata, *drafts.short_names(self._config, metadata))
        messages = drafts.said(self._log, view, room_id)
        return self._in_thread(drafts.of_chat, self._config, question, metadata, messages)

    def _link(self, draft: Question) -> str | None:
        """The forum's page for a new question with as much of the draft in it as an address may hold."""
        if not self._template:
            return None
        url = self._template
        for name, value in (("product", draft.product), ("topic", draft.topic), ("title", draft.title)):
            url = url.replace("{" + name + "}", quote(value, safe=""))
        return url.replace("{body}", _fitting(draft.body, LINK_BYTES - len(url)))

    def _require(self, view: Change, session: Session, room_id: str) -> bool:
        """Is this the chat's guest? Else somebody of the staff who may look back on it; raises RoomUnknown."""
        row = view.row("SELECT guest_id FROM chats WHERE room_id = %s", (room_id,))
        if row is None:
            raise RoomUnknown
        if row[0] == session.id:
            return True
        where, args = transcripts.visible(session)
        if not session.staff or not view.row(
            f"SELECT 1 FROM rooms r WHERE r.id = %(room)s AND {where}", {**args, "room": room_id}
        ):
            raise RoomUnknown
        return False

    @staticmethod
    def _row(view: Change, room_id: str) -> _Row | None:
        row = view.row("SELECT title, body, metadata, state, url FROM follow_ups WHERE room_id = %s", (room_id,))
        return _Row(*row) if row else None

    # ── asking ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def ask(
        self, session: Session, room_id: str, title: str | None, body: str | None, metadata: dict[str, str] | None, consent: bool
    ) -> dict:  # fmt: skip
        """Keeps the draft, and with the guest's consent sends it or gives the link to it: `{state, url?}`.

        Of the staff, a draft is a proposal that the guest hears of. Raises FollowUpAlready for another text once it is gone.
        """
        if consent and not self.sends and not self._template:
            raise FollowUpOff
        with self._log.snapshot() as (view, _):
            by_guest = self._require(view, session, room_id)
            row = self._row(view, room_id)
            if (reply := self._settled(row, by_guest)) is not None:
                return reply
            made = self._draft(view, room_id, row)
        draft = self._edited(made, title, body, metadata)
        with self._log.change() as change:
            row = self._row(change, room_id)
            if (reply := self._settled(row, by_guest)) is not None:
                return reply
            if row is not None and row.state == "requested" and self.sends:
                # It is on its way, and what is under way cannot be caught.
                if (draft.title, draft.body) != (row.title, row.body):
                    raise FollowUpAlready
                return {"state": "requested"}
            state = "proposed" if not by_guest else "requested" if consent else "draft"
            self._keep(change, room_id, draft, state)
            link = None if self.sends else self._link(draft)
            if state == "requested" and self.sends:
                self._outbox.add(change, "follow_up.question", {"room": room_id}, target="forum", room_id=room_id)
            if state != "draft":
                self._tell(change, session.person, room_id, state)
        return {"state": state} | ({"url": link} if link and state == "requested" else {})

    @staticmethod
    def _settled(row: _Row | None, by_guest: bool) -> dict | None:
        """The reply, where there is nothing left to ask; raises FollowUpAlready."""
        if row is not None and not by_guest and row.state != "proposed":
            # What the guest has in hand, nobody else changes.
            raise FollowUpAlready
        return {"state": "linked", "url": row.url} if row is not None and row.state == "linked" else None

    def _edited(self, made: Question, title: str | None, body: str | None, metadata: dict[str, str] | None) -> Question:
        """The draft with what the guest made of it, scrubbed once more."""
        if metadata is not None and not metadata.keys() <= drafts.FIELDS:
            raise RequestInvalid.at("$.metadata", "takes " + ", ".join(sorted(drafts.FIELDS)))
        title = made.title if title is None else " ".join(scrub(title).split())
        body = made.body if body is None else scrub(body).strip()
        if not title or not body:
            raise RequestInvalid.at("$.title" if not title else "$.body", "must not be blank")
        if metadata is not None:
            metadata = {name: self._in_thread(scrub, value) for name, value in metadata.items() if value.strip()}
        return made._replace(title=title, body=body, metadata=made.metadata if metadata is None else metadata)

    @staticmethod
    def _keep(change: Change, room_id: str, draft: Question, state: str) -> None:
        change.rows(
            "INSERT INTO follow_ups (room_id, title, body, metadata, state, consented_at)"
            " VALUES (%(room)s, %(title)s, %(body)s, %(metadata)s, %(state)s, CASE WHEN %(asked)s THEN clock_timestamp() END)"
            " ON CONFLICT (room_id) DO UPDATE SET title = excluded.title, body = excluded.body, metadata = excluded.metadata,"
            " state = excluded.state, consented_at = excluded.consented_at, changed_at = clock_timestamp()",
            {
                "room": room_id, "title": draft.title, "body": draft.body, "metadata": encode(draft.metadata).decode(),
                "state": state, "asked": state == "requested",
            },
        )  # fmt: skip

    @staticmethod
    def _tell(change: Change, by: dict | None, room_id: str, state: str, url: str | None = None) -> None:
        """The staff of the room and the guest hear how far it is."""
        (guest_id,) = change.row("SELECT guest_id FROM chats WHERE room_id = %s", (room_id,))
        data = {"state": state} | ({"from": by} if by else {}) | ({"url": url} if url else {})
        actor = by and by["id"]
        change.append(
            [
                Draft("staff:" + room_id, "follow_up", data, room_id, actor),
                Draft("session:" + guest_id, "follow_up", data, room_id, actor),
            ]
        )

    # ── arriving ────────────────────────────────────────────────────────────────────────────────────────────────────

    def link(self, session: Session, room_id: str, url: str) -> dict:
        """The question stands at this address: `{state, url}`; raises FollowUpAlready when it stands at another.

        With Kitsune, and the guest's consent, the chat is then added there as an answer.
        """
        if not self._is_thread(url):
            raise RequestInvalid.at("$.url", "is no address of a question on this site's forum")
        with self._log.change() as change:
            self._require(change, session, room_id)
            row = self._row(change, room_id)
            if row is not None and row.state == "linked":
                if row.url != url:
                    raise FollowUpAlready
                return {"state": "linked", "url": url}
            number = question_of(url)
            answers = self._config.kind == "kitsune" and not self._config.questions and self._config.token
            if row is not None and row.state == "requested" and answers and number is not None:
                question = {"room": room_id, "question": number}
                self._outbox.add(change, "follow_up.answer", question, target="forum", room_id=room_id)
                self._arrived(change, session.person, room_id, url, keep_text=True)
            else:
                self._arrived(change, session.person, room_id, url)
        return {"state": "linked", "url": url}

    def _is_thread(self, url: str) -> bool:
        """Does this address lead to the forum? It is shown as a link to people who trust it."""
        try:
            parts = urlsplit(url)
        except ValueError:
            return False
        if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc or not url.isprintable():
            return False
        kitsune = self._config.kind == "kitsune"
        ours = urlsplit(self._config.thread_url or (self._config.server if kitsune else self._template))
        begins = ours.path if self._config.thread_url else "/"
        return (parts.scheme, parts.netloc) == (ours.scheme, ours.netloc) and (parts.path or "/").startswith(begins)

    def _arrived(self, change: Change, by: dict | None, room_id: str, url: str, keep_text: bool = False) -> None:
        change.rows(
            "INSERT INTO follow_ups (room_id, title, body, metadata, state, linked_at, url)"
            " VALUES (%(room)s, '', '', '{}', 'linked', clock_timestamp(), %(url)s)"
            " ON CONFLICT (room_id) DO UPDATE SET state = 'linked', linked_at = clock_timestamp(), url = excluded.url",
            {"room": room_id, "url": url},
        )
        if not keep_text:
            self._forget_text(change, room_id)
        self._tell(change, by, room_id, "linked", url)

    @staticmethod
    def _forget_text(change: Change, room_id: str) -> None:
        change.rows("UPDATE follow_ups SET title = '', body = '', metadata = '{}' WHERE room_id = %s", (room_id,))

    # ── carrying ────────────────────────────────────────────────────────────────────────────────────────────────────

    def carry(self, delivery: Delivery) -> Callable[[Change], None] | None:
        """Brings one question or answer to the forum; see `Carrier`."""
        asked = msgspec.json.decode(delivery.body)["data"]
        room_id, again = asked["room"], delivery.attempts > 1
        with self._log.snapshot() as (view, _):
            row = self._row(view, room_id)
            if row is None or not row.body:
                raise Undelivered("the draft was erased", final=True)
            draft = self._draft(view, room_id, row)
        reference = hashlib.sha256(delivery.id.encode()).hexdigest()[:16]
        if delivery.kind == "follow_up.answer":
            self._kitsune.answer(asked["question"], draft.body, reference, again)
            return lambda change: self._forget_text(change, room_id)
        if self._config.kind == "kitsune":
            url = self._kitsune.ask(
                *draft[:2], draft.product, draft.topic, draft.metadata, reference, delivery.made_at, again
            )
        else:
            url = self._post(delivery, room_id, draft)
        if url is None:
            return lambda change: self._forget_text(change, room_id)
        return lambda change: self._arrived(change, None, room_id, url)

    def _post(self, delivery: Delivery, room_id: str, draft: Question) -> str | None:
        """The question as a signed webhook; the answer may be `{"url": …}`, the address of what came of it."""
        question = {"room": room_id, **draft._asdict()}
        body = encode({"id": delivery.id, "kind": delivery.kind, "data": question}).decode()
        answer = webhooks.post(
            self._config.server, self._config.token, delivery._replace(body=body), self._config.allow_private
        )
        try:
            url = msgspec.json.decode(answer.body, type=dict).get("url")
        except (msgspec.DecodeError, msgspec.ValidationError):
            return None
        return url if isinstance(url, str) and len(url) <= 2_000 and self._is_thread(url) else None


def _fitting(text: str, room: int) -> str:
    """The text as a part of an address, cut where it is full."""
    whole = quote(text, safe="")
    if len(whole) <= room:
        return whole
    room -= len(quote("…"))
    kept = []
    for character in text:
        encoded = quote(character, safe="")
        room -= len(encoded)
        if room < 0:
            break
        kept.append(encoded)
    return "".join(kept) + quote("…")
