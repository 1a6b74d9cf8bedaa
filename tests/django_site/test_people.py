"""Who counts as signed in and with which roles: judged against sessions that a real Django wrote."""

import hashlib
import logging

import pytest

from inko_lite.database import Database
from inko_lite.desk.django_site import SessionReader, SitePerson

from .conftest import BACKEND, KEY, MONITORS, DjangoProcess, auth_hash, reader, sign, write_session

# ── who is recognised ───────────────────────────────────────────────────────────────────────────────────────────────


def test_a_session_of_djangos_own_login_is_its_user(django: DjangoProcess, database: Database, name: str) -> None:
    user_id = django.create(name=name, first_name="Ann", last_name="Otter")
    session_key = django.login(name=name)
    assert reader(database).person(session_key) == SitePerson(
        user_id=user_id,
        username=name,
        name="Ann Otter",
        roles=frozenset(),
        permissions=frozenset(),
        groups=frozenset(),
        session_key_hash=hashlib.sha256(session_key.encode()).hexdigest(),
    )


def test_a_user_without_a_name_goes_by_the_user_name(django: DjangoProcess, database: Database, name: str) -> None:
    django.create(name=name)
    assert reader(database).person(django.login(name=name)).name == name


def test_no_django_settings_are_configured_or_needed(django: DjangoProcess, database: Database, name: str) -> None:
    from django.conf import settings

    django.create(name=name)
    assert reader(database).person(django.login(name=name))
    assert not settings.configured


def test_a_session_with_more_in_it_than_the_sign_in_is_read_all_the_same(
    django: DjangoProcess, database: Database, name: str
) -> None:
    django.create(name=name)
    session_key = django.login(name=name)
    django.put(session_key=session_key, basket=["größe", "x" * 20_000], _session_expiry=3600)
    assert reader(database).person(session_key).username == name


def test_a_user_who_has_no_usable_password_is_recognised(django: DjangoProcess, database: Database, name: str) -> None:
    """Single sign-on leaves `!` and noise in the password column; the session's hash is made of that."""
    django.create(name=name)
    session_key = django.login(name=name)
    django.change(name=name, password="!noise")
    assert reader(database).person(session_key) is None
    session = django.session(session_key=session_key)
    session["_auth_user_hash"] = auth_hash("!noise", KEY, hashlib.sha256)
    django.put(session_key=session_key, **session)
    assert reader(database).person(session_key).username == name


# ── who is nobody ───────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "session_key",
    [
        "",
        "short",
        "A" * 32,
        "x" * 41,
        "a" * 31 + "'",
        "a" * 31 + "\n",
        "' OR 1=1 --",
        "a" * 31 + "ä",
        "\x00" * 32,
        "a b" * 10,
    ],
)
def test_a_cookie_that_django_cannot_have_given_is_refused_before_any_query(session_key: str) -> None:
    # Whatever is asked of this database fails: nothing listens there.
    nowhere = Database("host=/nonexistent dbname=none")
    assert reader(nowhere).person(session_key) is None


def test_an_unknown_session_is_nobody(django: DjangoProcess, database: Database) -> None:
    assert reader(database).person("0" * 32) is None


def test_a_session_that_was_signed_out_is_nobody(django: DjangoProcess, database: Database, name: str) -> None:
    django.create(name=name)
    session_key = django.login(name=name)
    assert reader(database).person(session_key)
    django.logout(name=name)
    assert reader(database).person(session_key) is None


def test_an_expired_session_is_nobody(django: DjangoProcess, database: Database, name: str) -> None:
    django.create(name=name)
    session_key = django.login(name=name)
    database.rows("UPDATE public.django_session SET expire_date = now() WHERE session_key = %s", (session_key,))
    assert reader(database).person(session_key) is None


def test_no_changed_byte_of_a_row_is_let_through(django: DjangoProcess, database: Database, name: str) -> None:
    django.create(name=name)
    session_key = django.login(name=name)
    ((stored,),) = database.rows(
        "SELECT session_data FROM public.django_session WHERE session_key = %s", (session_key,)
    )
    sessions = SessionReader([KEY], lambda topic, sentence: None)
    assert sessions.session(stored)[0]
    for place in range(len(stored)):
        other = "A" if stored[place] != "A" else "B"
        assert sessions.session(stored[:place] + other + stored[place + 1 :])[0] == {}, place
        assert sessions.session(stored[:place])[0] == {}, place


def test_an_inactive_user_is_nobody(django: DjangoProcess, database: Database, name: str) -> None:
    django.create(name=name)
    session_key = django.login(name=name)
    django.change(name=name, is_active=False)
    assert reader(database).person(session_key) is None


def test_a_user_who_was_deleted_is_nobody(django: DjangoProcess, database: Database, name: str) -> None:
    user_id = django.create(name=name)
    session_key = django.login(name=name)
    database.rows("DELETE FROM public.auth_user WHERE id = %s", (user_id,))
    assert reader(database).person(session_key) is None


def test_a_new_password_ends_the_sessions_from_before(django: DjangoProcess, database: Database, name: str) -> None:
    django.create(name=name)
    before = django.login(name=name)
    django.set_password(name=name, password="another")
    assert reader(database).person(before) is None
    assert reader(database).person(django.login(name=name, password="another"))


