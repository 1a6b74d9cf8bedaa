"""Sites that differ from Django's defaults, and settings that do not fit the site."""

from collections.abc import Callable

import pytest

from inko_lite import config
from inko_lite.database import Database

from .conftest import HELPERS, DjangoProcess, reader


def test_a_user_model_of_the_sites_own_is_read_by_its_table(make_database: Callable[[str], str]) -> None:
    dsn = make_database("members")
    django = DjangoProcess(dsn, apps=("members",), AUTH_USER_MODEL="members.Member")
    database = Database(dsn, size=1)
    try:
        django.migrate()
        user_id = django.create(name="ann@example.org")
        django.join(name="ann@example.org", group=HELPERS)
        django.permit(codename="monitor_live_chat", user="ann@example.org")
        session_key = django.login(name="ann@example.org")
        looking = reader(database, user_table="public.members_member")
        person = looking.person(session_key)
        assert (person.user_id, person.username, person.name) == (user_id, "ann@example.org", "ann@example.org")
        assert person.roles == {"agent", "monitor"} and looking.problems() == []
        assert reader(database).person(session_key) is None
        assert "auth_user" in reader(database).problems()[0]
    finally:
        django.stop()
        database.close()


def test_a_user_model_whose_columns_have_other_names_is_read(make_database: Callable[[str], str]) -> None:
    dsn = make_database("people")
    django = DjangoProcess(dsn, apps=("people",), AUTH_USER_MODEL="people.Human")
    database = Database(dsn, size=1)
    try:
        django.migrate()
        user_id = django.create(name="ann")
        django.join(name="ann", group=HELPERS)
        session_key = django.login(name="ann")
        looking = reader(database, user_table="people_human", username_column="nick")
        person = looking.person(session_key)
        assert (person.user_id, person.username, person.roles) == (user_id, "ann", {"agent"})
        assert looking.problems() == []
        # Without the name of the column a person goes by the key, as there is no e-mail address either.
        assert reader(database, user_table="people_human").person(session_key).username == user_id
        assert "no column login" in reader(database, user_table="people_human", username_column="login").problems()[0]
        django.change(name="ann", is_active=False)
        assert looking.look(session_key).reason == "deactivated"
    finally:
        django.stop()
        database.close()


def test_all_is_well_on_a_site_that_matches(django: DjangoProcess, database: Database) -> None:
    assert reader(database).problems() == []


@pytest.mark.parametrize(
    "changed, word",
    [
        ({"user_table": "nothing_here"}, "nothing_here"),
        ({"session_table": "nowhere.django_session"}, "nowhere"),
        ({"user_table": "auth_group"}, "auth_group"),
        ({"session_table": "auth_group"}, "session_data"),
    ],
)
def test_a_table_that_is_not_there_leaves_guests_alone_and_is_said_once(
    django: DjangoProcess, database: Database, name: str, changed: dict, word: str, caplog: pytest.LogCaptureFixture
) -> None:
    django.create(name=name)
    session_key, looking = django.login(name=name), reader(database, **changed)
    assert [looking.person(session_key) for _ in range(2)] == [None, None]
    assert len(caplog.records) == 1 and word in caplog.text
    assert word in looking.problems()[0]


@pytest.mark.parametrize(
    "table", ["auth user", "auth_user; DROP TABLE auth_user", 'a"b', "a.b.c", "", ".x", "x.", "1x"]
)
def test_a_table_name_that_is_none_is_refused_with_the_configuration(table: str) -> None:
    with pytest.raises(config.ConfigError):
        config.load(environ={}, overrides={"django": {"user_table": table}})


def test_reading_takes_two_queries_and_the_user_is_found_by_the_index(
    django: DjangoProcess, database: Database, name: str
) -> None:
    django.create(name=name)
    session_key, looking, asked = django.login(name=name), reader(database), []
    looking.person(session_key)

    class Counting(Database):
        def rows(self, sql: str, args: tuple = ()) -> list[tuple]:
            asked.append((sql, args))
            return super().rows(sql, args)

    counting = Counting(database.dsn, size=1)
    looking = reader(counting)
    assert looking.person(session_key) and looking.person(session_key)
    assert len(asked) == 4
    with counting.transaction() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN " + asked[-1][0], asked[-1][1])
        assert "auth_user_pkey" in cursor.fetchone()[0]
    counting.close()
