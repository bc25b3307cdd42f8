"""SLA policies: the shipped one, and which one serves a ticket."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from core.database.unit_of_work import UnitOfWork
from core.ids import new_id
from core.sla.models import SlaPolicy, SlaTarget
from core.sla.rules import SHIPPED_TARGETS, Metric


@dataclass(frozen=True)
class Policy:
    """A policy's targets in minutes by priority and metric."""

    id: UUID
    name: str
    minutes: dict[tuple[str, Metric], int]


async def default_policy(uow: UnitOfWork) -> Policy | None:
    """The active default policy; read once until it changes."""
    return await uow.cached(_load_default)


async def _load_default(uow: UnitOfWork) -> Policy | None:
    rows = await uow.session.execute(
        select(SlaPolicy.id, SlaPolicy.name, SlaTarget)
        .join(SlaTarget, SlaTarget.policy_id == SlaPolicy.id)
        .where(SlaPolicy.is_default, SlaPolicy.active)
    )
    found = rows.all()
    if not found:
        return None
    minutes = {(row[2].priority, Metric(row[2].metric)): row[2].minutes for row in found}
    return Policy(found[0].id, found[0].name, minutes)


async def ship_policy(uow: UnitOfWork) -> None:
    """Give a new organisation the policy that Deskhand ships."""
    policy = SlaPolicy(
        id=new_id(),
        organisation_id=uow.organisation_id,
        name="Standard",
        description="First response in 1 to 24 hours, resolution in 4 hours to 5 days.",
        is_default=True,
        active=True,
        created_at=uow.now,
    )
    uow.session.add(policy)
    await uow.session.flush()
    uow.session.add_all(
        SlaTarget(
            organisation_id=uow.organisation_id,
            policy_id=policy.id,
            priority=priority,
            metric=metric.value,
            minutes=int(allowed.total_seconds() // 60),
        )
        for metric, targets in SHIPPED_TARGETS.items()
        for priority, allowed in targets.items()
    )
    await uow.session.flush()
    uow.configuration_changed()
