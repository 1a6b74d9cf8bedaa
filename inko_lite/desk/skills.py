"""Skills: what each agent can help with.

Place: beside dispatch, which matches them with what guests ask for; the owner of `agent_skills`. They belong to the site's
account, so they outlive chat sessions. A list that is empty means everything.
"""

from ..errors import AgentUnknown, PermissionMissing
from ..stream.events import Change, Draft, EventLog
from .identity import Session

LISTS = ("products", "topics", "locales", "tags")


class Skills:
    """The skills of one site's agents."""

    def __init__(self, log: EventLog) -> None:
        self._log = log

    def show(self, session: Session, agent_id: str | None) -> dict[str, list[str]]:
        """One's own skills, or for staff those of an agent."""
        with self._log.snapshot() as (view, _):
            return self._of(view, self._agent(view, session, agent_id)[1])

    def set(self, session: Session, agent_id: str | None, lists: dict[str, list[str]]) -> dict[str, list[str]]:
        """Sets some of the four lists, one's own, or a monitor those of any agent; all four as they are then."""
        if agent_id not in (None, session.id) and "monitor" not in session.permissions:
            raise PermissionMissing("monitor")
        with self._log.change() as change:
            person, account = self._agent(change, session, agent_id)
            before = self._of(change, account)
            after = {**before, **{name: list(dict.fromkeys(values)) for name, values in lists.items()}}
            if after != before:
                change.rows(
                    "INSERT INTO agent_skills (site_user_id, products, topics, locales, tags)"
                    " VALUES (%(account)s, %(products)s, %(topics)s, %(locales)s, %(tags)s) ON CONFLICT (site_user_id)"
                    " DO UPDATE SET products = excluded.products, topics = excluded.topics, locales = excluded.locales,"
                    " tags = excluded.tags",
                    {"account": account, **after},
                )
                told = {"from": session.person, "agent": person, **after}
                change.append([Draft("agents", "skills", told, None, session.id)])
        return after

    @staticmethod
    def _of(view: Change, account: str) -> dict[str, list[str]]:
        row = view.row("SELECT products, topics, locales, tags FROM agent_skills WHERE site_user_id = %s", (account,))
        return dict(zip(LISTS, row or ([], [], [], []), strict=True))

    @staticmethod
    def _agent(view: Change, session: Session, agent_id: str | None) -> tuple[dict, str]:
        row = view.row(
            "SELECT id, name, kind, site_user_id FROM sessions"
            " WHERE id = %s AND ended_at IS NULL AND 'agent' = ANY(permissions)",
            (agent_id or session.id,),
        )
        if row is None:
            raise AgentUnknown
        return dict(zip(("id", "name", "kind"), row[:3], strict=True)), row[3]
