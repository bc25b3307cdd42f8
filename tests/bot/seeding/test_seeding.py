"""Seeded tickets are what the use cases would have left."""

from datetime import timedelta

import pytest

from bot.seeding.seeding import PRODUCTS, NotDemo, seed
from core.tickets.reading.history import history, list_messages
from core.tickets.reading.listing import Filter, list_tickets
from core.tickets.reading.searching import search_tickets
from core.tickets.rules import Base
from tests.builders import Office


async def test_every_view_reads_them(office: Office) -> None:
    heard: list[int] = []
    await seed(office.database, office.organisation_id, 300, heard.append)
    assert heard == [300]
    async with office.work() as uow:
        page = await list_tickets(uow, office.desk, Filter(), limit=300, count=True)
        assert page.total == len({ticket.number for ticket in page.tickets}) == 300
        ages = [office.clock.now() - ticket.created_at for ticket in page.tickets]
        assert ages == sorted(ages)
        assert timedelta(days=300) < ages[-1] <= timedelta(days=365)
        assert {ticket.base for ticket in page.tickets} == set(Base)
        first = page.tickets[0]
        said = await list_messages(uow, office.desk, first.number)
        assert [message.author_role for message in said] == ["customer", "agent", "customer"]
        assert said[0].body.startswith(first.subject)
        entries = await history(uow, office.desk, first.number)
        assert entries


async def test_clocks_agree_with_the_ticket(office: Office) -> None:
    await seed(office.database, office.organisation_id, 300)
    async with office.work() as uow:
        page = await list_tickets(uow, office.desk, Filter(), limit=300)
    for ticket in page.tickets:
        clock = ticket.clock("resolution")
        assert clock is not None
        if ticket.base in {Base.RESOLVED, Base.CLOSED}:
            assert clock.state == "met"
        elif ticket.base is Base.PENDING:
            assert clock.state == "paused"
        else:
            assert clock.state in {"running", "breached"}
    waiting = await office.sql("SELECT count(*) FROM clocks WHERE state = 'running'")
    due = await office.sql("SELECT count(*) FROM due WHERE due_at > :now", now=office.clock.now())
    assert waiting == due


async def test_a_search_for_a_product_finds_its_tickets(office: Office) -> None:
    await seed(office.database, office.organisation_id, 300)
    (subject,) = (await office.sql("SELECT subject FROM tickets LIMIT 1"))[0]
    product = subject.split()[0].lower()
    assert product in PRODUCTS
    async with office.work() as uow:
        found = await search_tickets(uow, office.desk, product)
    assert found.tickets
    assert all(product in ticket.subject.lower() for ticket in found.tickets)


async def test_a_second_run_adds_and_a_real_desk_is_left_alone(office: Office) -> None:
    await seed(office.database, office.organisation_id, 20)
    await seed(office.database, office.organisation_id, 20)
    assert (await office.sql("SELECT count(*) FROM tickets"))[0][0] == 40
    neighbour = await office.neighbour()
    await neighbour.given_ticket(await neighbour.given_customer())
    with pytest.raises(NotDemo):
        await seed(office.database, neighbour.organisation_id, 20)
    assert (await neighbour.sql("SELECT count(*) FROM tickets"))[0][0] == 1
