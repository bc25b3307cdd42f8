"""Whether a Slack workspace is connected as it should be."""

from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.manifest import SCOPES
from adapters.slack.webapi.calls import SlackCalls
from adapters.slack.webapi.failures import mapped
from adapters.slack.webapi.tokens import FixedToken
from bot.checks.checked import Checked, noted, ok, wrong
from bot.ports import Refused, SendError
from core.clock import Clock
from core.settings_chats import SlackSettings

_AGAIN = "Install the app again from its manifest: `deskhand manifest slack`."


async def check_slack(settings: SlackSettings, clock: Clock) -> list[Checked]:
    """Token, permissions, and whether we are in the triage channel; and the socket, if any."""
    socket = [await _socket(settings)] if settings.app_token else []
    if settings.bot_token is None:
        told = "by installations; begin one at /slack/install"
        return [noted("Slack", told), *socket]
    return [*await _fixed(settings, clock), *socket]


async def _fixed(settings: SlackSettings, clock: Clock) -> list[Checked]:
    assert settings.bot_token is not None
    token = FixedToken(settings.bot_token.get_secret_value())
    calls = SlackCalls(settings.api_url, token, clock)
    try:
        told, granted = await calls.who_we_are()
        checked = [ok("Slack", f"{told.get('user')} in {told.get('team')}"), check_scopes(granted)]
        return [*checked, await _triage(calls, settings.triage_channel or "")]
    except SendError as error:
        mend = "Check DESKHAND_SLACK__BOT_TOKEN and that this machine can reach Slack."
        return [wrong("Slack", error.reason, mend)]
    finally:
        await calls.close()


async def _socket(settings: SlackSettings) -> Checked:
    assert settings.app_token is not None
    mend = "Check DESKHAND_SLACK__APP_TOKEN: it begins with xapp- and has connections:write."
    client = AsyncWebClient(base_url=settings.api_url, retry_handlers=[])
    try:
        with mapped("apps.connections.open", repeatable=True):
            await client.apps_connections_open(app_token=settings.app_token.get_secret_value())
    except SendError as error:
        return wrong("Slack socket", error.reason, mend)
    return ok("Slack socket", "Slack would open one")


def check_scopes(granted: frozenset[str] | None, name: str = "Slack permissions") -> Checked:
    """Whether the app has all permissions that the manifest asks for."""
    if granted is None:
        return noted(name, "Slack did not say which it has given")
    missing = sorted(set(SCOPES) - granted)
    if missing:
        return wrong(name, f"missing: {', '.join(missing)}", _AGAIN)
    return ok(name, f"all {len(SCOPES)}")


async def _triage(calls: SlackCalls, channel: str) -> Checked:
    name = "Slack triage channel"
    mend = (
        f"Invite the app into {channel}, or set DESKHAND_SLACK__TRIAGE_CHANNEL to its channel id."
    )
    try:
        found = (await calls.read("conversations.info", channel=channel)).get("channel") or {}
    except Refused as error:
        return wrong(name, error.reason, mend)
    if not found.get("is_member"):
        return wrong(name, "the app is not in it", mend)
    return ok(name, f"#{found.get('name', channel)}")
