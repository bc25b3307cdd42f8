"""A second Slack, written by others: npm's ``emulate``, as a process of its own on loopback."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from aiohttp import web

from adapters.slack.manifest import SCOPES

BOT_TOKEN, SAM_TOKEN = "xoxb-second-opinion", "xoxp-sam"
APP, BOT, BOT_USER = "A0DESK", "B0DESK", "U0DESK"
_START = """
const { createEmulator } = await import(process.argv[1]);
const seed = JSON.parse(process.argv[2]);
const server = await import("node:net").then((net) => new Promise((done) => {
  const probe = net.createServer().listen(0, "127.0.0.1", () => {
    const { port } = probe.address();
    probe.close(() => done(port));
  });
}));
const baseUrl = process.argv[3];
const running = await createEmulator({ service: "slack", port: server, seed, baseUrl });
console.log(`http://127.0.0.1:${server}`);
process.stdin.resume();
process.stdin.on("end", () => running.close().then(() => process.exit(0)));
"""
_SEED = {
    "slack": {
        "strict_scopes": True,
        "team": {"name": "Acme", "domain": "acme"},
        "users": [
            {"name": "sam", "real_name": "Sam Okafor", "email": "sam@example.org"},
            {"name": "mia", "real_name": "Mia Berg", "email": "mia@example.org"},
        ],
        "channels": [{"name": "triage"}, {"name": "elsewhere"}],
        "oauth_apps": [
            {
                "client_id": "1.2",
                "client_secret": "secret",
                "app_id": APP,
                "name": "Deskhand",
                "redirect_uris": ["http://127.0.0.1/none"],
                "scopes": list(SCOPES),
                "bot_id": BOT,
                "bot_user_id": BOT_USER,
                "bot_name": "deskhand",
            }
        ],
        "tokens": [
            {
                "token": BOT_TOKEN,
                "type": "bot",
                "user_id": BOT_USER,
                "scopes": list(SCOPES),
                "app_id": APP,
                "bot_id": BOT,
                "bot_user_id": BOT_USER,
            },
            {"token": SAM_TOKEN, "type": "user", "user": "sam"},
        ],
    }
}


@dataclass
class Emulated:
    """The other Slack. ``api_url`` leads to it through a gateway that takes what Slack takes."""

    origin: str
    session: aiohttp.ClientSession
    api_url: str = ""
    asked: list[str] = field(default_factory=list)

    async def call(self, method: str, token: str = SAM_TOKEN, **params: Any) -> dict[str, Any]:
        """What somebody does there by themselves."""
        headers = {"Authorization": f"Bearer {token}"}
        address = f"{self.origin}/api/{method}"
        async with self.session.post(address, json=params, headers=headers) as answer:
            said: dict[str, Any] = await answer.json()
        assert said["ok"], (method, said)
        return said

    async def channel(self, name: str) -> str:
        """A channel's id."""
        found = (await self.call("conversations.list", types="public_channel"))["channels"]
        return next(str(one["id"]) for one in found if one["name"] == name)

    async def pass_on(self, request: web.Request) -> web.Response:
        """Slack answers questions by GET as well; this one only by POST."""
        self.asked.append(request.path.rpartition("/")[2])
        headers = {
            name: request.headers[name]
            for name in ("Authorization", "Content-Type")
            if name in request.headers
        }
        body: Any = await request.read()
        if request.method == "GET":
            body, headers = dict(request.query), {"Authorization": headers["Authorization"]}
        address = f"{self.origin}{request.path}"
        async with self.session.post(address, data=body, headers=headers) as answer:
            return web.Response(
                status=answer.status,
                body=await answer.read(),
                content_type=answer.content_type,
            )


@asynccontextmanager
async def an_emulated_slack(program: str) -> AsyncIterator[Emulated]:
    """Start it, and a gateway before it; both end with the context."""
    async with aiohttp.ClientSession() as session:
        slack = Emulated("", session)
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", slack.pass_on)
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        host, port = runner.addresses[0][:2]
        gateway = f"http://{host}:{port}"
        slack.api_url = f"{gateway}/api/"
        process = await asyncio.create_subprocess_exec(
            *("node", "--input-type=module", "-e", _START, program, json.dumps(_SEED), gateway),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        assert process.stdout is not None
        assert process.stdin is not None
        try:
            slack.origin = (await process.stdout.readline()).decode().strip()
            assert slack.origin.startswith("http://"), "it did not start"
            yield slack
        finally:
            await runner.cleanup()
            process.stdin.close()
            await process.wait()
