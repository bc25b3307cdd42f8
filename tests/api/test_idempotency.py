"""Idempotency-Key on POST: done once, answered alike, never for another request."""

import asyncio
from contextlib import suppress

import httpx
import pytest

from core.access.actor import Role
from core.access.idempotency import begin_once
from tests.api.asking import V1, given_ticket, problem
from tests.api.conftest import Rest
from tests.builders import MovableClock

KEY = {"Idempotency-Key": "5d9f-1"}
TICKET = {"subject": "Only one of these"}


class GaveUp(Exception):
    """The first request breaks off."""


async def count(client: httpx.AsyncClient) -> int:
    page = (await client.get(f"{V1}/tickets", params={"count": True})).json()
    return int(page["total"])


async def test_a_repeated_post_is_answered_alike_and_done_once(agent: httpx.AsyncClient) -> None:
    first = await agent.post(f"{V1}/tickets", json=TICKET, headers=KEY)
    second = await agent.post(f"{V1}/tickets", json=TICKET, headers=KEY)
    assert first.status_code == second.status_code == 201
    assert second.content == first.content
    for name in ("location", "etag", "content-type"):
        assert second.headers[name] == first.headers[name]
    assert second.headers["idempotency-replayed"] == "true"
    assert "idempotency-replayed" not in first.headers
    assert await count(agent) == 1


async def test_another_body_or_address_with_the_same_key_is_refused(
    agent: httpx.AsyncClient,
) -> None:
    number = (await agent.post(f"{V1}/tickets", json=TICKET, headers=KEY)).json()["number"]
    other = await agent.post(f"{V1}/tickets", json={"subject": "Another"}, headers=KEY)
    problem(other, 422, "idempotency.reused")
    elsewhere = await agent.post(f"{V1}/tickets/{number}/claim", headers=KEY)
    problem(elsewhere, 422, "idempotency.reused")
    assert await count(agent) == 1


async def test_keys_of_different_people_do_not_meet(rest: Rest, agent: httpx.AsyncClient) -> None:
    other = await rest.given(Role.AGENT)
    answers = [await c.post(f"{V1}/tickets", json=TICKET, headers=KEY) for c in (agent, other)]
    assert len({answer.json()["number"] for answer in answers}) == 2


async def test_while_the_first_is_at_work_the_second_is_told_so(rest: Rest) -> None:
    actor = await rest.office.given_person()
    client = await rest.of(actor)
    with suppress(GaveUp):
        async with rest.office.work() as uow:
            await begin_once(uow, str(actor.person_id), KEY["Idempotency-Key"], "whatever")
            answer = await client.post(f"{V1}/tickets", json=TICKET, headers=KEY)
            problem(answer, 409, "idempotency.in_flight")
            raise GaveUp
    assert (await client.post(f"{V1}/tickets", json=TICKET, headers=KEY)).status_code == 201


async def test_a_storm_of_the_same_post_opens_one_ticket(agent: httpx.AsyncClient) -> None:
    answers = await asyncio.gather(
        *(agent.post(f"{V1}/tickets", json=TICKET, headers=KEY) for _ in range(8))
    )
    assert {a.status_code for a in answers} <= {201, 409}
    assert len({a.json()["number"] for a in answers if a.status_code == 201}) == 1
    assert await count(agent) == 1


async def test_a_failed_post_may_be_tried_again_with_its_key(agent: httpx.AsyncClient) -> None:
    ticket = await given_ticket(agent)
    path = f"{V1}/tickets/{ticket['number']}/reopen"
    problem(await agent.post(path, headers=KEY), 409, "ticket.impossible")
    await agent.post(f"{V1}/tickets/{ticket['number']}/resolve")
    again = await agent.post(path, headers=KEY)
    assert (again.status_code, "idempotency-replayed" in again.headers) == (200, False)


async def test_the_key_is_free_again_after_a_day(
    agent: httpx.AsyncClient, clock: MovableClock
) -> None:
    await agent.post(f"{V1}/tickets", json=TICKET, headers=KEY)
    clock.move(hours=23, minutes=59)
    within = await agent.post(f"{V1}/tickets", json=TICKET, headers=KEY)
    assert within.headers["idempotency-replayed"] == "true"
    clock.move(minutes=2)
    after = await agent.post(f"{V1}/tickets", json={"subject": "New day"}, headers=KEY)
    assert (after.status_code, after.json()["subject"]) == (201, "New day")


@pytest.mark.parametrize("key", ["", "x" * 256, "with space"])
async def test_a_key_that_is_no_key_is_refused(agent: httpx.AsyncClient, key: str) -> None:
    headers = {"Idempotency-Key": key}
    answer = await agent.post(f"{V1}/tickets", json=TICKET, headers=headers)
    assert answer.json()["errors"][0]["field"] == "Idempotency-Key"
    assert await count(agent) == 0


async def test_the_secret_of_a_new_key_is_not_kept(rest: Rest, admin: httpx.AsyncClient) -> None:
    draft = {"role": "agent", "scopes": ["tickets:read"], "name": "Once"}
    first = await admin.post(f"{V1}/api-keys", json=draft, headers=KEY)
    second = await admin.post(f"{V1}/api-keys", json=draft, headers=KEY)
    assert first.json()["secret"].startswith("dh_")
    assert second.json() == first.json() | {"secret": None}
    kept = await rest.office.sql("SELECT answer::text AS said FROM idempotency")
    assert first.json()["secret"] not in "".join(row.said for row in kept)
