"""Reactions: who may, once, and to which places they go under whose name."""

import pytest

from core.conversation.models import Message, Place
from core.conversation.refs import MESSAGE, keep_ref
from core.errors import Invalid, NotFound
from core.events.deliveries import owe_all
from core.tickets.amending import delete_message, edit_message
from core.tickets.announcements.announcing_reactions import owe_reactions
from core.tickets.collaboration.reacted import reactions_shown
from core.tickets.collaboration.reacting import react, unreact
from core.tickets.relations.merging import merge
from core.tickets.relations.moving import move
from core.tickets.replying import note, reply
from tests.builders import Office
from tests.core.tickets.announcements.test_announcing import given, in_support, owed

THERE = "SELECT emoji FROM message_reactions"


async def _stands(office: Office, message: Message) -> list[Place]:
    """The message stands in all places of its ticket."""
    async with office.work() as uow:
        rows = await office.sql("SELECT id FROM places WHERE ticket_id IS NOT NULL ORDER BY id")
        places = [await uow.session.get_one(Place, id) for (id,) in rows]
        for place in places:
            await keep_ref(uow, place.id, MESSAGE, f"ts{place.id}{message.id}", message.id)
    await owed(office)
    return places


async def _shown(office: Office, message: Message, place: Place) -> dict[str, tuple[str, ...]]:
    return await office.do(reactions_shown, message, place)


async def test_a_reaction_counts_once_and_is_nobody_s_turn(office: Office) -> None:
    ana, sam, ticket, place = await given(office)
    said = await office.do(reply, sam, ticket.number, "Done")
    places = await _stands(office, said)
    before = await office.see(ticket.number)
    for _ in range(2):
        await office.do(react, ana, said.id, "👍🏽", place_id=place.id)
    assert await office.sql(THERE) == [("👍",)]
    assert await owed(office) == [("internal", "reacted")]
    assert await office.see(ticket.number) == before
    staff = next(one for one in places if one.id != place.id)
    assert await _shown(office, said, staff) == {"👍": ("Ana",)}
    assert await _shown(office, said, place) == {}
    for _ in range(2):
        await office.do(unreact, ana, said.id, "👍", place_id=place.id)
    assert await owed(office) == [("internal", "reacted")]
    assert await office.sql(THERE) == []
    rows = await office.sql("SELECT type FROM events WHERE type LIKE '%acted' ORDER BY id")
    assert [kind for (kind,) in rows] == ["MessageReacted", "MessageUnreacted"]


async def test_only_who_may_read_a_message_reacts_to_it(office: Office) -> None:
    ana, sam, ticket, place = await given(office)
    bob = await office.given_customer("Bob")
    public = await office.do(reply, sam, ticket.number, "Done")
    secret = await office.do(note, sam, ticket.number, "psst")
    for who, message in ((bob, public), (ana, secret), (bob, secret)):
        with pytest.raises(NotFound):
            await office.do(react, who, message.id, "👍", place_id=place.id)
    await office.do(delete_message, sam, public.id)
    with pytest.raises(NotFound):
        await office.do(react, ana, public.id, "👍")
    assert await office.sql(THERE) == []


async def test_a_reaction_to_a_note_owes_the_customer_nothing(office: Office) -> None:
    _, sam, ticket, _ = await given(office)
    secret = await office.do(note, sam, ticket.number, "psst")
    await _stands(office, secret)  # even where it ought not to
    await office.do(react, sam, secret.id, "👀")
    assert await owed(office) == [("internal", "reacted")]


async def test_of_two_customers_who_were_put_together_neither_learns_of_the_other(
    office: Office,
) -> None:
    _, sam, ticket, hers = await given(office)
    bob = await office.given_customer("Bob")
    other, his = await in_support(office, bob, thread="t2")
    await office.do(merge, sam, other.number, ticket.number)
    office.clock.move(minutes=1)
    said = await office.do(reply, sam, ticket.number, "We bring oil")
    await _stands(office, said)
    await office.do(react, bob, said.id, "🎉", place_id=his.id)
    assert {role for role, _ in await owed(office)} == {"internal"}
    await office.do(react, sam, said.id, "👍")
    assert sorted(role for role, _ in await owed(office)).count("customer") == 2
    assert await _shown(office, said, hers) == {"👍": ("Sam",)}


async def test_from_two_places_it_is_one_name_where_neither_shows_it(office: Office) -> None:
    ana, sam, ticket, place = await given(office)
    said = await office.do(reply, ana, ticket.number, "Hm")
    places = await _stands(office, said)
    staff = next(one for one in places if one.id != place.id)
    await office.do(react, sam, said.id, "👍", place_id=staff.id)
    assert await owed(office) == [("customer", "reacted")]
    await office.do(react, sam, said.id, "👍")
    assert await _shown(office, said, place) == {"👍": ("Sam",)}
    assert await _shown(office, said, staff) == {}
    await owed(office)
    await office.do(unreact, sam, said.id, "👍", place_id=staff.id)
    assert sorted(await owed(office)) == [("customer", "reacted"), ("internal", "reacted")]
    assert await _shown(office, said, staff) == {"👍": ("Sam",)}


async def test_with_the_message_its_reactions_go(office: Office) -> None:
    ana, sam, ticket, _ = await given(office)
    said = await office.do(reply, sam, ticket.number, "Done")
    await office.do(react, ana, said.id, ":our_parrot:")
    assert await office.sql(THERE) == [(":our_parrot:",)]
    await office.do(delete_message, sam, said.id)
    assert await office.sql(THERE) == []


@pytest.mark.parametrize("emoji", ["", " ", "thumbs up", "x" * 65])
async def test_an_emoji_is_one_word(office: Office, emoji: str) -> None:
    ana, sam, ticket, _ = await given(office)
    said = await office.do(reply, sam, ticket.number, "Done")
    with pytest.raises(Invalid):
        await office.do(react, ana, said.id, emoji)


async def test_ones_own_reaction_is_taken_away_where_one_reads_no_more(office: Office) -> None:
    ana, sam, ticket, place = await given(office)
    await office.given_customer("Bob")
    said = await office.do(reply, sam, ticket.number, "Done")
    await _stands(office, said)
    await office.do(react, ana, said.id, "👍", place_id=place.id)
    office.clock.move(minutes=1)
    await office.do(move, sam, ticket.number, "Bob", "Another")
    await owed(office)
    with pytest.raises(NotFound):
        await office.do(react, ana, said.id, "🎉", place_id=place.id)
    with pytest.raises(NotFound):
        await office.do(unreact, ana, said.id, "🎉", place_id=place.id)
    await office.do(unreact, ana, said.id, "👍", place_id=place.id)
    assert await office.sql(THERE) == []
    assert await owed(office) == [("internal", "reacted")]


async def test_a_line_on_its_way_follows_what_becomes_of_its_message(office: Office) -> None:
    ana, _, ticket, place = await given(office)
    said = await office.do(reply, ana, ticket.number, "It hmus", place_id=place.id)
    async with office.work() as uow:
        owe_all(uow, [owe_reactions(uow, place, said.id)])
    await office.sql("UPDATE deliveries SET state = 'sending' WHERE kind = 'reactions'")
    await office.do(edit_message, ana, said.id, "It hums", place_id=place.id)
    assert ("customer", "reactions") in await owed(office)
