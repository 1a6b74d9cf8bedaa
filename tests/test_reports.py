"""Reports: the figures are those of what happened, by day, agent, product and tag, within bounds."""

import csv
import datetime
import io
import time

import pytest

from inko_lite.database import Database
from inko_lite.desk.reports import COLUMNS, GROUPS, NOT_GIVEN_UP, Reports, Span
from inko_lite.stream.events import EventLog

from .test_chat import refused

TODAY = datetime.datetime.now(datetime.UTC).date().isoformat()


def by_key(groups):
    return {group["key"]: group for group in groups}


@pytest.fixture(scope="module")
def busy(databases, template):
    """A desk on which four chats took place, one guest found the answer alone, and two gave up."""
    from .conftest import open_site

    with open_site(databases, template) as site:
        site.start(tags={"rules": [{"tag": "sync", "words": ["sync"]}]})
        cast = site.cast
        ana, ben = cast.agent("ana"), cast.agent("ben")
        rooms = []
        for agent, product, wait, handling, score, solved in (
            (ana, "Firefox", 10, 100, 5, True),
            (ana, "Firefox", 20, 200, 2, False),
            (ben, "=1+1", 30, 300, None, None),
            (ben, "", 60, None, None, None),
        ):
            guest = cast.guest("Gus")
            guest.asks("sync" if wait == 10 else "?", **({"product": product} if product else {}))
            room = agent.assists(guest)
            rooms.append(room)
            if handling:
                guest.post(f"/end/{room}")
            if score:
                guest.post(f"/survey/{room}", {"score": score, "solved": solved})
            site.query(
                "UPDATE chats SET queued_at = t.at, assigned_at = t.at + %(wait)s * interval '1 s'"
                " FROM (SELECT queued_at AS at FROM chats WHERE room_id = %(room)s) t WHERE room_id = %(room)s RETURNING 1",
                {"wait": wait, "room": room},
            )
            site.query(
                "UPDATE rooms SET closed_at = (SELECT assigned_at FROM chats WHERE room_id = id) + %s * interval '1 s'"
                " WHERE id = %s AND closed_at IS NOT NULL RETURNING 1",
                (handling, room),
            )
        ana.post(f"/tags/{rooms[1]}", {"add": ["slow"]})
        for question, reason in (("sync", "solved"), ("sync", None), ("other", "too long")):
            guest = cast.guest("Left")
            guest.asks(question, product="Firefox")
            guest.post("/queue/leave", {"reason": reason} if reason else {})
        removed = cast.guest("Removed")
        removed.asks()
        site.query(
            "UPDATE queue_entries SET state = 'left', ended_at = now(), end_reason = 'removed' WHERE session_id = %s RETURNING 1",
            (removed.id,),
        )
        site.mia = cast.monitor()
        yield site


def test_the_figures_of_all_are_those_of_what_happened(busy):
    total = busy.mia.get("/reports/summary").json["total"]
    assert (total["guests"], total["chats"], total["abandoned"], total["answered_waiting"]) == (7, 4, 2, 1)
    assert (total["wait_median_seconds"], total["wait_p90_seconds"], total["wait_longest_seconds"]) == (25, 51, 60)
    assert (total["handling_median_seconds"], total["handling_p90_seconds"]) == (200, 280)
    assert (total["surveys"], total["score_mean"], total["solved"], total["not_solved"]) == (2, 3.5, 1, 1)
    assert [total[f"score_{n}"] for n in range(1, 6)] == [0, 1, 0, 0, 1]
    assert total["abandoned_share"] == round(2 / 7, 4)


def test_the_same_figures_by_day_agent_product_and_tag(busy):
    report = busy.mia.get("/reports/summary").json
    assert by_key(report["days"])[TODAY]["guests"] == 7
    agents = {group["name"]: group for group in report["agents"]}
    assert (agents["Ana"]["chats"], agents["Ana"]["score_mean"], agents["Ana"]["wait_median_seconds"]) == (2, 3.5, 15)
    assert (agents["Ben"]["chats"], agents["Ben"]["surveys"], agents["Ben"]["abandoned"]) == (2, 0, 0)
    products = by_key(report["products"])
    assert (
        products["Firefox"]["chats"],
        products["Firefox"]["abandoned"],
        products["Firefox"]["answered_waiting"],
    ) == (2, 2, 1)
    assert products["=1+1"]["chats"] == products[""]["chats"] == 1
    tags = by_key(report["tags"])
    assert (tags["sync"]["chats"], tags["sync"]["abandoned"], tags["sync"]["answered_waiting"]) == (1, 1, 1)
    assert (tags["slow"]["chats"], tags["slow"]["score_mean"]) == (1, 2)


