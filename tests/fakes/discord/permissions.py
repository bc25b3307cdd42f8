"""Who may do what where, computed as Discord computes it."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.fakes.discord.places import Channel, Guild

ADMINISTRATOR = 1 << 3
MANAGE_CHANNELS = 1 << 4
ADD_REACTIONS = 1 << 6
VIEW_CHANNEL = 1 << 10
SEND_MESSAGES = 1 << 11
MANAGE_MESSAGES = 1 << 13
EMBED_LINKS = 1 << 14
ATTACH_FILES = 1 << 15
READ_HISTORY = 1 << 16
MENTION_EVERYONE = 1 << 17
MANAGE_ROLES = 1 << 28
MANAGE_WEBHOOKS = 1 << 29
USE_COMMANDS = 1 << 31
MANAGE_THREADS = 1 << 34
CREATE_PUBLIC_THREADS = 1 << 35
CREATE_PRIVATE_THREADS = 1 << 36
SEND_IN_THREADS = 1 << 38
PIN_MESSAGES = 1 << 51

ALL = (1 << 53) - 1

EVERYONE = (
    VIEW_CHANNEL
    | SEND_MESSAGES
    | SEND_IN_THREADS
    | CREATE_PUBLIC_THREADS
    | EMBED_LINKS
    | ATTACH_FILES
    | READ_HISTORY
    | ADD_REACTIONS
    | USE_COMMANDS
)
"""What a new guild lets everybody do."""

BOT = (
    EVERYONE | CREATE_PRIVATE_THREADS | MANAGE_THREADS | MANAGE_WEBHOOKS | PIN_MESSAGES
) & ~USE_COMMANDS
"""What our bot asks for when it is installed."""


def base_of(guild: "Guild", user: str) -> int:
    """What a member may do in the whole guild; nothing who is no member."""
    member = guild.members.get(user)
    if member is None:
        return 0
    if guild.owner == user:
        return ALL
    allowed = int(guild.roles[guild.id]["permissions"])
    for role in member["roles"]:
        allowed |= int(guild.roles[role]["permissions"])
    return ALL if allowed & ADMINISTRATOR else allowed


def permissions_in(channel: "Channel", user: str) -> int:
    """What a user may do in a channel or thread; 0 where they cannot even see it."""
    if channel.guild is None:
        return EVERYONE | PIN_MESSAGES if user in channel.recipients else 0
    place = channel.parent if channel.is_thread and channel.parent else channel
    allowed = _overwritten(place, user, base_of(channel.guild, user))
    if not allowed & VIEW_CHANNEL:
        return 0
    hidden = channel.is_private_thread and user not in channel.members
    return 0 if hidden and not allowed & MANAGE_THREADS else allowed


def can_see(channel: "Channel", user: str) -> bool:
    """Whether a user can view a channel or thread now."""
    return bool(permissions_in(channel, user) & VIEW_CHANNEL)


def viewers_of(channel: "Channel") -> set[str]:
    """Everybody who can view a channel or thread now, bots too."""
    people = channel.recipients if channel.guild is None else channel.guild.members
    return {user for user in people if can_see(channel, user)}


def _overwritten(channel: "Channel", user: str, allowed: int) -> int:
    guild = channel.guild
    if guild is None or allowed == ALL or user not in guild.members:
        return allowed
    found = {one["id"]: one for one in channel.overwrites}
    allowed = _apply(allowed, [found[guild.id]] if guild.id in found else [])
    roles = [found[role] for role in guild.members[user]["roles"] if role in found]
    allowed = _apply(allowed, roles)
    return _apply(allowed, [found[user]] if user in found else [])


def _apply(allowed: int, overwrites: "list[dict[str, str]]") -> int:
    deny = allow = 0
    for one in overwrites:
        deny |= int(one["deny"])
        allow |= int(one["allow"])
    return (allowed & ~deny) | allow
