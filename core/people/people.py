"""Making, changing and finding people."""

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator
from sqlalchemy import delete, func, or_, select
from sqlalchemy.dialects.postgresql import insert

from core.access.actor import Actor, Role
from core.access.models import Session
from core.access.passwords import hash_password
from core.access.permissions import Permission, require
from core.database.unit_of_work import UnitOfWork
from core.errors import Denied, Invalid, NotFound
from core.ids import new_id
from core.people.events import PersonChanged, PersonCreated
from core.people.joining import as_one
from core.people.models import Identity, Person, Team, TeamMember
from core.people.organisation import Zone

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
STATUSES = frozenset({"active", "inactive", "suspended"})


class PersonDraft(BaseModel):
    """What may be said of a person by those who manage people."""

    model_config = ConfigDict(extra="forbid")

    name: Name
    email: str | None = Field(default=None, max_length=254)
    role: Role = Role.CUSTOMER
    status: str = "active"
    team_id: UUID | None = None
    phone: str | None = Field(default=None, max_length=50)
    timezone: Zone | None = None
    language: str | None = Field(default=None, max_length=16)
    avatar_url: str | None = Field(default=None, max_length=2000)

    @field_validator("email")
    @classmethod
    def _plausible(cls, value: str | None) -> str | None:
        if value is None:
            return None
        value = value.strip().lower()
        name, at, host = value.partition("@")
        if not (at and name and "." in host) or any(c.isspace() for c in value):
            raise ValueError("this is not an email address")
        return value

    @field_validator("status")
    @classmethod
    def _known(cls, value: str) -> str:
        if value not in STATUSES:
            raise ValueError("use active, inactive or suspended")
        return value


async def create_person(
    uow: UnitOfWork, actor: Actor, draft: PersonDraft, *, password: str | None = None
) -> Person:
    """Make a person. Raises :class:`Invalid` if the email address is taken."""
    require(actor, Permission.WRITE_PEOPLE)
    _not_above(actor, draft.role)
    await _refuse_taken_email(uow, draft.email, None)
    await _refuse_unknown_team(uow, draft.team_id)
    person = Person(
        id=new_id(),
        organisation_id=uow.organisation_id,
        **draft.model_dump(exclude={"role"}),
        role=draft.role.value,
        password_hash=await hash_password(password) if password else None,
        created_at=uow.now,
        updated_at=uow.now,
    )
    uow.session.add(person)
    await uow.session.flush()
    await _move_home(uow, person, None)
    await uow.record(PersonCreated(person_id=person.id, role=person.role), actor)
    return person


async def change_person(
    uow: UnitOfWork, actor: Actor, person_id: UUID, draft: PersonDraft
) -> Person:
    """Replace what is said of a person. A suspended one is refused on every surface."""
    require(actor, Permission.WRITE_PEOPLE)
    person = await get_person(uow, actor, person_id)
    _not_above(actor, Role(person.role))
    _not_above(actor, draft.role)
    await _refuse_taken_email(uow, draft.email, person_id)
    await _refuse_unknown_team(uow, draft.team_id)
    home = person.team_id
    values = draft.model_dump() | {"role": draft.role.value}
    changed = tuple(name for name, value in values.items() if getattr(person, name) != value)
    for name in changed:
        setattr(person, name, values[name])
    if changed:
        person.updated_at = uow.now
        await uow.session.flush()
        if person.team_id != home:
            await _move_home(uow, person, home)
        await uow.record(
            PersonChanged(
                person_id=person.id, fields=changed, role=person.role, status=person.status
            ),
            actor,
        )
    return person


async def change_password(uow: UnitOfWork, actor: Actor, person_id: UUID, password: str) -> Person:
    """Give a person another password; whoever is signed in as that person no longer is.

    Raises :class:`Invalid` if it is too short.
    """
    require(actor, Permission.WRITE_PEOPLE)
    person = await get_person(uow, actor, person_id)
    _not_above(actor, Role(person.role))
    person.password_hash = await hash_password(password)
    person.updated_at = uow.now
    await uow.session.execute(delete(Session).where(Session.person_id == person.id))
    await uow.record(
        PersonChanged(
            person_id=person.id, fields=("password",), role=person.role, status=person.status
        ),
        actor,
    )
    return person


