"""Who can see a channel, computed from roles and overwrites as Discord computes it. Pure."""

from collections.abc import Iterable, Mapping
from typing import Any

ADMINISTRATOR, MANAGE_CHANNELS, VIEW_CHANNEL = 1 << 3, 1 << 4, 1 << 10
MANAGE_THREADS = 1 << 34
_ROLE, _MEMBER = 0, 1

Payload = Mapping[str, Any]


def may(roles: Iterable[Payload], held: Iterable[str], guild: str) -> int:
    """What the holder of these roles may do in the server."""
    mine = {*held, guild}
    allowed = 0
    for role in roles:
        if str(role["id"]) in mine:
            allowed |= int(role["permissions"])
    return allowed


def roles_that_see(channel: Payload, roles: Iterable[Payload], guild: str) -> set[str]:
    """The roles that, held alone, let a member see the channel; the server's own id stands for
    everybody.

    Who holds several sees it only if one of them suffices: roles add to each other. (That one of
    them is denied may take it away again; such a person is reckoned with all the same.)
    """
    listed = list(roles)
    return {
        str(role["id"]) for role in listed if _lets_see(str(role["id"]), channel, listed, guild)
    }


def members_that_see(channel: Payload) -> set[str]:
    """The members who were let in by name."""
    return {
        str(one["id"])
        for one in channel.get("permission_overwrites") or ()
        if int(one["type"]) == _MEMBER and int(one["allow"]) & VIEW_CHANNEL
    }


def may_in(
    channel: Payload, roles: Iterable[Payload], held: Iterable[str], user: str, guild: str
) -> int:
    """What a member may do in the channel."""
    allowed = may(roles, held, guild)
    if allowed & ADMINISTRATOR:
        return ~0
    found = {str(one["id"]): one for one in channel.get("permission_overwrites") or ()}
    allowed = _applied(allowed, [found[guild]] if guild in found else [])
    allowed = _applied(allowed, [found[role] for role in held if role in found])
    return _applied(allowed, [found[user]] if user in found else [])


def _lets_see(role: str, channel: Payload, roles: list[Payload], guild: str) -> bool:
    return bool(may_in(channel, roles, {role} - {guild}, "", guild) & VIEW_CHANNEL)


def _applied(allowed: int, overwrites: list[Payload]) -> int:
    deny = allow = 0
    for one in overwrites:
        deny |= int(one["deny"])
        allow |= int(one["allow"])
    return (allowed & ~deny) | allow
