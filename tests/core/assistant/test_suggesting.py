"""A suggestion answers the customer's newest question from articles that they may read."""

import pytest

from core.access.actor import Actor
from core.assistant.answering import KnowledgeAssistant
from core.assistant.asking import ask
from core.assistant.suggesting import Suggestion, suggest
from core.errors import Denied
from core.tickets.replying import note, reply
from tests.builders import Office
from tests.core.assistant.written import Down, Scripted

OVERDUE = "Keep a projector for three days at most; after that it counts as overdue."


@pytest.fixture
async def desk(house: Office) -> tuple[Office, Actor, Actor]:
    """The house, a customer and an agent."""
    return house, await house.given_customer(), await house.given_person()


async def suggested(office: Office, actor: Actor, number: int, **more: object) -> Suggestion:
    assistant = KnowledgeAssistant(**more)  # type: ignore[arg-type]
    return await office.do(suggest, actor, number, assistant)


async def test_it_quotes_what_answers_the_newest_question(
    desk: tuple[Office, Actor, Actor],
) -> None:
    office, ana, sam = desk
    ticket = await office.given_ticket(ana, subject="Hello", description="I have a request.")
    await office.do(reply, sam, ticket.number, "What is it?")
    await office.do(reply, ana, ticket.number, "When does a projector count as overdue?")
    made = await suggested(office, sam, ticket.number)
    assert made.question == "When does a projector count as overdue?"
    assert made.text == OVERDUE
    assert made.found.citations[0].title == "Borrow a projector"


async def test_what_is_good_enough_to_be_shown_is_not_yet_put_into_an_agents_mouth(
    desk: tuple[Office, Actor, Actor],
) -> None:
    office, ana, sam = desk
    question = "is a projector overdue on a rainy sunday with snow"
    shown = await office.do(ask, ana, question, KnowledgeAssistant())
    assert shown.citations[0].title == "Borrow a projector"
    ticket = await office.given_ticket(ana, subject=question)
    assert (await suggested(office, sam, ticket.number)).text == ""


async def test_what_staff_alone_may_read_is_never_suggested(
    desk: tuple[Office, Actor, Actor],
) -> None:
    office, ana, sam = desk
    ticket = await office.given_ticket(ana, subject="What is the alarm code of the vault?")
    made = await suggested(office, sam, ticket.number)
    assert made.text == ""
    assert made.found.citations == ()


async def test_a_model_writes_it_from_the_passages(desk: tuple[Office, Actor, Actor]) -> None:
    office, ana, sam = desk
    ticket = await office.given_ticket(ana, subject="When does a projector count as overdue?")
    model = Scripted(
        lambda _: {
            "known": True,
            "sentences": [{"text": "A projector is overdue after three days.", "sources": [1]}],
        }
    )
    made = await suggested(office, sam, ticket.number, model=model)
    assert made.text == "A projector is overdue after three days. [1]"
    assert made.found.model == "scripted-1"


async def test_the_model_is_told_what_is_known_and_what_is_private(
    desk: tuple[Office, Actor, Actor],
) -> None:
    office, ana, sam = desk
    ticket = await office.given_ticket(
        ana, subject="When does a projector count as overdue?", category="Billing"
    )
    await office.do(reply, sam, ticket.number, "Which one do you have?")
    await office.do(note, sam, ticket.number, "She is a difficult one.")
    await office.do(reply, ana, ticket.number, "The one from room four.")
    model = Scripted(lambda _: {"known": False, "sentences": []})
    made = await suggested(office, sam, ticket.number, model=model)
    assert made.text == ""
    said = model.prompts[0].user
    for known in (
        "customer: The one from room four.",
        "agent: Which one do you have?",
        "agent (private note): She is a difficult one.",
        "Language: en",
        "Product or category: Billing",
        "Came in by: api",
    ):
        assert known in said
    assert "Never repeat" in model.prompts[0].system


async def test_without_the_model_the_passage_is_quoted(desk: tuple[Office, Actor, Actor]) -> None:
    office, ana, sam = desk
    ticket = await office.given_ticket(ana, subject="When does a projector count as overdue?")
    made = await suggested(office, sam, ticket.number, model=Down())
    assert (made.text, made.found.trouble) == (OVERDUE, "it could not be reached")


async def test_customers_get_none(desk: tuple[Office, Actor, Actor]) -> None:
    office, ana, _ = desk
    ticket = await office.given_ticket(ana)
    with pytest.raises(Denied):
        await suggested(office, ana, ticket.number)
