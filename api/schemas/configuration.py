"""Categories, statuses and tags as REST shows and changes them."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, Field

from api.schemas.common import ID, MOMENT, Out, example
from core.tickets.configuration.categories import CategoryDraft, Name, StatusDraft
from core.tickets.rules import Base


class Category(Out):
    """What tickets are about; `parent_id` makes it a tree."""

    model_config = example(
        id=ID,
        name="Login",
        description="",
        icon="",
        colour="#3457c9",
        active=True,
        parent_id=ID,
        required_fields=["description"],
        created_at=MOMENT,
    )

    id: UUID
    name: str
    description: str
    icon: str
    colour: str
    active: bool
    parent_id: UUID | None
    required_fields: list[str] = Field(description="Asked for when a ticket is opened.")
    created_at: datetime


class Categories(BaseModel):
    """All categories by name."""

    items: list[Category]


class CategoryPatch(CategoryDraft):
    """Fields to change; those left out stay."""

    name: Name = Field(default_factory=str)


class Status(Out):
    """A status in the organisation's own word; `base` is what it means."""

    model_config = example(
        id=ID, name="Waiting for parts", base="pending", position=4, hidden=False
    )

    id: UUID
    name: str
    base: Base
    position: int
    hidden: bool


class Statuses(BaseModel):
    """All statuses in their order."""

    items: list[Status]


class StatusPatch(StatusDraft):
    """Fields to change; those left out stay."""

    name: Name = Field(default_factory=str)
    base: Base = Field(default_factory=lambda: Base.NEW)


class Tags(BaseModel):
    """Tags by name."""

    items: list[str]
