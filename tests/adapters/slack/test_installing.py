"""INT-01, SEC-02: any number of workspaces, installed by OAuth, each with its own token."""

import json
from dataclasses import replace

from bot.cards import Text
from bot.ports_plugins import Visitor
from core.access.actor import Role
from core.database.organisations import list_in_directory
from core.founding import found_organisation
from core.ids import new_id
from tests.adapters.slack.conftest import MovableClock
from tests.adapters.slack.installed import (
    Setup,
    at,
    say,
    workspace,
)
from tests.builders import Office
from tests.fakes.slack import FakeSlack

_HELLO = Text(text="hello")


async def test_two_workspaces_are_installed_and_each_is_spoken_to_with_its_own_token(
    setup: Setup, slack: FakeSlack
) -> None:
    north, south = workspace(slack), workspace(slack, "T0SOUTH")
    assert await say(setup, north, "too early") == 404
    for state in (north, south):
        answer = await setup.install(state)
        assert (answer.status_code, state.name in answer.text) == (200, True)
        assert await say(setup, state, "hello") == 200
    assert [one.spot.workspace for one in setup.desk.told] == [north.team, south.team]
    for state in (north, south):
        await setup.adapter.platform.post(at(state), _HELLO, delivery=new_id())
        assert len(state.channels[f"C0{state.team}"].messages) == 1
    # What our app says itself is dropped in the workspace where it has that id, and only there.
    assert await say(setup, north, "mine", event_id="E1") == 200
    assert await say(setup, workspace(slack, "T0WEST"), "unknown") == 404


async def test_tokens_are_nowhere_in_plain_text(
    setup: Setup, slack: FakeSlack, office: Office, database_url: str
) -> None:
    slack.apps.rotates = True
    await setup.install(workspace(slack))
    secrets = [*slack.apps.grants, *(one.refresh or "" for one in slack.apps.grants.values())]
    assert all(secrets)
    rows = await office.sql("SELECT installations::text FROM installations")
    # bytea is shown in hexadecimal digits: look for both.
    for secret in secrets:
        for shown in (secret, secret.encode().hex()):
            assert shown not in str(rows)
    events = await office.sql("SELECT data::text FROM events WHERE type = 'InstallationBegun'")
    assert len(events) == 1
    assert not any(secret in str(events) for secret in secrets)
    assert "xoxb" not in repr(await setup.kept.find("T0NORTH", ()))
    assert len(rows) == 1


async def test_only_an_administrator_can_begin(
    setup: Setup, office: Office, slack: FakeSlack
) -> None:
    setup.at_the_browser = None
    answer = await setup.browser.get("/slack/install")
    assert answer.headers["location"] == "/sign-in?next=/slack/install"
    setup.at_the_browser = Visitor(await office.given_person("Sam", Role.MANAGER), "s")
    answer = await setup.browser.get("/slack/install")
    assert (answer.status_code, "configure the desk" in answer.text) == (403, True)
    assert slack.apps.grants == {}


async def test_a_state_is_good_once_in_its_browser_and_for_ten_minutes(
    setup: Setup, slack: FakeSlack, clock: MovableClock
) -> None:
    state, visitor = workspace(slack), setup.at_the_browser
    assert visitor is not None
    address = await setup.begin()
    code = slack.apps.consent(address, state)
    setup.at_the_browser = replace(visitor, session="another browser")
    assert "not begun in this browser" in (await setup.come_back(address, code)).text
    setup.at_the_browser = None
    assert "not signed in" in (await setup.come_back(address, code)).text
    setup.at_the_browser = visitor
    forged = await setup.come_back(address, code, state="AAAA")
    assert (forged.status_code, "not begun in this browser" in forged.text) == (400, True)
    assert "not allowed" in (await setup.come_back(address, code, error="access_denied")).text
    assert (await setup.come_back(address, code)).status_code == 200
    again = slack.apps.consent(address, state)
    assert "ended before" in (await setup.come_back(address, again)).text
    late = await setup.begin()
    clock.move(minutes=10)
    answer = await setup.come_back(late, slack.apps.consent(late, state))
    assert "ten minutes" in answer.text
    assert len(slack.apps.grants) == 1


async def test_a_wrong_code_and_a_token_without_a_bot_keep_nothing(
    setup: Setup, slack: FakeSlack, office: Office
) -> None:
    state = workspace(slack)
    answer = await setup.come_back(await setup.begin(), "no-such-code")
    assert (answer.status_code, "Begin again" in answer.text) == (502, True)
    state.bot = ""
    answer = await setup.install(state)
    assert "did not say who the app is" in answer.text
    assert await office.sql("SELECT 1 FROM installations") == []


async def test_a_workspace_of_another_organisation_is_refused_plainly(
    setup: Setup, slack: FakeSlack, office: Office
) -> None:
    state = workspace(slack)
    other = await found_organisation(office.database, "other", "Other")
    async with office.database.owner() as session:
        await list_in_directory(session, "workspace", f"slack:{state.team}", other)
    answer = await setup.install(state)
    assert (answer.status_code, "belongs to another organisation" in answer.text) == (409, True)
    assert await office.sql("SELECT 1 FROM installations") == []
    assert await say(setup, state, "hello") == 404


async def test_an_app_for_a_whole_enterprise_serves_its_teams(
    setup: Setup, slack: FakeSlack, office: Office
) -> None:
    north, south = workspace(slack, "T0NORTH", "E0ALL"), workspace(slack, "T0SOUTH", "E0ALL")
    answer = await setup.install(north, south, whole="E0ALL")
    assert answer.status_code == 200
    assert await say(setup, workspace(slack, "T0OUT", "E0ELSE"), "not ours") == 404
    for state in (north, south):
        assert await say(setup, state, "hello") == 200
        await setup.adapter.platform.post(at(state), _HELLO, delivery=new_id())
        assert len(state.channels[f"C0{state.team}"].messages) == 1
    assert [one.spot.workspace for one in setup.desk.told] == [north.team, south.team]
    line = await setup.adapter.platform.workspaces.of(south.team)
    members = (await line.calls.read("users.list"))["members"]
    assert {one["id"] for one in members} == set(south.users)
    # An act names the team of its user alone.
    press = {
        "type": "block_actions",
        "team": None,
        "enterprise": {"id": "E0ALL"},
        "is_enterprise_install": True,
        "user": {"id": f"U0{south.team}", "team_id": south.team},
        "container": {"type": "message", "message_ts": "1.1", "channel_id": "C0T0SOUTH"},
        "actions": [{"action_id": "a", "value": "claim 1", "action_ts": "2.2"}],
    }

    assert (await slack.send.form({"payload": json.dumps(press)})).status_code == 200
    assert setup.desk.told[-1].spot.workspace == south.team
    gone = {"type": "app_uninstalled"}
    whole = [{"team_id": None, "enterprise_id": "E0ALL", "is_enterprise_install": True}]
    await slack.send.event(gone, team_id=north.team, authorizations=whole)
    assert await office.sql("SELECT state FROM installations") == [("ended",)]
