"""Plain calls of the fake Teams' Bot Connector, each with a good token."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx

from tests.adapters.teams.realbot import SAM, TRIAGE, Bot, a_bot

Json = dict[str, Any]

HELLO: Json = {"type": "message", "text": "hello"}
SECRET = "19:secret@thread.tacv2"


class Calls:
    """Plain calls with a good token."""

    def __init__(self, bot: Bot, http: httpx.AsyncClient) -> None:
        self.bot, self.teams, self.http = bot, bot.teams, http

    async def call(
        self, method: str, path: str, body: Json | None = None, **query: Any
    ) -> httpx.Response:
        """One call."""
        url = f"{self.teams.service_url}v3/{path}"
        return await self.http.request(method, url, json=body, params=query)

    async def post(self, where: str, body: Json | None = None, **query: Any) -> httpx.Response:
        """Say something."""
        return await self.call("POST", f"conversations/{where}/activities", body or HELLO, **query)

    async def create(self, **more: Any) -> httpx.Response:
        """Open a personal chat, or begin a thread."""
        good: Json = {"members": [{"id": SAM}], "tenantId": self.teams.tenant}
        return await self.call("POST", "conversations", good | more)

    async def targeted(self, where: str = TRIAGE, who: str | None = SAM) -> httpx.Response:
        """Tell one person something."""
        body = HELLO | ({"recipient": {"id": who}} if who else {})
        return await self.post(where, body, isTargetedActivity="true")

    async def change(self, which: str, method: str = "PUT", **query: Any) -> httpx.Response:
        """Change or remove a message in #triage."""
        path = f"conversations/{TRIAGE}/activities/{which}"
        return await self.call(method, path, HELLO if method == "PUT" else None, **query)


@asynccontextmanager
async def some_calls() -> AsyncIterator[Calls]:
    """A bot's calls; there is a private channel too."""
    async with a_bot() as bot:
        token = await bot.factory.fetch(
            bot.teams.token_url, bot.teams.app_id, "https://api.botframework.com"
        )
        bot.teams.add_channel("secret", next(iter(bot.teams.teams.values())), SAM, private=True)
        async with httpx.AsyncClient(headers={"Authorization": f"Bearer {token}"}) as http:
            yield Calls(bot, http)
