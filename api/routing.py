"""Routers of REST: one prefix, one class of routes, the refusals that all have in common."""

from fastapi import APIRouter

from api.answering import KeptRoute
from api.reference import ALWAYS, operation_id, problems

PREFIX = "/api/v1"


def build_router(tag: str, *refusals: int, route_class: type[KeptRoute] = KeptRoute) -> APIRouter:
    """A router for one chapter of the reference; ``refusals`` are statuses it may answer too."""
    return APIRouter(
        prefix=PREFIX,
        route_class=route_class,
        tags=[tag],
        responses={**ALWAYS, **problems(*refusals)},
        generate_unique_id_function=operation_id,
    )
