"""A text channel for support on Discord: a button stands there, and opens tickets in private."""

import asyncio

import pytest

from bot.ports_places import OffersPanels
from bot.sending.panels import keep_panels
from core.conversation.places import serve_channel
from tests.contract.drivers.base import Post, card, heard, told
from tests.contract.drivers.discord import DiscordDriver, to_words
from tests.contract.journeys import to_ref
from tests.contract.world import World
from tests.fakes.discord import Channel
from tests.fakes.discord import permissions as may
from tests.fakes.discord.places import PRIVATE_THREAD


async def _panel(discord: DiscordDriver, who: str = "ana") -> Post:
    """The message with the button, as somebody sees it in the support channel."""

    async def stands() -> Post | None:
        posts = await discord.room(who, "support")
        return next((post for post in posts if post.acts == ("Open a ticket",)), None)

    return await discord.world.until(stands, "the panel stands in the support channel")


def _panels(channel: Channel) -> list[str]:
    return [to_words(one) for one in channel.messages.values() if "Need help?" in to_words(one)]


async def _open(discord: DiscordDriver, who: str = "ana", subject: str = "My salary") -> None:
    form = await discord.press(who, await _panel(discord), "Open a ticket")
    assert form is not None
    assert form.title == "New ticket"
    assert await discord.fill(who, form, subject=subject, description="It is wrong") is None


async def _own_thread(discord: DiscordDriver, who: str = "ana") -> Channel:
    """The private thread that somebody is in."""

    async def opened() -> Channel | None:
        for one in discord.fake.channels.values():
            if one.type == PRIVATE_THREAD and discord.user(who) in one.members:
                return one
        return None

    return await discord.world.until(opened, "a private thread")


def _says(thread: Channel, *words: str) -> bool:
    said = [to_words(one) for one in thread.messages.values()]
    return any(all(word in one for word in words) for one in said)


async def test_the_button_opens_a_ticket_in_a_thread_of_its_own(
    world: World, discord: DiscordDriver
) -> None:
    await _open(discord)
    thread = await _own_thread(discord)
    assert thread.parent is not None
    assert thread.parent.id == discord.chat.support
    shown = await card(discord, "sam", "TIK-", "My salary", "It is wrong")
    ref = to_ref(shown.text)
    assert thread.name.startswith(ref)

    async def begun() -> bool:
        return _says(thread, ref, "My salary") and _says(thread, "It is wrong")

    await world.until(begun, "the card and the words stand in the thread")
    answer = await told(discord, "ana", ref, "Only you and our staff")
    assert answer.private
    assert f"https://discord.com/channels/{discord.fake.guild}/{thread.id}" in answer.text
    assert [post for post in await discord.private("ana") if ref in post.text] == [answer]
    assert discord.fake.people.sees(discord.user("bob"), thread) == []
    assert "My salary" not in str(await discord.room("bob", "support"))
    await discord.fake.people.say(discord.user("ana"), thread, "Since October")
    await heard(discord, "sam", "triage", shown.id, "Since October")
    await discord.slash("sam", f"reply {ref} We look into it")

    async def answered() -> bool:
        return _says(thread, "We look into it")

    await world.until(answered, "the reply goes to the thread")
    rows = await world.office.sql("SELECT body FROM messages WHERE body = 'Since October'")
    assert rows == [("Since October",)]


async def test_what_the_slash_command_opens_in_private_goes_the_same_way(
    world: World, discord: DiscordDriver
) -> None:
    await _panel(discord)
    await discord.slash("ana", "new private:yes My salary is wrong", room="support")
    thread = await _own_thread(discord)
    await told(discord, "ana", "Only you and our staff")

    async def begun() -> bool:
        return _says(thread, "TIK-", "My salary is wrong")

    await world.until(begun, "the card stands in the thread")


async def test_two_customers_have_a_thread_each(world: World, discord: DiscordDriver) -> None:
    await _open(discord)
    await _open(discord, "bob", "My holidays")
    hers, his = await _own_thread(discord), await _own_thread(discord, "bob")
    assert hers is not his
    assert discord.user("bob") not in hers.members
    await card(discord, "sam", "TIK-", "My salary")
    await card(discord, "sam", "TIK-", "My holidays")


