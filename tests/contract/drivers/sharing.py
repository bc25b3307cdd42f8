"""Messages with a file, on the platforms where people can bring one into any thread."""

from collections.abc import Awaitable, Callable
from typing import Any

import httpx

from tests.contract.drivers.base import Driver, Post, Room
from tests.contract.drivers.discord import DiscordDriver
from tests.contract.drivers.slack import SlackDriver
from tests.contract.drivers.teams import TeamsDriver
from tests.contract.drivers.web import WebDriver


async def bring(web: WebDriver, who: str, name: str, content: bytes) -> httpx.Response:
    """Send a file ahead, as the web chat's composer does."""
    browser = await web.browser(who)
    csrf = (await web.page(who, "/chat/direct")).csrf
    headers = {"X-CSRF-Token": csrf, "X-File-Name": name}
    return await browser.post("/chat/files", content=content, headers=headers)


async def _in_web(
    web: WebDriver, who: str, text: str, name: str, content: bytes, room: Room, thread: str
) -> str:
    brought = await bring(web, who, name, content)
    return await web.say(who, text, room, thread, file=brought.json()["id"])


async def _in_slack(
    slack: SlackDriver, who: str, text: str, name: str, content: bytes, room: Room, thread: str
) -> str:
    return await share_all(slack, who, text, {name: content}, room, thread)


async def _in_discord(
    discord: DiscordDriver, who: str, text: str, name: str, content: bytes, room: Room, thread: str
) -> str:
    return await share_all(discord, who, text, {name: content}, room, thread)


async def share_all(
    door: Driver,
    who: str,
    text: str,
    files: dict[str, bytes],
    room: Room,
    thread: str | None = None,
    **told: Any,
) -> str:
    """Say something with several files; the post's id. ``told``: what Slack says of each
    instead."""
    if isinstance(door, DiscordDriver):
        return await door.say(who, text, room, thread, files=files)
    if isinstance(door, TeamsDriver):
        channel = door.channel(who, room)
        brought = [door.fake.files.share(channel, *one) for one in files.items()]
        account, send = f"29:{who}", door.fake.send
        asked = await send.say(account, channel, text, thread, attachments=brought)
        assert {answer.status_code for answer in asked.answers} == {200}
        return asked.id
    assert isinstance(door, SlackDriver)
    shared = [door.world.slack.share(*one) | told for one in files.items()]
    more = {"subtype": "file_share", "files": shared} | ({"thread_ts": thread} if thread else {})
    said = await door.world.slack.send.say(
        f"U0{who.upper()}", door.channel(who, room), text, **more
    )
    assert {answer.status_code for answer in said.answers} == {200}
    return said.ts


_SHARE: dict[type, Callable[..., Awaitable[str]]] = {
    WebDriver: _in_web,
    SlackDriver: _in_slack,
    DiscordDriver: _in_discord,
}


def can_share(door: Driver) -> bool:
    """Whether bots are given the files that people bring there."""
    return type(door) in _SHARE


async def share(door: Driver, *said: Any) -> str:
    """Say something with a file (who, text, name, content, room, thread); the post's id."""
    return await _SHARE[type(door)](door, *said)


def shows_file(post: Post, name: str) -> bool:
    """Whether a file of that name can be had from a post: it is there itself, or a link to it."""
    if not isinstance(post.raw, dict):
        return name in post.text
    files = [*(post.raw.get("files") or ()), *(post.raw.get("attachments") or ())]
    return any(name in (one.get("title"), one.get("filename")) for one in files)
