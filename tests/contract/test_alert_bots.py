"""The loop guard: bots are not heard, but for those on the list; and the desk itself stops."""

import pytest

from bot.receiving.alerting import ALERTS_A_MINUTE
from core.tickets.announcements.line_breaker import LINES_A_MINUTE
from core.tickets.claiming import claim, release
from tests.contract.drivers.alerting import MAKERS, discord_webhook, our_own, teams_bot
from tests.contract.drivers.base import card, heard, told
from tests.contract.drivers.doors import DRIVERS
from tests.contract.drivers.slack import SlackDriver
from tests.contract.drivers.teams import TeamsDriver
from tests.contract.journeys import open_ticket, to_ref
from tests.contract.wiring import SUPPORT, TRIAGE
from tests.contract.world import World

PAGER = "B0PAGER"
WEBHOOK = ("discord", "webhook")


async def _tickets(world: World) -> list[tuple[str, str]]:
    rows = await world.office.sql(
        "SELECT t.subject, p.name FROM tickets t JOIN people p ON p.id = t.requester_id"
        " ORDER BY t.number"
    )
    return [tuple(row) for row in rows]


async def test_a_bot_is_heard_once_it_is_allowed_and_in_served_channels_alone(
    world: World, slack: SlackDriver
) -> None:
    change = world.slack.change
    world.slack.add_channel("C0GENERAL", *world.slack.users)
    await change.alert(PAGER, SUPPORT, "Before it was allowed")
    await slack.slash("sam", f"bots allow {PAGER}", words="desk")
    await told(slack, "sam", "administrators may configure the desk")
    await slack.slash("alex", f"bots allow {PAGER}", words="desk")
    await told(slack, "alex", PAGER, "opens a ticket")
    alert = await change.alert(PAGER, SUPPORT, "Disk full on db1")
    await world.slack.send.event({**alert, "channel_type": "channel"}, retry=1, event_id="EvAGAIN")
    shown = await card(slack, "sam", "TIK-", "Disk full on db1", "Pager")
    await heard(slack, "bob", "support", alert["ts"], to_ref(shown.text))
    await slack.slash("sam", f"reply {to_ref(shown.text)} We made room")
    await heard(slack, "bob", "support", alert["ts"], "We made room")
    await change.alert(PAGER, TRIAGE, "CPU hot")
    await card(slack, "sam", "TIK-", "CPU hot", "Pager")
    await change.alert(PAGER, "C0GENERAL", "Not served")
    await change.alert("B0OTHER", SUPPORT, "Another bot")
    await change.alert(PAGER, SUPPORT, "below", thread_ts=alert["ts"])
    await slack.slash("alex", f"bots forbid {PAGER}", words="desk")
    await told(slack, "alex", PAGER, "not listened to")
    await change.alert(PAGER, SUPPORT, "After it was forbidden")
    await world.settled()
    assert await _tickets(world) == [("Disk full on db1", "Pager"), ("CPU hot", "Pager")]
    [(email,)] = await world.office.sql("SELECT email FROM people WHERE name = 'Pager'")
    assert email is None
    assert not [m for m in world.slack.ephemerals if m["user"].startswith("B0")]


@pytest.mark.parametrize(("platform", "kind"), [*((one, "bot") for one in MAKERS), WEBHOOK])
async def test_on_each_platform_a_bot_opens_tickets_once_it_is_allowed(
    world: World, platform: str, kind: str
) -> None:
    door = DRIVERS[platform](world)
    bot = discord_webhook(world) if kind == "webhook" else MAKERS[platform](world)
    await bot.say("Before it was allowed", "support", None)
    await door.slash("alex", f"bots allow {bot.id}", words="desk")
    await told(door, "alex", bot.id, "opens a ticket")
    alert = await bot.say("Disk full on db1", "support", None)
    ref = to_ref((await card(door, "sam", "TIK-", "Disk full on db1", bot.name)).text)
    await heard(door, "bob", "support", alert, ref)
    await door.slash("sam", f"reply {ref} We made room")
    await heard(door, "bob", "support", alert, "We made room")
    await bot.say("below", "support", alert)
    expected = [("Disk full on db1", bot.name)]
    if bot.anywhere:
        await bot.say("CPU hot", "triage", None)
        await card(door, "sam", "TIK-", "CPU hot", bot.name)
        expected.append(("CPU hot", bot.name))
    await door.slash("alex", f"bots forbid {bot.id}", words="desk")
    await told(door, "alex", bot.id, "not listened to")
    await bot.say("After it was forbidden", "support", None)
    await world.settled()
    assert await _tickets(world) == expected


