"""Which tickets a channel wants, and that each has one card there that stays true."""

import pytest

from core.access.actor import Role
from core.errors import Denied, Invalid
from core.tickets.announcements.subscriptions import list_subscriptions, subscribe, unsubscribe
from core.tickets.configuration.categories import CategoryDraft, save_category
from core.tickets.editing import TicketEdit, edit
from core.tickets.relations.merging import merge
from core.tickets.replying import note, reply
from tests.builders import Office

SPOT = ("slack", "T1", "C1")


async def shown(office: Office) -> dict[int, int]:
    """How often the mirror of each ticket was painted since last asked."""
    rows = await office.sql(
        "SELECT t.number, count(d.id) FROM places p JOIN tickets t ON t.id = p.ticket_id"
        " LEFT JOIN deliveries d ON d.place_id = p.id AND d.state = 'queued'"
        " WHERE p.role = 'mirror' GROUP BY t.number, p.id"
    )
    await office.sql("UPDATE deliveries SET state = 'sent'")
    assert len({number for number, _ in rows}) == len(rows), "two mirrors in one channel"
    return dict(tuple(row) for row in rows)


async def test_a_card_for_each_ticket_that_fits_all_filters(office: Office) -> None:
    sam = await office.given_person()
    await office.given_team("Accounts")
    refunds = await office.do(save_category, office.desk, CategoryDraft(name="Refunds"))
    late = CategoryDraft(name="Late refunds", parent_id=refunds.id)
    wanted = {"priorities": ["P1", "high"], "teams": ["accounts"], "categories": ["Refunds"]}
    await office.do(subscribe, office.desk, SPOT, **wanted)
    await office.do(save_category, office.desk, late)
    fits = {"priority": "critical", "team": "Accounts", "category": "Late refunds"}
    number = (await office.given_ticket(sam, **fits)).number
    for but in ({"priority": "low"}, {"team": None}, {"category": None}):
        await office.given_ticket(sam, **{**fits, **but})
    assert await shown(office) == {number: 1}
    await office.do(note, sam, number, "psst")
    assert await shown(office) == {number: 0}
    await office.do(reply, sam, number, "Hello")
    assert await shown(office) == {number: 1}
    rows = await office.sql(
        "SELECT DISTINCT kind FROM deliveries d JOIN places p ON p.id = d.place_id"
        " WHERE p.role = 'mirror'"
    )
    assert rows == [("card",)]


async def test_it_comes_when_it_begins_to_fit_and_stays_when_it_ceases(office: Office) -> None:
    ana, sam = await office.given_customer(), await office.given_person()
    await office.do(subscribe, office.desk, SPOT, priorities=["critical"])
    number = (await office.given_ticket(ana, priority="low")).number
    assert await shown(office) == {}
    await office.do(edit, sam, number, TicketEdit(priority="critical"))
    assert await shown(office) == {number: 1}
    await office.do(edit, sam, number, TicketEdit(priority="low"))
    assert await shown(office) == {number: 1}
    await office.do(unsubscribe, office.desk, SPOT)
    await office.do(edit, sam, number, TicketEdit(priority="critical"))
    assert await shown(office) == {number: 1}
    other = (await office.given_ticket(ana, priority="critical")).number
    assert other not in await shown(office)


async def test_of_merged_tickets_the_card_that_stands_goes_on(office: Office) -> None:
    ana, sam = await office.given_customer(), await office.given_person()
    await office.do(subscribe, office.desk, SPOT, priorities=["critical"])
    one = (await office.given_ticket(ana, priority="low")).number
    two = (await office.given_ticket(ana, priority="critical")).number
    assert await shown(office) == {two: 1}
    await office.do(merge, sam, two, one)
    assert await shown(office) == {two: 1}
    await office.do(reply, sam, one, "Hello")
    assert await shown(office) == {two: 1}


async def test_a_private_team_s_tickets_go_where_the_team_is_named(office: Office) -> None:
    sam = await office.given_person()
    await office.given_team("Payroll", private=True)
    await office.do(subscribe, office.desk, SPOT, priorities=["critical"])
    await office.do(subscribe, office.desk, ("slack", "T1", "C2"), teams=["Payroll"])
    number = (await office.given_ticket(sam, priority="critical", team="Payroll")).number
    rows = await office.sql("SELECT channel FROM places WHERE role = 'mirror'")
    assert rows == [("C2",)]
    assert await shown(office) == {number: 1}


async def test_a_channel_of_the_staff_has_one_card(office: Office) -> None:
    ana = await office.given_customer()
    name = await office.given_channel()
    spot = ("web", str(office.organisation_id), name)
    await office.do(subscribe, office.desk, spot, priorities=["critical"])
    ticket = await office.given_ticket(ana, priority="critical")
    await office.do(edit, office.desk, ticket.number, TicketEdit(subject="Again"))
    assert await shown(office) == {}


async def test_only_administrators_say_it_and_in_words_that_exist(office: Office) -> None:
    sam = await office.given_person()
    manager = await office.given_person("Kim", Role.MANAGER)
    for actor in (sam, manager, await office.given_customer()):
        with pytest.raises(Denied):
            await office.do(subscribe, actor, SPOT, priorities=["critical"])
        with pytest.raises(Denied):
            await office.do(unsubscribe, actor, SPOT)
        with pytest.raises(Denied):
            await office.do(list_subscriptions, actor, "slack", "T1")
    for wrong in ({}, {"priorities": ["red"]}, {"teams": ["No"]}, {"categories": ["No"]}):
        with pytest.raises(Invalid):
            await office.do(subscribe, office.desk, SPOT, **wrong)
    assert await office.do(list_subscriptions, office.desk, "slack", "T1") == []
    await office.do(subscribe, office.desk, SPOT, priorities=["low"])
    await office.do(subscribe, office.desk, SPOT, priorities=["high", "P2"])
    [found] = await office.do(list_subscriptions, office.desk, "slack", "T1")
    assert (found.spot, found.priorities) == (SPOT, ("high",))
    assert await office.do(list_subscriptions, office.desk, "slack", "T2") == []
