"""The doctor's look at the channels that are served, and at the tags of a forum."""

from adapters.discord.checking import check_discord
from bot.checks.checked import Checked
from core.conversation.places import Served
from core.settings_chats import DiscordSettings
from tests.adapters.discord.wired import MovableClock
from tests.fakes.discord import Channel, FakeDiscord
from tests.fakes.discord import permissions as may

STATES = ("Open", "Waiting on us", "Waiting on you", "Solved")


async def _look(
    fake: FakeDiscord,
    settings: DiscordSettings,
    clock: MovableClock,
    *channels: Channel,
    mode: str = "public",
) -> dict[str, Checked]:
    """What is found of channels that serve customers."""
    served = [Served("discord", fake.guild, c.id, "support", None, mode) for c in channels]
    return {one.name: one for one in await check_discord(settings, clock, served)}


async def test_what_the_bot_lacks_in_a_channel_that_is_served_is_named(
    fake: FakeDiscord, settings: DiscordSettings, clock: MovableClock
) -> None:
    text, forum = fake.add_channel("ask"), fake.add_channel("help", "forum", tags=STATES)
    found = await _look(fake, settings, clock, text, forum)
    assert (found["Discord #ask"].state, found["Discord #help"].state) == ("ok", "ok")
    lacks = may.SEND_IN_THREADS | may.MANAGE_THREADS | may.PIN_MESSAGES | may.SEND_MESSAGES
    fake.overwrite(forum, fake.bot, deny=lacks)
    fake.overwrite(text, fake.bot, deny=may.CREATE_PRIVATE_THREADS | may.ADD_REACTIONS)
    found = await _look(fake, settings, clock, text, forum)
    assert found["Discord #help"].state == "wrong"
    missing = "missing there: Manage Threads, Send Messages in Threads, Pin Messages"
    assert found["Discord #help"].text == missing
    assert found["Discord #ask"].text == "missing there: Create Private Threads"
    assert found["Discord permissions"].state == "ok"


async def test_a_channel_that_the_bot_does_not_see_and_one_of_another_kind(
    fake: FakeDiscord, settings: DiscordSettings, clock: MovableClock
) -> None:
    hidden, group = fake.add_channel("hidden"), fake.add_channel("group", "category")
    fake.overwrite(hidden, fake.bot, deny=may.VIEW_CHANNEL)
    found = await _look(fake, settings, clock, hidden, group)
    lost = [found[f"Discord channel {hidden.id}"], found["Discord #group"]]
    assert [one.state for one in lost] == ["wrong", "wrong"]


async def test_the_support_channel_of_the_settings_is_looked_at_too(
    fake: FakeDiscord, settings: DiscordSettings, clock: MovableClock
) -> None:
    own = settings.model_copy(update={"support_channel": fake.add_channel("ask").id})
    assert (await _look(fake, own, clock))["Discord #ask"].state == "ok"


async def test_tags_that_a_forum_lacks_are_named_with_the_way_to_them(
    fake: FakeDiscord, settings: DiscordSettings, clock: MovableClock
) -> None:
    forum = fake.add_channel("help", "forum", tags=("open", "Solved"))
    tags = (await _look(fake, settings, clock, forum))["Discord #help tags"]
    assert tags.state == "note"
    assert "missing tags: Waiting on us, Waiting on you" in tags.text
    assert "Manage Channels" in tags.mend
    fake.overwrite(forum, fake.bot, allow=may.MANAGE_CHANNELS)
    tags = (await _look(fake, settings, clock, forum))["Discord #help tags"]
    assert tags.state == "ok"
    full = fake.add_channel("full", "forum", tags=tuple(f"tag {n}" for n in range(18)))
    tags = (await _look(fake, settings, clock, full))["Discord #full tags"]
    assert "Remove 2 of its tags" in tags.mend


async def test_a_private_forum_without_a_room_is_wrong(
    fake: FakeDiscord, settings: DiscordSettings, clock: MovableClock
) -> None:
    forum = fake.add_channel("help", "forum", tags=STATES)
    found = await _look(fake, settings, clock, forum, mode="private")
    lost = found["Discord #help in private"]
    assert (lost.state, "SUPPORT_CHANNEL" in lost.mend) == ("wrong", True)
    own = settings.model_copy(update={"support_channel": fake.add_channel("ask").id})
    assert "Discord #help in private" not in await _look(fake, own, clock, forum, mode="private")
