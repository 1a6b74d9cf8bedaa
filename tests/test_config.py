"""Settings: one commented file is the defaults, and nothing about them is guessed."""

import os
import re
import tomllib
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inko_lite.config import KEYS, VARIABLES, ConfigError, default_data_dir, default_text, load

ROOT = Path(__file__).parent.parent


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "inko-lite.toml"
    path.write_text(text)
    return path


def refusal(path: Path | None = None, **environ: str) -> str:
    with pytest.raises(ConfigError) as refused:
        load(path, environ=environ)
    text = str(refused.value)
    assert "\n" not in text
    return text


def test_the_commented_file_and_the_structs_name_the_same_keys_in_the_same_order():
    tables = tomllib.loads(default_text())
    assert [f"{section}.{name}" for section, table in tables.items() for name in table] == list(KEYS)


def test_every_key_has_a_comment_above_it():
    lines = default_text().splitlines()
    keys = [number for number, line in enumerate(lines) if re.match(r"\w+ = ", line)]
    assert len(keys) == len(KEYS)
    assert [lines[number] for number in keys if not lines[number - 1].startswith("# ")] == []


def test_the_example_for_deployment_is_the_file_of_defaults():
    example = (ROOT / "deploy/inko-lite.example.toml").read_text()
    assert example == default_text(), "run: cp inko_lite/default.toml deploy/inko-lite.example.toml"


def test_the_limits_are_those_of_the_seed():
    limits = load(environ={}).limits
    assert (limits.users, limits.rooms, limits.messages_per_minute, limits.waiting) == (50, 50, 600, 50)
    assert (limits.message_bytes, limits.session_bytes) == (30 * 1024, 2 * 1024 * 1024)


def test_a_file_needs_only_what_differs_and_each_value_knows_where_it_came_from(tmp_path):
    path = written(tmp_path, "[server]\nport = 9000\n[limits]\nrooms = 7\n")
    config = load(path, environ={"INKO_LIMITS_ROOMS": "8"}, overrides={"server": {"host": "::1"}})
    assert (config.server.host, config.server.port, config.limits.rooms, config.limits.users) == ("::1", 9000, 8, 50)
    assert config.path == config.sources["server.port"] == str(path)
    assert config.sources["limits.rooms"] == "INKO_LIMITS_ROOMS"
    assert config.sources["server.host"] == "the command"
    assert config.sources["limits.users"] == "default"
    assert config.sources.keys() == KEYS.keys()


@pytest.mark.parametrize(
    ("variable", "text", "value"),
    [
        ("INKO_SERVER_PORT", "9", 9),
        ("INKO_SERVER_REUSE_PORT", "true", True),
        ("INKO_LISTEN_WAIT_SECONDS", "0.5", 0.5),
        ("INKO_LISTEN_WAIT_SECONDS", "3", 3.0),
        ("INKO_PAGES_TITLE", '7 "days", always', '7 "days", always'),
        ("INKO_PAGES_PRODUCTS", '["A, B", "C"]', ["A, B", "C"]),
        ("INKO_PAGES_PRODUCTS", "A, C", ["A", "C"]),
        ("INKO_PAGES_PRODUCTS", "", []),
    ],
)
def test_the_environment_overrides_each_kind_of_value(variable, text, value):
    section, name = VARIABLES[variable].split(".")
    assert getattr(getattr(load(environ={variable: text}), section), name) == value


def test_every_key_can_be_given_in_the_environment():
    config = load(environ={})
    for variable, key in VARIABLES.items():
        section, name = key.split(".")
        value = getattr(getattr(config, section), name)
        if key not in ("database.dsn_file", "django.dsn_file", "django.secret_key_file", "metrics.token_file"):
            text = value if isinstance(value, str) else msgspec.json.encode(value).decode()
            again = load(environ={variable: text})
            assert getattr(getattr(again, section), name) == value
            assert again.sources[key] == variable


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[server]\nprot = 1\n", "server.prot is no setting; the nearest is server.port"),
        ("[limit]\nusers = 1\n", "[limit] is no section; the nearest is limits"),
        ("server = 1\n", "server must be a table: write [server] and its keys below"),
        ("[server]\nport = '8080'\n", 'server.port must be a port, a whole number from 0 to 65535, not "8080"'),
        ("[server]\nport = 65536\n", "server.port must be a port, a whole number from 0 to 65535, not 65536"),
        ("[server]\nport = true\n", "server.port must be a port, a whole number from 0 to 65535, not true"),
        ("[server]\nreuse_port = 1\n", "server.reuse_port must be true or false, not 1"),
        ("[limits]\nusers = 0\n", "limits.users must be a whole number from 1 to 10,000,000, not 0"),
        ("[listen]\nwait_seconds = nan\n", "listen.wait_seconds must be a number of seconds"),
        ("[server]\nprefix = '/chat/'\n", 'server.prefix must be empty, or a path such as "/chat"'),
        ("[server]\nframe_ancestors = [\"'self'; script-src *\"]\n", "server.frame_ancestors must be a list of"),
        ("[server]\ntrusted_proxies = ['10.0.0.1/8']\n", "server.trusted_proxies takes IP addresses and networks"),
        ("[django]\nuser_table = 'a; DROP'\n", "django.user_table must be the name of a table"),
        ("[django]\nlogin_url = 'javascript:x'\n", "django.login_url must be a URL, or a path that starts with /"),
        ("[log]\nlevel = 'loud'\n", 'log.level must be "debug", "info", "warning" or "error", not "loud"'),
        ("[server\n", "is not TOML"),
    ],
)
def test_what_a_file_must_not_say_is_named_with_what_it_must_be(tmp_path, text, sentence):
    path = written(tmp_path, text)
    assert str(path) in refusal(path)
    assert sentence in refusal(path)


