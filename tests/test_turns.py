"""Who sends much at once does not keep the others waiting."""

import itertools
import threading

import gevent

from inko_lite.config import load
from inko_lite.web.app import Web

LARGE, OTHER = "large", "other"


def test_between_any_two_large_bodies_everybody_else_is_served():
    web, served = Web(load(environ={}), None, None, None, None, None), []

    def send() -> None:
        web.take_turn()
        served.append(LARGE)

    def live() -> None:
        while served.count(LARGE) < 8:
            served.append(OTHER)
            gevent.sleep(0.0001)

    def together() -> None:
        gevent.joinall([*(gevent.spawn(send) for _ in range(8)), gevent.spawn(live)], timeout=10, raise_error=True)

    # A thread has an event loop of its own: that of the tests' may be a browser's.
    thread = threading.Thread(target=together)
    thread.start()
    thread.join()
    assert served.count(LARGE) == 8
    assert (LARGE, LARGE) not in itertools.pairwise(served)
