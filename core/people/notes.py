"""Notes about people: what staff should know of them, whichever ticket they come with."""

from uuid import UUID

from core.access.actor import Actor
from core.access.permissions import Permission, require
from core.database.unit_of_work import UnitOfWork
from core.errors import Invalid
from core.ids import new_id
from core.people.events import PersonNoted
from core.people.models import PersonNote
from core.people.people import get_person

LONGEST = 4000


async def note_person(uow: UnitOfWork, actor: Actor, person_id: UUID, text: str) -> PersonNote:
    """Write down something about a person, for staff alone."""
    require(actor, Permission.NOTE_PEOPLE)
    await get_person(uow, actor, person_id)
    body = text.replace("\x00", "").strip()
    if not body:
        raise Invalid(field="text", problem="write something first")
    if len(body) > LONGEST:
        raise Invalid(field="text", problem=f"this is longer than {LONGEST:,} characters")
    written = PersonNote(
        id=new_id(),
        organisation_id=uow.organisation_id,
        person_id=person_id,
        author_id=actor.person_id,
        body=body,
        created_at=uow.now,
    )
    uow.session.add(written)
    await uow.session.flush()
    await uow.record(PersonNoted(person_id=person_id, note_id=written.id), actor)
    return written
