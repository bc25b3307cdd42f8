"""From a delivery to what is said: references become words at the moment of sending."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from bot.answering import Answers
from bot.cards import Card, Text, content_json
from bot.incoming import Spot
from bot.phrasing import event_line, message_text, reason_of
from bot.ticket_cards import customer_card, staff_card
from core.access.actor import STAFF, Role
from core.conversation.audience import Audience
from core.conversation.models import Message, Place
from core.conversation.places import INTERNAL
from core.conversation.refs import CARD, MESSAGE, ref_of
from core.database.unit_of_work import UnitOfWork
from core.events.models import Delivery, EventRow
from core.people.models import Person
from core.tickets.marks import mark_of
from core.tickets.views import TicketView, view_for_card


class Undeliverable(Exception):
    """There is nothing to send any more (or nothing to send it to)."""


@dataclass(frozen=True)
class Parcel:
    """All that the sender needs, read before the transaction ended.

    ``act`` is ``post``, ``update``, ``remove`` or ``answer``. ``viewer_audience`` is
    set where the place is one person's: what that person is now.
    """

    act: str
    kind: str
    delivery_id: UUID
    place: Place
    spot: Spot
    audience: Audience
    content: Text | Card | None = None
    ref: str | None = None
    message_id: UUID | None = None
    viewer: str | None = None
    viewer_audience: Audience | None = None
    token: str | None = None
    token_until: datetime | None = None

    @property
    def is_post(self) -> bool:
        """Whether sending it twice would show."""
        return self.act in {"post", "answer"}


class Renderer:
    """Renders deliveries. Knows no platform."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers

    async def render(self, uow: UnitOfWork, delivery: Delivery) -> Parcel:
        """What this delivery says now. Raises :class:`Undeliverable`."""
        place = await uow.session.get(Place, delivery.place_id)
        if place is None:
            raise Undeliverable("the place is gone")
        if delivery.kind == "card":
            return await self._card(uow, delivery, place)
        if delivery.kind in {"message", "edit", "remove"}:
            return await self._message(uow, delivery, place)
        if delivery.kind in {"line", "notice"}:
            return await self._event(uow, delivery, place)
        return await self._answer(uow, delivery, place)

    async def _card(self, uow: UnitOfWork, delivery: Delivery, place: Place) -> Parcel:
        assert delivery.ticket_id is not None
        view = await view_for_card(uow, delivery.ticket_id)
        if view is None:
            raise Undeliverable("the ticket is gone")
        ref = await ref_of(uow, place.id, CARD)
        staff = place.role == INTERNAL
        content = customer_card(view, uow.now)
        if staff:
            # Every platform counts what stands in the card's thread: one number is enough.
            content = staff_card(view, uow.now).model_copy(update={"footer": ""})
        audience = Audience.INTERNAL if staff else Audience.PUBLIC
        return _parcel(delivery, place, audience, content, "update" if ref else "post", ref)

    async def _message(self, uow: UnitOfWork, delivery: Delivery, place: Place) -> Parcel:
        message = await uow.session.get(Message, delivery.message_id)
        if message is None:
            raise Undeliverable("the message is gone")
        ref = await ref_of(uow, place.id, MESSAGE, message.id)
        audience = Audience(message.audience)
        if delivery.kind == "remove" or message.deleted_at is not None:
            if ref is None:
                raise Undeliverable("the message was never there")
            return _parcel(delivery, place, audience, None, "remove", ref)
        if delivery.kind == "edit" and ref is None:
            raise Undeliverable("the message was never there")
        if delivery.kind == "message" and place.thread is None:
            raise Undeliverable("the card of its thread could not be posted")
        mark = None
        if place.role == INTERNAL and message.author_role != Role.CUSTOMER.value:
            mark = await mark_of(uow, message)
        content = await message_text(uow, message, mark)
        return _parcel(delivery, place, audience, content, "update" if ref else "post", ref)

    async def _event(self, uow: UnitOfWork, delivery: Delivery, place: Place) -> Parcel:
        row = (
            await uow.session.execute(
                select(EventRow, Person.name)
                .outerjoin(Person, Person.id == EventRow.actor_id)
                .where(EventRow.id == delivery.event_id)
            )
        ).one_or_none()
        view = await view_for_card(uow, delivery.ticket_id) if delivery.ticket_id else None
        if row is None or view is None:
            raise Undeliverable("the event is gone")
        event, name = row
        if delivery.kind == "notice":
            return await self._notice(uow, delivery, place, event, name or "Deskhand", view)
        if place.thread is None:
            raise Undeliverable("the card of its thread could not be posted")
        staff = place.role == INTERNAL
        content = Text(text=await event_line(uow, event, name or "Deskhand", view, staff=staff))
        audience = Audience.INTERNAL if staff else Audience.PUBLIC
        return _parcel(delivery, place, audience, content, "post", None)

    async def _notice(
        self,
        uow: UnitOfWork,
        delivery: Delivery,
        place: Place,
        event: EventRow,
        name: str,
        view: TicketView,
    ) -> Parcel:
        _, after = event.data["changes"].get("assignee_id", (None, None))
        to_you = delivery.viewer == after
        what = (
            f"{name} assigned {view.ref} to you."
            if to_you
            else f"{name} took {view.ref} from you"
            + (f" and gave it to {view.assignee.name}." if view.assignee else ".")
        )
        reason = await reason_of(uow, event)
        card = staff_card(view, uow.now)
        body = f"{what} {reason}".strip()
        return _parcel(
            delivery,
            place,
            Audience.INTERNAL,
            card.model_copy(update={"body": body}),
            "post",
            None,
            viewer_audience=await _standing(uow, place.person_id),
        )

    async def _answer(self, uow: UnitOfWork, delivery: Delivery, place: Place) -> Parcel:
        content = content_json.validate_python(delivery.content)
        if delivery.kind == "say":
            return _parcel(delivery, place, Audience.PUBLIC, content, "post", None)
        return _parcel(
            delivery,
            place,
            Audience(place.audience),
            content,
            "answer",
            None,
            viewer=delivery.viewer,
            viewer_audience=await _standing(uow, place.person_id),
            token=self._answers.open(delivery.secret) if delivery.secret else None,
            token_until=delivery.secret_until,
        )


def _parcel(
    delivery: Delivery,
    place: Place,
    audience: Audience,
    content: Text | Card | None,
    act: str,
    ref: str | None,
    *,
    viewer: str | None = None,
    viewer_audience: Audience | None = None,
    token: str | None = None,
    token_until: datetime | None = None,
) -> Parcel:
    spot = Spot(
        platform=place.platform,
        workspace=place.workspace,
        channel=place.channel,
        thread=place.thread,
    )
    return Parcel(
        act=act,
        kind=delivery.kind,
        delivery_id=delivery.id,
        place=place,
        spot=spot,
        audience=audience,
        content=content,
        ref=ref,
        message_id=delivery.message_id,
        viewer=viewer,
        viewer_audience=viewer_audience,
        token=token,
        token_until=token_until,
    )


async def _standing(uow: UnitOfWork, person_id: UUID | None) -> Audience:
    """What a person may see now: roles change, so it is asked at send time."""
    person = await uow.session.get(Person, person_id) if person_id else None
    staff = person is not None and person.status == "active" and Role(person.role) in STAFF
    return Audience.INTERNAL if staff else Audience.PUBLIC
