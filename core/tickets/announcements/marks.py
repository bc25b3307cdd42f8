"""Delivery marks: whether what staff wrote has reached the customer, in a sign and a word."""

from dataclasses import dataclass

from sqlalchemy import select

from core.conversation.audience import Audience
from core.conversation.copies import with_copies
from core.conversation.models import Message, Place
from core.conversation.places import CUSTOMER
from core.database.unit_of_work import UnitOfWork
from core.events.models import Delivery
from core.tickets.held.held_models import HeldReply
from core.tickets.sending import sent_as

_SHOWN = {
    "dead": "🪦 not delivered",
    "unknown": "❔ outcome unknown",
    "checking": "❔ checking",
    "withheld": "❌ withheld",
    "failed": "❌ failed, trying again",
    "queued": "⏳ queued",
    "sending": "⏳ queued",
    "sent": "📨 sent",
}
"""From the worst to the best: a message to several places shows the worst."""


SIGNS = {
    "🔒": "note",
    "⏳": "waiting",
    "📨": "sent",
    "❌": "failed",
    "❔": "unknown",
    "🪦": "dead",
}
"""The names of the signs, for platforms on which a mark has no words."""


@dataclass(frozen=True)
class Mark:
    """The mark of one message. ``stuck``: it needs a person; ``failing``: one may hurry it."""

    shown: str
    stuck: bool = False
    failing: bool = False

    @property
    def sign(self) -> str:
        """The name of its sign, one of :data:`SIGNS`."""
        return SIGNS[self.shown[0]]


async def mark_of(uow: UnitOfWork, message: Message) -> Mark | None:
    """The mark; None when there is no place to deliver it to (the customer reads by API). What
    was said to many customers shows the worst of all of them."""
    if message.audience == Audience.INTERNAL.value:
        return await _note_mark(uow, message)
    rows = await uow.session.execute(
        select(Delivery.state, Delivery.error)
        .join(Place, Place.id == Delivery.place_id)
        .where(
            Delivery.message_id.in_(with_copies(message.id)),
            Delivery.kind == "message",
            Place.role == CUSTOMER,
        )
    )
    states = {"failed" if s == "queued" and error else s for s, error in rows}
    for state, shown in _SHOWN.items():
        if state in states:
            stuck = state in {"dead", "unknown"}
            return Mark(shown, stuck=stuck, failing=state == "failed")
    return None


async def sign_of(uow: UnitOfWork, note: Message) -> str:
    """The sign of a note as its author typed it: of the reply that it became, if it did."""
    reply_id = sent_as(note)
    if reply_id is not None:
        reply = await uow.session.get(Message, reply_id)
        mark = await mark_of(uow, reply) if reply else None
        return mark.sign if mark else "sent"
    waits = await uow.session.scalar(
        select(HeldReply.id).where(HeldReply.note_id == note.id, HeldReply.state == "waiting")
    )
    return "waiting" if waits else (await _note_mark(uow, note)).sign


async def _note_mark(uow: UnitOfWork, message: Message) -> Mark:
    """A note goes to staff alone; a place that others can see goes without it."""
    platforms = await uow.session.scalars(
        select(Delivery.platform).where(
            Delivery.message_id == message.id,
            # A change that cannot be made where the author's own words stand is told there.
            Delivery.kind == "message",
            Delivery.state == "withheld",
        )
    )
    missing = sorted({platform.capitalize() for platform in platforms})
    if missing:
        return Mark(f"❌ withheld from {' and '.join(missing)}")
    # The reply's own line tells how its delivery goes.
    return Mark("📨 sent to the customer" if sent_as(message) else "🔒 note")
