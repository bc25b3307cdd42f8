"""Reactions travel with their message: to every other place that may have them, once, by name."""

from typing import Protocol

import pytest

from tests.contract.drivers.base import Driver, Room, card, heard
from tests.contract.drivers.discord import DiscordDriver
from tests.contract.drivers.slack import SlackDriver
from tests.contract.drivers.teams import TeamsDriver
from tests.contract.drivers.web import WebDriver
from tests.contract.journeys import open_ticket
from tests.contract.wiring import SUPPORT
from tests.contract.world import World


class Reacting(Driver, Protocol):
    """A platform on which people react."""

    async def react(
        self, who: str, id: str, emoji: str, room: Room, *, off: bool = False
    ) -> None: ...


async def _until_gone(
    door: Driver, who: str, room: Room, thread: str, words: str, *, but: str = ""
) -> None:
    async def away() -> bool:
        posts = await door.thread(who, room, thread)
        return not any(words in post.text for post in posts if post.id != but)

    await door.world.until(away, f"{words} is gone")


@pytest.mark.parametrize("home", ["slack", "discord", "teams"])
async def test_a_customer_s_reaction_to_a_reply_reaches_the_staff_everywhere(
    world: World, discord: DiscordDriver, teams: TeamsDriver, home: str
) -> None:
    doors = {"slack": SlackDriver(world), "discord": discord, "teams": teams}
    hers: Reacting = doors[home]
    ticket = await open_ticket(hers)
    everywhere: dict[str, Driver] = {**doors, "web": WebDriver(world)}
    roots = {slug: (await card(one, "sam", ticket.ref)).id for slug, one in everywhere.items()}
    await hers.slash("sam", f"reply {ticket.ref} We bring oil")
    reply = await heard(hers, "ana", "support", ticket.thread, "We bring oil")
    await hers.react("ana", reply.id, "+1", "support")
    for slug, one in everywhere.items():
        await heard(one, "mia", "triage", roots[slug], "We bring oil", "👍 Ana")
    await hers.react("ana", reply.id, "tada", "support")
    for slug, one in everywhere.items():
        await heard(one, "mia", "triage", roots[slug], "We bring oil", "👍 Ana · 🎉 Ana")
    await world.settled()
    again = await hers.thread("ana", "support", ticket.thread)
    assert not any("👍 Ana" in post.text for post in again)
    await hers.react("ana", reply.id, "+1", "support", off=True)
    await hers.react("ana", reply.id, "tada", "support", off=True)
    for slug, one in everywhere.items():
        await _until_gone(one, "mia", "triage", roots[slug], "Ana · 🎉")
        await _until_gone(one, "mia", "triage", roots[slug], "🎉 Ana")


@pytest.mark.parametrize("home", ["slack", "discord", "teams", "web"])
async def test_the_staff_s_reaction_reaches_the_customer_by_the_name_they_know(
    world: World, discord: DiscordDriver, teams: TeamsDriver, home: str
) -> None:
    """What she typed herself only the web chat can add to; elsewhere one line tells it below,
    changes, and goes with the last."""
    slack, web = SlackDriver(world), WebDriver(world)
    doors: dict[str, Driver] = {"slack": slack, "discord": discord, "teams": teams, "web": web}
    hers = doors[home]
    ticket = await open_ticket(hers)
    roots = {slug: (await card(one, "sam", ticket.ref)).id for slug, one in doors.items()}
    said = await hers.say("ana", "It still hums", "support", ticket.thread)
    on_slack = await heard(slack, "sam", "triage", roots["slack"], "It still hums")
    on_discord = await heard(discord, "mia", "triage", roots["discord"], "It still hums")
    await slack.react("sam", on_slack.id, "+1::skin-tone-3", "triage")
    first = await heard(hers, "ana", "support", ticket.thread, "👍 Sam", "It still hums")
    assert (first.id == said) == (home == "web")
    await discord.react("mia", on_discord.id, "+1", "triage")
    both = await heard(hers, "ana", "support", ticket.thread, "👍 Sam, Mia", "It still hums")
    assert both.id == first.id
    await heard(slack, "kim", "triage", roots["slack"], "It still hums", "👍 Mia")
    await heard(discord, "kim", "triage", roots["discord"], "It still hums", "👍 Sam")
    await heard(teams, "kim", "triage", roots["teams"], "It still hums", "👍 Sam, Mia")
    await slack.react("sam", on_slack.id, "+1::skin-tone-3", "triage", off=True)
    await heard(hers, "ana", "support", ticket.thread, "👍 Mia", "It still hums")
    await discord.react("mia", on_discord.id, "+1", "triage", off=True)
    await _until_gone(hers, "ana", "support", ticket.thread, "👍")
    left = await hers.thread("ana", "support", ticket.thread)
    assert [post.id for post in left if "It still hums" in post.text] == [said]


