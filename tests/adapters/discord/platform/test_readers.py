"""Who reads a channel or a thread is whom Discord itself lets see it, name by name."""

import pytest

from adapters.discord.checking import check_discord
from adapters.discord.platform import DiscordPlatform
from bot.ports import ListsReaders, Refused, TryLater
from core.ids import new_id
from core.settings_chats import DiscordSettings
from tests.adapters.discord.platform.at import spot
from tests.adapters.discord.wired import MovableClock
from tests.fakes.discord import Channel, FakeDiscord
from tests.fakes.discord import permissions as may

MEMBERS = "GET /guilds/{guild}/members"
_DELIVERY = new_id()


async def test_readers_are_whom_roles_and_names_let_in_and_the_owner(
    fake: FakeDiscord, platform: DiscordPlatform, triage: Channel, ana: str, staff: str
) -> None:
    assert isinstance(platform, ListsReaders)
    sam, kim = fake.add_user("Sam", staff), fake.add_user("Kim", staff)
    root = fake.add_user("Root", fake.add_role("Admins", may.ADMINISTRATOR))
    fake.overwrite(triage, kim, deny=may.VIEW_CHANNEL)
    readers = await platform.readers_of(spot(fake, triage))
    assert readers == {sam, root, fake.owner, fake.bot} == may.viewers_of(triage)
    assert ana not in readers


async def test_everybody_reads_an_open_channel_and_its_threads(
    fake: FakeDiscord, platform: DiscordPlatform, general: Channel, ana: str
) -> None:
    said = await fake.people.say(ana, general, "hello")
    thread = await fake.people.thread(ana, general, "Below", message=said)
    everybody = set(fake.guilds[fake.guild].members)
    assert await platform.readers_of(spot(fake, general)) == everybody
    assert await platform.readers_of(spot(fake, general, thread.id)) == everybody
    assert await platform.readers_of(spot(fake, general, "1")) == everybody


async def test_a_private_thread_is_read_by_those_in_it_and_by_who_manages_threads(
    fake: FakeDiscord, platform: DiscordPlatform, general: Channel, ana: str
) -> None:
    bob = fake.add_user("Bob")
    moderator = fake.add_user("Mo", fake.add_role("Moderators", may.MANAGE_THREADS))
    thread = (
        await platform.open_private_thread(spot(fake, general), "Hers", ana, delivery=_DELIVERY)
    ).thread
    assert thread is not None
    readers = await platform.readers_of(spot(fake, general, thread))
    assert readers == {ana, moderator, fake.owner, fake.bot}
    assert readers == may.viewers_of(fake.channels[thread])
    assert bob not in readers


async def test_a_direct_message_is_read_by_the_two(
    fake: FakeDiscord, platform: DiscordPlatform, ana: str
) -> None:
    assert await platform.readers_of(spot(fake, fake.dm_of(ana))) == {ana, fake.bot}


async def test_a_server_of_many_pages_is_read_to_its_end(
    fake: FakeDiscord, platform: DiscordPlatform, triage: Channel, staff: str
) -> None:
    for number in range(1001):
        fake.add_user(f"Guest {number}")
    last = fake.add_user("Zoe", staff)
    assert last in await platform.readers_of(spot(fake, triage))
    assert len(fake.calls(MEMBERS)) == 2


async def test_without_the_intent_nobody_says_who_reads_and_the_doctor_tells(
    fake: FakeDiscord,
    platform: DiscordPlatform,
    settings: DiscordSettings,
    triage: Channel,
    clock: MovableClock,
) -> None:
    checked = {one.name: one for one in await check_discord(settings, clock)}
    assert checked["Discord members"].state == "ok"
    fake.privileged.discard("members")
    with pytest.raises(Refused, match="Server Members Intent"):
        await platform.readers_of(spot(fake, triage))
    checked = {one.name: one for one in await check_discord(settings, clock)}
    assert checked["Discord members"].state == "note"
    assert "Server Members Intent" in checked["Discord members"].mend


async def test_while_discord_does_not_answer_it_is_asked_again_later(
    fake: FakeDiscord, platform: DiscordPlatform, triage: Channel
) -> None:
    fake.faults.trouble("status", MEMBERS, status=503)
    with pytest.raises(TryLater):
        await platform.readers_of(spot(fake, triage))
