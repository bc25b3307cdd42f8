"""Another bot on each platform, and what it says there."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import httpx

from tests.contract.chats import teams
from tests.contract.chats.discord import DiscordChat
from tests.contract.drivers.base import Room
from tests.contract.wiring import SUPPORT, TRIAGE
from tests.contract.world import World

Say = Callable[[str, Room, str | None], Awaitable[str]]
"""Words, room and thread; the id of the message."""


@dataclass(frozen=True)
class Bot:
    """``id`` is what an administrator allows it by; ``anywhere``: it is bound to no channel."""

    id: str
    say: Say
    name: str = "Pager"
    anywhere: bool = True


def slack_bot(world: World, id: str = "B0PAGER") -> Bot:
    """An app of the workspace."""
    rooms = {"support": SUPPORT, "triage": TRIAGE}

    async def say(text: str, room: Room, thread: str | None) -> str:
        inside = {"thread_ts": thread} if thread else {}
        return str((await world.slack.change.alert(id, rooms[room], text, **inside))["ts"])

    return Bot(id, say)


def discord_bot(world: World, id: str = "") -> Bot:
    """A bot that is a member of the server."""
    chat = world.chats["discord"]
    assert isinstance(chat, DiscordChat)
    id = id or chat.fake.add_user("Pager", chat.staff, bot=True)

    async def say(text: str, room: Room, thread: str | None) -> str:
        place = chat.triage if room == "triage" else chat.support
        return str((await chat.fake.people.say(id, thread or place, text))["id"])

    return Bot(id, say, name=chat.fake.users[id]["username"])


def discord_webhook(world: World) -> Bot:
    """A webhook that somebody has made for the support channel, of no application."""
    chat = world.chats["discord"]
    assert isinstance(chat, DiscordChat)
    fake = chat.fake
    id = fake.next_id()
    fake.webhooks[id] = {
        "id": id,
        "type": 1,
        "guild_id": fake.guild,
        "channel_id": chat.support,
        "name": "Pager",
        "avatar": None,
        "token": f"hook-{id}",
        "application_id": None,
    }

    async def say(text: str, room: Room, thread: str | None) -> str:
        path = f"{fake.api_url}/webhooks/{id}/hook-{id}"
        query = {"wait": "true", **({"thread_id": thread} if thread else {})}
        async with httpx.AsyncClient() as client:
            answer = await client.post(path, params=query, json={"content": text})
        assert answer.status_code == 200, answer.text
        return str(answer.json()["id"])

    return Bot(id, say, anywhere=False)


def teams_bot(world: World, id: str = "pager") -> Bot:
    """Another app of the team, where an owner has consented that ours hears all."""
    chat = world.chats["teams"]
    assert isinstance(chat, teams.TeamsChat)
    rooms = {"support": teams.SUPPORT, "triage": teams.TRIAGE}

    async def say(text: str, room: Room, thread: str | None) -> str:
        message, answers = await chat.fake.change.alert(id, "Pager", rooms[room], text, thread)
        assert {answer.status_code for answer in answers} <= {200}
        return message.id

    return Bot(f"28:{id}", say)


MAKERS: dict[str, Callable[[World], Bot]] = {
    "slack": slack_bot,
    "discord": discord_bot,
    "teams": teams_bot,
}


def our_own(world: World, platform: str) -> Bot:
    """What comes back to us of what we say ourselves, by the id that we have there."""
    if platform == "slack":
        return slack_bot(world, world.slack.bot)
    chat = world.chats[platform]
    if isinstance(chat, DiscordChat):
        return discord_bot(world, chat.fake.bot)
    assert isinstance(chat, teams.TeamsChat)
    return teams_bot(world, chat.fake.bot.removeprefix("28:"))
