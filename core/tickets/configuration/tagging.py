"""Tags: words put on tickets, made on the fly."""

import re

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from core.access.actor import Actor
from core.access.permissions import Permission, require
from core.database.unit_of_work import UnitOfWork
from core.errors import Denied, Invalid
from core.ids import new_id
from core.tickets.models import Tag, Ticket, TicketTag

MOST = 50
_WORD = re.compile(r"[\w][\w.:/-]{0,49}\Z")


def parse_tags(said: str) -> tuple[list[str], list[str]]:
    """``+vip,-spam`` as what to put on and what to take off; no sign means ``+``."""
    add: list[str] = []
    remove: list[str] = []
    for part in filter(None, (piece.strip() for piece in re.split(r"[,\s]+", said))):
        (remove if part.startswith("-") else add).append(part.lstrip("+-#"))
    return add, remove


def normal_tag(said: str) -> str:
    """A tag as it is kept. Raises :class:`Invalid`."""
    tag = said.strip().lstrip("#").casefold()
    if not _WORD.match(tag):
        raise Invalid(field="tags", problem=f"{said!r} is not a tag: use letters, digits, . : / -")
    return tag


async def tags_of(uow: UnitOfWork, ticket: Ticket) -> list[str]:
    """The ticket's tags by name."""
    query = (
        select(Tag.name)
        .join(TicketTag, TicketTag.tag_id == Tag.id)
        .where(TicketTag.ticket_id == ticket.id)
        .order_by(Tag.name)
    )
    return list(await uow.session.scalars(query))


async def list_tags(uow: UnitOfWork, actor: Actor) -> list[str]:
    """All tags of the organisation by name, for staff: tags are their words."""
    require(actor, Permission.READ_CONFIGURATION)
    if not actor.is_staff:
        raise Denied(act="list tags")
    return list(await uow.session.scalars(select(Tag.name).order_by(Tag.name)))


async def put_tags(
    uow: UnitOfWork, ticket: Ticket, add: list[str], remove: list[str]
) -> tuple[list[str], list[str]]:
    """Put tags on and take tags off; returns the tags before and after."""
    before = await tags_of(uow, ticket)
    off = {normal_tag(tag) for tag in remove}
    on = {normal_tag(tag) for tag in add} - off
    after = sorted((set(before) | on) - off)
    if len(after) > MOST:
        raise Invalid(field="tags", problem=f"a ticket carries at most {MOST} tags")
    fresh = sorted(on - set(before))
    if fresh:
        rows = [{"id": new_id(), "organisation_id": uow.organisation_id, "name": t} for t in fresh]
        await uow.session.execute(insert(Tag).values(rows).on_conflict_do_nothing())
        ids = await uow.session.scalars(select(Tag.id).where(Tag.name.in_(fresh)))
        links = [
            {"organisation_id": uow.organisation_id, "ticket_id": ticket.id, "tag_id": tag_id}
            for tag_id in ids
        ]
        await uow.session.execute(insert(TicketTag).values(links).on_conflict_do_nothing())
    gone = off & set(before)
    if gone:
        named = select(Tag.id).where(Tag.name.in_(gone))
        await uow.session.execute(
            delete(TicketTag).where(TicketTag.ticket_id == ticket.id, TicketTag.tag_id.in_(named))
        )
    return before, after
