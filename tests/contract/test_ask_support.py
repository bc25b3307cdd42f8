"""[Ask support] in the menu of each Discord message: any member opens a ticket of their own."""

from typing import Any

from tests.contract.drivers.base import OpenForm, card, heard, told
from tests.contract.drivers.discord import DiscordDriver
from tests.contract.drivers.discord_reading import to_form, to_words
from tests.contract.test_forum import a_forum, a_post, standing_in
from tests.contract.world import World
from tests.fakes.discord import Channel

Json = dict[str, Any]


async def _ask(discord: DiscordDriver, who: str, message: Json) -> OpenForm:
    asked = await discord.fake.ask.menu(discord.user(who), message, "Ask support")
    form = to_form(asked)
    assert form is not None
    return form


def _words(discord: DiscordDriver, who: str, place: Channel) -> str:
    """All that somebody reads there."""
    return " ".join(map(to_words, discord.fake.people.sees(discord.user(who), place)))


async def test_a_message_of_their_own_becomes_a_ticket_that_nobody_else_there_reads(
    world: World, discord: DiscordDriver
) -> None:
    lobby = discord.fake.add_channel("lobby")
    said = await discord.fake.people.say(discord.user("ana"), lobby, "The blue printer hums")
    form = await _ask(discord, "ana", said)
    assert form.values["description"] == "The blue printer hums"
    assert "customer" not in form.values
    await discord.fill("ana", form, subject="The printer")
    shown = await card(discord, "sam", "TIK-1001", "The printer", "blue printer hums", "Ana")
    own = await card(discord, "ana", "TIK-1001", "The printer", room="direct")
    await told(discord, "ana", "TIK-1001", "We have it")
    await discord.say("sam", "They always complain", "triage", shown.id)
    await discord.slash("sam", "reply TIK-1001 Is it loud?")
    await heard(discord, "ana", "direct", own.id, "Is it loud?", "Sam")
    await discord.say("ana", "Very", "direct", own.id)
    await heard(discord, "sam", "triage", shown.id, "Very", "Ana")
    await world.settled()
    assert not any("complain" in post.text for post in await discord.private("ana"))
    assert _words(discord, "bob", lobby) == "The blue printer hums"


async def test_a_message_of_another_makes_who_asks_the_customer_and_tells_its_author_nothing(
    world: World, discord: DiscordDriver
) -> None:
    lobby = discord.fake.add_channel("lobby")
    said = await discord.fake.people.say(discord.user("bob"), lobby, "The blue printer hums")
    form = await _ask(discord, "ana", said)
    await discord.fill("ana", form, subject="The printer")
    await card(discord, "sam", "TIK-1001", "blue printer hums", "Customer Ana")
    await card(discord, "ana", "TIK-1001", room="direct")
    await world.settled()
    assert await discord.private("bob") == []
    await discord.slash("bob", "show TIK-1001", room="support")
    await told(discord, "bob", "I can't find TIK-1001")


async def test_in_another_s_post_the_ticket_is_apart_from_that_of_the_post(
    world: World, discord: DiscordDriver
) -> None:
    forum = await a_forum(discord)
    post = await a_post(discord, forum, "App crashes", "since the update")
    standing = await standing_in(discord, post)
    said = await discord.fake.people.say(discord.user("ana"), post, "It crashes each time")
    form = await _ask(discord, "bob", standing.raw)
    assert form.values["description"] == ""  # the desk's own words are nobody's problem
    form = await _ask(discord, "bob", said)
    await discord.fill("bob", form, subject="Mine too")
    await card(discord, "sam", "TIK-1002", "It crashes each time", "Customer Bob")
    own = await card(discord, "bob", "TIK-1002", room="direct")
    await discord.slash("sam", "reply TIK-1002 Yours is of another kind")
    await heard(discord, "bob", "direct", own.id, "of another kind")
    await discord.slash("sam", "reply TIK-1001 Which version?")

    async def answered() -> bool:
        return "Which version?" in _words(discord, "ana", post)

    await world.until(answered, "the post goes on with its own ticket")
    await world.settled()
    read = _words(discord, "ana", post)
    assert not any(word in read for word in ("TIK-1002", "Mine too", "another kind"))


async def test_in_another_s_question_it_leaves_them_their_thread(
    world: World, discord: DiscordDriver
) -> None:
    thread = await discord.say("ana", "The blue printer hums", "support")
    offered = await heard(discord, "ana", "support", thread, "I could not find this")
    form = await _ask(discord, "bob", offered.raw)
    await discord.fill("bob", form, subject="The door", description="It squeaks")
    await card(discord, "bob", "TIK-1001", "The door", room="direct")
    await discord.press("ana", offered, "Open a ticket")
    await heard(discord, "ana", "support", thread, "TIK-1002", "Never post")
