"""Linking accounts by a one-time code, made on one account and said on another.

The code proves that one person holds both. It is shown once, to its maker alone, lasts ten
minutes, is kept as a hash and can be said once. Whoever says it is told what would become
one and must agree: somebody else's code joins nothing by itself. Staff guard their rights:

* only a code that a member of staff made themselves lets another account be theirs, and
  they must confirm it on the account that made it, because a code may be talked out of them;
* a code that a customer made and a member of staff says joins nothing;
* two members of staff, and outsiders with staff, are never joined.

A wrong code, one that ran out and one that was said before are told alike.
"""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from core.access.actor import STAFF, Actor, Role
from core.access.permissions import Permission, require
from core.access.tokens import hash_token
from core.database.unit_of_work import UnitOfWork
from core.errors import ErrorKind, HelpdeskError, NotFound
from core.events.pacing import take_turn
from core.ids import new_id
from core.people.identities import account_of
from core.people.joining import join_people, which_is_kept
from core.people.models import Identity, LinkCode, Person

LASTS = timedelta(minutes=10)
LETTERS = "ACDEFGHJKLMNPQRTUVWXY34679"
LENGTH = 8
TRIES, AGAIN = 5, timedelta(minutes=10)
"""So many codes may one account make, and as many say, within that time."""

Account = tuple[str, str, str]
"""Platform, workspace and the account's id there."""


class TooManyCodes(HelpdeskError):
    """Somebody tries codes."""

    kind = ErrorKind.CONFLICT
    code = "link.too_many"
    text = "That was too often. Wait {minutes} minutes and try again."


@dataclass(frozen=True)
class Side:
    """One of the two accounts, as the other's owner may know of it."""

    name: str
    platform: str
    is_staff: bool


@dataclass(frozen=True)
class Offer:
    """A code was right: what would become one, or ``refusal`` says why it never will."""

    id: UUID
    maker: Side
    said_by: Side
    refusal: str = ""


@dataclass(frozen=True)
class Agreed:
    """What came of it: the two are one, or the maker's account must still confirm it."""

    id: UUID
    maker: Identity
    said_by: Identity
    names: tuple[str, str]
    is_joined: bool


async def make_link_code(uow: UnitOfWork, actor: Actor, account: Account) -> str:
    """A code for the actor's account, told once. Raises :class:`TooManyCodes`."""
    require(actor, Permission.LINK)
    identity = await _own(uow, actor, account)
    await _take_turn(uow, "made", account)
    code = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    uow.session.add(
        LinkCode(
            id=new_id(),
            organisation_id=uow.organisation_id,
            code_hash=_hash(uow, code),
            identity_id=identity.id,
            created_at=uow.now,
            expires_at=uow.now + LASTS,
        )
    )
    await uow.session.flush()
    return f"{code[:4]}-{code[4:]}"


async def is_link_code(uow: UnitOfWork, code: str, account: Account) -> bool:
    """Whether somebody whom we do not know yet says a code that is good; each try counts."""
    await _take_turn(uow, "said", account)
    return await _fresh(uow, code) is not None


async def say_link_code(uow: UnitOfWork, actor: Actor, account: Account, code: str) -> Offer | None:
    """What the code would join with the actor's account. None for any code that is not good.

    It is used up by this. Nothing is joined before the actor agrees. Raises
    :class:`TooManyCodes`; a wrong code is no error, so that each try counts.
    """
    require(actor, Permission.LINK)
    own = await _own(uow, actor, account)
    await _take_turn(uow, "said", account)
    row = await _fresh(uow, code)
    if row is None:
        return None
    maker = await uow.session.get_one(Identity, row.identity_id)
    row.said_by, row.said_at, row.expires_at = own.id, uow.now, uow.now + LASTS
    offer = Offer(row.id, await side_of(uow, maker), await side_of(uow, own))
    refusal = _refusal(offer, maker, own)
    if refusal:
        row.ended_at = uow.now
    await uow.session.flush()
    return Offer(row.id, offer.maker, offer.said_by, refusal)


def _refusal(offer: Offer, maker: Identity, said_by: Identity) -> str:
    if maker.person_id == said_by.person_id:
        return "these accounts are known as one person already."
    if offer.maker.is_staff and offer.said_by.is_staff:
        return "two members of staff cannot become one. Ask an administrator."
    if offer.said_by.is_staff:
        return "you are staff: make the code on this account, and say it on the other."
    if offer.maker.is_staff and said_by.guest:
        return "this account is a guest's, and a guest never acts as staff."
    return ""


