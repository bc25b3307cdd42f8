"""Articles, and answers from them."""

from typing import Annotated
from urllib.parse import quote

from fastapi import Body, Path, Query, Request, Response

from api.entering import Posting, Reading
from api.reference import problems
from api.routing import build_router
from api.schemas.common import page_of
from api.schemas.knowledge import (
    Answer,
    Article,
    ArticleQuery,
    Articles,
    ArticleSummary,
    Question,
)
from api.services import services_of
from core.assistant.asking import ask
from core.knowledge.articles import ArticleDraft, get_article, list_articles, publish_article
from core.knowledge.finding import search_articles
from core.knowledge.meaning import meaning_of

router = build_router("Knowledge")
ARTICLE = {
    "article": {
        "value": {
            "title": "Reset your password",
            "body": "## Ask for a link\n\nChoose **Forgot password** ...",
            "audience": "public",
        }
    }
}
QUESTION = {"question": {"value": {"question": "How do I reset my password?"}}}


@router.post("/ask", summary="Ask a question", responses=problems(400, 413))
async def ask_question(
    asked: Annotated[Question, Body(openapi_examples=QUESTION)], call: Posting, request: Request
) -> Answer:
    """The passages that answer, with their sources; or `known: false`, which is kept as a gap."""
    answer = await ask(call.uow, call.actor, asked.question, services_of(request).assistant)
    return Answer.model_validate(answer)


@router.get("/articles", summary="List articles")
async def read_articles(
    wanted: Annotated[ArticleQuery, Query()], call: Reading, request: Request
) -> Articles:
    """The articles that you may read, by id; with `search` the best match first."""
    if wanted.search is not None:
        embedder = services_of(request).assistant.embedder
        vector = meaning_of(call.uow, embedder, wanted.search)
        best = await search_articles(
            call.uow, call.actor, wanted.search, limit=wanted.limit, vector=vector
        )
        return Articles(items=[ArticleSummary.model_validate(a) for a in best], next=None)
    found = await list_articles(call.uow, call.actor, after=wanted.cursor, limit=wanted.limit + 1)
    items, following = page_of(found, wanted.limit)
    return Articles(items=[ArticleSummary.model_validate(a) for a in items], next=following)


@router.get("/articles/{slug}", summary="Read an article", responses=problems(404))
async def read_article(slug: Annotated[str, Path(max_length=300)], call: Reading) -> Article:
    """One article in Markdown."""
    return Article.model_validate(await get_article(call.uow, call.actor, slug))


@router.post(
    "/articles",
    status_code=201,
    summary="Publish an article",
    responses={
        200: {"model": Article, "description": "A new text of an article with this title."},
        **problems(400, 409, 413),
    },
)
async def write_article(
    draft: Annotated[ArticleDraft, Body(openapi_examples=ARTICLE)],
    call: Posting,
    response: Response,
) -> Article:
    """Publishes an article, or a new text of the one with the same title. Managers only."""
    article = await publish_article(call.uow, call.actor, draft)
    response.headers["Location"] = f"/api/v1/articles/{quote(article.slug)}"
    if article.created_at != call.uow.now:
        response.status_code = 200
    return Article.model_validate(article)
