"""What the customer is asked at the end, and what stands there afterwards."""

from datetime import datetime

from bot.cards import Button, Card, Fact, Tone
from core.surveys.rating import SCORES
from core.tickets.reading.views import TicketView

PRIVATE = "Only managers see your answer."


def question_card(ticket: TicketView) -> Card:
    """Five buttons, each with its number and its word."""
    buttons = tuple(
        Button(label=f"{score} {word}", says=f"resolve {ticket.ref} rating:{score}")
        for score, word in SCORES.items()
    )
    return Card(
        title="How was the support?",
        ref=ticket.ref,
        body=f"“{ticket.subject}” is solved. {PRIVATE}",
        buttons=buttons,
    )


def answered_card(ticket: TicketView, score: int | None) -> Card:
    """Thanks, with the score where nobody else reads it (None: others may read along)."""
    says = f"resolve {ticket.ref} rating:change"
    return Card(
        title=thanks(score) if score else "Thank you",
        ref=ticket.ref,
        body=PRIVATE,
        buttons=(
            Button(label="Change", says=says, opens_form=True),
            Button(label="Add a comment", says=says, opens_form=True),
        ),
        tone=Tone.GOOD,
    )


def thanks(score: int) -> str:
    """``Thank you: 4 of 5``."""
    return f"Thank you: {score} of 5"


def withdrawn_card(ticket: TicketView) -> Card:
    """No buttons any more: there is nothing to rate yet."""
    return Card(
        title="Not asked any more",
        ref=ticket.ref,
        body="This is open again. You will be asked when it is solved.",
    )


def closing_card(ticket: TicketView, closes_at: datetime) -> Card:
    """The word to the customer that the ticket will close by itself."""
    return Card(
        title="This closes by itself",
        ref=ticket.ref,
        body="It is marked as solved. Write here if it is not, and it stays open.",
        facts=(Fact(name="Closes", moment=closes_at),),
        buttons=(
            Button(label="Solved", says=f"resolve {ticket.ref}", style="primary"),
            Button(label="Reopen", says=f"reopen {ticket.ref}"),
        ),
    )