def test_the_table_is_a_csv_file_that_no_spreadsheet_runs(busy):
    reply = busy.mia.get("/reports/summary.csv")
    assert (
        reply.headers["Content-Type"] == "text/csv; charset=utf-8"
        and "attachment" in reply.headers["Content-Disposition"]
    )
    rows = list(csv.DictReader(io.StringIO(reply.body.decode())))
    assert tuple(rows[0]) == COLUMNS and rows[0]["group"] == "total" and rows[0]["guests"] == "7"
    assert {row["key"] for row in rows if row["group"] == "product"} == {"Firefox", "'=1+1", ""}
    assert not [cell for row in rows for cell in row.values() if cell[:1] in tuple("=+-@\t\r")]


def test_a_report_is_for_monitors_and_of_a_bounded_time(busy):
    ana, mia = busy.cast.agent("ana"), busy.mia
    refused("permission.monitor", ana.get, "/reports/summary")
    refused("permission.monitor", ana.get, "/reports/summary.csv")
    for query in ("from=2026-01-02&to=2026-01-01", "from=2020-01-01&to=2026-01-01", "from=yesterday", "days=3"):
        refused("request.invalid", mia.get, "/reports/summary?" + query)
    nothing = mia.get("/reports/summary?from=2026-01-01&to=2026-01-02").json
    assert (nothing["from"], nothing["to"]) == ("2026-01-01T00:00:00.000Z", "2026-01-03T00:00:00.000Z")
    assert (
        nothing["total"]["guests"] == 0
        and nothing["days"] == nothing["tags"] == []
        and nothing["total"]["score_mean"] is None
    )
    assert mia.get(f"/reports/summary?from={TODAY}&to={TODAY}").json["total"]["guests"] == 7


def test_a_conversation_that_went_on_in_a_new_room_is_one_chat_to_its_end(site):
    site.start(limits={"session_bytes": 40_000})
    ana, gus, room = site.cast.chat()
    for _ in range(4):
        gus.says(room, "x" * 9_000)
    new = gus.post(f"/continue/{room}").json["room"]
    gus.post(f"/end/{new}")
    assert gus.post(f"/survey/{room}", {"score": 3, "solved": True}).json["room"] == new
    (seconds,) = site.query(
        "SELECT extract(epoch FROM r.closed_at - c.assigned_at)::float8 FROM rooms r, chats c WHERE r.id = %s AND c.room_id = %s",
        (new, room),
    )[0]
    total = site.cast.monitor().get("/reports/summary").json["total"]
    assert (total["chats"], total["surveys"]) == (1, 1)
    assert total["handling_median_seconds"] == pytest.approx(seconds, abs=0.001)
    assert ana.kind == "agent"


def test_a_week_among_two_years_is_found_by_the_index_and_in_a_moment(dsn):
    database = Database(dsn)
    database.rows(
        "WITH s AS (INSERT INTO sessions (id, token_hash, csrf, kind, name, chat_limit, expires_at)"
        "  SELECT 's' || n, sha256(n::text::bytea), '', 'guest', 'G', 1, now() FROM generate_series(1, 30000) n RETURNING id)"
        " INSERT INTO rooms (id, kind, name, opened_at, closed_at, close_reason)"
        "  SELECT id, 'support', 'G', now() - right(id, -1)::int * interval '35 min', now(), 'ended' FROM s"
    )
    database.rows(
        "INSERT INTO chats (room_id, guest_id, guest_name, question, metadata, queued_at, assigned_at)"
        " SELECT id, id, 'G', '?', '{}', opened_at, opened_at + interval '1 min' FROM rooms"
    )
    database.rows(
        "INSERT INTO queue_entries (id, session_id, name, question, metadata, state, queued_at, ended_at, end_reason)"
        " SELECT id, id, 'G', '?', '{}', 'left', opened_at, now(), 'left' FROM rooms"
    )
    database.rows("INSERT INTO tags (room_id, tag) SELECT id, 'sync' FROM rooms")
    database.rows("INSERT INTO surveys (room_id, score, solved) SELECT id, 4, true FROM rooms")
    for table in ("sessions", "rooms", "chats", "queue_entries", "tags", "surveys"):
        database.rows(f"ANALYZE {table}")
    now = datetime.datetime.now(datetime.UTC)
    week = Span(now - datetime.timedelta(days=7), now)
    args = {"since": week.since, "until": week.until, "not_given_up": list(NOT_GIVEN_UP)}
    plan = "\n".join(line for (line,) in database.rows("EXPLAIN " + GROUPS, args))
    assert "chats_by_time" in plan and "queue_entries_by_time" in plan and "Seq Scan on" not in plan, plan
    began = time.monotonic()
    total = Reports(EventLog(database)).summary(week)["total"]
    assert total["chats"] == total["abandoned"] == total["surveys"] == pytest.approx(7 * 24 * 60 / 35, abs=1)
    assert time.monotonic() - began < 1
    database.close()
