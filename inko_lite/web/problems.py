"""A refusal as an RFC 9457 problem document.

Place: the last step of a request that is refused, in the application and in the connection alike.
"""

import math

import msgspec

from ..errors import Refusal

TYPE = "application/problem+json"


def problem(refusal: Refusal) -> dict:
    """The document's members; `code` is stable and for programs, `detail` is for the person."""
    title = refusal.code.replace(".", " ").replace("_", " ")
    return {
        "type": "urn:inko-lite:" + refusal.code,
        "title": title[:1].upper() + title[1:],
        "status": refusal.status,
        "detail": refusal.detail,
        "code": refusal.code,
        **refusal.members,
    }


def problem_bytes(refusal: Refusal) -> bytes:
    """The document as JSON."""
    return msgspec.json.encode(problem(refusal))


def retry_after(refusal: Refusal) -> str | None:
    """The Retry-After header: whole seconds, at least one."""
    return None if refusal.retry_after is None else str(max(1, math.ceil(refusal.retry_after)))
