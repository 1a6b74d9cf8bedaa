"""The demonstration's Django site: real tables, accounts and sessions, so that sign-in takes production's very path.

Django makes its own tables and the first accounts in a process of its own (its settings are global, and it must not
meet gevent); afterwards a sign-in is plain SQL, with the session signed by Django. Invariant: only accounts that this
module made can be signed in, and a database that holds anybody else's is refused.
"""

import contextlib
import json
import os
import secrets
import string
import subprocess
import sys
from pathlib import Path

import psycopg2.extensions

from .database import Database, connect
from .desk.django_site import AUTH_HASH_SALT, SESSION_SALT

SECRET_FILE = "django-secret-key"
SESSION_DAYS = 14  # Django's SESSION_COOKIE_AGE
BACKEND = "django.contrib.auth.backends.ModelBackend"
MARK = "@demo.invalid"  # the e-mail domain that tells our accounts from a site's own; RFC 2606 keeps it unused
AGENT, MONITOR = "agent_live_chat", "monitor_live_chat"
HELPERS, MONITORS = "Live Chat helpers", "Live Chat Room Monitor"
PERMISSIONS = {AGENT: "Can answer guests in the live chat", MONITOR: "Can monitor the live chat"}
GROUPS = {HELPERS: [AGENT], MONITORS: [AGENT, MONITOR]}


class DemoError(Exception):
    """The demonstration cannot be set up; the text is the one line that says why."""


class AccountUnknown(LookupError):
    """There is no demo account of this name."""


def prepare(dsn: str, secret_dir: str | os.PathLike, agents: int = 0) -> dict:
    """Makes what is missing and returns the overrides for [django]; raises DemoError where it cannot."""
    secret_key = _secret_key(Path(secret_dir))
    wanted = _wanted(agents)
    if not wanted.keys() <= _existing(dsn):
        _run_django({"dsn": dsn, "secret_key": secret_key, "accounts": wanted})
    return {"enabled": True, "secret_key": secret_key, "login_url": "/demo/login", "logout_url": "/demo/logout"}


def accounts(database: Database) -> list[dict]:
    """The demo accounts as [{account, name, role}]; role (monitor, agent or user) is what the site's rows say."""
    found = database.rows(
        "SELECT u.username, u.first_name, ARRAY(SELECT g.name::text FROM public.auth_group g"
        " JOIN public.auth_user_groups m ON m.group_id = g.id WHERE m.user_id = u.id),"
        " EXISTS (SELECT FROM public.auth_user_user_permissions o"
        " JOIN public.auth_permission p ON p.id = o.permission_id WHERE o.user_id = u.id AND p.codename = %s)"
        " FROM public.auth_user u WHERE u.email LIKE %s AND u.is_active ORDER BY u.id",
        (AGENT, f"%{MARK}"),
    )
    return [
        {"account": account, "name": name, "role": _role(groups, permitted)}
        for account, name, groups, permitted in found
    ]


def sign_in(database: Database, secret_key: str, account: str) -> str:
    """Signs the account in as Django's `login` does and returns the value for the site's `sessionid` cookie.

    Raises AccountUnknown for a name that is no demo account. Expired sessions go on the way, so they cannot pile up.
    """
    from django.core import signing
    from django.utils.crypto import salted_hmac

    if "\0" in account:  # which no text in PostgreSQL has
        raise AccountUnknown(account)
    session_key = "".join(secrets.choice(string.ascii_lowercase + string.digits) for _ in range(32))
    with database.transaction() as cursor:
        cursor.execute(
            "UPDATE public.auth_user SET last_login = now()"
            " WHERE username = %s AND email LIKE %s AND is_active RETURNING id, password",
            (account, f"%{MARK}"),
        )
        user = cursor.fetchone()
        if user is None:
            raise AccountUnknown(account)
        session = {
            "_auth_user_id": str(user[0]),
            "_auth_user_backend": BACKEND,
            "_auth_user_hash": salted_hmac(AUTH_HASH_SALT, user[1], secret=secret_key, algorithm="sha256").hexdigest(),
        }
        signer = signing.TimestampSigner(key=secret_key, salt=SESSION_SALT, fallback_keys=[])
        cursor.execute("DELETE FROM public.django_session WHERE expire_date < now()")
        cursor.execute(
            "INSERT INTO public.django_session (session_key, session_data, expire_date)"
            " VALUES (%s, %s, now() + make_interval(days => %s))",
            (session_key, signer.sign_object(session, serializer=signing.JSONSerializer, compress=True), SESSION_DAYS),
        )
    return session_key


