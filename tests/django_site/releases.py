"""The releases of Django that the tests run against, each with an interpreter that is on this machine.

The list is made from what can be installed here: Django 6 needs Python 3.12 or later, and where there is none, the newest
release that runs is tested and the run says so. Each release has an environment of its own under `build/django/`, made once.
"""

import fcntl
import functools
import glob
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENTS = ROOT / "build" / "django"
# The oldest Python that each takes.
RELEASES = {"4.2": (3, 8), "5.2": (3, 10), "6.0": (3, 12), "6.1": (3, 12)}
DRIVER = "psycopg2-binary>=2.9.9,<3"


@functools.cache
def interpreters() -> dict[tuple[int, int], str]:
    """The interpreters of this machine by their version, the one that runs the tests first."""
    found = {sys.version_info[:2]: sys.executable}
    for minor in range(11, 16):
        name = f"python3.{minor}"
        folders = [os.environ.get("PYENV_ROOT", ""), str(Path.home() / ".pyenv")]
        # A version manager's `python3.12` on the PATH may answer that it is not switched on, and yet have it.
        kept = [path for folder in folders if folder for path in sorted(glob.glob(f"{folder}/versions/*/bin/{name}"))]
        for path in filter(None, [shutil.which(name), *kept]):
            code = "import sys, venv, ensurepip; print(sys.version_info[0], sys.version_info[1], sys.executable)"
            done = subprocess.run([path, "-c", code], capture_output=True, text=True, timeout=30)
            if done.returncode == 0:
                major, its_minor, executable = done.stdout.strip().split(maxsplit=2)
                found.setdefault((int(major), int(its_minor)), executable)
    return found


def python_for(release: str) -> tuple[int, int] | None:
    """The oldest Python here that this release takes; None when there is none."""
    return min((version for version in interpreters() if version >= RELEASES[release]), default=None)


INSTALLABLE = [release for release in RELEASES if python_for(release)]


def environment(release: str) -> str:
    """The Python of the environment in which this release is installed; makes it when it is not there."""
    folder = ENVIRONMENTS / release
    folder.mkdir(parents=True, exist_ok=True)
    python, version = folder / "bin" / "python", python_for(release)
    wanted = f"Django~={release}.0, {DRIVER}, Python {version[0]}.{version[1]}\n"
    # Two runs of the tests at once make it once.
    with open(ENVIRONMENTS / f"{release}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        ready = folder / "ready"
        if not ready.exists() or ready.read_text() != wanted:
            subprocess.run([interpreters()[version], "-m", "venv", "--clear", str(folder)], check=True)
            pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
            # What is pinned for the program is not meant for the sites beside it.
            environ = {name: value for name, value in os.environ.items() if name != "PIP_CONSTRAINT"}
            subprocess.run([*pip, f"Django~={release}.0", DRIVER], check=True, env=environ)
            ready.write_text(wanted)
    return str(python)
