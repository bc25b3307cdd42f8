"""Changing what a ticket says of itself: subject, priority, category, tags, due date, team."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, field_validator

from core.access.actor import Actor
from core.access.permissions import Permission
from core.database.unit_of_work import UnitOfWork
from core.tickets.changing import change, take
from core.tickets.configuration.catalogue import catalogue
from core.tickets.configuration.fields import category_of, put_fields
from core.tickets.configuration.tagging import put_tags
from core.tickets.events import TicketDeleted, TicketPriorityChanged, TicketUpdated
from core.tickets.held.held_sending import send_held_first
from core.tickets.models import Ticket
from core.tickets.opening import CustomFields, Subject
from core.tickets.resolving import set_status
from core.tickets.rules import DONE, parse_priority


class TicketEdit(BaseModel):
    """Fields to change; those left out stay. ``category``, ``due_at`` or a custom field
    that is null is taken away."""

    model_config = ConfigDict(extra="forbid")

    subject: Subject | None = None
    status: str | None = Field(default=None, max_length=100)
    priority: str | None = Field(default=None, max_length=20)
    category: str | None = Field(default=None, max_length=300)
    add_tags: list[str] = Field(default_factory=list, max_length=50)
    remove_tags: list[str] = Field(default_factory=list, max_length=50)
    due_at: datetime | None = None
    custom_fields: CustomFields = Field(default_factory=dict)
    reason: str = Field(default="", max_length=2000)

    @field_validator("due_at")
    @classmethod
    def _aware(cls, value: datetime | None) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("say the time zone too, for example 2026-01-31T17:00:00Z")
        return value


async def edit(
    uow: UnitOfWork, actor: Actor, number: int, wanted: TicketEdit, *, seen: int | None = None
) -> Ticket:
    """Change several fields in one go; each kind of change is recorded as such.

    Raises ``Invalid`` naming the first field that is wrong; then nothing changes.
    """
    ticket = await take(uow, actor, number, Permission.EDIT, seen)
    if wanted.status and (await catalogue(uow)).status_named(wanted.status).base in DONE:
        await send_held_first(uow, actor, ticket, seen)
    values = await _values(uow, wanted)
    more = await _beside(uow, actor, ticket, wanted, values)
    priority = values.pop("priority", None)
    await change(uow, actor, ticket, TicketUpdated, reason=wanted.reason, more=more, **values)
    if priority is not None:
        # Set by a person, so it wins over whatever is suggested afterwards.
        await change(
            uow, actor, ticket, TicketPriorityChanged, reason=wanted.reason, priority=priority
        )
    if wanted.status is not None:
        await set_status(uow, actor, number, wanted.status, reason=wanted.reason)
    return ticket


async def _beside(
    uow: UnitOfWork, actor: Actor, ticket: Ticket, wanted: TicketEdit, values: dict[str, Any]
) -> dict[str, tuple[Any, Any]]:
    """Change what does not stand in the ticket's own columns."""
    more: dict[str, tuple[Any, Any]] = {}
    if wanted.add_tags or wanted.remove_tags:
        before, after = await put_tags(uow, ticket, wanted.add_tags, wanted.remove_tags)
        more |= {"tags": (before, after)} if before != after else {}
    if wanted.custom_fields:
        category_id = category_of(ticket)
        if "category_id" in values:
            category_id = values["subcategory_id"] or values["category_id"]
        more |= await put_fields(uow, actor, ticket, category_id, wanted.custom_fields)
    return more


async def _values(uow: UnitOfWork, wanted: TicketEdit) -> dict[str, Any]:
    given = wanted.model_fields_set
    values: dict[str, Any] = {}
    if wanted.subject is not None:
        values["subject"] = wanted.subject
    if wanted.priority is not None:
        values["priority"] = parse_priority(wanted.priority)
    if "due_at" in given:
        values["due_at"] = wanted.due_at
    if "category" in given:
        values["category_id"] = values["subcategory_id"] = None
        if wanted.category:
            category = (await catalogue(uow)).category_named(wanted.category)
            values["category_id"] = category.root_id
            values["subcategory_id"] = category.id if category.id != category.root_id else None
    return values


async def set_priority(
    uow: UnitOfWork,
    actor: Actor,
    number: int,
    said: str,
    *,
    reason: str = "",
    seen: int | None = None,
) -> Ticket:
    """Say how urgent it is; the targets follow."""
    wanted = TicketEdit(priority=parse_priority(said), reason=reason)
    return await edit(uow, actor, number, wanted, seen=seen)


async def delete_ticket(uow: UnitOfWork, actor: Actor, number: int, *, reason: str = "") -> None:
    """Put a ticket away: from now on nobody finds it; its rows and history stay."""
    ticket = await take(uow, actor, number, Permission.DELETE)
    await change(uow, actor, ticket, TicketDeleted, reason=reason, deleted_at=uow.now)
