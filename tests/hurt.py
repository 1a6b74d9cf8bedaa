"""A server process that can be hurt: at SIGUSR1 a part of it dies, as a bug would let it die, and the rest goes on.

Run as `python -m tests.hurt DSN SETTINGS_JSON`; HURT in the environment names the part: follower, ears or writer.
"""

import os
import signal

import gevent

from inko_lite.server import Server

from . import serve

PARTS = {
    "ears": lambda server: server.wakeups._greenlets[0],  # LISTEN
    "follower": lambda server: server.wakeups._greenlets[1],  # reads what others committed
    "writer": lambda server: server.writer._greenlet,
}


class Hurt(Server):
    def start(self, sockets) -> None:
        super().start(sockets)
        gevent.signal_handler(signal.SIGUSR1, lambda: PARTS[os.environ["HURT"]](self).kill())


if __name__ == "__main__":
    import inko_lite.server

    inko_lite.server.Server = Hurt
    serve.main()
