"""Accounts on two platforms become one by a code, and are parted again."""

import re

import pytest

from tests.contract.chats.teams import account
from tests.contract.drivers.base import Driver, Post, told
from tests.contract.drivers.discord import DiscordDriver
from tests.contract.drivers.slack import SlackDriver
from tests.contract.drivers.teams import TeamsDriver
from tests.contract.drivers.web import WebDriver
from tests.contract.journeys import open_ticket
from tests.contract.world import World


@pytest.fixture
def slack(world: World) -> SlackDriver:
    """Slack with Eve, for whose address nobody vouches, and Gus, a guest."""
    world.slack.add_user("U0EVE", "Eve", team_id="T0OTHER", is_stranger=True)
    world.slack.add_user("U0GUS", "Gus", is_ultra_restricted=True)
    channel = world.slack.channels["C0SUPPORT"]
    channel.shared, channel.connected = True, ("T0OTHER",)
    channel.members |= {"U0EVE", "U0GUS"}
    return SlackDriver(world)


async def _code(door: Driver, who: str, words: str = "support") -> str:
    await door.slash(who, "link", words=words, room="support" if words == "support" else "triage")
    shown = await told(door, who, "Your code:")
    found = re.search(r"[A-Z0-9]{4}-[A-Z0-9]{4}", shown.text)
    assert found
    return found[0]


async def _say(door: Driver, who: str, code: str) -> Post:
    await door.slash(who, f"link {code}", room="support")
    return await told(door, who, "The code")


async def _sees(door: Driver, who: str, ref: str) -> bool:
    before = len(await door.private(who))
    await door.slash(who, f"show {ref}", room="support")

    async def answered() -> Post | None:
        posts = await door.private(who)
        return posts[-1] if len(posts) > before else None

    return "can't find" not in (await door.world.until(answered, "an answer")).text


async def test_a_customer_has_one_history_of_both_and_undoes_it(
    world: World, slack: SlackDriver, web: WebDriver
) -> None:
    ticket = await open_ticket(slack, "Our invoice is wrong", "eve")
    code = await _code(web, "bob")
    assert not await _sees(web, "bob", ticket.ref)
    offer = await _say(slack, "eve", code)
    assert "Bob on web chat" in offer.text
    await slack.press("eve", offer, "Yes, join them")
    done = await told(slack, "eve", "are one now", "Bob")
    assert await _sees(web, "bob", ticket.ref)
    await told(web, "bob", "are one now", "Eve")
    await slack.press("eve", done, "Undo")
    await told(slack, "eve", "of its own again")
    assert not await _sees(web, "bob", ticket.ref)
    assert await _sees(slack, "eve", ticket.ref)


@pytest.mark.parametrize("said", ["discord", "teams"])
async def test_between_discord_and_teams_it_is_the_same(
    world: World, discord: DiscordDriver, teams: TeamsDriver, said: str
) -> None:
    discord.chat.users["eve"] = discord.fake.add_user("Eve")
    teams.fake.add_user("eve", "Eve")
    teams.fake.teams["19:everybody@thread.tacv2"].members.add(account("eve"))
    doors: dict[str, Driver] = {"discord": discord, "teams": teams}
    there = doors.pop(said)
    [(name, other)] = doors.items()
    ticket = await open_ticket(there, "Our invoice is wrong", "eve")
    code = await _code(other, "bob")
    assert not await _sees(other, "bob", ticket.ref)
    offer = await _say(there, "eve", code)
    assert f"Bob on {name.title()}" in offer.text
    await there.press("eve", offer, "Yes, join them")
    done = await told(there, "eve", "are one now", "Bob")
    assert await _sees(other, "bob", ticket.ref)
    theirs = await open_ticket(other, "The blue printer hums", "bob")
    assert await _sees(there, "eve", theirs.ref)
    await there.press("eve", done, "Undo")
    await told(there, "eve", "of its own again")
    assert not await _sees(other, "bob", ticket.ref)
    assert await _sees(there, "eve", ticket.ref)


async def test_who_is_not_known_links_by_the_button_and_a_form(
    world: World, slack: SlackDriver, web: WebDriver
) -> None:
    await slack.slash("gus", "list", room="direct")
    refusal = await told(slack, "gus", "I don't know you yet")
    code = await _code(web, "ana")
    form = await slack.press("gus", refusal, "Link")
    assert form is not None
    assert await world.office.sql("SELECT 1 FROM people WHERE name = 'Gus'") == []
    await slack.fill("gus", form, code="AAAA-AAAA")
    await told(slack, "gus", "not good")
    assert await world.office.sql("SELECT 1 FROM people WHERE name = 'Gus'") == []
    form = await slack.press("gus", refusal, "Link")
    assert form is not None
    await slack.fill("gus", form, code=code)
    await slack.press("gus", await told(slack, "gus", "Ana on web chat"), "Yes, join them")
    await told(slack, "gus", "are one now")
    theirs = await open_ticket(web, "The blue printer hums", "ana")
    assert await _sees(slack, "gus", theirs.ref)


async def test_staff_confirm_on_their_own_account(
    world: World, slack: SlackDriver, web: WebDriver
) -> None:
    world.slack.add_user("U0FOX", "Fox", profile={"real_name": "Fox"})
    world.slack.channels["C0SUPPORT"].members.add("U0FOX")
    code = await _code(web, "sam", "desk")
    offer = await _say(slack, "fox", code)
    assert "must confirm it too" in offer.text
    await slack.press("fox", offer, "Yes, join them")
    await told(slack, "fox", "It must be confirmed there")
    asked = await told(web, "sam", "Fox on Slack", "all your rights")
    await slack.slash("fox", "list view:unassigned", words="ticket", room="support")
    await web.press("sam", asked, "Yes, it is mine")
    await told(web, "sam", "are one now")
    [(role,)] = await world.office.sql(
        "SELECT p.role FROM people p JOIN identities i ON i.person_id = p.id"
        " WHERE i.external_id = 'U0FOX'"
    )
    assert role == "agent"


async def test_a_code_of_an_attacker_said_by_staff_joins_nothing(
    world: World, slack: SlackDriver, web: WebDriver
) -> None:
    await open_ticket(slack, "Our invoice is wrong", "eve")
    code = await _code(slack, "eve")
    await web.slash("sam", f"link {code}", words="desk")
    refusal = await told(web, "sam", "Not linked", "you are staff")
    assert refusal.acts == ()
    rows = await world.office.sql("SELECT 1 FROM joined_people")
    assert rows == []
