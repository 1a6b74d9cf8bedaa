"""Does the server tell by its time or its size whether something exists? `python -m loadtest.bench_leaks [--times 400]`.

A server of its own; a guest and an agent who are in no room ask, by turns and in an order that is drawn, for a room of others
and for one that does not exist, in each way in which a room, a person or a file can be asked for. Printed for each: the median
time of both, the difference of the medians, and what the difference is between two halves of the same question, which is what
this machine cannot tell apart. Ends with 1 when a reply differs in its status, its size or a header.
"""

import argparse
import random
import statistics
import sys
import time

from . import stage

NOWHERE = "AAAAAAAAAAAAAAAAAAAAAA"
WAYS = (
    ("GET", "/message/{}", None), ("POST", "/message/{}", {"body": "x", "client_id": "x"}), ("POST", "/join/{}", {}),
    ("POST", "/leave/{}", {}), ("POST", "/topic/{}", {"topic": "x"}), ("GET", "/transcripts/{}", None),
    ("GET", "/transcripts/{}.html", None), ("GET", "/survey/{}", None), ("GET", "/follow_up/{}", None),
)  # fmt: skip


def asked(visitor: stage.Visitor, way: tuple, room: str) -> tuple[float, tuple]:
    """One request: its microseconds, and what of the reply may not differ."""
    method, path, body = way
    began = time.perf_counter()
    status, headers, text = visitor.ask(method, path.format(room), body)
    took = (time.perf_counter() - began) * 1e6
    return took, (status, len(text), sorted(name for name in headers), text)


def compared(
    visitor: stage.Visitor, way: tuple, room: str, times: int, drawn: random.Random
) -> tuple[list[float], bool]:
    """(median there, median nowhere, their difference, that of two halves), and whether a reply differed."""
    took: dict[str, list[float]] = {room: [], NOWHERE: []}
    replies = set()
    for _ in range(times):
        pair = [room, NOWHERE]
        drawn.shuffle(pair)
        for which in pair:
            seconds, reply = asked(visitor, way, which)
            took[which].append(seconds)
            replies.add(str(reply))
    there, nowhere = (statistics.median(took[which]) for which in (room, NOWHERE))
    halves = [statistics.median(took[NOWHERE][start::2]) for start in (0, 1)]
    return [there, nowhere, there - nowhere, halves[0] - halves[1]], len(replies) > 1


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--times", type=int, default=400)
    arguments.add_argument("--seed", type=int, default=20261122)
    given = arguments.parse_args()
    print(f"seed {given.seed}, {given.times} pairs of each; microseconds")
    print("who | request | median there | median nowhere | difference | difference of two halves")
    differed = []
    with stage.OwnServer(2) as server:
        helper, outsider = stage.agents(server.url, [], 2)
        guest = stage.Visitor(server.url).enter()
        room = stage.support_rooms(server.url, [helper])[0].room
        for kind, visitor in (("guest", guest), ("agent", outsider)):
            for way in WAYS:
                figures, differs = compared(visitor, way, room, given.times, random.Random(given.seed))
                differed += [f"{kind} {way[0]} {way[1]}"] * differs
                print(
                    f"{kind} | {way[0]} {way[1].format('…')} | " + " | ".join(f"{each:.0f}" for each in figures),
                    flush=True,
                )
        for visitor in (helper, outsider, guest):
            visitor.leave()
    print("replies that differ: " + (", ".join(differed) or "none"))
    return int(bool(differed))


if __name__ == "__main__":
    sys.exit(main())
