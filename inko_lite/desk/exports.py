"""Conversations as files: CSV with a row each, JSON with all events, text to read.

Place: after `transcripts`, which says what may be read. Everything comes in pieces, some conversations or events at a time,
so that a file of any size costs little memory. Invariants: no cell of a CSV is a formula to a spreadsheet, and no character
of a text moves a terminal's cursor or looks like a line of another.
"""

import csv
import io
import json
import re
from collections.abc import Callable, Iterator

from ..stream.events import EventLog
from . import direction
from .identity import Session
from .transcripts import Chat, Filters, Reader, Transcripts

METADATA = ("product", "topic", "os", "browser", "version", "user_agent", "extensions", "locale", "email")
FIELDS = (
    "room", "kind", "name", "started_at", "ended_at", "reason", "waited_seconds", "first_answer_seconds", "duration_seconds",
    "guest", "guest_id", "agent", "agents", "question", *METADATA, "extra", "tags", "messages", "guest_messages", "bytes",
    "score", "solved", "comment",
)  # fmt: skip
FORMATS = {"json": "application/json", "csv": "text/csv; charset=utf-8", "text": "text/plain; charset=utf-8"}

# OWASP, "CSV injection": a cell that begins so is a formula to some spreadsheet, full-width signs and blanks before them included.
UNSEEN = r"[\s\x00-\x1f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]*"
SIGN = r"[=+\-@\uff1d\uff0b\uff0d\uff20]"
FORMULA = re.compile(rf"{UNSEEN}{SIGN}|[\t\r\n]")
# A spreadsheet that expects semicolons or tabs between cells (most of Europe's) cuts a text at these, and at the ends of its
# lines: what follows is a cell of its own to it.
CUT = re.compile(rf'([;\t\r\n][\s"\'\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]*)(?={SIGN})')
LINE_ENDS = re.compile("\r\n|[\r\n\v\f\x85\u2028\u2029]")
CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")

# What happened in a room, by the name of its sentence in the catalogues; all other kinds are no part of a transcript.
HAPPENED = frozenset(
    {
        "joined", "left", "topic", "invited", "kicked", "transferred", "taken_over", "watching", "tagged", "ended",
    }
)  # fmt: skip
ABOUT = """
SELECT r.id, r.bytes, count(e.id), count(e.id) FILTER (WHERE e.actor_id = c.guest_id),
       extract(epoch FROM min(e.at) FILTER (WHERE e.actor_id <> c.guest_id) - c.assigned_at)::float8,
       ARRAY(SELECT s.name FROM members m JOIN sessions s ON s.id = m.session_id WHERE m.room_id = r.id AND m.role = 'agent'
              GROUP BY s.name ORDER BY min(m.joined_event))
  FROM rooms r LEFT JOIN chats c ON c.room_id = r.id
  LEFT JOIN events e ON e.stream = 'room:' || r.id AND e.kind = 'message'
 WHERE r.id = %s GROUP BY r.id, c.room_id
"""
Say = Callable[..., str]