async def test_in_teams_another_bot_is_not_told_to_us_without_the_team_s_consent(
    world: World, teams: TeamsDriver
) -> None:
    bot = teams_bot(world)
    await teams.slash("alex", f"bots allow {bot.id}", words="desk")
    await told(teams, "alex", bot.id, "opens a ticket")
    teams.fake.hears_all = False
    await bot.say("Disk full on db1", "support", None)
    await world.settled()
    assert await _tickets(world) == []


@pytest.mark.parametrize("platform", list(MAKERS))
async def test_what_we_say_ourselves_opens_nothing_even_if_we_are_on_the_list(
    world: World, platform: str
) -> None:
    door, own = DRIVERS[platform](world), our_own(world, platform)
    await door.slash("alex", f"bots allow {own.id}", words="desk")
    await told(door, "alex", own.id, "opens a ticket")
    ticket = await open_ticket(door)
    await door.slash("sam", f"reply {ticket.ref} We bring oil")
    await heard(door, "ana", "support", ticket.thread, "We bring oil")
    for room in ("support", "triage"):
        await own.say("Our own words", room, None)
    await world.settled()
    assert len(await _tickets(world)) == 1


@pytest.mark.parametrize("platform", list(MAKERS))
async def test_two_desks_that_answer_each_other_come_to_an_end(world: World, platform: str) -> None:
    """The other desk posts a card for each of ours, and ours is allowed to hear it."""
    door, bot = DRIVERS[platform](world), MAKERS[platform](world)
    await door.slash("alex", f"bots allow {bot.id}", words="desk")
    await told(door, "alex", bot.id)
    world.clock.move(seconds=61 - world.clock.now().second)
    for number in range(ALERTS_A_MINUTE + 3):
        await bot.say(f"Their card {number}", "triage", None)
    await world.until(lambda: _has(world, ALERTS_A_MINUTE), "they are tickets", step=0.0)
    await world.until(lambda: _all_handled(world), "all handled", step=0.0)
    assert len(await _tickets(world)) == ALERTS_A_MINUTE
    notes = await world.office.sql("SELECT body FROM messages WHERE kind = 'note'")
    assert [f"opened {ALERTS_A_MINUTE} tickets" in body for (body,) in notes] == [True]
    world.clock.move(minutes=1)
    await bot.say("A minute later", "triage", None)
    await card(door, "sam", "TIK-", "A minute later")


async def _has(world: World, tickets: int) -> bool:
    return len(await _tickets(world)) >= tickets


async def _all_handled(world: World) -> bool:
    rows = await world.office.sql("SELECT count(*) FROM receipts WHERE state = 'received'")
    return int(rows[0][0]) == 0


async def test_the_desk_stops_saying_what_happens_and_a_person_resumes_it(
    world: World, slack: SlackDriver
) -> None:
    ticket = await open_ticket(slack)
    await world.settled()
    sam = await world.person("sam")
    for turn in range(LINES_A_MINUTE + 5):
        await world.office.do(release if turn % 2 else claim, sam, ticket.number)
    told_staff = await heard(slack, "sam", "triage", ticket.card.id, "are no longer said here")
    assert told_staff.acts == ("Resume",)
    await world.settled()
    lines = [p for p in await slack.thread("sam", "triage", ticket.card.id) if "Sam" in p.text]
    assert len([p for p in lines if "claimed" in p.text or "released" in p.text]) == LINES_A_MINUTE
    warned = [p for p in await slack.thread("sam", "triage", ticket.card.id) if "🔁" in p.text]
    assert len(warned) == 1
    customers = await slack.thread("ana", "support", ticket.thread)
    assert not any("🔁" in post.text or "no longer said" in post.text for post in customers)
    # Cards and what people write go on.
    await card(slack, "sam", ticket.ref, "Owner Sam")
    await slack.say("ana", "still there", "support", ticket.thread)
    await heard(slack, "sam", "triage", ticket.card.id, "still there")
    world.clock.move(minutes=2)
    await slack.press("sam", told_staff, "Resume")
    await told(slack, "sam", "said in its threads again")
    await world.office.do(release, sam, ticket.number)

    async def said_again() -> bool:
        posts = await slack.thread("sam", "triage", ticket.card.id)
        return len([p for p in posts if "released" in p.text]) == LINES_A_MINUTE // 2 + 1

    await world.until(said_again, "what happens is said again")
