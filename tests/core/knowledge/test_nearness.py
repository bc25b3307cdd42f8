"""KNB-04: articles are found by what they mean, within one's rights, beside the words."""

import pytest

from core.access.actor import Actor
from core.database.vectors import Vector
from core.knowledge.articles import ArticleDraft, publish_article
from core.knowledge.finding import Hit, find_passages, search_articles
from tests.builders import Office
from tests.meanings import make_vectors, vector_of

ARTICLES = {
    "Rent a bicycle": "A bicycle costs 12 euros a day.",
    "Opening hours": "The shop is open from nine to five.",
    "Damages": "If you fall and something breaks, our insurance pays for it.",
}


@pytest.fixture
async def shop(office: Office) -> Office:
    """The organisation with articles about bicycles alone, and their vectors."""
    await office.sql("DELETE FROM articles")
    for title, body in ARTICLES.items():
        await publish(office, title, body)
    await make_vectors(office)
    return office


async def publish(office: Office, title: str, body: str, **said: object) -> None:
    draft = ArticleDraft.model_validate({"title": title, "body": body, **said})
    await office.do(publish_article, office.desk, draft)


async def near(office: Office, question: str, actor: Actor | None = None) -> list[Hit]:
    vector = await vector_of(question)
    return await office.do(find_passages, actor or office.desk, question, vector=vector)


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("am I covered if I have an accident", "Damages"),
        ("what is the price of borrowing a bike for one day", "Rent a bicycle"),
        ("when does your store close in the evening", "Opening hours"),
    ],
)
async def test_other_words_find_it(shop: Office, question: str, title: str) -> None:
    hits = await near(shop, question)
    assert hits[0].title == title
    assert hits[0].near is not None
    assert hits[0].near > 0.3


async def test_what_has_nothing_to_do_with_it_is_not_found(shop: Office) -> None:
    assert await near(shop, "quantum chromodynamics lattice") == []


async def test_the_same_words_are_found_as_before(shop: Office) -> None:
    by_words = await shop.do(find_passages, shop.desk, "insurance")
    assert [hit.title for hit in by_words] == ["Damages"]
    assert by_words[0].near is None
    assert (await near(shop, "insurance"))[0].title == "Damages"


async def test_a_new_article_is_found_by_words_before_it_has_a_vector(shop: Office) -> None:
    await publish(shop, "Helmets", "A helmet is free.")
    assert (await near(shop, "is a helmet free"))[0].title == "Helmets"


async def test_what_one_may_not_read_is_not_near(shop: Office) -> None:
    ana = await shop.given_customer()
    await publish(shop, "Break-ins", "Canary: the alarm code is 4711.", audience="staff")
    await make_vectors(shop)
    question = "number to switch off the burglar alarm"
    assert (await near(shop, question))[0].title == "Break-ins"
    assert "Break-ins" not in [hit.title for hit in await near(shop, question, ana)]


async def test_vectors_of_another_model_are_not_compared(shop: Office) -> None:
    question = "insurance"  # found by the word; an accident would not be
    vector = Vector(await vector_of(question), "another/1")
    hits = await shop.do(find_passages, shop.desk, question, vector=vector)
    assert hits
    assert all(hit.near is None for hit in hits)


async def test_another_organisation_is_not_near(shop: Office) -> None:
    other = await shop.neighbour()
    question = "am I covered if I have an accident"
    assert {hit.title for hit in await near(shop, question)} & set(ARTICLES)
    titles = {hit.title for hit in await near(other, question)}
    assert titles.isdisjoint(ARTICLES)


async def test_articles_are_listed_once_and_best_first(shop: Office) -> None:
    await publish(shop, "Insurance", "## One\nInsurance pays.\n\n## Two\nInsurance costs money.")
    await make_vectors(shop)
    vector = await vector_of("insurance")
    found = await shop.do(search_articles, shop.desk, "insurance", vector=vector)
    assert [article.title for article in found][:2] == ["Insurance", "Damages"]
    assert len(found) == len({article.id for article in found})
