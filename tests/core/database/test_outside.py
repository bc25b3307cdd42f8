"""Slow work is done with no transaction open, and the use case begins anew with its result."""

from dataclasses import dataclass

import pytest
from sqlalchemy import text

from core.database.outside import NotDoneYet
from core.database.unit_of_work import UnitOfWork
from core.tickets.opening import TicketDraft, open_ticket
from tests.builders import Office


@dataclass(frozen=True)
class Counting:
    """Work that looks how many transactions of ours are open while it is done."""

    office: Office
    number: int

    async def do(self) -> int:
        async with self.office.database.owner() as session:
            busy = text(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                " AND state LIKE 'idle in transaction%'"
            )
            open_now: int = (await session.execute(busy)).scalar_one()
        return self.number * 100 + open_now


async def test_nothing_is_held_meanwhile_and_nothing_is_done_twice(office: Office) -> None:
    ana = await office.given_customer()
    tries: list[int] = []

    async def act(uow: UnitOfWork) -> list[int]:
        ticket = await open_ticket(uow, ana, TicketDraft(subject="My lamp"))
        tries.append(ticket.number)
        return [uow.outside(Counting(office, 1)), uow.outside(Counting(office, 2))]

    assert await office.do(act) == [100, 200]
    assert len(tries) == 3
    assert await office.sql("SELECT subject FROM tickets") == [("My lamp",)]


async def test_who_does_not_wait_for_it_is_told_what_is_missing(office: Office) -> None:
    work = Counting(office, 1)
    with pytest.raises(NotDoneYet) as missing:
        async with office.work() as uow:
            uow.outside(work)
    assert missing.value.work == work


async def test_a_use_case_that_always_wants_more_is_ended(office: Office) -> None:
    async def act(uow: UnitOfWork) -> None:
        for number in range(100):
            uow.outside(Counting(office, number))

    with pytest.raises(NotDoneYet):
        await office.do(act)
