"""Looking at deliveries, and sending again what got stuck."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from core.access.actor import Actor
from core.access.permissions import Permission, require
from core.database.unit_of_work import UnitOfWork
from core.errors import NotFound
from core.events.deliveries import NO_CARD
from core.events.models import Delivery

STUCK = ("dead", "unknown")


async def list_deliveries(
    uow: UnitOfWork,
    actor: Actor,
    *,
    state: str | None = None,
    after: UUID | None = None,
    limit: int = 50,
) -> list[Delivery]:
    """Deliveries, newest first, before the id ``after``."""
    require(actor, Permission.READ_DELIVERIES)
    query = select(Delivery).order_by(Delivery.id.desc()).limit(limit)
    if state:
        query = query.where(Delivery.state == state)
    if after:
        query = query.where(Delivery.id < after)
    return list(await uow.session.scalars(query))


async def redrive(uow: UnitOfWork, actor: Actor, delivery_id: UUID) -> None:
    """Send one stuck delivery again. Raises :class:`NotFound` unless it is stuck."""
    require(actor, Permission.REDRIVE)
    if not await _requeue(uow, Delivery.id == delivery_id):
        raise NotFound(ref="that stuck delivery")


async def redrive_messages(uow: UnitOfWork, actor: Actor, message_ids: Collection[UUID]) -> int:
    """Send again wherever one of the messages got stuck, and at once where it is about to be
    tried again; returns to how many places."""
    require(actor, Permission.REDRIVE)
    which = Delivery.message_id.in_(message_ids)
    failing = (Delivery.state == "queued") & Delivery.error.is_not(None)
    hurried = await uow.session.scalars(
        update(Delivery).where(which, failing).values(next_at=uow.now).returning(Delivery.id),
        execution_options={"synchronize_session": False},
    )
    count = len(list(hurried))
    return count + await _requeue(uow, which, notify=count > 0)


async def _requeue(uow: UnitOfWork, which: ColumnElement[bool], *, notify: bool = False) -> int:
    # A card that is queued for the same place carries the latest state already.
    other = aliased(Delivery)
    carried = exists().where(
        other.place_id == Delivery.place_id, other.kind == "card", other.state == "queued"
    )
    superseded = await uow.session.scalars(
        update(Delivery)
        .where(which, Delivery.state.in_(STUCK), Delivery.kind == "card", carried)
        .values(state="superseded", leased_until=None)
        .returning(Delivery.id),
        execution_options={"synchronize_session": False},
    )
    count = len(list(superseded))
    rows = await uow.session.scalars(
        update(Delivery)
        .where(which, Delivery.state.in_(STUCK))
        .values(state="queued", attempts=0, next_at=uow.now, error=None, leased_until=None)
        .returning(Delivery.id),
        execution_options={"synchronize_session": False},
    )
    requeued = len(list(rows))
    if requeued or notify:
        await uow.session.execute(select(func.pg_notify("deliveries", "")))
    return count + requeued


async def queue_withheld(session: AsyncSession, place_id: UUID, now: datetime) -> None:
    """The card is there after all: what was withheld for want of it is sent now."""
    await session.execute(
        update(Delivery)
        .where(
            Delivery.place_id == place_id,
            Delivery.state == "withheld",
            Delivery.error == NO_CARD,
            Delivery.kind.in_(("message", "copy", "line")),
        )
        .values(state="queued", error=None, next_at=now)
    )
