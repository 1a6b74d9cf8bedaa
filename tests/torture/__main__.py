"""`python -m tests.torture`: one or many schedules of faults; a line of JSON each, exit code 1 when anything is wrong."""

import argparse
import json
import signal
import sys
import time

from . import faults
from .judge import judge
from .lands import why_not
from .world import World

# So many schedules are played in one world, one after the other, before a new one is made.
IN_ONE_WORLD = 10


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.torture", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--schedules", type=int, default=1, help="this many, with the seeds from --seed on")
    parser.add_argument("--seconds", type=float, default=8, help="how long faults go on coming")
    parser.add_argument("--longest", type=float, default=4, help="the longest fault, in seconds")
    parser.add_argument("--faults", default="", help="comma between them; all but failover when empty")
    parser.add_argument("--chats", type=int, default=4)
    parser.add_argument("--pause", type=float, default=0.4, help="seconds between two messages of one person")
    parser.add_argument("--out", help="append the lines to this file too")
    options = parser.parse_args()
    if reason := why_not():
        print(f"this {reason}", file=sys.stderr)
        return 2
    # Whoever ends us, by Ctrl-C or otherwise: nothing is left behind.
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda number, _: sys.exit(128 + number))
    kinds = options.faults.split(",") if options.faults else faults.USUAL
    if unknown := set(kinds) - set(faults.KINDS):
        parser.error(f"no such fault: {', '.join(sorted(unknown))}; there are {', '.join(faults.KINDS)}")
    bad = 0
    for result in schedules(options, kinds):
        line = json.dumps(result)
        print(line, flush=True)
        if options.out:
            with open(options.out, "a", encoding="utf-8") as file:
                file.write(line + "\n")
        bad += bool(result["wrong"])
    return 1 if bad else 0


def schedules(options: argparse.Namespace, kinds: list[str]):
    """The result of each schedule. A world that something went wrong in, or whose primary is gone, is not used again."""
    seed, last = options.seed, options.seed + options.schedules
    with_replica = "failover" in kinds
    while seed < last:
        with World(with_replica=with_replica) as world:
            for _ in range(1 if with_replica else IN_ONE_WORLD):
                yield (result := one(world, seed, kinds, options))
                seed += 1
                if result["wrong"] or seed >= last:
                    break


def one(world: World, seed: int, kinds: list[str], options: argparse.Namespace) -> dict:
    """One schedule, which follows from its seed."""
    plan = faults.schedule(seed, options.seconds, world.names, kinds, options.longest)
    figures, recovered, began = {}, [], time.monotonic()
    try:
        world.people(options.chats, seed, options.pause, give_up=0.2)
        recovered = world.play(plan)
        world.rest()
        figures, wrong = judge(world)
        world.send_home()
    except Exception as error:
        wrong = [f"{type(error).__name__}: {error}"]
    return {
        "seed": seed, "plan": [f"{when:.1f} {fault}" for when, fault in plan],
        "recovered": [(kind, round(seconds, 2)) for kind, seconds in recovered],
        "figures": figures, "wrong": wrong[:20], "took_seconds": round(time.monotonic() - began, 1),
    }  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
