"""docs/openapi.json describes the server that runs: every route, reply, event and refusal, and nothing besides."""

import ast
import copy
import functools
import itertools
import json
import re
from pathlib import Path

import hypothesis
import jsonschema_rs
import pytest
import schemathesis
from schemathesis.checks import content_type_conformance, response_schema_conformance, status_code_conformance

from inko_lite import errors
from inko_lite.config import load
from inko_lite.server import Server

from .cast import Client, Person
from .conftest import open_site
from .rounds import the_rest_of_the_day
from .wire import INTERNALS

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = json.loads((ROOT / "docs/openapi.json").read_text("utf-8"))
OPERATIONS = {
    (method.upper(), path): operation for path, item in DOCUMENT["paths"].items() for method, operation in item.items()
}
# Files, the demonstration's sign-in and the forms of the page without scripts are no part of the API.
APART = ("/static/", "/demo/", "/patterns", "/plain/")
# Posts of people who can have no session, because they are banned.
OPEN_POSTS = {"/ban/review"}


def pointed_at(value):
    """The object that `{"$ref": ...}` points at, or the value itself."""
    while isinstance(value, dict) and "$ref" in value:
        value = functools.reduce(lambda at, name: at[name], value["$ref"].removeprefix("#/").split("/"), DOCUMENT)
    return value


def walk(value, path=()):
    yield path, value
    for name, inner in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from walk(inner, (*path, name))


# ── the document by itself ──────────────────────────────────────────────────────────────────────────────────────────


def test_the_document_is_openapi_and_its_schemas_are_json_schema():
    schemathesis.openapi.from_dict(copy.deepcopy(DOCUMENT)).validate()
    for path, value in walk(DOCUMENT):
        if path and (path[-1] == "schema" or path[:-1] == ("components", "schemas")):
            jsonschema_rs.meta.validate({"$schema": "https://json-schema.org/draft/2020-12/schema", **value})


def test_what_is_referred_to_exists_and_what_exists_is_referred_to():
    pointers = {value["$ref"] for _, value in walk(DOCUMENT) if isinstance(value, dict) and "$ref" in value}
    assert all(pointed_at({"$ref": pointer}) for pointer in pointers)
    parts = {
        f"#/components/{kind}/{name}"
        for kind, names in DOCUMENT["components"].items()
        for name in names
        if kind != "securitySchemes"
    }
    assert pointers == parts


def test_operations_have_names_of_their_own_tags_and_their_paths_parameters():
    names = [operation["operationId"] for operation in OPERATIONS.values()]
    assert len(names) == len(set(names))
    tags = {tag["name"] for tag in DOCUMENT["tags"]}
    for (_, path), operation in OPERATIONS.items():
        assert operation["summary"] and set(operation["tags"]) <= tags
        assert all(set(needed) <= set(DOCUMENT["components"]["securitySchemes"]) for needed in operation["security"])
        given = {each["name"] for each in map(pointed_at, operation.get("parameters", [])) if each["in"] == "path"}
        assert given == set(re.findall(r"{(\w+)}", path)), path


def test_every_post_needs_the_token_and_every_example_is_what_it_stands_for():
    for (method, path), operation in OPERATIONS.items():
        needs_token = method == "POST" and path not in OPEN_POSTS
        assert (operation["security"] == [{"session": [], "csrf": []}]) == needs_token, path
        if method == "POST":
            content = pointed_at(operation["requestBody"])["content"]["application/json"]
            checker(content["schema"]).validate(content["example"])


# ── the document against the program ────────────────────────────────────────────────────────────────────────────────


def test_every_route_is_described_and_every_description_is_a_route():
    application = Server(load(overrides={"database": {"dsn": "dbname=never_connected_to"}}), demo=True).application
    routes = {(route.method, re.sub(r"<(\w+)(?::[^>]+)?>", r"{\1}", route.rule)) for route in application.bottle.routes}
    assert {route for route in routes if not route[1].startswith(APART)} == set(OPERATIONS)


def codes_of(operation):
    """{status: the codes that a refusal may have}; `default` has those that any request can meet."""
    found = {}
    for status, response in operation["responses"].items():
        for _, value in walk(pointed_at(response)):
            if isinstance(value, dict) and "code" in value.get("properties", {}):
                code = value["properties"]["code"]
                found.setdefault(status, set()).update(code.get("enum", [code.get("const")]))
    invalid = next(iter(DOCUMENT["components"]["schemas"]["Invalid"]["allOf"][1]["properties"]["code"].values()))
    return found | ({"422": {invalid}} if "422" in operation["responses"] else {})


