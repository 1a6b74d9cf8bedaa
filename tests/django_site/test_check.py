"""`inko-lite check` against a live site: each thing that can be wrong is found, said, and told how to mend."""

import json
import os
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg2.extensions
import pytest

from inko_lite.database import Database, migrate

from ..conftest import execute
from .conftest import HELPERS, KEY, DjangoProcess, sign, write_session
from .test_deploy import as_reader, script
from .test_probe import Answering, says

ANN = b'{"username":"ann","authorized":true}'


class Checked:
    """What one run of the command said."""

    def __init__(self, done: subprocess.CompletedProcess) -> None:
        assert "Traceback" not in done.stderr, done.stderr
        self.code, self.text, self.error = done.returncode, done.stdout, done.stderr
        lines = [line.partition(": ") for line in done.stdout.splitlines()]
        self.good, self.warning, self.wrong = (
            [sentence for level, _, sentence in lines if level == wanted] for wanted in ("good", "warning", "WRONG")
        )

    def says(self, level: str, *words: str) -> str:
        """The one line of this level that has all these words."""
        found = [line for line in getattr(self, level) if all(word in line for word in words)]
        assert len(found) == 1, f"{words} in:\n{self.text}"
        return found[0]


class Place:
    """A chat and a site of a test's own, to be checked with whatever settings."""

    def __init__(self, dsn: str, django: DjangoProcess, url: str, folder: Path) -> None:
        self.dsn, self.django, self.url, self.folder = dsn, django, url, folder
        self.database = Database(dsn, size=1)

    def check(self, *arguments: str, cookies: str = "", server: dict | None = None, **changed: object) -> Checked:
        settings = {
            "server": {"public_url": self.url, **(server or {})},
            "database": {"dsn": self.dsn},
            "django": {"secret_key": KEY, "logout_url": "/live-chat/sign-out", **changed},
        }
        path = self.folder / "inko-lite.toml"
        path.write_text(
            "".join(
                f"[{section}]\n" + "".join(f"{key} = {json.dumps(value)}\n" for key, value in keys.items())
                for section, keys in settings.items()
            )
        )
        environment = {name: value for name, value in os.environ.items() if not name.startswith("INKO_")}
        command = [sys.executable, "-m", "inko_lite", "check", "--config", str(path), *arguments]
        return Checked(
            subprocess.run(command, input=cookies, capture_output=True, text=True, timeout=60, env=environment)
        )

    def agent(self) -> tuple[str, str]:
        """A new agent who is signed in: (name, session key)."""
        name = f"user-{uuid.uuid4().hex[:10]}"
        self.django.create(name=name)
        self.django.join(name=name, group=HELPERS)
        return name, self.django.login(name=name)


@pytest.fixture(scope="module")
def process(make_database: Callable[[str], str]) -> Iterator[tuple[str, DjangoProcess, str]]:
    dsn = make_database("checked")
    django = DjangoProcess(dsn, ("live_chat",))
    url = django.serve()
    django.migrate()
    migrate(dsn)
    yield dsn, django, url
    django.stop()


@pytest.fixture
def place(process: tuple, tmp_path: Path) -> Iterator[Place]:
    dsn, django, url = process
    place = Place(dsn, django, url, tmp_path)
    yield place
    place.database.close()
    execute(dsn, "TRUNCATE public.django_session; TRUNCATE inko.sessions CASCADE")
    execute(dsn, "UPDATE public.auth_user SET last_login = NULL; DELETE FROM public.auth_user_groups")


def test_a_site_in_order_is_said_to_be_in_order(place: Place) -> None:
    name, session_key = place.agent()
    checked = place.check("--cookies", cookies=f"a=b; sessionid={session_key}", dsn=as_reader(place.dsn))
    assert (checked.code, checked.wrong) == (0, [])
    checked.says("good", "the newest 1 sessions are signed with the keys")
    checked.says("good", f"agents: 1 ({name})")
    checked.says("good", "the role inko_reader may read what it must and nothing else")
    checked.says("good", "django.login_url", "answers 200")
    checked.says("good", "django.logout_url", "answers 200")
    checked.says("good", f"that browser is {name}", ": agent")
    assert [line for line in checked.warning if "limits" not in line] == [
        "nobody but superusers is a monitor (0): give somebody the permission monitor_live_chat or the group"
        " 'Live Chat Room Monitor'"
    ]
    assert (
        checked.error
        == f"inko-lite: nothing wrong with {place.folder}/inko-lite.toml, and warnings: {len(checked.warning)}\n"
    )


def test_a_database_of_the_site_that_cannot_be_reached(place: Place) -> None:
    checked = place.check(dsn=f"host={place.folder} dbname=none")
    assert checked.code == 1
    checked.says("wrong", "the Django site's database cannot be reached", "django.dsn")


