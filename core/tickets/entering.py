"""One-time links by which a customer without a password comes to the web chat, as themselves.

Who asks is known by their account on a platform, and is given the link where nobody else
reads. It lasts some minutes, is kept as a hash, and whoever goes in by it ends it: then a
session begins like that of any customer who signs in. Nobody of the staff goes in that way,
whatever they were when they asked: their rights are behind a password.
"""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select, update

from core.access.actor import Actor
from core.access.sessions import SignedIn, sign_in_as
from core.access.tokens import hash_token, new_token
from core.database.unit_of_work import UnitOfWork
from core.errors import ErrorKind, HelpdeskError, NotFound
from core.events.pacing import take_turn
from core.ids import new_id
from core.people.actors import actor_for
from core.tickets.entry_models import EntryLink
from core.tickets.going_on_elsewhere import own_ticket
from core.tickets.reading.queries import number_of, ref_of

LASTS = timedelta(minutes=10)
TRIES, AGAIN = 5, timedelta(minutes=10)
"""So many links may one person ask for within that time."""


class TooManyLinks(HelpdeskError):
    """Somebody asks for link after link."""

    kind = ErrorKind.CONFLICT
    code = "entry.too_many"
    text = "That was too often. Wait {minutes} minutes and try again."


class StaffHavePasswords(HelpdeskError):
    """A member of staff asks to go in without their password."""

    kind = ErrorKind.DENIED
    code = "entry.staff"
    text = "Such a link is for customers alone. Staff sign in with their password."


@dataclass(frozen=True)
class Entry:
    """Who may go in, and to which ticket."""

    actor: Actor
    number: int
    ref: str


async def invite_in(uow: UnitOfWork, actor: Actor, number: int) -> str:
    """The token of a link by which the actor, a customer, goes on with their ticket in the web
    chat; links that they were given before end. Raises :class:`StaffHavePasswords`,
    :class:`TooManyLinks`, and :class:`NotFound` for a ticket that is not theirs."""
    ticket = await own_ticket(uow, actor, number)
    if actor.is_staff or actor.person_id is None:
        raise StaffHavePasswords
    turns = f"entry:{uow.organisation_id}:{actor.person_id}"
    wait = await take_turn(uow.session, turns, TRIES, TRIES / AGAIN.total_seconds(), uow.now)
    if wait > 0:
        raise TooManyLinks(minutes=max(1, round(wait / 60)))
    earlier = update(EntryLink).where(EntryLink.person_id == actor.person_id)
    await uow.session.execute(earlier.where(EntryLink.used_at.is_(None)).values(used_at=uow.now))
    token = new_token()
    uow.session.add(
        EntryLink(
            id=new_id(),
            organisation_id=uow.organisation_id,
            token_hash=hash_token(token),
            ticket_id=ticket.id,
            person_id=actor.person_id,
            created_at=uow.now,
            expires_at=uow.now + LASTS,
        )
    )
    await uow.session.flush()
    return token


async def entry_of(uow: UnitOfWork, token: str) -> Entry:
    """What a link is good for. Raises :class:`NotFound` if it was used, is too old, or its
    owner is no customer any more who may read the ticket."""
    return await _entry(uow, await _link(uow, token, lock=False))


async def enter_by(uow: UnitOfWork, token: str) -> tuple[Entry, SignedIn]:
    """Begin the session of whose link it is, which ends with it. Raises :class:`NotFound`."""
    link = await _link(uow, token, lock=True)
    entry = await _entry(uow, link)
    link.used_at = uow.now
    await uow.session.flush()
    return entry, await sign_in_as(uow, link.person_id)


async def _entry(uow: UnitOfWork, link: EntryLink) -> Entry:
    actor = await actor_for(uow, link.person_id, "web")
    number = await number_of(uow, link.ticket_id)
    if actor is None or actor.is_staff or number is None:
        raise NotFound(ref="that link")
    await own_ticket(uow, actor, number)
    return Entry(actor, number, ref_of(uow, number))


async def _link(uow: UnitOfWork, token: str, *, lock: bool) -> EntryLink:
    query = select(EntryLink).where(EntryLink.token_hash == hash_token(token))
    link: EntryLink | None = await uow.session.scalar(query.with_for_update() if lock else query)
    if link is None or link.used_at is not None or link.expires_at <= uow.now:
        raise NotFound(ref="that link")
    return link
