"""How deliveries end: what is kept, what is told, and what waits longer."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import update

from bot.cards import Text, content_json
from bot.ports_places import Able
from bot.sending.carrying import FILE, owe_files, remember_file, tell_of_lost_file
from bot.sending.marking import remember_mark
from bot.sending.parcels import Parcel
from bot.sending.place_keeping import owe_keeping, remember_state
from bot.sending.private_places import remember_place
from bot.showing.phrasing import changed_elsewhere
from core.conversation.destinations import OPEN
from core.conversation.models import Message, Place
from core.conversation.places import CUSTOMER, INTERNAL, PANEL, address
from core.conversation.refs import CARD, COPY, MESSAGE, forget_ref, keep_ref
from core.database.unit_of_work import Database, UnitOfWork
from core.events.deliveries import (
    MOST_ATTEMPTS,
    mark_anew,
    mark_dead,
    mark_retry,
    mark_sent,
    mark_withheld,
    owe,
    owe_all,
)
from core.events.leasing import pause, pause_of
from core.events.models import Delivery
from core.events.redriving import STUCK, queue_withheld
from core.tickets.announcements.announcing_reactions import REACTED, owe_reactions
from core.tickets.announcements.marking import owe_mark_of_all, owe_mark_of_sent
from core.tickets.announcements.serving import served_places
from core.tickets.models import Ticket


class Outcomes:
    """Keeps the outcome of each send, in a transaction of its own."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def sent(
        self,
        delivery: Delivery,
        parcel: Parcel,
        external_id: str | None,
        able: Able,
    ) -> None:
        """It is there: remember where, and let the staff's mark follow, and what the platform
        is ``able`` to show besides."""
        async with self._database.unit_of_work(delivery.organisation_id) as uow:
            await mark_sent(uow.session, delivery, external_id, uow.now)
            if parcel.act == "remove" and parcel.ref:
                await forget_ref(uow, parcel.place.id, parcel.ref)
            elif external_id and parcel.act == "post":
                await _remember(uow, parcel, external_id, able)
            elif external_id and parcel.act == "answer" and parcel.name is not None:
                await _remember_answer(uow, parcel, external_id)
            await remember_mark(uow, parcel)
            await remember_file(uow, parcel, external_id)
            await remember_state(uow, parcel)
            if parcel.act == OPEN:
                await remember_place(uow, delivery, external_id)
            if able.files:
                await owe_files(uow, parcel)
            await owe_keeping(uow, parcel, able)
            await _marks_follow(uow, delivery, parcel.place)

    async def gone(self, delivery: Delivery, parcel: Parcel) -> None:
        """What was to be changed was removed on the platform: a card or a
        panel is posted anew.

        What its author wrote there stays known: the platform is about to tell of its removal.
        """
        async with self._database.unit_of_work(delivery.organisation_id) as uow:
            if parcel.ref and not await _is_its_authors(uow, parcel):
                await forget_ref(uow, parcel.place.id, parcel.ref)
            if parcel.kind == "card":
                if parcel.place.thread == parcel.ref:
                    # It was the root: the next one begins a thread of its own.
                    await _set_thread(uow, parcel.place, None)
                await mark_anew(uow.session, delivery, "the card was removed", uow.now)
            elif parcel.kind == PANEL:
                await mark_anew(uow.session, delivery, "it was removed", uow.now)
            else:
                await mark_withheld(uow.session, delivery, "it was removed on the platform")

    async def withheld(self, delivery: Delivery, parcel: Parcel, why: str) -> None:
        """The gate kept it in; where staff alone read, they are told that it is missing."""
        async with self._database.unit_of_work(delivery.organisation_id) as uow:
            await mark_withheld(uow.session, delivery, why)
            if delivery.kind == "message":
                await _staff_learn(uow, delivery, parcel.place)

    async def told_instead(self, delivery: Delivery, parcel: Parcel) -> None:
        """Words that stand there as their author's own cannot be changed: it is told below."""
        async with self._database.unit_of_work(delivery.organisation_id) as uow:
            await mark_withheld(uow.session, delivery, "only its author can change it there")
            if parcel.kind == REACTED and parcel.message_id is not None:
                owe_all(uow, [owe_reactions(uow, parcel.place, parcel.message_id)])
                return
            told = await changed_elsewhere(uow, parcel.message_id)
            if told is not None:
                content = content_json.dump_python(told, mode="json")
                owe_all(uow, [owe(uow, address(parcel.place), "say", content=content)])

    async def dead(self, delivery: Delivery, reason: str) -> None:
        """It will never be accepted: shown, and redrivable by a person."""
        async with self._database.unit_of_work(delivery.organisation_id) as uow:
            await mark_dead(uow.session, delivery, reason)
            if delivery.kind == FILE:
                await tell_of_lost_file(uow, delivery, reason)
            await _marks_follow(uow, delivery, None, stuck=True)

    async def retry(
        self,
        delivery: Delivery,
        reason: str,
        *,
        after: float | None = None,
        unknown: bool = False,
        everywhere: bool = False,
    ) -> None:
        """Try again later; ``everywhere`` holds the whole workspace back for that time."""
        async with self._database.unit_of_work(delivery.organisation_id) as uow:
            state = await mark_retry(
                uow.session, delivery, reason, uow.now, after=after, unknown=unknown
            )
            if state == "dead" and delivery.kind == FILE:
                await tell_of_lost_file(uow, delivery, reason)
            elif state == "dead" and delivery.kind == OPEN:
                await remember_place(uow, delivery, None)
            if everywhere and after is not None:
                until = uow.now + timedelta(seconds=after)
                name = pause_of(delivery.platform, delivery.workspace)
                await pause(uow.session, name, delivery.id, until)
            if delivery.attempts in {1, MOST_ATTEMPTS} or unknown:
                await _marks_follow(uow, delivery, None, stuck=state in STUCK)


