"""Keeps a ticket findable: its words are indexed in the transaction that changes them."""

from sqlalchemy import text

from core.access.actor import Actor
from core.database.search import configuration
from core.database.unit_of_work import UnitOfWork
from core.events.event import Event
from core.tickets.events import TicketUpdated
from core.tickets.models import Ticket

_INDEX = text("SELECT index_ticket(:ticket, CAST(:config AS regconfig))")


async def index_ticket(uow: UnitOfWork, actor: Actor, event: Event) -> None:
    """Index the ticket's subject and messages anew, in the ticket's language."""
    if isinstance(event, TicketUpdated) and "subject" not in event.changes:
        return
    ticket = await uow.session.get(Ticket, event.ticket_id)
    assert ticket is not None
    await uow.flush()
    values = {"ticket": ticket.id, "config": configuration(ticket.language)}
    await uow.session.execute(_INDEX, values)
