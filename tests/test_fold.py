"""What a page shows is a fold: the snapshot it began with and every event since give what a fresh snapshot would say.

Each run is recorded from the real server when the test runs, for everybody who looks on, after every step of a story; then
the pages' own fold (`static/js/chat/store.js`) goes over it, by node here and by Chromium in tests/browser/test_guest_fold.py.
"""

import json
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


# What makes a client take a snapshot (`Client.#hear`), when it comes from the person's own session.
RESYNCS = {"joined", "watching"}


class Recorder:
    """What everybody in a story was told at its beginning, has heard since, and would be told now."""

    def __init__(self, **people) -> None:
        self.people = people
        self.begun = {name: (person.get("/session").json, person.state()) for name, person in people.items()}
        self.lists = {name: self.list(name) for name in people}
        self.runs: list[dict] = []

    def list(self, name: str) -> dict | None:
        """What those who help are told of rooms that they are not in."""
        person = self.people[name]
        return person.get("/list").json if person.kind in ("agent", "monitor") else None

    def step(self, what: str) -> None:
        for name, person in self.people.items():
            told, before = self.begun[name]
            after, listed = person.state(), self.list(name)
            heard, cursor = [], before["cursor"]
            while cursor < after["cursor"]:
                reply = person.get(f"/listen?cursor={cursor}&wait=0").json
                heard += reply["events"]
                cursor = reply["cursor"]
            events = [event for event in heard if event.get("id") and event["id"] <= after["cursor"]]
            if any(event["kind"] in RESYNCS and event["from"]["id"] == person.id for event in events):
                # Whoever comes into a room takes a new snapshot, for what was said before.
                self.begun[name], self.lists[name] = (told, after), listed
                continue
            run = {"name": f"{name} after {what}", "session": told["session"], "limits": told["limits"]}
            run["lists"] = {"before": self.lists[name], "after": listed}
            # A snapshot that says nothing for us may be ahead of the last event that we heard.
            mark = {"id": after["cursor"], "kind": "nothing"}
            self.runs.append({**run, "before": before, "events": [*events, mark], "after": after})


def a_chat(cast) -> list[dict]:
    """A guest asks, is helped, is handed over, and goes."""
    ana, ben, mia, gus = cast.agent("ana"), cast.agent("ben"), cast.monitor(), cast.guest()
    story = Recorder(ana=ana, ben=ben, mia=mia, gus=gus)
    gus.asks("Why?", product="Firefox")
    story.step("the question")
    room = ana.assists(gus)
    story.step("the beginning")
    gus.says(room, "hello")
    said = ana.says(room, "'''Hi'''")["id"]
    story.step("the first words")
    ana.post(f"/topic/{room}", {"topic": "Bookmarks"})
    ana.post(f"/tags/{room}", {"add": ["sync", "bookmarks"]})
    ana.post(f"/tags/{room}", {"remove": ["sync"]})
    ana.post(f"/note/{room}", {"body": "knows a lot"})
    story.step("a topic, tags and a note")
    mia.post(f"/watch/{room}", {})
    mia.post(f"/redact/{room}", {"event": said, "reason": "a test"})
    story.step("a moderator who watches and removes a message")
    mia.post(f"/leave/{room}", {})
    ana.post(f"/invite/{room}", {"session": ben.id})
    story.step("an invitation")
    ben.post(f"/join/{room}", {})
    ben.says(room, "me too")
    story.step("a second helper")
    ben.post(f"/leave/{room}", {})
    story.step("one helper again")
    ana.post(f"/transfer/{room}", {"agent": ben.id, "note": "please"})
    story.step("an offer")
    offer = ben.state()["offers"][0]["offer"]
    ben.post(f"/offer/{offer}", {"accept": True})
    story.step("a hand-over")
    mia.post(f"/takeover/{room}", {})
    story.step("a moderator who takes over")
    mia.post(f"/end/{room}", {})
    story.step("the end")
    return story.runs


def a_queue(cast) -> list[dict]:
    """People come into the queue, leave it, are given back to it; helpers come and go."""
    ana, mia = cast.agent("ana"), cast.monitor()
    one, two, three = (cast.guest(name) for name in ("One", "Two", "Three"))
    story = Recorder(ana=ana, mia=mia, one=one, two=two, three=three)
    for guest in (one, two, three):
        guest.asks(f"{guest.name} asks")
    story.step("three questions")
    two.post("/queue/leave", {"reason": "solved"})
    story.step("one who leaves")
    room = ana.assists(one)
    story.step("one who is taken")
    ana.post(f"/transfer/{room}", {})
    story.step("one who is given back")
    mia.post("/queue", {"mode": "closed", "message": "Back tomorrow"})
    story.step("a queue that is closed")
    mia.post("/queue", {"mode": "auto"})
    story.step("a queue that is open")
    ana.post("/set_limit", {"limit": 2})
    ana.post("/status", {"status": "away"})
    story.step("a helper who is away")
    ana.post("/status", {"status": "online"})
    ben = cast.agent("ben")
    # Signing in says nothing to the others by itself; a status does, and of the limit only what is set.
    ben.post("/status", {"status": "busy"})
    ben.post("/set_limit", {"limit": 2})
    story.step("a helper who comes")
    ben.leaves()
    cast.people.remove(ben)
    story.step("a helper who goes")
    mia.post(f"/queue/{three.id}", {"action": "remove"})
    story.step("one who is taken out")
    return story.runs


