"""The button that opens a form where none opened by itself: a mention, for one, opens none."""

from bot.cards import Button


def form_offer(says: str) -> Button:
    """The button for the form of that command."""
    return Button(label="Fill in a form", says=says, opens_form=True)
