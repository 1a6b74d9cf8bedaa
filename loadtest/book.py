"""The people's own account of what was said and heard, kept while people come and go; its rules are those of `ledger.py`.

Every acknowledged message is heard by everybody whose stay in the room covers its id: once, under the acknowledged id, in
rising order of ids, each sender's in the order of sending, within the time promised, and by nobody else. Who was where is
taken from the events that each person heard, so a membership that the server forgot to tell shows too.
"""

from array import array
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Sequence

import msgspec

HEARD_WITHIN_SECONDS = 5.0
COMING, GOING = ("joined", "watching"), ("left", "kicked", "ended")
FAULTS_TOLD = 50


class Who(msgspec.Struct):
    id: str = ""


class Told(msgspec.Struct):
    """An event, as far as the account needs it."""

    kind: str
    id: int = 0
    room: str = ""
    client_id: str = ""
    who: Who | None = msgspec.field(name="from", default=None)


class Entry(msgspec.Struct, eq=False):
    """One message. `number` counts its sender's messages; `heard` is by whom so far."""

    client_id: str
    room: str
    sender: str
    number: int
    posted_at: float
    size: int
    event_id: int = 0
    accepted_at: float = 0.0
    heard: set[str] = msgspec.field(default_factory=set)


class Stay(msgspec.Struct):
    joined: int
    left: int | None = None

    def covers(self, event_id: int) -> bool:
        return self.joined < event_id and (self.left is None or event_id < self.left)


class Book:
    """`delivered(seconds, bytes)` is called for each delivery, `missed()` for each that did not come in time."""

    def __init__(self, delivered: Callable[[float, int], None], missed: Callable[[], None]) -> None:
        self._delivered = delivered
        self._missed = missed
        self.counts: Counter[str] = Counter()
        self.faults: list[str] = []
        self.deliveries = array("d")  # posted at, seconds it took, by turns
        self.accepted_at: list[float] = []
        self._bytes: Counter[str] = Counter()  # acknowledged, by room
        self._entries: dict[str, Entry] = {}
        self._numbers: Counter[str] = Counter()
        self._to_judge: deque[Entry] = deque()
        self._missing: set[tuple[str, str]] = set()
        self._stays: defaultdict[str, defaultdict[str, list[Stay]]] = defaultdict(lambda: defaultdict(list))
        self._last_id: dict[str, int] = {}
        self._last_number: dict[tuple[str, str, str], int] = {}
        self._seen: defaultdict[str, set[int]] = defaultdict(set)

    # ── what is said ────────────────────────────────────────────────────────────────────────────────────────────────

    def post(self, sender: str, room: str, client_id: str, size: int, at: float) -> Entry:
        """Somebody has pressed Enter."""
        self._numbers[sender] += 1
        entry = Entry(client_id, room, sender, self._numbers[sender], at, size)
        self._entries[client_id] = entry
        self.counts["posted"] += 1
        return entry

    def accept(self, entry: Entry, event_id: int, at: float) -> None:
        """The server has said that the message is on disk."""
        self.counts["accepted"] += 1
        self.accepted_at.append(at)
        self._same_id(entry, event_id)
        entry.accepted_at = at
        self._bytes[entry.room] += entry.size
        self._to_judge.append(entry)

    def refuse(self, entry: Entry) -> None:
        """The server has said no: nobody need hear of it, and whoever does hears something that was not said."""
        entry.accepted_at = -1.0
        if entry.heard:
            self._fault("strayed", f"{entry.client_id} was refused and heard")

    def _same_id(self, entry: Entry, event_id: int) -> None:
        if entry.event_id not in (0, event_id):
            self._fault("doubled", f"{entry.client_id} has the ids {entry.event_id} and {event_id}")
        entry.event_id = event_id

    # ── what is heard ───────────────────────────────────────────────────────────────────────────────────────────────

    def hear(self, person: str, events: Sequence[Told], at: float) -> None:
        """What one answer or one piece of a stream brought to a person, in its order."""
        for event in events:
            if not event.id:
                continue  # ephemeral: it may be lost and repeated
            if event.id in self._seen[person]:
                self._fault("doubled", f"event {event.id} ({event.kind}) came twice")
                continue
            if event.id < self._last_id.get(person, 0):
                self._fault("disordered", f"event {event.id} ({event.kind}) came after {self._last_id[person]}")
            self._last_id[person] = max(event.id, self._last_id.get(person, 0))
            self._seen[person].add(event.id)
            if event.kind == "message":
                self._hear_message(person, event, at)
            elif event.kind in COMING and event.who and event.who.id == person:
                self._stays[event.room][person].append(Stay(event.id))
            elif event.kind == "ended" or (event.kind in GOING and event.who and event.who.id == person):
                for stay in self._stays[event.room][person]:
                    stay.left = stay.left or event.id

    def _hear_message(self, person: str, event: Told, at: float) -> None:
        entry = self._entries.get(event.client_id)
        if entry is None:
            return  # somebody else's, on a site that others use too
        self.counts["heard"] += 1
        if entry.accepted_at < 0:
            self._fault("strayed", f"{entry.client_id} was refused and heard")
        if person in entry.heard:
            self._fault("doubled", f"{entry.client_id} came to one person under two ids")
        entry.heard.add(person)
        self._same_id(entry, event.id)
        if not self._belongs(person, entry):
            self._fault("strayed", f"{entry.client_id} was heard outside its room")
        key = (person, entry.room, entry.sender)
        if entry.number < self._last_number.get(key, 0):
            self._fault("disordered", f"{entry.client_id} came after a later message of the same sender")
        self._last_number[key] = max(entry.number, self._last_number.get(key, 0))
        self._missing.discard((entry.client_id, person))
        self.deliveries.extend((entry.posted_at, at - entry.posted_at))
        self._delivered(at - entry.posted_at, entry.size)

    def _belongs(self, person: str, entry: Entry) -> bool:
        return any(stay.covers(entry.event_id) for stay in self._stays[entry.room][person])

    # ── what is not heard ───────────────────────────────────────────────────────────────────────────────────────────

    def sweep(self, now: float) -> None:
        """Looks at all that should have been heard by now."""
        while self._to_judge and self._to_judge[0].accepted_at + HEARD_WITHIN_SECONDS < now:
            entry = self._to_judge.popleft()
            for person in self._stays[entry.room]:
                if person not in entry.heard and self._belongs(person, entry):
                    self._fault("unheard", f"{entry.client_id} (event {entry.event_id}) was not heard by all in time")
                    self._missing.add((entry.client_id, person))
                    self._missed()

    def close(self) -> None:
        """The end: what is missing now is lost, and what was never answered is noted."""
        self.counts["lost"] = len(self._missing)
        self.counts["fullest_conversation"] = max(self._bytes.values(), default=0)
        self.counts["unanswered"] = sum(not entry.accepted_at for entry in self._entries.values())

    @property
    def settled(self) -> bool:
        return not self._to_judge

    @property
    def broken(self) -> int:
        return sum(self.counts[name] for name in ("unheard", "doubled", "disordered", "strayed"))

    def _fault(self, kind: str, sentence: str) -> None:
        self.counts[kind] += 1
        if len(self.faults) < FAULTS_TOLD:
            self.faults.append(f"{kind}: {sentence}")