async def _is_its_authors(uow: UnitOfWork, parcel: Parcel) -> bool:
    """Whether the message stands in that place because it was written there."""
    message = await uow.session.get(Message, parcel.message_id) if parcel.message_id else None
    return message is not None and message.place_id == parcel.place.id


async def _remember(uow: UnitOfWork, parcel: Parcel, external_id: str, able: Able) -> None:
    place = parcel.place
    if parcel.kind == "card":
        await keep_ref(uow, place.id, CARD, external_id)
        if place.thread is None:
            # The card's post is the root of the thread from now on.
            await _set_thread(uow, place, external_id)
            await queue_withheld(uow.session, place.id, uow.now)
    elif parcel.name is not None:
        await keep_ref(uow, place.id, parcel.name, external_id)
    elif parcel.kind in {"message", COPY}:
        at = able.moment_of(external_id) if able.moment_of else None
        await keep_ref(uow, place.id, MESSAGE, external_id, parcel.message_id, stood_at=at)


async def _remember_answer(uow: UnitOfWork, parcel: Parcel, external_id: str) -> None:
    """Where a private answer stands that goes on changing; it may have been said anew."""
    assert parcel.name is not None
    if parcel.ref and parcel.ref != external_id:
        await forget_ref(uow, parcel.place.id, parcel.ref)
    await keep_ref(uow, parcel.place.id, parcel.name, external_id)


async def _set_thread(uow: UnitOfWork, place: Place, thread: str | None) -> None:
    await uow.session.execute(update(Place).where(Place.id == place.id).values(thread=thread))


async def _marks_follow(
    uow: UnitOfWork, delivery: Delivery, place: Place | None, *, stuck: bool = False
) -> None:
    """A message to the customer changed its state: staff see it on their copy."""
    if delivery.kind != "message" or delivery.ticket_id is None:
        return
    place = place or await uow.session.get(Place, delivery.place_id)
    if place is None or place.role != CUSTOMER:
        return
    message = await uow.session.get(Message, delivery.message_id)
    if message is not None:
        await owe_mark_of_sent(uow, message)
        await owe_mark_of_all(uow, message, stuck=stuck)
    copies = [p for p in await _served(uow, delivery.ticket_id) if p.role == INTERNAL]
    owe_all(
        uow,
        [
            owe(
                uow,
                address(p),
                "edit",
                ticket_id=delivery.ticket_id,
                message_id=delivery.message_id,
            )
            for p in copies
        ],
    )


async def _served(uow: UnitOfWork, ticket_id: UUID) -> list[Place]:
    """All places of the ticket and of those merged with it."""
    ticket = await uow.session.get(Ticket, ticket_id)
    return await served_places(uow, ticket) if ticket else []


async def _staff_learn(uow: UnitOfWork, delivery: Delivery, missing: Place) -> None:
    """The staff's copies carry the mark; beside its author's own words we say it in a line."""
    message = await uow.session.get(Message, delivery.message_id)
    if message is None:
        return
    told = Text(
        text=f"❌ withheld: {missing.platform.capitalize()} does not get this note, "
        "because others can see that channel."
    )
    owed = []
    for place in await _served(uow, message.home_id):
        if place.role != INTERNAL or place.id == missing.id:
            continue
        if place.id == message.place_id:
            content = content_json.dump_python(told, mode="json")
            owed.append(owe(uow, address(place), "say", content=content))
        else:
            ticket_id, message_id = message.ticket_id, message.id
            owed.append(
                owe(uow, address(place), "edit", ticket_id=ticket_id, message_id=message_id)
            )
    owe_all(uow, owed)
