"""Shortcuts that a platform shows in its own menus: each is a typed command, like a button."""

from dataclasses import dataclass

FROM_MESSAGE = "from-message"
"""The option of ``new`` that names the message it is about: ``this`` is the one chosen."""
PRIVATELY = "private"
"""The option of ``new`` by which the ticket goes on in private from the start."""


@dataclass(frozen=True)
class Shortcut:
    """One entry of a platform's menus; ``on_message``: of the menu of each message.

    ``prefills``: the message's words and its author are what the form begins with.
    """

    id: str
    label: str
    description: str
    says: str
    on_message: bool = False
    prefills: bool = False


SHORTCUTS = (
    Shortcut("new_ticket", "New ticket", "Open a ticket from anywhere", "new"),
    Shortcut(
        "create_ticket",
        "Create ticket",
        "Open a ticket from this message",
        f"new {FROM_MESSAGE}:this",
        on_message=True,
        prefills=True,
    ),
    Shortcut(
        "split_here",
        "Split from here",
        "From this message on it is a ticket of its own",
        "merge split:this",
        on_message=True,
    ),
    Shortcut(
        "send_to_customer",
        "Send to customer",
        "Send your own note as a reply",
        "reply note-id:this",
        on_message=True,
    ),
)
