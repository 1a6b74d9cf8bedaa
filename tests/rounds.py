"""Walks through what rooms and the queue offer, so that what is said meanwhile can be held against the API's description."""

from .test_moderation import keep_order
from .test_notes_and_tags import look_through
from .test_surveys import look_back


def the_rest_of_the_day(cast):
    """All that is not in a first chat."""
    for each in (keep_order, look_back, look_through, gather, look_at_the_queue):
        each(cast)


def gather(cast):
    """Staff open rooms, come, watch, talk in private, change rights and limits, and go on in a new room."""
    ana, ben, mia = (cast.agent("ana").listens(), cast.agent("ben").listens(), cast.monitor().listens())
    ana.get("/list")
    ana.post("/set_limit", {"limit": 4}), mia.post("/set_limit", {"limit": 3, "agent": ana.id})
    ana.hears("limit")
    for in_body in (False, True):
        room = ana.post("/create", {"name": "Sync", "topic": "what now", "private": True}).json["room"]

        def to(path, room=room, in_body=in_body, **members):
            return (f"/{path}", {"room": room, **members}) if in_body else (f"/{path}/{room}", members)

        ana.post(*to("invite", session=ben.id))
        ben.hears("invited", room=room)
        ben.state(), ben.post(*to("join")), mia.post(*to("watch"))
        ben.hears("watching", room=room)
        ana.post(*to("topic", topic="something else")), ana.post(*to("rights", role="member", deny=["speak"]))
        ben.hears("rights", room=room), ben.request("POST", *to("message", body="muted"))
        ben.post(*to("leave")), mia.state(), mia.post(*to("leave"))
        ana.request("POST", *to("continue"))
        ana.post(*to("end"))
    ana.post("/direct_message", {"session": ben.id, "body": "a word", "client_id": "w1"})
    ben.hears("direct")
    return ana, ben, mia


def look_at_the_queue(cast):
    """Somebody waits; staff look why, mend the place, and say what they know."""
    ana, mia, gus = cast.agent("ana").listens(), cast.monitor().listens(), cast.guest("Waits").listens()
    gus.asks()
    ana.get("/queue/why"), ana.get("/skills"), ana.post("/skills", {"products": ["Firefox"]})
    ana.hears("skills")
    mia.get(f"/skills?agent={ana.id}"), ana.post("/skills", {"products": []})
    mia.post(f"/queue/{gus.id}", {"action": "front"}), gus.request("POST", f"/queue/{gus.id}", {"action": "front"})
    mia.post(f"/queue/{gus.id}", {"action": "remove"}), mia.request("POST", "/queue/nobody", {"action": "remove"})
    gus.asks()
    room = ana.assists(gus)
    ana.get(f"/earlier/{room}"), ana.request("GET", "/earlier/nowhere")
    supervise(mia, ana)
    gus.post(f"/end/{room}")


def supervise(mia, ana):
    """A monitor looks at the floor and the day, and sends an agent for a rest; the agent comes back."""
    mia.get("/monitor"), mia.get("/history"), mia.get("/capacity"), mia.get("/overview"), mia.get("/reports/day")
    ana.request("GET", "/capacity"), ana.request("GET", "/overview"), ana.request("GET", "/reports/day")
    mia.post("/stand_down", {"agent": ana.id}), ana.request("POST", "/stand_down", {"agent": mia.id})
    ana.hears("status", status="away")
    ana.post("/status", {"status": "online"})
    ana.get("/widget.js")
