"""Who is at a ticket at this moment: staff who look at it, and who write a reply.

A presence lasts some seconds unless it is renewed, leaves no trace in the history and paints
no card. Pages that are open hear of each that begins; that one has ended they find when they
renew their own.
"""

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert

from core.access.actor import Actor
from core.access.permissions import Permission
from core.database.unit_of_work import UnitOfWork
from core.ids import new_id
from core.people.models import Person
from core.tickets.collaboration.presence_models import Presence
from core.tickets.reading.queries import get_ticket, ref_of

VIEWING, REPLYING = "viewing", "replying"
LASTS = timedelta(seconds=20)
"""Pages renew theirs more often than this, so nobody is shown half a minute after they left."""
FORM_LASTS = timedelta(minutes=2)
"""A form that is open on a chat platform renews nothing: so long it counts as being filled in."""
NEWS = "presences"


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
        .where(
            Presence.ticket_id == ticket.id,
            Presence.person_id == actor.person_id,
            Presence.act == REPLYING,
        )
        .returning(Presence.id)
    )
    if list(gone):
        await _tell(uow, ticket.number)


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
