"""What people do in the fake Teams reaches Microsoft's own library."""

from collections.abc import AsyncIterator

import pytest

from tests.adapters.teams.breaches import card, results
from tests.adapters.teams.realbot import ANA, SAM, TRIAGE, Bot, a_bot


@pytest.fixture
async def bot() -> AsyncIterator[Bot]:
    """A bot in a tenant of its own."""
    async with a_bot() as made:
        yield made


async def test_a_message_is_acted_on_from_its_menu(bot: Bot) -> None:
    said = await bot.teams.send.say(ANA, TRIAGE, "It is broken")
    bot.answers["composeExtension/submitAction"] = {"task": {"type": "message", "value": "Done"}}
    pressed = await bot.teams.ask.on_message(SAM, said.message, "create", fetch=False)
    assert pressed.toast == "Done"
    told = bot.heard[-1]["value"]
    assert told["messagePayload"]["id"] == said.id
    assert told["messagePayload"]["body"]["content"] == "<div>It is broken</div>"
    assert told["messagePayload"]["from"]["user"]["displayName"] == "Ana"


async def test_what_is_found_can_be_posted_and_links_have_cards(bot: Bot) -> None:
    bot.answers["composeExtension/query"] = results()
    found = await bot.teams.ask.search(SAM, TRIAGE, "printer", "search")
    assert bot.heard[-1]["value"]["parameters"] == [{"name": "query", "value": "printer"}]
    said = await bot.teams.ask.insert(SAM, TRIAGE, found.results[0])
    assert said.message.words_for(ANA) == "x"
    bot.answers["composeExtension/queryLink"] = results()
    assert await bot.teams.ask.link(SAM, TRIAGE, "https://desk.test/t/1") == found.results[0]
    bot.answers["composeExtension/queryLink"] = None
    assert await bot.teams.ask.link(SAM, TRIAGE, "https://desk.test/t/2") is None


async def test_only_mentions_are_heard_without_consent(bot: Bot) -> None:
    bot.teams.hears_all = False
    said = await bot.teams.send.say(SAM, TRIAGE, "Good morning @Ana")
    assert (said.activity, bot.heard) == (None, [])
    assert said.message in bot.teams.seen_by(ANA)
    await bot.teams.send.say(SAM, TRIAGE, "@Ticket help", said.id)
    await bot.teams.send.say(SAM, bot.teams.personal(SAM).id, "help")
    assert [one["text"] for one in bot.heard] == ["<at>Ticket</at> help", "help"]


async def test_what_is_changed_and_taken_back_is_told(bot: Bot) -> None:
    said = await bot.teams.send.say(SAM, TRIAGE, "one")
    await bot.teams.change.edit(said.message, "two")
    await bot.teams.change.remove(said.message)
    assert bot.teams.seen_by(ANA) == []
    await bot.teams.change.restore(said.message)
    told = [(one["type"], one["channelData"].get("eventType")) for one in bot.heard]
    assert told == [
        ("message", None),
        ("messageUpdate", "editMessage"),
        ("messageDelete", "softDeleteMessage"),
        ("messageUpdate", "undeleteMessage"),
    ]
    assert {one["id"] for one in bot.heard} == {said.id}
    assert [one.get("text") for one in bot.heard] == ["one", "two", None, "two"]


async def test_reactions_to_the_bots_own_messages_are_told(bot: Bot) -> None:
    said = await bot.teams.send.say(SAM, TRIAGE, "one")
    assert await bot.teams.change.react(ANA, said.message) == []
    ours = await bot.post(TRIAGE, card())
    await bot.teams.change.react(ANA, ours, "heart")
    await bot.teams.change.react(ANA, ours, "heart", remove=True)
    added, removed = bot.heard[-2:]
    assert (added["reactionsAdded"], added["replyToId"]) == ([{"type": "heart"}], ours.id)
    assert removed["reactionsRemoved"] == [{"type": "heart"}]
    assert ours.reactions == []


async def test_who_comes_and_goes_is_told(bot: Bot) -> None:
    eve = bot.teams.add_user("eve", "Eve", installed=False)
    [team] = bot.teams.teams.values()
    await bot.teams.change.join(eve.id, team)
    await bot.teams.change.leave(eve.id, team)
    await bot.teams.change.install(eve.id)
    await bot.teams.change.uninstall(SAM, team)
    told = [
        (one["type"], one.get("action"), one["channelData"].get("eventType")) for one in bot.heard
    ]
    assert told == [
        ("conversationUpdate", None, "teamMemberAdded"),
        ("conversationUpdate", None, "teamMemberRemoved"),
        ("conversationUpdate", None, None),
        ("installationUpdate", "add", None),
        ("conversationUpdate", None, "teamMemberRemoved"),
        ("installationUpdate", "remove", None),
    ]
    assert (await bot.teams.send.say(SAM, TRIAGE, "@Ticket help")).activity is None


async def test_another_bot_is_heard_with_consent(bot: Bot) -> None:
    await bot.teams.change.alert("pager", "Pager", TRIAGE, "Disk full")
    assert bot.heard[0]["from"]["id"] == "28:pager"
    bot.teams.hears_all = False
    _, answers = await bot.teams.change.alert("pager", "Pager", TRIAGE, "Disk full")
    assert answers == []
