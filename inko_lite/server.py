"""Builds every long-lived object once, starts them, and stops them in order.

Place: the top; `worker.py` runs it and `measures.py` reads its figures. The order of `build` is the order in which the parts depend on
one another, and there is no other place where they are put together. Nothing here decides anything about the chat.
"""

import logging
import socket
import time

import gevent
import gevent.event
import msgspec
from gevent.threadpool import ThreadPool

from . import __version__, certificate
from .config import Config
from .daemon.watchdog import Watchdog
from .database import Database
from .desk.addresses import Addresses
from .desk.auto_tags import AutoTags
from .desk.bans import Bans
from .desk.conversations import Conversations
from .desk.direct import Direct
from .desk.dispatch import Dispatch
from .desk.django_site import DjangoSite
from .desk.earlier import Earlier
from .desk.entering import Entering
from .desk.exports import Exports
from .desk.feeds import Feeds
from .desk.figures import Figures
from .desk.flood import SPEND_TYPES, Flood
from .desk.floor import Floors
from .desk.forum import Forum
from .desk.gauges import SAMPLE_SECONDS, Gauges
from .desk.hours import Hours
from .desk.identity import Identity
from .desk.leases import Leases
from .desk.limits import ChatLimits
from .desk.members import Members
from .desk.mending import Mending
from .desk.messages import Messages, prepare
from .desk.moderation import Moderation
from .desk.newcomers import Newcomers
from .desk.notes import Notes
from .desk.offers import Offers
from .desk.opening import Opening
from .desk.outbox import CLEAN_SECONDS, Outbox
from .desk.overview import Overview
from .desk.positions import Positions
from .desk.presence import Presence
from .desk.queue import Queue
from .desk.repeats import Repeats
from .desk.replies import Replies
from .desk.reports import Reports
from .desk.resume import Resume
from .desk.retention import Retention
from .desk.rights import Rights
from .desk.rooms import Rooms
from .desk.search import Search
from .desk.skills import Skills
from .desk.spikes import Spikes
from .desk.standing_down import StandingDown
from .desk.subjects import Subjects
from .desk.surveys import Surveys
from .desk.tags import Tags
from .desk.transcripts import Transcripts
from .desk.typing import Typing
from .desk.upkeep import Upkeep
from .desk.waiting_times import WaitingTimes
from .desk.webhooks import Webhooks
from .desk.why import Why
from .lateness import Lateness
from .logs import Logs
from .metrics import Metrics
from .stream.canary import Canary
from .stream.events import Event, EventLog
from .stream.hub import Hub
from .stream.wakeups import Wakeups
from .stream.writer import Writer
from .web.agent import AgentViews
from .web.app import Web
from .web.connection import Acceptor
from .web.dispatch import DispatchViews
from .web.feedback import FeedbackViews
from .web.feeds import FeedViews
from .web.guest import GuestViews
from .web.history import HistoryViews
from .web.listen import Listening
from .web.monitor import MonitorViews
from .web.offers import OfferViews
from .web.ops import OpsViews
from .web.overview import OverviewViews
from .web.pages import Pages
from .web.parking import ParkingLot
from .web.plain import PlainViews
from .web.plain_page import PlainPage
from .web.queue import QueueViews
from .web.reports import ReportViews
from .web.rooms import RoomViews
from .web.session import SessionViews
from .web.shells import DemoViews, Shells
from .web.transcript_page import TranscriptPage
from .web.widget import WidgetViews

log = logging.getLogger(__name__)

# How exactly polls end on time.
TICK_SECONDS = 0.2
# A worker that cannot follow the log within this time does not begin to serve.
FOLLOW_SECONDS = 30
# A connection that has not said anything when a drain begins is not waited for longer than this.
SILENT_SECONDS = 1.0
# Kept connections that nobody uses are closed after this time.
IDLE_SECONDS = 0.5


