"""Followers: staff who are told what is said publicly on a ticket, and of its end."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from core.access.actor import Actor
from core.access.permissions import Permission
from core.conversation.audience import Audience
from core.database.unit_of_work import UnitOfWork
from core.errors import Denied
from core.events.deliveries import owe_all
from core.people.models import Person
from core.tickets.announcements.telling import notices
from core.tickets.events import MessagePosted, TicketFollowed, TicketResolved, TicketUnfollowed
from core.tickets.messages import COMMUNITY
from core.tickets.models import Ticket
from core.tickets.reading.queries import get_ticket
from core.tickets.reading.views import Named
from core.tickets.relations.group import members_of_group, root_id_of
from core.tickets.relations.relation_models import Follower


async def follow(uow: UnitOfWork, actor: Actor, number: int) -> bool:
    """From now on the actor is told what is said publicly. False: they were already."""
    ticket = await get_ticket(uow, actor, number, Permission.FOLLOW)
    if actor.person_id is None:
        raise Denied(act=Permission.FOLLOW.value)
    return bool(await add_followers(uow, actor, ticket, [actor.person_id]))


async def unfollow(uow: UnitOfWork, actor: Actor, number: int) -> bool:
    """The actor is no longer told. False: they did not follow."""
    ticket = await get_ticket(uow, actor, number, Permission.FOLLOW)
    group = [member.id for member in await members_of_group(uow, ticket)]
    gone = await uow.session.scalars(
        delete(Follower)
        .where(Follower.ticket_id.in_(group), Follower.person_id == actor.person_id)
        .returning(Follower.person_id)
    )
    if not list(gone) or actor.person_id is None:
        return False
    await uow.record(TicketUnfollowed(ticket_id=ticket.id, person_id=actor.person_id), actor)
    return True


async def add_followers(
    uow: UnitOfWork, actor: Actor, ticket: Ticket, people: Iterable[UUID]
) -> list[UUID]:
    """Let these people follow; those who did not do so before."""
    rows = [
        {
            "organisation_id": uow.organisation_id,
            "ticket_id": ticket.id,
            "person_id": person_id,
            "created_at": uow.now,
        }
        for person_id in sorted(set(people))
    ]
    if not rows:
        return []
    fresh = list(
        await uow.session.scalars(
            insert(Follower).values(rows).on_conflict_do_nothing().returning(Follower.person_id)
        )
    )
    for person_id in fresh:
        await uow.record(TicketFollowed(ticket_id=ticket.id, person_id=person_id), actor)
    return fresh


async def followers(uow: UnitOfWork, actor: Actor, number: int) -> list[Named]:
    """Who follows a ticket, or one that was merged into it, by name."""
    ticket = await get_ticket(uow, actor, number, Permission.FOLLOW)
    group = [member.id for member in await members_of_group(uow, ticket)]
    rows = await uow.session.execute(
        select(Person.id, Person.name)
        .where(Person.id.in_(select(Follower.person_id).where(Follower.ticket_id.in_(group))))
        .order_by(Person.name, Person.id)
    )
    return [Named(person_id, name) for person_id, name in rows]


async def tell_followers(
    uow: UnitOfWork, actor: Actor, event: MessagePosted | TicketResolved
) -> None:
    """A notice of what was said publicly, or that it is resolved; never of one's own act."""
    message_id = None
    if isinstance(event, MessagePosted):
        aside = event.opening or event.kind == COMMUNITY
        if aside or event.audience != Audience.PUBLIC.value:
            return
        message_id = event.message_id
    ticket = await uow.session.get(Ticket, event.ticket_id)
    assert ticket is not None
    group = [member.id for member in await members_of_group(uow, ticket)]
    found = set(
        await uow.session.scalars(select(Follower.person_id).where(Follower.ticket_id.in_(group)))
    ) - {actor.person_id}
    if not found:
        return
    survivor = await uow.session.get(Ticket, await root_id_of(uow, ticket))
    assert survivor is not None
    owe_all(
        uow,
        await notices(uow, found, survivor.id, event.event_id, message_id=message_id),
    )
