"""Full-text search over conversations, by PostgreSQL.

Place: beside the log, never on the way of a message; the owner of `search_parts` and `search_states`. A message pays nothing:
what is new is read when somebody searches, and once more when a conversation has ended (an index over the messages
themselves doubles PostgreSQL's work for each, `loadtest/bench_search.py` measures it). Invariant: whoever takes a text
away calls `refresh` in the same transaction; the row lock of `search_states` keeps an older reading from coming back.
Locks are taken in the order room, search state.
"""

import html
from collections.abc import Sequence

from ..errors import RequestInvalid
from ..stream.events import Change, EventLog

# Words are found together when they stand in the same part: about ten thousand words, as far as a tsvector knows positions.
PART_BYTES = 65_536
HEAD_CHARACTERS = 48_000
LIKELY = 3
PAGE = 500
# A search brings so many conversations that have ended up to date at most; `settle` does the others.
MOST_LATE = 50
SETTLED_AT_ONCE = 200
# What surrounds a found word in a snippet: no text that came in has these characters once it is cut out of there.
FOUND, END = "\x02", "\x03"

TEXT_EVENTS = "kind IN ('message', 'note', 'topic')"
TEXT = "coalesce(data ->> 'body', data ->> 'topic')"
OPEN_AND_LATE = """
SELECT r.id FROM rooms r LEFT JOIN search_states s ON s.room_id = r.id
 WHERE r.closed_at IS NULL AND (s.room_id IS NULL OR s.bytes <> r.bytes OR s.language <> %s)
"""
ENDED_AND_LATE = "SELECT id FROM rooms WHERE closed_at IS NOT NULL AND NOT searchable LIMIT %s"
# Where the words of a part stand. To make a snippet of a text costs as much as to index it, so it is made of the few
# messages that have most of the words' beginnings in them; of the whole part only when no word is written like its stem.
SNIPPETS = f"""
SELECT p.room_id, ts_headline(%(language)s::regconfig, translate(coalesce(likely.text, whole.text, ''), E'\\x02\\x03', '  '),
         websearch_to_tsquery(%(language)s::regconfig, %(q)s),
         E'StartSel=\\x02, StopSel=\\x03, MaxFragments=2, MaxWords=16, MinWords=6, FragmentDelimiter=" … "')
  FROM (SELECT DISTINCT ON (room_id) room_id, part, first_event, last_event FROM search_parts
         WHERE room_id = ANY(%(rooms)s) AND document @@ websearch_to_tsquery(%(language)s::regconfig, %(q)s)
         ORDER BY room_id, part) p
  CROSS JOIN LATERAL (
    SELECT array_agg(text ORDER BY id) AS texts FROM (
      SELECT 0 AS id, question AS text FROM chats c WHERE c.room_id = p.room_id AND p.part = 0
      UNION ALL SELECT id, {TEXT} FROM events e
       WHERE e.stream IN ('room:' || p.room_id, 'staff:' || p.room_id) AND e.id BETWEEN p.first_event AND p.last_event
         AND {TEXT_EVENTS}
    ) AS said
  ) AS part
  CROSS JOIN LATERAL (
    SELECT string_agg(text, E'\\n') AS text FROM (
      SELECT text FROM unnest(part.texts) WITH ORDINALITY AS said (text, n) CROSS JOIN LATERAL (
        SELECT count(*) AS hits FROM unnest(%(beginnings)s::text[]) AS beginning WHERE lower(text) LIKE beginning
      ) AS words WHERE hits > 0 ORDER BY hits DESC, n LIMIT {LIKELY}
    ) AS few
  ) AS likely
  LEFT JOIN LATERAL (SELECT array_to_string(part.texts, E'\\n') AS text) AS whole ON likely.text IS NULL
"""
# The beginnings of the words asked for: a stem may end in another letter than its word.
BEGINNINGS = """
SELECT coalesce(array_agg('%%' || left(stem, greatest(length(stem) - 1, 1)) || '%%'), '{}')
  FROM unnest(tsvector_to_array(to_tsvector(%(language)s::regconfig, %(q)s))) AS stem
"""


