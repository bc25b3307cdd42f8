"""From a delivery to what is said: references become words at the moment of sending."""

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from sqlalchemy import select

from bot.cards import Card, Text, content_json
from bot.receiving.unread import as_heard
from bot.sending.answering import Answers
from bot.sending.notices import notice_card
from bot.sending.parcels import Parcel, Undeliverable, build_parcel, check_thread
from bot.sending.privately import PRIVATE, render_private
from bot.sending.reaction_lines import reactions_in_words
from bot.sending.standing import STANDING, NothingToSay, is_direct, render_standing
from bot.showing.customer_cards import customer_card
from bot.showing.parting_cards import LEFT, left_card
from bot.showing.phrasing import event_content, message_text
from bot.showing.shared_cards import private_card, shared_card, withdrawn_card
from bot.showing.ticket_cards import staff_card
from core.access.actor import STAFF, Role
from core.conversation.audience import Audience
from core.conversation.models import Message, Place
from core.conversation.places import EPHEMERAL, INTERNAL, MIRROR
from core.conversation.refs import CARD, COPY, MESSAGE, ref_of
from core.database.unit_of_work import UnitOfWork
from core.events.deliveries import SAY, SAY_TO_STAFF, UNCERTAIN
from core.events.models import Delivery, EventRow
from core.people.models import Person
from core.tickets.announcements.announcing_reactions import REACTED
from core.tickets.announcements.marks import mark_of
from core.tickets.announcements.serving import reads_an_outsider
from core.tickets.collaboration.presence import who_writes
from core.tickets.messages import COMMUNITY
from core.tickets.models import Ticket
from core.tickets.reading.readers import is_for, stays_for
from core.tickets.reading.views import TicketView, view_for_card
from core.tickets.relations.group import members_of_group
from core.tickets.relations.relation_events import TicketMoved


