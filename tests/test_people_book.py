"""The account that the load test's people keep: each broken promise, done to a history that was good, is found."""

import json

import pytest

from loadtest import certify, report, slo
from loadtest.book import HEARD_WITHIN_SECONDS, Book, Told, Who

ANA, GUS, EVE = "ana", "gus", "eve"


class Account:
    """A book and a clock; people come into one room, and say and hear things there."""

    def __init__(self):
        self.missed = 0
        self.delays = []
        self.book = Book(lambda seconds, size: self.delays.append(seconds), self._miss)
        self.at = 1.0

    def _miss(self):
        self.missed += 1

    def comes(self, person, event_id, room="r"):
        for each in (ANA, GUS):
            self.book.hear(each, [Told("joined", event_id, room, who=Who(person))], self.at)

    def says(self, person, event_id, heard_by=(ANA, GUS), name=None, room="r"):
        name = name or f"m{event_id}"
        entry = self.book.post(person, room, name, 10, self.at)
        self.book.accept(entry, event_id, self.at)
        for each in heard_by:
            self.hears(each, event_id, name, room)
        return entry

    def hears(self, person, event_id, name=None, room="r"):
        self.book.hear(person, [Told("message", event_id, room, name or f"m{event_id}")], self.at + 0.1)

    def ends(self):
        """Long after; what was broken, as counts that are not 0."""
        self.book.sweep(self.at + 2 * HEARD_WITHIN_SECONDS)
        self.book.close()
        names = ("unheard", "lost", "doubled", "disordered", "strayed", "unanswered")
        return {name: self.book.counts[name] for name in names if self.book.counts[name]}


@pytest.fixture
def account():
    found = Account()
    found.comes(ANA, 1), found.comes(GUS, 2)
    found.says(ANA, 3), found.says(GUS, 4)
    return found


def test_a_good_history_is_good_and_each_delivery_is_timed(account):
    assert account.ends() == {}
    assert account.delays == pytest.approx([0.1] * 4) and account.book.counts["heard"] == 4


def test_the_fullest_conversation_is_what_was_acknowledged_of_it_and_not_what_anybody_happened_to_see(account):
    account.book.refuse(account.book.post(ANA, "r", "m5", 1000, account.at))
    account.says(GUS, 6, room="other", heard_by=[])
    account.ends()
    assert account.book.counts["fullest_conversation"] == 20


def test_what_one_member_did_not_hear_in_time_is_found_and_is_lost(account):
    account.says(ANA, 5, heard_by=[ANA])
    assert account.ends() == {"unheard": 1, "lost": 1}
    assert account.missed == 1


def test_what_came_late_is_not_lost(account):
    account.says(ANA, 5, heard_by=[ANA])
    account.book.sweep(2 * HEARD_WITHIN_SECONDS)
    account.hears(GUS, 5)
    assert account.ends() == {"unheard": 1}


def test_an_event_that_comes_again_is_doubled(account):
    account.hears(GUS, 4)
    assert account.ends() == {"doubled": 1}


def test_a_message_under_two_ids_is_doubled(account):
    account.hears(GUS, 5, "m4")
    assert account.ends()["doubled"] >= 1


def test_a_message_under_another_id_than_was_acknowledged_is_doubled(account):
    entry = account.book.post(ANA, "r", "m5", 10, 1.0)
    account.hears(GUS, 6, "m5"), account.hears(ANA, 6, "m5")
    account.book.accept(entry, 5, 1.0)
    assert account.ends()["doubled"] == 1


def test_ids_that_fall_are_out_of_order(account):
    account.says(ANA, 5, heard_by=[ANA]), account.says(GUS, 6)
    account.hears(GUS, 5)
    assert account.ends() == {"disordered": 1}


def test_one_senders_messages_in_another_order_than_said_are_out_of_order(account):
    first = account.book.post(ANA, "r", "a", 1, 1.0)
    second = account.book.post(ANA, "r", "b", 1, 1.0)
    account.book.accept(second, 5, 1.0), account.book.accept(first, 6, 1.0)
    for person in (ANA, GUS):
        account.hears(person, 5, "b"), account.hears(person, 6, "a")
    assert account.ends() == {"disordered": 2}


def test_who_is_not_in_the_room_must_not_hear_it_and_who_was_told_nothing_of_joining_neither(account):
    account.hears(EVE, 4)
    assert account.ends() == {"strayed": 1}


def test_who_left_is_not_waited_for_and_must_not_hear_what_came_after(account):
    for person in (ANA, GUS):
        account.book.hear(person, [Told("left", 5, "r", who=Who(GUS))], 0.0)
    account.says(ANA, 6, heard_by=[ANA])
    assert account.ends() == {}
    account.hears(GUS, 6)
    assert account.ends() == {"strayed": 1}


def test_a_room_that_ended_has_no_members(account):
    for person in (ANA, GUS):
        account.book.hear(person, [Told("ended", 5, "r")], 0.0)
    account.says(ANA, 6, heard_by=[])
    assert account.ends() == {}


def test_what_was_refused_must_not_be_heard(account):
    entry = account.book.post(ANA, "r", "no", 10, 1.0)
    account.book.refuse(entry)
    assert account.ends() == {}
    account.hears(GUS, 5, "no")
    assert account.ends()["strayed"] == 1


def test_a_message_whose_sender_was_never_answered_is_counted(account):
    account.book.post(ANA, "r", "what", 10, 1.0)
    assert account.ends() == {"unanswered": 1}