def sign_out(database: Database, session_key: str) -> None:
    """Ends the site's session, as Django's `logout` does."""
    database.rows("DELETE FROM public.django_session WHERE session_key = %s", (session_key,))


def _role(groups: list[str], permitted: bool) -> str:
    if MONITORS in groups:
        return "monitor"
    return "agent" if permitted or HELPERS in groups else "user"


def _wanted(agents: int) -> dict[str, dict]:
    """The accounts by name. ben has the permission itself and no group, so that both ways to a role are in use."""
    wanted = {
        "ana": {"name": "Ana", "groups": [HELPERS]},
        "ben": {"name": "Ben", "permissions": [AGENT]},
        "mia": {"name": "Mia", "groups": [MONITORS]},
        "sam": {"name": "Sam"},
    }
    for number in range(1, agents + 1):
        wanted[f"agent{number:02}"] = {"name": f"Agent {number:02}", "groups": [HELPERS]}
    return wanted


def _secret_key(folder: Path) -> str:
    path = folder / SECRET_FILE
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (
            contextlib.suppress(FileExistsError),
            open(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file,
        ):
            file.write(secrets.token_urlsafe(48))
        secret_key = path.read_text().strip()
    except OSError as error:
        raise DemoError(f"cannot keep the demo's secret key in {path}: {error.strerror}") from error
    if not secret_key:
        raise DemoError(f"{path} is empty; delete it and start again")
    return secret_key


def _existing(dsn: str) -> set[str]:
    """The accounts that are there; none when Django's tables are not. A real site's database is refused."""
    connection = connect(dsn, "inko-lite demo")
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT to_regclass('public.auth_user') IS NULL OR to_regclass('public.django_session') IS NULL"
            )
            if cursor.fetchone()[0]:
                return set()
            cursor.execute("SELECT username, email LIKE %s FROM public.auth_user", (f"%{MARK}",))
            found = cursor.fetchall()
    finally:
        connection.close()
    if not all(ours for _, ours in found):
        raise DemoError(
            "this database belongs to a real Django site; the demo lets anybody sign in and does not run on it"
        )
    return {name for name, _ in found}


def _run_django(order: dict) -> None:
    root = str(Path(__file__).resolve().parent.parent)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH")]))}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    done = subprocess.run(
        [sys.executable, "-m", "inko_lite.demo"],
        input=json.dumps(order),
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        lines = done.stderr.strip().splitlines() or [f"exit status {done.returncode}"]
        raise DemoError(f"Django could not prepare the demo's tables: {lines[-1]}")


def _inside_django(order: dict) -> None:
    """Runs in the child: Django's own `migrate`, then the rows by its ORM. Repeating it changes nothing."""
    import django
    from django.conf import settings

    parts = psycopg2.extensions.parse_dsn(order["dsn"])
    known = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    settings.configure(
        SECRET_KEY=order["secret_key"],
        USE_TZ=True,
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.postgresql",
                "OPTIONS": {"options": "-c search_path=public"}
                | {name: value for name, value in parts.items() if name not in known and name != "options"},
            }
            | {known[name]: value for name, value in parts.items() if name in known}
        },
        INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions"],
    )
    django.setup()
    from django.contrib.auth.models import Group, Permission, User
    from django.contrib.contenttypes.models import ContentType
    from django.core.management import call_command
    from django.db import transaction

    call_command("migrate", verbosity=0)
    with transaction.atomic():
        kind, _ = ContentType.objects.get_or_create(app_label="live_chat", model="chat")
        permissions = {
            codename: Permission.objects.get_or_create(codename=codename, content_type=kind, defaults={"name": name})[0]
            for codename, name in PERMISSIONS.items()
        }
        groups = {name: Group.objects.get_or_create(name=name)[0] for name in GROUPS}
        for name, codenames in GROUPS.items():
            groups[name].permissions.add(*(permissions[codename] for codename in codenames))
        for username, account in order["accounts"].items():
            user, new = User.objects.get_or_create(
                username=username, defaults={"first_name": account["name"], "email": username + MARK}
            )
            if new:
                user.set_unusable_password()  # random, so the session's hash stands on it as on a real one
                user.save()
            user.groups.add(*(groups[name] for name in account.get("groups", ())))
            user.user_permissions.add(*(permissions[codename] for codename in account.get("permissions", ())))


if __name__ == "__main__":
    _inside_django(json.load(sys.stdin))
