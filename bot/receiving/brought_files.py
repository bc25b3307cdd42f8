"""Files that people shared on a platform that keeps them: which of ours each one is, so that
what its author takes out of a message there is taken out everywhere."""

from uuid import UUID

from sqlalchemy import select

from bot.receiving.bringing import Bundle
from bot.talk import Talk
from core.conversation.models import MessageRef
from core.conversation.refs import keep_ref
from core.ids import to_id
from core.tickets.files.attachments import remove_attachment

_BROUGHT = "brought:"
"""Not ``file:``, the kind of those that we put there: these are not ours to take away."""


async def remember_brought(talk: Talk, place_id: UUID, message_id: UUID, bundle: Bundle) -> None:
    """Keep under which name its platform knows each file of a message."""
    theirs = [one.id for one in talk.incoming.files if not one.is_kept]
    ours = bundle.ids[len(bundle.ids) - len(theirs) :]
    for external_id, attachment_id in zip(theirs, ours, strict=True):
        if external_id:
            kind = f"{_BROUGHT}{attachment_id}"
            await keep_ref(talk.uow, place_id, kind, external_id, message_id)


async def take_files_away(talk: Talk, message_id: UUID) -> None:
    """Take back the files that an edit took out of a message."""
    gone, left = talk.incoming.gone, talk.incoming.left
    if not gone and left is None:
        return
    named = MessageRef.external_id.in_(gone) if left is None else ~MessageRef.external_id.in_(left)
    refs = await talk.uow.session.scalars(
        select(MessageRef).where(
            MessageRef.message_id == message_id, MessageRef.kind.startswith(_BROUGHT), named
        )
    )
    for ref in list(refs):
        attachment_id = to_id(ref.kind.removeprefix(_BROUGHT), "that file")
        await talk.uow.session.delete(ref)
        await remove_attachment(talk.uow, talk.actor, attachment_id)
