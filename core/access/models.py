"""Tables of what proves who somebody is: sessions and API keys as hashes only, installations
with sealed tokens."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.database.base import Base, Owned


class Session(Owned, Base):
    """A signed-in browser. The token itself is known to the browser alone."""

    __tablename__ = "sessions"

    token_hash: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class ApiKey(Owned, Base):
    """A key for an integration, acting as its own person within its scopes."""

    __tablename__ = "api_keys"

    name: Mapped[str]
    key_hash: Mapped[str] = mapped_column(unique=True)
    hint: Mapped[str]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    scopes: Mapped[list[str]]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class Installation(Owned, Base):
    """Our app in one workspace of a chat platform, or in all of an enterprise's.

    ``workspace`` is the enterprise's id then, and ``teams`` are those of it that we have met.
    The own ids are known from the start, so that
    we never answer ourselves; the tokens are sealed, and gone once the installation ended.
    """

    __tablename__ = "installations"

    platform: Mapped[str]
    workspace: Mapped[str]
    enterprise: Mapped[str | None]
    is_enterprise_wide: Mapped[bool]
    teams: Mapped[list[str]]
    name: Mapped[str]
    bot_user: Mapped[str]
    bot: Mapped[str]
    bot_name: Mapped[str]
    url: Mapped[str]
    scopes: Mapped[list[str]]
    token: Mapped[bytes | None]
    refresh_token: Mapped[bytes | None]
    expires_at: Mapped[datetime | None]
    state: Mapped[str]
    end_reason: Mapped[str | None]
    installed_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    installed_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    __table_args__ = (UniqueConstraint("organisation_id", "platform", "workspace"),)


class IdempotentAnswer(Base):
    """The stored answer to a POST that carried an Idempotency-Key."""

    __tablename__ = "idempotency"

    organisation_id: Mapped[UUID] = mapped_column(
        ForeignKey("organisations.id", ondelete="CASCADE"), primary_key=True
    )
    owner: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    body_hash: Mapped[str]
    status: Mapped[int | None]
    answer: Mapped[dict[str, Any] | None]
    created_at: Mapped[datetime] = mapped_column(index=True)
