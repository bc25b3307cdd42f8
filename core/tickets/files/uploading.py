"""One-time upload links: how a file comes to a ticket where its platform would not carry it."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from core.access.actor import Actor
from core.access.permissions import Permission
from core.access.tokens import hash_token, new_token
from core.conversation.audience import Audience
from core.conversation.file_models import UploadLink
from core.conversation.files import StoredFile
from core.conversation.files_names import line_of_names
from core.conversation.models import Message
from core.database.unit_of_work import UnitOfWork
from core.errors import NotFound
from core.ids import new_id
from core.people.actors import actor_for
from core.tickets.files.attaching import keep_file
from core.tickets.reading.queries import get_ticket, number_of, ref_of
from core.tickets.replying import note, reply

LASTS = timedelta(hours=24)


@dataclass(frozen=True)
class Invitation:
    """Who may bring one file to which ticket, and who is going to see it."""

    actor: Actor
    number: int
    ref: str
    audience: Audience


async def invite_upload(
    uow: UnitOfWork, actor: Actor, number: int, audience: Audience = Audience.PUBLIC
) -> str:
    """The token of a link by which the actor may bring one file within :data:`LASTS`."""
    wanted = Permission.REPLY if audience is Audience.PUBLIC else Permission.NOTE
    ticket = await get_ticket(uow, actor, number, wanted)
    token = new_token()
    link = UploadLink(
        id=new_id(),
        organisation_id=uow.organisation_id,
        token_hash=hash_token(token),
        ticket_id=ticket.id,
        person_id=actor.person_id,
        audience=audience.value,
        created_at=uow.now,
        expires_at=uow.now + LASTS,
    )
    uow.session.add(link)
    await uow.session.flush()
    return token


async def invitation_of(uow: UnitOfWork, token: str) -> Invitation:
    """What the link is good for. Raises :class:`NotFound` if it was used or is too old."""
    link = await _link(uow, token, lock=False)
    person = await actor_for(uow, link.person_id, "upload")
    number = await number_of(uow, link.ticket_id)
    if person is None or number is None:
        raise NotFound(ref="that link")
    await get_ticket(uow, person, number, Permission.REPLY)
    return Invitation(person, number, ref_of(uow, number), Audience(link.audience))


async def use_upload(uow: UnitOfWork, token: str, stored: StoredFile) -> Message:
    """Say the file on the ticket as the person who was given the link, which ends with it."""
    link = await _link(uow, token, lock=True)
    invited = await invitation_of(uow, token)
    link.used_at = uow.now
    kept = await keep_file(uow, invited.actor, stored, number=invited.number)
    say = reply if invited.audience is Audience.PUBLIC else note
    words = line_of_names([kept.name])
    ids: list[UUID] = [kept.id]
    return await say(uow, invited.actor, invited.number, words, attachment_ids=ids)


async def _link(uow: UnitOfWork, token: str, *, lock: bool) -> UploadLink:
    query = select(UploadLink).where(UploadLink.token_hash == hash_token(token))
    link = await uow.session.scalar(query.with_for_update() if lock else query)
    if link is None or link.used_at is not None or link.expires_at <= uow.now:
        raise NotFound(ref="that link")
    return link
