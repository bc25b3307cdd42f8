"""The reference for people at ``/api/docs``: Swagger UI, shipped with us, over our document."""

from pathlib import Path

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Mount

from api.pages.headers import CONTENT_SECURITY_POLICY
from api.pages.templates import StaticAssets

STATIC = Path(__file__).parent / "static"
URL = "/api/docs"
ASSETS_URL = "/api/docs/assets"


def build_docs() -> APIRouter:
    """The page and its files."""
    router = APIRouter(include_in_schema=False)
    router.add_route(URL, show_reference, methods=["GET"], include_in_schema=False)
    router.routes.append(Mount(ASSETS_URL, StaticAssets(directory=STATIC), name="api-docs"))
    return router


async def show_reference(_request: Request) -> Response:
    """The page."""
    return FileResponse(
        STATIC / "docs.html",
        headers={"Cache-Control": "no-cache", "Content-Security-Policy": CONTENT_SECURITY_POLICY},
    )
