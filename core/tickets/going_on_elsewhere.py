"""A ticket goes on in one more place of its customer's, beside those where it is already."""

from sqlalchemy import insert, select

from core.access.actor import Actor
from core.access.permissions import Permission
from core.conversation.audience import Audience
from core.conversation.models import Message, Place
from core.conversation.places import CUSTOMER, new_place, places_changed
from core.conversation.refs import MESSAGE, keep_ref
from core.conversation.visibility import stands_on, visible_messages
from core.database.unit_of_work import UnitOfWork
from core.events.deliveries import owe_all
from core.tickets.announcements.announcing import card_for
from core.tickets.models import Ticket
from core.tickets.privacy import copies_for, said_before
from core.tickets.reading.queries import get_ticket
from core.tickets.relations.group import home_of, members_of_group, readable


async def own_ticket(uow: UnitOfWork, actor: Actor, number: int) -> Ticket:
    """The customer's own ticket, also where it goes on in another's. Raises ``NotFound``."""
    survivor = await get_ticket(uow, actor, number, Permission.READ)
    return await home_of(uow, actor, survivor, number)


async def opening_words(uow: UnitOfWork, actor: Actor, number: int) -> str:
    """With what the actor's ticket began, as the root of a thread; its subject if that was
    taken back."""
    ticket = await own_ticket(uow, actor, number)
    opening = await _first_words(uow, actor, ticket)
    return opening.body if opening else ticket.subject


async def _first_words(uow: UnitOfWork, actor: Actor, ticket: Ticket) -> Message | None:
    """The earliest of what was said on the ticket that its customer may read: it may have begun
    with words to another one, or by a split."""
    await uow.flush()
    readers = readable(actor, await members_of_group(uow, ticket))
    found: Message | None = await uow.session.scalar(
        select(Message)
        .where(stands_on([ticket.id]), readers, visible_messages(actor))
        .where(Message.kind != "system", Message.deleted_at.is_(None), Message.body != "")
        .order_by(Message.created_at, Message.id)
        .limit(1)
    )
    return found


async def go_on_at(
    uow: UnitOfWork,
    actor: Actor,
    number: int,
    *,
    platform: str,
    workspace: str,
    channel: str,
    thread: str,
) -> None:
    """From now on the actor's ticket goes on in that thread of theirs as well. Its root shows
    the words with which the ticket began; the card and what was said since come below."""
    ticket = await own_ticket(uow, actor, number)
    values = new_place(
        uow,
        platform=platform,
        workspace=workspace,
        channel=channel,
        thread=thread,
        role=CUSTOMER,
        audience=Audience.PUBLIC.value,
        ticket_id=ticket.id,
        person_id=actor.person_id,
    )
    await uow.session.execute(insert(Place).values(values))
    places_changed(uow, ticket.id)
    place = await uow.session.scalar(select(Place).where(Place.id == values["id"]))
    assert place is not None
    opening = await _first_words(uow, actor, ticket)
    if opening is not None:
        await keep_ref(uow, place.id, MESSAGE, thread, opening.id)
    since = [one for one in await said_before(uow, ticket) if opening is None or one != opening.id]
    owe_all(uow, [card_for(uow, place), *copies_for(uow, place, since)])


async def is_shared_elsewhere(
    uow: UnitOfWork, platform: str, workspace: str, channel: str, thread: str
) -> bool:
    """Whether what is said in that thread is also read by others, where its ticket began."""
    here = select(Place.ticket_id).where(
        Place.platform == platform,
        Place.workspace == workspace,
        Place.channel == channel,
        Place.thread == thread,
    )
    shared = select(Place.id).where(
        Place.ticket_id.in_(here), Place.role == CUSTOMER, Place.shared, Place.left_at.is_(None)
    )
    return bool(await uow.session.scalar(select(shared.exists())))
