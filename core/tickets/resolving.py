"""The end of a ticket, and what comes before and after: status, resolve, close, reopen."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from core.access.actor import Actor
from core.access.permissions import Permission, require
from core.conversation.audience import Audience
from core.database.unit_of_work import UnitOfWork
from core.people.organisation import reopening_window
from core.tickets.changing import change, take
from core.tickets.configuration.catalogue import StatusWord, catalogue
from core.tickets.configuration.fields import check_resolvable
from core.tickets.events import (
    TicketClosed,
    TicketEvent,
    TicketReopened,
    TicketResolved,
    TicketStatusChanged,
)
from core.tickets.held.held_sending import send_held_first
from core.tickets.messages import checked_text, speaker
from core.tickets.models import Ticket
from core.tickets.news import Seen
from core.tickets.reading.queries import ref_of, scope_of
from core.tickets.relations.gathering import children_of
from core.tickets.relations.group import home_of
from core.tickets.rules import DONE, Base, Impossible, check_reopening, check_transition
from core.tickets.saying import say_with_files


async def set_status(
    uow: UnitOfWork,
    actor: Actor,
    number: int,
    said: str,
    *,
    reason: str = "",
    seen: int | None = None,
) -> Ticket:
    """Move the ticket to the status of that name, whatever the move means.

    Raises ``Invalid`` for an unknown status and ``Impossible`` for a forbidden move.
    """
    ticket = await take(uow, actor, number, Permission.EDIT, seen)
    status = (await catalogue(uow)).status_named(said)
    if status.base in DONE:
        await send_held_first(uow, actor, ticket, seen)
    await _move(uow, actor, ticket, status, reason)
    return ticket


async def resolve(
    uow: UnitOfWork,
    actor: Actor,
    number: int,
    text: str = "",
    *,
    seen: Seen = None,
    place_id: UUID | None = None,
    attachment_ids: Sequence[UUID] = (),
) -> Ticket:
    """Say that it is solved, with a closing message to the customer if there is one, which may
    name files that were brought before. Raises ``Stale`` for news since what they had ``seen``."""
    ticket = await take(uow, actor, number, Permission.RESOLVE, seen)
    await send_held_first(uow, actor, ticket, seen)
    status = (await catalogue(uow)).first_status(Base.RESOLVED)
    await _say_last(uow, actor, ticket, number, text, attachment_ids, place_id)
    await _move(uow, actor, ticket, status, "")
    return ticket


async def close(
    uow: UnitOfWork,
    actor: Actor,
    number: int,
    text: str = "",
    *,
    seen: int | None = None,
    attachment_ids: Sequence[UUID] = (),
) -> Ticket:
    """End it: the requester says that it is solved, in a message if there is one, or staff put
    it away.

    Where it goes on in another customer's ticket, only staff can say so for all.
    """
    ticket = await take(uow, actor, number, Permission.CLOSE, seen)
    await send_held_first(uow, actor, ticket, seen)
    if not actor.is_staff and ticket.requester_id != actor.person_id:
        raise Impossible(
            ref=ref_of(uow, number),
            state="one of several reports of the same",
            hint="support closes it when it is solved for all. Reply that it works for you.",
        )
    await _say_last(uow, actor, ticket, number, text, attachment_ids)
    await _move(uow, actor, ticket, (await catalogue(uow)).first_status(Base.CLOSED), "")
    return ticket


async def reopen(
    uow: UnitOfWork,
    actor: Actor,
    number: int,
    *,
    reason: str = "",
    seen: int | None = None,
    attachment_ids: Sequence[UUID] = (),
) -> Ticket:
    """It was not over. Possible for some time after its end. A customer's reason may name files
    that were brought before."""
    ticket = await take(uow, actor, number, Permission.REOPEN, seen)
    words = await catalogue(uow)
    base = words.base(ticket.status_id)
    ended = ticket.closed_at or ticket.resolved_at
    check_reopening(ref_of(uow, number), base, ended, uow.now, await reopening_window(uow))
    home = await home_of(uow, actor, ticket, number)
    if reason.strip() and speaker(actor, home) == "customer":
        # A customer's reason is part of the conversation.
        await _say_last(uow, actor, ticket, number, reason, attachment_ids)
        reason = ""
    await _move(uow, actor, ticket, words.first_status(Base.OPEN), reason)
    return ticket


async def _say_last(
    uow: UnitOfWork,
    actor: Actor,
    ticket: Ticket,
    number: int,
    text: str,
    files: Sequence[UUID],
    place_id: UUID | None = None,
) -> None:
    """The words that go with an end or a new beginning, if there are any."""
    if text.strip():
        home = await home_of(uow, actor, ticket, number)
        body, public = checked_text(text), Audience.PUBLIC
        await say_with_files(uow, actor, home, body, public, files, place_id=place_id)


async def _move(
    uow: UnitOfWork, actor: Actor, ticket: Ticket, status: StatusWord, reason: str
) -> None:
    if status.id == ticket.status_id:
        return
    was = (await catalogue(uow)).base(ticket.status_id)
    event, values = await to_move(uow, actor, ticket, status)
    await change(uow, actor, ticket, event, reason=reason, **values)
    await end_gathered(uow, actor, ticket, was)


async def end_gathered(uow: UnitOfWork, actor: Actor, parent: Ticket, was: Base) -> None:
    """The end of a ticket that gathers others is theirs too; nothing else that happens to it is.

    It ends once, when it is worked on no more (``was`` is where it stood before): whoever
    reopened theirs after that waits on, though the parent is closed later. What each would have
    to have filled in is not asked for: it was solved by what was done about all.
    """
    words = await catalogue(uow)
    ends = was not in DONE and words.base(parent.status_id) in DONE
    if parent.gathers_since is None or not ends:
        return
    for child in await children_of(uow, parent, lock=True):
        before = words.base(child.status_id)
        if before not in DONE and child.merged_into_id is None:
            ended, values = _meaning(uow, child, before, words.base(parent.status_id))
            await change(uow, actor, child, ended, status_id=parent.status_id, **values)


async def to_move(
    uow: UnitOfWork, actor: Actor, ticket: Ticket, status: StatusWord
) -> tuple[type[TicketEvent], dict[str, Any]]:
    """What a move to that status means, and the values it sets. Raises unless it may be made."""
    words = await catalogue(uow)
    before = words.base(ticket.status_id)
    check_transition(ref_of(uow, ticket.number), before, status.base, status.name)
    event, values = _meaning(uow, ticket, before, status.base)
    if event is TicketReopened:
        ended = ticket.closed_at or ticket.resolved_at
        window = await reopening_window(uow)
        check_reopening(ref_of(uow, ticket.number), before, ended, uow.now, window)
        require(actor, Permission.REOPEN, await scope_of(uow, ticket))
    if status.base in DONE and before not in DONE and speaker(actor, ticket) == "staff":
        # Customers end their own tickets when they like, and so does the desk by its rules.
        check_resolvable(words, ticket)
    return event, {"status_id": status.id, **values}


def _meaning(
    uow: UnitOfWork, ticket: Ticket, before: Base, after: Base
) -> tuple[type[TicketEvent], dict[str, Any]]:
    if after is Base.RESOLVED:
        return TicketResolved, {"resolved_at": uow.now, "closed_at": None}
    if after is Base.CLOSED:
        return TicketClosed, {"resolved_at": ticket.resolved_at or uow.now, "closed_at": uow.now}
    if before in DONE:
        return TicketReopened, {"resolved_at": None, "closed_at": None}
    return TicketStatusChanged, {}
