"""The way from a ticket's card to the web chat, for customers where that may be offered."""

from bot.cards import Button, Card, Link
from core.tickets.entering import LASTS


def is_reachable(address: str) -> bool:
    """Whether customers may be led to us by a link that signs them in. An address of ours
    begins so only where the administrator has said it; on any other way others could read
    along."""
    return address.startswith("https://")


def entry_button(ref: str) -> Button:
    """Asks for the link; whoever presses is given their own, or nothing."""
    return Button(label="Open on the web", says=f"web {ref}")


def entry_card(ref: str, url: str) -> Card:
    """The link, for who asked for it."""
    minutes = int(LASTS.total_seconds() // 60)
    return Card(
        title="Open it on the web",
        ref=ref,
        body=f"This link signs you in. It works once, within {minutes} minutes. Give it to nobody.",
        links=(Link(label=f"Open {ref}", url=url),),
    )
