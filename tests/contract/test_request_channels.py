"""Request channels: who may ask there, and who never becomes more than a customer."""

import pytest

from core.access.actor import Role
from tests.contract.chats.teams import account
from tests.contract.drivers.base import Driver, card, heard, told
from tests.contract.drivers.discord import DiscordDriver
from tests.contract.drivers.slack import SlackDriver
from tests.contract.drivers.teams import TeamsDriver
from tests.contract.journeys import open_ticket, to_ref
from tests.contract.wiring import SUPPORT, TRIAGE
from tests.contract.world import World


@pytest.fixture
def slack(world: World) -> SlackDriver:
    """Slack, in which the request channel is shared with another organisation."""
    channel = world.slack.channels[SUPPORT]
    channel.shared, channel.connected = True, ("T0OTHER",)
    world.slack.add_user(
        "U0EVE",
        "Eve",
        team_id="T0OTHER",
        is_stranger=True,
        profile={"real_name": "Eve", "email": "ana@example.org"},
    )
    world.slack.add_user("U0GUS", "Gus", is_ultra_restricted=True)
    channel.members |= {"U0EVE", "U0GUS"}
    return SlackDriver(world)


async def _asks_to_the_end(door: Driver, who: str) -> None:
    """Somebody whom nobody knew asks, is answered, corrects and takes back, solves and reopens."""
    ticket = await open_ticket(door, "Our invoice is wrong", who)
    shown = await card(door, "sam", ticket.ref, "Our invoice is wrong", who.title())
    await door.press("sam", shown, "Claim")
    await heard(door, who, "support", ticket.thread, "Sam is looking at this")
    said = await door.say(who, "it says 9 instead of 6", "support", ticket.thread)
    await heard(door, "sam", "triage", ticket.card.id, "9 instead of 6", who.title())
    await door.edit(who, said, "it says 99 instead of 6", "support")
    await heard(door, "sam", "triage", ticket.card.id, "99 instead of 6")
    await door.delete(who, said, "support")
    await door.say("sam", "they always complain", "triage", ticket.card.id)
    await door.mention("sam", "reply We send a new one", thread=ticket.card.id)
    await heard(door, who, "support", ticket.thread, "We send a new one")
    own = await heard(door, who, "support", ticket.thread, ticket.ref, "Handled by Sam")
    await door.press(who, own, "Solved")
    await card(door, "sam", ticket.ref, "Closed")
    ended = await heard(door, who, "support", ticket.thread, "marked as solved")
    await door.press(who, ended, "Reopen")
    await card(door, "sam", ticket.ref, "Open")
    await door.world.settled()
    seen = [post.text for post in await door.thread(who, "support", ticket.thread)]
    assert not any("complain" in text for text in seen)


@pytest.mark.parametrize("who", ["eve", "gus"])
async def test_an_outsider_asks_follows_solves_and_reopens(slack: SlackDriver, who: str) -> None:
    await _asks_to_the_end(slack, who)


async def test_a_member_of_the_server_whom_nobody_knows_does_the_same(
    world: World, discord: DiscordDriver
) -> None:
    discord.chat.users["eve"] = discord.fake.add_user("Eve")
    await _asks_to_the_end(discord, "eve")
    rows = await world.office.sql("SELECT email, role FROM people WHERE name = 'Eve'")
    assert [tuple(row) for row in rows] == [(None, "customer")]


async def test_a_guest_of_the_tenant_does_the_same(world: World, teams: TeamsDriver) -> None:
    teams.fake.add_user("eve", "Eve", role="guest")
    teams.fake.teams["19:everybody@thread.tacv2"].members.add(account("eve"))
    await _asks_to_the_end(teams, "eve")
    rows = await world.office.sql("SELECT email, role FROM people WHERE name = 'Eve'")
    assert [tuple(row) for row in rows] == [(None, "customer")]


async def test_what_another_organisation_says_of_its_people_makes_nobody_one_of_ours(
    world: World, slack: SlackDriver
) -> None:
    theirs = await open_ticket(slack, "My lamp is dark", "ana")
    await open_ticket(slack, "Our invoice is wrong", "eve")
    rows = await world.office.sql(
        "SELECT p.name, p.email, p.role, i.guest FROM people p"
        " JOIN identities i ON i.person_id = p.id WHERE i.external_id = 'U0EVE'"
    )
    assert [tuple(row) for row in rows] == [("Eve", None, "customer", True)]
    await slack.slash("eve", f"show {theirs.ref}", room="support")
    await told(slack, "eve", f"I can't find {theirs.ref}")


async def test_an_outsider_is_no_agent_whatever_channel_they_are_in(
    world: World, slack: SlackDriver
) -> None:
    """Neither by the triage channel nor by a colleague's address that they had before."""
    ticket = await open_ticket(slack)
    world.slack.channels[TRIAGE].members.add("U0GUS")
    await world.office.sql("UPDATE people SET email = 'gus@example.org' WHERE name = 'Mia'")
    await slack.react("gus", ticket.card.id, "eyes", "triage")
    await slack.mention("gus", "claim", thread=ticket.card.id)
    await told(slack, "gus", "I don't know you yet")
    await world.settled()
    rows = await world.office.sql("SELECT role FROM people WHERE name = 'Gus'")
    assert rows == []
    assert await world.office.sql("SELECT 1 FROM tickets WHERE assignee_id IS NOT NULL") == []
    assert (await world.person("sam")).role is Role.AGENT


async def test_a_stranger_s_talk_elsewhere_is_nobody_s_business(
    world: World, slack: SlackDriver
) -> None:
    world.slack.add_channel("C0GENERAL", *world.slack.users)
    said = await world.slack.send.say("U0EVE", "C0GENERAL", "Lunch?")
    await world.slack.change.edit("C0GENERAL", said.ts, "Lunch at one?")
    await world.slack.change.remove("C0GENERAL", said.ts)
    await world.settled()
    assert world.slack.ephemerals == []
    assert await world.office.sql("SELECT 1 FROM people WHERE name = 'Eve'") == []
    # An agent may make a ticket of it all the same: that makes her a customer.
    other = await world.slack.send.say("U0EVE", "C0GENERAL", "My key is lost")
    await world.slack.change.react("U0SAM", "C0GENERAL", other.ts, "ticket")
    shown = await card(slack, "sam", "TIK-", "My key is lost", "Eve")
    assert to_ref(shown.text)


async def test_a_member_s_talk_elsewhere_is_nobody_s_business_in_discord_either(
    world: World, discord: DiscordDriver
) -> None:
    people, eve = discord.fake.people, discord.fake.add_user("Eve")
    lobby = discord.fake.add_channel("lobby")
    said = await people.say(eve, lobby, "Lunch?")
    await people.edit(eve, said, "Lunch at one?")
    await people.delete(eve, said)
    other = await people.say(eve, lobby, "My key is lost")
    await world.settled()
    assert len(people.sees(eve, lobby)) == 1
    assert await world.office.sql("SELECT 1 FROM people WHERE name = 'Eve'") == []
    await people.react(discord.user("sam"), other, "🎫")
    await card(discord, "sam", "TIK-", "My key is lost", "Eve")
