"""Who may do what: one table of the kinds of people, and one of the roles in a room.

Place: asked by every rule in `desk/`. Refusals name the permission that is missing, so that a person knows what to ask for.
"""

from ..errors import PermissionMissing

AGENT = frozenset({"agent", "create", "join", "invite", "topic"})
MONITOR = frozenset({"monitor", "create", "join", "invite", "topic", "kick", "watch"})

# What a role in a room allows there.
SPEAKING_ROLES = frozenset({"guest", "agent", "member"})


def of_roles(roles: frozenset[str]) -> frozenset[str]:
    """The permissions of somebody with these roles on the site (`agent`, `monitor`, both or none)."""
    return (AGENT if "agent" in roles else frozenset()) | (MONITOR if "monitor" in roles else frozenset())


def kind_of(roles: frozenset[str]) -> str:
    """How somebody signed in on the site is shown: the highest of the roles, or a plain user."""
    return "monitor" if "monitor" in roles else "agent" if "agent" in roles else "user"


def require(permissions: frozenset[str], *any_of: str) -> None:
    """Raises PermissionMissing, naming the first of `any_of`, unless one of them is held."""
    if permissions.isdisjoint(any_of):
        raise PermissionMissing(any_of[0])
