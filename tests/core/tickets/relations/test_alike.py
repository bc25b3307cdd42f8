"""Many ask the same at once: noticed, kept on the newest of their tickets, repainted, not said."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.access.actor import Actor
from core.tickets.claiming import assign
from core.tickets.relations.alike import ENOUGH, RECENT, Candidate, to_suggest
from core.tickets.relations.gathering import gather
from core.tickets.resolving import resolve
from tests.builders import Office
from tests.meanings import make_vectors

SAME = (
    "The VPN is down, I cannot connect to the VPN since this morning",
    "VPN not working, the VPN connection fails with a timeout",
    "Cannot reach the VPN, it says the connection timed out",
    "VPN broken, nothing loads over the VPN today",
)
OTHER = "The blue printer hums"


async def asked(office: Office, *texts: str) -> list[int]:
    """A ticket of a customer's own for each text, and all of them understood."""
    numbers = []
    for text in texts:
        who = await office.given_customer("Ana")
        numbers.append((await office.given_ticket(who, subject=text, description=text)).number)
    await make_vectors(office)
    return numbers


async def alike(office: Office, numbers: list[int]) -> list[tuple[str, ...]]:
    """What each ticket's card names."""
    return [(await office.see(number)).alike for number in numbers]


def named(*numbers: int) -> tuple[str, ...]:
    return tuple(f"TIK-{number}" for number in numbers)


async def test_three_that_ask_the_same_are_named_on_the_newest(office: Office) -> None:
    numbers = await asked(office, SAME[0], OTHER, SAME[1], SAME[2])
    assert await alike(office, numbers) == [(), (), (), named(numbers[0], numbers[2])]
    later = await asked(office, SAME[3])
    assert await alike(office, [*numbers, *later]) == [
        *[()] * 4,
        named(numbers[0], numbers[2], numbers[3]),
    ]


async def test_two_are_no_outage(office: Office) -> None:
    assert await alike(office, await asked(office, SAME[0], SAME[1], OTHER)) == [(), (), ()]


@pytest.mark.parametrize("how", ["resolved", "old"])
async def test_what_has_ended_or_is_old_does_not_count(office: Office, how: str) -> None:
    [first] = await asked(office, SAME[0])
    if how == "resolved":
        await office.do(resolve, await office.given_person("Sam"), first)
    else:
        office.clock.set(office.clock.now() + RECENT + timedelta(seconds=1))
    assert await alike(office, await asked(office, SAME[1], SAME[2])) == [(), ()]


async def test_a_private_team_s_ticket_is_named_to_nobody_else(office: Office) -> None:
    sam: Actor = await office.given_person("Sam")
    await office.given_team("Payroll", sam, private=True)
    sam = await office.again(sam)
    [first] = await asked(office, SAME[0])
    await office.do(assign, sam, first, "Payroll")
    assert await alike(office, await asked(office, SAME[1], SAME[2])) == [(), ()]


async def test_one_more_is_offered_to_what_gathers_the_others(office: Office) -> None:
    sam = await office.given_person("Sam")
    numbers = await asked(office, *SAME[:3])
    parent = await office.do(gather, sam, numbers, "The VPN is down")
    assert await alike(office, numbers) == [(), (), ()]
    late = await asked(office, SAME[3])
    assert await alike(office, late) == [named(parent.number)]
    await office.do(resolve, sam, parent.number)
    assert await alike(office, await asked(office, SAME[0])) == [()]


async def test_cards_of_staff_are_repainted_and_nothing_is_said(office: Office) -> None:
    await office.given_channel()
    await asked(office, *SAME[:2])
    await office.sql("UPDATE deliveries SET state = 'sent'")
    await asked(office, SAME[2])
    kinds = await office.sql("SELECT kind FROM deliveries WHERE state = 'queued'")
    assert {row.kind for row in kinds} == {"card"}


_near = st.builds(Candidate, st.integers(1, 40), st.one_of(st.none(), st.integers(50, 60)))


@given(st.integers(1, 40), st.lists(_near, max_size=12, unique_by=lambda one: one.number))
def test_there_is_one_suggestion_on_the_newest_free_ticket(
    number: int, near: list[Candidate]
) -> None:
    near = [one for one in near if one.number != number]
    found = to_suggest(number, near)
    free = {number, *(one.number for one in near if one.parent is None)}
    parents = [one.parent for one in near if one.parent is not None]
    if not parents and len(free) < ENOUGH:
        assert found is None
        return
    assert found is not None
    newest, named_there = found
    assert newest == max(free)
    assert named_there == ([max(parents)] if parents else sorted(free - {newest}))
