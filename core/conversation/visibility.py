"""The filter of every read: which messages an actor may see."""

from sqlalchemy import ColumnElement, true

from core.access.actor import Actor
from core.conversation.audience import Audience
from core.conversation.models import Message


def visible_messages(actor: Actor) -> ColumnElement[bool]:
    """Customers see what was said publicly; staff see notes too."""
    if actor.is_staff:
        return true()
    return Message.audience == Audience.PUBLIC.value
