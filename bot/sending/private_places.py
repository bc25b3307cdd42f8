"""Opening a private place instead of one that others read, and shutting that one; or for a
ticket that is to go on in private from the start.

Opening is an act on the platform, so it is a delivery: nothing goes to the new place before
it is there. Who can be given no private thread is reached directly; who can be reached in
no way on that platform goes on in the web chat.
"""

from dataclasses import replace
from typing import Any
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import select

from bot.cards import Card, Link, Text, Tone, content_json
from bot.incoming import Spot
from bot.ports import Refused
from bot.ports_places import OpensPrivateThreads, ShutsPlaces
from bot.sending.parcels import Parcel, Undeliverable, build_parcel
from core.conversation.audience import Audience
from core.conversation.destinations import CARD, OPEN, SHUT, TAKING_AWAY, why_not
from core.conversation.mapping import SUPPORT
from core.conversation.models import Message, Place
from core.conversation.places import EPHEMERAL, INTERNAL, MIRROR, address, role_at
from core.database.unit_of_work import UnitOfWork
from core.events.deliveries import owe, owe_all
from core.events.models import Delivery
from core.people.models import Identity
from core.tickets.announcements.serving import reads_an_outsider
from core.tickets.announcements.telling import NOTICE, staff_who_may_see
from core.tickets.models import Ticket
from core.tickets.reading.queries import ref_of

BEGUN = "begun"
"""The private answer that tells where a ticket goes on which was opened in private."""
TITLE = 90
"""Characters of a thread's name: fewer than any platform takes."""


class Opened(BaseModel):
    """A private thread, as :func:`remember_place` takes it."""

    spot: Spot
    address: str | None = None


async def keep_out(uow: UnitOfWork, delivery: Delivery) -> None:
    """Let the delivery through, or raise :class:`Undeliverable` where it has no business."""
    place = await uow.session.get(Place, delivery.place_id)
    if place is None:
        return
    reason = why_not(place, delivery.kind)
    told = delivery.kind in {*TAKING_AWAY, CARD}
    if reason is None and not told and await _reads_an_outsider(uow, delivery, place):
        reason = "a private team has the ticket now"
    staffs = place.role in {INTERNAL, MIRROR} and delivery.kind not in TAKING_AWAY
    where = (place.platform, place.workspace, place.channel)
    if reason is None and staffs and await role_at(uow, *where) == SUPPORT:
        reason = "customers are served there"
    about = delivery.ticket_id if delivery.kind == NOTICE else None
    if reason is None and about and not await may_be_told(uow, place, about):
        reason = "who would be told may not open the ticket"
    if reason is not None:
        raise Undeliverable(reason)


async def _reads_an_outsider(uow: UnitOfWork, delivery: Delivery, place: Place) -> bool:
    """Whether a private team has the ticket of that place, or the one whose message is told there:
    that was split off since, or is no longer merged with it."""
    message_id = delivery.message_id or (delivery.content or {}).get("message")
    message = await uow.session.get(Message, UUID(str(message_id))) if message_id else None
    tickets = {place.ticket_id, message.home_id if message else place.ticket_id}
    return any([await reads_an_outsider(uow, place, one) for one in tickets])


async def may_be_told(uow: UnitOfWork, place: Place, ticket_id: UUID) -> bool:
    """Whether whoever is told directly there may open the ticket now: it may have come to a
    private team, or they may have left that. What staff read together is asked elsewhere."""
    if place.person_id is None:
        return True
    ticket = await uow.session.get_one(Ticket, ticket_id)
    return bool(await staff_who_may_see(uow, ticket, [place.person_id]))


async def render_open(uow: UnitOfWork, delivery: Delivery) -> Parcel:
    """What it takes to open the place. Raises :class:`Undeliverable` if it is open."""
    place = await uow.session.get(Place, delivery.place_id)
    ticket = await uow.session.get(Ticket, delivery.ticket_id)
    old = await uow.session.get(Place, place.instead_of) if place and place.instead_of else None
    if place is None or old is None or ticket is None or place.left_at is not None:
        raise Undeliverable("the place is gone")
    if place.channel:
        raise Undeliverable("it is open already")
    account = await _account(uow, place)
    title = f"{ref_of(uow, ticket.number)} {ticket.subject}"[:TITLE]
    parcel = build_parcel(delivery, old, Audience.PUBLIC, None, OPEN, None)
    name = account.external_id if account else None
    return replace(parcel, place=place, viewer=name, name=title)


