"""Files from and to Slack: fetched from its own hosts alone, shared into a thread."""

from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import SplitResult, urlsplit
from uuid import UUID

import aiohttp

from adapters.slack.inbound.payloads import Own
from adapters.slack.render.limits import ALT_TEXT
from adapters.slack.webapi.calls import SlackCalls
from adapters.slack.webapi.failures import error_code
from adapters.slack.webapi.finding import since
from bot.incoming import Brought, Spot
from bot.ports import OutcomeUnknown, Refused, SendError, SentFile, TryLater
from bot.showing.texts import clean, cut

_CHUNK = 256 * 1024
_TRANSFER = aiohttp.ClientTimeout(total=60, connect=4, sock_read=15)
_PAGES = 5
_GOV = "slack-gov.com"
_NO_PERMISSION = "Slack does not give the file: install the app again from its manifest."


class SlackFiles:
    """One workspace's files."""

    def __init__(self, calls: SlackCalls, api: SplitResult) -> None:
        self._calls = calls
        self._api = api

    async def fetch(self, brought: Brought) -> AsyncIterator[bytes]:
        """The content, from Slack itself and nowhere else."""
        if brought.trouble:
            raise Refused(brought.trouble)
        address = brought.address or await self._address_of(brought.id)
        if not is_slack(address, self._api):
            # The token goes with the request: no other host may see it.
            raise Refused("The file is not kept by Slack.")
        session = self._calls.session()
        headers = {"Authorization": f"Bearer {await self._calls.token()}"}
        try:
            async with session.get(
                address, headers=headers, allow_redirects=False, timeout=_TRANSFER
            ) as response:
                _check(response)
                async for chunk in response.content.iter_chunked(_CHUNK):
                    yield chunk
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise TryLater("Slack did not give the file.") from error

    async def _address_of(self, file_id: str) -> str:
        told = await self._calls.read("files.info", file=file_id)
        return str((told.get("file") or {}).get("url_private_download") or "")

    async def put(self, spot: Spot, file: SentFile) -> str:
        """Share a file into a channel or thread: ask where to, bring it, say that it is there."""
        params: dict[str, Any] = _in_words(file)
        where = await self._calls.write(
            "files.getUploadURLExternal",
            repeatable=True,
            as_form=True,
            filename=file.name,
            length=file.size,
            **params,
        )
        address, file_id = str(where.get("upload_url") or ""), str(where.get("file_id") or "")
        if not file_id or not is_slack(address, self._api):
            raise OutcomeUnknown("Slack did not say where to bring the file.")
        await self._bring(address, file)
        params = {"channel_id": spot.channel}
        if spot.thread:
            params["thread_ts"] = spot.thread
        await self._calls.write(
            "files.completeUploadExternal",
            repeatable=False,
            files=[{"id": file_id, "title": file.name}],
            **params,
        )
        return file_id

    async def _bring(self, address: str, file: SentFile) -> None:
        headers = {"Content-Length": str(file.size), "Content-Type": "application/octet-stream"}
        try:
            async with self._calls.session().post(
                address,
                data=file.content,
                headers=headers,
                allow_redirects=False,
                timeout=_TRANSFER,
            ) as response:
                if response.status != 200:
                    # Nothing is shared yet, so all of it may be done again.
                    raise TryLater(f"Slack did not take the file ({response.status}).")
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise TryLater("Slack did not take the file.") from error

    async def find(self, own: Own, spot: Spot, name: str, size: int, delivery: UUID) -> str | None:
        """A file of that name and size that we shared there since that delivery was born."""
        method = "conversations.replies" if spot.thread else "conversations.history"
        params: dict[str, Any] = {"channel": spot.channel, "limit": 200, **since(delivery)}
        if spot.thread:
            params["ts"] = spot.thread
        for _ in range(_PAGES):
            page = await self._calls.read(method, **params)
            for message in page["messages"]:
                if message.get("user") != own.user and message.get("bot_id") != own.bot:
                    continue
                for one in message.get("files") or ():
                    if (one.get("title") or one.get("name"), one.get("size")) == (name, size):
                        return str(one["id"])
            cursor = (page.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return None
            params["cursor"] = cursor
        raise OutcomeUnknown("There is too much to look through in Slack.")

    async def remove(self, ref: str) -> None:
        """Delete a file of ours; one that is gone already counts as deleted."""
        try:
            await self._calls.write("files.delete", repeatable=True, file=ref)
        except SendError as error:
            if error_code(error) not in {"file_not_found", "file_deleted"}:
                raise


def _in_words(file: SentFile) -> dict[str, str]:
    """What a picture is, for those who do not see it: nobody has described it to us."""
    if not file.media_type.startswith("image/"):
        return {}
    return {"alt_txt": cut(clean(f"Picture {file.name}"), ALT_TEXT)}


def is_slack(address: str, api: SplitResult) -> bool:
    """Whether an address is Slack's own: nothing is asked of or brought to any other."""
    parts = urlsplit(address)
    if (parts.scheme, parts.netloc) == (api.scheme, api.netloc):
        return True
    # Government's Slack is apart: what belongs to one goes to no host of the other.
    domain = _GOV if (api.hostname or "").endswith(_GOV) else "slack.com"
    return parts.scheme == "https" and (parts.hostname or "").endswith(f".{domain}")


def _check(response: aiohttp.ClientResponse) -> None:
    if response.status == 429 or response.status >= 500:
        raise TryLater("Slack is not giving files at the moment.")
    # Without the permission Slack leads to its sign-in page instead of refusing.
    if response.status in {301, 302, 303, 307, 308, 401, 403}:
        raise Refused(_NO_PERMISSION)
    if response.status != 200:
        raise Refused(f"Slack does not give the file ({response.status}).")
    if response.content_type == "text/html" and "attachment" not in response.headers.get(
        "Content-Disposition", ""
    ):
        raise Refused(_NO_PERMISSION)
