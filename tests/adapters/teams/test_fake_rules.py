"""The fake refuses what Teams refuses: every row of its table is broken once."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from botbuilder.schema import Activity
from botbuilder.schema._models_py3 import ErrorResponseException

from tests.adapters.teams import test_fake_answers, test_fake_calls, test_fake_sign_in
from tests.adapters.teams.breaches import (
    ACTIVITIES,
    CARDS,
    MOMENT,
    MORE_CARDS,
    attached,
    card,
    execute,
    message,
)
from tests.adapters.teams.realbot import SAM, SUPPORT, Bot, a_bot
from tests.fakes.teams import RULES

Json = dict[str, Any]


@pytest.fixture
async def bot() -> AsyncIterator[Bot]:
    """A bot in a tenant of its own."""
    async with a_bot() as made:
        yield made


def test_every_row_of_the_table_is_broken_somewhere() -> None:
    elsewhere = {*test_fake_answers.BROKEN, *test_fake_calls.BROKEN, *test_fake_sign_in.BROKEN}
    assert set(RULES) == {*CARDS, *ACTIVITIES, *elsewhere}


async def _post(bot: Bot, activity: Json, method: str = "POST", which: str = "") -> httpx.Response:
    token = (await bot.client()).config.credentials.token
    url = f"{bot.teams.service_url}v3/conversations/{SUPPORT}/activities{which}"
    async with httpx.AsyncClient(headers={"Authorization": f"Bearer {token}"}) as http:
        return await http.request(method, url, json=activity)


@pytest.mark.parametrize(("rule", "content"), [*CARDS.items(), *MORE_CARDS])
async def test_a_card_that_breaks_a_rule(bot: Bot, rule: str, content: Json) -> None:
    answer = await _post(bot, message(content))
    assert bot.teams.broken == [rule]
    assert answer.status_code == RULES[rule].status
    assert answer.json()["error"]["code"] == RULES[rule].error
    assert bot.teams.messages(SUPPORT) == []


@pytest.mark.parametrize("rule", CARDS)
async def test_a_change_to_a_card_that_breaks_a_rule(bot: Bot, rule: str) -> None:
    posted = (await _post(bot, message(card()))).json()["id"]
    answer = await _post(bot, message(CARDS[rule]), "PUT", f"/{posted}")
    assert answer.json()["error"]["code"] == RULES[rule].error
    assert bot.teams.messages(SUPPORT)[0].cards == [card()]


@pytest.mark.parametrize("rule", ACTIVITIES)
async def test_an_activity_that_breaks_a_rule(bot: Bot, rule: str) -> None:
    answer = await _post(bot, ACTIVITIES[rule])
    assert bot.teams.broken == [rule]
    assert answer.status_code == RULES[rule].status


async def test_the_library_raises_what_is_refused(bot: Bot) -> None:
    client = await bot.client()
    bad = Activity(type="message", attachments=[attached(CARDS["action.verb"])])
    with pytest.raises(ErrorResponseException) as caught:
        await client.conversations.send_to_conversation(SUPPORT, bad)
    assert caught.value.error.error.code == RULES["action.verb"].error


async def test_a_card_with_everything_in_it_is_taken(bot: Bot) -> None:
    whole = card(
        {"type": "TextBlock", "text": MOMENT},
        {"type": "TextBlock", "text": "<at>Sam</at>", "size": "Medium", "style": "heading"},
        {
            "type": "Container",
            "id": "more",
            "isVisible": False,
            "items": [
                {
                    "type": "FactSet",
                    "facts": [{"title": "Owner", "value": "Sam"}],
                }
            ],
        },
        {"type": "ColumnSet", "columns": [{"type": "Column", "items": []}]},
        {
            "type": "Input.ChoiceSet",
            "id": "team",
            "style": "filtered",
            "choices": [],
            "choices.data": {"type": "Data.Query", "dataset": "teams"},
        },
        {"type": "Input.Date", "id": "due", "value": "2026-11-20"},
        actions=[
            execute(fallback={"type": "Action.Submit", "title": "Claim"}),
            {"type": "Action.OpenUrl", "title": "Open", "url": "https://desk.test/"},
            {"type": "Action.ToggleVisibility", "title": "More", "targetElements": ["more"]},
        ],
        refresh={"action": execute(), "userIds": [SAM]},
        msteams={
            "width": "Full",
            "entities": [
                {
                    "type": "mention",
                    "text": "<at>Sam</at>",
                    "mentioned": {"id": SAM, "name": "Sam"},
                }
            ],
        },
    )
    assert (await _post(bot, message(whole))).status_code == 201
    assert (bot.teams.broken, bot.teams.pings) == ([], [SAM])
