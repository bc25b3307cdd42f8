"""One breach of each rule of the fake Discord about threads, posts, tags and webhooks."""

from collections.abc import Awaitable, Callable
from typing import Any

from tests.adapters.discord.world import World
from tests.fakes.discord import Channel
from tests.fakes.discord import permissions as may
from tests.fakes.discord.places import REQUIRES_TAG

Json = dict[str, Any]


async def _grow(world: World, *names: str) -> None:
    made = await world.post(world.general)
    path = f"/channels/{world.general.id}/messages/{made['id']}/threads"
    for name in names:
        await world.call("POST", path, {"name": name})


async def _archived_edit(world: World) -> None:
    thread = await world.thread()
    made = await world.post(thread)
    await world.call("PATCH", f"/channels/{thread.id}", {"archived": True})
    await world.edit(made)


async def _locked(world: World) -> None:
    thread = await world.thread()
    await world.call("PATCH", f"/channels/{thread.id}", {"locked": True})
    world.deny(world.general, may.MANAGE_THREADS)
    await world.post(thread)


async def _many_threads(world: World) -> None:
    for number in range(1000):
        guild = world.fake.guilds[world.fake.guild]
        made = Channel(str(number), 11, "t", guild, world.general)
        world.fake.channels[made.id] = made
    await world.thread()


async def _full_thread(world: World) -> None:
    thread = await world.thread()
    thread.members |= {str(one): {} for one in range(1000)}
    await world.call("PUT", f"/channels/{thread.id}/thread-members/{world.ana}")


async def _tags(world: World, *names: str) -> None:
    await world.fake.owners.set_permissions(world.fake.guild, may.EVERYONE | may.MANAGE_CHANNELS)
    tags = [{"name": one} for one in names]
    await world.call("PATCH", f"/channels/{world.forum.id}", {"available_tags": tags})


async def _needs_tag(world: World) -> None:
    world.forum.flags |= REQUIRES_TAG
    await world.new_post()


async def _moderated(world: World) -> None:
    world.forum.tags[0]["moderated"] = True
    world.deny(world.forum, may.MANAGE_THREADS)
    await world.new_post(applied_tags=[world.forum.tags[0]["id"]])


async def _many_hooks(world: World) -> None:
    for _ in range(16):
        await world.hook()


async def _wrong_token(world: World) -> None:
    await world.execute(await world.hook() | {"token": "guess"})


async def _hook_to_forum(world: World, **more: Any) -> None:
    hook = await world.hook(world.forum)
    await world.execute(hook, **more)


async def _hook_makes_post(world: World) -> None:
    await world.execute(await world.hook(), thread_name="post")


async def _hook_named(world: World) -> None:
    await world.execute(await world.hook(), username="Discord staff")


PLACES: dict[str, Callable[[World], Awaitable[object]]] = {
    "thread.twice": lambda world: _grow(world, "one", "two"),
    "thread.archived": _archived_edit,
    "thread.locked": _locked,
    "thread.many": _many_threads,
    "thread.members": _full_thread,
    "thread.private_forum": lambda world: world.new_post(type=12),
    "thread.duration": lambda world: world.thread(auto_archive_duration=61),
    "tag.many": lambda world: _tags(world, *[f"t{one}" for one in range(21)]),
    "tag.name": lambda world: _tags(world, "x" * 21),
    "tag.twice": lambda world: _tags(world, "a", "a"),
    "tag.unknown": lambda world: world.new_post(applied_tags=["1"]),
    "tag.applied": lambda world: world.new_post(applied_tags=[str(one) for one in range(6)]),
    "tag.needed": _needs_tag,
    "tag.moderated": _moderated,
    "webhook.many": _many_hooks,
    "webhook.name": lambda world: world.hook(name="Captain Hook of Discord"),
    "webhook.username": _hook_named,
    "webhook.token": _wrong_token,
    "webhook.forum": _hook_to_forum,
    "webhook.forum_both": lambda world: _hook_to_forum(world, thread_name="p", thread="1"),
    "webhook.no_forum": _hook_makes_post,
}
