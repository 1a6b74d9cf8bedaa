"""Builds every long-lived object once, starts them, and stops them in order.

Place: the top; only `foreground.py` and the tests import it. The order of `build` is the order in which the parts depend on
one another, and there is no other place where they are put together. Nothing here decides anything about the chat.
"""

import gc
import logging
import logging.handlers
import resource
import socket
import sys
from collections.abc import Callable

import gevent
import gevent.event
import msgspec

from . import __version__
from .config import Config
from .database import Database, cooperate
from .desk.addresses import Addresses
from .desk.auto_tags import AutoTags
from .desk.bans import Bans
from .desk.conversations import Conversations
from .desk.direct import Direct
from .desk.dispatch import Dispatch
from .desk.django_site import DjangoSite
from .desk.entering import Entering
from .desk.exports import Exports
from .desk.feeds import Feeds
from .desk.figures import Figures
from .desk.flood import SPEND_TYPES, Flood
from .desk.floor import Floors
from .desk.forum import Forum
from .desk.hours import Hours
from .desk.identity import Identity
from .desk.leases import Leases
from .desk.limits import ChatLimits
from .desk.members import Members
from .desk.mending import Mending
from .desk.messages import Messages, prepare
from .desk.moderation import Moderation
from .desk.notes import Notes
from .desk.offers import Offers
from .desk.opening import Opening
from .desk.outbox import CLEAN_SECONDS, Outbox
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
from .desk.subjects import Subjects
from .desk.surveys import Surveys
from .desk.tags import Tags
from .desk.transcripts import Transcripts
from .desk.typing import Typing
from .desk.upkeep import Upkeep
from .desk.waiting_times import WaitingTimes
from .desk.webhooks import Webhooks
from .desk.why import Why
from .metrics import Metrics
from .stream.events import Event, EventLog
from .stream.hub import Hub
from .stream.wakeups import Wakeups
from .stream.writer import Writer
from .web.agent import AgentViews
from .web.app import Web
from .web.connection import Acceptor, ParkingLot
from .web.dispatch import DispatchViews
from .web.feedback import FeedbackViews
from .web.feeds import FeedViews
from .web.guest import GuestViews
from .web.history import HistoryViews
from .web.listen import Listening
from .web.monitor import MonitorViews
from .web.offers import OfferViews
from .web.ops import OpsViews
from .web.pages import Pages
from .web.queue import QueueViews
from .web.reports import ReportViews
from .web.rooms import RoomViews
from .web.session import SessionViews
from .web.shells import DemoViews, Shells
from .web.transcript_page import TranscriptPage

log = logging.getLogger(__name__)

# A thread that renders a large message must not keep the event loop from the interpreter for longer than this.
SWITCH_SECONDS = 0.0005


# How exactly polls end on time.
TICK_SECONDS = 0.2
# A worker that cannot follow the log within this time does not begin to serve.
FOLLOW_SECONDS = 30
# What is there at the start stays there; the collector need not look at it again, nor at each few hundred new objects.
GC_THRESHOLDS = (50_000, 20, 100)


# File handles beside those of clients: the log, the database, the event loop, imports.
OTHER_HANDLES = 256


