"""What a run leaves for people: the table at its end, the comparison with an earlier one, files and plots.

`python -m loadtest.report` writes the tables and plots of docs/capacity.md anew from the certificates under
build/loadtest; the text around them is written by hand and stays.
"""

import sys
from pathlib import Path

import msgspec

from .certificate import Measured

NOTED = {
    "delivery_p50_ms": ("half of the deliveries", "ms"),
    "delivery_p95_ms": ("95 of 100 deliveries", "ms"),
    "messages_in_the_fullest_minute": ("messages accepted in the fullest minute", ""),
    "deliveries": ("deliveries checked", ""),
    "retries": ("requests that were sent again", ""),
    "longest_away_ms": ("the longest that the server was away", "ms"),
    "knee_messages_a_second": ("the knee", "messages/s"),
    "people_p99_calm_ms": ("the people's p99 in quiet spans", "ms"),
    "people_p99_struck_ms": ("the people's p99 in spans with tries beyond the limits", "ms"),
    "server_cores": ("CPU of the server", "cores"),
    "postgres_cores": ("CPU of PostgreSQL", "cores"),
    "memory_mb": ("memory of the server, at most", "MB"),
    "history_bytes_a_message": ("growth of the history a message", "bytes"),
    "people_lag_p99_ms": ("how late the people themselves were (p99)", "ms"),
}
HELD_BACK_MS = 25.0


def shown(value: float | None, unit: str = "") -> str:
    if value is None:
        return "–"
    text = f"{value:,.0f}" if abs(value) >= 1000 or float(value).is_integer() else f"{value:,.3g}"
    return f"{text} {unit}".strip()


def end_table(made: dict) -> str:
    """The promises with their figures and the verdict, then what else was noted."""
    rows = [("promise", "figure", "threshold", "")]
    rows += [(row["what"], shown(row["value"]), row["threshold"], row["verdict"]) for row in made["promises"]]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    lines = [f"\n{made['scenario']} ({made['form']}): {made['what']}", ""]
    for what, value, threshold, verdict in rows:
        lines.append(f"  {what:<{widths[0]}}  {value:>{widths[1]}}  {threshold:<{widths[2]}}  {verdict}".rstrip())
    lines.append("")
    for figure, (what, unit) in NOTED.items():
        if figure in made["figures"]:
            lines.append(f"  {what}: {shown(made['figures'][figure], unit)}")
    machine = made["machine"]
    lines.append(
        f"  machine: {machine['cores']} cores, load {machine['load_before']} before and up to {machine['load_highest']},"
        f" {machine['steal_percent']} % stolen"
    )
    if made["figures"].get("people_lag_p99_ms", 0) > HELD_BACK_MS:
        lines.append(
            "  The people themselves were held up: this machine is too busy or too small, the delays are not the server's."
        )
    lines += [f"  {fault}" for fault in made["faults"][:5]]
    lines += [f"  unexpected: {what} ({count} times)" for what, count in list(made["unexpected"].items())[:5]]
    return "\n".join([*lines, "", f"{made['verdict']}: {made['scenario']}"])


def comparison(old: dict, new: dict) -> str:
    """Each figure then and now, and by how much it moved."""
    lines = [f"since {old['made_at']} ({old['scenario']}, version {old['version']}, {old['commit'] or 'no commit'}):"]
    for name, value in new["figures"].items():
        before = old["figures"].get(name)
        if before is None or before == value:
            continue
        moved = f"{100 * (value - before) / abs(before):+.1f} %" if before else "new"
        lines.append(f"  {name:<34} {shown(before):>12} → {shown(value):>12}  {moved}")
    verdicts = {row["figure"]: row["verdict"] for row in old["promises"]}
    for row in new["promises"]:
        earlier = verdicts.get(row["figure"])
        if earlier and earlier != row["verdict"]:
            lines.append(f"  {row['what']}: {earlier} → {row['verdict']}")
    return "\n".join(lines)


def write(folder: Path, made: dict, run: Measured) -> None:
    """certificate.json and the plots; Locust has written report.html there."""
    from . import plots

    text = msgspec.json.format(msgspec.json.encode(made), indent=1) + b"\n"
    (folder / "certificate.json").write_bytes(text)
    plots.draw(folder, made, run)


def main() -> int:
    from . import capacity_page

    return capacity_page.main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
