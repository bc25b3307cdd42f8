"""GET: the handbook. Articles are read with the reader's own rights."""

from dataclasses import replace
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from adapters.web.addresses import ARTICLES_URL, channels_of
from adapters.web.responding import NO_STORE, Web
from adapters.web.shelf import to_article_view, to_shelf
from adapters.web.views import PageView
from api.pages.session import safe_path
from core.access.actor import Actor
from core.errors import NotFound
from core.knowledge.articles import get_article, list_articles

MOST = 1000


async def show_shelf(web: Web, request: Request) -> Response:
    """All articles by category."""
    return HTMLResponse(web.renderer.page(await _shelf(web, request)), headers=NO_STORE)


async def show_article(web: Web, request: Request) -> Response:
    """One article; where there is none of that name for this reader, the shelf says so."""
    try:
        async with web.enter(request) as (visit, actor):
            found = await get_article(visit.uow, actor, request.path_params["slug"])
            page = await web.builder.frame(request, visit, actor, None)
            article = to_article_view(found, _back(request, actor))
    except NotFound as error:
        shelf = replace(await _shelf(web, request), notice=str(error))
        return HTMLResponse(web.renderer.page(shelf), 404, NO_STORE)
    page = _reading(page, f"{ARTICLES_URL}/{article.slug}")
    return HTMLResponse(web.renderer.page(replace(page, article=article)), headers=NO_STORE)


async def _shelf(web: Web, request: Request) -> PageView:
    async with web.enter(request) as (visit, actor):
        articles = await list_articles(visit.uow, actor, limit=MOST)
        page = await web.builder.frame(request, visit, actor, None)
    return replace(_reading(page, ARTICLES_URL), shelf=to_shelf(articles, actor))


def _reading(page: PageView, url: str) -> PageView:
    return replace(page, pane="stream", url=url, back_url=url)


def _back(request: Request, actor: Actor) -> str:
    """The conversation from which the reader came, else their main channel."""
    came = urlsplit(request.headers.get("referer", ""))
    home = f"/chat/{channels_of(actor)[0]}"
    if came.netloc != request.headers.get("host", "") or f"{came.path}/".startswith(ARTICLES_URL):
        return home
    return safe_path(came.path, home) if came.path.startswith("/chat/") else home
