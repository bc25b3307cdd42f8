"""Gathering tickets that ask the same under one parent (an outage), and undoing it.

The parent is a ticket of staff's own: no customer reads it. What staff say on it publicly
is said to each gathered ticket's customer in their own place, by a message of that ticket
(see :mod:`core.tickets.saying_to_all`), and its end is the end of all. So nobody ever reads
another's words or name. Notes stay on the parent.
"""

from collections.abc import Sequence

from sqlalchemy import select

from core.access.actor import Actor
from core.access.permissions import Permission
from core.database.unit_of_work import UnitOfWork
from core.errors import Invalid
from core.ids import new_id
from core.tickets.changing import change, take
from core.tickets.configuration.catalogue import catalogue
from core.tickets.events import TicketOpened
from core.tickets.models import Ticket
from core.tickets.reading.queries import ref_of
from core.tickets.relations.merging import check_teams, one_at_a_time
from core.tickets.relations.relation_events import TicketGathered, TicketGathering, TicketLetGo
from core.tickets.rules import DONE, SUBJECT_LENGTH, Base, Impossible

MOST = 200
"""Tickets that are gathered under one parent at most: all are answered in one transaction."""
FEWEST = 2


async def gather(uow: UnitOfWork, actor: Actor, numbers: Sequence[int], subject: str) -> Ticket:
    """Put these tickets under a new parent of that subject, which is returned.

    Raises :class:`Invalid` (``with``, ``subject``) for less than two or a missing subject,
    ``NotFound`` for one that the actor may not see, and :class:`Impossible` for one that has
    ended, is gathered already, or is a private team's.
    """
    line = subject.replace("\x00", "").strip()
    if not line or len(line) > SUBJECT_LENGTH:
        raise Invalid(field="subject", problem="say in a line what they all ask")
    await one_at_a_time(uow)
    found = await _taken(uow, actor, numbers)
    if len(found) < FEWEST:
        raise Invalid(field="with", problem="name at least two tickets: `with:1043,1044`")
    parent = await _open_parent(uow, actor, found, line)
    await _put_under(uow, actor, parent, found)
    return parent


async def gather_under(uow: UnitOfWork, actor: Actor, number: int, under: int) -> Ticket:
    """Put one more ticket under a parent, which is returned. Said again, nothing changes."""
    await one_at_a_time(uow)
    parent = await take(uow, actor, under, Permission.MERGE)
    if parent.gathers_since is None:
        hint = "gather tickets under a new one first."
        raise Impossible(ref=ref_of(uow, under), state="no ticket that gathers others", hint=hint)
    ticket = await take(uow, actor, number, Permission.MERGE)
    if ticket.gathered_into_id != parent.id:
        await _check(uow, ticket)
        await _put_under(uow, actor, parent, [ticket])
    return parent


async def let_go(uow: UnitOfWork, actor: Actor, number: int) -> list[Ticket]:
    """Take a ticket out from under its parent; of a parent, all. They go on by themselves, with
    all that was said to them. Returns those that were let go."""
    await one_at_a_time(uow)
    ticket = await take(uow, actor, number, Permission.MERGE)
    parent, going = ticket, [ticket]
    if ticket.gathers_since is not None:
        going = await children_of(uow, ticket, lock=True)
    elif ticket.gathered_into_id is not None:
        await uow.session.flush()
        parent = await uow.session.get_one(
            Ticket, ticket.gathered_into_id, with_for_update={"key_share": True}
        )
        uow.not_before(parent.updated_at)
    else:
        hint = "there is nothing to undo."
        raise Impossible(ref=ref_of(uow, number), state="not gathered", hint=hint)
    for one in going:
        await change(
            uow,
            actor,
            one,
            TicketLetGo,
            more={"under": (ref_of(uow, parent.number), None)},
            out_of=parent.id,
            gathered_into_id=None,
            gathered_at=None,
        )
    await _tell_parent(uow, actor, parent, going, gone=True)
    return going


