"""The extractive assistant: it cites what answers, or abstains; what it cannot answer is kept."""

import pytest
from sqlalchemy import select

from core.access.actor import Actor
from core.assistant.asking import Answer, ask
from core.assistant.extracting import MOST, Extractive
from core.knowledge.articles import ArticleDraft, publish_article
from core.knowledge.models import Ask
from tests.builders import Office
from tests.core.assistant.shelf import ARTICLES


async def asked(office: Office, question: str, actor: Actor | None = None) -> Answer:
    """The answer that the actor (or the desk) gets."""
    return await office.do(ask, actor or office.desk, question, Extractive())


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("where can I borrow a projector", "Borrow a projector"),
        (
            "hi, I was told one can somehow get a projector for a few days here?",
            "Borrow a projector",
        ),
        ("how do I withdraw my room in the calendar", "Book a room"),
        ("I lost the keys, whom should I tell", "Lost keys"),
        ("when are parcels collected", "Post"),
        ("calendar", "Book a room"),
        ("priting in colour, which tray takes the papper", "Print in colour"),
    ],
)
async def test_what_answers_is_cited_in_its_own_words(
    house: Office, question: str, title: str
) -> None:
    answer = await asked(house, question)

    assert answer.known
    assert answer.citations[0].title == title
    assert answer.citations[0].text in ARTICLES[title]


@pytest.mark.parametrize(
    "question",
    [
        "who won the football match",
        "can I get a discount on my gym membership",
        "which vaccination does my dog need when I keep it in a room",
        "is a helicopter licence worth the price",
        "parcels by drone to Antarctica, with insurance",
        "???",
    ],
)
async def test_it_abstains_where_words_fit_by_chance(house: Office, question: str) -> None:
    answer = await asked(house, question)

    assert answer.citations == ()
    assert not answer.known


async def test_each_article_is_cited_once_and_only_a_few_are(house: Office) -> None:
    for number in range(6):
        draft = ArticleDraft(
            title=f"Umbrella stand {number}", body="## A\nAn umbrella.\n\n## B\nAn umbrella."
        )
        await house.do(publish_article, house.desk, draft)

    citations = (await asked(house, "umbrella")).citations

    assert len({citation.slug for citation in citations}) == len(citations) == MOST


async def test_what_fits_far_less_is_not_cited_beside_the_best(house: Office) -> None:
    answer = await asked(house, "borrow a projector at the front desk")

    assert [citation.title for citation in answer.citations] == ["Borrow a projector"]


@pytest.mark.parametrize(
    "question",
    [
        "what is the alarm code of the vault",
        "canary-7312",
        "alarm cod vauult",
        "vault code, please",
    ],
)
async def test_an_article_for_staff_never_reaches_a_customer(house: Office, question: str) -> None:
    customer, agent = await house.given_customer(), await house.given_person()

    to_customer, to_agent = (
        await asked(house, question, customer),
        await asked(house, question, agent),
    )

    assert "canary" not in repr(to_customer.citations)
    assert "7312" in repr(to_agent.citations)


async def test_questions_are_kept_with_what_was_cited_and_gaps_as_gaps(house: Office) -> None:
    customer = await house.given_customer()
    await asked(house, "where can I borrow a projector", customer)
    await asked(house, "what is the alarm code of the vault", customer)

    async with house.work() as uow:
        rows = list(await uow.session.scalars(select(Ask).order_by(Ask.created_at, Ask.id)))

    assert [(row.answered, row.citations) for row in rows] == [
        (True, ["borrow-a-projector"]),
        (False, []),
    ]
    assert {row.person_id for row in rows} == {customer.person_id}
