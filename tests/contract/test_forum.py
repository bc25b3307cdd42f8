"""A forum as the place where customers ask: each post is a ticket, and shows how it stands."""

from core.conversation.places import serve_channel
from tests.contract.drivers.base import Post, card, heard
from tests.contract.drivers.discord import DiscordDriver, to_words
from tests.contract.journeys import to_ref
from tests.contract.world import World
from tests.fakes.discord import Channel
from tests.fakes.discord.places import PRIVATE_THREAD

CATEGORIES = ("Billing", "Hardware")
STATES = ("Open", "Waiting on us", "Waiting on you", "Solved")


async def a_forum(discord: DiscordDriver, **how: str) -> Channel:
    tags = (*STATES, *CATEGORIES, "mobile")
    forum = discord.fake.add_channel("help", "forum", tags=tags)
    async with discord.world.database.unit_of_work(discord.world.organisation_id) as uow:
        await serve_channel(uow, "discord", discord.fake.guild, forum.id, "support", **how)
    return forum


async def a_post(discord: DiscordDriver, forum: Channel, title: str, text: str) -> Channel:
    user = discord.user("ana")
    return await discord.fake.people.post(user, forum, title, text, tags=("mobile",))


def _tags(thread: Channel) -> set[str]:
    assert thread.parent is not None
    names = {one["id"]: one["name"] for one in thread.parent.tags}
    return {names[one] for one in thread.applied_tags}


async def standing_in(discord: DiscordDriver, thread: Channel) -> Post:
    """The pinned message of the ticket, as Ana sees it."""

    async def pinned() -> Post | None:
        for id, *_ in thread.pins:
            message = thread.messages[id]
            labels = [
                one["label"]
                for row in message["components"][0]["components"]
                for one in row.get("components") or ()
                if one.get("label")
            ]
            return Post(id, "support", thread.id, to_words(message), tuple(labels), raw=message)
        return None

    return await discord.world.until(pinned, "the standing message is pinned")


async def test_a_post_is_a_ticket_that_shows_how_it_stands(
    world: World, discord: DiscordDriver
) -> None:
    forum = await a_forum(discord)
    thread = await a_post(discord, forum, "App crashes at start", "since the last update")
    standing = await standing_in(discord, thread)
    ref = to_ref(standing.text)
    assert "Solved" in standing.acts
    shown = await card(discord, "sam", ref, "App crashes at start")

    async def is_open() -> bool:
        return _tags(thread) == {"Open", "mobile"}

    await world.until(is_open, "the tag says so, and what Ana chose stays")
    await discord.press("sam", shown, "Claim")
    await discord.slash("sam", f"reply {ref} Which version do you have?")

    async def is_on_you() -> bool:
        return "Waiting on you" in _tags(thread)

    await world.until(is_on_you, "the tag follows")
    await discord.pressed("ana", standing.raw, "Solved")

    async def is_away() -> bool:
        return thread.archived and "Solved" in _tags(thread)

    await world.until(is_away, "it is put away")
    assert not thread.locked
    await world.settled()
    await discord.fake.people.say(discord.user("ana"), thread, "It crashes again")

    async def is_back() -> bool:
        return not thread.archived and "Solved" not in _tags(thread)

    await world.until(is_back, "writing there brings it back")
    await card(discord, "sam", ref, "Open")


async def test_others_who_write_in_a_post_are_heard_and_change_nothing(
    world: World, discord: DiscordDriver
) -> None:
    forum = await a_forum(discord)
    thread = await a_post(discord, forum, "App crashes", "since the update")
    standing = await standing_in(discord, thread)
    shown = await card(discord, "sam", to_ref(standing.text))
    await discord.pressed("ana", standing.raw, "Solved")
    await card(discord, "sam", to_ref(standing.text), "Closed")
    await world.settled()
    people, bob = discord.fake.people, discord.user("bob")
    said = await people.say(bob, thread, "Same here")
    copy = await heard(discord, "sam", "triage", shown.id, "Same here", "community post", "Bob")
    await people.edit(bob, said, "Mine froze")
    changed = await heard(discord, "sam", "triage", shown.id, "Mine froze", "community post")
    assert changed.id == copy.id
    await world.settled()
    await people.delete(bob, said)

    async def gone() -> bool:
        posts = await discord.thread("sam", "triage", shown.id)
        return not any("Mine froze" in post.text for post in posts)

    await world.until(gone, "what was taken back is taken away")
    await world.settled()
    await card(discord, "sam", to_ref(standing.text), "Closed")
    rows = await world.office.sql("SELECT kind, body FROM messages ORDER BY id DESC LIMIT 1")
    assert rows[0][0] == "community"
    assert "Solved" in _tags(thread)


async def test_a_private_forum_moves_the_ticket_into_a_thread_of_its_own(
    world: World, discord: DiscordDriver
) -> None:
    forum = await a_forum(discord, mode="private")
    post = await a_post(discord, forum, "My account is hacked", "my address is ana at example")

    async def opened() -> Channel | None:
        for one in discord.fake.channels.values():
            if one.type == PRIVATE_THREAD and discord.user("ana") in one.members:
                return one
        return None

    thread = await world.until(opened, "a private thread")
    assert thread.parent is not None
    assert thread.parent.id == discord.chat.support
    assert discord.fake.people.sees(discord.user("ana"), thread) is not None

    async def shut() -> bool:
        return post.archived and post.locked

    await world.until(shut, "the post is shut")
    await discord.fake.people.say(discord.user("ana"), thread, "It is urgent")
    shown = await card(discord, "sam", "TIK-", "My account is hacked")
    await heard(discord, "sam", "triage", shown.id, "It is urgent")
    await discord.slash("sam", f"reply {to_ref(shown.text)} We have locked it")

    async def answered() -> bool:
        return any("We have locked it" in to_words(one) for one in thread.messages.values())

    await world.until(answered, "the reply goes to the private thread")
    assert not any("We have locked it" in to_words(one) for one in post.messages.values())


async def test_the_tag_of_a_category_goes_when_another_is_chosen(
    world: World, discord: DiscordDriver
) -> None:
    forum = await a_forum(discord)
    thread = await a_post(discord, forum, "App crashes at start", "since the last update")
    ref = to_ref((await standing_in(discord, thread)).text)
    for category in CATEGORIES:
        await discord.slash("sam", f"set {ref} category:{category}")

        async def follows() -> bool:
            return _tags(thread) & {*CATEGORIES, "mobile"} == {category, "mobile"}  # noqa: B023

        await world.until(follows, f"the tags are {category} and what Ana chose")
