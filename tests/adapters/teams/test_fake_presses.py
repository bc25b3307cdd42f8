"""What people press and fill in reaches Microsoft's own library, and they see what comes."""

from collections.abc import AsyncIterator
from copy import deepcopy

import pytest
from botbuilder.schema import Activity

from tests.adapters.teams.breaches import attached, card, choice, dialog, entry, execute
from tests.adapters.teams.breaches import shown as answered
from tests.adapters.teams.realbot import ANA, SAM, TRIAGE, Bot, a_bot

REQUIRED = entry(id="why", isRequired=True, errorMessage="Why?", maxLength=20)


@pytest.fixture
async def bot() -> AsyncIterator[Bot]:
    """A bot in a tenant of its own."""
    async with a_bot() as made:
        yield made


async def test_a_press_shows_its_card_to_who_pressed(bot: Bot) -> None:
    root = await bot.post(TRIAGE, card(actions=[execute(data={"says": "claim 1"})]))
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
    root = await bot.post(TRIAGE, card(actions=[execute(data={"says": "claim 1 r1"})]))
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
    root = await bot.post(TRIAGE, card(actions=[execute()]))
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
    root = await bot.post(TRIAGE, card(REQUIRED, actions=[execute(fallback=fallback)]))
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
    root = await bot.post(TRIAGE, card(*rows))
    await bot.teams.press.button(SAM, root, "Claim", "two")
    assert bot.heard[0]["value"]["action"]["data"] == {"says": "two"}
    with pytest.raises(LookupError):
        await bot.teams.press.button(SAM, root, "Release")


async def test_a_card_is_drawn_anew_for_those_it_names(bot: Bot) -> None:
    root = await bot.post(TRIAGE, card(refresh={"action": execute(verb="draw"), "userIds": [SAM]}))
    bot.answers["adaptiveCard/action"] = answered()
    assert await bot.teams.press.refresh(ANA, root) is None
    pressed = await bot.teams.press.refresh(SAM, root)
    assert pressed is not None
    assert pressed.card == card()
    assert bot.heard[0]["value"]["trigger"] == "automatic"


async def test_a_dialog_is_filled_in_again_until_it_is_right(bot: Bot) -> None:
    opens = {"says": "new", "msteams": {"type": "task/fetch"}}
    root = await bot.post(
        TRIAGE, card(actions=[{"type": "Action.Submit", "title": "New", "data": opens}])
    )
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


async def test_a_choice_that_was_found_counts_as_none_where_one_is_required(bot: Bot) -> None:
    data = {"type": "Data.Query", "dataset": "teams"}
    needed = entry("ChoiceSet", isRequired=True, choices=[choice("me", "Me")])
    submit = {"type": "Action.Submit", "title": "Go"}
    form = card(needed | {"choices.data": data}, actions=[submit])
    bot.answers["composeExtension/fetchTask"] = dialog(card=attached(form))
    opened = (await bot.teams.ask.compose(SAM, TRIAGE, "new")).dialog
    assert opened is not None
    opened.offered["i"] = [choice("acme", "Acme")]
    assert "i" in (await bot.teams.press.fill(opened, i="acme")).errors
    assert (await bot.teams.press.fill(opened, i="me")).errors == {}
