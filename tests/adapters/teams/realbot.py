"""A bot made with Microsoft's own library, to hold the fake Teams against.

It signs in over plain HTTP, without MSAL, which takes only https addresses.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import jwt
from botbuilder.core import InvokeResponse, TurnContext
from botbuilder.core.cloud_adapter_base import CloudAdapterBase
from botbuilder.schema import Activity, ActivityTypes
from botframework.connector.aio import ConnectorClient
from botframework.connector.auth import (
    BotFrameworkAuthenticationFactory,
    MicrosoftAppCredentials,
    PasswordServiceClientCredentialFactory,
)
from botframework.connector.auth.jwt_token_extractor import JwtTokenExtractor
from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse
from msrest.authentication import Authentication

from core.clock import SetClock
from tests.fakes.teams import FakeTeams, Message
from tests.fakes.teams.cards import ADAPTIVE

Json = dict[str, Any]

SAM, ANA = "29:sam", "29:ana"
TRIAGE, SUPPORT = "19:triage@thread.tacv2", "19:support@thread.tacv2"


class MovableClock(SetClock):
    """A clock that a test moves on."""

    def __init__(self) -> None:
        super().__init__(datetime(2026, 11, 20, 14, 0, tzinfo=UTC))

    def move(self, **by: float) -> None:
        """Move on by so many seconds, minutes, hours."""
        self.set(self.now() + timedelta(**by))


class HttpCredentials(MicrosoftAppCredentials):  # type: ignore[misc]
    """The library's credentials with a token that was got before."""

    token = ""

    def get_access_token(self, force_refresh: bool = False) -> str:
        """That token."""
        return self.token


class HttpFactory(PasswordServiceClientCredentialFactory):  # type: ignore[misc]
    """Gets the library's token at any address."""

    async def create_credentials(
        self, app_id: str, oauth_scope: str, login_endpoint: str, validate_authority: bool
    ) -> Authentication:
        """What signs our calls."""
        made = HttpCredentials(app_id, self.password, self.tenant_id, oauth_scope)
        made.token = await self.fetch(login_endpoint, app_id, oauth_scope)
        return made

    async def fetch(self, url: str, app_id: str, scope: str) -> str:
        """A token from the sign-in. Raises ``httpx.HTTPStatusError``."""
        form = {
            "grant_type": "client_credentials",
            "client_id": app_id,
            "client_secret": self.password,
            "scope": f"{scope}/.default",
        }
        async with httpx.AsyncClient() as http:
            answer = (await http.post(url, data=form)).raise_for_status()
        return str(answer.json()["access_token"])


class Bot(CloudAdapterBase):  # type: ignore[misc]
    """Remembers what it heard; ``answers`` are what it says to invokes, by their names."""

    def __init__(self, teams: FakeTeams, clock: MovableClock) -> None:
        self.teams, self.clock = teams, clock
        self.factory = HttpFactory(teams.app_id, teams.app_password, teams.tenant)
        super().__init__(
            BotFrameworkAuthenticationFactory.create(
                credential_factory=self.factory,
                to_channel_from_bot_login_url=teams.token_url,
                to_channel_from_bot_oauth_scope="https://api.botframework.com",
                to_bot_from_channel_token_issuer="https://api.botframework.com",
                to_bot_from_channel_open_id_metadata_url=teams.openid_url,
                oauth_url=teams.origin,
            )
        )
        self.heard: list[Json] = []
        self.answers: dict[str, Any] = {}
        self.replies: list[Activity] = []
        self.status = 200
        self.stuck: asyncio.Event | None = None
        self._news = asyncio.Condition()

    async def turn(self, context: TurnContext) -> None:
        """What the library calls once it believes an activity."""
        self.heard.append(context.activity.serialize())
        async with self._news:
            self._news.notify_all()
        if self.stuck is not None:
            await self.stuck.wait()
        if context.activity.type == ActivityTypes.invoke:
            body = self.answers.get(context.activity.name)
            answer = InvokeResponse(status=self.status, body=body)
            await context.send_activity(Activity(type="invokeResponse", value=answer))
        for reply in self.replies:
            await context.send_activity(reply)

    async def heard_so_many(self, number: int) -> None:
        """Wait until it has heard so many activities."""
        async with asyncio.timeout(60), self._news:
            await self._news.wait_for(lambda: len(self.heard) >= number)

    async def door(self, request: Request) -> Response:
        """``POST /teams/messages``."""
        await self.fetch_keys()
        header = request.headers.get("authorization", "")
        activity = Activity.deserialize(await request.json())
        try:
            told = await self.process_activity(header, activity, self.turn)
        except (PermissionError, jwt.PyJWTError, IndexError, AttributeError):
            return Response(status_code=401)
        except Exception as error:
            if "endorsement" not in str(error) and "algorithm" not in str(error):
                raise
            return Response(status_code=401)
        return JSONResponse(told.body, told.status) if told else Response(status_code=200)

    async def post(self, where: str, content: Json) -> Message:
        """Post a card."""
        attachment = {"contentType": ADAPTIVE, "content": content}
        sent = await (await self.client()).conversations.send_to_conversation(
            where, Activity(type="message", attachments=[attachment])
        )
        return self.teams.conversations[where].messages[sent.id]

    async def fetch_keys(self) -> None:
        """Have the library fetch the keys in a thread: it lets nothing else run meanwhile."""
        known = JwtTokenExtractor.get_open_id_metadata(self.teams.openid_url)
        await asyncio.to_thread(asyncio.run, known._refresh())

    async def client(self) -> ConnectorClient:
        """The library's client for the Bot Connector."""
        claims = self.create_claims_identity(self.teams.app_id)
        factory = self.bot_framework_authentication.create_connector_factory(claims)
        made: ConnectorClient = await factory.create(
            self.teams.service_url, "https://api.botframework.com"
        )
        return made


@asynccontextmanager
async def a_bot() -> AsyncIterator[Bot]:
    """A tenant with two people, a team of two channels, and a bot that is installed there."""
    clock = MovableClock()
    teams = FakeTeams(clock)
    teams.add_user("sam", "Sam")
    teams.add_user("ana", "Ana")
    team = teams.add_team("general", "Acme", SAM, ANA)
    teams.add_channel("triage", team)
    teams.add_channel("support", team)
    await teams.start()
    bot = Bot(teams, clock)
    web = FastAPI()
    web.add_api_route("/teams/messages", bot.door, methods=["POST"])
    transport = httpx.ASGITransport(app=web)
    async with httpx.AsyncClient(transport=transport, base_url="http://desk.test") as client:
        teams.send.client = client
        yield bot
    await teams.stop()
