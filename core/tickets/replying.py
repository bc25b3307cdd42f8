"""Replying to the customer, and writing notes for staff."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from uuid import UUID

from core.access.actor import Actor
from core.access.permissions import Permission
from core.conversation.audience import Audience
from core.conversation.models import Message
from core.database.unit_of_work import UnitOfWork
from core.tickets.changing import change, take
from core.tickets.collaboration.mentions import call_in, find_called
from core.tickets.configuration.catalogue import catalogue
from core.tickets.events import TicketReopened, TicketStatusChanged
from core.tickets.messages import checked_text, speaker
from core.tickets.models import Ticket
from core.tickets.news import Seen
from core.tickets.relations.following_up import (
    is_for_a_follow_up,
    latest_follow_up,
    left_behind,
    open_apart,
    open_follow_up,
)
from core.tickets.relations.group import home_of
from core.tickets.rules import DONE, Base
from core.tickets.saying import say_with_files


async def reply(
    uow: UnitOfWork,
    actor: Actor,
    number: int,
    text: str,
    *,
    seen: Seen = None,
    place_id: UUID | None = None,
    attachment_ids: Sequence[UUID] = (),
) -> Message:
    """Say something that customer and staff both see, naming files that were brought before.

    A customer's reply to a ticket that waits for the customer opens it again; so
    does one soon after its end, and long after it a reply begins a follow-up: then the
    message is one of that ticket; so it does in a place from which the ticket was given to
    another customer. An agent's first reply begins the work; on a ticket of their own they are
    its customer. Raises ``Stale`` when customer and agent wrote at the same time.
    """
    body = checked_text(text)
    given_away = None if actor.is_staff else await left_behind(uow, actor, place_id)
    if given_away is not None:
        return await open_apart(uow, actor, given_away, body, place_id, attachment_ids)
    ticket = await take(uow, actor, number, Permission.REPLY, seen if actor.is_staff else None)
    home = await home_of(uow, actor, ticket, number)
    by_customer = speaker(actor, home) == "customer"
    if by_customer and await is_for_a_follow_up(uow, ticket):
        later = await latest_follow_up(uow, actor.person_id, ticket, place_id)
        if later is None:
            return await open_follow_up(uow, actor, home, body, place_id, attachment_ids)
        return await reply(
            uow, actor, later, body, place_id=place_id, attachment_ids=attachment_ids
        )
    await _begin_again(uow, actor, ticket, by_customer=by_customer)
    return await say_with_files(
        uow, actor, home, body, Audience.PUBLIC, attachment_ids, place_id=place_id
    )


async def _begin_again(uow: UnitOfWork, actor: Actor, ticket: Ticket, *, by_customer: bool) -> None:
    words = await catalogue(uow)
    base = words.base(ticket.status_id)
    opened = words.first_status(Base.OPEN).id
    if not by_customer:
        if base is Base.NEW:
            await change(uow, actor, ticket, TicketStatusChanged, status_id=opened)
        return
    if base in DONE:
        await change(
            uow, actor, ticket, TicketReopened, status_id=opened, resolved_at=None, closed_at=None
        )
    elif base is Base.PENDING:
        await change(uow, actor, ticket, TicketStatusChanged, status_id=opened)


async def note(
    uow: UnitOfWork,
    actor: Actor,
    number: int,
    text: str,
    *,
    place_id: UUID | None = None,
    attachment_ids: Sequence[UUID] = (),
    mentioned: Mapping[str, str] = MappingProxyType({}),
    typed_in: tuple[str, str] | None = None,
) -> Message:
    """Write something that only staff see, on every door and in every export.

    Colleagues and teams that it names with ``@`` are told once and follow from then on;
    ``mentioned`` are names for which the platform itself named accounts. ``typed_in`` are the
    platform and workspace in which its author's words stand before staff, though not as the
    note itself: they have told whom they name there.
    """
    body = checked_text(text)
    ticket = await take(uow, actor, number, Permission.NOTE)
    called = await find_called(uow, actor, ticket, body, mentioned)
    home = await home_of(uow, actor, ticket, number)
    message = await say_with_files(
        uow, actor, home, body, Audience.INTERNAL, attachment_ids, place_id=place_id
    )
    await call_in(uow, actor, ticket, message, called, typed_in)
    return message
