"""A nudge: somebody who leads asks the owner, in private, to look at a ticket."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from core.access.actor import Actor
from core.access.permissions import Permission
from core.conversation.places import address
from core.database.unit_of_work import UnitOfWork
from core.errors import ErrorKind, HelpdeskError
from core.events.deliveries import owe, owe_all
from core.events.event import Event
from core.events.models import EventRow
from core.people.models import Person
from core.tickets.announcements.serving import staff_places
from core.tickets.announcements.telling import notices, staff_who_may_see
from core.tickets.changing import take
from core.tickets.models import Ticket
from core.tickets.reading.queries import ref_of
from core.tickets.reading.wording import ago
from core.tickets.rules import Impossible

AGAIN_AFTER = timedelta(hours=1)


@dataclass(frozen=True, kw_only=True)
class TicketNudged(Event):
    """The owner, ``person_id``, was asked to look at the ticket."""

    person_id: UUID


class NudgedAlready(HelpdeskError):
    """Somebody has asked the same owner within the hour."""

    kind = ErrorKind.CONFLICT
    code = "ticket.nudged_already"
    text = "{name} was asked to look at {ref} {ago}. Once an hour is enough."


async def nudge(uow: UnitOfWork, actor: Actor, number: int) -> Ticket:
    """Ask the owner to look at the ticket; once an hour, whoever asks.

    Raises :class:`NudgedAlready`, or ``Impossible`` where nobody else has the ticket.
    """
    ticket = await take(uow, actor, number, Permission.NUDGE)
    ref = ref_of(uow, number)
    if ticket.assignee_id is None:
        raise Impossible(ref=ref, state="nobody's", hint="assign it to somebody first.")
    if ticket.assignee_id == actor.person_id:
        raise Impossible(ref=ref, state="yours", hint="there is nobody else to ask.")
    if not await staff_who_may_see(uow, ticket, [ticket.assignee_id]):
        state = "with somebody who may not open it"
        raise Impossible(ref=ref, state=state, hint="assign it to somebody else.")
    before = await uow.session.scalar(
        select(EventRow.at)
        .where(
            EventRow.ticket_id == ticket.id,
            EventRow.type == TicketNudged.type,
            EventRow.data["person_id"].as_string() == str(ticket.assignee_id),
            EventRow.at > uow.now - AGAIN_AFTER,
        )
        .order_by(EventRow.id.desc())
        .limit(1)
    )
    if before is not None:
        owner = await uow.session.get_one(Person, ticket.assignee_id)
        raise NudgedAlready(name=owner.name, ref=ref, ago=ago(uow.now - before))
    await uow.record(TicketNudged(ticket_id=ticket.id, person_id=ticket.assignee_id), actor)
    return ticket


async def announce_nudge(uow: UnitOfWork, actor: Actor, event: TicketNudged) -> None:
    """A direct message to the owner; without an account to reach, a line among staff."""
    owed = await notices(uow, [event.person_id], event.ticket_id, event.event_id)
    if not owed:
        ticket = await uow.session.get_one(Ticket, event.ticket_id)
        owed = [
            owe(uow, address(place), "line", ticket_id=ticket.id, event_id=event.event_id)
            for place in await staff_places(uow, ticket)
        ]
    owe_all(uow, owed)
