"""Every operation of the API for every kind of person: who is let in, who is told no, and that a no tells nothing.

The operations come from docs/openapi.json; one that is in no class below, or in two, fails. A person who may not know of a
room, a session or an offer is answered exactly as for one that does not exist.
"""

import json

import pytest

from .conftest import ROOT

DOCUMENT = json.loads((ROOT / "docs" / "openapi.json").read_text("utf-8"))
OPERATIONS = {
    operation["operationId"]: (method.upper(), path, operation)
    for path, methods in DOCUMENT["paths"].items()
    for method, operation in methods.items()
    if method in ("get", "post")
}
# Without a session.
OPEN = {
    "session", "waittime", "healthz", "readyz", "metrics", "guest_page", "ask_review", "status_feed", "workgroup_stats",
    "widget", "plain_page",
}  # fmt: skip
# For those who help; others are sent to the site's sign-in page.
PAGES = {"agent_page", "monitor_page", "history_page"}
# Of one's own session, or of nobody's.
OWN = {
    "resume", "end_session", "state", "set_status", "listen", "identify", "reserve", "leave_queue", "survey_latest",
    "answer_survey_of", "follow_up_of", "report", "direct_message", "preview",
}  # fmt: skip
AGENTS = {
    "why", "skills", "set_skills", "guests", "assist", "list", "set_limit", "create", "answer_offer", "transcripts",
    "transcripts_csv", "transcripts_json", "transcripts_txt", "known_tags", "tags_today", "replies", "create_reply", "save_reply",
    "delete_reply",
}  # fmt: skip
MONITORS = {
    "set_queue", "mend", "ban", "unban", "bans", "audit", "summary", "summary_csv", "deliveries",
    "retry_delivery", "subject", "erase", "redact", "redact_in", "take_over", "capacity", "overview",
    "stand_down", "report_of_the_day",
}  # fmt: skip
# About one room, in the path or in the body.
ROOMS = {
    name
    for name, (_, path, operation) in OPERATIONS.items()
    if name not in OPEN | PAGES | OWN | AGENTS | MONITORS and ("{room}" in path or "room" in json.dumps(operation.get("requestBody", {})))
} | {
    name
    for name in OPERATIONS
    if name.endswith("_in") and name not in OPEN | OWN | AGENTS | MONITORS
} | {"tag", "note"}  # fmt: skip
NOWHERE = "AAAAAAAAAAAAAAAAAAAAAA"


def body_of(operation: dict) -> dict:
    """What the document gives as an example."""
    body = operation.get("requestBody", {})
    if "$ref" in body:
        body = DOCUMENT["components"]["requestBodies"][body["$ref"].rsplit("/", 1)[1]]
    content = body.get("content", {}).get("application/json", {})
    return dict(content.get("example") or content.get("schema", {}).get("example") or {})


def ask(person, name: str, room: str = NOWHERE, **ids: str):
    method, path, operation = OPERATIONS[name]
    body = None
    if method == "POST":
        body = {**body_of(operation), **({} if "{room}" in path or name not in ROOMS | MONITORS else {"room": room})}
        body |= {key: ids["session"] for key in ("session", "agent", "guest") if key in body and "session" in ids}
        if name in MONITORS and "{room}" not in path and "room" not in str(operation.get("requestBody")):
            body.pop("room", None)
        if body and "client_id" in body:
            body["client_id"] = f"{name}-{room[:4]}"
    for part in ("{guest}", "{session}", "{offer}", "{reply}", "{delivery}"):
        path = path.replace(part, ids.get("session", NOWHERE))
    return person.request(method, path.replace("{room}", room), body)


def test_each_operation_is_in_one_class():
    classes = [OPEN, PAGES, OWN, AGENTS, MONITORS, ROOMS]
    for name in OPERATIONS:
        assert sum(name in each for each in classes) == 1, name
    assert set().union(*classes) == set(OPERATIONS)


def test_without_a_session_nothing_is_told_but_where_to_sign_in(cast):
    stranger = cast.stranger()
    for name in OPERATIONS.keys() - OPEN - PAGES:
        reply = ask(stranger, name)
        assert reply.status == 401 and reply.json["code"] == "auth.required", (name, reply.status, reply.body)


@pytest.mark.parametrize("kind", ["guest", "user"])
def test_who_does_not_help_may_nothing_of_what_those_do_who_help(cast, kind):
    person = getattr(cast, kind)()
    for name in AGENTS | MONITORS:
        reply = ask(person, name)
        assert reply.status == 403 and reply.json["code"].startswith("permission."), (name, reply.status, reply.body)


def test_an_agent_may_nothing_of_what_monitors_do(cast):
    ana = cast.agent()
    for name in MONITORS:
        reply = ask(ana, name)
        assert reply.status == 403 and reply.json["code"] == "permission.monitor", (name, reply.status, reply.body)


@pytest.mark.parametrize("kind", ["guest", "user", "agent"])
def test_a_room_of_others_is_like_one_that_does_not_exist(cast, kind):
    _, gus, room = cast.chat()
    outsider = cast.agent("ben") if kind == "agent" else getattr(cast, kind)()
    for name in sorted(ROOMS):
        here, nowhere = (ask(outsider, name, which, session=gus.id) for which in (room, NOWHERE))
        assert (here.status, here.json) == (nowhere.status, nowhere.json), name
        assert here.status in (403, 404, 422) or here.json["code"] == "follow_up.off", (name, here.status, here.body)
        headers = [
            {name: value for name, value in reply.headers.items() if name != "Date"} for reply in (here, nowhere)
        ]
        assert headers[0] == headers[1], name


def test_a_person_whom_one_may_not_know_is_like_one_who_does_not_exist(cast):
    _, gus, _ = cast.chat()
    for outsider in (cast.guest("Eve"), cast.user()):
        there, nowhere = (
            outsider.request("POST", "/direct_message", {"session": session, "body": "hi", "client_id": f"d{n}"})
            for n, session in enumerate((gus.id, NOWHERE))
        )
        assert (there.status, there.json) == (nowhere.status, nowhere.json)


def test_an_offer_to_somebody_else_is_like_one_that_does_not_exist(cast):
    ana, _, room = cast.chat()
    ben, mia = cast.agent("ben"), cast.monitor()
    offer = ana.post(f"/transfer/{room}", {"agent": ben.id}).json["offer"]
    there, nowhere = (mia.request("POST", f"/offer/{which}", {"accept": True}) for which in (offer, NOWHERE))
    assert (there.status, there.json) == (nowhere.status, nowhere.json)


def test_no_room_and_no_secret_is_in_an_address_that_leaks(cast):
    """Pages send no referrer to other sites, and the session's secret stands in no address and no reply's body."""
    guest = cast.guest()
    page = guest.request("GET", "/")
    assert page.headers["Referrer-Policy"] in ("same-origin", "no-referrer")
    secret = next(value for name, value in guest.cookies.items() if "inko" in name)
    assert len(secret) >= 32
    for path in ("/state", "/session", "/waittime", "/"):
        assert secret.encode() not in guest.request("GET", path).body, path


def test_the_staffs_pages_are_for_the_staff(cast):
    html = {"Accept": "text/html"}
    for path in ("/agent", "/monitor", "/history"):
        for person in (cast.stranger(), cast.guest()):
            assert person.request("GET", path, headers=html).status == 302, path
        assert cast.user().request("GET", path, headers=html).status == 403, path
    assert cast.agent().request("GET", "/monitor", headers=html).status == 403
    assert cast.monitor().request("GET", "/monitor", headers=html).status == 200