def running():
    """The syntax trees of the modules that a server is made of: what it imports, and what that imports."""
    package = ROOT / "inko_lite"
    found, waiting = {}, [package / "server.py"]
    while waiting:
        path = waiting.pop()
        if path in found or not path.exists():
            continue
        tree = found[path] = ast.parse(path.read_text("utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.level:
                folder = path.parents[node.level - 1].joinpath(*(node.module or "").split("."))
                waiting += [folder.with_suffix(".py"), *(folder / f"{alias.name}.py" for alias in node.names)]
    return found.values()


def refusals():
    """{code: status} of every refusal that the server may give, the permissions included that it asks for by name."""
    kinds = {name: kind for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, errors.Refusal)}
    found = {}
    for node in itertools.chain.from_iterable(map(ast.walk, running())):
        if isinstance(node, ast.Name) and node.id in kinds and "code" in vars(kinds[node.id]) and node.id != "Refusal":
            found[kinds[node.id].code] = kinds[node.id].status
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "PermissionMissing":
            if isinstance(node.args[0], ast.Constant):
                found["permission." + node.args[0].value] = 403
    return found


def test_every_refusal_is_described_under_its_status_and_no_other_is():
    described = {}
    for operation in OPERATIONS.values():
        for status, codes in codes_of(operation).items():
            for code in codes:
                described.setdefault(code, set()).add(status)
    known = refusals()
    assert set(known) - set(described) == set()
    # Rights that are asked for by a variable, and what is no refusal but a bug.
    others = {code for code in set(described) - set(known) if not code.startswith("permission.")}
    assert others == {"internal"}
    for code, status in known.items():
        assert described[code] <= {str(status), "default"}, code


KINDS = {
    kind
    for name in ("DurableEvent", "EphemeralEvent")
    for kind in DOCUMENT["components"]["schemas"][name]["discriminator"]["mapping"]
}


def kinds_of_events():
    """The kinds that the program names; one that it reckons is found when it is heard."""
    for node in itertools.chain.from_iterable(map(ast.walk, running())):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Draft" and isinstance(node.args[1], ast.Constant):
            yield node.args[1].value
        if isinstance(node, ast.Dict):
            named = zip(node.keys, node.values, strict=True)
            yield from (v.value for k, v in named if getattr(k, "value", "") == "kind" and isinstance(v, ast.Constant))


def test_every_kind_of_event_is_described():
    assert set(kinds_of_events()) - KINDS == set()


# ── the document against what is said ───────────────────────────────────────────────────────────────────────────────


def strict(value):
    """The same schemas, but a member that they do not name is refused: what is sent is described, all of it."""
    if isinstance(value, list):
        return [strict(inner) for inner in value]
    if not isinstance(value, dict):
        return value
    closed = {name: inner if name in ("allOf", "example") else strict(inner) for name, inner in value.items()}
    if "properties" in closed and "title" not in closed["properties"]:
        closed.setdefault("additionalProperties", False)
    return closed


STRICT = strict(DOCUMENT["components"])


def checker(schema):
    return _checker(json.dumps(schema))


@functools.cache
def _checker(text):
    schema = strict(json.loads(text))
    return jsonschema_rs.Draft202012Validator({**schema, "components": STRICT}, validate_formats=True)


@functools.cache
def operation_at(method, path):
    """The template and the description of a request's path; a literal path goes before a pattern."""
    for template in sorted(DOCUMENT["paths"], key=lambda each: each.count("{")):
        if re.fullmatch(re.sub(r"{\w+}", "[^/]+", template), path) and (method, template) in OPERATIONS:
            return OPERATIONS[method, template]
    return None


def check_exchange(method, target, body, reply):
    """The request was one that is described, if it was accepted, and its reply is."""
    operation = operation_at(method, target.partition("?")[0])
    if operation is None:
        assert target.startswith(APART) or reply.status in (404, 405), (method, target)
        return
    what = f"{method} {target} -> {reply.status} {reply.body[:500]}"
    responses = operation["responses"]
    response = pointed_at(responses.get(str(reply.status)))
    if response is None:
        assert reply.status >= 400, what
        response = pointed_at(responses["default"])
    content = response.get("content")
    if content is None:
        assert reply.body == b"", what
        return
    kind = reply.headers["Content-Type"]
    assert kind in content, what
    if "json" in kind:
        fault = next(checker(content[kind]["schema"]).iter_errors(reply.json), None)
        assert fault is None, f"{what}: {fault}"
    if reply.status < 300 and method == "POST":
        checker(pointed_at(operation["requestBody"])["content"]["application/json"]["schema"]).validate(body or {})
    for name, header in response.get("headers", {}).items():
        if name == "Retry-After":
            checker(pointed_at(header)["schema"]).validate(int(reply.headers[name]))


@pytest.fixture
def overheard(monkeypatch, cast):
    """The cast, whose every request, reply and event is held against the document; `.said` counts them by operation."""
    request, take = Client.request, Person._take
    cast.said = []

    def checked_request(self, method, path, body=None, **options):
        reply = request(self, method, path, body, **options)
        check_exchange(method, path, body, reply)
        cast.said.append((method, path.partition("?")[0], reply.status))
        return reply

    def checked_take(self, events):
        for event in events:
            fault = next(checker({"$ref": "#/components/schemas/Event"}).iter_errors(event), None)
            cast.said.append(("event", event["kind"], str(fault) if fault else None))
        take(self, events)

    monkeypatch.setattr(Client, "request", checked_request)
    monkeypatch.setattr(Person, "_take", checked_take)
    return cast


def test_whatever_an_ordinary_chat_says_is_described(overheard):
    cast = overheard
    ana, ben, mia, gus, eve = cast.agent("ana"), cast.agent("ben"), cast.monitor(), cast.guest(), cast.guest("Eve")
    for person in (ana, ben, mia, gus, eve):
        person.listens()
    stranger = cast.stranger()
    for path in ("/healthz", "/readyz", "/metrics", "/waittime", "/", "/plain", "/state", "/nowhere", "/session/end"):
        stranger.request("GET", path)
    mia.post("/queue", {"mode": "closed", "message": "Back soon."})
    gus.hears("queue_closed"), gus.get("/waittime"), gus.request("POST", "/queue/reserve", {})
    gus.request("POST", "/identify", {"name": "Gus", "question": "?"}), gus.request("POST", "/queue", {"mode": "open"})
    mia.post("/queue", {"mode": "auto"})
    gus.hears("queue_opened")
    gus.post("/queue/reserve"), gus.post("/queue/reserve"), gus.request("POST", "/session/resume", {"code": "0000-0000"})
    code = gus.asks("Why?", product="Firefox", extra={"build": "nightly"}, client_id="q1")["resume_code"]
    gus.asks("Why?", product="Firefox", extra={"build": "nightly"}, client_id="q1")
    eve.asks()
    for person in (ana, gus, mia):
        person.state()
    ana.get("/guests"), ana.get("/agent"), gus.request("GET", "/guests"), gus.request("POST", "/identify", {"name": "x"})
    room = ana.assists(gus)
    ana.request("POST", "/assist", {"guest": gus.id}), gus.request("POST", "/assist", {})
    gus.hears("assigned")
    eve.hears("position")
    eve.post("/queue/leave", {"reason": "solved"})
    gus.post("/preview", {"body": "'''hello'''"})
    said = gus.says(room, "'''hello'''", client_id="m1")
    gus.says(room, "'''hello'''", client_id="m1")
    gus.request("POST", "/message", {"room": room, "body": "other", "client_id": "m1"})
    gus.request("POST", f"/message/{room}", {"body": "x" * 40_000})
    gus.request("POST", f"/message/{room}", b"{")
    gus.request("POST", f"/message/{room}", b"body=x", headers={"Content-Type": "text/plain"})
    gus.request("POST", f"/message/{room}", {"body": "x"}, headers={"X-CSRF-Token": "no"})
    ana.hears("message", id=said["id"])
    gus.post(f"/message/{room}/typing", {"state": "on"})
    ana.hears("typing")
    gus.get(f"/message/{room}?limit=1"), eve.request("GET", f"/message/{room}"), gus.request("GET", f"/message/{room}?limit=0")
    ana.post("/status", {"status": "busy"}), ana.post("/status", {"status": "online"})
    for agent, accept in ((ben, False), (ben, True)):
        offer = ana.post(f"/transfer/{room}", {"agent": agent.id, "note": "please"}).json["offer"]
        agent.hears("offered", offer=offer)
        agent.state()
        agent.post(f"/offer/{offer}", {"accept": accept})
        agent.request("POST", f"/offer/{offer}", {"accept": False})
    gus.hears("transferred")
    mia.post(f"/takeover/{room}"), gus.request("POST", f"/takeover/{room}", {})
    gus.hears("taken_over")
    mia.post(f"/transfer/{room}", {})
    ana.hears("queued", reason="transferred")
    ana.get("/guests"), gus.state()
    ana.assists(), ana.state()
    ana.request("GET", "/listen?cursor=0&wait=0"), ana.request("GET", "/listen?cursor=999999"), ana.request("GET", "/listen")
    back = cast.guest("Back")
    back.post("/session/resume", {"code": code})
    gus.hears("resumed")
    gus = back.arrives().listens()
    gus.post(f"/end/{room}", {"reason": "solved"})
    gus.request("POST", f"/end/{room}", {}), gus.request("POST", f"/message/{room}", {"body": "late"})
    ana.hears("ended")
    gus.post("/session/end")
    gus.hears("session_ended")
    the_rest_of_the_day(cast)
    wrong = [each for each in cast.said if each[0] == "event" and each[2]]
    assert not wrong, wrong
    heard = {name for what, name, _ in cast.said if what == "event"}
    assert KINDS - heard <= set(kinds_of_events()), "described, but never said"
    done = {(method, path) for method, path, status in cast.said if status in (200, 201, 202, 204)}
    used = {operation["operationId"] for operation in itertools.starmap(operation_at, done) if operation}
    unused = {each["operationId"] for each in OPERATIONS.values()} - used
    assert unused <= {"transfer_in", "say_in", "continue", "continue_in", "link_follow_up", "retry_delivery"}, unused


# ── whatever else may be asked ──────────────────────────────────────────────────────────────────────────────────────

EXAMPLES = 8
api = schemathesis.openapi.from_dict(copy.deepcopy(DOCUMENT))


class Askers:
    """A guest and an agent in a room, and a monitor, who ask in turn; whoever was signed out or left comes again."""

    def __init__(self, site):
        self.site = site
        self.turn = itertools.cycle(("guest", "agent", "monitor", "guest", "agent", "nobody"))
        self.people = {}
        self.room = None

    def next(self):
        name = next(self.turn)
        return None if name == "nobody" else self.ready(name)

    def ready(self, name):
        person = self.people.get(name)
        if person is None or person.request("GET", "/state").status == 401:
            person = self.people[name] = getattr(self.site.cast, name)()
        if name == "guest" and self.room not in [room["id"] for room in person.state()["rooms"]]:
            agent = self.ready("agent")
            agent.post("/status", {"status": "online"})
            self.ready("monitor").post("/queue", {"mode": "open"})
            if person.get("/waittime").json["waiting"] == 0:
                person.asks()
            self.room = agent.assists()
        return person


@pytest.fixture(scope="module")
def askers(databases, template):
    with open_site(databases, template) as site:
        site.start(listen={"wait_seconds": 0.2}, flood={"enabled": False}, limits={"rooms": 10_000, "users": 10_000})
        yield Askers(site)


@api.parametrize()
@hypothesis.settings(
    max_examples=EXAMPLES, deadline=None, suppress_health_check=list(hypothesis.HealthCheck), database=None, derandomize=True
)
def test_nothing_that_can_be_asked_breaks_the_server(case, askers):
    person = askers.next()
    headers = {}
    if person is not None:
        headers = {**person.headers(), "X-CSRF-Token": person.csrf}
        if "room" in case.path_parameters and len(case.path_parameters["room"]) % 4:
            case.path_parameters["room"] = askers.room
    response = case.call(base_url=askers.site.cast.url, headers=headers, allow_redirects=False, timeout=10)
    assert response.status_code < 500 or (
        response.status_code == 503 and response.json()["code"] in codes_of(case.operation.definition.raw)["503"]
    ), response.text
    assert not INTERNALS.search(response.content) or case.path in ("/", "/agent", "/metrics"), response.text
    case.validate_response(
        response, checks=[status_code_conformance, content_type_conformance, response_schema_conformance]
    )
