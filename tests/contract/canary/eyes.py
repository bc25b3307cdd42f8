"""Everything that a customer, or a guest of the workspace, can lay eyes on."""

import asyncio
import json
from datetime import timedelta
from typing import Any
from urllib.parse import quote

from tests.contract.canary.secrets import CANARY
from tests.contract.drivers.web import WebDriver
from tests.contract.wiring import ADDRESS
from tests.contract.world import World

Seen = list[tuple[str, str]]
CUSTOMERS = ("ana", "bob")


async def seen_in_web(world: World) -> Seen:
    """Their pages and threads, any post by its id, and what the stream pushes."""
    web, seen = WebDriver(world), Seen()
    paths = ["/chat/support", "/chat/direct", "/chat/channels", "/chat/triage", "/chat"]
    paths += ["/chat/complete?text=/support%20", *await _addresses(world)]
    for who in CUSTOMERS:
        browser = await web.browser(who)
        for path in paths:
            answer = await browser.get(path, follow_redirects=True)
            seen.append((f"{who} {path}", answer.text))
        since = quote((world.clock.now() - timedelta(days=30)).isoformat())
        cookie = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
        headers = {"cookie": cookie}
        pushed = await first_pushed(world, f"/chat/stream?since={since}", headers)
        seen.append((f"{who} web stream", pushed))
    return seen


async def _addresses(world: World) -> list[str]:
    """Threads that customers have, and every post with the secret in it, by its own address."""
    rows = await world.office.sql(
        "SELECT channel, id, thread_id, content::text LIKE :secret FROM chat_posts"
        " WHERE content::text LIKE :secret OR (channel <> 'triage' AND thread_id IS NULL)",
        secret=f"%{CANARY}%",
    )
    found = set()
    for channel, post, thread, secret in rows:
        found.add(f"/chat/{channel.partition(':')[0]}/{thread or post}")
        if secret:
            found.add(f"/chat/posts/{post}")
    return sorted(found)


def seen_in_slack(world: World) -> Seen:
    """Channels, direct messages and private answers of everybody who is not staff."""
    fake, seen = world.slack, Seen()
    for user in ("U0ANA", "U0BOB", "U0GUEST"):
        for channel in fake.channels.values():
            if user in channel.members:
                messages = json.dumps(list(channel.messages.values()), ensure_ascii=False)
                seen.append((f"{user} in {channel.id}", messages))
        private = [one for one in fake.ephemerals if one["user"] == user]
        seen.append((f"{user} privately", json.dumps(private, ensure_ascii=False)))
    return seen


async def first_pushed(world: World, url: str, headers: dict[str, str]) -> str:
    """What a stream says before it begins to wait for news."""
    path, _, query = url.partition("?")
    heard, quiet = bytearray(), asyncio.Event()
    raw = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    scope: dict[str, Any] = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [(b"host", ADDRESS.removeprefix("http://").encode()), *raw],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 8080),
        "state": {},
    }

    async def receive() -> dict[str, Any]:
        await asyncio.Event().wait()
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            assert message["status"] in {200, 401, 403}, message
        heard.extend(message.get("body", b""))
        quiet.clear()
        quiet.set()

    async def serve() -> None:
        await world.desk.app(scope, receive, send)

    serving = asyncio.create_task(serve())
    size = -1
    while size != len(heard) and not serving.done():
        size = len(heard)
        quiet.clear()
        try:
            async with asyncio.timeout(0.3):
                await quiet.wait()
        except TimeoutError:
            if heard:
                break
            size = -1
    serving.cancel()
    await asyncio.gather(serving, return_exceptions=True)
    return heard.decode()
