"""SRC-08 (recent items): what one looked at or did last, in order, within its limit."""

import pytest

from core.errors import Invalid
from core.tickets.claiming import claim
from core.tickets.reading.listing import Filter, list_tickets
from core.tickets.reading.recent import SHOWN, look_at, recent_names
from core.tickets.replying import reply
from tests.builders import Office

RECENT = Filter(view="recent")


async def test_the_last_ones_come_first_and_each_has_their_own(office: Office) -> None:
    sam, mia = await office.given_person("Sam"), await office.given_person("Mia")
    ana = await office.given_customer("Ana")
    one, two, three = [await office.given_ticket(ana) for _ in range(3)]
    for act in (
        lambda: office.do(look_at, sam, one.id),
        lambda: office.do(claim, sam, two.number),
        lambda: office.do(look_at, sam, three.id),
        lambda: office.do(reply, sam, one.number, "Hello"),
        lambda: office.do(look_at, mia, two.id),
    ):
        office.clock.move(minutes=1)
        await act()
    found = (await office.do(list_tickets, sam, RECENT)).tickets
    assert [t.number for t in found] == [one.number, three.number, two.number]
    assert [n for n, _ in await office.do(recent_names, sam)] == [t.number for t in found]
    assert [t.number for t in (await office.do(list_tickets, mia, RECENT)).tickets] == [two.number]
    with pytest.raises(Invalid):
        await office.do(list_tickets, ana, RECENT)


async def test_there_are_twenty_at_most_and_old_ones_are_forgotten(office: Office) -> None:
    sam, ana = await office.given_person("Sam"), await office.given_customer("Ana")
    tickets = [await office.given_ticket(ana) for _ in range(SHOWN + 2)]
    for ticket in tickets:
        office.clock.move(minutes=1)
        await office.do(look_at, sam, ticket.id)
    found = (await office.do(list_tickets, sam, RECENT, limit=50)).tickets
    assert [t.number for t in found] == [t.number for t in reversed(tickets)][:SHOWN]
    office.clock.move(days=61)
    await office.do(look_at, sam, tickets[0].id)
    assert (await office.sql("SELECT count(*) FROM recent_tickets"))[0][0] == 1
