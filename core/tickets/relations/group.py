"""Tickets that were merged: one goes on, the others lead to it. No row moves.

Each merged ticket keeps its messages and places and points at the one in which it goes
on (``merged_into_id``), which may point further. Whose words whom they reach:

* staff read everything;
* a customer reads, in every place of theirs and by every door, what was said on tickets
  of their own, and what staff said publicly on the others **since** the merge;
* of a ticket that went to another customer, only what was said while it was theirs: see
  :mod:`core.tickets.relations.turns`.

So two customers' tickets may be merged without either ever reading the other's words or
name; what staff wrote to one of them before the merge stays between those two as well.
A message that was split off counts as one of the ticket on which it stands now.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, or_, select

from core.access.actor import STAFF, Actor
from core.conversation.audience import Audience
from core.conversation.models import Message, Place
from core.conversation.places import CUSTOMER
from core.conversation.visibility import stands_on
from core.database.unit_of_work import UnitOfWork
from core.tickets.models import Ticket
from core.tickets.relations.relation_models import TicketMove
from core.tickets.relations.turns import Turn, place_of, said_to, said_to_in_sql, turns_of

_STAFF = tuple(sorted(STAFF))
_FIELDS = (
    Ticket.id,
    Ticket.number,
    Ticket.requester_id,
    Ticket.merged_into_id,
    Ticket.merged_at,
    Ticket.moved_at,
)


@dataclass(frozen=True)
class Member:
    """One ticket of a group, as far as it matters who reads what."""

    id: UUID
    number: int
    requester_id: UUID
    merged_into_id: UUID | None
    merged_at: datetime | None
    moved_at: datetime | None = None
    moves: tuple[TicketMove, ...] = ()

    @property
    def turns(self) -> tuple[Turn, ...]:
        """Who was its customer when."""
        return turns_of(self.requester_id, self.moves)

    def customer_at(self, moment: datetime) -> UUID:
        """To whom something was said on it then."""
        return said_to(self.turns, moment)

    def has_now(self, place: Place) -> bool:
        """Whether it is spoken in that place: staff's, or one of the present customer."""
        return place.role != CUSTOMER or self.requester_id == place_of(self.turns, place.created_at)


async def root_id_of(uow: UnitOfWork, ticket: Ticket) -> UUID:
    """The id of the ticket in which this one goes on: its own if it was not merged."""
    found, further = ticket.id, ticket.merged_into_id
    while further is not None:
        found = further
        further = await uow.session.scalar(select(Ticket.merged_into_id).where(Ticket.id == found))
    return found


async def surviving_id(uow: UnitOfWork, ticket_id: UUID | None) -> UUID | None:
    """The id of the ticket in which that one goes on; asks nothing for one in memory."""
    ticket = await uow.session.get(Ticket, ticket_id)
    return await root_id_of(uow, ticket) if ticket else ticket_id


async def members_of_group(uow: UnitOfWork, ticket: Ticket) -> list[Member]:
    """The surviving ticket of this one's group, then all that were merged into it.

    Asks the database nothing for a ticket that has to do with no merge or move.
    """
    if ticket.merged_into_id is None and ticket.joined_at is None:
        alone = (getattr(ticket, column.key) for column in _FIELDS)
        return await _with_moves(uow, [Member(*alone)])
    root = select(*_FIELDS).where(Ticket.id == await root_id_of(uow, ticket))
    found = [Member(*row) for row in await uow.session.execute(root)]
    layer = [member.id for member in found]
    while layer:
        below = select(*_FIELDS).where(Ticket.merged_into_id.in_(layer)).order_by(Ticket.number)
        rows = [Member(*row) for row in await uow.session.execute(below)]
        found += rows
        layer = [member.id for member in rows]
    return await _with_moves(uow, found)


async def _with_moves(uow: UnitOfWork, members: list[Member]) -> list[Member]:
    moved = [member.id for member in members if member.moved_at is not None]
    if not moved:
        return members
    query = select(TicketMove).where(TicketMove.ticket_id.in_(moved)).order_by(TicketMove.at)
    moves: dict[UUID, list[TicketMove]] = defaultdict(list)
    for move in await uow.session.scalars(query):
        moves[move.ticket_id].append(move)
    return [replace(member, moves=tuple(moves[member.id])) for member in members]


def joined_since(one: UUID, other: UUID, members: Iterable[Member]) -> datetime | None:
    """Since when two tickets of a group have been in it together; None: always (the same)."""
    known = {member.id: member for member in members}
    paths = [_path(known, end) for end in (one, other)]
    apart = set(paths[0]) ^ set(paths[1])
    moments = [known[step].merged_at for step in apart]
    return max((moment for moment in moments if moment is not None), default=None)


