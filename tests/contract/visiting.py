"""A browser that comes by a one-time link."""

import httpx

from tests.contract.drivers.pages import PageReader, ReadPost
from tests.contract.world import World

ON_THE_WEB = "https://127.0.0.1:8080"
"""The address that customers are given, under which the desk answers in tests."""


class Visitor:
    """A browser that comes by a link."""

    def __init__(self, world: World) -> None:
        transport = httpx.ASGITransport(app=world.desk.app)
        self.client = httpx.AsyncClient(transport=transport, base_url=ON_THE_WEB)
        world.clients.append(self.client)
        self.csrf = ""

    async def look(self, link: str) -> httpx.Response:
        """See the page behind the link."""
        answer = await self.client.get(link)
        self.csrf = PageReader(answer.text).csrf or self.csrf
        return answer

    async def go_in(self, link: str) -> httpx.Response:
        """Press its button, or that of the page that was looked at last."""
        if not self.csrf:
            await self.look(link)
        return await self.client.post(link, data={"csrf": self.csrf})

    async def read(self, path: str) -> list[ReadPost]:
        """The posts of a thread."""
        answer = await self.client.get(path)
        assert answer.status_code == 200, answer.text[:300]
        return [one for one in PageReader(answer.text).posts if one.place == "thread"]

    async def say(self, path: str, text: str) -> None:
        """Write in it."""
        csrf = PageReader((await self.client.get(path)).text).csrf
        thread = path.rpartition("/")[2]
        fields = {"csrf": csrf, "nonce": text, "channel": "support", "thread": thread}
        answer = await self.client.post("/chat/send", data={**fields, "text": text})
        assert answer.status_code == 303, answer.text[:300]
