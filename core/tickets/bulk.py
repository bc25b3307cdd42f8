"""Changing many tickets at once: each by its own use case, right and history."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from pydantic import Field, model_validator
from sqlalchemy import select

from core.access.actor import Actor
from core.access.permissions import Permission, require
from core.database.unit_of_work import UnitOfWork
from core.errors import HelpdeskError, Invalid
from core.tickets.claiming import assign
from core.tickets.configuration.catalogue import catalogue
from core.tickets.editing import TicketEdit, edit
from core.tickets.models import Ticket
from core.tickets.reading.listing import Filter, conditions_of
from core.tickets.reading.queries import get_ticket, ref_of, visible_to
from core.tickets.reading.sorting import NEWEST, in_order
from core.tickets.relations.merging import merge, one_at_a_time

MOST = 100
_PICKED = re.compile(r"(\d{1,18})r(\d{1,18})")


@dataclass(frozen=True)
class Picked:
    """A ticket of the list, at the revision at which it was listed."""

    number: int
    seen: int


@dataclass(frozen=True)
class Failure:
    """A ticket that was left as it is, and why, in a sentence."""

    number: int
    ref: str
    why: str


@dataclass(frozen=True)
class Outcome:
    """Which tickets were changed, and which were not."""

    done: list[int]
    failed: list[Failure]


class BulkEdit(TicketEdit):
    """What is to be changed on each ticket; ``to`` is the new owner or team.

    ``into`` lets them go on in that ticket instead: it stands alone.
    """

    to: str | None = Field(default=None, max_length=254)
    into: int | None = Field(default=None, ge=1)

    @model_validator(mode="after")
    def _something(self) -> Self:
        if not self.model_fields_set - {"reason"}:
            raise ValueError("say what to change")
        if self.into is not None and self.model_fields_set - {"into", "reason"}:
            raise ValueError("merging stands alone")
        return self


async def pick(
    uow: UnitOfWork, actor: Actor, wanted: Filter, limit: int, *, sort: str = NEWEST
) -> list[Picked]:
    """The first tickets of the list that is sorted so, as they are now."""
    require(actor, Permission.READ)
    words = await catalogue(uow)
    conditions = [visible_to(actor), *await conditions_of(uow, actor, words, wanted)]
    query = select(Ticket.number, Ticket.revision).where(*conditions)
    query = query.order_by(*in_order(sort)).limit(limit)
    return [Picked(number, revision) for number, revision in await uow.session.execute(query)]


def to_kept(picked: Sequence[Picked]) -> str:
    """The tickets of a list as a short text: ``1042r7 1043r2``."""
    return " ".join(f"{one.number}r{one.seen}" for one in picked)


def to_picked(kept: str) -> list[Picked]:
    """The tickets again. Raises :class:`Invalid` for none or more than :data:`MOST`."""
    picked = [Picked(int(number), int(seen)) for number, seen in _PICKED.findall(kept)]
    if not picked:
        raise Invalid(field="these", problem="there are no tickets to change; list them again")
    if len(picked) > MOST:
        raise Invalid(field="these", problem=f"at most {MOST} tickets are changed at once")
    return picked


async def edit_many(
    uow: UnitOfWork, actor: Actor, picked: Sequence[Picked], wanted: BulkEdit
) -> Outcome:
    """Change each of the tickets that has not changed since it was listed.

    What fails on one ticket is undone on that one alone, and said.
    """
    require(actor, Permission.EDIT)
    if wanted.to:
        require(actor, Permission.ASSIGN)
    if len(picked) > MOST:
        raise Invalid(field="these", problem=f"at most {MOST} tickets are changed at once")
    if wanted.into is not None:
        picked = await _duplicates(uow, actor, picked, wanted.into)
    done: list[int] = []
    failed: list[Failure] = []
    # In one order for everybody: two at once then wait for each other instead of clashing.
    for one in sorted(set(picked), key=lambda one: one.number):
        try:
            async with uow.part():
                await _edit_one(uow, actor, one, wanted)
            done.append(one.number)
        except HelpdeskError as error:
            failed.append(Failure(one.number, ref_of(uow, one.number), str(error)))
    return Outcome(done, failed)


async def _duplicates(
    uow: UnitOfWork, actor: Actor, picked: Sequence[Picked], into: int
) -> list[Picked]:
    """Those that are to go on in ``into``: it may be among what was listed itself."""
    require(actor, Permission.MERGE)
    await one_at_a_time(uow)  # before any ticket is held: so does who merges a single one
    survivor = await get_ticket(uow, actor, into, Permission.MERGE)
    left = [one for one in picked if one.number not in {into, survivor.number}]
    if not left:
        raise Invalid(field="into", problem="a ticket cannot be merged into itself")
    numbers = [survivor.number, *(one.number for one in left)]
    # The survivor is held from the first merge on: all are taken in the common order before.
    locked = select(Ticket.id).where(Ticket.number.in_(numbers)).order_by(Ticket.number)
    await uow.session.execute(locked.with_for_update())
    return left


async def _edit_one(uow: UnitOfWork, actor: Actor, one: Picked, wanted: BulkEdit) -> None:
    seen: int | None = one.seen
    if wanted.into is not None:
        await merge(uow, actor, one.number, wanted.into, seen=seen)
        return
    fields = wanted.model_fields_set - {"to", "reason"}
    if wanted.to:
        await assign(uow, actor, one.number, wanted.to, reason=wanted.reason, seen=seen)
        seen = None
    if fields:
        own = TicketEdit(**{name: getattr(wanted, name) for name in fields}, reason=wanted.reason)
        await edit(uow, actor, one.number, own, seen=seen)
