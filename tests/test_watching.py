"""Watching: who supervises sees all and says nothing, and guests see nothing of it unless the site shows it."""

from .test_chat import refused
from .test_rooms import creates, joins, names, view


def test_a_watcher_hears_all_and_says_nothing_by_any_path(cast):
    ana, gus, room = cast.chat()
    mia, ben = cast.monitor().listens(), cast.agent("ben")
    gus.says(room, "before")
    watched = mia.post(f"/watch/{room}").json
    assert watched["role"] == "watcher" and "before" in [e.get("body") for e in watched["events"]]
    assert watched["may"] == mia.post(f"/watch/{room}").json["may"]
    gus.says(room, "after")
    mia.hears("message", body="after")
    for path, body in (
        (f"/message/{room}", {"body": "I see"}),
        (f"/message/{room}/typing", {"state": "on"}),
        (f"/topic/{room}", {"topic": "I see"}),
        (f"/invite/{room}", {"session": ben.id}),
        ("/direct_message", {"session": gus.id, "body": "I see"}),
    ):
        assert refused("permission.speak", mia.post, path, body).status == 403, path
    mia.post(f"/leave/{room}")
    gus.says(room, "alone again")
    ana.listens()
    mia.post(f"/watch/{room}")
    gus.says(room, "seen again")
    mia.hears("message", body="seen again")
    assert "alone again" not in [e["body"] for e in mia.heard_messages()]


def test_guests_neither_hear_nor_see_who_watches_unless_the_site_shows_it(cast):
    ana, gus, room = cast.chat()
    mia = cast.monitor().listens()
    ana.listens(), gus.listens()
    mia.post(f"/watch/{room}")
    mia.post("/status", {"status": "busy"})
    assert ana.hears("watching", room=room)["from"]["id"] == mia.id == mia.hears("watching", room=room)["from"]["id"]
    assert ("Mia", "watcher") in names(view(ana, room)["members"])
    assert names(view(gus, room)["members"]) == [("Gus", "guest"), ("Ana", "agent")]
    mia.post(f"/leave/{room}")
    assert ana.hears("left", room=room)["from"]["id"] == mia.id and mia.hears("left", room=room)
    ana.says(room, "now you")
    gus.hears("message", body="now you")
    assert mia.id not in str(gus.heard) and mia.id not in str(gus.get(f"/message/{room}").json)
    assert "watching" in [e["kind"] for e in ana.get(f"/message/{room}").json["events"]]


def test_a_site_may_show_guests_who_watches(site):
    site.start(rooms={"watchers_visible": True})
    _, gus, room = site.cast.chat()
    gus.listens()
    mia = site.cast.monitor()
    mia.post(f"/watch/{room}")
    assert gus.hears("watching", room=room)["from"]["name"] == "Mia"
    assert ("Mia", "watcher") in names(view(gus, room)["members"])
    mia.post(f"/leave/{room}")
    gus.hears("left", room=room)


def test_a_watch_is_kept_through_a_restart_and_an_old_cursor_leaks_nothing(site):
    server = site.start(listen={"recent_events": 4})
    _, gus, room = site.cast.chat()
    mia = site.cast.monitor()
    gus.says(room, "before")
    mia.post(f"/watch/{room}")
    gus.says(room, "seen")
    mia.post(f"/leave/{room}")
    gus.says(room, "unseen")
    mia.post(f"/watch/{room}")
    server.stop()
    site.start(listen={"recent_events": 4}, server={"port": server.port})
    for n in range(6):
        gus.says(room, f"later {n}")
    mia.listens(cursor=0)
    mia.hears("message", body="later 5")
    assert [e["body"] for e in mia.heard_messages()] == ["seen", *(f"later {n}" for n in range(6))]
    assert [e["kind"] for e in mia.heard if e.get("room") == room and e["kind"] in ("watching", "left")] == [
        "watching", "left", "watching",
    ]  # fmt: skip


def test_a_watcher_who_joins_becomes_a_member_and_a_member_who_watches_stays_one(cast):
    _, gus, room = cast.chat()
    mia = cast.monitor()
    mia.post(f"/watch/{room}")
    gus.listens()
    assert joins(mia, room)["role"] == "agent"
    assert gus.hears("joined", room=room)["from"]["id"] == mia.id
    mia.says(room, "hello")
    assert mia.post(f"/watch/{room}").json["role"] == "agent"


def test_only_monitors_watch(cast):
    ana, ben = cast.agent("ana"), cast.agent("ben")
    group = creates(ana)
    assert refused("permission.watch", ben.post, f"/watch/{group}").status == 403


def test_watchers_take_no_place_of_a_user(site):
    site.start(limits={"users": 2})
    _, _, room = site.cast.chat()
    mia = site.cast.monitor()
    mia.post(f"/watch/{room}")
    refused("capacity.users", joins, mia, room)
