"""The fake refuses what Discord refuses: places, rights, time, sockets and rates, row by row."""

import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import discord
import pytest

from tests.adapters.discord.refused import ALONE, CALLS
from tests.adapters.discord.wired import INTENTS, MovableClock, online, signed_in
from tests.adapters.discord.world import World
from tests.fakes.discord import RULES, FakeDiscord, Rates
from tests.fakes.discord import permissions as may

Json = dict[str, Any]


@pytest.fixture
async def world(fake: FakeDiscord, clock: MovableClock) -> AsyncIterator[World]:
    """A server with people and places, and our signed-in client."""
    async with signed_in(fake) as http:
        yield World(fake, http, clock)


@pytest.mark.parametrize("rule", CALLS)
async def test_a_call_that_breaks_a_rule(world: World, rule: str) -> None:
    with pytest.raises(discord.HTTPException) as caught:
        await CALLS[rule](world)
    row = RULES[rule]
    assert (caught.value.status, caught.value.code) == (row.status, row.code)
    assert row.message in caught.value.text
    assert world.fake.broken == [rule]


async def test_an_answer_that_does_not_fit_its_question(world: World) -> None:
    pressed = await world.pressed()
    with pytest.raises(discord.HTTPException):
        await world.callback(pressed, 8, {"choices": []})
    assert world.fake.broken == ["interaction.type"]


async def test_a_wrong_token_is_nobody(world: World) -> None:
    world.http.token = "guess"
    with pytest.raises(discord.HTTPException) as caught:
        await world.call("GET", "/users/@me")
    assert caught.value.status == 401
    assert world.fake.broken == ["auth.wrong"]


async def test_a_body_that_is_no_json(world: World) -> None:
    path = f"{world.fake.api_url}/channels/{world.general.id}/messages"
    headers = {"Authorization": f"Bot {world.fake.token}", "Content-Type": "application/json"}
    async with (
        aiohttp.ClientSession() as session,
        session.post(path, data="{", headers=headers) as answer,
    ):
        assert (await answer.json())["code"] == 50109
    assert world.fake.broken == ["body.json"]


IDENTIFY = {"token": FakeDiscord.token, "intents": INTENTS.value, "properties": {}}

SOCKETS: dict[str, list[object]] = {
    "gateway.token": [{"op": 2, "d": IDENTIFY | {"token": "guess"}}],
    "gateway.intents": [{"op": 2, "d": IDENTIFY | {"intents": 1 << 1}}],
    "gateway.intents_invalid": [{"op": 2, "d": IDENTIFY | {"intents": 1 << 30}}],
    "gateway.first": [{"op": 3, "d": {}}],
    "gateway.twice": [{"op": 2, "d": IDENTIFY}] * 2,
    "gateway.opcode": [{"op": 99}],
    "gateway.body": ["{"],
    "gateway.fast": [{"op": 1, "d": None}] * 121,
}


@pytest.mark.parametrize("rule", SOCKETS)
async def test_a_socket_that_breaks_a_rule_is_closed(fake: FakeDiscord, rule: str) -> None:
    fake.privileged.discard("members")
    async with aiohttp.ClientSession() as session, session.ws_connect(fake.gateway_url) as socket:
        assert (await socket.receive_json())["op"] == 10
        for said in SOCKETS[rule]:
            await socket.send_str(said if isinstance(said, str) else json.dumps(said))
        async for _ in socket:
            pass
        assert socket.close_code == RULES[rule].code
    assert fake.broken == [rule]


async def test_a_session_that_resumes_from_the_future_is_closed(fake: FakeDiscord) -> None:
    async with online(fake):
        session = next(iter(fake.gateway.sessions))
        wrong = {"token": fake.token, "session_id": session, "seq": 1000}
        async with aiohttp.ClientSession() as web, web.ws_connect(fake.gateway_url) as socket:
            await socket.receive_json()
            await socket.send_json({"op": 6, "d": wrong})
            await socket.receive()
            assert socket.close_code == RULES["gateway.sequence"].code
    assert fake.broken == ["gateway.sequence"]


async def _status(world: World) -> aiohttp.ClientResponse:
    headers = {"Authorization": f"Bot {world.fake.token}"}
    path = f"{world.fake.api_url}/channels/{world.general.id}/messages"
    async with aiohttp.ClientSession(headers=headers) as session:
        answer = await session.post(path, json={"content": "x"})
        await answer.read()
        return answer


async def test_so_many_calls_of_a_route_and_then_its_window(world: World) -> None:
    world.fake.rates = Rates(world.clock)
    answers = [await _status(world) for _ in range(6)]
    assert [one.status for one in answers] == [200] * 5 + [429]
    remaining = [one.headers["X-RateLimit-Remaining"] for one in answers]
    assert remaining == ["4", "3", "2", "1", "0", "0"]
    refused = await answers[-1].json()
    assert (refused["retry_after"], refused["global"]) == (5.0, False)
    world.clock.move(seconds=5)
    assert (await _status(world)).status == 200
    assert world.fake.broken == ["rate.route"]
    assert len(world.fake.invalid) == 1


async def test_so_many_calls_in_all_but_for_answers_to_interactions(world: World) -> None:
    world.fake.rates = Rates(world.clock, {})
    world.fake.rates.in_all = (3, 1.0)
    pressed = await world.pressed()
    assert [(await _status(world)).status for _ in range(3)] == [200, 200, 429]
    assert (await _status(world)).headers["X-RateLimit-Global"] == "true"
    await world.callback(pressed, 6)
    assert world.fake.broken == ["rate.global"] * 2


async def test_too_much_that_is_no_good_is_answered_by_the_gate_keeper(world: World) -> None:
    world.fake.most_invalid = 2
    world.deny(world.general, may.SEND_MESSAGES)
    assert [(await _status(world)).status for _ in range(3)] == [403, 403, 429]
    assert "Via" not in (await _status(world)).headers
    world.clock.move(minutes=10)
    assert (await _status(world)).status == 403
    assert world.fake.broken[2:4] == ["rate.banned"] * 2


def test_each_row_that_stands_alone_is_broken_here(world: World) -> None:
    here = {"auth.wrong", "body.json", "interaction.type", "gateway.sequence"}
    assert here | set(SOCKETS) | {one for one in RULES if one.startswith("rate.")} == ALONE
