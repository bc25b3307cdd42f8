"""Health and metrics: for machines that watch us; they need no key."""

import asyncio

import structlog
from fastapi import APIRouter, Request, Response

from api.metrics import Metrics
from api.schemas.operations import DependencyState, Readiness
from api.services import Check, Services, services_of
from core.database.condition import check_database, check_schema
from core.errors import HelpdeskError, Unavailable

log = structlog.get_logger()
router = APIRouter(include_in_schema=False)
PATIENCE = 3.0


@router.get("/healthz")
async def health() -> dict[str, str]:
    """The process lives."""
    return {"status": "alive"}


@router.get("/readyz")
async def readiness(request: Request, response: Response) -> Readiness:
    """Whether all that we depend on works; 503 names what does not."""
    checks = _checks(services_of(request))
    states = await asyncio.gather(*(_state(name, check) for name, check in checks.items()))
    ready = all(state.state == "up" for state in states)
    response.status_code = 200 if ready else 503
    return Readiness(ready=ready, checks=dict(zip(checks, states, strict=True)))


@router.get("/metrics")
async def metrics(request: Request) -> Response:
    """All meters for Prometheus."""
    meters: Metrics = request.app.state.metrics
    content = await meters.read(services_of(request).database)
    return Response(content, media_type="text/plain; version=0.0.4; charset=utf-8")


def _checks(services: Services) -> dict[str, Check]:
    async def database() -> None:
        await check_database(services.database)

    async def migrations() -> None:
        await check_schema(services.database)

    async def listener() -> None:
        if not services.listener.connected.is_set():
            raise Unavailable(what="The listening connection")

    return {"database": database, "migrations": migrations, "listener": listener} | dict(
        services.checks
    )


async def _state(name: str, check: Check) -> DependencyState:
    try:
        await asyncio.wait_for(check(), PATIENCE)
    except HelpdeskError as error:
        return DependencyState(state="down", problem=str(error))
    except Exception as error:
        # What a driver says may name hosts and users: it goes to the log, not to strangers.
        log.warning("check.failed", check=name, error=repr(error))
        return DependencyState(state="down", problem="It does not answer.")
    return DependencyState(state="up")
