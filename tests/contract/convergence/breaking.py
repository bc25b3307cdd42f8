"""What fails now and then: calls of the platforms, or the whole desk."""

import random
from typing import Any

from tests.contract.world import World

Break = tuple[str, dict[str, Any], tuple[str, ...]]

SLACK_CALLS = ("chat.postMessage", "chat.update", "chat.delete")
DISCORD_CALLS = (
    "POST /channels/{channel}/messages",
    "PATCH /channels/{channel}/messages/{message}",
    "DELETE /channels/{channel}/messages/{message}",
)
BREAKS: dict[str, tuple[Break, ...]] = {
    "slack": (
        ("status", {"status": 500}, SLACK_CALLS),
        ("status", {"status": 429, "retry_after": "3"}, ("", *SLACK_CALLS)),
        ("drop", {}, SLACK_CALLS),
        ("garbage", {}, SLACK_CALLS),
    ),
    "discord": (
        ("limited", {}, ("", *DISCORD_CALLS)),
        ("refuse", {}, ("", *DISCORD_CALLS)),
        ("drop", {}, DISCORD_CALLS),
        ("garbage", {}, DISCORD_CALLS),
    ),
    # What was sent to Teams cannot be looked for: the answer to a post is not lost here.
    "teams": (
        ("status", {"status": 429, "retry_after": "1"}, ("", "send", "update")),
        ("status", {"status": 502}, ("update", "delete")),
        ("status", {"status": 502, "there": True}, ("update", "delete")),
        ("drop", {}, ("update", "delete")),
        ("garbage", {}, ("update", "delete")),
    ),
}
"""By platform: what may happen, and to which calls ("" means any)."""


async def break_something(world: World, platforms: list[str], dice: random.Random) -> None:
    """Now and then a call fails that one of these platforms would have answered, or the
    desk stops and begins anew."""
    chance = dice.random()
    if chance < 0.2:
        _trouble(world, dice.choice(platforms), dice)
    elif chance < 0.25:
        await world.rest()
        world.work()


def _trouble(world: World, platform: str, dice: random.Random) -> None:
    if platform not in BREAKS:
        return  # the web chat is ours
    fake = world.slack if platform == "slack" else world.chats[platform]
    kind, more, calls = dice.choice(BREAKS[platform])
    call = dice.choice(calls)
    fake.trouble(kind, *filter(None, [call]), times=dice.randint(1, 3), **more)


def heal(world: World) -> None:
    """End all of it."""
    world.slack.heal()
    for chat in world.chats.values():
        chat.heal()
