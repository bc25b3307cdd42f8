"""Texts that were kept because their act could not be carried out."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, select

from core.access.actor import Actor
from core.conversation.models import Draft
from core.database.unit_of_work import UnitOfWork
from core.errors import NotFound
from core.ids import new_id, to_id

KEPT_FOR = timedelta(days=7)


async def keep_draft(uow: UnitOfWork, actor: Actor, values: dict[str, str]) -> UUID | None:
    """Keep what the actor wrote; returns its id (None for nobody's or nothing)."""
    if actor.person_id is None:
        return None
    return await keep_draft_for(uow, actor.person_id, values)


async def keep_draft_for(uow: UnitOfWork, person_id: UUID, values: dict[str, str]) -> UUID | None:
    """Keep what that person wrote, who may have lost the right to act meanwhile."""
    if not any(values.values()):
        return None
    draft = Draft(
        id=new_id(),
        organisation_id=uow.organisation_id,
        person_id=person_id,
        values=values,
        created_at=uow.now,
    )
    uow.session.add(draft)
    old = Draft.created_at < uow.now - KEPT_FOR
    await uow.session.execute(delete(Draft).where(Draft.person_id == person_id, old))
    return draft.id


async def kept_draft(uow: UnitOfWork, actor: Actor, draft_id: str) -> dict[str, str]:
    """The actor's own kept text. Raises :class:`NotFound`."""
    wanted = to_id(draft_id, "that text")
    values: dict[str, str] | None = await uow.session.scalar(
        select(Draft.values).where(Draft.id == wanted, Draft.person_id == actor.person_id)
    )
    if values is None:
        raise NotFound(ref="that text")
    return values
