"""Prints docs/configuration.md, made from default.toml (what a key means) and settings.py (what it takes).

Run as `python docs/reference.py > docs/configuration.md`; a test fails when the two differ.
"""

import re
import sys

from inko_lite.config import KEYS, VARIABLES, _wanted, default_text

HEAD = """# Configuration

One TOML file, named by `--config`. A file of your own needs only the lines that differ from the defaults below. Each key can also
be set in the environment, as `INKO_SECTION_KEY`, which wins over the file: `INKO_SERVER_PORT=9000`. Relative paths count from the
file's directory. A secret may stand in the file or in a file of its own, named by the key that ends in `_file`; never both.

`inko-lite check --config FILE` prints what is in force and where each value came from, what is wrong, and how to mend it. An unknown
key or a bad value keeps the server from starting, with a sentence that says where it stands and what it must be.

Made from `inko_lite/default.toml` by `docs/reference.py`.
"""


def entries() -> dict[str, list[tuple[str, str, str]]]:
    """section -> (key, its default as written, its comment), in the file's order."""
    found: dict[str, list[tuple[str, str, str]]] = {}
    section, comment, lines = "", [], iter(default_text().splitlines())
    for line in lines:
        if line.startswith("["):
            section, comment = line.strip("[]"), []
            found[section] = []
        elif line.startswith("#"):
            comment.append(line.removeprefix("#").strip())
        elif match := re.match(r"(\w+) = (.*)", line):
            value = match[2]
            if value == "[":
                value = "see the file"
                while next(lines) != "]":
                    pass
            if section:
                found[section].append((match[1], value, " ".join(comment)))
            comment = []
    return found


def cell(text: str) -> str:
    return text.replace("|", "\\|")


def page() -> str:
    parts = [HEAD]
    variables = {key: variable for variable, key in VARIABLES.items()}
    for section, keys in entries().items():
        parts.append(f"## [{section}]\n\n| key | default | what it is | takes |\n|---|---|---|---|")
        for name, value, comment in keys:
            key = f"{section}.{name}"
            assert key in variables, key
            parts.append(f"| `{name}` | `{cell(value)}` | {cell(comment)} | {cell(_wanted(KEYS[key][0]))} |")
        parts.append("")
    return "\n".join(parts)


if __name__ == "__main__":
    sys.stdout.write(page())
