"""Whether a Slack workspace is connected as it should be."""

from adapters.slack.calls import SlackCalls
from adapters.slack.manifest import SCOPES
from bot.checks.checked import Checked, noted, ok, wrong
from bot.ports import Refused, SendError
from core.clock import Clock
from core.settings import SlackSettings

_AGAIN = "Install the app again from its manifest: `deskhand manifest slack`."


async def check_slack(settings: SlackSettings, clock: Clock) -> list[Checked]:
    """Token, permissions, and whether we are in the triage channel."""
    calls = SlackCalls(settings, clock)
    try:
        told, granted = await calls.who_we_are()
        checked = [ok("Slack", f"{told.get('user')} in {told.get('team')}"), _scopes(granted)]
        return [*checked, await _triage(calls, settings.triage_channel)]
    except SendError as error:
        mend = "Check DESKHAND_SLACK__BOT_TOKEN and that this machine can reach Slack."
        return [wrong("Slack", error.reason, mend)]
    finally:
        await calls.close()


def _scopes(granted: frozenset[str] | None) -> Checked:
    if granted is None:
        return noted("Slack permissions", "Slack did not say which it has given")
    missing = sorted(set(SCOPES) - granted)
    if missing:
        return wrong("Slack permissions", f"missing: {', '.join(missing)}", _AGAIN)
    return ok("Slack permissions", f"all {len(SCOPES)}")


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
