"""Teams as a plug-in of the desk. Its SDK is large: loaded only where Teams is connected."""

from collections.abc import Sequence
from typing import Any

from bot.checks.checked import Checked
from bot.process.running import Desk
from core.settings import Settings
from core.settings_chats import TeamsSettings


class _Teams:
    title = "Teams"
    guide = "The handbook says how: Connect Microsoft Teams."

    def read(self, settings: Settings) -> TeamsSettings | None:
        return settings.teams

    def connect(self, desk: Desk, own: TeamsSettings) -> Sequence[Any]:
        from adapters.teams.connecting import connect_teams

        return connect_teams(desk, own)

    async def check(self, settings: Settings, own: TeamsSettings) -> list[Checked]:
        from adapters.teams.checking import check_teams
        from adapters.teams.webapi.own import SLUG
        from bot.checks.served import served_in

        served = await served_in(settings, SLUG, own.tenant_id)
        return await check_teams(settings, own, served=served)


PLATFORM = _Teams()