class Renderer:
    """Renders deliveries. Of ``platforms`` it knows no more than what they can do."""

    def __init__(
        self, answers: Answers, address: str = "", platforms: Mapping[str, object] | None = None
    ) -> None:
        self._answers = answers
        self._address = address
        self._platforms = platforms or {}

    async def render(self, uow: UnitOfWork, delivery: Delivery) -> Parcel:
        """What this delivery says now. Raises :class:`Undeliverable`."""
        place = await uow.session.get(Place, delivery.place_id)
        if place is None:
            raise Undeliverable("the place is gone")
        if delivery.kind == "card":
            return await self._card(uow, delivery, place)
        if delivery.kind in {"message", COPY, "edit", "remove", REACTED}:
            return await self._message(uow, delivery, place)
        if delivery.kind in {"line", "notice"}:
            return await self._event(uow, delivery, place)
        if delivery.kind in STANDING:
            return await self._standing(uow, delivery, place)
        return await self._answer(uow, delivery, place)

    async def _card(self, uow: UnitOfWork, delivery: Delivery, place: Place) -> Parcel:
        # The place may be another ticket's by now: its card is what stands there.
        view = await view_for_card(uow, place.ticket_id) if place.ticket_id else None
        if view is None:
            raise Undeliverable("the ticket is gone")
        ref = await ref_of(uow, place.id, CARD)
        if await _was_left(uow, place):
            act = "update" if ref else "post"
            return build_parcel(delivery, place, Audience.PUBLIC, left_card(view.ref), act, ref)
        staff = place.role in {INTERNAL, MIRROR}
        if place.left_at is not None and ref is None:
            raise Undeliverable("the ticket has left this place")
        if await reads_an_outsider(uow, place):
            if ref is None:
                raise Undeliverable("a private team has the ticket now")
            content = withdrawn_card(view.ref)
            return build_parcel(delivery, place, Audience.INTERNAL, content, "update", ref)
        if staff:
            writing = await who_writes(uow, view.id)
            # Every platform counts what stands in the card's thread: one number is enough.
            content = staff_card(view, uow.now, writing=writing).model_copy(update={"footer": ""})
        else:
            content = await self._customers_card(uow, place, view)
        audience = Audience.INTERNAL if staff else Audience.PUBLIC
        return build_parcel(delivery, place, audience, content, "update" if ref else "post", ref)

    async def _customers_card(self, uow: UnitOfWork, place: Place, view: TicketView) -> Card:
        if place.left_at is not None:
            return private_card(view)
        card = shared_card(view, uow.now) if place.shared else customer_card(view, uow.now)
        direct = not place.shared and await is_direct(uow, place)
        platform = self._platforms.get(place.platform)
        return as_heard(card, view, platform, self._address, direct=direct)

    async def _message(self, uow: UnitOfWork, delivery: Delivery, place: Place) -> Parcel:
        message = await uow.session.get(Message, delivery.message_id)
        if message is None:
            raise Undeliverable("the message is gone")
        ref = await ref_of(uow, place.id, MESSAGE, message.id)
        audience = Audience(message.audience)
        if delivery.kind == REACTED and message.deleted_at is not None:
            raise Undeliverable("the message was taken back")
        if delivery.kind == "remove" or message.deleted_at is not None:
            if ref is None and delivery.state not in UNCERTAIN:
                raise Undeliverable("the message was never there")
            # It says nothing, so it is done whoever reads there by now.
            return build_parcel(delivery, place, Audience.PUBLIC, None, "remove", ref)
        if not await (stays_for if ref else is_for)(uow, message, place):
            raise Undeliverable("it is not for who reads there")
        if delivery.kind in {"edit", REACTED} and ref is None:
            raise Undeliverable("the message was never there")
        reactions = await reactions_in_words(uow, message, place)
        if delivery.kind == REACTED and message.place_id == place.id:
            parcel = build_parcel(delivery, place, audience, None, REACTED, ref)
            return replace(parcel, mark=reactions)
        if delivery.kind in {"message", COPY}:
            await check_thread(uow, delivery, place)
        mark = None
        if place.role == INTERNAL and message.author_role not in {Role.CUSTOMER.value, COMMUNITY}:
            mark = await mark_of(uow, message)
        content = await message_text(uow, message, mark)
        content = content.model_copy(update={"reactions": reactions})
        return build_parcel(delivery, place, audience, content, "update" if ref else "post", ref)

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
        await check_thread(uow, delivery, place)
        if not await _is_about(uow, delivery, place):
            raise Undeliverable("the place is another ticket's by now")
        staff = place.role == INTERNAL
        if await _was_left(uow, place):
            if event.type != TicketMoved.type:
                raise Undeliverable("its customer has the ticket no longer")
            return build_parcel(delivery, place, Audience.PUBLIC, Text(text=LEFT), "post", None)
        content = await event_content(uow, event, name or "Deskhand", view, staff=staff)
        audience = Audience.INTERNAL if staff else Audience.PUBLIC
        return build_parcel(delivery, place, audience, content, "post", None)

    async def _notice(
        self,
        uow: UnitOfWork,
        delivery: Delivery,
        place: Place,
        event: EventRow,
        name: str,
        view: TicketView,
    ) -> Parcel:
        card = await notice_card(uow, event, name, view, delivery.viewer or "", self._address)
        return build_parcel(
            delivery,
            place,
            Audience.INTERNAL,
            card,
            "post",
            None,
            viewer_audience=await _standing(uow, place.person_id),
        )

    async def _standing(self, uow: UnitOfWork, delivery: Delivery, place: Place) -> Parcel:
        if place.ticket_id is not None:
            await check_thread(uow, delivery, place)
        try:
            said = await render_standing(uow, delivery, place)
        except NothingToSay as reason:
            raise Undeliverable(str(reason)) from reason
        own = await _standing(uow, place.person_id) if place.role == EPHEMERAL else None
        act = "remove" if said.content is None else "update" if said.ref else "post"
        parcel = build_parcel(
            delivery, place, said.audience, said.content, act, said.ref, viewer_audience=own
        )
        return replace(parcel, name=said.name)

    async def _answer(self, uow: UnitOfWork, delivery: Delivery, place: Place) -> Parcel:
        act, ref, name = "answer", None, None
        if delivery.kind in PRIVATE:
            said = await render_private(uow, delivery, place)
            content, act, ref, name = said.content, said.act, said.ref, said.name
        else:
            content = content_json.validate_python(delivery.content)
        if delivery.kind in _SAID_HERE:
            if place.ticket_id is not None:
                await check_thread(uow, delivery, place)
            audience = _SAID_HERE[delivery.kind]
            return build_parcel(delivery, place, audience, content, "post", None)
        parcel = build_parcel(
            delivery,
            place,
            Audience(place.audience),
            content,
            act,
            ref,
            viewer=delivery.viewer,
            viewer_audience=await _standing(uow, place.person_id),
            token=self._answers.open(delivery.secret) if delivery.secret else None,
            token_until=delivery.secret_until,
        )
        return replace(parcel, name=name)


_SAID_HERE = {SAY: Audience.PUBLIC, SAY_TO_STAFF: Audience.INTERNAL}


async def _is_about(uow: UnitOfWork, delivery: Delivery, place: Place) -> bool:
    """Whether the place is still one of the delivery's ticket, or of one merged with it."""
    if delivery.ticket_id == place.ticket_id:
        return True
    ticket = await uow.session.get(Ticket, place.ticket_id) if place.ticket_id else None
    members = await members_of_group(uow, ticket) if ticket else []
    return any(member.id == delivery.ticket_id for member in members)


async def _was_left(uow: UnitOfWork, place: Place) -> bool:
    """Whether the place is of a customer from whom its ticket went to another."""
    ticket = await uow.session.get(Ticket, place.ticket_id) if place.ticket_id else None
    if ticket is None or ticket.moved_at is None:
        return False
    members = await members_of_group(uow, ticket)
    return not next(member for member in members if member.id == ticket.id).has_now(place)


async def _standing(uow: UnitOfWork, person_id: UUID | None) -> Audience:
    """What a person may see now: roles change, so it is asked at send time."""
    person = await uow.session.get(Person, person_id) if person_id else None
    staff = person is not None and person.status == "active" and Role(person.role) in STAFF
    return Audience.INTERNAL if staff else Audience.PUBLIC
