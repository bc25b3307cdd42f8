"""INT-01, OPS-13: tokens are renewed before they end; a removed app waits until it is back."""

import pytest

from adapters.slack.workspaces.checking_workspaces import check_workspaces
from adapters.slack.workspaces.connections import Removed
from bot.cards import Text
from bot.ports import Profile, TryLater
from core.access.actor import Actor
from core.access.installations import bind_workspace
from core.conversation.places import serve_channel
from core.ids import new_id
from core.people.identities import link_identity
from core.settings_chats import SlackSettings
from tests.adapters.slack.conftest import ANA, TRIAGE, MovableClock
from tests.adapters.slack.installed import (
    VAULT,
    Setup,
    at,
    installed_setup,
    oauth_settings,
    say,
    workspace,
)
from tests.builders import Office
from tests.fakes.slack import FakeSlack

_HELLO = Text(text="hello")


async def test_a_token_is_renewed_before_it_ends_by_one_process(
    setup: Setup, slack: FakeSlack, office: Office, admin: Actor, clock: MovableClock
) -> None:
    slack.apps.rotates = True
    state = workspace(slack)
    await setup.install(state)
    async with installed_setup(slack, office, admin, VAULT) as second:
        for one in (setup, second):
            await one.adapter.platform.post(at(state), _HELLO, delivery=new_id())
        clock.move(hours=11, minutes=31)
        for one in (setup, second, setup):
            await one.adapter.platform.post(at(state), _HELLO, delivery=new_id())
    assert slack.apps.refreshes == 1
    clock.move(hours=12)  # the first token has ended, the second is about to
    await setup.adapter.platform.post(at(state), _HELLO, delivery=new_id())
    assert (slack.apps.refreshes, slack.broken) == (2, [])


async def test_a_token_that_slack_calls_expired_is_renewed_at_once(
    setup: Setup, slack: FakeSlack
) -> None:
    slack.apps.rotates = True
    state = workspace(slack)
    await setup.install(state)
    (grant,) = slack.apps.grants.values()
    grant.until = slack.clock.now()
    await setup.adapter.platform.post(at(state), _HELLO, delivery=new_id())
    assert (slack.apps.refreshes, slack.broken) == (1, ["auth.expired"])
    assert len(state.channels[f"C0{state.team}"].messages) == 1


async def test_a_token_that_cannot_be_renewed_holds_the_workspace_back(
    setup: Setup, slack: FakeSlack, clock: MovableClock
) -> None:
    slack.apps.rotates = True
    state = workspace(slack)
    await setup.install(state)
    slack.trouble("error", "oauth.v2.access", error="invalid_refresh_token")
    clock.move(hours=11, minutes=45)
    await setup.adapter.platform.post(at(state), _HELLO, delivery=new_id())
    clock.move(minutes=20)
    with pytest.raises(TryLater, match="install the app again") as caught:
        await setup.adapter.platform.post(at(state), _HELLO, delivery=new_id())
    assert caught.value.everywhere
    slack.heal()
    clock.move(minutes=2)
    await setup.adapter.platform.post(at(state), _HELLO, delivery=new_id())


@pytest.mark.parametrize("event", ["app_uninstalled", "tokens_revoked"])
async def test_a_removed_app_waits_and_goes_on_when_it_is_installed_again(
    setup: Setup, slack: FakeSlack, office: Office, admin: Actor, event: str, clock: MovableClock
) -> None:
    state = workspace(slack)
    await setup.install(state)
    await setup.adapter.platform.post(at(state), _HELLO, delivery=new_id())
    assert admin.person_id is not None
    profile = Profile("Alex", direct="D0ALEX", person_id=admin.person_id)
    await office.do(link_identity, "web", str(office.organisation_id), "alex", profile)
    clock.move(hours=10)
    slack.apps.remove(state)
    told = {"type": event, "tokens": {"oauth": [], "bot": [state.bot_user]}}
    for _ in range(2):
        answer = await slack.send.event(told, team_id=state.team, authorizations=[])
        assert answer.status_code == 200
    with pytest.raises(Removed) as caught:
        await setup.adapter.platform.post(at(state), _HELLO, delivery=new_id())
    assert caught.value.everywhere
    assert await say(setup, state, "hello") == 503
    rows = await office.sql("SELECT token, refresh_token, state FROM installations")
    assert rows == [(None, None, "ended")]
    said = await office.sql("SELECT platform, content->>'text' FROM deliveries WHERE kind = 'say'")
    assert len(said) == 1
    assert (said[0][0], state.name in said[0][1]) == ("web", True)
    clock.move(minutes=1)
    await setup.install(state)
    # What Slack says late is about the installation before.
    earlier = int(clock.now().timestamp()) - 60
    await slack.send.event(told, team_id=state.team, authorizations=[], event_time=earlier)
    await setup.adapter.platform.post(at(state), _HELLO, delivery=new_id())
    assert await say(setup, state, "again") == 200
    assert len(await office.sql("SELECT 1 FROM installations")) == 1


async def test_the_doctor_looks_at_each_installation(
    setup: Setup, slack: FakeSlack, office: Office
) -> None:
    state = workspace(slack)
    await setup.install(state)
    settings = oauth_settings(slack)
    parts = (settings, office.database, VAULT, office.organisation_id)
    found = await check_workspaces(*parts)
    assert [one.state for one in found] == ["ok", "ok"]
    await office.do(serve_channel, "slack", state.team, "G0HIDDEN", "triage")
    [*_, hidden] = await check_workspaces(*parts)
    assert (hidden.state, "G0HIDDEN" in hidden.text) == ("wrong", True)
    assert "Invite the app there" in hidden.mend
    state.scopes = {"chat:write"}
    _, permissions, *_ = await check_workspaces(*parts)
    assert (permissions.state, "users:read" in permissions.text) == ("wrong", True)
    slack.apps.remove(state)
    assert (await check_workspaces(*parts))[0].text == "The bot token was revoked."
    await slack.send.event({"type": "app_uninstalled"}, team_id=state.team, authorizations=[])
    ended = (await check_workspaces(*parts))[0]
    assert (ended.state, "removed" in ended.text, "/slack/install" in ended.mend) == (
        "wrong",
        True,
        True,
    )


async def test_somebodys_own_token_is_none_of_ours(setup: Setup, slack: FakeSlack) -> None:
    state = workspace(slack)
    await setup.install(state)
    revoked = {"type": "tokens_revoked", "tokens": {"oauth": [ANA], "bot": []}}
    await slack.send.event(revoked, team_id=state.team, authorizations=[])
    await setup.adapter.platform.post(at(state), _HELLO, delivery=new_id())


async def test_the_doctor_looks_at_the_channels_of_the_settings_workspace_too(
    slack: FakeSlack, settings: SlackSettings, office: Office
) -> None:
    await office.do(bind_workspace, "slack", slack.team, "a token")
    await office.do(serve_channel, "slack", slack.team, TRIAGE, "triage")
    parts = (settings, office.database, VAULT, office.organisation_id)
    assert await check_workspaces(*parts) == []
    slack.channels[TRIAGE].members.discard(slack.bot_user)
    [hidden] = await check_workspaces(*parts)
    assert (hidden.state, TRIAGE in hidden.text) == ("wrong", True)
