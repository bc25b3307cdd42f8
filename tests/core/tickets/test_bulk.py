"""TKT-12: many tickets at once, each by its own right and history."""

import asyncio
from dataclasses import replace

import pytest
from pydantic import ValidationError

from core.access.permissions import Permission
from core.errors import Denied, Invalid, NotFound
from core.tickets.bulk import MOST, BulkEdit, Picked, edit_many, pick, to_kept, to_picked
from core.tickets.claiming import assign
from core.tickets.editing import delete_ticket
from core.tickets.reading.history import history
from core.tickets.reading.listing import Filter, list_tickets
from core.tickets.reading.queries import get_ticket
from core.tickets.reading.sorting import SORTS
from core.tickets.relations.merging import merge, one_at_a_time
from core.tickets.replying import reply
from tests.builders import Office


async def listed(office: Office, count: int) -> list[Picked]:
    ana = await office.given_customer("Ana")
    tickets = [await office.given_ticket(ana) for _ in range(count)]
    return [Picked(ticket.number, ticket.revision) for ticket in tickets]


async def test_a_hundred_tickets_change_in_one_call_each_with_its_history(office: Office) -> None:
    sam, picked = await office.given_person("Sam"), await listed(office, MOST)
    wanted = BulkEdit(
        priority="high", status="Pending", add_tags=["storm"], to="me", reason="Storm"
    )
    outcome = await office.do(edit_many, sam, picked, wanted)
    assert (len(outcome.done), outcome.failed) == (MOST, [])
    rows = await office.sql(
        "SELECT count(*), count(DISTINCT ticket_id) FROM events"
        " WHERE actor_id = :sam AND ticket_id IS NOT NULL AND type LIKE 'Ticket%'",
        sam=sam.person_id,
    )
    assert tuple(rows[0]) == (4 * MOST, MOST)
    for number in (outcome.done[0], outcome.done[-1]):
        view = await office.see(number)
        assert (view.priority, view.status, view.tags) == ("high", "Pending", ("storm",))
        assert view.assignee is not None
        entries = await office.do(history, sam, number)
        own = [e for e in entries if e.actor == "Sam" and e.type.startswith("Ticket")]
        assert {e.reason for e in own} == {"Storm"}


async def test_what_fails_is_said_one_by_one_and_harms_no_other(office: Office) -> None:
    sam = await office.given_person("Sam")
    picked = await listed(office, 5)
    fine, changed, private, deleted, closed = picked
    await office.given_team("Secret", private=True)
    await office.do(assign, office.desk, private.number, "Secret")
    await office.do(delete_ticket, office.desk, deleted.number)
    await office.do(edit_many, office.desk, [closed], BulkEdit(status="Closed"))
    closed = Picked(closed.number, (await office.see(closed.number)).revision)
    ana = await office.given_customer("Ana")
    other = await office.given_ticket(ana)
    await office.do(reply, ana, other.number, "One more thing")
    stale = Picked(other.number, other.revision)
    wanted = BulkEdit(status="Resolved", add_tags=["done"])
    everything = [fine, changed, private, deleted, closed, stale]
    outcome = await office.do(edit_many, sam, everything, wanted)
    assert outcome.done == [fine.number, changed.number]
    why = {failure.number: failure.why for failure in outcome.failed}
    assert why.keys() == {private.number, deleted.number, closed.number, stale.number}
    assert "can't find" in why[private.number]
    assert "can't find" in why[deleted.number]
    assert "reopen it first" in why[closed.number]
    assert "has changed since" in why[stale.number]
    # What came before the failure on the same ticket is undone with it.
    assert (await office.see(closed.number)).tags == ()


@pytest.mark.parametrize("sort", [f"{sign}{name}" for name in SORTS for sign in ("", "-")])
async def test_the_first_are_those_of_the_list_as_it_is_sorted(office: Office, sort: str) -> None:
    ana = await office.given_customer("Ana")
    for priority in ("low", "critical", "low", "high", "critical", "low"):
        office.clock.move(minutes=1)
        await office.given_ticket(ana, priority=priority)
    wanted = Filter(requester=str(ana.person_id))
    page = await office.do(list_tickets, office.desk, wanted, sort=sort, limit=4)
    picked = await office.do(pick, office.desk, wanted, 4, sort=sort)
    assert picked == [Picked(ticket.number, ticket.revision) for ticket in page.tickets]


