"""The page behind a one-time link to the web chat: it names who goes in, and lets them in once.

Looking at it ends nothing, so that whatever fetches addresses for a preview uses no link up.
"""

from collections.abc import Awaitable, Callable

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.pages.session import Door, ForgedRequest, begin_visit, csrf_token, theme_of
from api.pages.templates import build_templates
from core.access.actor import Actor
from core.database.unit_of_work import UnitOfWork
from core.errors import NotFound
from core.tickets.entering import Entry, enter_by, entry_of

PATH = "/enter/{token}"
NO_STORE = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
Handler = Callable[[Request], Awaitable[Response]]
Begin = Callable[[UnitOfWork, Actor, int], Awaitable[str]]
"""Makes sure that a customer's ticket is to be read where they go in, and says the address."""


class EntryPage:
    """Shows whose link it is, and begins the session."""

    def __init__(self, door: Door, begin: Begin) -> None:
        self._door = door
        self._begin = begin
        self._templates = build_templates()

    async def show(self, request: Request) -> Response:
        """Who would go in, and where to; or that the link has ended."""
        try:
            async with self._door.enter(request) as visit:
                entry = await entry_of(visit.uow, _token(request))
        except NotFound:
            return self._page(request, None, status=404)
        return self._page(request, entry)

    async def go_in(self, request: Request) -> Response:
        """Begin the session, with which the link ends, and go on to the ticket."""
        try:
            await self._door.read_form(request)
            async with self._door.enter(request) as visit:
                entry, signed_in = await enter_by(visit.uow, _token(request))
                there = await self._begin(visit.uow, entry.actor, entry.number)
        except NotFound:
            return self._page(request, None, status=404)
        except ForgedRequest as error:
            return self._page(request, None, problem=str(error), status=403)
        response = RedirectResponse(there, 303, NO_STORE)
        self._door.keep_session(response, signed_in.token)
        return response

    def _page(
        self, request: Request, entry: Entry | None, *, problem: str = "", status: int = 200
    ) -> Response:
        begin_visit(request)
        page = self._templates.get_template("enter.html").render(
            entry=entry, problem=problem, csrf=csrf_token(request), theme=theme_of(request)
        )
        response = HTMLResponse(page, status, NO_STORE)
        self._door.keep_visitor(request, response)
        return response


def build_entering(door: Door, begin: Begin) -> APIRouter:
    """The routes of the page."""
    router, page = APIRouter(include_in_schema=False), EntryPage(door, begin)
    router.add_route(PATH, page.show, methods=["GET"], include_in_schema=False)
    router.add_route(PATH, page.go_in, methods=["POST"], include_in_schema=False)
    return router


def _token(request: Request) -> str:
    return str(request.path_params["token"])
