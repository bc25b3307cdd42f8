"""Make private in a thread of Discord: a private thread goes on, and the public one is shut."""

from tests.contract.drivers.base import heard
from tests.contract.drivers.discord import DiscordDriver
from tests.contract.drivers.discord_reading import to_words
from tests.contract.journeys import open_ticket
from tests.contract.world import World
from tests.fakes.discord import Channel
from tests.fakes.discord.places import PRIVATE_THREAD


async def test_what_is_said_from_then_on_is_read_by_the_customer_and_staff_alone(
    world: World, discord: DiscordDriver
) -> None:
    people, ana, bob = discord.fake.people, discord.user("ana"), discord.user("bob")
    ticket = await open_ticket(discord)
    await discord.say("ana", "My number is 1", "support", ticket.thread)
    await heard(discord, "sam", "triage", ticket.card.id, "My number is 1")
    standing = await heard(discord, "ana", "support", ticket.thread, ticket.ref, "Never post")
    await discord.press("ana", standing, "Make private")
    public = discord.fake.channels[ticket.thread]

    async def opened() -> Channel | None:
        for one in discord.fake.channels.values():
            if one.type == PRIVATE_THREAD and ana in one.members:
                return one
        return None

    private = await world.until(opened, "a private thread")

    async def reads(*words: str) -> bool:
        told = " ".join(to_words(one) for one in people.sees(ana, private))
        return all(word in told for word in words)

    await world.until(lambda: reads(ticket.ref, "My number is 1"), "what was said comes along")

    async def shut() -> bool:
        return public.archived and public.locked

    await world.until(shut, "nobody writes in the public thread any more")
    await discord.mention("sam", "reply Your code is 4711", thread=ticket.card.id)
    await world.until(lambda: reads("Your code is 4711"), "the reply is in the private thread")
    await people.say(ana, private, "It does not work")
    await heard(discord, "sam", "triage", ticket.card.id, "It does not work", "Ana")
    await world.settled()
    assert people.sees(bob, private) == []
    left = " ".join(to_words(one) for one in people.sees(bob, public))
    assert "goes on in private" in left
    assert not any(word in left for word in ("4711", "does not work"))
    assert public.locked
