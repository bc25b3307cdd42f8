"""CNV-10: who is at a ticket: shown while it lasts, told once, and kept nowhere."""

import pytest

from core.errors import NotFound
from core.events.due import sweep_due
from core.events.listening import Listener
from core.sweeps import SWEEPS
from core.tickets.collaboration.presence import (
    FORM_LASTS,
    LASTS,
    REPLYING,
    VIEWING,
    Present,
    be_present,
    stop_replying,
    who_is_there,
    who_writes,
)
from tests.builders import Office


async def test_colleagues_see_who_looks_and_who_writes(office: Office) -> None:
    sam, mia = await office.given_person("Sam"), await office.given_person("Mia")
    number = (await office.given_ticket(await office.given_customer())).number
    assert await office.do(be_present, sam, number, VIEWING) == []
    assert await office.do(be_present, mia, number, VIEWING) == [Present("Sam", VIEWING)]
    await office.do(be_present, sam, number, REPLYING)
    assert await office.do(who_is_there, mia, number) == [Present("Sam", REPLYING)]
    await office.do(stop_replying, sam, number)
    assert await office.do(who_is_there, mia, number) == [Present("Sam", VIEWING)]


@pytest.mark.parametrize("lasts", [LASTS, FORM_LASTS])
async def test_who_is_not_seen_again_is_gone(office: Office, lasts: object) -> None:
    sam, mia = await office.given_person("Sam"), await office.given_person("Mia")
    number = (await office.given_ticket(await office.given_customer())).number
    await office.do(be_present, sam, number, REPLYING, lasts)
    office.clock.move(seconds=lasts.total_seconds() - 1)  # type: ignore[attr-defined]
    assert len(await office.do(who_is_there, mia, number)) == 1
    office.clock.move(seconds=1)
    assert await office.do(who_is_there, mia, number) == []


async def test_cards_are_painted_when_it_begins_and_when_it_is_over(office: Office) -> None:
    sam, mia = await office.given_person("Sam"), await office.given_person("Mia")
    await office.given_channel()
    ticket = await office.given_ticket(await office.given_customer())

    async def painted() -> bool:
        """Whether a card is owed since the last look."""
        return bool(await office.sql("DELETE FROM deliveries WHERE kind = 'card' RETURNING id"))

    async def seen(after: int) -> tuple[tuple[str, ...], bool]:
        """Who writes so many seconds later, and whether a card is painted for it."""
        office.clock.move(seconds=after)  # type: ignore[attr-defined]
        await sweep_due(office.database, SWEEPS)
        async with office.work() as uow:
            names = await who_writes(uow, ticket.id)
        return names, await painted()

    assert await painted()
    await office.do(be_present, sam, ticket.number, REPLYING)
    assert await painted()
    assert await seen(10) == (("Sam",), False)
    await office.do(be_present, sam, ticket.number, REPLYING)
    assert not await painted()
    await office.do(be_present, mia, ticket.number, REPLYING, FORM_LASTS)
    assert await seen(15) == (("Mia", "Sam"), True)
    assert await seen(15) == (("Mia",), True)
    assert await seen(60) == (("Mia",), False)
    assert await seen(60) == ((), True)
    assert await seen(60) == ((), False)


async def test_renewing_says_nothing_new_and_leaves_no_trace(
    office: Office, database_url: str
) -> None:
    sam = await office.given_person("Sam")
    ticket = await office.given_ticket(await office.given_customer())
    before = await office.events(), await office.sql("SELECT count(*) FROM deliveries")
    listener = Listener(database_url)
    await listener.start()
    try:
        async with listener.subscribe("presences") as news:
            for _ in range(3):
                await office.do(be_present, sam, ticket.number, VIEWING)
                office.clock.move(seconds=5)
            assert f'"TIK-{ticket.number}"' in await anext(news)
            office.clock.move(minutes=1)
            await office.do(be_present, sam, ticket.number, VIEWING)
            assert f'"TIK-{ticket.number}"' in await anext(news)
            assert not await news.wait(0.05)
    finally:
        await listener.stop()
    assert (await office.events(), await office.sql("SELECT count(*) FROM deliveries")) == before


async def test_nobody_is_seen_by_who_may_not_see_the_ticket(office: Office) -> None:
    ana, bob = await office.given_customer("Ana"), await office.given_customer("Bob")
    number = (await office.given_ticket(ana)).number
    with pytest.raises(NotFound):
        await office.do(be_present, bob, number, VIEWING)
