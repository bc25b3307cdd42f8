"""Community posts: kept with the ticket, and nothing follows from them."""

from datetime import timedelta
from uuid import UUID

import pytest

from core.access.actor import Actor
from core.conversation.beginning import begin_place
from core.conversation.models import Place
from core.errors import NotFound
from core.tickets.amending import edit_message
from core.tickets.claiming import claim
from core.tickets.collaboration.community import post_beside
from core.tickets.collaboration.following import follow
from core.tickets.models import Ticket
from core.tickets.opening import TicketDraft, open_ticket
from core.tickets.privacy import make_private
from core.tickets.reading.history import list_messages
from core.tickets.relations.group import members_of_group
from core.tickets.relations.merging import merge, unmerge
from core.tickets.replying import reply
from core.tickets.snoozing import snooze
from tests.builders import Office


async def _shared(office: Office, customer: Actor) -> tuple[Ticket, Place]:
    """A ticket in a thread that others read."""
    await office.given_channel()
    place = await office.do(
        begin_place, "web", "w", "plaza", str(customer.person_id), None, shared=True
    )
    draft = TicketDraft(subject="The printer hums")
    return await office.do(open_ticket, customer, draft, place_id=place.id), place


async def test_a_community_post_wakes_nothing_and_tells_no_follower(office: Office) -> None:
    ana, bob, sam = (
        await office.given_customer("Ana"),
        await office.given_customer("Bob"),
        await office.given_person("Sam"),
    )
    ticket, place = await _shared(office, ana)
    await office.do(claim, sam, ticket.number)
    await office.do(follow, await office.given_person("Mia"), ticket.number)
    await office.do(snooze, sam, ticket.number, office.clock.now() + timedelta(days=1))
    before = await office.see(ticket.number)
    cards = "SELECT count(*) FROM deliveries WHERE kind IN ('card', 'notice')"
    owed = await office.sql(cards)
    await office.do(post_beside, bob, place.id, "Mine too")
    assert await office.see(ticket.number) == before
    assert await office.sql(cards) == owed
    said = (await office.do(list_messages, sam, ticket.number))[-1]
    assert (said.kind, said.author_role, said.author) == ("community", "community", "Bob")


async def test_neither_the_customer_nor_staff_post_beside_a_ticket(office: Office) -> None:
    ana, sam = await office.given_customer("Ana"), await office.given_person("Sam")
    _, place = await _shared(office, ana)
    for who in (ana, sam):
        with pytest.raises(NotFound):
            await office.do(post_beside, who, place.id, "Hello")


async def test_nobody_posts_beside_a_ticket_that_went_private(office: Office) -> None:
    ana, bob = await office.given_customer("Ana"), await office.given_customer("Bob")
    ticket, place = await _shared(office, ana)
    said = await office.do(post_beside, bob, place.id, "Mine too")
    await office.do(make_private, ana, ticket.number)
    with pytest.raises(NotFound):
        await office.do(post_beside, bob, place.id, "And now?")
    # One's own words stay one's own.
    assert (await office.do(edit_message, bob, said.id, "Mine as well")).body == "Mine as well"
    with pytest.raises(NotFound):
        await office.do(edit_message, await office.given_customer("Eve"), said.id, "Ha")


async def test_what_the_community_says_reaches_no_other_customer_of_a_merge(
    office: Office,
) -> None:
    ana, cleo, bob = (
        await office.given_customer("Ana"),
        await office.given_customer("Cleo"),
        await office.given_customer("Bob"),
    )
    sam = await office.given_person("Sam")
    ticket, place = await _shared(office, ana)
    other, its_place = await _shared(office, cleo)
    await office.do(merge, sam, ticket.number, other.number)
    await office.do(post_beside, bob, place.id, "Ana, call me at 4711")
    await office.do(reply, sam, other.number, "We are on it")
    seen = [m.body for m in await office.do(list_messages, cleo, other.number)]
    assert "We are on it" in seen
    assert "Ana, call me at 4711" not in seen
    assert "4711" in " ".join(m.body for m in await office.do(list_messages, ana, ticket.number))
    rows = await office.sql(
        "SELECT d.place_id FROM deliveries d JOIN messages m ON m.id = d.message_id"
        " WHERE m.kind = 'community'"
    )
    assert its_place.id not in {row.place_id for row in rows}
    await office.do(unmerge, sam, ticket.number)
    assert await _count(office, ticket.id) == 1


async def _count(office: Office, ticket_id: UUID) -> int:
    async with office.work() as uow:
        ticket = await uow.session.get_one(Ticket, ticket_id)
        return len(await members_of_group(uow, ticket))
