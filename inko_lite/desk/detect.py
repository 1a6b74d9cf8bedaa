"""What a browser tells about itself, so that a guest need not know: browser, version, system, language.

Place: asked when a guest enters the queue. What the guest says goes before what is detected.
"""

import functools


@functools.lru_cache(maxsize=512)
def _parse(user_agent: str) -> dict:
    import ua_parser

    found = ua_parser.parse(user_agent)
    detected = {}
    if found.user_agent is not None and found.user_agent.family != "Other":
        detected["browser"] = found.user_agent.family
        version = ".".join(part for part in (found.user_agent.major, found.user_agent.minor) if part)
        if version:
            detected["version"] = version
    if found.os is not None and found.os.family != "Other":
        detected["os"] = " ".join(part for part in (found.os.family, found.os.major) if part)
    return detected


def from_request(environ: dict) -> dict[str, str]:
    """Metadata that the request's headers give; an empty dict when they say nothing."""
    user_agent = environ.get("HTTP_USER_AGENT", "")[:1000]
    metadata = dict(_parse(user_agent)) if user_agent else {}
    if user_agent:
        metadata["user_agent"] = user_agent
    language = environ.get("HTTP_ACCEPT_LANGUAGE", "").split(",")[0].split(";")[0].strip()
    if language and len(language) <= 35:
        metadata["locale"] = language
    return metadata
