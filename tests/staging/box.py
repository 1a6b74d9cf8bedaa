"""A really booted systemd in half a second: PID 1 of namespaces of its own, over an overlay of the host's files.

The lower layer is the host's root, read only, so that there is nothing to download; what the box writes lies on a tmpfs
that is gone with it. Its network is a loopback of its own. `why_not` says what a machine lacks for it.
"""

import contextlib
import ctypes
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

LIBC = ctypes.CDLL(None, use_errno=True)
CLONE_NEWNET, PR_SET_PDEATHSIG = 0x40000000, 1
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
TOOLS = {"unshare": "util-linux", "nsenter": "util-linux", "pivot_root": "util-linux", "ip": "iproute2"}
BOOT = Path(__file__).with_name("boot.sh")
PROBE = """
mount --make-rprivate /; mount -t tmpfs tmpfs "$1"; mkdir "$1"/up "$1"/work "$1"/root "$1"/groups
mount -t cgroup2 cgroup2 "$1"/groups
mount -t overlay overlay -o lowerdir=/,upperdir="$1"/up,workdir="$1"/work "$1"/root
"""
KEEP = 'mount --make-rprivate /; mount -t tmpfs -o mode=755 tmpfs "$1"; mkdir "$1"/up "$1"/work; echo kept; exec sleep infinity'


def why_not() -> str:
    """Why no box can be booted here, in a line; empty when one can."""
    if not sys.platform.startswith("linux"):
        return "it needs Linux"
    if os.geteuid() != 0:
        return "it needs root (namespaces, an overlay, cgroups)"
    if not os.path.exists("/lib/systemd/systemd"):
        return "systemd is not installed (Debian: systemd-sysv)"
    for tool, package in TOOLS.items():
        if not shutil.which(tool, path=PATH):
            return f"there is no {tool} (Debian: {package})"
    place = tempfile.mkdtemp(prefix="inko-box-probe-")
    try:  # the real thing in small, which also finds containers that may not mount
        command = ["unshare", "--mount", "--pid", "--fork", "--cgroup", "--net", "sh", "-ec", PROBE, "sh", place]
        tried = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
        return "" if tried.returncode == 0 else "mounting fails: " + "; ".join(tried.stderr.split("\n"))[:200]
    finally:
        os.rmdir(place)


def _dies_with_us() -> None:
    LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


