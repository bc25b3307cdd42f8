"""One-time codes: what they join, and all that they must not."""

import pytest

from core.access.actor import Actor, Role
from core.errors import NotFound
from core.people.actors import actor_for
from core.people.identities import link_identity
from core.people.link_codes import (
    TRIES,
    Account,
    TooManyCodes,
    agree_to_link,
    confirm_link,
    make_link_code,
    refuse_link,
    say_link_code,
)
from tests.builders import Office


class Vouched:
    """What a platform says of somebody that we know already."""

    email = None
    staff = False
    timezone = avatar_url = None

    def __init__(self, who: Actor, guest: bool = False) -> None:
        self.name, self.direct, self.guest = who.name, f"dm-{who.name}", guest
        self.person_id = who.person_id


async def _given(
    office: Office, name: str, role: Role = Role.CUSTOMER, *, guest: bool = False
) -> tuple[Actor, Account]:
    actor = await office.given_person(name, role)
    account = ("plaza", "P1", name.lower())
    await office.do(link_identity, *account, Vouched(actor, guest), welcome=True)
    return actor, account


async def _person_of(office: Office, account: Account) -> object:
    [(person_id,)] = await office.sql(
        "SELECT person_id FROM identities WHERE external_id = :a", a=account[2]
    )
    return person_id


async def test_who_says_a_customer_s_code_and_agrees_is_joined_with_them(office: Office) -> None:
    (ana, hers), (fox, its) = await _given(office, "Ana"), await _given(office, "Fox")
    code = await office.do(make_link_code, ana, hers)
    offer = await office.do(say_link_code, fox, its, f" {code.lower()} ")
    assert offer is not None
    assert (offer.maker.name, offer.said_by.name, offer.refusal) == ("Ana", "Fox", "")
    assert await _person_of(office, its) == fox.person_id
    agreed = await office.do(agree_to_link, fox, its, offer.id)
    assert agreed.is_joined
    assert await _person_of(office, its) == await _person_of(office, hers)


async def test_a_code_is_kept_as_a_hash_lasts_ten_minutes_and_is_said_once(
    office: Office,
) -> None:
    (ana, hers), (fox, its), (eve, other) = (
        await _given(office, "Ana"),
        await _given(office, "Fox"),
        await _given(office, "Eve"),
    )
    code = await office.do(make_link_code, ana, hers)
    [row] = await office.sql("SELECT to_jsonb(c)::text AS all_of_it FROM link_codes c")
    assert code not in row.all_of_it
    assert code.replace("-", "") not in row.all_of_it
    assert await office.do(say_link_code, fox, its, code) is not None
    said_before = await office.do(say_link_code, eve, other, code)
    late = await office.do(make_link_code, ana, hers)
    office.clock.move(minutes=10, seconds=1)
    expired = await office.do(say_link_code, eve, other, late)
    wrong = await office.do(say_link_code, eve, other, "AAAA-AAAA")
    assert said_before is expired is wrong is None


async def test_who_agrees_too_late_or_is_not_who_said_it_joins_nothing(office: Office) -> None:
    (ana, hers), (fox, its), (eve, other) = (
        await _given(office, "Ana"),
        await _given(office, "Fox"),
        await _given(office, "Eve"),
    )
    code = await office.do(make_link_code, ana, hers)
    offer = await office.do(say_link_code, fox, its, code)
    assert offer is not None
    for who, account in ((ana, hers), (eve, other)):
        with pytest.raises(NotFound):
            await office.do(agree_to_link, who, account, offer.id)
        with pytest.raises(NotFound):
            await office.do(confirm_link, who, account, offer.id)
    office.clock.move(minutes=11)
    with pytest.raises(NotFound):
        await office.do(agree_to_link, fox, its, offer.id)
    assert await _person_of(office, its) == fox.person_id


async def test_either_side_may_refuse(office: Office) -> None:
    (ana, hers), (fox, its) = await _given(office, "Ana"), await _given(office, "Fox")
    code = await office.do(make_link_code, ana, hers)
    offer = await office.do(say_link_code, fox, its, code)
    assert offer is not None
    await office.do(refuse_link, ana, hers, offer.id)
    with pytest.raises(NotFound):
        await office.do(agree_to_link, fox, its, offer.id)


async def test_staff_confirm_on_the_account_that_made_the_code(office: Office) -> None:
    """A code that was talked out of a member of staff makes nobody one of them."""
    (sam, his), (fox, its) = await _given(office, "Sam", Role.AGENT), await _given(office, "Fox")
    code = await office.do(make_link_code, sam, his)
    offer = await office.do(say_link_code, fox, its, code)
    assert offer is not None
    assert offer.maker.is_staff
    with pytest.raises(NotFound):
        await office.do(confirm_link, sam, his, offer.id)
    agreed = await office.do(agree_to_link, fox, its, offer.id)
    assert not agreed.is_joined
    assert await _person_of(office, its) == fox.person_id
    with pytest.raises(NotFound):
        await office.do(confirm_link, fox, its, offer.id)
    assert (await office.do(confirm_link, sam, his, offer.id)).is_joined
    found = await office.do(actor_for, fox.person_id, "plaza")
    assert found is not None
    assert found.role is Role.AGENT


async def test_a_customer_s_code_said_by_staff_gives_the_customer_nothing(office: Office) -> None:
    (eve, hers), (sam, his) = await _given(office, "Eve"), await _given(office, "Sam", Role.AGENT)
    code = await office.do(make_link_code, eve, hers)
    offer = await office.do(say_link_code, sam, his, code)
    assert offer is not None
    assert "make the code on this account" in offer.refusal
    with pytest.raises(NotFound):
        await office.do(agree_to_link, sam, his, offer.id)
    found = await office.do(actor_for, eve.person_id, "plaza")
    assert found is not None
    assert found.role is Role.CUSTOMER


@pytest.mark.parametrize(("role", "guest"), [(Role.MANAGER, False), (Role.CUSTOMER, True)])
async def test_two_of_staff_and_staff_with_a_guest_are_never_joined(
    office: Office, role: Role, guest: bool
) -> None:
    sam, his = await _given(office, "Sam", Role.AGENT)
    other, its = await _given(office, "Other", role, guest=guest)
    code = await office.do(make_link_code, sam, his)
    offer = await office.do(say_link_code, other, its, code)
    assert offer is not None
    assert offer.refusal
    with pytest.raises(NotFound):
        await office.do(agree_to_link, other, its, offer.id)


async def test_tries_are_few(office: Office) -> None:
    (ana, hers), (eve, other) = await _given(office, "Ana"), await _given(office, "Eve")
    code = await office.do(make_link_code, ana, hers)
    for number in range(TRIES):
        assert await office.do(say_link_code, eve, other, f"AAAA-AAA{number}") is None
    with pytest.raises(TooManyCodes):
        await office.do(say_link_code, eve, other, code)
    for _ in range(TRIES - 1):
        await office.do(make_link_code, ana, hers)
    with pytest.raises(TooManyCodes):
        await office.do(make_link_code, ana, hers)
    office.clock.move(minutes=10)
    await office.do(make_link_code, ana, hers)


async def test_nobody_makes_or_says_a_code_for_somebody_else_s_account(office: Office) -> None:
    (ana, hers), (eve, _) = await _given(office, "Ana"), await _given(office, "Eve")
    code = await office.do(make_link_code, ana, hers)
    with pytest.raises(NotFound):
        await office.do(make_link_code, eve, hers)
    with pytest.raises(NotFound):
        await office.do(say_link_code, eve, hers, code)
