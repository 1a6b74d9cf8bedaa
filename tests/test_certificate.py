"""What the program knows of its certificate: it warns about what no load test has shown, and believes no other file."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from inko_lite import certificate
from inko_lite.cli import main
from inko_lite.config import load

ROOT = Path(__file__).resolve().parent.parent
LIMITS = {
    "users": 50, "rooms": 50, "messages_per_minute": 600, "message_bytes": 30720, "session_bytes": 2097152, "waiting": 50,
}  # fmt: skip
GOOD = {
    "scenario": "stated", "form": "full", "verdict": "PASS", "made_at": "2026-01-02T03:04:05+00:00", "version": "1.0",
    "commit": "abc", "limits": LIMITS, "figures": {},
}  # fmt: skip


def config_with(tmp_path, document=GOOD, **limits):
    path = tmp_path / "mine.json"
    path.write_text(document if isinstance(document, str) else json.dumps(document))
    return load(overrides={"capacity": {"certificate": str(path)}, "limits": limits}, environ={})


def test_the_shipped_certificate_is_good_and_covers_every_default():
    found = certificate.read(load(environ={}))
    assert found.limits.keys() == LIMITS.keys()
    assert not list(found.exceeded(load(environ={})))


def test_each_limit_above_the_certified_figure_is_named(tmp_path):
    config = config_with(tmp_path, users=51, rooms=50, waiting=60)
    found = certificate.read(config)
    assert list(found.exceeded(config)) == [("users", 51, 50), ("waiting", 60, 50)]
    assert certificate.known(config) == {"commit": "abc", "date": "2026-01-02T03:04:05+00:00", "limits": LIMITS}


@pytest.mark.parametrize(
    ("document", "sentence"),
    [
        (GOOD | {"verdict": "FAIL"}, 'its verdict is "FAIL"'),
        (GOOD | {"form": "short"}, 'its form is "short"'),
        (GOOD | {"scenario": "idle"}, 'its scenario is "idle"'),
        ("{}", "is no certificate"),
        ("users = 50", "is no certificate"),
    ],
)
def test_what_certifies_nothing_is_not_believed(tmp_path, document, sentence):
    config = config_with(tmp_path, document)
    with pytest.raises(certificate.CertificateUnusable, match=sentence):
        certificate.read(config)
    assert certificate.known(config) is None


def test_a_certificate_that_is_not_there_is_told_with_its_path(tmp_path):
    config = load(overrides={"capacity": {"certificate": str(tmp_path / "none.json")}}, environ={})
    with pytest.raises(certificate.CertificateUnusable, match=r"none\.json cannot be read: No such file"):
        certificate.read(config)


def check(tmp_path, text):
    (tmp_path / "inko-lite.toml").write_text(f'[database]\ndata_dir = "{tmp_path}/data"\n{text}')
    return CliRunner().invoke(main, ["check", "--config", str(tmp_path / "inko-lite.toml")], env={}).output


def test_check_warns_about_a_limit_above_the_certified_figure(tmp_path):
    (tmp_path / "mine.json").write_text(json.dumps(GOOD))
    said = check(tmp_path, '[capacity]\ncertificate = "mine.json"\n[limits]\nrooms = 80\n')
    assert "warning: limits.rooms is 80, above the 50 that were certified on 2026-01-02: docs/capacity.md says" in said
    assert "good: no limit is above what was certified on 2026-01-02" in check(
        tmp_path, '[capacity]\ncertificate = "mine.json"\n'
    )
    assert "warning: nothing is known of what the limits hold" in check(
        tmp_path, '[capacity]\ncertificate = "other.json"\n'
    )


def test_monitors_are_told_what_is_certified(site, tmp_path):
    (tmp_path / "mine.json").write_text(json.dumps(GOOD))
    site.start(capacity={"certificate": str(tmp_path / "mine.json")}, limits={"users": 70})
    seen = site.cast.monitor().get("/capacity").json
    assert seen["certificate"] == {"commit": "abc", "date": "2026-01-02T03:04:05+00:00", "limits": LIMITS}
    assert seen["figures"]["users"]["limit"] == 70
