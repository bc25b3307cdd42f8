"""What the bot may do in each channel that is served, and what a forum lacks: for the doctor."""

from collections.abc import Sequence

from adapters.discord.addresses import FORUMS, NEWS, TEXT, Own
from adapters.discord.manifest import PERMISSIONS, install_link
from adapters.discord.render.limits import TAGS
from adapters.discord.sending.places import TURNS
from adapters.discord.webapi.calls import DiscordCalls, Json
from adapters.discord.webapi.people import DiscordPeople
from adapters.discord.webapi.permissions import MANAGE_CHANNELS, may_in
from bot.checks.checked import Checked, noted, ok, wrong
from bot.ports import Refused
from core.conversation.mapping import SUPPORT
from core.conversation.places import PRIVATE, Served
from core.settings_chats import DiscordSettings

_IN_CHANNELS = frozenset({"Send Messages", "Create Public Threads", "Create Private Threads"})
"""Of no use in a forum: there only its members begin posts."""
_STAFFS = frozenset({"Add Reactions"})
_NO_ROOM = (
    "its tickets cannot go on in private threads, so they go on in direct messages: it has none,"
    " and no text channel is there for it"
)


class Granted:
    """What the bot may do in the channels of our server."""

    def __init__(self, own: Own, guild: Json, member: Json) -> None:
        self._own = own
        self._roles = guild.get("roles") or []
        self._held = [str(one) for one in member.get("roles") or ()]

    def may(self, channel: Json, bit: int) -> bool:
        """Whether it may do this there."""
        return bool(may_in(channel, self._roles, self._held, self._own.user, self._own.guild) & bit)

    def missing(self, channel: Json, *, unused: frozenset[str] = frozenset()) -> list[str]:
        """The permissions that it lacks there, but for those that are of no use."""
        return [
            words
            for words, (bit, _) in PERMISSIONS.items()
            if words not in unused and not self.may(channel, bit)
        ]


async def granted_to(calls: DiscordCalls, own: Own, guild: Json) -> Granted:
    """What we may do. Raises ``SendError``."""
    path = "/guilds/{guild_id}/members/{member_id}"
    member = await calls.ask("GET", path, guild_id=own.guild, member_id=own.user)
    return Granted(own, guild, member)


async def check_served(
    settings: DiscordSettings,
    people: DiscordPeople,
    own: Own,
    granted: Granted,
    served: Sequence[Served],
) -> list[Checked]:
    """One line for each channel besides that of the settings for staff, and what a forum lacks."""
    roles = {one.channel: one for one in served if one.channel != settings.triage_channel}
    names = [*roles, *(() if settings.support_channel in roles else (settings.support_channel,))]
    found: list[Checked] = []
    for channel in filter(None, names):
        found += await _look_at(settings, people, own, granted, channel, roles.get(channel))
    return found


async def _look_at(
    settings: DiscordSettings,
    people: DiscordPeople,
    own: Own,
    granted: Granted,
    channel: str,
    served: Served | None,
) -> list[Checked]:
    try:
        told = await people.channel(channel)
    except Refused as error:
        mend = "Let the bot see it, or take it back with /desk channel role:off."
        return [wrong(f"Discord channel {channel}", error.reason, mend)]
    name, kind = f"Discord #{told.get('name') or channel}", told.get("type")
    if kind not in {TEXT, NEWS, *FORUMS}:
        mend = "Serve a text channel or a forum."
        return [wrong(name, "it is neither a text channel nor a forum", mend)]
    for_customers = served is None or served.role == SUPPORT
    unused = _IN_CHANNELS if kind in FORUMS else frozenset()
    unused |= _STAFFS if for_customers else frozenset()
    missing = granted.missing(told, unused=unused)
    mend = (
        f"Give them to the bot's role there, or add the bot again: {install_link(own.application)}"
    )
    checked = [
        wrong(name, f"missing there: {', '.join(missing)}", mend)
        if missing
        else ok(name, "the bot may do there what it must")
    ]
    if kind in FORUMS and for_customers:
        checked += _tags(name, told, granted)
    if kind != TEXT and served is not None and served.mode == PRIVATE:
        checked += await _room(settings, people, name)
    return checked


def _tags(name: str, forum: Json, granted: Granted) -> list[Checked]:
    """The tags that show how a ticket stands: whether they are there, or can be made."""
    known = [str(one["name"]).casefold() for one in forum.get("available_tags") or ()]
    missing = [one for one in TURNS.values() if one.casefold() not in known]
    if not missing:
        return []
    told = f"posts cannot show how their tickets stand; missing tags: {', '.join(missing)}"
    if len(known) + len(missing) > TAGS:
        mend = f"Remove {len(known) + len(missing) - TAGS} of its tags: a forum has {TAGS} at most."
        return [noted(f"{name} tags", told, mend)]
    if granted.may(forum, MANAGE_CHANNELS):
        return [ok(f"{name} tags", "they are made with the next ticket")]
    mend = (
        "Make these tags in the forum's settings, or give the bot's role Manage Channels in this"
        " forum: then it makes them."
    )
    return [noted(f"{name} tags", told, mend)]


async def _room(settings: DiscordSettings, people: DiscordPeople, name: str) -> list[Checked]:
    """Where the tickets of a private forum go on."""
    room = settings.support_channel
    try:
        if room and (await people.channel(room)).get("type") == TEXT:
            return []
    except Refused:
        pass  # which has a line of its own
    mend = (
        "Set DESKHAND_DISCORD__SUPPORT_CHANNEL to a text channel that customers see, or say"
        " /desk channel mode:public there."
    )
    return [wrong(f"{name} in private", _NO_ROOM, mend)]
