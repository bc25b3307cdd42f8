"""Reports: the digest of the desk or of a team."""

from typing import Annotated

from fastapi import Query

from api.entering import Reading
from api.routing import build_router
from api.schemas.reports import Digest, DigestQuery, to_digest
from core.reports.digest import build_digest

router = build_router("Reports")


@router.get("/reports/digest", summary="Read a digest")
async def read_digest(wanted: Annotated[DigestQuery, Query()], call: Reading) -> Digest:
    """Volume, backlog, targets at risk, ratings and workload; agents read their own teams'."""
    found = await build_digest(
        call.uow, call.actor, team=wanted.team, since=wanted.since, until=wanted.until
    )
    return to_digest(found)
