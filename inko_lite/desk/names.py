"""A name as people see it: on one line, turning nothing around it, with something in it to be seen.

Place: where a name comes in, from a guest, from an agent who opens a room, or from the site. Names stand inside sentences of
ours, beside other people's names: what is harmless in a text of one's own is a disguise there.
"""

import re
import unicodedata

from . import direction

# What ends a line or moves a cursor.
MOVES = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
# What shows nothing at all. The joiners U+200C and U+200D stay, but behind a Latin letter: Persian and emoji need them.
HIDDEN = re.compile(
    "[\xad\u034f\u061c\u180e\u200b\u200e\u200f\u2060-\u2065\u206a-\u206f\ufeff\ufff9-\ufffb]|(?<=[!-\u024f])[\u200c\u200d]+"
)
# Letters and signs by their class that are as wide as one and empty.
BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")
SEEN = frozenset("LNPS")


def plain(name: str) -> str:
    """The name without what hides or turns; empty where nothing of it can be seen."""
    shown = " ".join(HIDDEN.sub("", direction.SIGNS.sub("", MOVES.sub(" ", name))).split())
    seen = any(unicodedata.category(sign)[0] in SEEN and sign not in BLANK for sign in shown)
    return shown if seen else ""
