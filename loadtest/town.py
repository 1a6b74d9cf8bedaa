"""Who is in which conversation, and who speaks next: what the people of the load test have in common.

Messages fall due by the clock, whether or not the server keeps up, and go round all conversations; in each, those present
take turns. Some are as long as a message may be and go to a few conversations, until these hold all that a conversation
holds and go on in a new room.
"""

import random
import time
from collections import Counter, deque
from collections.abc import Iterable

import gevent

from .book import Book
from .plan import Orders, Plan

PROSE = "Since this morning the page stays empty when I open it, and a restart of the browser did not help me either. "
SPICE = ("", "'''Really''' ", "{menu History} ", "Grüße — ", "你好 ", "🦜 ", "[[Clear cookies]] ", "# one\n# two\n")
SHORT_BYTES = (40, 400)
READY_GRAIN = 0.05

now = time.monotonic


def text_of(size: int, chance: random.Random) -> str:
    """A message of exactly so many bytes in UTF-8."""
    spice = chance.choice(SPICE)
    rest = size - len(spice.encode())
    return (spice + (PROSE * (rest // len(PROSE) + 1))[:rest]) if rest > 0 else PROSE[:size]


class Talk:
    """One conversation. `speakers` may speak and take turns; `used` is what was said there so far, in bytes."""

    def __init__(self, room: str, group: int | None) -> None:
        self.room = room
        self.group = group
        self.speakers: dict[str, object] = {}
        self.turn = 0
        self.used = 0
        self.moving = False
        self.long = False

    def next_speaker(self) -> object:
        self.turn += 1
        return list(self.speakers.values())[self.turn % len(self.speakers)]


class Town:
    """All people of one run."""

    def __init__(self, plan: Plan, book: Book) -> None:
        self.plan = plan
        self.book = book
        self.chance = random.Random(plan.seed)
        self.orders = Orders()
        self.talks: dict[str, Talk] = {}
        self.groups: dict[str, int] = {}
        self.here: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self.unexpected: Counter[str] = Counter()
        self.counts: Counter[str] = Counter()
        self.figures_seen: dict[str, int] = {}
        self._round: deque[Talk] = deque()
        self._long_turn = 0

    # ── coming and going ────────────────────────────────────────────────────────────────────────────────────────────

    def enter(self, person: object, room: str) -> Talk:
        """Somebody heard that he or she is in a room now."""
        talk = self.talks.get(room)
        if talk is None:
            talk = self.talks[room] = Talk(room, self.groups.get(room))
        talk.speakers[person.id] = person
        return talk

    def leave(self, person: object, room: str) -> None:
        talk = self.talks.get(room)
        if talk is not None:
            talk.speakers.pop(person.id, None)
            if not talk.speakers:
                del self.talks[room]

    @property
    def ready(self) -> bool:
        """Whether everybody is where the plan wants them."""
        plan = self.plan
        support = sum(talk.group is None and len(talk.speakers) == 2 for talk in self.talks.values())
        groups = sum(
            talk.group is not None and len(talk.speakers) == len(plan.groups[talk.group])
            for talk in self.talks.values()
        )
        return (
            support == plan.talking
            and groups == len(plan.groups)
            and self.here["waiting"] >= plan.waiting
            and self.here["monitors"] == len(plan.monitors)
        )

    # ── speaking ────────────────────────────────────────────────────────────────────────────────────────────────────

    def pace(self) -> None:
        """Lets messages fall due, for ever; a greenlet."""
        due, number, mode = now(), 0, ""
        while True:
            if self.orders.mode != "talk":
                mode = self.orders.mode
                gevent.sleep(READY_GRAIN)
                continue
            if mode != "talk":
                mode, due = "talk", now()
            wait = due - now()
            if wait > 0:
                gevent.sleep(min(wait, READY_GRAIN))
                continue
            number += 1
            every = self.plan.long_every
            said = (every and number % every == 0 and self._say_long(due)) or self._say_short(due)
            self.counts["due"] += 1
            self.counts["nobody_to_say"] += not said
            due += 1 / self.plan.messages_a_second

    def _ready_talks(self) -> Iterable[Talk]:
        only = self.orders.room
        for talk in self.talks.values():
            if len(talk.speakers) > 1 and not talk.moving and (only is None or talk.group == only):
                yield talk

    def _say_short(self, due: float) -> bool:
        size = self.chance.randint(*SHORT_BYTES)
        for _ in range(2):
            while self._round:
                talk = self._round.popleft()
                alive = self.talks.get(talk.room) is talk and len(talk.speakers) > 1 and not talk.moving
                if alive and self.orders.room in (None, talk.group) and self._room_in(talk) >= size:
                    self._say(talk, size, due)
                    return True
            talks = list(self._ready_talks())
            self.chance.shuffle(talks)
            self._round = deque(talks)
        return False

    def _say_long(self, due: float) -> bool:
        """One of the largest messages, or what is left of a conversation; its helper then takes it to a new room."""
        talks = self._long_talks()
        if not talks:
            return False
        self._long_turn += 1
        talk = talks[self._long_turn % len(talks)]
        size = min(self.plan.limits["message_bytes"], self._room_in(talk))
        if size > 0:
            self._say(talk, size, due)
        if self._room_in(talk) == 0 and not talk.moving:
            talk.moving = True
            helper = next(person for person in talk.speakers.values() if person.helps)
            helper.inbox.put(lambda: helper.go_on(talk))
        return size > 0

    def _long_talks(self) -> list[Talk]:
        long = [talk for talk in self._ready_talks() if talk.long]
        busy = {person for talk in long for person in talk.speakers}
        for talk in self._ready_talks():
            if len(long) == self.plan.long_talks:
                break
            if not talk.long and talk.group is None and not busy & talk.speakers.keys():
                talk.long = True
                busy |= talk.speakers.keys()
                long.append(talk)
        return long

    def _room_in(self, talk: Talk) -> int:
        return self.plan.limits["session_bytes"] - talk.used

    def _say(self, talk: Talk, size: int, due: float) -> None:
        talk.used += size
        speaker = talk.next_speaker()
        body = text_of(size, self.chance)
        speaker.inbox.put(lambda: speaker.say(talk, body, due))
