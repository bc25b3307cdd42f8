"""Microsoft's own library is served by the fake Teams."""

from collections.abc import AsyncIterator

import pytest
from botbuilder.schema import Activity

from tests.adapters.teams.realbot import ANA, SAM, SUPPORT, TRIAGE, Bot, a_bot
from tests.fakes.teams import FORGERIES


@pytest.fixture
async def bot() -> AsyncIterator[Bot]:
    """A bot in a tenant of its own."""
    async with a_bot() as made:
        yield made


async def test_what_is_said_is_heard_and_answered_in_its_thread(bot: Bot) -> None:
    bot.replies = [Activity(type="message", text="Hello Sam")]
    said = await bot.teams.send.say(SAM, TRIAGE, "@Ticket claim 1042")
    assert [one.status_code for one in said.answers] == [200]
    [heard] = bot.heard
    assert heard["text"] == "<at>Ticket</at> claim 1042"
    [reply] = bot.teams.messages(TRIAGE, thread=said.id)
    assert (reply.text, reply.sender) == ("Hello Sam", bot.teams.bot)
    assert reply in bot.teams.seen_by(ANA, TRIAGE)


async def test_a_message_is_posted_changed_and_removed(bot: Bot) -> None:
    client = await bot.client()
    posted = await client.conversations.send_to_conversation(
        SUPPORT, Activity(type="message", text="one")
    )
    [message] = bot.teams.messages(SUPPORT)
    assert (message.id, message.root) == (posted.id, None)
    await client.conversations.update_activity(
        SUPPORT, posted.id, Activity(type="message", text="two")
    )
    assert (message.text, message.edited) == ("two", True)
    await client.conversations.delete_activity(SUPPORT, posted.id)
    assert bot.teams.seen_by(SAM, SUPPORT) == []


async def test_an_invoke_is_answered(bot: Bot) -> None:
    bot.answers["task/fetch"] = {"task": {"type": "message", "value": "Done"}}
    asked = await bot.teams.send.invoke(SAM, TRIAGE, "task/fetch", {"data": {"says": "new"}})
    assert (asked.error, asked.body) == (None, bot.answers["task/fetch"])


@pytest.mark.parametrize("how", FORGERIES)
async def test_the_library_believes_no_forgery(bot: Bot, how: str) -> None:
    activity = bot.teams.activities.of("message", SAM, TRIAGE, text="claim 1042")
    assert (await bot.teams.send.forged(activity, how)).status_code == 401
    assert bot.heard == []
    assert (await bot.teams.send.raw(activity)).status_code == 200