def _raise_handle_limit(connections: int) -> None:
    """As many file handles as clients may connect; says so where the system allows fewer."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = connections + OTHER_HANDLES
    if soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    if soft < wanted:
        log.warning(
            "server: %d file handles are allowed, too few for [server] connections = %d; raise the limit (LimitNOFILE)",
            soft,
            connections,
        )


def _in_thread(function, *args):
    return gevent.get_hub().threadpool.apply(function, args)


class Server:
    """One worker."""

    def __init__(self, config: Config, demo: bool = False) -> None:
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
        messages = Messages(config, self.flood, _in_thread)
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
        GuestViews(web, self.log, entering, _in_thread)
        QueueViews(web, self.opening)
        self.limits = ChatLimits(config, self.log)
        AgentViews(web, self.log, queue, self.presence, self.limits)
        direct = Direct(self.log, rooms, messages)
        RoomViews(web, rooms, members, rights, conversations, messages, direct, self.typing)
        OfferViews(web, offers)
        self.mending = Mending(config, self.log, self.identity, rooms, queue, entering, offers, repeats)
        self.skills = Skills(self.log)
        self.why = Why(config, self.log, floors)
        DispatchViews(web, self.why, self.mending, self.skills)
        moderation = Moderation(config, self.log, self.identity, rooms, self.bans, addresses, repeats)
        MonitorViews(web, moderation)
        search = Search(self.log, config.search.language)
        moderation.on_redact.append(search.refresh)
        transcripts = Transcripts(self.log, search)
        page = TranscriptPage()
        self.exports = Exports(self.log, transcripts, page.words)
        self.subjects = Subjects(self.log, self.identity, search)
        self.retention = Retention(self.log, search, config.retention.days, config.session.absolute_hours)
        notes = Notes(config, self.log, repeats, search, _in_thread)
        replies = Replies(config, self.log, repeats)
        HistoryViews(web, transcripts, self.exports, page, self.subjects, tags, notes, replies)
        forum = Forum(config, self.log, self.outbox, _in_thread)
        FeedbackViews(web, Surveys(config, self.log, repeats), forum)
        spikes = Spikes(config, self.log)
        ReportViews(web, Reports(self.log), spikes, self.outbox)
        FeedViews(web, Feeds(self.log, lambda view: entering.status(view, None)))
        self.upkeep = Upkeep(
            [
                (config.tags.spike_seconds, spikes.look),
                (CLEAN_SECONDS, self.outbox.clean),
                (config.search.settle_seconds, search.settle),
                (config.retention.sweep_seconds, self.retention.sweep),
            ]
        )
        OpsViews(web, self.hub, self.wakeups, self.listening, __version__)
        Shells(web, sessions)
        if demo:
            DemoViews(web, site_database)
        self.application = web
        access = logging.getLogger("inko_lite.access") if config.log.access_file else None
        self.parking = ParkingLot(config.server, access)
        self._measure(metrics)
        self._wsgi: list[Acceptor] = []
        self._ticking: gevent.Greenlet | None = None

    def _measure(self, metrics: Metrics) -> None:
        metrics.counter("inko_messages_total", "Messages that this worker wrote", lambda: self.writer.messages)
        metrics.counter("inko_write_batches_total", "Transactions that wrote them", lambda: self.writer.batches)
        metrics.gauge("inko_listeners", "Listeners that wait on this worker", lambda: len(self.listening.held))
        metrics.gauge("inko_connections", "Open client connections", lambda: self.parking.connections)
        metrics.gauge("inko_log_position", "Id of the last event that this worker has taken", lambda: self.hub.position)
        metrics.limits(msgspec.to_builtins(self.config.limits))
        metrics.figures(self.figures.known)

    def _follow(self, event: Event) -> None:
        """What this worker does about events, beyond handing them to listeners."""
        if event.stream.startswith("session:"):
            session_id = event.stream.removeprefix("session:")
            if event.kind in ("session_ended", "queued", "resumed"):
                self.identity.forget(session_id)
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

    def _tick(self) -> None:
        while True:
            gevent.sleep(TICK_SECONDS)
            try:
                self.parking.sweep()
                self.listening.tick()
            except Exception:
                log.exception("server: the clock failed")

    def stop(self) -> None:
        """Drains: takes no new connection, answers every listener, finishes what is under way, then ends."""
        for server in self._wsgi:
            server.stop_accepting()
        self.listening.drain()
        gevent.sleep(0.05)
        self.parking.drain()
        with gevent.Timeout(self.config.server.drain_seconds, False):
            while self.parking.connections:
                gevent.sleep(0.01)
        if self.parking.connections:
            log.warning(
                "server: %d connections were cut off after %g s",
                self.parking.connections,
                self.config.server.drain_seconds,
            )
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


def start_logging(config: Config) -> None:
    """The log of the configuration: to standard error or a watched file, one line a fact."""
    handler: logging.Handler = (
        logging.handlers.WatchedFileHandler(config.log.file) if config.log.file else logging.StreamHandler(sys.stderr)
    )
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(process)d %(name)s: %(message)s"))
    root = logging.getLogger("inko_lite")
    root.setLevel(config.log.level.upper())
    root.addHandler(handler)
    root.propagate = False
    if config.log.access_file:
        access = logging.getLogger("inko_lite.access")
        access.propagate = False
        file = logging.handlers.WatchedFileHandler(config.log.access_file)
        file.setFormatter(logging.Formatter("%(asctime)s %(process)d %(message)s"))
        access.addHandler(file)


def run(config: Config, sockets: list[socket.socket], ready: Callable[[], None], demo: bool = False) -> None:
    """Serves until SIGTERM or SIGINT, in a process in which nothing of gevent has run before."""
    from gevent import monkey

    monkey.patch_all()
    cooperate()
    sys.setswitchinterval(SWITCH_SECONDS)
    from .daemon import stop_on_signals

    start_logging(config)
    _raise_handle_limit(config.server.connections)
    stopped = gevent.event.Event()
    stop_on_signals(stopped.set)
    server = Server(config, demo)
    server.start(sockets)
    gc.freeze()
    gc.set_threshold(*GC_THRESHOLDS)
    log.info("serving, version %s", __version__)
    ready()
    stopped.wait()
    log.info("draining")
    server.stop()
    log.info("stopped")
