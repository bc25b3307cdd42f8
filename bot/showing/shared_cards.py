"""The ticket's card where others read along: one message that stands there, with a warning."""

from datetime import datetime

from bot.cards import Button, Card
from bot.showing.customer_cards import customer_card
from core.tickets.reading.views import TicketView
from core.tickets.rules import DONE

WARNING = "Everybody here can read this. Never post secrets, such as a PIN or a key."


def shared_card(ticket: TicketView, now: datetime) -> Card:
    """The customer's card, with the way to say more and the way out of the public."""
    card = customer_card(ticket, now, shared=True)
    if ticket.deleted_at is not None:
        return card
    further = (
        Button(label="Add details", says=f"reply {ticket.ref}", opens_form=True),
        Button(label="Make private", says=f"private {ticket.ref}"),
    )
    buttons = (*(() if ticket.base in DONE else further), *card.buttons)
    help_ = Button(label="Help", says="help")
    return card.model_copy(update={"buttons": (*buttons, help_), "footer": WARNING})


def private_card(ticket: TicketView) -> Card:
    """What is left of the card in a place that the ticket has left."""
    body = "This goes on in private, between the customer and support."
    return Card(title=f"{ticket.ref} is private", ref=ticket.ref, body=body)


def withdrawn_card(ref: str) -> Card:
    """What is left of the card where colleagues read from whom a private team keeps it now."""
    body = "A private team has this now: it goes on in that team's own channel."
    return Card(title=f"{ref} is no longer here", ref=ref, body=body)
