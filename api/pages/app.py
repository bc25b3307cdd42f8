"""The pages' common ground: static files and the door."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount

from api.pages.session import Door
from api.pages.signing_in import (
    HOME,
    ReadPersonas,
    Welcome,
    build_signing_in,
    greet_nobody,
)
from api.pages.templates import STATIC, STATIC_URL, StaticAssets, build_templates


def build_pages(
    door: Door, personas: ReadPersonas | None = None, welcome: Welcome = greet_nobody
) -> APIRouter:
    """Routes that all pages share. ``personas`` is given in demo mode alone; ``welcome``
    hears of everybody who signs in."""
    router = build_signing_in(door, build_templates(), personas, welcome)
    router.add_route("/", go_home, methods=["GET"], include_in_schema=False)
    router.routes.append(Mount(STATIC_URL, StaticAssets(directory=STATIC), name="static"))
    return router


async def go_home(request: Request) -> Response:
    """From the bare address to where people talk."""
    return RedirectResponse(HOME, 303)
