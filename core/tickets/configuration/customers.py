"""Whose a ticket is to be: a customer by name or address."""

from uuid import UUID

from core.access.actor import Actor, Role
from core.access.permissions import Permission, require
from core.database.unit_of_work import UnitOfWork
from core.errors import Invalid
from core.ids import new_id
from core.people.models import Person
from core.people.people import PersonDraft, find_person


async def to_customer(uow: UnitOfWork, actor: Actor, said: str) -> UUID:
    """The customer of that name or address; an address that is new becomes one.

    Raises :class:`Invalid` (field ``customer``) or ``Denied``.
    """
    return await check_customer(uow, actor, said) or await _new_customer(uow, said)


async def check_customer(uow: UnitOfWork, actor: Actor, said: str) -> UUID | None:
    """Who is meant; None for somebody new, whose address it is.

    Raises :class:`Invalid` (field ``customer``) or ``Denied``.
    """
    require(actor, Permission.OPEN_FOR_OTHERS)
    try:
        return (await find_person(uow, actor, said)).id
    except Invalid as error:
        if "@" not in said.strip("@") or "could be" in error.details["problem"]:
            raise Invalid(field="customer", problem=error.details["problem"]) from error
    _to_newcomer(said)
    return None


def _to_newcomer(email: str) -> PersonDraft:
    try:
        return PersonDraft(name=email.partition("@")[0] or email, email=email)
    except ValueError as error:
        raise Invalid(field="customer", problem=f"{email!r} is not an email address") from error


async def _new_customer(uow: UnitOfWork, email: str) -> UUID:
    checked = _to_newcomer(email)
    person = Person(
        id=new_id(),
        organisation_id=uow.organisation_id,
        name=checked.name,
        email=checked.email,
        role=Role.CUSTOMER.value,
        status="active",
        created_at=uow.now,
        updated_at=uow.now,
    )
    uow.session.add(person)
    await uow.session.flush()
    return person.id
