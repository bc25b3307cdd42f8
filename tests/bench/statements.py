"""How many SQL statements a request takes, counted where they leave the application."""

from typing import TYPE_CHECKING, Any

import httpx
from sqlalchemy import event

from bot.bootstrap.desk import build_desk
from bot.process.opening import Opened
from core.access.vault import Vault
from core.database.engine import build_engine
from core.database.unit_of_work import Database
from core.reactions import REACTIONS
from core.settings import Settings

if TYPE_CHECKING:
    from tests.bench.rest import Request

WARM = 3


async def count_statements(url: str, request: "Request") -> int:
    """The statements of one such request, BEGIN and COMMIT aside, once the words are cached."""
    database = Database(build_engine(url, pool_size=1), REACTIONS)
    opened = Opened(Settings(_env_file=None), database, url, url, Vault("k" * 40), None)
    organisation_id = await opened.organisation_id()
    assert organisation_id is not None
    desk = await build_desk(opened, organisation_id, demo=True)
    transport = httpx.ASGITransport(app=desk.app)
    counted: list[str] = []

    def count(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        counted.append(statement)

    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        for turn in range(WARM + 1):
            if turn == WARM:
                event.listen(database.engine.sync_engine, "before_cursor_execute", count)
            answer = await client.request(
                request.method,
                request.address(),
                content=request.content(),
                headers=request.headers(),
            )
            assert answer.status_code == request.status, answer.text
    await database.close()
    return len(counted)