def test_ephemeral_events_may_come_twice_and_others_messages_are_nobodys_business(account):
    account.book.hear(GUS, [Told("typing"), Told("typing"), Told("message", 5, "r", "somebody-else")], 0.0)
    assert account.ends() == {}


# ── the promises ────────────────────────────────────────────────────────────────────────────────────────────────────


def kept(name):
    """Figures with which every promise of a scenario is just kept."""
    scenario = slo.SCENARIOS[name]
    return {
        promise.figure: promise.most if promise.most is not None else promise.least
        for promise in (*scenario.promises, *scenario.full_promises)
    }


@pytest.mark.parametrize("name", slo.SCENARIOS)
def test_each_promise_of_each_scenario_can_be_broken_by_its_figure_alone(name):
    scenario = slo.SCENARIOS[name]
    assert slo.good(slo.judge(scenario, kept(name), False, True))
    for promise in (*scenario.promises, *scenario.full_promises):
        off = promise.most + 1 if promise.most is not None else promise.least - 1
        for value in (off, None, float("nan")):
            rows = slo.judge(scenario, kept(name) | {promise.figure: value}, False, True)
            assert [row.figure for row in rows if row.verdict == "FAIL"] == [promise.figure]


def test_what_only_our_own_server_shows_is_no_failure_elsewhere_and_no_pass():
    figures = kept("stated") | {"errors_logged": None}
    verdicts = {row.figure: row.verdict for row in slo.judge(slo.SCENARIOS["stated"], figures, False, False)}
    assert verdicts["errors_logged"] == "–" and "FAIL" not in verdicts.values()


def test_the_stated_people_fill_the_site_exactly():
    limits = dict(slo.STATED_LIMITS)
    found = slo.population("stated", limits, 100, short=False)
    agents = {place for pair in found["groups"] for place in pair} | set(range(found["taking"]))
    assert found["talking"] + len(agents) == limits["users"] == 50
    assert found["talking"] + len(found["groups"]) == limits["rooms"] == 50
    assert found["waiting"] == limits["waiting"] == 50
    assert 595 < 60 * found["messages_a_second"] < 600
    inside = slo.population("at-limit", limits, 100, short=False)
    assert inside["talking"] + inside["taking"] + 1 == 50
    assert inside["talking"] + len(inside["groups"]) + 2 == 50


def test_too_few_agents_are_told():
    with pytest.raises(ValueError, match="needs 4 agents and there are 3"):
        slo.population("at-limit", dict(slo.STATED_LIMITS), 3, short=True)


# ── the command ─────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (["state"], "there is no scenario state"),
        (["stated", "--host", "http://127.0.0.1:1"], "--host and --agents-file go together"),
        (["stated", "--host", "127.0.0.1:1", "--agents-file", "x"], "--host is a URL"),
        (["idle", "--host", "http://127.0.0.1:1", "--agents-file", "x"], "idle needs a server of our own"),
        (["stated", "--host", "http://h", "--agents-file", "x", "--times", "2"], "not with --host"),
        (["stated", "--set", "users=3"], "write SECTION.KEY=VALUE"),
    ],
)
def test_wrong_use_ends_with_2_and_a_sentence(given, sentence, capsys):
    with pytest.raises(SystemExit) as ended:
        certify.main(given)
    assert ended.value.code == 2
    assert sentence in capsys.readouterr().err


def test_settings_come_from_the_scenario_then_the_scale_then_the_command():
    asked = certify.arguments(["at-limit", "--times", "2", "--set", "limits.users=7", "--set", "pages.title=Load"])
    assert certify.settings_of("at-limit", asked) == {
        "flood": {"enabled": False},
        "limits": {"users": 7, "rooms": 100, "messages_per_minute": 1200, "waiting": 100},
        "queue": {"standby": 100},
        "pages": {"title": "Load"},
    }


def test_a_host_that_is_away_ends_with_3_and_a_sentence(tmp_path, capsys):
    (tmp_path / "cookies").write_text("x\n")
    asked = [
        "stated",
        "--host",
        "http://127.0.0.1:1",
        "--agents-file",
        str(tmp_path / "cookies"),
        "--out",
        str(tmp_path),
    ]
    assert certify.main(asked) == 3
    assert "loadtest: stated: " in capsys.readouterr().err


def a_certificate(**figures):
    rows = slo.judge(slo.SCENARIOS["stated"], kept("stated") | figures, True, True)
    return {
        "scenario": "stated", "form": "short", "what": "w", "made_at": "2026-01-02T03:04:05+00:00", "version": "1", "commit": "",
        "verdict": "PASS" if slo.good(rows) else "FAIL", "figures": figures, "faults": ["lost: m1"], "unexpected": {},
        "promises": [json.loads(json.dumps({name: getattr(row, name) for name in row.__struct_fields__})) for row in rows],
        "machine": {"cores": 2, "load_before": 0.1, "load_highest": 1.0, "steal_percent": 0.0},
    }  # fmt: skip


def test_the_end_table_has_a_line_a_promise_and_the_verdict_last():
    text = report.end_table(a_certificate(delivery_p99_ms=251.0))
    assert next(line for line in text.splitlines() if "99 of 100" in line).split()[-4:] == ["≤", "250", "ms", "FAIL"]
    assert text.endswith("FAIL: stated") and "lost: m1" in text


def test_a_comparison_shows_what_moved_and_which_verdict_changed():
    text = report.comparison(a_certificate(delivery_p99_ms=200.0), a_certificate(delivery_p99_ms=300.0))
    assert "+50.0 %" in text and "99 of 100 deliveries: PASS → FAIL" in text