async def children_of(uow: UnitOfWork, parent: Ticket, *, lock: bool = False) -> list[Ticket]:
    """The tickets under a parent, by number."""
    query = select(Ticket).where(Ticket.gathered_into_id == parent.id, Ticket.deleted_at.is_(None))
    query = query.order_by(Ticket.number)
    if lock:
        await uow.session.flush()
        query = query.with_for_update(key_share=True).execution_options(populate_existing=True)
    found = list(await uow.session.scalars(query))
    for one in found if lock else ():
        uow.not_before(one.updated_at)
    return found


async def _taken(uow: UnitOfWork, actor: Actor, numbers: Sequence[int]) -> list[Ticket]:
    if len(set(numbers)) > MOST:
        raise Invalid(field="with", problem=f"at most {MOST} tickets are gathered at once")
    found: dict[object, Ticket] = {}
    for number in sorted(set(numbers)):
        ticket = await take(uow, actor, number, Permission.MERGE)
        await _check(uow, ticket)
        found[ticket.id] = ticket
    return list(found.values())


async def _check(uow: UnitOfWork, ticket: Ticket) -> None:
    ref = ref_of(uow, ticket.number)
    if (await catalogue(uow)).base(ticket.status_id) in DONE:
        raise Impossible(ref=ref, state="solved", hint="reopen it first, or leave it out.")
    if ticket.gathers_since is not None:
        raise Impossible(ref=ref, state="one that gathers others", hint="leave it out.")
    if ticket.gathered_into_id is not None:
        hint = "take it out first, or leave it out."
        raise Impossible(ref=ref, state="gathered under another ticket", hint=hint)


async def _open_parent(
    uow: UnitOfWork, actor: Actor, found: Sequence[Ticket], subject: str
) -> Ticket:
    """It has the team and category that all have, and the most urgent priority."""
    if actor.person_id is None:
        raise Invalid(field="under", problem="somebody must gather them")
    first = found[0]
    same = {
        name: getattr(first, name)
        for name in ("team_id", "category_id", "subcategory_id")
        if len({getattr(one, name) for one in found}) == 1
    }
    order = ("critical", "high", "medium", "low")
    parent = Ticket(
        id=new_id(),
        organisation_id=uow.organisation_id,
        subject=subject,
        status_id=(await catalogue(uow)).first_status(Base.OPEN).id,
        priority=min((one.priority for one in found), key=order.index),
        requester_id=actor.person_id,
        source=actor.surface,
        language=uow.language,
        custom_fields={},
        revision=1,
        message_count=0,
        last_said_by="customer",
        gathers_since=uow.now,
        created_at=uow.now,
        updated_at=uow.now,
        **same,
    )
    uow.session.add(parent)
    await uow.session.flush()
    opened = TicketOpened(
        ticket_id=parent.id,
        number=parent.number,
        requester_id=parent.requester_id,
        source=parent.source,
        silent=True,
    )
    await uow.record(opened, actor)
    await uow.flush()
    return parent


async def _put_under(
    uow: UnitOfWork, actor: Actor, parent: Ticket, found: Sequence[Ticket]
) -> None:
    name = ref_of(uow, parent.number)
    for one in found:
        await check_teams(uow, one, parent)
    for one in found:
        one.alike = None
        await change(
            uow,
            actor,
            one,
            TicketGathered,
            more={"under": (None, name)},
            under=parent.id,
            gathered_into_id=parent.id,
            gathered_at=uow.now,
        )
    await _tell_parent(uow, actor, parent, found, gone=False)


async def _tell_parent(
    uow: UnitOfWork, actor: Actor, parent: Ticket, found: Sequence[Ticket], *, gone: bool
) -> None:
    if found:
        names = ", ".join(ref_of(uow, one.number) for one in found)
        pair = (names, None) if gone else (None, names)
        await change(uow, actor, parent, TicketGathering, more={"gathers": pair})
