"""Who waits for a ticket acts after those who had it, though they began before them."""

from core.access.actor import Actor
from core.tickets.reading.history import list_messages
from core.tickets.relations.merging import merge, unmerge
from core.tickets.replying import reply
from tests.builders import Office


async def given_two(office: Office) -> tuple[Actor, Actor, int, int]:
    """Sam, who serves; Bob; and the numbers of a ticket of Ana's and one of Bob's."""
    ana, bob = await office.given_customer("Ana"), await office.given_customer("Bob")
    numbers = [(await office.given_ticket(who)).number for who in (ana, bob)]
    return await office.given_person("Sam"), bob, numbers[0], numbers[1]


async def test_what_was_said_while_a_merge_waited_was_not_said_since_it(office: Office) -> None:
    sam, bob, one, two = await given_two(office)
    async with office.work() as waiting:
        office.clock.move(seconds=1)
        await office.do(reply, sam, one, "for Ana alone")
        await merge(waiting, sam, two, one)
    assert "for Ana alone" not in [m.body for m in await office.do(list_messages, bob, two)]


async def test_what_waited_for_a_merge_is_said_since_it(office: Office) -> None:
    sam, bob, one, two = await given_two(office)
    async with office.work() as waiting:
        office.clock.move(seconds=1)
        await office.do(merge, sam, two, one)
        await reply(waiting, sam, one, "for both")
    assert "for both" in [m.body for m in await office.do(list_messages, bob, two)]


async def test_what_was_said_while_an_undoing_waited_was_said_before_it(office: Office) -> None:
    ana, sam = await office.given_customer("Ana"), await office.given_person("Sam")
    one, two = [(await office.given_ticket(ana)).number for _ in range(2)]
    await office.do(merge, sam, two, one)
    async with office.work() as waiting:
        office.clock.move(seconds=1)
        said = await office.do(reply, sam, one, "for both")
        ticket = await unmerge(waiting, sam, two)
    assert ticket.updated_at > said.created_at
