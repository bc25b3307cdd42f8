"""SRC-01: tickets are found by what they mean; nobody finds what they may not see."""

import pytest

from core.access.actor import Actor
from core.tickets.claiming import assign
from core.tickets.editing import delete_ticket
from core.tickets.reading.searching import meant_by, search_tickets
from core.tickets.replying import note
from tests.builders import Office
from tests.meanings import make_vectors, vector_of

ASKED = "cannot log in any more"


async def found(office: Office, actor: Actor, said: str) -> list[int]:
    vector = await vector_of(meant_by(said))
    page = await office.do(search_tickets, actor, said, vector=vector)
    return [view.number for view in page.tickets]


async def given(office: Office, requester: Actor, subject: str) -> int:
    return (await office.given_ticket(requester, subject=subject)).number


async def test_other_words_find_it_after_those_with_the_words(office: Office) -> None:
    ana, sam = await office.given_customer(), await office.given_person("Sam")
    like = await given(office, ana, "My password is not accepted at sign-in")
    await given(office, ana, "The coffee machine leaks")
    same = await given(office, ana, "I cannot log in any more since Monday")
    await make_vectors(office)
    assert await found(office, sam, ASKED) == [same, like]
    page = await office.do(search_tickets, sam, ASKED)
    assert [view.number for view in page.tickets] == [same]


async def test_only_those_are_found_that_the_reader_may_see(office: Office) -> None:
    ana, bob = await office.given_customer("Ana"), await office.given_customer("Bob")
    sam, eve = await office.given_person("Sam"), await office.given_person("Eve")
    await office.given_team("Payroll", eve, private=True)
    secret = await given(office, ana, "My password is not accepted at sign-in")
    gone = await given(office, bob, "My password is refused at sign-in")
    await office.do(assign, office.desk, secret, "Payroll")
    await office.do(delete_ticket, office.desk, gone)
    await make_vectors(office)
    assert await found(office, sam, ASKED) == []
    assert await found(office, bob, ASKED) == []
    assert await found(office, await office.again(eve), ASKED) == [secret]
    assert await found(office, ana, ASKED) == [secret]


async def test_filters_hold_for_what_is_found_by_meaning(office: Office) -> None:
    ana, sam = await office.given_customer(), await office.given_person("Sam")
    await given(office, ana, "My password is not accepted at sign-in")
    urgent = (
        await office.given_ticket(ana, subject="My password is wrong, it says", priority="high")
    ).number
    await make_vectors(office)
    assert await found(office, sam, f"{ASKED} priority:high") == [urgent]


async def test_a_note_is_no_part_of_the_meaning(office: Office) -> None:
    ana, sam = await office.given_customer(), await office.given_person("Sam")
    number = await given(office, ana, "The coffee machine leaks")
    await office.do(note, sam, number, "She cannot sign in, her password is refused")
    await make_vectors(office)
    assert await found(office, sam, ASKED) == []


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("printer on fire status:open", "printer on fire"),
        ("1042", ""),
        ("TIK-1042", ""),
        ("printer", ""),
        ("status:open", ""),
        ('"printer on fire"', ""),
        ("printer -fire", ""),
        ("printer or scanner", ""),
        ("sign-in fails", "sign-in fails"),
    ],
)
def test_operators_and_numbers_mean_no_more_than_they_say(said: str, meant: str) -> None:
    assert meant_by(said) == meant
