"""What the assistant does for an agent: suggested replies and summaries, said on cards."""

import pytest

from bot.cards import Card
from bot.incoming import Kind
from core.access.actor import Actor
from core.assistant.answering import KnowledgeAssistant
from core.assistant.ports import ChatModel
from core.knowledge.articles import ArticleDraft, publish_article
from core.knowledge.handbook import load_handbook
from core.tickets.models import Ticket
from core.tickets.replying import reply
from tests.bot.talking import Talking
from tests.builders import Office
from tests.core.assistant.written import Down, Scripted

QUESTION = "How do I reopen my ticket?"


@pytest.fixture
async def desk(office: Office, talking: Talking) -> tuple[Actor, Actor, Ticket]:
    """A customer and an agent with a ticket that the handbook can answer."""
    await office.do(load_handbook, office.desk)
    ana, sam = await office.given_customer(), await office.given_person()
    ticket = await office.given_ticket(ana, subject=QUESTION, description="It came back.")
    return ana, sam, ticket


def use_model(talking: Talking, model: ChatModel) -> None:
    talking.router._handler._assistant = KnowledgeAssistant(model=model)


async def test_a_suggestion_is_sent_only_when_the_agent_sends_it(
    office: Office, talking: Talking, desk: tuple[Actor, Actor, Ticket]
) -> None:
    _, sam, ticket = desk
    card = await talking.tell(sam, f"ask {ticket.number}")
    assert isinstance(card, Card)
    assert card.title == "A reply you could send"
    assert card.footer.startswith("Local")
    assert card.rows[0].url is not None
    assert "/chat/articles/" in card.rows[0].url
    assert await office.sql("SELECT count(*) FROM messages WHERE kind = 'reply'") == [(1,)]

    form = await talking.ask(sam, card.buttons[0].says, Kind.PRESS)
    assert form is not None
    [text] = [field.value for field in form.fields if field.name == "text"]
    assert card.quote in text
    await talking.tell(sam, form.says, Kind.FORM, values={"text": f"Dear Ana, {text}"})
    [(body,)] = await office.sql("SELECT body FROM messages WHERE author_role = 'agent'")
    assert body == f"Dear Ana, {text}".strip()


async def test_without_an_article_it_says_so(
    office: Office, talking: Talking, desk: tuple[Actor, Actor, Ticket]
) -> None:
    ana, sam, _ = desk
    ticket = await office.given_ticket(ana, subject="Zyzzyva quokka bandersnatch")
    card = await talking.tell(sam, f"ask {ticket.number}")
    assert isinstance(card, Card)
    assert card.title == "No reply to suggest"
    assert card.buttons == ()


async def test_a_customer_who_asks_in_a_ticket_gets_an_answer_and_no_draft(
    talking: Talking, desk: tuple[Actor, Actor, Ticket]
) -> None:
    ana, _, ticket = desk
    card = await talking.tell(ana, f"ask {ticket.number}")
    assert isinstance(card, Card)
    assert card.title == "From the knowledge base"


async def test_the_models_words_name_it_and_its_sources(
    office: Office, talking: Talking, desk: tuple[Actor, Actor, Ticket]
) -> None:
    ana, sam, _ = desk
    body = "## Where\nProjectors are kept in the cellar beside the boiler."
    await office.do(publish_article, office.desk, ArticleDraft(title="Projectors", body=body))
    written = {"text": "Projectors are kept in the cellar.", "sources": [1]}
    use_model(talking, Scripted(lambda _: {"known": True, "sentences": [written]}))
    card = await talking.tell(ana, "ask where are the projectors kept")
    assert isinstance(card, Card)
    assert card.body == "Projectors are kept in the cellar. [1]"
    assert card.rows[0].title == "Projectors > Where"
    assert "scripted-1" in card.footer

    use_model(talking, Down())
    plain = await talking.tell(sam, "ask where are the projectors kept")
    assert isinstance(plain, Card)
    assert plain.body == ""
    assert plain.footer.startswith("Local")
    assert "it could not be reached" in plain.footer


async def test_a_summary_leads_to_its_messages(
    office: Office, talking: Talking, desk: tuple[Actor, Actor, Ticket]
) -> None:
    ana, sam, ticket = desk
    await office.do(reply, sam, ticket.number, "I'll look into it by Friday.")
    card = await talking.tell(sam, f"summary {ticket.number}")
    assert isinstance(card, Card)
    assert [row.detail for row in card.rows][:2] == ["Open question · Ana", "Promised · Sam"]
    assert card.rows[1].title == "I'll look into it by Friday."
    assert card.facts[0].value == "The customer owes us an answer"
    await talking.tell(sam, card.buttons[0].says, Kind.PRESS)
    [(body,)] = await office.sql("SELECT body FROM messages WHERE kind = 'note'")
    assert body.startswith("Summary\n- Open question: ")
    assert body.endswith("- Next: The customer owes us an answer")
    denied = await talking.tell(ana, f"summary {ticket.number}")
    assert isinstance(denied, Card)
    assert not denied.rows
