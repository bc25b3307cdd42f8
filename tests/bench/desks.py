"""A whole desk in a process of its own, and the fakes that it is connected to in ours."""

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any
from uuid import UUID

import httpx
from pydantic import BaseModel, SecretStr
from sqlalchemy import text

from core.clock import SystemClock
from core.conversation.places import serve_channel
from core.database.engine import build_engine
from core.database.unit_of_work import Database
from core.reactions import REACTIONS
from tests.bench.processes import App, Server, an_app
from tests.contract.chats import CHATS, Chat
from tests.contract.wiring import SUPPORT, build_slack_workspace, slack_settings
from tests.contract.world import RunningClock, World
from tests.fakes.slack import FakeSlack

PATIENCE = 30.0


class Elsewhere(World):
    """A desk that runs in a process of its own, by the clock on the wall."""

    app: App

    def client(self) -> httpx.AsyncClient:
        """Somebody who speaks HTTP to the desk."""
        client = httpx.AsyncClient(base_url=self.app.origin, timeout=PATIENCE)
        self.clients.append(client)
        return client


@asynccontextmanager
async def a_desk_with(
    server: Server, *platforms: str, options: tuple[str, ...] = ()
) -> AsyncIterator[Elsewhere]:
    """A desk at work that is connected to Slack and these platforms, with everybody there."""
    clock = SystemClock()
    slack = build_slack_workspace(clock)
    chats = {slug: CHATS[slug](clock) for slug in platforms}
    database = Database(build_engine(server.url, pool_size=2), REACTIONS)
    async with AsyncExitStack() as stack:
        stack.push_async_callback(database.close)
        for fake in (slack, *chats.values()):
            await fake.start()
            stack.push_async_callback(fake.stop)
        groups: dict[str, Any] = {"slack": slack_settings(slack.api_url)}
        for chat in chats.values():
            groups |= chat.settings()
        app = await stack.enter_async_context(
            an_app(server.url, "--loops", *options, **_said(groups))
        )
        await slack.wait_for(lambda: slack.calls("auth.test"), PATIENCE)
        organisation_id = await _furnish(database, chats)
        world = Elsewhere(
            database,
            organisation_id,
            RunningClock(),
            None,
            slack,
            server.url,
            chats,  # type: ignore[arg-type]
            patience=PATIENCE,
            pace=0.0,
        )
        world.app = app
        slack.send.client = world.client()
        for chat in chats.values():
            chat.reach(world.client())
        try:
            yield world
        finally:
            for client in world.clients:
                await client.aclose()


async def _furnish(database: Database, chats: Mapping[str, Chat]) -> UUID:
    async with database.owner() as session:
        organisation_id = UUID(str(await session.scalar(text("SELECT id FROM organisations"))))
    async with database.unit_of_work(organisation_id) as uow:
        await serve_channel(uow, "slack", FakeSlack.team, SUPPORT, "support")
        for chat in chats.values():
            await chat.furnish(uow)
    return organisation_id


def _said(groups: Mapping[str, BaseModel]) -> dict[str, str]:
    """Groups of settings as an operator's environment holds them."""
    said = {}
    for name, group in groups.items():
        for field in sorted(group.model_fields_set):
            value = getattr(group, field)
            plain = value.get_secret_value() if isinstance(value, SecretStr) else value
            if plain is not None:
                said[f"{name}__{field}"] = str(plain)
    return said
