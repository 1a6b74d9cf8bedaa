"""How many people come for which capacity, and how a run of Locust begins and ends."""

from pathlib import Path

import msgspec
from locust import LoadTestShape

from .plan import Orders, Plan


class AsOrdered(LoadTestShape):
    """Everybody comes at the pace of the plan and stays until the orders say that it is over and all is judged."""

    plan: Plan
    over = False

    def tick(self) -> tuple[int, float] | None:
        if AsOrdered.over:
            return None
        people = guests_of(self.plan) + len(self.plan.agents) + len(self.plan.monitors)
        return people, self.plan.arrivals_a_second


def read_orders(path: Path) -> Orders:
    try:
        return msgspec.json.decode(path.read_bytes(), type=Orders)
    except OSError:
        return Orders()


def guests_of(plan: Plan) -> int:
    return plan.talking + plan.waiting + plan.pressing


def chats_each(plan: Plan) -> list[int]:
    """How many guests each agent takes, so that together they have all that talk."""
    takers = len(plan.agents)
    most, extra = divmod(plan.talking, takers) if takers else (0, 0)
    return [most + (number < extra) for number in range(takers)]
