"""LIF-09: rows, events, clocks, search and deliveries stand or fall together."""

import asyncio
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select

from core.access.actor import Actor
from core.database.unit_of_work import Database, UnitOfWork
from core.errors import NotFound
from core.events.models import EventRow
from core.ids import new_id
from core.reactions import REACTIONS
from core.sla.events import ClockChanged
from core.tickets.configuration.catalogue import catalogue
from core.tickets.editing import TicketEdit, edit
from core.tickets.events import MessagePosted, TicketOpened, TicketPriorityChanged
from core.tickets.models import Status, Ticket
from core.tickets.opening import TicketDraft, open_ticket
from core.tickets.rules import Base
from tests.builders import Office

COUNTED = (
    "tickets",
    "messages",
    "events",
    "clocks",
    "due",
    "deliveries",
    "places",
    "search_documents",
    "tags",
)


async def counts(office: Office) -> dict[str, int]:
    found = {}
    async with office.database.owner() as session:
        for table in COUNTED:
            found[table] = await session.scalar(select(func.count()).select_from(_table(table)))
    return found


def _table(name: str) -> Any:
    return EventRow.metadata.tables[name]


STEPS = sum(len(REACTIONS.get(e, ())) for e in (TicketOpened, MessagePosted, *[ClockChanged] * 2))
"""What follows when a ticket is opened with its first message."""


class TooBad(Exception):
    """What a failing reaction raises."""


def failing_after(steps: int) -> dict[Any, Sequence[Any]]:
    """The real reactions, with one that fails when the given number of them has run."""
    done = 0

    def counted(reaction: Any) -> Any:
        async def react(uow: UnitOfWork, actor: Actor, event: Any) -> None:
            nonlocal done
            if done == steps:
                raise TooBad
            done += 1
            await reaction(uow, actor, event)

        return react

    return {event: [counted(r) for r in reacts] for event, reacts in REACTIONS.items()}


@pytest.mark.parametrize("steps", range(STEPS))
async def test_whichever_reaction_fails_nothing_is_kept(office: Office, steps: int) -> None:
    ana = await office.given_customer()
    await office.given_channel()
    before = await counts(office)
    broken = Database(office.database.engine, failing_after(steps), office.clock)

    async def opening() -> None:
        async with broken.unit_of_work(office.organisation_id) as uow:
            await open_ticket(uow, ana, TicketDraft(subject="Help", tags=["vip"]))

    with pytest.raises(TooBad):
        await opening()
    assert await counts(office) == before


async def test_opening_runs_exactly_these_reactions(office: Office) -> None:
    """So that the test above fails each of them once."""
    fine = Database(office.database.engine, failing_after(STEPS), office.clock)
    ana = await office.given_customer()
    async with fine.unit_of_work(office.organisation_id) as uow:
        await open_ticket(uow, ana, TicketDraft(subject="Help"))


async def test_a_change_stores_recalculates_tells_and_indexes_in_one_go(office: Office) -> None:
    await office.given_channel()
    ticket = await office.given_ticket(await office.given_customer(), priority="low")
    before = await office.see(ticket.number)
    sam = await office.given_person()
    await office.do(
        edit, sam, ticket.number, TicketEdit(priority="critical", subject="Burning scanner")
    )
    after = await office.see(ticket.number)
    for metric in ("first_response", "resolution"):
        was, now = before.clock(metric), after.clock(metric)
        assert was is not None
        assert now is not None
        assert now.due_at < was.due_at  # type: ignore[operator]
    found = await office.sql(
        "SELECT id FROM search_documents_for('ticket', to_tsquery('english', 'burn'), true, 9)"
    )
    assert [row.id for row in found] == [ticket.id]
    cards = await office.sql("SELECT 1 FROM deliveries WHERE kind = 'card' AND state = 'queued'")
    assert cards
    types = [e.type for e in await office.events(ticket.id)]
    assert TicketPriorityChanged.type in types


async def test_what_cannot_be_delivered_does_not_undo_the_change(office: Office) -> None:
    """Deliveries are owed, not made, in the transaction: a platform that is down undoes nothing."""
    await office.given_channel(platform="slack")
    ticket = await office.given_ticket(await office.given_customer())
    assert (await office.see(ticket.number)).number == ticket.number
    rows = await office.sql("SELECT state, platform FROM deliveries")
    assert [tuple(row) for row in rows] == [("queued", "slack")]


