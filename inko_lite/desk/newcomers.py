"""Newcomers: whether anything of the chat is going on for whoever opens the page.

Place: beside identity; asked by `web/shells.py`, which shows a newcomer the form at once. Invariant: in doubt nobody is one, so
that no guest in a chat and nobody of the staff is shown a form that is then taken away.
"""

from ..stream.events import EventLog
from .django_site import DjangoSite
from .identity import Identity

# Whoever waits, stands by or talks, or has done so before: the page has more to show to them than a form.
KNOWN = """
SELECT 1 FROM sessions s WHERE {whose} AND s.ended_at IS NULL AND (
       EXISTS (SELECT 1 FROM queue_entries WHERE session_id = s.id) OR EXISTS (SELECT 1 FROM standby WHERE session_id = s.id)
    OR EXISTS (SELECT 1 FROM members WHERE session_id = s.id)) LIMIT 1
"""


class Newcomers:
    """Looks, and changes nothing."""

    def __init__(self, log: EventLog, identity: Identity, site: DjangoSite | None) -> None:
        self._database = log.database
        self._identity = identity
        self._site = site

    def is_one(self, token: str | None, site_key: str | None) -> bool:
        """Has whoever has these cookies no chat, no question, no place, and no part in the staff? Raises what the site and
        the store raise when they cannot be asked."""
        session = self._identity.find(token, site_key)
        if session is not None:
            return not session.staff and not self._known("s.id = %s", session.id)
        person = self._site.person(site_key) if self._site is not None and site_key else None
        if person is None:
            return True
        return not person.roles and not self._known("s.site_user_id = %s", person.user_id)

    def _known(self, whose: str, value: str) -> bool:
        return bool(self._database.rows(KNOWN.format(whose=whose), (value,)))
