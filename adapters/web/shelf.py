"""The handbook as a reader sees it: one article, or the shelf with all of them. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from adapters.web.addresses import ARTICLES_URL
from api.pages.markup import Document, to_document
from core.access.actor import Actor
from core.knowledge.articles import anchor_of
from core.knowledge.models import Article

OTHER = "Other articles"


@dataclass(frozen=True)
class SpineView:
    """An article on the shelf: its title, where it is, and whether only staff may take it."""

    title: str
    url: str
    staff_only: bool


@dataclass(frozen=True)
class BoardView:
    """The articles of one category."""

    title: str
    anchor: str
    articles: tuple[SpineView, ...]


@dataclass(frozen=True)
class ShelfView:
    """All articles that the reader may read, by category."""

    boards: tuple[BoardView, ...]


@dataclass(frozen=True)
class ArticleView:
    """One article, opened."""

    title: str
    slug: str
    category: str
    category_url: str
    staff_only: bool
    updated_at: datetime
    document: Document
    back_url: str


def to_shelf(articles: Iterable[Article], actor: Actor) -> ShelfView:
    """The shelf: categories by name, but first those that were written for customers where
    the reader is one; titles by the alphabet."""
    boards: dict[str, list[Article]] = {}
    for article in articles:
        boards.setdefault(article.category, []).append(article)

    def rank(name: str) -> tuple[bool, bool, str]:
        for_me = any(article.audience == "customers" for article in boards[name])
        return (not name, not (for_me and not actor.is_staff), name.casefold())

    return ShelfView(
        tuple(
            BoardView(
                title=name or OTHER,
                anchor=anchor_of(name or OTHER),
                articles=tuple(_spine(one) for one in sorted(boards[name], key=_by_title)),
            )
            for name in sorted(boards, key=rank)
        )
    )


def _by_title(article: Article) -> str:
    return article.title.casefold()


def _spine(article: Article) -> SpineView:
    url = f"{ARTICLES_URL}/{article.slug}"
    return SpineView(article.title, url, article.audience == "staff")


def to_article_view(article: Article, back_url: str) -> ArticleView:
    """The article, laid out for reading."""
    category = article.category or OTHER
    return ArticleView(
        title=article.title,
        slug=article.slug,
        category=category,
        category_url=f"{ARTICLES_URL}#{anchor_of(category)}",
        staff_only=article.audience == "staff",
        updated_at=article.updated_at,
        document=to_document(article.body, anchor_of),
        back_url=back_url,
    )
