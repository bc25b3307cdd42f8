"""Discord without the intent for contents: what people merely write arrives without its words."""

from core.conversation.places import serve_channel
from tests.contract.drivers.base import card, told
from tests.contract.drivers.discord import DiscordDriver
from tests.contract.drivers.discord_reading import labels_of, to_words
from tests.contract.journeys import to_ref
from tests.contract.world import World
from tests.fakes.discord import Channel


async def without_words(world: World, discord: DiscordDriver) -> None:
    discord.fake.privileged.discard("content")
    await discord.fake.gateway.invalidate()

    async def without() -> bool:
        return len(discord.fake.gateway.sessions) == 1 and all(
            not one.intents & (1 << 15) for one in discord.fake.gateway.sessions.values()
        )

    await world.until(without, "the gateway goes on without the intent")


async def a_post(discord: DiscordDriver) -> Channel:
    forum = discord.fake.add_channel("help", "forum", tags=("mobile",))
    async with discord.world.database.unit_of_work(discord.world.organisation_id) as uow:
        await serve_channel(uow, "discord", discord.fake.guild, forum.id, "support")
    user = discord.user("ana")
    title, text = "App crashes at start", "since the last update"
    return await discord.fake.people.post(user, forum, title, text, tags=("mobile",))


async def _ours(discord: DiscordDriver, thread: Channel, *words: str) -> list[str]:
    """What we have said in the thread, once something has all the words."""

    async def said() -> list[str] | None:
        found = [to_words(one) for one in thread.messages.values() if one["author"].get("bot")]
        return found if any(all(w in one for w in words) for one in found) else None

    return await discord.world.until(said, f"we say {words}")


async def test_a_post_is_a_ticket_by_its_title(world: World, discord: DiscordDriver) -> None:
    await without_words(world, discord)
    thread = await a_post(discord)
    shown = await card(discord, "sam", "TIK-", "App crashes at start")
    ref = to_ref(shown.text)
    await discord.fake.people.say(
        discord.user("ana"), thread, f"<@{discord.fake.bot}> reply {ref} it is an old phone"
    )

    async def reached() -> bool:
        rows = await world.office.sql("SELECT body FROM messages WHERE body = 'it is an old phone'")
        return bool(rows)

    await world.until(reached, "what is addressed to the bot is read")
    await discord.slash("alex", "health", words="desk")
    await told(discord, "alex", "Message Content intent is off")


async def test_who_merely_writes_is_told_once_what_works_instead(
    world: World, discord: DiscordDriver
) -> None:
    await without_words(world, discord)
    thread = await a_post(discord)
    said = await _ours(discord, thread, "Press Add details to add anything")
    assert not any("Write here" in one for one in said)
    for who, text in (("ana", "it is an old phone"), ("ana", "a slow one"), ("bob", "Same here")):
        message = await discord.fake.people.say(discord.user(who), thread, text)
        await discord._heard(str(message["id"]))
    await world.settled()
    said = await _ours(discord, thread, "could not read that", "Add details", "/support reply")
    assert len([one for one in said if "could not read" in one]) == 1
    [standing] = [one for one in thread.messages.values() if "Add details" in labels_of(one)]
    form = await discord.pressed("ana", standing, "Add details")
    assert form.modal is not None


async def test_with_the_intent_the_card_says_to_write(world: World, discord: DiscordDriver) -> None:
    thread = await a_post(discord)
    assert await _ours(discord, thread, "Write here to add anything")
