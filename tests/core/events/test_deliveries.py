"""Deliveries: owed once, latest card wins, order in a place, redriven by a person."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from core.conversation.audience import Audience
from core.conversation.models import Place
from core.conversation.places import address, private_place
from core.errors import NotFound
from core.events.backlog import waiting_deliveries, waiting_receipts
from core.events.deliveries import (
    MOST_ATTEMPTS,
    lease_deliveries,
    mark_dead,
    mark_retry,
    mark_sending,
    mark_sent,
    mark_withheld,
    owe,
    owe_all,
)
from core.events.leasing import LEASE, is_paused, pause
from core.events.models import Delivery
from core.events.receipts import accept
from core.events.redriving import list_deliveries, redrive, redrive_messages
from core.ids import new_id
from tests.builders import Office


async def given_place(office: Office, channel: str = "c1", workspace: str = "w1") -> Place:
    return await office.do(private_place, "web", workspace, channel, None, None, Audience.PUBLIC)


async def given_owed(office: Office, place: Place, kind: str = "line", **more: Any) -> UUID:
    async with office.work() as uow:
        owed = owe(uow, address(place), kind, **more)
        owe_all(uow, [owed])
    return UUID(str(owed["id"]))


async def lease(office: Office, workspace: str = "w1") -> list[Delivery]:
    async with office.database.system() as session:
        return await lease_deliveries(session, "web", workspace, office.clock.now(), new_id())


async def row(office: Office, delivery_id: UUID) -> Delivery:
    async with office.work() as uow:
        found = await uow.session.get(Delivery, delivery_id)
    assert found is not None
    return found


async def finish(office: Office, how: Any, delivery: Delivery, *args: Any, **kwargs: Any) -> Any:
    async with office.database.system() as session:
        return await how(session, delivery, *args, **kwargs)


async def test_a_place_gets_its_deliveries_in_order_one_at_a_time(office: Office) -> None:
    first, second = await given_place(office), await given_place(office, "c2")
    ids = [await given_owed(office, first) for _ in range(2)]
    other = await given_owed(office, second)
    taken = await lease(office)
    assert [d.id for d in taken] == [ids[0], other]
    assert await lease(office) == []
    await finish(office, mark_sent, taken[0], "x1", office.clock.now())
    assert [d.id for d in await lease(office)] == [ids[1]]


async def test_what_several_changes_owe_to_a_card_is_one_repaint(office: Office) -> None:
    place = await given_place(office)
    first = await given_owed(office, place, "card")
    await given_owed(office, place, "card")
    (taken,) = await lease(office)
    assert taken.id == first
    assert len(await office.sql("SELECT 1 FROM deliveries")) == 1
    await finish(office, mark_sending, taken)
    again = await given_owed(office, place, "card")  # changed while it was being sent
    await finish(office, mark_sent, taken, "x1", office.clock.now())
    assert [d.id for d in await lease(office)] == [again]


async def test_a_card_is_not_rendered_while_a_change_that_owes_it_is_on_its_way(
    office: Office,
) -> None:
    place = await given_place(office)
    await given_owed(office, place, "card")
    (leased,) = await lease(office)
    async with office.work() as change:
        owe_all(change, [owe(change, address(place), "card")])
        await change.flush()
        # The sender waits here until the change can be seen; it must not go on without it.
        async with office.database.system() as session:
            await session.execute(text("SET LOCAL lock_timeout = '50ms'"))
            with pytest.raises(OperationalError):
                await mark_sending(session, leased)
            await session.rollback()
    await finish(office, mark_sending, leased)


async def test_a_card_that_missed_keeps_its_turn_and_a_newer_one_adds_nothing(
    office: Office,
) -> None:
    place = await given_place(office)
    card = await given_owed(office, place, "card")
    (taken,) = await lease(office)
    await finish(office, mark_sending, taken)
    words = await given_owed(office, place, "message")
    newer = await given_owed(office, place, "card")
    assert await finish(office, mark_retry, taken, "down", office.clock.now()) == "queued"
    assert (await row(office, newer)).state == "superseded"
    office.clock.set(office.clock.now() + LEASE)
    (taken,) = await lease(office)
    assert taken.id == card
    await finish(office, mark_sent, taken, "x1", office.clock.now())
    assert [d.id for d in await lease(office)] == [words]


async def test_what_was_sent_keeps_neither_its_words_nor_its_secret(office: Office) -> None:
    place = await given_place(office)
    owed = await given_owed(
        office, place, "answer", content={"text": "psst"}, secret=b"sealed", viewer="U1"
    )
    (taken,) = await lease(office)
    await finish(office, mark_sent, taken, "x1", office.clock.now())
    kept = await row(office, owed)
    assert (kept.state, kept.content, kept.secret, kept.external_id) == ("sent", None, None, "x1")
    assert kept.sent_at == office.clock.now()


async def test_a_sender_that_died_leaves_the_row_with_its_outcome_open(office: Office) -> None:
    await given_owed(office, await given_place(office))
    (taken,) = await lease(office)
    await finish(office, mark_sending, taken)
    office.clock.set(office.clock.now() + LEASE + timedelta(seconds=1))
    (again,) = await lease(office)
    assert (again.id, again.state, again.attempts) == (taken.id, "sending", 2)


@pytest.mark.parametrize(("unknown", "end"), [(False, "dead"), (True, "unknown")])
async def test_trying_ends_after_a_while_and_says_how(
    office: Office, unknown: bool, end: str
) -> None:
    owed = await given_owed(office, await given_place(office))
    states = []
    for _ in range(MOST_ATTEMPTS):
        (taken,) = await lease(office)
        now = office.clock.now()
        states.append(await finish(office, mark_retry, taken, "down", now, unknown=unknown))
        office.clock.move(minutes=6)
    assert set(states[:-1]) == {"checking" if unknown else "queued"}
    assert states[-1] == (await row(office, owed)).state == end
    assert await lease(office) == []


async def test_a_platform_that_asks_for_a_pause_is_obeyed_and_never_given_up(
    office: Office,
) -> None:
    place = await given_place(office)
    await given_owed(office, place)
    elsewhere = await given_owed(office, await given_place(office, "c1", "w2"))
    for _ in range(MOST_ATTEMPTS + 3):
        (taken,) = await lease(office)
        now = office.clock.now()
        state = await finish(office, mark_retry, taken, "slow down", now, after=30.0)
        assert state == "queued"
        assert await lease(office) == []
        office.clock.move(seconds=30)
    assert [d.id for d in await lease(office, "w2")] == [elsewhere]


async def test_a_pause_holds_until_its_end_and_is_never_shortened(office: Office) -> None:
    now = office.clock.now()
    async with office.database.system() as session:
        await pause(session, "pause:web:w1", new_id(), now + timedelta(seconds=60))
        await pause(session, "pause:web:w1", new_id(), now + timedelta(seconds=10))
        assert await is_paused(session, "pause:web:w1", now + timedelta(seconds=59))
        assert not await is_paused(session, "pause:web:w1", now + timedelta(seconds=60))
        assert not await is_paused(session, "pause:web:w2", now)


async def test_what_got_stuck_can_be_sent_again_by_a_person(office: Office) -> None:
    message = new_id()
    owed = await given_owed(office, await given_place(office), "message", message_id=message)
    (taken,) = await lease(office)
    with pytest.raises(NotFound):
        await office.do(redrive, office.desk, owed)  # not stuck
    await finish(office, mark_dead, taken, "channel_not_found")
    (listed,) = await office.do(list_deliveries, office.desk, state="dead")
    assert (listed.id, listed.error) == (owed, "channel_not_found")
    assert await office.do(redrive_messages, office.desk, [message]) == 1
    (taken,) = await lease(office)
    assert (taken.id, taken.attempts, taken.error) == (owed, 1, None)
    await finish(office, mark_dead, taken, "again")
    await office.do(redrive, office.desk, owed)
    assert len(await lease(office)) == 1


async def test_a_stuck_card_whose_successor_waits_needs_no_second_sending(office: Office) -> None:
    place = await given_place(office)
    stuck = await given_owed(office, place, "card")
    (taken,) = await lease(office)
    await finish(office, mark_dead, taken, "gone")
    newer = await given_owed(office, place, "card")
    await office.do(redrive, office.desk, stuck)
    assert (await row(office, stuck)).state == "superseded"
    assert [d.id for d in await lease(office)] == [newer]


async def test_a_redriven_delivery_of_the_neighbour_s_is_not_found(office: Office) -> None:
    other = await office.neighbour()
    owed = await given_owed(other, await given_place(other))
    (taken,) = await lease(office)
    await finish(other, mark_dead, taken, "gone")
    with pytest.raises(NotFound):
        await office.do(redrive, office.desk, owed)
    assert await office.do(list_deliveries, office.desk) == []


async def test_the_backlog_is_counted_for_monitoring(office: Office) -> None:
    place = await given_place(office)
    for _ in range(3):
        await given_owed(office, place)
    (taken,) = await lease(office)
    await finish(office, mark_sending, taken)
    async with office.database.system() as session:
        await accept(session, "k", "l", {}, office.clock.now())
    assert await waiting_deliveries(office.database) == {"queued": 2, "sending": 1, "checking": 0}
    assert await waiting_receipts(office.database) == 1
    await finish(office, mark_withheld, taken, "others can see it")
    assert (await row(office, taken.id)).error == "others can see it"
    assert await waiting_deliveries(office.database) == {"queued": 2, "sending": 0, "checking": 0}
