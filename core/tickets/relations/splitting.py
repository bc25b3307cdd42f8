"""Splitting a conversation in two, and undoing it. No message moves: each keeps the ticket on
which it was said, and a pointer (``split_into_id``) to the one on which it stands."""

from uuid import UUID

from sqlalchemy import exists, func, select, tuple_, update

from core.access.actor import Actor
from core.access.permissions import Permission
from core.conversation.audience import Audience
from core.conversation.models import Message
from core.conversation.visibility import stands_on
from core.database.unit_of_work import UnitOfWork
from core.errors import Invalid, NotFound
from core.ids import new_id
from core.tickets.changing import change, take
from core.tickets.configuration.catalogue import catalogue
from core.tickets.events import TicketOpened
from core.tickets.messages import COMMUNITY
from core.tickets.models import Ticket
from core.tickets.reading.queries import find_ticket, ref_of
from core.tickets.relations.group import above, members_of_group, surviving_id
from core.tickets.relations.merging import (
    check_plain,
    check_states,
    check_teams,
    itself,
    join,
    last_said_by,
    one_at_a_time,
)
from core.tickets.relations.moving import copy_moves
from core.tickets.relations.relation_events import TicketSplit, TicketSplitOff, TicketUnsplit
from core.tickets.rules import DONE, SUBJECT_LENGTH, UNDO_WITHIN, Base, Impossible

_SAME = "subject priority category_id subcategory_id requester_id assignee_id team_id policy_id"
_SAME += " source language custom_fields status_id moved_at"
_PUBLIC = Audience.PUBLIC.value


async def split(
    uow: UnitOfWork,
    actor: Actor,
    number: int,
    first_id: UUID,
    *,
    subject: str = "",
    seen: int | None = None,
) -> Ticket:
    """What was said on a ticket from that message on goes on as a ticket of its own, of the
    same customer, which is returned. Said again, it is the same one.

    The notes among it go along. Without a ``subject`` the first line is one. Raises
    :class:`Invalid` (field ``split``) for a note or for the message with which the ticket
    begins, ``NotFound`` for one of another ticket, and ``Stale``.
    """
    await one_at_a_time(uow)
    ticket = await take(uow, actor, number, Permission.MERGE, seen)
    check_plain(uow, ticket)
    await uow.finish()
    first = await uow.session.get(Message, first_id, populate_existing=True)
    home = await _home(uow, ticket, first) if first else None
    if first is None or home is None:
        raise NotFound(ref="that message")
    if home.split_from_id is not None and home.id != ticket.id and not home.merged_into_id:
        return home
    going = await _going(uow, home, first)
    fresh = await _open(uow, actor, home, subject.strip() or first.body.split("\n")[0])
    for message in going:
        message.split_into_id = fresh.id
    fresh.message_count = sum(
        message.audience == _PUBLIC and message.kind != COMMUNITY and message.deleted_at is None
        for message in going
    )
    for counting in (home, *await above(uow, home)):
        counting.message_count -= fresh.message_count
    await uow.flush()
    refs = ref_of(uow, home.number), ref_of(uow, fresh.number)
    for one in dict.fromkeys((home, ticket)):
        more = {"split": (None, refs[1])}
        await change(uow, actor, one, TicketSplit, more=more, into=fresh.id)
    more = {"split_from": (None, refs[0])}
    await change(uow, actor, fresh, TicketSplitOff, more=more, out_of=home.id)
    for one in (ticket, fresh):
        one.last_said_by = await last_said_by(uow, one)
    return fresh


async def _home(uow: UnitOfWork, ticket: Ticket, first: Message) -> Ticket | None:
    """The ticket on which it stands, locked: one of the group, or one split off from it."""
    members = {member.id for member in await members_of_group(uow, ticket)}
    home = await find_ticket(uow, Ticket.id == first.home_id, lock=True)
    if home is None or home.id in members:
        return home
    return home if home.split_from_id in members and first.ticket_id != home.id else None


