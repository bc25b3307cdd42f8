"""Articles: published with their passages, read by those whom they are for."""

import pytest

from core.assistant.asking import ask, asked_before, became_ticket
from core.assistant.extracting import Extractive
from core.errors import Invalid, NotFound
from core.knowledge.articles import ArticleDraft, get_article, list_articles, publish_article
from core.knowledge.finding import find_passages
from core.knowledge.handbook import load_handbook, read_article, read_handbook
from tests.builders import Office

BODY = "# Where the zanzibar is\n\nThe zanzibar hangs behind the door.\n\n# Cleaning\n\nWith soap."


async def publish(office: Office, body: str = BODY, **more: str) -> str:
    draft = ArticleDraft.model_validate({"title": "The zanzibar", "body": body} | more)
    return (await office.do(publish_article, office.desk, draft)).slug


async def test_an_article_is_found_by_its_words_at_once(office: Office) -> None:
    ana = await office.given_customer()
    slug = await publish(office)
    assert slug == "the-zanzibar"
    hits = await office.do(find_passages, ana, "Where does the zanzibar hang?")
    assert (hits[0].slug, hits[0].heading) == (slug, "Where the zanzibar is")
    await publish(office, "It was sold.")
    rows = await office.sql("SELECT body FROM passages p WHERE p.body LIKE '%zanzibar%'")
    assert rows == []
    stale = await office.sql(
        "SELECT count(*) FROM search_documents d WHERE kind = 'passage'"
        " AND NOT EXISTS (SELECT 1 FROM passages p WHERE p.id = d.id)"
    )
    assert stale[0][0] == 0


async def test_publishing_the_same_again_changes_nothing(office: Office) -> None:
    await publish(office)
    before = await office.sql("SELECT id FROM passages ORDER BY id")
    events = len(await office.events())
    await publish(office)
    assert await office.sql("SELECT id FROM passages ORDER BY id") == before
    assert len(await office.events()) == events
    with pytest.raises(Invalid, match="letters or digits"):
        await publish(office, title="!!!")


@pytest.mark.parametrize(
    ("audience", "customer_reads"), [("public", True), ("customers", True), ("staff", False)]
)
async def test_customers_read_what_is_for_them(
    office: Office, audience: str, customer_reads: bool
) -> None:
    ana, sam = await office.given_customer(), await office.given_person("Sam")
    slug = await publish(office, audience=audience)
    question = "Where does the zanzibar hang?"
    for actor, reads in ((sam, True), (ana, customer_reads)):
        hits = await office.do(find_passages, actor, question)
        assert any(hit.slug == slug for hit in hits) is reads
        listed = await office.do(list_articles, actor, limit=500)
        assert any(article.slug == slug for article in listed) is reads
        answer = await office.do(ask, actor, question, Extractive())
        assert any(citation.slug == slug for citation in answer.citations) is reads
    if not customer_reads:
        with pytest.raises(NotFound):
            await office.do(get_article, ana, slug)


async def test_what_is_not_known_is_kept_as_a_gap(office: Office) -> None:
    ana, ben = await office.given_customer("Ana"), await office.given_customer("Ben")
    answer = await office.do(ask, ana, " How do I knit a sweater\x00 of llama wool? ", Extractive())
    assert not answer.known
    (row,) = await office.sql("SELECT * FROM asks")
    assert (row.answered, row.citations, row.person_id) == (False, [], ana.person_id)
    assert row.question == "How do I knit a sweater of llama wool?"
    assert await office.do(asked_before, ana, answer.id) == row.question
    with pytest.raises(NotFound):
        await office.do(asked_before, ben, answer.id)
    ticket = await office.given_ticket(ana)
    await office.do(became_ticket, ben, answer.id, ticket.id)
    assert (await office.sql("SELECT ticket_id FROM asks"))[0][0] is None
    await office.do(became_ticket, ana, answer.id, ticket.id)
    assert (await office.sql("SELECT ticket_id FROM asks"))[0][0] == ticket.id
    with pytest.raises(Invalid):
        await office.do(ask, ana, " \x00 ", Extractive())


@pytest.mark.parametrize(
    "said", ["'", "\\", "qzx'wvq\\pfj", "((", "!&|", "🎫", "x" * 3000, "the of and"]
)
async def test_odd_questions_break_nothing(office: Office, said: str) -> None:
    answer = await office.do(ask, office.desk, said, Extractive())
    assert not answer.known


async def test_the_handbook_is_loaded_again_without_touching_what_was_made_one_s_own(
    office: Office,
) -> None:
    first = read_handbook()[0]
    own = first.model_copy(update={"body": "We do it otherwise."})
    await office.do(publish_article, office.desk, own, origin="desk")
    await office.sql("UPDATE articles SET origin = 'desk' WHERE title = :t", t=first.title)
    count = await office.do(load_handbook, office.desk)
    rows = await office.sql("SELECT body FROM articles WHERE title = :t", t=first.title)
    assert [row.body for row in rows] == ["We do it otherwise."]
    assert count == len(read_handbook()) > 10


def test_front_matter_is_read() -> None:
    text = "---\ntitle: A: b\naudience: staff\ntags: x, y,\n---\n\nBody\n---\nmore\n"
    article = read_article(text)
    assert (article.title, article.audience, article.tags) == ("A: b", "staff", ["x", "y"])
    assert article.body == "Body\n---\nmore"
