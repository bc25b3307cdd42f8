"""Who has a ticket: given, taken, passed on; those whom it concerns are told."""

from tests.bot.talking import Thoughtful
from tests.contract.drivers.base import Driver, card, heard, told
from tests.contract.journeys import open_ticket
from tests.contract.world import World


async def _notices(door: Driver, who: str, *words: str) -> int:
    posts = await door.private(who)
    return sum(all(word in post.text for word in words) for post in posts)


async def _be_known(door: Driver, *people: str) -> None:
    """They have spoken here last, so this is where they are reached."""
    for who in people:
        await door.slash(who, "help")
        await told(door, who, "What you can say")


async def test_a_manager_assigns_and_the_assignee_is_told_once(door: Driver) -> None:
    world, slow = door.world, Thoughtful()
    ticket = await open_ticket(door)
    await _be_known(door, "mia")
    await world.settled()
    world.desk.router._handler._assistant = slow
    await door.slash("sam", "ask how do I claim a ticket?")
    await slow.asked.wait()
    # She hears of it while that is still being thought about, and though the desk's clock is
    # not moved on to any moment at which something would be looked at.
    world.pace = 0.0
    await door.slash("kim", f"assign {ticket.ref} to:@mia")
    await told(door, "mia", f"Kim assigned {ticket.ref} to you", "The blue printer hums")
    slow.go_on.set()
    await world.settled()
    assert await _notices(door, "mia", "assigned", "to you") == 1
    await door.slash("mia", "list mine")
    await told(door, "mia", "My tickets", ticket.ref)


async def test_a_customer_assigns_nothing(door: Driver) -> None:
    ticket = await open_ticket(door)
    words = f"assign {ticket.ref} to:me"
    await door.mention("ana", words, room="support", thread=ticket.thread)
    await heard(door, "sam", "triage", ticket.card.id, words, "Ana")
    assert (await door.world.office.see(ticket.number)).assignee is None


async def test_both_owners_hear_of_a_change_and_the_reason_is_kept(door: Driver) -> None:
    ticket = await open_ticket(door)
    await _be_known(door, "mia", "sam")
    await door.slash("sam", f"claim {ticket.ref}")
    await card(door, "sam", ticket.ref, "Owner Sam")
    await door.slash("kim", f'assign {ticket.ref} to:@mia reason:"sam is away"')
    await told(door, "mia", f"Kim assigned {ticket.ref} to you", "sam is away")
    await told(door, "sam", f"Kim took {ticket.ref} from you", "gave it to Mia", "sam is away")
    await door.slash("kim", f"show {ticket.ref} view:history")
    await told(door, "kim", "History of", "assignee: Sam → Mia", "sam is away")


async def test_who_takes_it_is_not_told_of_it(door: Driver) -> None:
    ticket = await open_ticket(door)
    await _be_known(door, "sam")
    await door.slash("sam", f"assign {ticket.ref} to:me")
    await card(door, "sam", ticket.ref, "Owner Sam")
    await door.world.settled()
    assert await _notices(door, "sam", "to you") == 0


async def test_a_ticket_is_in_one_teams_list_and_in_no_other(door: Driver) -> None:
    world: World = door.world
    for name in ("Devices", "Accounts"):
        await world.office.given_team(name, await world.person("mia"))
    ticket = await open_ticket(door)
    await door.slash("sam", f"assign {ticket.ref} to:Devices")
    await card(door, "sam", ticket.ref, "Team Devices")
    await door.slash("mia", "list all team:Devices")
    listed = await told(door, "mia", "All tickets", ticket.ref, "1 ticket")
    assert {"Claim", "Show", "Assign…", "Resolve…"} <= set(listed.acts)
    await door.slash("mia", "list all team:Accounts")
    await told(door, "mia", "All tickets", "0 tickets")
    await door.press("mia", listed, "Claim")
    await card(door, "sam", ticket.ref, "Owner Mia", "Team Devices")
