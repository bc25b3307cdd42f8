"""Who is at a ticket at this moment: staff who look at it, and who write a reply.

A presence lasts some seconds unless it is renewed, and leaves no trace in the history. Pages
that are open hear of each that begins; that one has ended they find when they renew their own.
Of who writes the staff's cards tell as well, on every platform, until it is over.
"""

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.dialects.postgresql import insert

from core.access.actor import Actor
from core.access.permissions import Permission
from core.database.unit_of_work import UnitOfWork
from core.events.deliveries import owe_all
from core.events.due import put_off
from core.ids import new_id
from core.people.models import Person
from core.tickets.announcements.announcing import card_for
from core.tickets.announcements.serving import staff_places
from core.tickets.collaboration.presence_models import Presence
from core.tickets.models import Ticket
from core.tickets.reading.queries import get_ticket, ref_of

VIEWING, REPLYING = "viewing", "replying"
LASTS = timedelta(seconds=20)
"""Pages renew theirs more often than this, so nobody is shown half a minute after they left."""
FORM_LASTS = timedelta(minutes=2)
"""A form that is open on a chat platform renews nothing: so long it counts as being filled in."""
NEWS = "presences"
OVER_DUE = "replying over"


@dataclass(frozen=True)
class Present:
    """A colleague, and whether they write a reply or only look."""

    name: str
    act: str


async def be_present(
    uow: UnitOfWork, actor: Actor, number: int, act: str, lasts: timedelta = LASTS
) -> list[Present]:
    """The actor is there; who else is. Raises :class:`NotFound` like every look at a ticket."""
    ticket = await get_ticket(uow, actor, number, Permission.HISTORY)
    key = {"ticket_id": ticket.id, "person_id": actor.person_id, "act": act}
    before = await uow.session.scalar(select(Presence.until).filter_by(**key))
    until = max(uow.now + lasts, before) if before else uow.now + lasts
    values = {"id": new_id(), "organisation_id": uow.organisation_id, **key, "until": until}
    await uow.session.execute(
        insert(Presence)
        .values(values)
        .on_conflict_do_update(
            index_elements=["ticket_id", "person_id", "act"], set_={"until": until}
        )
    )
    if before is None or before <= uow.now:
        await _tell(uow, ticket.number)
        if act == REPLYING:
            await _show(uow, ticket)
    return await _others(uow, actor, ticket.id)


async def who_is_there(uow: UnitOfWork, actor: Actor, number: int) -> list[Present]:
    """Which colleagues are at the ticket now, those who write first."""
    ticket = await get_ticket(uow, actor, number, Permission.HISTORY)
    return await _others(uow, actor, ticket.id)


async def stop_replying(uow: UnitOfWork, actor: Actor, number: int) -> None:
    """The reply was sent or given up: nobody waits for it any more."""
    ticket = await get_ticket(uow, actor, number, Permission.HISTORY)
    gone = await uow.session.scalars(
        delete(Presence)
        .where(*_writing(ticket.id), Presence.person_id == actor.person_id)
        .returning(Presence.id)
    )
    if list(gone):
        await _tell(uow, ticket.number)
        await _show(uow, ticket)


async def who_writes(uow: UnitOfWork, ticket_id: UUID) -> tuple[str, ...]:
    """The names of those who write a reply now, for the staff's cards."""
    names = await uow.session.scalars(
        select(Person.name)
        .join(Presence, Presence.person_id == Person.id)
        .where(*_writing(ticket_id), Presence.until > uow.now)
        .order_by(Person.name)
    )
    return tuple(names)


async def replying_is_over(uow: UnitOfWork, ticket_id: UUID) -> None:
    """Due: the first who wrote may have left the form or the page without a word."""
    over = (*_writing(ticket_id), Presence.until <= uow.now)
    gone = list(await uow.session.scalars(delete(Presence).where(*over).returning(Presence.id)))
    ticket = await uow.session.get(Ticket, ticket_id)
    if ticket is not None:
        await (_show if gone else _look_again)(uow, ticket)


async def _show(uow: UnitOfWork, ticket: Ticket) -> None:
    owe_all(uow, [card_for(uow, place) for place in await staff_places(uow, ticket)])
    await _look_again(uow, ticket)


async def _look_again(uow: UnitOfWork, ticket: Ticket) -> None:
    """When the first of those who write will be gone unless they are seen again."""
    first = select(func.min(Presence.until)).where(*_writing(ticket.id), Presence.until > uow.now)
    await put_off(uow, OVER_DUE, {ticket.id: await uow.session.scalar(first)})


def _writing(ticket_id: UUID) -> tuple[ColumnElement[bool], ...]:
    return Presence.ticket_id == ticket_id, Presence.act == REPLYING


async def _others(uow: UnitOfWork, actor: Actor, ticket_id: Any) -> list[Present]:
    rows = await uow.session.execute(
        select(Person.name, func.min(Presence.act))
        .join(Presence, Presence.person_id == Person.id)
        .where(
            Presence.ticket_id == ticket_id,
            Presence.person_id != actor.person_id,
            Presence.until > uow.now,
        )
        .group_by(Person.id, Person.name)
        .order_by(func.min(Presence.act), Person.name)
    )
    # In the alphabet "replying" comes before "viewing": whoever writes only writes.
    return [Present(name, act) for name, act in rows]


async def _tell(uow: UnitOfWork, number: int) -> None:
    news = {"organisation": str(uow.organisation_id), "ticket": ref_of(uow, number)}
    await uow.session.execute(select(func.pg_notify(NEWS, json.dumps(news))))
