"""Connections are cut, answers lost, and Discord goes down: a real bot lives through it."""

import asyncio

import aiohttp
import discord
import pytest

from core.clock import SystemClock
from tests.adapters.discord.wired import online, said
from tests.fakes.discord import Channel, FakeDiscord, Rates

POSTS = "POST /channels/{channel}/messages"


async def test_nothing_is_lost_when_the_connection_is_cut(
    fake: FakeDiscord, ana: str, general: Channel
) -> None:
    async with online(fake) as bot:
        await fake.people.say(ana, general, "before")
        assert await said(bot) == ["before"]
        await fake.gateway.drop()
        await fake.people.say(ana, general, "meanwhile")
        await fake.people.say(ana, general, "later")
        assert await said(bot, 3) == ["before", "meanwhile", "later"]
        assert (fake.gateway.identified, fake.gateway.resumed) == (1, 1)
        await fake.gateway.ask_to_reconnect()
        await fake.wait_for(lambda: fake.gateway.resumed == 2)
        await fake.people.say(ana, general, "at last")
        assert (await said(bot, 4))[-1] == "at last"
    assert fake.broken == []


async def test_a_forgotten_session_begins_anew_and_has_missed_what_was_said(
    fake: FakeDiscord, ana: str, general: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("discord.client.ExponentialBackoff.delay", lambda self: 0.01)
    async with online(fake) as bot:
        fake.gateway.forget()
        await fake.gateway.drop()
        await fake.people.say(ana, general, "missed")
        await fake.wait_for(lambda: fake.gateway.identified == 2)
        await fake.people.say(ana, general, "heard")
        assert await said(bot) == ["heard"]


@pytest.mark.parametrize("compresses", [True, False])
async def test_frames_are_compressed_as_asked_or_plain(
    fake: FakeDiscord, ana: str, general: Channel, compresses: bool
) -> None:
    fake.gateway.compresses = compresses
    async with online(fake) as bot:
        await fake.people.say(ana, general, "Grüße 🎫")
        assert await said(bot) == ["Grüße 🎫"]


async def test_an_event_that_is_told_twice(fake: FakeDiscord, ana: str, general: Channel) -> None:
    async with online(fake) as bot:
        fake.gateway.duplicates = 1
        await fake.people.say(ana, general, "once")
        assert await said(bot, 2) == ["once", "once"]
        assert len({one.id for one in bot.messages}) == 1


async def test_the_bot_obeys_the_rates_that_it_is_told(
    fake: FakeDiscord, ana: str, general: Channel
) -> None:
    fake.rates = Rates(SystemClock(), {POSTS: (2, 0.2)})
    async with online(fake) as bot:
        for number in range(5):
            await bot.text(general).send(str(number))
        fake.faults.trouble("limited", POSTS, times=1, retry_after=0.01)
        await bot.text(general).send("after a refusal")
    assert fake.rates.refused == []
    assert max(fake.rates.most.values()) == 2
    assert [one["content"] for one in fake.people.sees(ana, general)][-1] == "after a refusal"


@pytest.mark.parametrize("kind", ["drop", "lost", "garbage", "refuse"])
async def test_what_became_of_a_post_is_not_always_told(
    fake: FakeDiscord, ana: str, general: Channel, kind: str
) -> None:
    async with online(fake) as bot:
        fake.faults.trouble(kind, POSTS, times=1, status=503)
        with pytest.raises((aiohttp.ClientError, discord.DiscordServerError, TypeError)):
            await bot.text(general).send("hello", nonce=1)
        there = len(general.messages)
        assert there == (1 if kind in ("drop", "lost") else 0)
        await bot.text(general).send("hello", nonce=1)
        assert len(general.messages) == 1


async def test_discord_goes_down_and_comes_back(
    fake: FakeDiscord, ana: str, general: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("discord.client.ExponentialBackoff.delay", lambda self: 0.01)
    async with online(fake) as bot:
        await fake.goes_down()
        with pytest.raises(OSError, match="Cannot connect"):
            await bot.text(general).send("x")
        await fake.comes_back()
        await fake.people.say(ana, general, "still here")
        assert await said(bot) == ["still here"]
        await fake.goes_down(503)
        with pytest.raises(discord.DiscordServerError):
            await bot.text(general).send("x")
        await fake.comes_back()
        await fake.wait_for(lambda: fake.gateway.links)
        await bot.text(general).send("all is well")
    assert [one["content"] for one in fake.people.sees(ana, general)] == [
        "still here",
        "all is well",
    ]


async def test_an_answer_may_take_its_time(fake: FakeDiscord, general: Channel) -> None:
    async with online(fake) as bot:
        fake.faults.trouble("hang", POSTS)
        sending = asyncio.create_task(bot.text(general).send("slowly"))
        await fake.wait_for(lambda: general.messages)
        assert not sending.done()
        fake.faults.heal()
        assert (await sending).content == "slowly"


async def test_a_socket_that_is_closed_resumes_and_an_invalid_session_does_not(
    fake: FakeDiscord, ana: str, general: Channel
) -> None:
    async with online(fake) as bot:
        await fake.gateway.close(4000)
        await fake.people.say(ana, general, "kept")
        assert await said(bot) == ["kept"]
        assert fake.gateway.resumed == 1
        await fake.gateway.invalidate(resumable=True)
        await fake.wait_for(lambda: fake.gateway.resumed == 2)
        await fake.gateway.invalidate()
        await fake.wait_for(lambda: fake.gateway.identified == 2)
        await fake.people.say(ana, general, "anew")
        assert await said(bot, 2) == ["kept", "anew"]


async def test_what_is_down_answers_nothing_to_files_either(
    fake: FakeDiscord, ana: str, general: Channel
) -> None:
    async with online(fake) as bot:
        await fake.people.say(ana, general, files={"a.txt": b"x"})
        await said(bot)
        fake.file_host.trouble = 503
        with pytest.raises(discord.HTTPException):
            await bot.messages[0].attachments[0].read()
        fake.faults.heal()
        assert await bot.messages[0].attachments[0].read() == b"x"
