"""Signing in: sessions of browsers."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, select, update

from core.access.actor import Actor
from core.access.models import Session
from core.access.passwords import password_matches
from core.access.tokens import hash_token, new_token
from core.database.unit_of_work import UnitOfWork
from core.errors import Unauthenticated
from core.people.actors import actor_for
from core.people.models import Person

LIFETIME = timedelta(days=14)


class WrongPassword(Unauthenticated):
    """Address and password do not belong together; we do not say which is wrong."""

    code = "sign_in.refused"
    text = "That address and password do not match."


@dataclass(frozen=True)
class SignedIn:
    """A new session: its token (told once) and whose it is."""

    token: str
    person_id: UUID


async def sign_in(uow: UnitOfWork, email: str, password: str) -> SignedIn:
    """Begin a session for the person with that address. Raises :class:`WrongPassword`."""
    person = await uow.session.scalar(select(Person).where(Person.email == email.strip().lower()))
    matches = await password_matches(person.password_hash if person else None, password)
    if person is None or not matches or person.status != "active":
        raise WrongPassword
    return await sign_in_as(uow, person.id)


async def sign_in_as(uow: UnitOfWork, person_id: UUID) -> SignedIn:
    """Begin a session without a password: for who has come by a one-time link of theirs, and
    for personas of the demo."""
    token = new_token()
    uow.session.add(
        Session(
            organisation_id=uow.organisation_id,
            token_hash=hash_token(token),
            person_id=person_id,
            created_at=uow.now,
            expires_at=uow.now + LIFETIME,
        )
    )
    await uow.session.execute(
        update(Person).where(Person.id == person_id).values(last_login_at=uow.now)
    )
    return SignedIn(token, person_id)


async def session_of(uow: UnitOfWork, token: str) -> Actor | None:
    """Who is signed in with this token, if anybody (suspended people are not)."""
    person_id = await uow.session.scalar(
        select(Session.person_id).where(
            Session.token_hash == hash_token(token), Session.expires_at > uow.now
        )
    )
    return await actor_for(uow, person_id, surface="web") if person_id else None


async def sign_out(uow: UnitOfWork, token: str) -> None:
    """End the session."""
    await uow.session.execute(delete(Session).where(Session.token_hash == hash_token(token)))
