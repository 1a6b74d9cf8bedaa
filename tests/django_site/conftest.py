"""A real Django site beside the server's database, and readers of what it wrote.

One Django process serves the whole run; a test makes users of its own in it.
"""

import base64
import hashlib
import hmac
import json
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg2.extensions
import pytest

from inko_lite import config
from inko_lite.database import Database, migrate
from inko_lite.desk.django_site import DjangoSite
from inko_lite.embedded import EmbeddedPostgres
from inko_lite.settings import DjangoSection

from ..conftest import dsn_of, execute
from .releases import INSTALLABLE, environment

HERE = Path(__file__).parent
KEY = "inko-test-secret"
BACKEND = "django.contrib.auth.backends.ModelBackend"
HELPERS = "Live Chat helpers"
MONITORS = "Live Chat Room Monitor"


class DjangoProcess:
    """The Django process: `django.login(name="ann")` is an order to it."""

    def __init__(self, dsn: str, apps: tuple[str, ...] = (), python: str = sys.executable, **settings: object) -> None:
        parts = psycopg2.extensions.parse_dsn(dsn)
        start = (
            {name: parts[name] for name in ("host", "user", "dbname")} | {"apps": apps, "SECRET_KEY": KEY} | settings
        )
        self._process = subprocess.Popen(
            [python, str(HERE / "project.py"), json.dumps(start)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __getattr__(self, name: str) -> Callable:
        def order(**arguments: object) -> object:
            print(json.dumps([name, arguments]), file=self._process.stdin, flush=True)
            done, answer = json.loads(self._process.stdout.readline())
            assert done, answer
            return answer

        return order

    def stop(self) -> None:
        self._process.stdin.close()
        self._process.wait(20)
        self._process.stdout.close()


class Release:
    """One release of Django on a database that it shares with the chat."""

    def __init__(self, release: str, dsn: str) -> None:
        self.release, self.dsn = release, dsn
        self.processes: dict[tuple, DjangoProcess] = {}
        self.urls: dict[tuple, str] = {}

    def site(self, engine: str = "db", **settings: object) -> tuple[DjangoProcess, str]:
        """A process of that site, and its address."""
        key = engine, *sorted(settings.items())
        if key not in self.processes:
            settings["SESSION_ENGINE"] = f"django.contrib.sessions.backends.{engine}"
            process = DjangoProcess(self.dsn, ("live_chat",), environment(self.release), **settings)
            self.processes[key] = process
            self.urls[key] = process.serve()
        return self.processes[key], self.urls[key]

    def stop(self) -> None:
        for process in self.processes.values():
            process.stop()


@pytest.fixture(scope="session", params=INSTALLABLE)
def release(request: pytest.FixtureRequest, make_database: Callable[[str], str]) -> Iterator[Release]:
    release = Release(request.param, make_database(f"release_{request.param.replace('.', '_')}"))
    django, _ = release.site()
    assert django.version().startswith(request.param)
    django.migrate()
    migrate(release.dsn)
    yield release
    release.stop()


@pytest.fixture(scope="session")
def make_database(postgres: EmbeddedPostgres) -> Callable[[str], str]:
    """make_database(name) -> the DSN of a new, empty database."""

    def make(name: str) -> str:
        # A fixture with parameters may be made again, in whatever order the tests are handed out.
        execute(postgres.dsn, f"DROP DATABASE IF EXISTS django_{name} WITH (FORCE)")
        execute(postgres.dsn, f"CREATE DATABASE django_{name}")
        return dsn_of(postgres, f"django_{name}")

    return make


@pytest.fixture(scope="session")
def django_dsn(make_database: Callable[[str], str]) -> str:
    return make_database("site")


@pytest.fixture(scope="session")
def django(django_dsn: str) -> Iterator[DjangoProcess]:
    django = DjangoProcess(django_dsn)
    django.migrate()
    django.permit(codename="agent_live_chat", group=HELPERS)
    yield django
    django.stop()


@pytest.fixture(scope="session")
def database(django_dsn: str) -> Iterator[Database]:
    database = Database(django_dsn, size=2)
    yield database
    database.close()


@pytest.fixture
def name() -> str:
    return f"user-{uuid.uuid4().hex[:12]}"


def settings_of(**changed: object) -> DjangoSection:
    return config.load(environ={}, overrides={"django": changed}).django


def reader(database: Database, secret_key: str = KEY, **changed: object) -> DjangoSite:
    return DjangoSite(settings_of(secret_key=secret_key, **changed), database)


def write_session(database: Database, data: str) -> str:
    session_key = uuid.uuid4().hex
    database.rows("INSERT INTO public.django_session VALUES (%s, %s, now() + interval '1 hour')", (session_key, data))
    return session_key


def sign(session: dict, key: str = KEY, salt: str = "django.contrib.sessions.SessionStore", data: bytes = b"") -> str:
    """A row as Django since 3.1 writes it, made without Django."""
    value = base64.urlsafe_b64encode(data or json.dumps(session).encode()).rstrip(b"=").decode() + ":1r31eq"
    mac_key = hashlib.sha256((salt + "signer" + key).encode()).digest()
    mac = hmac.new(mac_key, value.encode(), hashlib.sha256).digest()
    return value + ":" + base64.urlsafe_b64encode(mac).rstrip(b"=").decode()


def sign_legacy(payload: bytes, key: str = KEY) -> str:
    """A row as Django 1.4 to 3.0 wrote it."""
    mac_key = hashlib.sha1(f"django.contrib.sessionsSessionStore{key}".encode()).digest()
    return base64.b64encode(hmac.new(mac_key, payload, hashlib.sha1).hexdigest().encode() + b":" + payload).decode()


def auth_hash(password: str, key: str, algorithm: Callable) -> str:
    salt = "django.contrib.auth.models.AbstractBaseUser.get_session_auth_hash"
    return hmac.new(algorithm((salt + key).encode()).digest(), password.encode(), algorithm).hexdigest()
