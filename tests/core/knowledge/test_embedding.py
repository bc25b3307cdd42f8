"""Vectors come to be, are renewed when a text or the model changes, and are never mixed up."""

import json
from typing import Any

import pytest
from sqlalchemy import text

from adapters.jobs import JobQueue
from core.database.vectors import Vector
from core.knowledge.articles import ArticleDraft, publish_article
from core.knowledge.embedding import embed_waiting, embedding_jobs, queue_embedding
from core.knowledge.texts import KINDS
from core.tickets.amending import delete_message, edit_message
from core.tickets.editing import TicketEdit, edit
from core.tickets.replying import note, reply
from tests.builders import Office

UP = [1.0] + [0.0] * 383


class Noting:
    """An embedder that remembers what it was given; all its vectors are alike."""

    def __init__(self, model: str = "noting/1") -> None:
        self.model = model
        self.texts: list[str] = []

    async def embed(self, texts: Any) -> list[Vector]:
        """Remember."""
        self.texts += texts
        return [Vector(UP, self.model) for _ in texts]


class Counting(Noting):
    """Each text points where none did before."""

    async def embed(self, texts: Any) -> list[Vector]:
        """Remember."""
        seen = len(self.texts)
        self.texts += texts
        places = range(seen, len(self.texts))
        return [Vector(UP[384 - n :] + UP[: 384 - n], self.model) for n in places]


@pytest.fixture
async def empty(office: Office) -> Office:
    """The organisation without the handbook."""
    await office.sql("DELETE FROM articles")
    return office


async def embed(office: Office, embedder: Noting, name: str = "embed_tickets") -> list[str]:
    """Do the job; what had to be embedded for it."""
    embedder.texts.clear()
    payload = {"organisation_id": str(office.organisation_id)}
    await embed_waiting(office.database, embedder, name, payload)
    return list(embedder.texts)


async def test_a_ticket_means_its_subject_and_first_public_words(empty: Office) -> None:
    ana, sam = await empty.given_customer(), await empty.given_person("Sam")
    ticket = await empty.given_ticket(ana, subject="Printer", description="It burns.")
    await empty.do(note, sam, ticket.number, "Canary: she is late with her bills")
    await empty.given_ticket(ana, subject="No more than this")
    assert await embed(empty, Noting()) == ["No more than this", "Printer. It burns."]


async def test_what_has_its_vector_is_not_embedded_again(empty: Office) -> None:
    ana, sam = await empty.given_customer(), await empty.given_person("Sam")
    ticket = await empty.given_ticket(ana, subject="One", description="Two")
    embedder = Noting()
    await embed(empty, embedder)
    assert await embed(empty, embedder) == []
    await empty.do(edit, sam, ticket.number, TicketEdit(priority="high"))
    assert await embed(empty, embedder) == []
    await empty.do(edit, sam, ticket.number, TicketEdit(subject="Three"))
    assert await embed(empty, embedder) == ["Three. Two"]


async def test_a_changed_back_text_costs_nothing(empty: Office) -> None:
    ana, sam = await empty.given_customer(), await empty.given_person("Sam")
    ticket = await empty.given_ticket(ana, subject="One")
    embedder = Noting()
    await embed(empty, embedder)
    for subject in ("Two", "One"):
        await empty.do(edit, sam, ticket.number, TicketEdit(subject=subject))
    assert await embed(empty, embedder) == []
    assert await empty.sql("SELECT 1 FROM ticket_vectors WHERE stale") == []


async def test_an_edited_and_a_deleted_description_are_followed(empty: Office) -> None:
    ana = await empty.given_customer()
    ticket = await empty.given_ticket(ana, subject="One", description="Secret")
    embedder = Noting()
    await embed(empty, embedder)
    [[message]] = await empty.sql("SELECT id FROM messages")
    await empty.do(edit_message, ana, message, "Open")
    assert await embed(empty, embedder) == ["One. Open"]
    await empty.do(delete_message, ana, message)
    assert await embed(empty, embedder) == ["One"]
    assert ticket.subject == "One"


async def test_another_model_embeds_all_anew(empty: Office) -> None:
    ana = await empty.given_customer()
    for _ in range(3):
        await empty.given_ticket(ana)
    await embed(empty, Noting())
    assert len(await embed(empty, Noting("noting/2"))) == 3
    models = await empty.sql("SELECT DISTINCT model FROM ticket_vectors")
    assert [row.model for row in models] == ["noting/2"]


