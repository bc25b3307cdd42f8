"""Delivery marks: whether what staff wrote has reached the customer, in a sign and a word."""

from dataclasses import dataclass

from sqlalchemy import select

from core.conversation.audience import Audience
from core.conversation.models import Message, Place
from core.conversation.places import CUSTOMER
from core.database.unit_of_work import UnitOfWork
from core.events.models import Delivery

_SHOWN = {
    "dead": "🪦 not delivered",
    "unknown": "❔ outcome unknown",
    "checking": "❔ checking",
    "withheld": "❌ withheld",
    "failed": "⏳ queued, trying again",
    "queued": "⏳ queued",
    "sending": "⏳ queued",
    "sent": "📨 sent",
}
"""From the worst to the best: a message to several places shows the worst."""


@dataclass(frozen=True)
class Mark:
    """The mark of one message. ``stuck``: it needs a person."""

    shown: str
    stuck: bool = False


async def mark_of(uow: UnitOfWork, message: Message) -> Mark | None:
    """The mark; None when there is no place to deliver it to (the customer reads by API)."""
    if message.audience == Audience.INTERNAL.value:
        return await _note_mark(uow, message)
    rows = await uow.session.execute(
        select(Delivery.state, Delivery.error)
        .join(Place, Place.id == Delivery.place_id)
        .where(
            Delivery.message_id == message.id,
            Delivery.kind == "message",
            Place.role == CUSTOMER,
        )
    )
    states = {"failed" if s == "queued" and error else s for s, error in rows}
    for state, shown in _SHOWN.items():
        if state in states:
            return Mark(shown, stuck=state in {"dead", "unknown"})
    return None


async def _note_mark(uow: UnitOfWork, message: Message) -> Mark:
    """A note goes to staff alone; a place that others can see goes without it."""
    platforms = await uow.session.scalars(
        select(Delivery.platform).where(
            Delivery.message_id == message.id, Delivery.state == "withheld"
        )
    )
    missing = sorted({platform.capitalize() for platform in platforms})
    return Mark(f"❌ withheld from {' and '.join(missing)}" if missing else "🔒 note")
