"""CNV-04: macros fill in their variables and do what they do as one change."""

import pytest

from core.access.actor import Actor, Role
from core.errors import Denied, Invalid, NotFound
from core.tickets.macros.applying import apply_macro, preview_macro
from core.tickets.macros.macro_text import VARIABLES
from core.tickets.macros.macros import (
    MacroActions,
    MacroDraft,
    get_macro,
    list_macros,
    remove_macro,
    save_macro,
)
from core.tickets.models import Ticket
from core.tickets.reading.history import history, list_messages
from core.tickets.replying import reply
from core.tickets.rules import Stale
from tests.builders import Office

TEXT = "Dear {customer.first_name}, {ticket.number} “{ticket.subject}” is being paid back."


async def given_macro(office: Office, **said: object) -> None:
    values = {"name": "refund", "text": TEXT, **said}
    await office.do(save_macro, office.desk, MacroDraft.model_validate(values))


async def given_all(office: Office, **said: object) -> tuple[Actor, Actor, Ticket]:
    """An agent, a customer with a ticket, and the macro that is described."""
    sam = await office.given_person("Sam Okafor")
    ana = await office.given_customer("Ana Ruiz", timezone="Europe/Madrid")
    ticket = await office.given_ticket(ana, subject="Charged twice")
    await given_macro(office, **said)
    return sam, ana, ticket


async def test_a_macro_says_and_does_all_of_it_as_one_change(office: Office) -> None:
    actions = MacroActions(
        status="Pending", priority="p2", category="Billing", add_tags=["refund"], assign="me"
    )
    sam, ana, ticket = await given_all(office, actions=actions)
    before = await office.see(ticket.number)
    await office.do(apply_macro, sam, "refund", ticket.number, seen=before.revision)
    after = await office.see(ticket.number)
    assert (after.status, after.priority, after.category) == ("Pending", "high", ("Billing",))
    assert (after.tags, after.assignee and after.assignee.name) == (("refund",), "Sam Okafor")
    assert after.revision == before.revision + 1
    said = await office.do(list_messages, ana, ticket.number)
    assert [m.body for m in said][1:] == [
        f"Dear Ana, {before.ref} “Charged twice” is being paid back."
    ]
    entries = await office.do(history, sam, ticket.number)
    told = [e for e in entries if not e.type.startswith("Clock")][2:]
    assert [e.type for e in told] == ["TicketStatusChanged", "MessagePosted"]
    assert told[0].changes["macro"] == (None, "refund")
    assert told[0].changes["status"] == ("New", "Pending")
    assert [clock.state for clock in after.clocks] == ["met", "paused"]
    assert {clock.minutes for clock in after.clocks} == {4 * 60, 24 * 60}
    owners = await office.do(history, sam, ticket.number, assignments=True)
    assert [e.changes["assignee"] for e in owners] == [(None, "Sam Okafor")]


async def test_a_first_answer_by_macro_begins_the_work_and_a_note_does_not(office: Office) -> None:
    sam, ana, ticket = await given_all(office)
    await given_macro(office, name="look", text="Looks like {ticket.category}", send_as="note")
    await office.do(apply_macro, sam, "look", ticket.number)
    assert (await office.see(ticket.number)).status == "New"
    assert len(await office.do(list_messages, ana, ticket.number)) == 1
    await office.do(apply_macro, sam, "refund", ticket.number, text="Paid back, {sic}")
    assert (await office.see(ticket.number)).status == "Open"
    assert (await office.do(list_messages, ana, ticket.number))[-1].body == "Paid back, {sic}"


async def test_a_preview_says_what_would_happen_and_does_nothing(office: Office) -> None:
    sam, _, ticket = await given_all(office, actions=MacroActions(status="pending"))
    before = await office.events()
    shown = await office.do(preview_macro, sam, "refund", ticket.number)
    assert shown.text.startswith("Dear Ana, TIK-")
    assert (shown.actions.status, shown.as_note, shown.customer) == ("Pending", False, "Ana Ruiz")
    assert await office.events() == before


