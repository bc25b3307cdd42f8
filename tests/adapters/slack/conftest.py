"""A fake Slack, the adapter connected to it, and a desk that remembers what it heard."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import httpx
import pytest
from fastapi import FastAPI
from pydantic import SecretStr

from adapters.slack.app import Slack, build_slack
from adapters.slack.platform import SlackPlatform
from bot.cards import Card, Form, Option
from bot.incoming import Incoming, Spot
from bot.ports import Completion
from core.access.actor import Actor, Role
from core.clock import SetClock
from core.settings_chats import SlackSettings
from tests.builders import Office
from tests.fakes.slack import FakeSlack

if TYPE_CHECKING:
    from tests.adapters.slack.installed import Setup

TRIAGE = "C0TRIAGE"
SUPPORT = "C0SUPPORT"
SAM = "U0SAM"
ANA = "U0ANA"


class MovableClock(SetClock):
    """A clock that a test moves on."""

    def move(self, **by: float) -> None:
        """Move on by so many seconds, minutes, hours."""
        self.set(self.now() + timedelta(**by))


class RecordingDesk:
    """A desk that remembers what it was told and opens the forms it was given."""

    def __init__(self) -> None:
        self.told: list[Incoming] = []
        self.answers: list[Incoming] = []
        self.asked: list[Incoming] = []
        self.forms: dict[str, Form] = {}
        self.typed: list[tuple[Incoming, str]] = []
        self.choices: dict[str, list[Option]] = {}
        self.shared: list[Incoming] = []
        self.cards: dict[str, Card] = {}
        self.broken = False
        self.stuck = False

    async def ask(self, incoming: Incoming) -> Form | None:
        """The form prepared for these words, if any."""
        self.asked.append(incoming)
        if self.stuck:
            await asyncio.Event().wait()
        return self.forms.get(incoming.text)

    async def tell(self, incoming: Incoming) -> None:
        """Remember it, unless broken."""
        if self.broken:
            raise RuntimeError("the receipt could not be committed")
        self.told.append(incoming)

    async def answered(self, incoming: Incoming) -> None:
        """Remember that it was acknowledged in time."""
        self.answers.append(incoming)

    async def complete(self, incoming: Incoming) -> list[Completion]:
        """Slack never asks for this."""
        return []

    async def suggest(self, incoming: Incoming, source: str) -> list[Option]:
        """The choices laid out for that source."""
        self.typed.append((incoming, source))
        return self.choices.get(source, [])

    async def preview(
        self, incoming: Incoming, urls: Sequence[str], *, most: int
    ) -> dict[str, Card]:
        """The cards laid out for these links."""
        self.shared.append(incoming)
        return {url: self.cards[url] for url in urls[:most] if url in self.cards}


@pytest.fixture
def clock() -> MovableClock:
    """A clock that stands still."""
    return MovableClock(datetime(2026, 11, 20, 14, 0, tzinfo=UTC))


@pytest.fixture
async def slack(clock: MovableClock) -> AsyncIterator[FakeSlack]:
    """A workspace with an agent in the triage channel and a customer in #support."""
    fake = FakeSlack(clock)
    fake.add_user(SAM, "Sam")
    fake.add_user(ANA, "Ana")
    fake.add_channel(TRIAGE, SAM, kind="group")
    fake.add_channel(SUPPORT, SAM, ANA)
    await fake.start()
    yield fake
    await fake.stop()


@pytest.fixture
def desk() -> RecordingDesk:
    """A desk that remembers."""
    return RecordingDesk()


@pytest.fixture
def settings(slack: FakeSlack) -> SlackSettings:
    """Settings that lead to the fake."""
    return SlackSettings(
        bot_token=SecretStr(slack.token),
        signing_secret=SecretStr(slack.signing_secret),
        triage_channel=TRIAGE,
        api_url=slack.api_url,
    )


@pytest.fixture
async def adapter(
    slack: FakeSlack, settings: SlackSettings, desk: RecordingDesk, clock: MovableClock
) -> AsyncIterator[Slack]:
    """The adapter, its door open to the fake; not connected yet."""
    built = build_slack(settings, desk, clock)
    web = FastAPI()
    web.router.routes.extend(built.routes)
    transport = httpx.ASGITransport(app=web)
    async with httpx.AsyncClient(transport=transport, base_url="http://desk.test") as client:
        slack.send.client = client
        yield built
    await built.platform.close()


@pytest.fixture
async def platform(adapter: Slack) -> SlackPlatform:
    """The connected platform."""
    await adapter.platform.connect()
    return adapter.platform


@pytest.fixture
async def connected(adapter: Slack) -> Slack:
    """The adapter, knowing who it is."""
    await adapter.platform.connect()
    return adapter


def spot(channel: str = TRIAGE, thread: str | None = None) -> Spot:
    """A place in the fake's workspace."""
    return Spot(platform="slack", workspace=FakeSlack.team, channel=channel, thread=thread)


@pytest.fixture
async def admin(office: Office) -> Actor:
    """An administrator who is signed in."""
    return await office.given_person("Alex", Role.ADMIN)


@pytest.fixture
async def setup(slack: FakeSlack, office: Office, admin: Actor) -> AsyncIterator["Setup"]:
    """A desk that is connected to nothing yet."""
    from tests.adapters.slack.installed import VAULT, installed_setup

    async with installed_setup(slack, office, admin, VAULT) as made:
        yield made
