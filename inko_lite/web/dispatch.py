"""/queue/why, /queue/<guest>, /skills, /earlier: who is served by whom, why not, and what to know about a guest."""

from typing import Annotated

import msgspec
from msgspec import Meta

from ..desk.earlier import Earlier
from ..desk.mending import ACTIONS, Mending
from ..desk.skills import LISTS, Skills
from ..desk.why import Why
from ..errors import RequestInvalid
from .app import Call, ClientId, Reply, Web, json_reply

SessionId = Annotated[str, Meta(min_length=1, max_length=64)]
SkillList = Annotated[list[Annotated[str, Meta(min_length=1, max_length=64)]], Meta(max_length=100)]


class Mend(msgspec.Struct, forbid_unknown_fields=True):
    """`POST /queue/<guest>`."""

    action: str
    client_id: ClientId | None = None


class SkillLists(msgspec.Struct, forbid_unknown_fields=True):
    """`POST /skills`; a list that is not given stays as it is, an empty one means everything."""

    agent: SessionId | None = None
    products: SkillList | None = None
    topics: SkillList | None = None
    locales: SkillList | None = None
    tags: SkillList | None = None


class DispatchViews:
    """The views of who is served by whom."""

    def __init__(self, web: Web, why: Why, mending: Mending, skills: Skills, earlier: Earlier) -> None:
        self._why = why
        self._mending = mending
        self._skills = skills
        self._earlier = earlier
        web.get("/queue/why", self.explain, session=True)
        # `why` is an address of its own.
        web.post("/queue/<guest:re:(?!why$)[^/]+>", self.mend)
        web.get("/skills", self.show_skills, session=True)
        web.get("/earlier/<room>", self.earlier, session=True)
        web.post("/skills", self.set_skills)

    def explain(self, call: Call) -> Reply:
        call.session.require("agent", "monitor")
        return json_reply(self._why.explain(call.session))

    def mend(self, call: Call, guest: str) -> Reply:
        call.session.require("monitor")
        asked = call.json(Mend)
        if asked.action not in ACTIONS:
            raise RequestInvalid.at("$.action", "must be one of " + ", ".join(ACTIONS))
        reply, _ = self._mending.mend(call.session, guest, asked.action, asked.client_id)
        return json_reply(reply)

    def earlier(self, call: Call, room: str) -> Reply:
        call.session.require("agent", "monitor")
        call.query()
        return json_reply({"chats": self._earlier.chats(call.session, room)})

    def show_skills(self, call: Call) -> Reply:
        call.session.require("agent", "monitor")
        return json_reply({"skills": self._skills.show(call.session, call.query(agent=str)["agent"])})

    def set_skills(self, call: Call) -> Reply:
        call.session.require("agent", "monitor")
        asked = call.json(SkillLists)
        lists = {name: values for name in LISTS if (values := getattr(asked, name)) is not None}
        return json_reply({"skills": self._skills.set(call.session, asked.agent, lists)})
