"""Links between tickets: related, a duplicate of, a follow-up of."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select

from core.access.actor import Actor
from core.access.permissions import Permission
from core.database.unit_of_work import UnitOfWork
from core.errors import Invalid, NotFound
from core.ids import new_id
from core.tickets.changing import change, take
from core.tickets.configuration.catalogue import catalogue
from core.tickets.events import TicketLinked, TicketUnlinked
from core.tickets.models import Ticket
from core.tickets.reading.queries import get_ticket, ref_of, visible_to
from core.tickets.relations.relation_models import TicketLink

RELATED, DUPLICATE, FOLLOW_UP = "related", "duplicate_of", "follow_up_of"
KINDS = (RELATED, DUPLICATE, FOLLOW_UP)
_INVERSE = {RELATED: RELATED, DUPLICATE: "has_duplicate", FOLLOW_UP: "has_follow_up"}


@dataclass(frozen=True)
class Related:
    """Another ticket and what it is to this one, seen from here."""

    kind: str
    number: int
    ref: str
    subject: str
    status: str
    base: str


async def link(uow: UnitOfWork, actor: Actor, number: int, other: int, kind: str = RELATED) -> bool:
    """Say that a ticket is ``kind`` to another. False: that was said already.

    Raises :class:`Invalid` for the ticket itself or an unknown kind.
    """
    _check_kind(kind)
    ticket = await take(uow, actor, number, Permission.EDIT)
    target = await get_ticket(uow, actor, other, Permission.EDIT)
    if ticket.id == target.id:
        raise Invalid(field="related", problem="a ticket cannot be linked to itself")
    if await uow.session.scalar(select(TicketLink.id).where(_between(ticket.id, target.id, kind))):
        return False
    await add_link(uow, ticket.id, target.id, kind)
    shown = f"{kind} {ref_of(uow, target.number)}"
    await change(
        uow,
        actor,
        ticket,
        TicketLinked,
        more={"links": (None, shown)},
        other_id=target.id,
        kind=kind,
    )
    return True


async def add_link(uow: UnitOfWork, ticket_id: UUID, other_id: UUID, kind: str) -> None:
    """Keep a link; what follows from it is the caller's."""
    uow.session.add(
        TicketLink(
            id=new_id(),
            organisation_id=uow.organisation_id,
            ticket_id=ticket_id,
            other_id=other_id,
            kind=kind,
            created_at=uow.now,
        )
    )
    await uow.session.flush()


async def unlink(
    uow: UnitOfWork, actor: Actor, number: int, other: int, kind: str = RELATED
) -> None:
    """Take a link away. Raises :class:`NotFound` if there is none."""
    _check_kind(kind)
    ticket = await take(uow, actor, number, Permission.EDIT)
    target = await get_ticket(uow, actor, other, Permission.EDIT)
    found = await uow.session.scalar(select(TicketLink).where(_between(ticket.id, target.id, kind)))
    if found is None:
        raise NotFound(ref="that link")
    await uow.session.delete(found)
    await uow.session.flush()
    shown = f"{kind} {ref_of(uow, target.number)}"
    await change(
        uow,
        actor,
        ticket,
        TicketUnlinked,
        more={"links": (shown, None)},
        other_id=target.id,
        kind=kind,
    )


def _check_kind(kind: str) -> None:
    if kind not in KINDS:
        raise Invalid(field="kind", problem=f"{kind!r} is not one of {', '.join(KINDS)}")


def _between(one: UUID, other: UUID, kind: str) -> ColumnElement[bool]:
    """That very link; ``related`` goes both ways."""
    there = and_(TicketLink.ticket_id == one, TicketLink.other_id == other)
    back = and_(TicketLink.ticket_id == other, TicketLink.other_id == one)
    way = or_(there, back) if kind == RELATED else there
    return and_(TicketLink.kind == kind, way)


async def related(uow: UnitOfWork, actor: Actor, number: int) -> list[Related]:
    """The linked tickets that the actor may see, from this one's side, by number."""
    ticket = await get_ticket(uow, actor, number, Permission.HISTORY)
    mine = or_(TicketLink.ticket_id == ticket.id, TicketLink.other_id == ticket.id)
    rows = await uow.session.execute(
        select(TicketLink.kind, TicketLink.ticket_id, Ticket)
        .join(
            Ticket,
            or_(
                and_(Ticket.id == TicketLink.other_id, TicketLink.ticket_id == ticket.id),
                and_(Ticket.id == TicketLink.ticket_id, TicketLink.other_id == ticket.id),
            ),
        )
        .where(mine, visible_to(actor))
        .order_by(Ticket.number)
    )
    words = await catalogue(uow)
    return [
        Related(
            kind=kind if holder == ticket.id else _INVERSE[kind],
            number=other.number,
            ref=ref_of(uow, other.number),
            subject=other.subject,
            status=words.statuses[other.status_id].name,
            base=words.base(other.status_id).value,
        )
        for kind, holder, other in rows
    ]
