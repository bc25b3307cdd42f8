"""Files from and to Teams. Bots bring and fetch them in personal chats alone: what we have is
offered on a card, and brought once its reader wants it.
"""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx

from adapters.teams.render.elements import Json
from adapters.teams.render.limits import FILE_NAME
from adapters.teams.webapi.line import Line
from adapters.teams.webapi.own import Payload, part
from bot.incoming import Brought
from bot.ports import Refused, SentFile, TryLater
from bot.showing.texts import clean, cut
from core.access.vault import Unreadable, Vault
from core.conversation.files import Files
from core.conversation.ports import NoSuchFile, StorageDown

CONSENT = "application/vnd.microsoft.teams.card.file.consent"
INFO = "application/vnd.microsoft.teams.card.file.info"
_BELONGS = "file offered in a chat"
_CHUNK = 4 * 320 * 1024
"""Bytes of one part of an upload: Microsoft wants multiples of 320 KiB."""
_TRANSFER = httpx.Timeout(30.0, connect=4.0)
_DOMAINS = (
    ".sharepoint.com",
    ".sharepoint.cn",
    ".sharepoint.us",
    ".sharepoint-mil.us",
    ".svc.ms",
    ".teams.microsoft.com",
)


@dataclass(frozen=True)
class Offered:
    """A file of ours that somebody wants now."""

    key: str
    name: str
    size: int


class TeamsFiles:
    """Fetches and brings contents."""

    def __init__(self, line: Line, files: Files | None, vault: Vault) -> None:
        self._line = line
        self._files = files
        self._vault = vault

    async def fetch(self, brought: Brought) -> AsyncIterator[bytes]:
        """The content, from Microsoft's own hosts and no others."""
        if brought.trouble:
            raise Refused(brought.trouble)
        if not self._is_microsofts(brought.address):
            raise Refused("The file is not kept by Teams.")
        try:
            async with self._line.stream(brought.address, _TRANSFER) as answer:
                _check(answer)
                async for chunk in answer.aiter_bytes():
                    yield chunk
        except httpx.HTTPError as error:
            raise TryLater("Teams did not give the file.") from error

    def offer(self, file: SentFile) -> Json:
        """The card that asks its reader whether they want the file."""
        told = {"key": file.key, "name": file.name, "size": file.size}
        sealed = {"file": self._vault.seal(json.dumps(told), _BELONGS).hex()}
        name = cut(clean(file.name).replace("/", "_"), FILE_NAME)
        card = {
            "contentType": CONSENT,
            "name": name,
            "content": {
                "description": "A file of this conversation",
                "sizeInBytes": file.size,
                "acceptContext": sealed,
                "declineContext": sealed,
            },
        }
        return {"type": "message", "attachments": [card], "summary": f"📎 {name}"}

    def wanted(self, value: Payload) -> Offered | None:
        """What an answer to such a card wants; None if it was declined, or is none of ours."""
        if value.get("action") != "accept":
            return None
        try:
            sealed = bytes.fromhex(str(part(value, "context").get("file") or ""))
            return Offered(**json.loads(self._vault.open(sealed, _BELONGS)))
        except (Unreadable, ValueError, TypeError):
            return None

    async def bring(self, offered: Offered, value: Payload) -> Json:
        """Bring the content where Teams says; the message that shows it then."""
        info = part(value, "uploadInfo")
        url = str(info.get("uploadUrl") or "")
        if self._files is None or not self._is_microsofts(url):
            raise Refused("The file cannot be brought there.")
        try:
            await self._upload(url, offered, self._files)
        except NoSuchFile as error:
            raise Refused("The file is gone.") from error
        except StorageDown as error:
            raise TryLater(str(error)) from error
        except httpx.HTTPError as error:
            raise TryLater("Teams did not take the file.") from error
        card = {
            "contentType": INFO,
            "contentUrl": str(info.get("contentUrl") or ""),
            "name": str(info.get("name") or offered.name),
            "content": {
                "uniqueId": str(info.get("uniqueId") or ""),
                "fileType": str(info.get("fileType") or ""),
            },
        }
        return {"type": "message", "attachments": [card], "summary": f"📎 {offered.name}"}

    async def _upload(self, url: str, offered: Offered, files: Files) -> None:
        """In parts, so that no more than one of them is in memory."""
        start, size = 0, offered.size
        while start < size or size == 0:
            end = min(start + _CHUNK, size)
            content = b"".join(
                [chunk async for chunk in files.store.read(offered.key, start=start, end=end)]
            )
            headers = {"Content-Range": f"bytes {start}-{max(start, end - 1)}/{size}"}
            answer = await self._line.http.put(
                url, content=content, headers=headers, timeout=_TRANSFER
            )
            if answer.status_code not in (200, 201, 202):
                raise TryLater(f"Teams did not take the file ({answer.status_code}).")
            start = end
            if size == 0:
                return

    def _is_microsofts(self, address: str) -> bool:
        if self._line.is_trusted(address):
            return True
        parts = urlsplit(address)
        host = (parts.hostname or "").casefold()
        return parts.scheme == "https" and host.endswith(_DOMAINS)


def _check(answer: Any) -> None:
    if answer.status_code == 429 or answer.status_code >= 500:
        raise TryLater("Teams is not giving files at the moment.")
    if answer.status_code != 200:
        raise Refused(f"Teams does not give the file ({answer.status_code}).")
