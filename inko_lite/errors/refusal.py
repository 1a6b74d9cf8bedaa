"""Every refusal that the product can give, a class each.

A `Refusal` is an expected failure: it is raised where the rule is and translated once, in `web/app.py`, into an RFC 9457
problem. Its docstring is the sentence that the person reads; `{name}` in it is filled from the members given at the raise.
Anything that is not a Refusal is a bug and shows the client an incident number only.
"""


class Refusal(Exception):
    """The request was refused."""

    code = "refused"
    status = 400
    retry_after: float | None = None

    def __init__(self, retry_after: float | None = None, **members: object) -> None:
        """`members` become members of the problem document; `retry_after` is in seconds."""
        super().__init__(self.code)
        self.members = members
        if retry_after is not None:
            self.retry_after = retry_after

    @property
    def detail(self) -> str:
        """The sentence for the person, filled in."""
        return " ".join((self.__doc__ or "").split()).format(**self.members)
