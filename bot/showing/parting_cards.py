"""Tickets that are taken apart, handed on or gathered, on cards and in words."""

from datetime import datetime
from typing import Any

from bot.cards import Badge, Button, Card, Fact, Option, Tone
from bot.showing.texts import cut
from core.events.models import EventRow
from core.tickets.reading.view_models import TicketView
from core.tickets.rules import DONE

MOST_NAMED = 10


def undo_split_button(ref: str) -> Button:
    """Puts a ticket that was split off back."""
    return Button(label="Undo split", says=f"merge {ref} split:none")


def undo_move_button(ref: str) -> Button:
    """Gives a ticket back to its former customer."""
    return Button(label="Undo move", says=f"merge {ref} customer:none")


def part_options(ticket: TicketView, refreshed: str) -> list[Option]:
    """Lines of the More menu, beside Merge into…"""
    if ticket.gathers_since is not None:
        return [Option(label="Dissolve", says=f"merge {ticket.ref} under:none")]
    options = [Option(label="Split…", says=f"merge {refreshed} split:ask")]
    if ticket.base not in DONE:
        options.append(Option(label="Other customer…", says=f"merge {refreshed} customer:ask"))
    if ticket.gathered_under:
        options.append(Option(label="Take out", says=f"merge {ticket.ref} under:none"))
    elif ticket.base not in DONE:
        options.append(Option(label="Gather…", says=f"merge {ticket.ref} under:ask"))
    return options


def part_badges(ticket: TicketView) -> list[Badge]:
    """What staff must see at a glance."""
    if ticket.answer_outdated_at is not None and ticket.base not in DONE:
        return [Badge(word="Edited after you answered", tone=Tone.WARNING)]
    return []


def part_facts(ticket: TicketView) -> list[Fact]:
    """The same in full, for staff."""
    found = []
    if ticket.split_from:
        found.append(Fact(name="Split from", value=ticket.split_from))
    if ticket.gathered_under:
        found.append(Fact(name="Gathered under", value=ticket.gathered_under))
    if ticket.gathers:
        found.append(Fact(name=f"Gathers {len(ticket.gathers)}", value=_named(ticket.gathers)))
    if ticket.alike and not ticket.gathered_under and ticket.base not in DONE:
        found.append(Fact(name="Asks the same as", value=_named(ticket.alike)))
    return found


def alike_buttons(ticket: TicketView) -> tuple[Button, ...]:
    """Where many seem to ask the same: gather them, after a look at the list."""
    if not ticket.alike or ticket.gathered_under or ticket.base in DONE:
        return ()
    return (Button(label="Gather…", says=f"merge {ticket.ref} under:ask", opens_form=True),)


def _named(refs: tuple[str, ...]) -> str:
    shown = ", ".join(refs[:MOST_NAMED])
    more = len(refs) - MOST_NAMED
    return f"{shown} and {more} more" if more > 0 else shown


def left_card(ref: str) -> Card:
    """In a place whose customer has the ticket no longer: nothing of whose it is now."""
    return Card(
        title="No longer here",
        ref=ref,
        body="Support goes on with this elsewhere. Write here and a ticket of your own begins.",
    )


LEFT = "This is no longer a ticket of yours. Write here and a new one begins."
BACK = "This is your ticket again. Write here to add anything."


def parted_in_words(event: EventRow, view: TicketView) -> str:
    """What was done, to follow a name; empty for other events."""
    changes: dict[str, Any] = event.data.get("changes", {})
    split, came_from = changes.get("split"), changes.get("split_from")
    gathered_before, gathered_after = changes.get("gathers", (None, None))
    under_before, under_after = changes.get("under", (None, None))
    return {
        "TicketSplit": f"split a part of this off: it goes on as **{(split or ('', ''))[1]}**",
        "TicketSplitOff": f"split this off **{(came_from or ('', ''))[1]}**",
        "TicketMoved": f"gave this to **{view.requester.name}**: what you reply goes there now",
        "TicketGathered": f"gathered this under **{under_after}**: what is said there is said "
        "here too",
        "TicketLetGo": f"took this out from under **{under_before}**: it goes on by itself",
        "TicketGathering": f"gathered **{gathered_after}** here"
        if gathered_after
        else f"let **{gathered_before}** go on by themselves",
    }.get(event.type, "")


def customers_part(event: EventRow, view: TicketView) -> str:
    """The same for the customer; empty for what is none of theirs."""
    if event.type == "TicketSplit":
        _, name = event.data["changes"]["split"]
        return f"A part of this goes on as **{name}**; the rest goes on here, as **{view.ref}**."
    return BACK if event.type == "TicketMoved" else ""


def split_label(author: str, body: str, at: datetime) -> str:
    """A message in a line of a closed list."""
    line = " ".join(body.split())
    return cut(f"{at:%d %b %H:%M} {author}: {line}", 75)
