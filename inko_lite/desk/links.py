"""Addresses in a message: which become links, and what a reader is told about where they lead.

All texts here are cleaned already (`<`, `>` and `&` are entities). Invariants: a link's scheme is one of `SCHEMES`; its
host is written as browsers ask for it, so that look-alike letters cannot stand for others; a label that names another
host than the link's has the real one behind it.
"""

import html
import re
import urllib.parse
from functools import lru_cache

SCHEMES = frozenset(["http", "https", "irc", "mailto"])
ATTRIBUTES = 'rel="nofollow noopener noreferrer" target="_blank"'
HOST_CHARACTERS = 253  # RFC 1035

ADDRESS_END = re.compile(r"""[\s"\\^`{|}\[\]]|&lt;|&gt;|''|\Z""")
# Characters that show nothing or turn the direction of text: an address with one does not say where it leads.
HIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff]"
)
TRAILING = frozenset(".,;:!?'*_~。，、！？；：）」』】》…")
PARTS = re.compile(r"(https?|irc)://([^/?#]*)|(mailto):([^@?#]*@)([^/?#]*)", re.IGNORECASE)
HOST = re.compile(r"([\w-]+(?:\.[\w-]+)*\.?)(:[0-9]{1,5})?")
MAILBOX = re.compile(r"[A-Za-z0-9.%+_-]{1,64}@")
WORD_ENDS = re.compile(r"[^\w.-]+")


def trimmed(address: str) -> tuple[str, str]:
    """(address, what stood behind it): a sentence's punctuation and a bracket that opened before it are none of it."""
    end = len(address)
    surplus = address.count(")") - address.count("(")
    while end:
        if address.endswith("&amp;", 0, end):
            end -= 5
        elif address[end - 1] == ")" and surplus > 0:
            surplus -= 1
            end -= 1
        elif address[end - 1] in TRAILING:
            end -= 1
        else:
            break
    return address[:end], address[end:]


def link(address: str, label: str = "", shown: str = "") -> str:
    """The address as a link, or "" where it is none. `shown` is `label` as HTML; without one it is the address.

    The target differs from the address in this alone: scheme and host are in small letters, the host as asked for.
    """
    parts = PARTS.match(address)
    if parts is None or HIDDEN.search(address):
        return ""
    scheme, mailbox, authority = (parts[1] or parts[3]).lower(), parts[4] or "", parts[2] or parts[5] or ""
    place = HOST.fullmatch(authority) if len(authority) <= HOST_CHARACTERS + 6 else None
    host = place and asked_host(place[1])
    if scheme not in SCHEMES or not host or (mailbox and not MAILBOX.fullmatch(mailbox)):
        return ""
    target = f"{scheme}:{mailbox}" if mailbox else f"{scheme}://"
    target = html.escape(unescaped(target + host + (place[2] or "") + address[parts.end() :]))
    disguised = names_another_host(label, host) or not place[1].isascii()
    title = f' title="{target}"' if label or disguised else ""
    real = f'<span class="wiki-host"> ({host})</span>' if disguised else ""
    return f'<a href="{target}" {ATTRIBUTES}{title}>{shown if label else address}</a>{real}'


def article(article_url: str, title: str, shown: str) -> str:
    """A link to the article of that title, at the place behind `#` in it."""
    name, _, section = unescaped(title).partition("#")
    target = article_url.replace("{title}", quoted(name.strip())) + (f"#{quoted(section.strip())}" if section else "")
    return f'<a href="{html.escape(target)}" {ATTRIBUTES}>{shown}</a>'


@lru_cache(maxsize=512)
def asked_host(host: str) -> str:
    """The host in the letters that a browser asks the name service for; "" where there are none or two readings."""
    if host.isascii():
        return host.lower()
    if "ß" in host or "ς" in host:  # one host in IDNA 2003, another in IDNA 2008
        return ""
    try:
        return host.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return ""


def names_another_host(label: str, host: str) -> bool:
    """Whether a word of the label looks like a host and is not this one. A `www.` more or less is the same."""
    for word in WORD_ENDS.split(label):
        head, dot, last = word.lower().strip(".-").rpartition(".")
        looks_like_one = dot and len(last) > 1 and last.isalpha()
        if looks_like_one and f"{head}.{last}".removeprefix("www.") != host.rstrip(".").removeprefix("www."):
            return True
    return False


def quoted(part: str) -> str:
    return urllib.parse.quote(part, safe="", errors="replace")


def unescaped(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
