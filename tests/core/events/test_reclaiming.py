"""ENG-06: what a process held that is gone is free again; whoever may be at work keeps theirs."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from uuid import UUID

import psycopg
import pytest
from sqlalchemy import text

from bot.process.roles import ALL, to_name
from core.conversation.audience import Audience
from core.conversation.places import address, private_place
from core.database.engine import normalise
from core.events.deliveries import lease_deliveries, owe, owe_all
from core.events.leasing import hold, pause
from core.events.presence import PREFIX, connection_name
from core.events.receipts import accept, lease_receipts
from core.events.reclaiming import Reclaimer
from core.ids import new_id
from tests.builders import Office

DEAD, LIVING = new_id(), new_id()
Appear = Callable[[str], Awaitable[None]]
JOB = text(
    "INSERT INTO pgqueuer (priority, entrypoint, status, queue_manager_id, heartbeat)"
    " VALUES (0, 'nothing', 'picked', CAST(:of AS uuid), now())"
)
HELD = {
    "receipts": "SELECT leased_by FROM receipts WHERE leased_until IS NOT NULL",
    "deliveries": "SELECT leased_by FROM deliveries WHERE leased_until IS NOT NULL",
    "leases": "SELECT holder FROM leases WHERE name LIKE 'send:%'",
    "jobs": "SELECT queue_manager_id FROM pgqueuer WHERE status = 'picked'",
}


@pytest.fixture
async def appear(office: Office, database_url: str) -> AsyncIterator[Appear]:
    """Lets a listening connection of that name appear; ours is there already."""
    url = normalise(database_url).set(drivername="postgresql")
    async with AsyncExitStack() as stack:

        async def connect(name: str) -> None:
            plain = url.render_as_string(hide_password=False)
            opened = await psycopg.AsyncConnection.connect(plain, application_name=name)
            await stack.enter_async_context(opened)

        await connect(connection_name("bot", office.database.process))
        yield connect


async def given_held(office: Office, *processes: UUID) -> None:
    """Each process holds a receipt, a delivery, a workspace and a job; one asked for a pause."""
    now = office.clock.now()
    for process in processes:
        workspace = str(process)
        place = await office.do(private_place, "web", workspace, "c1", None, None, Audience.PUBLIC)
        async with office.work() as uow:
            owe_all(uow, [owe(uow, address(place), "line")])
        async with office.database.system() as session:
            await accept(session, f"key {process}", workspace, {}, now)
            assert await lease_receipts(session, now, process)
            assert await lease_deliveries(session, "web", workspace, now, process)
            assert await hold(session, f"send:{process}", process, now)
            await pause(session, f"pause:{process}", process, now)
            await session.execute(JOB, {"of": workspace})


async def held_by(office: Office, process: UUID) -> set[str]:
    """In which tables the process holds something."""
    found = set()
    async with office.database.system() as session:
        for table, query in HELD.items():
            if process in set(await session.scalars(text(query))):
                found.add(table)
    return found


async def test_the_dead_are_inherited_from_and_the_living_are_not(
    office: Office, appear: Appear
) -> None:
    await given_held(office, DEAD, LIVING, office.database.process)
    await appear(connection_name(to_name(ALL), LIVING))
    assert await Reclaimer(office.database, absence=0).look() == len(HELD)
    assert await held_by(office, DEAD) == set()
    assert await held_by(office, LIVING) == await held_by(office, office.database.process)
    assert await held_by(office, LIVING) == set(HELD)
    async with office.database.system() as session:
        pauses = "SELECT count(*) FROM leases WHERE name LIKE 'pause:%'"
        assert await session.scalar(text(pauses)) == 3
        now = office.clock.now()
        [again] = await lease_receipts(session, now, LIVING)
        [sent] = await lease_deliveries(session, "web", str(DEAD), now, LIVING)
    assert (again.key, again.attempts, sent.attempts) == (f"key {DEAD}", 2, 2)


@pytest.mark.parametrize("stranger", [f"{PREFIX}bot", f"{PREFIX}bot x"])
async def test_nothing_is_taken_while_somebody_does_not_say_who_they_are(
    office: Office, appear: Appear, stranger: str
) -> None:
    await given_held(office, DEAD)
    await appear(stranger)
    assert await Reclaimer(office.database, absence=0).look() == 0
    assert await held_by(office, DEAD) == set(HELD)


async def test_who_is_not_seen_takes_nothing(office: Office) -> None:
    await given_held(office, DEAD)
    assert await Reclaimer(office.database, absence=0).look() == 0
    assert await held_by(office, DEAD) == set(HELD)


async def test_who_is_back_before_the_time_was_never_gone(office: Office, appear: Appear) -> None:
    elapsed = iter([0.0, 2.0, 2.5, 4.0])
    await given_held(office, DEAD, LIVING)
    looking = Reclaimer(office.database, absence=3.0, elapsed=lambda: next(elapsed))
    assert [await looking.look(), await looking.look()] == [0, 0]
    await appear(connection_name("bot", LIVING))
    assert await looking.look() == 0
    assert await looking.look() == len(HELD)
    assert await held_by(office, LIVING) == set(HELD)
