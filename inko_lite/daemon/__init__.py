"""What a process owes to whoever started it: sockets, word to systemd, an orderly end, and a daemon's own life.

sockets.py taken over or bound · systemd.py sd_notify · signals.py stop and reload · pidfile.py who runs, which the kernel
knows · control.py how the commands talk with the daemon · detach.py leaving the terminal and the privileges behind.
Nothing of gevent is imported here before the process has detached.
"""

from .sockets import ListenError as ListenError
from .sockets import is_loopback as is_loopback
from .sockets import listeners as listeners
from .sockets import url_of as url_of
from .systemd import notify as notify
