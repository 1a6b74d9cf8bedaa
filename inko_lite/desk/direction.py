"""The signs in a text that turn its direction, kept from turning anything behind the text.

Unicode has invisible characters that begin and end a change of direction. One that is never ended would turn round
what follows it: another's words, a link's host, a time. Invariant: what comes out has an end for each beginning, and no
end besides.
"""

import re

SIGNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
POP_EMBEDDING, POP_ISOLATE = "\u202c", "\u2069"
DEPTH = 60  # the Unicode algorithm itself looks no deeper than 125


def turned(text: str, opened: list[str]) -> str:
    """The text with its signs of direction nested: no end without a beginning. `opened` keeps the ends still due."""
    out, at = [], 0
    for sign in SIGNS.finditer(text):
        out.append(text[at : sign.start()])
        at = sign.end()
        end = POP_ISOLATE if sign[0] > "\u202e" else POP_EMBEDDING
        if sign[0] != end:
            if len(opened) == DEPTH:
                continue
            opened.append(end)
        elif end == POP_ISOLATE and end in opened:
            while opened.pop() != end:
                pass  # the end of an isolate is the end of every embedding in it
        elif opened[-1:] == [end]:
            opened.pop()
        else:
            continue
        out.append(sign[0])
    return "".join(out) + text[at:]


def isolated(text: str) -> str:
    """The text with every change of direction in it ended at its end."""
    opened: list[str] = []
    return turned(text, opened) + "".join(reversed(opened))
