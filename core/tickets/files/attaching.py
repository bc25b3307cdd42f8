"""Files on tickets: brought by a person, named by a message, read through the message's gate."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select, update

from core.access.actor import Actor
from core.access.permissions import Permission, require
from core.conversation.file_models import Attachment
from core.conversation.files import StoredFile
from core.conversation.models import Message
from core.database.unit_of_work import UnitOfWork
from core.errors import Invalid
from core.ids import new_id
from core.tickets.events import MessageFilesChanged
from core.tickets.reading.queries import get_ticket

KEPT, MISSING, REMOVED = "kept", "missing", "removed"
MOST = 20
"""How many files one message may have."""


async def keep_file(
    uow: UnitOfWork,
    actor: Actor,
    stored: StoredFile,
    *,
    number: int | None = None,
    thread: str | None = None,
) -> Attachment:
    """Keep a stored file as the actor's own, for a ticket or for one that is yet to be opened.

    Nobody else sees it before a message names it; one that none names is swept after a day.
    """
    attachment = await new_attachment(uow, actor, number, thread, stored.name, state=KEPT)
    fill(attachment, stored)
    return attachment


async def new_attachment(
    uow: UnitOfWork, actor: Actor, number: int | None, thread: str | None, name: str, *, state: str
) -> Attachment:
    """A file of the actor's that no message names yet, still without its content."""
    ticket_id = await require_bringing(uow, actor, number)
    attachment = Attachment(
        id=new_id(),
        organisation_id=uow.organisation_id,
        ticket_id=ticket_id,
        person_id=actor.person_id,
        thread=thread,
        name=name,
        media_type="",
        size=0,
        sha256="",
        state=state,
        origin={},
        created_at=uow.now,
    )
    uow.session.add(attachment)
    await uow.session.flush()
    return attachment


async def require_bringing(uow: UnitOfWork, actor: Actor, number: int | None) -> UUID | None:
    """Let pass who may bring a file to that ticket (or, without one, open a ticket with it)."""
    if number is None:
        require(actor, Permission.OPEN)
        return None
    return (await get_ticket(uow, actor, number, Permission.REPLY)).id


async def attach(
    uow: UnitOfWork, actor: Actor, message: Message, ids: Sequence[UUID]
) -> list[Attachment]:
    """Let a message name the actor's own files. Raises :class:`Invalid` for any other."""
    found = await unsaid_files(uow, actor, ids)
    await name_files(uow, message, found)
    return found


async def unsaid_files(
    uow: UnitOfWork, actor: Actor, ids: Sequence[UUID], thread: str | None = None
) -> list[Attachment]:
    """The actor's own files that no message names yet: those, and what was brought in that
    thread before there was a ticket. Raises :class:`Invalid` if one of ``ids`` is none."""
    wanted = set(ids)
    if len(wanted) > MOST:
        raise Invalid(field="attachment_ids", problem=f"one message takes {MOST} files at most")
    if not wanted and thread is None:
        return []
    meant: ColumnElement[bool] = Attachment.id.in_(wanted)
    if thread is not None:
        brought_there = and_(Attachment.thread == thread, Attachment.ticket_id.is_(None))
        meant = or_(meant, brought_there)
    query = (
        select(Attachment)
        .where(
            Attachment.person_id == actor.person_id,
            Attachment.message_id.is_(None),
            Attachment.state != REMOVED,
            meant,
        )
        .order_by(Attachment.id)
        .with_for_update()
    )
    found = list(await uow.session.scalars(query))
    if not wanted <= {attachment.id for attachment in found}:
        problem = "there is no such file of yours that waits to be sent"
        raise Invalid(field="attachment_ids", problem=problem)
    return found


async def put_in_thread(uow: UnitOfWork, actor: Actor, ids: Sequence[UUID], thread: str) -> None:
    """The actor's own files were brought in that thread, before there is a ticket."""
    for attachment in await unsaid_files(uow, actor, ids):
        attachment.thread = thread
    await uow.session.flush()


async def name_files(uow: UnitOfWork, message: Message, found: Sequence[Attachment]) -> None:
    """From now on they are the message's: seen by whoever may read it."""
    if found:
        await uow.flush()  # the message itself may wait to be written
        for attachment in found:
            attachment.ticket_id, attachment.message_id = message.ticket_id, message.id
        await uow.session.flush()


async def remove_files(uow: UnitOfWork, message_id: UUID) -> None:
    """All files of a message that is being taken back."""
    await uow.session.execute(
        update(Attachment).where(Attachment.message_id == message_id).values(state=REMOVED)
    )


def fill(attachment: Attachment, stored: StoredFile) -> None:
    """Say of the row what is in the storage."""
    attachment.name, attachment.media_type = stored.name, stored.media_type
    attachment.size, attachment.sha256 = stored.size, stored.sha256
    attachment.storage_key = stored.key
    attachment.width, attachment.height = stored.width, stored.height


async def files_changed(uow: UnitOfWork, actor: Actor, attachment: Attachment) -> None:
    """Let every place in which its message stands know."""
    await uow.session.flush()
    if attachment.message_id is None:
        return
    message = await uow.session.get(Message, attachment.message_id)
    assert message is not None
    await uow.record(
        MessageFilesChanged(
            ticket_id=message.home_id,
            message_id=message.id,
            audience=message.audience,
            place_id=message.place_id,
        ),
        actor,
    )


async def files_of(
    uow: UnitOfWork, message_ids: Iterable[UUID]
) -> dict[UUID, tuple[Attachment, ...]]:
    """What messages name, in the order in which it was brought. Asks no right: whoever may
    read the message may know of its files."""
    rows = await uow.session.scalars(
        select(Attachment)
        .where(Attachment.message_id.in_(list(message_ids)), Attachment.state != REMOVED)
        .order_by(Attachment.id)
    )
    found: dict[UUID, tuple[Attachment, ...]] = {}
    for row in rows:
        assert row.message_id is not None
        found[row.message_id] = (*found.get(row.message_id, ()), row)
    return found
