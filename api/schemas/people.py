"""People and teams as REST shows and changes them."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, Field

from api.schemas.common import ID, MOMENT, IdQuery, Out, example
from core.access.actor import Role
from core.people.people import Name, PersonDraft
from core.people.teams import TeamDraft


class Person(Out):
    """A person: customer or staff."""

    model_config = example(
        id=ID,
        name="Ana Ruiz",
        email="ana@example.com",
        role="customer",
        status="active",
        team_id=None,
        phone=None,
        timezone="Europe/Madrid",
        language="es",
        avatar_url=None,
        created_at=MOMENT,
        updated_at=MOMENT,
    )

    id: UUID
    name: str
    email: str | None
    role: Role
    status: str
    team_id: UUID | None
    phone: str | None
    timezone: str | None
    language: str | None
    avatar_url: str | None
    created_at: datetime
    updated_at: datetime


class People(BaseModel):
    """Some people by id."""

    items: list[Person]
    next: str | None


class PeopleQuery(IdQuery):
    """Which people."""

    search: str = Field(default="", max_length=200, description="Part of a name or address.")
    role: Role | None = None


class PersonPatch(PersonDraft):
    """Fields to change; those left out stay."""

    name: Name = Field(default_factory=str)


class Team(Out):
    """A group of staff."""

    model_config = example(
        id=ID,
        name="Accounts",
        description="Sign-in and invoices",
        email=None,
        manager_id=None,
        is_private=False,
        is_escalation=False,
        created_at=MOMENT,
    )

    id: UUID
    name: str
    description: str
    email: str | None
    manager_id: UUID | None
    is_private: bool = Field(description="Whether only members see its tickets.")
    is_escalation: bool = Field(description="Whether it is the queue of escalated tickets.")
    created_at: datetime


class TeamWithMembers(Team):
    """A team and the ids of its members."""

    model_config = example(
        id=ID,
        name="Accounts",
        description="Sign-in and invoices",
        email=None,
        manager_id=None,
        is_private=False,
        is_escalation=False,
        created_at=MOMENT,
        member_ids=[ID],
    )

    member_ids: list[UUID]


class Teams(BaseModel):
    """All teams by name."""

    items: list[Team]


class TeamPatch(TeamDraft):
    """Fields to change; those left out stay. `member_ids` replaces the members."""

    name: Name = Field(default_factory=str, max_length=100)
