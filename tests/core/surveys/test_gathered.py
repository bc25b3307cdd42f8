"""Of an outage the customers are asked, and not who gathered their tickets."""

import pytest

from core.errors import NotFound
from core.surveys.rating import own_rating, rate
from core.tickets.relations.gathering import gather
from core.tickets.resolving import resolve
from tests.builders import Office
from tests.sweeping import given_desk, sweep, told_since


async def test_who_gathers_is_neither_asked_nor_can_rate(office: Office) -> None:
    scene = await given_desk(office)
    other = await office.given_ticket(await office.given_customer("Bob"))
    numbers = [scene.number, other.number]
    parent = (await office.do(gather, scene.sam, numbers, "The VPN is down")).number
    await office.do(resolve, scene.sam, parent, "Fixed")
    office.clock.move(hours=1)
    await sweep(office)
    assert [told.channel for told in await told_since(office, "survey")] == [scene.direct["Ana"]]
    asked = await office.sql("SELECT t.number FROM surveys s JOIN tickets t ON t.id = s.ticket_id")
    assert {number for (number,) in asked} == set(numbers)
    with pytest.raises(NotFound):
        await office.do(rate, scene.sam, parent, 5)
    with pytest.raises(NotFound):
        await office.do(own_rating, scene.sam, parent)