async def agree_to_link(uow: UnitOfWork, actor: Actor, account: Account, code_id: UUID) -> Agreed:
    """Who said the code agrees. With a customer's account the two become one; a member of
    staff must still confirm it. Raises :class:`NotFound` unless it is theirs to agree."""
    require(actor, Permission.LINK)
    own = await _own(uow, actor, account)
    row = await _open(uow, code_id)
    if row is None or row.said_by != own.id or row.agreed_at is not None:
        raise NotFound(ref="that link")
    maker = await uow.session.get_one(Identity, row.identity_id)
    row.agreed_at, row.expires_at = uow.now, uow.now + LASTS
    if (await side_of(uow, maker)).is_staff:
        await uow.session.flush()
        return Agreed(row.id, maker, own, await _names(uow, maker, own), is_joined=False)
    return await _join(uow, actor, row, maker, own)


async def confirm_link(uow: UnitOfWork, actor: Actor, account: Account, code_id: UUID) -> Agreed:
    """The member of staff whose account made the code says that the other account is theirs.

    Raises :class:`NotFound` on any other account, and before the other side agreed.
    """
    require(actor, Permission.LINK)
    own = await _own(uow, actor, account)
    row = await _open(uow, code_id)
    if row is None or row.identity_id != own.id or row.agreed_at is None or not row.said_by:
        raise NotFound(ref="that link")
    return await _join(uow, actor, row, own, await uow.session.get_one(Identity, row.said_by))


async def refuse_link(uow: UnitOfWork, actor: Actor, account: Account, code_id: UUID) -> None:
    """Either side says no: the code is of no use any more."""
    require(actor, Permission.LINK)
    own = await _own(uow, actor, account)
    row = await _open(uow, code_id)
    if row is None or own.id not in {row.identity_id, row.said_by}:
        raise NotFound(ref="that link")
    row.ended_at = uow.now
    await uow.session.flush()


async def _join(
    uow: UnitOfWork, actor: Actor, row: LinkCode, maker: Identity, said_by: Identity
) -> Agreed:
    row.ended_at = uow.now
    people = [await uow.session.get_one(Person, one.person_id) for one in (maker, said_by)]
    kept, other = which_is_kept(*people)
    if any(person.status != "active" for person in people) or kept.id == other.id:
        raise NotFound(ref="that link")
    code_id, names = row.id, await _names(uow, maker, said_by)
    await join_people(uow, actor, kept.id, other.id)
    await uow.session.refresh(maker)
    await uow.session.refresh(said_by)
    return Agreed(code_id, maker, said_by, names, is_joined=True)


async def _names(uow: UnitOfWork, maker: Identity, said_by: Identity) -> tuple[str, str]:
    return (await side_of(uow, maker)).name, (await side_of(uow, said_by)).name


async def _own(uow: UnitOfWork, actor: Actor, account: Account) -> Identity:
    identity = await account_of(uow, *account)
    if identity is None or identity.person_id != actor.person_id:
        raise NotFound(ref="an account of yours here")
    return identity


async def side_of(uow: UnitOfWork, identity: Identity) -> Side:
    """Whose account it is, as the other side may know."""
    person = await uow.session.get_one(Person, identity.person_id)
    return Side(person.name, identity.platform, Role(person.role) in STAFF)


async def _fresh(uow: UnitOfWork, code: str) -> LinkCode | None:
    found: LinkCode | None = await uow.session.scalar(
        select(LinkCode)
        .where(
            LinkCode.code_hash == _hash(uow, code),
            LinkCode.said_at.is_(None),
            LinkCode.ended_at.is_(None),
            LinkCode.expires_at > uow.now,
        )
        .with_for_update()
    )
    return found


async def _open(uow: UnitOfWork, code_id: UUID) -> LinkCode | None:
    found: LinkCode | None = await uow.session.scalar(
        select(LinkCode)
        .where(
            LinkCode.id == code_id,
            LinkCode.said_at.is_not(None),
            LinkCode.ended_at.is_(None),
            LinkCode.expires_at > uow.now,
        )
        .with_for_update()
    )
    return found


def _hash(uow: UnitOfWork, code: str) -> str:
    plain = "".join(c for c in code.upper() if c.isalnum())
    return hash_token(f"{uow.organisation_id}:{plain}")


async def _take_turn(uow: UnitOfWork, act: str, account: Account) -> None:
    name = f"link:{act}:{uow.organisation_id}:{':'.join(account)}"
    wait = await take_turn(uow.session, name, TRIES, TRIES / AGAIN.total_seconds(), uow.now)
    if wait > 0:
        raise TooManyCodes(minutes=max(1, round(wait / 60)))
