"""The application of a run, as the product builds and serves it.

``--loops`` lets it run whole; without, it only answers requests, so that what is
measured is the request. ``--slow-ask SECONDS`` gives it an assistant that thinks long.
"""

import argparse
import asyncio
from contextlib import AsyncExitStack
from typing import Any, cast

from fastapi import FastAPI

from bot.bootstrap.desk import build_desk
from bot.process.opening import open_database
from bot.process.running import running, serve
from core.access.actor import Actor
from core.assistant.extracting import Extractive
from core.assistant.ports import Assistant, Found
from core.database.unit_of_work import UnitOfWork
from core.logs import configure_logs
from core.settings import Settings

EMPTY = "/bench/empty"


class Thoughtful:
    """The shipped assistant, only that every answer takes a while."""

    model = None
    embedder = None

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._quick = Extractive()

    async def find(
        self, uow: UnitOfWork, actor: Actor, question: str, *, sure: bool = False
    ) -> Found:
        """What the quick one finds, later."""
        await asyncio.sleep(self._seconds)
        return await self._quick.find(uow, actor, question, sure=sure)


async def _empty() -> dict[str, Any]:
    return {}


async def _serve(loops: bool, slow_ask: float) -> None:
    settings = Settings(_env_file=None)
    configure_logs(settings.log_level)
    async with AsyncExitStack() as stack:
        opened = await stack.enter_async_context(open_database(settings))
        organisation_id = await opened.organisation_id()
        assert organisation_id is not None
        assistant: Assistant | None = Thoughtful(slow_ask) if slow_ask else None
        desk = await build_desk(opened, organisation_id, demo=True, assistant=assistant)
        cast(FastAPI, desk.app).add_api_route(EMPTY, _empty)
        if loops:
            await stack.enter_async_context(running(desk))
        await serve(desk, lambda: None)


def main() -> None:
    """Serve until a signal comes."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--loops", action="store_true")
    parser.add_argument("--slow-ask", type=float, default=0.0)
    chosen = parser.parse_args()
    asyncio.run(_serve(chosen.loops, chosen.slow_ask))


if __name__ == "__main__":
    main()