@pytest.mark.parametrize(
    "changed, words",
    [
        ({"user_table": "nothing"}, ["public.nothing does not exist", "[django]"]),
        ({"user_table": "auth_group"}, ["auth_group is not a Django user table", "user_table"]),
        ({"username_column": "nick"}, ["no column nick", "username_column"]),
        ({"session_table": "auth_group"}, ["not Django's table of sessions", "session_table"]),
        ({"secret_key": ""}, ["secret_key is empty"]),
    ],
)
def test_tables_columns_and_keys_that_are_not_there(place: Place, changed: dict, words: list[str]) -> None:
    checked = place.check(**changed)
    assert checked.code == 1 and not any("are recognised by" in line for line in checked.good)
    checked.says("wrong", *words)


def test_another_key_than_the_sites(place: Place) -> None:
    for _ in range(3):
        place.agent()
    checked = place.check(secret_key="another")
    assert checked.code == 1
    checked.says("wrong", "none of the newest 3 rows of django_session is signed with django.secret_key")
    checked = place.check(secret_key="another", secret_key_fallbacks=[KEY])
    checked.says("good", "the newest 3 sessions are signed", "3 of them with a fallback")
    write_session(place.database, sign({"_auth_user_id": "1"}, key="third"))
    checked = place.check()
    assert checked.code == 0
    checked.says("warning", "1 of the newest 4 rows", "SECRET_KEY changed")


def test_sessions_that_are_pickles(place: Place) -> None:
    write_session(place.database, sign({}, data=b"\x80\x04}."))
    checked = place.check()
    assert checked.code == 1
    checked.says("wrong", "pickle", "JSONSerializer")


@pytest.mark.parametrize("engine", ["cache", "signed_cookies", "file"])
def test_an_engine_that_leaves_no_rows(place: Place, engine: str) -> None:
    settings = {"SESSION_ENGINE": f"django.contrib.sessions.backends.{engine}", "SESSION_FILE_PATH": str(place.folder)}
    elsewhere = DjangoProcess(place.dsn, ("live_chat",), **settings)
    try:
        url = elsewhere.serve()
        names = [f"user-{uuid.uuid4().hex[:10]}" for _ in range(3)]
        for name in names:
            elsewhere.create(name=name)
            cookie = elsewhere.login(name=name)
        checked = place.check("--cookies", cookies=f"sessionid={cookie}")
        assert checked.code == 1
        line = checked.says("wrong", "nobody has a session in django_session, and 3 users logged in")
        assert "set SESSION_ENGINE to db or cached_db, or [django] identity_url" in line
        if engine == "signed_cookies":
            checked.says("wrong", "SESSION_ENGINE is signed_cookies")
        else:
            checked.says("wrong", "that browser is signed in as nobody")
        # A table that was left behind when the engine was changed.
        write_session(place.database, sign({"_auth_user_id": "1"}))
        checked = place.check()
        checked.says("wrong", "django_session was last written", "3 users logged in since then", "identity_url")
        checked = place.check("--cookies", cookies=f"sessionid={cookie}", identity_url=f"{url}/live-chat/who")
        assert (checked.code, checked.wrong) == (0, [])
        checked.says("good", "django.identity_url", "nobody is signed in where nobody is")
        checked.says("good", f"that browser is {names[-1]}")
    finally:
        elsewhere.stop()


@pytest.mark.parametrize(
    "answer, words",
    [
        (says(ANN), ["says 'ann' to a request with no cookie of theirs"]),
        (says(b"", 302, Location="/login"), ["redirects (302) to '/login'", "401 or 403"]),
        (says(b"", 404), ["answers 404"]),
        (says(b"<p>", kind="text/html"), ["text/html"]),
    ],
)
def test_an_identity_address_that_does_not_answer_as_agreed(place: Place, answer: Callable, words: list[str]) -> None:
    server = Answering()
    try:
        server.answer = answer
        checked = place.check(identity_url=server.url)
    finally:
        server.shutdown()
        server.server_close()
    assert checked.code == 1
    checked.says("wrong", "django.identity_url", *words)


def test_an_identity_address_that_is_silent_or_in_the_clear(place: Place) -> None:
    server = Answering()
    try:
        server.answer = lambda handler: server.let_go.wait(20)
        checked = place.check(identity_url=server.url, identity_seconds=0.5)
    finally:
        server.let_go.set()
        server.shutdown()
        server.server_close()
    checked.says("wrong", "django.identity_url", "no answer within 0.5 s")
    checked = place.check(identity_url="http://support.example.invalid/who")
    checked.says("warning", "is not https")


def test_addresses_that_are_wrong(place: Place) -> None:
    checked = place.check(login_url="/nowhere/", logout_url="/accounts/logout/")
    assert checked.code == 1
    checked.says("wrong", "django.login_url", "answers 404")
    checked.says("wrong", "django.logout_url", "answers 405", "/live-chat/sign-out")
    checked = place.check(server={"public_url": ""}, login_url="http://127.0.0.1:9/login")
    checked.says("wrong", "django.login_url (http://127.0.0.1:9/login) gives no answer")
    checked.says("warning", "django.logout_url", "server.public_url")