class Box:
    """`with Box(["/src:/usr/src/inko-lite"]) as box: box.run("systemctl", "status")`; pairs are bound read-only."""

    def __init__(self, binds: list[str]) -> None:
        self._binds = binds
        self._undo = contextlib.ExitStack()
        self._boots = 0
        self.boot_seconds = 0.0
        self.init = 0

    def __enter__(self) -> "Box":
        with self._undo:
            self._folder = self._undo.enter_context(tempfile.TemporaryDirectory(prefix="inko-box-"))
            self._place = os.path.join(self._folder, "place")
            os.mkdir(self._place)
            self._keeper = self._keep()
            self._undo.callback(self._keeper.wait)
            self._undo.callback(self._keeper.kill)
            self._undo.callback(self._end)
            self.boot()
            self._undo = self._undo.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._undo.close()

    def _keep(self) -> subprocess.Popen:
        """A process whose mount namespace has the box's disk: a tmpfs that is there from boot to boot."""
        keeper = subprocess.Popen(
            ["unshare", "--mount", "sh", "-ec", KEEP, "sh", self._place],
            stdout=subprocess.PIPE,
            text=True,
            preexec_fn=_dies_with_us,
            start_new_session=True,
        )
        assert keeper.stdout.readline() == "kept\n"
        return keeper

    # ── on and off ──────────────────────────────────────────────────────────────────────────────────────────────────

    def boot(self, seconds: float = 30) -> None:
        """Boots, and returns when systemd has started what is enabled. Raises RuntimeError with what the box said."""
        began = time.monotonic()
        self._boots += 1
        console = os.path.join(self._folder, f"console-{self._boots}")
        said = os.path.join(self._folder, f"boot-{self._boots}")
        open(console, "w").close()
        self._cgroup = os.path.join(_cgroup_root(), "inko-box-" + uuid.uuid4().hex[:8])
        os.mkdir(self._cgroup)

        def enter() -> None:
            # A group of its own first: `unshare --cgroup` makes it the root of the box's tree.
            with open(self._cgroup + "/cgroup.procs", "w") as file:
                file.write(str(os.getpid()))
            _dies_with_us()

        spaces = ["--mount", "--pid", "--fork", "--cgroup", "--uts", "--ipc", "--net", "--kill-child=SIGKILL"]
        enter_keeper = ["nsenter", "-t", str(self._keeper.pid), "-m"]
        with open(said, "w") as sink:
            self._process = subprocess.Popen(
                [*enter_keeper, "unshare", *spaces, "bash", str(BOOT), self._place, console, *self._binds],
                stdin=subprocess.DEVNULL,
                stdout=sink,
                stderr=sink,
                preexec_fn=enter,
                start_new_session=True,
            )
        while not self._is_up():
            if self._process.poll() is not None or time.monotonic() > began + seconds:
                words = Path(said).read_text() + Path(console).read_text()
                raise RuntimeError(f"the box did not boot: {words[-2000:]}")
            time.sleep(0.03)
        self.boot_seconds = time.monotonic() - began

    def _is_up(self) -> bool:
        children = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children").read_text().split()
        if not children or Path(f"/proc/{children[0]}/comm").read_text().strip() != "systemd":
            return False
        self.init = int(children[0])
        state = self.run("systemctl", "is-system-running", check=False).stdout.strip()
        return state in ("running", "degraded")

    def reboot(self) -> None:
        """Shuts down in order and boots again over the same files."""
        self.run("systemctl", "reboot", check=False)
        self._process.wait(60)
        self._clear_cgroup()
        self.boot()

    def _end(self) -> None:
        if self._process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                # The first process of a pid namespace: all others die with it.
                os.kill(self.init or self._process.pid, signal.SIGKILL)
            self._process.wait(10)
        self._clear_cgroup()

    def _clear_cgroup(self) -> None:
        for _ in range(100):  # groups can be removed once their last process is reaped
            with contextlib.suppress(OSError):
                for folder, _, _ in os.walk(self._cgroup, topdown=False):
                    os.rmdir(folder)
                return
            time.sleep(0.02)

    # ── from outside ────────────────────────────────────────────────────────────────────────────────────────────────

    def argv(self, *command: str) -> list[str]:
        """The command line that runs a command in the box."""
        spaces = ["-m", "-p", "-C", "-u", "-i", "-n", "-r", "-w"]
        words = [f"PATH={PATH}", "HOME=/root", "LANG=C.UTF-8", "SYSTEMD_COLORS=0", "SYSTEMD_PAGER=cat"]
        return ["nsenter", "-t", str(self.init), *spaces, "env", "-i", *words, *command]

    def run(
        self, *command: str, check: bool = True, seconds: float = 120, text: str = ""
    ) -> subprocess.CompletedProcess:
        """Runs a command in the box with `text` as its input; raises RuntimeError with what it said when it fails."""
        # A session of its own: what signals its group there does not reach the tests.
        done = subprocess.run(
            self.argv(*command), capture_output=True, text=True, timeout=seconds, start_new_session=True,
            input=text, check=False,
        )  # fmt: skip
        if check and done.returncode:
            raise RuntimeError(f"{' '.join(command)}: {done.returncode}\n{done.stdout}{done.stderr}")
        return done

    def shell(self, script: str, check: bool = True) -> str:
        """Runs a script as root's shell does, stops at its first failure, and returns what it printed."""
        return self.run("bash", "-euo", "pipefail", "-s", text=script, check=check).stdout

    def path(self, path: str) -> Path:
        """A file of the box as the host reaches it."""
        return Path(f"/proc/{self.init}/root{path}")

    def write(self, path: str, text: str, mode: int = 0o644) -> None:
        its_path = self.path(path)
        its_path.parent.mkdir(parents=True, exist_ok=True)
        its_path.write_text(text)
        its_path.chmod(mode)

    @contextlib.contextmanager
    def network(self) -> Iterator[None]:
        """This thread, and those that it starts, are in the box's network: its 127.0.0.1 is theirs."""
        with open("/proc/thread-self/ns/net") as ours, open(f"/proc/{self.init}/ns/net") as its:
            _enter(its.fileno())
            try:
                yield
            finally:
                _enter(ours.fileno())


def _enter(descriptor: int) -> None:
    if LIBC.setns(descriptor, CLONE_NEWNET):
        raise OSError(ctypes.get_errno(), "cannot enter the network")


def _cgroup_root() -> str:
    for folder in ("/sys/fs/cgroup/unified", "/sys/fs/cgroup"):
        if os.path.exists(folder + "/cgroup.subtree_control"):
            return folder
    raise RuntimeError("there is no cgroup version 2 here")


if __name__ == "__main__":
    print("why not:", why_not() or "nothing against it")
    with Box(sys.argv[1:]) as booted:
        print(f"booted in {booted.boot_seconds:.2f} s")
        print(booted.run("systemctl", "status", check=False).stdout[:400], booted.run("systemctl", "--failed").stdout)
        booted.reboot()
        print(f"again in {booted.boot_seconds:.2f} s")
