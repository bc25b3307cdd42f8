"""The rows of clocks: reading them, and what they count as a value."""

from uuid import UUID

from sqlalchemy import bindparam, select

from core.database.unit_of_work import UnitOfWork
from core.sla.rules import Count
from core.tickets.models import Clock

FIELDS = ("minutes", "counted", "running_since", "met_at", "breached_at")
_CLOCKS_OF = (
    select(Clock)
    .where(Clock.ticket_id == bindparam("ticket"))
    .order_by(Clock.metric)
    .with_for_update()
)


def count_of(clock: Clock) -> Count:
    """The clock's count as a value."""
    return Count(**{name: getattr(clock, name) for name in FIELDS})


async def clocks_of(uow: UnitOfWork, ticket_id: UUID | None) -> list[Clock]:
    """Both clocks of a ticket, locked."""
    return list(await uow.session.scalars(_CLOCKS_OF, {"ticket": ticket_id}))