def _not_above(actor: Actor, role: Role) -> None:
    # A manager manages agents and customers; only an administrator makes another.
    if actor.role is not Role.ADMIN and role in {Role.ADMIN, Role.MANAGER}:
        raise Denied(act=f"give or change the role {role.value}")


async def _refuse_taken_email(uow: UnitOfWork, email: str | None, mine: UUID | None) -> None:
    if email is None:
        return
    owner = await uow.session.scalar(select(Person.id).where(Person.email == email))
    if owner is not None and owner != mine:
        raise Invalid(field="email", problem="somebody has this address already")


async def _refuse_unknown_team(uow: UnitOfWork, team_id: UUID | None) -> None:
    if team_id is not None and await uow.session.get(Team, team_id) is None:
        raise Invalid(field="team_id", problem="there is no such team")


async def _move_home(uow: UnitOfWork, person: Person, before: UUID | None) -> None:
    """Who leaves a home team is no longer a member: its private tickets are not theirs."""
    if before is not None:
        await uow.session.execute(
            delete(TeamMember).where(
                TeamMember.team_id == before, TeamMember.person_id == person.id
            )
        )
    if person.team_id is not None:
        row = {"team_id": person.team_id, "person_id": person.id}
        row["organisation_id"] = uow.organisation_id
        await uow.session.execute(insert(TeamMember).values(row).on_conflict_do_nothing())


async def get_person(uow: UnitOfWork, actor: Actor, person_id: UUID) -> Person:
    """One person: oneself, or anybody for staff. Raises :class:`NotFound`."""
    if person_id != actor.person_id:
        require(actor, Permission.READ_PEOPLE)
    person = await uow.session.get(Person, person_id)
    if person is None:
        raise NotFound(ref="that person")
    return person


async def list_people(
    uow: UnitOfWork,
    actor: Actor,
    *,
    search: str = "",
    role: Role | None = None,
    after: UUID | None = None,
    limit: int = 50,
) -> list[Person]:
    """People by id, ``limit`` at most, after the id ``after``."""
    require(actor, Permission.READ_PEOPLE)
    query = select(Person).where(Person.joined_into_id.is_(None)).order_by(Person.id).limit(limit)
    if search:
        fits = (c.icontains(search, autoescape=True) for c in (Person.name, Person.email))
        query = query.where(or_(*fits))
    if role:
        query = query.where(Person.role == role.value)
    if after:
        query = query.where(Person.id > after)
    return list(await uow.session.scalars(query))


async def find_person(uow: UnitOfWork, actor: Actor, said: str) -> Person:
    """The person meant by ``me``, ``@name``, an email address, a platform's user id or their own.

    Raises :class:`Invalid` (field ``person``) when nobody or more than one is meant.
    """
    name = said.strip().lstrip("@")
    if name.lower() == "me" and actor.person_id:
        return await get_person(uow, actor, actor.person_id)
    require(actor, Permission.READ_PEOPLE)
    found = await _people_meant(uow, name)
    exact = [p for p in found if p.name.lower() == name.lower()]
    found = exact if len(exact) == 1 else found
    if len(found) != 1:
        problem = (
            f"I don't know {said}"
            if not found
            else f"{said} could be {' or '.join(p.name for p in found)}; use the email address"
        )
        raise Invalid(field="person", problem=problem)
    return await as_one(uow, found[0]) or found[0]


async def _people_meant(uow: UnitOfWork, name: str) -> list[Person]:
    """By address or id, else by a platform's id, else by the beginning of the name."""
    # One after the other: joined by OR, all people would be read instead of an index.
    queries = [
        select(Person)
        .where(Person.id.in_(select(Identity.person_id).where(Identity.external_id == name)))
        .limit(2),
        select(Person)
        .where(Person.name.ilike(f"{name.replace('%', '').replace('_', ' ')}%"))
        .where(Person.status == "active", Person.joined_into_id.is_(None))
        .order_by(func.lower(Person.name) != name.lower(), Person.role == Role.CUSTOMER.value)
        .limit(3),
    ]
    if "@" in name:
        queries.insert(0, select(Person).where(Person.email == name.lower()))
    if (id := _to_id(name)) is not None:
        queries.insert(0, select(Person).where(Person.id == id))
    for query in queries:
        found = list(await uow.session.scalars(query))
        if found:
            return found
    return []


def _to_id(said: str) -> UUID | None:
    try:
        return UUID(said)
    except ValueError:
        return None
