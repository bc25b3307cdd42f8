"""What staff say on a ticket that gathers others: said to each of their customers as well.

Each gets a message of their own, on their own ticket: what follows (places, clocks, marks)
is what follows from any reply. There is one copy of a message for a ticket at most, which
the database keeps too, so nothing is said twice however often it is tried.
"""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select

from core.access.actor import Actor
from core.conversation.audience import Audience
from core.conversation.file_models import Attachment
from core.conversation.models import Message
from core.database.unit_of_work import UnitOfWork
from core.ids import new_id
from core.tickets.changing import change
from core.tickets.configuration.catalogue import catalogue
from core.tickets.events import MessagePosted, TicketStatusChanged
from core.tickets.messages import say
from core.tickets.models import Ticket
from core.tickets.relations.gathering import children_of
from core.tickets.relations.group import root_id_of
from core.tickets.rules import DONE, Base


async def say_to_all(uow: UnitOfWork, actor: Actor, event: MessagePosted) -> None:
    """Say a public message of the parent on each gathered ticket that goes on."""
    if event.audience != Audience.PUBLIC.value or event.by != "staff":
        return
    parent = await uow.session.get_one(Ticket, event.ticket_id)
    if parent.gathers_since is None:
        return
    await uow.flush()
    message = await uow.session.get_one(Message, event.message_id)
    said = {copy.ticket_id for copy in await copies_of(uow, message.id)}
    for child in await _meant(uow, parent):
        if child.id not in said:
            await _begin(uow, actor, child)
            await say(
                uow,
                actor,
                child,
                message.body,
                Audience.PUBLIC,
                files=event.files,
                copy_of_id=message.id,
            )


async def _meant(uow: UnitOfWork, parent: Ticket) -> list[Ticket]:
    """Those that go on, each customer once: two that were merged with each other are one."""
    words = await catalogue(uow)
    found = await children_of(uow, parent, lock=True)
    ids = {child.id for child in found}
    return [
        child
        for child in found
        if words.base(child.status_id) not in DONE
        and (child.merged_into_id is None or await root_id_of(uow, child) not in ids)
    ]


async def _begin(uow: UnitOfWork, actor: Actor, child: Ticket) -> None:
    """The first word begins the work, as any first reply does."""
    words = await catalogue(uow)
    if words.base(child.status_id) is Base.NEW and child.merged_into_id is None:
        opened = words.first_status(Base.OPEN).id
        await change(uow, actor, child, TicketStatusChanged, status_id=opened)


async def copies_of(uow: UnitOfWork, message_id: UUID) -> list[Message]:
    """The messages that say the same to one customer each."""
    query = select(Message).where(Message.copy_of_id == message_id).order_by(Message.id)
    return list(await uow.session.scalars(query))


async def copy_files(
    uow: UnitOfWork, actor: Actor, message: Message, found: Iterable[Attachment]
) -> None:
    """The files of such a message go to every customer, each as a file of their own message."""
    for copy in await copies_of(uow, message.id):
        for one in found:
            file = same_file(uow, actor, one)
            file.ticket_id, file.message_id = copy.ticket_id, copy.id
            uow.session.add(file)
    await uow.session.flush()


def same_file(uow: UnitOfWork, actor: Actor, one: Attachment) -> Attachment:
    """A second row for the same content."""
    same = "organisation_id ticket_id name media_type size sha256 storage_key width height state"
    return Attachment(
        id=new_id(),
        person_id=actor.person_id,
        origin={},
        created_at=uow.now,
        **{field: getattr(one, field) for field in same.split()},
    )
