"""The pages' common ground: static files and the door."""

from fastapi import APIRouter
from starlette.routing import Mount

from api.pages.session import Door
from api.pages.signing_in import ReadPersonas, build_signing_in
from api.pages.templates import STATIC, STATIC_URL, StaticAssets, build_templates


def build_pages(door: Door, personas: ReadPersonas | None = None) -> APIRouter:
    """Routes that all pages share. ``personas`` is given in demo mode alone."""
    router = build_signing_in(door, build_templates(), personas)
    router.routes.append(Mount(STATIC_URL, StaticAssets(directory=STATIC), name="static"))
    return router
