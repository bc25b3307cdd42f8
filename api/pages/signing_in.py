"""Signing in and out, choosing a theme, and in the demo: being somebody else."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from uuid import UUID

from fastapi import APIRouter
from jinja2 import Environment
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.pages.session import (
    SESSION_COOKIE,
    Door,
    ForgedRequest,
    begin_visit,
    csrf_token,
    safe_path,
    theme_of,
)
from core.access.sessions import WrongPassword, sign_in, sign_in_as, sign_out
from core.database.unit_of_work import UnitOfWork

HOME = "/chat"
ADVICE = "Try again, or ask your administrator for a new password."
Handler = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True)
class Persona:
    """Somebody whom a visitor of the demo may be, with a line that says who that is."""

    person_id: UUID
    name: str
    role: str
    line: str = ""

    @property
    def initials(self) -> str:
        """At most two letters for the avatar."""
        parts = self.name.split() or ["?"]
        return (parts[0][0] + (parts[-1][0] if len(parts) > 1 else "")).upper()


ReadPersonas = Callable[[UnitOfWork], Awaitable[list[Persona]]]
Welcome = Callable[[UnitOfWork, UUID], Awaitable[None]]
"""Hears who has just signed in, in the transaction in which the session begins."""


async def greet_nobody(uow: UnitOfWork, person_id: UUID) -> None:
    """For pages behind which nobody waits to hear of arrivals."""


class SigningIn:
    """The pages for coming and going. Without ``personas`` only a password opens the door."""

    def __init__(
        self, door: Door, templates: Environment, personas: ReadPersonas | None, welcome: Welcome
    ) -> None:
        self._door = door
        self._templates = templates
        self._personas = personas
        self._welcome = welcome

    async def show(self, request: Request) -> Response:
        """The sign-in page; in the demo, the people to choose from."""
        return await self._page(request, safe_path(request.query_params.get("next", ""), HOME))

    async def submit(self, request: Request) -> Response:
        """Check address and password; the session begins or the form comes back."""
        form = await self._door.read_form(request)
        email, back = str(form.get("email", "")), safe_path(str(form.get("next", "")), HOME)
        try:
            async with self._door.enter(request) as visit:
                signed_in = await sign_in(visit.uow, email, str(form.get("password", "")))
                await self._welcome(visit.uow, signed_in.person_id)
        except WrongPassword as error:
            return await self._page(request, back, email=email, problem=f"{error} {ADVICE}")
        response = RedirectResponse(back, 303)
        self._door.keep_session(response, signed_in.token)
        return response

    async def be(self, request: Request) -> Response:
        """In the demo alone: go on as one of the personas."""
        form = await self._door.read_form(request)
        async with self._door.enter(request) as visit:
            known = await self._personas(visit.uow) if self._personas else []
            chosen = next((p for p in known if str(p.person_id) == form.get("person")), None)
            if chosen is None:
                return RedirectResponse("/sign-in", 303)
            signed_in = await sign_in_as(visit.uow, chosen.person_id)
            await self._welcome(visit.uow, signed_in.person_id)
        response = RedirectResponse(HOME, 303)
        self._door.keep_session(response, signed_in.token)
        return response

    async def leave(self, request: Request) -> Response:
        """End the session."""
        await self._door.read_form(request)
        token = request.cookies.get(SESSION_COOKIE)
        if token:
            async with self._door.enter(request) as visit:
                await sign_out(visit.uow, token)
        response = RedirectResponse("/sign-in", 303)
        response.delete_cookie(SESSION_COOKIE, path="/")
        return response

    async def choose_theme(self, request: Request) -> Response:
        """Remember the theme and go back to where it was chosen."""
        form = await self._door.read_form(request)
        back = request.headers.get("referer", "").removeprefix(str(request.base_url).rstrip("/"))
        response = RedirectResponse(safe_path(back, HOME), 303)
        self._door.keep_theme(response, str(form.get("theme", "")))
        return response

    def guarded(self, handler: Handler) -> Handler:
        """The handler; a form that is not ours leads back to the door, in words."""

        async def answer(request: Request) -> Response:
            try:
                return await handler(request)
            except ForgedRequest as error:
                return await self._page(request, HOME, problem=str(error), status=403)

        return answer

    async def _page(
        self, request: Request, back: str, *, email: str = "", problem: str = "", status: int = 422
    ) -> Response:
        begin_visit(request)
        async with self._door.enter(request) as visit:
            personas = await self._personas(visit.uow) if self._personas else []
        html = self._templates.get_template("sign_in.html").render(
            theme=theme_of(request),
            csrf=csrf_token(request),
            back=back,
            email=email,
            problem=problem,
            personas=personas,
        )
        response = HTMLResponse(html, status if problem else 200, {"Cache-Control": "no-store"})
        self._door.keep_visitor(request, response)
        return response


def build_signing_in(
    door: Door, templates: Environment, personas: ReadPersonas | None, welcome: Welcome
) -> APIRouter:
    """Routes for ``/sign-in``, ``/sign-out``, ``/theme`` and, in the demo, ``/persona``."""
    pages = SigningIn(door, templates, personas, welcome)
    posts = {"/sign-in": pages.submit, "/sign-out": pages.leave, "/theme": pages.choose_theme}
    if personas is not None:
        posts["/persona"] = pages.be
    router = APIRouter(include_in_schema=False)
    router.add_route("/sign-in", pages.show, methods=["GET"], include_in_schema=False)
    for path, handler in posts.items():
        guarded = pages.guarded(handler)
        router.add_route(path, guarded, methods=["POST"], include_in_schema=False)
    return router
