"""Many conversations of the past, written straight into a database as servers would have written them, for what has to be
fast when the log is long. The words are drawn like those of a language: few very often, most seldom."""

import io
import json
import random
from datetime import UTC, datetime, timedelta

from inko_lite.database import connect
from inko_lite.desk.identity import new_id

AGENTS = 20
# In every fourth, every hundredth, and in one conversation.
COMMON, SELDOM, UNIQUE = "profile", "recovery", "quokka"


def vocabulary(size: int, seed: int = 1) -> list[str]:
    """Words of English syllables, no two the same."""
    picked = random.Random(seed)
    syllables = [a + b for a in "bcdfghklmnprstvw" for b in ("a", "e", "i", "o", "u", "an", "er", "in", "ol", "us")]
    words: dict[str, None] = {}
    while len(words) < size:
        words["".join(picked.choices(syllables, k=picked.randint(1, 4)))] = None
    return list(words)


class Past:
    """Texts, drawn from a vocabulary; the same seed gives the same texts."""

    def __init__(self, seed: int = 1, words: int = 30_000) -> None:
        self._random = random.Random(seed)
        self._words = vocabulary(words)

    def text(self, words: int) -> str:
        """So many words, by Zipf's law."""
        size = len(self._words)
        return " ".join(self._words[int(size ** self._random.random()) - 1] for _ in range(words))

    def write(self, dsn: str, chats: int, messages: int, account: str = "1", days: int = 300) -> None:
        """Ended conversations with so many messages each, spread over the last days; the first agent has this account."""
        agents = [(new_id(), f"Agent {n:02}", account if n == 0 else f"past-{n}") for n in range(AGENTS)]
        tables = self._tables(chats, messages, agents, datetime.now(UTC) - timedelta(days=days), days)
        connection = connect(dsn, "inko-lite history", statement_seconds=0)
        with connection.cursor() as cursor:
            cursor.execute("BEGIN; SELECT last_id, messages FROM log_head FOR UPDATE")
            base, _ = cursor.fetchone()
            if base:
                raise ValueError("the log has begun already")
            for table, (columns, rows) in tables.items():
                lines = "".join("\t".join(map(_field, row)) + "\n" for row in rows)
                cursor.copy_expert(f"COPY {table} ({columns}) FROM STDIN", io.StringIO(lines))
            cursor.execute(
                "UPDATE log_head SET last_id = (SELECT max(id) FROM events), messages = (SELECT max(message_number) FROM events),"
                " last_at = (SELECT max(at) FROM events); COMMIT"
            )
            for table in (*tables, "log_head"):
                cursor.execute(f"VACUUM ANALYZE {table}")
        connection.close()

    def _tables(self, chats: int, messages: int, agents: list, begin: datetime, days: int) -> dict:
        sessions = [_session(*agent, "agent", begin) for agent in agents]
        rooms, asked, members, events = [], [], [], []
        step = timedelta(days=days) / (chats * (messages + 4))
        event_id = 0
        at = begin

        def event(stream, kind, room, actor, subject=None, key=None, number=None, **data):
            nonlocal event_id, at
            event_id += 1
            at += step
            body = json.dumps({"room": room, **data}, ensure_ascii=False)
            events.append((event_id, stream, kind, room, actor, subject, key, number, at, body))
            return event_id

        number = 0
        for n in range(chats):
            room, guest = new_id(), new_id()
            agent_id, agent_name, _ = agents[n % AGENTS]
            people = [
                {"id": guest, "name": f"Guest {n}", "kind": "guest"},
                {"id": agent_id, "name": agent_name, "kind": "agent"},
            ]
            sessions.append(_session(guest, f"Guest {n}", None, "guest", at, ended=True))
            stream, opened, size = "room:" + room, at, 0
            stays = [event(stream, "joined", room, who["id"], who["id"], **{"from": who}, role=role)
                     for who, role in zip(people, ("guest", "agent"), strict=True)]  # fmt: skip
            for turn in range(messages):
                number += 1
                text = self.text(24)
                if turn == messages // 2:
                    text += (
                        f" {COMMON}" * (n % 4 == 0)
                        + f" {SELDOM} key" * (n % 100 == 0)
                        + f" {UNIQUE}" * (n == chats // 2)
                    )
                size += len(text.encode())
                who = people[turn % 2]
                event(stream, "message", room, who["id"], None, f"c{number}", number,
                      **{"from": who}, body=text, html=text, client_id=f"c{number}")  # fmt: skip
            end = event(stream, "ended", room, guest, **{"from": people[0]}, reason="solved")
            rooms.append((room, "support", f"Guest {n}", agent_id, size, opened, at, "solved"))
            product = ("Firefox", "Thunderbird")[n % 2]
            asked.append((room, guest, f"Guest {n}", self.text(12), json.dumps({"product": product}), opened, opened))
            members += [
                (room, who["id"], role, stay, end)
                for who, role, stay in zip(people, ("guest", "agent"), stays, strict=True)
            ]
        return {
            "sessions": ("id, token_hash, csrf, kind, name, site_user_id, chat_limit, created_at, seen_at, expires_at, ended_at,"
                         " end_reason, status", sessions),
            "rooms": ("id, kind, name, owner_id, bytes, opened_at, closed_at, close_reason", rooms),
            "chats": ("room_id, guest_id, guest_name, question, metadata, queued_at, assigned_at", asked),
            "events": ("id, stream, kind, room_id, actor_id, subject_id, client_id, message_number, at, data", events),
            "members": ("room_id, session_id, role, joined_event, left_event", members),
        }  # fmt: skip


def _session(id_: str, name: str, account: str | None, kind: str, at: datetime, ended: bool = True) -> tuple:
    end = (at, "signed_out") if ended else (None, None)
    return (
        id_,
        "\\x" + id_.encode().hex(),
        "x",
        kind,
        name,
        account,
        3,
        at,
        at,
        at + timedelta(hours=72),
        *end,
        "offline",
    )


def _field(value: object) -> str:
    """A value as COPY reads it."""
    if value is None:
        return "\\N"
    return str(value).replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")
