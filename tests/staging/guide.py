"""The shell blocks of docs/operations.md, so that the guide itself is what is tested."""

import re
from pathlib import Path

GUIDE = Path(__file__).resolve().parent.parent.parent / "docs" / "operations.md"


def blocks(heading: str) -> list[str]:
    """The ```sh blocks below a heading, up to the next heading of the same rank or a higher one."""
    text = GUIDE.read_text("utf-8")
    begin = re.search(rf"^(#+) {re.escape(heading)}$", text, re.MULTILINE)
    assert begin, f"docs/operations.md has no heading {heading!r}"
    part = text[begin.end() :]
    end = re.search(rf"^#{{1,{len(begin[1])}}} ", part, re.MULTILINE)
    found = re.findall(r"^```sh\n(.*?)^```$", part[: end.start() if end else None], re.MULTILINE | re.DOTALL)
    assert found, f"there is nothing to run below {heading!r}"
    return found
