"""Articles and answers as REST shows them."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, Field

from api.schemas.common import ID, MOMENT, IdQuery, Out, example
from api.schemas.tickets import In
from core.assistant.asking import LONGEST


class ArticleSummary(Out):
    """An article without its text."""

    model_config = example(
        id=ID,
        slug="reset-your-password",
        title="Reset your password",
        audience="public",
        category="Accounts",
        tags=["login"],
        language="en",
        updated_at=MOMENT,
    )

    id: UUID
    slug: str
    title: str
    audience: str
    category: str
    tags: list[str]
    language: str
    updated_at: datetime


class Article(ArticleSummary):
    """An article; `body` is Markdown."""

    model_config = example(
        id=ID,
        slug="reset-your-password",
        title="Reset your password",
        audience="public",
        category="Accounts",
        tags=["login"],
        language="en",
        updated_at=MOMENT,
        body="## Ask for a link\n\nChoose **Forgot password** ...",
        created_at=MOMENT,
    )

    body: str
    created_at: datetime


class ArticleQuery(IdQuery):
    """A page of articles, or the best for some words."""

    search: str | None = Field(
        default=None,
        min_length=1,
        max_length=500,
        description="Words or a question; found by words and by meaning, on one page.",
    )


class Articles(BaseModel):
    """Some articles by id."""

    items: list[ArticleSummary]
    next: str | None


class Question(In):
    """What you want to know."""

    question: str = Field(min_length=1, max_length=LONGEST)


class Citation(Out):
    """Where an answer comes from, in its own words."""

    slug: str
    title: str
    heading: str
    text: str


class Answer(Out):
    """The passages that answer, best first. None means that we do not know.

    `text` is what `model` wrote from them, with the number of each sentence's passage in
    brackets; it is empty without a model. `trouble` says why a model that is set did not help.
    """

    model_config = example(
        id=ID,
        question="How do I reset my password?",
        known=True,
        citations=[
            {
                "slug": "reset-your-password",
                "title": "Reset your password",
                "heading": "Ask for a link",
                "text": "Choose **Forgot password** ...",
            }
        ],
        text="",
        model="",
        trouble="",
    )

    id: UUID
    question: str
    known: bool
    citations: tuple[Citation, ...]
    text: str
    model: str
    trouble: str
