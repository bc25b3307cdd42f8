"""Files that people share in Discord, and those that we share there."""

from collections.abc import AsyncIterator
from urllib.parse import urlsplit
from uuid import UUID

import aiohttp

from adapters.discord.addresses import Own
from adapters.discord.inbound.messages import is_ours
from adapters.discord.render.limits import FILE_DESCRIPTION, FILE_SIZE, NONCE
from adapters.discord.render.messages import QUIET
from adapters.discord.render.packing import short
from adapters.discord.webapi.calls import DiscordCalls, Json
from adapters.discord.webapi.finding import messages_since
from bot.incoming import Brought
from bot.ports import OutcomeUnknown, Refused, SentFile, TryLater
from bot.showing.texts import plain

_HOSTS = frozenset({"cdn.discordapp.com", "media.discordapp.net"})
_TRANSFER = aiohttp.ClientTimeout(total=None, connect=4, sock_read=20)
_CHUNK = 64 * 1024


class DiscordFiles:
    """Files of our server. They are fetched without our token: their addresses carry a right."""

    def __init__(self, calls: DiscordCalls, api_url: str) -> None:
        self._calls = calls
        self._api = urlsplit(api_url)

    async def fetch(self, brought: Brought) -> AsyncIterator[bytes]:
        """The content, from Discord itself and nowhere else."""
        if brought.trouble:
            raise Refused(brought.trouble)
        if not self.is_discord(brought.address):
            raise Refused("The file is not kept by Discord.")
        try:
            async with (
                aiohttp.ClientSession(timeout=_TRANSFER, trust_env=True) as session,
                session.get(brought.address, allow_redirects=False) as response,
            ):
                _check(response)
                async for chunk in response.content.iter_chunked(_CHUNK):
                    yield chunk
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise TryLater("Discord did not give the file.") from error

    def is_discord(self, address: str) -> bool:
        """Whether an address is Discord's own: no other is fetched."""
        parts = urlsplit(address)
        if parts.scheme == "https" and parts.hostname in _HOSTS:
            return True
        # A stand-in for Discord keeps its files on its own host.
        usual = (self._api.hostname or "").endswith("discord.com")
        return not usual and (parts.scheme, parts.hostname) == (
            self._api.scheme,
            self._api.hostname,
        )

    async def put(self, channel: str, file: SentFile, delivery: UUID) -> str:
        """Share a file; the id of its message."""
        if file.size > FILE_SIZE:
            raise Refused(f"Discord takes no file above {FILE_SIZE // 1024 // 1024} MiB.")
        content = b"".join([chunk async for chunk in file.content])
        name = plain(file.name, 200, empty="file")
        attachment: Json = {"id": 0, "filename": name}
        if file.media_type.startswith("image/"):
            # For those who do not see it: nobody has described it to us.
            attachment["description"] = plain(f"Picture {file.name}", FILE_DESCRIPTION)
        payload: Json = {
            "attachments": [attachment],
            "allowed_mentions": QUIET,
            "nonce": short(delivery)[:NONCE],
            "enforce_nonce": True,
        }
        told = await self._calls.upload(channel, payload, name, content)
        if not told.get("id"):
            raise OutcomeUnknown("Discord did not say where the file is.")
        return str(told["id"])

    async def find(
        self, own: Own, channel: str, name: str, size: int, delivery: UUID
    ) -> str | None:
        """The message with a file like that which we shared there since that delivery."""
        for message in await messages_since(self._calls, channel, delivery):
            if not is_ours(message, own):
                continue
            for one in message.get("attachments") or ():
                if one.get("size") == size and _alike(str(one.get("filename") or ""), name):
                    return str(message["id"])
        return None


def _alike(theirs: str, ours: str) -> bool:
    """Discord writes names its own way: letters and digits are left as they were."""
    return _bare(theirs) == _bare(ours)


def _bare(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isascii() and letter.isalnum())


def _check(response: aiohttp.ClientResponse) -> None:
    if response.status == 429 or response.status >= 500:
        raise TryLater("Discord is not giving files at the moment.")
    if response.status in {403, 404}:
        raise Refused("Discord does not keep the file any more.")
    if response.status != 200:
        raise Refused(f"Discord does not give the file ({response.status}).")
