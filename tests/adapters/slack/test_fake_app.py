"""The fake refuses what Slack refuses to an app: codes, tokens, sockets and rates, row by row."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlencode

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.adapters.slack.conftest import TRIAGE, MovableClock
from tests.fakes.slack import RULES, FakeSlack
from tests.fakes.slack.rates import Rates
from tests.fakes.slack.rules import APP_RULES
from tests.fakes.slack.state import SlackState

Json = dict[str, Any]
_BACK = "https://desk.test/slack/oauth_redirect"


class App:
    """Slack's own client, as our app uses it."""

    def __init__(self, slack: FakeSlack, clock: MovableClock) -> None:
        self.slack, self.clock = slack, clock
        self.state = slack.apps.add_workspace("T0NORTH", "North", "E0ALL")
        self.other = slack.apps.add_workspace("T0SOUTH", "South", "E0ALL")

    def client(self, token: str | None = None) -> AsyncWebClient:
        """With that token."""
        return AsyncWebClient(token, self.slack.api_url, retry_handlers=[])

    def code(self, *states: SlackState, whole: str | None = None) -> str:
        """Somebody has consented."""
        query = {"client_id": self.slack.apps.client_id, "scope": "users:read"}
        address = f"https://slack.test/?{urlencode(query | {'redirect_uri': _BACK})}"
        return self.slack.apps.consent(address, *(states or (self.state,)), whole=whole)

    async def access(self, **more: Any) -> Json:
        """``oauth.v2.access`` as it should be, but for what is given."""
        good = {
            "client_id": self.slack.apps.client_id,
            "client_secret": self.slack.apps.client_secret,
            "redirect_uri": _BACK,
        }
        answer = await self.client().api_call("oauth.v2.access", data=good | more)
        assert isinstance(answer.data, dict)
        return answer.data

    async def socket(self) -> str:
        """An address for a socket."""
        answer = await self.client().apps_connections_open(
            app_token=self.slack.socket_host.app_token
        )
        return str(answer["url"])


@pytest.fixture
def app(slack: FakeSlack, clock: MovableClock) -> App:
    """Our app, not installed yet."""
    return App(slack, clock)


async def _expired(app: App) -> None:
    app.slack.apps.rotates = True
    given = await app.access(code=app.code())
    app.clock.move(hours=12)
    await app.client(given["access_token"]).auth_test()


async def _revoked(app: App) -> None:
    given = await app.access(code=app.code())
    app.slack.apps.remove(app.state)
    await app.client(given["access_token"]).auth_test()


async def _unnamed_team(app: App) -> None:
    given = await app.access(code=app.code(app.state, app.other, whole="E0ALL"))
    client = app.client(given["access_token"])
    await client.users_list(team_id="T0SOUTH")
    await client.users_list()


async def _used_code(app: App) -> None:
    code = app.code()
    await app.access(code=code)
    await app.access(code=code)


async def _late_code(app: App) -> None:
    code = app.code()
    app.clock.move(seconds=601)
    await app.access(code=code)


async def _used_refresh(app: App) -> None:
    app.slack.apps.rotates = True
    refresh = (await app.access(code=app.code()))["refresh_token"]
    for _ in range(2):
        await app.access(grant_type="refresh_token", refresh_token=refresh)


async def _too_many_updates(app: App) -> None:
    app.slack.rates = Rates()
    client = app.client(app.slack.token)
    for _ in range(51):
        await client.conversations_info(channel=TRIAGE)


async def _too_many_posts(app: App) -> None:
    app.slack.rates = Rates()
    client = app.client(app.slack.token)
    for _ in range(15):
        await client.chat_postMessage(channel=TRIAGE, text="x")


async def _no_app_token(app: App) -> None:
    await app.client().apps_connections_open(app_token=app.slack.token)


CALLS: list[tuple[str, Callable[[App], Awaitable[object]]]] = [
    ("auth.expired", _expired),
    ("auth.revoked", _revoked),
    ("enterprise.team", _unnamed_team),
    ("oauth.client", lambda app: app.access(code=app.code(), client_id="9.9")),
    ("oauth.secret", lambda app: app.access(code=app.code(), client_secret="guess")),
    ("oauth.code", _used_code),
    ("oauth.code", _late_code),
    ("oauth.redirect", lambda app: app.access(code=app.code(), redirect_uri="https://evil.test")),
    ("oauth.refresh", _used_refresh),
    ("rate.method", _too_many_updates),
    ("rate.method", _too_many_posts),
    ("socket.token", _no_app_token),
]


@pytest.mark.parametrize(("rule", "call"), CALLS)
async def test_what_the_app_may_not(
    app: App, rule: str, call: Callable[[App], Awaitable[object]]
) -> None:
    with pytest.raises(SlackApiError) as caught:
        await call(app)
    assert app.slack.broken == [rule]
    assert caught.value.response["error"] == RULES[rule].error


async def test_a_ticket_opens_one_socket_and_ends(app: App, clock: MovableClock) -> None:
    async with aiohttp.ClientSession() as session:
        address = await app.socket()
        async with session.ws_connect(address) as socket:
            assert (await socket.receive_json())["type"] == "hello"
            with pytest.raises(aiohttp.WSServerHandshakeError):
                await session.ws_connect(address)
            late = await app.socket()
            clock.move(seconds=31)
            with pytest.raises(aiohttp.WSServerHandshakeError):
                await session.ws_connect(late)
    assert app.slack.broken == ["socket.ticket"] * 2


async def test_ten_sockets_are_the_most(app: App) -> None:
    async with aiohttp.ClientSession() as session:
        held = [await session.ws_connect(await app.socket()) for _ in range(10)]
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(await app.socket())
        assert not any(one.closed for one in held)
    assert app.slack.broken == ["socket.many"]


async def test_only_what_was_sent_can_be_acknowledged(app: App) -> None:
    host = app.slack.socket_host
    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(await app.socket()) as socket,
    ):
        await socket.receive_json()
        await socket.send_json({"envelope_id": "never sent"})
        sending = asyncio.create_task(host.deliver("events_api", {"type": "event_callback"}))
        envelope = (await socket.receive_json())["envelope_id"]
        await socket.send_json({"envelope_id": envelope, "payload": {"text": "x"}})
        assert await sending is not None
    assert app.slack.broken == ["socket.envelope", "socket.payload"]


def test_each_of_these_rules_is_broken_here() -> None:
    sockets = {"socket.ticket", "socket.many", "socket.envelope", "socket.payload"}
    assert {rule for rule, _ in CALLS} | sockets == set(APP_RULES)
