"""API keys: made, recognised, rotated and revoked. The key itself is shown once."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import bindparam, select

from core.access.actor import Actor, Role
from core.access.events import ApiKeyCreated, ApiKeyRevoked
from core.access.models import ApiKey
from core.access.permissions import SCOPES, Permission, require
from core.access.tokens import hash_token, new_token
from core.database.organisations import list_in_directory
from core.database.unit_of_work import UnitOfWork
from core.errors import Invalid, NotFound, Unauthenticated
from core.ids import new_id
from core.people.actors import COLUMNS, to_actor
from core.people.models import Person

PREFIX = "dh_"

# Built once: every request of an integration asks this.
_BY_KEY = (
    select(*COLUMNS, ApiKey.scopes, ApiKey.expires_at)
    .join(Person, Person.id == ApiKey.person_id)
    .where(
        ApiKey.key_hash == bindparam("key_hash"),
        ApiKey.revoked_at.is_(None),
        Person.status == "active",
    )
)


class KeyRefused(Unauthenticated):
    """The key is unknown, expired, revoked, or its person may not act."""

    code = "api_key.refused"
    text = "This API key is not valid (unknown, expired or revoked)."


@dataclass(frozen=True)
class NewKey:
    """A fresh key: ``secret`` is told now and never again."""

    id: UUID
    secret: str
    scopes: tuple[str, ...]
    expires_at: datetime | None


async def create_key(
    uow: UnitOfWork,
    actor: Actor,
    *,
    role: Role,
    scopes: list[str],
    name: str = "integration",
    days: int | None = None,
    person_id: UUID | None = None,
) -> NewKey:
    """Make a key that acts with ``role`` within ``scopes``, for ``days`` or without end.

    Without ``person_id`` a person of that role is made for the integration. Raises
    :class:`Invalid` for a scope that does not exist.
    """
    require(actor, Permission.MANAGE_KEYS)
    wanted = scopes or sorted(_all_scopes(role))
    unknown = sorted(set(wanted) - set(SCOPES))
    if unknown:
        raise Invalid(
            field="scopes", problem=f"{unknown[0]} is not one of {', '.join(sorted(SCOPES))}"
        )
    if person_id is None:
        person_id = new_id()
        uow.session.add(
            Person(
                id=person_id,
                organisation_id=uow.organisation_id,
                name=name,
                role=role.value,
                created_at=uow.now,
                updated_at=uow.now,
            )
        )
        await uow.session.flush()
    return await _store_key(uow, actor, name, person_id, wanted, days)


async def _store_key(
    uow: UnitOfWork, actor: Actor, name: str, person_id: UUID, scopes: list[str], days: int | None
) -> NewKey:
    secret = new_token(PREFIX)
    key = ApiKey(
        id=new_id(),
        organisation_id=uow.organisation_id,
        name=name,
        key_hash=hash_token(secret),
        hint=secret[: len(PREFIX) + 4],
        person_id=person_id,
        scopes=scopes,
        created_at=uow.now,
        expires_at=uow.now + timedelta(days=days) if days is not None else None,
    )
    uow.session.add(key)
    await list_in_directory(uow.session, "key", key.key_hash, uow.organisation_id)
    await uow.record(ApiKeyCreated(key_id=key.id, scopes=tuple(scopes)), actor)
    return NewKey(key.id, secret, tuple(scopes), key.expires_at)


def _all_scopes(role: Role) -> set[str]:
    return set(SCOPES) if role is Role.ADMIN else set(SCOPES) - {"admin"}


async def rotate_key(uow: UnitOfWork, actor: Actor, key_id: UUID, *, grace_days: int = 0) -> NewKey:
    """A new key for the same person and scopes; the old one ends after ``grace_days``."""
    require(actor, Permission.MANAGE_KEYS)
    old = await uow.session.get(ApiKey, key_id)
    if old is None or old.revoked_at is not None:
        raise NotFound(ref="that API key")
    ends = uow.now + timedelta(days=grace_days)
    old.expires_at = min(old.expires_at, ends) if old.expires_at else ends
    return await _store_key(uow, actor, old.name, old.person_id, old.scopes, None)


async def revoke_key(uow: UnitOfWork, actor: Actor, key_id: UUID) -> None:
    """End a key at once."""
    require(actor, Permission.MANAGE_KEYS)
    key = await uow.session.get(ApiKey, key_id)
    if key is None:
        raise NotFound(ref="that API key")
    key.revoked_at = uow.now
    await uow.record(ApiKeyRevoked(key_id=key.id), actor)


async def list_keys(uow: UnitOfWork, actor: Actor) -> list[ApiKey]:
    """All keys, newest first, without their secrets."""
    require(actor, Permission.MANAGE_KEYS)
    return list(await uow.session.scalars(select(ApiKey).order_by(ApiKey.created_at.desc())))


async def actor_by_key(uow: UnitOfWork, secret: str) -> Actor:
    """Who acts with this key. Raises :class:`KeyRefused`."""
    found = await uow.session.execute(_BY_KEY, {"key_hash": hash_token(secret)})
    row = found.one_or_none()
    if row is None or (row.expires_at is not None and row.expires_at <= uow.now):
        raise KeyRefused
    return to_actor(uow, row, "api", frozenset(row.scopes))
