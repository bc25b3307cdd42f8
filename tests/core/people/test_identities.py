"""Accounts on platforms: linked by the address that the platform vouches for."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pytest

from core.access.actor import Role
from core.people.identities import (
    TRUSTED_FOR,
    NotLinked,
    actor_of,
    known_identity,
    link_identity,
)
from tests.builders import Office

SLACK = ("slack", "T1", "U1")


@dataclass(frozen=True)
class Word:
    """What a platform says of a user."""

    name: str = "Ana"
    direct: str = "D1"
    email: str | None = "ana@acme.example"
    guest: bool = False
    staff: bool = False
    timezone: str | None = "Europe/Madrid"
    avatar_url: str | None = None
    person_id: UUID | None = None


async def test_a_stranger_with_a_confirmed_address_becomes_a_customer(office: Office) -> None:
    identity = await office.do(link_identity, *SLACK, Word())
    actor = await office.do(actor_of, identity)
    assert (actor.role, actor.name, actor.surface) == (Role.CUSTOMER, "Ana", "slack")
    assert actor.timezone == "Europe/Madrid"
    assert [e.type for e in await office.events()][-2:] == ["PersonCreated", "IdentityLinked"]


async def test_a_time_zone_that_does_not_exist_is_not_kept(office: Office) -> None:
    identity = await office.do(link_identity, *SLACK, Word(timezone="Mars/Olympus"))
    assert (await office.do(actor_of, identity)).timezone is None


async def test_who_does_two_things_at_once_becomes_one_person(office: Office) -> None:
    accounts = [SLACK, SLACK, ("web", "acme", "ana"), ("slack", "T2", "U7")]
    linked = await asyncio.gather(
        *(office.do(link_identity, *account, Word()) for account in accounts)
    )
    assert len({identity.person_id for identity in linked}) == 1
    assert linked[0].id == linked[1].id


async def test_somebody_we_know_is_recognised_by_the_address(office: Office) -> None:
    sam = await office.given_person("Sam", email="sam@acme.example")
    identity = await office.do(link_identity, *SLACK, Word(email="SAM@acme.example"))
    assert identity.person_id == sam.person_id
    other = await office.do(link_identity, "slack", "T2", "U1", Word(email="sam@acme.example"))
    assert (other.id, other.person_id) != (identity.id, None)
    assert other.person_id == sam.person_id


@pytest.mark.parametrize(
    ("before", "staff", "after"),
    [
        (Role.CUSTOMER, True, Role.AGENT),
        (Role.CUSTOMER, False, Role.CUSTOMER),
        (Role.AGENT, False, Role.AGENT),
        (Role.ADMIN, True, Role.ADMIN),
    ],
)
async def test_members_of_the_triage_channel_become_agents(
    office: Office, before: Role, staff: bool, after: Role
) -> None:
    await office.given_person("Sam", before, email="sam@acme.example")
    word = Word(email="sam@acme.example", staff=staff)
    identity = await office.do(link_identity, *SLACK, word)
    assert (await office.do(actor_of, identity)).role is after


async def test_guests_never_act_as_staff_and_strange_guests_not_at_all(office: Office) -> None:
    with pytest.raises(NotLinked):
        await office.do(link_identity, *SLACK, Word(guest=True))
    with pytest.raises(NotLinked):
        await office.do(link_identity, *SLACK, Word(email=None))
    await office.given_customer("Ana", email="ana@acme.example")
    identity = await office.do(link_identity, *SLACK, Word(guest=True, staff=True))
    assert (await office.do(actor_of, identity)).role is Role.CUSTOMER
    await office.given_person("Sam", email="sam@acme.example")
    word = Word(email="sam@acme.example", guest=True)
    identity = await office.do(link_identity, "slack", "T1", "U2", word)
    with pytest.raises(NotLinked):
        await office.do(actor_of, identity)


async def test_the_platform_s_word_is_believed_for_a_while(office: Office) -> None:
    await office.do(link_identity, *SLACK, Word())
    office.clock.set(office.clock.now() + TRUSTED_FOR)
    assert await office.do(known_identity, *SLACK) is not None
    office.clock.set(office.clock.now() + timedelta(seconds=1))
    assert await office.do(known_identity, *SLACK) is None
    await office.do(link_identity, *SLACK, Word(direct="D2"))
    found = await office.do(known_identity, *SLACK)
    assert found is not None
    assert (found.direct, found.checked_at) == ("D2", office.clock.now())
    assert await office.do(known_identity, "slack", "T1", "U9") is None