def _path(known: dict[UUID, Member], start: UUID) -> list[UUID]:
    """The merges that lead from a ticket to the surviving one."""
    steps: list[UUID] = []
    at = known.get(start)
    while at is not None and at.merged_into_id is not None:
        steps.append(at.id)
        at = known.get(at.merged_into_id)
    return steps


def requesters_below(ticket_id: UUID, members: list[Member]) -> frozenset[UUID]:
    """The customers of a ticket and of those that go on in it."""
    known = {member.id: member for member in members}
    return frozenset(
        member.requester_id
        for member in members
        if ticket_id in {members[0].id, member.id, *_path(known, member.id)}
    )


def reaches(
    message: Message, reader: Member, members: Sequence[Member], person_id: UUID | None = None
) -> bool:
    """Whether a message of the group is for the customer of one of its tickets, or for the
    ``person_id`` who was that.

    The rule at the head of this module, for one message.
    """
    person = person_id or reader.requester_id
    home = next((m for m in members if m.id == message.home_id), None)
    if home is None or message.audience != Audience.PUBLIC.value:
        return False
    said = message.created_at
    if home.customer_at(said) == person and (home is reader or person == reader.requester_id):
        return True
    since = joined_since(home.id, reader.id, members)
    by_staff = message.author_role in _STAFF
    return (
        by_staff
        and message.author_id != home.customer_at(said)
        and since is not None
        and said > since
        and reader.customer_at(said) == person
    )


def readable(actor: Actor, members: list[Member]) -> ColumnElement[bool]:
    """The same rule in SQL: the messages of a group that an actor may read."""
    if actor.is_staff:
        return stands_on([member.id for member in members])
    own = [member for member in members if member.requester_id == actor.person_id]
    found: list[ColumnElement[bool]] = [false()]
    for home in members:
        if home in own:
            said = said_to_in_sql(home.turns, actor.person_id)
            found.append(and_(stands_on([home.id]), said))
        if home not in own or home.moves:
            found += [_from_beside(home, mine, members) for mine in own if mine is not home]
    return or_(*found)


def _from_beside(home: Member, mine: Member, members: list[Member]) -> ColumnElement[bool]:
    """What staff said on another ticket since it was put together with one's own."""
    return and_(
        stands_on([home.id]),
        Message.author_role.in_(_STAFF),
        *(
            or_(Message.author_id.is_distinct_from(turn.customer_id), ~during)
            for turn in home.turns
            for during in (said_to_in_sql(home.turns, turn.customer_id),)
        ),
        Message.created_at > joined_since(home.id, mine.id, members),
        said_to_in_sql(mine.turns, mine.requester_id),
    )


async def own_in_group(uow: UnitOfWork, actor: Actor, ticket: Ticket) -> Ticket | None:
    """The customer's own ticket in that ticket's group, the latest if there are more."""
    members = await members_of_group(uow, ticket)
    own = [member for member in members if member.requester_id == actor.person_id]
    if not own:
        return None
    return await uow.session.get(Ticket, max(own, key=lambda member: member.number).id)


async def home_of(uow: UnitOfWork, actor: Actor, survivor: Ticket, number: int) -> Ticket:
    """The ticket of a group to which something said under ``number`` belongs.

    What is said stays with the number or place to which it was said, so that undoing a
    merge parts it rightly. A customer always speaks on a ticket of their own.
    """
    if survivor.joined_at is None:
        return survivor
    named = survivor
    if number != survivor.number:
        found = await uow.session.scalar(select(Ticket).where(Ticket.number == number))
        named = found or survivor
    if actor.is_staff or named.requester_id == actor.person_id:
        return named
    return await own_in_group(uow, actor, survivor) or named


async def above(uow: UnitOfWork, home: Ticket) -> list[Ticket]:
    """The tickets in which this one goes on, nearest first."""
    found: list[Ticket] = []
    further = home.merged_into_id
    while further is not None:
        ticket = await uow.session.get(Ticket, further)
        if ticket is None:
            break
        found.append(ticket)
        further = ticket.merged_into_id
    return found


def unmerged(actor: Actor) -> ColumnElement[bool]:
    """For lists: merged tickets stand under the surviving one, except for a customer who
    does not see that one."""
    if actor.is_staff:
        return Ticket.merged_into_id.is_(None)
    own = select(Ticket.id).where(Ticket.requester_id == actor.person_id)
    return or_(Ticket.merged_into_id.is_(None), Ticket.merged_into_id.not_in(own))
