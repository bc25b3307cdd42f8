"""Slack as a plug-in of the desk. Its SDK is large: loaded only where Slack is connected."""

from collections.abc import Sequence
from typing import Any

from bot.checks.checked import Checked
from bot.process.running import Desk
from core.clock import SystemClock
from core.settings import Settings
from core.settings_chats import SlackSettings


class _Slack:
    title = "Slack"
    guide = "The handbook says how: Connect a Slack workspace."

    def read(self, settings: Settings) -> SlackSettings | None:
        return settings.slack

    def connect(self, desk: Desk, own: SlackSettings) -> Sequence[Any]:
        from adapters.slack.connecting import connect_slack

        return connect_slack(desk, own)

    async def check(self, settings: Settings, own: SlackSettings) -> list[Checked]:
        from adapters.slack.workspaces.checking import check_slack
        from adapters.slack.workspaces.checking_workspaces import check_connected

        slack = await check_slack(own, SystemClock())
        return [*slack, *await check_connected(settings, own)]


PLATFORM = _Slack()
