"""What all routes of the web chat share: who is there, which page to answer with."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from urllib.parse import urlencode

import structlog
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from adapters.web.addresses import Where, to_where
from adapters.web.channels import Extras
from adapters.web.pages import PageBuilder
from adapters.web.rendering import Renderer
from api.pages.session import Door, Visit, safe_path
from bot.ports import Desk
from core.access.actor import Actor
from core.clock import Clock
from core.conversation.files import Files
from core.errors import HelpdeskError, NotFound, Unauthenticated

log = structlog.get_logger()
NO_STORE = {"Cache-Control": "no-store"}
BROKEN = "Something broke on our side. Your text is kept; try again in a moment."


@dataclass(frozen=True)
class Web:
    """What the routes work with."""

    door: Door
    desk: Desk
    clock: Clock
    builder: PageBuilder
    renderer: Renderer
    files: Files | None = None

    @asynccontextmanager
    async def enter(self, request: Request) -> AsyncIterator[tuple[Visit, Actor]]:
        """The visit of somebody who is signed in. Raises :class:`Unauthenticated`."""
        async with self.door.enter(request) as visit:
            if visit.actor is None or visit.actor.person_id is None:
                raise Unauthenticated
            yield visit, visit.actor

    async def show(
        self, request: Request, where: Where | None, extras: Extras | None = None, status: int = 200
    ) -> Response:
        """The whole page at ``where``; the list of channels without it. Raises ``NotFound``."""
        async with self.enter(request) as (visit, actor):
            if where is None:
                page = await self.builder.frame(request, visit, actor, None)
            else:
                found = await self.builder.build(request, visit, actor, where, extras or Extras())
                if found is None:
                    raise NotFound(ref="that conversation")
                page = found
        return HTMLResponse(self.renderer.page(page), status, NO_STORE)

    async def show_again(
        self, request: Request, where: Where, extras: Extras, status: int = 200
    ) -> Response:
        """The page in answer to a POST: the browser's address stays that of the view."""
        response = await self.show(request, where, extras, status)
        response.headers["HX-Replace-Url"] = where.url
        return response


Handler = Callable[[Web, Request], Awaitable[Response]]


def go(where: Where) -> Response:
    """On to a view, by GET."""
    return RedirectResponse(where.url, 303)


def guarded(web: Web, handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    """The handler as a route: strangers sign in first, troubles are told in words."""

    async def answer(request: Request) -> Response:
        try:
            return await handler(web, request)
        except Unauthenticated:
            return _to_sign_in(request)
        except NotFound as error:
            return await _in_words(web, request, str(error), 404)
        except HelpdeskError as error:
            return await _in_words(web, request, str(error), 403)

    return answer


def _to_sign_in(request: Request) -> Response:
    wanted = request.url.path if request.method == "GET" else "/chat"
    return RedirectResponse(f"/sign-in?{urlencode({'next': safe_path(wanted, '/chat')})}", 303)


async def _in_words(web: Web, request: Request, text: str, status: int) -> Response:
    async with web.door.enter(request) as visit:
        actor = visit.actor
    if actor is None:
        return _to_sign_in(request)
    return await web.show(request, to_where("", actor), Extras(notice=text), status)
