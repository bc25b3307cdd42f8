"""One breach of each rule of the fake Discord about messages, answers, people and rights."""

import io
from collections.abc import Awaitable, Callable
from typing import Any

import discord
from discord.http import handle_message_parameters

from tests.adapters.discord.breaches import newer, text
from tests.adapters.discord.refused_places import PLACES
from tests.adapters.discord.world import World
from tests.fakes.discord import permissions as may

Json = dict[str, Any]


def _files(number: int, size: int = 1, **more: Any) -> list[discord.File]:
    return [discord.File(io.BytesIO(b"x" * size), f"{one}.txt", **more) for one in range(number)]


async def _upload(world: World, *files: discord.File) -> None:
    with handle_message_parameters("x", files=list(files)) as params:
        await world.http.send_message(int(world.general.id), params=params)


async def _large(world: World) -> None:
    world.fake.upload_limit = 10
    await _upload(world, *_files(1, size=11))


async def _lost_layout(world: World) -> None:
    made = await world.post(world.general, newer(text()))
    path = f"/channels/{world.general.id}/messages/{made['id']}"
    await world.call("PATCH", path, {"content": "x", "flags": 0, "components": []})


async def _answer_note(world: World) -> None:
    made = await world.post(world.general)
    await world.call("PUT", f"/channels/{world.general.id}/messages/pins/{made['id']}")
    note = world.general.last_message
    await world.post(world.general, {"content": "x", "message_reference": {"message_id": note}})


async def _edit_note(world: World) -> None:
    made = await world.post(world.general)
    await world.call("PUT", f"/channels/{world.general.id}/messages/pins/{made['id']}")
    await world.edit(world.general.messages[str(world.general.last_message)])


async def _edit_anas(world: World) -> None:
    await world.edit(await world.fake.people.say(world.ana, world.general, "mine"))


async def _keep_unknown(world: World) -> None:
    await world.edit(await world.post(world.general), attachments=[{"id": "1"}])


async def _late(world: World) -> None:
    pressed = await world.pressed()
    world.clock.move(seconds=3.1)
    await world.callback(pressed, 6)


async def _twice(world: World) -> None:
    pressed = await world.pressed()
    await world.callback(pressed, 6)
    await world.callback(pressed, 4, {"content": "x"})


async def _many_choices(world: World) -> None:
    option = {"type": 3, "name": "ticket", "description": "d", "autocomplete": True}
    body = [{"name": "claim", "description": "d", "options": [option]}]
    await world.call("PUT", f"/applications/{world.fake.application}/commands", body)
    world.fake.ask.patience = 0.01
    try:
        await world.fake.ask.type(world.ana, world.general, "claim", "ticket", "T")
    except TimeoutError:
        asked = next(reversed(world.fake.interactions.values()))
        choices = [{"name": f"n{one}", "value": "v"} for one in range(26)]
        await world.callback(asked, 8, {"choices": choices})


async def _follow(world: World, minutes: float, *, answered: bool) -> None:
    pressed = await world.pressed()
    if answered:
        await world.callback(pressed, 6)
    world.clock.move(minutes=minutes)
    path = f"/webhooks/{world.fake.application}/{pressed.token}"
    await world.call("POST", path, {"content": "x"})


async def _reply_unread(world: World) -> None:
    made = await world.post(world.general)
    world.deny(world.general, may.READ_HISTORY)
    said = {"content": "x", "message_reference": {"message_id": made["id"]}}
    await world.post(world.general, said)


async def _hidden(world: World) -> None:
    world.deny(world.general, may.VIEW_CHANNEL)
    await world.post(world.general)


async def _mute(world: World) -> None:
    world.deny(world.general, may.SEND_MESSAGES)
    await world.post(world.general)


async def _no_intent(world: World) -> None:
    world.fake.privileged.discard("members")
    await world.call("GET", f"/guilds/{world.fake.guild}/members")


async def _dm(world: World, user: str) -> None:
    made = await world.call("POST", "/users/@me/channels", {"recipient_id": user})
    await world.post(world.fake.channels[made["id"]])


