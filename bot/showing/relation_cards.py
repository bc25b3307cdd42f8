"""How tickets hang together, on cards: merged, snoozed, escalated, related."""

from collections.abc import Iterable
from datetime import datetime

from bot.cards import Badge, Button, Card, Fact, Option, Row, Text, Tone
from bot.showing.parting_cards import part_badges, part_facts, part_options
from core.conversation.models import Message
from core.tickets.collaboration.mentions import untold_of
from core.tickets.reading.views import TicketView
from core.tickets.relations.linking import Related
from core.tickets.rules import DONE, UNDO_WITHIN

_KINDS = {
    "related": "related",
    "duplicate_of": "this is a duplicate of it",
    "has_duplicate": "a duplicate of this",
    "follow_up_of": "this follows it",
    "has_follow_up": "follows this",
}


def relation_badges(ticket: TicketView) -> list[Badge]:
    """What staff must see at a glance."""
    found = []
    if ticket.escalated_at is not None and ticket.base not in DONE:
        found.append(Badge(word="Escalated", tone=Tone.DANGER))
    if ticket.snoozed_until is not None:
        found.append(Badge(word="Snoozed", tone=Tone.NEUTRAL))
    return found + part_badges(ticket)


def relation_facts(ticket: TicketView) -> list[Fact]:
    """The same in full, for staff. A snooze stops no target, and the card says so."""
    found = []
    if ticket.snoozed_until is not None:
        says = "targets go on counting; back"
        found.append(Fact(name="Snoozed", value=says, moment=ticket.snoozed_until))
    if ticket.merged:
        found.append(Fact(name="With", value=", ".join(ticket.merged)))
    return found + part_facts(ticket)


def customer_facts(ticket: TicketView) -> list[Fact]:
    """Under which number a customer's merged ticket goes on."""
    if not ticket.merged_into:
        return []
    return [Fact(name="Goes on as", value=ticket.merged_into)]


def undo_button(ref: str) -> Button:
    """Takes a ticket out of a merge."""
    return Button(label="Undo merge", says=f"merge {ref} into:none")


def merge_button(ref: str, into: str) -> Button:
    """Merges one ticket into another."""
    return Button(label="Merge", says=f"merge {ref} into:{into}")


def merged_card(ticket: TicketView, now: datetime) -> Card:
    """Where the card of a merged ticket stood: where it goes on, and the way back."""
    buttons = [Button(label=f"Show {ticket.merged_into}", says=f"show {ticket.merged_into}")]
    if ticket.merged_at is not None and now - ticket.merged_at <= UNDO_WITHIN:
        buttons.append(undo_button(ticket.ref))
    return Card(
        title=ticket.subject,
        ref=ticket.ref,
        badges=(Badge(word="Merged"),),
        body=f"This goes on in **{ticket.merged_into}**. What is said here is said there too.",
        facts=(Fact(name="Customer", value=ticket.requester.name),),
        buttons=tuple(buttons),
    )


def more_options(ticket: TicketView, refreshed: str, *, follows: bool | None) -> list[Option]:
    """Lines of the More menu. ``refreshed`` is the ticket with the revision that is seen;
    ``follows``: whether the reader does, where the card has one reader only."""
    options = []
    if ticket.base not in DONE:
        options.append(Option(label="Escalate…", says=f"escalate {refreshed}"))
        if ticket.snoozed_until is None:
            options.append(Option(label="Snooze…", says=f"snooze {refreshed}"))
        else:
            options.append(Option(label="Wake now", says=f"snooze {refreshed} until:now"))
    if ticket.gathers_since is None:
        options.append(Option(label="Merge into…", says=f"merge {refreshed}"))
    options += part_options(ticket, refreshed)
    if follows is not True:
        options.append(Option(label="Follow", says=f"set {ticket.ref} follow:on"))
    if follows is not False:
        options.append(Option(label="Unfollow", says=f"set {ticket.ref} follow:off"))
    return options


def related_rows(ticket: TicketView, found: Iterable[Related]) -> tuple[Row, ...]:
    """The tickets linked to this one, each with its status and a way to merge it."""
    return tuple(_related_row(ticket, other) for other in found)


def _related_row(ticket: TicketView, other: Related) -> Row:
    buttons = [Button(label="Show", says=f"show {other.ref}")]
    if ticket.base not in DONE:
        buttons.append(merge_button(other.ref, ticket.ref))
    return Row(
        title=f"{other.ref} {other.subject}",
        detail=_KINDS[other.kind],
        badges=(Badge(word=other.status),),
        buttons=tuple(buttons),
    )


def untold_text(message: Message) -> Text | None:
    """For the author of a note: who was named in it and not told, and why."""
    untold = untold_of(message)
    return Text(text="\n".join(untold)) if untold else None
