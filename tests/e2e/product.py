"""The whole product on an embedded Postgres of its own, with the demo's morning played."""

import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from pydantic import SecretStr

from bot.bootstrap.desk import build_desk, build_player, play_morning
from bot.demo.clock import DemoClock
from bot.demo.playing import found_demo
from bot.process.opening import open_database
from bot.process.running import running
from core.settings import Settings
from tests.e2e.serving import listen, serving


@asynccontextmanager
async def demo(database_url: str | None = None) -> AsyncIterator[str]:
    """The demo as visitors meet it after its morning; its address. The day stands still.

    Without a database it brings its own embedded one.
    """
    with tempfile.TemporaryDirectory(prefix="deskhand-") as folder, listen() as at:
        # As root the server runs as somebody else, who must be let into the folder.
        Path(folder).chmod(0o755)
        port = at.getsockname()[1]
        settings = Settings(
            data_dir=Path(folder) / "data",
            port=port,
            database_url=SecretStr(database_url) if database_url else None,
            secret_key=SecretStr("a key for tests that keeps nothing secret"),
            _env_file=None,
        )
        clock = DemoClock()
        async with open_database(settings, serve=True, clock=clock) as opened:
            desk = await build_desk(opened, await found_demo(opened.database), demo=True)
            await play_morning(build_player(desk), desk, clock, lambda done, total: None)
            async with running(desk), serving(desk.app, at):
                yield settings.address
