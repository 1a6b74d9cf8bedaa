"""The invariants: each is noticed when it is broken, and none is broken by what people do."""

import re
from pathlib import Path

import psycopg2
import pytest

import inko_lite
from inko_lite.doctor import diagnose

from .conftest import dsn_of, execute, open_site
from .test_cli import configuration, failure, inko

# Each breaks one invariant, by hand and behind the servers' back, where nothing in the schema forbids it.
BREAK = {
    "broken_log_ids": "DELETE FROM events WHERE kind = 'message' AND message_number = 2; UPDATE events SET message_number = 2"
    " WHERE message_number = 3; UPDATE log_head SET messages = 2",
    "broken_log_order": "UPDATE events SET at = at - interval '1 h' WHERE id = (SELECT max(id) FROM events)",
    "broken_message_numbers": "UPDATE events SET message_number = 99 WHERE message_number = 3",
    "broken_messages": "UPDATE events SET client_id = 'another' WHERE message_number = 1",
    "broken_client_ids": "UPDATE events SET data = jsonb_set(data::jsonb, '{client_id}', '\"twice\"')::json WHERE kind = 'note'",
    "broken_speakers": "UPDATE members SET role = 'watcher' WHERE role = 'guest' AND left_event IS NULL",
    "broken_room_bytes": "UPDATE rooms SET bytes = bytes + 1 WHERE kind = 'support'",
    "broken_room_ends": "UPDATE events SET kind = 'was_ended' WHERE kind = 'ended'",
    "broken_members_of_closed": "UPDATE members SET left_event = NULL WHERE room_id = (SELECT id FROM rooms WHERE closed_at IS NOT NULL)",
    "broken_stays": "UPDATE members SET joined_event = joined_event + 1000 WHERE left_event IS NULL",
    "broken_comings": "DELETE FROM members WHERE role = 'agent' AND left_event IS NULL",
    "broken_guest_states": "UPDATE queue_entries SET state = 'waiting', ended_at = NULL, end_reason = NULL, room_id = NULL"
    " WHERE room_id = (SELECT id FROM rooms WHERE kind = 'support' AND closed_at IS NULL)",
    "broken_guest_rooms": "INSERT INTO members (room_id, session_id, role, joined_event) SELECT (SELECT id FROM rooms WHERE"
    " permanent), session_id, 'member', 9999 FROM members WHERE role = 'guest' AND left_event IS NULL",
    "broken_chat_limits": "UPDATE sessions SET chat_limit = 0 WHERE kind = 'agent'",
    "broken_support_rooms": "UPDATE rooms SET owner_id = NULL WHERE kind = 'support' AND closed_at IS NULL",
    "broken_queue_entries": "UPDATE queue_entries SET room_id = NULL WHERE state = 'assigned'",
    "broken_ended_sessions": "UPDATE sessions SET ended_at = clock_timestamp(), end_reason = 'x' WHERE kind = 'guest' AND ended_at IS NULL",
    "broken_requests": "UPDATE requests SET reply = '{\"room\": \"nowhere\"}'",
    "broken_retention": "UPDATE retention SET purged_to = 5",
    "broken_search": "UPDATE rooms SET searchable = true; INSERT INTO search_states (room_id, language) SELECT id, 'simple' FROM rooms"
    " ON CONFLICT (room_id) DO UPDATE SET last_event = 0",
}  # fmt: skip


@pytest.fixture(scope="module")
def lived_in(postgres, databases, template):
    """The name of a database in which people have chatted and everything is whole; servers do not run."""
    with open_site(databases, template) as site:
        site.start()
        ana, gus, room = site.cast.chat()
        gus.says(room, "one"), ana.says(room, "two")
        ana.post(f"/note/{room}", {"body": "first", "client_id": "n1"}), ana.post(f"/note/{room}", {"body": "second"})
        site.cast.agent("ben")
        _, eve, other = site.cast.chat(ana, "Eve")
        eve.says(other, "three")
        eve.post(f"/end/{other}")
        site.servers[0].kill()
        execute(postgres.dsn, f"CREATE DATABASE inko_lived_in TEMPLATE {dict(_pairs(site.dsn))['dbname']}")
        site.cast.people.clear()
        yield "inko_lived_in"
        execute(postgres.dsn, "DROP DATABASE inko_lived_in WITH (FORCE)")


def _pairs(dsn):
    return (part.split("=", 1) for part in dsn.split())


@pytest.fixture
def copy(postgres, lived_in):
    execute(postgres.dsn, f"CREATE DATABASE inko_broken TEMPLATE {lived_in}")
    yield dsn_of(postgres, "inko_broken")
    execute(postgres.dsn, "DROP DATABASE inko_broken WITH (FORCE)")


