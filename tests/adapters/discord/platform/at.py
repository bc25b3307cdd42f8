"""Places and words of the tests beside."""

from collections.abc import AsyncIterator

from bot.cards import Author, Text
from bot.incoming import Spot
from tests.fakes.discord import Channel, FakeDiscord

POST, PATCH = "POST /channels/{channel}/messages", "PATCH /channels/{channel}/messages/{message}"
SPEAK = "POST /webhooks/{webhook}/{token}"


def spot(fake: FakeDiscord, channel: Channel | str, thread: str | None = None) -> Spot:
    """A place there."""
    id = channel if isinstance(channel, str) else channel.id
    return Spot(platform="discord", workspace=fake.guild, channel=id, thread=thread)


async def content() -> AsyncIterator[bytes]:
    """A very small picture."""
    yield b"\x89PNG"


SAYS_ANA = Text(text="it hums", author=Author(name="Ana", role="customer"))
