"""Articles: writing, reading and cutting them into passages."""

import hashlib
import re
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from sqlalchemy import ColumnElement, delete, func, select

from core.access.actor import Actor
from core.access.permissions import Permission, require
from core.database.search import as_config
from core.database.unit_of_work import UnitOfWork
from core.errors import Invalid, NotFound
from core.ids import new_id
from core.knowledge.events import ArticlePublished
from core.knowledge.models import Article, ArticleVector, Passage, PassageVector
from core.knowledge.passages import cut


class ArticleDraft(BaseModel):
    """What may be said of an article; ``body`` is Markdown."""

    model_config = ConfigDict(extra="forbid")

    title: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
    body: str = Field(min_length=1, max_length=200_000)
    audience: str = Field(default="public", pattern="^(public|customers|staff)$")
    category: str = Field(default="", max_length=100)
    tags: list[str] = Field(default_factory=list, max_length=50)


def slug_of(title: str) -> str:
    """A title as it stands in an address: lowercase words joined by hyphens."""
    return "-".join(re.findall(r"[\w]+", title.casefold()))


def anchor_of(heading: str) -> str:
    """The name by which an address points to that section of an article."""
    return f"section-{slug_of(heading)}"


def readable_articles(actor: Actor) -> ColumnElement[bool]:
    """The articles that an actor may read, as a filter for every query."""
    if actor.is_staff:
        return Article.status == "published"
    return (Article.status == "published") & Article.audience.in_(("public", "customers"))


async def publish_article(
    uow: UnitOfWork, actor: Actor, draft: ArticleDraft, *, origin: str = "desk"
) -> Article:
    """Publish an article, or a new text of the one with the same title.

    Its passages are cut and indexed in the same transaction. Publishing what is there
    already changes nothing.
    """
    require(actor, Permission.WRITE_ARTICLES)
    slug = slug_of(draft.title)
    if not slug:
        raise Invalid(field="title", problem="use some letters or digits")
    checksum = hashlib.sha256(draft.model_dump_json().encode()).hexdigest()
    article: Article | None = await uow.session.scalar(select(Article).where(Article.slug == slug))
    if article is not None and article.checksum == checksum:
        return article
    if article is None:
        article = Article(
            id=new_id(),
            organisation_id=uow.organisation_id,
            slug=slug,
            language=uow.language,
            origin=origin,
            author_id=actor.person_id,
            created_at=uow.now,
            status="published",
        )
        uow.session.add(article)
    for name, value in draft.model_dump().items():
        setattr(article, name, value)
    article.checksum, article.updated_at = checksum, uow.now
    await uow.session.flush()
    await _cut_anew(uow, article)
    await uow.record(ArticlePublished(article_id=article.id, audience=article.audience), actor)
    return article


async def _cut_anew(uow: UnitOfWork, article: Article) -> None:
    await uow.session.execute(delete(Passage).where(Passage.article_id == article.id))
    passages = [
        Passage(
            id=new_id(),
            organisation_id=uow.organisation_id,
            article_id=article.id,
            position=position,
            heading=section.heading,
            body=section.body,
        )
        for position, section in enumerate(cut(article.body))
    ]
    uow.session.add_all(passages)
    await uow.session.flush()
    # Each waits for its vector: see core.knowledge.embedding.
    await uow.session.merge(
        ArticleVector(
            organisation_id=uow.organisation_id,
            article_id=article.id,
            stale=True,
            changed_at=uow.now,
        )
    )
    uow.session.add_all(
        PassageVector(
            organisation_id=uow.organisation_id, passage_id=passage.id, changed_at=uow.now
        )
        for passage in passages
    )
    await uow.session.flush()
    indexed = func.index_passages(article.id, as_config(article.language))
    await uow.session.execute(select(indexed))


async def get_article(uow: UnitOfWork, actor: Actor, slug: str) -> Article:
    """One article. Raises :class:`NotFound`, also where the actor may not read it."""
    require(actor, Permission.READ_ARTICLES)
    article: Article | None = await uow.session.scalar(
        select(Article).where(Article.slug == slug, readable_articles(actor))
    )
    if article is None:
        raise NotFound(ref=f"the article {slug!r}")
    return article


async def list_articles(
    uow: UnitOfWork, actor: Actor, *, after: UUID | None = None, limit: int = 50
) -> list[Article]:
    """Articles that the actor may read, by id, after the id ``after``."""
    require(actor, Permission.READ_ARTICLES)
    query = select(Article).where(readable_articles(actor)).order_by(Article.id).limit(limit)
    if after:
        query = query.where(Article.id > after)
    return list(await uow.session.scalars(query))
