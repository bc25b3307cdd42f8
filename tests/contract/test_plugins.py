"""A chat platform of another package: found by its metadata, connected, and heard."""

import asyncio
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import httpx
import pytest

from core.clock import Clock
from core.database.unit_of_work import UnitOfWork
from tests.contract.chats import CHATS
from tests.contract.drivers.base import card, heard
from tests.contract.drivers.slack import SlackDriver
from tests.contract.journeys import to_ref
from tests.contract.world import World, a_world
from tests.plugins import install

TOKEN = "cracker"


class ParrotChat:
    """The cage of the test: what birds say goes to the desk by HTTP."""

    slug = "parrot"

    def __init__(self, clock: Clock) -> None:
        self.changed = asyncio.Condition()
        self.token = TOKEN
        self.client: httpx.AsyncClient | None = None

    async def start(self) -> None:
        """There is nothing to start."""

    def settings(self) -> Mapping[str, Any]:
        """As they would be read from the environment."""
        return {"plugins": {"parrot": {"token": TOKEN}}}

    def reach(self, client: httpx.AsyncClient) -> None:
        """The desk."""
        self.client = client

    async def furnish(self, uow: UnitOfWork) -> None:
        """The plug-in has its perch served itself."""

    def heal(self) -> None:
        """Nothing goes wrong."""

    async def stop(self) -> None:
        """Nothing to stop."""

    async def say(self, id: str, bird: str, text: str, **more: str) -> httpx.Response:
        """A bird says something."""
        assert self.client is not None
        return await self.client.post(
            "/parrot/messages",
            json={"id": id, "bird": bird, "text": text, **more},
            headers={"authorization": f"Bearer {self.token}"},
        )


@pytest.fixture(autouse=True)
def _cage() -> Iterator[None]:
    CHATS["parrot"] = ParrotChat
    yield
    del CHATS["parrot"]


def _says(world: World) -> dict[str, tuple[Any, Any]]:
    return world.desk.platforms["parrot"].said  # type: ignore[attr-defined,no-any-return]


async def test_a_platform_of_another_package_is_connected_and_passes_messages_both_ways(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    install(monkeypatch, tmp_path, "deskhand-parrot", "parrot", slug="parrot")
    async with a_world("parrot") as world:
        slack, cage = SlackDriver(world), world.chats["parrot"]
        assert isinstance(cage, ParrotChat)
        told = await cage.say("m1", "polly", "@Ticket new The cage is too small")
        assert told.status_code == 202
        shown = await card(slack, "sam", "TIK-", "The cage is too small")
        ref = to_ref(shown.text)

        async def carded() -> bool:
            return any(getattr(one, "ref", None) == ref for _, one in _says(world).values())

        await world.until(carded, "Polly's own card")
        await slack.mention("sam", "reply We order a larger one", thread=shown.id)

        async def answered() -> bool:
            texts = [getattr(one, "text", "") for _, one in _says(world).values()]
            return any("We order a larger one" in text for text in texts)

        await world.until(answered, "the reply is said on the perch")
        await cage.say("m2", "polly", "Thank you", thread="m1")
        await heard(slack, "sam", "triage", shown.id, "Thank you", "Polly")
        cage.token = "seed"
        assert (await cage.say("m3", "polly", "@Ticket new Not me")).status_code == 401


BROKEN = {
    "does not load": ("raise ImportError('no kit for gulls')", "gull"),
    "has nothing to offer": ("PLATFORM = object()", "gull"),
    "names a platform that is there": ("PLATFORM = object()", "slack"),
    "fails while it is connected": (
        "class Gull:\n"
        "    title, guide, check = 'Gull', 'Feed it.', None\n"
        "    def read(self, settings):\n        return 1\n"
        "    def connect(self, desk, own):\n"
        "        desk.platforms['gull'] = self\n        raise OSError('it flew away')\n"
        "PLATFORM = Gull()\n",
        "gull",
    ),
}


@pytest.mark.parametrize("how", BROKEN)
async def test_a_broken_plug_in_keeps_nobody_from_working(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, how: str
) -> None:
    source, slug = BROKEN[how]
    install(monkeypatch, tmp_path, "gulls", source, slug=slug)
    async with a_world() as world:
        assert "gull" not in world.desk.platforms
        slack = SlackDriver(world)
        await slack.slash("sam", "new The window is broken customer:ana@example.org")
        await card(slack, "sam", "TIK-", "The window is broken")
