"""TKT-08, PRI-03, PRI-05: changing what a ticket says of itself."""

from datetime import UTC, datetime, timedelta

import pytest
from pydantic import ValidationError

from core.errors import Invalid
from core.events.due import sweep_due
from core.sla.clocks import DUE_KIND, clock_is_due
from core.tickets.amending import edit_message
from core.tickets.editing import TicketEdit, edit, set_priority
from core.tickets.reading.history import history
from core.tickets.replying import reply
from core.tickets.resolving import reopen, resolve
from core.tickets.rules import Stale
from tests.builders import Office


async def test_another_priority_moves_both_due_times_and_their_alarms(office: Office) -> None:
    sam = await office.given_person("Sam")
    number = (await office.given_ticket(await office.given_customer(), priority="low")).number
    office.clock.move(minutes=10)
    before = (await office.see(number)).clocks
    await office.do(set_priority, sam, number, "critical")
    after = (await office.see(number)).clocks
    for was, now in zip(before, after, strict=True):
        assert was.due_at is not None
        assert now.due_at is not None
        assert now.due_at < was.due_at
    assert [clock.minutes for clock in after] == [60, 240]
    alarms = await office.sql("SELECT due_at FROM due WHERE kind = 'clock' ORDER BY due_at")
    # Each waits for its next step: half of its time.
    opened = office.clock.now() - timedelta(minutes=10)
    assert [row.due_at - opened for row in alarms] == [
        timedelta(minutes=clock.minutes / 2) for clock in after
    ]


async def test_a_narrower_target_that_is_missed_already_is_a_breach_now(office: Office) -> None:
    number = (await office.given_ticket(await office.given_customer(), priority="low")).number
    now = office.clock.move(hours=3)
    await office.do(set_priority, office.desk, number, "critical")
    first = (await office.see(number)).clock("first_response")
    assert first is not None
    assert (first.state, first.breached_at) == ("breached", now)
    await sweep_due(office.database, {DUE_KIND: clock_is_due})
    assert len([e for e in await office.events() if e.type == "ClockBreached"]) == 1
    events = [e for e in await office.events() if e.type == "ClockBreached"]
    assert [e.data["metric"] for e in events] == ["first_response"]


async def test_what_a_person_said_of_the_priority_stays(office: Office) -> None:
    ana, sam = await office.given_customer("Ana"), await office.given_person("Sam")
    number = (await office.given_ticket(ana, subject="Urgent! Critical!", priority="high")).number
    await office.do(set_priority, sam, number, "low", reason="only loud")
    said = await office.do(reply, ana, number, "This is critical!!")
    await office.do(edit_message, ana, said.id, "URGENT, I said")
    await office.do(edit, sam, number, TicketEdit(subject="Critical", category="Login"))
    office.clock.move(days=30)
    breached = await sweep_due(office.database, {DUE_KIND: clock_is_due})
    assert breached == 2
    await office.do(resolve, sam, number, "done")
    await office.do(reopen, ana, number, reason="still critical")
    assert (await office.see(number)).priority == "low"
    entries = await office.do(history, sam, number)
    changed = [(e.actor, e.changes["priority"]) for e in entries if "priority" in e.changes]
    assert changed[-1] == ("Sam", ("high", "low"))


async def test_fields_that_are_left_out_stay_and_null_takes_away(office: Office) -> None:
    sam = await office.given_person("Sam")
    number = (await office.given_ticket(await office.given_customer(), category="Login")).number
    due = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
    await office.do(edit, sam, number, TicketEdit(due_at=due))
    await office.do(edit, sam, number, TicketEdit(subject="New words"))
    view = await office.see(number)
    assert (view.due_at, view.category, view.subject) == (due, ("Accounts", "Login"), "New words")
    await office.do(edit, sam, number, TicketEdit(due_at=None, category=None))
    view = await office.see(number)
    assert (view.due_at, view.category) == (None, ())


async def test_one_wrong_field_and_nothing_is_changed(office: Office) -> None:
    sam = await office.given_person("Sam")
    ticket = await office.given_ticket(await office.given_customer(), subject="Before")
    for wrong in ({"status": "sleeping"}, {"category": "x"}, {"add_tags": ["!"]}):
        wanted = TicketEdit.model_validate({"subject": "After", "priority": "low"} | wrong)
        with pytest.raises(Invalid):
            await office.do(edit, sam, ticket.number, wanted)
    view = await office.see(ticket.number)
    assert (view.subject, view.priority, view.revision) == ("Before", "medium", ticket.revision)
    assert {e.type for e in await office.events(ticket.id)} == {
        "TicketOpened",
        "ClockChanged",
        "MessagePosted",
    }


async def test_an_edit_of_an_old_state_is_held(office: Office) -> None:
    sam = await office.given_person("Sam")
    ticket = await office.given_ticket(await office.given_customer())
    await office.do(edit, sam, ticket.number, TicketEdit(subject="First"), seen=ticket.revision)
    with pytest.raises(Stale):
        await office.do(edit, sam, ticket.number, TicketEdit(subject="2nd"), seen=ticket.revision)


@pytest.mark.parametrize(
    "values",
    [{"subject": ""}, {"subject": "\x00"}, {"due_at": "2026-12-01T09:00:00"}, {"colour": "red"}],
)
def test_what_is_wrong_with_an_edit_is_said_by_field(values: dict[str, str]) -> None:
    with pytest.raises(ValidationError) as refused:
        TicketEdit.model_validate(values)
    assert [error["loc"][0] for error in refused.value.errors()] == list(values)


async def test_fields_and_status_change_in_one_go(office: Office) -> None:
    ticket = await office.given_ticket(await office.given_customer())
    wanted = TicketEdit(category="Billing", add_tags=["vip"], status="Pending")
    await office.do(edit, office.desk, ticket.number, wanted)
    view = await office.see(ticket.number)
    assert (view.category, view.tags, view.status, view.revision) == (
        ("Billing",),
        ("vip",),
        "Pending",
        3,
    )
