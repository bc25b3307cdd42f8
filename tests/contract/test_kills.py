"""The desk is killed at a named point; the next one finds everything, and nothing doubled."""

import pytest
from sqlalchemy import text

from core.people.organisation import OrganisationSettings, change_organisation
from tests.contract.drivers.base import card, heard, told
from tests.contract.drivers.doors import DRIVERS
from tests.contract.drivers.slack import SlackDriver
from tests.contract.drivers.web import WebDriver
from tests.contract.journeys import open_ticket, sweep
from tests.contract.killing import Mortal, instead_of_us, unanswered
from tests.contract.world import World
from tests.crashing.points import POINTS, TO_CUSTOMER

WORDS = "it smokes now"


SENDING = ("leased", "sent", "keeping", "kept")
CASES = [
    *(pytest.param(point, "slack") for point in POINTS),
    *(pytest.param(point, "web") for point in SENDING),
    *(pytest.param("sent", platform) for platform in ("discord", "teams")),
    *(
        pytest.param(point, platform, marks=pytest.mark.long)
        for platform in ("discord", "teams")
        for point in SENDING
        if point != "sent"
    ),
]


@pytest.mark.parametrize(("point", "platform"), CASES)
async def test_killed_at(world: World, mortal: Mortal, point: str, platform: str) -> None:
    """Ana writes in Slack; staff read in Slack, in the web chat, and on that platform."""
    slack = SlackDriver(world)
    ticket = await open_ticket(slack)
    readers = [DRIVERS[name](world) for name in sorted({"slack", "web", platform})]
    shown = [(reader, (await card(reader, "sam", ticket.ref)).id) for reader in readers]
    async with instead_of_us(world, mortal, point, platform):
        event = world.slack.send.message("U0ANA", "C0SUPPORT", WORDS, thread_ts=ticket.thread)
        lost = await unanswered(world.slack.send.event(event))
    if point in {"receipt committed", "acknowledged, unhandled"}:
        assert lost == (point == "receipt committed")
    if lost:
        await world.slack.send.event(event, retry=1)  # as Slack does
    for reader, root in shown:
        await heard(reader, "sam", "triage", root, WORDS)
        await card(reader, "sam", ticket.ref, WORDS)
    # Teams cannot be asked whether it is there: for half an hour it is tried, then shown.
    unsure = platform == "teams" and point in {"sent", "keeping"}
    world.pace = 60.0 if unsure else world.pace
    await world.settled()
    for reader, root in shown:
        posts = await reader.thread("sam", "triage", root)
        assert sum(WORDS in post.text for post in posts) == 1
    await _once(world, slack)
    assert await _left_unsure(world) == [("teams", "message")] * unsure


async def test_an_unknown_outcome_shows_until_it_is_known(world: World, mortal: Mortal) -> None:
    """Mia's reply stands in Slack, its sender is dead, and Slack cannot be asked."""
    web, slack = WebDriver(world), SlackDriver(world)
    ticket = await open_ticket(slack)
    in_web = await card(web, "mia", ticket.ref)
    headers = await world.key("mia")
    async with instead_of_us(world, mortal, TO_CUSTOMER, "slack"):
        url = f"/api/v1/tickets/{ticket.number}/reply"
        client = world.slack.send.client
        assert client is not None
        await unanswered(client.post(url, json={"text": WORDS}, headers=headers))
        await world.slack.wait_for(lambda: WORDS in str(world.slack.messages("C0SUPPORT")))
        world.slack.trouble("status", "conversations.replies", status=500)
    await heard(web, "sam", "triage", in_web.id, WORDS, "❔")
    world.slack.heal()
    await heard(web, "sam", "triage", in_web.id, WORDS, "📨 sent")
    await world.settled()
    hers = await slack.thread("ana", "support", ticket.thread)
    assert sum(WORDS in post.text for post in hers) == 1


async def _once(world: World, slack: SlackDriver) -> None:
    office = world.office
    [(said,)] = await office.sql("SELECT count(*) FROM messages WHERE body = :b", b=WORDS)
    assert said == 1
    assert len(await slack.room("mia", "triage")) == 1
    [(events, positions)] = await office.sql(
        "SELECT count(*), count(DISTINCT position) FROM events"
    )
    assert events == positions
    states = await office.sql("SELECT DISTINCT state FROM deliveries")
    assert {state for (state,) in states} <= {"sent", "superseded", "unknown"}


async def _left_unsure(world: World) -> list[tuple[str, str]]:
    """Platform and kind of what an administrator is shown as possibly sent."""
    where, headers = {"state": "unknown"}, await world.key("alex")
    shown = await world.client().get("/api/v1/deliveries", params=where, headers=headers)
    return [(one["platform"], one["kind"]) for one in shown.json()["items"]]


@pytest.mark.parametrize("point", ["unsaid", "said"])
async def test_a_reply_that_waits_survives_its_scheduler(
    world: World, mortal: Mortal, point: str
) -> None:
    """It is neither lost nor said twice, whether the scheduler dies before its end or after."""
    slack = SlackDriver(world)
    ticket = await open_ticket(slack)
    wanted = OrganisationSettings(undo_seconds=60)
    await world.office.do(change_organisation, world.office.desk, wanted)
    await slack.slash("sam", f"reply {ticket.ref} {WORDS}")
    await told(slack, "sam", "Sending to Ana")
    await world.office.sql("UPDATE held_replies SET due_at = now()")
    async with world.database.owner() as session:
        await session.execute(text("UPDATE due SET due_at = now() WHERE kind = 'held reply'"))
    dying = await mortal.begin("scheduler", world, 15.0, point=point, platform="slack")

    async def dead() -> bool:
        return await mortal.has_ended(dying.pid)

    await world.until(dead, "the scheduler has died", step=0.0)
    [(state,)] = await world.office.sql("SELECT state FROM held_replies")
    assert state == ("waiting" if point == "unsaid" else "sent")
    await sweep(world, seconds=1)
    await sweep(world, seconds=60)
    await heard(slack, "ana", "support", ticket.thread, WORDS)
    [(said,)] = await world.office.sql("SELECT count(*) FROM messages WHERE body = :b", b=WORDS)
    assert said == 1
