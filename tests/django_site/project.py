"""A real Django site in a process of its own: its settings are global, and ours must work where none are configured.

Started with its settings as JSON on the command line, it reads one order a line (JSON: [name, arguments]) and answers
each with one line. Sessions come from Django's own login, through its test client and its `db` session engine.
"""

import importlib
import json
import sys
import threading
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import django
from django.conf import settings

HERE = Path(__file__).resolve().parent
sys.path.append(str(HERE.parents[1] / "deploy" / "django"))  # the app that a site may install


class PickleSerializer:
    """As sites could have it up to Django 4.2."""

    def dumps(self, value: object) -> bytes:
        return importlib.import_module("pickle").dumps(value)

    def loads(self, data: bytes) -> object:
        return importlib.import_module("pickle").loads(data)


def configure(host: str, user: str, dbname: str, apps: list[str], **changed: object) -> None:
    defaults = {
        "ALLOWED_HOSTS": ["*"],
        "USE_TZ": True,
        "ROOT_URLCONF": "urls",
        "TEMPLATES": [
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "DIRS": [HERE / "templates"],
                "APP_DIRS": True,
            }
        ],
        "CHAT_HOSTS": [],
        "LOGIN_REDIRECT_URL": "/",
        "DEFAULT_AUTO_FIELD": "django.db.models.BigAutoField",
        "DATABASES": {
            "default": {"ENGINE": "django.db.backends.postgresql", "HOST": host, "USER": user, "NAME": dbname},
        },
        "INSTALLED_APPS": ["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", *apps],
        "MIDDLEWARE": [
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
        ],
        # A slow hash, as production has it, would change nothing here: the session's hash is made of whatever it gives.
        "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
    }
    settings.configure(**defaults | changed)
    django.setup()


class Threading(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Quiet(WSGIRequestHandler):
    def log_message(self, *arguments: object) -> None:
        """Standard error is for what goes wrong."""


class Orders:
    """What the tests may ask of the site; each name is an order."""

    def __init__(self) -> None:
        from django.contrib.auth import get_user_model

        self.users = get_user_model().objects
        self.name = get_user_model().USERNAME_FIELD
        self.clients: dict = {}

    def migrate(self) -> None:
        from django.core.management import call_command

        call_command("migrate", "auth", verbosity=0)
        call_command("migrate", verbosity=0, run_syncdb=True)  # an app without migrations gets its tables this way

    def command(self, *arguments: str) -> None:
        """One of manage.py's."""
        from django.core.management import call_command

        call_command(*arguments)

    def serve(self) -> str:
        """Answers browsers from now on; returns the address."""
        from django.core.wsgi import get_wsgi_application

        server = make_server("127.0.0.1", 0, get_wsgi_application(), Threading, Quiet)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{server.server_port}"

    def version(self) -> str:
        return django.get_version()

    def expire(self, session_key: str) -> None:
        from django.utils import timezone

        store = self._store(session_key)
        store.model.objects.filter(session_key=session_key).update(expire_date=timezone.now())

    def create(self, name: str, password: str = "pw", **columns: object) -> str:
        return str(self.users.create_user(**{self.name: name}, password=password, **columns).pk)

    def change(self, name: str, **columns: object) -> None:
        self.users.filter(**{self.name: name}).update(**columns)

    def delete(self, name: str) -> None:
        self._user(name).delete()

    def set_password(self, name: str, password: str) -> None:
        user = self._user(name)
        user.set_password(password)
        user.save()

    def permit(self, codename: str, user: str | None = None, group: str | None = None, app: str = "chat") -> None:
        from django.contrib.auth.models import Group, Permission
        from django.contrib.contenttypes.models import ContentType

        kind, _ = ContentType.objects.get_or_create(app_label=app, model="chat")
        permission, _ = Permission.objects.get_or_create(
            codename=codename, content_type=kind, defaults={"name": codename}
        )
        if user:
            self._user(user).user_permissions.add(permission)
        if group:
            Group.objects.get_or_create(name=group)[0].permissions.add(permission)

    def join(self, name: str, group: str) -> None:
        from django.contrib.auth.models import Group

        self._user(name).groups.add(Group.objects.get_or_create(name=group)[0])

    def leave(self, name: str, group: str) -> None:
        self._user(name).groups.remove(self._user(name).groups.get(name=group))

    def login(self, name: str, password: str = "pw") -> str:
        from django.test import Client

        client = self.clients[name] = Client()
        if not client.login(**{self.name: name, "password": password}):
            raise AssertionError(f"Django did not let {name} in")
        return client.cookies[settings.SESSION_COOKIE_NAME].value

    def logout(self, name: str) -> None:
        self.clients[name].logout()

    def session(self, session_key: str) -> dict:
        return dict(self._store(session_key).items())

    def put(self, session_key: str, **members: object) -> None:
        """Sets members of a session; None takes a member out."""
        store = self._store(session_key)
        for name, value in members.items():
            store[name] = value
            if value is None:
                del store[name]
        store.save()

    def _store(self, session_key: str) -> object:
        return importlib.import_module(settings.SESSION_ENGINE).SessionStore(session_key)

    def _user(self, name: str) -> object:
        return self.users.get(**{self.name: name})


def main() -> None:
    configure(**json.loads(sys.argv[1]))
    orders = Orders()
    for line in sys.stdin:
        name, arguments = json.loads(line)
        try:
            answer = [True, getattr(orders, name)(*arguments.pop("line", ()), **arguments)]
        except (Exception, SystemExit) as error:  # the test at the other end shall see it
            answer = [False, f"{type(error).__name__}: {error}"]
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    # Settings that name a class find it in a module of this name, not in __main__.
    importlib.import_module("project").main()
