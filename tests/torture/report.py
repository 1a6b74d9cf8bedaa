"""`python -m tests.torture.report FILE...`: the figures of played schedules, written into docs/reliability.md between its marks."""

import argparse
import json
import statistics
import sys
from collections import Counter, defaultdict
from pathlib import Path

from .faults import KINDS

DOCUMENT = Path(__file__).resolve().parent.parent.parent / "docs" / "reliability.md"
BEGIN, END = "<!-- figures: make torture -->\n", "<!-- end of figures -->"


def table(results: list[dict]) -> str:
    """Counts over all schedules, then how long it took to go on after each kind of fault."""
    figures = [result["figures"] for result in results if result["figures"]]
    total = Counter()
    for each in figures:
        total.update({name: each[name] for name in ("messages", "acknowledged", "refused", "unknown", "deliveries", "reconnects")})
    struck = Counter(fault.split(" ")[1].split("(")[0] for result in results for fault in result["plan"])
    bad = [result["seed"] for result in results if result["wrong"]]
    lines = [
        "| | |", "|---|---|",
        f"| schedules (seeds {min(r['seed'] for r in results)}–{max(r['seed'] for r in results)}) | {len(results):,} |",
        f"| faults | {sum(struck.values()):,} |",
        f"| messages in the log | {total['messages']:,} |",
        f"| acknowledged, and then lost, doubled or changed | {total['acknowledged']:,}, {0 if not bad else 'see below'} |",
        f"| definitely refused, and then stored | {total['refused']:,}, {0 if not bad else 'see below'} |",
        f"| deliveries, each once and in order | {total['deliveries']:,} |",
        f"| times that a listener connected anew | {total['reconnects']:,} |",
        f"| longest time until an answer, s | {max(each['longest_answer_seconds'] for each in figures)} |",
        f"| schedules in which anything was wrong | {len(bad)}{' (seeds ' + ', '.join(map(str, bad)) + ')' if bad else ''} |",
        "",
        "Seconds from the end of a fault until a message is written again through the balancer:",
        "",
        "| fault | times | median | 9 of 10 | longest |", "|---|---|---|---|---|",
    ]  # fmt: skip
    after = defaultdict(list)
    for result in results:
        for kind, seconds in result["recovered"]:
            after[kind].append(seconds)
    for kind in KINDS:
        if times := sorted(after[kind]):
            ninth = times[min(len(times) - 1, int(len(times) * 0.9))]
            lines.append(f"| {kind} | {len(times)} | {statistics.median(times):.2f} | {ninth:.2f} | {times[-1]:.2f} |")
    return "\n".join(lines) + "\n"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.torture.report", description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    results = [json.loads(line) for path in parser.parse_args().files for line in path.read_text().splitlines()]
    text = DOCUMENT.read_text("utf-8")
    before, rest = text.split(BEGIN)
    DOCUMENT.write_text(before + BEGIN + table(results) + END + rest.split(END, 1)[1], "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
