"""Health and metrics: what is told is documented, is true, and costs little."""

import re
import time
from pathlib import Path

from inko_lite.config import KEYS
from inko_lite.metrics import FIGURES, NAMES
from inko_lite.reload import ELSEWHERE, LIVE

from .host import until

ROOT = Path(__file__).resolve().parent.parent


def scraped(person) -> dict[str, float]:
    """Each sample of /metrics by its name and labels."""
    lines = person.get("/metrics").body.decode().splitlines()
    return {line.rpartition(" ")[0]: float(line.rpartition(" ")[2]) for line in lines if not line.startswith("#")}


def test_the_table_of_names_is_what_a_scrape_gives(cast):
    table = re.findall(
        r"^\| `(inko_\w+)` \| (\w+) \| (?:`(\w+)`)? ?\| (.+?)(?: \*\*all\*\*)? \|$",
        (ROOT / "docs/metrics.md").read_text(),
        re.M,
    )
    assert {name: (kind, label, text) for name, kind, label, text in table} == {
        name: tuple(named) for name, named in NAMES.items()
    }
    marked = set(re.findall(r"^\| `(inko_\w+)` .*\*\*all\*\* \|$", (ROOT / "docs/metrics.md").read_text(), re.M))
    assert marked == set(FIGURES.values())
    stranger = cast.stranger()
    stranger.request("GET", "/nowhere")
    text = stranger.get("/metrics").body.decode()
    told = {
        name: kind
        for name, kind in re.findall(r"^# TYPE (inko_\w+) (\w+)$", text, re.M)
        if not name.endswith("_created")
    }
    assert told == {name: named.kind for name, named in NAMES.items()}
    helped = dict(re.findall(r"^# HELP (inko_\w+) (.*)$", text, re.M))
    assert {name: helped[name] for name in NAMES} == {name: named.text for name, named in NAMES.items()}


def test_units_stand_at_the_end_of_names():
    for name, named in NAMES.items():
        assert name.startswith("inko_") and (named.kind == "counter") == name.endswith("_total")
        assert named.kind != "histogram" or name.endswith("_seconds")


def test_the_figures_are_those_of_what_happened(site):
    server = site.start()
    ana, gus, room = site.cast.chat()
    before = scraped(gus)
    gus.listens()
    for word in ("one", "two"):
        ana.says(room, word)
    gus.request("GET", "/nowhere")
    until(lambda: scraped(gus)["inko_messages_per_minute"] == 2, "the live figures are read again")
    now = scraped(gus)
    for name, more in (
        ("inko_messages_total", 2), ('inko_requests_total{status="201"}', 2), ('inko_requests_total{status="404"}', 1),
        ('inko_refusals_total{code="path.unknown"}', 1), ('inko_request_seconds_count{kind="message"}', 2),
    ):  # fmt: skip
        assert now[name] - before.get(name, 0) == more, name
    assert (
        now['inko_request_seconds_bucket{kind="message",le="+Inf"}']
        == now['inko_request_seconds_count{kind="message"}']
    )
    assert (
        now["inko_listeners"] == 1
        and now["inko_connections"] >= 2
        and now["inko_users"] == 2
        and now["inko_rooms"] == 1
    )
    assert now["inko_ready"] == now["inko_following"] == now["inko_config_reload_ok"] == 1 and now["inko_draining"] == 0
    assert now['inko_limit{limit="message_bytes"}'] == 30720 and now["inko_largest_message_bytes"] == 3
    assert 0 <= now["inko_event_loop_lag_seconds"] < 5 and now["inko_followed_seconds_ago"] < 10
    assert now["inko_log_position"] == gus.get("/readyz").json["position"]
    assert server.process.poll() is None


def test_a_worker_says_why_it_is_not_ready(site):
    site.start()
    gus = site.cast.guest()
    ready = gus.get("/readyz").json
    assert ready == {
        "ready": True, "database": True, "following": True, "behind": 0, "position": ready["position"], "draining": False
    }  # fmt: skip


def test_a_scrape_costs_little(cast):
    stranger = cast.stranger()
    scraped(stranger)
    began = time.process_time(), time.monotonic()
    for _ in range(20):
        scraped(stranger)
    assert time.monotonic() - began[1] < 20 * 0.5
    # One query a second at most, however often is asked: the figures of a moment ago are the same object.
    first, second = scraped(stranger), scraped(stranger)
    assert {name: first[name] for name in FIGURES.values()} == {name: second[name] for name in FIGURES.values()}


def test_what_a_reload_changes_is_what_is_documented():
    rows = re.findall(r"^\| (\w+) \| (`.+`) \|$", (ROOT / "docs/reload.md").read_text(), re.M)
    described = {f"{section}.{name}" for section, names in rows for name in re.findall(r"`(\w+)`", names)}
    assert described == LIVE and LIVE | ELSEWHERE <= set(KEYS)
