"""How soon what is said at one door is seen at the other, both ways, as people see it."""

import asyncio
import itertools
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from uuid import uuid4

import httpx
from sqlalchemy import text

from core.database.engine import build_engine
from tests.bench.chat import a_desk_with_slack
from tests.bench.figures import Figure, Goal
from tests.bench.processes import PATIENCE, Server
from tests.contract.drivers.pages import PageReader, ReadPost
from tests.contract.wiring import TRIAGE
from tests.fakes.slack import FakeSlack
from tests.fakes.slack.state import Json

PAIRS = 50
PAUSE = 2.5
"""Seconds between two pairs of messages. Each repaints the card in Slack, which allows
fifty repaints a minute: what is measured is our time, not Slack's."""

ARRIVING = Goal(p95_ms=1000)


async def measure_arrival(server: Server) -> list[Figure]:
    """A customer in the web chat and an agent in Slack speak in turns on one ticket."""
    async with (
        a_desk_with_slack(server) as (app, slack),
        a_browser(app.origin, await _person(server, "ana@example.org")) as browser,
    ):
        root = await browser.open_ticket()
        card = await slack.wait_for(lambda: _card(slack), PATIENCE)
        to_slack: list[float] = []
        to_web: list[float] = []
        for _ in range(PAIRS):
            pause = asyncio.create_task(asyncio.sleep(PAUSE))
            to_slack.append(await _customer_speaks(browser, slack, root, card))
            to_web.append(await _agent_speaks(browser, slack, root, card))
            await pause
    return [
        Figure("web chat, seen in Slack", to_slack, ARRIVING),
        Figure("Slack, seen in web chat", to_web, ARRIVING),
    ]


async def _person(server: Server, email: str) -> str:
    engine = build_engine(server.url, pool_size=1)
    async with engine.connect() as connection:
        query = text("SELECT id FROM people WHERE email = :email")
        found = await connection.scalar(query, {"email": email})
    await engine.dispose()
    return str(found)


async def _customer_speaks(browser: "Browser", slack: FakeSlack, root: str, card: Json) -> float:
    words = f"still humming {uuid4()}"
    began = time.perf_counter()
    await browser.say(words, root)
    await slack.wait_for(
        lambda: any(words in json.dumps(one) for one in slack.messages(TRIAGE, card["ts"])),
        PATIENCE,
    )
    return time.perf_counter() - began


async def _agent_speaks(browser: "Browser", slack: FakeSlack, root: str, card: Json) -> float:
    words = f"switch it off {uuid4()}"
    began = time.perf_counter()
    said = f"<@{slack.bot_user}> reply {words}"
    await slack.send.say("U0SAM", TRIAGE, said, thread_ts=card["ts"])
    await browser.hears(words, root)
    return time.perf_counter() - began


def _card(slack: FakeSlack) -> Json | None:
    ours = (one for one in slack.messages(TRIAGE) if one.get("bot_id"))
    return next((one for one in ours if "TIK-" in json.dumps(one)), None)


@dataclass
class Browser:
    """A signed-in customer's browser with the chat open: it hears of posts and fetches them."""

    client: httpx.AsyncClient
    csrf: str
    pushed: "asyncio.Queue[str]"
    numbers: "itertools.count[int]"

    async def open_ticket(self) -> str:
        """Ask in support and open a ticket from the answer; the thread's root."""
        await self.say("The blue printer hums", "")
        page = await self._page("/chat/support")
        root = page.posts[-1].id
        offer = await self._seen(root, "Open a ticket")
        said = next(said for label, said in offer.acts if label == "Open a ticket")
        await self._post("/chat/press", **said)
        await self._seen(root, "Solved")
        return root

    async def say(self, words: str, thread: str) -> None:
        """Write in the support channel or a thread of it."""
        await self._post("/chat/send", text=words, channel="support", thread=thread)

    async def hears(self, words: str, root: str) -> None:
        """Wait until a pushed post has these words."""
        async with asyncio.timeout(PATIENCE):
            while True:
                post = await self.pushed.get()
                query = {"place": "thread", "view": f"/chat/support/{root}"}
                shown = await self.client.get(f"/chat/posts/{post}", params=query)
                if words in shown.text:
                    return

    async def listen(self, connected: asyncio.Event) -> None:
        """Keep what is pushed."""
        async with self.client.stream("GET", "/chat/stream", timeout=None) as stream:
            async for line in stream.aiter_lines():
                connected.set()
                if line.startswith("data: {") and "post" in (data := json.loads(line[6:])):
                    self.pushed.put_nowait(data["post"])

    async def _post(self, path: str, **fields: str) -> None:
        base = {"csrf": self.csrf, "nonce": f"bench-{next(self.numbers)}"}
        answer = await self.client.post(path, data={**base, **fields, "csrf": self.csrf})
        if answer.status_code >= 400:
            raise RuntimeError(f"{path}: {answer.status_code} {answer.text[:300]}")

    async def _page(self, path: str) -> PageReader:
        return PageReader((await self.client.get(path, follow_redirects=True)).text)

    async def _seen(self, root: str, label: str) -> ReadPost:
        """The post in the thread, or its root, that has this button."""

        async def look() -> ReadPost | None:
            page = await self._page(f"/chat/support/{root}")
            return next((p for p in page.posts if label in dict(p.acts)), None)

        return await until(look)


async def until(look: Callable[[], Awaitable[ReadPost | None]]) -> ReadPost:
    """Look until there is something to see."""
    async with asyncio.timeout(PATIENCE):
        while True:
            found = await look()
            if found is not None:
                return found
            await asyncio.sleep(0.05)


@asynccontextmanager
async def a_browser(origin: str, person: str) -> AsyncIterator[Browser]:
    """A browser in which that person is signed in, hearing what is pushed to it."""
    async with httpx.AsyncClient(base_url=origin, timeout=30) as client:
        page = PageReader((await client.get("/sign-in")).text)
        await client.post("/persona", data={"csrf": page.csrf, "person": person})
        chat = await client.get("/chat/support")
        browser = Browser(client, PageReader(chat.text).csrf, asyncio.Queue(), itertools.count(1))
        connected = asyncio.Event()
        listening = asyncio.create_task(browser.listen(connected))
        try:
            await asyncio.wait_for(connected.wait(), PATIENCE)
            yield browser
        finally:
            listening.cancel()
            await asyncio.gather(listening, return_exceptions=True)
