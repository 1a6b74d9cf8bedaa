"""This process's view of the log: recent events, who is in which room, and the listeners that wait.

Place: after the commit, before the sockets. Invariant: the hub takes events in the order of their ids with none missing,
and memberships change in it by those same events; so each listener is given each event that its session may hear exactly
once, whichever worker made it. A projection of the log: it may be thrown away and built again at any time.
"""

from collections import deque
from collections.abc import Iterable, Sequence
from typing import Protocol

import msgspec

from ..errors import CursorGone
from .events import Event, EventLog

# `room:<id>` is for all who are in the room; `staff:<id>` for those of them who hear the stream of the staff too.
IN_ROOM = ("room:", "staff:")
STAFF = "agents"
PAGE = 1000
# So many of the events that a listener missed are handed over before it is asked whether it takes more.
PORTION = 50


class Listener(Protocol):
    """Somebody who listens, as the hub sees it. Neither method may block or switch to another greenlet."""

    session_id: str
    streams: frozenset[str]
    cursor: int
    # Takes no more now; the client will come again from its cursor.
    full: bool

    def deliver(self, events: Sequence[Event]) -> None:
        """Sends events that come after `cursor`, and moves it."""

    def tell(self, body: bytes) -> None:
        """Sends one ephemeral event, as JSON."""


class Stay:
    """A session's time in a room, in event ids; `left` is None while it lasts."""

    __slots__ = ("joined", "left")

    def __init__(self, joined: int, left: int | None = None) -> None:
        self.joined = joined
        self.left = left


