"""How much waits to be sent or handled, over all organisations: for monitoring."""

from sqlalchemy import func, select

from core.database.unit_of_work import Database
from core.events.deliveries import WAITING
from core.events.models import Delivery, Receipt


async def waiting_deliveries(database: Database) -> dict[str, int]:
    """How many deliveries are in each state that is not an end."""
    async with database.system() as session:
        rows = await session.execute(
            select(Delivery.state, func.count())
            .where(Delivery.state.in_(WAITING))
            .group_by(Delivery.state)
        )
        return dict.fromkeys(WAITING, 0) | {state: count for state, count in rows}


async def waiting_receipts(database: Database) -> int:
    """How many inbound things are accepted and not yet handled."""
    async with database.system() as session:
        count = await session.scalar(
            select(func.count()).select_from(Receipt).where(Receipt.state == "received")
        )
        return count or 0
