"""What we depend on: everything is locked, its licence is known and goes together with ours, and docs/dependencies.md says so."""

import re
from importlib import metadata

import pytest

from .conftest import ROOT

LOCK = ROOT / "requirements.lock"
DOCUMENT = ROOT / "docs" / "dependencies.md"
# Licences under which a library may be used, unchanged, by a program under ours.
COMPATIBLE = {
    "MIT", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0", "PSF-2.0", "ISC", "MPL-2.0", "PostgreSQL", "Zlib", "Unlicense", "0BSD", "ZPL-2.1",
    # psycopg2: used unchanged as a library, with the exceptions that its authors add.
    "LGPL-3.0-or-later",
}  # fmt: skip
# What the texts of the packages call them.
NAMES = {
    r"^MIT( License)?$|MIT License": "MIT",
    r"BSD-3-Clause|3-Clause BSD|BSD 3": "BSD-3-Clause",
    r"BSD-2-Clause": "BSD-2-Clause",
    r"BSD": "BSD-3-Clause",
    r"Apache": "Apache-2.0",
    r"PSF|Python Software Foundation": "PSF-2.0",
    r"ISC": "ISC",
    r"MPL|Mozilla": "MPL-2.0",
    r"LGPL|Lesser General": "LGPL-3.0-or-later",
    r"PostgreSQL": "PostgreSQL",
    r"Unlicense": "Unlicense",
    r"ZPL|Zope": "ZPL-2.1",
}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def closure(extras: set[str]) -> dict[str, metadata.Distribution]:
    """What installing us with these extras brings, by normalised name."""
    found: dict[str, metadata.Distribution] = {}
    waiting = [("inko-lite", extras)]
    while waiting:
        name, wanted = waiting.pop()
        distribution = metadata.distribution(name)
        if normal(name) in found and not wanted:
            continue
        found[normal(name)] = distribution
        for line in distribution.requires or ():
            requirement, _, marker = line.partition(";")
            extra = re.search(r"extra == ['\"]([^'\"]+)", marker)
            if extra and extra[1] not in wanted:
                continue
            if re.search(
                r"sys_platform == ['\"]win|platform_system == ['\"]Windows|python_version < ['\"]3\.1[01]", marker
            ):
                continue
            target = re.match(r"[\w.-]+", requirement.strip())[0]
            try:
                metadata.distribution(target)
            except metadata.PackageNotFoundError:
                continue
            if normal(target) not in found:
                waiting.append((target, set(re.findall(r"\[([\w,-]+)\]", requirement)[:1])))
    del found["inko-lite"]
    return found


def licence(distribution: metadata.Distribution) -> str:
    said = distribution.metadata
    texts = [
        said.get("License-Expression") or "",
        *[
            each.rsplit("::", 1)[-1].strip()
            for each in said.get_all("Classifier") or ()
            if each.startswith("License ::")
        ],
        (said.get("License") or "").split("\n")[0],
    ]
    for text in texts:
        for pattern, name in NAMES.items():
            if text and re.search(pattern, text):
                return name
    return "unknown"


RUNTIME = closure({"embedded"})


def table() -> str:
    lines = [
        f"| {distribution.metadata['Name']} | {licence(distribution)} |" for _, distribution in sorted(RUNTIME.items())
    ]
    return "\n".join(["| package | licence |", "|---|---|", *lines])


def test_the_document_lists_what_runs_and_under_which_licence():
    assert table() in DOCUMENT.read_text("utf-8"), f"docs/dependencies.md should have:\n{table()}"


@pytest.mark.parametrize("name", sorted(RUNTIME))
def test_each_licence_goes_together_with_ours(name):
    assert licence(RUNTIME[name]) in COMPATIBLE, licence(RUNTIME[name])


def test_all_that_runs_and_tests_is_locked_to_one_version():
    locked = dict(
        re.match(r"([\w.-]+)==(\S+)$", line).groups()
        for line in LOCK.read_text("utf-8").splitlines()
        if line and not line.startswith("#")
    )
    locked = {normal(name): version for name, version in locked.items()}
    for name, distribution in closure({"embedded", "test"}).items():
        assert locked.get(name) == distribution.version, (
            f"{name}: locked {locked.get(name)}, here {distribution.version}"
        )


def test_what_is_installed_fits_together():
    """Each requirement of each package is met by the version that is here."""
    from packaging.requirements import Requirement

    for name, distribution in RUNTIME.items():
        for line in distribution.requires or ():
            requirement = Requirement(line)
            if requirement.marker and not requirement.marker.evaluate({"extra": ""}):
                continue
            assert metadata.version(requirement.name) in requirement.specifier, f"{name} wants {line}"
