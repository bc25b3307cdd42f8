"""Keeps a ticket findable: its words are indexed in the transaction that changes them.

Its meaning takes longer to find: what changes it only marks it, and a job follows.
"""

from sqlalchemy import bindparam, text, update

from core.access.actor import Actor
from core.database.rows import insert_rows
from core.database.search import configuration
from core.database.unit_of_work import UnitOfWork
from core.events.event import Event
from core.tickets.configuration.fields import HISTORY
from core.tickets.events import TicketOpened, TicketUpdated
from core.tickets.models import Ticket
from core.tickets.reading.vector_models import TicketVector
from core.tickets.relations.group import above

_MERGED = text("SELECT index_merged(:ticket)")
_INDEX = text("SELECT index_ticket(:ticket, CAST(:config AS regconfig))")
_VECTORS = insert_rows(TicketVector, "ticket_vectors")
_MARK = (
    update(TicketVector)
    .where(TicketVector.ticket_id == bindparam("marked"))
    .values(stale=True, changed_at=bindparam("marked_at"))
)


async def index_ticket(uow: UnitOfWork, actor: Actor, event: Event) -> None:
    """Index the ticket's subject and messages anew, in the ticket's language."""
    if isinstance(event, TicketUpdated) and not any(_is_sought(name) for name in event.changes):
        return
    ticket = await uow.session.get(Ticket, event.ticket_id)
    assert ticket is not None
    await uow.flush()
    # Where a ticket goes on, its words are found as well.
    for one in (ticket, *await above(uow, ticket)):
        values = {"ticket": one.id, "config": configuration(one.language)}
        await uow.session.execute(_INDEX, values)
        if one.joined_at is not None:
            await uow.session.execute(_MERGED, {"ticket": one.id})


def _is_sought(field: str) -> bool:
    """Whether a ticket is found by what stands in that field."""
    return field == "subject" or field.startswith(HISTORY)


async def mark_meaning(uow: UnitOfWork, actor: Actor, event: Event) -> None:
    """The ticket waits for the vector of what it says now."""
    assert event.ticket_id is not None
    if isinstance(event, TicketOpened):
        row = {
            "organisation_id": uow.organisation_id,
            "ticket_id": event.ticket_id,
            "stale": True,
            "changed_at": uow.now,
        }
        uow.writes.add_rows(_VECTORS, [row])
    elif not isinstance(event, TicketUpdated) or "subject" in event.changes:
        await uow.session.execute(_MARK, {"marked": event.ticket_id, "marked_at": uow.now})
