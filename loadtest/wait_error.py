"""How far off is the wait that guests are shown? `python -m loadtest.wait_error [--seed N]`

Simulates days of a queue (guests by a Poisson process, helpers with several chats at once, lognormal chat times), asks the
product's own estimate at each arrival, and compares it with the wait that followed. Prints a Markdown table.
"""

import argparse
import heapq
import random
import statistics
from collections import deque

from inko_lite.desk.waiting_times import HOURS, NEWEST, WaitingTimes, seconds_a_place

GUESS_SECONDS = 120.0
CHAT_MEDIAN_SECONDS, CHAT_SPREAD = 480.0, 0.8
DAYS = 20


def simulate(chance: random.Random, helpers: int, chats_each: int, load: float) -> list[tuple[float, dict, float]]:
    """`(first guess alone, estimate, real wait)` of every guest who had to wait; `load` is the share of capacity in use."""
    mean_chat = CHAT_MEDIAN_SECONDS * 2.718281828 ** (CHAT_SPREAD**2 / 2)
    between = mean_chat / (helpers * chats_each * load)
    now, free, ends, waiting, served, seen = 0.0, helpers * chats_each, [], deque(), deque(), []
    while now < DAYS * 86400:
        now += chance.expovariate(1 / between)
        while ends and ends[0] <= now:
            ended = heapq.heappop(ends)
            free += 1
            while waiting and free:
                entered, position, estimate = waiting.popleft()
                free -= 1
                heapq.heappush(ends, ended + chance.lognormvariate(0, CHAT_SPREAD) * CHAT_MEDIAN_SECONDS)
                served.append((ended, (ended - entered) * helpers / position))
                seen.append((GUESS_SECONDS * position / helpers, estimate, ended - entered))
        if free:
            free -= 1
            heapq.heappush(ends, now + chance.lognormvariate(0, CHAT_SPREAD) * CHAT_MEDIAN_SECONDS)
            continue
        while served and served[0][0] < now - HOURS * 3600:
            served.popleft()
        newest = list(served)[-NEWEST:]
        pace = seconds_a_place(GUESS_SECONDS, len(newest), sum(total for _, total in newest))
        position = len(waiting) + 1
        longest = now - waiting[0][0] if waiting else 0.0
        waiting.append((now, position, WaitingTimes.estimate(pace, position, helpers, longest)))
    return seen


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, default=1)
    chance = random.Random(parser.parse_args().seed)
    print("| helpers x chats | load | guests who waited | median wait | median error, guess alone | median error | within the range |")
    print("|---|---|---|---|---|---|---|")
    for helpers, chats_each in ((2, 3), (5, 3), (12, 3)):
        for load in (0.8, 0.95):
            seen = simulate(chance, helpers, chats_each, load)
            waits = [wait for _, _, wait in seen]
            guessed = statistics.median(abs(guess - wait) for guess, _, wait in seen)
            error = statistics.median(abs(estimate["wait_seconds"] - wait) for _, estimate, wait in seen)
            inside = sum(e["wait_low_seconds"] <= wait <= e["wait_high_seconds"] for _, e, wait in seen) / len(seen)
            print(
                f"| {helpers} x {chats_each} | {load:.0%} | {len(seen)} | {statistics.median(waits) / 60:.1f} min"
                f" | {guessed / 60:.1f} min | {error / 60:.1f} min | {inside:.0%} |"
            )


if __name__ == "__main__":
    main()
