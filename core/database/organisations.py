"""Organisations, and the directory that finds one from what a caller shows."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from core.database.base import Base
from core.ids import new_id


class Organisation(Base):
    """The tenant. ``config_version`` rises with every change of its configuration."""

    __tablename__ = "organisations"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    ticket_prefix: Mapped[str] = mapped_column(default="TIK")
    language: Mapped[str] = mapped_column(default="en")
    timezone: Mapped[str] = mapped_column(default="UTC")
    is_demo: Mapped[bool] = mapped_column(default=False)
    settings: Mapped[dict[str, Any]] = mapped_column(default=dict)
    config_version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]


class DirectoryEntry(Base):
    """Leads from a workspace, a key's hash or a host name to its organisation."""

    __tablename__ = "directory"

    kind: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(
        ForeignKey("organisations.id", ondelete="CASCADE"), index=True
    )


async def list_in_directory(
    session: AsyncSession, kind: str, key: str, organisation_id: UUID
) -> None:
    """Make ``key`` lead to the organisation; saying it again changes nothing."""
    values = {"kind": kind, "key": key, "organisation_id": organisation_id}
    await session.execute(insert(DirectoryEntry).values(values).on_conflict_do_nothing())


async def find_organisation(session: AsyncSession, kind: str, key: str) -> UUID | None:
    """The organisation that ``key`` leads to, if any."""
    found: UUID | None = await session.scalar(
        select(DirectoryEntry.organisation_id).where(
            DirectoryEntry.kind == kind, DirectoryEntry.key == key
        )
    )
    return found