class Search:
    """The search of one site; `language` is the name of a text search configuration of PostgreSQL."""

    def __init__(self, log: EventLog, language: str) -> None:
        self._log = log
        self.language = language
        self._one_language = False

    # ── asking ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def condition(self, view: Change, q: str) -> tuple[str, dict]:
        """SQL that is true for a conversation `r` in which the words are found; raises RequestInvalid without a word."""
        args = {"language": self.language, "q": q}
        (words,) = view.row("SELECT numnode(websearch_to_tsquery(%(language)s::regconfig, %(q)s))", args)
        if not words:
            raise RequestInvalid.at("q", "has no word that can be searched for")
        return (
            "r.id IN (SELECT p.room_id FROM search_parts p"
            " WHERE p.document @@ websearch_to_tsquery(%(language)s::regconfig, %(q)s))",
            args,
        )

    def snippets(self, view: Change, q: str, room_ids: Sequence[str]) -> dict[str, str]:
        """For each of these conversations, where the words were found: HTML that is safe to insert, with <mark>."""
        args = {"language": self.language, "q": q, "rooms": list(room_ids)}
        args["beginnings"] = view.row(BEGINNINGS, args)[0]
        rows = view.rows(SNIPPETS, args)
        return {
            room_id: html.escape(text).replace(FOUND, "<mark>").replace(END, "</mark>")
            for room_id, text in rows
            if text
        }

    # ── keeping up ──────────────────────────────────────────────────────────────────────────────────────────────────

    def catch_up(self) -> None:
        """Reads what was said since, so that a search finds it."""
        database = self._log.database
        for (room_id,) in database.rows(OPEN_AND_LATE, (self.language,)) + database.rows(ENDED_AND_LATE, (MOST_LATE,)):
            self._read(room_id)

    def settle(self) -> None:
        """Reads conversations that have ended, some at a time; any worker may, at any time."""
        database = self._log.database
        if not self._one_language:
            # After a change of the language all is read again.
            self._one_language = not database.rows(
                "UPDATE rooms SET searchable = false WHERE id IN (SELECT r.id FROM rooms r JOIN search_states s"
                " ON s.room_id = r.id WHERE s.language <> %s AND r.searchable LIMIT %s) RETURNING 1",
                (self.language, SETTLED_AT_ONCE),
            )
        for (room_id,) in database.rows(ENDED_AND_LATE, (SETTLED_AT_ONCE,)):
            self._read(room_id)

    def touch(self, change: Change, room_id: str) -> None:
        """There is a text in the conversation that its bytes do not tell of (a note)."""
        change.rows("UPDATE rooms SET searchable = false WHERE id = %s AND searchable", (room_id,))
        change.rows(
            "INSERT INTO search_states (room_id, language) VALUES (%s, %s) ON CONFLICT (room_id) DO UPDATE SET bytes = -1",
            (room_id, self.language),
        )

    def refresh(self, change: Change, *room_ids: str) -> None:
        """Forgets what it knows of conversations, at the commit; the next search reads anew what is left of them."""
        rooms = sorted(room_ids)
        change.rows("UPDATE rooms SET searchable = false WHERE id = ANY(%s)", (rooms,))
        change.rows(
            "INSERT INTO search_states (room_id, language) SELECT unnest(%s::text[]), %s"
            " ON CONFLICT (room_id) DO UPDATE SET bytes = -1, last_event = 0",
            (rooms, self.language),
        )
        change.rows("DELETE FROM search_parts WHERE room_id = ANY(%s)", (rooms,))

    def _read(self, room_id: str) -> None:
        """Takes what is new of one conversation."""
        with self._log.database.transaction() as cursor:
            view = Change(cursor)
            ended = view.row("SELECT closed_at IS NOT NULL FROM rooms WHERE id = %s", (room_id,))[0]
            if ended:
                # Nobody writes there any more, so the lock is in nobody's way.
                if view.row("SELECT searchable FROM rooms WHERE id = %s FOR NO KEY UPDATE", (room_id,))[0]:
                    return
            view.rows(
                "INSERT INTO search_states (room_id, language) VALUES (%s, %s) ON CONFLICT DO NOTHING",
                (room_id, self.language),
            )
            last_event, language = view.row(
                "SELECT last_event, language FROM search_states WHERE room_id = %s FOR UPDATE", (room_id,)
            )
            if language != self.language:
                view.rows("DELETE FROM search_parts WHERE room_id = %s", (room_id,))
                last_event = 0
            # The size first: what comes in after it makes the conversation late again.
            (size,) = view.row("SELECT bytes FROM rooms WHERE id = %s", (room_id,))
            last_event = self._take(view, room_id, last_event)
            view.rows(
                "UPDATE search_states SET last_event = %s, bytes = %s, language = %s WHERE room_id = %s",
                (last_event, size, self.language, room_id),
            )
            if ended:
                view.rows("UPDATE rooms SET searchable = true WHERE id = %s", (room_id,))

    def _take(self, view: Change, room_id: str, after: int) -> int:
        """Adds the texts after an event to the parts; returns the last event that it read."""
        part = view.row("SELECT part, size FROM search_parts WHERE room_id = %s ORDER BY part DESC LIMIT 1", (room_id,))
        number, size = part or (0, 0)
        texts, begins = ([], after + 1) if part else (self._head(view, room_id), 0)
        size += sum(len(text.encode()) for text in texts)
        while True:
            events = view.rows(
                f"SELECT id, {TEXT} FROM events WHERE stream IN (%s, %s) AND id > %s AND {TEXT_EVENTS}"
                f" AND {TEXT} <> '' ORDER BY id LIMIT %s",
                ("room:" + room_id, "staff:" + room_id, after, PAGE),
            )
            for event_id, text in events:
                for piece in _pieces(text):
                    weight = len(piece.encode())
                    if size and size + weight > PART_BYTES:
                        self._write(view, room_id, number, begins, after, texts)
                        number, size, texts, begins = number + 1, 0, [], event_id
                    texts.append(piece)
                    size += weight
                    after = event_id
            if len(events) < PAGE:
                self._write(view, room_id, number, begins, after, texts)
                return after

    def _head(self, view: Change, room_id: str) -> list[str]:
        """What is known of a conversation before the first word is said."""
        row = view.row(
            "SELECT concat_ws(E'\\n', r.name, c.question, (SELECT string_agg(text #>> '{}', E'\\n')"
            " FROM jsonb_path_query(c.metadata, 'strict $.**') AS text WHERE jsonb_typeof(text) = 'string'))"
            " FROM rooms r LEFT JOIN chats c ON c.room_id = r.id WHERE r.id = %s",
            (room_id,),
        )
        return [row[0][:HEAD_CHARACTERS]]

    def _write(self, view: Change, room_id: str, part: int, first: int, last: int, texts: list[str]) -> None:
        if not any(texts):
            return
        text = "\n".join(texts)
        view.rows(
            "INSERT INTO search_parts (room_id, part, first_event, last_event, size, document)"
            " VALUES (%s, %s, %s, %s, %s, to_tsvector(%s::regconfig, %s)) ON CONFLICT (room_id, part) DO UPDATE"
            " SET last_event = excluded.last_event, size = search_parts.size + excluded.size,"
            " document = search_parts.document || excluded.document",
            (room_id, part, first, last, len(text.encode()), self.language, text),
        )


def _pieces(text: str) -> list[str]:
    """The text in pieces that a part can hold; a character has four bytes at most."""
    step = PART_BYTES // 4
    return [text[start : start + step] for start in range(0, len(text), step)] or [""]