def test_a_cookie_of_another_name(place: Place) -> None:
    _, session_key = place.agent()
    checked = place.check("--cookies", cookies=f"session_id={session_key}; lang=en")
    assert checked.code == 1
    checked.says("wrong", "no cookie sessionid", "session_id looks like it")
    # Without anybody's cookie it shows in what has happened.
    for _ in range(3):
        place.agent()
    _write_guests(place, ["10.0.0.0/24"] * 3)
    place.check().says("warning", "nobody was recognised", "SESSION_COOKIE_NAME")


@pytest.mark.parametrize(
    "ending, words",
    [
        ("UPDATE public.auth_user SET is_active = false WHERE username = %s", "not active"),
        ("UPDATE public.auth_user SET password = 'x' WHERE username = %s", "password was changed"),
        ("UPDATE public.django_session SET expire_date = now() WHERE %s <> ''", "expired"),
        ("DELETE FROM public.django_session WHERE %s <> ''", "no such session"),
    ],
)
def test_why_a_browser_is_nobody(place: Place, ending: str, words: str) -> None:
    name, session_key = place.agent()
    place.database.rows(ending, (name,))
    checked = place.check("--cookies", cookies=f"sessionid={session_key}")
    assert checked.code == 1
    checked.says("wrong", "that browser is signed in as nobody", words)


def test_permissions_and_groups_that_are_missing_or_nobodys(place: Place) -> None:
    names = {"monitor_permissions": ["watch"], "monitor_groups": ["Watchers"]}
    checked = place.check(**names)
    assert checked.code == 1
    checked.says("wrong", "no permission watch and no group 'Watchers'", "nobody can be made a monitor")
    checked = place.check(agent_permissions=["agent_live_chat", "agnet"])
    checked.says("warning", "no permission agnet", "agent_permissions")
    checked.says("warning", "nobody but superusers is an agent (0)")


def test_a_role_with_too_many_rights_and_one_with_too_few(place: Place) -> None:
    place.check().says("warning", "is a superuser of the site's database", "reader.sql")
    execute(place.dsn, "DROP ROLE IF EXISTS inko_writer; CREATE ROLE inko_writer LOGIN")
    try:
        execute(place.dsn, "GRANT SELECT, UPDATE ON ALL TABLES IN SCHEMA public TO inko_writer")
        dsn = psycopg2.extensions.make_dsn(place.dsn, user="inko_writer")
        checked = place.check(dsn=dsn)
        checked.says("warning", "inko_writer may write to public.auth_user")
        checked.says("warning", "inko_writer may read more than the chat needs")
        execute(place.dsn, "REVOKE ALL ON public.auth_group FROM inko_writer")
        checked = place.check(dsn=dsn)
        assert checked.code == 1
        checked.says("wrong", "inko_writer may not read id, name of public.auth_group", "reader.sql")
    finally:
        execute(place.dsn, "DROP OWNED BY inko_writer; DROP ROLE inko_writer")


def _write_guests(place: Place, networks: list[str]) -> None:
    for number, network in enumerate(networks):
        place.database.rows(
            "INSERT INTO inko.sessions (id, token_hash, csrf, kind, name, chat_limit, address, expires_at)"
            " VALUES (%s, %s, 'x', 'guest', 'Guest', 3, %s, now() + interval '1 hour')",
            (f"guest-{number}", b"%d" % number, network),
        )


def test_guests_who_all_seem_to_come_from_one_place(place: Place) -> None:
    _write_guests(place, ["127.0.0.0/24"] * 30 + ["192.0.2.0/24"] * 2)
    checked = place.check()
    checked.says("warning", "30 of 32 guests", "127.0.0.0/24", "server.trusted_proxies (now empty)")
    execute(place.dsn, "TRUNCATE inko.sessions CASCADE")
    _write_guests(place, [f"192.0.{number}.0/24" for number in range(30)])
    place.check().says("good", "guests of the last 7 days came from many networks: 30")


def test_the_permissions_script_mends_what_is_missing(make_database: Callable[[str], str], tmp_path: Path) -> None:
    dsn = make_database("unmended")
    django = DjangoProcess(dsn)
    try:
        django.migrate()
        migrate(dsn)
        place = Place(dsn, django, "http://127.0.0.1:9", tmp_path)
        place.check().says("wrong", "no permission agent_live_chat and no group 'Live Chat helpers'", "permissions.sql")
        execute(dsn, script("permissions.sql"))
        assert not [line for line in place.check().wrong if "permission" in line]
        place.database.close()
    finally:
        django.stop()
