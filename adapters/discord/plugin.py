"""Discord as a plug-in of the desk. Its SDK is large: loaded only where Discord is connected."""

from collections.abc import Sequence
from typing import Any

from bot.checks.checked import Checked
from bot.process.running import Desk
from core.clock import SystemClock
from core.settings import Settings
from core.settings_chats import DiscordSettings


class _Discord:
    title = "Discord"
    guide = "The handbook says how: Connect a Discord server."

    def read(self, settings: Settings) -> DiscordSettings | None:
        return settings.discord

    def connect(self, desk: Desk, own: DiscordSettings) -> Sequence[Any]:
        from adapters.discord.connecting import connect_discord

        connect_discord(desk, own)
        return ()

    async def check(self, settings: Settings, own: DiscordSettings) -> list[Checked]:
        from adapters.discord.addresses import SLUG
        from adapters.discord.checking import check_discord
        from bot.checks.served import served_in

        served = await served_in(settings, SLUG, own.guild_id)
        return await check_discord(own, SystemClock(), served)


PLATFORM = _Discord()
