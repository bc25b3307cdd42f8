"""Whether the Discord server is connected as it should be: for ``deskhand doctor``."""

from collections.abc import Sequence

from adapters.discord.addresses import Own
from adapters.discord.checking_channels import Granted, check_served, granted_to
from adapters.discord.inbound.commands import MANAGE_MESSAGES
from adapters.discord.manifest import PERMISSIONS, install_link
from adapters.discord.webapi.calls import DiscordCalls, Json, is_given
from adapters.discord.webapi.people import DiscordPeople
from adapters.discord.webapi.permissions import may
from bot.checks.checked import Checked, noted, ok, wrong
from bot.ports import Refused, SendError
from core.clock import Clock
from core.conversation.audience import Audience
from core.conversation.places import Served
from core.settings_chats import DiscordSettings

_MEMBERS = 1 << 14 | 1 << 15


async def check_discord(
    settings: DiscordSettings, clock: Clock, served: Sequence[Served] = ()
) -> list[Checked]:
    """Token, server, intents, the staff role, and what the bot may do in each channel."""
    calls = DiscordCalls(settings, clock)
    people = DiscordPeople(calls, settings.staff_role, clock)
    try:
        own = await calls.learn()
        guild = await people.guild(own)
        application = await calls.ask("GET", "/oauth2/applications/@me")
        granted = await granted_to(calls, own, guild)
        return [
            ok("Discord", f"{own.name} in {guild.get('name') or own.guild}"),
            _intent(settings, application),
            _members(application),
            _staff_role(settings, guild),
            *await _triage(settings, people, own, granted),
            *await check_served(settings, people, own, granted, served),
        ]
    except Refused as error:
        mend = "Check DESKHAND_DISCORD__GUILD_ID, and that the bot was added to that server."
        return [wrong("Discord", error.reason, mend)]
    except SendError as error:
        mend = "Check DESKHAND_DISCORD__TOKEN and that this machine can reach Discord."
        return [wrong("Discord", error.reason, mend)]
    finally:
        await calls.close()


def _intent(settings: DiscordSettings, application: Json) -> Checked:
    name = "Discord message content"
    if not settings.message_content:
        return noted(name, "switched off; only what is addressed to the bot is read")
    if is_given(application):
        return ok(name, "the intent is on")
    mend = (
        "Switch Message Content Intent on in the Developer Portal, page Bot, or set "
        "DESKHAND_DISCORD__MESSAGE_CONTENT to false."
    )
    return wrong(name, "the intent is off, so plain messages arrive without their words", mend)


def _members(application: Json) -> Checked:
    name = "Discord members"
    if int(application.get("flags") or 0) & _MEMBERS:
        return ok(name, "the intent is on")
    told = "Channels that subscribe with /desk subscribe get cards only with Server Members Intent."
    return noted(name, "the intent is off, so nobody says who reads a channel", told)


def _staff_role(settings: DiscordSettings, guild: Json) -> Checked:
    name = "Discord staff role"
    roles = guild.get("roles") or []
    role = next((one for one in roles if str(one["id"]) == settings.staff_role), None)
    if role is None or settings.staff_role == str(guild.get("id")):
        mend = "Set DESKHAND_DISCORD__STAFF_ROLE to the id of the role that your staff hold."
        return wrong(name, "there is no such role, or everybody holds it", mend)
    allowed = may(roles, (settings.staff_role,), str(guild["id"]))
    if not allowed & MANAGE_MESSAGES:
        told = (
            "Show /ticket, /desk and the entries of a message's menu to it in Server Settings, "
            "Integrations, or give it Manage Messages."
        )
        return noted(name, f"@{role['name']} does not see our commands by itself", told)
    return ok(name, f"@{role['name']}")


async def _triage(
    settings: DiscordSettings, people: DiscordPeople, own: Own, granted: Granted
) -> list[Checked]:
    name, channel = "Discord triage channel", settings.triage_channel
    try:
        found = await people.channel(channel)
    except Refused as error:
        mend = "Let the bot see the channel, or set DESKHAND_DISCORD__TRIAGE_CHANNEL to its id."
        return [wrong(name, error.reason, mend)]
    called = f"#{found.get('name') or channel}"
    checked = [_permissions(own, granted.missing(found))]
    if await people.audience(own, channel) is Audience.INTERNAL:
        return [ok(name, called), *checked]
    mend = "Take View Channel from @everyone there, and give it to the staff role alone."
    return [wrong(name, f"others than staff can see {called}: nothing is posted", mend), *checked]


def _permissions(own: Own, missing: list[str]) -> Checked:
    name = "Discord permissions"
    if missing:
        mend = f"Add the bot again: {install_link(own.application)}"
        return wrong(name, f"missing in the triage channel: {', '.join(missing)}", mend)
    return ok(name, f"all {len(PERMISSIONS)}")
