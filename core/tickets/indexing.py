"""Keeps a ticket findable: its words are indexed in the transaction that changes them."""

from sqlalchemy import func, select

from core.access.actor import Actor
from core.database.search import as_config
from core.database.unit_of_work import UnitOfWork
from core.events.event import Event
from core.tickets.events import MessagePosted, TicketUpdated
from core.tickets.models import Ticket


async def index_ticket(uow: UnitOfWork, actor: Actor, event: Event) -> None:
    """Index the ticket's subject and messages anew, in the ticket's language."""
    if isinstance(event, TicketUpdated) and "subject" not in event.changes:
        return
    ticket = await uow.session.get(Ticket, event.ticket_id)
    assert ticket is not None
    if isinstance(event, MessagePosted) or uow.session.dirty:
        await uow.session.flush()
    await uow.session.execute(select(func.index_ticket(ticket.id, as_config(ticket.language))))
