"""Idempotency keys: answered again, done once, forgotten after a day."""

import asyncio

import pytest

from core.access.idempotency import (
    LIFETIME,
    InFlight,
    KeptAnswer,
    KeyReused,
    begin_once,
    forget_answers,
    keep_answer,
)
from tests.builders import Office

ANSWER = KeptAnswer(201, '{"number": 1001}', {"Location": "/api/v1/tickets/1001"})


async def act(office: Office, owner: str = "key-1", body: str = "b1") -> KeptAnswer | None:
    async with office.work() as uow:
        kept = await begin_once(uow, owner, "k", body)
        if kept is None:
            keep_answer(uow, owner, "k", ANSWER)
        return kept


async def test_the_second_time_gets_the_first_answer(office: Office) -> None:
    assert await act(office) is None
    assert await act(office) == ANSWER


async def test_another_body_is_refused_and_another_owner_is_not_concerned(office: Office) -> None:
    await act(office)
    with pytest.raises(KeyReused):
        await act(office, body="b2")
    assert await act(office, owner="key-2") is None
    assert await act(await office.neighbour()) is None


async def test_while_the_first_is_at_work_the_second_is_told_so(office: Office) -> None:
    async with office.work() as uow:
        assert await begin_once(uow, "key-1", "k", "b1") is None
        with pytest.raises(InFlight):
            await act(office)
        keep_answer(uow, "key-1", "k", ANSWER)
    assert await act(office) == ANSWER


async def test_what_failed_leaves_nothing_behind(office: Office) -> None:
    async def fail() -> None:
        async with office.work() as uow:
            await begin_once(uow, "key-1", "k", "b1")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail()
    assert await act(office, body="b2") is None


async def test_of_twenty_at_once_one_acts(office: Office) -> None:
    outcomes = await asyncio.gather(*(act(office) for _ in range(20)), return_exceptions=True)
    assert outcomes.count(None) == 1
    assert all(o in (None, ANSWER) or isinstance(o, InFlight) for o in outcomes)


async def test_after_a_day_the_key_is_free_again(office: Office) -> None:
    await act(office)
    office.clock.set(office.clock.now() + LIFETIME)
    await office.do(forget_answers)
    assert await act(office) == ANSWER
    office.clock.move(seconds=1)
    assert await act(office, body="b2") is None
    office.clock.set(office.clock.now() + LIFETIME)
    office.clock.move(seconds=1)
    await office.do(forget_answers)
    assert await office.sql("SELECT 1 FROM idempotency") == []
