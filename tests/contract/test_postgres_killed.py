"""kill -9 of Postgres while many write: what was acknowledged is there, once."""

import asyncio
import os
import signal
from uuid import UUID

from sqlalchemy import text

from core.access.actor import Actor, Role, the_desk
from core.clock import SystemClock
from core.database.embedded import start_embedded
from core.database.engine import build_engine
from core.database.migrate import upgrade
from core.database.unit_of_work import Database
from core.events.receipts import accept
from core.founding import found_organisation
from core.people.people import PersonDraft, create_person
from core.reactions import REACTIONS
from core.tickets.opening import TicketDraft, open_ticket
from tests.postgres import open_folder

WRITERS = 8
ENOUGH = 40


async def test_nothing_acknowledged_is_lost_when_postgres_dies() -> None:
    with open_folder() as folder:
        async with await start_embedded(folder) as server:
            await server.create_database("deskhand")
            url = server.url("deskhand")
            await upgrade(url)
            database = Database(build_engine(url), REACTIONS)
            organisation_id = await found_organisation(database, "acme", "Acme")
            kept = await _write_until_it_dies(database, organisation_id, server.pid)
            assert await server.revive()
            await database.close()
            again = Database(build_engine(server.url("deskhand")), REACTIONS)
            await _check(again, organisation_id, kept)
            await again.close()


async def _write_until_it_dies(database: Database, organisation_id: UUID, pid: int) -> set[str]:
    """Subjects whose commit was acknowledged; the server is killed in the middle."""
    kept: set[str] = set()
    async with database.unit_of_work(organisation_id) as uow:
        draft = PersonDraft(name="Ana", role=Role.CUSTOMER)
        ana = (await create_person(uow, the_desk(organisation_id), draft)).id
    actor = Actor(ana, organisation_id, Role.CUSTOMER, "Ana", "api")

    async def write(writer: int) -> None:
        number = 0
        while True:
            number += 1
            subject = f"{writer}/{number}"
            async with database.unit_of_work(organisation_id) as uow:
                await open_ticket(uow, actor, TicketDraft(subject=subject))
            async with database.system() as session:
                now = SystemClock().now()
                assert await accept(session, subject, subject, {}, now)
            kept.add(subject)
            if len(kept) == ENOUGH:
                os.kill(pid, signal.SIGKILL)

    ended = await asyncio.gather(*(write(n) for n in range(WRITERS)), return_exceptions=True)
    assert not any(isinstance(one, AssertionError) for one in ended)
    return kept


async def _check(database: Database, organisation_id: UUID, kept: set[str]) -> None:
    async with database.unit_of_work(organisation_id) as uow:
        rows = await uow.session.execute(text("SELECT subject, number FROM tickets"))
        found = [tuple(row) for row in rows]
        opened = await uow.session.scalar(
            text("SELECT count(*) FROM events WHERE type = 'TicketOpened'")
        )
    subjects, numbers = [s for s, _ in found], [n for _, n in found]
    assert kept <= set(subjects)
    assert len(subjects) == len(set(subjects)) == len(set(numbers)) == opened
    async with database.system() as session:
        keys = set(await session.scalars(text("SELECT key FROM receipts")))
        assert kept <= keys
        # What was not acknowledged may be sent again: it is one thing all the same.
        for key in sorted(keys)[:3]:
            assert not await accept(session, key, key, {}, SystemClock().now())
