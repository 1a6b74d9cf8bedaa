"""How fast the search answers over a long log, and what it costs the messages: `python -m loadtest.bench_search`.

    python -m loadtest.bench_search [--messages 100000] [--quick]

Writes conversations of the past into a PostgreSQL of its own (durable, as delivered), lets the product read them, and
searches as a monitor and as an agent do, by the product's own code, page and snippets included. Then it compares what a
message costs as delivered and with an index over the messages themselves. Ends with 1 when a search takes longer than 50 ms at
the 95th percentile, or looks at the words of all conversations one by one.
"""

import argparse
import json
import os
import sys
import tempfile
import time

from inko_lite import doctor
from inko_lite.database import Database, connect, migrate
from inko_lite.desk.identity import Session
from inko_lite.desk.search import ENDED_AND_LATE, Search
from inko_lite.desk.transcripts import PAGE, Filters, Transcripts
from inko_lite.embedded import EmbeddedPostgres
from inko_lite.stream.events import EventLog
from inko_lite.stream.writer import COMMIT, prepare_append

from .history import COMMON, SELDOM, UNIQUE, Past

MOST_MILLISECONDS = 50
# How a page is found: by the index of the words; from the newest on, which is quicker when every second one fits; or by neither.
WAYS = {"search_parts_document": "words", "Seq Scan on search_parts": "NONE", "rooms_by_age": "newest first"}
MESSAGES_A_CHAT = 20
OTHER_INDEX = (
    "CREATE INDEX others ON events USING gin (to_tsvector('english', data ->> 'body')) WITH (fastupdate = on)"
    " WHERE kind = 'message'"
)
SEARCHES = {
    "one conversation": Filters(q=UNIQUE),
    "a hundredth of them": Filters(q=SELDOM),
    "a quarter of them": Filters(q=COMMON),
    "both words": Filters(q=f"{COMMON} {SELDOM}"),
    "a phrase": Filters(q=f'"{SELDOM} key"'),
    "either, not the other": Filters(q=f"{UNIQUE} or {SELDOM} -{COMMON}"),
    "with filters": Filters(q=COMMON, product="Thunderbird", agent="Agent 07"),
    "no words, the newest": Filters(),
}


def person(kind: str, account: str) -> Session:
    """Somebody of the staff, without a server."""
    rights = [kind, "agent"]
    return Session("bench", b"", "", kind, kind, account, None, rights, "en", time.time() + 3600)


def plan_of(transcripts: Transcripts, log: EventLog, session: Session, filters: Filters) -> str:
    """How PostgreSQL finds a page."""
    with log.snapshot() as (view, _):
        sql, args = transcripts.statement(view, session, filters, None, PAGE)
        return "\n".join(line for (line,) in view.rows("EXPLAIN (ANALYZE, BUFFERS) " + sql, args))


def measured(call, times: int, before=lambda: None) -> list[float]:
    """Milliseconds of each call, sorted, after one to warm up; `before` comes before each and is not counted."""
    call()
    found = []
    for _ in range(times):
        before()
        began = time.perf_counter()
        call()
        found.append((time.perf_counter() - began) * 1000)
    return sorted(found)