async def open_place(platform: object, parcel: Parcel) -> str | None:
    """The private thread, as :func:`remember_place` takes it; None where there can be none."""
    if not isinstance(platform, OpensPrivateThreads) or not parcel.viewer or not parcel.name:
        return None
    try:
        spot = await platform.open_private_thread(
            parcel.spot, parcel.name, parcel.viewer, delivery=parcel.delivery_id
        )
    except Refused:
        return None
    return Opened(spot=spot, address=platform.thread_address(spot)).model_dump_json()


async def remember_place(uow: UnitOfWork, delivery: Delivery, opened: str | None) -> None:
    """The private place is there, or the customer is reached directly instead; the old place
    says so, and is shut."""
    place = await uow.session.get(Place, delivery.place_id, with_for_update=True)
    if place is None or place.channel:
        return
    account = await _account(uow, place)
    address_of_it = None
    if opened is not None:
        there = Opened.model_validate_json(opened)
        place.channel, place.thread = there.spot.channel, there.spot.thread
        address_of_it = there.address
    elif account is not None:
        place.channel = account.direct
    else:
        place.left_at = uow.now
    await uow.session.flush()
    await _take_leave(uow, place)
    await _tell_where(uow, place, address_of_it)


async def _take_leave(uow: UnitOfWork, place: Place) -> None:
    """The last words in each place that the ticket has left there, and the end of it."""
    number = await uow.session.scalar(select(Ticket.number).where(Ticket.id == place.ticket_id))
    ref = ref_of(uow, number or 0)
    where = "in the web chat" if place.left_at else "in private"
    told = Text(text=f"**{ref}** goes on {where}, between the customer and support.")
    content = content_json.dump_python(told, mode="json")
    left = await uow.session.scalars(
        select(Place).where(
            Place.ticket_id == place.ticket_id,
            Place.platform == place.platform,
            Place.workspace == place.workspace,
            Place.left_at.is_not(None),
            Place.shared,
        )
    )
    for old in left:
        to = address(old)
        card = owe(uow, to, CARD, ticket_id=old.ticket_id)
        owe_all(uow, [card, owe(uow, to, "say", content=content), owe(uow, to, SHUT)])


async def _tell_where(uow: UnitOfWork, place: Place, link: str | None) -> None:
    """Who asked for a ticket in private reads where it goes on: in the answer that they were
    given at once, while that can be changed."""
    beside = await uow.session.get(Place, place.instead_of) if place.instead_of else None
    if beside is None or beside.role != EPHEMERAL:
        return
    told = await uow.session.scalar(
        select(Delivery)
        .where(Delivery.place_id == beside.id, Delivery.kind == BEGUN)
        .order_by(Delivery.id.desc())
        .limit(1)
    )
    if told is None:
        return
    owed = owe(
        uow,
        address(beside),
        BEGUN,
        content={"place": str(place.id), "link": link},
        viewer=told.viewer,
        secret=told.secret,
        secret_until=told.secret_until,
    )
    owe_all(uow, [owed])


async def begun_content(uow: UnitOfWork, place: Place, content: dict[str, Any]) -> Text | Card:
    """What somebody reads whose ticket goes on in a place of its own; ``content`` has a ``link``
    once the place is opened, which is none where it is no thread."""
    number = await uow.session.scalar(select(Ticket.number).where(Ticket.id == place.ticket_id))
    ref = ref_of(uow, number or 0)
    if "link" not in content:
        return Text(text=f"**{ref}** is opened. A thread for you and our staff is on its way.")
    if not content["link"]:
        where = "in the web chat" if place.left_at else "in our direct messages"
        return Text(text=f"**{ref}** is opened. It goes on {where}.")
    return Card(
        title="It goes on in private",
        ref=ref,
        body="Only you and our staff can read your thread.",
        links=(Link(label="Go to your thread", url=content["link"]),),
        tone=Tone.GOOD,
    )


async def render_shut(uow: UnitOfWork, delivery: Delivery) -> Parcel:
    """The parcel of a place that is to be shut."""
    place = await uow.session.get(Place, delivery.place_id)
    if place is None or place.thread is None:
        raise Undeliverable("there is nothing to shut")
    return build_parcel(delivery, place, Audience.PUBLIC, None, SHUT, None)


async def shut_place(platform: object, parcel: Parcel) -> None:
    """Let the platform shut it; on one that cannot, the words must do."""
    if isinstance(platform, ShutsPlaces):
        await platform.shut(parcel.spot)


async def _account(uow: UnitOfWork, place: Place) -> Identity | None:
    """The customer's account on the place's platform; the one seen last if there are more."""
    found: Identity | None = await uow.session.scalar(
        select(Identity)
        .where(
            Identity.person_id == place.person_id,
            Identity.platform == place.platform,
            Identity.workspace == place.workspace,
        )
        .order_by(Identity.checked_at.desc())
        .limit(1)
    )
    return found
