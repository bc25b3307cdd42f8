"""A forum that is to be private needs a text channel in which private threads can be opened."""

from tests.contract.drivers.base import told
from tests.contract.drivers.discord import DiscordDriver
from tests.contract.world import World

NEWS = 5
WARNING = "no private thread can be opened"


async def _makes_private(discord: DiscordDriver, channel: str) -> str:
    said = f"channel {channel} role:support mode:private"
    await discord.slash("alex", said, words="desk")
    return (await told(discord, "alex", channel, "tickets go on in private at once")).text


async def test_who_makes_a_forum_private_in_vain_is_warned(
    world: World, discord: DiscordDriver
) -> None:
    fake, room = discord.fake, discord.fake.channels[discord.chat.support]
    forum, other = fake.add_channel("help", "forum"), fake.add_channel("more", "forum")
    assert WARNING not in await _makes_private(discord, forum.id)
    room.type = NEWS  # which holds no private threads
    fake.emit("CHANNEL_UPDATE", room.to_json(fake.bot), room, room.guild)
    assert WARNING in await _makes_private(discord, other.id)
