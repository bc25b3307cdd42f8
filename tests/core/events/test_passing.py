"""What is said in a place goes past the changes of what stands there."""

import pytest

from core.events.deliveries import (
    CHANGED,
    is_behind_card,
    mark_anew,
    mark_retry,
    mark_sending,
    mark_sent,
)
from tests.builders import Office
from tests.core.events.test_deliveries import finish, given_owed, given_place, lease, row


async def test_what_is_said_goes_past_changes_of_what_stands_there(office: Office) -> None:
    place = await given_place(office)
    first = await given_owed(office, place, "card")
    said = [await given_owed(office, place, "message")]
    assert [d.id for d in await lease(office)] == [first]  # below it is what is said
    await finish(office, mark_sent, await row(office, first), "x1", office.clock.now())
    card = await given_owed(office, place, "card", repaints=True)
    edit = await given_owed(office, place, "edit")
    said.append(await given_owed(office, place, "message"))
    assert [d.id for d in await lease(office)] == [said[0]]
    await finish(office, mark_sent, await row(office, said[0]), "x2", office.clock.now())
    assert [d.id for d in await lease(office)] == [card, said[1]]
    await finish(office, mark_retry, await row(office, card), "paced", office.clock.now(), after=60)
    assert await lease(office) == []  # changes keep their order
    await finish(office, mark_sent, await row(office, said[1]), "x3", office.clock.now())
    office.clock.move(seconds=61)
    assert [d.id for d in await lease(office)] == [card]
    await finish(office, mark_sent, await row(office, card), "x1", office.clock.now())
    assert [d.id for d in await lease(office)] == [edit]


async def test_a_card_that_is_posted_anew_comes_before_what_is_said(office: Office) -> None:
    place = await given_place(office)
    card = await given_owed(office, place, "card", repaints=True)
    (taken,) = await lease(office)
    await finish(office, mark_sending, taken)
    said = [await given_owed(office, place, "message")]
    newer = await given_owed(office, place, "card", repaints=True)
    said.append(await given_owed(office, place, "message"))
    await finish(office, mark_anew, taken, "removed", office.clock.now())
    assert [d.id for d in await lease(office)] == [card]
    assert (await row(office, newer)).state == "superseded"
    async with office.database.system() as session:
        assert [await is_behind_card(session, await row(office, one)) for one in said] == [True] * 2
    await finish(office, mark_sent, taken, "x1", office.clock.now())
    assert [d.id for d in await lease(office)] == [said[0]]


@pytest.mark.parametrize("kind", CHANGED)
async def test_it_goes_past_every_kind_of_change(office: Office, kind: str) -> None:
    place = await given_place(office)
    change = await given_owed(office, place, kind)
    said = await given_owed(office, place, "message")
    assert [d.id for d in await lease(office)] == [change, said]
