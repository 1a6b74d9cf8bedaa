"""The demonstration's accounts, which are a real site's rows and never a real site's people."""

from collections.abc import Callable
from pathlib import Path

import pytest

from inko_lite import demo
from inko_lite.database import Database

from .conftest import BACKEND, KEY, DjangoProcess, reader


def test_the_demos_accounts_sign_in_as_on_a_real_site(make_database: Callable[[str], str], tmp_path: Path) -> None:
    dsn = make_database("demo")
    overrides = demo.prepare(dsn, tmp_path / "keep", agents=2)
    database = Database(dsn, size=1)
    looking = reader(database, **overrides)
    assert [(row["account"], row["role"]) for row in demo.accounts(database)] == [
        ("ana", "agent"),
        ("ben", "agent"),
        ("mia", "monitor"),
        ("sam", "user"),
        ("agent01", "agent"),
        ("agent02", "agent"),
    ]
    roles = {"ana": {"agent"}, "ben": {"agent"}, "mia": {"agent", "monitor"}, "sam": set(), "agent02": {"agent"}}
    for account, expected in roles.items():
        session_key = demo.sign_in(database, overrides["secret_key"], account)
        assert looking.person(session_key).roles == expected
    django = DjangoProcess(dsn, SECRET_KEY=overrides["secret_key"])
    try:
        assert django.session(session_key=session_key)["_auth_user_backend"] == BACKEND
    finally:
        django.stop()
    demo.sign_out(database, session_key)
    assert looking.person(session_key) is None
    database.close()


def test_the_demo_keeps_its_key_and_accounts_and_adds_agents_later(
    make_database: Callable[[str], str], tmp_path: Path
) -> None:
    dsn = make_database("demo_again")
    first = demo.prepare(dsn, tmp_path)
    database = Database(dsn, size=1)
    session_key = demo.sign_in(database, first["secret_key"], "mia")
    second = demo.prepare(dsn, tmp_path, agents=1)
    assert first == second
    assert len(demo.accounts(database)) == 5
    assert reader(database, **second).person(session_key).username == "mia"
    assert (tmp_path / demo.SECRET_FILE).stat().st_mode & 0o777 == 0o600
    database.close()


def test_nobody_but_a_demo_account_can_be_signed_in_and_a_real_sites_database_is_refused(
    django: DjangoProcess, django_dsn: str, database: Database, name: str, tmp_path: Path
) -> None:
    django.create(name=name, email=f"{name}@example.org", is_superuser=True)
    for account in (name, "", "ana ", "ana\0"):
        with pytest.raises(demo.AccountUnknown):
            demo.sign_in(database, KEY, account)
    assert demo.accounts(database) == []
    with pytest.raises(demo.DemoError, match="real Django site"):
        demo.prepare(django_dsn, tmp_path)
