"""Slack installed by OAuth for the tests: the adapter on a real database, and a browser."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
from fastapi import FastAPI
from pydantic import SecretStr
from starlette.requests import Request

from adapters.slack.app import Slack, build_slack
from adapters.slack.connecting import build_ending
from adapters.slack.workspaces.connections import Workspaces
from adapters.slack.workspaces.granting import Granting
from adapters.slack.workspaces.installations import StoredInstallations
from adapters.slack.workspaces.installing import Installing
from bot.incoming import Spot
from bot.ports_plugins import Visitor
from core.access.actor import Actor
from core.access.vault import Vault
from core.events.pacers import SharedPacer
from core.ids import new_id
from core.settings_chats import SlackSettings
from tests.adapters.slack.conftest import RecordingDesk
from tests.builders import Office
from tests.fakes.slack import FakeSlack
from tests.fakes.slack.state import SlackState

ADDRESS = "https://desk.test"
VAULT = Vault("k" * 40)


def oauth_settings(slack: FakeSlack) -> SlackSettings:
    """Settings without a bot token: workspaces come by installation."""
    return SlackSettings(
        signing_secret=SecretStr(slack.signing_secret),
        client_id=slack.apps.client_id,
        client_secret=SecretStr(slack.apps.client_secret),
        api_url=slack.api_url,
    )


@dataclass
class Setup:
    """One process of the desk, and the browser of whoever is ``at_the_browser``."""

    slack: FakeSlack
    office: Office
    desk: RecordingDesk
    adapter: Slack
    kept: StoredInstallations
    browser: httpx.AsyncClient
    at_the_browser: Visitor | None

    async def begin(self) -> str:
        """Where Slack asks for consent."""
        answer = await self.browser.get("/slack/install")
        assert answer.status_code == 303, answer.text
        return answer.headers["location"]

    async def come_back(self, address: str, code: str, **more: str) -> httpx.Response:
        """Slack sends the browser back."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert asked["redirect_uri"] == f"{ADDRESS}/slack/oauth_redirect"
        query = {"code": code, "state": asked["state"], **more}
        return await self.browser.get("/slack/oauth_redirect", params=query)

    async def install(self, *states: SlackState, whole: str | None = None) -> httpx.Response:
        """All of it."""
        address = await self.begin()
        return await self.come_back(address, self.slack.apps.consent(address, *states, whole=whole))


@asynccontextmanager
async def installed_setup(
    slack: FakeSlack, office: Office, admin: Actor | None, vault: Vault
) -> AsyncIterator[Setup]:
    """A process of the desk; several may share a database."""
    settings, desk, database = oauth_settings(slack), RecordingDesk(), office.database
    granting = Granting(settings, database.clock)
    kept = StoredInstallations(database, vault, granting)
    workspaces = Workspaces(settings, database.clock, kept, SharedPacer(database), kept.triage_of)
    ended = build_ending(kept, workspaces)
    adapter = build_slack(settings, desk, database.clock, workspaces, ended)
    at = Visitor(admin, "session-of-the-browser") if admin else None

    async def who(_: Request) -> Visitor | None:
        return setup.at_the_browser

    web = FastAPI()
    web.router.routes.extend(adapter.routes)
    web.router.routes.extend(Installing(kept, granting, ADDRESS, who).routes)
    transport = httpx.ASGITransport(app=web)
    async with httpx.AsyncClient(transport=transport, base_url=ADDRESS) as client:
        setup = Setup(slack, office, desk, adapter, kept, client, at)
        slack.send.client = client
        try:
            yield setup
        finally:
            await adapter.platform.close()


def workspace(slack: FakeSlack, team: str = "T0NORTH", enterprise: str | None = None) -> SlackState:
    """A workspace with a channel and somebody in it."""
    state = slack.apps.add_workspace(team, f"Team {team}", enterprise)
    state.add_user(f"U0{team}", "Nora")
    state.add_channel(f"C0{team}", f"U0{team}")
    return state


def at(state: SlackState) -> Spot:
    """Its channel."""
    return Spot(platform="slack", workspace=state.team, channel=f"C0{state.team}")


async def say(setup: Setup, state: SlackState, words: str, **more: Any) -> int:
    """Somebody says something there; how we answered."""
    event = {"type": "message", "user": f"U0{state.team}", "text": words, "ts": f"{new_id().int}.1"}
    event |= {"channel": f"C0{state.team}", "channel_type": "channel", "ts": "1795186000.000100"}
    authorised = [{"team_id": state.team, "enterprise_id": state.enterprise, "is_bot": True}]
    told: dict[str, Any] = {"team_id": state.team, "authorizations": authorised, **more}
    return (await setup.slack.send.event(event, **told)).status_code
