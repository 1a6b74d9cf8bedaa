"""What was sent and what was heard in one step of a benchmark, and what follows from comparing the two.

While the step runs, everything is only noted; all judging comes afterwards, on the recorded histories. The rule that is
checked is the product's promise: each acknowledged message is heard by each member of its room exactly once, under the
id that was acknowledged, and every listener hears ids that only grow.
"""

import itertools
import math
from collections import Counter
from collections.abc import Sequence

import msgspec

Heard = tuple[int, int, float]  # event id, number of the message (OTHER for any other event), time
OTHER = -1


class Verdict(msgspec.Struct):
    """Counts of broken promises; each is 0 in a good run."""

    lost: int = 0
    doubled: int = 0
    disordered: int = 0
    strayed: int = 0

    @property
    def good(self) -> bool:
        return not (self.lost or self.doubled or self.disordered or self.strayed)


class Ledger:
    """One step's messages, numbered from `first`, which is larger than any number that an earlier step used."""

    def __init__(self, first: int, room_of: Sequence[int]) -> None:
        """`room_of` gives the room of each member; every member sends, and every member listens."""
        self.first = first
        self.room_of = room_of
        self.listeners_in = Counter(room_of)
        self.senders: list[int] = []
        self.due: list[float] = []
        self.event_ids: list[int] = []
        self.refusals: Counter[str] = Counter()
        self.heard: list[list[Heard]] = [[] for _ in room_of]
        self.unanswered = 0
        self.unheard = 0

    def send(self, sender: int, due: float) -> int:
        """Notes a message that is due; its number."""
        self.senders.append(sender)
        self.due.append(due)
        self.event_ids.append(0)
        self.unanswered += 1
        self.unheard += self.listeners_in[self.room_of[sender]]
        return self.first + len(self.due) - 1

    def acknowledge(self, number: int, event_id: int) -> None:
        """The server has said that the message is on disk. What an earlier step did not wait for is not ours to judge."""
        if number < self.first:
            return
        self.event_ids[number - self.first] = event_id
        self.unanswered -= 1

    def refuse(self, number: int, reason: str) -> None:
        """The server has said no, or nothing at all: nobody need hear of it."""
        if number < self.first:
            return
        self.refusals[reason] += 1
        self.unanswered -= 1
        self.unheard -= self.listeners_in[self.room_of[self.senders[number - self.first]]]

    def hear(self, listener: int, events: list[Heard]) -> None:
        """A listener has received events."""
        self.heard[listener] += events
        for _, number, _ in events:
            if number >= self.first:
                self.unheard -= 1

    @property
    def complete(self) -> bool:
        return self.unanswered <= 0 and self.unheard <= 0

    def delays(self) -> list[float]:
        """Seconds from when a message was due to when a listener had it, shortest first; one for each delivery."""
        return sorted(
            at - self.due[number - self.first]
            for history in self.heard
            for _, number, at in history
            if 0 <= number - self.first < len(self.due)
        )

    def verdict(self) -> Verdict:
        """Compares what was acknowledged with what was heard."""
        found = Verdict()
        expected: dict[int, set[int]] = {room: set() for room in self.listeners_in}
        last_of_sender: dict[int, int] = {}
        for number, (sender, event_id) in enumerate(zip(self.senders, self.event_ids, strict=True), self.first):
            if event_id:
                expected[self.room_of[sender]].add(number)
                # A person posts one message at a time, so the log has them in the order in which they were sent.
                found.disordered += event_id <= last_of_sender.get(sender, 0)
                last_of_sender[sender] = event_id
        for listener, history in enumerate(self.heard):
            self._judge(found, self.room_of[listener], expected[self.room_of[listener]], history)
        return found

    def _judge(self, found: Verdict, room: int, expected: set[int], history: list[Heard]) -> None:
        found.disordered += sum(late[0] < early[0] for early, late in itertools.pairwise(history))
        seen: set[int] = set()
        for event_id, number, _ in history:
            index = number - self.first
            if number == OTHER:
                continue
            if index >= len(self.due) or (index >= 0 and self.room_of[self.senders[index]] != room):
                found.strayed += 1
                continue
            # An earlier step's message was heard then, and a second id for one message means that it was stored twice.
            second_id = index >= 0 and self.event_ids[index] not in (0, event_id)
            found.doubled += index < 0 or number in seen or second_id
            seen.add(number)
        found.lost += len(expected - seen)


def percentile(ordered: Sequence[float], share: float) -> float:
    """The nearest-rank percentile of values in ascending order; NaN when there are none."""
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)] if ordered else math.nan