async def test_the_line_changes_and_goes_with_the_words_that_it_names(
    world: World, slack: SlackDriver
) -> None:
    ticket = await open_ticket(slack)
    said = await slack.say("ana", "It hmus", "support", ticket.thread)
    copy = await heard(slack, "sam", "triage", ticket.card.id, "It hmus")
    await slack.react("sam", copy.id, "+1", "triage")
    line = await heard(slack, "ana", "support", ticket.thread, "👍 Sam on “It hmus”")
    await slack.edit("ana", said, "It hums", "support")
    anew = await heard(slack, "ana", "support", ticket.thread, "👍 Sam on “It hums”")
    assert anew.id == line.id
    await slack.delete("ana", said, "support")
    await _until_gone(slack, "ana", "support", ticket.thread, "👍")
    assert await world.office.sql("SELECT id FROM message_reactions") == []


async def test_one_to_what_opened_the_ticket_is_told_below_its_card(
    world: World, slack: SlackDriver
) -> None:
    ticket = await open_ticket(slack, "My door squeaks")
    await slack.react("ana", ticket.thread, "raised_hand", "support")
    await heard(slack, "sam", "triage", ticket.card.id, "✋ Ana on “My door squeaks”")


async def test_one_on_a_note_stays_among_staff(world: World, slack: SlackDriver) -> None:
    web = WebDriver(world)
    ticket = await open_ticket(slack)
    there = await card(web, "mia", ticket.ref)
    note = await slack.say("sam", "she never pays", "triage", ticket.card.id)
    await heard(web, "mia", "triage", there.id, "she never pays")
    before = world.slack.messages(SUPPORT, ticket.thread)
    await slack.react("mia", note, "our_parrot", "triage")
    seen = await heard(web, "kim", "triage", there.id, "she never pays", ":our_parrot: Mia")
    assert "withheld" not in seen.text
    await world.settled()
    assert world.slack.messages(SUPPORT, ticket.thread) == before


async def test_below_a_note_a_line_tells_it_to_staff_and_the_note_counts_as_delivered(
    world: World, slack: SlackDriver, discord: DiscordDriver
) -> None:
    ticket = await open_ticket(slack)
    there = await card(discord, "mia", ticket.ref)
    await slack.say("sam", "she never pays", "triage", ticket.card.id)
    copy = await heard(discord, "mia", "triage", there.id, "she never pays")
    await discord.react("mia", copy.id, "+1", "triage")
    line = "👍 Mia on “she never pays”"
    await heard(slack, "kim", "triage", ticket.card.id, line, "🔒")
    await discord.react("mia", copy.id, "tada", "triage")
    await heard(slack, "kim", "triage", ticket.card.id, "👍 Mia · 🎉 Mia on")
    await discord.react("mia", copy.id, "+1", "triage", off=True)
    await heard(slack, "kim", "triage", ticket.card.id, "🎉 Mia on")
    await slack.react("kim", await _note_on(slack, ticket.card.id), "tada", "triage")
    seen = await heard(discord, "kim", "triage", there.id, "she never pays", "🎉 Kim")
    assert "withheld" not in seen.text


async def _note_on(slack: SlackDriver, thread: str) -> str:
    posts = await slack.thread("kim", "triage", thread)
    return next(post.id for post in posts if post.text.startswith("she never pays"))


async def test_who_only_reads_along_reacts_for_themselves(world: World, slack: SlackDriver) -> None:
    ticket = await open_ticket(slack)
    said = await slack.say("ana", "It still hums", "support", ticket.thread)
    copy = await heard(slack, "sam", "triage", ticket.card.id, "It still hums")
    world.slack.add_user("U0GUEST", "Guest", is_restricted=True)
    world.slack.channels[SUPPORT].members.add("U0GUEST")
    known = await world.office.sql("SELECT count(*) FROM people")
    for user in ("U0GUEST", "U0BOB"):
        await world.slack.change.react(user, SUPPORT, said, "thumbsup")
    await world.settled()
    assert await world.office.sql("SELECT count(*) FROM people") == known
    await slack.say("bob", "Mine too", "support", ticket.thread)
    await heard(slack, "sam", "triage", ticket.card.id, "Mine too")
    await slack.react("bob", said, "tada", "support")
    await world.settled()
    assert await world.office.sql("SELECT id FROM message_reactions") == []
    assert "🎉" not in (await heard(slack, "sam", "triage", ticket.card.id, "still hums")).text
    assert await slack.private("bob") == []
    assert copy.text == (await heard(slack, "sam", "triage", ticket.card.id, "still hums")).text


async def test_told_twice_or_late_it_counts_once(world: World, slack: SlackDriver) -> None:
    ticket = await open_ticket(slack)
    await slack.slash("sam", f"reply {ticket.ref} We bring oil")
    reply = await heard(slack, "ana", "support", ticket.thread, "We bring oil")
    put = world.slack.change.reacted("U0ANA", SUPPORT, reply.id, "+1")
    away = world.slack.change.reacted("U0ANA", SUPPORT, reply.id, "+1")
    away["type"] = "reaction_removed"
    for event in (away, put, put):
        await world.slack.send.event(event)
    await world.settled()
    assert await world.office.sql("SELECT id FROM message_reactions") == []
    await slack.react("ana", reply.id, "+1", "support")
    await heard(slack, "sam", "triage", ticket.card.id, "We bring oil", "👍 Ana")
    rows = await world.office.sql("SELECT type FROM events WHERE type LIKE 'Message%acted'")
    assert [kind for (kind,) in rows] == ["MessageReacted"]
