"""A server lives around the bot: channels come and go, rights change, people are found."""

import discord
import pytest

from tests.adapters.discord.wired import Bot, MovableClock, online
from tests.fakes.discord import Channel, FakeDiscord
from tests.fakes.discord import permissions as may


def server(bot: Bot) -> discord.Guild:
    """The server as the bot knows it."""
    (found,) = bot.guilds
    return found


async def heard(bot: Bot, event: str, number: int = 1) -> None:
    """Wait until the bot was told."""
    await bot.fake.people.say(bot.fake.owner, bot.fake.add_channel("wake"), "wake up")
    await bot.fake.wait_for(lambda: len(bot.heard(event)) >= number)


async def test_channels_messages_and_threads_are_removed(
    fake: FakeDiscord, ana: str, general: Channel
) -> None:
    async with online(fake) as bot:
        said = [await fake.people.say(ana, general, str(number)) for number in range(3)]
        thread = await fake.people.thread(ana, general, "room", message=said[2])
        await fake.owners.purge(*said[:2])
        await fake.owners.delete_channel(thread)
        await fake.owners.delete_channel(general)
        await heard(bot, "guild_channel_delete")
        (purged,) = bot.heard("raw_bulk_message_delete")
        assert purged.message_ids == {int(one["id"]) for one in said[:2]}
        assert [one.thread_id for one in bot.heard("raw_thread_delete")] == [int(thread.id)]
        assert [str(one.id) for one in bot.heard("guild_channel_delete")] == [general.id]


async def test_whoever_gains_a_channel_is_told_its_threads(fake: FakeDiscord, ana: str) -> None:
    hidden = fake.add_channel("hidden", "private", seen_by=(ana,))
    fake.overwrite(hidden, fake.bot, deny=may.VIEW_CHANNEL)
    async with online(fake) as bot:
        thread = await fake.people.thread(ana, hidden, "room")
        assert server(bot).get_thread(int(thread.id)) is None
        await fake.owners.permit(hidden, fake.bot, allow=may.VIEW_CHANNEL)
        await heard(bot, "thread_join")
        assert server(bot).get_thread(int(thread.id)) is not None


async def test_people_are_found_by_how_their_names_begin(fake: FakeDiscord, ana: str) -> None:
    fake.guilds[fake.guild].members[fake.add_user("Kim")]["nick"] = "Anabel"
    fake.add_user("Diana")
    async with online(fake) as bot:
        found = await bot.http.request(
            discord.http.Route("GET", "/guilds/{guild_id}/members/search", guild_id=fake.guild),
            params={"query": "ANA", "limit": 5},
        )
        assert [one["user"]["username"] for one in found] == ["ana", "kim"]
        told = await server(bot).query_members("ana", limit=5)
        assert [one.name for one in told] == ["ana", "kim"]
        (only,) = await server(bot).query_members(user_ids=[int(ana)])
        assert only.name == "ana"


async def test_a_channel_is_made_and_archived_threads_are_listed(
    fake: FakeDiscord, clock: MovableClock
) -> None:
    await fake.owners.set_permissions(fake.guild, may.EVERYONE | may.MANAGE_CHANNELS)
    async with online(fake) as bot:
        made = await server(bot).create_text_channel("support")
        for number in range(3):
            public = discord.ChannelType.public_thread
            thread = await made.create_thread(name=str(number), type=public)
            clock.move(seconds=1)
            await thread.edit(archived=True)
        private = await made.create_thread(name="private", invitable=False)
        await private.edit(archived=True)
        listed = [one.name async for one in made.archived_threads(limit=None)]
        assert listed == ["2", "1", "0"]
        hidden = [one.name async for one in made.archived_threads(private=True)]
        assert hidden == ["private"]
        assert await server(bot).active_threads() == []


async def test_who_leaves_is_nobody_there_any_more(
    fake: FakeDiscord, ana: str, general: Channel
) -> None:
    async with online(fake) as bot:
        thread = await fake.people.thread(ana, general, "room")
        await fake.people.leave_server(ana)
        assert ana not in thread.members
        assert fake.people.sees(ana, general) == []
        user = await bot.fetch_user(int(ana))
        with pytest.raises(discord.Forbidden, match="50007"):
            await user.send("are you there?")
        await fake.people.join_server(ana)
        await user.send("welcome back")
    assert fake.broken == ["user.closed"]
