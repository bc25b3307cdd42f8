"""The file network: addresses that were given by us, until they end."""

from typing import TYPE_CHECKING

from aiohttp import web

from tests.fakes.discord.routing import Answer, Call, route
from tests.fakes.discord.showing import file_of, signature
from tests.fakes.giving import Giving

if TYPE_CHECKING:
    from tests.fakes.discord.server import FakeDiscord

GONE = "This content is no longer available."


class FileHost:
    """Serves what was attached. ``trouble`` is a status that it gives instead."""

    def __init__(self, discord: "FakeDiscord") -> None:
        self._discord = discord
        self.trouble: int | None = None
        self.fetched: list[str] = []
        self.giving = Giving()

    def add_to(self, app: web.Application) -> None:
        """Serve the files."""
        app.router.add_get("/attachments/{channel}/{file}/{name}", self._fetch)
        app.router.add_get("/ephemeral-attachments/{channel}/{file}/{name}", self._fetch)

    async def _fetch(self, request: web.Request) -> web.StreamResponse:
        if self.trouble is not None:
            return web.Response(status=self.trouble)
        file, until = request.match_info["file"], request.query.get("ex", "")
        good = request.query.get("hm") == signature(request.raw_path.partition("?")[0], until)
        content = self._discord.contents.get(file)
        now = self._discord.clock.now().timestamp()
        if content is None or not good or int(until, 16) < now:
            return web.Response(status=404, text=GONE)
        self.fetched.append(file)
        return await self.giving.give(request, file, content)


@route("POST /attachments/refresh-urls")
def refresh(call: Call) -> Answer:
    """Addresses that are good for another day."""
    fresh = []
    for address in call.body.get("attachment_urls") or ():
        channel, file, name = address.partition("?")[0].rsplit("/", 3)[1:]
        record = {"id": file, "filename": name}
        if file in call.state.contents:
            fresh.append(
                {"original": address, "refreshed": file_of(call.state, channel, record)["url"]}
            )
    return {"refreshed_urls": fresh}