def damage(dsn, statements):
    """As a fault of the machine might do: no trigger and no foreign key looks on."""
    connection = psycopg2.connect(dsn, options="-c search_path=inko -c session_replication_role=replica")
    with connection, connection.cursor() as cursor:
        cursor.execute("ALTER TABLE members DROP CONSTRAINT IF EXISTS members_left_event_check")
        cursor.execute(statements)
        assert cursor.rowcount, "nothing was there to be damaged"
    connection.close()


def test_every_invariant_has_an_example_of_its_fault_here_and_a_sentence():
    sql = (Path(inko_lite.__file__).parent / "migrations/0020_doctor.sql").read_text()
    assert set(re.findall(r"CREATE VIEW (\w+)", sql)) == set(BREAK) == set(re.findall(r"COMMENT ON VIEW (\w+) IS", sql))


@pytest.mark.parametrize("name", BREAK)
def test_a_broken_invariant_is_found_and_shown(copy, name):
    assert diagnose(copy) == []
    damage(copy, BREAK[name])
    found = {finding.name: finding for finding in diagnose(copy)}
    assert name in found, set(found)
    finding = found[name]
    assert finding.count >= len(finding.rows) >= 1 and finding.sentence != name
    assert next(finding.lines()).startswith(f"BROKEN {name.removeprefix('broken_')}: {finding.sentence} (")


def test_an_agent_above_a_limit_that_was_lowered_since_has_not_passed_it(site):
    site.start()
    ana = site.cast.agent()
    for n in range(3):
        site.cast.guest(f"G{n}").asks()
        ana.assists()
    ana.post("/set_limit", {"limit": 1})
    assert diagnose(site.dsn) == []
    site.query("DELETE FROM audit WHERE act = 'set_limit'")
    assert [finding.name for finding in diagnose(site.dsn)] == ["broken_chat_limits"]
    ana.post("/set_limit", {"limit": 3})
    assert diagnose(site.dsn) == []


def test_the_command_is_one_line_and_0_when_all_is_well(copy, tmp_path):
    done = inko("doctor", "--config", configuration(tmp_path, copy))
    assert (done.returncode, done.stdout, done.stderr) == (0, "all invariants hold\n", "")


def test_the_command_lists_what_is_broken_with_a_few_rows_and_is_1(copy, tmp_path):
    damage(copy, "UPDATE events SET data = '{\"room\": \"x\"}' WHERE kind = 'message'")
    connection = psycopg2.connect(copy, options="-c search_path=inko")
    with connection, connection.cursor() as cursor:
        cursor.execute("UPDATE log_head SET last_id = last_id + 4")
        cursor.execute(
            "INSERT INTO events (id, stream, kind, room_id, subject_id, at, data) SELECT last_id - n, 'room:x', 'joined', 'x', 's',"
            " last_at, '{}' FROM log_head, generate_series(0, 6) n WHERE last_id - n NOT IN (SELECT id FROM events)"
        )
    connection.close()
    done = inko("doctor", "--config", configuration(tmp_path, copy))
    assert done.returncode == 1 and done.stderr == "inko-lite: broken invariants: 3, listed above\n"
    lines = done.stdout.splitlines()
    assert [line.split(":")[0] for line in lines if not line.startswith(" ")] == [
        "BROKEN comings", "BROKEN messages", "BROKEN room_bytes",
    ]  # fmt: skip
    assert lines[0].endswith("changed nobody's membership (4)") and '"room_id":"x"' in lines[1]


def test_no_more_than_five_rows_are_shown(copy):
    damage(copy, "UPDATE events SET at = at - id * interval '1 h'")
    (finding,) = [each for each in diagnose(copy) if each.name == "broken_log_order"]
    *_, last = finding.lines()
    assert len(finding.rows) == 5 and last == f"  … and {finding.count - 5} more"


def test_the_command_says_what_to_do_about_another_schema(postgres, tmp_path):
    execute(postgres.dsn, "CREATE DATABASE inko_doctor_empty")
    try:
        path = configuration(tmp_path, dsn_of(postgres, "inko_doctor_empty"))
        for command in (["doctor"], ["purge", "--older-than", "1d"], ["transcripts", "export", "--format", "csv"]):
            assert f"run `inko-lite migrate --config {path}`" in failure(*command, "--config", path)
    finally:
        execute(postgres.dsn, "DROP DATABASE inko_doctor_empty WITH (FORCE)")
