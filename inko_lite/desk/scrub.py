"""Takes out of a text what identifies somebody or lets somebody in: home directories, e-mail addresses, passwords, tokens.

Place: before a guest's troubleshooting data are stored, and before anything leaves for a forum. Invariants: the time is linear
in the length, whatever the text (every repetition is bounded or possessive, and starts where no other started); a JSON text
stays JSON, as no quote and no half of an escape is taken; scrubbing twice is scrubbing once. It finds what has a known form
only: a guest still reviews what leaves.
"""

import re

USER = "<user>"
EMAIL = "<email>"
REMOVED = "<removed>"

# A separator of a path, as typed, doubled or escaped in JSON, or percent-encoded.
_SEPARATOR = r"(?:\\{1,2}/?|/|%2F|%5C|%2f|%5c)"
_FOLDER = r"""[^\\/\s:*?"<>|%&#',;()\[\]]{1,64}"""
_SECRET_NAME = (
    "password|passwd|passphrase|passwort|pwd|pass|secret|client_secret|access_token|refresh_token|id_token|auth_token|token"
    "|api_key|apikey|private_key|session_id|sessionid|session_key|inko_session|csrftoken|jwt|otp"
)
# In a query these are secrets too; in a sentence they are words.
_QUERY_NAME = _SECRET_NAME + "|auth|code|key|sid|session|sig|signature|state|ticket|x-amz-[a-z-]+"

# One pass from left to right: what an alternative takes, no later one looks at, so links keep their paths and JSON its escapes.
_FOUND = re.compile(
    rf"""
    (?P<url>https?://[^\s"'<>\\]{{1,4000}}+)
  | (?P<key>-----BEGIN\ [A-Z ]{{0,30}}PRIVATE\ KEY-----(?:[A-Za-z0-9+/=\s,:]|\\[nr]|-(?!----))*+(?:-----END\ [A-Z ]{{0,30}}KEY-----)?)
  | (?P<home>{_SEPARATOR}(?:home|Users|users|USERS|Documents(?:\ |%20)and(?:\ |%20)Settings){_SEPARATOR})
    (?:{_FOLDER}(?:(?:\ |%20){_FOLDER}){{1,3}}(?=\\)|{_FOLDER}(?:%20{_FOLDER}){{0,3}})
  | (?P<member>"(?i:{_SECRET_NAME}|authorization|cookie)"\s{{0,8}}:\s{{0,8}}")(?:[^"\\]|\\.)++
  | (?P<inner>\\"(?i:{_SECRET_NAME}|authorization|cookie)\\"\s{{0,8}}:\s{{0,8}}\\")[^"\\]++
  | \\(?:u[0-9a-fA-F]{{4}}|.)
  | (?P<header>(?<![\w-])(?i:(?:proxy-)?authorization|(?:set-)?cookie):[ \t]{{0,8}})[^\r\n"\\]++
  | (?P<named>(?<![A-Za-z0-9])(?i:{_SECRET_NAME})[ ]{{0,3}}[=:][ ]{{0,3}})[^\s&;,"'<>\\#]++
  | (?P<bearer>(?<![\w-])(?i:bearer)[ ]{{1,3}})[A-Za-z0-9._~+/=-]{{12,}}+
  | (?P<token>(?<![\w-])(?:eyJ[\w-]{{8,}}+\.[\w-]{{8,}}+(?:\.[\w-]++)?
      | (?:gh[pousr]_|github_pat_|glpat-|xox[abeprs]-|sk-|sk_live_|AIza)[\w-]{{16,}}+|AKIA[0-9A-Z]{{16}}(?!\w)))
  | (?P<email>(?:(?<=\\[bfnrt])|(?<![\w.+-]))[\w.+-]{{1,64}}+(?:@|%40)\w[\w-]{{0,62}}(?:\.[\w-]{{1,63}}){{1,8}})
    """,
    re.VERBOSE,
)
_IN_URL = re.compile(
    rf"""
    (?P<account>(?<=://)[^/?\#@]++@)
  | (?P<query>(?<=[?&;\#])(?i:{_QUERY_NAME})=)[^&;\#]++
  | (?P<email>(?<![\w.+-])[\w.+-]{{1,64}}+(?:@|%40)\w[\w-]{{0,62}}(?:\.[\w-]{{1,63}}){{1,8}})
    """,
    re.VERBOSE,
)
# So much is looked at in one go: between two goes other threads run, as a regular expression keeps the interpreter to itself.
_WINDOW = 16_384
# Nothing that needs its end to be known is longer than this.
_MOST = 2_048

# What is taken whole; of everything else that is found, the group says what stays in front.
_WHOLE = {"key": REMOVED, "token": REMOVED, "email": EMAIL, "account": ""}


def scrub(text: str) -> str:
    """The text without what looks like home directories, e-mail addresses, tokens and passwords."""
    parts, done, start = [], 0, 0
    while start < len(text):
        match = _FOUND.search(text, start, start + _WINDOW)
        if match is None:
            start += _WINDOW - _MOST if start + _WINDOW < len(text) else _WINDOW
            continue
        # Whole, as the window may have cut it.
        match = _FOUND.match(text, start := match.start())
        if match is None:
            start += 1
            continue
        parts += text[done:start], _replace(match)
        done = start = match.end()
    return "".join(parts) + text[done:]


def _replace(match: re.Match) -> str:
    kind = match.lastgroup
    if kind is None:
        # An escape of JSON: nothing in it is the beginning of anything.
        return match[0]
    if kind == "url":
        return _IN_URL.sub(_replace, match[0])
    if kind in _WHOLE:
        return _WHOLE[kind]
    return match[kind] + (USER if kind == "home" else REMOVED)
