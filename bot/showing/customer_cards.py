"""A ticket's card for its customer."""

from datetime import datetime

from bot.cards import Button, Card, Fact
from bot.showing.card_parts import field_facts
from bot.showing.relation_cards import customer_facts
from bot.showing.ticket_cards import BASE_TONES, status_badge
from core.sla.rules import Metric
from core.tickets.reading.views import TicketView
from core.tickets.rules import DONE, Base


def customer_card(ticket: TicketView, now: datetime, *, shared: bool = False) -> Card:
    """The customer's own card: number, state, when to expect an answer, what to do. What they
    filled into a form is theirs alone: not where the card is ``shared``."""
    if ticket.deleted_at is not None:
        return Card(title="Deleted", ref=ticket.ref, body="This ticket was deleted.")
    owner = ticket.assignee.name if ticket.assignee else ""
    facts = [Fact(name="Handled by", value=owner)] if owner else []
    facts += customer_facts(ticket) + ([] if shared else field_facts(ticket, staff=False))
    clock = ticket.clock(Metric.FIRST_RESPONSE)
    if clock and clock.met_at is None and clock.due_at and ticket.base not in DONE:
        facts.append(Fact(name="Expect an answer by", moment=clock.due_at))
    body = {
        "us": "We have it. Write here to add anything.",
        "customer": "We are waiting for you. Write here to answer.",
        "nobody": "This is marked as solved. Write here if it is not.",
    }[ticket.waiting_on]
    return Card(
        title=ticket.subject,
        ref=ticket.ref,
        badges=(status_badge(ticket),),
        body=body,
        facts=tuple(facts),
        buttons=_customer_buttons(ticket),
        tone=BASE_TONES[ticket.base],
    )


def _customer_buttons(ticket: TicketView) -> tuple[Button, ...]:
    """Where it is the customer's turn, their next act stands out."""
    solved = Button(label="Solved", says=f"resolve {ticket.ref}")
    again = Button(label="Reopen", says=f"reopen {ticket.ref}")
    if ticket.base is Base.CLOSED:
        return (again,)
    if ticket.base is Base.RESOLVED:
        return solved.model_copy(update={"style": "primary"}), again
    return (solved,)
