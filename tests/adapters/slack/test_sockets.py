"""Socket Mode: the same door over a connection that we open, and nothing is lost on the way."""

from collections.abc import AsyncIterator

import pytest
from pydantic import SecretStr

from adapters.slack.app import Slack
from adapters.slack.door.sockets import SocketLine
from bot.cards import Form, FormField
from core.settings_chats import SlackSettings
from tests.adapters.slack.conftest import ANA, SAM, SUPPORT, TRIAGE, RecordingDesk
from tests.fakes.slack import FakeSlack


@pytest.fixture
async def line(
    slack: FakeSlack, settings: SlackSettings, connected: Slack
) -> AsyncIterator[SocketLine]:
    """An open socket; the fake sends through it from now on."""
    token = SecretStr(slack.socket_host.app_token)
    over_sockets = settings.model_copy(update={"app_token": token})
    opened = SocketLine(over_sockets, connected.app.bolt, ping_seconds=0.05)
    await opened.open()
    slack.send.by_socket = True
    yield opened
    await opened.close()


async def sockets(slack: FakeSlack, count: int, since: int = 0) -> None:
    """Wait until so many are open, of those opened after ``since``."""
    host = slack.socket_host
    await slack.wait_for(lambda: len(host.sockets) == count and host.opened > since)


@pytest.mark.usefixtures("line")
async def test_everything_comes_in_through_a_socket(slack: FakeSlack, desk: RecordingDesk) -> None:
    said = await slack.send.say(ANA, SUPPORT, "hello")
    assert [one.status_code for one in said.answers] == [200]
    unknown = await slack.send.slash(SAM, TRIAGE, "/nothing", "x")
    assert unknown.json() == {"text": "I don't know this command."}
    await slack.send.slash(SAM, TRIAGE, "/ticket", "list mine")
    assert [one.text for one in desk.told] == ["hello", "list mine"]
    desk.forms["new"] = Form(title="New", says="new", fields=(FormField(name="a", label="A"),))
    await slack.send.slash(SAM, TRIAGE, "/ticket", "new")
    (view,) = slack.views.values()
    desk.forms.clear()
    await slack.send.submit(SAM, view, {"a": "words"})
    assert desk.told[-1].values == {"a": "words"}
    assert slack.broken == []


@pytest.mark.usefixtures("line")
async def test_what_is_not_kept_is_not_acknowledged_and_comes_again(
    slack: FakeSlack, desk: RecordingDesk
) -> None:
    slack.socket_host.patience = 0.1
    desk.broken = True
    lost = await slack.send.say(ANA, SUPPORT, "first")
    assert [one.status_code for one in lost.answers] == [500]
    assert slack.socket_host.acks == []
    desk.broken = False
    again = await slack.send.event(lost.events[0])
    assert again.status_code == 200
    assert [one.text for one in desk.told] == ["first"]


@pytest.mark.usefixtures("line")
async def test_nothing_is_acknowledged_twice_differently(
    slack: FakeSlack, desk: RecordingDesk
) -> None:
    said = await slack.send.say(ANA, SUPPORT, "hello")
    await slack.send.event(said.events[0], event_id="another")
    assert len({one.key for one in desk.told}) == 1


@pytest.mark.usefixtures("line")
@pytest.mark.parametrize("how", ["refresh", "close", "abort"])
async def test_a_socket_that_ends_is_replaced_and_nothing_is_lost(
    slack: FakeSlack, desk: RecordingDesk, how: str
) -> None:
    host = slack.socket_host
    before = host.opened
    if how == "refresh":
        await host.disconnect()
    elif how == "close":
        await host.close()
    else:
        host.abort()
    await sockets(slack, 1, since=before)
    said = await slack.send.say(ANA, SUPPORT, "after")
    assert [one.status_code for one in said.answers] == [200]
    assert [one.text for one in desk.told] == ["after"]


async def test_two_processes_hold_a_socket_each(
    slack: FakeSlack, settings: SlackSettings, connected: Slack, line: SocketLine
) -> None:
    token = SecretStr(slack.socket_host.app_token)
    over_sockets = settings.model_copy(update={"app_token": token})
    second = SocketLine(over_sockets, connected.app.bolt, ping_seconds=0.05)
    await second.open()
    await sockets(slack, 2)
    await second.close()
    await sockets(slack, 1)
    said = await slack.send.say(ANA, SUPPORT, "hello")
    assert [one.status_code for one in said.answers] == [200]
    assert await line.is_open()


@pytest.mark.usefixtures("line")
async def test_another_workspace_is_not_taken_in_and_does_not_come_again(
    slack: FakeSlack, desk: RecordingDesk
) -> None:
    event = {"type": "message", "user": ANA, "text": "x", "ts": "1.2", "channel": SUPPORT}
    stranger = await slack.send.event(event, team_id="T0OTHER", authorizations=[])
    assert stranger.status_code == 200
    assert len(slack.socket_host.acks) == 1
    assert desk.told == []
