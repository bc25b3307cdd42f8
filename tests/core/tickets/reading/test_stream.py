"""The stream of events: each reader is told what concerns them, in what they may know."""

import pytest

from core.access.actor import Role
from core.access.keys import create_key
from core.events.sequencer import sequence_events
from core.people.teams import TeamDraft, save_team
from core.tickets.claiming import assign, claim
from core.tickets.editing import TicketEdit, delete_ticket, edit
from core.tickets.reading.stream import StreamedEvent, read_events
from core.tickets.replying import note, reply
from tests.builders import Office


async def read(office: Office, actor: object) -> list[StreamedEvent]:
    while await sequence_events(office.database):
        pass
    page = await office.do(read_events, actor, limit=500)  # type: ignore[arg-type]
    return page.events


async def test_customers_follow_their_own_tickets_in_the_fields_they_see(office: Office) -> None:
    ana, ben = await office.given_customer("Ana"), await office.given_customer("Ben")
    sam = await office.given_person("Sam")
    await office.given_team("Red")
    number = (await office.given_ticket(ana)).number
    await office.given_ticket(ben)
    await office.do(claim, sam, number)
    await office.do(note, sam, number, "psst")
    await office.do(reply, sam, number, "Hello")
    await office.do(edit, sam, number, TicketEdit(add_tags=["x"], reason="internal"))
    await office.do(edit, sam, number, TicketEdit(priority="high", reason="internal"))
    await office.do(assign, sam, number, "Red")
    events = await read(office, ana)
    assert {e.ticket for e in events} == {f"TIK-{number}"}
    assert [e.type for e in events] == [
        "TicketOpened",
        "MessagePosted",
        "TicketClaimed",
        "MessagePosted",
        "TicketPriorityChanged",
        "TicketAssigned",
    ]
    assert {e.data.get("audience") for e in events} == {None, "public"}
    assert "reason_id" not in repr([e.data for e in events])
    assert set(events[-1].data["changes"]) == {"assignee_id"}  # not the team


async def test_agents_outside_a_private_team_do_not_hear_of_its_tickets(office: Office) -> None:
    sam, kim = await office.given_person("Sam"), await office.given_person("Kim")
    await office.given_team("Secret", sam, private=True)
    sam = await office.again(sam)
    ticket = await office.given_ticket(await office.given_customer())
    await office.do(assign, office.desk, ticket.number, "Secret")
    boss = await office.given_person("Max", Role.MANAGER)
    for actor, hears in ((sam, True), (boss, True), (kim, False)):
        told = [e for e in await read(office, actor) if e.ticket_id == ticket.id]
        assert bool(told) is hears


async def test_staff_learn_of_deletions_and_only_administrators_of_keys(office: Office) -> None:
    sam, ada = await office.given_person("Sam"), await office.given_person("Ada", Role.ADMIN)
    number = (await office.given_ticket(await office.given_customer())).number
    await office.do(delete_ticket, ada, number)
    await office.do(create_key, ada, role=Role.AGENT, scopes=[])
    await office.do(save_team, ada, TeamDraft(name="New"))
    sams, adas = await read(office, sam), await read(office, ada)
    assert {"TicketDeleted", "TeamChanged"} <= {e.type for e in sams}
    assert {e.type for e in adas} - {e.type for e in sams} == {"ApiKeyCreated"}


@pytest.mark.parametrize("limit", [1, 2, 3])
async def test_pages_that_hide_much_still_lead_to_the_end(office: Office, limit: int) -> None:
    ana, sam = await office.given_customer(), await office.given_person("Sam")
    number = (await office.given_ticket(ana)).number
    for n in range(4):
        await office.do(edit, sam, number, TicketEdit(add_tags=[f"t{n}"]))
    await office.do(reply, sam, number, "Hello")
    whole = await read(office, ana)
    position, found = 0, []
    for _ in range(20):
        page = await office.do(read_events, ana, after=position, limit=limit)
        found += page.events
        if page.next == position:
            break
        position = page.next
    assert found == whole
