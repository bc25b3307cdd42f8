"""Files that could not be had: remembered with their message, and had after all."""

from typing import Any
from uuid import UUID

from core.access.actor import Actor
from core.conversation.file_models import Attachment
from core.conversation.files import StoredFile
from core.database.unit_of_work import UnitOfWork
from core.errors import NotFound
from core.tickets.files.attaching import KEPT, MISSING, files_changed, fill, new_attachment
from core.tickets.files.attachments import read_attachment


async def keep_missing(
    uow: UnitOfWork,
    actor: Actor,
    name: str,
    problem: str,
    *,
    origin: dict[str, Any] | None = None,
    number: int | None = None,
    thread: str | None = None,
) -> Attachment:
    """Remember a file that could not be had, so that its message can say so.

    With ``origin`` (where it is on its platform) it can be tried again.
    """
    attachment = await new_attachment(uow, actor, number, thread, name, state=MISSING)
    attachment.problem, attachment.origin = problem, origin or {}
    return attachment


async def missing_of(uow: UnitOfWork, actor: Actor, attachment_id: UUID) -> Attachment:
    """The actor's own missing file. Raises :class:`NotFound`."""
    attachment = await read_attachment(uow, actor, attachment_id)
    if attachment.person_id != actor.person_id or attachment.state != MISSING:
        raise NotFound(ref="that file")
    return attachment


async def fill_missing(
    uow: UnitOfWork, actor: Actor, attachment_id: UUID, stored: StoredFile
) -> Attachment:
    """A file that was missing has come: it stands now wherever its message does."""
    attachment = await missing_of(uow, actor, attachment_id)
    fill(attachment, stored)
    attachment.state, attachment.problem, attachment.origin = KEPT, None, {}
    await files_changed(uow, actor, attachment)
    return attachment
