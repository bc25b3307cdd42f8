"""Going on with what waited because a far end was away."""

from sqlalchemy import delete, update

from core.database.unit_of_work import UnitOfWork
from core.events.leasing import pause_of
from core.events.models import Delivery, Lease


async def resume_workspace(uow: UnitOfWork, platform: str, workspace: str) -> None:
    """What is owed to a workspace is due now, and nothing holds it back any more."""
    await uow.session.execute(delete(Lease).where(Lease.name == pause_of(platform, workspace)))
    await uow.session.execute(
        update(Delivery)
        .where(
            Delivery.platform == platform,
            Delivery.workspace == workspace,
            Delivery.state.in_(("queued", "checking")),
            Delivery.next_at > uow.now,
        )
        .values(next_at=uow.now)
    )
