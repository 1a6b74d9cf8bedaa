"""What a load test has shown to hold: the certificate of a full run of `loadtest/run stated` that kept every promise.

Place: read by `inko-lite check` and, at the start, for the monitor page; both warn about a limit above the certified one.
One comes with the program; `[capacity] certificate` names another, made on the machine in question. A file that certifies
nothing is said to be so and never taken for one that does.
"""

import logging
from collections.abc import Iterator
from importlib import resources

import msgspec

from .config import Config

log = logging.getLogger(__name__)

SHIPPED = "certificate.json"
SCENARIO, FORM, VERDICT = "stated", "full", "PASS"


class CertificateUnusable(Exception):
    """The file certifies nothing; the text says why."""


class Certificate(msgspec.Struct, frozen=True):
    """As far as the program needs it. `limits` are those that the run was made with, by their names in the configuration."""

    scenario: str
    form: str
    verdict: str
    made_at: str
    version: str
    commit: str
    limits: dict[str, int]

    def told(self) -> dict:
        """As monitors get it."""
        return {"commit": self.commit, "date": self.made_at, "limits": self.limits}

    def exceeded(self, config: Config) -> Iterator[tuple[str, int, int]]:
        """`(limit, its setting, the certified figure)` for each limit that is set higher."""
        for name, certified in self.limits.items():
            value = getattr(config.limits, name, None)
            if value is not None and value > certified:
                yield name, value, certified


def read(config: Config) -> Certificate:
    """The certificate in force. Raises CertificateUnusable."""
    path = config.capacity.certificate
    name = path or "the certificate that came with the program"
    try:
        if path:
            with open(path, "rb") as file:
                text = file.read()
        else:
            text = resources.files(__package__).joinpath(SHIPPED).read_bytes()
        found = msgspec.json.decode(text, type=Certificate)
    except OSError as error:
        raise CertificateUnusable(f"{name} cannot be read: {error.strerror}") from None
    except msgspec.MsgspecError as error:
        raise CertificateUnusable(f"{name} is no certificate of a load test: {error}") from None
    for what, value, wanted in (
        ("scenario", found.scenario, SCENARIO),
        ("form", found.form, FORM),
        ("verdict", found.verdict, VERDICT),
    ):
        if value != wanted:
            raise CertificateUnusable(f'{name} certifies nothing: its {what} is "{value}", not "{wanted}"')
    return found


def known(config: Config) -> dict | None:
    """What monitors are told; nothing, and a line in the log, where there is no usable certificate."""
    try:
        return read(config).told()
    except CertificateUnusable as reason:
        log.warning("capacity: %s", reason)
        return None
