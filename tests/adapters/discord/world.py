"""A server in the fake Discord, with people and places, and discord.py's client signed in."""

from dataclasses import dataclass, field
from typing import Any

from discord.http import HTTPClient, Route

from tests.adapters.discord.breaches import button, row
from tests.adapters.discord.wired import MovableClock
from tests.fakes.discord import Channel, FakeDiscord, Interaction

Json = dict[str, Any]


@dataclass
class World:
    """A server with Ana, a channel, a forum with two tags, and our signed-in client."""

    fake: FakeDiscord
    http: HTTPClient
    clock: MovableClock
    ana: str = ""
    general: Channel = field(init=False)
    forum: Channel = field(init=False)

    def __post_init__(self) -> None:
        self.ana = self.fake.add_user("Ana")
        self.general = self.fake.add_channel("general")
        self.forum = self.fake.add_channel("help", "forum", tags=("Open", "Solved"))

    async def call(self, method: str, path: str, body: Any = None, **query: Any) -> Any:
        """A call by discord.py's own client."""
        more: Json = {"params": query} if query else {}
        if body is not None:
            more["json"] = body
        return await self.http.request(Route(method, path), **more)

    async def post(self, place: Channel, body: Json | None = None) -> Any:
        """Our bot writes."""
        return await self.call("POST", f"/channels/{place.id}/messages", body or {"content": "x"})

    async def edit(self, message: Json, **body: Any) -> Any:
        """Our bot changes a message."""
        path = f"/channels/{message['channel_id']}/messages/{message['id']}"
        return await self.call("PATCH", path, {"content": "y", **body})

    async def thread(self, **more: Any) -> Channel:
        """A thread of our bot's."""
        body = {"name": "room", "type": 11, "auto_archive_duration": 60, **more}
        made = await self.call("POST", f"/channels/{self.general.id}/threads", body)
        return self.fake.channels[made["id"]]

    async def new_post(self, **more: Any) -> Any:
        """A post of our bot's."""
        body = {"name": "post", "message": {"content": "x"}, **more}
        return await self.call("POST", f"/channels/{self.forum.id}/threads", body)

    async def hook(self, place: Channel | None = None, name: str = "Sam") -> Json:
        """A webhook."""
        found = place or self.general
        made: Json = await self.call("POST", f"/channels/{found.id}/webhooks", {"name": name})
        return made

    async def execute(self, hook: Json, **more: Any) -> Any:
        """The webhook says something."""
        query = {"wait": 1} | ({"thread_id": more.pop("thread")} if "thread" in more else {})
        path = f"/webhooks/{hook['id']}/{hook['token']}"
        return await self.call("POST", path, {"content": "x", **more}, **query)

    async def pressed(self) -> Interaction:
        """Ana has pressed a button of ours."""
        await self.post(self.general, {"content": "x", "components": [row(button())]})
        message = self.fake.people.sees(self.ana, self.general)[-1]
        return await self.fake.ask.press(self.ana, message, "Press", wait=False)

    async def callback(self, asked: Interaction, kind: int, data: Json | None = None) -> Any:
        """The first answer to an interaction."""
        path = f"/interactions/{asked.id}/{asked.token}/callback"
        return await self.call("POST", path, {"type": kind, "data": data or {}})

    def deny(self, place: Channel, *permissions: int) -> None:
        """Our bot may not do that there."""
        for one in permissions:
            self.fake.overwrite(place, self.fake.bot, deny=one)

    def role(self, permissions: int) -> None:
        """Our bot's role may do that alone, and everybody nothing."""
        guild = self.fake.guilds[self.fake.guild]
        for one in guild.roles.values():
            one["permissions"] = str(permissions if one["managed"] else 0)