async def test_a_change_during_the_work_is_embedded_afterwards(empty: Office) -> None:
    ana, sam = await empty.given_customer(), await empty.given_person("Sam")
    ticket = await empty.given_ticket(ana, subject="Before")

    class Interrupted(Noting):
        async def embed(self, texts: Any) -> list[Vector]:
            if not self.texts:
                empty.clock.move(seconds=1)
                await empty.do(edit, sam, ticket.number, TicketEdit(subject="After"))
            return await super().embed(texts)

    assert await embed(empty, Interrupted()) == ["Before", "After. Before"]


async def test_a_passage_means_its_title_heading_and_body(empty: Office) -> None:
    draft = ArticleDraft(title="Rent a bicycle", body="Come in.\n\n## Prices\nTwelve euros.")
    await empty.do(publish_article, empty.desk, draft)
    embedder = Noting()
    assert sorted(await embed(empty, embedder, "embed_passages")) == [
        "Rent a bicycle. Come in.",
        "Rent a bicycle. Prices. Twelve euros.",
    ]
    await empty.do(publish_article, empty.desk, draft.model_copy(update={"body": "Closed."}))
    assert await embed(empty, embedder, "embed_passages") == ["Rent a bicycle. Closed."]


async def test_the_handbook_needs_no_model(office: Office) -> None:
    class Local(Noting):
        """Known by the name of the model that the handbook ships with."""

    embedder = Local("all-MiniLM-L6-v2/fp32")
    for kind in ("passage", "article"):
        assert await embed(office, embedder, f"embed_{kind}s") == []
        [[waiting]] = await office.sql(
            f"SELECT count(*) FROM {kind}_vectors WHERE embedding IS NULL"
        )
        assert waiting == 0


async def test_what_is_asked_of_an_article_is_the_mean_of_its_tags(empty: Office) -> None:
    draft = ArticleDraft(title="Rent a bicycle", body="Come in.", tags=["hire a bike", "cycling"])
    await empty.do(publish_article, empty.desk, draft)
    embedder = Counting()
    assert await embed(empty, embedder, "embed_articles") == ["hire a bike", "cycling"]
    [[kept]] = await empty.sql("SELECT embedding::text FROM article_vectors")
    assert json.loads(kept)[:3] == pytest.approx([0.7071, 0.7071, 0], abs=1e-3)
    await empty.do(publish_article, empty.desk, draft.model_copy(update={"tags": []}))
    assert await embed(empty, embedder, "embed_articles") == []
    assert await empty.sql("SELECT embedding, stale FROM article_vectors") == [(None, False)]


async def test_jobs_are_queued_for_those_who_wait_and_only_once(office: Office) -> None:
    other = await office.neighbour()
    ana = await other.given_customer()
    await other.given_ticket(ana)
    assert await queue_embedding(office.database, JobQueue(), "noting/1") == 5
    assert await queue_embedding(office.database, JobQueue(), "noting/1") == 0
    async with office.database.system() as session:
        rows = await session.execute(text("SELECT entrypoint, payload FROM pgqueuer"))
        queued = [(name, json.loads(payload)["organisation_id"]) for name, payload in rows]
    both = {str(office.organisation_id), str(other.organisation_id)}
    assert {org for name, org in queued if name == "embed_passages"} == both
    assert [org for name, org in queued if name == "embed_tickets"] == [str(other.organisation_id)]


async def test_without_an_embedder_there_are_no_jobs(office: Office) -> None:
    assert embedding_jobs(office.database, None) == {}
    assert set(embedding_jobs(office.database, Noting())) == set(KINDS)


async def test_what_says_the_same_as_before_keeps_its_vector(empty: Office) -> None:
    ana = await empty.given_customer()
    ticket = await empty.given_ticket(ana, subject="One", description="It hums")
    said = await empty.do(reply, ana, ticket.number, "And it smlls")
    embedder = Noting()
    await embed(empty, embedder)
    await empty.do(edit_message, ana, said.id, "And it smells")
    assert await embed(empty, embedder) == []
    rows = await empty.sql("SELECT embedding IS NULL, stale FROM ticket_vectors")
    assert rows == [(False, False)]
