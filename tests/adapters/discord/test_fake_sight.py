"""Who sees what at the fake is what Discord shows them."""

import discord
import pytest

from tests.adapters.discord.wired import online, said
from tests.fakes.discord import Channel, FakeDiscord, Refusal
from tests.fakes.discord import permissions as may


async def test_who_sees_what_follows_roles_overwrites_and_invitations(
    fake: FakeDiscord, ana: str, sam: str
) -> None:
    agents = fake.add_role("Agents")
    kim = fake.add_user("Kim", agents)
    triage = fake.add_channel("triage", "private", seen_by=(agents,))
    general = fake.add_channel("general")
    assert may.viewers_of(triage) == {fake.owner, fake.bot, kim}
    await fake.owners.set_roles(sam, agents)
    await fake.owners.permit(triage, sam, deny=may.VIEW_CHANNEL)
    assert may.viewers_of(triage) == {fake.owner, fake.bot, kim}
    async with online(fake) as bot:
        room = await bot.text(general).create_thread(name="Ana", invitable=False)
        thread = fake.channels[str(room.id)]
        assert may.viewers_of(thread) == {fake.owner, fake.bot}
        await room.add_user(discord.Object(int(ana)))
        assert may.viewers_of(thread) == {fake.owner, fake.bot, ana}
        await room.send(f"<@{sam}>", allowed_mentions=discord.AllowedMentions.none())
        assert sam not in thread.members
        await room.send(f"<@{sam}>")
        assert sam in thread.members
        with pytest.raises(Refusal):
            await fake.people.say(kim, thread, "let me in")


async def test_the_bot_hears_nothing_of_what_it_cannot_see(
    fake: FakeDiscord, ana: str, general: Channel
) -> None:
    async with online(fake) as bot:
        await fake.people.say(ana, general, "seen")
        await fake.owners.permit(general, fake.bot, deny=may.VIEW_CHANNEL)
        await fake.people.say(ana, general, "unseen")
        await fake.owners.permit(general, fake.bot)
        await fake.people.say(ana, general, "seen again")
        assert await said(bot, 2) == ["seen", "seen again"]


async def test_direct_messages_may_be_closed(fake: FakeDiscord, ana: str) -> None:
    async with online(fake) as bot:
        user = await bot.fetch_user(int(ana))
        await user.send("hello")
        fake.people.close_dms(ana)
        with pytest.raises(discord.Forbidden):
            await user.send("again")
        assert [one["content"] for one in fake.people.sees(ana, fake.dm_of(ana))] == ["hello"]
    assert fake.broken == ["user.closed"]


async def test_the_bot_is_sent_away_and_let_in_again(
    fake: FakeDiscord, ana: str, general: Channel
) -> None:
    async with online(fake) as bot:
        await fake.owners.remove_bot()
        await fake.people.say(ana, general, "where is it?")
        await fake.owners.invite_bot()
        await fake.people.say(ana, general, "there it is")
        assert await said(bot) == ["there it is"]
        assert [len(bot.heard(name)) for name in ("guild_remove", "guild_join")] == [1, 1]
