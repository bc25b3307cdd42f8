"""A private team's tickets are not shown where colleagues read who are not in the team."""

from core.people.teams import TeamDraft, save_team
from core.tickets.claiming import assign
from core.tickets.opening import TicketDraft
from core.tickets.opening import open_ticket as open_by_hand
from core.tickets.replying import note
from tests.contract.drivers.base import Driver, card, heard, told
from tests.contract.journeys import open_ticket
from tests.contract.world import World

SUBJECT = "The blue printer hums"


async def test_the_channel_of_all_staff_shows_none_and_nothing_more_of_one_that_came_later(
    world: World, door: Driver
) -> None:
    later = await open_ticket(door)
    sam, alex = await world.person("sam"), await world.person("alex")
    team = TeamDraft(name="Payroll", is_private=True, member_ids=[sam.person_id])
    await world.office.do(save_team, alex, team)
    await world.office.do(note, alex, later.number, "Before")
    await heard(door, "mia", "triage", later.card.id, "Before")
    await world.office.do(assign, alex, later.number, "Payroll")
    await world.office.do(note, alex, later.number, "About her salary")
    draft = TicketDraft(subject="Whose raise", team="Payroll")
    await world.office.do(open_by_hand, alex, draft)
    await world.settled()
    left = await card(door, "mia", later.ref, "no longer here")
    shown = [*await door.room("mia", "triage"), *await door.thread("mia", "triage", later.card.id)]
    words = " ".join(post.text for post in shown)
    assert "Before" in words
    assert SUBJECT not in left.text
    assert "salary" not in words
    assert "Whose raise" not in words
    assert "Payroll" not in words
    await door.press("mia", later.card, "Claim")
    await told(door, "mia", f"can't find {later.ref}")
    await world.office.do(save_team, alex, TeamDraft(name="Everybody"))
    await world.office.do(assign, alex, later.number, "Everybody")
    await card(door, "mia", later.ref, SUBJECT)
