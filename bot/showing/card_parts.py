"""Parts of a ticket's card that are the same for staff and customers, or stand by themselves."""

import re
from collections.abc import Sequence

from bot.cards import Button, Fact, Option
from core.tickets.reading.views import TicketView

_SOURCES = {"web": "web chat", "api": "REST", "cli": "command line", "phone": "phone"}
_SOURCES |= {name: name for name in ("email", "chat", "import")}


def source_name(source: str) -> str:
    """A door in a word: ``web chat`` for ``web``; a platform by its name."""
    return _SOURCES.get(source) or source.capitalize()


def field_facts(ticket: TicketView, *, staff: bool) -> list[Fact]:
    """The custom fields that are filled in; customers see those that are theirs to fill in."""
    return [
        Fact(name=field.label, value=field.shown)
        for field in ticket.fields
        if staff or not field.staff_only
    ]


def reading_options(ticket: TicketView) -> list[Option]:
    """Lines of the More menu that show something and change nothing."""
    return [
        Option(label="Messages", says=f"show {ticket.ref} view:messages"),
        Option(label="Customer", says=f"show {ticket.ref} view:customer"),
        Option(label="History", says=f"show {ticket.ref} view:history"),
        Option(label="Targets", says=f"sla {ticket.ref} why"),
    ]


def form_offer(says: str) -> Button:
    """The button for the form of that command, where none opened by itself: as in a mention."""
    return Button(label="Fill in a form", says=says, opens_form=True)


def who_replies(names: Sequence[str]) -> str:
    """``Mia and Sam are replying``, as far as it goes; nothing of nobody."""
    verb = "is" if len(names) == 1 else "are"
    return f"{' and '.join(names)} {verb} replying" if names else ""


def says_the_same(one: str, other: str) -> bool:
    """Whether two texts differ in nothing but signs: a quote need not repeat the title."""
    words, others = (re.findall(r"\w+", text.casefold()) for text in (one, other))
    return words == others