class Exports:
    """Files of one site's conversations. `words(locale)` gives the function that says a sentence of the catalogues."""

    def __init__(self, log: EventLog, transcripts: Transcripts, words: Callable[[str], Say]) -> None:
        self._log = log
        self._transcripts = transcripts
        self._words = words

    def many(
        self, session: Session | None, filters: Filters, form: str, done: Callable[[], None] = lambda: None
    ) -> Iterator[str]:
        """All conversations found as one file of a form of FORMATS; `done` is called after each.

        The first page is looked for at once, so that whatever is wrong with the filters is raised here.
        """
        chats = self._transcripts.all(session, filters)
        up_to = self._log.position()
        return self._many(chats, form, up_to, done)

    def count(self, session: Session | None, filters: Filters) -> int:
        """How many conversations `many` writes."""
        return self._transcripts.count(session, filters)

    def _many(self, chats: Iterator[Chat], form: str, up_to: int, done: Callable[[], None]) -> Iterator[str]:
        if form == "csv":
            yield csv_line(FIELDS)
        between = "[\n" if form == "json" else ""
        for chat in chats:
            if form == "csv":
                yield csv_line([self.fields(chat)[name] for name in FIELDS])
            else:
                yield between
                reader = Reader(chat, up_to, staff=True)
                yield from self.json(reader) if form == "json" else self.text(reader, "en")
                between = ",\n" if form == "json" else "\n" + "═" * 72 + "\n\n"
            done()
        if form == "json":
            yield "[]\n" if between == "[\n" else "\n]\n"

    # ── one conversation ────────────────────────────────────────────────────────────────────────────────────────────

    def fields(self, chat: Chat) -> dict:
        """The conversation as a row: what was asked, by whom, with which metadata, and how it went."""
        _, size, messages, by_guest, first_answer, agents = self._log.database.rows(ABOUT, (chat.id,))[0]
        metadata = chat.metadata or {}
        others = {name: value for name, value in metadata.items() if name not in METADATA}
        return {
            "room": chat.id, "kind": chat.kind, "name": chat.name, "started_at": chat.started_at, "ended_at": chat.ended_at,
            "reason": chat.reason, "waited_seconds": _rounded(chat.waited_seconds),
            "first_answer_seconds": _rounded(first_answer), "duration_seconds": _rounded(chat.duration_seconds),
            "guest": chat.guest_name, "guest_id": chat.guest_id, "agent": chat.agent_name, "agents": agents,
            "question": chat.question, **{name: metadata.get(name) for name in METADATA}, "extra": others or None,
            "tags": chat.tags, "messages": messages, "guest_messages": by_guest, "bytes": size, "score": chat.score,
            "solved": chat.solved, "comment": chat.comment,
        }  # fmt: skip

    def json(self, reader: Reader) -> Iterator[str]:
        """The conversation's row and its events, as one JSON object."""
        fields = self.fields(reader.chat)
        if not reader.staff:
            del fields["tags"]
        yield json.dumps(fields, ensure_ascii=False)[:-1] + ', "events": ['
        between = ""
        for page in self._transcripts.events(reader):
            yield between + ",\n".join([event.body.decode() for event in page])
            between = ",\n"
        yield "]}"

    def text(self, reader: Reader, locale: str) -> Iterator[str]:
        """The conversation to read, a line for each thing said or done."""
        say = self._words(locale)
        yield "".join(f"{label}: {plain(value)}\n" for label, value in heading(reader, say)) + "\n"
        for events in self.told(reader, locale):
            lines = []
            for event, sentence in events:
                time = event["at"][:19].replace("T", " ")
                if sentence is None:
                    name = plain(event["from"]["name"]).replace("\n", " ")
                    kind = f" ({say('transcript-note')})" if event["kind"] == "note" else ""
                    sentence = f"{name}{kind}: {plain(event['body'])}"
                else:
                    sentence = "* " + plain(sentence)
                lines.append(f"[{time}] {sentence}\n")
            yield "".join(lines)

    def told(self, reader: Reader, locale: str) -> Iterator[list[tuple[dict, str | None]]]:
        """The events that a person reads, some at a time; each with a sentence, or None where a text was written."""
        say = self._words(locale)
        for page in self._transcripts.events(reader):
            events = [json.loads(event.body) for event in page]
            yield [(event, _sentence(event, say)) for event in events if _is_told(event)]


def heading(reader: Reader, say: Say) -> list[tuple[str, str]]:
    """What stands above a transcript: label and value."""
    chat = reader.chat
    metadata = chat.metadata or {}
    lines = [
        ("room", chat.name),
        ("guest", chat.guest_name),
        ("agent", chat.agent_name),
        ("question", chat.question),
        *((name, metadata.get(name)) for name in ("product", "topic", "os", "version")),
        ("started", _minute(chat.started_at)),
        ("ended", _minute(chat.ended_at)),
        ("tags", ", ".join(chat.tags) if reader.staff else None),
    ]
    return [(say("transcript-label-" + name), str(value)) for name, value in lines if value]


def _minute(at: str | None) -> str | None:
    return at and at[:19].replace("T", " ") + " UTC"


def _is_told(event: dict) -> bool:
    return event["kind"] in HAPPENED or event["kind"] in ("message", "note")


def _sentence(event: dict, say: Say) -> str | None:
    kind = event["kind"]
    name = (event.get("from") or {}).get("name") or say("transcript-somebody")
    if kind in ("message", "note"):
        if event.get("body"):
            return None
        return say("transcript-purged" if event.get("purged") else "transcript-redacted", name=name)
    if kind == "ended":
        return say("transcript-event-ended", name=name) if "from" in event else say("transcript-event-over")
    if kind == "tagged" and "from" not in event:
        kind = "tagged-itself"
    values = {"topic": str(event.get("topic", "")), "tags": ", ".join(event.get("tags", ()))}
    return say("transcript-event-" + kind.replace("_", "-"), name=name, **values)


def _rounded(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds, 3)


def csv_line(cells) -> str:
    """One line of CSV (RFC 4180), with no cell that a spreadsheet would run."""
    line = io.StringIO()
    csv.writer(line, quoting=csv.QUOTE_ALL).writerow([cell(value) for value in cells])
    return line.getvalue()


def cell(value: object) -> str:
    """A value as the text of a cell. An apostrophe before what begins like a formula keeps it a text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, list):
        value = ", ".join(map(str, value))
    elif isinstance(value, dict):
        value = json.dumps(value, ensure_ascii=False)
    text = CONTROL.sub("\ufffd", str(value))
    text = CUT.sub(r"\1'", text)
    return "'" + text if FORMULA.match(text) else text


def plain(text: str) -> str:
    """A text for a terminal: no control character, no turn of direction that goes on, each further line indented."""
    text = LINE_ENDS.sub("\n", text).replace("\t", "    ")
    return direction.isolated(CONTROL.sub("\ufffd", text)).replace("\n", "\n    ")
