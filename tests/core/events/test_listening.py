"""One LISTEN connection: whoever waits is told, also after the connection was lost."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import text

from core.events.listening import Listener, Subscription, keep_doing
from core.events.receipts import accept
from tests.builders import Office


@pytest.fixture
async def listener(database_url: str) -> AsyncIterator[Listener]:
    opened = Listener(database_url)
    await opened.start()
    yield opened
    await opened.stop()


async def arrive(office: Office, key: str) -> None:
    async with office.database.system() as session:
        await accept(session, key, "a", {}, office.clock.now())


async def test_new_rows_wake_those_who_wait_for_their_table(
    office: Office, listener: Listener
) -> None:
    async with listener.subscribe("receipts") as news, listener.subscribe("deliveries") as other:
        for _ in range(2):  # what was said while starting
            await news.wait(0.01)
        await arrive(office, "k1")
        assert await news.wait(5)
        assert not await other.wait(0.05)


async def test_nothing_is_said_before_the_commit(office: Office, listener: Listener) -> None:
    async with listener.subscribe("receipts") as news:
        await news.wait(0.01)
        async with office.database.system() as session:
            await accept(session, "k1", "a", {}, office.clock.now())
            assert not await news.wait(0.05)
        assert await news.wait(5)


async def test_a_payload_is_passed_on_as_it_was_said(office: Office, listener: Listener) -> None:
    async with listener.subscribe("chat_posts") as news:
        async with office.work() as uow:
            await uow.session.execute(text("SELECT pg_notify('chat_posts', 'room 7')"))
        async for payload in news:
            if payload:
                assert payload == "room 7"
                break


async def test_after_a_broken_connection_everybody_looks_again(
    office: Office, listener: Listener
) -> None:
    async with listener.subscribe("receipts") as news:
        await news.wait(0.01)
        async with office.database.owner() as session:
            await session.execute(
                text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND query LIKE 'LISTEN%'"
                )
            )
        assert await news.wait(10)
        await asyncio.wait_for(listener.connected.wait(), 10)


async def test_a_loop_goes_on_whatever_fails(office: Office, listener: Listener) -> None:
    tries: list[int] = []
    third = asyncio.Event()

    async def work() -> bool:
        tries.append(len(tries))
        if len(tries) == 1:
            raise RuntimeError("the first time fails")
        if len(tries) == 3:
            third.set()
        return len(tries) == 2

    loop = asyncio.create_task(keep_doing("test", work, listener, "receipts", poll=0.01))
    await asyncio.wait_for(third.wait(), 5)
    loop.cancel()
    assert tries[:3] == [0, 1, 2]


async def test_news_at_the_very_end_keep_no_waiter_alive() -> None:
    news = Subscription()

    async def for_ever() -> None:
        while True:
            await news.wait(60)

    waiter = asyncio.create_task(for_ever())
    await asyncio.sleep(0)
    news.tell("now")
    waiter.cancel()
    async with asyncio.timeout(2):
        with contextlib.suppress(asyncio.CancelledError):
            await waiter
    assert waiter.cancelled()
