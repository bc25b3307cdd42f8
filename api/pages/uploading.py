"""The page behind a one-time upload link: one file, one ticket, no sign-in."""

from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from api.pages.session import CSRF_FIELD, Door, ForgedRequest, begin_visit, csrf_token, theme_of
from api.pages.templates import build_templates
from api.pages.uploads import read_upload
from core.clock import Clock
from core.conversation.audience import Audience
from core.conversation.files import Files
from core.conversation.files_names import size_in_words
from core.conversation.ports import StorageDown
from core.errors import HelpdeskError, NotFound
from core.tickets.files.uploading import Invitation, invitation_of, use_upload

PATH = "/upload/{token}"
NO_STORE = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
Handler = Callable[[Request], Awaitable[Response]]


class UploadPage:
    """Shows the page, takes the file, and says how it ended."""

    def __init__(self, door: Door, files: Files, clock: Clock) -> None:
        self._door = door
        self._files = files
        self._clock = clock
        self._templates = build_templates()

    async def show(self, request: Request) -> Response:
        """Where to drop the file; or that the link has ended."""
        try:
            async with self._door.enter(request) as visit:
                invited = await invitation_of(visit.uow, _token(request))
        except NotFound:
            return self._page(request, None, status=404)
        return self._page(request, invited)

    async def take(self, request: Request) -> Response:
        """Take the file; with it the link ends. What is refused may be tried again."""
        token = _token(request)
        try:
            async with self._door.enter(request) as visit:
                invited = await invitation_of(visit.uow, token)
                organisation_id = visit.uow.organisation_id
        except NotFound:
            return self._page(request, None, status=404)
        try:
            async with read_upload(request, self._files.largest) as (form, upload):
                self._door.require_own(request, str(form.get(CSRF_FIELD) or ""))
                stored = await self._files.take_in(
                    organisation_id, upload.name, upload.chunks, self._clock.now()
                )
            async with self._door.enter(request) as visit:
                await use_upload(visit.uow, token, stored)
        except NotFound:
            return self._page(request, None, status=404)
        except ForgedRequest as error:
            return self._page(request, invited, problem=str(error), status=403)
        except StorageDown as error:
            return self._page(request, invited, problem=str(error), status=503)
        except HelpdeskError as error:
            return self._page(request, invited, problem=str(error), status=422)
        return self._page(request, invited, done=stored.name)

    def _page(
        self,
        request: Request,
        invited: Invitation | None,
        *,
        problem: str = "",
        done: str = "",
        status: int = 200,
    ) -> Response:
        begin_visit(request)
        shown: dict[str, Any] = {
            "invited": invited,
            "staff_only": invited is not None and invited.audience is Audience.INTERNAL,
            "problem": problem,
            "done": done,
            "largest": self._files.largest,
            "largest_words": size_in_words(self._files.largest),
            "csrf": csrf_token(request),
            "theme": theme_of(request),
        }
        page = self._templates.get_template("upload.html").render(**shown)
        response = HTMLResponse(page, status, NO_STORE)
        self._door.keep_visitor(request, response)
        return response


def build_uploading(door: Door, files: Files, clock: Clock) -> APIRouter:
    """The routes of the page."""
    router, page = APIRouter(include_in_schema=False), UploadPage(door, files, clock)
    router.add_route(PATH, page.show, methods=["GET"], include_in_schema=False)
    router.add_route(PATH, page.take, methods=["POST"], include_in_schema=False)
    return router


def _token(request: Request) -> str:
    return str(request.path_params["token"])
