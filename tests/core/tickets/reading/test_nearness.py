"""AIA-04: which tickets are compared once there are more than can all be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from core.access.actor import Actor
from core.tickets.reading import nearness
from core.tickets.reading.nearness import TELLING, older_alike, two_of
from core.tickets.reading.similar import similar_tickets
from tests.builders import Office
from tests.meanings import make_vectors

ASKED = "My password is not accepted at sign-in"
OLD = (
    "The password was not accepted",  # two words of it
    "I cannot log in: wrong credentials",  # none
    "The printer in the password office is accepted to be loud and hums all day long",
)


@pytest.fixture
def newest_two(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the two newest tickets are all compared."""
    monkeypatch.setattr(nearness, "NEWEST", 2)


async def given_tickets(office: Office, requester: Actor, *subjects: str) -> list[int]:
    made = [(await office.given_ticket(requester, subject=s)).number for s in subjects]
    await make_vectors(office)
    return made


@pytest.mark.usefixtures("newest_two")
async def test_of_the_older_those_with_its_words_are_compared_as_well(office: Office) -> None:
    ana, sam = await office.given_customer(), await office.given_person("Sam")
    old, _, _, new, asked = await given_tickets(
        office, ana, *OLD, "Wrong password at sign-in", ASKED
    )
    found = await office.do(similar_tickets, sam, asked)
    # The words are only where it is looked: what is like it is for the vectors to say.
    assert {each.view.number for each in found} == {old, new}
    assert len(found) == 2


@pytest.mark.usefixtures("newest_two")
async def test_a_customers_own_are_all_compared(office: Office) -> None:
    ana, bob = await office.given_customer("Ana"), await office.given_customer("Bob")
    [asked] = await given_tickets(office, ana, ASKED)
    await given_tickets(office, bob, *OLD)
    await given_tickets(office, ana, "I cannot sign in with my password")
    [found] = await office.do(similar_tickets, ana, asked)
    assert found.view.requester.name == "Ana"


async def test_with_few_tickets_no_words_are_looked_for(office: Office) -> None:
    await given_tickets(office, await office.given_customer(), *OLD)
    assert await office.do(older_alike, ASKED) is None


@given(st.lists(st.text(min_size=1, max_size=12), max_size=TELLING + 3, unique=True))
def test_any_two_of_the_longest_words_are_asked_for(lexemes: list[str]) -> None:
    query = two_of(lexemes)
    asked = min(len(lexemes), TELLING)
    assert len(query.split(" | ")) >= (asked * (asked - 1) // 2 or 1)
    assert bool(query) == bool(lexemes)


async def test_words_are_taken_as_they_are(office: Office) -> None:
    odd = ["it's", "a\\b", "c & d", "(e"]
    async with office.work() as uow:
        read = await uow.session.scalar(
            text("SELECT numnode(CAST(:query AS tsquery))"), {"query": two_of(odd)}
        )
    assert read == 6 * 3 + 5  # each pair is two words and their "and", joined by "or"