@pytest.mark.parametrize("member", ["_auth_user_id", "_auth_user_backend", "_auth_user_hash"])
@pytest.mark.parametrize("value", [None, "", 7, ["7"]])
def test_a_session_that_lacks_a_part_of_the_sign_in_is_nobody(
    django: DjangoProcess, database: Database, name: str, member: str, value: object
) -> None:
    django.create(name=name)
    session_key = django.login(name=name)
    django.put(session_key=session_key, **{member: value})
    assert reader(database).person(session_key) is None


def test_an_anonymous_session_is_nobody(django: DjangoProcess, database: Database) -> None:
    session_key = write_session(database, sign({"basket": [1]}))
    assert django.session(session_key=session_key) == {"basket": [1]}
    assert reader(database).person(session_key) is None


@pytest.mark.parametrize("user_id", ["abc", "99999999999999999999", "-1", "1 OR 1=1", "7'"])
def test_an_id_that_no_user_can_have_is_nobody(django: DjangoProcess, database: Database, user_id: str) -> None:
    session = {"_auth_user_id": user_id, "_auth_user_backend": BACKEND, "_auth_user_hash": "x"}
    assert reader(database).person(write_session(database, sign(session))) is None


def test_switched_off_nobody_is_anybody(django: DjangoProcess, database: Database, name: str) -> None:
    django.create(name=name)
    assert reader(database, enabled=False).person(django.login(name=name)) is None


# ── keys and salts ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_row_signed_with_another_key_is_nobody(django: DjangoProcess, database: Database, name: str) -> None:
    django.create(name=name)
    assert reader(database, secret_key="another").person(django.login(name=name)) is None


def test_a_key_that_was_changed_still_holds_as_a_fallback(django: DjangoProcess, database: Database, name: str) -> None:
    django.create(name=name)
    session_key = django.login(name=name)
    person = reader(database, secret_key="another", secret_key_fallbacks=["", "third", KEY]).person(session_key)
    assert person.username == name


def test_a_row_signed_for_another_purpose_is_nobody(django: DjangoProcess, database: Database, name: str) -> None:
    django.create(name=name)
    session = django.session(session_key=django.login(name=name))
    assert reader(database).person(write_session(database, sign(session))).username == name
    other = sign(session, salt="django.contrib.sessions.backends.signed_cookies")
    assert reader(database).person(write_session(database, other)) is None


def test_without_the_sites_key_nobody_is_recognised_and_the_log_says_so_once(
    django: DjangoProcess, database: Database, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    django.create(name=name)
    session_key, blind = django.login(name=name), reader(database, secret_key="")
    assert [blind.person(session_key) for _ in range(3)] == [None] * 3
    assert [record.levelno for record in caplog.records] == [logging.WARNING]
    assert "secret_key" in caplog.text and "secret_key" in blind.problems()[0]
    # A key that is empty must not be taken for a key: anybody could sign with it.
    forged = write_session(database, sign(django.session(session_key=session_key), key=""))
    assert blind.person(forged) is None


# ── roles ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("codename, role", [("agent_live_chat", "agent"), ("monitor_live_chat", "monitor")])
@pytest.mark.parametrize("app", ["chat", "another_app"])
def test_a_permission_gives_its_role_whatever_app_it_belongs_to(
    django: DjangoProcess, database: Database, name: str, codename: str, role: str, app: str
) -> None:
    django.create(name=name)
    session_key = django.login(name=name)
    assert reader(database).person(session_key).roles == frozenset()
    django.permit(codename=codename, user=name, app=app)
    person = reader(database).person(session_key)
    assert (person.roles, person.permissions) == ({role}, {codename})


def test_a_permission_counts_through_a_group(django: DjangoProcess, database: Database, name: str) -> None:
    django.create(name=name)
    django.permit(codename="monitor_live_chat", group="Night shift")
    django.join(name=name, group="Night shift")
    person = reader(database).person(django.login(name=name))
    assert (person.roles, person.groups) == ({"monitor"}, {"Night shift"})


def test_a_group_gives_its_role_by_name_and_takes_it_back_at_the_next_look(
    django: DjangoProcess, database: Database, name: str
) -> None:
    django.create(name=name)
    django.join(name=name, group=MONITORS)
    session_key, looking = django.login(name=name), reader(database)
    assert looking.person(session_key).roles == {"monitor"}
    django.leave(name=name, group=MONITORS)
    assert looking.person(session_key).roles == frozenset()


def test_roles_follow_the_names_in_the_configuration(django: DjangoProcess, database: Database, name: str) -> None:
    django.create(name=name)
    django.permit(codename="may_help", user=name)
    django.join(name=name, group="Überwacher")
    session_key = django.login(name=name)
    assert reader(database).person(session_key).roles == frozenset()
    configured = reader(database, agent_permissions=["x", "may_help"], monitor_groups=["Überwacher"])
    assert configured.person(session_key).roles == {"agent", "monitor"}


def test_a_superuser_has_every_role(django: DjangoProcess, database: Database, name: str) -> None:
    django.create(name=name, is_superuser=True)
    django.permit(codename="something_else", user=name)
    session_key = django.login(name=name)
    person = reader(database).person(session_key)
    assert person.roles == {"agent", "monitor"}
    assert person.permissions == {"agent_live_chat", "monitor_live_chat", "something_else"}
    by_groups_alone = reader(database, agent_permissions=[], monitor_permissions=[])
    assert by_groups_alone.person(session_key).roles == {"agent", "monitor"}


def test_staff_of_the_site_have_no_role_by_that(django: DjangoProcess, database: Database, name: str) -> None:
    django.create(name=name, is_staff=True)
    assert reader(database).person(django.login(name=name)).roles == frozenset()
