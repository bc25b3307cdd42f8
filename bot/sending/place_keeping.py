"""What we keep of a customer's thread itself: our one standing message pinned, its state shown.

Both follow the card, so ten changes are one repaint of either.
"""

from dataclasses import replace

from sqlalchemy import select

from bot.ports_places import Able, Pins, PlaceState, ShowsState, Turn
from bot.sending.parcels import Parcel, Undeliverable, build_parcel
from core.conversation.audience import Audience
from core.conversation.models import Place
from core.conversation.places import CUSTOMER, address
from core.conversation.refs import CARD, forget_ref, keep_ref, ref_of
from core.database.unit_of_work import UnitOfWork
from core.events.deliveries import owe, owe_all
from core.events.models import Delivery
from core.tickets.reading.views import TicketView, view_for_card
from core.tickets.rules import DONE, Base

PIN, STATE = "pin", "state"
"""Kinds of deliveries; under the name of the latter it is kept what a place shows."""
_BETWEEN = " / "


async def owe_keeping(uow: UnitOfWork, parcel: Parcel, able: Able) -> None:
    """Something was said in a thread, or its card was painted: what the thread owes to that.

    A direct message is nobody's thread: there is nothing to keep in order.
    """
    place = parcel.place
    if place.role != CUSTOMER or place.left_at is not None or parcel.spot.thread is None:
        return
    card = parcel.kind == CARD
    owed = []
    if able.pins and card and parcel.act == "post":
        owed.append(owe(uow, address(place), PIN, ticket_id=place.ticket_id))
    shows = able.states and (card or parcel.is_post)
    if shows and not await _is_on_its_way(uow, place):
        owed.append(owe(uow, address(place), STATE, ticket_id=place.ticket_id))
    owe_all(uow, owed)


async def _is_on_its_way(uow: UnitOfWork, place: Place) -> bool:
    """Whether the place is about to show the latest state anyway."""
    waits = select(Delivery.id).where(
        Delivery.place_id == place.id, Delivery.kind == STATE, Delivery.state == "queued"
    )
    return await uow.session.scalar(waits.limit(1)) is not None


async def render_pin(uow: UnitOfWork, delivery: Delivery) -> Parcel:
    """The parcel that pins the card where it stands."""
    place = await uow.session.get(Place, delivery.place_id)
    ref = await ref_of(uow, place.id, CARD) if place else None
    if place is None or ref is None:
        raise Undeliverable("the card is gone")
    return build_parcel(delivery, place, Audience.PUBLIC, None, PIN, ref)


async def set_pin(platform: object, parcel: Parcel) -> None:
    """Let the platform pin it."""
    if isinstance(platform, Pins) and parcel.ref:
        await platform.pin(parcel.spot, parcel.ref)


async def render_state(uow: UnitOfWork, delivery: Delivery) -> Parcel:
    """The parcel of what the place is to show. Raises :class:`Undeliverable` if it does."""
    place = await uow.session.get(Place, delivery.place_id)
    view = await view_for_card(uow, place.ticket_id) if place and place.ticket_id else None
    if place is None or view is None:
        raise Undeliverable("the ticket is gone")
    state = to_state(view)
    # Whatever is said in a place that was put away brings it back: it is put away again.
    shown = await ref_of(uow, place.id, STATE) or ""
    if not state.put_away and _in_words(state) == shown:
        raise Undeliverable("it shows that already")
    state = replace(state, before=tuple(shown.split(_BETWEEN)[1:]))
    return replace(build_parcel(delivery, place, Audience.PUBLIC, None, STATE, None), state=state)


def to_state(view: TicketView) -> PlaceState:
    """How a ticket stands, as its place shows it."""
    turn = Turn.ON_US
    if view.base in DONE or view.deleted_at is not None:
        turn = Turn.SOLVED
    elif view.waiting_on == "customer":
        turn = Turn.ON_YOU
    elif view.base is Base.NEW:
        turn = Turn.OPEN
    return PlaceState(turn, tuple(view.category))


def _in_words(state: PlaceState) -> str:
    return _BETWEEN.join((state.turn.value, *state.category))


async def set_state(platform: object, parcel: Parcel) -> None:
    """Let the place show it."""
    if isinstance(platform, ShowsState) and parcel.state is not None:
        await platform.show_state(parcel.spot, parcel.state)


async def remember_state(uow: UnitOfWork, parcel: Parcel) -> None:
    """From now on the place shows this."""
    if parcel.act != STATE or parcel.state is None:
        return
    before = await ref_of(uow, parcel.place.id, STATE)
    if before is not None:
        await forget_ref(uow, parcel.place.id, before)
    await keep_ref(uow, parcel.place.id, STATE, _in_words(parcel.state))