async def test_who_can_be_given_no_thread_is_reached_directly_and_told_so(
    world: World, discord: DiscordDriver
) -> None:
    panel = await _panel(discord)
    bot = discord.fake.guilds[discord.fake.guild].members[discord.fake.bot]
    for role in bot["roles"]:
        kept = discord.fake.guilds[discord.fake.guild].roles[role]
        kept["permissions"] = str(int(kept["permissions"]) & ~may.CREATE_PRIVATE_THREADS)
    form = await discord.press("ana", panel, "Open a ticket")
    assert form is not None
    await discord.fill("ana", form, subject="My salary", description="It is wrong")
    await card(discord, "ana", "TIK-", "My salary", room="direct")
    await told(discord, "ana", "in our direct messages")
    assert "access.permission" in discord.fake.broken
    assert not [one for one in discord.fake.channels.values() if one.type == PRIVATE_THREAD]


async def test_the_panel_stands_once_whatever_is_said_and_comes_back_when_removed(
    world: World, discord: DiscordDriver
) -> None:
    first = await _panel(discord)
    await discord.slash("alex", "channel role:support posts:questions", "support", words="desk")
    await told(discord, "alex", "serves support", "opens a ticket in private")
    await world.settled()
    support = discord.fake.channels[discord.chat.support]
    assert len(_panels(support)) == 1
    owner = discord.fake.owner
    await discord.fake.people.delete(owner, support.messages[first.id])

    async def is_back() -> bool:
        return len(_panels(support)) == 1 and first.id not in support.messages

    await world.until(is_back, "it is posted anew")
    await discord.slash("alex", "channel role:off", "support", words="desk")

    async def is_gone() -> bool:
        return _panels(support) == []

    await world.until(is_gone, "a channel that serves nobody has none")


async def test_a_panel_that_was_removed_while_nobody_listened_is_posted_anew(
    world: World, discord: DiscordDriver
) -> None:
    first = await _panel(discord)
    await world.settled()
    support = discord.fake.channels[discord.chat.support]
    support.messages.pop(first.id)
    await discord.slash("alex", "channel role:support mode:public", "support", words="desk")

    async def is_back() -> bool:
        return len(_panels(support)) == 1

    await world.until(is_back, "what cannot be painted anew is posted")


async def test_several_processes_that_start_together_post_one_panel(
    world: World, discord: DiscordDriver
) -> None:
    place = discord.fake.add_channel("accounts")
    async with world.database.unit_of_work(world.organisation_id) as uow:
        await serve_channel(uow, "discord", discord.fake.guild, place.id, "support")
    platform = world.desk.platforms["discord"]
    assert isinstance(platform, OffersPanels)
    where = (world.organisation_id, platform, "discord", discord.fake.guild)
    await asyncio.gather(*(keep_panels(world.database, *where) for _ in range(4)))

    async def stands() -> bool:
        return bool(_panels(place))

    await world.until(stands, "its panel")
    await world.settled()
    assert len(_panels(place)) == 1


@pytest.mark.parametrize("kind", ["forum", "news"])
async def test_a_channel_without_private_threads_has_no_panel(
    world: World, discord: DiscordDriver, kind: str
) -> None:
    place = discord.fake.add_channel("elsewhere", kind)
    said = f"channel {place.id} role:support"
    await discord.slash("alex", said, "support", words="desk")
    answer = await told(discord, "alex", place.id, "serves support")
    assert "opens a ticket in private" not in answer.text
    await world.settled()
    assert _panels(place) == []


async def test_another_text_channel_gets_its_panel_when_it_begins_to_serve(
    world: World, discord: DiscordDriver
) -> None:
    place = discord.fake.add_channel("accounts")
    await discord.slash("alex", f"channel {place.id} role:support", "support", words="desk")

    async def stands() -> bool:
        return len(_panels(place)) == 1

    await world.until(stands, "its panel")
