"""What the database knows of each connected workspace: what waits there, and since when."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from core.access.actor import Actor
from core.access.permissions import Permission, require
from core.database.unit_of_work import UnitOfWork
from core.events.deliveries import WAITING
from core.events.models import Delivery, Lease, Receipt

_ENDED_BADLY = ("dead", "unknown")


@dataclass(frozen=True)
class Load:
    """What is owed to one workspace, and when it was heard of last."""

    waiting: int = 0
    dead: int = 0
    unknown: int = 0
    heard_at: datetime | None = None
    paused_until: datetime | None = None


async def workspace_load(
    uow: UnitOfWork, actor: Actor, platform: str, workspace: str, pause: str
) -> Load:
    """Those of one workspace, over all processes; ``pause`` names what holds it back."""
    require(actor, Permission.CONFIGURE)
    rows = await uow.session.execute(
        select(Delivery.state, func.count())
        .where(
            Delivery.platform == platform,
            Delivery.workspace == workspace,
            Delivery.state.in_((*WAITING, *_ENDED_BADLY)),
        )
        .group_by(Delivery.state)
    )
    counts = {state: count for state, count in rows}
    lane = f"{platform}:{workspace}:"
    heard: datetime | None = await uow.session.scalar(
        select(func.max(Receipt.created_at)).where(Receipt.lane.startswith(lane, autoescape=True))
    )
    until: datetime | None = await uow.session.scalar(
        select(Lease.until).where(Lease.name == pause, Lease.until > uow.now)
    )
    return Load(
        waiting=sum(counts.get(state, 0) for state in WAITING),
        dead=counts.get("dead", 0),
        unknown=counts.get("unknown", 0),
        heard_at=heard,
        paused_until=until,
    )
