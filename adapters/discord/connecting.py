"""Discord put together for a desk: platform, commands, the gateway."""

from collections import defaultdict

from adapters.discord.addresses import SLUG, account_in
from adapters.discord.door.catching_up import FARTHEST, Heard, Known
from adapters.discord.door.events import DiscordDoor
from adapters.discord.door.gateway import Gateway
from adapters.discord.inbound.commands import build_commands
from adapters.discord.platform import DiscordPlatform
from bot.grammar.registry import build_registry
from bot.process.roles import ProcessRole
from bot.process.running import Desk
from bot.process.watching import keeping
from bot.sending.panels import keep_panels
from core.access.actor import the_desk
from core.access.installations import bind_workspace
from core.conversation.mapping import begin_serving
from core.conversation.places import served_channels
from core.conversation.refs import written_at
from core.events.loads import workspace_load
from core.people.identities import direct_channels
from core.settings_chats import DiscordSettings

_GRACE = 3.0
_DIRECT = 100
"""Of so many people, those seen last, direct messages are caught up with."""


def connect_discord(desk: Desk, settings: DiscordSettings) -> None:
    """Connect the desk to Discord. Only where the desk's work is done is Discord heard."""
    database = desk.opened.database
    platform = DiscordPlatform(settings, database.clock, keeping(database, SLUG))
    desk.platforms[SLUG] = platform
    desk.connecting.append(lambda: _greet(desk, platform, settings))
    if ProcessRole.BOT in desk.roles:
        known = build_known(desk, settings)
        door = DiscordDoor(platform, desk.router, database.clock, known)
        gateway = Gateway(settings, database, platform.calls.health, door.hear)
        desk.connecting.append(lambda: _listen(platform, gateway))

        async def close() -> None:
            await gateway.close()
            await door.rest(_GRACE)

        desk.closing.append(close)
    desk.closing.append(platform.close)


def build_known(desk: Desk, settings: DiscordSettings) -> Known:
    """What the desk remembers of our server, for those who begin to hear it."""
    guild, organisation_id = settings.guild_id, desk.organisation_id

    async def known() -> Heard:
        async with desk.opened.database.unit_of_work(organisation_id) as uow:
            actor = the_desk(organisation_id, SLUG)
            load = await workspace_load(uow, actor, SLUG, guild)
            served = await served_channels(uow)
            found = await written_at(uow, SLUG, guild, uow.now - FARTHEST)
            direct = await direct_channels(uow, SLUG, guild, _DIRECT)
        here = [one.channel for one in served if (one.platform, one.workspace) == (SLUG, guild)]
        written = defaultdict(set)
        for channel, thread, id in found:
            written[thread or channel].add(id)
        return Heard(
            load.heard_at,
            tuple(here),
            tuple(one for one in direct if account_in(one) is None),
            {at: frozenset(ids) for at, ids in written.items()},
        )

    return known


async def _greet(desk: Desk, platform: DiscordPlatform, settings: DiscordSettings) -> None:
    """The server is ours, and its channels of the settings are served."""
    own = await platform.connect()
    async with desk.opened.database.unit_of_work(desk.organisation_id) as uow:
        await bind_workspace(uow, SLUG, own.guild, "that DISCORD__GUILD_ID names")
        await begin_serving(uow, SLUG, own.guild, settings.triage_channel, "triage")
        if settings.support_channel is not None:
            await begin_serving(uow, SLUG, own.guild, settings.support_channel, "support")
    await keep_panels(desk.opened.database, desk.organisation_id, platform, SLUG, own.guild)


async def _listen(platform: DiscordPlatform, gateway: Gateway) -> None:
    own = await platform.connect()
    await platform.calls.do(
        "PUT",
        "/applications/{application_id}/commands",
        list(build_commands(build_registry())),
        repeatable=True,
        application_id=own.application,
    )
    await gateway.open()