async def _closed(world: World) -> None:
    world.fake.people.close_dms(world.ana)
    await _dm(world, world.ana)


async def _many_dms(world: World) -> None:
    world.fake.openable_dms = 1
    for _ in range(2):
        await world.call("POST", "/users/@me/channels", {"recipient_id": world.ana})


async def _react(world: World, *emojis: str) -> None:
    made = await world.post(world.general)
    for emoji in emojis:
        await world.http.add_reaction(int(world.general.id), int(made["id"]), emoji)


async def _many_pins(world: World) -> None:
    made = await world.post(world.general)
    world.general.pins = [(str(one), "") for one in range(250)]
    await world.call("PUT", f"/channels/{world.general.id}/messages/pins/{made['id']}")


CALLS: dict[str, Callable[[World], Awaitable[object]]] = {
    **PLACES,
    "file.many": lambda world: _upload(world, *_files(11)),
    "file.size": _large,
    "file.description": lambda world: _upload(world, *_files(1, description="x" * 1025)),
    "file.unknown": _keep_unknown,
    "message.v2_lost": _lost_layout,
    "message.reference_system": _answer_note,
    "message.not_own": _edit_anas,
    "message.system": _edit_note,
    "message.unknown": lambda world: world.call("GET", f"/channels/{world.general.id}/messages/1"),
    "interaction.unknown": lambda world: world.call(
        "POST", "/interactions/1/token/callback", {"type": 6}
    ),
    "interaction.late": _late,
    "interaction.twice": _twice,
    "interaction.choices": _many_choices,
    "interaction.expired": lambda world: _follow(world, 15.1, answered=True),
    "interaction.unanswered": lambda world: _follow(world, 0, answered=False),
    "command.unknown": lambda world: world.call(
        "DELETE", f"/applications/{world.fake.application}/commands/1"
    ),
    "route.unknown": lambda world: world.call("GET", "/voice/regions"),
    "body.needed": lambda world: world.call(
        "PUT", f"/applications/{world.fake.application}/commands", {"name": "x"}
    ),
    "guild.unknown": lambda world: world.call("GET", "/guilds/1"),
    "channel.unknown": lambda world: world.call("GET", "/channels/1"),
    "member.unknown": lambda world: world.call(
        "GET", f"/guilds/{world.fake.guild}/members/{world.fake.add_user('Far', join=False)}"
    ),
    "user.unknown": lambda world: world.call("GET", "/users/1"),
    "webhook.unknown": lambda world: world.call("GET", "/webhooks/1"),
    "emoji.unknown": lambda world: _react(world, "ticket"),
    "access.none": _hidden,
    "access.permission": _mute,
    "access.history": _reply_unread,
    "access.intent": _no_intent,
    "user.closed": _closed,
    "user.fast": _many_dms,
    "user.bot": lambda world: _dm(world, world.fake.add_user("Other", bot=True)),
    "channel.no_text": lambda world: world.post(world.forum),
    "channel.type": lambda world: world.call("GET", f"/channels/{world.general.id}/thread-members"),
    "channel.name": lambda world: world.thread(name="x" * 101),
    "reactions.many": lambda world: _react(world, *[chr(0x1F600 + one) for one in range(21)]),
    "pins.many": _many_pins,
    "search.limit": lambda world: world.call(
        "GET", f"/guilds/{world.fake.guild}/members/search", query="a", limit=1001
    ),
    "history.limit": lambda world: world.call(
        "GET", f"/channels/{world.general.id}/messages", limit=101
    ),
}

ALONE = {
    "auth.wrong",
    "body.json",
    "interaction.type",
    "gateway.token",
    "gateway.intents",
    "gateway.intents_invalid",
    "gateway.first",
    "gateway.twice",
    "gateway.opcode",
    "gateway.body",
    "gateway.sequence",
    "gateway.fast",
    "rate.route",
    "rate.global",
    "rate.banned",
}
"""Broken in tests of their own."""
