"""Which people are probably meant while somebody types; one typing error is forgiven."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select

from core.access.actor import STAFF, Actor
from core.access.permissions import Permission, require
from core.database.typing_errors import may_be_mistyped, words_in
from core.database.unit_of_work import UnitOfWork
from core.people.models import Identity, Person

MOST = 20
SHORTEST = 2
"""Letters from which on customers are looked up: there may be very many."""
_LAST = "\U0010ffff"
"""Sorts behind every letter: the end of a range of addresses that begin alike."""


async def suggest_people(
    uow: UnitOfWork, actor: Actor, typed: str, *, staff: bool = False, most: int = MOST
) -> list[Person]:
    """Active people by the words of their name or by their address; ``staff``: only staff."""
    require(actor, Permission.READ_PEOPLE)
    said = typed.strip().lstrip("@").casefold()
    if len(said) < SHORTEST and not staff:
        return []
    found = await _people(uow, _fitting(said), staff, most)
    words = words_in(said)
    if not found and len(words) == 1 and may_be_mistyped(words[0]):
        found = await _people(uow, _mistyped(words[0]), staff, most)
    return found


async def accounts_of(uow: UnitOfWork, people: Collection[UUID]) -> dict[UUID, str]:
    """The platform on which each of these was seen last; nothing for who has no account."""
    rows = await uow.session.execute(
        select(Identity.person_id, Identity.platform)
        .where(Identity.person_id.in_(people))
        .order_by(Identity.checked_at)
    )
    return {person_id: platform for person_id, platform in rows}


async def _people(
    uow: UnitOfWork, which: ColumnElement[bool], staff: bool, most: int
) -> list[Person]:
    query = (
        select(Person)
        .where(which, Person.status == "active", Person.joined_into_id.is_(None))
        .order_by(Person.name, Person.id)
    )
    if staff:
        query = query.where(Person.role.in_([role.value for role in STAFF]))
    return list(await uow.session.scalars(query.limit(most)))


def _fitting(said: str) -> ColumnElement[bool]:
    """The words begin words of the name in this order, or it is the address's beginning."""
    name = func.lower(Person.name)
    plain = said.replace("\\", "").replace("%", "").replace("_", " ")
    address = Person.email.between(said, said + _LAST)
    return or_(name.like(f"{plain}%"), name.like(f"% {plain}%"), address)


def _mistyped(word: str) -> ColumnElement[bool]:
    """A word of the name begins like it, but for one typing error."""
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    near = {left + right[1:] for left, right in cuts if right}
    near |= {left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1}
    near |= {rf"{left}\w{right[skipped:]}" for left, right in cuts for skipped in (0, 1)}
    return func.lower(Person.name).regexp_match(rf"\m({'|'.join(sorted(near))})")
