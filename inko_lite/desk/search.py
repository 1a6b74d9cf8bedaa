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
PAGE = 100
# Conversations that are read in one transaction; and that a search, or one call of `settle`, reads of those that have ended.
AT_ONCE = 50
SETTLED_AT_ONCE = 500
# What surrounds a found word in a snippet: no text that came in has these characters once it is cut out of there.
FOUND, END = "\x02", "\x03"

TEXT_EVENTS = "kind IN ('message', 'note', 'topic')"
TEXT = "coalesce(data ->> 'body', data ->> 'topic')"
OPEN_AND_LATE = """
SELECT r.id FROM rooms r LEFT JOIN search_states s ON s.room_id = r.id
 WHERE r.closed_at IS NULL AND (s.room_id IS NULL OR s.bytes <> r.bytes OR s.language <> %s)
"""
ENDED_AND_LATE = "SELECT id FROM rooms WHERE closed_at IS NOT NULL AND NOT searchable LIMIT %s"
# Each stream by its own part of the index, so that a page costs a page.
OF_STREAM = (
    f"SELECT id, {TEXT} AS text FROM events WHERE stream = '{{stream}}' || n.room_id AND id > n.after AND {TEXT_EVENTS}"
    f" AND {TEXT} <> '' ORDER BY id LIMIT {PAGE}"
)
NEW_TEXTS = f"""
SELECT n.room_id, e.id, e.text FROM unnest(%s::text[], %s::bigint[]) AS n (room_id, after) CROSS JOIN LATERAL (
  ({OF_STREAM.format(stream="room:")}) UNION ALL ({OF_STREAM.format(stream="staff:")}) ORDER BY id LIMIT {PAGE}
) AS e ORDER BY e.id
"""
LAST_PARTS = """
SELECT DISTINCT ON (room_id) room_id, part, size FROM search_parts WHERE room_id = ANY(%s) ORDER BY room_id, part DESC
"""
# What is known of a conversation before the first word is said.
HEADS = """
SELECT r.id, concat_ws(E'\\n', r.name, c.question, (SELECT string_agg(text #>> '{}', E'\\n')
         FROM jsonb_path_query(c.metadata, 'strict $.**') AS text WHERE jsonb_typeof(text) = 'string'))
  FROM rooms r LEFT JOIN chats c ON c.room_id = r.id WHERE r.id = ANY(%s)
"""
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
        late = database.rows(OPEN_AND_LATE, (self.language,)) + database.rows(ENDED_AND_LATE, (AT_ONCE,))
        for start in range(0, len(late), AT_ONCE):
            self._read([room_id for (room_id,) in late[start : start + AT_ONCE]])

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
        for _ in range(0, SETTLED_AT_ONCE, AT_ONCE):
            if not (late := database.rows(ENDED_AND_LATE, (AT_ONCE,))):
                return
            self._read([room_id for (room_id,) in late])

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
        change.rows("SELECT FROM rooms WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE", (rooms,))
        change.rows("UPDATE rooms SET searchable = false WHERE id = ANY(%s) AND searchable", (rooms,))
        change.rows(
            "INSERT INTO search_states (room_id, language) SELECT unnest(%s::text[]), %s"
            " ON CONFLICT (room_id) DO UPDATE SET bytes = -1, last_event = 0",
            (rooms, self.language),
        )
        change.rows("DELETE FROM search_parts WHERE room_id = ANY(%s)", (rooms,))

    def _read(self, rooms: list[str]) -> None:
        """Takes what is new of some conversations, in one transaction that need not be on disk: it can be done again."""
        rooms = sorted(rooms)
        with self._log.database.transaction() as cursor:
            view = Change(cursor)
            view.rows("SET LOCAL synchronous_commit = off")
            # Where a conversation has ended nobody writes any more, so this lock is in nobody's way.
            ended = view.rows(
                "SELECT id FROM rooms WHERE id = ANY(%s) AND closed_at IS NOT NULL ORDER BY id FOR NO KEY UPDATE",
                (rooms,),
            )
            view.rows(
                "INSERT INTO search_states (room_id, language) SELECT unnest(%s::text[]), %s ON CONFLICT DO NOTHING",
                (rooms, self.language),
            )
            states = view.rows(
                "SELECT room_id, last_event, language FROM search_states WHERE room_id = ANY(%s) ORDER BY room_id FOR UPDATE",
                (rooms,),
            )
            stale = [room_id for room_id, _, language in states if language != self.language]
            if stale:
                view.rows("DELETE FROM search_parts WHERE room_id = ANY(%s)", (stale,))
            # The sizes first: what comes in after that makes a conversation late again.
            sizes = view.rows("SELECT id, bytes FROM rooms WHERE id = ANY(%s) ORDER BY id", (rooms,))
            readings = {id_: _Reading(id_, 0 if id_ in stale else last_event) for id_, last_event, _ in states}
            for room_id, part, size in view.rows(LAST_PARTS, (rooms,)):
                readings[room_id].go_on(part, size)
            for room_id, head in view.rows(HEADS, ([id_ for id_, each in readings.items() if each.is_new],)):
                readings[room_id].add(0, head[:HEAD_CHARACTERS])
            self._take(view, list(readings.values()))
            view.rows(
                "UPDATE search_states s SET last_event = n.last_event, bytes = n.bytes, language = %s"
                " FROM unnest(%s::text[], %s::bigint[], %s::bigint[]) AS n (room_id, last_event, bytes) WHERE s.room_id = n.room_id",
                (self.language, rooms, [readings[id_].after for id_ in rooms], [size for _, size in sizes]),
            )
            view.rows("UPDATE rooms SET searchable = true WHERE id = ANY(%s)", ([room_id for (room_id,) in ended],))

    def _take(self, view: Change, readings: list["_Reading"]) -> None:
        """Adds the texts that come next to the parts, a page of each conversation at a time."""
        unread = {each.room_id: each for each in readings}
        while unread:
            counts = dict.fromkeys(unread, 0)
            for room_id, event_id, text in view.rows(
                NEW_TEXTS, (list(unread), [each.after for each in unread.values()])
            ):
                counts[room_id] += 1
                unread[room_id].add(event_id, text)
            unread = {room_id: each for room_id, each in unread.items() if counts[room_id] == PAGE}
        parts = [part for each in readings for part in each.written()]
        view.rows(
            "INSERT INTO search_parts (room_id, part, first_event, last_event, size, document)"
            " SELECT n.room_id, n.part, n.first, n.last, n.size, to_tsvector(%s::regconfig, n.text)"
            " FROM unnest(%s::text[], %s::integer[], %s::bigint[], %s::bigint[], %s::integer[], %s::text[])"
            " AS n (room_id, part, first, last, size, text) ON CONFLICT (room_id, part) DO UPDATE"
            " SET last_event = excluded.last_event, size = search_parts.size + excluded.size,"
            " document = search_parts.document || excluded.document",
            (self.language, *(list(column) for column in zip(*parts, strict=True)))
            if parts
            else (self.language, *[[]] * 6),
        )


class _Reading:
    """One conversation while it is read: where its last part begins and how much is in it, and what is added."""

    def __init__(self, room_id: str, after: int) -> None:
        self.room_id = room_id
        self.after = after
        self.is_new = True
        self._part = self._size = self._first = 0
        self._texts: list[str] = []
        self._full: list[tuple] = []

    def go_on(self, part: int, size: int) -> None:
        """There are parts already, of which this is the last."""
        self.is_new, self._part, self._size, self._first = False, part, size, self.after + 1

    def add(self, event_id: int, text: str) -> None:
        """One more text; a part takes PART_BYTES, and more only of a single event."""
        size = len(text.encode())
        if self._size and self._size + size > PART_BYTES:
            self._end_part()
            self._part, self._size, self._first = self._part + 1, 0, event_id
        self._texts.append(text[:PART_BYTES])
        self._size += size
        self.after = max(self.after, event_id)

    def _end_part(self) -> None:
        if any(self._texts):
            text = "\n".join(self._texts)
            self._full.append((self.room_id, self._part, self._first, self.after, len(text.encode()), text))
        self._texts = []

    def written(self) -> list[tuple]:
        """The rows that are to be added, or added to."""
        self._end_part()
        return self._full
