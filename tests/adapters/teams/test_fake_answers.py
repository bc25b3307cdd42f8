"""What the fake shows people instead of an answer that Teams would not take."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.adapters.teams.breaches import (
    ACTS,
    EXTENSIONS,
    SEARCHES,
    TASKS,
    attached,
    card,
    dialog,
    entry,
    execute,
    results,
)
from tests.adapters.teams.realbot import SAM, TRIAGE, Bot, a_bot
from tests.fakes.teams import RULES, Message

Json = dict[str, Any]

LATE = {"task/fetch": "invoke.late", "composeExtension/query": "extension.late"}
BROKEN = {
    *(rule for rule, _ in [*ACTS, *TASKS, *EXTENSIONS, *SEARCHES]),
    *LATE.values(),
    "invoke.status",
    "invoke.json",
}


@pytest.fixture
async def bot() -> AsyncIterator[Bot]:
    """A bot in a tenant of its own."""
    async with a_bot() as made:
        yield made


@pytest.fixture
def posted(bot: Bot) -> Message:
    """A card of ours in #triage, with a button for each kind of invoke."""
    opens = {"says": "new", "msteams": {"type": "task/fetch"}}
    acts = [execute(), {"type": "Action.Submit", "title": "New", "data": opens}]
    sent = bot.teams.connector.send(
        TRIAGE, {"type": "message", "attachments": [attached(card(actions=acts))]}
    )
    return bot.teams.conversations[TRIAGE].messages[sent["id"]]


@pytest.mark.parametrize(("rule", "answer"), ACTS)
async def test_an_answer_to_a_press(bot: Bot, posted: Message, rule: str, answer: Json) -> None:
    bot.answers["adaptiveCard/action"] = answer
    pressed = await bot.teams.press.button(SAM, posted, "Claim")
    assert (pressed.error, bot.teams.broken) == (RULES[rule].error, [rule])
    assert posted.views == {}


@pytest.mark.parametrize(("rule", "answer"), TASKS)
async def test_an_answer_that_opens_a_dialog(
    bot: Bot, posted: Message, rule: str, answer: Json
) -> None:
    bot.answers["task/fetch"] = answer
    pressed = await bot.teams.press.button(SAM, posted, "New")
    assert (pressed.error, bot.teams.broken) == (RULES[rule].error, [rule])
    assert pressed.dialog is None


@pytest.mark.parametrize(("rule", "answer"), EXTENSIONS)
async def test_an_answer_to_a_search(bot: Bot, rule: str, answer: Json) -> None:
    bot.answers["composeExtension/query"] = answer
    found = await bot.teams.ask.search(SAM, TRIAGE, "printer", "search")
    assert (found.error, bot.teams.broken) == (RULES[rule].error, [rule])
    assert found.results == []


@pytest.mark.parametrize(("rule", "answer"), SEARCHES)
async def test_choices_for_a_field(bot: Bot, posted: Message, rule: str, answer: Json) -> None:
    data = {"type": "Data.Query", "dataset": "teams"}
    bot.answers["task/fetch"] = dialog(
        card=attached(card(entry("ChoiceSet", **{"choices.data": data})))
    )
    opened = (await bot.teams.press.button(SAM, posted, "New")).dialog
    assert opened is not None
    bot.answers["application/search"] = answer
    assert await bot.teams.ask.type(SAM, opened, "i", "ac") == []
    assert bot.teams.broken == [rule]


async def test_an_answer_that_is_none(bot: Bot) -> None:
    bot.answers["task/fetch"] = ["no object"]
    asked = await bot.teams.send.invoke(SAM, TRIAGE, "task/fetch", {})
    assert asked.error == RULES["invoke.json"].error
    bot.status = 500
    asked = await bot.teams.send.invoke(SAM, TRIAGE, "task/fetch", {})
    assert asked.error == RULES["invoke.status"].error
    assert bot.teams.broken == ["invoke.json", "invoke.status"]


@pytest.mark.parametrize("name", LATE)
async def test_an_answer_that_comes_too_late(bot: Bot, name: str) -> None:
    bot.stuck, rule = asyncio.Event(), LATE[name]
    bot.answers[name] = results()
    asking = asyncio.create_task(bot.teams.send.invoke(SAM, TRIAGE, name, {"commandId": "search"}))
    await bot.heard_so_many(1)
    bot.clock.move(seconds=(RULES[rule].limit or 0) + 0.1)
    await bot.heard_so_many(2)
    bot.stuck.set()
    asked = await asking
    first, second = asked.activities
    assert first["id"] != second["id"]
    assert first["timestamp"] != second["timestamp"]
    assert first["value"] == second["value"]
    assert asked.answers[0] is None
    assert (asked.error, bot.teams.broken) == (RULES[rule].error, [rule])


@pytest.mark.parametrize("name", LATE)
async def test_an_answer_at_the_last_moment(bot: Bot, name: str) -> None:
    bot.stuck = asyncio.Event()
    bot.answers[name] = results()
    asking = asyncio.create_task(bot.teams.send.invoke(SAM, TRIAGE, name, {}))
    await bot.heard_so_many(1)
    bot.clock.move(seconds=RULES[LATE[name]].limit or 0)
    bot.stuck.set()
    asked = await asking
    assert (asked.error, len(asked.activities), bot.teams.broken) == (None, 1, [])
