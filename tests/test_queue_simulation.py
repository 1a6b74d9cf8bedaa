"""Working days at full speed: fairness, limits and nobody forgotten, through restarts and with people as they are.

`SIMULATION_SEED=7 make test ARGS=tests/test_queue_simulation.py` runs that day again, event for event;
`SIMULATION_SIZE=5` makes it five times as long.
"""

import os
import random

import pytest

from .simulation.shift import Shift

SIZE = float(os.environ.get("SIMULATION_SIZE", "1"))


@pytest.mark.parametrize(
    ("mode", "guests", "agents", "minutes"), [("offer", 600, 80, 16), ("auto", 500, 60, 14), ("pick", 400, 40, 14)]
)
def test_nobody_is_passed_over_or_forgotten_and_no_limit_is_passed(dsn, mode, guests, agents, minutes):
    seed = int(os.environ.get("SIMULATION_SEED") or random.SystemRandom().randrange(10**6))
    print(f"SIMULATION_SEED={seed}")
    shift = Shift(dsn, seed, mode, round(guests * SIZE), agents, minutes * SIZE)
    try:
        shift.run()
        shift.judge.closes()
    finally:
        print(f"{mode}: {shift.now:.0f} s,", ", ".join(f"{kind} {n}" for kind, n in sorted(shift.counts.items())))
        shift.clock.database.close()
    # It was no quiet day: every part of the rules was needed.
    happened = {"entered", "abandoned", "vanished", "mended", "transferred", "restarts", "assigned", "agent.away"}
    if mode == "offer":
        happened |= {"declined", "offer_expired", "accepted"}
    missing = happened - set(shift.counts)
    assert not missing and shift.counts["assigned"] > guests * SIZE / 2, missing