class Hub:
    """`load` first, then `publish` whatever is committed, by this worker or another, in any order."""

    def __init__(self, log: EventLog, recent_events: int, recent_bytes: int) -> None:
        self._log = log
        self._most_events = recent_events
        self._most_bytes = recent_bytes
        self.position = 0
        self._recent: deque[Event] = deque()
        self._recent_bytes = 0
        self._early: dict[int, Event] = {}
        # room -> session -> the stay that goes on; session -> room -> all stays that recent events may fall into.
        self._rooms: dict[str, dict[str, Stay]] = {}
        self._stays: dict[str, dict[str, list[Stay]]] = {}
        self._listeners: dict[str, list[Listener]] = {}
        self._by_stream: dict[str, dict[Listener, None]] = {}
        self.gap = lambda: None
        self.on_event = lambda event: None

    def load(self) -> None:
        """Takes the memberships and the position from the database; all listeners must be attached anew."""
        with self._log.snapshot() as (view, position):
            rows = view.rows("SELECT room_id, session_id, joined_event FROM members WHERE left_event IS NULL")
        self.position = position
        for room_id, session_id, joined in rows:
            self._enter(room_id, session_id, Stay(joined))

    # ── events in ───────────────────────────────────────────────────────────────────────────────────────────────────

    def publish(self, events: Sequence[Event]) -> None:
        """Takes committed events. Those already taken are ignored; those beyond a gap wait for what is missing."""
        if not events or events[-1].id <= self.position:
            return
        if events[0].id != self.position + 1 or self._early:
            for event in events:
                if event.id > self.position:
                    self._early[event.id] = event
            events = []
            while event := self._early.pop(self.position + len(events) + 1, None):
                events.append(event)
            if self._early:
                self.gap()
            if not events:
                return
        heard: dict[Listener, list[Event]] = {}
        listeners = self._listeners
        for event in events:
            self.position = event.id
            self._keep(event)
            if event.stream.startswith(IN_ROOM):
                members = self._rooms.get(event.room_id, ())
                if event.subject_id is not None or event.kind == "ended":
                    members = self._move(event)
                staff_only = event.stream.startswith("staff:")
                for session_id in members:
                    for listener in listeners.get(session_id, ()):
                        if staff_only and STAFF not in listener.streams:
                            continue
                        if listener in heard:
                            heard[listener].append(event)
                        else:
                            heard[listener] = [event]
            else:
                for listener in self._by_stream.get(event.stream, ()):
                    heard.setdefault(listener, []).append(event)
            if event.kind != "message":
                if event.kind == "redacted":
                    self._take_back(event)
                self.on_event(event)
        for listener, its_events in heard.items():
            listener.deliver(its_events)

    def _keep(self, event: Event) -> None:
        self._recent.append(event)
        self._recent_bytes += len(event.body)
        while len(self._recent) > self._most_events or self._recent_bytes > self._most_bytes:
            self._drop_oldest()

    def _drop_oldest(self) -> None:
        gone = self._recent.popleft()
        self._recent_bytes -= len(gone.body)
        if gone.stream.startswith(IN_ROOM) and (gone.kind == "ended" or gone.subject_id is not None):
            self._forget_stays(gone)

    def forget(self, up_to: int) -> None:
        """Keeps the events up to this id in memory no longer: texts were taken away, and the table has what is left."""
        while self._recent and self._recent[0].id <= up_to:
            self._drop_oldest()

    def _take_back(self, redacted: Event) -> None:
        """A text that was redacted is not given to those who come for it later. Ids are gapless, so it is easily found."""
        place = msgspec.json.decode(redacted.body)["event"] - self._recent[0].id
        if place >= 0:
            event = self._recent[place]
            self._recent_bytes -= len(event.body)
            event.redact()
            self._recent_bytes += len(event.body)

    def _move(self, event: Event) -> list[str]:
        """Applies a change of membership; returns the sessions that hear of it: the one who comes or goes included."""
        room_id = event.room_id
        if event.kind in ("joined", "watching"):
            self._enter(room_id, event.subject_id, Stay(event.id))
            return list(self._rooms[room_id])
        members = list(self._rooms.get(room_id, ()))
        for session_id in members if event.kind == "ended" else [event.subject_id]:
            stay = self._rooms.get(room_id, {}).pop(session_id, None)
            if stay is not None:
                stay.left = event.id
        if not self._rooms.get(room_id):
            self._rooms.pop(room_id, None)
        return members

    def _enter(self, room_id: str, session_id: str, stay: Stay) -> None:
        self._rooms.setdefault(room_id, {})[session_id] = stay
        self._stays.setdefault(session_id, {}).setdefault(room_id, []).append(stay)

    def _forget_stays(self, gone: Event) -> None:
        """No recent event can fall any more into the stays that ended with `gone`."""
        for session_id in [gone.subject_id] if gone.subject_id else list(self._stays):
            rooms = self._stays.get(session_id, {})
            stays = [stay for stay in rooms.get(gone.room_id, ()) if stay.left is None or stay.left > gone.id]
            if stays:
                rooms[gone.room_id] = stays
            else:
                rooms.pop(gone.room_id, None)
                if not rooms:
                    self._stays.pop(session_id, None)

    # ── listeners ───────────────────────────────────────────────────────────────────────────────────────────────────

    def attach(self, listener: Listener) -> None:
        """Gives the listener all that it missed since its cursor, then whatever comes. Raises CursorGone."""
        if listener.cursor > self.position:
            # A cursor from another worker's future: what it saw is committed, so reading on finds it.
            self.publish(self._log.read(self.position, listener.cursor))
            if listener.cursor > self.position:
                raise CursorGone
        while listener.cursor < self._oldest():
            up_to = self.position
            page = self._log.read_for(listener.session_id, listener.streams, listener.cursor, up_to, PAGE)
            if page:
                listener.deliver(page)
            if listener.full:
                return
            if len(page) < PAGE:
                listener.cursor = max(listener.cursor, up_to)
        # Nothing from here to the end switches to another greenlet: no event can fall in between.
        missed = self._missed(listener)
        for start in range(0, len(missed), PORTION):
            listener.deliver(missed[start : start + PORTION])
            if listener.full:
                return
        self._listeners.setdefault(listener.session_id, []).append(listener)
        for stream in listener.streams:
            self._by_stream.setdefault(stream, {})[listener] = None

    def detach(self, listener: Listener) -> None:
        """The listener is gone; detaching twice does nothing."""
        its_listeners = self._listeners.get(listener.session_id, [])
        if listener in its_listeners:
            its_listeners.remove(listener)
            if not its_listeners:
                del self._listeners[listener.session_id]
        for stream in listener.streams:
            others = self._by_stream.get(stream)
            if others is not None:
                others.pop(listener, None)
                if not others:
                    del self._by_stream[stream]

    def _oldest(self) -> int:
        """A cursor from here on is served from memory."""
        return self._recent[0].id - 1 if self._recent else self.position

    def _missed(self, listener: Listener) -> list[Event]:
        """What the listener may hear of the recent events after its cursor, newest looked at first: few are missed."""
        stays = self._stays.get(listener.session_id, {})
        missed = []
        for event in reversed(self._recent):
            if event.id <= listener.cursor:
                break
            if event.stream in listener.streams or (
                event.stream.startswith(IN_ROOM)
                and (event.stream.startswith("room:") or STAFF in listener.streams)
                and any(
                    stay.joined <= event.id and (stay.left is None or event.id <= stay.left)
                    for stay in stays.get(event.room_id, ())
                )
            ):
                missed.append(event)
        missed.reverse()
        return missed

    # ── what is not in the log ──────────────────────────────────────────────────────────────────────────────────────

    def tell(self, stream: str, body: bytes, but: str | None = None) -> None:
        """Hands an ephemeral event to those who listen here, except the session `but`. It may be lost."""
        if stream.startswith("room:"):
            for session_id in list(self._rooms.get(stream[5:], ())):
                if session_id != but:
                    for listener in list(self._listeners.get(session_id, ())):
                        listener.tell(body)
        else:
            for listener in list(self._by_stream.get(stream, ())):
                if listener.session_id != but:
                    listener.tell(body)

    def overhear(self, stream: str, listener: Listener) -> None:
        """A part of the program hears what is told to a stream. It is nobody's listener: no session has it."""
        self._by_stream.setdefault(stream, {})[listener] = None

    def listening(self) -> Iterable[str]:
        """The sessions that have a listener here."""
        return self._listeners.keys()

    def listeners_of(self, session_id: str) -> list[Listener]:
        """The listeners of one session on this worker."""
        return list(self._listeners.get(session_id, ()))

    def all_listeners(self) -> list[Listener]:
        """Every listener on this worker."""
        return [listener for its_listeners in self._listeners.values() for listener in its_listeners]
