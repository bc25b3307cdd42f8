"""Claiming, releasing and assigning: who has the ticket."""

from sqlalchemy import select

from core.access.actor import STAFF, Actor, Role
from core.access.permissions import Permission
from core.database.unit_of_work import UnitOfWork
from core.errors import Invalid
from core.events.models import EventRow
from core.people.models import Person
from core.people.people import find_person
from core.tickets.announcements.telling import staff_who_may_see
from core.tickets.changing import change, take
from core.tickets.configuration.catalogue import TeamWord, catalogue
from core.tickets.events import TicketAssigned, TicketClaimed, TicketReleased
from core.tickets.models import Ticket
from core.tickets.reading.queries import ref_of
from core.tickets.reading.wording import ago
from core.tickets.rules import DONE, AlreadyClaimed, Base, Impossible


async def claim(uow: UnitOfWork, actor: Actor, number: int, *, seen: int | None = None) -> Ticket:
    """Make the actor the assignee. Claiming one's own ticket again changes nothing.

    Raises :class:`AlreadyClaimed` naming the owner and when, if somebody else has it.
    """
    ticket = await take(uow, actor, number, Permission.CLAIM)
    if ticket.assignee_id == actor.person_id:
        return ticket
    if ticket.assignee_id is not None:
        raise await _already_claimed(uow, ticket)
    ticket = await take(uow, actor, number, Permission.CLAIM, seen)
    await refuse_done(uow, ticket)
    await change(
        uow,
        actor,
        ticket,
        TicketClaimed,
        assignee_id=actor.person_id,
        status_id=await begun(uow, ticket),
    )
    return ticket


async def _already_claimed(uow: UnitOfWork, ticket: Ticket) -> AlreadyClaimed:
    owner = await uow.session.get(Person, ticket.assignee_id)
    since = await uow.session.scalar(
        select(EventRow.at)
        .where(
            EventRow.ticket_id == ticket.id,
            EventRow.type.in_((TicketClaimed.type, TicketAssigned.type)),
        )
        .order_by(EventRow.id.desc())
        .limit(1)
    )
    return AlreadyClaimed(
        ref=ref_of(uow, ticket.number),
        name=owner.name if owner else "Somebody",
        ago=ago(uow.now - (since or uow.now)),
        number=ticket.number,
        revision=ticket.revision,
    )


async def release(
    uow: UnitOfWork, actor: Actor, number: int, *, reason: str = "", seen: int | None = None
) -> Ticket:
    """Give the ticket back to the queue. Raises :class:`Impossible` if nobody has it."""
    ticket = await take(uow, actor, number, Permission.CLAIM, seen)
    if ticket.assignee_id is None:
        raise Impossible(
            ref=ref_of(uow, number), state="nobody's", hint="there is nothing to release."
        )
    await change(uow, actor, ticket, TicketReleased, reason=reason, assignee_id=None)
    return ticket


async def assign(
    uow: UnitOfWork,
    actor: Actor,
    number: int,
    to: str,
    *,
    reason: str = "",
    seen: int | None = None,
) -> Ticket:
    """Give the ticket to a person (``me``, ``@sam``, an address) or to a team.

    A team given by name takes it into its queue, without an owner. Both the new and
    the former owner are told. Raises :class:`Invalid` (field ``to``).
    """
    ticket = await take(uow, actor, number, Permission.ASSIGN, seen)
    await refuse_done(uow, ticket)
    owner = await to_owner(uow, actor, ticket, to)
    if isinstance(owner, Person):
        await change(
            uow,
            actor,
            ticket,
            TicketAssigned,
            reason=reason,
            assignee_id=owner.id,
            status_id=await begun(uow, ticket),
        )
        return ticket
    await change(
        uow, actor, ticket, TicketAssigned, reason=reason, team_id=owner.id, assignee_id=None
    )
    return ticket


async def to_owner(uow: UnitOfWork, actor: Actor, ticket: Ticket, said: str) -> Person | TeamWord:
    """The team, or the colleague who may open it. Raises :class:`Invalid` (field ``to``)."""
    try:
        return (await catalogue(uow)).team_named(said)
    except Invalid:
        person = await member_of_staff(uow, actor, said)
    await check_owner(uow, ticket, person, "to")
    return person


async def check_owner(uow: UnitOfWork, ticket: Ticket, person: Person, field: str) -> None:
    """Nobody owns what they may not open. Raises :class:`Invalid` for that field."""
    if not await staff_who_may_see(uow, ticket, [person.id]):
        problem = f"{person.name} may not open it: it is the ticket of a private team"
        raise Invalid(field=field, problem=problem)


async def member_of_staff(uow: UnitOfWork, actor: Actor, said: str) -> Person:
    """The active colleague who is meant. Raises :class:`Invalid` (field ``to``)."""
    try:
        person = await find_person(uow, actor, said)
    except Invalid as error:
        raise Invalid(field="to", problem=error.details["problem"]) from error
    if Role(person.role) not in STAFF or person.status != "active":
        raise Invalid(field="to", problem=f"{person.name} is not an active agent")
    return person


async def begun(uow: UnitOfWork, ticket: Ticket) -> object:
    """The status after somebody has taken it: a new ticket is open from now on."""
    words = await catalogue(uow)
    if words.base(ticket.status_id) is Base.NEW:
        return words.first_status(Base.OPEN).id
    return ticket.status_id


async def refuse_done(uow: UnitOfWork, ticket: Ticket) -> None:
    """Raise :class:`Impossible` for a ticket that has ended."""
    base = (await catalogue(uow)).base(ticket.status_id)
    if base in DONE:
        raise Impossible(ref=ref_of(uow, ticket.number), state=base.value, hint="reopen it first.")
