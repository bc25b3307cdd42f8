"""The demo's people, as whom anybody on this machine may sign in."""

from sqlalchemy import select

from api.pages.signing_in import Persona
from core.database.unit_of_work import UnitOfWork
from core.people.models import Person


async def read_personas(uow: UnitOfWork) -> list[Persona]:
    """The demo's people with an address, customers first."""
    people = await uow.session.scalars(
        select(Person)
        .where(Person.preferences["persona"].as_string() != "")
        .order_by(Person.preferences["persona"].as_string())
    )
    return [Persona(p.id, p.name, p.role, p.preferences.get("line", "")) for p in people]
