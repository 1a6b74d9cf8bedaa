"""The plots of a run, as SVG with text that stays text: rate, delivery, memory and CPU over time, the limits marked."""

from pathlib import Path

import matplotlib

matplotlib.use("svg")
from matplotlib import pyplot

from .certificate import MEGABYTE, Measured
from .ledger import percentile

SIZE = (8.0, 3.0)
COLOURS = ("#1f5fa8", "#c25a00", "#2d7d46", "#7a3fa0")
LIMIT_COLOUR = "#b00020"
MOST_POINTS = 240
LIMIT_MS = 250
KNEE_DELAYS = {"p50_ms": "p50", "p99_ms": "p99", "people_p99_ms": "the people's p99"}
KNEE_CORES = {"server_cores": "server", "postgres_cores": "PostgreSQL", "generator_cores": "load generator"}
pyplot.rcParams.update({"svg.fonttype": "none", "svg.hashsalt": "inko_lite", "font.size": 9, "axes.grid": True,
                        "grid.alpha": 0.3, "axes.spines.top": False, "axes.spines.right": False})  # fmt: skip


def draw(folder: Path, made: dict, run: Measured) -> None:
    """The four plots over time, and the way to the knee where there is one."""
    _rate(folder, made, run)
    _delivery(folder, made, run)
    samples = [sample for sample in run.samples if run.began <= sample.at <= run.ended]
    at = [sample.at - run.began for sample in samples]
    memory = {"server": [sample.memory / MEGABYTE if sample.memory else None for sample in samples]}
    _lines(folder / "memory.svg", "memory, MB", at, memory)
    cpu = {"server": _cores(samples, "server_cpu"), "PostgreSQL": _cores(samples, "postgres_cpu")}
    _lines(folder / "cpu.svg", "CPU, cores", at, cpu, made["machine"]["cores"], "cores of the machine")
    if made["tables"].get("steps"):
        _knee(folder, made["tables"]["steps"])


def _cores(samples: list, name: str) -> list[float | None]:
    """The CPU between each sample and the one before."""
    found: list[float | None] = [None]
    for early, late in zip(samples, samples[1:], strict=False):  # noqa: RUF007
        before, after = getattr(early, name), getattr(late, name)
        known = before is not None and after is not None and after >= before
        found.append((after - before) / (late.at - early.at) if known else None)
    return found[: len(samples)]


def _lines(
    path: Path, title: str, at: list[float], series: dict[str, list], limit: float | None = None, limit_name: str = ""
) -> None:
    figure, axes = pyplot.subplots(figsize=SIZE, layout="constrained")
    for (name, values), colour in zip(series.items(), COLOURS, strict=False):
        if any(value is not None for value in values):
            axes.plot(
                at, [float("nan") if value is None else value for value in values], label=name, color=colour, lw=1.2
            )
    if limit is not None:
        axes.axhline(limit, color=LIMIT_COLOUR, ls="--", lw=1, label=limit_name)
    axes.set(xlabel="seconds", title=title, ylim=(0, None))
    axes.legend(loc="upper right", fontsize=8)
    _save(figure, path)


def _save(figure, path: Path) -> None:
    figure.savefig(path, metadata={"Date": None})
    pyplot.close(figure)


def _slices(run: Measured) -> tuple[float, int]:
    seconds = run.ended - run.began
    each = max(1.0, seconds / MOST_POINTS)
    return each, max(1, int(seconds / each))


def _rate(folder: Path, made: dict, run: Measured) -> None:
    each, count = _slices(run)
    accepted = [0] * count
    for at in run.people.result.accepted_at:
        place = int((at - run.began) / each)
        if 0 <= place < count:
            accepted[place] += 1
    a_minute = [value * 60 / each for value in accepted]
    limit = made["limits"]["messages_per_minute"]
    marked = (limit, "limit of messages a minute") if limit < 10 * max(a_minute, default=0) else (None, "")
    _lines(
        folder / "rate.svg",
        "messages accepted, a minute",
        [n * each for n in range(count)],
        {"accepted": a_minute},
        *marked,
    )


def _delivery(folder: Path, made: dict, run: Measured) -> None:
    each, count = _slices(run)
    slices: list[list[float]] = [[] for _ in range(count)]
    for posted_at, delay in run.people.deliveries:
        place = int((posted_at - run.began) / each)
        if 0 <= place < count:
            slices[place].append(delay * 1000)
    for one in slices:
        one.sort()
    series = {
        name: [percentile(one, share) if one else None for one in slices]
        for name, share in (("p50", 0.5), ("p95", 0.95), ("p99", 0.99), ("longest", 1.0))
    }
    _lines(
        folder / "delivery.svg", "delivery, ms", [n * each for n in range(count)], series, LIMIT_MS, "promised for p99"
    )


def _knee(folder: Path, steps: list[dict]) -> None:
    steps = sorted(steps, key=lambda step: step["messages_a_second"])
    figure, (delays, cores) = pyplot.subplots(1, 2, figsize=(SIZE[0], 3.4), layout="constrained")
    rates = [step["messages_a_second"] for step in steps]
    for (name, label), colour in zip(KNEE_DELAYS.items(), COLOURS, strict=False):
        delays.plot(rates, [step[name] for step in steps], label=label, color=colour, marker=".", lw=1.2)
    delays.axhline(LIMIT_MS, color=LIMIT_COLOUR, ls="--", lw=1, label="promised for p99")
    delays.set(xscale="log", yscale="log", xlabel="messages a second", title="delivery, ms")
    for (name, label), colour in zip(KNEE_CORES.items(), COLOURS, strict=False):
        cores.plot(rates, [step[name] for step in steps], label=label, color=colour, marker=".", lw=1.2)
    cores.set(xscale="log", xlabel="messages a second", title="CPU, cores", ylim=(0, None))
    for axes in (delays, cores):
        axes.legend(fontsize=8)
    _save(figure, folder / "knee.svg")
