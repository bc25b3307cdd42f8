"""What people do in the fake Teams reaches Microsoft's own library, and they see what comes."""

from collections.abc import AsyncIterator
from copy import deepcopy
from typing import Any

import pytest
from botbuilder.schema import Activity

from tests.adapters.teams.breaches import attached, card, choice, dialog, entry, execute, results
from tests.adapters.teams.breaches import shown as answered
from tests.adapters.teams.realbot import ANA, SAM, TRIAGE, Bot, a_bot
from tests.fakes.teams import Message

Json = dict[str, Any]

REQUIRED = entry(id="why", isRequired=True, errorMessage="Why?", maxLength=20)


@pytest.fixture
async def bot() -> AsyncIterator[Bot]:
    """A bot in a tenant of its own."""
    async with a_bot() as made:
        yield made


async def post(bot: Bot, content: Json, where: str = TRIAGE) -> Message:
    """A card of the bot's."""
    client = await bot.client()
    sent = await client.conversations.send_to_conversation(
        where, Activity(type="message", attachments=[attached(content)])
    )
    return bot.teams.conversations[where].messages[sent.id]


async def test_a_press_shows_its_card_to_who_pressed(bot: Bot) -> None:
    root = await post(bot, card(actions=[execute(data={"says": "claim 1"})]))
    mine = card({"type": "TextBlock", "text": "Yours"})
    bot.answers["adaptiveCard/action"] = answered(value=mine)
    pressed = await bot.teams.press.button(SAM, root, "Claim")
    [heard] = bot.heard
    assert heard["value"]["action"]["data"] == {"says": "claim 1"}
    assert heard["value"]["trigger"] == "manual"
    assert heard["replyToId"] == root.id
    assert heard["conversation"]["id"] == f"{TRIAGE};messageid={root.id}"
    assert (pressed.card, root.words_for(SAM), root.words_for(ANA)) == (mine, "Yours", "x")


async def test_a_card_can_be_pressed_as_it_was_seen_before(bot: Bot) -> None:
    root = await post(bot, card(actions=[execute(data={"says": "claim 1 r1"})]))
    old = deepcopy(root)
    client = await bot.client()
    fresh = attached(card(actions=[execute(title="Release", data={"says": "release 1 r2"})]))
    await client.conversations.update_activity(
        TRIAGE, root.id, Activity(type="message", attachments=[fresh])
    )
    bot.answers["adaptiveCard/action"] = answered()
    await bot.teams.press.button(SAM, old, "Claim")
    assert bot.heard[0]["value"]["action"]["data"] == {"says": "claim 1 r1"}
    assert root.views == {SAM: card()}
    await client.conversations.delete_activity(TRIAGE, root.id)
    with pytest.raises(LookupError):
        await bot.teams.press.button(SAM, old, "Claim")


async def test_a_press_is_answered_by_words(bot: Bot) -> None:
    root = await post(bot, card(actions=[execute()]))
    bot.answers["adaptiveCard/action"] = answered(
        type="application/vnd.microsoft.activity.message", value="Claimed"
    )
    assert (await bot.teams.press.button(SAM, root, "Claim")).toast == "Claimed"
    bot.answers["adaptiveCard/action"] = answered(
        statusCode=400, type="application/vnd.microsoft.error", value={"message": "Too late"}
    )
    assert (await bot.teams.press.button(SAM, root, "Claim")).toast == "Too late"
    assert bot.teams.broken == []


async def test_an_old_client_sends_the_fallback_as_a_message(bot: Bot) -> None:
    fallback = {"type": "Action.Submit", "title": "Claim", "data": {"says": "claim 1"}}
    root = await post(bot, card(REQUIRED, actions=[execute(fallback=fallback)]))
    bot.teams.press.old = True
    assert (await bot.teams.press.button(SAM, root, "Claim")).errors == {"why": "Why?"}
    pressed = await bot.teams.press.button(SAM, root, "Claim", why="because")
    [heard] = bot.heard
    assert (heard["type"], heard["replyToId"]) == ("message", root.id)
    assert heard["value"] == {"says": "claim 1", "why": "because"}
    assert pressed.sent["value"] == heard["value"]
    assert bot.teams.messages(TRIAGE) == [root]