async def test_an_unknown_organisation_is_not_found(database: Database) -> None:
    async def enter_by_id() -> None:
        async with database.unit_of_work(new_id()):
            pass

    async def enter_by_key() -> None:
        async with database.unit_of_work_by("host", "nobody.example"):
            pass

    for enter in (enter_by_id, enter_by_key):
        with pytest.raises(NotFound):
            await enter()


async def test_what_is_cached_is_read_again_when_the_configuration_changed(office: Office) -> None:
    async def names() -> list[str]:
        return [s.name for s in (await office.do(catalogue)).statuses.values()]

    assert "Waiting vendor" not in await names()
    await office.sql(
        "INSERT INTO statuses (id, organisation_id, name, base, position, hidden)"
        " VALUES (:id, :o, 'Waiting vendor', 'pending', 9, false)",
        id=new_id(),
        o=office.organisation_id,
    )
    assert "Waiting vendor" in await names()


async def test_a_rolled_back_configuration_is_not_remembered(office: Office) -> None:
    async def fail() -> None:
        async with office.work() as uow:
            row = Status(
                organisation_id=uow.organisation_id, name="Ghost", base=Base.OPEN, position=9
            )
            uow.session.add(row)
            await uow.session.flush()
            uow.configuration_changed()
            assert any(s.name == "Ghost" for s in (await catalogue(uow)).statuses.values())
            raise TooBad

    with pytest.raises(TooBad):
        await fail()
    words = await office.do(catalogue)
    assert not any(s.name == "Ghost" for s in words.statuses.values())


async def test_events_carry_the_request_and_the_surface(office: Office) -> None:
    ana = await office.given_customer(surface="slack")
    async with office.work() as uow:
        uow.request_id = "req-7"
        await open_ticket(uow, ana, TicketDraft(subject="Help"))
    async with office.work() as uow:
        rows = await uow.session.scalars(select(EventRow).where(EventRow.type == "TicketOpened"))
        row = rows.one()
        assert (row.request_id, row.surface, row.actor_id) == ("req-7", "slack", ana.person_id)
        assert await uow.session.scalar(select(func.count()).select_from(Ticket)) == 1


async def test_a_part_that_fails_is_undone_alone(office: Office) -> None:
    ticket = await office.given_ticket(await office.given_customer())
    await office.given_channel()
    events = len(await office.events(ticket.id))
    deliveries = (await counts(office))["deliveries"]

    async def fail(uow: UnitOfWork) -> None:
        async with uow.part():
            await edit(uow, office.desk, ticket.number, TicketEdit(add_tags=["bad"]))
            async with uow.part():
                await edit(uow, office.desk, ticket.number, TicketEdit(subject="Bad"))
            raise TooBad

    async with office.work() as uow:
        await edit(uow, office.desk, ticket.number, TicketEdit(add_tags=["before"]))
        with pytest.raises(TooBad):
            await fail(uow)
        async with uow.part():
            await edit(uow, office.desk, ticket.number, TicketEdit(add_tags=["after"]))
    view = await office.see(ticket.number)
    assert (view.tags, view.subject, view.revision) == (("after", "before"), ticket.subject, 3)
    assert len(await office.events(ticket.id)) == events + 2
    # One repaint shows both changes that were kept.
    assert (await counts(office))["deliveries"] == deliveries + 1


async def test_closing_waits_for_what_is_under_way(database: Database, organisation: UUID) -> None:
    """Whose connection came back later would stay open in a pool that nobody has any more."""
    begun, may_end = asyncio.Event(), asyncio.Event()

    async def work() -> None:
        async with database.unit_of_work(organisation):
            begun.set()
            await may_end.wait()

    working = asyncio.create_task(work())
    await begun.wait()
    closing = asyncio.create_task(database.close())
    for _ in range(200):
        await asyncio.sleep(0)
    assert not closing.done()
    may_end.set()
    await asyncio.gather(working, closing)
    assert "Connections in pool: 0" in database.engine.pool.status()
