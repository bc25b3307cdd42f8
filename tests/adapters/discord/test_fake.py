"""The fake refuses what Discord refuses in contents: every row of its table is broken once."""

from collections.abc import AsyncIterator
from typing import Any

import discord
import pytest
from discord.http import HTTPClient, Route

from tests.adapters.discord.breaches import COMMANDS, GOOD_MODAL, MESSAGES, MODALS, newer, text
from tests.adapters.discord.refused import ALONE, CALLS
from tests.adapters.discord.wired import signed_in
from tests.fakes.discord import RULES, Channel, FakeDiscord, Interaction

Json = dict[str, Any]


def test_every_row_of_the_table_is_broken_somewhere() -> None:
    assert set(RULES) == {*MESSAGES, *MODALS, *COMMANDS, *CALLS, *ALONE}


@pytest.fixture
async def http(fake: FakeDiscord) -> AsyncIterator[HTTPClient]:
    """discord.py's own client, signed in."""
    async with signed_in(fake) as client:
        yield client


def refused_with(caught: pytest.ExceptionInfo[discord.HTTPException], rule: str) -> None:
    """That is how Discord refuses what breaks this rule."""
    row = RULES[rule]
    assert (caught.value.status, caught.value.code) == (row.status, row.code)
    assert row.message in caught.value.text


@pytest.mark.parametrize("rule", MESSAGES)
async def test_a_message_that_breaks_a_rule(
    http: HTTPClient, fake: FakeDiscord, general: Channel, rule: str
) -> None:
    route = Route("POST", "/channels/{channel_id}/messages", channel_id=general.id)
    with pytest.raises(discord.HTTPException) as caught:
        await http.request(route, json=MESSAGES[rule])
    refused_with(caught, rule)
    assert fake.broken == [rule]
    assert not general.messages


async def test_a_refused_form_names_the_field(http: HTTPClient, general: Channel) -> None:
    route = Route("POST", "/channels/{channel_id}/messages", channel_id=general.id)
    with pytest.raises(discord.HTTPException) as caught:
        await http.request(route, json=MESSAGES["option.label"])
    assert "In components.0.components.0.options.0.label: Must be between 1 and 100" in str(
        caught.value
    )


async def asked(fake: FakeDiscord, user: str, channel: Channel) -> Interaction:
    """Somebody presses a button of ours."""
    message = await fake.people.say(user, channel, "hello")
    made = newer({"type": 1, "components": [{"type": 2, "custom_id": "b", "label": "B", "id": 1}]})
    message["components"] = made["components"]
    return await fake.ask.press(user, message, "B", wait=False)


@pytest.mark.parametrize("rule", MODALS)
async def test_a_modal_that_breaks_a_rule(
    http: HTTPClient, fake: FakeDiscord, ana: str, general: Channel, rule: str
) -> None:
    pressed = await asked(fake, ana, general)
    place = {"webhook_id": pressed.id, "webhook_token": pressed.token}
    route = Route("POST", "/interactions/{webhook_id}/{webhook_token}/callback", **place)
    with pytest.raises(discord.HTTPException) as caught:
        await http.request(route, json={"type": 9, "data": MODALS[rule]})
    refused_with(caught, rule)
    assert fake.broken == [rule]
    await http.request(route, json={"type": 9, "data": GOOD_MODAL})
    assert pressed.modal == GOOD_MODAL


@pytest.mark.parametrize("rule", COMMANDS)
async def test_commands_that_break_a_rule(http: HTTPClient, fake: FakeDiscord, rule: str) -> None:
    place = {"application_id": fake.application, "guild_id": fake.guild}
    for path in (
        "/applications/{application_id}/commands",
        "/applications/{application_id}/guilds/{guild_id}/commands",
    ):
        with pytest.raises(discord.HTTPException) as caught:
            await http.request(Route("PUT", path, **place), json=COMMANDS[rule])
        refused_with(caught, rule)
    assert fake.broken == [rule, rule]
    assert not fake.commands


async def test_the_most_that_is_allowed_passes(
    http: HTTPClient, fake: FakeDiscord, general: Channel
) -> None:
    route = Route("POST", "/channels/{channel_id}/messages", channel_id=general.id)
    await http.request(route, json={"content": "x" * 2000})
    await http.request(route, json=newer(*[text(100) for _ in range(40)]))
    await http.request(route, json={"embeds": [{"description": "x" * 3000}] * 2})
    assert fake.broken == []
    assert len(general.messages) == 3


async def test_a_smiley_counts_twice(http: HTTPClient, fake: FakeDiscord, general: Channel) -> None:
    route = Route("POST", "/channels/{channel_id}/messages", channel_id=general.id)
    await http.request(route, json={"content": "😀" * 1000})
    with pytest.raises(discord.HTTPException):
        await http.request(route, json={"content": "😀" * 1001})
    assert fake.broken == ["message.content"]
