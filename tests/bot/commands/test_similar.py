"""``search similar:`` and search by meaning, said in chat."""

import pytest

from bot.cards import Card
from core.access.actor import Actor
from core.assistant.answering import KnowledgeAssistant
from core.tickets.resolving import resolve
from tests.bot.talking import Talking
from tests.builders import Office
from tests.meanings import local_model, make_vectors


@pytest.fixture
async def desk(office: Office, talking: Talking) -> tuple[Actor, int, int]:
    """An agent; two tickets much alike, the second solved."""
    talking.router._handler._assistant = KnowledgeAssistant(local_model())
    ana, sam = await office.given_customer(), await office.given_person()
    asked = await office.given_ticket(ana, subject="I cannot log in: wrong password")
    solved = await office.given_ticket(ana, subject="My password is not accepted at sign-in")
    await office.do(resolve, sam, solved.number, "I have unlocked your account.")
    await make_vectors(office)
    return sam, asked.number, solved.number


async def test_tickets_like_one_are_listed_with_how_they_ended(
    talking: Talking, desk: tuple[Actor, int, int]
) -> None:
    sam, asked, solved = desk
    card = await talking.tell(sam, f"search similar:{asked}")
    assert isinstance(card, Card)
    [row] = card.rows
    assert row.title.startswith(f"TIK-{solved} ")
    assert row.detail == "I have unlocked your account."
    assert [badge.word for badge in row.badges] == ["Resolved"]


async def test_one_that_goes_on_may_be_merged_into_it(
    office: Office, talking: Talking, desk: tuple[Actor, int, int]
) -> None:
    sam, asked, solved = desk
    card = await talking.tell(sam, f"search similar:{solved}")
    assert isinstance(card, Card)
    assert [button.label for button in card.rows[0].buttons] == ["Show", "Merge"]
    ended = await talking.tell(sam, f"search similar:{asked}")
    assert isinstance(ended, Card)
    assert [button.label for button in ended.rows[0].buttons] == ["Show"]


async def test_without_a_ticket_it_is_asked_for(
    talking: Talking, desk: tuple[Actor, int, int]
) -> None:
    card = await talking.tell(desk[0], "search similar:")
    assert "search similar:1042" in card.model_dump_json()


async def test_a_search_finds_what_means_the_same(
    talking: Talking, desk: tuple[Actor, int, int]
) -> None:
    sam, asked, solved = desk
    card = await talking.tell(sam, "search account locked out of sign-in")
    assert isinstance(card, Card)
    found = {row.title.split()[0] for row in card.rows}
    assert found == {f"TIK-{asked}", f"TIK-{solved}"}
