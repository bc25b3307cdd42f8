"""Two records of one person: the other's rows go over to the one that is kept, and can go back.

Which rows went is kept by their ids, so parting the two gives back exactly those. What was
done meanwhile stays with the person who was kept. Only customers go over: nobody gets or
loses rights that staff had, and a customer's API keys end where the record that is kept is
one of staff.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import Table, select, update

from core.access.actor import STAFF, Actor, Role
from core.access.events import ApiKeyRevoked
from core.access.models import ApiKey
from core.access.permissions import Permission, require
from core.database.base import Base
from core.database.unit_of_work import UnitOfWork
from core.errors import NotFound
from core.ids import new_id
from core.people.events import PeopleJoined, PeopleParted
from core.people.models import JoinedPeople, Person

MOVES: dict[tuple[str, str], dict[str, str]] = {
    ("identities", "person_id"): {},
    ("tickets", "requester_id"): {},
    ("surveys", "requester_id"): {},
    ("messages", "author_id"): {},
    ("message_reactions", "person_id"): {},
    ("attachments", "person_id"): {},
    ("asks", "person_id"): {},
    ("drafts", "person_id"): {},
    ("upload_links", "person_id"): {},
    ("entry_links", "person_id"): {},
    ("person_notes", "person_id"): {},
    ("api_keys", "person_id"): {},
    ("places", "person_id"): {"role": "customer"},
    ("people", "joined_into_id"): {},
    ("ticket_moves", "from_id"): {},
    ("ticket_moves", "to_id"): {},
}
"""The columns that say whose something is, with what else must hold of the row. By name:
the tables are those of features above this one."""


async def join_people(uow: UnitOfWork, actor: Actor, keep_id: UUID, other_id: UUID) -> JoinedPeople:
    """Let ``other_id``, a customer, go on as ``keep_id``. A step: its callers know that the
    two are one person."""
    await uow.finish()
    keep, other = await _locked(uow, keep_id, other_id)
    if other.role != Role.CUSTOMER.value or other.joined_into_id or keep.joined_into_id:
        raise NotFound(ref="that person")
    moved: dict[str, Any] = {}
    for (name, column), also in MOVES.items():
        ids = await _move(uow, name, column, also, other_id, keep_id)
        if ids:
            moved[f"{name}.{column}"] = [str(one) for one in ids]
    other.joined_into_id = keep_id
    if Role(keep.role) in STAFF:
        await _end_keys(uow, actor, moved.get("api_keys.person_id", []))
    row = JoinedPeople(
        id=new_id(),
        organisation_id=uow.organisation_id,
        person_id=keep_id,
        other_id=other_id,
        moved=moved,
        joined_at=uow.now,
    )
    uow.session.add(row)
    await uow.session.flush()
    await uow.record(PeopleJoined(person_id=keep_id, other_id=other_id), actor)
    return row


async def part_people(uow: UnitOfWork, actor: Actor) -> Person:
    """Undo the latest joining of the actor with another record: each has again what it had.

    Returns the other. Raises :class:`NotFound` if there is nothing to undo.
    """
    require(actor, Permission.LINK)
    await uow.finish()
    row = await uow.session.scalar(
        select(JoinedPeople)
        .where(JoinedPeople.person_id == actor.person_id, JoinedPeople.parted_at.is_(None))
        .order_by(JoinedPeople.joined_at.desc(), JoinedPeople.id.desc())
        .limit(1)
        .with_for_update()
    )
    if row is None:
        raise NotFound(ref="anything that was linked")
    keep, other = await _locked(uow, row.person_id, row.other_id)
    for place, ids in row.moved.items():
        name, _, column = place.partition(".")
        await _give_back(uow, name, column, ids, keep.id, other.id)
    other.joined_into_id, row.parted_at = None, uow.now
    await uow.session.flush()
    await uow.record(PeopleParted(person_id=keep.id, other_id=other.id), actor)
    return other


def which_is_kept(one: Person, another: Person) -> tuple[Person, Person]:
    """The record that is kept and the one that goes over: staff stay, then who has an address,
    then who was known first."""

    def rank(person: Person) -> tuple[bool, bool, float]:
        is_staff = Role(person.role) in STAFF
        return not is_staff, person.email is None, person.created_at.timestamp()

    kept, other = sorted((one, another), key=rank)
    return kept, other


async def as_one(uow: UnitOfWork, person: Person | None) -> Person | None:
    """The person as whom this record goes on: itself unless it was joined with another."""
    if person is None or person.joined_into_id is None:
        return person
    return await uow.session.get(Person, person.joined_into_id)


async def _locked(uow: UnitOfWork, *ids: UUID) -> list[Person]:
    rows = await uow.session.scalars(
        select(Person)
        .where(Person.id.in_(ids))
        .order_by(Person.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    found = {person.id: person for person in rows}
    if len(found) != len(set(ids)) or len(found) < len(ids):
        raise NotFound(ref="that person")
    return [found[one] for one in ids]


async def _end_keys(uow: UnitOfWork, actor: Actor, ids: list[str]) -> None:
    """What a program was given as a customer's must not read what staff may read."""
    keys = await uow.session.scalars(
        select(ApiKey).where(ApiKey.id.in_(ids), ApiKey.revoked_at.is_(None))
    )
    for key in keys.all():
        key.revoked_at = uow.now
        await uow.record(ApiKeyRevoked(key_id=key.id), actor)


def _table(name: str) -> Table:
    return Base.metadata.tables[name]


async def _move(
    uow: UnitOfWork, name: str, column: str, also: dict[str, str], before: UUID, after: UUID
) -> list[UUID]:
    table = _table(name)
    rows = await uow.session.scalars(
        update(table)
        .where(table.c[column] == before, *(table.c[key] == v for key, v in also.items()))
        .values({column: after})
        .returning(table.c.id)
    )
    return list(rows)


async def _give_back(
    uow: UnitOfWork, name: str, column: str, ids: list[str], keep_id: UUID, other_id: UUID
) -> None:
    table = _table(name)
    # A row that has changed hands since is no longer theirs to be given back.
    await uow.session.execute(
        update(table)
        .where(table.c.id.in_([UUID(one) for one in ids]), table.c[column] == keep_id)
        .values({column: other_id})
    )
