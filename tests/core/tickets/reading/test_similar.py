"""AIA-04: tickets like another one, with how they ended, within the reader's rights."""

import pytest

from core.access.actor import Actor
from core.errors import NotFound
from core.tickets.claiming import assign
from core.tickets.reading.similar import LONGEST, SimilarTicket, similar_tickets
from core.tickets.replying import note, reply
from core.tickets.resolving import resolve
from tests.builders import Office
from tests.meanings import make_vectors

LIKE = ("I cannot log in: wrong password", "My password is not accepted at sign-in")


async def alike(office: Office, actor: Actor, number: int) -> list[SimilarTicket]:
    return await office.do(similar_tickets, actor, number)


async def given(office: Office, requester: Actor, *subjects: str) -> list[int]:
    made = [(await office.given_ticket(requester, subject=s)).number for s in subjects]
    await make_vectors(office)
    return made


async def test_those_alike_are_found_most_similar_first(office: Office) -> None:
    ana, sam = await office.given_customer(), await office.given_person("Sam")
    asked, like, _, same = await given(office, ana, *LIKE, "The coffee machine leaks", LIKE[0])
    found = await alike(office, sam, asked)
    assert [each.view.number for each in found] == [same, like]
    assert found[0].near > found[1].near > 0.5
    assert [each.ending for each in found] == ["", ""]


async def test_how_it_ended_is_what_staff_said_last_to_the_customer(office: Office) -> None:
    ana, sam = await office.given_customer(), await office.given_person("Sam")
    asked, like = await given(office, ana, *LIKE)
    await office.do(reply, sam, like, "Which browser?")
    await office.do(reply, ana, like, "Any of them.")
    await office.do(resolve, sam, like, "I have unlocked it. " * 60)
    await office.do(note, sam, like, "Canary: she forgets it every week")
    [found] = await alike(office, sam, asked)
    assert found.ending == ("I have unlocked it. " * 60)[:LONGEST]
    assert not found.internal


async def test_without_a_public_word_a_note_says_how_it_ended_to_staff_alone(
    office: Office,
) -> None:
    ana, sam = await office.given_customer(), await office.given_person("Sam")
    asked, like = await given(office, ana, *LIKE)
    await office.do(note, sam, like, "Canary: unlocked by phone")
    await office.do(resolve, sam, like)
    [found] = await alike(office, sam, asked)
    assert (found.ending, found.internal) == ("Canary: unlocked by phone", True)
    [found] = await alike(office, ana, asked)
    assert (found.ending, found.internal) == ("", False)


async def test_nobody_sees_what_is_not_theirs(office: Office) -> None:
    ana, bob = await office.given_customer("Ana"), await office.given_customer("Bob")
    sam, eve = await office.given_person("Sam"), await office.given_person("Eve")
    await office.given_team("Payroll", eve, private=True)
    [asked], [like] = await given(office, ana, LIKE[0]), await given(office, bob, LIKE[1])
    await office.do(assign, office.desk, like, "Payroll")
    assert await alike(office, ana, asked) == []
    assert await alike(office, sam, asked) == []
    [found] = await alike(office, await office.again(eve), asked)
    assert found.view.number == like
    with pytest.raises(NotFound):
        await alike(office, bob, asked)


async def test_before_it_has_a_vector_nothing_is_like_it(office: Office) -> None:
    ana, sam = await office.given_customer(), await office.given_person("Sam")
    await given(office, ana, *LIKE)
    fresh = (await office.given_ticket(ana, subject=LIKE[0])).number
    assert await alike(office, sam, fresh) == []
