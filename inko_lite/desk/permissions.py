"""Who may do what: one table of the kinds of people, and one of role x action in the rooms.

Place: asked by every rule in `desk/`. `can` is the only place where a right in a room is decided; what differs in one room is
in the table `room_rights`. Refusals name the permission that is missing, so that a person knows what to ask for.
"""

from collections.abc import Mapping

from ..errors import PermissionMissing

AGENT = frozenset({"agent", "approved", "create", "join", "invite", "topic"})
MONITOR = frozenset({"monitor", "create", "join", "invite", "topic", "kick", "watch"})

# What a room's owner or a monitor can allow or deny there, to a role or to one person.
ACTIONS = ("join", "watch", "speak", "topic", "invite", "kick", "end", "direct", "transfer")
# Those, and the right to do so.
ALL = (*ACTIONS, "rights")
ROLES = ("agent", "member", "guest")

# Whoever supervises the site may do this in every room, without being in it.
SUPERVISING = frozenset({"join", "watch", "kick", "end", "rights", "transfer"})
# kind of room -> role -> what it allows. Not in it: a watcher, who hears all and may do nothing.
RIGHTS: dict[str, dict[str, frozenset[str]]] = {
    "support": {
        "owner": frozenset({"speak", "topic", "invite", "kick", "end", "rights", "transfer"}),
        "agent": frozenset({"speak", "topic", "invite"}),
        "guest": frozenset({"speak", "end"}),
        "monitor": SUPERVISING,
    },
    "group": {
        "owner": frozenset({"join", "speak", "topic", "invite", "kick", "end", "rights", "direct"}),
        "agent": frozenset({"join", "speak", "topic", "invite", "direct"}),
        "member": frozenset({"speak", "direct"}),
        "guest": frozenset({"speak"}),
        "monitor": SUPERVISING,
    },
    "direct": {
        "agent": frozenset({"speak"}),
        "member": frozenset({"speak", "end"}),
        "monitor": SUPERVISING,
    },
}
# Ways to say something: a watcher who tries one of them lacks the permission to speak.
SAYING = frozenset({"speak", "topic", "invite", "direct"})


def can(role: str | None, action: str, overrides: Mapping[str, bool], kind: str) -> bool:
    """May this role do this in a room of this kind? `overrides` is what the room says otherwise about this person."""
    if role is None or role == "watcher":
        return False
    if role != "monitor" and action in overrides:
        return overrides[action]
    return action in RIGHTS[kind].get(role, ())


def usual(role: str, kind: str) -> list[str]:
    """What this role may do in a room of this kind that says nothing else."""
    return [action for action in ALL if can(role, action, {}, kind)]


# What a trainee lacks: guests come to approved agents only, a trainee comes into chats by invitation.
APPROVED = frozenset({"approved"})


def of_roles(roles: frozenset[str], trainee: bool = False) -> frozenset[str]:
    """The permissions of somebody with these roles on the site (`agent`, `monitor`, both or none)."""
    agent = (AGENT - APPROVED if trainee else AGENT) if "agent" in roles else frozenset()
    return agent | (MONITOR if "monitor" in roles else frozenset())


def kind_of(roles: frozenset[str]) -> str:
    """How somebody signed in on the site is shown: the highest of the roles, or a plain user."""
    return "monitor" if "monitor" in roles else "agent" if "agent" in roles else "user"


def require(permissions: frozenset[str], *any_of: str) -> None:
    """Raises PermissionMissing, naming the first of `any_of`, unless one of them is held."""
    if permissions.isdisjoint(any_of):
        raise PermissionMissing(any_of[0])