class Server:
    """One worker."""

    def __init__(self, config: Config, demo: bool = False, logs: Logs | None = None) -> None:
        """`demo` offers sign-in as any of the demo accounts."""
        self.config = config
        database_ = config.database
        self.database = Database(database_.dsn, database_.pool, "inko-lite", database_.statement_seconds)
        self.flood = Flood(config.flood, self.database)
        self.writing = Database(
            database_.dsn, 1, "inko-lite writer", database_.statement_seconds, prepare=prepare(self.flood)
        )
        site_database = Database(config.django.dsn, 4, "inko-lite site") if config.django.dsn else self.database
        site = DjangoSite(config.django, site_database) if config.django.enabled else None
        self.log = EventLog(self.database)
        self.hub = Hub(self.log, config.listen.recent_events, config.listen.recent_bytes)
        self.log.published = self.hub.publish
        self.wakeups = Wakeups(self.log, self.hub, [self.database, self.writing])
        addresses = Addresses(config.server)
        self.bans = Bans(self.log)
        self.identity = Identity(config, self.log, site, self.bans)
        repeats = Repeats()
        self.rooms = rooms = Rooms(config, self.log, repeats)
        self.identity.hold = rooms.hold
        floors = Floors(config)
        self.queue = queue = Queue(config, self.log, rooms, repeats, floors)
        self.presence = Presence(config, self.log, self.hub.listening, rooms)
        self.offers = offers = Offers(config, self.log, rooms, queue, self.presence)
        queue.on_settled = offers.settle
        rooms.on_abandoned = queue.give_back
        rooms.on_close = queue.withdraw
        times = WaitingTimes(config.queue.static_wait_seconds)
        self.opening = Opening(config, self.log, times, Hours(config.opening.hours, config.opening.timezone))
        resume = Resume(self.log, self.identity)
        auto_tags = AutoTags(config.tags.rules)
        self.outbox = Outbox(config, self.log)
        self.webhooks = Webhooks(config, self.outbox)
        self.log.observers += [auto_tags.observe, self.webhooks.observe]
        self.entering = entering = Entering(config, self.log, self.identity, queue, self.opening, resume, repeats)
        entering.find_tags = auto_tags.found
        queue.on_free = entering.place_free
        self.identity.on_end += [offers.end_of_session, entering.remove, rooms.leave_all]
        self.dispatch = Dispatch(config, self.log, floors, rooms, queue, offers)
        self.leases = Leases(
            config, self.log, self.identity, rooms, queue, self.presence, offers, self.wakeups.tell
        )
        # One at a time: two threads that render would keep the interpreter from the event loop for twice as long.
        self._thread = ThreadPool(1)
        messages = Messages(config, self.flood, self._aside)
        self.writer = Writer(
            self.writing,
            messages.decide,
            self.hub.publish,
            config.limits.messages_per_minute,
            SPEND_TYPES if self.flood.enabled else (),
        )
        messages.writer = self.writer
        members = Members(self.log, rooms, offers)
        offers.on_invitation_answered = members.answered
        rights = Rights(self.log, rooms)
        tags = Tags(self.log)
        conversations = Conversations(config, self.log, rooms, repeats)
        conversations.on_continue += [rights.copy, members.move_invitations, offers.move_invitations, queue.move]
        conversations.on_continued.append(tags.follow)
        messages.on_nearly_full = conversations.warn_soon
        self.typing = Typing(self.log, self.wakeups, self.presence)
        self.presence.on_renew.append(self.typing.sweep)
        self.positions = Positions(entering, self.hub)
        self.figures = Figures(config, self.log)
        self.hub.on_event = self._follow
        metrics = Metrics()
        web = Web(config, self.identity, self.presence, Pages(config), metrics, addresses)
        self.listening = Listening(web, self.hub, self.identity)
        sessions = SessionViews(web, self.log, rooms, queue, offers, entering, resume, members, self.figures)
        guests = GuestViews(web, self.log, entering, self._aside)
        QueueViews(web, self.opening)
        self.limits = ChatLimits(config, self.log)
        AgentViews(web, self.log, queue, self.presence, self.limits)
        direct = Direct(self.log, rooms, messages)
        RoomViews(web, rooms, members, rights, conversations, messages, direct, self.typing)
        OfferViews(web, offers)
        self.mending = Mending(config, self.log, self.identity, rooms, queue, entering, offers, repeats)
        self.skills = Skills(self.log)
        self.why = Why(config, self.log, floors)
        DispatchViews(web, self.why, self.mending, self.skills, Earlier(self.log))
        moderation = Moderation(config, self.log, self.identity, rooms, self.bans, addresses, repeats)
        MonitorViews(web, moderation)
        search = Search(self.log, config.search.language)
        moderation.on_redact.append(search.refresh)
        transcripts = Transcripts(self.log, search)
        page = TranscriptPage()
        self.exports = Exports(self.log, transcripts, page.words)
        self.subjects = Subjects(self.log, self.identity, search)
        self.retention = Retention(self.log, search, config.retention.days, config.session.absolute_hours)
        notes = Notes(config, self.log, repeats, search, self._aside)
        replies = Replies(config, self.log, repeats)
        HistoryViews(web, transcripts, self.exports, page, self.subjects, tags, notes, replies)
        forum = Forum(config, self.log, self.outbox, self._aside)
        surveys = Surveys(config, self.log, repeats)
        FeedbackViews(web, surveys, forum)
        plain = PlainPage(web, self.log, rooms, queue, entering, resume, transcripts, surveys, forum)
        PlainViews(
            web, plain, sessions, guests, rooms, entering, resume, messages, self.typing, moderation, surveys, forum
        )
        spikes = Spikes(config, self.log)
        reports = Reports(self.log)
        ReportViews(web, reports, spikes, self.outbox)
        gauges = Gauges(config, self.log, self.figures, certificate.known(config))
        standing_down = StandingDown(self.log, self.identity, rooms, queue, self.presence)
        OverviewViews(web, gauges, Overview(config, self.log), reports, standing_down)
        feeds = Feeds(self.log, lambda view: entering.status(view, None), self.opening.opens_at)
        FeedViews(web, feeds)
        self.upkeep = Upkeep(
            [
                (config.tags.spike_seconds, spikes.look),
                (SAMPLE_SECONDS, gauges.sample),
                (CLEAN_SECONDS, self.outbox.clean),
                (config.search.settle_seconds, search.settle),
                (config.retention.sweep_seconds, self.retention.sweep),
            ]
        )
        OpsViews(web, self.hub, self.wakeups, self.listening, __version__)
        Shells(web, sessions, feeds, Newcomers(self.log, self.identity, site))
        WidgetViews(web)
        if demo:
            DemoViews(web, site_database)
        self.application = web
        self._access = logs and logs.access
        self.parking = ParkingLot(config.server, addresses, self._access)
        self.lateness = Lateness()
        self.metrics = metrics
        self.canary = canary = Canary(self.log, self.hub)
        self.watchdog = Watchdog(canary.sing, canary.database_answers, self.writer.stalled_seconds, self._status)
        self._wsgi: list[Acceptor] = []
        self._ticking: gevent.Greenlet | None = None

    def _status(self) -> str:
        """How things stand, in a line for `systemctl status`."""
        known = {"users": "?", "rooms": "?", "waiting": "?", "messages_per_minute": "?", **self.figures.known()}
        words = "users {users}, rooms {rooms}, waiting {waiting}, messages a minute {messages_per_minute}"
        return words.format(**known) + f"; this worker's listeners {len(self.listening.held)}"

    def adopt(self, config: Config) -> None:
        """The configuration was read again; most parts read it where they use it. See reload.py."""
        self.writer.messages_per_minute = config.limits.messages_per_minute
        self.opening.hours = Hours(config.opening.hours, config.opening.timezone)

    def _follow(self, event: Event) -> None:
        """What this worker does about events, beyond handing them to listeners."""
        if event.stream.startswith("session:"):
            session_id = event.stream.removeprefix("session:")
            if event.kind in ("session_ended", "sign_in_ended", "queued", "resumed"):
                self.identity.forget(session_id)
            if event.kind == "sign_in_ended":
                gevent.spawn(self.listening.check_session, session_id)
            if event.kind in ("session_ended", "resumed"):
                gevent.spawn(self.listening.end_session, session_id)
        elif event.stream == "agents":
            self.positions.moved()
            if event.kind in ("purged", "erased"):
                self.hub.forget(msgspec.json.decode(event.body).get("up_to", 0))
            self.presence.follow(event)
        elif event.kind in ("banned", "unbanned"):
            self.bans.changed()
        if event.room_id is not None:
            self.typing.follow(event)
        self.dispatch.follow(event)
        self.webhooks.follow(event.kind)

    def start(self, sockets: list[socket.socket]) -> None:
        """Takes its place in the log, then answers on these listening sockets."""
        self.rooms.ensure_permanent()
        self.hub.load()
        self.bans.start()
        self.flood.start()
        self.wakeups.start()
        self.wakeups.follows(FOLLOW_SECONDS)
        self.writer.start()
        self.presence.start()
        self.positions.start()
        self.dispatch.start()
        self.leases.start()
        self.opening.start()
        self.upkeep.start()
        self.outbox.start()
        self._ticking = gevent.spawn(self._tick)
        for listener in sockets:
            server = Acceptor(listener, self.application, self.parking)
            server.start()
            self._wsgi.append(server)
        self.watchdog.start()

    def _tick(self) -> None:
        while True:
            due = time.monotonic() + TICK_SECONDS
            gevent.sleep(TICK_SECONDS)
            self.lateness.add(time.monotonic() - due)
            try:
                if self._access is not None:
                    self._access.flush()
                self.parking.sweep()
                self.listening.tick()
            except Exception:
                log.exception("server: the clock failed")

    def stop(self) -> list[str]:
        """Drains: takes no new connection, answers every listener, finishes what is under way, then ends. What it had to cut
        off for want of time."""
        self.watchdog.stop()
        for server in self._wsgi:
            server.stop_accepting()
        self.listening.drain()
        # Who asks again within a moment on a kept connection is told that it was the last time; closing it at once could
        # cross with a request that is on its way.
        self.parking.draining = True
        idle_end = time.monotonic() + IDLE_SECONDS
        gevent.sleep(0.05)
        while self.parking.idle and time.monotonic() < idle_end:
            gevent.sleep(0.01)
        self.parking.drain()
        end = time.monotonic() + self.config.server.drain_seconds
        silent_end = min(end, time.monotonic() + SILENT_SECONDS)
        while self.parking.connections and time.monotonic() < end:
            gevent.sleep(0.01)
            if time.monotonic() > silent_end:
                self.parking.hang_up_silent()
        cut_off = []
        if left := self.parking.connections:
            cut_off = self.parking.under_way() or ["nothing was being answered there"]
            seconds = self.config.server.drain_seconds
            log.warning("server: %d connections were cut off after %g s: %s", left, seconds, "; ".join(cut_off))
        for server in self._wsgi:
            server.stop(timeout=0)
        gevent.killall([self._ticking], block=True)
        self.flood.stop()
        self.bans.stop()
        self.outbox.stop()
        self.upkeep.stop()
        self.opening.stop()
        self.leases.stop()
        self.dispatch.stop()
        self.positions.stop()
        self.presence.stop()
        self.writer.stop()
        self.wakeups.stop()
        self.database.close()
        self.writing.close()
        self._thread.kill()
        return cut_off

    def _aside(self, function, *args):
        """What `function` returns, computed in a thread while the event loop goes on."""
        return self._thread.apply(function, args)
