"""A channel that others can suddenly see: what is for staff stays away from it, visibly."""

from collections.abc import Awaitable, Callable

import pytest

from tests.contract.drivers.base import card, heard
from tests.contract.drivers.discord import DiscordDriver
from tests.contract.drivers.doors import DRIVERS
from tests.contract.drivers.slack import SlackDriver
from tests.contract.drivers.teams import TeamsDriver
from tests.contract.drivers.web import WebDriver
from tests.contract.journeys import open_ticket
from tests.contract.wiring import TRIAGE
from tests.contract.world import World
from tests.fakes.discord import permissions as may

SECRET = "she is on the blocked list"


async def _shared(world: World) -> None:
    world.slack.channels[TRIAGE].shared = True


async def _guest_invited(world: World) -> None:
    world.slack.add_user("U0GUEST", "Guest", is_restricted=True)
    world.slack.channels[TRIAGE].members.add("U0GUEST")


@pytest.mark.parametrize("change", [_shared, _guest_invited])
async def test_a_note_is_withheld_from_a_channel_that_others_see(
    world: World, change: Callable[[World], Awaitable[None]]
) -> None:
    web, slack = WebDriver(world), SlackDriver(world)
    ticket = await open_ticket(web, agents=slack)
    own = await card(web, "sam", ticket.ref)
    await world.settled()
    await change(world)
    world.clock.move(minutes=6)  # what was known of the channel and its members is too old now

    form = await web.press("sam", own, "Note…")
    assert form is not None
    assert await web.fill("sam", form, text=SECRET) is None
    await heard(web, "mia", "triage", own.id, SECRET, "withheld from Slack")
    await web.say("sam", f"typed: {SECRET}", "triage", own.id)
    await heard(web, "mia", "triage", own.id, "❌ withheld: Slack does not get this note")
    await world.settled()
    assert not any(SECRET in str(args) for _, args in world.slack.requests)
    states = await world.office.sql(
        "SELECT state FROM deliveries WHERE platform = 'slack' AND kind = 'message'"
    )
    assert {state for (state,) in states} == {"withheld"}


async def _everybody_admitted(world: World) -> None:
    fake = DiscordDriver(world).fake
    triage = fake.channels[DiscordDriver(world).chat.triage]
    fake.overwrite(triage, fake.guild, allow=may.VIEW_CHANNEL | may.READ_HISTORY)


async def _guest_in_the_team(world: World) -> None:
    fake = TeamsDriver(world).fake
    guest = fake.add_user("gus", "Gus", role="guest")
    fake.teams["19:staff@thread.tacv2"].members.add(guest.id)


@pytest.mark.parametrize(
    ("platform", "change"), [("discord", _everybody_admitted), ("teams", _guest_in_the_team)]
)
async def test_it_is_withheld_in_discord_and_teams_too(
    world: World, platform: str, change: Callable[[World], Awaitable[None]]
) -> None:
    web, there = WebDriver(world), DRIVERS[platform](world)
    ticket = await open_ticket(web, agents=there)
    own = await card(web, "sam", ticket.ref)
    await world.settled()
    await change(world)
    world.clock.move(minutes=6)
    await web.say("sam", SECRET, "triage", own.id)
    await heard(
        web, "mia", "triage", own.id, f"❌ withheld: {platform.title()} does not get this note"
    )
    await web.say("ana", "still humming", "support", ticket.thread)
    await heard(there, "sam", "triage", ticket.card.id, "still humming")
    await world.settled()
    seen = await there.thread("sam", "triage", ticket.card.id)
    assert not any(SECRET in post.text for post in seen)


async def test_a_note_waits_while_slack_does_not_say_who_reads(world: World) -> None:
    web, slack = WebDriver(world), SlackDriver(world)
    ticket = await open_ticket(web, agents=slack)
    own = await card(web, "sam", ticket.ref)
    await world.settled()
    world.slack.trouble("status", "conversations.info", status=500)
    world.clock.move(minutes=6)
    await web.say("sam", SECRET, "triage", own.id)

    async def tried() -> bool:
        return bool(
            await world.office.sql(
                "SELECT 1 FROM deliveries WHERE platform = 'slack' AND kind = 'message'"
                " AND state = 'queued' AND attempts > 0"
            )
        )

    await world.until(tried, "a try")
    assert not any(SECRET in str(args) for _, args in world.slack.requests)
    world.slack.heal()
    await heard(slack, "mia", "triage", ticket.card.id, SECRET)


async def test_public_words_go_on_reaching_it(world: World) -> None:
    web, slack = WebDriver(world), SlackDriver(world)
    ticket = await open_ticket(web, agents=slack)
    await world.settled()
    world.slack.channels[TRIAGE].shared = True
    world.clock.move(minutes=6)
    await web.say("ana", "still humming", "support", ticket.thread)
    await heard(slack, "sam", "triage", ticket.card.id, "still humming")


async def test_who_was_an_agent_gets_no_more_private_answers_for_staff(world: World) -> None:
    web = WebDriver(world)
    ticket = await open_ticket(web)
    await world.settled()
    await world.rest()
    await web.slash("sam", f"show {ticket.ref}")
    await world.desk.router.handle_waiting()
    sam = await world.person("sam")
    await world.office.sql("UPDATE people SET role = 'customer' WHERE id = :id", id=sam.person_id)
    world.work()
    await world.settled()
    states = await world.office.sql("SELECT state FROM deliveries WHERE kind = 'answer'")
    assert [state for (state,) in states] == ["withheld"]


@pytest.mark.parametrize(
    ("platform", "change"),
    [
        ("slack", _shared),
        ("discord", _everybody_admitted),
        ("teams", _guest_in_the_team),
    ],
)
async def test_a_note_is_taken_back_from_a_channel_that_others_see_by_now(
    world: World, platform: str, change: Callable[[World], Awaitable[None]]
) -> None:
    web, there = WebDriver(world), DRIVERS[platform](world)
    ticket = await open_ticket(web, agents=there)
    own = await card(web, "sam", ticket.ref)
    note = await web.say("sam", SECRET, "triage", own.id)
    await heard(there, "mia", "triage", ticket.card.id, SECRET)
    await change(world)
    world.clock.move(minutes=6)
    await web.delete("sam", note, "triage")

    async def gone() -> bool:
        posts = await there.thread("mia", "triage", ticket.card.id)
        return not any(SECRET in post.text for post in posts)

    await world.until(gone, "the note taken back")
