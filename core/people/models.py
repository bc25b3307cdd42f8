"""Tables of people, their identities on platforms, and teams."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from core.database.base import Base, Owned


class Person(Owned, Base):
    """Any human: customer or staff. ``email`` is unique in the organisation.

    Who turned out to be the same as another goes on in that one: ``joined_into_id``.
    """

    __tablename__ = "people"

    email: Mapped[str | None]
    name: Mapped[str]
    role: Mapped[str]
    status: Mapped[str] = mapped_column(default="active")
    team_id: Mapped[UUID | None] = mapped_column(ForeignKey("teams.id", ondelete="SET NULL"))
    phone: Mapped[str | None]
    timezone: Mapped[str | None]
    language: Mapped[str | None]
    avatar_url: Mapped[str | None]
    preferences: Mapped[dict[str, Any]] = mapped_column(default=dict)
    password_hash: Mapped[str | None]
    joined_into_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id", use_alter=True))
    last_login_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("organisation_id", "email"),)


class Identity(Owned, Base):
    """A person's account on a platform; ``direct`` is the channel that reaches them alone."""

    __tablename__ = "identities"

    platform: Mapped[str]
    workspace: Mapped[str]
    external_id: Mapped[str]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    direct: Mapped[str]
    guest: Mapped[bool] = mapped_column(default=False)
    checked_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("organisation_id", "platform", "workspace", "external_id"),)


class LinkCode(Owned, Base):
    """A one-time code by which the owner of another account says that both are one person.

    ``identity_id`` is the account that made it, ``said_by`` the one on which it was said;
    ``agreed_at`` is when the latter agreed, ``ended_at`` when it came to an end either way.
    """

    __tablename__ = "link_codes"

    code_hash: Mapped[str]
    identity_id: Mapped[UUID] = mapped_column(ForeignKey("identities.id", ondelete="CASCADE"))
    said_by: Mapped[UUID | None] = mapped_column(ForeignKey("identities.id", ondelete="CASCADE"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    said_at: Mapped[datetime | None]
    agreed_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    __table_args__ = (UniqueConstraint("organisation_id", "code_hash"),)


class JoinedPeople(Owned, Base):
    """That ``other_id`` turned out to be ``person_id``. ``moved`` names, by table, the rows
    that went over, so that parting the two gives them back."""

    __tablename__ = "joined_people"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    other_id: Mapped[UUID] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    moved: Mapped[dict[str, Any]]
    joined_at: Mapped[datetime]
    parted_at: Mapped[datetime | None]


class Team(Owned, Base):
    """A group of staff. Tickets of a private team are its members' business alone;
    those of an escalation team are where others have come to their end."""

    __tablename__ = "teams"

    name: Mapped[str]
    description: Mapped[str] = mapped_column(default="")
    email: Mapped[str | None]
    manager_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("people.id", ondelete="SET NULL", use_alter=True)
    )
    is_private: Mapped[bool] = mapped_column(default=False)
    is_escalation: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    created_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("organisation_id", "name"),)


class TeamMember(Base):
    """A person's membership of a team, beside the home team."""

    __tablename__ = "team_members"

    organisation_id: Mapped[UUID] = mapped_column(
        ForeignKey("organisations.id", ondelete="CASCADE"), index=True
    )
    team_id: Mapped[UUID] = mapped_column(
        ForeignKey("teams.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[UUID] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class TeamGroup(Owned, Base):
    """A user group of a platform whose members a team follows."""

    __tablename__ = "team_groups"

    platform: Mapped[str]
    workspace: Mapped[str]
    external_id: Mapped[str]
    team_id: Mapped[UUID] = mapped_column(ForeignKey("teams.id", ondelete="CASCADE"), index=True)
    followed_at: Mapped[datetime | None]

    __table_args__ = (UniqueConstraint("organisation_id", "platform", "workspace", "external_id"),)


class PersonNote(Owned, Base):
    """What staff should know of a person, whichever ticket they come with. Staff only."""

    __tablename__ = "person_notes"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    body: Mapped[str]
    created_at: Mapped[datetime]

    __table_args__ = (Index("ix_person_notes_person", "person_id", "created_at"),)