async def test_every_variable_has_something_to_say(office: Office) -> None:
    text = " | ".join(f"{{{name}}}" for name in VARIABLES)
    sam, _, ticket = await given_all(office, text=text)
    shown = (await office.do(preview_macro, sam, "refund", ticket.number)).text.split(" | ")
    said = dict(zip(VARIABLES, shown, strict=True))
    assert said["agent.first_name"] == "Sam"
    assert said["ticket.category"] == "your question"
    assert said["expected_reply"].endswith("(Europe/Madrid)")
    assert all(said.values())


@pytest.mark.parametrize("wrong", ["customer.email", "customer", "", " customer.name", "0"])
async def test_an_unknown_variable_is_refused_and_named(office: Office, wrong: str) -> None:
    with pytest.raises(Invalid) as refused:
        await given_macro(office, text=f"Dear {{{wrong}}}")
    assert refused.value.details["field"] == "text"
    assert f"{{{wrong}}} is no variable" in refused.value.details["problem"]
    assert await office.do(list_macros, office.desk) == []


async def test_what_variables_say_is_not_read_again(office: Office) -> None:
    sam, ana, _ = await given_all(office)
    sly = await office.given_ticket(ana, subject="{agent.name} {nothing}")
    shown = await office.do(preview_macro, sam, "refund", sly.number)
    assert "“{agent.name} {nothing}”" in shown.text


@pytest.mark.parametrize(
    ("field", "actions"),
    [
        ("status", {"status": "Lost"}),
        ("status", {"status": "New"}),
        ("priority", {"priority": "huge"}),
        ("category", {"category": "Nowhere"}),
        ("tags", {"add_tags": ["two words"]}),
        ("assign", {"assign": "nobody@acme.example"}),
    ],
)
async def test_what_a_macro_cannot_do_is_refused(
    office: Office, field: str, actions: dict[str, object]
) -> None:
    with pytest.raises(Invalid) as refused:
        await given_macro(office, actions=actions)
    assert refused.value.details["field"] == field


async def test_a_stale_ticket_holds_the_macro(office: Office) -> None:
    sam, ana, ticket = await given_all(office, actions=MacroActions(status="Pending"))
    seen = (await office.see(ticket.number)).revision
    await office.do(reply, ana, ticket.number, "Never mind")
    with pytest.raises(Stale):
        await office.do(apply_macro, sam, "refund", ticket.number, seen=seen)
    assert (await office.see(ticket.number)).status == "New"
    assert len(await office.do(list_messages, ana, ticket.number)) == 2


async def test_a_teams_macro_is_for_its_members_and_managers(office: Office) -> None:
    sam, mia = await office.given_person("Sam"), await office.given_person("Mia")
    kim = await office.given_person("Kim", Role.MANAGER)
    team = await office.given_team("Billing", mia)
    await given_macro(office, team_id=team)
    sam, mia = await office.again(sam), await office.again(mia)
    assert await office.do(list_macros, sam) == []
    with pytest.raises(NotFound):
        await office.do(get_macro, sam, "refund")
    for actor in (mia, kim):
        assert [m.name for m in await office.do(list_macros, actor)] == ["refund"]
    with pytest.raises(Denied):
        await office.do(remove_macro, mia, "refund")
    await office.do(remove_macro, kim, "Refund")
    assert await office.do(list_macros, kim) == []


async def test_words_that_were_renamed_still_mean_the_same(office: Office) -> None:
    await office.given_team("Billing")
    sam, _, ticket = await given_all(office, actions=MacroActions(assign="Billing"))
    await office.sql("UPDATE teams SET name = 'Money'")
    shown = await office.do(preview_macro, sam, "refund", ticket.number)
    assert shown.actions.assign == "Money"
    await office.do(apply_macro, sam, "refund", ticket.number)
    team = (await office.see(ticket.number)).team
    assert team is not None
    assert team.name == "Money"
