"""The last failures of calls to each connected workspace, whichever process met them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Index, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from core.database.base import Base, Owned
from core.database.unit_of_work import UnitOfWork

FAILED, REFUSED, LIMITED = "failed", "refused", "limited"
"""The far end cannot be reached or does not work; will not do that one thing; asks for patience."""
MOST = 100
"""So many are kept of each workspace: a far end that is away for a day fills no table."""
KEPT_FOR = timedelta(days=7)


class StumbleRow(Owned, Base):
    """A call that failed: which, and why, in words of ours. Nobody's text, no id, no secret."""

    __tablename__ = "stumbles"

    platform: Mapped[str]
    workspace: Mapped[str]
    kind: Mapped[str]
    what: Mapped[str]
    reason: Mapped[str]
    at: Mapped[datetime] = mapped_column(index=True)
    until: Mapped[datetime | None]

    __table_args__ = (Index("ix_stumbles_of", "organisation_id", "platform", "workspace", "id"),)


@dataclass(frozen=True)
class Stumble:
    """One of them; ``until`` is when the platform wants to be asked again."""

    at: datetime
    kind: str
    what: str
    reason: str
    until: datetime | None = None


async def keep_stumble(uow: UnitOfWork, platform: str, workspace: str, stumble: Stumble) -> None:
    """Keep it, and forget the oldest of that workspace beyond :data:`MOST`."""
    uow.session.add(
        StumbleRow(
            organisation_id=uow.organisation_id,
            platform=platform,
            workspace=workspace,
            kind=stumble.kind,
            what=stumble.what[:200],
            reason=stumble.reason[:200],
            at=stumble.at,
            until=stumble.until,
        )
    )
    await uow.flush()
    # Another process may be forgetting the same: one of them is enough.
    oldest = (
        select(StumbleRow.id)
        .where(StumbleRow.platform == platform, StumbleRow.workspace == workspace)
        .order_by(StumbleRow.id.desc())
        .offset(MOST)
        .with_for_update(skip_locked=True)
    )
    await uow.session.execute(delete(StumbleRow).where(StumbleRow.id.in_(oldest)))


async def last_stumbles(uow: UnitOfWork, platform: str, workspace: str) -> list[Stumble]:
    """What is kept of that workspace, the newest first."""
    rows = await uow.session.scalars(
        select(StumbleRow)
        .where(StumbleRow.platform == platform, StumbleRow.workspace == workspace)
        .order_by(StumbleRow.id.desc())
    )
    return [Stumble(one.at, one.kind, one.what, one.reason, one.until) for one in rows]
