"""The smallest chat platform there can be: a cage with a perch, reached by HTTP.

An example for those who write a plug-in; CONTRIBUTING.md tells the rest.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from itertools import count
from typing import Any
from uuid import UUID

from pydantic import BaseModel, SecretStr
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.cards import Card, Text
from bot.checks.checked import Checked, ok
from bot.incoming import Incoming, Kind, Spot
from bot.ports import Gone, PrivateAnswer, Profile
from bot.process.running import Desk
from core.access.installations import bind_workspace
from core.conversation.audience import Audience
from core.conversation.mapping import begin_serving
from core.settings import Settings

SLUG, CAGE, PERCH = "parrot", "cage", "perch"


class ParrotSettings(BaseModel):
    """What is set with ``DESKHAND_PARROT__...``."""

    model_config = {"extra": "forbid", "frozen": True}

    token: SecretStr
    """Whoever knows it may speak for anybody in the cage."""
    greeting: str = "Hello"


class Parrot:
    """Keeps in ``said`` what it was told to say: by its id, where and what."""

    slug = SLUG

    def __init__(self, settings: ParrotSettings) -> None:
        self.settings = settings
        self.said: dict[str, tuple[Spot, Text | Card]] = {}
        self._ids = count(1)
        self._delivered: dict[UUID, str] = {}

    async def profile(self, workspace: str, user: str) -> Profile | None:
        """Everybody in the cage is a customer."""
        return Profile(name=user.title(), direct=f"beak-{user}", guest=True, welcome=True)

    async def audience_of(self, spot: Spot) -> Audience:
        """A parrot keeps nothing to itself."""
        return Audience.PUBLIC

    async def post(self, spot: Spot, content: Text | Card, *, delivery: UUID) -> str:
        """Say it once."""
        if delivery not in self._delivered:
            self._delivered[delivery] = f"p{next(self._ids)}"
        self.said[self._delivered[delivery]] = (spot, content)
        return self._delivered[delivery]

    async def update(self, spot: Spot, ref: str, content: Text | Card) -> None:
        """Say it otherwise."""
        if ref not in self.said:
            raise Gone("The parrot never said that.")
        self.said[ref] = (spot, content)

    async def remove(self, spot: Spot, ref: str) -> None:
        """Never have said it."""
        self.said.pop(ref, None)

    async def answer(
        self, spot: Spot, to: PrivateAnswer, content: Text | Card, *, delivery: UUID
    ) -> str:
        """Whisper."""
        there = spot.model_copy(update={"channel": f"beak-{to.viewer}", "thread": None})
        return await self.post(there, content, delivery=delivery)

    def address(self, spot: Spot, ref: str) -> str | None:
        """There is no page to open."""
        return None

    async def find(self, spot: Spot, delivery: UUID) -> str | None:
        """What was said for that delivery."""
        return self._delivered.get(delivery)


class Plugin:
    """What the entry point leads to."""

    title = "Parrot"
    guide = "Set DESKHAND_PARROT__TOKEN."

    def read(self, settings: Settings) -> ParrotSettings | None:
        """Off without any setting. What is wrong is said by its name."""
        told: Mapping[str, str] = settings.plugins.get(SLUG, {})
        return ParrotSettings(**told) if told else None

    def connect(self, desk: Desk, own: ParrotSettings) -> Sequence[Any]:
        """The platform, what is done once it can be reached, and the door."""
        platform = Parrot(own)
        desk.platforms[SLUG] = platform

        async def greet() -> None:
            async with desk.opened.database.unit_of_work(desk.organisation_id) as uow:
                await bind_workspace(uow, SLUG, CAGE, "that PARROT__TOKEN opens")
                await begin_serving(uow, SLUG, CAGE, PERCH, "support")

        desk.connecting.append(greet)
        return [Route("/parrot/messages", door_of(desk, own), methods=["POST"])]

    async def check(self, settings: Settings, own: ParrotSettings) -> list[Checked]:
        """A parrot is always well."""
        return [ok(self.title, f"says {own.greeting}")]


def door_of(desk: Desk, own: ParrotSettings) -> Any:
    """What is heard: verified, made neutral, told; acknowledged once that has returned."""

    async def hear(request: Request) -> Response:
        if request.headers.get("authorization") != f"Bearer {own.token.get_secret_value()}":
            return JSONResponse({"error": "unauthorized"}, 401)
        await desk.router.tell(to_incoming(await request.json()))
        return JSONResponse({"heard": True}, 202)

    return hear


def to_incoming(said: Mapping[str, Any]) -> Incoming:
    """What a bird said. One that begins with ``@Ticket`` is a command."""
    text, thread = str(said["text"]), said.get("thread")
    command = text.startswith("@Ticket ")
    return Incoming(
        kind=Kind.COMMAND if command else Kind.SAID,
        key=f"{SLUG}:{CAGE}:{said['id']}",
        spot=Spot(platform=SLUG, workspace=CAGE, channel=PERCH, thread=thread),
        sender=str(said["bird"]),
        at=datetime.now(UTC),
        text=text.removeprefix("@Ticket "),
        stamp=str(said["id"]),
        words="support",
    )


PLATFORM = Plugin()
