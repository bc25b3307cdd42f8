"""Reading and taking back files, through the gate of the message that names them."""

from uuid import UUID

from sqlalchemy import select

from core.access.actor import Actor
from core.access.permissions import Permission, can_see, require
from core.conversation.file_models import Attachment
from core.conversation.files import Files, MakeThumbnail
from core.conversation.models import Message
from core.conversation.visibility import HOME_ID, visible_messages
from core.database.unit_of_work import UnitOfWork
from core.errors import Denied, NotFound
from core.tickets.files.attaching import REMOVED, files_changed
from core.tickets.models import Ticket
from core.tickets.reading.queries import scope_of
from core.tickets.relations.group import members_of_group, readable


async def read_attachment(uow: UnitOfWork, actor: Actor, attachment_id: UUID) -> Attachment:
    """A file that the actor may read: as its message, or as its owner before it is sent.

    Raises :class:`NotFound` for anything else, removed files included.
    """
    require(actor, Permission.READ)
    attachment = await uow.session.get(Attachment, attachment_id)
    if attachment is None or attachment.state == REMOVED:
        raise NotFound(ref="that file")
    if attachment.message_id is None:
        if attachment.person_id is None or attachment.person_id != actor.person_id:
            raise NotFound(ref="that file")
        return attachment
    if not await _may_read_message(uow, actor, attachment.message_id):
        raise NotFound(ref="that file")
    return attachment


async def _may_read_message(uow: UnitOfWork, actor: Actor, message_id: UUID) -> bool:
    """The same rule by which conversations are read."""
    shown = Message.id == message_id, Message.deleted_at.is_(None)
    ticket: Ticket | None = await uow.session.scalar(
        select(Ticket).join(Message, Ticket.id == HOME_ID).where(*shown)
    )
    if ticket is None or ticket.deleted_at is not None:
        return False
    if actor.is_staff and not can_see(actor, await scope_of(uow, ticket)):
        return False
    group = readable(actor, await members_of_group(uow, ticket))
    query = select(Message.id).where(*shown, visible_messages(actor), group)
    return await uow.session.scalar(query) is not None


async def remove_attachment(uow: UnitOfWork, actor: Actor, attachment_id: UUID) -> None:
    """Take back a file of one's own, wherever it stands. Its content is erased soon after."""
    attachment = await read_attachment(uow, actor, attachment_id)
    require(actor, Permission.REPLY)
    if attachment.person_id is None or attachment.person_id != actor.person_id:
        raise Denied(act="remove what somebody else brought")
    attachment.state = REMOVED
    await files_changed(uow, actor, attachment)


async def thumbnail_of(uow: UnitOfWork, actor: Actor, attachment_id: UUID, files: Files) -> str:
    """The key of a picture's small copy, made when it is first asked for. Raises
    :class:`NotFound` for what is no picture."""
    attachment = await read_attachment(uow, actor, attachment_id)
    if attachment.width is None or attachment.storage_key is None:
        raise NotFound(ref="that picture")
    if attachment.thumbnail_key is None:
        work = MakeThumbnail(attachment.storage_key, attachment.media_type, files)
        attachment.thumbnail_key = uow.outside(work)
    if attachment.thumbnail_key is None:
        # It cannot be made, and is not tried again.
        attachment.width = attachment.height = None
        raise NotFound(ref="that picture")
    return attachment.thumbnail_key
