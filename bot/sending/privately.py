"""What one person reads of something that goes on: it is rendered as it stands when it is sent."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from uuid import UUID

from bot.cards import Card, Text
from bot.sending.parcels import Undeliverable
from bot.sending.private_places import BEGUN, begun_content
from bot.showing.held_cards import held_content, nudge_text
from core.conversation.models import Draft, Message, Place
from core.conversation.refs import ref_of
from core.database.unit_of_work import UnitOfWork
from core.events.models import Delivery
from core.people.models import Person
from core.tickets.held import held_sending, looking_answered
from core.tickets.held.held_models import HeldReply
from core.tickets.models import Ticket
from core.tickets.reading import queries


@dataclass(frozen=True)
class Privately:
    """What is said, its name in the place, its id there if it stands already, and whether
    it may only be edited (``update``) or is said anew where that cannot be (``answer``)."""

    content: Text | Card
    act: str = "answer"
    ref: str | None = None
    name: str | None = None


async def render_private(uow: UnitOfWork, delivery: Delivery, place: Place) -> Privately:
    """What this delivery says now. Raises :class:`Undeliverable`."""
    return await PRIVATE[delivery.kind](uow, delivery, place)


async def _held(uow: UnitOfWork, delivery: Delivery, place: Place) -> Privately:
    content = delivery.content or {}
    held = await uow.session.get(HeldReply, UUID(content["held"]))
    ticket = await uow.session.get(Ticket, held.ticket_id) if held else None
    if held is None or ticket is None:
        raise Undeliverable("the reply is gone")
    name = f"held:{held.id}"
    ref = await ref_of(uow, place.id, name)
    quietly = bool(content.get("quietly")) or held.state == held_sending.SENT
    if quietly and ref is None:
        raise Undeliverable("there is nothing to change")
    customer = await uow.session.get(Person, ticket.requester_id)
    draft = await uow.session.get(Draft, held.draft_id) if held.draft_id else None
    said = held_content(
        held,
        customer.name if customer else "the customer",
        queries.ref_of(uow, held.number),
        draft.values.get("text", "") if draft else "",
        uow.now,
    )
    return Privately(said, "update" if quietly else "answer", ref, name)


async def _nudge(uow: UnitOfWork, delivery: Delivery, place: Place) -> Privately:
    note = await uow.session.get(Message, UUID((delivery.content or {})["note"]))
    if note is None or note.deleted_at is not None:
        raise Undeliverable("the note is gone")
    return Privately(nudge_text(note.id))


async def _begun(uow: UnitOfWork, delivery: Delivery, place: Place) -> Privately:
    content = delivery.content or {}
    own = await uow.session.get(Place, UUID(content["place"]))
    if own is None:
        raise Undeliverable("the place is gone")
    name = f"{BEGUN}:{own.id}"
    said = await begun_content(uow, own, content)
    return Privately(said, "answer", await ref_of(uow, place.id, name), name)


PRIVATE: dict[str, Callable[[UnitOfWork, Delivery, Place], Awaitable[Privately]]] = {
    held_sending.DELIVERY: _held,
    looking_answered.DELIVERY: _nudge,
    BEGUN: _begun,
}