async def _going(uow: UnitOfWork, home: Ticket, first: Message) -> list[Message]:
    """That message and all after it. Raises :class:`Invalid` unless both parts have words."""
    if first.audience != _PUBLIC or first.kind == COMMUNITY or first.deleted_at is not None:
        raise Invalid(field="split", problem="choose something that the customer can read")
    order = tuple_(Message.created_at, Message.id)
    begin = tuple_(first.created_at, first.id)
    here = stands_on([home.id]) & (Message.kind != "system")
    before = select(Message.id).where(here, order < begin, Message.audience == _PUBLIC)
    if await uow.session.scalar(before.limit(1)) is None:
        raise Invalid(field="split", problem="the ticket begins with it: choose a later one")
    query = select(Message).where(here, order >= begin).order_by(Message.created_at, Message.id)
    return list(await uow.session.scalars(query))


async def _open(uow: UnitOfWork, actor: Actor, home: Ticket, subject: str) -> Ticket:
    """A ticket like the one it comes from; one that waits or has ended begins open."""
    words = await catalogue(uow)
    fresh = Ticket(
        id=new_id(),
        organisation_id=uow.organisation_id,
        revision=1,
        message_count=0,
        created_at=uow.now,
        updated_at=uow.now,
        split_from_id=home.id,
        split_at=uow.now,
        **{name: getattr(home, name) for name in _SAME.split()},
    )
    fresh.subject = subject[:SUBJECT_LENGTH]
    if words.base(home.status_id) in DONE | {Base.PENDING}:
        fresh.status_id = words.first_status(Base.OPEN).id
    uow.session.add(fresh)
    await uow.session.flush()
    await copy_moves(uow, home, fresh)
    opened = TicketOpened(
        ticket_id=fresh.id,
        number=fresh.number,
        requester_id=fresh.requester_id,
        source=fresh.source,
    )
    await uow.record(opened, actor)
    return fresh


async def unsplit(uow: UnitOfWork, actor: Actor, number: int) -> Ticket:
    """Undo a split: what was taken over stands where it stood, and what was said on the ticket
    since goes on there by a merge. Possible for 24 hours. Returns the ticket it came from.

    Raises :class:`Impossible` when it was not split off, or later than that.
    """
    await one_at_a_time(uow)
    ticket = await itself(uow, actor, number)
    await _check_undo(uow, ticket)
    home = await find_ticket(uow, Ticket.id == ticket.split_from_id, lock=True)
    root_id = await surviving_id(uow, ticket.split_from_id)
    survivor = await find_ticket(uow, Ticket.id == root_id, lock=True)
    if home is None or survivor is None:
        raise NotFound(ref="the ticket it came from")
    await check_states(uow, ticket, survivor)
    await check_teams(uow, ticket, survivor)
    back = await _lead_back(uow, ticket, home)
    ticket.message_count -= back
    for counting in (home, *await above(uow, home)):
        counting.message_count += back
    more = {"split_from": (ref_of(uow, home.number), None)}
    await change(
        uow,
        actor,
        ticket,
        TicketUnsplit,
        more=more,
        split_from_id=None,
        split_at=None,
        back_to=home.id,
    )
    await uow.flush()
    await join(uow, actor, ticket, survivor)
    return survivor


async def _check_undo(uow: UnitOfWork, ticket: Ticket) -> None:
    ref = ref_of(uow, ticket.number)
    if ticket.split_from_id is None or ticket.split_at is None:
        raise Impossible(ref=ref, state="not split off", hint="there is nothing to undo.")
    if uow.now - ticket.split_at > UNDO_WITHIN:
        hint = f"undoing it is possible for {UNDO_WITHIN.days * 24} hours."
        raise Impossible(ref=ref, state="split off for good", hint=hint)
    if ticket.merged_into_id is not None:
        raise Impossible(ref=ref, state="merged into another ticket", hint="undo that first.")
    if await uow.session.scalar(select(exists().where(Ticket.split_from_id == ticket.id))):
        raise Impossible(ref=ref, state="split again", hint="undo that first.")


async def _lead_back(uow: UnitOfWork, ticket: Ticket, home: Ticket) -> int:
    """Point to where they stood before; how many of them the customer reads."""
    theirs = Message.split_into_id == ticket.id
    count: int | None = await uow.session.scalar(
        select(func.count())
        .where(theirs, Message.audience == _PUBLIC, Message.kind != COMMUNITY)
        .where(Message.deleted_at.is_(None))
    )
    await uow.session.execute(
        update(Message)
        .where(theirs)
        .values(split_into_id=func.nullif(home.id, Message.ticket_id))
        .execution_options(synchronize_session=False)
    )
    return count or 0
