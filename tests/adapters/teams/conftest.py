"""A fake Teams, the adapter connected to it, and a desk that remembers what it heard."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from pydantic import SecretStr

from adapters.files.store import build_files
from adapters.teams.connecting import Teams, build_teams
from adapters.teams.platform import TeamsPlatform
from adapters.teams.webapi.own import Own
from bot.incoming import Spot
from bot.process.opening import Opened
from core.access.vault import Vault
from core.conversation.files import Files
from core.settings import FilesSettings, Settings
from core.settings_chats import TeamsSettings
from tests.adapters.slack.conftest import MovableClock, RecordingDesk
from tests.builders import Office
from tests.fakes.teams import FakeTeams

TRIAGE, SUPPORT = "19:triage@thread.tacv2", "19:support@thread.tacv2"
SAM, ANA = "29:sam", "29:ana"
ADDRESS = "http://127.0.0.1:8080"
OWN = Own(FakeTeams.tenant, FakeTeams.app_id)


@pytest.fixture
def clock(office: Office) -> MovableClock:
    """A clock that stands still, in the desk and in Teams alike."""
    clock = MovableClock(datetime(2026, 11, 20, 14, 0, tzinfo=UTC))
    office.database.clock = clock
    return clock


@pytest.fixture
async def teams(clock: MovableClock) -> AsyncIterator[FakeTeams]:
    """A tenant with an agent in the staff's team and a customer in everybody's."""
    fake = FakeTeams(clock)
    fake.add_user("sam", "Sam")
    fake.add_user("ana", "Ana")
    fake.add_channel("triage", fake.add_team("staff", "Staff", SAM))
    fake.add_channel("support", fake.add_team("everybody", "Everybody", SAM, ANA))
    for one in (SAM, ANA):
        fake.personal(one)
    await fake.start()
    yield fake
    await fake.stop()


@pytest.fixture
def desk() -> RecordingDesk:
    """A desk that remembers."""
    return RecordingDesk()


def settings_for(fake: FakeTeams, **more: Any) -> TeamsSettings:
    """Settings that lead to the fake."""
    given: dict[str, Any] = {
        "app_id": fake.app_id,
        "app_password": SecretStr(fake.app_password),
        "tenant_id": fake.tenant,
        "triage_channel": TRIAGE,
        "support_channel": SUPPORT,
        "openid_url": fake.openid_url,
        "login_url": fake.token_url,
    }
    return TeamsSettings(**(given | more))


@pytest.fixture
def files() -> Files:
    """Somewhere to keep files."""
    return build_files(FilesSettings(url="memory://"), Settings().data_dir)


@pytest.fixture
def opened(office: Office, teams: FakeTeams) -> Opened:
    """The desk's database and settings."""
    settings = Settings(_env_file=None, teams=settings_for(teams))
    return Opened(settings, office.database, "", "", Vault("k" * 40), None)


@pytest.fixture
async def adapter(
    teams: FakeTeams, desk: RecordingDesk, opened: Opened, office: Office, files: Files
) -> AsyncIterator[Teams]:
    """The adapter, bound to the tenant, its door open to the fake."""
    async with connected(teams, settings_for(teams), desk, opened, office, files) as built:
        yield built


@asynccontextmanager
async def connected(
    fake: FakeTeams,
    settings: TeamsSettings,
    desk: RecordingDesk,
    opened: Opened,
    office: Office,
    files: Files,
) -> AsyncIterator[Teams]:
    """An adapter with these settings while the context lasts."""
    built = build_teams(settings, desk, opened, office.organisation_id, files)
    await built.tenancy.bind(settings)
    await built.tenancy.learn(fake.service_url, revives=True)
    web = FastAPI()
    web.router.routes.extend(built.door.routes)
    transport = httpx.ASGITransport(app=web, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://desk.test") as client:
        fake.send.client = client
        yield built
    await built.keys.close()
    await built.http.aclose()


@pytest.fixture
def platform(adapter: Teams) -> TeamsPlatform:
    """The connected platform."""
    return adapter.platform


def spot(channel: str = TRIAGE, thread: str | None = None) -> Spot:
    """A place in the fake's tenant."""
    return Spot(platform="teams", workspace=FakeTeams.tenant, channel=channel, thread=thread)
