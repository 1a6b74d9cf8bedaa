"""Word to systemd, for a server that systemd started (sd_notify(3))."""

import os
import socket


def notify(state: str) -> None:
    """Tells systemd ("READY=1", "STOPPING=1"; sd_notify(3)); nothing when nobody asked to be told."""
    path = os.environ.get("NOTIFY_SOCKET", "")
    if path:
        address = "\0" + path[1:] if path.startswith("@") else path
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as telling:
            telling.sendto(state.encode(), address)
