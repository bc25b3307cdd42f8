"""TKT-12 in chat: edit these, and what became of each."""

import pytest

from bot.cards import Card
from bot.commands import finding
from bot.incoming import Kind
from core.tickets.editing import TicketEdit, edit
from tests.bot.talking import Talking
from tests.builders import Office


async def test_the_tickets_of_a_list_are_edited_at_once(office: Office, talking: Talking) -> None:
    sam, ana = await office.given_person("Sam"), await office.given_customer("Ana")
    tickets = [await office.given_ticket(ana, priority="low") for _ in range(12)]
    listed = await talking.tell(sam, "list all priority:low")
    assert isinstance(listed, Card)
    button = next(b for b in listed.buttons if b.label.startswith("Edit these"))
    assert button.label == "Edit these 12…"
    form = await talking.ask(sam, button.says, Kind.PRESS)
    assert form is not None
    assert form.title == "Edit 12 tickets"
    nothing = await talking.ask(sam, form.says, Kind.FORM, values={"status": "", "tags": ""})
    assert nothing is not None
    assert nothing.fields[0].error == "choose at least one thing to change"
    # Meanwhile somebody else works on two of them.
    for ticket in tickets[:2]:
        await office.do(edit, office.desk, ticket.number, TicketEdit(add_tags=["mine"]))
    values = {"status": "Pending", "priority": "high", "to": "me", "tags": "+storm", "category": ""}
    assert await talking.ask(sam, form.says, Kind.FORM, values=values) is None
    result = await talking.tell(sam, form.says, Kind.FORM, values=values)
    assert isinstance(result, Card)
    assert result.title == "10 of 12 tickets changed"
    assert [row.title for row in result.rows] == [f"TIK-{t.number}" for t in tickets[:2]]
    assert all("has changed since" in row.detail for row in result.rows)
    view = await office.see(tickets[5].number)
    assert (view.status, view.priority, view.tags) == ("Pending", "high", ("storm",))
    assert view.assignee is not None
    assert result.buttons[0].label == "Show the 2 that failed"
    failed = await talking.tell(sam, result.buttons[0].says, Kind.PRESS)
    assert isinstance(failed, Card)
    assert {row.title.split()[0] for row in failed.rows} == {
        f"TIK-{ticket.number}" for ticket in tickets[:2]
    }
    # Listed again they are as they are now, and nothing holds the change.
    again = next(b for b in failed.buttons if b.label == "Edit these 2…")
    done = await talking.tell(sam, again.says, Kind.FORM, values={"priority": "high"})
    assert isinstance(done, Card)
    assert done.title == "2 of 2 tickets changed"


async def test_the_first_of_a_sorted_list_are_edited_and_no_others(
    office: Office, talking: Talking, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "MOST", 3)
    sam, ana = await office.given_person("Sam"), await office.given_customer("Ana")
    tickets = []
    for _ in range(finding.ROWS + 2):
        office.clock.move(minutes=1)
        tickets.append(await office.given_ticket(ana, priority="low"))
    listed = await talking.tell(sam, "list all priority:low sort:oldest")
    assert isinstance(listed, Card)
    says = next(b.says for b in listed.buttons if b.label.startswith("Edit these"))
    done = await talking.tell(sam, says, Kind.FORM, values={"priority": "high"})
    assert isinstance(done, Card)
    assert done.title == "3 of 3 tickets changed"
    now = [(await office.see(ticket.number)).priority for ticket in tickets]
    assert now == ["high"] * 3 + ["low"] * (finding.ROWS - 1)


async def test_customers_and_strangers_cannot_use_a_list_of_others(
    office: Office, talking: Talking
) -> None:
    sam, mia = await office.given_person("Sam"), await office.given_person("Mia")
    ana = await office.given_customer("Ana")
    ticket = await office.given_ticket(ana)
    own = await talking.tell(ana, "list all")
    assert isinstance(own, Card)
    assert not [b for b in own.buttons if b.label.startswith("Edit")]
    listed = await talking.tell(sam, "list all")
    assert isinstance(listed, Card)
    says = next(b.says for b in listed.buttons if b.label.startswith("Edit these"))
    for who in (mia, ana):
        refused = await talking.tell(who, says, Kind.FORM, values={"priority": "high"})
        assert isinstance(refused, Card)
        assert refused.title == "Not done"
    assert (await office.see(ticket.number)).priority == "medium"
