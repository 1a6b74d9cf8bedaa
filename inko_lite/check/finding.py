"""One line of what `inko-lite check` says."""

from typing import NamedTuple

GOOD, WARNING, WRONG = "good", "warning", "WRONG"


class Finding(NamedTuple):
    """One thing looked at: `sentence` says how it is, or what is wrong and how to mend it. A warning is no failure."""

    level: str
    sentence: str


def good(sentence: str) -> Finding:
    return Finding(GOOD, sentence)


def warning(sentence: str) -> Finding:
    return Finding(WARNING, sentence)


def wrong(sentence: str) -> Finding:
    return Finding(WRONG, sentence)
