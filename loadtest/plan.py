"""What `loadtest/run` and the Locust process that it starts tell each other, as files of JSON in the run's directory.

The plan goes one way before the start, orders while it runs; what the people notice comes back. Times are of the
monotonic clock, which all processes of a machine share.
"""

import os
from pathlib import Path

import msgspec

VARIABLE = "LOADTEST_PLAN"  # names the plan's file to Locust
PLAN, ORDERS, PROGRESS, RESULT, DELIVERIES = (
    "plan.json",
    "orders.json",
    "progress.json",
    "people.json",
    "deliveries.bin",
)


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """Who comes and how they live. `agents` and `monitors` are `sessionid` cookies, one person each."""

    host: str
    agents: list[str]
    monitors: list[str]
    limits: dict[str, int]
    # Guests in a chat, guests in the queue, and rooms of agents with their members (indexes into `agents`).
    talking: int = 0
    waiting: int = 0
    # Guests beyond both, who find the queue full and try again: so it stays full although people come and go.
    pressing: int = 0
    groups: list[list[int]] = []
    messages_a_second: float = 10.0
    # Every so many messages is one of `limits["message_bytes"]`; 0: none. They go to so many conversations, which grow full.
    long_every: int = 20
    long_talks: int = 4
    # Seconds that a guest stays in a chat, from … to …; None: to the end.
    stays: tuple[float, float] | None = None
    # Whether everybody listens to one open stream; else every second person polls.
    streams_only: bool = False
    arrivals_a_second: float = 50.0
    seed: int = 1


class Orders(msgspec.Struct, frozen=True):
    """What the people do now: "wait" (nothing is said), "talk", or "end". `room` is the one group that talks, or None for all."""

    mode: str = "wait"
    room: int | None = None


class Progress(msgspec.Struct):
    """How it goes, once a second."""

    ready: bool = False
    here: dict[str, int] = {}
    posted: int = 0
    accepted: int = 0
    heard: int = 0
    broken: int = 0
    last_p99_ms: float | None = None


class Result(msgspec.Struct):
    """What the people noticed. `counts` are those of the book and of the clients; `refused` is by code."""

    counts: dict[str, int] = {}
    refused: dict[str, int] = {}
    unexpected: dict[str, int] = {}
    faults: list[str] = []
    figures_seen: dict[str, int] = {}
    lag_p99_ms: float = 0.0
    own_cpu_seconds: float = 0.0
    accepted_at: list[float] = []


def write(path: Path, value: object) -> None:
    """Whole or not at all: the reader polls."""
    part = path.with_suffix(".part")
    part.write_bytes(msgspec.json.encode(value))
    os.replace(part, path)