def searching(dsn: str, times: int) -> bool:
    """Prints the times of all searches; are they as promised?"""
    log = EventLog(Database(dsn, application="inko-lite bench", statement_seconds=600))
    search = Search(log, "english")
    transcripts = Transcripts(log, search)
    (late,) = log.database.rows("SELECT count(*) FROM rooms")[0]
    began = time.perf_counter()
    while log.database.rows(ENDED_AND_LATE, (1,)):
        search.settle()
    log.database.rows("VACUUM ANALYZE search_parts, search_states, rooms")
    print(f"reading {late} ended conversations into the search: {time.perf_counter() - began:.1f} s")
    began = time.perf_counter()
    broken = doctor.diagnose(dsn)
    print(f"doctor: {time.perf_counter() - began:.1f} s, {len(broken)} broken\n")
    print("| search | who | found | median ms | p95 ms | found by |\n|---|---|---|---|---|---|")
    good = not broken
    for name, filters in SEARCHES.items():
        for session in (person("monitor", "0"), person("agent", "1")):
            found = transcripts.count(session, filters)
            taken = measured(
                lambda filters=filters, session=session: transcripts.find(session, filters, None, PAGE), times
            )
            p95 = taken[int(len(taken) * 0.95)]
            plan = plan_of(transcripts, log, session, filters)
            way = next((way for part, way in WAYS.items() if part in plan), "the agent's own")
            promised = p95 <= MOST_MILLISECONDS and way != "NONE"
            good = good and promised
            print(
                f"| {name} | {session.kind} | {found} | {taken[len(taken) // 2]:.1f} | {p95:.1f} |"
                f" {way} |{'' if promised else ' ✗'}"
            )
    texts = [Past(seed=2).text(24)]
    monitor = person("monitor", "0")
    taken = measured(
        lambda: transcripts.find(monitor, Filters(q=SELDOM), None, PAGE),
        times // 2,
        lambda: writing(dsn, 50, 50, texts),
    )
    p95 = taken[int(len(taken) * 0.95)]
    good = good and p95 <= MOST_MILLISECONDS
    print(f"| news in 50 open conversations | monitor | | {taken[len(taken) // 2]:.1f} | {p95:.1f} | words |")
    print("\n" + plan_of(transcripts, log, person("monitor", "0"), SEARCHES["a hundredth of them"]))
    log.database.close()
    return good


def cpu_seconds(pid: int) -> float:
    """What a process has used, user and system."""
    with open(f"/proc/{pid}/stat", encoding="ascii") as file:
        fields = file.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def writing(dsn: str, messages: int, batch: int, texts: list[str]) -> float:
    """CPU milliseconds of PostgreSQL a thousand messages, written in batches as the server's writer does."""
    connection = connect(dsn, "inko-lite bench", statement_seconds=0)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO rooms (id, kind, name) SELECT 'w' || n, 'group', 'w' FROM generate_series(0, 49) n ON CONFLICT DO NOTHING"
        )
        cursor.execute(prepare_append())
        pid = connection.info.backend_pid
        before = cpu_seconds(pid)
        for start in range(0, messages, batch):
            posts = [
                json.dumps(
                    {"room": "w0", "from": {"id": "a", "name": "Ana", "kind": "agent"}, "body": text, "html": text}
                )
                for text in (texts[(start + n) % len(texts)] for n in range(batch))
            ]
            rooms = [f"w{(start + n) % 50}" for n in range(batch)]
            cursor.execute("BEGIN")
            cursor.execute(COMMIT.format(""), (2**40, rooms, ["a"] * batch, [None] * batch, [200] * batch, posts))
        used = cpu_seconds(pid) - before
    connection.close()
    return used * 1e6 / messages


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--messages", type=int, default=100_000, help="how long the log is (default 100000)")
    parser.add_argument("--quick", action="store_true", help="a tenth of it: does it work? Not for figures")
    asked = parser.parse_args(arguments)
    total = asked.messages // 10 if asked.quick else asked.messages
    past = Past()
    with (
        tempfile.TemporaryDirectory(prefix="inko-search-") as folder,
        EmbeddedPostgres(os.path.join(folder, "d")) as postgres,
    ):
        migrate(postgres.dsn)
        began = time.perf_counter()
        past.write(postgres.dsn, total // MESSAGES_A_CHAT, MESSAGES_A_CHAT)
        print(
            f"{total} messages in {total // MESSAGES_A_CHAT} conversations, written in {time.perf_counter() - began:.1f} s"
        )
        good = searching(postgres.dsn, 20 if asked.quick else 100)
        texts = [past.text(24) for _ in range(2000)]
        many = 2_000 if asked.quick else 20_000
        print("\n| PostgreSQL's CPU, ms a thousand messages | one at a time | twenty at a time |\n|---|---|---|")
        rows = [
            ("as delivered", None),
            ("with an index over the messages", OTHER_INDEX),
            ("as delivered, again", "DROP INDEX others"),
        ]
        for name, statement in rows:
            if statement:
                connection = connect(postgres.dsn, "inko-lite bench", statement_seconds=0)
                connection.cursor().execute(statement)
                connection.close()
            one, twenty = (writing(postgres.dsn, count, batch, texts) for count, batch in ((many // 10, 1), (many, 20)))
            print(f"| {name} | {one:.0f} | {twenty:.0f} |")
    print(f"\n{'PASS' if good else 'FAIL'}: every search within {MOST_MILLISECONDS} ms at the 95th percentile")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
