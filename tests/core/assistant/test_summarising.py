"""A summary says what is open, tried and promised, and who owes what, message by message."""

import pytest

from core.access.actor import Actor
from core.assistant.answering import KnowledgeAssistant
from core.assistant.extracting import Extractive
from core.assistant.ports import ChatModel
from core.assistant.summarising import Summary, summarise
from core.errors import Denied
from core.tickets.models import Ticket
from core.tickets.replying import note, reply
from tests.builders import Office
from tests.core.assistant.written import Down, Scripted


@pytest.fixture
async def talk(office: Office) -> tuple[Actor, Actor, Ticket]:
    """A customer, an agent, and their ticket with a short conversation."""
    ana, sam = await office.given_customer(), await office.given_person()
    ticket = await office.given_ticket(
        ana, subject="Printer", description="Hello,\nI restarted the printer twice. It is dead."
    )
    await office.do(reply, sam, ticket.number, "Thanks! I'll send a technician by Friday.")
    await office.do(note, sam, ticket.number, "We replaced the fuse last month already.")
    await office.do(reply, ana, ticket.number, "Can I use the one upstairs until then?")
    return ana, sam, ticket


async def summed_up(office: Office, actor: Actor, number: int, model: ChatModel | None) -> Summary:
    return await office.do(summarise, actor, number, KnowledgeAssistant(model=model))


async def test_each_point_is_in_the_words_of_its_message(
    office: Office, talk: tuple[Actor, Actor, Ticket]
) -> None:
    _, sam, ticket = talk
    found = await summed_up(office, sam, ticket.number, None)
    assert found.question is not None
    assert found.question.text == "Can I use the one upstairs until then?"
    assert [p.text for p in found.tried] == [
        "I restarted the printer twice.",
        "We replaced the fuse last month already.",
    ]
    assert [(p.text, p.author) for p in found.promised] == [
        ("I'll send a technician by Friday.", "Sam")
    ]
    assert found.owes == "us"
    assert found.next == found.question
    for point in (found.question, *found.tried, *found.promised):
        [(body,)] = await office.sql("SELECT body FROM messages WHERE id = :m", m=point.message_id)
        assert point.text in body


async def test_when_we_have_answered_the_customer_owes_the_next_word(
    office: Office, talk: tuple[Actor, Actor, Ticket]
) -> None:
    _, sam, ticket = talk
    await office.do(reply, sam, ticket.number, "Yes. Which floor are you on?")
    found = await summed_up(office, sam, ticket.number, None)
    assert found.next is not None
    assert found.next.text == "Which floor are you on?"


async def test_customers_get_none(office: Office, talk: tuple[Actor, Actor, Ticket]) -> None:
    ana, _, ticket = talk
    with pytest.raises(Denied):
        await office.do(summarise, ana, ticket.number, Extractive())


async def test_a_models_points_name_messages_that_are_there(
    office: Office, talk: tuple[Actor, Actor, Ticket]
) -> None:
    _, sam, ticket = talk
    model = Scripted(
        lambda _: {
            "question": {"text": "May she use another printer?", "message": 4},
            "tried": [{"text": "The fuse was replaced.", "message": 3}],
            "promised": [],
            "next": None,
        }
    )
    found = await summed_up(office, sam, ticket.number, model)
    assert found.model == "scripted-1"
    assert found.question is not None
    assert (found.question.text, found.question.author) == ("May she use another printer?", "Ana")
    assert [p.text for p in found.tried] == ["The fuse was replaced."]
    assert "[3] agent (internal): We replaced the fuse" in model.prompts[0].user


@pytest.mark.parametrize("message", [0, 5])
async def test_points_about_messages_that_are_not_there_are_not_believed(
    office: Office, talk: tuple[Actor, Actor, Ticket], message: int
) -> None:
    _, sam, ticket = talk
    model = Scripted(lambda _: {"question": {"text": "Is it Tuesday?", "message": message}})
    found = await summed_up(office, sam, ticket.number, model)
    assert (found.model, found.trouble) == ("", "it named messages that are not there")
    assert len(found.tried) == 2


@pytest.mark.parametrize(
    "points",
    [
        {"promised": [{"text": "A refund of the whole price.", "message": 2}]},
        {"tried": [{"text": "The fuse was replaced 3 times.", "message": 3}]},
        {"next": {"text": "Send the technician by the 14th.", "message": 2}},
    ],
)
async def test_points_that_no_message_makes_are_not_believed(
    office: Office, talk: tuple[Actor, Actor, Ticket], points: dict[str, object]
) -> None:
    _, sam, ticket = talk
    found = await summed_up(office, sam, ticket.number, Scripted(lambda _: points))
    assert (found.model, found.trouble) == ("", "it said things that the messages do not say")
    assert [p.text for p in found.promised] == ["I'll send a technician by Friday."]


async def test_without_the_model_the_messages_speak(
    office: Office, talk: tuple[Actor, Actor, Ticket]
) -> None:
    _, sam, ticket = talk
    found = await summed_up(office, sam, ticket.number, Down())
    assert (found.model, found.trouble) == ("", "it could not be reached")
    assert found.question is not None
