"""Merging duplicates, and undoing it. Who reads what: see :mod:`core.tickets.relations.group`."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, select, text

from core.access.actor import Actor
from core.access.permissions import Permission, require
from core.conversation.audience import Audience
from core.conversation.models import Message
from core.conversation.visibility import HOME_ID, stands_on
from core.database.unit_of_work import UnitOfWork
from core.errors import Invalid, NotFound
from core.events.due import put_off
from core.tickets.changing import change
from core.tickets.configuration.catalogue import catalogue
from core.tickets.events import (
    TicketJoined,
    TicketMerged,
    TicketParted,
    TicketReopened,
    TicketStatusChanged,
    TicketUnmerged,
)
from core.tickets.messages import customer_wrote_since
from core.tickets.models import Ticket
from core.tickets.reading.queries import find_ticket, get_ticket, ref_of, scope_of
from core.tickets.relations.group import above, members_of_group
from core.tickets.rules import DONE, UNDO_WITHIN, Base, Impossible, Stale
from core.tickets.snoozing import DUE_KIND

_ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(hashtext('merge:' || :organisation))")


async def one_at_a_time(uow: UnitOfWork) -> None:
    """Wait until nobody else of the organisation puts tickets together or takes them apart."""
    await uow.session.execute(_ONE_AT_A_TIME, {"organisation": str(uow.organisation_id)})


async def merge(
    uow: UnitOfWork, actor: Actor, number: int, into: int, *, seen: int | None = None
) -> Ticket:
    """From now on the ticket goes on in another one, which is returned.

    No row moves: numbers, places and views lead to the survivor; of a chain, to its end.
    Saying it again changes nothing. Raises :class:`Invalid` (field ``into``) for the
    ticket itself, and :class:`Impossible` for one that was merged elsewhere, an open one
    into one that has ended, or out of or into a private team's.
    """
    await one_at_a_time(uow)
    ticket = await itself(uow, actor, number)
    survivor = await get_ticket(uow, actor, into, Permission.MERGE)
    if ticket.merged_into_id is not None and ticket.id != survivor.id:
        if survivor.id in [one.id for one in await above(uow, ticket)]:
            return survivor
        raise await _merged_already(uow, ticket)
    if ticket.id == survivor.id:
        raise Invalid(field="into", problem="a ticket cannot be merged into itself")
    if seen is not None and ticket.revision != seen:
        raise Stale(
            ref=ref_of(uow, number),
            news="it has changed meanwhile.",
            revision=ticket.revision,
            number=number,
        )
    survivor = await get_ticket(uow, actor, into, Permission.MERGE, lock=True)
    check_plain(uow, ticket, survivor)
    await check_states(uow, ticket, survivor)
    await check_teams(uow, ticket, survivor)
    await join(uow, actor, ticket, survivor)
    return survivor


async def itself(uow: UnitOfWork, actor: Actor, number: int) -> Ticket:
    """The ticket of that number, not the one in which it goes on, locked."""
    ticket = await find_ticket(uow, Ticket.number == number, lock=True)
    if ticket is None:
        raise NotFound(ref=ref_of(uow, number))
    require(actor, Permission.MERGE, await scope_of(uow, ticket))
    return ticket


async def _merged_already(uow: UnitOfWork, ticket: Ticket) -> Impossible:
    goes_on = (await above(uow, ticket))[-1]
    return Impossible(
        ref=ref_of(uow, ticket.number),
        state=f"merged into {ref_of(uow, goes_on.number)}",
        hint="undo that first.",
    )


def check_plain(uow: UnitOfWork, *tickets: Ticket) -> None:
    """A ticket that gathers others has no customer to whom it could be put."""
    for one in tickets:
        if one.gathers_since is not None:
            ref = ref_of(uow, one.number)
            raise Impossible(ref=ref, state="one that gathers others", hint="dissolve it first.")


async def check_states(uow: UnitOfWork, ticket: Ticket, survivor: Ticket) -> None:
    """Nothing open goes on in what has ended."""
    words = await catalogue(uow)
    ended = words.base(survivor.status_id)
    if ended in DONE and words.base(ticket.status_id) not in DONE:
        raise Impossible(
            ref=ref_of(uow, survivor.number),
            state=ended.value,
            hint="reopen it first, or merge the other way round.",
        )


async def check_teams(uow: UnitOfWork, ticket: Ticket, survivor: Ticket) -> None:
    """What a private team reads must not become everybody's by a merge."""
    if ticket.team_id == survivor.team_id:
        return
    for one in (ticket, survivor):
        if (await scope_of(uow, one)).team_is_private:
            raise Impossible(
                ref=ref_of(uow, one.number),
                state="a private team's",
                hint="give both tickets to the same team first.",
            )


