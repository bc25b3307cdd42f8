"""What tickets that were split, moved or merged keep from who reads where they stand."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.sending.parcels import Undeliverable
from bot.sending.private_places import keep_out
from core.access.actor import Actor
from core.conversation.beginning import begin_place
from core.conversation.models import Place
from core.conversation.places import serve_channel
from core.errors import NotFound
from core.events.models import Delivery
from core.tickets.claiming import assign
from core.tickets.collaboration.community import post_beside
from core.tickets.going_on_elsewhere import opening_words
from core.tickets.models import Ticket
from core.tickets.opening import TicketDraft, open_ticket
from core.tickets.reading.readers import is_read_along
from core.tickets.reading.similar import similar_tickets
from core.tickets.relations.merging import merge
from core.tickets.relations.moving import move
from core.tickets.relations.splitting import split
from core.tickets.replying import note, reply
from core.tickets.resolving import close, resolve
from core.tickets.rules import REOPEN_WITHIN
from tests.builders import Office
from tests.meanings import make_vectors


async def _at(
    office: Office, who: Actor, thread: str, text: str = "It hums", *, shared: bool = True
) -> tuple[Ticket, Place]:
    """A ticket in a thread of its own, that others read or not."""
    place = await office.do(
        begin_place, "web", "w", "support", thread, who.person_id, shared=shared
    )
    draft = TicketDraft(subject=text, description=text)
    return await office.do(open_ticket, who, draft, place_id=place.id), place


async def test_a_thread_begins_with_words_that_its_customer_may_read(office: Office) -> None:
    ana, sam = await office.given_customer("Ana"), await office.given_person("Sam")
    bob = await office.given_customer("Bob")
    ticket = await office.given_ticket(ana, subject="It hums", description="It hums")
    office.clock.move(minutes=1)
    said = await office.do(reply, ana, ticket.number, "And it smells")
    apart = await office.do(split, sam, ticket.number, said.id)
    await office.do(note, sam, apart.number, "psst")
    assert await office.do(opening_words, ana, apart.number) == "And it smells"
    office.clock.move(minutes=1)
    await office.do(move, sam, ticket.number, "Bob", "A new subject")
    assert await office.do(opening_words, bob, ticket.number) == "A new subject"


async def test_new_words_of_a_private_team_s_ticket_are_not_told_where_old_ones_stand(
    office: Office,
) -> None:
    ana, sam = await office.given_customer("Ana"), await office.given_person("Sam")
    await office.given_team("Payroll", sam, private=True)
    await office.given_channel()
    sam = await office.again(sam)
    ticket = await office.given_ticket(ana)
    said = await office.do(reply, ana, ticket.number, "My salary")
    delivery = select(Delivery).where(Delivery.message_id == said.id)
    async with office.work() as uow:
        [told] = await uow.session.scalars(delivery)
        await keep_out(uow, told)
    apart = await office.do(split, sam, ticket.number, said.id)
    await office.do(keep_out, told)
    await office.do(assign, sam, apart.number, "Payroll")
    for kind in ("edit", "message", "reacted"):
        told.kind = kind
        with pytest.raises(Undeliverable, match="private team"):
            await office.do(keep_out, told)
    told.kind = "remove"
    await office.do(keep_out, told)


async def test_nothing_of_staff_s_is_told_in_a_channel_that_serves_customers_by_now(
    office: Office,
) -> None:
    channel = await office.given_channel()
    ticket = await office.given_ticket(await office.given_customer())
    said = await office.do(note, await office.given_person(), ticket.number, "psst")
    delivery = select(Delivery).where(Delivery.message_id == said.id)
    async with office.work() as uow:
        [told] = await uow.session.scalars(delivery)
        await keep_out(uow, told)
        place = await uow.session.get_one(Place, told.place_id)
        await serve_channel(uow, place.platform, place.workspace, channel, "support")
    with pytest.raises(Undeliverable, match="customers are served"):
        await office.do(keep_out, told)


async def test_a_former_customer_s_thread_makes_nothing_public(office: Office) -> None:
    ana, sam = await office.given_customer("Ana"), await office.given_person("Sam")
    eve = await office.given_customer("Eve")
    await office.given_customer("Bob")
    ticket, place = await _at(office, ana, "one")
    assert await office.do(is_read_along, ticket.id)
    await office.do(post_beside, eve, place.id, "Mine too")
    office.clock.move(minutes=1)
    await office.do(move, sam, ticket.number, "Bob", "A new subject")
    assert not await office.do(is_read_along, ticket.id)
    with pytest.raises(NotFound):
        await office.do(post_beside, eve, place.id, "Is Ana there?")


async def test_how_it_ended_is_not_what_a_former_customer_was_told(office: Office) -> None:
    ana, sam = await office.given_customer("Ana"), await office.given_person("Sam")
    bob = await office.given_customer("Bob")
    words = ("I cannot log in: wrong password", "My password is not accepted at sign-in")
    asked = await office.given_ticket(bob, subject=words[0])
    like = await office.given_ticket(ana, subject=words[1])
    await make_vectors(office)
    await office.do(reply, sam, like.number, "Your new one is 4711")
    office.clock.move(minutes=1)
    await office.do(move, sam, like.number, "Bob", "My password is refused at sign-in")
    office.clock.move(minutes=1)
    await office.do(reply, bob, like.number, words[1])
    await office.do(resolve, sam, like.number)
    await make_vectors(office)
    endings = [one.ending for one in await office.do(similar_tickets, bob, asked.number)]
    assert endings == [""]
    office.clock.move(minutes=1)
    await office.do(reply, sam, like.number, "It works again")
    endings = [one.ending for one in await office.do(similar_tickets, bob, asked.number)]
    assert endings == ["It works again"]


async def test_a_follow_up_that_others_read_takes_no_private_words(office: Office) -> None:
    ana, sam = await office.given_customer("Ana"), await office.given_person("Sam")
    public, there = await _at(office, ana, "public")
    private, here = await _at(office, ana, "private", shared=False)
    await office.do(merge, sam, private.number, public.number)
    await office.do(close, sam, public.number)
    office.clock.set(office.clock.now() + REOPEN_WITHIN + timedelta(seconds=1))
    first = await office.do(reply, ana, public.number, "Again", place_id=there.id)
    second = await office.do(reply, ana, private.number, "My pin is 4711", place_id=here.id)
    third = await office.do(reply, ana, private.number, "And 4712", place_id=here.id)
    assert first.ticket_id != second.ticket_id
    rows = await office.sql("SELECT id, ticket_id FROM places WHERE role = 'customer'")
    assert dict(map(tuple, rows)) == {there.id: first.ticket_id, here.id: second.ticket_id}
    assert third.ticket_id == second.ticket_id
