"""Microsoft's own library is served by the fake Teams."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from botbuilder.schema import Activity, ChannelAccount, ConversationParameters
from botframework.connector.teams import TeamsConnectorClient

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


async def test_a_thread_begins_with_its_first_message(bot: Bot) -> None:
    client = await bot.client()
    made = await client.conversations.create_conversation(
        ConversationParameters(
            is_group=True,
            channel_data={"channel": {"id": TRIAGE}},
            activity=Activity(type="message", text="one"),
        )
    )
    assert made.id == f"{TRIAGE};messageid={made.activity_id}"
    await client.conversations.send_to_conversation(made.id, Activity(type="typing"))
    await client.conversations.send_to_conversation(made.id, Activity(type="message", text="two"))
    [answer] = bot.teams.messages(TRIAGE, thread=made.activity_id)
    assert (answer.text, bot.teams.conversations[TRIAGE].typing) == ("two", [made.activity_id])


async def test_a_personal_chat_is_opened_once(bot: Bot) -> None:
    client = await bot.client()
    wanted = ConversationParameters(
        is_group=False,
        bot=ChannelAccount(id=bot.teams.bot),
        members=[ChannelAccount(id=ANA)],
        tenant_id=bot.teams.tenant,
    )
    made = [await client.conversations.create_conversation(wanted) for _ in range(2)]
    assert {one.id for one in made} == {bot.teams.personal(ANA).id}
    hello = Activity(type="message", text="hello")
    await client.conversations.send_to_conversation(made[0].id, hello)
    assert [one.text for one in bot.teams.seen_by(ANA)] == ["hello"]
    assert bot.teams.seen_by(SAM) == []


async def test_rosters_and_teams_are_told(bot: Bot) -> None:
    client = await bot.client()
    paged = await client.conversations.get_teams_conversation_paged_members(TRIAGE, 50)
    assert [(one.id, one.email) for one in paged.members] == [
        (ANA, "ana@example.org"),
        (SAM, "sam@example.org"),
    ]
    one = await client.conversations.get_conversation_member(TRIAGE, bot.teams.users[SAM].aad)
    assert (one.id, one.name) == (SAM, "Sam")
    teams = TeamsConnectorClient(client.config.credentials, bot.teams.service_url).teams
    [team] = bot.teams.teams.values()
    details = await asyncio.to_thread(teams.get_team_details, team.id)
    assert (details.name, details.aad_group_id) == ("Acme", team.aad_group)
    channels = await asyncio.to_thread(teams.get_teams_channels, team.id)
    assert [one.id for one in channels.conversations] == [team.id, TRIAGE, SUPPORT]


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