async def test_many_go_on_in_one_and_those_that_cannot_are_told(office: Office) -> None:
    sam = await office.given_person("Sam")
    picked = await listed(office, 6)
    survivor, fine, too, elsewhere, private, stale = (one.number for one in picked)
    other = await office.given_ticket(await office.given_customer("Bea"))
    await office.do(merge, sam, elsewhere, other.number)
    await office.given_team("Secret", private=True)
    await office.do(assign, office.desk, private, "Secret")
    await office.do(edit_many, sam, [picked[5]], BulkEdit(priority="low"))
    now = [replace(one, seen=(await office.see(one.number)).revision) for one in picked[:5]]
    outcome = await office.do(edit_many, sam, [*now, picked[5]], BulkEdit(into=survivor))
    # The ticket in which they go on was listed with them: nothing is to be done to it.
    assert outcome.done == [fine, too]
    why = {failure.number: failure.why for failure in outcome.failed}
    assert why.keys() == {elsewhere, private, stale}
    assert f"merged into TIK-{other.number}" in why[elsewhere]
    assert "can't find" in why[private]
    assert "changed" in why[stale]
    rows = await office.sql(
        "SELECT t.number FROM tickets t JOIN tickets s ON s.id = t.merged_into_id"
        " WHERE s.number = :number ORDER BY 1",
        number=survivor,
    )
    assert [number for (number,) in rows] == [fine, too]
    # What has been merged leads to where it went on.
    with pytest.raises(Invalid, match="into itself"):
        await office.do(edit_many, sam, now[:2], BulkEdit(into=fine))


async def test_merging_many_stands_alone_and_needs_another_ticket(office: Office) -> None:
    sam, picked = await office.given_person("Sam"), await listed(office, 1)
    with pytest.raises(ValidationError, match="stands alone"):
        BulkEdit(into=1, priority="low")
    with pytest.raises(Invalid, match="into itself"):
        await office.do(edit_many, sam, picked, BulkEdit(into=picked[0].number))
    with pytest.raises(NotFound):
        await office.do(edit_many, sam, picked, BulkEdit(into=987654))


async def test_rights_are_those_of_each_act(office: Office) -> None:
    picked = await listed(office, 1)
    ana = await office.given_customer("Ana")
    with pytest.raises(Denied):
        await office.do(edit_many, ana, picked, BulkEdit(priority="low"))


async def test_there_is_a_limit_and_something_to_do(office: Office) -> None:
    too_many = [Picked(number, 1) for number in range(MOST + 1)]
    with pytest.raises(Invalid, match="at most 100"):
        await office.do(edit_many, office.desk, too_many, BulkEdit(priority="low"))
    with pytest.raises(Invalid, match="at most 100"):
        to_picked(to_kept(too_many))
    with pytest.raises(Invalid, match="no tickets"):
        to_picked("")
    with pytest.raises(ValidationError, match="say what to change"):
        BulkEdit(reason="Because")
    assert to_picked(to_kept(too_many[:3])) == too_many[:3]


async def test_merging_many_holds_no_ticket_while_a_single_merge_is_under_way(
    office: Office,
) -> None:
    sam, picked = await office.given_person("Sam"), await listed(office, 3)
    survivor, *others = (one.number for one in picked)
    async with office.database.unit_of_work(office.organisation_id) as uow:
        await one_at_a_time(uow)
        many = office.do(edit_many, sam, picked, BulkEdit(into=survivor))
        waiting = asyncio.create_task(many)
        while not await _waits(office):
            assert not waiting.done()
        await get_ticket(uow, sam, others[0], Permission.MERGE, lock=True)  # or both wait for ever
    assert (await waiting).done == others


async def _waits(office: Office) -> bool:
    query = (
        "SELECT count(*) FROM pg_locks JOIN pg_database d ON d.oid = database"
        " WHERE d.datname = current_database() AND NOT granted"
    )
    return bool((await office.sql(query))[0][0])
