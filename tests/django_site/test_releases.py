"""What is tested, and that the documentation says no more than that."""

import re
import subprocess
import warnings

from .releases import INSTALLABLE, RELEASES, ROOT, environment, interpreters


def test_each_release_that_this_machine_can_run_is_tested_and_the_others_are_named() -> None:
    assert {"4.2", "5.2"} <= set(INSTALLABLE), "they run on the Python that runs the tests"
    for release in RELEASES:
        if release not in INSTALLABLE:
            least = ".".join(map(str, RELEASES[release]))
            warnings.warn(f"Django {release} is not tested here: it needs Python {least}", stacklevel=1)
    newest = max(interpreters())
    assert {release for release, least in RELEASES.items() if least <= newest} == set(INSTALLABLE)


def test_an_environment_has_the_release_that_it_is_named_after() -> None:
    for release in INSTALLABLE:
        code = "import django; print(django.get_version())"
        done = subprocess.run([environment(release), "-c", code], capture_output=True, text=True, check=True)
        assert done.stdout.startswith(release + "."), done.stdout


def test_the_table_in_the_documentation_has_these_releases() -> None:
    text = (ROOT / "docs" / "django.md").read_text("utf-8")
    (header,) = re.findall(r"^\| ((?:\| \d\.\d )+)\|$", text, re.MULTILINE)
    assert re.findall(r"\d\.\d", header) == list(RELEASES)
