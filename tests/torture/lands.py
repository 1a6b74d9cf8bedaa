"""A network of our own: one namespace a machine, joined by a bridge, with links that can be cut, lose packets or crawl.

Nothing here touches a machine's own network: the bridge has a namespace too. Needs root, iproute2 and nftables.
"""

import contextlib
import ctypes
import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator

NETWORK = "10.77.0."
CLONE_NEWNET = 0x40000000
TOOLS = ("ip", "tc", "nft", "setpriv")


def why_not() -> str:
    """What this machine lacks for namespaces; empty when nothing."""
    if os.geteuid() != 0:
        return "needs root, to make network namespaces"
    path = os.environ.get("PATH", "") + ":/usr/sbin:/sbin"
    missing = [tool for tool in TOOLS if not shutil.which(tool, path=path)]
    return f"needs {', '.join(missing)}" if missing else ""


def run(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}: {done.stderr.strip() or done.stdout.strip()}")
    return done.stdout


def _enter(descriptor: int) -> None:
    if ctypes.CDLL(None, use_errno=True).setns(descriptor, CLONE_NEWNET) != 0:
        raise OSError(ctypes.get_errno(), "cannot enter a network namespace")


class Land:
    """The machines' network; `address(name)` is where each is. Use as a context manager."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = list(names)
        self._stem = f"inko{os.getpid()}"

    def namespace(self, name: str) -> str:
        return f"{self._stem}-{name}"

    def address(self, name: str) -> str:
        return f"{NETWORK}{self.names.index(name) + 10}"

    def command(self, name: str, *command: str) -> list[str]:
        """The command line that runs this on that machine; the process id is the command's own."""
        return ["ip", "netns", "exec", self.namespace(name), *command]

    def __enter__(self) -> "Land":
        try:
            run("ip", "netns", "add", self.namespace("switch"))
            self._inside("switch", "ip", "link", "add", "bridge", "type", "bridge")
            self._inside("switch", "ip", "link", "set", "bridge", "up")
            for number, name in enumerate(self.names):
                self._join(name, f"port{number}")
        except BaseException:
            self.__exit__()
            raise
        return self

    def _join(self, name: str, port: str) -> None:
        there = self.namespace(name)
        run("ip", "netns", "add", there)
        run(
            "ip", "link", "add", "eth0", "netns", there, "type", "veth", "peer", "name", port,
            "netns", self.namespace("switch"),
        )  # fmt: skip
        self._inside("switch", "ip", "link", "set", port, "master", "bridge", "up")
        self._inside(name, "ip", "link", "set", "lo", "up")
        self._inside(name, "ip", "address", "add", f"{self.address(name)}/24", "dev", "eth0")
        self._inside(name, "ip", "link", "set", "eth0", "up")
        self._inside(
            name, "nft", "add table inet faults; add chain inet faults out { type filter hook output priority 0; }"
        )

    def __exit__(self, *_: object) -> None:
        for name in [*self.names, "switch"]:
            subprocess.run(["ip", "netns", "delete", self.namespace(name)], capture_output=True)

    def _inside(self, name: str, *command: str) -> str:
        return run(*self.command(name, *command))

    @contextlib.contextmanager
    def visit(self, name: str) -> Iterator[None]:
        """This thread, and those that it starts, are on that machine for the time of the block."""
        home = os.open("/proc/thread-self/ns/net", os.O_RDONLY)
        there = os.open(f"/run/netns/{self.namespace(name)}", os.O_RDONLY)
        try:
            _enter(there)
            yield
        finally:
            _enter(home)
            os.close(there)
            os.close(home)

    # ── what can be wrong with it ───────────────────────────────────────────────────────────────────────────────────

    def cut(self, one: str, other: str) -> None:
        """Nothing passes between these two any more, and neither is told."""
        for here, there in ((one, other), (other, one)):
            self._rule(here, f"ip daddr {self.address(there)} drop")

    def lose(self, name: str, per_cent: int) -> None:
        """So many of the packets that this machine sends are lost."""
        self._rule(name, f"oifname eth0 numgen random mod 100 < {per_cent} drop")

    def crawl(self, name: str, kilobits: int) -> None:
        """This machine sends no faster than that; what waits for its turn is late, what waits too long is lost."""
        self._inside(
            name, "tc", "qdisc", "add", "dev", "eth0", "root",
            "tbf", "rate", f"{kilobits}kbit", "burst", "4kb", "latency", "400ms",
        )  # fmt: skip

    def mend(self) -> None:
        """All links are good again."""
        for name in self.names:
            self._inside(name, "nft", "flush chain inet faults out")
            subprocess.run(self.command(name, "tc", "qdisc", "delete", "dev", "eth0", "root"), capture_output=True)

    def _rule(self, name: str, rule: str) -> None:
        self._inside(name, "nft", f"add rule inet faults out {rule}")
