"""Discord as a plug-in of the desk. Its SDK is large: loaded only where Discord is connected."""

from collections.abc import Sequence
from typing import Any

from bot.checks.checked import Checked
from bot.running import Desk
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
        from adapters.discord.checking import check_discord

        return await check_discord(own, SystemClock())


PLATFORM = _Discord()
