"""CHT-08: chosen channels get the cards of chosen tickets, once, and see them change."""

from core.tickets.editing import TicketEdit, edit
from core.tickets.replying import note, reply
from tests.contract.chats import teams
from tests.contract.drivers.base import Driver, card, told
from tests.contract.drivers.discord import DiscordDriver
from tests.contract.drivers.slack import SlackDriver
from tests.contract.wiring import SUPPORT, TRIAGE
from tests.contract.world import World

CHANNELS = {
    "web": ("triage", "support"),
    "slack": (TRIAGE, SUPPORT),
    "teams": (teams.TRIAGE, teams.SUPPORT),
}


def _channels(door: Driver) -> tuple[str, str]:
    """The triage and the support channel, as the platform names them."""
    if isinstance(door, DiscordDriver):
        return door.chat.triage, door.chat.support
    return CHANNELS[door.slug]


async def _desk(door: Driver, who: str, text: str) -> None:
    await door.slash(who, text, words="desk")


async def _cards(door: Driver, ref: str) -> list[str]:
    return [p.id for p in await door.room("sam", "triage") if ref in p.text and not p.private]


async def test_a_channel_gets_the_cards_that_it_wants(door: Driver, world: World) -> None:
    triage, _ = _channels(door)
    await world.office.given_team("Accounts")
    await _desk(door, "alex", f"channel #{triage} role:triage team:Accounts")
    await told(door, "alex", f"#{triage} serves triage")
    await _desk(door, "sam", f"subscribe #{triage} priority:critical,high")
    await told(door, "sam", "Only administrators may configure the desk")
    await _desk(door, "alex", f"subscribe #{triage} priority:urgentest")
    await told(door, "alex", "urgentest")
    await _desk(door, "alex", f"subscribe #{triage} priority:critical,high")
    await told(door, "alex", "priority critical or high", "as long as only staff read there")
    await _desk(door, "alex", "subscribe")
    await told(door, "alex", "Channels that tickets are posted to", f"#{triage}")

    ana, sam = await world.person("ana"), await world.person("sam")
    burning = await world.office.given_ticket(ana, subject="It burns", priority="critical")
    dull = await world.office.given_ticket(ana, subject="It hums", priority="low")
    post = await card(door, "sam", f"TIK-{burning.number}", "It burns", "Critical")
    await world.settled()
    assert await _cards(door, f"TIK-{dull.number}") == []

    await door.press("sam", post, "Claim")
    assert (await card(door, "sam", f"TIK-{burning.number}", "Sam")).id == post.id
    await door.say("sam", "looks bad, who has coffee?", "triage", post.id)
    await world.office.do(note, sam, burning.number, "only among us")
    await world.office.do(reply, sam, burning.number, "We are on it")
    await world.settled()
    assert {p.text.count("coffee") for p in await door.thread("sam", "triage", post.id)} == {1}
    said = await world.office.sql("SELECT 1 FROM messages WHERE body LIKE '%coffee%'")
    assert said == []

    await world.office.do(edit, sam, dull.number, TicketEdit(priority="high"))
    later = await card(door, "sam", f"TIK-{dull.number}", "It hums", "High")
    await _desk(door, "alex", f"subscribe #{triage} off")
    await told(door, "alex", "No further tickets are posted")
    await world.office.do(edit, sam, dull.number, TicketEdit(priority="low"))
    assert (await card(door, "sam", f"TIK-{dull.number}", "Low")).id == later.id
    last = await world.office.given_ticket(ana, subject="Too late", priority="critical")
    await world.settled()
    assert await _cards(door, f"TIK-{last.number}") == []
    assert await _cards(door, f"TIK-{burning.number}") == [post.id]


async def test_where_others_read_it_is_withheld(door: Driver, world: World) -> None:
    _, support = _channels(door)
    await _desk(door, "alex", f"subscribe #{support} priority:critical")
    await told(door, "alex", "priority critical")
    kim = await world.person("kim")
    burning = await world.office.given_ticket(kim, subject="It burns", priority="critical")
    await card(door, "sam", f"TIK-{burning.number}")
    await world.settled()
    states = await world.office.sql(
        "SELECT d.state FROM deliveries d JOIN places p ON p.id = d.place_id"
        " WHERE p.role = 'mirror'"
    )
    assert states == [("withheld",)]
    assert not any("It burns" in post.text for post in await door.room("ana", "support"))


async def test_a_colleague_who_is_a_customer_must_not_read_along(
    world: World, slack: SlackDriver
) -> None:
    await slack.slash("bob", "list", room="support")
    await told(slack, "bob", "0 tickets")
    world.slack.add_channel("C0ALL", "U0SAM", "U0BOB")
    world.slack.add_channel("C0OURS", "U0SAM")
    for channel in ("C0ALL", "C0OURS"):
        await _desk(slack, "alex", f"subscribe #{channel} priority:critical")
        await told(slack, "alex", f"posted to #{channel}")
    kim = await world.person("kim")
    await world.office.given_ticket(kim, subject="It burns", priority="critical")
    await world.settled()
    assert "It burns" in str(world.slack.messages("C0OURS"))
    assert world.slack.messages("C0ALL") == []