def test_an_unknown_variable_is_refused_with_the_nearest_known_one():
    assert refusal(INKO_SERVER_PROT="1") == (
        "the environment: INKO_SERVER_PROT is no setting; the nearest is INKO_SERVER_PORT"
    )
    assert load(environ={"INKOSPECTOR": "1", "PATH": "/bin"}).server.port == 8080


def test_a_text_in_a_variable_cannot_smuggle_other_toml_in():
    assert "server.port must be a port" in refusal(INKO_SERVER_PORT="1\nhost = 'x'")


@pytest.mark.parametrize(
    ("environ", "high", "low"),
    [
        ({"INKO_LIMITS_SESSION_BYTES": "30719"}, "limits.session_bytes", "limits.message_bytes"),
        ({"INKO_SERVER_BODY_BYTES": "184319"}, "server.body_bytes", "6 times limits.message_bytes"),
        ({"INKO_FLOOD_BYTES_PER_MINUTE": "30719"}, "flood.bytes_per_minute", "limits.message_bytes"),
        ({"INKO_SESSION_IDLE_HOURS": "73"}, "session.absolute_hours", "session.idle_hours"),
        ({"INKO_QUEUE_DEFAULT_CHAT_LIMIT": "11"}, "queue.max_chat_limit", "queue.default_chat_limit"),
        ({"INKO_PRESENCE_RECONNECTING_SECONDS": "61"}, "presence.agent_gone_seconds", "presence.reconnecting_seconds"),
    ],
)
def test_settings_that_contradict_each_other_are_refused(environ, high, low):
    assert re.search(rf"^{re.escape(high)} .* must be at least {re.escape(low)} ", refusal(**environ))


def test_a_secret_may_stand_in_a_file_of_its_own(tmp_path):
    (tmp_path / "key").write_text("s3cret \n")
    config = load(written(tmp_path, "[django]\nsecret_key_file = 'key'\n"), environ={})
    assert config.django.secret_key == "s3cret "
    assert config.django.secret_key_file == config.sources["django.secret_key"] == str(tmp_path / "key")


def test_a_secret_from_two_places_of_one_rank_is_refused_and_a_higher_rank_wins(tmp_path):
    (tmp_path / "dsn").write_text("dbname=a")
    both = written(tmp_path, "[database]\ndsn = 'dbname=b'\ndsn_file = 'dsn'\n")
    assert "database.dsn and database.dsn_file are both set: keep one" in refusal(both)
    one = written(tmp_path, "[database]\ndsn_file = 'dsn'\n")
    assert load(one, environ={"INKO_DATABASE_DSN": "dbname=c"}).database.dsn == "dbname=c"
    other = written(tmp_path, "[database]\ndsn = 'dbname=b'\n")
    assert load(other, environ={"INKO_DATABASE_DSN_FILE": str(tmp_path / "dsn")}).database.dsn == "dbname=a"


def test_a_secret_file_that_is_missing_or_empty_is_refused(tmp_path):
    path = written(tmp_path, "[metrics]\ntoken_file = 'token'\n")
    assert refusal(path).endswith(f"cannot read {tmp_path}/token: No such file or directory")
    (tmp_path / "token").write_text("\n")
    assert refusal(path).endswith(f"{tmp_path}/token is empty")


def test_a_configuration_that_cannot_be_read_is_refused(tmp_path):
    assert refusal(tmp_path / "none.toml") == (
        f"cannot read the configuration {tmp_path}/none.toml: No such file or directory"
    )


def test_relative_paths_in_a_file_count_from_that_file_and_home_is_known(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", "/home/somebody")
    config = load(written(tmp_path, "[log]\nfile = '../a.log'\naccess_file = '~/b.log'\n"), environ={})
    assert config.log.file == str(tmp_path.parent / "a.log")
    assert config.log.access_file == "/home/somebody/b.log"
    assert load(environ={"INKO_LOG_FILE": "c.log"}).log.file == os.path.join(os.getcwd(), "c.log")


@given(st.text(min_size=8), st.sampled_from(["secret_key", "dsn"]))
def test_no_secret_shows_in_what_is_printed_or_logged(secret, name):
    config = load(environ={}, overrides={"django": {name: secret, "secret_key_fallbacks": [secret]}})
    printed = [value for key, value, _ in config.shown() if key in (f"django.{name}", "django.secret_key_fallbacks")]
    assert printed == ["(set, not shown)"] * 2
    assert repr(config) == "<Config>"
    assert repr(config.django) == "<DjangoSection>"


def test_a_secret_of_the_wrong_type_is_not_quoted(tmp_path):
    text = refusal(written(tmp_path, "[django]\nsecret_key = 31337\n"))
    assert text.endswith("django.secret_key must be a text")
    assert "31337" not in text


def test_data_go_where_the_service_or_the_user_keeps_them(monkeypatch):
    monkeypatch.setenv("HOME", "/home/somebody")
    assert default_data_dir({}) == "/home/somebody/.local/share/inko_lite"
    assert default_data_dir({"XDG_DATA_HOME": "/data"}) == "/data/inko_lite"
    assert default_data_dir({"XDG_DATA_HOME": "/data", "STATE_DIRECTORY": "/var/lib/a:/var/lib/b"}) == "/var/lib/a"
