"""Giving a ticket to another customer, and undoing it. Who reads what then is said in
:mod:`core.tickets.relations.turns`."""

from uuid import UUID

from sqlalchemy import select

from core.access.actor import Actor
from core.access.permissions import Permission
from core.database.unit_of_work import UnitOfWork
from core.errors import Invalid
from core.ids import new_id
from core.tickets.changing import change, take
from core.tickets.configuration.catalogue import catalogue
from core.tickets.configuration.customers import to_customer
from core.tickets.models import Ticket
from core.tickets.reading.queries import ref_of
from core.tickets.relations.merging import check_plain
from core.tickets.relations.relation_events import TicketMoved
from core.tickets.relations.relation_models import TicketMove
from core.tickets.rules import DONE, SUBJECT_LENGTH, UNDO_WITHIN, Impossible


async def move(
    uow: UnitOfWork,
    actor: Actor,
    number: int,
    customer: str,
    subject: str,
    *,
    seen: int | None = None,
) -> Ticket:
    """From now on the ticket is that customer's (a name or an address), under that subject.

    The former customer neither sees it any more nor hears of it; the new one reads what is
    said from now on. The subject must be said again because the old one may be made of the
    former customer's words. Moved to whom it belongs already, nothing changes. Raises
    :class:`Invalid` (``customer``, ``subject``), :class:`Impossible` for one that has ended,
    and ``Stale``.
    """
    ticket = await take(uow, actor, number, Permission.MERGE, seen)
    check_plain(uow, ticket)
    to = await to_customer(uow, actor, customer)
    if to == ticket.requester_id:
        return ticket
    line = subject.replace("\x00", "").strip()
    if not line or len(line) > SUBJECT_LENGTH:
        problem = "say the subject under which the new customer sees it, in a line"
        raise Invalid(field="subject", problem=problem)
    if (await catalogue(uow)).base(ticket.status_id) in DONE:
        raise Impossible(ref=ref_of(uow, ticket.number), state="solved", hint="reopen it first.")
    await _hand_over(uow, actor, ticket, to, line)
    return ticket


async def unmove(uow: UnitOfWork, actor: Actor, number: int) -> Ticket:
    """Undo a move: the ticket is its former customer's again, who reads nothing of what was
    said between. Possible for 24 hours.

    Raises :class:`Impossible` when it was not moved, or later than that.
    """
    ticket = await take(uow, actor, number, Permission.MERGE)
    last = await _last_move(uow, ticket)
    ref = ref_of(uow, ticket.number)
    if last is None or last.undoes:
        raise Impossible(ref=ref, state="not moved", hint="there is nothing to undo.")
    if uow.now - last.at > UNDO_WITHIN:
        hint = f"undoing it is possible for {UNDO_WITHIN.days * 24} hours."
        raise Impossible(ref=ref, state="moved for good", hint=hint)
    await _hand_over(uow, actor, ticket, last.from_id, last.subject, undoes=True)
    return ticket


async def _last_move(uow: UnitOfWork, ticket: Ticket) -> TicketMove | None:
    query = select(TicketMove).where(TicketMove.ticket_id == ticket.id)
    found: TicketMove | None = await uow.session.scalar(
        query.order_by(TicketMove.at.desc(), TicketMove.id.desc()).limit(1)
    )
    return found


async def _hand_over(
    uow: UnitOfWork, actor: Actor, ticket: Ticket, to: UUID, subject: str, *, undoes: bool = False
) -> None:
    before = {"from_id": ticket.requester_id, "subject": ticket.subject}
    _keep(uow, ticket.id, {**before, "to_id": to, "at": uow.now, "undoes": undoes})
    await uow.session.flush()
    await change(
        uow,
        actor,
        ticket,
        TicketMoved,
        requester_id=to,
        subject=subject,
        moved_at=uow.now,
        undoes=undoes,
    )


def _keep(uow: UnitOfWork, ticket_id: UUID, values: dict[str, object]) -> None:
    owned = {"id": new_id(), "organisation_id": uow.organisation_id, "ticket_id": ticket_id}
    uow.session.add(TicketMove(**owned, **values))


async def copy_moves(uow: UnitOfWork, ticket: Ticket, fresh: Ticket) -> None:
    """What a ticket takes over from another was said to that one's customers of then."""
    if ticket.moved_at is None:
        return
    rows = await uow.session.scalars(select(TicketMove).where(TicketMove.ticket_id == ticket.id))
    for row in rows.all():
        same = {name: getattr(row, name) for name in ("from_id", "to_id", "at", "subject")}
        # There is nothing to undo on the fresh one: it never was anybody else's.
        _keep(uow, fresh.id, {**same, "undoes": True})
    await uow.session.flush()
