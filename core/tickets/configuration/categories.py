"""Categories: the tree of what tickets are about, and an organisation's statuses."""

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from sqlalchemy import func, select

from core.access.actor import Actor
from core.access.permissions import Permission, require
from core.database.unit_of_work import UnitOfWork
from core.errors import Invalid, NotFound
from core.ids import new_id
from core.tickets.configuration.configuration_events import CategoryChanged, StatusDefined
from core.tickets.models import Category, Status
from core.tickets.rules import Base, would_loop

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
CLASHES = frozenset(">:,")
"""Characters that names cannot have: paths and searches are written with them."""


class CategoryDraft(BaseModel):
    """What may be said of a category. ``required_fields`` are asked for when opening."""

    model_config = ConfigDict(extra="forbid")

    name: Name
    description: str = Field(default="", max_length=2000)
    icon: str = Field(default="", max_length=20)
    colour: str = Field(default="", pattern=r"^(#[0-9a-fA-F]{6})?$")
    active: bool = True
    parent_id: UUID | None = None
    required_fields: list[str] = Field(default_factory=list, max_length=10)


async def save_category(
    uow: UnitOfWork, actor: Actor, draft: CategoryDraft, category_id: UUID | None = None
) -> Category:
    """Make a category, or change (move, switch off) the one with that id.

    Raises :class:`Invalid` for a name that is taken there, or a move that would hang
    a category below itself.
    """
    require(actor, Permission.CONFIGURE)
    if CLASHES & set(draft.name):
        raise Invalid(field="name", problem="leave out the characters > : ,")
    category = await _category_to_save(uow, category_id)
    await _check_parent(uow, category.id, draft.parent_id)
    twin = await uow.session.scalar(
        select(Category.id).where(
            func.lower(Category.name) == draft.name.lower(),
            Category.parent_id.is_not_distinct_from(draft.parent_id),
            Category.id != category.id,
        )
    )
    if twin is not None:
        raise Invalid(field="name", problem=f"there is a category {draft.name!r} here already")
    values = draft.model_dump()
    changed = tuple(name for name, value in values.items() if getattr(category, name) != value)
    for name in changed:
        setattr(category, name, values[name])
    await uow.session.flush()
    uow.configuration_changed()
    await uow.record(CategoryChanged(category_id=category.id, fields=changed), actor)
    return category


async def _category_to_save(uow: UnitOfWork, category_id: UUID | None) -> Category:
    if category_id is None:
        category = Category(id=new_id(), organisation_id=uow.organisation_id, created_at=uow.now)
        uow.session.add(category)
        return category
    found = await uow.session.get(Category, category_id)
    if found is None:
        raise NotFound(ref="that category")
    return found


async def _check_parent(uow: UnitOfWork, category_id: UUID, parent_id: UUID | None) -> None:
    if parent_id is None:
        return
    rows = await uow.session.execute(select(Category.id, Category.parent_id))
    parents = {row.id: row.parent_id for row in rows}
    if parent_id not in parents:
        raise Invalid(field="parent_id", problem="there is no such category")
    if would_loop(category_id, parent_id, parents):
        raise Invalid(field="parent_id", problem="a category cannot hang below itself")


async def list_categories(uow: UnitOfWork, actor: Actor) -> list[Category]:
    """All categories by name; the tree is in their ``parent_id``."""
    require(actor, Permission.READ_CONFIGURATION)
    return list(await uow.session.scalars(select(Category).order_by(Category.name)))


class StatusDraft(BaseModel):
    """What may be said of a status. ``base`` is what it means to clocks and rules."""

    model_config = ConfigDict(extra="forbid")

    name: Name
    base: Base
    hidden: bool = False


async def save_status(
    uow: UnitOfWork, actor: Actor, draft: StatusDraft, status_id: UUID | None = None
) -> Status:
    """Add a status, or rename, rebase or hide one. It works at once on every door."""
    require(actor, Permission.CONFIGURE)
    status = await uow.session.get(Status, status_id) if status_id else None
    if status_id and status is None:
        raise NotFound(ref="that status")
    twin = await uow.session.scalar(
        select(Status.id).where(func.lower(Status.name) == draft.name.lower())
    )
    if twin is not None and twin != status_id:
        raise Invalid(field="name", problem="another status has this name")
    if status is None:
        last = await uow.session.scalar(select(func.max(Status.position)))
        status = Status(id=new_id(), organisation_id=uow.organisation_id, position=(last or 0) + 1)
        uow.session.add(status)
    status.name, status.base, status.hidden = draft.name, draft.base.value, draft.hidden
    await uow.session.flush()
    uow.configuration_changed()
    await uow.record(StatusDefined(status_id=status.id, base=status.base), actor)
    return status


async def list_statuses(uow: UnitOfWork, actor: Actor) -> list[Status]:
    """All statuses in their order."""
    require(actor, Permission.READ_CONFIGURATION)
    return list(await uow.session.scalars(select(Status).order_by(Status.position)))
