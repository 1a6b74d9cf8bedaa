"""/reports, /webhooks: figures for those who lead the desk, and what other systems were told."""

from datetime import UTC, datetime

from ..desk import reports
from ..desk.exports import csv_line
from ..desk.outbox import Outbox
from ..desk.reports import Reports
from ..desk.spikes import Spikes
from ..desk.transcripts import day_or_time
from .app import Call, Nothing, Reply, Web, json_reply


class ReportViews:
    """The views of those who lead the desk."""

    def __init__(self, web: Web, reports_: Reports, spikes: Spikes, outbox: Outbox) -> None:
        self._reports = reports_
        self._spikes = spikes
        self._outbox = outbox
        web.get("/reports/summary", self.summary, session=True)
        web.get("/reports/summary.csv", self.table, session=True)
        web.get("/reports/tags", self.tags, session=True)
        web.get("/webhooks", self.deliveries, session=True)
        web.post("/webhooks/<delivery>/retry", self.retry)

    @staticmethod
    def _span(call: Call) -> reports.Span:
        call.session.require("monitor")
        query = call.query(**{"from": day_or_time, "to": lambda text: day_or_time(text, last=True)})
        return reports.span(query["from"], query["to"], datetime.now(UTC))

    def summary(self, call: Call) -> Reply:
        return json_reply(self._reports.summary(self._span(call)))

    def table(self, call: Call) -> Reply:
        lines = [reports.COLUMNS, *self._reports.table(self._span(call))]
        return Reply(
            "".join(csv_line(line) for line in lines).encode(),
            200,
            {
                "Content-Type": "text/csv; charset=utf-8", "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff",
                "Referrer-Policy": "no-referrer", "Content-Disposition": 'attachment; filename="summary.csv"',
            },
        )  # fmt: skip

    def tags(self, call: Call) -> Reply:
        call.session.require("agent", "monitor")
        call.query()
        return json_reply(self._spikes.today())

    def deliveries(self, call: Call) -> Reply:
        call.session.require("monitor")
        call.query()
        return json_reply(self._outbox.show())

    def retry(self, call: Call, delivery: str) -> Reply:
        call.session.require("monitor")
        call.json(Nothing)
        self._outbox.retry(delivery)
        return json_reply({})
