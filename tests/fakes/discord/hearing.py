"""Who hears of what: intents, what the bot can see, and contents that are blanked."""

from typing import Any

from tests.fakes.discord.permissions import can_see
from tests.fakes.discord.places import Channel, Guild
from tests.fakes.discord.showing import bare
from tests.fakes.discord.state import DiscordState

Json = dict[str, Any]

GUILDS, MEMBERS, PRESENCES, MESSAGES, REACTIONS = 1, 1 << 1, 1 << 8, 1 << 9, 1 << 10
TYPING, DM_MESSAGES, DM_REACTIONS, DM_TYPING, CONTENT = 1 << 11, 1 << 12, 1 << 13, 1 << 14, 1 << 15
WEBHOOKS = 1 << 5
PRIVILEGED = {"members": MEMBERS, "presences": PRESENCES, "content": CONTENT}
KNOWN = (1 << 17) - 1 | 1 << 20 | 1 << 21 | 1 << 24 | 1 << 25

_PREFIXES = (
    ("GUILD_MEMBER_", MEMBERS, MEMBERS),
    ("GUILD_", GUILDS, GUILDS),
    ("CHANNEL_PINS_", GUILDS, DM_MESSAGES),
    ("CHANNEL_", GUILDS, GUILDS),
    ("THREAD_", GUILDS, GUILDS),
    ("MESSAGE_REACTION_", REACTIONS, DM_REACTIONS),
    ("MESSAGE_", MESSAGES, DM_MESSAGES),
    ("TYPING_", TYPING, DM_TYPING),
    ("WEBHOOKS_", WEBHOOKS, WEBHOOKS),
)

_ALWAYS = ("THREAD_DELETE", "CHANNEL_UPDATE")
"""Heard of channels too that we cannot, or can no longer, see."""


def heard(
    state: DiscordState,
    intents: int,
    event: str,
    data: Json,
    channel: Channel | None,
    guild: Guild | None,
) -> Json | None:
    """The event as a session with these intents hears it; None if it does not."""
    if event == "GUILD_MEMBER_UPDATE" and data["user"]["id"] == state.bot:
        return data
    for prefix, in_guild, in_dm in _PREFIXES:
        if event.startswith(prefix):
            if not intents & (in_guild if guild is not None else in_dm):
                return None
            break
    if guild is not None and state.bot not in guild.members:
        return None
    if event == "INTERACTION_CREATE" or channel is None:
        return data
    if not can_see(channel, state.bot) and event not in _ALWAYS:
        return None
    if event == "THREAD_MEMBERS_UPDATE" and not intents & MEMBERS:
        return _only_me(state, data)
    if event in ("MESSAGE_CREATE", "MESSAGE_UPDATE") and not intents & CONTENT:
        return _blanked(state, channel, data)
    return data


def may_read(state: DiscordState, channel: Channel, message: Json) -> bool:
    """Whether the bot reads this message even without the intent for contents."""
    if channel.guild is None or message["author"]["id"] == state.bot:
        return True
    if message.get("application_id") == state.application:
        # What one's own webhook has said is shown to whoever asks with the webhook's token.
        return message.get("webhook_id") in (None, state.application)
    if any(one["id"] == state.bot for one in message["mentions"]):
        return True
    reference = message.get("message_reference") or {}
    answered = channel.messages.get(str(reference.get("message_id")))
    return bool(
        message["type"] == 19
        and answered
        and answered["author"]["id"] == state.bot
        and message.get("pings_answered", True)
    )


def _blanked(state: DiscordState, channel: Channel, told: Json) -> Json:
    answered = told.get("referenced_message")
    if answered and not may_read(state, channel, answered):
        told = told | {"referenced_message": bare(answered)}
    return told if may_read(state, channel, told) else bare(told)


def _only_me(state: DiscordState, data: Json) -> Json | None:
    mine = [one for one in data.get("added_members") or () if one["user_id"] == state.bot]
    gone = [one for one in data.get("removed_member_ids") or () if one == state.bot]
    if not mine and not gone:
        return None
    rest = {key: data[key] for key in ("id", "guild_id", "member_count")}
    return rest | ({"added_members": mine} if mine else {"removed_member_ids": gone})