def a_direct_talk(cast) -> list[dict]:
    """Colleagues write to each other, and sit in a room of their own."""
    ana, ben = cast.agent("ana"), cast.agent("ben")
    story = Recorder(ana=ana, ben=ben)
    room = ana.post("/direct_message", {"session": ben.id, "body": "Lunch?", "client_id": ana.client_id()}).json["room"]
    story.step("a direct message")
    ben.says(room, "yes")
    story.step("an answer")
    hall = ana.post("/create", {"name": "Hall", "topic": "Tea"}).json["room"]
    ben.post(f"/join/{hall}", {})
    story.step("a room of one's own")
    ana.post(f"/end/{hall}", {})
    story.step("its end")
    return story.runs


def rooms_and_rights(cast) -> list[dict]:
    """Rooms of helpers are opened, renamed, left and ended; their owners change what people may do in them."""
    ana, ben, mia, gus = cast.agent("ana"), cast.agent("ben"), cast.monitor(), cast.guest()
    story = Recorder(ana=ana, ben=ben, mia=mia, gus=gus)
    hall = ana.post("/create", {"name": "Hall", "topic": "Tea"}).json["room"]
    cellar = ana.post("/create", {"name": "Cellar", "private": True}).json["room"]
    story.step("an open room and one that is not")
    ana.post(f"/topic/{hall}", {"topic": "Coffee"})
    ana.post(f"/topic/{cellar}", {"topic": "Wine"})
    story.step("other topics")
    ana.post(f"/invite/{hall}", {"session": gus.id})
    gus.post(f"/join/{hall}", {})
    ben.post(f"/join/{hall}", {})
    mia.post(f"/join/{hall}", {})
    story.step("those who come")
    ana.post(f"/rights/{hall}", {"role": "guest", "deny": ["speak"]})
    ana.post(f"/rights/{hall}", {"role": "agent", "allow": ["kick", "transfer"], "deny": ["topic", "invite"]})
    story.step("rights of roles")
    ana.post(f"/rights/{hall}", {"session": gus.id, "allow": ["speak", "topic"]})
    ana.post(f"/rights/{hall}", {"session": ben.id, "allow": ["topic"], "deny": ["kick"]})
    ana.post(f"/rights/{hall}", {"session": mia.id, "deny": ["speak", "end", "kick"]})
    story.step("rights of people")
    ana.post(f"/rights/{hall}", {"role": "agent", "allow": ["invite"], "deny": ["transfer"]})
    ana.post(f"/rights/{hall}", {"session": ben.id, "deny": ["topic"]})
    story.step("rights that are taken back")
    ana.post(f"/leave/{hall}", {})
    ana.post(f"/leave/{cellar}", {})
    story.step("an owner who goes")
    mia.post(f"/kick/{hall}", {"session": ben.id})
    story.step("an owner who is put out")
    mia.post(f"/end/{hall}", {})
    story.step("the end")
    gus.asks("Why?")
    room = ben.assists(gus)
    story.step("a guest's own room")
    ben.post(f"/invite/{room}", {"session": ana.id})
    ana.post(f"/join/{room}", {})
    ben.post(f"/rights/{room}", {"role": "agent", "allow": ["end"]})
    ben.post(f"/rights/{room}", {"role": "guest", "deny": ["end"]})
    story.step("a second helper with a right")
    ben.post(f"/leave/{room}", {})
    story.step("the first one who goes")
    mia.post(f"/watch/{room}", {})
    mia.post(f"/takeover/{room}", {})
    story.step("a moderator who takes over")
    mia.post(f"/end/{room}", {})
    return story.runs


STORIES = [a_chat, a_queue, a_direct_talk, rooms_and_rights]


@pytest.mark.parametrize("story", STORIES, ids=lambda each: each.__name__)
def test_the_fold_of_what_was_heard_is_what_a_fresh_snapshot_says(cast, story):
    runs = story(cast)
    assert len(runs) >= 4
    done = subprocess.run(
        ["node", str(ROOT / "tests" / "js" / "fold_run.mjs")],
        input=json.dumps(runs),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert not json.loads(done.stdout), "\n".join(json.loads(done.stdout))


def test_a_fold_that_forgets_something_is_found_out(cast):
    """The comparison itself: without one of its events, a run is not what the snapshot says."""
    runs = [run for run in a_chat(cast) if run["name"] == "gus after the first words"]
    runs[0]["events"] = [event for event in runs[0]["events"] if event["kind"] != "message"]
    done = subprocess.run(
        ["node", str(ROOT / "tests" / "js" / "fold_run.mjs")], input=json.dumps(runs), capture_output=True, text=True,
        timeout=60, check=True,
    )  # fmt: skip
    assert any("gus after the first words:.rooms" in each for each in json.loads(done.stdout))
