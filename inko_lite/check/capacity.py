"""The limits, against what a load test has shown to hold."""

from collections.abc import Iterator

from .. import certificate
from ..config import Config
from .finding import Finding, good, warning

RUN = "docs/capacity.md says how to certify more"


def findings(config: Config) -> Iterator[Finding]:
    """A warning for each limit above the certified figure; that there is no certificate is one too."""
    try:
        found = certificate.read(config)
    except certificate.CertificateUnusable as reason:
        yield warning(f"nothing is known of what the limits hold: {reason}: {RUN}")
        return
    above = list(found.exceeded(config))
    for name, value, certified in above:
        yield warning(
            f"limits.{name} is {value}, above the {certified} that were certified on {found.made_at[:10]}: {RUN}"
        )
    if not above:
        yield good(
            f"no limit is above what was certified on {found.made_at[:10]} (version {found.version}, {found.commit})"
        )
