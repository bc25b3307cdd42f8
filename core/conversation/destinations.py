"""Which place gets what: asked when something leaves, whatever was owed before.

* Where staff talk among themselves, everything is said.
* A customer's place gets what is public, whether others read along there or not.
* A place that its ticket has left (it was made private) gets nothing new. It says where the
  ticket goes on, it is shut, and what its author takes back is taken away there as well.
* A private place gets nothing before the platform has opened it.
* Under the card of a channel that subscribed, nothing is said.

Who can see a place *now* is another question, which the gate asks (:mod:`core.conversation.gate`).
"""

from core.conversation.models import Place
from core.conversation.places import MIRROR

CARD, SAY, REMOVE, TAKEN_BACK, OPEN, SHUT = "card", "say", "remove", "taken_back", "open", "shut"
REACTIONS = "reactions"
"""Kinds of deliveries that are told apart here."""

FAREWELL = frozenset({CARD, SAY, REMOVE, TAKEN_BACK, SHUT, REACTIONS})
"""What may still happen in a place that its ticket has left. Its card says that it did; a line
that tells reactions goes with the message that it names, and says nothing new."""

TAKING_AWAY = frozenset({REMOVE, TAKEN_BACK})
"""What says nothing: it is done wherever the message stands, whoever reads there."""


def why_not(place: Place, kind: str) -> str | None:
    """Why that kind of delivery has no business in that place any more, or not yet."""
    if place.left_at is not None and kind not in FAREWELL:
        return "the ticket has left this place for a private one"
    if kind == SHUT and place.left_at is None:
        return "the ticket goes on here"
    if not place.channel and kind != OPEN:
        return "this place has not been opened"
    if place.role == MIRROR and kind != CARD:
        return "only the card stands here"
    return None
