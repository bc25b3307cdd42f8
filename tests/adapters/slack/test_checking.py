"""The doctor's look at Slack: token, permissions, triage channel."""

from pydantic import SecretStr

from adapters.slack.manifest import SCOPES
from adapters.slack.workspaces.checking import check_slack
from core.settings_chats import SlackSettings
from tests.adapters.slack.conftest import TRIAGE, MovableClock
from tests.fakes.slack import FakeSlack


async def test_a_good_connection(
    slack: FakeSlack, settings: SlackSettings, clock: MovableClock
) -> None:
    slack.scopes = set(SCOPES)
    found = await check_slack(settings, clock)
    assert [one.state for one in found] == ["ok", "ok", "ok"]


async def test_what_is_missing_is_named(
    slack: FakeSlack, settings: SlackSettings, clock: MovableClock
) -> None:
    slack.scopes = set(SCOPES) - {"chat:write", "im:write"}
    slack.channels[TRIAGE].members.discard(slack.bot_user)
    _, scopes, triage = await check_slack(settings, clock)
    assert (scopes.state, scopes.text) == ("wrong", "missing: chat:write, im:write")
    assert triage.state == "wrong"
    assert f"Invite the app into {TRIAGE}" in triage.mend


async def test_a_channel_that_slack_does_not_know_is_named(
    slack: FakeSlack, settings: SlackSettings, clock: MovableClock
) -> None:
    elsewhere = settings.model_copy(update={"triage_channel": "C0NOWHERE"})
    _, scopes, triage = await check_slack(elsewhere, clock)
    assert (scopes.state, triage.state) == ("note", "wrong")
    assert "no such channel" in triage.text


async def test_the_socket_is_looked_at(
    slack: FakeSlack, settings: SlackSettings, clock: MovableClock
) -> None:
    for token, state in ((slack.socket_host.app_token, "ok"), ("xapp-wrong", "wrong")):
        over_sockets = settings.model_copy(update={"app_token": SecretStr(token)})
        socket = (await check_slack(over_sockets, clock))[-1]
        assert (socket.name, socket.state) == ("Slack socket", state)


async def test_a_wrong_token_is_named(
    slack: FakeSlack, settings: SlackSettings, clock: MovableClock
) -> None:
    stranger = settings.model_copy(update={"bot_token": SecretStr("xoxb-stranger")})
    (found,) = await check_slack(stranger, clock)
    assert (found.state, found.text) == ("wrong", "Slack does not accept the bot token.")
    await slack.stop()
    (found,) = await check_slack(settings, clock)
    assert (found.state, found.text) == ("wrong", "Slack cannot be reached.")