async def join(uow: UnitOfWork, actor: Actor, ticket: Ticket, survivor: Ticket) -> None:
    """Let the one go on in the other: a step after all checks."""
    if ticket.snoozed_until is not None:
        await put_off(uow, DUE_KIND, {ticket.id: None})
    ref = ref_of(uow, ticket.number)
    survivor.message_count += ticket.message_count
    await change(
        uow,
        actor,
        ticket,
        TicketMerged,
        into=survivor.id,
        merged_into_id=survivor.id,
        merged_at=uow.now,
        snoozed_until=None,
    )
    await uow.flush()
    await change(
        uow,
        actor,
        survivor,
        TicketJoined,
        more={"merged": (None, ref)},
        joined=ticket.id,
        joined_at=uow.now,
    )
    survivor.last_said_by = await last_said_by(uow, survivor)


async def unmerge(uow: UnitOfWork, actor: Actor, number: int) -> Ticket:
    """Undo a merge: the ticket goes on by itself, with all that was said to its number and
    places. Possible for 24 hours; the clocks of both are counted anew.

    Raises :class:`Impossible` when it is not merged, or later than that.
    """
    await one_at_a_time(uow)
    ticket = await itself(uow, actor, number)
    if ticket.merged_into_id is None or ticket.merged_at is None:
        raise Impossible(
            ref=ref_of(uow, number), state="not merged", hint="there is nothing to undo."
        )
    if uow.now - ticket.merged_at > UNDO_WITHIN:
        raise Impossible(
            ref=ref_of(uow, number),
            state="merged for good",
            hint=f"undoing it is possible for {UNDO_WITHIN.days * 24} hours.",
        )
    uppers = await above(uow, ticket)
    for upper in uppers:
        await uow.session.refresh(upper, with_for_update={"key_share": True})
        uow.not_before(upper.updated_at)
        upper.message_count -= ticket.message_count
    since = ticket.merged_at
    await change(
        uow,
        actor,
        ticket,
        TicketUnmerged,
        out_of=uppers[0].id,
        merged_into_id=None,
        merged_at=None,
    )
    await uow.flush()
    await _part(uow, actor, ticket, uppers)
    ticket.last_said_by = await last_said_by(uow, ticket)
    await _catch_up(uow, actor, ticket, since)
    return ticket


async def _part(uow: UnitOfWork, actor: Actor, ticket: Ticket, uppers: list[Ticket]) -> None:
    """The tickets in which it went on are without it."""
    nearest, survivor = uppers[0], uppers[-1]
    if not await uow.session.scalar(select(exists().where(Ticket.merged_into_id == nearest.id))):
        nearest.joined_at = None
        await uow.session.flush()
    await change(
        uow,
        actor,
        survivor,
        TicketParted,
        more={"merged": (ref_of(uow, ticket.number), None)},
        parted=ticket.id,
    )
    survivor.last_said_by = await last_said_by(uow, survivor)


async def _catch_up(uow: UnitOfWork, actor: Actor, ticket: Ticket, since: datetime) -> None:
    """What the customer wrote there meanwhile may have been what it waited for."""
    words = await catalogue(uow)
    base = words.base(ticket.status_id)
    if base not in DONE | {Base.PENDING} or not await customer_wrote_since(uow, ticket, since):
        return
    opened = words.first_status(Base.OPEN).id
    event = TicketReopened if base in DONE else TicketStatusChanged
    await change(uow, actor, ticket, event, status_id=opened, resolved_at=None, closed_at=None)


async def last_said_by(uow: UnitOfWork, survivor: Ticket) -> str:
    """Which side had the last word in the whole group."""
    # Who gathers tickets is named as the requester of theirs, but speaks for the staff.
    by_requester = (Message.author_id == Ticket.requester_id) & Ticket.gathers_since.is_(None)
    group: list[UUID] = [member.id for member in await members_of_group(uow, survivor)]
    row = (
        await uow.session.execute(
            select(Message.author_role, by_requester)
            .join(Ticket, Ticket.id == HOME_ID)
            .where(stands_on(group), Message.audience == Audience.PUBLIC.value)
            .where(Message.kind == "reply", Message.deleted_at.is_(None))
            .order_by(Message.id.desc())
            .limit(1)
        )
    ).one_or_none()
    if row is None:
        return "customer"
    role, own = row
    return "customer" if role == "customer" or own else "staff"
