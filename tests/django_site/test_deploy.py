"""deploy/django/: the role that reads, and the permissions that a site needs, against each release."""

from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg2
import pytest

from inko_lite.database import Database

from ..conftest import execute
from .conftest import HELPERS, MONITORS, DjangoProcess, Release, reader
from .releases import ROOT, environment

SQL = ROOT / "deploy" / "django"
SEES = (
    "SELECT g.name, k.app_label, k.model, p.codename, p.name FROM public.auth_group g"
    " JOIN public.auth_group_permissions gp ON gp.group_id = g.id JOIN public.auth_permission p ON p.id = gp.permission_id"
    " JOIN public.django_content_type k ON k.id = p.content_type_id WHERE g.name LIKE 'Live Chat%' ORDER BY 1, 4"
)


def script(name: str) -> str:
    return (SQL / name).read_text("utf-8")


def rows(dsn: str, statement: str) -> list[tuple]:
    database = Database(dsn, size=1)
    try:
        return database.rows(statement)
    finally:
        database.close()


@pytest.fixture
def other(release: Release, make_database: Callable[[str], str], request: pytest.FixtureRequest) -> Iterator[tuple]:
    """A second site of this release, which has not installed the app: (its DSN, its process)."""
    dsn = make_database(f"plain_{release.release.replace('.', '_')}_{abs(hash(request.node.name)) % 10**8}")
    django = DjangoProcess(dsn, python=environment(release.release))
    django.migrate()
    yield dsn, django
    django.stop()


def test_the_sql_and_the_app_make_the_same_permissions_and_may_run_again(release: Release, other: tuple) -> None:
    dsn, django = other
    kinds = rows(dsn, "SELECT count(*) FROM public.django_content_type")
    for _ in range(2):
        execute(dsn, script("permissions.sql"))
    assert rows(dsn, "SELECT count(*) FROM public.django_content_type") == [(kinds[0][0] + 1,)]
    made = rows(dsn, SEES)
    assert made == rows(release.dsn, SEES)
    assert [(group, codename) for group, _, _, codename, _ in made] == [
        (MONITORS, "agent_live_chat"),
        (MONITORS, "monitor_live_chat"),
        (HELPERS, "agent_live_chat"),
    ]
    django.create(name="ann")
    django.join(name="ann", group=MONITORS)
    database = Database(dsn, size=1)
    try:
        person = reader(database, agent_groups=[], monitor_groups=[]).person(django.login(name="ann"))
    finally:
        database.close()
    assert person.roles == {"agent", "monitor"}, "by the permissions alone"


def test_the_app_needs_no_further_migration_on_any_release(release: Release) -> None:
    release.site()[0].command(line=["makemigrations", "live_chat", "--check", "--dry-run", "--verbosity=0"])


def test_a_group_that_is_there_keeps_what_the_site_gave_it(release: Release, other: tuple) -> None:
    dsn, _ = other
    execute(dsn, f"INSERT INTO public.auth_group (name) VALUES ('{HELPERS}')")
    execute(dsn, script("permissions.sql"))
    assert [row[0] for row in rows(dsn, SEES)] == [MONITORS, MONITORS]


def as_reader(dsn: str) -> str:
    execute(dsn, script("reader.sql"))
    return " ".join(part for part in dsn.split() if not part.startswith("user=")) + " user=inko_reader"


def test_the_reading_role_sees_what_is_needed_and_nothing_else(release: Release, other: tuple, tmp_path: Path) -> None:
    dsn, django = other
    execute(dsn, script("permissions.sql"))
    user_id = django.create(name="ann", email="ann@example.org")
    django.join(name="ann", group=HELPERS)
    session_key = django.login(name="ann")
    for _ in range(2):
        reading = as_reader(dsn)
    database = Database(reading, size=1)
    try:
        person = reader(database).person(session_key)
        assert (person.user_id, person.roles) == (user_id, {"agent"})
        assert reader(database).problems() == []
        found = database.rows(
            "SELECT c.relname, a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid"
            " JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND a.attnum > 0"
            " AND c.relkind IN ('r', 'p', 'v', 'm') AND has_column_privilege(c.oid, a.attnum, 'SELECT')"
        )
        held = {table: {column for its, column in found if its == table} for table, _ in found}
        assert held == {
            "django_session": {"session_key", "session_data", "expire_date"},
            "auth_user": {
                "id", "username", "password", "first_name", "last_name", "is_active", "is_superuser", "last_login",
            },
            "auth_user_groups": {"user_id", "group_id"},
            "auth_user_user_permissions": {"user_id", "permission_id"},
            "auth_group": {"id", "name"},
            "auth_group_permissions": {"group_id", "permission_id"},
            "auth_permission": {"id", "codename"},
        }  # fmt: skip
        for statement in (
            "SELECT email FROM public.auth_user",
            "SELECT * FROM public.django_migrations",
            "UPDATE public.auth_user SET is_superuser = true",
            "DELETE FROM public.django_session",
            "INSERT INTO public.auth_group (name) VALUES ('x')",
            "CREATE TABLE public.mine (id int)",
        ):
            with pytest.raises((psycopg2.errors.InsufficientPrivilege, psycopg2.errors.ReadOnlySqlTransaction)):
                database.rows(statement)
            # Nor with its own default taken off.
            with (
                pytest.raises(psycopg2.errors.InsufficientPrivilege),
                database.transaction("BEGIN READ WRITE") as cursor,
            ):
                cursor.execute(statement)
    finally:
        database.close()
