"""/capacity, /overview, /reports/day, /stand_down: what the monitor page looks at, and the one thing only it does."""

from datetime import UTC, datetime, timedelta
from typing import Annotated

import msgspec
from msgspec import Meta

from ..desk import reports
from ..desk.gauges import Gauges
from ..desk.overview import Overview
from ..desk.reports import Reports
from ..desk.standing_down import StandingDown
from ..desk.transcripts import day_or_time
from .app import Call, Reply, Web, json_reply


class StandDown(msgspec.Struct, forbid_unknown_fields=True):
    """`POST /stand_down`."""

    agent: Annotated[str, Meta(min_length=1, max_length=64)]


class OverviewViews:
    """The views of those who look after the floor."""

    def __init__(
        self, web: Web, gauges: Gauges, overview: Overview, reports_: Reports, standing_down: StandingDown
    ) -> None:
        self._gauges = gauges
        self._overview = overview
        self._reports = reports_
        self._standing_down = standing_down
        web.get("/capacity", self.capacity, session=True)
        web.get("/overview", self.overview, session=True)
        web.get("/reports/day", self.day, session=True)
        web.post("/stand_down", self.stand_down)

    def capacity(self, call: Call) -> Reply:
        call.session.require("monitor")
        call.query()
        return json_reply(self._gauges.show())

    def overview(self, call: Call) -> Reply:
        call.session.require("monitor")
        call.query()
        return json_reply(self._overview.show())

    def day(self, call: Call) -> Reply:
        """From `from`, where the reader's day begins, until now; the day in UTC without it."""
        call.session.require("monitor")
        now = datetime.now(UTC)
        since = call.query(**{"from": day_or_time})["from"] or now.replace(hour=0, minute=0, second=0, microsecond=0)
        return json_reply(self._reports.day(reports.span(since, max(now, since + timedelta(seconds=1)), now)))

    def stand_down(self, call: Call) -> Reply:
        call.session.require("monitor")
        return json_reply({"requeued": self._standing_down.stand_down(call.session, call.json(StandDown).agent)})
