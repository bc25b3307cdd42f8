"""Finding passages: by words, by other words for them, by mistyped ones, within one's rights."""

from typing import Any

import pytest
from sqlalchemy import text

from core.access.actor import Actor
from core.database.unit_of_work import Database
from core.knowledge.articles import ArticleDraft, publish_article
from core.knowledge.finding import Hit, find_passages
from tests.builders import Office

ARTICLES = {
    "Rent a bicycle": "## Prices\nA bicycle costs 12 euros a day.\n\n## Helmets\nA helmet is free.",
    "Return it late": "## What it costs\nWho returns a bicycle late pays a fee of 5 euros an hour.",
    "Assign a mechanic": "## Who mends it\nThe shop assigns a mechanic, who mends the brakes.",
    "Opening hours": "## In winter\nWe open at nine. Ring the bell, a mechanic opens the door.",
}


@pytest.fixture
async def shop(office: Office) -> Office:
    """The organisation with articles about bicycles alone."""
    await office.sql("DELETE FROM articles")
    for title, body in ARTICLES.items():
        await publish(office, title, body)
    return office


async def publish(office: Office, title: str, body: str, **said: object) -> None:
    """An article of the organisation."""
    draft = ArticleDraft.model_validate({"title": title, "body": body, **said})
    await office.do(publish_article, office.desk, draft)


async def find(office: Office, question: str, actor: Actor | None = None, **how: Any) -> list[Hit]:
    """What the actor (or the desk) finds."""
    return await office.do(find_passages, actor or office.desk, question, **how)


async def titles(office: Office, question: str) -> list[str]:
    """The titles of what is found, best first, each once."""
    return [hit.title for hit in await find(office, question, one_each=True)]


async def test_a_word_in_the_title_counts_more_than_in_the_text(shop: Office) -> None:
    assert (await titles(shop, "mechanic"))[:2] == ["Assign a mechanic", "Opening hours"]


async def test_the_passage_itself_is_found_with_its_heading(shop: Office) -> None:
    best = (await find(shop, "how much is a helmet"))[0]

    assert (best.title, best.heading, best.body) == (
        "Rent a bicycle",
        "Helmets",
        "A helmet is free.",
    )


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("who can repair my brakes", "Assign a mechanic"),
        ("they handed it over to whom", "Assign a mechanic"),
        ("it is overdue", "Return it late"),
    ],
)
async def test_other_words_for_the_same_thing_are_understood(
    shop: Office, question: str, title: str
) -> None:
    assert (await titles(shop, question))[0] == title


async def test_the_word_itself_counts_more_than_another_for_it(shop: Office) -> None:
    await publish(shop, "Repair", "## Tools\nRepair it yourself.")
    await publish(shop, "Mend", "## Tools\nMend it yourself.")

    assert (await titles(shop, "repair"))[:2] == ["Repair", "Mend"]
    assert (await titles(shop, "mend"))[0] == "Mend"


@pytest.mark.parametrize("typed", ["helmett", "hellmet", "hemlet", "mechannics", "bicycel"])
async def test_mistyped_words_are_understood(shop: Office, typed: str) -> None:
    assert await find(shop, typed) != []


@pytest.mark.parametrize("other", ["bill", "belt", "feet", "hedge"])
async def test_a_short_word_is_not_taken_for_another(shop: Office, other: str) -> None:
    assert await find(shop, "bell") != []
    assert await find(shop, other) == []


async def test_words_that_no_article_has_lower_the_coverage(shop: Office) -> None:
    plain = (await find(shop, "a bicycle"))[0]
    strange = (await find(shop, "a bicycle with quadrophonic loudspeakers"))[0]

    assert plain.coverage == 1.0
    assert strange.coverage < 0.4
    assert strange.strength == plain.strength


async def test_words_that_questions_are_made_of_hardly_lower_it(shop: Office) -> None:
    long = "hey, I was just wondering whether somebody could maybe tell me about a bicycle please"

    assert (await find(shop, long))[0].coverage > 0.5


async def test_one_passage_each_or_all_of_them_up_to_the_limit(shop: Office) -> None:
    each = await find(shop, "bicycle", one_each=True)
    every = await find(shop, "bicycle")

    assert len({hit.article_id for hit in each}) == len(each) == 2
    assert [hit.title for hit in every].count("Rent a bicycle") == 2
    assert await find(shop, "bicycle", limit=1) == every[:1]


@pytest.mark.parametrize(
    "question", ["", "???", "the of and", "' \\ & | ! ( :* <-> \"", "''", "zz"]
)
async def test_a_question_without_known_words_finds_nothing(shop: Office, question: str) -> None:
    assert await find(shop, question) == []


async def test_signs_in_a_question_do_no_harm(shop: Office) -> None:
    assert (await titles(shop, "helmet's & !price | (x:* \\ '--"))[0] == "Rent a bicycle"


async def test_customers_never_find_what_is_for_staff(shop: Office) -> None:
    await publish(shop, "Zebrafish", "## Code\nThe zebrafish is a deadline.", audience="staff")
    customer, agent = await shop.given_customer(), await shop.given_person()

    for question in ("zebrafish", "zebraffish", "what is overdue about the zebrafish", "sla"):
        assert all(h.title != "Zebrafish" for h in await find(shop, question, customer, limit=50))
        assert any(h.title == "Zebrafish" for h in await find(shop, question, agent, limit=50))


async def test_another_organisation_finds_none_of_ours(shop: Office) -> None:
    other = await shop.neighbour()

    assert await find(other, "bicycle") == []
    assert await find(other, "ticket") != []
    assert await find(shop, "bicycle") != []


async def test_other_languages_have_their_stems_and_no_thesaurus(
    shop: Office, database: Database
) -> None:
    async with database.owner() as session:
        await session.execute(text("UPDATE organisations SET language = 'de'"))
    await publish(shop, "Fahrräder mieten", "## Preise\nDie Räder kosten zwölf Euro. The deadline.")

    assert await titles(shop, "Was kostet ein Rad?") == ["Fahrräder mieten"]
    assert "Fahrräder mieten" not in await titles(shop, "overdue")
    assert await titles(shop, "Fahrrädder") == ["Fahrräder mieten"]
