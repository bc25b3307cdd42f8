"""RTE-12, RTE-13, SRC-06: lists are narrowed, sorted and acted on where they are shown."""

from core.events.due import sweep_due
from core.people.teams import TeamDraft, save_team
from core.sweeps import SWEEPS
from core.tickets.claiming import assign
from tests.contract.drivers.base import Driver, Post, card, told
from tests.contract.journeys import open_ticket
from tests.contract.world import World


async def test_a_list_is_narrowed_sorted_and_acted_on(door: Driver, world: World) -> None:
    first, second = await open_ticket(door), await open_ticket(door, "The red one hums")
    alex = await world.person("alex")
    await world.office.do(save_team, alex, TeamDraft(name="Lamps"))
    await world.office.do(assign, alex, second.number, "Lamps")
    await world.settled()
    await door.slash("sam", "list all")
    listed = await told(door, "sam", "All tickets", "2 tickets")
    form = await door.press("sam", listed, "Filter…")
    assert form is not None
    assert await door.fill("sam", form, status="New", whose="Lamps") is None
    few = await told(door, "sam", "Only status New, team Lamps", "1 ticket")
    assert second.ref in few.text
    assert first.ref not in few.text
    await door.press("sam", few, "Next due first")
    again = await told(door, "sam", "team Lamps, next due first", "1 ticket")
    escalating = await door.press("sam", again, "Escalate…")
    assert escalating is not None
    assert await door.fill("sam", escalating, reason="It smells") is None
    await world.settled()
    assert (await world.office.see(second.number)).escalated_at is not None
    await door.press("sam", again, "No filters")
    await told(door, "sam", "All tickets", first.ref, second.ref, "2 tickets")


async def test_a_ticket_changes_where_its_card_stands(door: Driver, world: World) -> None:
    ticket = await open_ticket(door)
    form = await door.press("sam", ticket.card, "Priority…")
    assert form is not None
    assert await door.fill("sam", form, text="high") is None
    changed = await card(door, "sam", ticket.ref, "High")
    form = await door.press("sam", changed, "Details…")
    assert form is not None
    assert await door.fill("sam", form, subject="The green one hums", tags="hum") is None
    post = await card(door, "sam", ticket.ref, "The green one hums", "hum", "High")
    assert post.id == ticket.card.id


async def test_a_board_stands_once_and_follows(door: Driver, world: World) -> None:
    first = await open_ticket(door)
    await door.slash("sam", "list board:here")
    post = await board(door, first.ref, "Open 1")
    second = await open_ticket(door, "The red one hums")
    world.clock.move(seconds=11)
    await sweep_due(world.database, SWEEPS)
    again = await board(door, first.ref, second.ref, "Open 2")
    assert again.id == post.id
    await door.press("sam", again, "Claim")
    world.clock.move(seconds=11)
    await world.settled()
    await sweep_due(world.database, SWEEPS)
    await board(door, "Unassigned 1")
    await door.slash("sam", "list board:off")
    await board(door, "no longer kept up to date")
    await door.slash("ana", "list board:here", room="support")
    await world.settled()
    assert len([p for p in await door.room("sam", "triage") if is_board(p)]) == 1


def is_board(post: Post) -> bool:
    """Whether it is the board, and not an answer about it."""
    return not post.private and any(
        words in post.text for words in ("Edited here", "no longer kept up to date")
    )


async def board(door: Driver, *words: str) -> Post:
    """The board of the triage channel, once it says these words."""

    async def shown() -> Post | None:
        posts = [p for p in await door.room("sam", "triage") if is_board(p)]
        return next((p for p in posts if all(word in p.text for word in words)), None)

    return await door.world.until(shown, f"the board says {words}", step=0.2)
