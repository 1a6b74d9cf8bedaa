"""Sites whose sessions are not in the database: the site itself is asked who a cookie belongs to."""

import contextlib
import http.server
import threading
import time
import uuid
from collections.abc import Callable, Iterator

import pytest

from inko_lite.desk.django_site import DjangoSite
from inko_lite.desk.identity_probe import IdentityProbe
from inko_lite.errors import SiteUnavailable

from ..cast import Problem
from ..conftest import Site
from .conftest import HELPERS, DjangoProcess, Release, reader, settings_of
from .visitor import Visitor

RECHECK, SLACK = 1.0, 5
CACHE = 0.2
ENGINES = ("cache", "file", "signed_cookies")


@contextlib.contextmanager
def chat_with_probe(dsn: str, url: str, **settings: object) -> Iterator[Site]:
    django = {"identity_url": url, "recheck_seconds": RECHECK, "identity_cache_seconds": CACHE, **settings}
    chat = Site(dsn, django)
    try:
        chat.start()
        yield chat
    finally:
        chat.close()


@pytest.mark.parametrize("engine", ENGINES)
def test_a_site_is_asked_where_no_row_tells(
    release: Release, engine: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = {"SESSION_FILE_PATH": str(tmp_path_factory.mktemp("sessions"))} if engine == "file" else {}
    django, url = release.site(engine, **folder)
    name = f"user-{uuid.uuid4().hex[:10]}"
    django.create(name=name, first_name="Ann", last_name="Otter")
    django.join(name=name, group=HELPERS)
    with chat_with_probe(release.dsn, f"{url}/live-chat/who") as chat:
        agent = Visitor(url, chat.servers[0].url, name).logs_in().arrives()
        assert (agent.session["kind"], agent.session["name"]) == ("agent", "Ann Otter")
        agent.listens()
        django.leave(name=name, group=HELPERS)
        assert agent.hears("session_ended", seconds=RECHECK + SLACK)["reason"] == "rights_changed"
        agent.deaf()
        assert agent.arrives().session["kind"] == "user"
        agent.listens()
        key = agent.cookies["sessionid"]
        agent.logs_out()
        if engine == "signed_cookies":
            # Django itself takes such a cookie as long as it is kept: nothing at the server ends it. The browser's is gone.
            assert "sessionid" not in agent.cookies
            agent.deaf()
        else:
            agent.hears("session_ended", seconds=RECHECK + SLACK, reason="signed_out")
            agent.cookies["sessionid"] = key
        assert agent.arrives().session["kind"] == "guest"


def test_without_an_address_to_ask_such_a_cookie_is_nobodys_and_the_log_says_why(
    django_dsn: str, django: DjangoProcess, database, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    elsewhere = DjangoProcess(django_dsn, SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies")
    try:
        elsewhere.create(name=name)
        cookie = elsewhere.login(name=name)
    finally:
        elsewhere.stop()
    looking = reader(database)
    assert [looking.person(cookie) for _ in range(2)] == [None, None]
    assert len(caplog.records) == 1 and "identity_url" in caplog.text and cookie not in caplog.text


def test_kitsunes_answer_is_understood_and_an_inactive_user_is_nobody(release: Release) -> None:
    django, url = release.site("cache", SESSION_COOKIE_NAME="session_id")
    name = f"user-{uuid.uuid4().hex[:10]}"
    django.create(name=name)
    with chat_with_probe(release.dsn, f"{url}/api/1/users/test_auth", cookie="session_id") as chat:
        user = Visitor(url, chat.servers[0].url, name).logs_in(cookie="session_id").arrives()
        assert user.session["kind"] == "user"
        user.listens()
        django.change(name=name, is_active=False)
        assert user.hears("session_ended", seconds=RECHECK + SLACK)["reason"] in ("deactivated", "signed_out")
        assert user.arrives().session["kind"] == "guest"


class Answering(http.server.ThreadingHTTPServer):
    """An identity address that answers as a test says, and keeps what it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[dict] = []
        self.answer: Callable[[http.server.BaseHTTPRequestHandler], None] = says(
            b'{"username":"ann","authorized":true}'
        )
        self.let_go = threading.Event()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/who"


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.server.asked.append({"path": self.path, **{name.lower(): value for name, value in self.headers.items()}})
        self.server.answer(self)

    def log_message(self, *arguments: object) -> None:
        """What was asked is in `asked`."""


def says(body: bytes, status: int = 200, kind: str = "application/json", **headers: str) -> Callable:
    def answer(handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **headers}.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body)

    return answer


@pytest.fixture
def answering() -> Iterator[Answering]:
    server = Answering()
    yield server
    server.let_go.set()
    server.shutdown()
    server.server_close()


ANN = b'{"username":"ann","authorized":true}'


@pytest.mark.parametrize(
    "answer",
    [
        says(b"", 401),
        says(b'{"detail":"no"}', 403),
        says(b'{"username":"ann","authorized":false}'),
    ],
)
def test_a_clear_no_is_nobody(answering: Answering, answer: Callable) -> None:
    answering.answer = answer
    assert IdentityProbe(settings_of(identity_url=answering.url)).username("a-cookie") is None


@pytest.mark.parametrize(
    "answer",
    [
        says(ANN, 302, Location="http://127.0.0.1:9/elsewhere"),
        says(ANN, 204),
        says(ANN, 404),
        says(ANN, 500),
        says(ANN, kind="text/html"),
        says(b"<html>"),
        says(b""),
        says(b"[]"),
        says(b'{"username":"ann"}'),
        says(b'{"authorized":true}'),
        says(b'{"username":7,"authorized":true}'),
        says(b'{"username":"ann","authorized":1}'),
        says(b'{"username":"","authorized":true}'),
        says(b'{"username":"a\\u0000b","authorized":true}'),
        says(b'{"username":"\xff","authorized":true}'),
        says(b"[" * 4000),
        says(ANN[:-1] + b',"x":"' + b"x" * 5000 + b'"}'),
        lambda handler: handler.connection.close(),
    ],
)
def test_an_answer_that_was_not_agreed_is_a_refusal(answering: Answering, answer: Callable) -> None:
    answering.answer = answer
    with pytest.raises(SiteUnavailable):
        IdentityProbe(settings_of(identity_url=answering.url)).username("a-cookie")
    assert len(answering.asked) == 1


def test_the_site_gets_its_own_cookie_and_no_other(answering: Answering) -> None:
    probe = IdentityProbe(settings_of(identity_url=answering.url, cookie="session_id"))
    assert probe.username("abc") == "ann"
    (asked,) = answering.asked
    assert (asked["path"], asked["cookie"]) == ("/who", "session_id=abc")
    for nonsense in ("a b", "a;b", "a\r\nX: y", "a\0", "é", "a" * 5000, ""):
        assert probe.username(nonsense) is None
    assert len(answering.asked) == 1, "what no browser sends is not sent on"


def test_what_the_site_said_holds_for_a_short_time(answering: Answering) -> None:
    probe = IdentityProbe(settings_of(identity_url=answering.url, identity_cache_seconds=0.2))
    assert probe.username("abc") == probe.username("abc") == "ann" and len(answering.asked) == 1
    answering.answer = says(b"", 401)
    deadline = time.monotonic() + 5
    while probe.username("abc") is not None:
        assert time.monotonic() < deadline
    assert len(answering.asked) == 2


def test_a_name_that_is_no_user_is_nobody(answering: Answering, django: DjangoProcess, database) -> None:
    site = DjangoSite(settings_of(identity_url=answering.url), database)
    answering.answer = says(b'{"username":"nobody-has-this-name","authorized":true}')
    assert site.person("abc") is None
    name = f"user-{uuid.uuid4().hex[:10]}"
    user_id = django.create(name=name)
    answering.answer = says(b'{"username":"%s","authorized":true}' % name.encode())
    assert site.person("abcd").user_id == user_id


def test_a_silent_site_refuses_newcomers_loses_nobody_and_holds_nobody_up(site: Site, answering: Answering) -> None:
    chat = site
    answering.answer = says(b'{"username":"ana","authorized":true}')
    chat.start(
        django={**chat._django, "identity_url": answering.url, "recheck_seconds": 1, "identity_cache_seconds": 0.1}
    )
    agent = Visitor(answering.url, chat.servers[0].url, "ana")
    agent.cookies["sessionid"] = "a-cookie"
    chat.cast.people.append(agent)
    assert agent.arrives().session["kind"] == "agent"
    before = agent.id
    agent.listens()
    guest = chat.cast.guest()
    guest.asks()
    room = agent.assists(guest)

    def trickle(handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
        while not answering.let_go.wait(0.3):
            with contextlib.suppress(OSError):
                handler.wfile.write(b"X: y\r\n")

    answering.answer = trickle
    asked = len(answering.asked)
    while len(answering.asked) == asked:
        assert guest.request("GET", "/healthz").status == 200
    # The site is being asked about the agent; nobody else notices.
    for number in range(20):
        since = time.monotonic()
        guest.says(room, f"{number}")
        assert time.monotonic() - since < 1
    since = time.monotonic()
    with pytest.raises(Problem) as refused:
        agent.state()
    assert (refused.value.status, refused.value.code) == (503, "site.unavailable")
    assert time.monotonic() - since < 4 and refused.value.headers["Retry-After"]
    answering.let_go.set()
    answering.answer = says(b'{"username":"ana","authorized":true}')
    assert agent.arrives().id == before, "nobody was signed out"
    agent.hears("message", body="19")