async def test_a_button_is_found_below_its_row(bot: Bot) -> None:
    rows = [
        {
            "type": "Container",
            "items": [
                {"type": "TextBlock", "text": name},
                {"type": "ActionSet", "actions": [execute(data={"says": name})]},
            ],
        }
        for name in ("one", "two")
    ]
    root = await post(bot, card(*rows))
    await bot.teams.press.button(SAM, root, "Claim", "two")
    assert bot.heard[0]["value"]["action"]["data"] == {"says": "two"}
    with pytest.raises(LookupError):
        await bot.teams.press.button(SAM, root, "Release")


async def test_a_card_is_drawn_anew_for_those_it_names(bot: Bot) -> None:
    root = await post(bot, card(refresh={"action": execute(verb="draw"), "userIds": [SAM]}))
    bot.answers["adaptiveCard/action"] = answered()
    assert await bot.teams.press.refresh(ANA, root) is None
    pressed = await bot.teams.press.refresh(SAM, root)
    assert pressed is not None
    assert pressed.card == card()
    assert bot.heard[0]["value"]["trigger"] == "automatic"


async def test_a_dialog_is_filled_in_again_until_it_is_right(bot: Bot) -> None:
    opens = {"says": "new", "msteams": {"type": "task/fetch"}}
    root = await post(bot, card(actions=[{"type": "Action.Submit", "title": "New", "data": opens}]))
    submit = {"type": "Action.Submit", "title": "Create", "data": {"says": "new"}}
    form = card(REQUIRED, entry(id="title", value="Printer"), actions=[submit])
    bot.answers["task/fetch"] = dialog(card=attached(form))
    opened = (await bot.teams.press.button(SAM, root, "New")).dialog
    assert opened is not None
    assert opened.values == {"why": "", "title": "Printer"}
    assert (await bot.teams.press.fill(opened, why="x" * 21)).errors == {"why": "Why?"}
    wrong = card({"type": "TextBlock", "text": "⚠️ Say more"}, *form["body"], actions=[submit])
    bot.answers["task/submit"] = dialog(card=attached(wrong))
    again = (await bot.teams.press.fill(opened, why="so")).dialog
    assert again is not None
    assert "Say more" in again.words
    bot.answers["task/submit"] = None
    done = await bot.teams.press.fill(again, why="because")
    assert (done.dialog, done.error) == (None, None)
    submitted = bot.heard[-1]
    assert submitted["name"] == "task/submit"
    assert submitted["value"]["data"] == {"says": "new", "why": "because", "title": "Printer"}


async def test_only_choices_that_were_offered_can_be_taken(bot: Bot) -> None:
    data = {"type": "Data.Query", "dataset": "teams"}
    submit = {"type": "Action.Submit", "title": "Go"}
    form = card(entry("ChoiceSet", **{"choices.data": data}), actions=[submit])
    bot.answers["composeExtension/fetchTask"] = dialog(card=attached(form))
    opened = (await bot.teams.ask.compose(SAM, TRIAGE, "new")).dialog
    assert opened is not None
    assert "i" in (await bot.teams.press.fill(opened, i="acme")).errors
    bot.answers["application/search"] = {
        "statusCode": 200,
        "type": "application/vnd.microsoft.search.searchResponse",
        "value": {"results": [choice("acme", "Acme")]},
    }
    assert await bot.teams.ask.type(SAM, opened, "i", "ac") == [choice("acme", "Acme")]
    assert bot.heard[-1]["value"]["dataset"] == "teams"
    assert (await bot.teams.press.fill(opened, i="acme")).errors == {}
    assert bot.heard[-1]["name"] == "composeExtension/submitAction"
    assert bot.heard[-1]["value"]["commandId"] == "new"


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
    ours = await post(bot, card())
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
