"""A server process with a bug put in: what the load test has to notice. `python -m tests.broken_server FAULT DSN SETTINGS`.

Nothing of this can be switched on in the product: the parts are replaced here, before they are put together.
"""

import sys

import msgspec

from inko_lite.desk import limits
from inko_lite.stream.hub import Hub

from . import serve

LEAK_BYTES = 256 * 1024


def leak() -> None:
    """Something of each event is kept for ever."""
    kept, publish = [], Hub.publish

    def publish_and_keep(self, events):
        kept.extend(b"x" * LEAK_BYTES for event in events if event.kind == "message")
        return publish(self, events)

    Hub.publish = publish_and_keep


def one_too_many() -> None:
    """Where fifty may be, the fifty-first gets in."""
    admit = limits.admit

    def admit_one_more(change, its_limits, session_ids, rooms):
        return admit(change, msgspec.structs.replace(its_limits, users=its_limits.users + 1), session_ids, rooms)

    limits.admit = admit_one_more


FAULTS = {"leak": leak, "one-too-many": one_too_many}

if __name__ == "__main__":
    FAULTS[sys.argv.pop(1)]()
    serve.main()
