"""Linking accounts on platforms to people."""

from datetime import timedelta
from typing import Protocol
from uuid import UUID

from sqlalchemy import select, text

from core.access.actor import STAFF, Actor, Role, the_desk
from core.database.unit_of_work import UnitOfWork
from core.errors import HelpdeskError
from core.ids import new_id
from core.people.actors import actor_for
from core.people.events import IdentityLinked, PersonChanged, PersonCreated
from core.people.models import Identity, Person
from core.people.organisation import usable_zone

TRUSTED_FOR = timedelta(hours=1)
"""How long a platform's word about one of its users is believed before asking again."""

_ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))")


class NotLinked(HelpdeskError):
    """The platform vouches for no address, so we cannot tell who this is."""

    code = "identity.not_linked"
    text = (
        "I don't know you yet. Link this account to one that I know, or ask an administrator to "
        "add your email address, and make sure that it is confirmed on {platform}."
    )


class Suspended(HelpdeskError):
    """The person may not act at present."""

    code = "person.suspended"
    text = "Your account is not active. Ask an administrator."


class Vouched(Protocol):
    """What a platform says of a user (see ``bot.ports.Profile``)."""

    @property
    def name(self) -> str: ...
    @property
    def direct(self) -> str: ...
    @property
    def email(self) -> str | None: ...
    @property
    def guest(self) -> bool: ...
    @property
    def staff(self) -> bool: ...
    @property
    def timezone(self) -> str | None: ...
    @property
    def avatar_url(self) -> str | None: ...
    @property
    def person_id(self) -> UUID | None: ...


async def known_identity(
    uow: UnitOfWork, platform: str, workspace: str, external_id: str
) -> Identity | None:
    """The linked account, unless the platform's word about it has become too old."""
    identity = await _identity(uow, platform, workspace, external_id)
    if identity is None or identity.checked_at < uow.now - TRUSTED_FOR:
        return None
    return identity


async def account_of(
    uow: UnitOfWork, platform: str, workspace: str, external_id: str
) -> Identity | None:
    """The linked account, however long ago its platform was asked about it."""
    return await _identity(uow, platform, workspace, external_id)


async def direct_channels(uow: UnitOfWork, platform: str, workspace: str, most: int) -> list[str]:
    """The channels that reach people of that workspace alone, of those who were seen last."""
    query = (
        select(Identity.direct)
        .where(Identity.platform == platform, Identity.workspace == workspace)
        .order_by(Identity.checked_at.desc())
        .limit(most)
    )
    return list(await uow.session.scalars(query))


async def _identity(
    uow: UnitOfWork, platform: str, workspace: str, external_id: str
) -> Identity | None:
    found: Identity | None = await uow.session.scalar(
        select(Identity).where(
            Identity.platform == platform,
            Identity.workspace == workspace,
            Identity.external_id == external_id,
        )
    )
    return found


async def link_identity(
    uow: UnitOfWork,
    platform: str,
    workspace: str,
    external_id: str,
    vouched: Vouched,
    *,
    welcome: bool = False,
    by_code: bool = False,
) -> Identity:
    """Link (or confirm) an account by the address that its platform has verified.

    Members of the triage channel become agents by themselves; guests never do, and
    nobody loses a higher role. Guests are strangers unless they are ``welcome``: where
    customers are served, each is a customer, without an address if none is verified. So is
    who says a good code of an account that we know (``by_code``). Who is staff there needs no
    address either. Raises :class:`NotLinked`.
    """
    # Somebody new often does two things at once, perhaps on two platforms: one person.
    await uow.session.execute(_ONE_AT_A_TIME, {"name": f"link:{uow.organisation_id}"})
    desk = the_desk(uow.organisation_id, platform)
    identity = await _identity(uow, platform, workspace, external_id)
    person = await _person_meant(uow, identity, vouched)
    if person is None:
        welcomed = by_code or (vouched.guest and welcome)
        colleague = not vouched.guest and (vouched.email is not None or vouched.staff)
        if not (welcomed or colleague):
            raise NotLinked(platform=platform.capitalize())
        person = await _new_person(uow, desk, vouched, by_code)
    if not by_code and vouched.staff and not vouched.guest and person.role == Role.CUSTOMER.value:
        person.role = Role.AGENT.value
        await uow.record(
            PersonChanged(
                person_id=person.id, fields=("role",), role=person.role, status=person.status
            ),
            desk,
        )
    if identity is None:
        identity = Identity(
            id=new_id(),
            organisation_id=uow.organisation_id,
            platform=platform,
            workspace=workspace,
            external_id=external_id,
            person_id=person.id,
        )
        uow.session.add(identity)
        await uow.record(IdentityLinked(person_id=person.id, platform=platform), desk)
    identity.guest, identity.checked_at = vouched.guest, uow.now
    identity.direct = vouched.direct
    await uow.session.flush()
    return identity


async def _person_meant(
    uow: UnitOfWork, identity: Identity | None, vouched: Vouched
) -> Person | None:
    known = identity.person_id if identity else vouched.person_id
    if known:
        return await uow.session.get(Person, known)
    if vouched.email is None:
        return None
    person: Person | None = await uow.session.scalar(
        select(Person).where(Person.email == vouched.email.lower())
    )
    if person is not None and person.joined_into_id is not None:
        return await uow.session.get(Person, person.joined_into_id)
    return person


async def _new_person(uow: UnitOfWork, desk: Actor, vouched: Vouched, by_code: bool) -> Person:
    is_staff = vouched.staff and not by_code
    person = Person(
        id=new_id(),
        organisation_id=uow.organisation_id,
        name=vouched.name,
        email=vouched.email.lower() if vouched.email else None,
        role=(Role.AGENT if is_staff else Role.CUSTOMER).value,
        status="active",
        timezone=usable_zone(vouched.timezone),
        avatar_url=vouched.avatar_url,
        created_at=uow.now,
        updated_at=uow.now,
    )
    uow.session.add(person)
    await uow.session.flush()
    await uow.record(PersonCreated(person_id=person.id, role=person.role), desk)
    return person


async def actor_of(uow: UnitOfWork, identity: Identity) -> Actor:
    """Who acts through this account. A guest of the platform never acts as staff.

    Raises :class:`Suspended`.
    """
    actor = await actor_for(uow, identity.person_id, surface=identity.platform)
    if actor is None:
        raise Suspended
    if identity.guest and actor.role in STAFF:
        raise NotLinked(platform=identity.platform.capitalize())
    return actor
