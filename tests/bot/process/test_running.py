"""ENG-06: each role does its own part and nothing else; coming to rest leaves nothing held."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import httpx
import pytest
from pydantic import SecretStr
from sqlalchemy import text

from bot.bootstrap.desk import build_desk
from bot.process.opening import Opened
from bot.process.roles import ALL, ProcessRole, Roles, to_name, to_roles
from bot.process.running import Desk, running
from core.access.vault import Vault
from core.assistant.ports import Assistant
from core.events.presence import present_roles
from core.settings import EmbeddingsSettings, Settings
from tests.bot.talking import Talking, Thoughtful
from tests.builders import Office

TRACES = {
    "receipts handled": "SELECT count(*) FROM receipts WHERE state = 'handled'",
    "cards sent": "SELECT count(*) FROM deliveries WHERE state = 'sent'",
    "jobs done": "SELECT count(*) FROM pgqueuer_log WHERE status = 'successful'",
    "events placed": "SELECT count(*) FROM events WHERE position IS NOT NULL",
}
WORK = {
    ProcessRole.API: set[str](),
    ProcessRole.BOT: {"receipts handled", "cards sent"},
    ProcessRole.WORKER: {"jobs done"},
    ProcessRole.SCHEDULER: {"events placed"},
}


@asynccontextmanager
async def at_work(
    office: Office, url: str, roles: Roles, assistant: Assistant | None = None
) -> AsyncIterator[Desk]:
    """A desk that plays these roles."""
    settings = Settings(
        _env_file=None,
        database_url=SecretStr(url),
        secret_key=SecretStr("k" * 40),
        embeddings=EmbeddingsSettings(model="none"),
    )
    opened = Opened(settings, office.database, url, url, Vault("k" * 40), None)
    organisation = office.organisation_id
    desk = await build_desk(opened, organisation, demo=False, roles=roles, assistant=assistant)
    async with running(desk):
        yield desk


async def count(office: Office, query: str) -> int:
    """What a query counts in the whole database."""
    async with office.database.owner() as session:
        return int(await session.scalar(text(query)) or 0)


async def until(happened: Callable[[], Awaitable[bool]]) -> None:
    """Wait for something in the database."""
    async with asyncio.timeout(60):
        while not await happened():
            await asyncio.sleep(0.02)


async def given_work(office: Office, talking: Talking) -> None:
    """Something for each role: events, a card, a receipt and a job."""
    await office.given_channel()
    ana = await office.given_customer()
    await office.given_ticket(ana)
    await talking.router.tell(talking.incoming(ana, "help"))


@pytest.mark.parametrize("role", list(ProcessRole))
async def test_a_role_does_its_own_part(
    office: Office, talking: Talking, database_url: str, role: ProcessRole
) -> None:
    await given_work(office, talking)
    async with at_work(office, database_url, frozenset({role})) as desk:
        for trace in WORK[role]:

            async def left(trace: str = trace) -> bool:
                return await count(office, TRACES[trace]) > 0

            await until(left)
        async with office.database.owner() as session:
            assert await present_roles(session) == {role.value: 1}
        transport = httpx.ASGITransport(app=desk.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://desk.test") as client:
            assert (await client.get("/readyz")).json()["ready"]
            page = await client.get("/sign-in")
            assert page.status_code == (200 if role is ProcessRole.API else 404)
            if role is not ProcessRole.API:
                assert f"plays the role {role}" in page.json()["detail"]
    for trace in set(TRACES) - WORK[role]:
        assert await count(office, TRACES[trace]) == 0, trace


async def test_what_is_not_finished_in_time_is_left_to_others(
    office: Office, talking: Talking, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.process.running.GRACE", 0.1)
    await given_work(office, talking)
    ana = await office.given_customer("Bea")
    asked = talking.incoming(ana, "ask how do I reopen my ticket?")
    await talking.router.tell(asked)
    bot = frozenset({ProcessRole.BOT})
    async with at_work(office, database_url, bot, Thoughtful()):
        taken = "SELECT count(*) FROM receipts WHERE leased_until IS NOT NULL"
        sent = TRACES["cards sent"]

        async def under_way() -> bool:
            return await count(office, taken) == 1 and await count(office, sent) > 0

        await until(under_way)
        assert await count(office, "SELECT count(*) FROM leases WHERE name LIKE 'send:%'") == 1
    assert await talking.receipts(
        f"SELECT state, attempts, leased_until FROM receipts WHERE key = '{asked.key}'"
    ) == [("received", 0, None)]
    assert await count(office, "SELECT count(*) FROM leases WHERE name LIKE 'send:%'") == 0
    async with at_work(office, database_url, bot):

        async def answered() -> bool:
            # the bot may have sent it already, and what is sent is not kept
            mine = f"kind = 'answer' AND viewer = '{ana.person_id}'"
            return await count(office, f"SELECT count(*) FROM deliveries WHERE {mine}") == 1

        await until(answered)


def test_roles_are_named_one_by_one_or_not_at_all() -> None:
    assert to_roles(None) == to_roles([]) == ALL
    assert to_name(to_roles(["worker", "api", "api"])) == "api+worker"
    assert len(to_name(ALL)) < 48  # the database cuts names of connections off
    with pytest.raises(ValueError, match="mailer"):
        to_roles(["mailer"])
