"""The fake Teams in trouble, files in it, and what it sends again."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from tests.adapters.teams.realbot import SAM, TRIAGE, Bot, a_bot
from tests.fakes.teams.sending import Said

HELLO = {"type": "message", "text": "hello"}


@pytest.fixture
async def bot() -> AsyncIterator[Bot]:
    """A bot in a tenant of its own."""
    async with a_bot() as made:
        yield made


@pytest.fixture
async def http(bot: Bot) -> AsyncIterator[httpx.AsyncClient]:
    """A client with the bot's token."""
    token = await bot.factory.fetch(
        bot.teams.token_url, bot.teams.app_id, "https://api.botframework.com"
    )
    headers = {"Authorization": f"Bearer {token}"}
    async with httpx.AsyncClient(headers=headers, base_url=bot.teams.service_url) as client:
        yield client


async def send(http: httpx.AsyncClient) -> httpx.Response:
    """Say hello in #triage."""
    return await http.post(f"v3/conversations/{TRIAGE}/activities", json=HELLO)


@pytest.mark.parametrize("status", [412, 429, 500, 502, 504])
@pytest.mark.parametrize("there", [True, False])
async def test_a_call_fails_with_the_message_there_or_not(
    bot: Bot, http: httpx.AsyncClient, status: int, there: bool
) -> None:
    bot.teams.trouble("status", "send", status=status, times=1, there=there, retry_after="7")
    answer = await send(http)
    assert (answer.status_code, answer.headers["Retry-After"]) == (status, "7")
    assert len(bot.teams.messages(TRIAGE)) == there
    assert (await send(http)).status_code == 201


async def test_an_answer_is_lost(bot: Bot, http: httpx.AsyncClient) -> None:
    bot.teams.trouble("drop", "send")
    with pytest.raises(httpx.RemoteProtocolError):
        await send(http)
    assert [one.text for one in bot.teams.messages(TRIAGE)] == ["hello"]


async def test_nonsense_is_told(bot: Bot, http: httpx.AsyncClient) -> None:
    bot.teams.trouble("garbage", "send", body="[1]", content_type="application/json")
    assert (await send(http)).json() == [1]
    assert bot.teams.messages(TRIAGE) == []


async def test_an_answer_waits_until_it_heals(bot: Bot, http: httpx.AsyncClient) -> None:
    bot.teams.trouble("hang", "send")
    sending = asyncio.create_task(send(http))
    await bot.teams.wait_for(lambda: bot.teams.messages(TRIAGE))
    assert not sending.done()
    bot.teams.heal()
    assert (await sending).status_code == 201


async def test_it_goes_down_and_comes_back_with_all_that_was_said(
    bot: Bot, http: httpx.AsyncClient
) -> None:
    await send(http)
    await bot.teams.stop()
    with pytest.raises(httpx.ConnectError):
        await send(http)
    await bot.teams.start()
    await send(http)
    assert len(bot.teams.messages(TRIAGE)) == 2


async def _said_again(bot: Bot) -> Said:
    """What somebody says while the bot takes too long, so that Teams tells it once more."""
    bot.stuck = asyncio.Event()
    saying = asyncio.create_task(bot.teams.send.say(SAM, TRIAGE, "@Ticket claim 1"))
    await bot.heard_so_many(1)
    bot.clock.move(seconds=15.1)
    await bot.heard_so_many(2)
    bot.stuck.set()
    return await saying


async def test_a_message_that_is_not_taken_in_time_comes_again(bot: Bot) -> None:
    said = await _said_again(bot)
    first, second = bot.heard
    assert (first["id"], first["text"]) == (said.id, second["text"])
    assert second["id"] != said.id
    assert second["timestamp"] != first["timestamp"]
    assert len(said.answers) == 1
    assert len(bot.teams.messages(TRIAGE)) == 1


async def test_only_what_was_not_taken_comes_again(bot: Bot) -> None:
    said = await bot.teams.send.say(SAM, TRIAGE, "@Ticket claim 1")
    assert said.activity is not None
    with pytest.raises(LookupError):
        await bot.teams.send.again(said.activity)
    assert len(bot.heard) == 1


async def test_both_ids_of_a_message_that_came_again_can_be_answered(
    bot: Bot, http: httpx.AsyncClient
) -> None:
    said = await _said_again(bot)
    for one in bot.heard:
        await http.post(f"v3/conversations/{TRIAGE}/activities/{one['id']}", json=HELLO)
    assert len(bot.teams.messages(TRIAGE, thread=said.id)) == 2


async def test_files_come_in_personal_chats_alone(bot: Bot) -> None:
    direct = bot.teams.personal(SAM).id
    shared = bot.teams.files.share(direct, "log.txt", b"lines")
    await bot.teams.send.say(SAM, direct, "", attachments=[shared])
    [attachment] = bot.heard[0]["attachments"]
    async with httpx.AsyncClient() as anybody:
        assert (await anybody.get(attachment["content"]["downloadUrl"])).content == b"lines"
    hidden = bot.teams.files.share(TRIAGE, "log.txt", b"lines")
    await bot.teams.send.say(SAM, TRIAGE, "", attachments=[hidden])
    [attachment] = bot.heard[1]["attachments"]
    assert attachment["contentType"] == "text/html"
    assert "log.txt" not in str(attachment)


async def test_pictures_are_fetched_with_the_token(bot: Bot, http: httpx.AsyncClient) -> None:
    url = bot.teams.files.picture(b"PNG")["contentUrl"]
    assert (await http.get(url)).content == b"PNG"
    async with httpx.AsyncClient() as anybody:
        assert (await anybody.get(url)).status_code == 401


async def test_a_file_is_offered_taken_and_brought_in_pieces(
    bot: Bot, http: httpx.AsyncClient
) -> None:
    direct = bot.teams.personal(SAM).id
    card: dict[str, Any] = {
        "contentType": "application/vnd.microsoft.teams.card.file.consent",
        "name": "log.txt",
        "content": {"sizeInBytes": 5, "acceptContext": {"file": 7}, "declineContext": None},
    }
    body = {"type": "message", "attachments": [card]}
    await http.post(f"v3/conversations/{direct}/activities", json=body)
    [offer] = bot.teams.messages(direct)
    bot.answers["fileConsent/invoke"] = {}
    await bot.teams.files.decline(SAM, offer)
    await bot.teams.files.accept(SAM, offer)
    declined, accepted = (one["value"] for one in bot.heard)
    assert (declined["action"], declined["context"]) == ("decline", None)
    assert (accepted["action"], accepted["context"]) == ("accept", {"file": 7})
    url = accepted["uploadInfo"]["uploadUrl"]
    async with httpx.AsyncClient() as anybody:
        for part, where in ((b"lin", "0-2"), (b"es", "3-4")):
            await anybody.put(url, content=part, headers={"Content-Range": f"bytes {where}/5"})
    assert bot.teams.files.drives[SAM] == {"log.txt": b"lines"}
