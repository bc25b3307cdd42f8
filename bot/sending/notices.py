"""Direct messages to staff about a ticket: what happened, in a sentence above its card."""

from uuid import UUID

from bot.cards import Card, Link
from bot.showing.phrasing import notice_line, reason_of
from bot.showing.texts import beginning
from bot.showing.ticket_cards import staff_card
from core.conversation.models import Message
from core.database.unit_of_work import UnitOfWork
from core.events.models import EventRow
from core.tickets.events import (
    MessagePosted,
    PeopleMentioned,
    TicketEscalated,
    TicketResolved,
    TicketWoken,
)
from core.tickets.reading.views import TicketView

BEGINNING = 280
"""Characters of a message that a notice quotes."""


async def notice_card(
    uow: UnitOfWork, event: EventRow, name: str, view: TicketView, viewer: str, address: str
) -> Card:
    """The ticket's card with what happened, the words that it is about, and a link."""
    said = await _said(uow, event)
    reason = await reason_of(uow, event)
    body = f"{_sentence(event, name, view, viewer)} {reason}".strip()
    card = staff_card(view, uow.now)
    values = {"body": body, "links": (*card.links, link_to(view, address))}
    return card.model_copy(update=values | ({"quote": said} if said else {}))


def link_to(view: TicketView, address: str) -> Link:
    """The ticket's own address; a browser opens it on the desk's page."""
    return Link(label=f"Open {view.ref}", url=f"{address}/chat/tickets/{view.number}")


async def _said(uow: UnitOfWork, event: EventRow) -> str:
    """The beginning of the message that it is about, if it is about one."""
    if not event.data.get("message_id"):
        return ""
    message = await uow.session.get(Message, UUID(event.data["message_id"]))
    body = message.body if message is not None and message.deleted_at is None else ""
    return beginning(body, BEGINNING)


def _sentence(event: EventRow, name: str, view: TicketView, viewer: str) -> str:
    ref = view.ref
    if event.type == PeopleMentioned.type:
        return f"{name} mentioned you in a note on {ref}. You follow it now."
    if event.type == MessagePosted.type:
        return f"{name} wrote on {ref}, which you follow."
    if event.type == TicketResolved.type:
        return f"{name} resolved {ref}, which you follow."
    if event.type == TicketWoken.type:
        why = "its time has come" if event.data["method"] == "time" else f"{name} wrote"
        return f"{ref} is back from its snooze: {why}."
    if event.type == TicketEscalated.type and event.data["by"] == "customer":
        return f"{name} asks for another look at {ref}."
    if event.type == TicketEscalated.type:
        return _escalated(event, name, view, viewer)
    return notice_line(event, name, view, viewer)


def _escalated(event: EventRow, name: str, view: TicketView, viewer: str) -> str:
    before, after = event.data["changes"].get("assignee_id", (None, None))
    if viewer == after:
        return f"{name} escalated {view.ref} to you."
    if viewer != before:
        return f"{name} escalated {view.ref}, which is yours."
    to = view.assignee or view.team
    return f"{name} escalated {view.ref} and gave it to {to.name if to else 'nobody'}."
