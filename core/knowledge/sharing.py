"""Sharing an article: what is said of it to those who may read it."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from core.access.actor import Actor
from core.access.permissions import Permission, require
from core.database.unit_of_work import UnitOfWork
from core.errors import Denied, ErrorKind, HelpdeskError, NotFound
from core.ids import to_id
from core.knowledge.articles import anchor_of, get_article, readable_articles
from core.knowledge.models import Article, Passage

CUSTOMERS = frozenset({"public", "customers"})
"""The audiences of articles that a ticket's customer may read."""
_FOR = {"staff": "for staff only", "customers": "for customers and staff only"}


class NotForThem(HelpdeskError):
    """Who would be shown the article may not read it."""

    kind = ErrorKind.DENIED
    code = "articles.not_for_them"
    text = "“{title}” is {audience}: not all who would see it may read it. It was not shared."


@dataclass(frozen=True)
class Shared:
    """One passage of an article; ``anchor`` names its section in the article's address."""

    slug: str
    title: str
    heading: str
    body: str
    audience: str

    @property
    def anchor(self) -> str:
        """Where in the article it stands; empty for its beginning."""
        return f"#{anchor_of(self.heading)}" if self.heading else ""


async def share_article(
    uow: UnitOfWork, actor: Actor, which: str, audiences: Collection[str]
) -> Shared:
    """The passage to share with those who may read articles of these audiences.

    ``which`` is a passage's id, or an article by its name in its address: then it is the first
    passage. Raises :class:`NotForThem` where somebody would be shown what they may not read.
    """
    require(actor, Permission.READ_ARTICLES)
    if not actor.is_staff:
        raise Denied(act="share articles")
    passage, article = await _found(uow, actor, which)
    if article.audience not in audiences:
        raise NotForThem(title=article.title, audience=_FOR[article.audience])
    return Shared(article.slug, article.title, passage.heading, passage.body, article.audience)


async def _found(uow: UnitOfWork, actor: Actor, which: str) -> tuple[Passage, Article]:
    query = select(Passage, Article).join(Article, Article.id == Passage.article_id)
    query = query.where(readable_articles(actor)).order_by(Passage.position).limit(1)
    try:
        wanted = Passage.id == to_id(which, "that passage")
    except NotFound:
        wanted = Article.id == (await get_article(uow, actor, which)).id
    row = (await uow.session.execute(query.where(wanted))).one_or_none()
    if row is None:
        raise NotFound(ref="that article as it was: look for it again with `kb`")
    return row[0], row[1]


async def for_audiences(
    uow: UnitOfWork, article_ids: Collection[UUID], audiences: Collection[str]
) -> set[UUID]:
    """Those of the articles that are for these audiences."""
    query = select(Article.id).where(Article.id.in_(article_ids), Article.audience.in_(audiences))
    return set(await uow.session.scalars(query))
