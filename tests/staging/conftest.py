"""One booted box for the whole folder, in which the bundle is installed as docs/operations.md says."""

import functools
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ..cast import Cast
from .box import Box, why_not
from .guide import blocks
from .installed import OFFLINE, URL, Service

ROOT = Path(__file__).resolve().parent.parent.parent
REASON = why_not()


def pytest_collection_modifyitems(items):
    """Where no box can be booted these tests say why; where one is required, that is an error."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            # The first of them waits for the whole installation.
            item.add_marker(pytest.mark.timeout(600))
            if REASON and not os.environ.get("REQUIRE_SYSTEMD_BOX"):
                item.add_marker(pytest.mark.skip(reason=f"no systemd can be booted here: {REASON}"))


@pytest.fixture(scope="session")
def source(tmp_path_factory) -> Path:
    """The project as a clone would have it."""
    folder = tmp_path_factory.mktemp("source")
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, check=True, text=True,
    )  # fmt: skip
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).exists():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    return folder


@pytest.fixture(scope="session")
def wheels(source, tmp_path_factory) -> Path:
    """What pip would fetch: the box has no network. Fetched once for each state of our requirements."""
    wanted = (ROOT / "setup.py").read_bytes() + (ROOT / "requirements.lock").read_bytes()
    folder = ROOT / "build" / f"wheels-{hashlib.sha256(wanted).hexdigest()[:12]}"
    if not folder.exists():
        part = folder.with_suffix(".part")
        shutil.rmtree(part, ignore_errors=True)
        # A copy, since building leaves things behind.
        ours = shutil.copytree(source, tmp_path_factory.mktemp("wheels") / "source")
        command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--wheel-dir", str(part)]
        for names in ([str(ours)], ["setuptools>=64", "wheel"]):
            environment = {**os.environ, "PIP_CONSTRAINT": str(ROOT / "requirements.lock")}
            subprocess.run([*command, *names], check=True, env=environment)
        for wheel in part.glob("inko_lite-*"):
            wheel.unlink()
        part.rename(folder)
    return folder


@pytest.fixture(scope="session")
def empty_box(source, wheels):
    """A booted Debian with the project's source and nothing of it installed."""
    if REASON:
        pytest.fail(f"REQUIRE_SYSTEMD_BOX is set, and no systemd can be booted here: {REASON}")
    with Box([f"{source}:/usr/share/inko-source", f"{wheels}:/usr/share/inko-wheels"]) as box:
        yield box


@pytest.fixture(scope="session")
def service(empty_box):
    """inko_lite in the box, installed by the blocks of the guide."""
    installed = Service(empty_box)
    installed.install()
    return installed


@pytest.fixture(scope="session")
def package(service):
    """The Debian package, which is built in the box from here on; `package()` waits for it, and says in which folder it was
    built. Whoever asks for it before a long wait gives it the time."""
    folder = "/usr/src/for-the-package"
    script = [OFFLINE, f"cp -r /usr/share/inko-source {folder}", f"cd {folder}", blocks("As a package")[0]]
    building = subprocess.Popen(
        service.box.argv("bash", "-ec", "\n".join(script)),
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True,
    )  # fmt: skip

    @functools.cache
    def built() -> str:
        said, _ = building.communicate(timeout=300)
        assert building.returncode == 0, said
        return folder

    yield built
    building.kill()
    building.wait()


@pytest.fixture
def cast(service):
    """People in the box's network; the thread of the test is there too."""
    with service.box.network():
        people = Cast(URL)
        yield people
        people.leave()
